"""Find the labels of a lexicon in a text: one pass of an Aho-Corasick automaton.

The cost grows with the text and the hits, not with the number of labels (Aho and Corasick 1975).
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from operator import itemgetter

import ahocorasick_rs

from policygraph.annotation.lexicon import Entry, Lexicon

_WINDOW = 60  # characters on either side in which a context is looked for
_CAPITALS = re.compile("[A-Z]+")
_LATIN = frozenset(string.ascii_letters + string.digits)


def _lower(text: str) -> str:
    """The text with A to Z in small letters, and no other letter changed."""
    return _CAPITALS.sub(lambda found: found.group().lower(), text)


class Label:
    """One surface of one entry, with the conditions under which it counts."""

    __slots__ = (
        "after", "before", "entry", "exact", "free", "left_latin", "not_literal", "not_pattern",
        "only_literal", "only_pattern", "right_latin", "surface",
    )  # fmt: skip

    def __init__(self, surface: str, entry: Entry, english: bool) -> None:
        self.surface = surface
        self.entry = entry
        # An acronym (AI, IT) is not a word in small letters.
        self.exact = surface.isascii() and surface.upper() == surface
        self.left_latin = english or surface[0] in _LATIN
        self.right_latin = english or surface[-1] in _LATIN
        self.not_literal = self._places(entry.not_within)
        self.only_literal = self._places(entry.only_within)
        self.not_pattern = [c for c in entry.not_within if isinstance(c, re.Pattern)]
        self.only_pattern = [c for c in entry.only_within if isinstance(c, re.Pattern)]
        # What stands beside the surface in a context: most places are ruled out by one look.
        self.before = frozenset(context[at - 1] for context, at in self.not_literal if at)
        self.after = frozenset(
            context[at + len(surface)] if at + len(surface) < len(context) else ""
            for context, at in self.not_literal
            if not at
        )
        self.free = not (
            self.exact
            or self.left_latin
            or self.right_latin
            or self.not_literal
            or self.not_pattern
            or entry.only_within
        )

    def _places(self, contexts: tuple[str | re.Pattern[str], ...]) -> list[tuple[str, int]]:
        """Every context that holds the surface, with the place of the surface in it."""
        return [
            (context, at)
            for context in contexts
            if isinstance(context, str) and self.surface in context
            for at in range(len(context) - len(self.surface) + 1)
            if context.startswith(self.surface, at)
        ]

    def counts(self, text: str, begin: int, end: int, unit_begin: int, unit_end: int) -> bool:
        """The conditions hold for an occurrence at ``begin`` in a unit of the text."""
        if self.free:
            return True
        if self.exact and text[begin:end] != self.surface:
            return False
        if self.left_latin and begin > 0 and text[begin - 1] in _LATIN:
            return False
        if self.right_latin and end < len(text) and text[end] in _LATIN:
            return False
        if (
            (begin > 0 and text[begin - 1] in self.before)
            or (self.after and (text[end : end + 1] in self.after or "" in self.after))
        ) and _stands_in(self.not_literal, text, begin):
            return False
        if not (self.not_pattern or self.entry.only_within):
            return True
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
    for context, at in places:  # noqa: SIM110 (a generator for each of many short lists is dear)
        if at <= begin and text.startswith(context, begin - at):
            return True
    return False


def _enclosed(
    patterns: list[re.Pattern[str]], text: str, begin: int, end: int, window: tuple[int, int]
) -> bool:
    for pattern in patterns:
        match = pattern.search(text, *window)
        while match is not None and match.start() <= begin:
            if end <= match.end():
                return True
            match = pattern.search(text, max(match.end(), match.start() + 1), window[1])
    return False


# Plain tuples, of which a text has very many. Offsets are code points of the text searched.
Occurrence = tuple[int, int, int]  # index of a surface, begin, end
Match = tuple[int, int, Label]  # begin, end, and what stands there


class Matcher:
    """The automaton over all labels of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._labels: list[list[Label]] = []
        index: dict[str, int] = {}
        for entry in lexicon.entries:
            english_only = tuple(word for word in entry.words if word not in entry.surfaces)
            for english, surfaces in ((False, entry.surfaces), (True, english_only)):
                for surface in surfaces:
                    key = _lower(surface)
                    if key not in index:
                        index[key] = len(self._labels)
                        self._labels.append([])
                    self._labels[index[key]].append(Label(surface, entry, english))
        self._automaton = ahocorasick_rs.AhoCorasick(list(index))

    def occurrences(self, folded: str) -> list[Occurrence]:
        """Every label in the text, overlapping ones included, the longest of a place first."""
        found: list[Occurrence] = self._automaton.find_matches_as_indexes(
            _lower(folded), overlapping=True
        )
        found.reverse()  # they came by their ends
        found.sort(key=itemgetter(1))
        return found

    def matches(self, occurrences: Iterable[Occurrence], unit_end: int) -> list[Match]:
        """The labels of the occurrences that end within a unit; `longest` asks for conditions."""
        labels = self._labels
        return [
            (begin, end, label)
            for surface, begin, end in occurrences
            if end <= unit_end
            for label in labels[surface]
        ]


def longest(matches: list[Match], folded: str, unit_begin: int, unit_end: int) -> list[Match]:
    """Of matches of one scheme keep those that count, and of those that overlap the longest.

    Of two equally long the first is kept. Two entries with the very same surface are both kept:
    that the lexicon is ambiguous there is for validation to say, not for the matcher to hide.

    Args:
        matches: by their begins, the longest of a place first.
        folded: the text after folding widths.
        unit_begin, unit_end: the unit, outside which no context is looked for.

    Returns:
        The matches kept, in reading order.
    """
    kept: list[Match] = []
    first = 0
    while first < len(matches):
        begin, end, label = matches[first]
        last = first + 1
        while last < len(matches) and matches[last][0] < end:  # they overlap in a chain
            if matches[last][1] > end:
                end = matches[last][1]
            last += 1
        if last > first + 1:
            kept += _longest_of_cluster(matches[first:last], folded, unit_begin, unit_end)
        elif label.free or label.counts(folded, begin, end, unit_begin, unit_end):
            kept.append(matches[first])
        first = last
    return kept


def _longest_of_cluster(
    cluster: list[Match], folded: str, unit_begin: int, unit_end: int
) -> list[Match]:
    cluster.sort(key=_longest_first)
    kept: list[Match] = []
    for match in cluster:
        begin, end, label = match
        for other_begin, other_end, _ in kept:
            if (
                begin < other_end
                and other_begin < end
                and (begin != other_begin or end != other_end)
            ):
                break
        else:
            if label.counts(folded, begin, end, unit_begin, unit_end):
                kept.append(match)
    if len(kept) > 1:
        kept.sort(key=_in_reading_order)
    return kept


def _longest_first(match: Match) -> tuple[int, int, str]:
    begin, end, label = match
    return begin - end, begin, label.entry.iri


def _in_reading_order(match: Match) -> tuple[int, int, str]:
    begin, end, label = match
    return begin, end, label.entry.iri
