"""A page in reading order: its columns, with notes, captions and contents told from the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policygraph.core.fold import fold_text
from policygraph.sources.pdf.figures import find_figures, table_item
from policygraph.sources.pdf.geometry import Box
from policygraph.sources.pdf.line import Line
from policygraph.sources.pdf.order import Column, Item, columns_of
from policygraph.sources.pdf.sheet import Body, Sheet
from policygraph.sources.pdf.signs import SIGNS

_BARRIER = 60.0  # points; a shorter rule ends no column
_RULE_ABOVE = 2.2  # ems between a rule and the first note below it
_SHORT_RULE = 0.62  # of a column; the rule above notes of the text's own size is shorter


@dataclass(slots=True)
class Read:
    """A page as it is read.

    Attributes:
        before, after: heads, feet, page numbers, tabs.
        columns: the text with what stands in it.
    """

    sheet: Sheet
    before: list[Line]
    columns: list[Column]
    after: list[Line]


def read_sheet(sheet: Sheet, body: Body, notes: Notes) -> Read:
    """Put a page in order.

    Args:
        sheet: the page, its margins marked.
        body: how running text is set.
        notes: what is known of the notes of the pages before.
    """
    figures = find_figures(sheet, body)
    before = [line for line in sheet.lines if line.role in _BESIDE and line.base < sheet.height / 2]
    after = [line for line in sheet.lines if line.role in _BESIDE and line.base >= sheet.height / 2]
    items = [*figures, *(table_item(table) for table in sheet.tables), *_upright(sheet.lines)]
    items += [
        Item(line.box, [line])
        for line in sheet.lines
        if line.role not in _BESIDE and line.text and not line.is_vertical
    ]
    columns = columns_of(items, list(_barriers(sheet, body, items)))
    for column in columns:
        _mark_contents(column)
    notes.mark(sheet, body, columns)
    by_height = lambda line: (line.base, line.left)  # noqa: E731
    return Read(sheet, sorted(before, key=by_height), columns, sorted(after, key=by_height))


_BESIDE = frozenset({"page number", "running head", "marginal tab", "ruby", "turned text"})


def _upright(lines: Sequence[Line]) -> Iterator[Item]:
    """Vertical lines that stand beside each other, as one item each."""
    groups: list[list[Line]] = []
    for line in lines:
        if not line.is_vertical or line.role:
            continue
        for group in groups:
            last = group[-1]
            if (
                last.left - line.right < 3 * line.size
                and line.top < last.bottom + line.size and last.top - line.size < line.bottom
                and abs(line.size - last.size) < 0.3 * line.size
            ):  # fmt: skip
                group.append(line)
                break
        else:
            groups.append([line])
    for group in groups:
        box = group[0].box
        for line in group:
            box = box.joined(line.box)
        yield Item(box, group, "upright")


def _barriers(sheet: Sheet, body: Body, items: Sequence[Item]) -> Iterator[tuple[float, Box]]:
    """Heights at which columns end: rules, edges of boxes, the first of the notes of a page."""
    for rule in sheet.rules:
        if rule.width >= _BARRIER:
            yield rule.top, rule
    for box in sheet.boxes:
        if box.width >= _BARRIER and box.height < 0.9 * sheet.height:
            yield box.top, box
            yield box.bottom, box
    for item in items:
        if item.role != "line":
            yield item.box.top, item.box
            yield item.box.bottom, item.box
    small = [item for item in items if item.role == "line" and body.is_small(item.line)]
    end = max(
        (item.box.bottom for item in items if item.role != "line" or not body.is_small(item.line)),
        default=0.0,
    )
    below = [item for item in small if item.box.top >= end - 2]
    begun = any(
        item.box.top < end < item.box.bottom + 3 * item.line.size and not item.line.role
        for item in small
        if item not in below
    )
    if below and not begun:
        yield end, Box(0, end, sheet.width, end)


def _mark_contents(column: Column) -> None:
    """The entries of a table of contents: leaders and a page number behind the words."""
    entries = [
        index
        for index, item in enumerate(column.items)
        if item.role == "line" and not item.line.role and _is_entry(item.line)
    ]
    if len(entries) < 2:
        return
    for index in entries:
        column.items[index].line.role = "table of contents"
    for first, last in pairwise(entries):
        if last - first <= 3:
            for item in column.items[first + 1 : last]:
                ended = item.line.text.endswith(("。", "】"))
                if item.role == "line" and not item.line.role and not ended:
                    item.line.role = "table of contents"
    for item in column.items[: entries[0]]:
        if item.role == "line" and SIGNS.contents.fullmatch(fold_text(item.line.text).strip()):
            item.line.role = "table of contents"


def _is_entry(line: Line) -> bool:
    if not SIGNS.leaders.search(line.text):
        return False
    words = fold_text(line.text)
    found = SIGNS.leaders.search(words)
    return (
        found is not None and SIGNS.page_number.fullmatch(words[found.end() :].strip()) is not None
    )


class Notes:
    """Marks notes at the foot of columns, page after page."""

    def __init__(self) -> None:
        self._open = False  # the last note of the page before had not ended

    def mark(self, sheet: Sheet, body: Body, columns: Sequence[Column]) -> None:
        """Mark the notes of a page."""
        marks = {
            words
            for column in columns
            for item in column.items
            for line in item.lines
            for at, words, kind in line.inserts
            if kind == "note mark" and (at or not body.is_small(line))
        }
        open_now = False
        foot = sheet.height
        for column in columns:
            for first, last in _groups(column, sheet, body):
                if self._is_note(column, first, last, sheet, body, marks):
                    first_line = column.items[first].line
                    if _rule_above(first_line, column, sheet):
                        foot = min(foot, first_line.top)
                    for item in column.items[first:last]:
                        item.line.role = "footnote"
                    open_now = not column.items[last - 1].line.text.endswith(_ENDS)
        # Notes with gaps in their lines may be taken for columns: below the rule all are notes.
        below = [
            item
            for column in columns
            for item in column.items
            if _may_be_note(item) and item.line.top >= foot
        ]
        if all(body.is_small(item.line) for item in below):
            for item in below:
                item.line.role = "footnote"
        self._open = open_now

    def _is_note(
        self, column: Column, first: int, last: int, sheet: Sheet, body: Body, marks: set[str]
    ) -> bool:
        line = column.items[first].line
        rule = _rule_above(line, column, sheet)
        words = fold_text(line.printed)  # its number may be set high
        begins = SIGNS.note.match(words) is not None
        ends_column = all(
            item.role != "line" or bool(item.line.role) for item in column.items[last:]
        )
        number = SIGNS.note_number.match(words)
        referred = number is not None and any(number[1] in fold_text(mark) for mark in marks)
        if not body.is_small(line):
            return begins and rule and ends_column and referred
        if begins:
            # A number alone opens many a paragraph of an annex that is set smaller.
            called = ends_column and SIGNS.note_sign.match(words) is not None
            return rule or referred or called
        return rule and self._open and ends_column


_ENDS = ("。", "）", ")", "/", "」", ".")


def _groups(column: Column, sheet: Sheet, body: Body) -> Iterator[tuple[int, int]]:
    """Stretches of lines that may be notes: small ones, or those under a short rule."""
    items = column.items
    index = 0
    while index < len(items):
        if not _may_be_note(items[index]):
            index += 1
            continue
        small = body.is_small(items[index].line)
        ruled = _rule_above(items[index].line, column, sheet)
        if not small and not ruled:
            index += 1
            continue
        first = index
        index += 1
        while index < len(items) and _may_be_note(items[index]):
            line = items[index].line
            if body.is_small(line) != small or _is_ruled_off(items[index - 1].line, line, sheet):
                break
            index += 1
        yield first, index


def _may_be_note(item: Item) -> bool:
    return item.role == "line" and not item.line.role


def _is_ruled_off(above: Line, line: Line, sheet: Sheet) -> bool:
    """A rule stands between two lines."""
    return any(
        above.bottom - 2 <= rule.top <= line.top + 1
        and rule.left < line.right and line.left < rule.right and rule.width >= 30
        for rule in sheet.rules
    )  # fmt: skip


def _rule_above(line: Line, column: Column, sheet: Sheet) -> bool:
    """A rule, shorter than the text is wide or as wide, right above a line and at its left."""
    width = max(column.right - column.left, 1.0)
    for rule in sheet.rules:
        if (
            -1 <= line.top - rule.bottom <= _RULE_ABOVE * line.size
            and abs(rule.left - line.left) <= 2.5 * line.size
            and rule.width >= 30
        ):  # fmt: skip
            return rule.width <= _SHORT_RULE * max(width, 0.5 * sheet.width) or line.size < 9.5
    return False
