"""Draw a network: things of one kind in a plane, two kinds in columns, so that no labels overlap."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.canvas import GREY, HATCH, HUES, PAPER, QUIET, Point, hue
from policygraph.pictures.draw.sheet import Frame, Picture, Sheet, draw_nothing, rest_note, say
from policygraph.pictures.draw.type import LEADING, balance, fit, width
from policygraph.pictures.layout import LabelSize, place
from policygraph.pictures.metrics import communities, to_networkx
from policygraph.pictures.networks import STRUCTURE, Edge, Node, NodeKind, Projection
from policygraph.pictures.ranking import Cut, cut_fairly
from policygraph.questions.units import reading_order

_MOST_LINKS = 3  # drawn a node, on average
_MOST_LINES = 40  # between two columns
_SLIDE_SHARE = 0.42  # of a sheet of a given height; the nodes take more where they need it
_SIZE = 9.5  # of type in a plane
_LABEL = 112.0  # points that a label may take before it wraps
_HEIGHT = 470.0
_INDEX, _INDEX_SIZE = 268.0, 8.5  # points for the titles of measures at the side, and their type
_LEAST_COLOURED = 12  # nodes; a smaller network has one hue
_COLUMN_SIZE = 10.0  # of type in columns
_LEFT, _RIGHT = 205.0, 245.0  # points for the labels of columns
_ROW, _LINES = 20.0, 3  # height of a label in one line, and how many it may have
_ROUNDS = 8  # of untangling columns


@dataclass(frozen=True, slots=True)
class _Scale:
    """How weights are drawn: radii of dots, whose areas grow with the weight, and widths of links."""

    smallest: float
    largest: float
    thin: float
    thick: float

    def radius(self, weight: int, heaviest: int) -> float:
        return max(self.smallest, self.largest * math.sqrt(weight / max(1, heaviest)))

    def thickness(self, weight: int, heaviest: int) -> float:
        return self.thin + (self.thick - self.thin) * (weight - 1) / max(1, heaviest - 1)


_PLANE, _COLUMNS = _Scale(4.0, 17.0, 0.7, 8.0), _Scale(3.0, 9.5, 0.6, 7.0)


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


def select(projection: Projection, top: int) -> Selection:
    """Keep what can be read: the heaviest nodes of each kind, and their heaviest links.

    Between things of one kind every node keeps its heaviest link, whatever the number of links;
    between two kinds the strongest links are kept and no others, since lines between two columns
    cannot be followed where they are many. A node without a link to another that is shown is left
    out. All links of a weight are drawn or none, so that none is hidden by chance; but for a node's
    heaviest, and where the links of one weight are more than can be read, which is said.
    """
    kinds, language = projection.kind.ends, projection.options.language
    of_kind = {kind.key: [n for n in projection.nodes if n.kind == kind.key] for kind in kinds}
    cuts = {key: cut_fairly([n.weight for n in nodes], top) for key, nodes in of_kind.items()}
    heaviest = [node for key, nodes in of_kind.items() for node in nodes[: cuts[key].shown]]
    known = {node.iri for node in heaviest}
    inner = [edge for edge in projection.edges if edge.source in known and edge.target in known]
    links = cut_fairly([edge.weight for edge in inner], _MOST_LINES)
    kept, least = _readable(inner, known)
    if projection.bipartite:
        kept = inner[: links.shown]
    linked = {iri for edge in kept for iri in (edge.source, edge.target)}
    notes = [
        _nodes_left_out(projection, kind, of_kind[kind.key], cuts[kind.key], linked)
        for kind in kinds
    ]
    for kind in () if projection.bipartite else kinds:
        alone = sum(node.iri not in linked for node in of_kind[kind.key][: cuts[kind.key].shown])
        if alone:
            notes.append(say("network-alone", language, count=alone, kind=kind.plural(language)))
    if len(kept) < len(inner):
        key = "network-edges"
        if projection.bipartite:
            key, least = "network-strongest", kept[-1].weight
            key += "-split" if links.splits else ""
        shown, name = len(kept), projection.kind.name
        notes.append(say(key, language, shown=shown, total=len(inner), least=least, name=name))
    nodes = tuple(node for node in heaviest if node.iri in linked)
    return Selection(nodes, tuple(kept), tuple(filter(None, notes)))


def _nodes_left_out(
    projection: Projection, kind: NodeKind, nodes: Sequence[Node], cut: Cut, linked: Collection[IRI]
) -> str:
    """What to say of the nodes of a kind that are not drawn; nothing where all are."""
    language, plural = projection.options.language, kind.plural(projection.options.language)
    if projection.bipartite:
        shown, total = sum(node.iri in linked for node in nodes), len(nodes)
        if shown == total:
            return ""
        return say("network-linked", language, kind=plural, shown=shown, total=total)
    rest = len(nodes) - cut.shown
    if projection.between_measures and rest:
        return say("rest-measures", language, shown=cut.shown, rest=rest)
    return rest_note([node.weight for node in nodes], cut, plural, language)


def _readable(edges: Sequence[Edge], nodes: Collection[IRI]) -> tuple[list[Edge], int]:
    """The links that are drawn, and the weight from which all are."""
    best: dict[IRI, Edge] = {}
    for edge in edges:
        best.setdefault(edge.source, edge)
        best.setdefault(edge.target, edge)
    most = max(len(nodes) * _MOST_LINKS, 1)
    least = edges[most].weight + 1 if len(edges) > most else 0
    widest = {(edge.source, edge.target) for edge in best.values()}
    kept = [e for e in edges if e.weight >= least or (e.source, e.target) in widest]
    return kept, least


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
        raise UsageError("structure-has-own-picture")
    chosen = select(projection, top or (28 if projection.bipartite else 30))
    if not chosen.edges:
        return draw_nothing(projection, frame)
    draw = _draw_columns if projection.bipartite else _draw_plane
    return draw(projection, chosen, frame)


def _draw_plane(projection: Projection, chosen: Selection, frame: Frame) -> Picture:
    indexed, nodes = projection.between_measures, chosen.nodes
    counting = "shared" if indexed else projection.options.counting
    sheet = Sheet(frame, projection.title, say(f"network-subtitle-{counting}", frame.language))
    heaviest = max(node.weight for node in projection.nodes)
    thickest = chosen.edges[0].weight
    y = _plane_legend(sheet, counting, heaviest, thickest, nodes)
    labels = {node.iri: _label(node, indexed=indexed) for node in nodes}
    radii = {node.iri: _PLANE.radius(node.weight, heaviest) for node in nodes}
    sizes = {iri: _box(label, radii[iri]) for iri, label in labels.items()}
    graph = to_networkx(replace(projection, nodes=nodes, edges=chosen.edges))
    room = sheet.room - (_INDEX + 16 if indexed else 0)
    height = max(280.0, _HEIGHT * min(1.3, len(nodes) / 22))
    if frame.height:
        height = frame.height * _SLIDE_SHARE
    if indexed:
        height = max(height, _index(sheet, nodes, y) - y)
    centres, height = place(graph, {str(iri): size for iri, size in sizes.items()}, room, height)
    colours = _communities(graph, nodes)
    dots: dict[IRI, Point] = {}
    for iri, (x, middle) in ((node.iri, centres[node.iri]) for node in nodes):
        dots[iri] = (sheet.left + x, y + middle - sizes[iri].height / 2 + radii[iri])
    for edge in reversed(chosen.edges):
        thickness = _PLANE.thickness(edge.weight, thickest)
        sheet.canvas.line([dots[edge.source], dots[edge.target]], QUIET, thickness, opacity=0.35)
    for node in nodes:
        (x, middle), radius, url = dots[node.iri], radii[node.iri], frame.link(node.iri)
        _dot(sheet, node, (x, middle), radius, colours[node.iri], 1.0)
        words = labels[node.iri]
        sheet.canvas.text(
            x, middle + radius + 2 + _SIZE, words, _SIZE, ha="center", halo=True, url=url
        )
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


def _communities(graph: Any, nodes: Sequence[Node]) -> dict[IRI, str]:
    """A hue a community."""
    if len(nodes) < _LEAST_COLOURED:
        return {node.iri: hue(0) for node in nodes}
    found = communities(graph)
    return {node.iri: hue(int(found[node.iri]) - 1) for node in nodes}


def _dot(sheet: Sheet, node: Node, centre: Point, radius: float, colour: str, line: float) -> None:
    url = sheet.frame.link(node.iri)
    if node.collective:
        sheet.canvas.circle(centre, radius, PAPER, edge=GREY, line=1.2, hatch=HATCH, url=url)
    else:
        sheet.canvas.circle(centre, radius, colour, edge=PAPER, line=line, url=url)


def _steps(heaviest: int) -> list[int]:
    """The weights that a legend shows: one, the largest, and one between."""
    return sorted({1, max(1, round(heaviest / 2)), heaviest})


def _plane_legend(
    sheet: Sheet, counting: str, heaviest: int, thickest: int, nodes: Sequence[Node]
) -> float:
    """Sizes of nodes and widths of links, with their numbers."""
    canvas, x, language = sheet.canvas, sheet.left, sheet.frame.language
    middle = sheet.top + 4 + _PLANE.largest
    for part, top in (("size", heaviest), ("width", thickest)):
        words = say(f"network-{part}-{counting}", language)
        canvas.text(x, middle, words, _SIZE, va="center", colour=QUIET)
        x += width(words, _SIZE) + 10
        for value in _steps(top):
            if part == "size":
                radius = _PLANE.radius(value, heaviest)
                canvas.circle((x + radius, middle), radius, GREY, edge=PAPER)
                x += 2 * radius + 4
            else:
                thickness = _PLANE.thickness(value, thickest)
                canvas.line([(x, middle), (x + 24, middle)], QUIET, thickness, opacity=0.55)
                x += 28
            canvas.text(x, middle, f"{value:,}", _SIZE, va="center")
            x += width(f"{value:,}", _SIZE) + 12
        x += 14
    if any(node.collective for node in nodes):
        canvas.circle((x + 8, middle), 8, PAPER, edge=GREY, line=1.2, hatch=HATCH)
        canvas.text(x + 22, middle, say("network-collective", language), _SIZE, va="center")
    return middle + _PLANE.largest + 10


def _index(sheet: Sheet, nodes: Sequence[Node], y: float) -> float:
    """The titles of the measures, by their numbers."""
    x, size = sheet.right - _INDEX, _INDEX_SIZE
    key = max(width(node.label.partition(" ")[0], size) for node in nodes) + 8
    for node in sorted(nodes, key=lambda node: reading_order(node.iri)):
        number, _, title = node.label.partition(" ")
        lines, url = fit(title or number, _INDEX - key, size, 3), sheet.frame.link(node.iri)
        sheet.canvas.text(x, y + size, number, size, colour=QUIET, url=url)
        sheet.canvas.text(x + key, y + size, lines, size, url=url)
        y += len(lines) * size * LEADING + 3
    return y


def _draw_columns(projection: Projection, chosen: Selection, frame: Frame) -> Picture:
    kind, options = projection.kind, projection.options
    left = [node for node in chosen.nodes if node.kind == kind.source.key]
    right = [node for node in chosen.nodes if node.kind == kind.target.key]
    left, right = _untangle(left, right, chosen.edges)
    subtitle = say(f"bipartite-subtitle-{options.counting}", frame.language)
    sheet = Sheet(frame, projection.title, subtitle)
    thickest = chosen.edges[0].weight
    collective = {node.iri for node in left if node.collective}
    y = _columns_legend(sheet, options.counting, thickest, marked=bool(collective))
    left_rows, right_rows = _rows(left, _LEFT), _rows(right, _RIGHT)
    height = max(sum(left_rows), sum(right_rows))
    places = _stack(left, left_rows, sheet.left + _LEFT, y, height)
    places |= _stack(right, right_rows, sheet.right - _RIGHT, y, height)
    named = sorted((n for n in left if not n.collective), key=lambda n: (-n.weight, n.iri))
    colours = dict.fromkeys(collective, GREY) | {n.iri: hue(i) for i, n in enumerate(named)}
    for edge in chosen.edges:
        sheet.canvas.curve(
            places[edge.source], places[edge.target], colours[edge.source],
            _COLUMNS.thickness(edge.weight, thickest),
            dashed=edge.source in collective, opacity=0.6,
        )  # fmt: skip
    for side, nodes in ((-1, left), (1, right)):
        heaviest = max((node.weight for node in nodes), default=1)
        for node in nodes:
            radius, colour = _COLUMNS.radius(node.weight, heaviest), colours.get(node.iri, QUIET)
            _dot(sheet, node, places[node.iri], radius, colour, 0.8)
            _write_row(sheet, node, places[node.iri], side)
    many = len(named) > len(HUES)
    coloured = say("bipartite-colours", frame.language, hues=len(HUES)) if many else ""
    return sheet.close(y + height, [*chosen.notes, coloured, *projection.notes])


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


def _row_label(node: Node, room: float) -> list[str]:
    taken = _COLUMNS.largest + width(f"{node.weight:,}", _COLUMN_SIZE) + 16
    return fit(node.label, room - taken, _COLUMN_SIZE, _LINES)


def _rows(nodes: Sequence[Node], room: float) -> list[float]:
    """How tall each node's row is."""
    return [_ROW + (len(_row_label(node, room)) - 1) * _COLUMN_SIZE * LEADING for node in nodes]


def _stack(
    nodes: Sequence[Node], rows: Sequence[float], x: float, y: float, height: float
) -> dict[IRI, Point]:
    """Where nodes of a column stand; what room is left goes between them evenly."""
    extra = (height - sum(rows)) / max(1, len(rows))
    places = {}
    for node, row in zip(nodes, rows, strict=True):
        places[node.iri] = (x, y + (row + extra) / 2)
        y += row + extra
    return places


def _write_row(sheet: Sheet, node: Node, centre: Point, side: int) -> None:
    """Write the weight and the label of a node beside its dot, left (-1) or right (1)."""
    count, url, (x, y) = f"{node.weight:,}", sheet.frame.link(node.iri), centre
    lines = _row_label(node, _LEFT if side < 0 else _RIGHT)
    begin, ha = x + side * (_COLUMNS.largest + 5), "right" if side < 0 else "left"
    behind = begin + side * (width(count, _COLUMN_SIZE) + 7)
    text = sheet.canvas.text
    text(begin, y, count, _COLUMN_SIZE, ha=ha, va="center", colour=QUIET, url=url)
    text(behind, y, lines, _COLUMN_SIZE, ha=ha, va="center", url=url)


def _columns_legend(sheet: Sheet, counting: str, thickest: int, *, marked: bool) -> float:
    canvas, x, y, size = sheet.canvas, sheet.left, sheet.top + 10, _COLUMN_SIZE
    words = say(f"network-width-{counting}", sheet.frame.language)
    canvas.text(x, y, words, size, va="center", colour=QUIET)
    x += width(words, size) + 10
    for value in _steps(thickest):
        canvas.line([(x, y), (x + 24, y)], QUIET, _COLUMNS.thickness(value, thickest))
        canvas.text(x + 30, y, f"{value:,}", size, va="center")
        x += 30 + width(f"{value:,}", size) + 14
    if marked:
        canvas.line([(x + 8, y), (x + 34, y)], GREY, 2.5, dashed=True)
        canvas.circle((x + 46, y), 7, PAPER, edge=GREY, line=1.2, hatch=HATCH)
        words = say("network-collective", sheet.frame.language)
        canvas.text(x + 58, y, words, size, va="center")
    return y + size * LEADING + 8
