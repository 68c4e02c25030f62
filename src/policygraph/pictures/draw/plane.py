"""Draw a network of things of one kind in a plane: who is named with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.canvas import GREY, HATCH, PAPER, QUIET, Point, hue
from policygraph.pictures.draw.columns import draw_columns
from policygraph.pictures.draw.selection import Scale, draw_dot, legend_steps, select
from policygraph.pictures.draw.sheet import Frame, Picture, Sheet, draw_nothing, say
from policygraph.pictures.draw.type import LEADING, balance, fit, width
from policygraph.pictures.layout import LabelSize, place
from policygraph.pictures.metrics import communities, to_networkx
from policygraph.pictures.networks import STRUCTURE, Node, Projection
from policygraph.questions.units import reading_order

_SIZE = 9.5
_LABEL = 112.0  # points that a label may take before it wraps
_SCALE = Scale(smallest=4.0, largest=17.0, thin=0.7, thick=8.0)
_HEIGHT = 470.0
_INDEX = 268.0  # points for the titles of measures at the side
_LEAST_COLOURED = 12  # nodes; a smaller network has one hue


def draw_network(projection: Projection, frame: Frame, *, top: int | None = None) -> Picture:
    """Draw a projection: two columns where it joins two kinds of things, else a plane.

    Args:
        projection: any but the structure of documents, which has a picture of its own.
        frame: around it.
        top: nodes that are shown at most (of each kind).

    Raises:
        UsageError: a structure.
    """
    if projection.kind.name == STRUCTURE:
        raise UsageError("the structure of documents has a picture of its own: plot structure")
    if projection.bipartite:
        return draw_columns(projection, frame, top=top or 28)
    return _draw_plane(projection, frame, top or 30)


def _draw_plane(projection: Projection, frame: Frame, top: int) -> Picture:
    chosen = select(projection, top)
    if not chosen.edges:
        return draw_nothing(projection, frame)
    indexed, nodes = projection.between_measures, chosen.nodes
    counting = "shared" if indexed else projection.options.counting
    sheet = Sheet(frame, projection.title, say(f"network-subtitle-{counting}", frame.language))
    heaviest = max(node.weight for node in projection.nodes)
    marked = any(node.collective for node in nodes)
    y = _legend(sheet, counting, heaviest, chosen.thickest, marked=marked)
    labels = {node.iri: _label(node, indexed=indexed) for node in nodes}
    radii = {node.iri: _SCALE.radius(node.weight, heaviest) for node in nodes}
    sizes = {iri: _box(label, radii[iri]) for iri, label in labels.items()}
    graph = to_networkx(replace(projection, nodes=nodes, edges=chosen.edges))
    room = sheet.room - (_INDEX + 16 if indexed else 0)
    height = max(280.0, _HEIGHT * min(1.3, len(nodes) / 22))
    if indexed:
        height = max(height, _index(sheet, nodes, y) - y)
    centres, height = place(graph, {str(iri): size for iri, size in sizes.items()}, room, height)
    colours = _colours(graph, nodes)
    dots: dict[IRI, Point] = {
        iri: (
            sheet.left + centres[iri][0],
            y + centres[iri][1] - sizes[iri].height / 2 + radii[iri],
        )
        for iri in labels
    }
    for edge in reversed(chosen.edges):
        thickness = _SCALE.thickness(edge.weight, chosen.thickest)
        sheet.canvas.line([dots[edge.source], dots[edge.target]], QUIET, thickness, opacity=0.35)
    for node in nodes:
        (x, middle), radius = dots[node.iri], radii[node.iri]
        draw_dot(sheet.canvas, node, (x, middle), radius, colours[node.iri], frame.link, 1.0)
        sheet.canvas.text(
            x, middle + radius + 2 + _SIZE, labels[node.iri], _SIZE, ha="center", halo=True,
            url=frame.link(node.iri),
        )  # fmt: skip
    coloured = "network-colours" if len(set(colours.values())) > 1 else "network-places"
    notes = [*chosen.notes, say(coloured, frame.language), *projection.notes]
    return sheet.close(y + height, notes)


def _label(node: Node, *, indexed: bool) -> list[str]:
    if indexed:
        return [node.label.partition(" ")[0]]
    return balance(node.label, _LABEL, _SIZE)


def _box(label: Sequence[str], radius: float) -> LabelSize:
    widest = max(width(line, _SIZE) for line in label)
    height = 2 * radius + 3 + len(label) * _SIZE * LEADING
    return LabelSize(max(widest, 2 * radius) + 2, height, radius)


def _colours(graph: Any, nodes: Sequence[Node]) -> dict[IRI, str]:
    """A hue a community."""
    if len(nodes) < _LEAST_COLOURED:
        return {node.iri: hue(0) for node in nodes}
    found = communities(graph)
    return {node.iri: hue(int(found[node.iri]) - 1) for node in nodes}


def _legend(sheet: Sheet, counting: str, heaviest: int, thickest: int, *, marked: bool) -> float:
    """Sizes of nodes and widths of links, with their numbers."""
    canvas, x, language = sheet.canvas, sheet.left, sheet.frame.language
    middle = sheet.top + 4 + _SCALE.largest
    for part, top in (("size", heaviest), ("width", thickest)):
        words = say(f"network-{part}-{counting}", language)
        canvas.text(x, middle, words, _SIZE, va="center", colour=QUIET)
        x += width(words, _SIZE) + 10
        for value in legend_steps(top):
            if part == "size":
                radius = _SCALE.radius(value, heaviest)
                canvas.circle((x + radius, middle), radius, GREY, edge=PAPER)
                x += 2 * radius + 4
            else:
                thickness = _SCALE.thickness(value, thickest)
                canvas.line([(x, middle), (x + 24, middle)], QUIET, thickness, opacity=0.55)
                x += 28
            canvas.text(x, middle, f"{value:,}", _SIZE, va="center")
            x += width(f"{value:,}", _SIZE) + 12
        x += 14
    if marked:
        canvas.circle((x + 8, middle), 8, PAPER, edge=GREY, line=1.2, hatch=HATCH)
        canvas.text(x + 22, middle, say("network-collective", language), _SIZE, va="center")
    return middle + _SCALE.largest + 10


def _index(sheet: Sheet, nodes: Sequence[Node], y: float) -> float:
    """The titles of the measures, by their numbers."""
    x, size = sheet.right - _INDEX, 8.5
    key = max(width(node.label.partition(" ")[0], size) for node in nodes) + 8
    for node in sorted(nodes, key=lambda node: reading_order(node.iri)):
        number, _, title = node.label.partition(" ")
        lines = fit(title or number, _INDEX - key, size, 3)
        url = sheet.frame.link(node.iri)
        sheet.canvas.text(x, y + size, number, size, colour=QUIET, url=url)
        sheet.canvas.text(x + key, y + size, lines, size, url=url)
        y += len(lines) * size * LEADING + 3
    return y
