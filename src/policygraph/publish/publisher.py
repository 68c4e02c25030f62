"""Compare a graph with a remote store, replace what differs, and check what arrived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import BASE, IRI
from policygraph.core.terms import Triple
from policygraph.store.compare import by_value, content_hash
from policygraph.store.remote import RemoteStore
from policygraph.store.sorted_graph import SortedGraph

METADATA = "/graph/metadata"


@dataclass(frozen=True, slots=True)
class GraphState:
    """A named graph here and there.

    Attributes:
        name: of the graph.
        local: triples here; 0 for one that is only there.
        remote: triples there, before.
        added, removed: what replacing it changes there.
    """

    name: IRI
    local: int
    remote: int
    added: int
    removed: int

    @property
    def is_same(self) -> bool:
        """Whether there is nothing to do."""
        return not self.added and not self.removed

    @property
    def is_stale(self) -> bool:
        """Whether it is there and no longer here."""
        return not self.local


@dataclass(frozen=True, slots=True)
class Published:
    """A graph that was put there, or was there already, as it was found afterwards.

    Attributes:
        how: ``graph store``, ``update``, ``same`` or ``removed``.
        count: triples found there; ``expected``: triples sent.
        hashes_match: whether the content hashes agree.
    """

    name: IRI
    how: str
    count: int
    expected: int
    hashes_match: bool

    @property
    def is_right(self) -> bool:
        """Whether the remote graph is what was sent."""
        return self.count == self.expected and self.hashes_match


class Publisher:
    """Publishes a graph.

    Args:
        graph: with its named graphs.
        remote: where to.

    Attributes:
        changing: the graph that is being replaced or removed there and not yet checked.

    Raises:
        UsageError: a graph without a name of its own (a Turtle file).
    """

    def __init__(self, graph: SortedGraph, remote: RemoteStore) -> None:
        self.graph = graph
        self.remote = remote
        self.changing: IRI | None = None

    def local(self) -> Iterator[tuple[IRI, list[Triple]]]:
        """Each graph and its triples; the one that describes the build comes last.

        It is what tells a reader that all is there, so nothing tells so too early.
        """
        last: tuple[IRI, list[Triple]] | None = None
        for name, triples in self.graph.graphs():
            if name.startswith("file:"):
                raise UsageError("no-named-graphs")
            if name.endswith(METADATA):
                last = (name, list(triples))
            else:
                yield name, list(triples)
        if last is not None:
            yield last

    def _state(self, name: IRI, triples: list[Triple]) -> GraphState:
        """How a graph differs there."""
        own = set(map(by_value, triples))
        count = self.remote.count(name)
        there = set(map(by_value, self.remote.triples(name)))
        return GraphState(name, len(own), count, len(own - there), len(there - own))

    def compare(self) -> Iterator[GraphState]:
        """The state of each graph, then of those of ours that are only there."""
        names = set()
        for name, triples in self.local():
            names.add(name)
            yield self._state(name, triples)
        yield from self._stale(names)

    def _stale(self, names: set[IRI]) -> Iterator[GraphState]:
        """Graphs there under our base that are not here."""
        # Ontology and vocabulary stand under the project's own base, where other publishers of the
        # same store may have graphs: that base counts only where the documents stand there too.
        bases = {name.partition("/graph/")[0] for name in names}
        own = bases - {BASE.rstrip("/")} or bases
        for prefix in sorted(f"{base}/graph/" for base in own):
            for name in self.remote.names(prefix):
                if name not in names:
                    count = self.remote.count(name)
                    yield GraphState(name, 0, count, 0, count)

    def publish(self, *, prune: bool = False) -> Iterator[Published]:
        """Replace each graph that differs, and read it back.

        What is there already stays as it is, so that a run that was stopped goes on where it was.

        Args:
            prune: remove graphs of ours that are only there.
        """
        names = set()
        for name, triples in self.local():
            names.add(name)
            if self._state(name, triples).is_same:
                yield Published(name, "same", len(triples), len(triples), hashes_match=True)
                continue
            self.changing = name
            found = self._verified(name, triples, self.remote.replace(name, triples))
            self.changing = None
            yield found
        if prune:
            for state in list(self._stale(names)):
                self.changing = state.name
                self.remote.remove(state.name)
                count = self.remote.count(state.name)
                self.changing = None
                yield Published(state.name, "removed", count, 0, hashes_match=not count)

    def _verified(self, name: IRI, triples: list[Triple], how: str) -> Published:
        count = self.remote.count(name)
        match = content_hash(self.remote.triples(name)) == content_hash(triples)
        # Where a store makes one integer of two datatypes, it counts one triple for them.
        is_merged = match and count < len(triples)
        expected = len(set(map(by_value, triples))) if is_merged else len(triples)
        return Published(name, how, count, expected, match)
