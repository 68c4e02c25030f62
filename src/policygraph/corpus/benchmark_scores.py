"""Precision, recall and F1 on a benchmark, by scheme and half, with bootstrap intervals."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from policygraph.annotation import Lexicon
from policygraph.core.fold import comparable
from policygraph.core.namespaces import IRI, POL
from policygraph.corpus.benchmark import HALVES, Benchmark, GoldMention, GoldUnit
from policygraph.corpus.benchmark_hits import ROLE_OF_BODY, Hit, read_documents, read_units
from policygraph.corpus.benchmark_values import Value, read_quantity, read_time
from policygraph.corpus.gold import ConceptNames, Disagreement, concept_index, scheme_names
from policygraph.corpus.reading import Reader

NAMED: Final = (
    "actor", "responsible", "organization", "programme", "work", "instrument", "theme", "commitment",
)  # fmt: skip
SCHEMES: Final = (
    *NAMED, "actor-role", ROLE_OF_BODY, "cue", "time", "time-role", "quantity", "quantity-role",
)  # fmt: skip
# Links of a part, or of a time or amount: the scheme of the rows that they stand for, and their part.
PARTS: Final = {
    POL.leadBody: ("responsible", "lead"),
    POL.cooperatingBody: ("responsible", "cooperating"),
    POL.actorActs: ("actor", "acts"),
    POL.addressesActor: ("actor", "addressed"),
    POL.cooperatesWithActor: ("actor", "cooperates"),
    POL.takesPlaceAt: ("actor", "place"),
    POL.deadline: ("time", "deadline"),
    POL.period: ("time", "period"),
    POL.amount: ("quantity", "amount"),
}
RESAMPLES: Final = 1000
_SEED: Final = 14
_PERCENT: Final = (2.5, 97.5)
_WITH_ROLE: Final = ("actor", "organization")
_MARKED: Final = ("lead", "cooperating")
_UNSAID: Final = ("", "unsaid")
_CONTEXT: Final = 14


class Tally(NamedTuple):
    """Counts of one scheme, in one unit or in many; see `policygraph.corpus.gold.Score`."""

    right: int = 0
    missed: int = 0
    made_right: int = 0
    false: int = 0

    def plus(self, other: Tally) -> Tally:
        """The sum of both."""
        return Tally(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def figures(self) -> tuple[float, float, float]:
        """Precision, recall and F1; precision and recall are 1 of nothing."""
        made, wanted = self.made_right + self.false, self.right + self.missed
        precision = self.made_right / made if made else 1.0
        recall = self.right / wanted if wanted else 1.0
        total = precision + recall
        return precision, recall, 2 * precision * recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and the interval in which 95 of 100 resamples of the units have it."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SchemeScore:
    """Agreement in one scheme, in one half."""

    tally: Tally
    precision: Figure
    recall: Figure
    f1: Figure


@dataclass(slots=True)
class BenchmarkScores:
    """Agreement with a benchmark, read in one way.

    Attributes:
        scores: by half and scheme; a scheme of which the half has nothing is not there.
        missed, false: of the half *tune*; nobody looks at those of *test*.
        failed: the documents of which the program made nothing.
        parts: by half and link property, of the links of `PARTS`.
    """

    scores: dict[str, dict[str, SchemeScore]]
    missed: list[tuple[str, Disagreement]] = field(default_factory=list)
    false: list[tuple[str, Disagreement]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    parts: dict[str, dict[IRI, SchemeScore]] = field(default_factory=dict)


def score_documents(benchmark: Benchmark, reader: Reader) -> BenchmarkScores:
    """Read every text as a document, with the outline that the program chooses, and compare."""
    schemes = scheme_names(reader.annotator.lexicon.kinds)
    hits, failed = read_documents(benchmark, reader, schemes)
    comparison = _Comparison(benchmark, reader.annotator.lexicon, hits)
    scores = comparison.scores()
    scores.failed = failed
    scores.parts = {half: dict(comparison.parts(half)) for half in HALVES}
    return scores


def score_units(benchmark: Benchmark, reader: Reader) -> BenchmarkScores:
    """Read every unit by itself, so that the structure of its document does not matter, and compare."""
    schemes = scheme_names(reader.annotator.lexicon.kinds)
    hits = read_units(benchmark, reader, schemes)
    return _Comparison(benchmark, reader.annotator.lexicon, hits).scores()


Same = Callable[[GoldMention, Hit], bool]


class _Comparison:
    def __init__(
        self, benchmark: Benchmark, lexicon: Lexicon, hits: Mapping[GoldUnit, Sequence[Hit]]
    ) -> None:
        self.benchmark = benchmark
        self.hits = hits
        self.concepts: ConceptNames = concept_index(lexicon)
        for name, found in benchmark.concepts.items():
            self.concepts[name] = self.concepts.get(name, frozenset()) | found
        self.result = BenchmarkScores({half: {} for half in HALVES})

    def scores(self) -> BenchmarkScores:
        for half in HALVES:
            units = [u for u in self.benchmark.mentions if self._half(u) == half]
            for scheme in SCHEMES:
                tallies = [self._compare(unit, scheme) for unit in units]
                if any(map(any, tallies)):
                    self.result.scores[half][scheme] = _score(tallies)
        return self.result

    def parts(self, half: str) -> Iterator[tuple[IRI, SchemeScore]]:
        """The scores of the links of a part, in a half."""
        for link in PARTS:
            tallies = [
                self._tally(unit, link, *self._of_part(unit, link))
                for unit in self.benchmark.mentions
                if self._half(unit) == half
            ]
            if any(map(any, tallies)):
                yield link, _score(tallies)

    def _of_part(self, unit: GoldUnit, link: IRI) -> tuple[list[GoldMention], list[Hit], Same]:
        """What the hand wrote and the program linked by a property, and when both are the same."""
        scheme, part = PARTS[link]
        said = {"actor": "role", "responsible": "role"}.get(scheme, "concept")
        rows = [
            row
            for row in self.benchmark.mentions[unit]
            if row.scheme == scheme and getattr(row, said) == part
        ]
        same = _equal if scheme in ("time", "quantity") else self._names
        hits = [hit for hit in dict.fromkeys(self.hits.get(unit, ())) if hit.part == link]
        return rows, hits, same

    def _half(self, unit: GoldUnit) -> str:
        return self.benchmark.halves[unit.document]

    def _compare(self, unit: GoldUnit, scheme: str) -> Tally:
        rows, hits, same = self._of(unit, scheme)
        if scheme == "theme":
            hits = self._once_a_theme(hits)
        return self._tally(unit, scheme, rows, hits, same)

    def _tally(
        self, unit: GoldUnit, scheme: str, rows: list[GoldMention], hits: list[Hit], same: Same
    ) -> Tally:
        """Compare, and note what is missed and false of a scheme."""
        taken: set[Hit] = set()
        missed, made_right = 0, 0
        for row in rows:
            found = [hit for hit in hits if _overlap(row, hit) and same(row, hit)]
            if not found:
                missed += 1
                self._note(self.result.missed, scheme, unit, row.begin, row.end, _said(row))
                continue
            fresh = [hit for hit in found if hit not in taken]
            # One mention can make two rows right (産学官); two of one row are one right and one false.
            taken.update(fresh if scheme == "theme" else fresh[:1])
            made_right += bool(fresh)
        wrong = [hit for hit in hits if hit not in taken]
        for hit in wrong:
            name = " ".join(filter(None, (hit.concept.rsplit("/", 1)[-1], hit.role)))
            self._note(self.result.false, scheme, unit, hit.begin, hit.end, name)
        return Tally(len(rows) - missed, missed, made_right, len(wrong))

    def _of(self, unit: GoldUnit, scheme: str) -> tuple[list[GoldMention], list[Hit], Same]:
        """What the hand wrote and the program made of a scheme in a unit, and when both are the same."""
        rows, hits = self.benchmark.mentions[unit], list(dict.fromkeys(self.hits.get(unit, ())))
        if scheme == "cue":
            return (
                [row for row in rows if row.cue],
                [hit for hit in hits if hit.cues and hit.scheme in NAMED],
                lambda row, hit: self._means(row, hit) and row.cue in hit.cues,
            )
        if scheme == "actor-role":
            return (
                [row for row in rows if row.scheme in _WITH_ROLE and row.role not in _UNSAID],
                [hit for hit in hits if hit.scheme in _WITH_ROLE and hit.role],
                lambda row, hit: self._means(row, hit) and row.role == hit.role,
            )
        if scheme == ROLE_OF_BODY:
            return (
                [row for row in rows if row.scheme == "responsible" and row.role in _MARKED],
                [hit for hit in hits if hit.scheme == ROLE_OF_BODY],
                lambda row, hit: self._names(row, hit) and row.role == hit.role,
            )
        base, _, of = scheme.partition("-")
        own = [hit for hit in hits if hit.scheme == base]
        if base in ("time", "quantity"):
            return (
                [row for row in rows if row.scheme == base],
                own,
                lambda row, hit: _equal(row, hit) and (not of or self._plays(row, hit)),
            )
        return [row for row in rows if row.scheme == base], own, self._means

    def _means(self, row: GoldMention, hit: Hit) -> bool:
        return row.scheme == hit.scheme and self._names(row, hit)

    def _names(self, row: GoldMention, hit: Hit) -> bool:
        """The concept of the row is that of the hit, or the name is that of a thing nobody knew."""
        names = (row.concept, comparable(row.concept))
        if any(hit.concept in self.concepts.get((row.scheme, name), ()) for name in names):
            return True
        return bool(hit.label) and _bare(hit.label) in {_bare(row.concept), _bare(row.quote)}

    def _plays(self, row: GoldMention, hit: Hit) -> bool:
        name = row.concept if row.scheme == "time" else row.role
        return hit.role in self.benchmark.roles.get((row.scheme, name), frozenset({name}))

    def _once_a_theme(self, hits: list[Hit]) -> list[Hit]:
        """The themes of a unit, each once, wherever its words stand."""
        return list({hit.concept: hit for hit in hits}.values())

    def _note(
        self, into: list[tuple[str, Disagreement]], scheme: str, unit: GoldUnit, begin: int, end: int,
        name: str,
    ) -> None:  # fmt: skip
        if self._half(unit) != HALVES[0] or scheme not in SCHEMES:
            return
        words = unit.words
        at, to = max(0, begin - unit.begin), end - unit.begin
        shown = f"…{words[max(0, at - _CONTEXT) : at]}[{words[at:to]}]{words[to : to + _CONTEXT]}…"
        shown = " ".join(shown.split())
        place = f"{unit.document}/{unit.key}"
        into.append((scheme, Disagreement(place, words[at:to], name, shown)))


def _overlap(row: GoldMention, hit: Hit) -> bool:
    if row.scheme == "theme":
        return True
    return hit.begin < row.end and row.begin < hit.end


@cache
def _bare(name: str) -> str:
    return comparable("".join(name.split()))


@cache
def _value(row: GoldMention) -> Value:
    return (read_time if row.scheme == "time" else read_quantity)(row.value)


def _equal(row: GoldMention, hit: Hit) -> bool:
    return _value(row).means(hit.value, row.concept)


def _said(row: GoldMention) -> str:
    return " ".join(filter(None, (row.concept, row.role, row.value, row.cue)))


def _score(tallies: Sequence[Tally]) -> SchemeScore:
    whole = _sum(tallies)
    chosen = random.Random(_SEED)
    # Units without anything of the scheme change nothing; how many of the others are drawn, chance decides.
    resampled = []
    for _ in range(RESAMPLES):
        resampled.append(_sum(chosen.choices(tallies, k=len(tallies))).figures)
    figures = []
    for place, value in enumerate(whole.figures):
        found = sorted(figure[place] for figure in resampled)
        figures.append(Figure(value, *(_percentile(found, percent) for percent in _PERCENT)))
    return SchemeScore(whole, *figures)


def _sum(tallies: Iterable[Tally]) -> Tally:
    return Tally(*map(sum, zip(*tallies, strict=True)))


def _percentile(ordered: Sequence[float], percent: float) -> float:
    return ordered[round((len(ordered) - 1) * percent / 100)]


def rows_of(scores: BenchmarkScores) -> Iterator[tuple[str, list[SchemeScore | None]]]:
    """The scores a scheme: that of each half, in the order of `HALVES`."""
    for scheme in SCHEMES:
        found = [scores.scores[half].get(scheme) for half in HALVES]
        if any(found):
            yield scheme, found
