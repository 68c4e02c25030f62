"""Find the labels of a lexicon in a text: one pass of an Aho-Corasick automaton.

The cost grows with the text and the hits, not with the number of labels (Aho and Corasick 1975).
"""

from __future__ import annotations

import re
import string
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

import ahocorasick_rs

from policygraph.annotation.beside import Context
from policygraph.annotation.head_nouns import NamedObject, compound
from policygraph.annotation.lexicon import Entry, Lexicon
from policygraph.annotation.mentions import says
from policygraph.annotation.required_words import every_match, longest_match
from policygraph.core.namespaces import IRI
from policygraph.document import Span

_WINDOW = 60  # characters on either side in which a context is looked for
_FEW = 4  # places at which a pattern is tried one by one
_CAPITALS = re.compile("[A-Z]+")
# Behind the name of a document: Ver.2.1, 第３版, 2030.
_VERSION = re.compile(r"(?:(?:Ver|ver|v)\.? ?[0-9.]+|第[0-9]+版|[0-9]{4}|[0-9.]+版?)\Z")
_LATIN = frozenset(string.ascii_letters + string.digits)


def lower(text: str) -> str:
    """The text with A to Z in small letters, and no other letter changed."""
    return _CAPITALS.sub(lambda found: found.group().lower(), text)


class _Contexts:
    """The contexts of an entry, as they bear on one of its surfaces."""

    __slots__ = ("_after", "_anywhere", "_before", "_contexts", "_patterns", "_places", "_surface")

    def __init__(self, contexts: tuple[Context, ...], surface: str) -> None:
        self._contexts, self._surface = contexts, surface
        self._anywhere: list[re.Pattern[str]] | None = None

    def __bool__(self) -> bool:
        return bool(self._contexts)

    def enclose(self, text: str, begin: int, end: int, unit_begin: int, unit_end: int) -> bool:
        """One of them holds an occurrence of the surface in a unit of the text."""
        anywhere = self._anywhere
        if anywhere is None:
            anywhere = self._prepare()
        if text[begin - 1 : begin] not in self._before and text[end : end + 1] not in self._after:
            if not anywhere:
                return False
            patterns = anywhere
        else:
            for context, at in self._places:
                if at <= begin and text.startswith(context, begin - at):
                    return True
            patterns = [*anywhere, *self._patterns]
        first, last = max(unit_begin, begin - _WINDOW), min(unit_end, end + _WINDOW)
        return any(_covers(pattern, text, begin, end, first, last) for pattern in patterns)

    @property
    def sides(self) -> tuple[frozenset[str], frozenset[str]] | None:
        """The signs before and behind the surface in a context, where those tell of all; once one was asked for."""
        return None if self._anywhere else (self._before, self._after)

    def _prepare(self) -> list[re.Pattern[str]]:
        """Find out, when the surface is first met, what stands beside it in its contexts.

        ``_before`` has the signs before it, ``_after`` those behind it where nothing stands before it.

        Returns:
            The patterns of which that cannot be told.
        """
        surface = self._surface
        size = len(surface)
        before: set[str] = set()
        after: set[str] = set()
        self._anywhere, self._places, self._patterns = [], [], []
        for context in self._contexts:
            if context == surface:
                context = re.compile(re.escape(surface))
            words = {context} if isinstance(context, str) else every_match(context.pattern)
            # AI is met as Ai, too: what a pattern finds there is not what holds the surface.
            if isinstance(context, re.Pattern) and (
                words is None or surface in words or _CAPITALS.search(surface.upper())
            ):
                self._anywhere.append(context)
                continue
            places = [
                (word, at)
                for word in words or ()
                for at in range(len(word) - size + 1)
                if word.startswith(surface, at)
            ]
            for word, at in places:
                if at:
                    before.add(word[at - 1])
                else:
                    after.add(word[size : size + 1])
            if isinstance(context, str):
                self._places += places
            elif places:
                self._patterns.append(context)
        self._before, self._after = frozenset(before), frozenset(after)
        return self._anywhere


def _covers(
    pattern: re.Pattern[str], text: str, begin: int, end: int, first: int, last: int
) -> bool:
    """A match of a pattern covers a stretch of a text."""
    starts = range(max(first, end - longest_match(pattern.pattern)), begin + 1)
    if len(starts) <= _FEW and not any(pattern.match(text, at, last) for at in starts):
        return False
    match = pattern.search(text, first, last)
    while match is not None and match.start() <= begin:
        if end <= match.end():
            return True
        match = pattern.search(text, max(match.end(), match.start() + 1), last)
    return False


_NO_SIDES: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


class Label:
    """One surface of one entry, with the conditions under which it counts."""

    __slots__ = (
        "_exact", "_is_told", "_left_latin", "_not_within", "_only_within", "_right_latin", "compound", "entry",
        "free", "said", "sides", "surface",
    )  # fmt: skip

    def __init__(self, surface: str, entry: Entry, english: bool) -> None:
        self.surface = surface
        self.entry = entry
        self.compound = None if entry.iri in entry.meanings else entry.iri
        # An acronym (AI, IT) is not a word in small letters.
        self._exact = surface.isascii() and surface.upper() == surface != ""
        self._left_latin = english or surface[:1] in _LATIN
        self._right_latin = english or surface[-1:] in _LATIN
        self._not_within = _Contexts(entry.not_within, surface)
        self._only_within = _Contexts(entry.only_within, surface)
        self.free = not (
            self._exact
            or self._left_latin
            or self._right_latin
            or self._not_within
            or entry.only_within
        )
        # The signs before and behind it beside which it may not count; None where more must be looked at.
        self._is_told = False
        self.sides: tuple[frozenset[str], frozenset[str]] | None = _NO_SIDES if self.free else None
        # What all its mentions have in common.
        self.said = says(entry.meanings, entry.link, self.compound)

    def counts(self, text: str, begin: int, end: int, unit_begin: int, unit_end: int) -> bool:
        """The conditions hold for an occurrence at ``begin`` in a unit of the text."""
        if self.free:
            return True
        if self._exact and text[begin:end] != self.surface:
            return False
        if self._left_latin and begin > 0 and text[begin - 1] in _LATIN:
            return False
        if self._right_latin and end < len(text) and text[end] in _LATIN:
            return False
        if self._not_within:
            is_ruled_out = self._not_within.enclose(text, begin, end, unit_begin, unit_end)
            if not self._is_told:
                self._is_told = True
                if not (
                    self.entry.only_within or self._exact or self._left_latin or self._right_latin
                ):
                    self.sides = self._not_within.sides
            if is_ruled_out:
                return False
        return not self.entry.only_within or self._only_within.enclose(
            text, begin, end, unit_begin, unit_end
        )


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
                    key = lower(surface)
                    if key not in index:
                        index[key] = len(self._labels)
                        self._labels.append([])
                    self._labels[index[key]].append(Label(surface, entry, english))
        schemes = sorted({entry.scheme for entry in lexicon.entries if not entry.proper})
        self._schemes = tuple(schemes)
        # Of each surface its labels, those of concepts with the number of their scheme, from 1.
        self._told: list[tuple[tuple[int, Label], ...]] = [
            tuple(
                (0 if lb.entry.proper else schemes.index(lb.entry.scheme) + 1, lb) for lb in labels
            )
            for labels in self._labels
        ]
        self._automaton = ahocorasick_rs.AhoCorasick(list(index))
        entries = {entry.iri: entry for entry in lexicon.entries}
        self._heads = lexicon.heads
        self._head_labels = {
            (head.word, head.concept, head.way): Label(
                head.word, entries[head.concept], english=False
            )
            for head in lexicon.heads.heads
            if head.concept in entries
        }
        self._named: dict[IRI, list[tuple[NamedObject, Label]]] = {}
        for named in lexicon.heads.named:
            link = lexicon.links.get(named.object_class)
            if link is not None and named.concept in entries:
                label = Label("", entries[named.concept], english=False)
                self._named.setdefault(link, []).append((named, label))

    def done_to(self, folded: str, name: tuple[int, int], link: IRI, last: int) -> Iterator[Match]:
        """What is said to be done to a thing whose name stands there (「…研究所」を統合).

        Where several concepts have things of its class as their objects, the longest word that the name
        ends in decides: …法の改正 is of laws, …計画の改定 of plans.

        Args:
            folded: the text after folding.
            name: where its name begins and ends.
            link: the link that its mention makes.
            last: where the unit ends.
        """
        concepts = self._named.get(link, [])
        begin, end = name
        found = [
            (named, label, match)
            for named, label in concepts
            if (match := named.behind.match(folded, end, last))
        ]
        if found and len(concepts) > 1:
            version = _VERSION.search(folded, begin, end)
            bare = version.start() if version else end
            longest_end = {
                named: max(
                    (len(e) for e in named.endings if folded.endswith(e, begin, bare)), default=0
                )
                for named, _ in concepts
            }
            most = max(longest_end.values())
            found = [each for each in found if most and longest_end[each[0]] == most]
        for _, label, match in found:
            yield *match.span("verb"), label

    def compounds(self, folded: str, units: Sequence[Span]) -> Iterator[Match]:
        """What the heads of compounds decide, by their begins, in units of a text.

        Args:
            folded: the text after folding.
            units: stretches that do not overlap, by their begins.
        """
        found = self._heads.places(folded)
        following, known = self._heads.following, self._heads.known
        labels = self._head_labels
        index, count = 0, len(found)
        for first, last in units:
            made = []
            index = bisect_left(found, (first,), index)
            while index < count and found[index][0] < last:
                begin, end, word = found[index]
                index += 1
                sign = folded[end] if end < last else ""
                heads = known[word].get(sign)
                for head in following(word, sign) if heads is None else heads:
                    behind = head.behind.match(folded, end, last)
                    if behind is None:
                        continue
                    label = labels.get((head.word, head.concept, head.way))
                    if label is not None and label.counts(folded, begin, end, first, last):
                        made.append((*compound(folded, begin, head, behind, first), label))
            if len(made) > 1:
                made.sort(key=_in_reading_order)
            yield from made

    def occurrences(self, folded: str) -> list[Occurrence]:
        """Every label in the text, overlapping ones included, the longest of a place first."""
        found: list[Occurrence] = self._automaton.find_matches_as_indexes(
            lower(folded), overlapping=True
        )
        found.reverse()  # they came by their ends
        found.sort(key=itemgetter(1))
        return found

    def matches(
        self, occurrences: Iterable[Occurrence], unit_end: int
    ) -> tuple[list[Match], dict[IRI, list[Match]]]:
        """The labels of the occurrences that end within a unit; `longest` asks for conditions.

        Returns:
            Those of proper names, and those of concepts by their scheme.
        """
        labels = self._told
        found: list[list[Match]] = [[] for _ in range(len(self._schemes) + 1)]
        for surface, begin, end in occurrences:
            if end <= unit_end:
                for scheme, label in labels[surface]:
                    found[scheme].append((begin, end, label))
        concepts = zip(self._schemes, found[1:], strict=True)
        return found[0], {scheme: matches for scheme, matches in concepts if matches}


def longest(matches: list[Match], folded: str, unit_begin: int, unit_end: int) -> list[Match]:
    """Of matches of one scheme keep those that count, and of those that overlap the longest.

    Of two equally long the first is kept. Two entries with the very same surface are both kept:
    that the lexicon is ambiguous there is for validation to say, not for the matcher to hide.

    Args:
        matches: by their begins, the longest of a place first.
        folded: the text after folding.
        unit_begin, unit_end: the unit, outside which no context is looked for.

    Returns:
        The matches kept, in reading order.
    """
    kept: list[Match] = []
    run: list[Match] = []  # of several, each overlaps with one before it
    run_end = -1
    last: Match | None = None
    for match in matches:
        if match[0] < run_end and last is not None:
            run.append(match)
            if match[1] > run_end:
                run_end = match[1]
            continue
        if len(run) > 1:
            _keep_longest(run, kept, folded, unit_begin, unit_end)
        elif last is not None and _stands(last, folded, unit_begin, unit_end):
            kept.append(last)
        last, run, run_end = match, [match], match[1]
    if len(run) > 1:
        _keep_longest(run, kept, folded, unit_begin, unit_end)
    elif last is not None and _stands(last, folded, unit_begin, unit_end):
        kept.append(last)
    return kept


def _stands(match: Match, folded: str, unit_begin: int, unit_end: int) -> bool:
    """The conditions of its label hold for a match."""
    begin, end, label = match
    sides = label.sides
    return (
        sides is not None
        and folded[begin - 1] not in sides[0]
        and folded[end : end + 1] not in sides[1]
    ) or label.counts(folded, begin, end, unit_begin, unit_end)


def _keep_longest(
    run: list[Match], kept: list[Match], folded: str, unit_begin: int, unit_end: int
) -> None:
    """Keep of a run the longest that count."""
    run.sort(key=_longest_first)
    longer: list[Match] = []
    for match in run:
        begin, end, _ = match
        for b, e, _ in longer:
            if b < end and begin < e and (b != begin or e != end):
                break
        else:
            if _stands(match, folded, unit_begin, unit_end):
                longer.append(match)
    if len(longer) > 1:
        longer.sort(key=_in_reading_order)
    kept += longer


def _longest_first(match: Match) -> tuple[int, int, str]:
    begin, end, label = match
    return begin - end, begin, label.entry.iri


def _in_reading_order(match: Match) -> tuple[int, int, str]:
    begin, end, label = match
    return begin, end, label.entry.iri
