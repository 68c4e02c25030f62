"""Find the labels of a lexicon in a text: one pass of an Aho-Corasick automaton.

The cost grows with the text and the hits, not with the number of labels (Aho and Corasick 1975).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import ahocorasick_rs

from policygraph.annotate.lexicon import Entry, Lexicon

_WINDOW = 60  # characters on either side in which a context is looked for
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_LATIN = re.compile("[A-Za-z0-9]")


class Match(NamedTuple):
    """An occurrence of a label. Offsets are code points of the text that was searched."""

    begin: int
    end: int
    entry: Entry


class _Label:
    """One surface of one entry, with the conditions under which it counts."""

    __slots__ = (
        "entry", "exact", "left_latin", "not_literal", "not_pattern",
        "only_literal", "only_pattern", "surface",
    )  # fmt: skip

    def __init__(self, surface: str, entry: Entry, english: bool) -> None:
        self.surface = surface
        self.entry = entry
        # An acronym (AI, IT) is not a word in small letters.
        self.exact = surface.isascii() and surface.upper() == surface
        self.left_latin = (
            english or _LATIN.match(surface) is not None,
            english or _LATIN.match(surface[-1]) is not None,
        )
        self.not_literal = self._places(entry.not_within)
        self.only_literal = self._places(entry.only_within)
        self.not_pattern = [c for c in entry.not_within if isinstance(c, re.Pattern)]
        self.only_pattern = [c for c in entry.only_within if isinstance(c, re.Pattern)]

    def _places(self, contexts: tuple[str | re.Pattern[str], ...]) -> list[tuple[str, int]]:
        """Every context that holds the surface, with the place of the surface in it."""
        return [
            (context, match.start())
            for context in contexts
            if isinstance(context, str)
            for match in re.finditer(f"(?={re.escape(self.surface)})", context)
        ]

    def counts(self, text: str, begin: int, end: int, unit_begin: int, unit_end: int) -> bool:
        if self.exact and text[begin:end] != self.surface:
            return False
        left, right = self.left_latin
        if left and begin > 0 and _LATIN.match(text, begin - 1):
            return False
        if right and end < len(text) and _LATIN.match(text, end):
            return False
        if _stands_in(self.not_literal, text, begin):
            return False
        window = (max(unit_begin, begin - _WINDOW), min(unit_end, end + _WINDOW))
        if _enclosed(self.not_pattern, text, begin, end, window):
            return False
        if not self.entry.only_within:
            return True
        return _stands_in(self.only_literal, text, begin) or _enclosed(
            self.only_pattern, text, begin, end, window
        )


def _stands_in(places: list[tuple[str, int]], text: str, begin: int) -> bool:
    """A context stands in the text so that the surface in it begins at ``begin``."""
    return any(at <= begin and text.startswith(context, begin - at) for context, at in places)


def _enclosed(
    patterns: list[re.Pattern[str]], text: str, begin: int, end: int, window: tuple[int, int]
) -> bool:
    return any(
        match.start() <= begin and end <= match.end()
        for pattern in patterns
        for match in pattern.finditer(text, *window)
    )


class Matcher:
    """The automaton over all labels of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._labels: list[list[_Label]] = []
        index: dict[str, int] = {}
        for entry in lexicon.entries:
            for english, surfaces in ((False, entry.surfaces), (True, entry.words)):
                for surface in surfaces:
                    key = surface.translate(_LOWER)
                    if key not in index:
                        index[key] = len(self._labels)
                        self._labels.append([])
                    self._labels[index[key]].append(_Label(surface, entry, english))
        self._automaton = ahocorasick_rs.AhoCorasick(list(index))

    def occurrences(self, folded: str) -> Iterator[tuple[int, int, int]]:
        """(begin, end, label index) of every label in the text, overlapping ones included."""
        for label, begin, end in sorted(
            self._automaton.find_matches_as_indexes(folded.translate(_LOWER), overlapping=True),
            key=lambda found: (found[1], -found[2]),
        ):
            yield begin, end, label

    def accept(
        self, folded: str, begin: int, end: int, label: int, unit_begin: int, unit_end: int
    ) -> Iterator[Match]:
        """The entries whose conditions hold for an occurrence within a unit."""
        for candidate in self._labels[label]:
            if candidate.counts(folded, begin, end, unit_begin, unit_end):
                yield Match(begin, end, candidate.entry)


def longest(matches: list[Match]) -> list[Match]:
    """Of matches of one scheme that overlap keep the longest, of equals the first.

    Two entries with the very same surface are both kept: that the lexicon is ambiguous there is
    for validation to say, not for the matcher to hide.

    Returns:
        The matches kept, in reading order.
    """
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.begin - m.end, m.begin, m.entry.iri)):
        if all(
            match.end <= other.begin
            or other.end <= match.begin
            or (match.begin, match.end) == (other.begin, other.end)
            for other in kept
        ):
            kept.append(match)
    return sorted(kept, key=lambda m: (m.begin, m.end, m.entry.iri))
