"""Find the units of a text: which markers open one, and where its title ends.

A marker opens a unit only at the beginning of a line, where the previous unit has ended (。, 】, a
closed 再掲 mark or a heading), and where the outline allows it under the open part.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from policygraph.core.fold import fold_width
from policygraph.document.model import Span
from policygraph.document.numbers import number_value, printed_number
from policygraph.document.outline import Choice, Level, Outline
from policygraph.document.sentences import bracketed, caption_begin, sentence_ends, strip
from policygraph.document.titles import (
    LineLayout,
    choose_title_end,
    could_be_title,
    title_line_end,
)
from policygraph.sources import SourceText

_WINDOW = 400  # characters looked at around a place; longer brackets are not believed


@dataclass(frozen=True, slots=True)
class Unit:
    """A marker and what stands behind it, up to the next unit."""

    level: Level
    part: str
    number: str
    marker: Span
    title: Span | None
    content: Span


@dataclass(frozen=True, slots=True)
class _Opening:
    level: Level
    part: str
    number: str
    marker: Span
    title: Span | None
    text_begin: int  # where content begins


class Scanner:
    """One pass over a text. `units` gives the result."""

    def __init__(self, source: SourceText, outline: Outline) -> None:
        self.source = source
        self.outline = outline
        self.words = outline.words
        self.folded = fold_width(source.text)
        self._line_starts = frozenset(source.line_starts)
        self._markers = [(level, level.marker.match) for level in outline.levels]
        self.candidates = [
            (offset, matches) for offset in source.line_starts if (matches := self._matches(offset))
        ]
        self.marker_offsets = tuple(offset for offset, _ in self.candidates)
        self.layout = LineLayout(source, frozenset(self.marker_offsets))
        closing = re.escape(self.words.closing)
        self._ended = re.compile(f"{self.words.sentence_end}[{closing}]*$")
        self._strongly_ended = re.compile(
            f"(?:{self.words.tag_close}|{self.words.reprise_mark.pattern})$"
        )
        # Words behind a tag that no full stop ends: a caption, a footnote mark.
        self._tagged = re.compile(
            f"{self.words.tag_close}[^{self.words.sentence_end}{self.words.tag_open}]*$"
        )

    def _matches(self, offset: int) -> list[tuple[Level, re.Match[str]]]:
        return [
            (level, match)
            for level, match_marker in self._markers
            if (match := match_marker(self.folded, offset))
        ]

    def units(self) -> tuple[Span, list[Unit]]:
        """Scan the text.

        Returns:
            The span before the first unit, and the units in order.
        """
        openings: list[_Opening] = []
        stack: list[_Opening] = []
        for offset, matches in self.candidates:
            if openings and offset < openings[-1].text_begin:
                continue
            opening = self._first(matches, stack, openings)
            while opening is not None:
                rank = opening.level.rank
                stack = [held for held in stack if held.level.rank < rank] + [opening]
                openings.append(opening)
                # The text glued to a fixed title may begin with a marker.
                glued = opening.level.title == "fixed" and opening.text_begin > offset
                begin = opening.text_begin
                at_line = begin in self._line_starts
                opening = (
                    self._first(self._matches(begin), stack, openings)
                    if glued and not at_line
                    else None
                )
        ends = [*(opening.marker.begin for opening in openings), len(self.source.text)][1:]
        units = [
            Unit(o.level, o.part, o.number, o.marker, o.title, Span(o.text_begin, end))
            for o, end in zip(openings, ends, strict=True)
        ]
        first = openings[0].marker.begin if openings else len(self.source.text)
        return Span(0, first), units

    def _first(
        self,
        matches: list[tuple[Level, re.Match[str]]],
        stack: list[_Opening],
        before: list[_Opening],
    ) -> _Opening | None:
        """What the first of the markers that fits opens."""
        for level, match in matches:
            opening = self._open(level, match, stack, before)
            if opening is not None:
                return opening
        return None

    def _open(
        self, level: Level, match: re.Match[str], stack: list[_Opening], before: list[_Opening]
    ) -> _Opening | None:
        """What the marker opens, or ``None`` where it is part of the running text."""
        parents = [held for held in stack if held.level.rank < level.rank]
        parent = parents[-1].part if parents else "document"
        if parent not in level.under:
            return None
        strength = self._end_before(match, before[-1] if before else None)
        if strength == "open" and self._stands_alone(level, match):
            strength = "sentence"
        if strength == "open":
            return None
        if level.title == "none":
            return _Opening(level, level.parts[0], "", Span(*match.span()), None, match.end())
        if level.title == "marker":
            title = Span(*match.span("title"))
            marker = Span(match.start(), title.begin)
            return _Opening(level, level.parts[0], level.number, marker, title, match.end())
        number = printed_number(match["number"])
        siblings = [held for held in stack if held.level.rank == level.rank]
        last = number_value(siblings[-1].number) if siblings else 0
        value = number_value(number)
        # A Latin I or i) begins many a word; only the next number in sequence is believed.
        strict = level.consecutive and (strength == "sentence" or match["number"].isascii())
        if strict and value != last + 1:
            return None
        return self._open_heading(
            level, match, number, parents, certain=strength != "sentence", next_number=value > last
        )

    def _stands_alone(self, level: Level, match: re.Match[str]) -> bool:
        """A marker and its title from the outline are all of their line."""
        if level.title == "marker":
            return not self.folded[match.end() : self._line_end(match.end())].strip()
        if level.title != "fixed":
            return False
        begin = match.end() + (self.folded[match.end() : match.end() + 1] == " ")
        end = self._line_end(begin)
        words = self.folded[begin:end].strip()
        return any(t.fullmatch(words) for choice in level.choices for t in choice.titles)

    def _end_before(self, marker: re.Match[str], last: _Opening | None) -> str:
        """How the unit before a marker ended: ``start`` ``strong`` ``sentence`` or ``open``."""
        offset = marker.start()
        begin = max(last.text_begin if last else 0, offset - _WINDOW)
        before = self.folded[begin:offset].rstrip()
        if not before:
            return "start"
        if self._strongly_ended.search(before):
            return "strong"
        if self._tagged.search(before) and offset in self._line_starts:
            return "strong"
        if not self._ended.search(before):
            if last is None:  # a title page ends as it likes
                return "sentence"
            lines = self.source.line_starts
            if caption_begin(self.folded, begin, offset, lines, self.words) is not None:
                return "strong"
            if self.layout.ends_paragraph(offset) or self._ends_without_stop(before, last, offset):
                return "strong"
            return "open"
        end = min(len(self.folded), offset + _WINDOW)
        enclosing = bracketed(self.folded, begin, end, self.words)
        # The ） of ⅰ） closes nothing.
        inside = any(b.begin < offset and b.end > marker.end() for b in enclosing)
        return "open" if inside else "sentence"

    def _ends_without_stop(self, before: str, last: _Opening, offset: int) -> bool:
        """A bullet that is complete, among bullets none of which ends in a full stop."""
        if last.level.title != "none":
            return False
        index = bisect_left(self.marker_offsets, offset)
        heading = next(
            (
                following
                for following, matches in self.candidates[index : index + 40]
                if any(level.title != "none" for level, _ in matches)
            ),
            len(self.folded),
        )
        if self.folded.find(self.words.sentence_end, last.text_begin, heading) >= 0:
            return False
        return bool(
            self.words.item_complete.search(before) or self.words.title_complete.search(before)
        )

    def _open_heading(
        self,
        level: Level,
        match: re.Match[str],
        number: str,
        parents: list[_Opening],
        *,
        certain: bool,
        next_number: bool,
    ) -> _Opening | None:
        marker = Span(*match.span())
        begin = match.end()
        if level.title == "fixed":
            return self._fixed(level, marker, number, certain=certain)
        if not certain and self.words.goes_on.match(self.folded, begin):
            return None
        if level.title == "line":
            end: int | None = self._line_end(begin)
            if not could_be_title(self.folded[begin:end].strip(), self.words):
                return None
        else:
            end = self._open_title_end(
                level, begin, parents, certain=certain, next_number=next_number
            )
        if end is None:
            return None
        index = bisect_left(self.source.line_starts, begin + 1)
        while (start := self.source.line_starts[index : index + 1]) and start[0] < end:
            if self.words.caption.match(self.folded, start[0]):
                end = start[0]
            index += 1
        title = strip(self.source.text, Span(begin, end))
        return _Opening(level, level.parts[0], number, marker, title, end)

    def _fixed(self, level: Level, marker: Span, number: str, *, certain: bool) -> _Opening | None:
        begin = marker.end + (self.folded[marker.end : marker.end + 1] == " ")
        by_title: list[tuple[int, Choice]] = [
            (match.end(), choice)
            for choice in level.choices
            for title in choice.titles
            if (match := title.match(self.folded, begin))
        ]
        if by_title:
            end, choice = max(by_title, key=lambda found: found[0])
            if not certain and self.words.goes_on.match(self.folded, end):
                at_line = end in self._line_starts
                if not at_line:
                    return None  # ［Ｃ］重きを置くべき取組に示すとおり
        else:
            named = [choice for choice in level.choices if choice.number == number]
            end = self._line_end(begin)
            if not named or not could_be_title(self.folded[begin:end].strip(), self.words):
                return None
            choice = named[0]
        title = strip(self.source.text, Span(begin, end))
        return _Opening(level, choice.part, number, marker, title, end)

    def _line_end(self, offset: int) -> int:
        starts = self.source.line_starts
        index = bisect_left(starts, offset + 1)
        return starts[index] if index < len(starts) else len(self.folded)

    def _open_title_end(
        self,
        level: Level,
        begin: int,
        parents: list[_Opening],
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
        stop = next(sentence_ends(self.folded, begin, window, self.words), len(self.folded))
        held = [*(parent.part for parent in parents), level.parts[0]]
        ranks = [*(parent.level.rank for parent in parents), level.rank]
        bullets: list[int] = []
        for index in range(bisect_left(self.marker_offsets, begin + 1), len(self.candidates)):
            offset, matches = self.candidates[index]
            if offset >= stop:
                break
            allowed = [lv for lv, _ in matches if self._may_follow(lv, held, ranks)]
            headings = [lv for lv in allowed if lv.title != "none"]
            if headings and not bullets:
                if not certain and all(lv.rank <= level.rank for lv in headings):
                    return None
                title = self.folded[begin:offset].strip()
                return offset if could_be_title(title, self.words) else None
            if any(lv.title == "none" for lv in allowed):
                bullets.append(offset)
        if bullets:
            end = choose_title_end(self.folded, begin, bullets, self.layout, self.words)
            return end if could_be_title(self.folded[begin:end].strip(), self.words) else None
        if not certain and (not next_number or self._holds_bullets(level)):
            return None
        return title_line_end(
            self.folded, begin, self.source.line_starts, self.layout, self.words, certain=certain
        )

    def _holds_bullets(self, level: Level) -> bool:
        """Bullets stand directly under this level (a group), so running text does not."""
        return any(part in self.outline.holds_items for part in level.parts)

    @staticmethod
    def _may_follow(level: Level, held: list[str], ranks: list[int]) -> bool:
        above = [part for part, rank in zip(held, ranks, strict=True) if rank < level.rank]
        return (above[-1] if above else "document") in level.under
