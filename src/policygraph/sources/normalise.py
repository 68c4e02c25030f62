"""Remove layout from a raw text, replace no character, and name what was removed."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from heapq import merge

from policygraph.core.problems import Problem
from policygraph.sources.asides import find_asides
from policygraph.sources.text import Block, Gap, LayoutRun, PlacedRun, SourceText

# What no reader sees: byte order mark, zero-width characters, soft hyphen, directions, variants.
_INVISIBLE = (
    "\ufeff\u200b\u200c\u200d\u2060\u00ad\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f"
)
_LAYOUT = re.compile(rf"[\s{_INVISIBLE}\x00-\x1f\x7f]+")
_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# A space is kept between Latin words. Full-width letters and digits count as Latin, so that the
# width of a letter never decides over a printed space; brackets and points hold on to their word, so
# that a wrap beside them does not make a space.
_LEFT = re.compile(r"[!-'*-Z\\^-z|}~)\]Ａ-Ｚａ-ｚ０-９]")
_RIGHT = re.compile(r"[\"-(*+\-/-9<->@-\[\\^-|~Ａ-Ｚａ-ｚ０-９]")
# A full-width word or number is broken anywhere at a line's end (Ｓ / ＩＰ, ２ / ９年度), an ASCII one only
# at its spaces.
_FULL_WIDTH = re.compile("[Ａ-Ｚａ-ｚ０-９]")
_WORD_BEFORE = re.compile(r"[A-Za-z0-9.Ａ-Ｚａ-ｚ０-９．]{1,40}\Z")
_WORD = re.compile("[A-Za-z0-9.Ａ-Ｚａ-ｚ０-９．]{1,40}")
_SPACED_WORDS = re.compile(
    rf"(?=({_WORD.pattern})[ \u3000]+({_WORD.pattern}))(?<![A-Za-zＡ-Ｚａ-ｚ])"
)
# Ｓｏｃｉｅｔｙ / ５.０: a word in small letters and a number are two words.
_WORD_AND_NUMBER = re.compile("[ａ-ｚ]{2}[０-９]")
_PIECE = re.compile(
    rf"(?P<bom>\A\ufeff)|(?P<feed>\f)|(?P<line>\r\n|[\n\r\v\x1c-\x1e\x85\u2028\u2029])"
    rf"|(?P<control>[{_INVISIBLE}\x00-\x08\x0e-\x1b\x1f\x7f])"
    r"|(?P<space>(?:(?![\f\n\r\v\x1c-\x1f\x85\u2028\u2029])\s)+)"
)
_NAMES = {"bom": "byte order mark", "feed": "form feed", "control": "control character"}


def without_layout(raw: str) -> str:
    """The words of a raw text, without white space and what no reader sees."""
    return _LAYOUT.sub("", raw)


class _Spaces:
    """Which gaps of a raw text leave one space."""

    def __init__(self, raw: str) -> None:
        self._raw = raw

    def kept(self, begin: int, end: int) -> bool:
        """Whether the layout between two offsets stands for a space."""
        raw = self._raw
        if not (
            begin > 0
            and end < len(raw)
            and any(map(str.isspace, raw[begin:end]))
            and _LEFT.match(raw[begin - 1])
            and _RIGHT.match(raw[end])
        ):
            return False
        full = _FULL_WIDTH.match(raw[begin - 1]) and _FULL_WIDTH.match(raw[end])
        if not full or _LINE_BREAK.search(raw, begin, end) is None:
            return True
        before, after = _WORD_BEFORE.search(raw[max(0, begin - 40) : begin]), _WORD.match(raw, end)
        if before and after and (before.group(), after.group()) in self._spaced:
            return True
        return _WORD_AND_NUMBER.fullmatch(raw[begin - 2 : begin] + raw[end]) is not None

    @cached_property
    def _spaced(self) -> frozenset[tuple[str, str]]:
        """The words that stand beside each other in a line, with a space between them."""
        return frozenset(_SPACED_WORDS.findall(self._raw))


def _layout_spans(raw: str, asides: Iterable[LayoutRun]) -> list[tuple[int, int]]:
    """White space and asides, touching spans joined."""
    spans: list[tuple[int, int]] = []
    alone = ((begin, end) for begin, end, _ in asides)
    for begin, end in merge((match.span() for match in _LAYOUT.finditer(raw)), alone):
        if spans and begin <= spans[-1][1]:  # touching, or a space between dash and number
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((begin, end))
    return spans


def normalise(
    raw: str,
    *,
    name: str,
    raw_sha256: str,
    asides: Iterable[LayoutRun] | None = None,
    places: Iterable[PlacedRun] = (),
    blocks: Iterable[Block] = (),
    extractor: str = "",
    problems: Iterable[Problem] = (),
) -> SourceText:
    """Take layout out of a raw text and remember where everything stood.

    Page numbers, footnotes, running heads, a table of contents and form feeds go. White space, from
    a wrap or within a line, goes unless both neighbours are Latin letters, digits or ASCII marks:
    then one space stays (``2008 年`` becomes ``2008年``, ``Proof of Concept`` keeps its spaces). A line
    that ends in a full-width letter or digit goes on with the next one without a space.

    Args:
        raw: what a reader took out of the file, with its line breaks.
        name: the file as the user named it.
        raw_sha256: hexadecimal SHA-256 of the file's bytes.
        asides: words that are no part of the text, where the reader knows them from the file; else
            they are looked for in the lines.
        places: see `SourceText.places`.
        blocks: see `SourceText.blocks`, in raw offsets.
        extractor: see `SourceText.extractor`.
        problems: see `SourceText.problems`.

    Returns:
        The normalised text with its offsets.
    """
    beside = tuple(sorted(find_asides(raw) if asides is None else asides))
    pieces: list[str] = []
    gaps: list[Gap] = []
    normalised_starts, raw_starts, line_starts = [0], [0], [0]
    length = position = 0
    spaces = _Spaces(raw)
    for begin, end in _layout_spans(raw, beside):
        if begin > position:
            pieces.append(raw[position:begin])
            length += begin - position
        keeps_space = spaces.kept(begin, end)
        if keeps_space:
            normalised_starts.append(length)
            raw_starts.append(begin)
            pieces.append(" ")
            length += 1
        gaps.append(Gap(begin, end, keeps_space))
        normalised_starts.append(length)
        raw_starts.append(end)
        if _LINE_BREAK.search(raw, begin, end) and line_starts[-1] != length:
            line_starts.append(length)
        position = end
    pieces.append(raw[position:])
    text = "".join(pieces)
    if line_starts[-1] == len(text):
        line_starts.pop()
    return SourceText(
        name=name,
        raw=raw,
        raw_sha256=raw_sha256,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        gaps=tuple(gaps),
        asides=beside,
        line_starts=tuple(line_starts),
        places=tuple(places),
        blocks=_normalised_blocks(blocks, normalised_starts, raw_starts),
        extractor=extractor,
        problems=tuple(problems),
        _normalised_starts=tuple(normalised_starts),
        _raw_starts=tuple(raw_starts),
        _raw_line_starts=(0, *(match.end() for match in _LINE_BREAK.finditer(raw))),
    )


def _normalised_blocks(
    blocks: Iterable[Block], normalised_starts: Sequence[int], raw_starts: Sequence[int]
) -> tuple[Block, ...]:
    """Blocks in normalised offsets, without those of which no word is left."""
    ends = [*normalised_starts[1:], normalised_starts[-1] + (1 << 62)]

    def offset(raw: int) -> int:
        segment = bisect_right(raw_starts, raw) - 1
        return min(normalised_starts[segment] + raw - raw_starts[segment], ends[segment])

    moved = (
        replace(
            block,
            begin=offset(block.begin),
            end=offset(block.end),
            cells=tuple((offset(begin), offset(end)) for begin, end in block.cells),
        )
        for block in blocks
    )
    return tuple(block for block in moved if block.begin < block.end)


def layout_runs(source: SourceText) -> Iterator[LayoutRun]:
    """Every raw character outside the normalised text, in order, with its class of layout.

    The classes are those of the asides, and byte order mark, form feed, control character, line
    break, blank line, indent, trailing space, space within a line.
    """
    begins = [begin for begin, _, _ in source.asides]
    for gap in source.gaps:
        asides = source.asides[bisect_left(begins, gap.begin) : bisect_left(begins, gap.end)]
        yield from _name_by_place(list(_pieces(source.raw, gap, asides)), gap, len(source.raw))


def _pieces(raw: str, gap: Gap, asides: Iterable[LayoutRun]) -> Iterator[LayoutRun]:
    """A gap cut into its asides and what stands between them, the latter by kind of character."""
    position = gap.begin
    for aside in (*asides, LayoutRun(gap.end, gap.end, "")):
        while position < aside.begin:
            match = _PIECE.match(raw, position, aside.begin)
            if match is None:  # unreachable: a gap holds nothing else
                raise AssertionError(f"no layout at raw offset {position}")
            kind = str(match.lastgroup)
            yield LayoutRun(position, match.end(), _NAMES.get(kind, kind))
            position = match.end()
        if aside.end > aside.begin:
            yield aside
            position = aside.end


def _name_by_place(runs: list[LayoutRun], gap: Gap, raw_length: int) -> Iterator[LayoutRun]:
    """Tell line breaks from blank lines and indents from trailing spaces, within one gap."""
    at_line_start = gap.begin == 0
    for index, run in enumerate(runs):
        following = runs[index + 1].layout_class if index + 1 < len(runs) else "text"
        if run.layout_class == "line":
            yield run._replace(layout_class="blank line" if at_line_start else "line break")
            at_line_start = True
        elif run.layout_class == "space":
            ends_line = following in ("line", "form feed") or run.end == raw_length
            if at_line_start:
                name = "blank line" if ends_line else "indent"
            else:
                name = "trailing space" if ends_line else "space within a line"
            yield run._replace(layout_class=name)
        else:
            yield run
            if run.layout_class == "form feed":
                at_line_start = True
            elif run.layout_class not in _NAMES.values():
                at_line_start = False
