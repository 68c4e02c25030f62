"""A graph asked one document at a time, so that memory does not grow with their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter

from policygraph.core.names import VOCABULARY_GRAPH
from policygraph.core.namespaces import IRI, POL, RDF, SKOS
from policygraph.core.terms import Quad, Triple
from policygraph.questions.documents import (
    Shared,
    is_entailed,
    is_own,
    layer_of,
    read_shared,
)
from policygraph.store import Store, memory_store
from policygraph.store.sorted_graph import SortedGraph

_UNKNOWN = IRI("urn:policygraph:not-in-vocabulary")
_GUESTS = IRI("urn:policygraph:guests")
_BATCH = 5_000  # quads
_FRESH = 30_000  # quads loaded into one store: the engine keeps the words of what was removed


class Slices:
    """The slices of a graph: what documents share, and each document.

    Shared are ontology, vocabularies and metadata, and what texts say of things that no vocabulary
    has. What the ontology entails of units and items (``a pol:PolicyItem``, ``pol:links``) is in neither. An occurrence of an item in another document (a reprise across documents) is seen from the
    document of the item, without its words.

    Args:
        graph: with its named graphs.

    Raises:
        DataError: there is no document with its layers in named graphs.
    """

    def __init__(self, graph: SortedGraph) -> None:
        self._graph = graph
        self._shared = read_shared(graph)

    @cached_property
    def described(self) -> Shared:
        """What documents share without the concepts: enough to tell the base and the kinds of link."""
        return Shared(
            [q for q in self._shared.quads if q[3] != VOCABULARY_GRAPH or q[1] == POL.linkedBy]
        )

    def scheme(self, scheme: IRI) -> list[Triple]:
        """A concept scheme with its concepts, compound terms and collections, sorted by subject.

        What is broader within the scheme is narrower the other way as well: readers of SKOS that do not reason
        (skosprovider, Skosmos) look for children there.
        """
        quads = self._shared.quads
        members = {scheme} | {
            s for s, p, value, _ in quads if (p, value) == (SKOS.inScheme, scheme)
        }
        members |= {s for s, p, value, _ in quads if p == SKOS.member and value in members}
        triples = dict.fromkeys(quad[:3] for quad in quads if quad[0] in members)
        narrower = [
            (broad, SKOS.narrower, narrow) for narrow, p, broad in triples
            if p == SKOS.broader and broad in members and isinstance(broad, IRI)
        ]  # fmt: skip
        return sorted(dict.fromkeys([*triples, *narrower]), key=itemgetter(0))

    def shared(self) -> Store:
        """A store of the graphs that belong to no document."""
        return memory_store(quad for quad in self._shared.quads if layer_of(quad[3]) is None)

    def documents(self) -> Iterator[Store]:
        """A store for each document beside what documents share.

        Ask it before the next is taken, and let it go: two of them are twice the memory.
        """
        store, loaded = self._beside(), 0
        for quads in self._by_document():
            graphs: Counter[IRI] = Counter()
            _load(store, self._with_guests(quads, graphs))
            yield store
            loaded += graphs.total()
            if loaded > _FRESH:
                del store  # before there is another
                store, loaded = self._beside(), 0
            else:
                for graph in graphs:
                    store.update(f"DROP GRAPH <{graph}>")

    def entailed(self) -> Iterator[Store]:
        """Stores of what the ontology entails of documents, their units and items, a part at a time."""
        own = (q for q in self._graph.quads() if is_entailed(q[3]) and is_own(q[0]))
        while batch := list(islice(own, _FRESH)):
            yield memory_store(batch)

    def documents_alone(self) -> Iterator[Store]:
        """A store for each document and nothing else: with `shared` and `entailed` counts add up."""
        for quads in self._by_document():
            store = memory_store()
            _load(store, quads)
            yield store

    def _beside(self) -> Store:
        """A store of what documents share; things of texts stand in a graph of their own."""
        return memory_store(
            quad if layer_of(quad[3]) is None else (*quad[:3], _UNKNOWN)
            for quad in self._shared.quads
        )

    def _with_guests(self, quads: Iterable[Quad], graphs: Counter[IRI]) -> Iterator[Quad]:
        """The quads of a document without what is shared, with its guests; notes their graphs."""
        for quad in quads:
            subject, predicate, _, graph = quad
            if subject in self._shared.unknown:
                continue
            graphs[graph] += 1
            yield quad
            if predicate == RDF.type:
                for guest in self._shared.guests.get(subject, ()):
                    graphs[_GUESTS] += 1
                    yield guest, POL.occurrenceOf, subject, _GUESTS
                    yield guest, RDF.type, POL.Reprise, _GUESTS

    def _by_document(self) -> Iterator[Iterator[Quad]]:
        """The quads of each document, sorted."""

        def document(quad: Quad) -> str | None:
            place = layer_of(quad[3])
            return place[0] if place else None

        for key, quads in groupby(self._graph.quads(), key=document):
            if key is not None:
                yield quads


def _load(store: Store, quads: Iterable[Quad]) -> None:
    """Load quads a few at a time, so that they are not all held as text."""
    left = iter(quads)
    while batch := list(islice(left, _BATCH)):
        store.load(batch)
