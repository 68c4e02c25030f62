"""Remove layout from a raw text; replace no character."""

from __future__ import annotations

import hashlib
import re
from heapq import merge

from policygraph.sources.contents import find_contents
from policygraph.sources.footnotes import find_footnotes
from policygraph.sources.page_numbers import find_page_numbers
from policygraph.sources.running_heads import find_running_heads
from policygraph.sources.source import Gap, SourceText

# White space, and what no reader sees: byte order mark, zero-width characters, soft hyphen,
# the control characters below the space.
INVISIBLE = (
    "\ufeff\u200b\u200c\u200d\u2060\u00ad\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f"
)
_LAYOUT = re.compile(rf"[\s{INVISIBLE}\x00-\x1f\x7f]+")
_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# A space is kept between Latin words. Full-width letters and digits count as Latin, so that the
# width of a letter never decides over a space; brackets and points hold on to their word, so that
# a wrap beside them does not make a space.
_LEFT = re.compile(r"[!-'*-Z\\^-z|}~)\]Ａ-Ｚａ-ｚ０-９]")
_RIGHT = re.compile(r"[\"-(*+\-/-9<->@-\[\\^-|~Ａ-Ｚａ-ｚ０-９]")


def _keeps_space(raw: str, begin: int, end: int) -> bool:
    return (
        begin > 0
        and end < len(raw)
        and any(map(str.isspace, raw[begin:end]))
        and _LEFT.match(raw[begin - 1]) is not None
        and _RIGHT.match(raw[end]) is not None
    )


def _asides(raw: str) -> tuple[tuple[int, int, str], ...]:
    """Words that a page bears beside the text, each with its class of layout."""
    pages = find_page_numbers(raw)
    taken: dict[int, tuple[int, int, str]] = {}
    for name, spans in (
        ("table of contents", find_contents(raw)),
        ("running head", find_running_heads(raw, pages)),
        ("footnote", find_footnotes(raw, pages)),
        ("page number", pages),
    ):
        for begin, end in spans:
            taken.setdefault(begin, (begin, end, name))
    return tuple(sorted(taken.values()))


def _layout_spans(raw: str, asides: tuple[tuple[int, int, str], ...]) -> list[tuple[int, int]]:
    """White space and asides, touching spans joined."""
    spans: list[tuple[int, int]] = []
    asides_alone = ((begin, end) for begin, end, _ in asides)
    for begin, end in merge((match.span() for match in _LAYOUT.finditer(raw)), asides_alone):
        if spans and begin <= spans[-1][1]:  # touching, or a space between dash and number
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((begin, end))
    return spans


def without_layout(raw: str) -> str:
    """The words of a raw text, without white space and what no reader sees."""
    return _LAYOUT.sub("", raw)


def normalise(raw: str, *, name: str, raw_sha256: str) -> SourceText:
    """Take layout out of a raw text and remember where everything stood.

    Page numbers, footnotes, running heads, a table of contents and form feeds go. White space, from
    a wrap or within a line, goes unless both neighbours are Latin letters, digits or ASCII marks:
    then one space stays (``2008 年`` becomes ``2008年``, ``Proof of Concept`` keeps its spaces).

    Args:
        raw: the decoded file.
        name: the file as the user named it.
        raw_sha256: hexadecimal SHA-256 of the file's bytes.

    Returns:
        The normalised text with its offsets.
    """
    asides = _asides(raw)
    pieces: list[str] = []
    gaps: list[Gap] = []
    normalised_starts, raw_starts, line_starts = [0], [0], [0]
    length = position = 0
    for begin, end in _layout_spans(raw, asides):
        if begin > position:
            pieces.append(raw[position:begin])
            length += begin - position
        keeps_space = _keeps_space(raw, begin, end)
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
        asides=asides,
        line_starts=tuple(line_starts),
        _normalised_starts=tuple(normalised_starts),
        _raw_starts=tuple(raw_starts),
        _raw_line_starts=(0, *(match.end() for match in _LINE_BREAK.finditer(raw))),
    )
