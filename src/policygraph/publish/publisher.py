"""Compare a graph with a remote store, replace what differs, and check what arrived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import BASE, IRI
from policygraph.core.terms import encode_triple
from policygraph.store.content import content_hash, plain_integers
from policygraph.store.graph_protocol import RemoteGraphs
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

    def __init__(self, graph: SortedGraph, remote: RemoteGraphs) -> None:
        self.graph = graph
        self.remote = remote
        self.changing: IRI | None = None

    def local(self) -> Iterator[tuple[IRI, list[str]]]:
        """Each graph and its lines; the one that describes the build comes last.

        It is what tells a reader that all is there, so nothing tells so too early.
        """
        last: tuple[IRI, list[str]] | None = None
        for name, triples in self.graph.graphs():
            if name.startswith("file:"):
                raise UsageError(
                    "the graph has no named graphs; give policygraph.trig, not a union"
                )
            lines = [encode_triple(triple) for triple in triples]
            if name.endswith(METADATA):
                last = (name, lines)
            else:
                yield name, lines
        if last is not None:
            yield last

    def _state(self, name: IRI, lines: list[str]) -> GraphState:
        """How a graph differs there; an empty or missing one is not fetched."""
        own = plain_integers(lines)
        count = self.remote.count(name)
        there = plain_integers(self.remote.read(name)) if count else set()
        return GraphState(name, len(own), count, len(own - there), len(there - own))

    def compare(self) -> Iterator[GraphState]:
        """The state of each graph, then of those of ours that are only there."""
        names = set()
        for name, lines in self.local():
            names.add(name)
            yield self._state(name, lines)
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
        for name, lines in self.local():
            names.add(name)
            if self._state(name, lines).is_same:
                yield Published(name, "same", len(lines), len(lines), hashes_match=True)
                continue
            self.changing = name
            found = self._verified(name, lines, self.remote.replace(name, lines))
            self.changing = None
            yield found
        if prune:
            for state in list(self._stale(names)):
                self.changing = state.name
                self.remote.remove(state.name)
                count = self.remote.count(state.name)
                self.changing = None
                yield Published(state.name, "removed", count, 0, hashes_match=not count)

    def _verified(self, name: IRI, lines: list[str], how: str) -> Published:
        count, there = self.remote.count(name), self.remote.read(name)
        match = content_hash(there) == content_hash(lines)
        # Where a store makes one integer of two datatypes, it counts one triple for them.
        expected = len(plain_integers(lines)) if match and count < len(lines) else len(lines)
        return Published(name, how, count, expected, match)
