"""Which words beside mentions can stand in a text at all: one pass over it for all of them.

A cue need not be tried at a mention in whose sentence none of the words stands that it cannot do without.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

import ahocorasick_rs

from policygraph.annotation.beside import Cue
from policygraph.annotation.required_words import leading_words, required_words
from policygraph.core.namespaces import IRI


class Standing(NamedTuple):
    """A cue that may stand in a stretch of a text.

    Attributes:
        number: the cue's, in the order in which they were given.
        is_behind: its words behind a mention, or those before one.
        first_end: where the first of the words ends that it cannot do without.
        last_begin: where the last of them begins.
        begins: where they begin, of words before a mention that begin with one of them.
    """

    number: int
    is_behind: bool
    first_end: int
    last_begin: int
    begins: tuple[int, ...] = ()


class CueWords:
    """The words without which some cues do not stand.

    Args:
        cues: in the order of their numbers.
    """

    def __init__(self, cues: Iterable[Cue]) -> None:
        self.cues = tuple(cues)
        self._anywhere: list[tuple[int, bool]] = []
        self._leading: set[tuple[int, bool]] = set()  # those that begin with the word
        sides: dict[str, list[tuple[int, bool]]] = {}
        for number, cue in enumerate(self.cues):
            for is_behind, pattern in ((False, cue.before), (True, cue.after)):
                if pattern is None:
                    continue
                words = required_words(pattern.pattern)
                if words is None:
                    self._anywhere.append((number, is_behind))
                elif not is_behind and _begins_with(pattern.pattern, words):
                    self._leading.add((number, is_behind))
                for word in words or ():
                    sides.setdefault(word, []).append((number, is_behind))
        self._sides = list(sides.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(sides))

    def found_in(self, folded: str) -> FoundCueWords:
        """Those in a text after folding."""
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        sides = self._sides
        places = sorted((begin, end, sides[word]) for word, begin, end in found)
        return FoundCueWords(places, self._anywhere, self._leading)

    def beside(
        self, folded: str, begin: int, end: int, first: int, last: int, standing: Iterable[Standing]
    ) -> tuple[IRI, ...]:
        """The cues that a mention stands under, in their order.

        Args:
            folded: the text.
            begin, end: of the mention.
            first, last: as far as their words can reach.
            standing: those that may stand there.
        """
        found: list[IRI] = []
        for number, is_behind, first_end, last_begin, begins in standing:
            cue = self.cues[number]
            if is_behind:
                stands = last_begin >= end and cue.stands_behind(folded, end, last)
            elif begins:
                stands = any(
                    cue.leads_up_to(folded, b, begin) for b in begins if first <= b < begin
                )
            else:
                stands = first_end <= begin and cue.stands_before(folded, begin, first)
            if stands and cue.iri not in found:
                found.append(cue.iri)
        return tuple(found)


class FoundCueWords:
    """The words of cues in a text.

    Args:
        places: begin, end, and the cues with their sides, by their begins.
        anywhere: the cues, with their sides, that need no word.
        leading: those that begin with their word.
    """

    def __init__(
        self,
        places: Sequence[tuple[int, int, list[tuple[int, bool]]]],
        anywhere: Sequence[tuple[int, bool]],
        leading: Container[tuple[int, bool]],
    ) -> None:
        self._leading = leading
        self._places = places
        self._begins = [begin for begin, _, _ in places]
        self._anywhere = anywhere

    def stand_in(self, first: int, last: int) -> bool:
        """Whether a cue may stand in a stretch at all."""
        if self._anywhere:
            return True
        index = bisect_left(self._begins, first)
        return index < len(self._begins) and self._begins[index] < last

    def within(self, first: int, last: int) -> list[Standing]:
        """The cues that may stand in a stretch, by their numbers."""
        index = bisect_left(self._begins, first)
        places = self._places[index : bisect_left(self._begins, last, index)]
        if not (places or self._anywhere):
            return []
        # What needs no word stands on both sides of everything.
        spans: dict[tuple[int, bool], tuple[int, int]] = dict.fromkeys(
            self._anywhere, (first, last)
        )
        for begin, end, sides in places:
            for side in sides:
                known = spans.get(side, (end, begin))
                spans[side] = min(known[0], end), max(known[1], begin)
        begins: dict[tuple[int, bool], tuple[int, ...]] = {}
        for begin, _, sides in places:
            for side in sides:
                if side in self._leading:
                    begins[side] = (*begins.get(side, ()), begin)
        return [
            Standing(*side, *span, begins.get(side, ())) for side, span in sorted(spans.items())
        ]


def _begins_with(pattern: str, words: Iterable[str]) -> bool:
    """Every match of a pattern begins with one of some words."""
    leading, known = leading_words(pattern), tuple(words)
    return leading is not None and all(word.startswith(known) for word in leading)
