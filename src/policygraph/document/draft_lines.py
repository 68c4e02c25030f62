"""The lines of a text that markers begin, and which of those markers are believed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policygraph.document.families import Family, known_families
from policygraph.document.numbers import number_value, printed_number
from policygraph.document.outline_words import base_pattern
from policygraph.sources import SourceText

STOP = re.compile(r"[。．？！?!]|(?<=[ぁ-ん])\.")
_ENDED = re.compile(r"[。．？！?!][」』）)】\]]*$|】$|[)）]$")
_TITLE = 60  # characters of a title at most
_FULL = 0.8  # of the longest line: a line that may be a full one
_NARROW = 20  # characters of a line at most that never wraps
_LEAST = 2  # lines that begin with a marker, for it to count


@dataclass(frozen=True, slots=True)
class Line:
    """A line that a marker begins.

    Attributes:
        value: the place of its number in its sequence; 0 where it has none.
        indent: the white space before it.
        words: its words up to the next line that a marker begins.
        first: what of them stands on its own line.
        is_full: its own line is a full one, which may wrap.
    """

    offset: int
    family: Family
    value: int
    indent: int
    words: str
    first: str
    is_full: bool = False

    @property
    def is_title(self) -> bool:
        """A short line, and no sentence, that nothing has to go on behind."""
        return (
            STOP.search(self.first) is None and 0 < len(self.first) <= _TITLE and not self.is_full
        )


def sets_items_apart(source: SourceText) -> bool:
    """Whether the file itself says what its items are, which then have no sign of their own.

    A PDF prints the signs of its items, and only those that hang are set apart as such: there the sign is what all
    of them have.
    """
    known = known_families()

    def is_signed(begin: int) -> bool:
        return known.bullet(source.text[begin : begin + 1]) is not None or any(
            family.pattern.match(source.text, begin) for family in known.headings
        )

    return any(block.kind == "item" and not is_signed(block.begin) for block in source.blocks)


class MarkedLines:
    """Finds the lines.

    Args:
        source: the text, folded.
    """

    def __init__(self, source: SourceText) -> None:
        self.source, self.text = source, source.text
        self.known = known_families()
        starts = source.line_starts
        self._starts = frozenset(starts)
        self._body_label, self._body_form = base_pattern("body_label"), base_pattern("body_form")
        self._longest = max((b - a for a, b in pairwise([*starts, len(self.text)])), default=0)

    def believed(self) -> list[Line]:
        """The lines of the families that count: numbers in sequence, bullets that come back."""
        by_family: dict[str, list[Line]] = defaultdict(list)
        lines = list(self._lines())
        for line in lines:
            by_family[line.family.key].append(line)
        believed = {key for key, found in by_family.items() if self._counts(found)}
        lines = [line for line in lines if line.family.key in believed]
        tags = {key for key in believed if self._are_tags(key, lines)}
        return [line for line in lines if line.family.key not in tags]

    def _are_tags(self, key: str, lines: Sequence[Line]) -> bool:
        """Whether lines that are one bracket name who answers for the item before them, and head nothing.

        They hold bodies, and nowhere does one of them stand before the first item below a heading, where a bracket
        that heads items has to stand.
        """
        own = [line for line in lines if line.family.key == key]
        if own[0].family.kind != "line" or sum(map(self._holds_bodies, own)) <= len(own) / 2:
            return False
        has_item = False
        for line in lines:
            if line.family.key == key:
                if not has_item:
                    return False
            elif line.family.kind == "bullet" or not line.is_title:
                has_item = True
            else:
                has_item = False
        return True

    def _holds_bodies(self, line: Line) -> bool:
        match = line.family.pattern.match(self.text, line.offset)
        names = re.split("[・,/]", match["title"]) if match else []
        return bool(names) and all(map(self._body_form.fullmatch, names))

    def _lines(self) -> Iterator[Line]:
        found: list[tuple[int, Family, int, int]] = []
        starts = self.source.line_starts
        kinds = {"heading", "row", *(["item"] if sets_items_apart(self.source) else [])}
        aside = {block.begin for block in self.source.blocks if block.kind in kinds}
        for offset in starts:
            if offset not in aside:
                found += self._line(offset)
        ends = [*(offset for offset, _, _, _ in found), len(self.text)][1:]
        for (offset, family, value, begin), end in zip(found, ends, strict=True):
            index = bisect_right(starts, offset)
            line_end = starts[index] if index < len(starts) else len(self.text)
            yield Line(
                offset, family, value, self._indent(offset),
                self.text[begin:end].strip(), self.text[begin : min(line_end, end)].strip(),
                line_end - offset > max(_FULL * self._longest, _NARROW) and line_end < end,
            )  # fmt: skip

    def _line(self, offset: int) -> Iterator[tuple[int, Family, int, int]]:
        if self._body_label.match(self.text, offset):
            return  # 【担当】国土交通省
        for family in (*self.known.headings, *self.known.lines, self.known.label):
            match = family.pattern.match(self.text, offset)
            if match is None or (family.spaced and not self._is_spaced(match.end())):
                continue
            if (family.kind == "line") != self._is_line(offset, match.end()) and (
                family.kind != "heading"
            ):
                continue
            number = match["number"] if family.kind == "heading" else ""
            value = number_value(printed_number(number)) if number else 0
            yield offset, family.of(match), value, match.end()
            return
        sign = self.text[offset : offset + 1]
        bullet = self.known.bullet(sign) if sign else None
        if bullet is not None:
            match = bullet.pattern.match(self.text, offset)
            if match is not None:
                yield offset, bullet, 0, match.end()

    def _is_spaced(self, end: int) -> bool:
        raw = self.source.raw_offset(end)
        return self.source.raw[raw - 1 : raw].isspace()

    def _is_line(self, offset: int, end: int) -> bool:
        starts = self._starts
        return offset in starts and (end in starts or end >= len(self.text))

    def _indent(self, offset: int) -> int:
        raw = self.source.raw
        at = self.source.raw_offset(offset)
        before = raw[raw.rfind("\n", 0, at) + 1 : at]
        return sum(2 if sign == "\u3000" else 4 if sign == "\t" else 1 for sign in before)

    def _counts(self, lines: Sequence[Line]) -> bool:
        family = lines[0].family
        if family.sure:
            return True
        if family.kind == "line":
            return len(lines) >= (1 if family.key == "opening" else _LEAST)
        if family.kind == "bullet":
            if not family.doubtful:
                return family.key in self.known.bullets or len(lines) >= _LEAST
            if family.key == "※" and len(lines) <= _LEAST:
                return False  # a note
            ended = sum(self._is_after_end(line.offset) for line in lines)
            return ended >= 1 and ended >= len(lines) / 3
        follows = sum(b.value == a.value + 1 for a, b in pairwise(lines))
        titled = [line for line in lines if STOP.search(line.first) is None and line.first]
        return follows >= 1 or any(ln.value == 1 and len(ln.first) <= _TITLE for ln in titled)

    def _is_after_end(self, offset: int) -> bool:
        before = self.text[max(0, offset - 200) : offset].rstrip()
        return not before or _ENDED.search(before) is not None or not self._fills(offset)

    def _fills(self, offset: int) -> bool:
        """The line before was a long one: its end may be a wrap."""
        starts = self.source.line_starts
        index = bisect_left(starts, offset)
        return 0 < index < len(starts) and offset - starts[index - 1] > _FULL * self._longest
