"""Which documents are editions of one series, and in what order."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from policygraph.core.fold import comparable
from policygraph.lineage.likeness import Comparison, Side
from policygraph.lineage.statements import Edition

_SHARE = 0.2  # of the items of the smaller document that must have a look-alike
_ALIKE = 0.45  # cosine of a look-alike
_FEW = 12  # documents that are all compared with one another
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


def steps(editions: Sequence[Edition]) -> list[Step]:
    """The documents that have one before them, in the order of time.

    Args:
        editions: the documents of a corpus, in any order.
    """
    found: list[Step] = []
    for series in _series(editions):
        ordered = sorted(series, key=_when)
        for later in ordered:
            before = [plan for plan in ordered if _is_before(plan, later) and not plan.reports]
            if before and later.statements:
                found.append(Step(later, tuple(reversed(before)), later.reports))
    return sorted(found, key=lambda step: (_when(step.later), step.later.key))


def _when(edition: Edition) -> tuple[datetime.date, bool, str]:
    return edition.date or datetime.date.min, edition.reports, edition.key


def _is_before(plan: Edition, later: Edition) -> bool:
    if plan.date is None or later.date is None or (later.reports and plan.date == later.date):
        return _when(plan) < _when(later)
    return plan.date < later.date


def _series(editions: Sequence[Edition]) -> list[list[Edition]]:
    """The documents in groups that hang together."""
    by_key = {edition.key: edition for edition in editions}
    root = {key: key for key in by_key}

    def find(key: str) -> str:
        while root[key] != key:
            key = root[key]
        return key

    sides: dict[str, Side] = {}
    for one, other in sorted(_candidates(editions)):
        if find(one) == find(other):
            continue
        a, b = by_key[one], by_key[other]
        same = a.series == b.series if a.series or b.series else _are_alike(a, b, sides)
        if same:
            root[max(find(one), find(other))] = min(find(one), find(other))
    groups: dict[str, list[Edition]] = defaultdict(list)
    for key in sorted(by_key):
        groups[find(key)].append(by_key[key])
    return list(groups.values())


def _candidates(editions: Sequence[Edition]) -> Iterator[tuple[str, str]]:
    """Pairs of documents that may be of one series: by equal names, titles and texts, not all pairs."""
    keys = [edition.key for edition in editions]
    if len(keys) <= _FEW:
        yield from combinations(sorted(keys), 2)
        return
    held: dict[str, set[str]] = defaultdict(set)
    for edition in editions:
        for mark in _marks(edition):
            held[mark].add(edition.key)
    pairs: set[tuple[str, str]] = set()
    for documents in held.values():
        if len(documents) <= len(keys) // 2 or len(keys) < 2 * _FEW:
            pairs.update(combinations(sorted(documents), 2))
    yield from pairs


def _marks(edition: Edition) -> Iterator[str]:
    if edition.series:
        yield f"series {edition.series}"
    yield f"key {_YEAR.split(edition.key)[0]}"
    for statement in edition.statements:
        yield f"text {statement.words}"
        for title in statement.headings:
            yield f"title {_NUMBERS.sub('', comparable(title))}"


def _are_alike(a: Edition, b: Edition, sides: dict[str, Side]) -> bool:
    if not a.statements or not b.statements:
        return False
    smaller, larger = (
        sides.setdefault(edition.key, Side(edition.statements))
        for edition in sorted((a, b), key=lambda edition: len(edition.statements))
    )
    comparison = Comparison(smaller, larger, any_kind=True)
    alike = {
        own for own, other in comparison.candidates() if comparison.cosine(own, other) >= _ALIKE
    }
    return len(alike) >= _SHARE * len(smaller)
