"""Which documents are editions of one series, and in what order."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from zlib import crc32

from policygraph.core.fold import comparable
from policygraph.lineage.likeness import Comparison, Side
from policygraph.lineage.memory import Memory
from policygraph.lineage.statements import Edition

_SHARE = 0.2  # of the items of the smaller document that must have a look-alike
_NAMED = 1  # look-alikes of documents whose keys are the same but for the year and what follows
_ALIKE = 0.45  # cosine of a look-alike
_FEW = 12  # documents that are all compared with one another
_MOST_EARLIER = 5  # editions that one is held against
_MOST_TESTED = 4  # documents before one that are tested whether it is of their series
_NEXT = 2  # documents before one that have a mark and count
_PIECE, _PIECES = 12, 4  # characters of a piece of a text; pieces of it that are marks
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBERS = re.compile(r"[\d元〇一二三四五六七八九十]+|令和|平成|昭和|[-_.]")


@dataclass(frozen=True, slots=True)
class Step:
    """A document and the one before it.

    Attributes:
        earlier: those before it in its series, the nearest first.
        is_report: it reports on the nearest of them, and is no edition.
    """

    later: Edition
    earlier: tuple[Edition, ...]
    is_report: bool


def steps(editions: Sequence[Edition], memory: Memory | None = None) -> list[Step]:
    """The documents that have one before them, in the order of time.

    Args:
        editions: the documents of a corpus, in any order.
        memory: of earlier comparisons.
    """
    found: list[Step] = []
    for series in _series(editions, memory or Memory()):
        ordered = sorted(series, key=_when)
        reports = {edition.key for edition in ordered if edition.reports}
        plans = [edition for edition in ordered if edition.key not in reports]
        days = [_when(plan) for plan in plans]
        for later in ordered:
            is_report = later.key in reports
            # Editions of one day are not before each other; the plan of the day is before its report.
            is_of_day = later.date is not None and not is_report
            end = bisect_left(days, _when(later)[:1] if is_of_day else _when(later))
            before = plans[max(0, end - _MOST_EARLIER) : end]
            if before and later.statements:
                found.append(Step(later, tuple(reversed(before)), is_report))
    return sorted(found, key=lambda step: (_when(step.later), step.later.key))


def _when(edition: Edition) -> tuple[datetime.date, bool, str]:
    return edition.date or datetime.date.min, edition.reports, edition.key


def _series(editions: Sequence[Edition], memory: Memory) -> list[list[Edition]]:
    """The documents in groups that hang together."""
    by_key = {edition.key: edition for edition in sorted(editions, key=lambda each: each.key)}
    unnamed = [edition for edition in by_key.values() if not edition.series]
    root = {edition.key: edition.key for edition in unnamed}

    def find(key: str) -> str:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    sides: dict[str, Side] = {}
    for one, other in _candidates(unnamed, memory):
        if find(one) == find(other):
            continue
        pair = by_key[one], by_key[other]
        if memory.once("alike", pair, None, partial(_are_alike, *pair, sides)):
            root[max(find(one), find(other))] = min(find(one), find(other))
    groups: dict[tuple[str, str], list[Edition]] = defaultdict(list)
    for key, edition in by_key.items():
        groups[edition.series, "" if edition.series else find(key)].append(edition)
    return list(groups.values())


def _candidates(editions: Sequence[Edition], memory: Memory) -> Iterator[tuple[str, str]]:
    """Pairs of documents that may be of one series, the lesser key first; not all pairs.

    Of many documents each is paired with the few before it that share most with it: names, titles, pieces of texts. A
    mark leads only to the nearest documents that have it, and counts by its rarity, so that the work grows with the
    texts and not with the pairs, however common a mark is.
    """
    if len(editions) <= _FEW:
        yield from combinations(sorted(edition.key for edition in editions), 2)
        return
    ordered = sorted(editions, key=_when)
    held: dict[str | int, list[int]] = defaultdict(list)
    for number, edition in enumerate(ordered):
        marks = memory.once("marks", [edition], edition.key, partial(_marks_once, edition))
        for mark in marks:
            held[mark].append(number)
    shared: list[dict[int, float]] = [defaultdict(float) for _ in ordered]
    for numbers in held.values():
        for place, number in enumerate(numbers):
            for before in numbers[max(0, place - _NEXT) : place]:
                shared[number][before] += 1 / len(numbers)
    for number, counts in enumerate(shared):
        for before in sorted(counts, key=lambda each: (-counts[each], -each))[:_MOST_TESTED]:
            one, other = sorted((ordered[number].key, ordered[before].key))
            yield one, other


def _marks_once(edition: Edition) -> list[str | int]:
    return list(dict.fromkeys(_marks(edition)))


def _marks(edition: Edition) -> Iterator[str | int]:
    """What documents of one series may share: the key up to its year, titles without numbers, pieces of texts."""
    yield f"key {_YEAR.split(edition.key)[0]}"
    for title in dict.fromkeys(t for statement in edition.statements for t in statement.headings):
        yield f"title {_NUMBERS.sub('', comparable(title))}"
    for statement in edition.statements:
        words = statement.words
        letters = words.encode("utf-32-le")
        pieces = {
            crc32(letters[4 * at : 4 * (at + _PIECE)])
            for at in range(max(1, len(words) - _PIECE + 1))
        }
        yield from sorted(pieces)[:_PIECES]


def _are_alike(a: Edition, b: Edition, sides: dict[str, Side]) -> bool:
    if not a.statements or not b.statements:
        return False
    smaller, larger = (
        sides.setdefault(edition.key, Side(edition.statements))
        for edition in sorted((a, b), key=lambda edition: len(edition.statements))
    )
    comparison = Comparison(smaller, larger, any_kind=True)
    wanted = _NAMED if _are_named_alike(a.key, b.key) else _SHARE * len(smaller)
    alike: set[int] = set()
    for own, other in comparison.candidates():
        if own not in alike and comparison.cosine(own, other) >= _ALIKE:
            alike.add(own)
            if len(alike) >= wanted:
                return True
    return False


def _are_named_alike(one: str, other: str) -> bool:
    """Whether two keys have a year and before it the same."""
    begin, *rest = _YEAR.split(one)
    other_begin, *other_rest = _YEAR.split(other)
    return bool(begin and rest and other_rest) and begin == other_begin
