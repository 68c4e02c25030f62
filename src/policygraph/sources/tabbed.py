"""Tables of a plain text: lines whose cells tabs part, below a line of headers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policygraph.sources.text import Block

_LINE = re.compile(r"[^\r\n\f\v\u2028\u2029]+")
_HEADER = 20  # characters of a header at most
_LEAST = 2  # cells of a row


def tabbed_rows(raw: str) -> tuple[Block, ...]:
    """The rows of the tables of a plain text, the line of headers of each among them.

    A table is a line of short cells, none of which is a sentence, and the lines directly below it that have
    about as many cells. A line that begins with a tab is indented and no row.

    Args:
        raw: the text; the offsets are those of its characters.
    """
    return tuple(_rows(raw))


def _rows(raw: str) -> Iterator[Block]:
    table: list[list[tuple[int, int]]] = []
    end = -2
    for match in _LINE.finditer(raw):
        cells = _cells(raw, *match.span())
        goes_on = raw[end : match.start()] in ("\n", "\r\n", "\r") if table else False
        if not goes_on or not _fits(cells, table[0]):
            yield from _blocks(raw, table)
            table = []
            if _is_header(raw, cells):
                table = [cells]
        else:
            table.append(cells)
        end = match.end()
    yield from _blocks(raw, table)


def _cells(raw: str, begin: int, end: int) -> list[tuple[int, int]]:
    """The begin and end of each cell; none where no tab parts the line. An empty cell is one, too."""
    if "\t" not in raw[begin:end] or raw[begin] == "\t":
        return []
    cells = []
    while begin <= end:
        found = raw.find("\t", begin, end)
        stop = found if found >= 0 else end
        cells.append((begin, stop))
        begin = stop + 1
    return cells


def _is_header(raw: str, cells: list[tuple[int, int]]) -> bool:
    words = [raw[begin:end].strip() for begin, end in cells]
    return len(words) >= _LEAST and all(0 < len(w) <= _HEADER and "。" not in w for w in words)


def _fits(cells: list[tuple[int, int]], header: list[tuple[int, int]]) -> bool:
    return len(cells) >= _LEAST and abs(len(cells) - len(header)) <= 1


def _blocks(raw: str, table: list[list[tuple[int, int]]]) -> Iterator[Block]:
    if len(table) < _LEAST:
        return
    headings = tuple(raw[begin:end].strip() for begin, end in table[0])
    for index, cells in enumerate(table):
        above = headings[: len(cells)] if index else ()
        filled = [(begin, end) for begin, end in cells if raw[begin:end].strip()]
        yield Block(filled[0][0], filled[-1][1], "row", cells=tuple(cells), headings=above)
