"""What a network is: its kind, its nodes and edges, and what is counted in it.

The kinds are made from the kinds of link: the responsible body with each link to concepts, and these
links among themselves. So a scheme that comes with a link of its own has its networks at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations_with_replacement
from typing import Final, Literal

from policygraph.core.errors import UsageError
from policygraph.core.links import LinkKind, link_kinds
from policygraph.core.messages import Messages, find_language
from policygraph.core.namespaces import IRI, POL

Layer = Literal["all", "stated"]
Counting = Literal["once", "printed"]
Progress = Callable[[str], None]
BODY: Final = "body"  # the key of pol:responsibleBody
MEASURES: Final = "measure-measure"
STRUCTURE: Final = "structure"
say: Final = Messages("networks")


def no_progress(_: str) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class NodeKind:
    """What edges lead from or to.

    Attributes:
        key: of the link to such things (``theme``); else ``measure``, ``part``, ``bullet``, ``component``.
        link: the property, if measures are linked to them.
        labels: of the link, by language.
    """

    key: str
    link: IRI | None = None
    labels: Mapping[str, str] = field(default_factory=dict)

    def name(self, language: str) -> str:
        """What one of them is called."""
        message = f"kind-{self.key}"
        return say(message, language) if message in say else self._called(language)

    def plural(self, language: str) -> str:
        """What several of them are called."""
        message = f"kinds-{self.key}"
        if message in say:
            return say(message, language)
        name = self._called(language)
        return name if language == "ja" else re.sub("(?<![aeiou])y$", "ie", name) + "s"

    def _called(self, language: str) -> str:
        # The label of a link is a noun in Japanese and may be a verb in English ("has theme").
        return (language == "ja" and self.labels.get("ja")) or self.key


@dataclass(frozen=True, slots=True)
class NetworkKind:
    """A kind of network.

    Attributes:
        name: as a user types it: ``body-theme``.
        source, target: what its edges join.
    """

    name: str
    source: NodeKind
    target: NodeKind

    @property
    def ends(self) -> tuple[NodeKind, ...]:
        """The kinds of its nodes, each once."""
        return (self.source, self.target) if self.source.key != self.target.key else (self.source,)

    def joins(self, key: str) -> bool:
        """Whether nodes of a kind are in it."""
        return any(end.key == key for end in self.ends)


def node_kinds(links: Iterable[LinkKind] | None = None) -> dict[str, NodeKind]:
    """What measures are linked to and networks join, by key: bodies first, then concepts.

    Args:
        links: the kinds of link; those of the shipped ontology where they are missing.
    """
    known = list(link_kinds() if links is None else links)
    bodies = [kind for kind in known if kind.predicate == POL.responsibleBody]
    concepts = [kind for kind in known if kind.leads_to_concepts]
    return {k.key: NodeKind(k.key, k.predicate, k.labels) for k in (*bodies, *concepts)}


def network_kinds(links: Iterable[LinkKind] | None = None) -> dict[str, NetworkKind]:
    """The kinds of network by name; see `node_kinds`. Each pair stands in it in one order."""
    pairs = combinations_with_replacement(node_kinds(links).values(), 2)
    measure, part = NodeKind("measure"), NodeKind("part")
    return {
        **{f"{a.key}-{b.key}": NetworkKind(f"{a.key}-{b.key}", a, b) for a, b in pairs},
        MEASURES: NetworkKind(MEASURES, measure, measure),
        STRUCTURE: NetworkKind(STRUCTURE, part, part),
    }


def find_network(name: str, links: Iterable[LinkKind] | None = None) -> NetworkKind:
    """A kind by its name, with its ends in the order of the name: ``theme-body`` is one, too.

    Raises:
        UsageError: there is none; all are named.
    """
    kinds = network_kinds(links)
    for kind in kinds.values():
        if name == kind.name:
            return kind
        if name == f"{kind.target.key}-{kind.source.key}":
            return NetworkKind(name, kind.target, kind.source)
    raise UsageError("no-network", name=name, known=", ".join(kinds))


@dataclass(frozen=True, slots=True)
class Options:
    """What is counted, and how.

    Attributes:
        layer: every link, or only those that the text itself states.
        counting: a restated measure (再掲) once, or every bullet as it is printed.
        minimum: the least weight of an edge.
        collective: whether collective names such as 関係府省 are kept.
        language: of labels and notes, ``ja`` or ``en``; see `find_language`.
        most_measures: of more measures than these, a projection of measures takes a sample.
    """

    layer: Layer = "all"
    counting: Counting = "once"
    minimum: int = 1
    collective: bool = True
    language: str = field(default_factory=find_language)
    most_measures: int = 400


@dataclass(frozen=True, slots=True)
class Node:
    """A node.

    Attributes:
        iri: of the thing.
        label: for people; a collective name is marked as one in it.
        kind: the key of its `NodeKind`.
        weight: measures (or bullets as printed) that it takes part in.
        collective: whether the name stands for a group whose members the text does not say.
        example: a measure that it takes part in; the thing itself for a measure.
        order: ``pol:order`` of a concept on a scale; 0 for all others.
    """

    iri: IRI
    label: str
    kind: str
    weight: int
    collective: bool = False
    example: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge; its ends are in the order of the network's kinds.

    Attributes:
        weight: measures (or bullets) that join the ends; for two measures, what they share.
        example: a measure that joins them.
        themes, actors: for two measures, how many of each they share.
    """

    source: IRI
    target: IRI
    weight: int
    example: str = ""
    themes: int = 0
    actors: int = 0


@dataclass(frozen=True, slots=True)
class Projection:
    """A network projected from the graph.

    Attributes:
        title, question: for people.
        nodes: heaviest first.
        edges: heaviest first.
        notes: what a reader must know: samples, collective names, compound words.
    """

    kind: NetworkKind
    title: str
    question: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    notes: tuple[str, ...] = ()
    options: Options = field(default_factory=Options)

    @property
    def bipartite(self) -> bool:
        """Whether every edge joins two kinds of things."""
        return len(self.kind.ends) > 1

    @property
    def between_measures(self) -> bool:
        """Whether its edges join measures that share something."""
        return self.kind.name == MEASURES

    @property
    def by_iri(self) -> dict[IRI, Node]:
        """The nodes by their IRIs."""
        return {node.iri: node for node in self.nodes}

    def of_kind(self, key: str) -> list[Node]:
        """The nodes of a kind, heaviest first; those on a scale in its order."""
        nodes = [node for node in self.nodes if node.kind == key]
        if any(node.order for node in nodes):
            nodes.sort(key=lambda node: (node.order, node.iri))
        return nodes

    def bodies(self, among: Collection[IRI] | None = None) -> list[Node]:
        """Its bodies, or those among some things: named ones first, each group heaviest first."""
        found = [node for node in self.of_kind(BODY) if among is None or node.iri in among]
        return sorted(found, key=lambda node: (node.collective, -node.weight, node.iri))

    @property
    def weights(self) -> dict[tuple[IRI, IRI], int]:
        """The weights of the edges by their ends."""
        return {(edge.source, edge.target): edge.weight for edge in self.edges}
