"""Draw a network of things of one kind: who is named with whom."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.bipartite import draw_bipartite
from policygraph.pictures.draw.colours import GREY, INK, PAPER, QUIET, hue
from policygraph.pictures.draw.selection import select
from policygraph.pictures.draw.sheet import Link, Picture, Sheet, draw_nothing, no_link
from policygraph.pictures.draw.type import LEADING, balance, fit, width
from policygraph.pictures.layout import Size, place
from policygraph.pictures.metrics import communities, to_networkx
from policygraph.pictures.model import Node, Projection
from policygraph.pictures.names import natural
from policygraph.pictures.sources import Source
from policygraph.pictures.words import say

_SIZE = 9.5
_LABEL = 112.0  # points that a label may take before it wraps
_SMALLEST, _LARGEST = 4.0, 17.0  # radii
_THIN, _THICK = 0.7, 8.0  # edges
_HEIGHT = 470.0
_HATCH = "/////"


def draw_network(
    projection: Projection, source: Source, *, top: int | None = None, link: Link = no_link
) -> Picture:
    """Draw a projection: two columns where it joins two kinds of things, else a plane.

    Args:
        projection: any but the structure of documents, which has a picture of its own.
        source: of the text.
        top: nodes that are shown at most (of each kind).
        link: where a node leads.

    Raises:
        UsageError: a structure.
    """
    if projection.source == "part":
        raise UsageError("the structure of documents has a picture of its own: plot structure")
    if projection.bipartite:
        return draw_bipartite(projection, source, top=top or 28, link=link)
    return _draw_plane(projection, source, top or 30, link)


def _draw_plane(projection: Projection, source: Source, top: int, link: Link) -> Picture:
    language = projection.options.language
    chosen = select(projection, top)
    if not chosen.edges:
        return draw_nothing(projection, source)
    of = "shared" if projection.source == "measure" else projection.options.counting
    sheet = Sheet(projection.title, say(f"network-subtitle-{of}", language))
    index = projection.source == "measure"
    largest = max(node.weight for node in projection.nodes)
    thickest = max(edge.weight for edge in chosen.edges)
    marked = any(node.collective for node in chosen.nodes)
    y = _legend(sheet, sheet.top + 4, largest, thickest, projection, marked=marked)
    labels = {node.iri: _label(node, index=index) for node in chosen.nodes}
    radii = {node.iri: _radius(node.weight, largest) for node in chosen.nodes}
    sizes = {node.iri: _box(labels[node.iri], radii[node.iri]) for node in chosen.nodes}
    graph = to_networkx(replace(projection, nodes=chosen.nodes, edges=chosen.edges))
    room = sheet.room - (_INDEX + 16 if index else 0)
    height = max(280.0, _HEIGHT * min(1.3, len(chosen.nodes) / 22))
    if index:
        height = max(height, _index(sheet, chosen.nodes, y, link) - y)
    centres, height = place(graph, {str(iri): size for iri, size in sizes.items()}, room, height)
    colours = _colours(graph, chosen.nodes)
    dots = {
        node.iri: (
            sheet.left + centres[node.iri][0],
            y + centres[node.iri][1] - sizes[node.iri].height / 2 + radii[node.iri],
        )
        for node in chosen.nodes
    }
    for edge in reversed(chosen.edges):
        sheet.canvas.line(
            [dots[edge.source], dots[edge.target]], QUIET, _thickness(edge.weight, thickest),
            opacity=0.35, above=1,
        )  # fmt: skip
    for node in chosen.nodes:
        _node(
            sheet, node, dots[node.iri], radii[node.iri], colours[node.iri], labels[node.iri], link
        )
    coloured = "network-colours" if len(set(colours.values())) > 1 else "network-places"
    notes = [*chosen.notes, say(coloured, language), *projection.notes]
    return sheet.close(y + height, notes, source.lines)


_INDEX = 268.0  # points for the titles of measures at the side


def _label(node: Node, *, index: bool) -> list[str]:
    if index:
        return [node.label.partition(" ")[0]]
    return balance(node.label, _LABEL, _SIZE)


def _radius(weight: int, largest: int) -> float:
    """Of a circle whose area grows with the weight."""
    return max(_SMALLEST, _LARGEST * math.sqrt(weight / max(1, largest)))


def _thickness(weight: int, thickest: int) -> float:
    return _THIN + (_THICK - _THIN) * (weight - 1) / max(1, thickest - 1)


def _box(label: Sequence[str], radius: float) -> Size:
    widest = max(width(line, _SIZE) for line in label)
    return Size(max(widest, 2 * radius) + 2, 2 * radius + 3 + len(label) * _SIZE * LEADING, radius)


def _colours(graph: object, nodes: Sequence[Node]) -> dict[IRI, str]:
    """A hue a community; a network too small for communities has one hue."""
    if len(nodes) < 12:
        return {node.iri: hue(0) for node in nodes}
    found = communities(graph)
    return {node.iri: hue(int(found[node.iri]) - 1) for node in nodes}


def _node(
    sheet: Sheet, node: Node, dot: tuple[float, float], radius: float, colour: str,
    label: Sequence[str], link: Link,
) -> None:  # fmt: skip
    url = link(node.iri)
    if node.collective:
        sheet.canvas.circle(dot, radius, PAPER, edge=GREY, line=1.2, hatch=_HATCH, url=url)
    else:
        sheet.canvas.circle(dot, radius, colour, edge=PAPER, line=1.0, url=url)
    sheet.canvas.text(
        dot[0], dot[1] + radius + 2 + _SIZE, label, _SIZE, ha="center", halo=True, url=url
    )


def _legend(
    sheet: Sheet, y: float, largest: int, thickest: int, projection: Projection, *, marked: bool
) -> float:
    """Sizes of nodes and widths of links, with their numbers."""
    canvas, x = sheet.canvas, sheet.left
    middle = y + _LARGEST
    size = 9.5
    language, counting = projection.options.language, projection.options.counting
    of = "shared" if projection.source == "measure" else counting
    nodes, links = say(f"network-size-{of}", language), say(f"network-width-{of}", language)
    for words, drawn in ((nodes, "node"), (links, "edge")):
        canvas.text(x, middle, words, size, va="center", colour=QUIET)
        x += width(words, size) + 10
        top = largest if drawn == "node" else thickest
        for value in _steps(top):
            if drawn == "node":
                radius = _radius(value, largest)
                canvas.circle((x + radius, middle), radius, GREY, edge=PAPER)
                x += 2 * radius + 4
            else:
                thick = _thickness(value, thickest)
                canvas.line([(x, middle), (x + 24, middle)], QUIET, thick, opacity=0.55)
                x += 28
            canvas.text(x, middle, f"{value:,}", size, va="center")
            x += width(f"{value:,}", size) + 12
        x += 14
    if marked:
        canvas.circle((x + 8, middle), 8, PAPER, edge=GREY, line=1.2, hatch=_HATCH)
        canvas.text(
            x + 22, middle, say("network-collective", language), size, va="center", colour=INK
        )
    return middle + _LARGEST + 10


def _steps(top: int) -> list[int]:
    """One, the largest, and one between."""
    return sorted({1, max(1, round(top / 2)), top})


def _index(sheet: Sheet, nodes: Sequence[Node], y: float, link: Link) -> float:
    """The titles of the measures, by their numbers."""
    x, size = sheet.right - _INDEX, 8.5
    key = max(width(node.label.partition(" ")[0], size) for node in nodes) + 8
    for node in sorted(nodes, key=lambda node: natural(node.label.partition(" ")[0])):
        number, _, title = node.label.partition(" ")
        lines = fit(title or number, _INDEX - key, size, 3)
        sheet.canvas.text(x, y + size, number, size, colour=QUIET, url=link(node.iri))
        sheet.canvas.text(x + key, y + size, lines, size, url=link(node.iri))
        y += len(lines) * size * LEADING + 3
    return y
