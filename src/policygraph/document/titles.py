"""How a text is set in lines, and where a title ends.

A title may wrap, and a wrap may put ・ at the beginning of a line (大学発 / ・国研発ベンチャーの創出促進),
where it looks like the first bullet under the title. What tells them apart, in this order: in a
layout of fixed width a line that is not full ends its title; a title is a complete noun phrase;
and a bullet runs to a full stop.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from policygraph.document.outline import Signs
from policygraph.sources import SourceText

_SLACK = 4  # characters by which a full line may fall short: half-width letters, hanging marks
_ENOUGH = 8  # lines, to tell a layout by
_FIXED_SHARE = 0.8  # of the wrapped lines are full in a layout of fixed width
_ENDS_UNIT = "。】）)"
_NEXT_WORD = re.compile(r"[A-Za-z0-9.]+|.", re.DOTALL)
_NOUN_END = re.compile(r"[一-龥々ァ-ヶーA-Za-z0-9」』)）]$")
_VERBAL = re.compile(r"を[一-龥ァ-ヶー]+$")


@dataclass(frozen=True)
class SetText:
    """A text with its lines.

    Attributes:
        folded: the text after folding.
        markers: the offsets at which lines begin with a marker, ascending.
    """

    source: SourceText
    folded: str
    signs: Signs
    markers: tuple[int, ...]

    @cached_property
    def _line_starts(self) -> frozenset[int]:
        return frozenset(self.source.line_starts)

    @cached_property
    def _marked(self) -> frozenset[int]:
        return frozenset(self.markers)

    def starts_line(self, offset: int) -> bool:
        """Whether a raw line begins there."""
        return offset in self._line_starts

    def line_end(self, offset: int) -> int:
        """Where the line that holds ``offset`` ends."""
        starts = self.source.line_starts
        index = bisect_left(starts, offset + 1)
        return starts[index] if index < len(starts) else len(self.folded)

    def _length(self, line_index: int) -> int:
        begin = self.source.line_starts[line_index]
        return self.line_end(begin) - begin

    @cached_property
    def width(self) -> int | None:
        """The number of characters a full line holds, or ``None`` where no width is kept."""
        text, starts = self.source.text, self.source.line_starts
        wrapped = sorted(
            self._length(index)
            for index in range(len(starts) - 1)
            if text[starts[index + 1] - 1] not in _ENDS_UNIT
            and starts[index + 1] not in self._marked  # a heading may end before it
        )
        if len(wrapped) < _ENOUGH:
            return None
        width = wrapped[len(wrapped) * 95 // 100]
        full = sum(length >= width - _SLACK for length in wrapped)
        return width if full >= _FIXED_SHARE * len(wrapped) else None

    @cached_property
    def is_unwrapped(self) -> bool:
        """Every paragraph is one line: the lines that no marker opens end in a full stop or tag."""
        text, starts = self.source.text, self.source.line_starts
        ends = [*starts[1:], len(text)]
        running = [
            text[end - 1] in _ENDS_UNIT
            for begin, end in zip(starts, ends, strict=True)
            if begin not in self._marked
        ]
        opened = len(starts) - len(running)
        return opened >= _ENOUGH and sum(running) >= 0.9 * len(running)

    def breaks_early(self, line_start: int) -> bool:
        """The line before ``line_start`` had room for more: its end was meant."""
        if self.width is None:
            return False
        index = bisect_left(self.source.line_starts, line_start)
        next_word = _NEXT_WORD.match(self.source.text, line_start)
        room = self.width - self._length(index - 1)
        return room > _SLACK + (len(next_word.group()) if next_word else 1)

    def ends_paragraph(self, line_start: int) -> bool:
        """The layout alone says that a paragraph ends before ``line_start``."""
        return self.is_unwrapped or self.breaks_early(line_start)

    def caption_begin(self, begin: int, end: int) -> int | None:
        """Where the caption of a table or picture begins that stands behind an ended unit.

        Args:
            begin, end: the unit, or what there is of it up to a marker.

        Returns:
            The offset of the first line that begins one and that no full stop and no tag follows.
        """
        signs, starts = self.signs, self.source.line_starts
        last = max(self.folded.rfind(s, begin, end) for s in (signs.sentence_end, signs.tag_close))
        after = max(begin, last + 1)
        for index in range(bisect_left(starts, after), bisect_left(starts, end)):
            if signs.caption.match(self.folded, starts[index], end):
                between = self.folded[after : starts[index]].strip(signs.closing + " ")
                return None if between else starts[index]
        return None

    def could_be_title(self, begin: int, end: int) -> bool:
        """Nothing in the words speaks against a title: no sentence in them, and none broken off."""
        words = self.folded[begin:end].strip()
        return (
            not words.endswith(("、", "，", ","))
            and self.signs.sentence_end not in words
            and self.signs.tag_open not in words
        )

    def is_complete_title(self, begin: int, end: int) -> bool:
        """The words end in a noun of action or result that no を governs (強化, not を強化)."""
        words = self.folded[begin:end].strip()
        return (
            self.could_be_title(begin, end)
            and self.signs.title_complete.search(words) is not None
            and _VERBAL.search(words) is None
            and all(
                words.count(opening) == words.count(closing)
                for opening, closing in zip(self.signs.opening, self.signs.closing, strict=True)
            )
        )

    def choose_title_end(self, candidates: list[int]) -> int:
        """Choose which of the bullets at line starts is the first one under a title.

        Args:
            candidates: the offsets of ・ at line starts before the first full stop, at least one.

        Returns:
            The candidate at which the title ends.
        """
        for candidate in candidates:
            if self.breaks_early(candidate):
                return candidate
        chosen = 0
        for index in range(1, len(candidates)):
            begin, end = candidates[index - 1] + 1, candidates[index]
            if "、" in self.folded[begin:end] or not self.is_complete_title(begin, end):
                break
            chosen = index
        return candidates[chosen]

    def title_line_end(self, begin: int, *, certain: bool) -> int | None:
        """Where a title ends that running text follows, or ``None`` where it is no title.

        Only lines tell. The title ends with the first line that was not full, or else with the
        first line at whose end it is complete; not before words that go on with it.

        Args:
            begin: where the title's words begin.
            certain: what stands before the marker leaves no doubt that it opens a heading. Then
                the title ends with its line where nothing says better.
        """
        starts = self.source.line_starts
        index = bisect_left(starts, begin + 1)
        ends = [
            end
            for end in starts[index : index + 3]
            if self.could_be_title(begin, end) and not self.signs.goes_on.match(self.folded, end)
        ]
        for end in ends:
            if self.is_complete_title(begin, end):
                return end
            if self.ends_paragraph(end):
                noun = _NOUN_END.search(self.folded[begin:end].strip())
                return end if certain or noun else None
        return ends[0] if certain and ends else None
