"""What of a network is drawn, and how large: the heaviest nodes, and of their links what can be read."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from policygraph.pictures.draw.canvas import GREY, HATCH, PAPER, Canvas, Point
from policygraph.pictures.draw.sheet import LinkTo, rest_note, say
from policygraph.pictures.networks import Edge, Node, Projection

_MOST_LINKS = 3  # drawn a node, on average


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a projection is drawn.

    Attributes:
        nodes: heaviest first, each with at least one link among them.
        edges: heaviest first.
        notes: what is left out.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    notes: tuple[str, ...]

    @property
    def thickest(self) -> int:
        """The weight of the heaviest link."""
        return max((edge.weight for edge in self.edges), default=1)


@dataclass(frozen=True, slots=True)
class Scale:
    """How weights are drawn: radii of dots, whose areas grow with the weight, and widths of links."""

    smallest: float
    largest: float
    thin: float
    thick: float

    def radius(self, weight: int, heaviest: int) -> float:
        """Of a node's dot."""
        return max(self.smallest, self.largest * math.sqrt(weight / max(1, heaviest)))

    def thickness(self, weight: int, heaviest: int) -> float:
        """Of a link."""
        return self.thin + (self.thick - self.thin) * (weight - 1) / max(1, heaviest - 1)


def select(projection: Projection, top: int) -> Selection:
    """Keep what can be read: the heaviest nodes of each kind, and their heaviest links.

    Every node keeps its heaviest link, whatever the number of links; a node without a link to
    another that is shown is left out. All links of a weight are drawn or none, so that none is
    hidden by chance; but for a node's heaviest.
    """
    kinds, language = projection.kind.ends, projection.options.language
    of_kind = {kind.key: [n for n in projection.nodes if n.kind == kind.key] for kind in kinds}
    heaviest = [node for nodes in of_kind.values() for node in nodes[:top]]
    known = {node.iri for node in heaviest}
    inner = [edge for edge in projection.edges if edge.source in known and edge.target in known]
    kept, least = _readable(inner, known)
    linked = {iri for edge in kept for iri in (edge.source, edge.target)}
    notes = []
    for kind in kinds:
        counts = [node.weight for node in of_kind[kind.key]]
        if projection.between_measures and len(counts) > top:
            notes.append(say("rest-measures", language, shown=top, rest=len(counts) - top))
        else:
            notes.append(rest_note(counts, top, kind.plural(language), language))
    for kind in kinds:
        alone = sum(node.kind == kind.key and node.iri not in linked for node in heaviest)
        if alone:
            notes.append(say("network-alone", language, count=alone, kind=kind.plural(language)))
    if len(kept) < len(inner):
        notes.append(say("network-edges", language, shown=len(kept), total=len(inner), least=least))
    nodes = tuple(node for node in heaviest if node.iri in linked)
    return Selection(nodes, tuple(kept), tuple(filter(None, notes)))


def _readable(edges: Sequence[Edge], nodes: Collection[str]) -> tuple[list[Edge], int]:
    """The links that are drawn, and the weight from which all are."""
    best: dict[str, Edge] = {}
    for edge in edges:
        best.setdefault(edge.source, edge)
        best.setdefault(edge.target, edge)
    most = max(len(nodes) * _MOST_LINKS, 1)
    least = edges[most].weight + 1 if len(edges) > most else 0
    widest = {(edge.source, edge.target) for edge in best.values()}
    kept = [e for e in edges if e.weight >= least or (e.source, e.target) in widest]
    return kept, least


def draw_dot(
    canvas: Canvas, node: Node, place: Point, radius: float, colour: str, link: LinkTo, line: float
) -> None:
    """Draw a node; a collective name is hatched."""
    url = link(node.iri)
    if node.collective:
        canvas.circle(place, radius, PAPER, edge=GREY, line=1.2, hatch=HATCH, url=url)
    else:
        canvas.circle(place, radius, colour, edge=PAPER, line=line, url=url)


def legend_steps(heaviest: int) -> list[int]:
    """The weights that a legend shows: one, the largest, and one between."""
    return sorted({1, max(1, round(heaviest / 2)), heaviest})
