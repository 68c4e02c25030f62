"""Where a title ends.

A title may wrap, and a wrap may put ・ at the beginning of a line (大学発 / ・国研発ベンチャーの創出促進),
where it looks like the first bullet under the title. What tells them apart, in this order: in a
layout of fixed width a line that is not full ends its title; a title is a complete noun phrase;
and a bullet runs to a full stop.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from policygraph.document.outline import Words
from policygraph.text import SourceText

_SLACK = 4  # characters by which a full line may fall short: half-width letters, hanging marks
_FIXED_SHARE = 0.8  # of the wrapped lines are full in a layout of fixed width
_NEXT_WORD = re.compile(r"[A-Za-z0-9.]+|.", re.DOTALL)
_NOUN_END = re.compile(r"[一-龥々ァ-ヶーA-Za-z0-9」』)）]$")
_VERBAL = re.compile(r"を[一-龥ァ-ヶー]+$")


@dataclass(frozen=True)
class LineLayout:
    """How the raw file breaks its lines."""

    source: SourceText
    _ends_unit: frozenset[str] = field(default=frozenset("。】）)"))

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
        )
        if len(wrapped) < 8:
            return None
        width = wrapped[len(wrapped) * 95 // 100]
        full = sum(length >= width - _SLACK for length in wrapped)
        return width if full >= _FIXED_SHARE * len(wrapped) else None

    def breaks_early(self, line_start: int) -> bool:
        """The line before ``line_start`` had room for more: its end was meant."""
        if self.width is None:
            return False
        index = bisect_left(self.source.line_starts, line_start)
        next_word = _NEXT_WORD.match(self.source.text, line_start)
        room = self.width - self.length(index - 1)
        return room > _SLACK + (len(next_word.group()) if next_word else 1)


def could_be_title(folded: str, words: Words) -> bool:
    """Nothing in the words speaks against a title: it begins like one and does not break off."""
    return (
        words.title_never_begins.match(folded) is None
        and not folded.endswith(("、", "，", ","))
        and words.sentence_end not in folded
    )


def is_complete_title(folded: str, words: Words) -> bool:
    """The words end in a noun of action or result that no を governs (強化, not を強化)."""
    return (
        could_be_title(folded, words)
        and words.title_complete.search(folded) is not None
        and _VERBAL.search(folded) is None
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
    folded: str, begin: int, line_starts: tuple[int, ...], layout: LineLayout, words: Words
) -> int | None:
    """Where a title ends that running text follows, or ``None`` where it is no title.

    Only lines tell: the title ends with the first line that was not full, or else with the first
    line at whose end it is complete; a line that breaks off in a verb is no title.
    """
    index = bisect_left(line_starts, begin + 1)
    ends = [*line_starts[index : index + 3]]
    for end in ends:
        title = folded[begin:end].strip()
        if not could_be_title(title, words):
            return None
        if is_complete_title(title, words):
            return end
        if layout.breaks_early(end):
            return end if _NOUN_END.search(title) else None
    return None
