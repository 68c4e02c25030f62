"""Find the units of a text: which markers open one, and where its title ends.

A marker opens a unit only at the beginning of a line, where the previous unit has ended (。, 】, a
closed 再掲 mark or a heading), and where the outline allows it under the open part.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from policygraph.document.model import Span
from policygraph.document.numbers import number_value, printed_number
from policygraph.document.outline import Choice, Level, Outline
from policygraph.document.sentences import bracketed, sentence_ends, strip
from policygraph.document.titles import (
    LineLayout,
    choose_title_end,
    could_be_title,
    title_line_end,
)
from policygraph.text import SourceText
from policygraph.text.widths import fold_width

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
        self.layout = LineLayout(source)
        self.candidates = [
            (offset, matches) for offset in source.line_starts if (matches := self._matches(offset))
        ]
        self.marker_offsets = tuple(offset for offset, _ in self.candidates)
        closing = re.escape(self.words.closing)
        self._ended = re.compile(f"{self.words.sentence_end}[{closing}]*$")
        marks = f"{self.words.reprise_mark.pattern}|{self.words.partial_reprise_mark.pattern}"
        self._strongly_ended = re.compile(f"(?:{self.words.tag_close}|{marks})$")

    def _matches(self, offset: int) -> list[tuple[Level, re.Match[str]]]:
        return [
            (level, match)
            for level in self.outline.levels
            if (match := level.marker.match(self.folded, offset))
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
            for level, match in matches:
                opening = self._open(level, match, stack, openings)
                if opening is not None:
                    stack = [held for held in stack if held.level.rank < level.rank] + [opening]
                    openings.append(opening)
                    break
        ends = [*(opening.marker.begin for opening in openings), len(self.source.text)][1:]
        units = [
            Unit(o.level, o.part, o.number, o.marker, o.title, Span(o.text_begin, end))
            for o, end in zip(openings, ends, strict=True)
        ]
        first = openings[0].marker.begin if openings else len(self.source.text)
        return Span(0, first), units

    def _open(
        self, level: Level, match: re.Match[str], stack: list[_Opening], before: list[_Opening]
    ) -> _Opening | None:
        """What the marker opens, or ``None`` where it is part of the running text."""
        parents = [held for held in stack if held.level.rank < level.rank]
        parent = parents[-1].part if parents else "document"
        if parent not in level.under:
            return None
        strength = self._end_before(match.start(), before[-1] if before else None)
        if strength == "open":
            return None
        if level.title == "none":
            return _Opening(level, level.parts[0], "", Span(*match.span()), None, match.end())
        number = printed_number(match["number"])
        siblings = [held for held in stack if held.level.rank == level.rank]
        last = number_value(siblings[-1].number) if siblings else 0
        value = number_value(number)
        if level.consecutive and value != last + 1:
            return None
        if strength == "sentence" and value <= last:
            return None
        return self._open_heading(level, match, number, [*parents])

    def _end_before(self, offset: int, last: _Opening | None) -> str:
        """How the unit before ``offset`` ended: ``start`` ``strong`` ``sentence`` or ``open``."""
        begin = max(last.text_begin if last else 0, offset - _WINDOW)
        before = self.folded[begin:offset].rstrip()
        if not before:
            return "start"
        if self._strongly_ended.search(before):
            return "strong"
        if not self._ended.search(before):
            return "open"
        end = min(len(self.folded), offset + _WINDOW)
        enclosing = bracketed(self.source.text, begin, end, self.words)
        return "open" if any(b.begin < offset < b.end for b in enclosing) else "sentence"

    def _open_heading(
        self, level: Level, match: re.Match[str], number: str, parents: list[_Opening]
    ) -> _Opening | None:
        marker = Span(*match.span())
        begin = match.end()
        if level.title == "fixed":
            return self._fixed(level, marker, number)
        if level.title == "line":
            end = self._line_end(begin)
        else:
            found = self._open_title_end(level, begin, parents)
            if found is None:
                return None
            end = found
        title = strip(self.source.text, Span(begin, end))
        return _Opening(level, level.parts[0], number, marker, title, end)

    def _fixed(self, level: Level, marker: Span, number: str) -> _Opening | None:
        begin = marker.end + (self.folded[marker.end : marker.end + 1] == " ")
        by_title: list[tuple[int, Choice]] = [
            (match.end(), choice)
            for choice in level.choices
            for title in choice.titles
            if (match := title.match(self.folded, begin))
        ]
        if by_title:
            end, choice = max(by_title, key=lambda found: found[0])
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

    def _open_title_end(self, level: Level, begin: int, parents: list[_Opening]) -> int | None:
        """Where a title ends that may run over several lines; ``None`` where it is no title."""
        stop = next(
            sentence_ends(
                self.source.text, begin, min(len(self.folded), begin + _WINDOW), self.words
            ),
            len(self.folded),
        )
        held = [*(parent.part for parent in parents), level.parts[0]]
        ranks = [*(parent.level.rank for parent in parents), level.rank]
        first = bisect_left(self.marker_offsets, begin + 1)
        bullets: list[int] = []
        for offset, matches in self.candidates[first:]:
            if offset >= stop:
                break
            allowed = [lv for lv, _ in matches if self._may_follow(lv, held, ranks)]
            if any(lv.title != "none" for lv in allowed) and not bullets:
                title = self.folded[begin:offset].strip()
                return offset if could_be_title(title, self.words) else None
            if any(lv.title == "none" for lv in allowed):
                bullets.append(offset)
        if bullets:
            end = choose_title_end(self.folded, begin, bullets, self.layout, self.words)
            return end if could_be_title(self.folded[begin:end].strip(), self.words) else None
        return title_line_end(self.folded, begin, self.source.line_starts, self.layout, self.words)

    @staticmethod
    def _may_follow(level: Level, held: list[str], ranks: list[int]) -> bool:
        above = [part for part, rank in zip(held, ranks, strict=True) if rank < level.rank]
        return (above[-1] if above else "document") in level.under
