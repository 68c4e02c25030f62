"""The ledger: what every character of the raw file is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from policygraph.document.tree import Document
from policygraph.sources import Place, layout_runs

_NOT_READ = ("unexplained", "left out")  # kinds of leaves that are no unit


class LedgerEntry(NamedTuple):
    """A run of raw characters. Offsets are raw code points, half open.

    ``layout`` tells layout (removed in normalising) from text; ``kind`` names leaf or layout.
    """

    begin: int
    end: int
    kind: str
    layout: bool


@dataclass(frozen=True, slots=True)
class Unexplained:
    """Characters that are neither a unit of the outline nor layout."""

    place: Place
    words: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of one text.

    Attributes:
        entries: in raw order, without gap or overlap, from 0 to the end of the file.
    """

    document: Document
    entries: tuple[LedgerEntry, ...]

    @property
    def counts(self) -> Counter[tuple[bool, str]]:
        """Raw characters per (layout, kind)."""
        counts: Counter[tuple[bool, str]] = Counter()
        for entry in self.entries:
            counts[entry.layout, entry.kind] += entry.end - entry.begin
        return counts

    @property
    def unexplained(self) -> list[Unexplained]:
        """What nothing explains or a fault cost, in order, with the place where it begins."""
        source = self.document.source
        return [
            Unexplained(source.place(leaf.begin), source.text[leaf.begin : leaf.end])
            for leaf in self.document.leaves
            if leaf.kind in _NOT_READ
        ]

    @property
    def standing(self) -> Counter[str]:
        """Characters of the text by where they stand: ``part``, ``loose`` or ``unread``.

        Loose are sentences before any heading of the outline; unread is what is no unit.
        """
        before = [
            part.span for part in self.document.parts
            if part.kind == "introduction" and len(part.path) == 1
        ]  # fmt: skip
        standing: Counter[str] = Counter(part=0, loose=0, unread=0)
        for leaf in self.document.leaves:
            loose = any(span.begin <= leaf.begin < span.end for span in before)
            where = "unread" if leaf.kind in (*_NOT_READ, "table") else "loose" if loose else "part"
            standing[where] += leaf.end - leaf.begin
        return standing

    @property
    def loose_share(self) -> float:
        """The share of the text's characters, from 0 to 1, that stands under no part of the outline."""
        standing = self.standing
        return 1 - standing["part"] / max(1, standing.total())

    @property
    def is_too_loose(self) -> bool:
        """More stands under no part than the outline allows."""
        limit = self.document.loose_limit
        return limit is not None and 100 * self.loose_share > limit

    @property
    def raw_length(self) -> int:
        """The length of the raw file in code points."""
        return len(self.document.source.raw)

    @property
    def explained(self) -> int:
        """How many raw characters are explained."""
        return self.raw_length - sum(self.counts[False, kind] for kind in _NOT_READ)

    def rebuild(self) -> str:
        """The raw file, put together again from the entries."""
        return "".join(self.document.source.raw[e.begin : e.end] for e in self.entries)


def _text_entries(document: Document) -> Iterator[LedgerEntry]:
    """The leaves as raw runs, cut where layout stands inside them."""
    source = document.source
    gaps = iter((*source.gaps, None))
    gap = next(gaps)
    for leaf in document.leaves:
        position, end = source.raw_offset(leaf.begin), source.raw_offset(leaf.end - 1) + 1
        while gap is not None and gap.begin < end:
            if gap.begin > position:
                yield LedgerEntry(position, gap.begin, leaf.kind, False)
            position = max(position, gap.end)
            gap = next(gaps)
        if position < end:
            yield LedgerEntry(position, end, leaf.kind, False)


def account(document: Document) -> Ledger:
    """Account for every raw character of a document.

    Raises:
        AssertionError: a character is in two places or in none; that would be our fault.
    """
    entries = [
        *_text_entries(document),
        *(LedgerEntry(*run, True) for run in layout_runs(document.source)),
    ]
    entries.sort()
    position = 0
    for entry in entries:
        if entry.begin != position:
            raise AssertionError(f"the ledger breaks at raw offset {position}: {entry}")
        position = entry.end
    if position != len(document.source.raw):
        raise AssertionError(f"the ledger ends at raw offset {position}")
    return Ledger(document, tuple(entries))
