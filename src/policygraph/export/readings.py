"""Standard readings of the graph: CONSTRUCT queries in ``queries/exports``, one file each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from policygraph.errors import DataError, UsageError
from policygraph.export.framing import write_jsonld
from policygraph.export.index import Index
from policygraph.export.jsonld import Context, Node
from policygraph.export.rdf_files import write_triples
from policygraph.namespaces import IRI, RDF, XSD
from policygraph.query.front_matter import check_keys, read_bilingual, read_front_matter
from policygraph.rdf import BlankNode, Literal, Triple
from policygraph.resources import resource
from policygraph.store import Graph, Store, open_store

_PREFIX = re.compile(r"^PREFIX\s+([\w-]+):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of the graph in the terms of a standard vocabulary.

    Attributes:
        id: the stem of its file.
        title, description: by language.
        context: the names of keys in JSON-LD.
        nested: keys whose values stand inside the node that leads to them.
        prefixes: those that the query declares, for Turtle and RDF/XML.
        sparql: a CONSTRUCT.
    """

    id: str
    title: dict[str, str]
    description: dict[str, str]
    context: dict[str, Any]
    nested: tuple[str, ...]
    prefixes: dict[str, str]
    sparql: str


def _files() -> dict[str, Path]:
    return {path.stem: path for path in sorted(resource("queries", "exports").glob("*.rq"))}


def reading_ids() -> list[str]:
    """The ids of all readings, sorted."""
    return list(_files())


def find_reading(id_: str) -> Reading:
    """A reading by its id.

    Raises:
        UsageError: there is none of that id.
        DataError: its front matter is wrong.
    """
    files = _files()
    if id_ not in files:
        raise UsageError(f'there is no reading "{id_}"; there are {", ".join(files)}')
    name = files[id_].name
    found, sparql = read_front_matter(files[id_].read_text(encoding="utf-8"), name)
    check_keys(found, ("title", "description", "context"), ("nested",), name, "a reading")
    if not isinstance(found["context"], dict):
        raise DataError(f"{name}: the context is not a mapping of terms")
    return Reading(
        id=id_,
        title=read_bilingual(found["title"], name, "title"),
        description=read_bilingual(found["description"], name, "description"),
        context=found["context"],
        nested=tuple(found.get("nested", ())),
        prefixes={"rdf": RDF.iri, "xsd": XSD.iri, **dict(_PREFIX.findall(sparql))},
        sparql=sparql,
    )


def construct(store: Store, reading: Reading) -> list[Triple]:
    """The triples of a reading, sorted, each once.

    Raises:
        DataError: the query does not construct a graph without blank nodes.
    """
    answer = store.query(reading.sparql)
    if not isinstance(answer, Graph):
        raise DataError(f"{reading.id}.rq is no CONSTRUCT")
    context = Context(reading.context)
    triples: set[Triple] = set()
    for subject, predicate, value in answer.triples:
        if isinstance(subject, BlankNode) or isinstance(value, BlankNode):
            raise DataError(f"{reading.id}.rq makes blank nodes; give them IRIs with BIND(IRI(…))")
        assert isinstance(subject, IRI)
        # Engines keep xsd:nonNegativeInteger as xsd:integer; the context says what is asked for.
        wanted = context.datatype(predicate)
        if wanted is not None and isinstance(value, Literal) and value.datatype == XSD.integer:
            value = Literal(value.value, wanted)
        triples.add((subject, predicate, value))
    return sorted(triples, key=lambda t: (t[0], t[1], isinstance(t[2], tuple), tuple(t[2])))


def write_reading(
    id_: str, location: str | Path | Store, out: IO[bytes], format_: str = "turtle"
) -> None:
    """Write a reading.

    Args:
        id_: of the reading.
        location: of the graph, as `open_store` takes it, or a store.
        out: where it goes.
        format_: ``turtle``, ``ntriples``, ``rdfxml`` or ``jsonld``.
    """
    reading = find_reading(id_)
    store = open_store(location) if isinstance(location, (str, Path)) else location
    triples = construct(store, reading)
    if format_ == "jsonld":
        context = Context(reading.context)
        write_jsonld(_nodes(triples, context, frozenset(reading.nested)), context, out)
    else:
        used = {
            name: base
            for name, base in reading.prefixes.items()
            if any(term.startswith(base) for triple in triples for term in _iris(triple))
        }
        write_triples(triples, out, _FORMATS[format_], prefixes=used)


def _iris(triple: Triple) -> Iterator[str]:
    """The IRIs of a triple, that of a datatype included."""
    for term in triple:
        yield term if isinstance(term, IRI) else getattr(term, "datatype", "")


def _nodes(triples: list[Triple], context: Context, nested: frozenset[str]) -> Iterator[Node]:
    """A node a subject; those that a nested key leads to stand there, and not by themselves."""
    index = Index(triples)
    inside = {
        value
        for _, predicate, value in triples
        if isinstance(value, IRI)
        and value in index
        and context.vocabulary_name(predicate) in nested
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

    for subject, _ in groupby(triples, key=lambda triple: triple[0]):
        if subject not in inside:
            yield node(subject)
