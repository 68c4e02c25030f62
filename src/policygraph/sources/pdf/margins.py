"""Page numbers, running heads and feet, and what stands in the outer margins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from policygraph.core.fold import fold_text
from policygraph.sources.pdf.line import Line
from policygraph.sources.pdf.sheet import Body, Sheet
from policygraph.sources.pdf.signs import SIGNS

_DEEP = 3  # printed lines from the edge of a page among which a head or foot is looked for
_APART = 2  # pages to the next one with the same head; left and right pages have their own
_LEAST_WORDS = 2  # characters beside digits; a number alone may stand again by chance
_SAME = 2.5  # points by which a head may move from page to page
_DIGITS = re.compile(r"[0-9]+")
_ROW = 3.0  # points
_NARROW = 0.16  # of a page; what is wider is no tab


def mark_margins(sheets: Sequence[Sheet], body: Body) -> None:
    """Give page numbers, running heads and marginal tabs their roles."""
    ends = {
        sheet.number: (list(_rows(sheet, top=True)), list(_rows(sheet, top=False)))
        for sheet in sheets
    }
    for side in (0, 1):
        rows = {number: pair[side] for number, pair in ends.items()}
        _mark_numbers(rows, sheets, body, is_foot=bool(side))
        _mark_heads(rows, sheets, body)
    for sheet in sheets:
        _mark_tabs(sheet, body)


def _rows(sheet: Sheet, *, top: bool) -> Iterator[list[Line]]:
    """The printed lines from an edge of the page inwards."""
    lines = sorted(
        (line for line in sheet.lines if not line.is_vertical and line.text),
        key=lambda line: line.base, reverse=not top,
    )  # fmt: skip
    row: list[Line] = []
    given = 0
    for line in lines:
        if row and abs(line.base - row[0].base) > _ROW:
            yield row
            given += 1
            row = []
            if given == _DEEP:
                return
        row.append(line)
    if row:
        yield row


Rows = dict[int, list[list[Line]]]


def _outer(rows: Iterable[list[Line]]) -> Iterator[Line]:
    """Lines that nothing but heads and numbers keeps from the edge of the page."""
    for row in rows:
        yield from row
        if not all(line.role for line in row):
            return


def _mark_numbers(rows: Rows, sheets: Sequence[Sheet], body: Body, *, is_foot: bool) -> None:
    """Numbers that count the pages; a single one where it stands apart from all else."""
    found: list[tuple[Sheet, Line, int | None]] = []
    for sheet in sheets:
        for line in _outer(rows[sheet.number]):
            match = SIGNS.page_number.fullmatch(fold_text(line.text).strip())
            if match:
                number = match["number"]
                found.append((sheet, line, int(number) if number.isdigit() else None))
    counted: dict[int, list[tuple[Sheet, Line]]] = defaultdict(list)
    for sheet, line, number in found:
        if number is not None:
            counted[number - sheet.number].append((sheet, line))
    proven = [place for places in counted.values() if len(places) >= 2 for place in places]
    heights = [(line.base, line.size) for _, line in proven]
    for _, line in proven:
        line.role = "page number"
    for sheet, line, number in found:
        if line.role:
            continue
        beside = any(abs(line.base - base) < _SAME for base, _ in heights)
        if beside or (number is not None and _stands_apart(line, sheet, is_foot=is_foot)):
            line.role = "page number"


def _stands_apart(line: Line, sheet: Sheet, *, is_foot: bool) -> bool:
    """Near the edge of the page, and further from the text than its lines from each other."""
    others = [other for other in sheet.lines if other is not line and not other.role and other.text]
    if is_foot:
        if line.base < 0.88 * sheet.height:
            return False
        gap = min((line.top - other.bottom for other in others), default=99.0)
    else:
        if line.base > 0.12 * sheet.height:
            return False
        gap = min((other.top - line.bottom for other in others), default=99.0)
    return gap > 1.2 * line.size


def _mark_heads(rows: Rows, sheets: Sequence[Sheet], body: Body) -> None:
    """What stands again on the next pages at the same height, whatever its numbers."""
    proven: list[tuple[float, float]] = []
    for _ in range(_DEEP):
        places: dict[str, list[tuple[Sheet, Line]]] = defaultdict(list)
        for sheet in sheets:
            for line in _outer(rows[sheet.number]):
                if not line.role:
                    words = _DIGITS.sub("0", fold_text(line.text)).replace(" ", "")
                    if sum(char != "0" for char in words) < _LEAST_WORDS:
                        continue
                    places[words].append((sheet, line))
        changed = False
        for lines in places.values():
            for sheet, line in lines:
                again = any(
                    0 < abs(other.number - sheet.number) <= _APART
                    and abs(twin.base - line.base) < _SAME
                    and abs(twin.size - line.size) < 0.3
                    for other, twin in lines
                )
                if again and (not body.fits(line) or _is_off(line, sheet)):
                    proven.append((line.base, line.size))
                    line.role = "running head"
                    changed = True
        # The head of a single page: a chapter's name where another chapter's stands elsewhere.
        for sheet in sheets:
            for line in _outer(rows[sheet.number]):
                if not line.role and any(
                    abs(line.base - base) < 1.0 and abs(line.size - size) < 0.2
                    for base, size in proven
                ) and (not body.fits(line) or _is_off(line, sheet)):  # fmt: skip
                    line.role = "running head"
                    changed = True
        if not changed:
            return


def _is_off(line: Line, sheet: Sheet) -> bool:
    """It stands well apart from the text below or above it."""
    return all(
        other.top - line.bottom > 1.2 * line.size or line.top - other.bottom > 1.2 * line.size
        for other in sheet.lines
        if other is not line and not other.role and abs(other.base - line.base) > _ROW
    )


def _mark_tabs(sheet: Sheet, body: Body) -> None:
    """Short words outside the text's edges: a chapter's tab, a number of a line."""
    running = [
        line for line in sheet.lines
        if not line.is_vertical and not line.role and body.fits(line) and len(line.text) >= 8
    ]  # fmt: skip
    if len(running) >= 3:
        low, high = min(line.left for line in running), max(line.right for line in running)
    else:
        low, high = 0.1 * sheet.width, 0.9 * sheet.width
    for line in sheet.lines:
        if line.role or line.box.width > _NARROW * sheet.width:
            continue
        middle = (line.left + line.right) / 2
        outside = line.left > high + 0.5 * body.size or line.right < low - 0.5 * body.size
        if outside and (
            line.is_vertical or middle < 0.08 * sheet.width or middle > 0.92 * sheet.width
        ):
            line.role = "marginal tab"


def median_pitch(bases: Sequence[float]) -> float:
    """The usual distance of base lines."""
    steps = [b - a for a, b in pairwise(bases) if b - a > 1]
    return median(steps) if steps else 0.0
