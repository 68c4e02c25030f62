"""Draw a network that joins two kinds of things: two columns, so that no label overlaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.canvas import GREY, HATCH, HUES, PAPER, QUIET, Point, hue
from policygraph.pictures.draw.selection import Scale, draw_dot, legend_steps, select
from policygraph.pictures.draw.sheet import Frame, Picture, Sheet, draw_nothing, say
from policygraph.pictures.draw.type import LEADING, fit, width
from policygraph.pictures.networks import Edge, Node, Projection

_SIZE = 10.0
_LEFT, _RIGHT = 205.0, 245.0  # points for the labels
_SCALE = Scale(smallest=3.0, largest=9.5, thin=0.6, thick=7.0)
_ROW = 20.0  # of a label in one line
_LINES = 3  # of a label at most
_ROUNDS = 8


def draw_columns(projection: Projection, frame: Frame, *, top: int = 28) -> Picture:
    """Draw two columns and the links between them.

    Args:
        projection: that joins two kinds of things.
        frame: around it.
        top: nodes of each kind that are shown at most.
    """
    language = frame.language
    chosen = select(projection, top)
    if not chosen.edges:
        return draw_nothing(projection, frame)
    edges, kind = chosen.edges, projection.kind
    left = [node for node in chosen.nodes if node.kind == kind.source.key]
    right = [node for node in chosen.nodes if node.kind == kind.target.key]
    left, right = _untangle(left, right, edges)
    subtitle = say(f"bipartite-subtitle-{projection.options.counting}", language)
    sheet = Sheet(frame, projection.title, subtitle)
    y = _legend(sheet, chosen.thickest, projection, marked=any(node.collective for node in left))
    left_rows, right_rows = _rows(left, _LEFT), _rows(right, _RIGHT)
    height = max(sum(left_rows), sum(right_rows))
    places = {
        **_column(left, left_rows, sheet.left + _LEFT, y, height),
        **_column(right, right_rows, sheet.right - _RIGHT, y, height),
    }
    colours = _colours(left)
    collective = {node.iri for node in left if node.collective}
    for edge in edges:
        sheet.canvas.curve(
            places[edge.source], places[edge.target], colours[edge.source],
            _SCALE.thickness(edge.weight, chosen.thickest),
            dashed=edge.source in collective, opacity=0.6,
        )  # fmt: skip
    for side, nodes in ((-1, left), (1, right)):
        heaviest = max((node.weight for node in nodes), default=1)
        for node in nodes:
            colour = colours.get(node.iri, QUIET)
            _node(sheet, node, places[node.iri], side, heaviest, colour)
    coloured = sum(not node.collective for node in left)
    notes = [
        *chosen.notes,
        say("bipartite-colours", language, hues=len(HUES)) if coloured > len(HUES) else "",
        *projection.notes,
    ]
    return sheet.close(y + height, notes)


def _label(node: Node, room: float) -> list[str]:
    taken = _SCALE.largest + width(f"{node.weight:,}", _SIZE) + 16
    return fit(node.label, room - taken, _SIZE, _LINES)


def _rows(nodes: Sequence[Node], room: float) -> list[float]:
    """How tall each node's row is."""
    return [_ROW + (len(_label(node, room)) - 1) * _SIZE * LEADING for node in nodes]


def _untangle(
    left: list[Node], right: list[Node], edges: Sequence[Edge]
) -> tuple[list[Node], list[Node]]:
    """Order both columns by the mean place of their partners, so that fewer links cross.

    Collective names stay below the named bodies; what is on a scale keeps its order.
    """
    partners: dict[IRI, list[tuple[IRI, int]]] = defaultdict(list)
    for edge in edges:
        partners[edge.source].append((edge.target, edge.weight))
        partners[edge.target].append((edge.source, edge.weight))

    def ordered(nodes: list[Node], others: Sequence[Node]) -> list[Node]:
        places = {node.iri: (index + 0.5) / len(others) for index, node in enumerate(others)}

        def mean(node: Node) -> float:
            found = [(places[iri], weight) for iri, weight in partners[node.iri]]
            return sum(place * weight for place, weight in found) / sum(w for _, w in found)

        if any(node.order for node in nodes):
            return sorted(nodes, key=lambda node: (node.order, node.iri))
        return sorted(nodes, key=lambda node: (node.collective, mean(node), node.iri))

    for _ in range(_ROUNDS):
        right = ordered(right, left)
        left = ordered(left, right)
    return left, right


def _column(
    nodes: Sequence[Node], rows: Sequence[float], x: float, y: float, height: float
) -> dict[IRI, Point]:
    """Stack nodes; what room is left goes between them evenly."""
    extra = (height - sum(rows)) / max(1, len(rows))
    places = {}
    for node, row in zip(nodes, rows, strict=True):
        places[node.iri] = (x, y + (row + extra) / 2)
        y += row + extra
    return places


def _colours(nodes: Sequence[Node]) -> dict[IRI, str]:
    named = sorted((n for n in nodes if not n.collective), key=lambda n: (-n.weight, n.iri))
    return {node.iri: GREY for node in nodes} | {n.iri: hue(i) for i, n in enumerate(named)}


def _node(sheet: Sheet, node: Node, place: Point, side: int, heaviest: int, colour: str) -> None:
    radius = _SCALE.radius(node.weight, heaviest)
    draw_dot(sheet.canvas, node, place, radius, colour, sheet.frame.link, 0.8)
    url, (x, y) = sheet.frame.link(node.iri), place
    count = f"{node.weight:,}"
    lines = _label(node, _LEFT if side < 0 else _RIGHT)
    begin = x + side * (_SCALE.largest + 5)
    counted = width(count, _SIZE) + 7
    ha = "right" if side < 0 else "left"
    sheet.canvas.text(begin, y, count, _SIZE, ha=ha, va="center", colour=QUIET, url=url)
    sheet.canvas.text(begin + side * counted, y, lines, _SIZE, ha=ha, va="center", url=url)


def _legend(sheet: Sheet, thickest: int, projection: Projection, *, marked: bool) -> float:
    canvas, x, y = sheet.canvas, sheet.left, sheet.top + 10
    language = projection.options.language
    words = say(f"network-width-{projection.options.counting}", language)
    canvas.text(x, y, words, _SIZE, va="center", colour=QUIET)
    x += width(words, _SIZE) + 10
    for value in legend_steps(thickest):
        canvas.line([(x, y), (x + 24, y)], QUIET, _SCALE.thickness(value, thickest))
        canvas.text(x + 30, y, f"{value:,}", _SIZE, va="center")
        x += 30 + width(f"{value:,}", _SIZE) + 14
    if marked:
        canvas.line([(x + 8, y), (x + 34, y)], GREY, 2.5, dashed=True)
        canvas.circle((x + 46, y), 7, PAPER, edge=GREY, line=1.2, hatch=HATCH)
        canvas.text(x + 58, y, say("network-collective", language), _SIZE, va="center")
    return y + _SIZE * LEADING + 8
