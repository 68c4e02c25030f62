"""Footnotes of a plain text, which a PDF gives in the middle of a sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policygraph.sources.raw_lines import BREAK, RawSpan, line_words, typical_width

_TO_ASCII = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹０１２３４５６７８９", "01234567890123456789")
_NOTE = re.compile(
    r"[ \t\u3000]*(?:[※*＊]|\(?（?(?:脚)?注)?\s?(?P<number>[0-9０-９]{1,3}|[⁰¹²³⁴-⁹]{1,3})[)）.．]?[ \t\u3000]*"
    r"(?=[^\s0-9０-９])"
)
# Where a line may begin a note; most pages have none, and need no look at their lines.
_MAYBE = re.compile(rf"(?<={BREAK})(?={_NOTE.pattern})")
# A number before one of these counts or dates something; it is no note mark.
_COUNTS = (
    r"(?![0-9０-９.．,，%％年月日時分秒件社個人名校割倍歳種位度次期条項号章節部か兆億万千百円か所ヵヶカケ国以程つ回点台"
    r"県市町村都道府対字色層相価世代級階軸枚本軒基機隻両頭匹羽冊通局員課班例法行型類様周往])"
)
_REFERENCE = re.compile(
    r"(?<![図表第式])(?<=[ぁ-んァ-ヶー一-龥々)）」』】。、])(?:[※*＊]|[(（]?注)?"
    rf"(?P<number>[0-9]{{1,3}}|[０-９]{{1,3}}|[⁰¹²³⁴-⁹]{{1,3}})[)）]?{_COUNTS}"
)
_NOTE_LINES = 15  # lines of notes on a page


# A note ends with the line that ends so …
_NOTE_END = re.compile(
    r"(?:[。．.][」』）)]?|https?://[!-~]+[）)。]?|\.(?:html?|pdf|jp/?))[ \t\u3000]*$"
)
# … or in a noun short of the others' length, unless a web address stands on the next one.
_SHORT = 0.8  # of the length of most lines
_ADDRESS = re.compile(r"[ \t\u3000（(<＜]*(?:https?://|www\.)")
_NOUN_END = re.compile(r"[一-龥々ァ-ヶーA-Za-z0-9０-９」』）)][ \t\u3000]*$")
_TITLE_END = re.compile(r"[」』）)][ \t\u3000]*$")
_OPENS = re.compile(r"[・•●○◯◎■□◆◇▪‧①-⑳❶-❿【［〔]|第[0-9０-９一-十]+[章節部]")
_DEEP = re.compile(r"(?:[ \t]{2,}|\u3000{2,}|\t)")  # a paragraph begins with one wide space


@dataclass(slots=True)
class _Notes:
    """Footnotes, page after page: the first of a page has the next number, or starts anew at 1.

    Attributes:
        width: how long most lines are.
    """

    raw: str
    width: int
    expected: int | None = None

    def of_page(self, begin: int, end: int) -> Iterator[RawSpan]:
        """The spans of the notes of a page, a line each; they stand at its end, or at that of a column."""
        lines = line_words(self.raw, begin, end)
        marks = _references(self.raw[begin:end])
        index = 1
        while index < len(lines):
            behind = self._behind_notes(lines, index, begin, marks)
            if behind == index:
                index += 1
                continue
            yield from lines[index:behind]
            index = behind

    def _behind_notes(
        self, lines: list[RawSpan], first: int, page_begin: int, marks: Mapping[int, int]
    ) -> int:
        """The line behind the notes that begin with a line, or that line where none does."""
        number = self._number(lines[first])
        if number is None or number not in (1, self.expected or number):
            return first
        if page_begin + marks.get(number, len(self.raw)) >= lines[first][0]:
            return first  # nothing above refers to it
        index, certain = first, True
        while index < len(lines) and self._number(lines[index]) == number:
            index, ended = self._behind_note(lines, index)
            certain = certain and ended
            number += 1
        if "【" in self.raw[lines[first][0] : lines[index - 1][1]]:
            return first
        at_end = index == len(lines) and first >= len(lines) - _NOTE_LINES
        if not (at_end or certain):
            return first
        self.expected = number
        return index

    def _behind_note(self, lines: list[RawSpan], index: int) -> tuple[int, bool]:
        """The line behind a note, and whether the note shows that it ends there."""
        first = index
        while True:
            words = self.raw[slice(*lines[index])]
            index += 1
            ended = _NOTE_END.search(words) is not None
            if index == len(lines) or index - first == _NOTE_LINES:
                return index, ended or _TITLE_END.search(words) is not None
            following = self.raw[slice(*lines[index])]
            if _ADDRESS.match(following) and not ended:
                continue
            if self._is_deeper(lines[first], lines[index]):
                continue
            short = len(words) < _SHORT * self.width and _NOUN_END.search(words) is not None
            if ended or self._number(lines[index]) is not None or _OPENS.match(following) or short:
                return index, ended or _TITLE_END.search(words) is not None

    def _is_deeper(self, first: RawSpan, line: RawSpan) -> bool:
        """A line is set in below that which a note begins with."""
        indent, own = self._indent(line), self._indent(first)
        return len(indent) > len(own) and _DEEP.match(indent) is not None

    def _indent(self, line: RawSpan) -> str:
        begin = max(self.raw.rfind(sign, 0, line[0]) for sign in "\n\f") + 1
        return self.raw[begin : line[0]]

    def _number(self, line: RawSpan) -> int | None:
        """The number that a line begins with, where it may be that of a note."""
        match = _NOTE.match(self.raw, *line)
        if match is None or not re.match(_COUNTS, self.raw[match.end("number") : line[1]].lstrip()):
            return None
        return int(match["number"].translate(_TO_ASCII))


def find_footnotes(raw: str, breaks: Sequence[RawSpan]) -> tuple[RawSpan, ...]:
    """Find the footnotes, which a PDF gives in the middle of a sentence; a span is a line.

    A note begins with a number at the beginning of a line, that number stands as a note mark
    behind a word further up the page (高齢化1と), and nothing but notes follows up to the page's end, or
    each note ends in its sentence, its title or its address. All three are asked for, since a wrap, too,
    may put a number at the beginning of a line. What stands behind the notes of a column is text.
    """
    places = [match.start() for match in _MAYBE.finditer(raw)] if breaks else []
    if not places:
        return ()
    notes = _Notes(raw, typical_width(raw))
    found: list[RawSpan] = []
    for (_, begin), (end, _) in pairwise([(0, 0), *breaks, (len(raw), 0)]):
        if bisect_left(places, begin) < bisect_left(places, end):
            found += notes.of_page(begin, end)
    return tuple(found)


def _references(page: str) -> dict[int, int]:
    """Where each number stands first as a reference mark."""
    found: dict[int, int] = {}
    for match in _REFERENCE.finditer(page):
        found.setdefault(int(match["number"].translate(_TO_ASCII)), match.start())
    return found
