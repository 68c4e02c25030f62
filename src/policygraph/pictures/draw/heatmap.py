"""Heat maps: bodies against what their measures are linked to, a count and a shade in each cell."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.canvas import PAPER, QUIET, RULE, Box, Canvas, ink_on, ramp
from policygraph.pictures.draw.sheet import (
    MARGIN,
    WIDTH,
    Frame,
    LinkTo,
    Picture,
    Sheet,
    draw_nothing,
    rest_note,
    say,
)
from policygraph.pictures.draw.type import LEADING, balance, fit, width, wrap
from policygraph.pictures.networks import BODY, Node, Projection
from policygraph.pictures.ranking import Cut, cut_fairly

_SIZE = 10.0
_HEAD = 9.2
_ROW = 19.0
_BREAK = 12.0  # between named and collective
_MOST_BODIES, _FEW_BODIES = 12, 5  # as columns, and on a slide at least
_LABELS = 222.0  # points for the heads of rows
_MOST_LINES = 7  # of a column's head that stands upright
_WIDEST = 78.0  # points, of a cell
_SLANT = 52.0  # degrees, of heads that do not fit upright
_SLANTED = 205.0  # points, of their lines
_ROUNDS = 12  # of making cells narrower until the last slanted head fits
_APART = 3.5  # points between two slanted heads
_TIGHT = 1.2  # slanted lines apart, in sizes
_SIN, _COS = math.sin(math.radians(_SLANT)), math.cos(math.radians(_SLANT))


@dataclass(frozen=True)
class _Grid:
    """What a grid shows.

    Attributes:
        rows, columns: in the order in which they are drawn, collective ones last.
        cells: counts by row and column; what is missing is blank.
        links: where cells lead, by row and column.
        by_row: whether a cell is shaded by its share of the row; otherwise by the largest count.
        label_room: points for the heads of the rows.
    """

    rows: Sequence[Node]
    columns: Sequence[Node]
    cells: Mapping[tuple[IRI, IRI], int]
    links: Mapping[tuple[IRI, IRI], str | None]
    label_room: float
    by_row: bool = False


def draw_heatmap(projection: Projection, frame: Frame, *, top: int = 30) -> Picture:
    """Draw bodies against themes, instruments …, the bodies as columns.

    Args:
        projection: of bodies and something else.
        frame: around it.
        top: rows that are shown; no tie is split, and no scale is cut.

    Raises:
        UsageError: the projection has no bodies, or nothing beside them.
    """
    kind, language = projection.kind, frame.language
    if kind.source.key != BODY or not projection.bipartite:
        raise UsageError("no-heatmap", of=kind.name)
    if not projection.edges:
        return draw_nothing(projection, frame)
    rows = projection.of_kind(kind.target.key)
    bodies = projection.bodies()
    columns, rest = _columns(projection, bodies, slide=frame.ratio is not None)
    counts = [row.weight for row in rows]
    # A scale is short, and to cut it would hide one of its ends.
    scaled = any(row.order for row in rows)
    cut = Cut(len(rows)) if scaled else cut_fairly(counts, top)
    subtitle = f"heatmap-subtitle-{projection.options.counting}"
    name = kind.target.name(language)
    sheet = Sheet(frame, projection.title, say(subtitle, language, kind=name))
    cells = {(edge.target, edge.source): edge.weight for edge in projection.edges}
    links = {(row, body): frame.cell_link(body, row) for row, body in cells}
    y = _draw_grid(sheet, _Grid(rows[: cut.shown], columns, cells, links, _LABELS), sheet.top)
    notes = [
        rest_note(counts, cut, kind.target.plural(language), language),
        rest,
        *projection.notes,
    ]
    return sheet.close(y, notes)


def draw_commitment(projection: Projection, frame: Frame, *, top: int = 20) -> Picture:
    """Draw how strongly each body's measures bind, from the weakest degree to the strongest.

    Args:
        projection: ``body-commitment``.
        frame: around it.
        top: bodies that are shown; no tie is split.

    Raises:
        UsageError: another projection.
    """
    kind, language = projection.kind, frame.language
    if kind.name != "body-commitment":
        raise UsageError("no-commitment-profile", of=kind.name)
    if not projection.edges:
        return draw_nothing(projection, frame)
    bodies = projection.bodies()
    rows, rest = _heaviest(projection, bodies, top)
    subtitle = say(f"commitment-subtitle-{projection.options.counting}", language)
    sheet = Sheet(frame, say("commitment-title", language), subtitle)
    y, room = sheet.top + 2, 225.0
    _arrow(sheet, sheet.left + room, y)
    cells = projection.weights
    links = {ends: frame.cell_link(*ends) for ends in cells}
    degrees = projection.of_kind(kind.target.key)
    y = _draw_grid(sheet, _Grid(rows, degrees, cells, links, room, by_row=True), y + 14)
    return sheet.close(y, [say("commitment-note", language), rest, *projection.notes])


def _heaviest(projection: Projection, bodies: Sequence[Node], most: int) -> tuple[list[Node], str]:
    """The bodies with the most measures, in the order in which they came; what to say of the rest."""
    ranked = sorted(bodies, key=lambda node: (-node.weight, node.iri))
    counts, language = [body.weight for body in ranked], projection.options.language
    cut = cut_fairly(counts, most)
    kept = set(ranked[: cut.shown])
    note = rest_note(counts, cut, projection.kind.source.plural(language), language)
    return [body for body in bodies if body in kept], note


def _columns(
    projection: Projection, bodies: Sequence[Node], *, slide: bool
) -> tuple[list[Node], str]:
    """As `_heaviest`; on a slide so many that their heads stand upright, which leaves room for rows."""
    room = WIDTH - 2 * MARGIN - _LABELS - _BREAK
    for most in range(_MOST_BODIES, _FEW_BODIES - 1, -1) if slide else ():
        kept, note = _heaviest(projection, bodies, most)
        if _fits_upright(kept, min(room / max(1, len(kept)), _WIDEST)):
            return kept, note
    return _heaviest(projection, bodies, _MOST_BODIES)


def _arrow(sheet: Sheet, x: float, y: float) -> None:
    """An arrow from weak to strong above the columns."""
    canvas, size, language = sheet.canvas, 9.5, sheet.frame.language
    weak, strong = say("commitment-weak", language), say("commitment-strong", language)
    left = x + width(weak, size) + 10
    right = min(sheet.right, x + 520) - width(strong, size) - 10
    canvas.text(x, y + 3, weak, size, colour=QUIET)
    canvas.text(right + 10, y + 3, strong, size, colour=QUIET)
    canvas.line([(left, y), (right - 4, y)], QUIET, 0.9)
    canvas.polygon([(right, y), (right - 7, y - 3.2), (right - 7, y + 3.2)], QUIET)


def _draw_grid(sheet: Sheet, grid: _Grid, y: float) -> float:
    """Draw a grid over the whole room of a sheet, from ``y`` on; returns where it ends."""
    columns, link = grid.columns, sheet.frame.link
    breaks = sum(_starts_group(columns, index) for index in range(len(columns)))
    start = sheet.left + grid.label_room
    room = sheet.right - start - breaks * _BREAK
    cell = min(room / max(1, len(columns)), _WIDEST)
    upright = _fits_upright(columns, cell)
    lefts = _lefts(columns, start, cell)
    for _ in range(_ROUNDS):
        over = 0.0 if upright else _overhang(columns, lefts, cell) - sheet.right
        cell -= max(0.0, over) / max(1, len(columns))
        lefts = _lefts(columns, start, cell)
    heads = _upright_heads if upright else _slanted_heads
    y += heads(sheet.canvas, columns, lefts, y, cell, link)
    for column, left in zip(columns, lefts, strict=True):
        sheet.canvas.text(
            left + cell / 2, y + 7, f"{column.weight:,}", _SIZE, ha="center", va="center",
            colour=QUIET,
        )  # fmt: skip
    y += 17
    for index, row in enumerate(grid.rows):
        y += _BREAK if _starts_group(grid.rows, index) else 0
        y += _row(sheet, grid, row, y, start, lefts, cell)
    return y


def _starts_group(heads: Sequence[Node], index: int) -> bool:
    return index > 0 and heads[index].collective and not heads[index - 1].collective


def _lefts(columns: Sequence[Node], start: float, cell: float) -> list[float]:
    lefts, x = [], start
    for index in range(len(columns)):
        x += _BREAK if _starts_group(columns, index) else 0
        lefts.append(x)
        x += cell
    return lefts


def _fits_upright(columns: Sequence[Node], cell: float) -> bool:
    """Whether no Latin word is broken and no head is too tall."""
    room = cell - 4
    words = [word for column in columns for word in column.label.split()]
    if any(word.isascii() and width(word, _HEAD) > room for word in words):
        return False
    return all(len(wrap(column.label, room, _HEAD)) <= _MOST_LINES for column in columns)


def _upright_heads(
    canvas: Canvas, columns: Sequence[Node], lefts: Sequence[float], y: float, cell: float,
    link: LinkTo,
) -> float:  # fmt: skip
    """Write the heads; returns how tall they are."""
    wrapped = [balance(column.label, cell - 4, _HEAD) for column in columns]
    tall = max(map(len, wrapped), default=1) * _HEAD * LEADING
    for column, lines, left in zip(columns, wrapped, lefts, strict=True):
        canvas.text(
            left + cell / 2, y + tall - 4, lines, _HEAD, ha="center", va="bottom",
            url=link(column.iri),
        )  # fmt: skip
    return tall


def _slanted_heads(
    canvas: Canvas, columns: Sequence[Node], lefts: Sequence[float], y: float, cell: float,
    link: LinkTo,
) -> float:  # fmt: skip
    """Write the heads; returns how tall they are."""
    heads = [
        (column, _line_starts(column.label, left, cell))
        for column, left in zip(columns, lefts, strict=True)
    ]
    longest = max(width(line, _HEAD) for _, lines in heads for _, line in lines)
    tall = longest * _SIN + _HEAD * _COS + 4
    for column, lines in heads:
        for x, line in lines:
            canvas.text(x, y + tall - 4, line, _HEAD, rotation=_SLANT, url=link(column.iri))
    return tall


def _line_starts(label: str, left: float, cell: float) -> list[tuple[float, str]]:
    """Where the lines of a slanted head begin, and their words; two lines where they leave a gap."""
    most = max(1, min(2, int((cell * _SIN - _APART) / (_HEAD * _TIGHT))))
    lines, step = fit(label, _SLANTED, _HEAD, most), _HEAD * _TIGHT / _SIN
    middle = left + cell / 2 + 4
    return [
        (middle + (number - (len(lines) - 1) / 2) * step, line) for number, line in enumerate(lines)
    ]


def _overhang(columns: Sequence[Node], lefts: Sequence[float], cell: float) -> float:
    """How far to the right the slanted heads reach."""
    return max(
        x + width(line, _HEAD) * _COS
        for column, left in zip(columns, lefts, strict=True)
        for x, line in _line_starts(column.label, left, cell)
    )


def _row(
    sheet: Sheet, grid: _Grid, row: Node, y: float, start: float, lefts: Sequence[float],
    cell: float,
) -> float:  # fmt: skip
    """Draw a row; returns how tall it is."""
    canvas = sheet.canvas
    counted = width(f"{max(head.weight for head in grid.rows):,}", _SIZE)
    lines = fit(row.label, start - sheet.left - counted - 20, _SIZE, 3)
    height = max(_ROW, len(lines) * _SIZE * LEADING + 3)
    middle, url = y + height / 2, sheet.frame.link(row.iri)
    canvas.text(start - counted - 14, middle, lines, _SIZE, ha="right", va="center", url=url)
    canvas.text(start - 7, middle, f"{row.weight:,}", _SIZE, ha="right", va="center", colour=QUIET)
    whole = row.weight if grid.by_row else max(grid.cells.values(), default=1)
    for column, left in zip(grid.columns, lefts, strict=True):
        box = Box(left + 1, y + 1, cell - 2, height - 2)
        count = grid.cells.get((row.iri, column.iri), 0)
        if not count:
            canvas.rect(box, PAPER, edge=RULE, line=0.5)
            continue
        fill = ramp(count / max(1, whole))
        url = grid.links.get((row.iri, column.iri))
        canvas.rect(box, fill, edge=RULE, line=0.5, url=url)
        canvas.text(
            left + cell / 2, middle, f"{count:,}", _SIZE, ha="center", va="center",
            colour=ink_on(fill), url=url,
        )  # fmt: skip
    return height
