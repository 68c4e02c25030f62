"""Compare the mentions with a reading made by hand (``data/gold``).

A row of a gold file is one mention: the unit's path, the quoted words, which of their occurrences
in the unit it is, the scheme and the concept by a name of its own. A mention of the program is
right where it overlaps the quoted words and means the same concept.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from policygraph.annotation import Annotations, Lexicon, Mention
from policygraph.core.errors import DataError
from policygraph.core.fold import comparable, fold_width
from policygraph.core.namespaces import (
    BASE,
    IRI,
    POL,
)
from policygraph.core.prefixes import PREFIXES
from policygraph.document import TextUnit

ConceptNames = dict[tuple[str, str], frozenset[IRI]]
SCHEMES = (
    "actor", "instrument", "commitment", "responsible",
    "organization", "work", "programme", "place", "date",
)  # fmt: skip
_LINKS = {
    POL.involvesActor: "actor",
    POL.usesInstrument: "instrument",
    POL.commitment: "commitment",
    POL.responsibleBody: "responsible",
    POL.involvesOrganization: "organization",
    POL.refersTo: "work",
    POL.underProgramme: "programme",
    POL.takesPlaceIn: "place",
}
_CONTEXT = 14


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One mention of the reading by hand. ``place`` is the file and line, for messages."""

    unit: str
    quote: str
    nth: int
    scheme: str
    concept: str
    place: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A mention that only one of the two has."""

    unit: str
    words: str
    concept: str
    context: str


@dataclass(slots=True)
class Score:
    """Agreement in one scheme.

    Attributes:
        right: mentions of the reading by hand that the program found.
        made_right: mentions of the program that are right. One that spans two of the hand's
            (共同研究・受託研究) makes both right.
    """

    right: int = 0
    made_right: int = 0
    missed: list[Difference] = field(default_factory=list)
    false: list[Difference] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of the program's mentions that are right; 1 where it has none."""
        made = self.made_right + len(self.false)
        return self.made_right / made if made else 1.0

    @property
    def recall(self) -> float:
        """The share of the hand's mentions that the program found; 1 where there are none."""
        wanted = self.right + len(self.missed)
        return self.right / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def read_gold(paths: Iterable[Path]) -> list[GoldRow]:
    """Read gold files.

    Raises:
        DataError: a column missing, an unknown scheme, or a number that is none.
    """
    rows = []
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if reader.fieldnames != ["unit", "quote", "nth", "scheme", "concept"]:
                raise DataError(f"{path}:1: the columns must be unit,quote,nth,scheme,concept")
            for row in reader:
                place = f"{path}:{reader.line_num}"
                if row["scheme"] not in SCHEMES:
                    raise DataError(f'{place}: no scheme is called "{row["scheme"]}"')
                if not (row["nth"] or "").isdecimal():
                    raise DataError(f'{place}: nth is "{row["nth"]}", not a number')
                rows.append(
                    GoldRow(
                        row["unit"], row["quote"], int(row["nth"]), row["scheme"],
                        row["concept"], place,
                    )
                )  # fmt: skip
    return rows


def read_concept_names(path: Path) -> ConceptNames:
    """Read which concepts a name of the reading by hand is: columns scheme, name, concept (CURIE).

    A name may be broader than the concepts of the vocabulary; then it has several rows.
    """
    names: ConceptNames = defaultdict(frozenset)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            names[row["scheme"], row["name"]] |= {_expand(row["concept"], path)}
    return dict(names)


def _expand(curie: str, path: Path) -> IRI:
    prefix, _, local = curie.partition(":")
    if prefix in PREFIXES:
        return IRI(PREFIXES[prefix] + local)
    raise DataError(f'{path}: no prefix is called "{prefix}"')


class _Spoken:
    """A unit's words and where they stand, as the annotator of the gold files saw them."""

    def __init__(self, annotations: Annotations, unit: TextUnit) -> None:
        self.begin, self.end = unit.span
        self.words = fold_width(annotations.document.source.text[self.begin : self.end])

    def find(self, quote: str, nth: int) -> tuple[int, int] | None:
        position = -1
        folded = fold_width(quote)
        for _ in range(nth):
            position = self.words.find(folded, position + 1)
            if position < 0:
                return None
        return self.begin + position, self.begin + position + len(folded)

    def slice(self, begin: int, end: int) -> str:
        return self.words[begin - self.begin : end - self.begin]

    def context(self, begin: int, end: int) -> str:
        begin, end = begin - self.begin, end - self.begin
        before = self.words[max(0, begin - _CONTEXT) : begin]
        return f"…{before}[{self.words[begin:end]}]{self.words[end : end + _CONTEXT]}…"


def concept_index(lexicon: Lexicon) -> ConceptNames:
    """The concept of every label, by (gold scheme, label after folding)."""
    index: ConceptNames = {}
    for entry in lexicon.entries:
        scheme = _LINKS.get(entry.link)
        if scheme is not None:
            for label in entry.surfaces:
                index.setdefault((scheme, comparable(label)), frozenset((entry.iri,)))
    for label, iri in lexicon.organizations.items():
        index.setdefault(("responsible", comparable(label)), frozenset((iri,)))
    for label, iri in lexicon.predicates.labels.items():
        index.setdefault(("commitment", comparable(label)), frozenset((iri,)))
    return index


def evaluate(
    readings: Sequence[Annotations],
    gold: list[GoldRow],
    concepts: ConceptNames,
) -> dict[str, Score]:
    """Compare the mentions of a document's texts with a reading by hand.

    Only units below the sections that the gold files speak of are compared.

    Args:
        readings: of the document's texts.
        gold: the reading by hand.
        concepts: by (scheme, name); names of dates are the dates themselves.

    Returns:
        A score a scheme.

    Raises:
        DataError: a row quotes words that its unit does not have.
    """
    spoken = {
        "/".join(unit.path): _Spoken(reading, unit)
        for reading in readings
        for unit in reading.document.units()
    }
    sections = {"/".join(row.unit.split("/")[:2]) for row in gold}
    made: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for reading in readings:
        made |= _made(reading, sections)
    scores = {scheme: Score() for scheme in SCHEMES}
    taken: set[tuple[int, int, str]] = set()
    for row in gold:
        if row.unit not in spoken:
            raise DataError(f"{row.place}: there is no unit {row.unit}")
        span = spoken[row.unit].find(row.quote, row.nth)
        if span is None:
            raise DataError(f"{row.place}: {row.unit} does not say {row.quote!r} {row.nth} times")
        wanted: frozenset[str] = frozenset(
            (row.concept,)
            if row.scheme == "date"
            else concepts.get(
                (row.scheme, row.concept), concepts.get((row.scheme, comparable(row.concept)), ())
            )
        )
        found = [
            (begin, end, concept + row.scheme)
            for begin, end, concept in made.get((row.scheme, row.unit), ())
            if concept in wanted and begin < span[1] and span[0] < end
        ]
        score = scores[row.scheme]
        if found:
            fresh = [mention for mention in found if mention not in taken]
            taken.update(fresh[:1])
            score.right += 1
            score.made_right += bool(fresh)
        else:
            name = row.concept if wanted else f"{row.concept} (no concept of this name)"
            score.missed.append(
                Difference(row.unit, row.quote, name, spoken[row.unit].context(*span))
            )
    for (scheme, unit), mentions in made.items():
        for begin, end, concept in mentions:
            if (begin, end, concept + scheme) not in taken:
                words = spoken[unit].slice(begin, end)
                scores[scheme].false.append(
                    Difference(
                        unit, words, concept.removeprefix(BASE), spoken[unit].context(begin, end)
                    )
                )
    return scores


def _made(
    annotations: Annotations, sections: set[str]
) -> dict[tuple[str, str], list[tuple[int, int, str]]]:
    made: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)

    def add(scheme: str, mention: Mention, concept: str) -> None:
        path = "/".join(mention.unit.path)
        if any(path == s or path.startswith(f"{s}/") for s in sections):
            made[scheme, path].append((mention.begin, mention.end, concept))

    for mention in annotations.mentions:
        scheme = _LINKS.get(mention.link)
        if scheme is not None:
            for meaning in mention.meanings:
                add(scheme, mention, meaning)
    for date in annotations.dates:
        path = "/".join(date.unit.path)
        if any(path == s or path.startswith(f"{s}/") for s in sections):
            made["date", path].append((date.begin, date.end, date.date.isoformat()))
    return made
