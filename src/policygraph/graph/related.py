"""Guess which issues of its section a measure has to do with.

A measure and an issue are compared by what their phrases name: themes, actors, instruments, bodies,
works, programmes and places. Two phrases name the same where they mean the same things, all of
them: 産学官 is not the same as 産学, and counts once, not thrice. With N measures and issues in the
document, of which d(t) name t,

    rarity(t) = ln(N / d(t)) / ln N           0 where all name it, 1 where one alone does
    s = sum of rarity(t)² over what both name
    score = s / (1 + s)                       rounded to two decimals

The rarity is squared so that a crowd of things that everybody names (大学, 企業) weighs less than one
that few do; the length of a sentence does not count. The form of the score and the threshold were
chosen on two sections that were read by hand, and judged on two others: see
``data/gold/related-issues``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from policygraph.core.namespaces import IRI

THRESHOLD = 0.30
AT_MOST = 3

Meaning = frozenset[IRI]


@dataclass(frozen=True, slots=True)
class Named:
    """A measure or an issue, and what its phrases name.

    Attributes:
        iri: of the measure or issue.
        sections: the section that an issue stands in, those that a measure has occurrences in.
        phrases: by what they mean, the first phrase that means it.
    """

    iri: IRI
    sections: frozenset[IRI]
    phrases: Mapping[Meaning, IRI]


@dataclass(frozen=True, slots=True)
class RelatedIssue:
    """A guess.

    Attributes:
        score: from `THRESHOLD` to 1, two decimals.
        evidence: what both name, the phrases of the measure first.
    """

    measure: IRI
    issue: IRI
    score: float
    evidence: tuple[IRI, ...]


def related_issues(measures: Sequence[Named], issues: Sequence[Named]) -> Iterator[RelatedIssue]:
    """Find the issues that a measure shares rare things with.

    Args:
        measures: of one document.
        issues: of the same document, in reading order.

    Returns:
        For each measure at most `AT_MOST` issues of its sections with a score of at least
        `THRESHOLD`, the highest first and, where two are as high, the one that is read first.
    """
    rarity = _rarity([*measures, *issues])
    by_section: dict[IRI, list[int]] = {}
    for place, issue in enumerate(issues):
        for section in issue.sections:
            by_section.setdefault(section, []).append(place)
    for measure in measures:
        places = {place for section in measure.sections for place in by_section.get(section, ())}
        ranked = sorted((-_score(measure, issues[place], rarity), place) for place in places)
        for negative, place in ranked[:AT_MOST]:
            score = round(-negative, 2)
            if score >= THRESHOLD:
                issue = issues[place]
                yield RelatedIssue(measure.iri, issue.iri, score, _evidence(measure, issue))


def _rarity(units: Sequence[Named]) -> Mapping[Meaning, float]:
    named_by = Counter(meaning for unit in units for meaning in unit.phrases)
    whole = math.log(max(len(units), 2))
    return {meaning: math.log(len(units) / n) / whole for meaning, n in named_by.items()}


def _score(measure: Named, issue: Named, rarity: Mapping[Meaning, float]) -> float:
    # fsum is exact: the score does not depend on the order of what is shared.
    amount = math.fsum(rarity[t] ** 2 for t in measure.phrases.keys() & issue.phrases.keys())
    return amount / (1 + amount)


def _evidence(measure: Named, issue: Named) -> tuple[IRI, ...]:
    shared = [meaning for meaning in measure.phrases if meaning in issue.phrases]
    return tuple(unit.phrases[meaning] for unit in (measure, issue) for meaning in shared)
