"""Name the class of layout of every raw character that the normalised text leaves out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from policygraph.sources.normalise import INVISIBLE
from policygraph.sources.source import Gap, SourceText

LAYOUT_CLASSES: Final = (
    "byte order mark",
    "line break",
    "blank line",
    "indent",
    "trailing space",
    "space within a line",
    "form feed",
    "page number",
    "footnote",
    "running head",
    "table of contents",
    "control character",
)
_PIECE = re.compile(
    rf"(?P<bom>\A\ufeff)|(?P<feed>\f)|(?P<line>\r\n|[\n\r\v\x1c-\x1e\x85\u2028\u2029])"
    rf"|(?P<control>[{INVISIBLE}\x00-\x08\x0e-\x1b\x1f\x7f])|(?P<space>(?:(?![\f\n\r\v\x1c-\x1f\x85\u2028\u2029])\s)+)"
)
_ASIDES = ("page number", "footnote", "running head", "table of contents")
_NAMES = {"bom": "byte order mark", "feed": "form feed", "control": "control character"}


class LayoutRun(NamedTuple):
    """A run of raw characters of one class. Offsets are raw code points, half open."""

    begin: int
    end: int
    layout_class: str


def _pieces(raw: str, gap: Gap, asides: list[tuple[int, int, str]]) -> Iterator[LayoutRun]:
    position = gap.begin
    for begin, end, aside in [*asides, (gap.end, gap.end, "")]:
        while position < begin:
            match = _PIECE.match(raw, position, begin)
            if match is None:  # unreachable: a gap holds nothing else
                raise AssertionError(f"no layout at raw offset {position}")
            kind = str(match.lastgroup)
            yield LayoutRun(position, match.end(), _NAMES.get(kind, kind))
            position = match.end()
        if end > begin:
            yield LayoutRun(begin, end, aside)
            position = end


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
            if at_line_start and ends_line:
                name = "blank line"
            elif at_line_start:
                name = "indent"
            else:
                name = "trailing space" if ends_line else "space within a line"
            yield run._replace(layout_class=name)
        else:
            yield run
            if run.layout_class in _ASIDES:
                at_line_start = False
            elif run.layout_class == "form feed":
                at_line_start = True


def layout_runs(source: SourceText) -> Iterator[LayoutRun]:
    """Every raw character outside the normalised text, in order, with its class of layout."""
    begins = [begin for begin, _, _ in source.asides]
    for gap in source.gaps:
        asides = source.asides[bisect_left(begins, gap.begin) : bisect_left(begins, gap.end)]
        runs = list(_pieces(source.raw, gap, list(asides)))
        yield from _name_by_place(runs, gap, len(source.raw))
