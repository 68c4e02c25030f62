"""The one fold that everything is matched through, with a way back to the printed characters.

Labels, tags, markers, eras, restatements and searches are compared after it; what a graph says stays
as printed. Equal after it are canonical equivalents (か゛ and が), compatibility forms (５ and 5, ﾊﾞ and
バ, ㍿ and 株式会社, ⑴ and (1)), radicals and the ideographs they look like (⽂ and 文, ⺠ and 民), old forms
of kanji (學 and 学), signs set one for another (〜 and ～), and characters with and without a variation
selector. ``data/fold`` holds what NFKC does not know. A number in a circle stays apart from 1 and (1), and
Ⅱ from II, since they head different parts of a text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from operator import itemgetter
from typing import NamedTuple

from policygraph.core.resources import resource

_TABLES = ("radicals", "old-forms", "signs")
# Blocks of which a character folds to itself unless a table says otherwise.
_PLAIN = (
    (0x00, 0x7F), (0x2460, 0x2473), (0x3001, 0x301B), (0x3041, 0x3096), (0x30A1, 0x30FE),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
)  # fmt: skip
# What no reader sees: zero-width characters, soft hyphen, directions, variation selectors.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef]"
)
# Letters of Hangul join into syllables; the voicing marks of half-width kana join their letter.
_JOINING = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\ud7b0-\ud7ff\uff9e-\uffdc]")
# A full-width stop or comma of Japanese prose (…である．) is 。 or 、; that of 1．5 or ア． is not.
_PROSE = re.compile(r"(?:[々ぁ-ヶー一-龥][ぁ-ん]|(?<![0-9])[)\]」』】])\Z")
_LETTER = re.compile("[ぁ-ヶー一-龥々)」』】]")
_FULL_STOP, _COMMA = "．", "，"


class _Cluster(NamedTuple):
    """Printed characters that folding does not map one to one; half-open spans on either side."""

    printed_begin: int
    printed_end: int
    folded_begin: int
    folded_end: int


_PRINTED_BEGIN, _FOLDED_BEGIN = itemgetter(0), itemgetter(2)


@dataclass(frozen=True)
class Folded:
    """A text after folding. Offsets are Unicode code points, half open.

    >>> folded = fold("㍿を㋿４年に")
    >>> folded.text, folded.span(5, 7)
    ('株式会社を令和4年に', (2, 3))

    Attributes:
        printed: the text as it was given.
        text: what is matched.
    """

    printed: str
    text: str
    _clusters: tuple[_Cluster, ...] = ()

    @property
    def is_aligned(self) -> bool:
        """Every character stands where it stood: offsets are the same on both sides."""
        return not self._clusters

    @property
    def seams(self) -> tuple[int, ...]:
        """The printed offsets at which the distance to the folded ones changes."""
        return tuple(at for cluster in self._clusters for at in cluster[:2])

    def begin(self, offset: int) -> int:
        """Where the printed character begins that the folded one at ``offset`` comes from."""
        index = bisect_right(self._clusters, offset, key=_FOLDED_BEGIN) - 1
        if index < 0:
            return offset
        cluster = self._clusters[index]
        if offset < cluster.folded_end:
            return cluster.printed_begin
        return cluster.printed_end + offset - cluster.folded_end

    def end(self, offset: int) -> int:
        """Where the printed character ends that the folded one before ``offset`` comes from."""
        index = bisect_left(self._clusters, offset, key=_FOLDED_BEGIN) - 1
        if index < 0:
            return offset
        cluster = self._clusters[index]
        return cluster.printed_end + max(0, offset - cluster.folded_end)

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """The printed characters of a folded stretch; those that it holds a part of are whole."""
        first = self.begin(begin)
        return first, self.end(end) if end > begin else first

    def folded_begin(self, offset: int) -> int:
        """Where what the printed character at ``offset`` became begins in the folded text."""
        index = bisect_right(self._clusters, offset, key=_PRINTED_BEGIN) - 1
        if index < 0:
            return offset
        cluster = self._clusters[index]
        if offset < cluster.printed_end:
            return cluster.folded_begin
        return cluster.folded_end + offset - cluster.printed_end

    def folded_end(self, offset: int) -> int:
        """Where what the printed character before ``offset`` became ends in the folded text."""
        index = bisect_left(self._clusters, offset, key=_PRINTED_BEGIN) - 1
        if index < 0:
            return offset
        cluster = self._clusters[index]
        return cluster.folded_end + max(0, offset - cluster.printed_end)

    def folded_span(self, begin: int, end: int) -> tuple[int, int]:
        """What the printed characters of a stretch became."""
        first = self.folded_begin(begin)
        return first, self.folded_end(end) if end > begin else first

    def is_whole(self, begin: int, end: int) -> bool:
        """A folded stretch neither begins nor ends within what one printed character became."""
        return not (self._is_inside(begin) or self._is_inside(end))

    def _is_inside(self, offset: int) -> bool:
        index = bisect_left(self._clusters, offset, key=_FOLDED_BEGIN) - 1
        return index >= 0 and offset < self._clusters[index].folded_end


def fold(text: str, keep: Collection[str] = frozenset()) -> Folded:
    """Fold a text, in time linear in its length; at once where there is nothing to fold.

    Args:
        text: as printed.
        keep: signs that stay as printed (those that an outline tells apart: ⑴ from (1)).
    """
    tables = _tables()
    found = tables.candidates.search(text)
    if found is None:
        return Folded(text, text)
    pieces: list[str] = []
    clusters: list[_Cluster] = []
    position = length = 0
    while found is not None:
        begin = found.start()
        if begin > position and _extends(text[begin]):
            begin -= 1  # the letter that a mark stands on
        pieces.append(text[position:begin])
        length += begin - position
        position = begin
        end = found.end()
        while position < end:
            behind = position + 1
            while behind < len(text) and _extends(text[behind]):
                behind += 1
            folded = tables.fold(text[position:behind], keep)
            while not folded and behind < len(text):  # what no reader sees joins what follows
                behind += 1
                folded = tables.fold(text[position:behind], keep)
            points = text[position] in (_FULL_STOP, _COMMA)
            if points and text[behind : behind + 1] != text[position]:  # ．．． leads somewhere
                folded = _in_prose(folded, "".join(pieces[-3:])[-2:])
            pieces.append(folded)
            if behind - position > 1 or len(folded) != 1:
                clusters.append(_Cluster(position, behind, length, length + len(folded)))
            length += len(folded)
            position = behind
        found = tables.candidates.search(text, position)
    pieces.append(text[position:])
    return Folded(text, "".join(pieces), tuple(clusters))


def fold_text(text: str) -> str:
    """A text after folding, where no way back is needed."""
    return fold(text).text


def comparable(text: str) -> str:
    """A text after folding, numbers in circles and Roman ones too, and without white space.

    Two that differ only in setting are equal.
    """
    close = "".join(unicodedata.normalize("NFKC", fold(text).text).split())
    return unicodedata.normalize("NFC", close)  # a mark has moved up to its letter


def variants(accepts: re.Pattern[str]) -> frozenset[str]:
    """Signs that fold into another one and that a pattern asks for as printed (❶, but not ①)."""
    return frozenset(
        sign
        for sign in _tables().foldable_signs
        if any(accepts.match(sign + behind) for behind in ("", " ", "人", ".人"))
    )


def folding_table() -> dict[str, str]:
    """What the tables say that Unicode does not: a sign and what is matched for it."""
    return {sign: to for table in _TABLES for sign, to in _read(table).items()}


def _in_prose(folded: str, before: str) -> str:
    """A full-width stop or comma by what stands before it."""
    if folded == ",":
        return "、" if _LETTER.match(before[-1:]) else ","
    return "。" if _PROSE.search(before) else "."


@cache
def _extends(sign: str) -> bool:
    """The sign is one with the character before it."""
    return (
        unicodedata.category(sign)[0] == "M"
        or _INVISIBLE.match(sign) is not None
        or _JOINING.match(sign) is not None
    )


class _Tables:
    """What the files say, ready to be applied."""

    def __init__(self, mapping: Mapping[str, str]) -> None:
        self._mapping = mapping
        self._folded: dict[str, str] = {}
        changed = sorted(ord(sign) for sign, to in mapping.items() if to != sign)
        self.candidates = re.compile(f"[^{''.join(_without(changed))}]+")

    def fold(self, cluster: str, keep: Collection[str]) -> str:
        """What a character and the marks on it become."""
        if cluster in keep:
            return cluster
        folded = self._folded.get(cluster)
        if folded is None:
            folded = self._folded[cluster] = self._fold(cluster)
        return folded

    def _fold(self, cluster: str) -> str:
        """Fold until nothing changes: ⿊ is 黑 in NFKC, an old form of 黒."""
        before = ""
        while cluster != before:
            before = cluster
            letters = (self._of(sign) for sign in _INVISIBLE.sub("", cluster))
            cluster = unicodedata.normalize("NFC", "".join(letters))
            cluster = "".join(self._mapping.get(sign, sign) for sign in cluster)
        return cluster

    def _of(self, sign: str) -> str:
        if sign in self._mapping:
            return self._mapping[sign]
        folded = unicodedata.normalize("NFKD", sign)
        # A mark that stands alone (゛) is no space with a mark on it.
        return sign if " " in folded and folded != " " else folded

    @cached_property
    def foldable_signs(self) -> tuple[str, ...]:
        """Points, dashes and enclosed numbers that fold into something else."""
        enclosed = (*range(0x2460, 0x2500), *range(0x2776, 0x2794), *range(0x3200, 0x3248))
        signs = [*_read("signs"), *map(chr, (*enclosed, *range(0x3280, 0x32B1))), "－", "～"]
        return tuple(sign for sign in signs if self.fold(sign, ()) != sign)


def _without(changed: Sequence[int]) -> Iterator[str]:
    """The plain blocks without some characters, as ranges of a character class."""
    for first, last in _PLAIN:
        begin = first
        for code in (*(code for code in changed if first <= code <= last), last + 1):
            if begin < code:
                yield f"{re.escape(chr(begin))}-{re.escape(chr(code - 1))}"
            begin = code + 1


def _read(table: str) -> dict[str, str]:
    """A table of ``data/fold``: two columns, a sign and what is matched for it."""
    lines = resource("data", "fold", f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if "\t" in line)
    return {row[0]: row[1] for row in rows}


@cache
def _tables() -> _Tables:
    return _Tables(folding_table())
