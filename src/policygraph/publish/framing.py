"""JSON-LD framed by measure: one object holds a measure, its links with labels, and its evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import IO, Any

from policygraph.core.index import Index
from policygraph.core.messages import LANGUAGES
from policygraph.core.namespaces import DCTERMS, IRI, ITSRDF, NIF, POL, RDF, RDFS, SKOS
from policygraph.core.resources import resource
from policygraph.core.terms import Literal, Term, Triple
from policygraph.questions.documents import (
    DocumentGraph,
    Shared,
    is_entailed,
    is_own,
    read_documents,
    read_shared,
)
from policygraph.store.jsonld import Context, Node
from policygraph.store.sorted_graph import SortedGraph

_FIRST = (
    RDF.type, SKOS.prefLabel, RDFS.label, DCTERMS.title, DCTERMS.identifier, POL.text, NIF.anchorOf,
    POL.firstLine, POL.lastLine, POL.page, POL.lastPage, POL.paragraph, POL.element,
)  # fmt: skip


def our_context() -> Context:
    """The shipped ``context.jsonld``."""
    text = resource("ontology", "context.jsonld").read_text(encoding="utf-8")
    return Context(json.loads(text)["@context"])


class MeasureFrame:
    """Frames the nodes of documents.

    Values of links are shown with their class and labels, so that a reader needs no second look.

    Args:
        context: names of keys.
        shared: where labels are, and which kinds of link there are.
    """

    def __init__(self, context: Context, shared: Shared) -> None:
        self.context = context
        self.shared = shared.index
        links = (kind.predicate for kind in shared.links)
        self._labelled = (*links, POL.partType, ITSRDF.taIdentRef)
        self._first = (*_FIRST, *self._labelled)

    def document(self, document: DocumentGraph) -> Iterator[Node]:
        """The nodes of a document: its items, then its parts and sentences, then whatever is left."""
        index = document.index
        seen: set[IRI] = set()
        for item in document.items():
            yield self._tree(item, index, seen, (RDF.subject, POL.occurrenceOf))
        for subject in index.subjects():
            if index.values(subject, DCTERMS.isPartOf) and subject not in seen:
                yield self._tree(subject, index, seen, (POL.mentionedIn,))
        for subject in index.subjects():
            if subject not in seen:
                yield self._tree(subject, index, seen, ())

    def _tree(
        self,
        subject: IRI,
        index: Index,
        seen: set[IRI],
        held: tuple[IRI, ...],
        holder: IRI | None = None,
    ) -> Node:
        """A node with what it holds; the property to its holder is told by its place alone."""
        seen.add(subject)
        node = self.context.node(subject, self._described(index, subject, holder))
        for predicate in (p for p in self._labelled if index.iris(subject, p)):
            self._label(node, predicate, index.iris(subject, predicate), index)
        for predicate in sorted(held, reverse=True):
            name = self.context.reverse_name(predicate)
            nodes = [
                self._tree(part, index, seen, _HELD_BY.get(predicate, ()), predicate)
                for part in index.held(subject, predicate)
                if part not in seen
            ]
            if name and nodes:
                node[name] = nodes
        return node

    def _described(self, index: Index, subject: IRI, without: IRI | None) -> dict[IRI, list[Term]]:
        """What is said of a subject, in the order in which a reader wants it."""
        about = index.about(subject)
        first = [predicate for predicate in self._first if predicate in about]
        rest = [predicate for predicate in about if predicate not in self._first]
        return {p: about[p] for p in (*first, *rest) if p != without}

    def _label(self, node: Node, predicate: IRI, values: list[IRI], index: Index) -> None:
        """Show the values of a property with class and labels, where these are known."""
        name = self.context.vocabulary_name(predicate)
        plain = node[name] if isinstance(node[name], list) else [node[name]]
        shown = [
            self._with_labels(value, index) or unlabelled
            for value, unlabelled in zip(values, plain, strict=True)
        ]
        node[name] = shown if isinstance(node[name], list) else shown[0]

    def _with_labels(self, thing: IRI, index: Index) -> Node | None:
        about = (self.shared if thing in self.shared else index).about(thing)
        labels = [
            value
            for value in about.get(SKOS.prefLabel, [])
            if isinstance(value, Literal) and value.language in LANGUAGES
        ]
        if not labels:
            return None
        return self.context.node(thing, {RDF.type: about.get(RDF.type, []), SKOS.prefLabel: labels})


_HELD_BY: dict[IRI, tuple[IRI, ...]] = {
    POL.occurrenceOf: (POL.mentionedIn, DCTERMS.isPartOf),
    DCTERMS.isPartOf: (POL.mentionedIn,),
}


def write_jsonld(nodes: Iterable[Node], context: Context, out: IO[bytes]) -> None:
    """Write nodes one after the other as one JSON-LD document with its context inside."""

    def dumped(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, indent=1)

    out.write(f'{{\n"@context": {dumped(context.entries)},\n"@graph": ['.encode())
    between = "\n"
    for node in nodes:
        out.write(f"{between}{dumped(node)}".encode())
        between = ",\n"
    out.write(b"\n]\n}\n")


def _entailed(triples: Iterable[Triple], context: Context) -> Iterator[Node]:
    """Nodes of what is entailed of documents, their units and items; the graph is too large for an index."""
    for subject, group in groupby(triples, key=itemgetter(0)):
        if is_own(subject):
            yield context.node(subject, Index(group).about(subject))


def jsonld(graph: SortedGraph, out: IO[bytes]) -> None:
    """All graphs together as compact JSON-LD, framed by measure."""
    shared = read_shared(graph)
    frame = MeasureFrame(our_context(), shared)

    def nodes() -> Iterator[Node]:
        for document in read_documents(graph):
            yield from frame.document(document)
        for subject in shared.index.subjects():
            yield frame.context.node(subject, shared.index.about(subject))
        for name, triples in graph.graphs():
            if is_entailed(name):
                yield from _entailed(triples, frame.context)

    write_jsonld(nodes(), frame.context, out)
