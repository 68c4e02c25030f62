"""What a projection is: nodes, edges and what has to be said of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from policygraph.core.namespaces import IRI

NodeKind = Literal[
    "body", "theme", "actor", "instrument", "commitment", "measure", "part", "bullet", "component"
]
Layer = Literal["all", "stated"]
Counting = Literal["once", "printed"]
Progress = Callable[[str], None]


def no_progress(_: str) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is counted, and how.

    Attributes:
        layer: every link, or only those that the text itself states.
        counting: a restated measure (再掲) once, or every bullet as it is printed.
        minimum: the least weight of an edge.
        collective: whether collective names such as 関係府省 are kept.
        language: of labels and notes, ``ja`` or ``en``.
        most_measures: of more measures than these, a projection of measures takes a sample.
    """

    layer: Layer = "all"
    counting: Counting = "once"
    minimum: int = 1
    collective: bool = True
    language: str = "ja"
    most_measures: int = 400


@dataclass(frozen=True, slots=True)
class Node:
    """A node.

    Attributes:
        iri: of the thing.
        label: for people; a collective name is marked as one in it.
        kind: what it is.
        weight: measures (or bullets as printed) that it takes part in.
        collective: whether the name stands for a group whose members the text does not say.
        example: a measure that it takes part in; the thing itself for a measure.
        order: for kinds that have an order of their own.
    """

    iri: IRI
    label: str
    kind: NodeKind
    weight: int
    collective: bool = False
    example: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge; its ends are in the order of the projection's kinds.

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
        kind: its name, as ``body-theme``.
        source, target: what its edges lead from and to.
        title, question: of the saved query.
        nodes: heaviest first.
        edges: heaviest first.
        notes: what a reader must know: samples, collective names, compound words.
    """

    kind: str
    source: NodeKind
    target: NodeKind
    title: str
    question: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    notes: tuple[str, ...] = ()
    options: Options = field(default_factory=Options)

    @property
    def bipartite(self) -> bool:
        """Whether every edge joins two kinds of things."""
        return self.source != self.target

    @property
    def by_iri(self) -> dict[IRI, Node]:
        """The nodes by their IRIs."""
        return {node.iri: node for node in self.nodes}
