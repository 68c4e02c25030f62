"""Figures, their captions, and what is printed within them."""

from __future__ import annotations

from collections.abc import Iterator

from policygraph.core.fold import fold_text
from policygraph.sources.pdf.geometry import Box
from policygraph.sources.pdf.line import Line
from policygraph.sources.pdf.order import Item
from policygraph.sources.pdf.sheet import Body, Sheet
from policygraph.sources.pdf.signs import SIGNS
from policygraph.sources.pdf.tables import Table

_LEAST_AREA = 2500.0  # square points
_LEAST_PIECES = 4  # drawings that make a figure; an image of some size is one alone
_NEAR = 24.0  # points between a caption and what it is about
_BANNER = 2  # lines
_COLUMN_BOX = 3  # lines of running text that make a box one of text


def find_figures(sheet: Sheet, body: Body) -> list[Item]:
    """Mark captions and what stands in figures.

    Returns:
        An item for each figure with words in it; its lines are no longer among the sheet's own.
    """
    free = [line for line in sheet.lines if not line.role and line.text]
    captions = [line for line in free if _looks_like_caption(line)]
    regions = list(_regions(sheet, body, free, captions))
    areas = [*regions, *(table.box for table in sheet.tables)]
    for line in captions:
        if not body.fits(line) or line.is_bold != body.is_bold or _is_near(line, areas):
            line.role = "caption"
    figures: list[Item] = []
    taken: set[int] = set()
    for region in regions:
        inside = [
            line for line in free
            if not line.role and id(line) not in taken
            and region.holds((line.left + line.right) / 2, (line.top + line.bottom) / 2)
            and not (body.fits(line) and len(line.text) >= 8 and not line.is_vertical)
            and not _is_prose(line, free, body)
        ]  # fmt: skip
        if len(inside) <= _BANNER and all(line.size > 1.08 * body.size for line in inside):
            continue  # a heading on a coloured ground
        words = []
        for line in inside:
            if SIGNS.source.match(fold_text(line.text)):
                line.role = "caption"
            else:
                line.role = "figure"
                words.append(line)
        _go_on(free, body)
        words = [line for line in words if line.role == "figure"]
        taken |= {id(line) for line in words}
        if words:
            box = words[0].box
            for line in words:
                box = box.joined(line.box)
            figures.append(Item(box, sorted(words, key=lambda x: (x.base, x.left)), "figure"))
    for line in free:
        if not line.role and _is_near(line, areas) and SIGNS.source.match(fold_text(line.text)):
            line.role = "caption"
    _go_on(free, body)
    sheet.lines = [line for line in sheet.lines if id(line) not in taken]
    return figures


_LONGEST_NUMBER = 40  # characters of the sign, number and name of a figure
_PROSE = 18  # characters of a line of running text, at least


def _is_prose(line: Line, lines: list[Line], body: Body) -> bool:
    """It is one of several long lines set alike: text in a box or beside a picture."""
    if len(line.text) < _PROSE or line.is_vertical or line.size < 0.8 * body.size:
        return False
    return any(
        other is not line and len(other.text) >= _PROSE // 2
        and 0.9 * line.size < abs(other.base - line.base) < 2.2 * line.size
        and abs(other.size - line.size) < 0.1 and other.font == line.font
        and min(abs(other.left - line.left), abs(other.right - line.right)) < 1.3 * line.size
        for other in lines
    )  # fmt: skip


def _looks_like_caption(line: Line) -> bool:
    return SIGNS.caption.match(fold_text(line.text[:_LONGEST_NUMBER])) is not None


def _is_near(line: Line, areas: list[Box]) -> bool:
    """Right above or below a figure or table, or within it."""
    return any(
        line.left <= area.right and area.left <= line.right
        and area.top - _NEAR <= line.bottom and line.top <= area.bottom + _NEAR
        for area in areas
    )  # fmt: skip


def _go_on(lines: list[Line], body: Body) -> None:
    """The further lines of a caption: below it, set as it is."""
    ordered = sorted(lines, key=lambda line: (line.base, line.left))
    for index, line in enumerate(ordered):
        if line.role != "caption":
            continue
        for other in ordered[index + 1 :]:
            if other.base - line.base > 1.9 * line.size:
                break
            if (
                other.role in ("", "figure")
                and abs(other.base - line.base) < 0.3 * line.size
                and -1 < other.left - line.right < 3 * line.size
            ) or (
                other.role in ("", "figure") and other.base - line.base > 0.5 * line.size
                and abs(other.size - line.size) < 0.1 and other.font == line.font
                and not (body.fits(other) and other.is_bold == body.is_bold)
                and other.left > line.left - 0.5 * line.size and other.left < line.right
            ):  # fmt: skip
                other.role = "caption"


def _regions(sheet: Sheet, body: Body, lines: list[Line], captions: list[Line]) -> Iterator[Box]:
    """Where figures stand: pictures, and boxes with a caption."""
    for box, count in sheet.pictures:
        area = box.width * box.height
        large = area >= _LEAST_AREA and min(box.width, box.height) >= 20
        whole = count >= _LEAST_PIECES or area >= 2 * _LEAST_AREA
        if large and whole and not _is_text(box, body, lines):
            yield box
    for box in sheet.boxes:
        if box.width < 100 or box.height < 40 or box.height > 0.95 * sheet.height:
            continue
        captioned = any(
            line.left <= box.right and box.left <= line.right
            and box.top - _NEAR <= line.bottom and line.top <= box.bottom + _NEAR
            and not (box.top + 60 < line.top and line.bottom < box.bottom - 60)
            for line in captions
        )  # fmt: skip
        if captioned and not _is_text(box, body, lines):
            yield box


def _is_text(box: Box, body: Body, lines: list[Line]) -> bool:
    """Running text stands in it: a column in a box, a background."""
    inside = sum(
        body.fits(line) and len(line.text) >= 12
        and box.holds((line.left + line.right) / 2, (line.top + line.bottom) / 2)
        for line in lines
    )  # fmt: skip
    return inside >= _COLUMN_BOX


def table_item(table: Table) -> Item:
    """A table as an item of the page."""
    lines = [line for row in table.rows for cell in row for line in cell.lines]
    return Item(table.box, lines[:1], "table", table)
