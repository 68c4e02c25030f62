"""Place the nodes of a network so that no two labels overlap, the same way every time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policygraph.pictures.metrics import number_nodes

if TYPE_CHECKING:
    import networkx as nx

_ROUNDS = 400
_GAP = 5.0  # points between two boxes
_PULL = 0.25  # power of a link's weight by which it draws its ends together
_APART = 1.6  # distance between parts that nothing joins
_CLEARINGS = 40  # times that dots are moved off links; some may stay on one
_CLEARING_ROUNDS = 12  # of pushing boxes apart after each
_CLEAR = 7.0  # points between a dot and a link of others
_EVEN = 0.55  # how far positions are evened out
_STRETCH = 1.06  # how much the sheet grows where boxes do not fit
_MOST_STEPS = 2_000  # of settling
_SETTLED = 1e-9  # share of the energy that a step still takes off
_NOUGHT = 1e-12  # no distance is divided by less


@dataclass(frozen=True, slots=True)
class LabelSize:
    """The width and height of a node with its label, in points.

    Attributes:
        radius: of the node's dot, which stands in the middle at the top.
    """

    width: float
    height: float
    radius: float = 0.0


def place(
    graph: nx.Graph, sizes: Mapping[str, LabelSize], width: float, height: float
) -> tuple[dict[str, tuple[float, float]], float]:
    """Place nodes.

    Strongly linked nodes come near each other (see `settle`); then boxes that overlap are pushed
    apart, dots move away from links of others that pass under them, and where boxes do not fit the
    sheet grows downwards.

    Args:
        graph: the nodes and weighted edges; need not be connected.
        sizes: of each node with its label.
        width: of the sheet in points, which stays.
        height: of the sheet in points, to begin with.

    Returns:
        The centre of each node's box, and the height of the sheet.
    """
    order = sorted(graph)
    if not order:
        return {}, height
    at = {node: index for index, node in enumerate(order)}
    links = sorted((min(at[a], at[b]), max(at[a], at[b])) for a, b in graph.edges())
    boxes = [sizes[node] for node in order]
    spread = _spread(graph)
    while True:
        centres = [
            [box.width / 2 + x * (width - box.width), box.height / 2 + y * (height - box.height)]
            for box, (x, y) in zip(boxes, spread, strict=True)
        ]
        for _ in range(_CLEARINGS):
            if not _clear_links(centres, boxes, links):
                break
            _push_apart(centres, boxes, width, height, rounds=_CLEARING_ROUNDS)
        if _push_apart(centres, boxes, width, height):
            return {node: (x, y) for node, (x, y) in zip(order, centres, strict=True)}, height
        height *= _STRETCH


def _spread(graph: nx.Graph) -> list[tuple[float, float]]:
    """Positions between 0 and 1 of the nodes in sorted order; the stronger a link, the shorter."""
    import networkx as nx

    tied = number_nodes(graph).graph
    for _, _, data in tied.edges(data=True):
        data["distance"] = data["weight"] ** -_PULL
    # Parts that nothing joins are held together by lines that are not drawn.
    groups = sorted(nx.connected_components(tied), key=lambda group: (-len(group), min(group)))
    centres = [max(sorted(group), key=tied.degree) for group in groups]
    for centre in centres[1:]:
        tied.add_edge(centres[0], centre, distance=_APART)
    paths = dict(nx.all_pairs_dijkstra_path_length(tied, weight="distance"))
    places = settle([[paths[one][other] for other in tied] for one in tied])
    xs, ys = (_even([place[axis] for place in places]) for axis in (0, 1))
    return list(zip(xs, ys, strict=True))


def settle(distances: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    """Positions in the plane whose distances are those wanted as nearly as can be.

    The energy of T. Kamada and S. Kawai (1989), made smaller from a circle on by stress majorization
    (E. Gansner, Y. Koren and S. North 2004), of which no step makes it larger. networkx needs scipy
    for the same.

    Args:
        distances: wanted between each two nodes; more than nought, but for that of a node to itself.
    """
    import numpy as np

    wanted = np.array(distances, dtype=float)
    size = len(wanted)
    turns = 2 * np.pi * np.arange(size) / size
    places = np.column_stack((np.cos(turns), np.sin(turns)))
    itself = np.eye(size)
    weights = (1 - itself) / (wanted + itself) ** 2
    inverse = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)
    energy = np.inf
    for _ in range(_MOST_STEPS):
        apart = np.linalg.norm(places[:, None] - places[None], axis=2)
        before, energy = energy, float((weights * (apart - wanted) ** 2).sum()) / 2
        if before - energy <= _SETTLED * energy:
            break
        pull = weights * wanted / np.maximum(apart, _NOUGHT)
        places = inverse @ ((np.diag(pull.sum(axis=1)) - pull) @ places)
    return [(float(x), float(y)) for x, y in places]


def _even(values: Sequence[float]) -> list[float]:
    """Between a position and its rank, so that what is crowded gets room and order is kept."""
    low, span = min(values), (max(values) - min(values)) or 1.0
    ranks = {i: rank for rank, i in enumerate(sorted(range(len(values)), key=lambda i: values[i]))}
    last = max(1, len(values) - 1)
    return [
        (1 - _EVEN) * (value - low) / span + _EVEN * ranks[i] / last
        for i, value in enumerate(values)
    ]


def _push_apart(
    centres: list[list[float]], boxes: Sequence[LabelSize], width: float, height: float,
    *, rounds: int = _ROUNDS,
) -> bool:  # fmt: skip
    """Move overlapping boxes apart along the shorter way; whether none overlaps in the end."""
    for _ in range(rounds):
        clean = True
        for i in range(len(boxes)):
            for j in range(i + 1, len(boxes)):
                dx = centres[j][0] - centres[i][0]
                dy = centres[j][1] - centres[i][1]
                over_x = (boxes[i].width + boxes[j].width) / 2 + _GAP - abs(dx)
                over_y = (boxes[i].height + boxes[j].height) / 2 + _GAP - abs(dy)
                if over_x <= 0 or over_y <= 0:
                    continue
                clean = False
                axis, over, way = (0, over_x, dx) if over_x < over_y else (1, over_y, dy)
                step = (over / 2 + 0.1) * (1 if way >= 0 else -1)
                centres[i][axis] -= step
                centres[j][axis] += step
        for centre, box in zip(centres, boxes, strict=True):
            centre[0] = min(max(centre[0], box.width / 2), width - box.width / 2)
            centre[1] = min(max(centre[1], box.height / 2), height - box.height / 2)
        if clean:
            return True
    return False


def _clear_links(
    centres: list[list[float]], boxes: Sequence[LabelSize], links: Sequence[tuple[int, int]]
) -> bool:
    """Move dots off links that would seem to lead to them; whether any had to move."""
    moved = False
    for one, other in links:
        for index, box in enumerate(boxes):
            if index in (one, other):
                continue
            (x, y), (ax, ay), (bx, by) = (
                (centres[i][0], centres[i][1] - boxes[i].height / 2 + boxes[i].radius)
                for i in (index, one, other)
            )
            along = (bx - ax) ** 2 + (by - ay) ** 2
            share = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / along if along else 0.0
            if not 0 < share < 1:
                continue
            dx, dy = x - ax - share * (bx - ax), y - ay - share * (by - ay)
            away, wanted = math.hypot(dx, dy), box.radius + _CLEAR
            if away >= wanted:
                continue
            step = wanted - away + 1
            if away < 1e-6:  # right on the link: aside, by a right angle
                dx, dy, away = ay - by, bx - ax, math.sqrt(along)
            centres[index][0] += dx / away * step
            centres[index][1] += dy / away * step
            moved = True
    return moved
