"""Draw a network that joins two kinds of things: two columns, so that no label overlaps."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.colours import GREY, HUES, PAPER, QUIET, hue
from policygraph.pictures.draw.selection import select
from policygraph.pictures.draw.sheet import Link, Picture, Sheet, draw_nothing, no_link
from policygraph.pictures.draw.type import LEADING, fit, width
from policygraph.pictures.model import Edge, Node, Projection
from policygraph.pictures.sources import Source
from policygraph.pictures.words import say

_SIZE = 10.0
_LEFT, _RIGHT = 205.0, 245.0  # points for the labels
_SMALLEST, _LARGEST = 3.0, 9.5  # radii
_THIN, _THICK = 0.6, 7.0  # links
_ROW = 20.0  # of a label in one line
_LINES = 3  # of a label at most
_ROUNDS = 8
_HATCH = "/////"


def draw_bipartite(
    projection: Projection, source: Source, *, top: int = 28, link: Link = no_link
) -> Picture:
    """Draw two columns and the links between them.

    Args:
        projection: that joins two kinds of things.
        source: of the text.
        top: nodes of each kind that are shown at most.
        link: where a node leads.
    """
    language = projection.options.language
    chosen = select(projection, top)
    if not chosen.edges:
        return draw_nothing(projection, source)
    edges = chosen.edges
    left = [node for node in chosen.nodes if node.kind == projection.source]
    right = [node for node in chosen.nodes if node.kind == projection.target]
    left, right = _untangle(left, right, edges, ordered=projection.target == "commitment")
    counting = projection.options.counting
    sheet = Sheet(projection.title, say(f"bipartite-subtitle-{counting}", language))
    thickest = max((edge.weight for edge in edges), default=1)
    y = _legend(sheet, thickest, projection, marked=any(node.collective for node in left))
    left_rows, right_rows = _rows(left, _LEFT), _rows(right, _RIGHT)
    height = max(sum(left_rows), sum(right_rows))
    x_left, x_right = sheet.left + _LEFT, sheet.right - _RIGHT
    places = {
        **_column(left, left_rows, x_left, y, height),
        **_column(right, right_rows, x_right, y, height),
    }
    colours = _colours(left)
    collective = {node.iri for node in left if node.collective}
    for edge in edges:
        begin, end = places[edge.source], places[edge.target]
        sheet.canvas.curve(
            begin, end, colours[edge.source], _thickness(edge.weight, thickest),
            dashed=edge.source in collective, opacity=0.6,
        )  # fmt: skip
    for side, nodes in ((-1, left), (1, right)):
        largest = max((node.weight for node in nodes), default=1)
        for node in nodes:
            _node(sheet, node, places[node.iri], side, largest, colours.get(node.iri, QUIET), link)
    coloured = sum(not node.collective for node in left)
    notes = [
        *chosen.notes,
        say("bipartite-colours", language, hues=len(HUES)) if coloured > len(HUES) else "",
        *projection.notes,
    ]
    return sheet.close(y + height, notes, source.lines)


def _label(node: Node, room: float) -> list[str]:
    return fit(node.label, room - _LARGEST - width(f"{node.weight:,}", _SIZE) - 16, _SIZE, _LINES)


def _rows(nodes: Sequence[Node], room: float) -> list[float]:
    """How tall each node's row is."""
    return [_ROW + (len(_label(node, room)) - 1) * _SIZE * LEADING for node in nodes]


def _untangle(
    left: list[Node], right: list[Node], edges: Sequence[Edge], *, ordered: bool
) -> tuple[list[Node], list[Node]]:
    """Order both columns by the mean place of their partners, so that fewer links cross.

    Collective names stay below the named bodies; degrees of commitment keep their order.
    """
    partners: dict[IRI, list[tuple[IRI, int]]] = defaultdict(list)
    for edge in edges:
        partners[edge.source].append((edge.target, edge.weight))
        partners[edge.target].append((edge.source, edge.weight))

    def mean(node: Node, places: dict[IRI, float]) -> float:
        found = [(places[iri], weight) for iri, weight in partners[node.iri]]
        return sum(place * weight for place, weight in found) / sum(w for _, w in found)

    if ordered:
        right = sorted(right, key=lambda node: (node.order, node.iri))
    for _ in range(_ROUNDS):
        places = _places(left)
        if not ordered:
            right = sorted(right, key=lambda node: (mean(node, places), node.iri))
        places = _places(right)
        left = sorted(left, key=lambda node: (node.collective, mean(node, places), node.iri))
    return left, right


def _places(nodes: Sequence[Node]) -> dict[IRI, float]:
    return {node.iri: (index + 0.5) / len(nodes) for index, node in enumerate(nodes)}


def _column(
    nodes: Sequence[Node], rows: Sequence[float], x: float, y: float, height: float
) -> dict[IRI, tuple[float, float]]:
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


def _thickness(weight: int, thickest: int) -> float:
    return _THIN + (_THICK - _THIN) * (weight - 1) / max(1, thickest - 1)


def _node(
    sheet: Sheet, node: Node, place: tuple[float, float], side: int, largest: int, colour: str,
    link: Link,
) -> None:  # fmt: skip
    radius = max(_SMALLEST, _LARGEST * math.sqrt(node.weight / max(1, largest)))
    url, (x, y) = link(node.iri), place
    if node.collective:
        sheet.canvas.circle(place, radius, PAPER, edge=GREY, line=1.2, hatch=_HATCH, url=url)
    else:
        sheet.canvas.circle(place, radius, colour, edge=PAPER, url=url)
    count = f"{node.weight:,}"
    lines = _label(node, _LEFT if side < 0 else _RIGHT)
    begin = x + side * (_LARGEST + 5)
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
    for value in sorted({1, max(1, round(thickest / 2)), thickest}):
        canvas.line([(x, y), (x + 24, y)], QUIET, _thickness(value, thickest))
        canvas.text(x + 30, y, f"{value:,}", _SIZE, va="center")
        x += 30 + width(f"{value:,}", _SIZE) + 14
    if marked:
        canvas.line([(x + 8, y), (x + 34, y)], GREY, 2.5, dashed=True)
        canvas.circle((x + 46, y), 7, PAPER, edge=GREY, line=1.2, hatch=_HATCH)
        canvas.text(x + 58, y, say("network-collective", language), _SIZE, va="center")
    return y + _SIZE * LEADING + 8
