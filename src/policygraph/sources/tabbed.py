"""Tables of a plain text: lines whose cells tabs or upright strokes part, below a line of headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.sources.text import Block

_LINE = re.compile(r"[^\r\n\f\v\u2028\u2029]+")
_HEADER = 20  # characters of a header at most
_LEAST = 2  # cells of a row
_STROKES = ("|", "｜", "│")
_RULE = re.compile(r"[\s|｜│:+─-]*[-─][\s|｜│:+─-]*")  # |---|---| below the headers


@dataclass(frozen=True, slots=True)
class _Row:
    """A line and its cells; none where nothing parts it."""

    begin: int
    end: int
    cells: tuple[tuple[int, int], ...]


def tabbed_rows(raw: str) -> tuple[Block, ...]:
    """The rows of the tables of a plain text, the line of headers of each among them.

    A table is a line of short cells, none of which is a sentence, and the lines directly below it that have
    about as many cells. Tabs part cells, and upright strokes in a line that begins with one. A line that begins
    with a tab is indented and no row.

    Args:
        raw: the text; the offsets are those of its characters.
    """
    return tuple(_rows(raw))


def _rows(raw: str) -> Iterator[Block]:
    table: list[_Row] = []
    for match in _LINE.finditer(raw):
        row = _row(raw, *match.span())
        goes_on = bool(table) and raw[table[-1].end : row.begin] in ("\n", "\r\n", "\r")
        if goes_on and len(table) == 1 and _RULE.fullmatch(raw, *match.span()):
            table[0] = _Row(table[0].begin, row.end, table[0].cells)
        elif goes_on and _fits(row, table[0]):
            table.append(row)
        else:
            yield from _blocks(raw, table)
            table = [row] if _is_header(raw, row) else []
    yield from _blocks(raw, table)


def _row(raw: str, begin: int, end: int) -> _Row:
    """A line, with the begin and end of each cell; an empty cell is one, too."""
    sign = raw[begin]
    if sign not in _STROKES:
        sign = "\t"
        if sign not in raw[begin:end] or raw[begin] == sign:
            return _Row(begin, end, ())
    first, last = begin, end
    if sign != "\t":
        first = begin + 1
        last = begin + len(raw[begin:end].rstrip())
        last -= last > first and raw[last - 1] == sign
    cells = []
    while first <= last:
        found = raw.find(sign, first, last)
        stop = found if found >= 0 else last
        cells.append((first, stop))
        first = stop + 1
    return _Row(begin, end, tuple(cells))


def _is_header(raw: str, row: _Row) -> bool:
    words = [raw[begin:end].strip() for begin, end in row.cells]
    return len(words) >= _LEAST and all(0 < len(w) <= _HEADER and "。" not in w for w in words)


def _fits(row: _Row, header: _Row) -> bool:
    return len(row.cells) >= _LEAST and abs(len(row.cells) - len(header.cells)) <= 1


def _blocks(raw: str, table: list[_Row]) -> Iterator[Block]:
    if len(table) < _LEAST:
        return
    headings = tuple(raw[begin:end].strip() for begin, end in table[0].cells)
    for index, row in enumerate(table):
        above = headings[: len(row.cells)] if index else ()
        filled = [(begin, end) for begin, end in row.cells if raw[begin:end].strip()]
        if not filled:
            continue
        by_tab = raw[row.begin] not in _STROKES
        begin, end = (filled[0][0], filled[-1][1]) if by_tab else (row.begin, row.end)
        yield Block(begin, end, "row", cells=row.cells, headings=above)
