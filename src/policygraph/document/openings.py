"""What may open a block of a text: markers at the beginnings of lines, and what the file itself sets apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.document.outline import Level, Outline
from policygraph.document.tree import Span
from policygraph.sources import Block, SourceText

# Rows that the outline does not ask for: they end what is before them.
_SIGN = re.compile(r"(?:[^\w\s「『(\[【〔<〈《]|[0-9]{1,2}[.)]|\([0-9]{1,2}\)|[①-⑳]) ?")
_HEADING_SIGN = re.compile(r"#{1,6} ?")  # of Markdown, which its reader leaves standing
TABLE = Level(1 << 30, ("table",), re.compile("(?!)"), frozenset(), "none")


@dataclass(frozen=True, slots=True)
class Opening:
    """What may open a block: a marker, or a block of the file; ``number`` and ``title`` where it holds them."""

    level: Level
    span: Span
    number: str | None = None
    title: Span | None = None
    block: Block | None = None

    @property
    def begin(self) -> int:
        """Where it begins."""
        return self.span.begin


class Openings:
    """The openings of a text.

    Args:
        source: the text, folded.
        outline: what opens its parts and items.
    """

    def __init__(self, source: SourceText, outline: Outline) -> None:
        self.source, self.folded = source, source.text
        self._markers = [
            (level, level.marker.match)
            for level in outline.levels
            if level.marker is not None and not level.heading
        ]
        self._listed = [level for level in outline.levels if level.listed]
        self._by_heading: dict[int, list[Level]] = {}
        for level in outline.levels:
            if level.heading:
                self._by_heading.setdefault(level.heading, []).append(level)
        self._rows = [level for level in outline.levels if level.rows]
        self._lines = [level for level in outline.levels if level.lines]
        self._body_label = outline.signs.body_label

    def candidates(self) -> Iterator[tuple[int, list[Opening]]]:
        """Where a block may open, and what may open it, ascending."""
        blocks = {block.begin: block for block in self.source.blocks}
        inside = [Span(b.begin, b.end) for b in self.source.blocks if b.kind in ("heading", "row")]
        for offset in sorted({*self.source.line_starts, *blocks}):
            openings: list[Opening] = []
            block = blocks.get(offset)
            if block is not None and block.kind == "heading" and block.level in self._by_heading:
                openings = [self._heading(block)]
            elif block is not None and block.kind == "row":
                # Without a level that reads it a row is no running text either.
                level = self._rows[0] if self._rows else TABLE
                openings = [Opening(level, Span(offset, block.end), block=block)]
            elif block is not None and block.kind == "item" and self._listed:
                openings = [*self.at(offset), self._item(self._listed[0], block)]
            elif block is not None or not _within(offset, inside):
                openings = self.at(offset)
            if openings:
                yield offset, openings

    def _heading(self, block: Block) -> Opening:
        """A heading of the file: of its levels, the first whose marker it has, or else the one without."""
        sign = _HEADING_SIGN.match(self.folded, block.begin, block.end)
        begin = sign.end() if sign else block.begin
        levels = self._by_heading[block.level]
        found = ((lv, lv.marker.match(self.folded, begin, block.end)) for lv in levels if lv.marker)
        plain = next((lv for lv in levels if lv.marker is None), levels[0])
        level, marker = next(((lv, match) for lv, match in found if match), (plain, None))
        begin = marker.end() if marker else begin
        number = marker["number"] if marker and "number" in marker.re.groupindex else None
        title = Span(begin, block.end)
        return Opening(level, Span(block.begin, begin), number, title, block)

    def _item(self, level: Level, block: Block) -> Opening:
        """An item of a list; the sign before it, where there is one, is no word of it."""
        sign = _SIGN.match(self.folded, block.begin, block.end)
        end = sign.end() if sign else block.begin
        return Opening(level, Span(block.begin, end), block=block)

    def at(self, offset: int) -> list[Opening]:
        """The markers that stand there."""
        found = []
        if self._body_label.match(self.folded, offset):  # 【担当】国土交通省: no heading
            return []
        for level, match_marker in self._markers:
            match = match_marker(self.folded, offset)
            if match is None or match.end() == offset:
                continue
            if level.spaced and not self._is_spaced(match.end()):
                continue
            groups = match.re.groupindex
            number = match["number"] if "number" in groups else None
            title = Span(*match.span("title")) if level.title == "marker" else None
            found.append(Opening(level, Span(*match.span()), number, title))
        if not found and self._lines:
            found += [Opening(level, Span(offset, offset)) for level in self._lines]
        return found

    def _is_spaced(self, offset: int) -> bool:
        """White space stands before this character in the file."""
        raw = self.source.raw_offset(offset)
        return self.source.raw[raw - 1 : raw].isspace()


def _within(offset: int, spans: list[Span]) -> bool:
    """Whether an offset lies inside one of some spans, behind its beginning; they ascend."""
    index = bisect_right(spans, (offset, -1)) - 1
    return index >= 0 and spans[index].begin < offset < spans[index].end
