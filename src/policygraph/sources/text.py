"""The normalised text and its way back to the file."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Literal, NamedTuple

from policygraph.core.places import SourcePlace
from policygraph.core.problems import Problem


class Gap(NamedTuple):
    """A run of layout (white space, page numbers, footnotes) between two kept characters.

    Attributes:
        begin, end: raw offsets, half open.
        keeps_space: the normalised text holds one space for this gap.
    """

    begin: int
    end: int
    keeps_space: bool


class LayoutRun(NamedTuple):
    """A run of raw characters of one class of layout. Offsets are raw code points, half open."""

    begin: int
    end: int
    layout_class: str


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle on a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def __or__(self, other: Region) -> Region:
        """The rectangle around both."""
        return Region(
            min(self.left, other.left), min(self.top, other.top),
            max(self.right, other.right), max(self.bottom, other.bottom),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file, as a person looks it up there; numbers count from 1.

    Attributes:
        line: of a plain text.
        page, region: of a paginated file.
        paragraph: of a word processor's file.
        element: of a marked-up file, as a fragment (``#chapter-5``) or a CSS selector.
    """

    line: int | None = None
    page: int | None = None
    region: Region | None = None
    paragraph: int | None = None
    element: str = ""

    def to(self, last: Place) -> SourcePlace:
        """From this place to another, as it is said to people."""
        return SourcePlace(
            self.line or 0, last.line or 0, self.page or 0, last.page or 0, self.paragraph or 0,
            self.element,
        )  # fmt: skip

    @property
    def fragment(self) -> str:
        """What leads to it behind the file's address; empty where nothing standard does.

        ``page=12&viewrect=50,60,240,640`` (RFC 8118), or the id of an element.
        """
        if self.page is None:
            return self.element.removeprefix("#") if self.element.startswith("#") else ""
        if self.region is None:
            return f"page={self.page}"
        left, top = math.floor(self.region.left), math.floor(self.region.top)
        width, height = math.ceil(self.region.right) - left, math.ceil(self.region.bottom) - top
        return f"page={self.page}&viewrect={left},{top},{width},{height}"

    def __str__(self) -> str:
        """As the beginnings of messages have it: ``312``, ``p. 12``, ``paragraph 7``, ``#chapter-5``."""
        return self.to(self).words("en") if self.line is None else str(self.line)


@dataclass(frozen=True, slots=True)
class PlacedRun:
    """The characters from a raw offset on, up to the next run, and their place."""

    begin: int
    place: Place


BlockKind = Literal["heading", "paragraph", "item", "row"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of words that the file itself sets apart; a plain text sets none.

    Attributes:
        begin, end: raw offsets as a reader gives them to `normalise`; normalised ones in a `SourceText`.
        kind: a heading, a paragraph, an item of a list, or a row of a table.
        level: of a heading, from 1, the outermost; of an item, how deep its list is nested, from 1.
        cells: of a row, the begin and end of each cell; one that is merged with a cell above is that
            cell, which stands before the row.
        headings: of a row, the words of the table's header above each cell.
    """

    begin: int
    end: int
    kind: BlockKind
    level: int = 0
    cells: tuple[tuple[int, int], ...] = ()
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source file, decoded and normalised. All offsets are Unicode code points.

    Attributes:
        name: the file as the user named it, for messages.
        raw: what was read out of the file; of a text file all of it, a byte order mark included.
        raw_sha256: hexadecimal SHA-256 of the file's bytes.
        text: the text without layout; the letters stay as printed.
        sha256: hexadecimal SHA-256 of ``text`` in UTF-8.
        gaps: what was left out, in order.
        asides: words that are no part of the text (page number, footnote, running head, table of
            contents), in order.
        line_starts: normalised offsets at which a raw line with text begins, ascending.
        places: where the runs of ``raw`` stand, ascending from 0; empty where lines say it.
        blocks: what the file sets apart, in order, in normalised offsets; empty where it does not say.
        extractor: what took the words out of the file, with its version (``pypdfium2 5.15.2``); empty
            for a plain text.
        problems: what its reader could not read, or not for sure; the rest is here.
    """

    name: str
    raw: str
    raw_sha256: str
    text: str
    sha256: str
    gaps: tuple[Gap, ...]
    asides: tuple[LayoutRun, ...]
    line_starts: tuple[int, ...]
    places: tuple[PlacedRun, ...]
    blocks: tuple[Block, ...]
    extractor: str
    problems: tuple[Problem, ...]
    _normalised_starts: tuple[int, ...] = field(repr=False)
    _raw_starts: tuple[int, ...] = field(repr=False)
    _raw_line_starts: tuple[int, ...] = field(repr=False)

    def raw_offset(self, offset: int) -> int:
        """The raw offset of the character at normalised ``offset`` (the end for the end)."""
        segment = bisect_right(self._normalised_starts, offset) - 1
        return self._raw_starts[segment] + offset - self._normalised_starts[segment]

    def line(self, offset: int) -> int:
        """The number, from 1, of the raw line that holds normalised ``offset``."""
        return bisect_right(self._raw_line_starts, self.raw_offset(offset))

    def lines(self, begin: int, end: int) -> tuple[int, int]:
        """The first and the last raw line of a span, counted from 1."""
        return self.line(begin), self.line(max(begin, end - 1))

    def place(self, offset: int) -> Place:
        """Where the character at normalised ``offset`` stands in the file."""
        return self.raw_place(self.raw_offset(offset))

    def span_places(self, begin: int, end: int) -> tuple[Place, Place]:
        """The places of the first and the last character of a span, each with its region of the page.

        The region is that of all of the span that stands on that page.
        """
        first, last = self.place(begin), self.place(max(begin, end - 1))
        if first.region is None or last.region is None:
            return first, last
        regions: dict[int | None, Region] = {}
        bounds = self.raw_offset(begin), self.raw_offset(max(begin, end - 1))
        at, behind = (bisect_right(self.places, bound, key=attrgetter("begin")) for bound in bounds)
        for run in self.places[at - 1 : behind]:
            if run.place.region is not None:
                around = regions.get(run.place.page, run.place.region)
                regions[run.place.page] = around | run.place.region
        return (
            replace(first, region=regions[first.page]),
            replace(last, region=regions[last.page]),
        )

    def raw_place(self, raw_offset: int) -> Place:
        """Where the character at ``raw_offset`` stands in the file."""
        if not self.places:
            return Place(line=bisect_right(self._raw_line_starts, raw_offset))
        run = bisect_right(self.places, raw_offset, key=attrgetter("begin")) - 1
        return self.places[run].place

    def where(self, offset: int) -> str:
        """The file and the place in it, as messages begin: ``5.txt:312``."""
        return f"{self.name}:{self.place(offset)}"
