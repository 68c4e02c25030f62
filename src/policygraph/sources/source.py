"""The normalised text and its way back to the raw file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of layout (white space, page numbers, footnotes) between two kept characters.

    Attributes:
        begin, end: raw offsets, half open.
        keeps_space: the normalised text holds one space for this gap.
    """

    begin: int
    end: int
    keeps_space: bool


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source file, decoded and normalised. All offsets are Unicode code points.

    Attributes:
        name: the file as the user named it, for messages.
        raw: the decoded file, a byte order mark included.
        raw_sha256: hexadecimal SHA-256 of the file's bytes.
        text: the text without layout; the letters stay as printed.
        sha256: hexadecimal SHA-256 of ``text`` in UTF-8.
        gaps: what was left out, in order.
        asides: raw spans of words that are no part of the text, each with its class of layout
            (page number, footnote, running head, table of contents), in order.
        line_starts: normalised offsets at which a raw line with text begins, ascending.
    """

    name: str
    raw: str
    raw_sha256: str
    text: str
    sha256: str
    gaps: tuple[Gap, ...]
    asides: tuple[tuple[int, int, str], ...]
    line_starts: tuple[int, ...]
    _normalised_starts: tuple[int, ...] = field(repr=False)
    _raw_starts: tuple[int, ...] = field(repr=False)
    _raw_line_starts: tuple[int, ...] = field(repr=False)

    def raw_offset(self, offset: int) -> int:
        """The raw offset of the character at normalised ``offset`` (the end for the end)."""
        segment = bisect_right(self._normalised_starts, offset) - 1
        return self._raw_starts[segment] + offset - self._normalised_starts[segment]

    def raw_line_at(self, raw_offset: int) -> int:
        """The number, from 1, of the raw line that holds ``raw_offset``."""
        return bisect_right(self._raw_line_starts, raw_offset)

    def line(self, offset: int) -> int:
        """The number, from 1, of the raw line that holds normalised ``offset``."""
        return self.raw_line_at(self.raw_offset(offset))

    def lines(self, begin: int, end: int) -> str:
        """The raw lines of a span as ``"312-316"``, or ``"312"`` where it is one line."""
        first, last = self.line(begin), self.line(max(begin, end - 1))
        return str(first) if first == last else f"{first}-{last}"
