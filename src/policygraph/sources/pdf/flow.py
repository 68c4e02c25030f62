"""Paragraphs, headings and items out of the lines of columns, also over columns and pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from policygraph.core.fold import fold_text
from policygraph.sources.pdf.line import Line
from policygraph.sources.pdf.order import Column, Item
from policygraph.sources.pdf.reading import Read
from policygraph.sources.pdf.sheet import Body
from policygraph.sources.pdf.signs import SIGNS
from policygraph.sources.pdf.tables import Table

_INDENT = 0.6  # ems
_SHORT = 1.9  # ems that a line which does not end its paragraph may leave free
_PITCH = 1.32  # of the usual distance of lines; a wider one parts paragraphs
_HEADING_LINES = 4
_ENDED = re.compile(r"[。．！？】][」』）)〉》】]*$")


def unparted(words: str) -> float:
    """How wide that is which a line begins with and no typesetter parts, in ems."""
    found = SIGNS.unparted.match(words)
    return sum(0.55 if char.isascii() else 1.0 for char in found.group()) if found else 1.0


@dataclass(slots=True, eq=False)
class Printed:
    """A line of text with its page and the edges of its column."""

    line: Line
    page: int
    left: float
    right: float
    pitch: float
    opens_item: bool = False  # it begins with a bullet, and the next line hangs behind it

    @property
    def is_full(self) -> bool:
        """It leaves no room for another character or two."""
        return self.right - self.line.right <= _SHORT * self.line.size

    def has_room_for(self, following: Line) -> bool:
        """What the next line begins with, and cannot be parted, would have stood in it."""
        ems = _SHORT - 1 + unparted(following.text)
        return self.right - self.line.right > ems * self.line.size


@dataclass(slots=True, eq=False)
class Part:
    """A paragraph, heading or item; a table; or words beside the text.

    Attributes:
        kind: ``paragraph``, ``heading``, ``item``, ``table``, or the class of an aside.
        lines: with what interrupts them (`Aside`), in the order of the file.
        level: of a heading or item.
    """

    kind: str
    lines: list[Printed] = field(default_factory=list)
    level: int = 0
    table: Table | None = None
    page: int = 0


class Step(NamedTuple):
    """One step of reading: a line of a part, a table (no line), or an aside (no part).

    An aside may stand within a part: a note at the foot of a column that a paragraph runs over.
    """

    part: Part | None
    printed: Printed | None


def steps_of(pages: Iterable[Read], body: Body) -> list[Step]:
    """The text of a file in the order of reading."""
    flow = _Flow(body)
    for page in pages:
        flow.add_page(page)
    flow.finish()
    _name_parts(flow.steps, body)
    return flow.steps


class _Flow:
    def __init__(self, body: Body) -> None:
        self._body = body
        self.steps: list[Step] = []
        self._open: Part | None = None
        self._last: Printed | None = None
        self._floats: list[Step] = []  # tables within a sentence, which come behind its paragraph

    def add_page(self, read: Read) -> None:
        number = read.sheet.number
        for line in read.before:
            self._aside(line, number)
        widest = _usual_widths(read.columns, self._body)
        for column in read.columns:
            left, right = _text_edges(column, self._body, widest)
            pitch = _column_pitch(column)
            fresh = True
            for index, item in enumerate(column.items):
                if item.role == "table":
                    self._table(Step(Part("table", table=item.table, page=number), None))
                    fresh = True
                elif item.role == "upright":
                    self._close()
                    self._upright(item, number)
                elif item.role == "figure" or item.line.role:
                    for line in item.lines:
                        self._aside(line, number)
                else:
                    printed = Printed(item.line, number, left, right, pitch)
                    printed.opens_item = _opens_item(column.items[index : index + 2])
                    self._text(printed, fresh)
                    fresh = False
        for line in read.after:
            self._aside(line, number)

    def _aside(self, line: Line, page: int) -> None:
        self.steps.append(Step(None, Printed(line, page, 0, 0, 0)))

    def _add(self, part: Part, printed: Printed) -> None:
        part.lines.append(printed)
        self.steps.append(Step(part, printed))

    def finish(self) -> None:
        """Let go of what waits for the end of a paragraph."""
        self._close()

    def _close(self) -> None:
        self._open = self._last = None
        self.steps += self._floats
        self._floats = []

    def _table(self, step: Step) -> None:
        last = self._last
        if last is not None and last.is_full and not _ENDED.search(last.line.text):
            self._floats.append(step)
        else:
            self._close()
            self.steps.append(step)

    def _upright(self, item: Item, page: int) -> None:
        top = min(line.top for line in item.lines)
        bottom = max(line.bottom for line in item.lines)
        part: Part | None = None
        before: Line | None = None
        for line in item.lines:
            indented = line.top - top > 0.7 * line.size
            short = before is not None and bottom - before.bottom > 1.9 * before.size
            if part is None or indented or short:
                part = Part("paragraph")
            self._add(part, Printed(line, page, top, bottom, 0))
            before = line

    def _text(self, printed: Printed, fresh: bool) -> None:
        part, last = self._open, self._last
        if part is None or last is None or not self._goes_on(part, last, printed, fresh):
            self._close()
            part = Part("paragraph")
        self._add(part, printed)
        self._open, self._last = part, printed

    def _goes_on(self, part: Part, last: Printed, this: Printed, fresh: bool) -> bool:
        """The line belongs to the paragraph of the line before it."""
        above, line = last.line, this.line
        if not _same_style(above, line):
            return False
        ended = _ENDED.search(above.text) is not None
        size = line.size
        if this.opens_item and line.left < part.lines[0].line.left + _INDENT * size:
            return False
        if fresh:
            indent = line.left - this.left
            started = indent > _INDENT * size and not _hangs(part)
            return not (ended and (started or not last.is_full)) and not (
                started and last.has_room_for(line)
            ) and not (ended and _has_bullet(line))  # fmt: skip
        usual = abs(size - self._body.size) <= 0.06 * size
        if line.base - above.base > (
            max(_PITCH * this.pitch, 1.25 * size) if usual else 1.8 * size
        ):
            return False
        if ended and _has_bullet(line):
            return False
        if last.has_room_for(line):
            return False
        step = line.left - above.left
        if step > _INDENT * size:
            return len(part.lines) == 1 and _is_marked(above) and not ended
        if step < -_INDENT * size:
            return len(part.lines) == 1 and not ended
        return True


def _opens_item(items: Sequence[Item]) -> bool:
    """A line with a bullet, and below it one that is indented behind the bullet."""
    if len(items) < 2 or any(item.role != "line" or item.line.role for item in items):
        return False
    line, below = items[0].line, items[1].line
    step = below.left - line.left
    return (
        _INDENT * line.size < step < 3 * line.size
        and below.base - line.base < 2.5 * line.size
        and _has_bullet(line)
    )


def _has_bullet(line: Line) -> bool:
    return SIGNS.bullet.match(fold_text(line.text[:4])) is not None


def _same_style(one: Line, other: Line) -> bool:
    if abs(one.size - other.size) > 0.06 * max(one.size, other.size):
        return False
    if one.is_bold != other.is_bold:
        return False
    short = min(len(one.text), len(other.text)) < 4
    return short or one.font == other.font or _is_latin(one) or _is_latin(other)


def _is_latin(line: Line, share: float = 0.5) -> bool:
    return sum(char.isascii() for char in line.text) > share * len(line.text)


def _is_marked(line: Line) -> bool:
    """It begins with a sign or number, as an item does."""
    words = line.text[:1]
    return bool(words) and not words.isalpha()


def _hangs(part: Part) -> bool:
    lines = part.lines
    return len(lines) > 1 and lines[1].line.left > lines[0].line.left + _INDENT * lines[0].line.size


def _column_pitch(column: Column) -> float:
    """The usual distance of base lines of text in a column."""
    steps = [
        b.line.base - a.line.base
        for a, b in pairwise(column.items)
        if a.role == b.role == "line" and not a.line.role and not b.line.role
        and abs(a.line.size - b.line.size) < 0.1
        and 0.8 * a.line.size < b.line.base - a.line.base < 3.2 * a.line.size
    ]  # fmt: skip
    if not steps:
        return 0.0
    steps.sort()
    return steps[len(steps) // 3] if len(steps) < 6 else median(steps)


def _usual_widths(columns: Sequence[Column], body: Body) -> list[tuple[float, float]]:
    """The edges of the columns of a page that hold some lines of text."""
    return [
        (min(i.box.left for i in text), _right_edge(text))
        for column in columns
        if len(text := _running(column, body)) >= 2
    ]


def _right_edge(text: Sequence[Item]) -> float:
    """Where full lines end; a point or bracket may hang over it."""
    rights = [item.box.right for item in text if item.line.text[-1:].isalnum()]
    return max(rights if len(rights) >= 2 else [item.box.right for item in text])


def _running(column: Column, body: Body) -> list[Item]:
    return [i for i in column.items if i.role == "line" and not i.line.role and body.fits(i.line)]


def _text_edges(
    column: Column, body: Body, known: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    """The edges of a column; of a short one those of a longer one at the same left edge."""
    text = [item for item in column.items if item.role == "line" and not item.line.role]
    if not text:
        return column.left, column.right
    left, right = min(i.box.left for i in text), _right_edge(text)
    for low, high in known:
        if abs(low - left) < 2.5 * body.size and right < high <= column.limit:
            right = high
    return left, right


# ---- Headings and items ----


def _name_parts(steps: Sequence[Step], body: Body) -> None:
    """Tell headings and items from paragraphs, and give them their levels."""
    by_id = {id(step.part): step.part for step in steps if step.part is not None}
    named = list(by_id.values())
    styles: set[tuple[float, bool, str]] = set()
    for part in named:
        if part.kind == "paragraph" and _is_heading(part, body):
            part.kind = "heading"
            styles.add(_style(part))
    ranks = {style: rank for rank, style in enumerate(sorted(styles, key=_weight), 1)}
    for part in named:
        if part.kind == "heading":
            part.level = ranks[_style(part)]
    _name_items(named)


def _style(part: Part) -> tuple[float, bool, str]:
    line = part.lines[0].line
    return round(line.size * 2) / 2, line.is_bold, line.font


def _weight(style: tuple[float, bool, str]) -> tuple[float, bool, str]:
    size, bold, font = style
    return -size, not bold, font


def _is_heading(part: Part, body: Body) -> bool:
    """Set larger, heavier or in another type than running text, and no sentence."""
    lines = [printed.line for printed in part.lines]
    text = "".join(line.text for line in lines)
    if len(lines) > _HEADING_LINES or _ENDED.search(text) or any(x.is_vertical for x in lines):
        return False
    first = lines[0]
    if body.is_small(first) or not text.strip():
        return False
    larger = first.size > 1.08 * body.size
    heavier = first.is_bold and not body.is_bold
    other = bool(first.font) and first.font not in body.fonts and not _is_latin(first, 0.75)
    ends = len(lines) == 1 or not part.lines[-1].is_full
    return larger or ((heavier or other) and len(text) <= 80 and ends)


def _name_items(parts: Sequence[Part]) -> None:
    """Paragraphs with a bullet, alone on their line or with the further lines indented."""
    lefts: list[float] = []
    for part in parts:
        if part.kind != "paragraph" or not part.lines:
            if part.kind in ("heading", "table"):
                lefts = []
            continue
        lines = part.lines
        first = lines[0].line
        hangs = len(lines) == 1 or _hangs(part)
        if first.is_vertical or not hangs or not _has_bullet(first):
            if not _hangs(part):
                lefts = []
            continue
        own = first.left - lines[0].left
        while lefts and lefts[-1] > own + 0.5 * first.size:
            lefts.pop()
        if not lefts or own > lefts[-1] + 0.5 * first.size:
            lefts.append(own)
        part.kind, part.level = "item", len(lefts)
