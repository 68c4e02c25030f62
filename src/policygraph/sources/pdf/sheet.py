"""What is kept of a page when it is closed: its lines, tables, pictures, and what is drawn on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from policygraph.sources.pdf.geometry import Box
from policygraph.sources.pdf.line import Line, seal
from policygraph.sources.pdf.lines import lines_of
from policygraph.sources.pdf.page import Page
from policygraph.sources.pdf.tables import Table, find_tables

_LEAST_RULE = 20.0  # points
_MOST = 400  # rules, boxes, pictures of a page that are looked at


@dataclass(slots=True)
class Sheet:
    """A page without its characters' places.

    Attributes:
        number: from 1.
        lines: outside tables.
        tables: as found.
        rules: level rules outside tables.
        boxes: filled or framed rectangles.
        pictures: images and drawings, those that touch joined; how many make one stands beside it.
        has_image: a picture of dots stands on it.
    """

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[Table]
    rules: list[Box]
    boxes: list[Box]
    pictures: list[tuple[Box, int]]
    has_image: bool
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Body:
    """How running text is set in a file.

    Attributes:
        size: of its type, in points.
        fonts: that most of it is set in.
        is_bold: most of it is bold.
    """

    size: float
    fonts: frozenset[str]
    is_bold: bool

    def fits(self, line: Line) -> bool:
        """The line is set as running text is."""
        return abs(line.size - self.size) <= 0.06 * self.size and line.font in self.fonts

    def is_small(self, line: Line) -> bool:
        """The line is set smaller, as notes are."""
        return line.size <= 0.92 * self.size


def close(page: Page) -> Sheet:
    """Take lines and tables out of a page."""
    tables, lines = find_tables(page.drawings, lines_of(page))
    for line in (*lines, *(line for table in tables for line in _lines_in(table))):
        seal(line)
    rules = [
        rule
        for rule in page.drawings.horizontals
        if rule.width >= _LEAST_RULE
        and not any(
            t.box.left - 4 <= rule.left <= t.box.right
            and t.box.top - 4 <= rule.top <= t.box.bottom + 4
            for t in tables
        )
    ][:_MOST]
    boxes = sorted(page.drawings.boxes, key=lambda box: -box.width * box.height)[:_MOST]
    return Sheet(
        page.number, page.width, page.height, lines, tables, rules, boxes,
        list(_joined(page.drawings.pictures, 0.6 * page.width * page.height)), bool(page.drawings.pictures), page.counts,
    )  # fmt: skip


def _lines_in(table: Table) -> Iterator[Line]:
    seen: set[int] = set()
    for row in table.rows:
        for cell in row:
            if id(cell) not in seen:
                seen.add(id(cell))
                yield from cell.lines


_TOUCH = 8.0  # points between pictures that are one


def _joined(pictures: Iterable[Box], limit: float) -> Iterator[tuple[Box, int]]:
    """Pictures that touch, as one, with how many they are."""
    groups: list[tuple[Box, int]] = []
    kept = sorted(pictures, key=lambda box: -box.width * box.height)[:_MOST]
    for box in sorted(kept, key=lambda box: (box.top, box.left)):
        if box.width * box.height > limit:
            continue
        whole, count = box, 1
        rest = []
        for other, many in groups:
            if (
                other.left - _TOUCH <= whole.right and whole.left - _TOUCH <= other.right
                and other.top - _TOUCH <= whole.bottom and whole.top - _TOUCH <= other.bottom
            ):  # fmt: skip
                whole, count = whole.joined(other), count + many
            else:
                rest.append((other, many))
        groups = [*rest, (whole, count)]
    yield from groups


def body_of(sheets: Iterable[Sheet]) -> Body:
    """How most of the text of a file is set; tables and vertical text do not count."""
    sizes: Counter[float] = Counter()
    fonts: Counter[tuple[float, str, bool]] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            count = round(line.box.width * line.size)  # notes have more letters, and less room
            if line.is_vertical or line.role:
                continue
            sizes[round(line.size * 2) / 2] += count
            fonts[round(line.size * 2) / 2, line.font, line.is_bold] += count
    if not sizes:
        return Body(10.5, frozenset({""}), False)
    size = max(sizes.items(), key=lambda item: (item[1], item[0]))[0]
    total = sizes[size]
    used = {(font, bold): count for (own, font, bold), count in fonts.items() if own == size}
    exact: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            if round(line.size * 2) / 2 == size:
                exact[line.size] += round(line.box.width)
    bold = sum(count for (_, is_bold), count in used.items() if is_bold) > total / 2
    return Body(
        exact.most_common(1)[0][0],
        frozenset(font for (font, _), count in used.items() if count >= 0.08 * total),
        bold,
    )
