"""A graph asked one document at a time, so that memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from policygraph.core.links import LinkKind
from policygraph.core.namespaces import IRI, POL, RDF
from policygraph.core.terms import Quad
from policygraph.questions.documents import layer_of, read_shared
from policygraph.store import Store, memory_store
from policygraph.store.sorted_graph import SortedGraph

_UNKNOWN = IRI("urn:policygraph:not-in-vocabulary")
_GUESTS = IRI("urn:policygraph:guests")
_FRESH = 8  # documents in one store: the engine keeps the words of what was removed


class Slices:
    """The slices of a graph: what documents share, and each document.

    Shared are ontology, vocabularies and metadata, and what texts say of things that no vocabulary
    has. An occurrence of an item in another document (a reprise across documents) is seen from the
    document of the item, without its words.

    Args:
        graph: with its named graphs.

    Raises:
        DataError: there is no document with its layers in named graphs.
    """

    def __init__(self, graph: SortedGraph) -> None:
        self._graph = graph
        self._shared = read_shared(graph)

    @property
    def links(self) -> tuple[LinkKind, ...]:
        """The kinds of link that the graph itself tells of, else the shipped ones."""
        return self._shared.links

    def shared(self) -> Store:
        """A store of the graphs that belong to no document."""
        return memory_store(quad for quad in self._shared.quads if layer_of(quad[3]) is None)

    def documents(self) -> Iterator[Store]:
        """A store for each document beside what documents share; ask it before the next is taken."""
        store, loaded = self._beside(), 0
        for quads in self._by_document():
            names: set[IRI] = set()
            store.load(self._with_guests(quads, names))
            yield store
            loaded += 1
            if loaded == _FRESH:
                store, loaded = self._beside(), 0
            else:
                for name in names:
                    store.update(f"DROP GRAPH <{name}>")

    def documents_alone(self) -> Iterator[Store]:
        """A store for each document and nothing else, so that counts of all slices add up."""
        for quads in self._by_document():
            yield memory_store(quads)

    def _beside(self) -> Store:
        """A store of what documents share; things of texts stand in a graph of their own."""
        return memory_store(
            quad if layer_of(quad[3]) is None else (*quad[:3], _UNKNOWN)
            for quad in self._shared.quads
        )

    def _with_guests(self, quads: Iterable[Quad], names: set[IRI]) -> Iterator[Quad]:
        """The quads of a document without what is shared, with its guests; notes their graphs."""
        for quad in quads:
            subject, predicate, _, graph = quad
            if subject in self._shared.unknown:
                continue
            names.add(graph)
            yield quad
            if predicate == RDF.type:
                for guest in self._shared.guests.get(subject, ()):
                    names.add(_GUESTS)
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
