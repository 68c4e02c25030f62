"""Find the blocks of a text: which markers open one, and where its title ends.

A marker opens a block only at the beginning of a line, where the previous one has ended (。, 】, a
closed 再掲 mark or a heading), and where the outline allows it under the open part.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Literal

from policygraph.document.outline import Choice, Level, Outline, number_value, printed_number
from policygraph.document.sentences import bracketed, sentence_ends, strip
from policygraph.document.titles import SetText
from policygraph.document.tree import Span
from policygraph.sources import SourceText

_WINDOW = 400  # characters looked at around a place; longer brackets are not believed
_NEAR = 40  # markers among which the next heading is looked for

Matches = list[tuple[Level, re.Match[str]]]
# How what stands before a marker ended: it did not; with a full stop; beyond doubt.
Ending = Literal["open", "sentence", "certain"]


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A marker, a title where it has one, and what stands behind it up to the next block."""

    level: Level
    part: str
    number: str
    marker: Span
    title: Span | None
    content: Span


class Scanner:
    """One pass over a text.

    Args:
        source: the text, folded.
        outline: the markers of its series.
        root: the part type that the text stands in; ``document`` where it is a document's own.
    """

    def __init__(self, source: SourceText, outline: Outline, root: str) -> None:
        self.outline = outline
        self.root = root
        self.signs = outline.signs
        self.folded = source.text
        self._markers = [(level, level.marker.match) for level in outline.levels]
        self._candidates = [
            (offset, matches) for offset in source.line_starts if (matches := self._matches(offset))
        ]
        self.text = SetText(
            source, self.folded, self.signs, tuple(offset for offset, _ in self._candidates)
        )
        closing = re.escape(self.signs.closing)
        self._ended = re.compile(f"{self.signs.sentence_end}[{closing}]*$")
        self._strongly_ended = re.compile(
            f"(?:{self.signs.tag_close}|{self.signs.reprise_mark.pattern})$"
        )
        self._tag_signs = re.compile(
            f"[{self.signs.tag_open}{self.signs.tag_close}{self.signs.sentence_end}]"
        )
        # Words behind a tag that no full stop ends: a caption, a footnote mark.
        self._tagged = re.compile(
            f"{self.signs.tag_close}[^{self.signs.sentence_end}{self.signs.tag_open}]*$"
        )

    def _matches(self, offset: int) -> Matches:
        return [
            (level, match)
            for level, match_marker in self._markers
            if (match := match_marker(self.folded, offset))
        ]

    def scan(self) -> tuple[Span, list[MarkedBlock]]:
        """Scan the text.

        Returns:
            The span before the first block, and the blocks in order.
        """
        opened: list[MarkedBlock] = []
        stack: list[MarkedBlock] = []
        for offset, matches in self._candidates:
            if opened and offset < opened[-1].content.begin:
                continue
            block = self._first(matches, stack, opened)
            while block is not None:
                stack = [held for held in stack if held.level.rank < block.level.rank] + [block]
                opened.append(block)
                # The text glued to a fixed title may begin with a marker.
                begin = block.content.begin
                glued = block.level.title == "fixed" and not self.text.starts_line(begin)
                block = self._first(self._matches(begin), stack, opened) if glued else None
        end = len(self.folded)
        ends = [*(block.marker.begin for block in opened), end][1:]
        blocks = [
            replace(block, content=Span(block.content.begin, following))
            for block, following in zip(opened, ends, strict=True)
        ]
        return Span(0, blocks[0].marker.begin if blocks else end), blocks

    def _first(
        self, matches: Matches, stack: list[MarkedBlock], before: list[MarkedBlock]
    ) -> MarkedBlock | None:
        """What the first of the markers that fits opens; its content is not yet ended."""
        last = before[-1] if before else None
        for level, match in matches:
            block = self._open(level, match, stack, last)
            if block is not None:
                return block
        return None

    def _open(
        self, level: Level, match: re.Match[str], stack: list[MarkedBlock], last: MarkedBlock | None
    ) -> MarkedBlock | None:
        """What the marker opens, or ``None`` where it is part of the running text."""
        parents = [held for held in stack if held.level.rank < level.rank]
        if (parents[-1].part if parents else self.root) not in level.under:
            return None
        ending = self._end_before(match, last)
        if ending == "open" and self._stands_alone(level, match):
            ending = "sentence"
        if ending == "open":
            return None
        if level.title == "none":
            return self._block(level, "", Span(*match.span()), None, match.end())
        if level.title == "marker":
            title = Span(*match.span("title"))
            marker = Span(match.start(), title.begin)
            return self._block(level, level.number, marker, title, match.end())
        number = printed_number(match["number"])
        siblings = [held for held in stack if held.level.rank == level.rank]
        previous = number_value(siblings[-1].number) if siblings else 0
        value = number_value(number)
        # A Latin I or i) begins many a word; only the next number in sequence is believed.
        strict = level.consecutive and (ending == "sentence" or match["number"].isascii())
        if strict and value != previous + 1:
            return None
        return self._open_heading(
            level,
            Span(*match.span()),
            number,
            parents,
            certain=ending == "certain",
            next_number=value > previous,
        )

    @staticmethod
    def _block(
        level: Level, number: str, marker: Span, title: Span | None, end: int, part: str = ""
    ) -> MarkedBlock:
        return MarkedBlock(level, part or level.parts[0], number, marker, title, Span(end, end))

    def _stands_alone(self, level: Level, match: re.Match[str]) -> bool:
        """A marker and its title from the outline are all of their line."""
        end = match.end()
        if level.title == "marker":
            return not self.folded[end : self.text.line_end(end)].strip()
        if level.title != "fixed":
            return False
        begin = end + (self.folded[end : end + 1] == " ")
        words = self.folded[begin : self.text.line_end(begin)].strip()
        return any(t.fullmatch(words) for choice in level.choices for t in choice.titles)

    def _end_before(self, marker: re.Match[str], last: MarkedBlock | None) -> Ending:
        """How the block before a marker ended."""
        offset = marker.start()
        begin = max(last.content.begin if last else 0, offset - _WINDOW)
        before = self.folded[begin:offset].rstrip()
        if not before or self._strongly_ended.search(before) or self._is_tag_torn(before, offset):
            return "certain"
        if self._tagged.search(before) and self.text.starts_line(offset):
            return "certain"
        if not self._ended.search(before):
            if last is None:  # a title page ends as it likes
                return "sentence"
            ended = (
                self.text.caption_begin(begin, offset) is not None
                or self.text.ends_paragraph(offset)
                or self._ends_without_stop(before, last, offset)
            )
            return "certain" if ended else "open"
        end = min(len(self.folded), offset + _WINDOW)
        enclosing = bracketed(self.folded, begin, end, self.signs)
        # The ） of ⅰ） closes nothing.
        inside = any(b.begin < offset and b.end > marker.end() for b in enclosing)
        return "open" if inside else "sentence"

    def _is_tag_torn(self, before: str, offset: int) -> bool:
        """A 【 stands open, and what follows the marker does not close it."""
        signs = self.signs
        if before.rfind(signs.tag_open) <= before.rfind(signs.tag_close):
            return False
        following = self._tag_signs.search(self.folded, offset, offset + _WINDOW)
        return following is None or following.group() != signs.tag_close

    def _ends_without_stop(self, before: str, last: MarkedBlock, offset: int) -> bool:
        """A bullet that is complete, among bullets none of which ends in a full stop."""
        if last.level.title != "none":
            return False
        index = bisect_left(self.text.markers, offset)
        heading = next(
            (
                following
                for following, matches in self._candidates[index : index + _NEAR]
                if any(level.title != "none" for level, _ in matches)
            ),
            len(self.folded),
        )
        if self.folded.find(self.signs.sentence_end, last.content.begin, heading) >= 0:
            return False
        return bool(
            self.signs.item_complete.search(before) or self.signs.title_complete.search(before)
        )

    def _open_heading(
        self,
        level: Level,
        marker: Span,
        number: str,
        parents: list[MarkedBlock],
        *,
        certain: bool,
        next_number: bool,
    ) -> MarkedBlock | None:
        """A heading with a title of the text's own, or one that the outline fixes."""
        begin = marker.end
        if level.title == "fixed":
            return self._fixed(level, marker, number, certain=certain)
        if not certain and self.signs.goes_on.match(self.folded, begin):
            return None
        if level.title == "line":
            line_end = self.text.line_end(begin)
            end = line_end if self.text.could_be_title(begin, line_end) else None
        else:
            end = self._title_end(level, begin, parents, certain=certain, next_number=next_number)
        if end is None:
            return None
        starts = self.text.source.line_starts
        for start in starts[bisect_left(starts, begin + 1) : bisect_left(starts, end)]:
            if self.signs.caption.match(self.folded, start):
                end = start
                break
        title = strip(self.text.source.text, Span(begin, end))
        return self._block(level, number, marker, title, end)

    def _fixed(
        self, level: Level, marker: Span, number: str, *, certain: bool
    ) -> MarkedBlock | None:
        begin = marker.end + (self.folded[marker.end : marker.end + 1] == " ")
        by_title: list[tuple[int, Choice]] = [
            (match.end(), choice)
            for choice in level.choices
            for title in choice.titles
            if (match := title.match(self.folded, begin))
        ]
        if by_title:
            end, choice = max(by_title, key=lambda found: found[0])
            goes_on = self.signs.goes_on.match(self.folded, end) is not None
            if goes_on and not certain and not self.text.starts_line(end):
                return None  # ［Ｃ］重きを置くべき取組に示すとおり
        else:
            named = [choice for choice in level.choices if choice.number == number]
            end = self.text.line_end(begin)
            if not named or not self.text.could_be_title(begin, end):
                return None
            choice = named[0]
        title = strip(self.text.source.text, Span(begin, end))
        return self._block(level, number, marker, title, end, choice.part)

    def _title_end(
        self,
        level: Level,
        begin: int,
        parents: list[MarkedBlock],
        *,
        certain: bool,
        next_number: bool,
    ) -> int | None:
        """Where a title ends that may run over several lines; ``None`` where it is no title.

        Behind a mere full stop a marker may belong to the running text (（１）…、（２）… in one
        sentence): there it opens a heading only where a marker of a lower level follows, or, with
        the next number in sequence, running text.
        """
        window = min(len(self.folded), begin + _WINDOW)
        stop = next(sentence_ends(self.folded, begin, window, self.signs), len(self.folded))
        held = [(block.part, block.level.rank) for block in parents]
        held.append((level.parts[0], level.rank))
        bullets: list[int] = []
        for index in range(bisect_left(self.text.markers, begin + 1), len(self._candidates)):
            offset, matches = self._candidates[index]
            if offset >= stop:
                break
            allowed = [lv for lv, _ in matches if self._may_follow(lv, held)]
            headings = [lv for lv in allowed if lv.title != "none"]
            if headings and not bullets:
                if not certain and all(lv.rank <= level.rank for lv in headings):
                    return None
                return offset if self.text.could_be_title(begin, offset) else None
            if any(lv.title == "none" for lv in allowed):
                bullets.append(offset)
        if bullets:
            end = self.text.choose_title_end(bullets)
            return end if self.text.could_be_title(begin, end) else None
        if not certain and (not next_number or self._holds_bullets(level)):
            return None
        return self.text.title_line_end(begin, certain=certain)

    def _holds_bullets(self, level: Level) -> bool:
        """Bullets stand directly under this level (a group), so running text does not."""
        return any(part in self.outline.holds_items for part in level.parts)

    def _may_follow(self, level: Level, held: list[tuple[str, int]]) -> bool:
        above = [part for part, rank in held if rank < level.rank]
        return (above[-1] if above else self.root) in level.under
