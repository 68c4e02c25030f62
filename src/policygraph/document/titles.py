"""Where a title ends.

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

from policygraph.document.outline import Words
from policygraph.sources import SourceText

_SLACK = 4  # characters by which a full line may fall short: half-width letters, hanging marks
_ENOUGH = 8  # lines, to tell a layout by
_FIXED_SHARE = 0.8  # of the wrapped lines are full in a layout of fixed width
_NEXT_WORD = re.compile(r"[A-Za-z0-9.]+|.", re.DOTALL)
_NOUN_END = re.compile(r"[一-龥々ァ-ヶーA-Za-z0-9」』)）]$")
_VERBAL = re.compile(r"を[一-龥ァ-ヶー]+$")


@dataclass(frozen=True)
class LineLayout:
    """How the raw file breaks its lines.

    Attributes:
        markers: the offsets at which lines begin with a marker.
    """

    source: SourceText
    markers: frozenset[int]
    _ends_unit: str = "。】）)"

    def length(self, line_index: int) -> int:
        """The length, in characters, of the words of a line of text."""
        starts = self.source.line_starts
        begin = starts[line_index]
        end = starts[line_index + 1] if line_index + 1 < len(starts) else len(self.source.text)
        return end - begin

    @cached_property
    def width(self) -> int | None:
        """The number of characters a full line holds, or ``None`` where no width is kept."""
        text, starts = self.source.text, self.source.line_starts
        wrapped = sorted(
            self.length(index)
            for index in range(len(starts) - 1)
            if text[starts[index + 1] - 1] not in self._ends_unit
            and starts[index + 1] not in self.markers  # a heading may end before it
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
            text[end - 1] in self._ends_unit
            for begin, end in zip(starts, ends, strict=True)
            if begin not in self.markers
        ]
        opened = len(starts) - len(running)
        return opened >= _ENOUGH and sum(running) >= 0.9 * len(running)

    def breaks_early(self, line_start: int) -> bool:
        """The line before ``line_start`` had room for more: its end was meant."""
        if self.width is None:
            return False
        index = bisect_left(self.source.line_starts, line_start)
        next_word = _NEXT_WORD.match(self.source.text, line_start)
        room = self.width - self.length(index - 1)
        return room > _SLACK + (len(next_word.group()) if next_word else 1)

    def ends_paragraph(self, line_start: int) -> bool:
        """The layout alone says that a paragraph ends before ``line_start``."""
        return self.is_unwrapped or self.breaks_early(line_start)


def could_be_title(folded: str, words: Words) -> bool:
    """Nothing in the words speaks against a title: no sentence in them, and none broken off."""
    return (
        not folded.endswith(("、", "，", ","))
        and words.sentence_end not in folded
        and words.tag_open not in folded
    )


def is_complete_title(folded: str, words: Words) -> bool:
    """The words end in a noun of action or result that no を governs (強化, not を強化)."""
    return (
        could_be_title(folded, words)
        and words.title_complete.search(folded) is not None
        and _VERBAL.search(folded) is None
        and all(
            folded.count(opening) == folded.count(closing)
            for opening, closing in zip(words.opening, words.closing, strict=True)
        )
    )


def choose_title_end(
    folded: str, title_begin: int, candidates: list[int], layout: LineLayout, words: Words
) -> int:
    """Choose which of the bullets at line starts is the first one under a title.

    Args:
        folded: the text after folding widths.
        title_begin: where the title's words begin.
        candidates: the offsets of ・ at line starts before the first full stop, at least one.
        layout: how the file breaks its lines.
        words: the words of the series.

    Returns:
        The candidate at which the title ends.
    """
    for candidate in candidates:
        if layout.breaks_early(candidate):
            return candidate
    chosen = 0
    for index in range(1, len(candidates)):
        between = folded[candidates[index - 1] + 1 : candidates[index]].strip()
        if "、" in between or not is_complete_title(between, words):
            break
        chosen = index
    return candidates[chosen]


def title_line_end(
    folded: str,
    begin: int,
    line_starts: tuple[int, ...],
    layout: LineLayout,
    words: Words,
    *,
    certain: bool,
) -> int | None:
    """Where a title ends that running text follows, or ``None`` where it is no title.

    Only lines tell. The title ends with the first line that was not full, or else with the first
    line at whose end it is complete; not before words that go on with it.

    Args:
        folded: the text after folding widths.
        begin: where the title's words begin.
        line_starts: offsets at which lines begin.
        layout: how the file breaks its lines.
        words: the words of the series.
        certain: what stands before the marker leaves no doubt that it opens a heading. Then the
            title ends with its line where nothing says better.
    """
    index = bisect_left(line_starts, begin + 1)
    ends = [
        end
        for end in line_starts[index : index + 3]
        if could_be_title(folded[begin:end].strip(), words)
    ]
    going_on = [end for end in ends if not words.goes_on.match(folded, end)]
    for end in going_on:
        title = folded[begin:end].strip()
        if is_complete_title(title, words):
            return end
        if layout.ends_paragraph(end):
            return end if certain or _NOUN_END.search(title) else None
    return going_on[0] if certain and going_on else None
