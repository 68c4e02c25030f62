"""Views: the graph in the terms of a standard vocabulary, by CONSTRUCT queries in ``queries/exports``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from policygraph.core.errors import DataError, UsageError, phrase
from policygraph.core.index import Index
from policygraph.core.namespaces import IRI, RDF, XSD
from policygraph.core.resources import resource
from policygraph.core.terms import BlankNode, Literal, Triple
from policygraph.publish.framing import write_jsonld
from policygraph.questions.front_matter import check_keys, read_bilingual, read_front_matter
from policygraph.store import Store
from policygraph.store.jsonld import Context, Node
from policygraph.store.rdf import write_triples
from policygraph.store.sorted_graph import sorted_triples

VIEW_FORMATS = ("turtle", "ntriples", "rdfxml", "jsonld")
_PREFIX = re.compile(r"^PREFIX\s+([\w-]+):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class StandardView:
    """A view of the graph in the terms of a standard vocabulary.

    Attributes:
        id: the stem of its file.
        title: by language.
        context: the names of keys in JSON-LD.
        nested: keys whose values stand inside the node that leads to them.
        prefixes: those that the query declares, for Turtle and RDF/XML.
        sparql: a CONSTRUCT.
    """

    id: str
    title: dict[str, str]
    context: dict[str, Any]
    nested: tuple[str, ...]
    prefixes: dict[str, str]
    sparql: str

    def triples(self, store: Store) -> Iterator[Triple]:
        """The triples of the view, in no order and perhaps more than once.

        Raises:
            DataError: the query makes blank nodes.
            StoreError: it is no CONSTRUCT, or the engine does not answer.
        """
        context = Context(self.context)
        for subject, predicate, value in store.construct(self.sparql):
            if not isinstance(subject, IRI) or isinstance(value, BlankNode):
                raise DataError("view-makes-blanks", file=f"{self.id}.rq")
            # Engines keep xsd:nonNegativeInteger as xsd:integer; the context says what is asked for.
            wanted = context.datatype(predicate)
            if wanted is not None and isinstance(value, Literal) and value.datatype == XSD.integer:
                value = Literal(value.value, wanted)
            yield subject, predicate, value


def _files() -> dict[str, Path]:
    return {path.stem: path for path in sorted(resource("queries", "exports").glob("*.rq"))}


def view_ids() -> list[str]:
    """The ids of all views, sorted."""
    return list(_files())


def find_view(id_: str) -> StandardView:
    """A view by its id.

    Raises:
        UsageError: there is none of that id.
        DataError: its front matter is wrong.
    """
    files = _files()
    if id_ not in files:
        raise UsageError("no-view", name=id_, known=", ".join(files))
    name = files[id_].name
    found, sparql = read_front_matter(files[id_].read_text(encoding="utf-8"), name)
    check_keys(found, ("title", "description", "context"), ("nested",), name, phrase("a-view"))
    if not isinstance(found["context"], dict):
        raise DataError("context-no-mapping", name=name)
    read_bilingual(found["description"], name, "description")  # of the site of the vocabulary
    return StandardView(
        id=id_,
        title=read_bilingual(found["title"], name, "title"),
        context=found["context"],
        nested=tuple(found.get("nested", ())),
        prefixes={"rdf": RDF.iri, "xsd": XSD.iri, **dict(_PREFIX.findall(sparql))},
        sparql=sparql,
    )


def write_view(id_: str, store: Store, out: IO[bytes], format_: str = "turtle") -> None:
    """Write a view, sorted on disk.

    Args:
        id_: of the view.
        store: the graph.
        out: where it goes.
        format_: one of `VIEW_FORMATS`.
    """
    view = find_view(id_)
    with sorted_triples(view.triples(store)) as triples:
        if format_ == "jsonld":
            context = Context(view.context)
            nodes = _nodes(triples(), context, frozenset(view.nested))
            write_jsonld(nodes, context, out)
        else:
            prefixes = _used(view, triples())
            write_triples(triples(), out, format_, prefixes=prefixes)


def _used(view: StandardView, triples: Iterable[Triple]) -> dict[str, str]:
    """The prefixes that a view's terms begin with; a string shows no datatype."""
    names = {
        term.rpartition("#")[0] or term.rpartition("/")[0]
        for triple in triples
        for term in (*triple[:2], triple[2] if isinstance(triple[2], IRI) else triple[2].datatype)
        if term != XSD.string
    }
    return {prefix: base for prefix, base in view.prefixes.items() if base[:-1] in names}


def _nodes(triples: Iterable[Triple], context: Context, nested: frozenset[str]) -> Iterator[Node]:
    """A node a subject; those that a nested key leads to stand there, and not by themselves.

    A nested node is looked for among its siblings, whose IRIs differ in their last step alone, so
    that no more than a few are held at a time; elsewhere a nested key gives the IRI.
    """
    for _, group in groupby(triples, key=lambda triple: triple[0].rpartition("/")[0]):
        yield from _siblings(Index(group), context, nested)


def _siblings(index: Index, context: Context, nested: frozenset[str]) -> Iterator[Node]:
    inside = {
        value
        for subject in index.subjects()
        for predicate in index.about(subject)
        if context.vocabulary_name(predicate) in nested
        for value in index.iris(subject, predicate)
        if value in index
    }

    def node(subject: IRI) -> Node:
        found = context.node(subject, index.about(subject))
        for predicate in index.about(subject):
            name = context.vocabulary_name(predicate)
            if name in nested:
                values = [
                    node(value) if value in inside else {context.id_key: value}
                    for value in index.iris(subject, predicate)
                ]
                found[name] = values if len(values) > 1 else values[0]
        return found

    for subject in index.subjects():
        if subject not in inside:
            yield node(subject)
