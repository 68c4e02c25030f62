"""A graph taken apart: what documents share, and each document by itself.

Only one document is held in memory at a time, beside the ontology, the vocabularies and the names
of what the texts mention; so the memory that an export needs does not grow with their number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from policygraph.core.errors import DataError, UsageError
from policygraph.core.index import Index
from policygraph.core.links import LinkKind, link_kinds, read_links
from policygraph.core.namespaces import DCAT, IRI, ITSRDF, NIF, POL, RDF
from policygraph.core.prefixes import PROLOGUE
from policygraph.core.terms import Literal, Quad, Triple
from policygraph.questions.units import reading_order
from policygraph.store import Row, Solutions, Store
from policygraph.store.sorted_graph import SortedGraph

LAYERS = ("stated", "inferred", "curated")
_LAYER = re.compile(rf"/graph/([^/]+)/({'|'.join(LAYERS)})$")
_OWN = re.compile(r"/(?:doc|measure|target)/")
_ITEM = re.compile(r"/(?:measure|target)/([^/]+)/")


@dataclass(frozen=True)
class Shared:
    """What does not belong to one document.

    Attributes:
        quads: of ontology, vocabularies and metadata, what is entailed of the things in them, and what
            texts say of things that no vocabulary has.
        unknown: those things.
        guests: by item, its occurrences in other documents (reprises across documents).
    """

    quads: list[Quad] = field(default_factory=list)
    unknown: set[IRI] = field(default_factory=set)
    guests: dict[IRI, list[IRI]] = field(default_factory=lambda: defaultdict(list))

    @cached_property
    def index(self) -> Index:
        """The quads, to be looked up."""
        return Index(quad[:3] for quad in self.quads)

    @cached_property
    def links(self) -> tuple[LinkKind, ...]:
        """The kinds of link that the graph's own ontology and vocabularies tell of, else the shipped ones."""
        return read_links(self.index) or link_kinds()

    @cached_property
    def base(self) -> str:
        """The IRI that documents and measures begin with.

        Raises:
            UsageError: the graph holds no description of its build.
        """
        for subject in self.index.subjects():
            if self.index.is_a(subject, DCAT.Dataset) and subject.endswith("/dataset"):
                return subject.removesuffix("dataset")
        raise UsageError("no-metadata")


@dataclass(frozen=True, slots=True)
class DocumentGraph:
    """The three layers of one document.

    Attributes:
        key: of the document.
        index: all layers together.
        layers: the layer of each triple that is a link (its predicate is no structure).
    """

    key: str
    index: Index
    layers: dict[Triple, str]

    @property
    def iri(self) -> IRI:
        """The document itself.

        Raises:
            DataError: the graph describes no document.
        """
        for subject in self.index.subjects():
            if self.index.is_a(subject, POL.StrategyDocument):
                return subject
        raise DataError("no-document-in-graph", key=self.key)

    def items(self) -> list[IRI]:
        """Measures and targets, in reading order of their first occurrences."""
        found = [
            subject
            for subject in self.index.subjects()
            if any(
                self.index.is_a(subject, kind)
                for kind in (POL.Measure, POL.Target, POL.ReportedMeasure)
            )
        ]
        return sorted(found, key=reading_order)


def layer_of(graph: IRI) -> tuple[str, str] | None:
    """The document key and layer of a named graph, or ``None`` for what documents share."""
    found = _LAYER.search(graph)
    return (found[1], found[2]) if found else None


def is_entailed(graph: IRI) -> bool:
    """Whether a named graph holds what the ontology entails, of all documents together."""
    return graph.endswith("/graph/entailed")


def is_own(subject: IRI) -> bool:
    """Whether a thing belongs to one document: it is the document, a unit or an item."""
    return _OWN.search(subject) is not None


def tag_order(index: Index, item: IRI) -> dict[IRI, int]:
    """The bodies that the tags of an item name, by where they are first printed: to sort bodies by."""
    found: dict[IRI, int] = {}
    for phrase in index.iris(item, POL.evidence):
        if index.is_a(phrase, POL.ResponsibilityMention):
            begin = index.number(phrase, NIF.beginIndex)
            for body in index.iris(phrase, ITSRDF.taIdentRef):
                found[body] = min(begin, found.get(body, begin))
    return found


def read_shared(graph: SortedGraph) -> Shared:
    """Read what documents share.

    Raises:
        DataError: there is no document with its layers in named graphs.
    """
    shared = Shared()
    documents = 0
    for name, triples in graph.graphs():
        place = layer_of(name)
        if place is None:
            entailed = is_entailed(name)
            shared.quads.extend(
                (*triple, name) for triple in triples if not (entailed and is_own(triple[0]))
            )
            continue
        documents += 1
        for _, group in groupby(triples, key=lambda triple: triple[0]):
            _share([(*triple, name) for triple in group], place[0], shared)
    if not documents:
        raise DataError("no-named-graphs-of-documents")
    return shared


def _share(group: list[Quad], key: str, shared: Shared) -> None:
    """Keep what one layer says of a thing outside its document."""
    if any(predicate == POL.notInVocabulary for _, predicate, _, _ in group):
        shared.quads.extend(group)
        shared.unknown.add(group[0][0])
    for subject, predicate, value, _ in group:
        if predicate == POL.occurrenceOf and isinstance(value, IRI):
            home = _ITEM.search(value)
            if home is not None and home[1] != key:
                shared.guests[value].append(subject)


def read_documents(graph: SortedGraph) -> Iterator[DocumentGraph]:
    """Each document, one at a time, sorted by the names of their graphs."""

    def document(entry: tuple[IRI, Iterator[Triple]]) -> str | None:
        place = layer_of(entry[0])
        return place[0] if place else None

    for key, layers in groupby(graph.graphs(), key=document):
        if key is None:
            continue
        index = Index()
        origin: dict[Triple, str] = {}
        layer = ""
        for name, triples in layers:
            layer = name.rpartition("/")[2]
            for triple in triples:
                index.add(triple)
                if isinstance(triple[2], IRI) and triple[1] != RDF.type:
                    origin[triple] = layer
        if layer == LAYERS[0]:  # the last by name; what is told over documents (lineage) has none
            yield DocumentGraph(key, index, origin)


def document_keys(store: Store) -> list[str]:
    """The keys of the documents of a store, in the order of their IRIs."""
    layers = (layer_of(graph) for graph in store.graphs())
    return sorted({place[0] for place in layers if place and place[1] == LAYERS[0]})


def read_document_of(store: Store, key: str) -> DocumentGraph | None:
    """One document of a store, or ``None`` where it has none of this key."""
    index = Index()
    origin: dict[Triple, str] = {}
    for graph in store.graphs():
        place = layer_of(graph)
        if place is None or place[0] != key:
            continue
        for triple in in_order(store.triples(graph)):
            index.add(triple)
            if isinstance(triple[2], IRI) and triple[1] != RDF.type:
                origin[triple] = place[1]
    return DocumentGraph(key, index, origin) if origin else None


def read_shared_of(store: Store) -> Shared:
    """What documents share in a store; see `read_shared`, which takes a sorted graph."""
    shared = Shared()
    for graph in store.graphs():
        if layer_of(graph) is not None or is_entailed(graph):
            continue
        shared.quads.extend((*triple, graph) for triple in in_order(store.triples(graph)))
    for origin, subject, predicate, value in _store_rows(store, _UNKNOWN):
        are_things = isinstance(subject, IRI) and isinstance(predicate, IRI)
        if are_things and isinstance(origin, IRI) and isinstance(value, IRI | Literal):
            assert isinstance(subject, IRI)
            assert isinstance(predicate, IRI)
            shared.quads.append((subject, predicate, value, origin))
            shared.unknown.add(subject)
    return shared


def in_order(triples: Iterable[Triple]) -> list[Triple]:
    """Triples by subject and predicate, the things that a property leads to before its literals."""
    return sorted(triples, key=lambda t: (t[0], t[1], isinstance(t[2], Literal), t[2]))


def _store_rows(store: Store, sparql: str) -> list[Row]:
    answer = store.query(PROLOGUE + sparql)
    assert isinstance(answer, Solutions), sparql
    return answer.rows


# What texts say of things that no vocabulary has.
_UNKNOWN = """SELECT ?graph ?thing ?property ?value WHERE {
  ?thing pol:notInVocabulary ?unknown .
  GRAPH ?graph { ?thing ?property ?value }
  FILTER(STRENDS(STR(?graph), "/stated"))
} ORDER BY ?thing ?property ?value"""
