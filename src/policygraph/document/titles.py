"""Where a title ends.

A title may wrap, and a wrap may put ・ at the beginning of a line (大学発 / ・国研発ベンチャーの創出促進),
where it looks like the first bullet under the title. What tells them apart, in this order: what the file sets
apart, a blank line, and in a layout of fixed width a line that is not full end a title; a title is a complete
noun phrase; and a bullet runs to a full stop.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from policygraph.document.setting import SetText

_NOUN_END = re.compile(r"[一-龥々ァ-ヶーA-Za-z0-9」』)）]$")
_VERBAL = re.compile(r"を[一-龥ァ-ヶー]+$")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_LINES = 3  # that a title may take, beside what stands in brackets
_MOST_LINES = 12
_LONGEST = 120  # characters of a title, beside what stands in brackets
_MOST = 240


class Titles(SetText):
    """A text, and where the titles in it end."""

    def caption_begin(self, begin: int, end: int) -> int | None:
        """Where the caption of a table or picture begins that stands behind an ended unit.

        Args:
            begin, end: the unit, or what there is of it up to a marker.

        Returns:
            The offset of the first line that begins one and that no full stop and no tag follows.
        """
        signs, starts = self.signs, self.source.line_starts
        stops = [match.end() for match in signs.stop.finditer(self.folded, begin, end)]
        after = max(begin, *stops[-1:], self.folded.rfind(signs.tag_close, begin, end) + 1)
        for index in range(bisect_left(starts, after), bisect_left(starts, end)):
            if signs.caption.match(self.folded, starts[index], end):
                between = self.folded[after : starts[index]].strip(signs.closing + " ")
                return None if between else starts[index]
        return None

    def could_be_title(self, begin: int, end: int) -> bool:
        """Nothing in the words speaks against a title: no sentence in them, and none broken off."""
        words = self.folded[begin:end].strip()
        return (
            len(words) <= _MOST
            and len(_IN_BRACKETS.sub("", words)) <= _LONGEST
            and not words.endswith(("、", "，", ","))
            and self.signs.stop.search(self.folded, begin, end) is None
            and self.signs.tag_open not in words
        )

    def is_complete_title(self, begin: int, end: int) -> bool:
        """The words end in a noun of action or result that no を governs (強化, not を強化)."""
        words = self.folded[begin:end].strip()
        return (
            self.could_be_title(begin, end)
            and self.signs.title_complete.search(words) is not None
            and self._is_whole(words)
        )

    def choose_title_end(self, candidates: Sequence[int]) -> int:
        """Choose which of the bullets at line starts is the first one under a title.

        Args:
            candidates: the offsets of ・ at line starts before the first full stop, at least one.

        Returns:
            The candidate at which the title ends.
        """
        for candidate in candidates:
            if self.breaks_early(candidate) or self.is_set_apart(candidate):
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
        ends: list[int] = []
        near = starts[index : index + _MOST_LINES]
        closed = [end for end in near if self._closes(begin, end)]  # no title ends in brackets
        for end in (closed or near)[:_LINES]:
            if self.could_be_title(begin, end):
                if self.is_set_apart(end):
                    return end if certain or self._ends_in_noun(begin, end) else None
                if not self.signs.goes_on.match(self.folded, end):
                    ends.append(end)
        for end in ends:
            if self.is_complete_title(begin, end):
                return end
            if self.ends_paragraph(end):
                return end if certain or self._ends_in_noun(begin, end) else None
        if certain:
            return ends[0] if ends else None
        return next((end for end in ends[:1] if self._is_short_title(begin, end)), None)

    def _closes(self, begin: int, end: int) -> bool:
        words = self.folded[begin:end]
        return words.count("(") <= words.count(")")

    def stands_as_title(self, begin: int, end: int) -> bool:
        """A line is a noun phrase that had room for more, before words that do not go on with it."""
        return (
            self.could_be_title(begin, end)
            and self._ends_in_noun(begin, end)
            and not self.signs.goes_on.match(self.folded, end)
            and (self.is_set_apart(end) or self.is_short(end))
        )

    def is_item_title(self, begin: int, end: int) -> bool:
        """The first line of an item is a title of its own, which its other words do not go on with.

        An item wraps anywhere, also behind a noun: the setting of the lines has to say that the line
        ends, or in a text of too few lines to tell, its words that it is complete.
        """
        if not self.stands_as_title(begin, end):
            return False
        if self.is_complete_title(begin, end):
            return self.has_few_lines or self.ends_paragraph(end)
        return self._is_whole(self.folded[begin:end].strip()) and self.ends_paragraph(end)

    def _is_whole(self, words: str) -> bool:
        """No を governs the last noun, and every bracket is closed."""
        return _VERBAL.search(words) is None and all(
            words.count(opening) == words.count(closing)
            for opening, closing in zip(self.signs.opening, self.signs.closing, strict=True)
        )

    def _ends_in_noun(self, begin: int, end: int) -> bool:
        return _NOUN_END.search(self.folded[begin:end].strip()) is not None

    def _is_short_title(self, begin: int, end: int) -> bool:
        """A noun phrase on a line that had room for more, before running text."""
        return self._ends_in_noun(begin, end) and self.is_short(end)
