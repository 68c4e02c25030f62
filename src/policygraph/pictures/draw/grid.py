"""A grid of counts: rows, columns and a shade in each cell."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.canvas import Box, Canvas
from policygraph.pictures.draw.colours import INK, PAPER, QUIET, RULE, ink_on, ramp
from policygraph.pictures.draw.sheet import Link, Sheet, no_link
from policygraph.pictures.draw.type import LEADING, balance, fit, width, wrap

_SIZE = 10.0
_HEAD = 9.2
_ROW = 19.0
_BREAK = 12.0  # between named and collective
_MOST_LINES = 7  # of a column's head that stands upright
_SLANT = 52.0  # degrees, of heads that do not fit upright
_SLANTED = 205.0  # points, of their lines
_ROUNDS = 12  # of making cells narrower until the last slanted head fits
_APART = 3.5  # points between two slanted heads
_TIGHT = 1.2  # slanted lines apart, in sizes
_SIN, _COS = math.sin(math.radians(_SLANT)), math.cos(math.radians(_SLANT))


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a row or column.

    Attributes:
        iri: of the thing.
        label: its name.
        count: its measures.
        collective: set apart from the others.
    """

    iri: IRI
    label: str
    count: int
    collective: bool = False


@dataclass(frozen=True)
class Grid:
    """What a grid shows.

    Attributes:
        rows, columns: in the order in which they are drawn, collective ones last.
        cells: counts by row and column; what is missing is blank.
        by_row: whether a cell is shaded by its share of the row; otherwise by the largest count.
    """

    rows: Sequence[Head]
    columns: Sequence[Head]
    cells: Mapping[tuple[IRI, IRI], int]
    by_row: bool = False
    links: Mapping[tuple[IRI, IRI], str] = field(default_factory=dict)


def draw_grid(
    sheet: Sheet, grid: Grid, y: float, *, label_room: float, link: Link = no_link
) -> float:
    """Draw a grid.

    Args:
        sheet: that it is drawn on, over its whole room.
        grid: what is drawn.
        y: where it begins.
        label_room: points for the heads of the rows.
        link: where a row's or column's head leads.

    Returns:
        Where it ends.
    """
    breaks = sum(_starts_group(grid.columns, index) for index in range(len(grid.columns)))
    start = sheet.left + label_room
    room = sheet.right - start - breaks * _BREAK
    cell = min(room / max(1, len(grid.columns)), 78.0)
    upright = _fits_upright(grid.columns, cell)
    lefts = _lefts(grid.columns, start, cell)
    for _ in range(_ROUNDS):
        over = 0.0 if upright else _overhang(grid.columns, lefts, cell) - sheet.right
        cell -= max(0.0, over) / max(1, len(grid.columns))
        lefts = _lefts(grid.columns, start, cell)
    y = _heads(sheet.canvas, grid.columns, lefts, y, cell, upright, link)
    most = max(grid.cells.values(), default=1)
    for index, row in enumerate(grid.rows):
        if _starts_group(grid.rows, index):
            y += _BREAK
        y = _row(sheet, grid, row, y, start, lefts, cell, most, link)
    return y


def _starts_group(heads: Sequence[Head], index: int) -> bool:
    return index > 0 and heads[index].collective and not heads[index - 1].collective


def _lefts(columns: Sequence[Head], start: float, cell: float) -> list[float]:
    lefts, x = [], start
    for index in range(len(columns)):
        x += _BREAK if _starts_group(columns, index) else 0
        lefts.append(x)
        x += cell
    return lefts


def _fits_upright(columns: Sequence[Head], cell: float) -> bool:
    """Whether no Latin word is broken and no head is too tall."""
    room = cell - 4
    words = [word for column in columns for word in column.label.split()]
    if any(word.isascii() and width(word, _HEAD) > room for word in words):
        return False
    return all(len(wrap(column.label, room, _HEAD)) <= _MOST_LINES for column in columns)


def _heads(
    canvas: Canvas, columns: Sequence[Head], lefts: list[float], y: float, cell: float,
    upright: bool, link: Link,
) -> float:  # fmt: skip
    if upright:
        wrapped = [balance(column.label, cell - 4, _HEAD) for column in columns]
        tall = max(map(len, wrapped), default=1) * _HEAD * LEADING
        for column, lines, left in zip(columns, wrapped, lefts, strict=True):
            canvas.text(
                left + cell / 2, y + tall - 4, lines, _HEAD, ha="center", va="bottom",
                url=link(column.iri),
            )  # fmt: skip
    else:
        tall = _slanted_heads(canvas, columns, lefts, y, cell, link)
    y += tall
    for column, left in zip(columns, lefts, strict=True):
        canvas.text(left + cell / 2, y + 7, f"{column.count:,}", _SIZE, ha="center", va="center",
                    colour=QUIET)  # fmt: skip
    return y + 17


def _slanted(label: str, cell: float) -> list[str]:
    """The lines of a slanted head: as many as leave a gap to the next one, two at most."""
    most = max(1, min(2, int((cell * _SIN - _APART) / (_HEAD * _TIGHT))))
    return fit(label, _SLANTED, _HEAD, most)


def _line_starts(label: str, left: float, cell: float) -> list[tuple[float, str]]:
    """Where the lines of a slanted head begin, and their words."""
    lines, step = _slanted(label, cell), _HEAD * _TIGHT / _SIN
    middle = left + cell / 2 + 4
    return [
        (middle + (number - (len(lines) - 1) / 2) * step, line) for number, line in enumerate(lines)
    ]


def _overhang(columns: Sequence[Head], lefts: Sequence[float], cell: float) -> float:
    """How far to the right the slanted heads reach."""
    return max(
        x + width(line, _HEAD) * _COS
        for column, left in zip(columns, lefts, strict=True)
        for x, line in _line_starts(column.label, left, cell)
    )


def _slanted_heads(
    canvas: Canvas, columns: Sequence[Head], lefts: list[float], y: float, cell: float, link: Link
) -> float:
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


def _row(
    sheet: Sheet, grid: Grid, row: Head, y: float, start: float, lefts: list[float], cell: float,
    most: int, link: Link,
) -> float:  # fmt: skip
    canvas = sheet.canvas
    counted = width(f"{max(head.count for head in grid.rows):,}", _SIZE)
    lines = fit(row.label, start - sheet.left - counted - 20, _SIZE, 3)
    height = max(_ROW, len(lines) * _SIZE * LEADING + 3)
    middle = y + height / 2
    canvas.text(
        start - counted - 14, middle, lines, _SIZE, ha="right", va="center", url=link(row.iri)
    )
    canvas.text(start - 7, middle, f"{row.count:,}", _SIZE, ha="right", va="center", colour=QUIET)
    for column, left in zip(grid.columns, lefts, strict=True):
        box = Box(left + 1, y + 1, cell - 2, height - 2)
        count = grid.cells.get((row.iri, column.iri), 0)
        if not count:
            canvas.rect(box, PAPER, edge=RULE, line=0.5)
            continue
        whole = row.count if grid.by_row else most
        fill = ramp(count / max(1, whole))
        url = grid.links.get((row.iri, column.iri))
        canvas.rect(box, fill, edge=RULE, line=0.5, url=url)
        canvas.text(left + cell / 2, middle, f"{count:,}", _SIZE, ha="center", va="center",
                    colour=ink_on(fill) if fill else INK, url=url)  # fmt: skip
    return y + height
