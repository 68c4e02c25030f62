"""Compare the mentions with a reading made by hand (``data/gold``).

A row of a gold file is one mention: the unit's path, the quoted words, which of their occurrences
in the unit it is, the scheme and the concept by a name of its own. A mention of the program is
right where it overlaps the quoted words and means the same concept.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from policygraph.annotation import Annotations, Lexicon
from policygraph.core.errors import DataError, UsageError
from policygraph.core.fold import comparable, fold, fold_text
from policygraph.core.links import LinkKind
from policygraph.core.namespaces import BASE, IRI, POL
from policygraph.core.prefixes import expand
from policygraph.core.resources import resource
from policygraph.core.terms import exact_decimal
from policygraph.corpus.description import DocumentDescription
from policygraph.document import TextUnit

# The schemes of dates, times and quantities, whose concepts are the values themselves; empty where words tell none.
VALUES = ("date", "time", "quantity")
# The gold files say of a body in a tag that it is responsible; elsewhere the link's key is its name.
_NAMES = {POL.responsibleBody: "responsible"}
_COLUMNS = ["unit", "quote", "nth", "scheme", "concept"]
_CONTEXT = 14

ConceptNames = dict[tuple[str, str], frozenset[IRI]]
SchemeNames = Mapping[IRI, str]


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
class Disagreement:
    """A mention that only one of the two has."""

    unit: str
    words: str
    concept: str
    context: str


@dataclass(frozen=True, slots=True)
class _Hit:
    """A mention that the program made, in a scheme and unit."""

    begin: int
    end: int
    concept: str


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
    missed: list[Disagreement] = field(default_factory=list)
    false: list[Disagreement] = field(default_factory=list)

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


def scheme_names(kinds: Iterable[LinkKind]) -> SchemeNames:
    """What the gold files call each link: those that lead to concepts first."""
    ordered = sorted(kinds, key=lambda kind: not kind.leads_to_concepts)
    return {kind.predicate: _NAMES.get(kind.predicate, kind.key) for kind in ordered}


def read_gold(paths: Iterable[Path], schemes: SchemeNames) -> list[GoldRow]:
    """Read gold files.

    Args:
        paths: CSV files.
        schemes: the names that may stand in the column ``scheme``, and ``date``.

    Raises:
        DataError: a column missing, an unknown scheme, or a number that is none.
    """
    known = {*schemes.values(), *VALUES}
    rows = []
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if reader.fieldnames != _COLUMNS:
                raise DataError("gold-columns", path=path, columns=",".join(_COLUMNS))
            for row in reader:
                place = f"{path}:{reader.line_num}"
                if row["scheme"] not in known:
                    raise DataError("gold-scheme", place=place, scheme=row["scheme"])
                if not (row["nth"] or "").isdecimal():
                    raise DataError("gold-nth", place=place, value=row["nth"])
                nth = int(row.pop("nth"))
                rows.append(GoldRow(**row, nth=nth, place=place))
    return rows


def read_concept_names(path: Path) -> ConceptNames:
    """Read which concepts a name of the reading by hand is: columns scheme, name, concept (CURIE).

    A name may be broader than the concepts of the vocabulary; then it has several rows.

    Raises:
        DataError: a concept with an unknown prefix.
    """
    names: ConceptNames = defaultdict(frozenset)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            concept = expand(row["concept"])
            if concept is None:
                prefix = row["concept"].partition(":")[0]
                raise DataError("no-prefix", path=path, prefix=prefix)
            names[row["scheme"], row["name"]] |= {concept}
    return dict(names)


def concept_index(lexicon: Lexicon) -> ConceptNames:
    """The concept of every label, by (gold scheme, label after folding)."""
    schemes = scheme_names(lexicon.kinds)
    index: ConceptNames = {}
    labels = [(e.link, label, e.iri) for e in lexicon.entries for label in e.surfaces]
    for link, found in (
        (POL.responsibleBody, lexicon.organizations),
        (POL.commitment, lexicon.predicates.labels),
    ):
        labels += [(link, label, iri) for label, iri in found.items()]
    for link, label, iri in labels:
        index.setdefault((schemes.get(link, ""), comparable(label)), frozenset((iri,)))
    return index


def gold_folder(document: DocumentDescription) -> Path | None:
    """The reading by hand of a document: ``gold`` beside it, or else what is shipped of its key."""
    shipped = resource("data", "gold") / document.key
    return document.gold or (shipped if shipped.is_dir() else None)


def score_folder(
    folder: Path, readings: Sequence[Annotations], lexicon: Lexicon
) -> dict[str, Score]:
    """Compare the mentions of a document's texts with a folder of gold files.

    Args:
        folder: CSV files; ``concepts.csv`` among them says what the names in them are.
        readings: of the document's texts.
        lexicon: the vocabulary that they were read with.

    Returns:
        A score a scheme.

    Raises:
        UsageError: no file in it has a row.
        DataError: see `read_gold` and `evaluate`.
    """
    schemes = scheme_names(lexicon.kinds)
    gold = read_gold(
        sorted(path for path in folder.glob("*.csv") if path.stem != "concepts"), schemes
    )
    if not gold:
        raise UsageError("gold-empty", folder=folder)
    concepts = concept_index(lexicon)
    names = folder / "concepts.csv"
    if names.exists():
        concepts |= read_concept_names(names)
    return evaluate(readings, gold, concepts, schemes)


class _UnitWords:
    """A unit's words and where they stand, as the reader by hand saw them."""

    def __init__(self, annotations: Annotations, unit: TextUnit) -> None:
        self.begin, end = unit.span
        self._folded = fold(annotations.document.source.text[self.begin : end])
        self.words = self._folded.text

    def find(self, quote: str, nth: int) -> tuple[int, int] | None:
        position = -1
        folded = fold_text(quote)
        for _ in range(nth):
            position = self.words.find(folded, position + 1)
            if position < 0:
                return None
        begin, end = self._folded.span(position, position + len(folded))
        return self.begin + begin, self.begin + end

    def disagreement(
        self, unit: str, begin: int, end: int, words: str, concept: str
    ) -> Disagreement:
        begin, end = self._folded.folded_span(begin - self.begin, end - self.begin)
        before = self.words[max(0, begin - _CONTEXT) : begin]
        shown = f"…{before}[{self.words[begin:end]}]{self.words[end : end + _CONTEXT]}…"
        return Disagreement(unit, words or self.words[begin:end], concept, shown)


def evaluate(
    readings: Sequence[Annotations],
    gold: list[GoldRow],
    concepts: ConceptNames,
    schemes: SchemeNames,
) -> dict[str, Score]:
    """Compare the mentions of a document's texts with a reading by hand.

    Only units below the sections that the gold files speak of are compared, and only schemes of
    which they have a mention.

    Args:
        readings: of the document's texts.
        gold: the reading by hand.
        concepts: by (scheme, name); names of dates are the dates themselves.
        schemes: their names, in the order of the result.

    Returns:
        A score a scheme.

    Raises:
        DataError: a row quotes words that its unit does not have.
    """
    units = {
        "/".join(unit.path): _UnitWords(reading, unit)
        for reading in readings
        for unit in reading.document.units()
    }
    spoken_of = {row.scheme for row in gold}
    scores = {name: Score() for name in (*schemes.values(), *VALUES) if name in spoken_of}
    sections = {"/".join(row.unit.split("/")[:2]) for row in gold}
    made: dict[tuple[str, str], list[_Hit]] = defaultdict(list)
    for reading in readings:
        for scheme, unit, hit in _hits(reading, schemes):
            if scheme in scores and any(f"{unit}/".startswith(f"{s}/") for s in sections):
                made[scheme, unit].append(hit)
    taken: set[tuple[str, _Hit]] = set()
    for row in gold:
        if row.unit not in units:
            raise DataError("gold-unit", place=row.place, unit=row.unit)
        span = units[row.unit].find(row.quote, row.nth)
        if span is None:
            raise DataError(
                "gold-quote", place=row.place, unit=row.unit, quote=row.quote, times=row.nth
            )
        wanted = _wanted(row, concepts)
        found = [
            hit
            for hit in made.get((row.scheme, row.unit), ())
            if hit.concept in wanted and hit.begin < span[1] and span[0] < hit.end
        ]
        score = scores[row.scheme]
        if found:
            fresh = [(row.scheme, hit) for hit in found if (row.scheme, hit) not in taken]
            taken.update(fresh[:1])
            score.right += 1
            score.made_right += bool(fresh)
        else:
            name = row.concept if wanted else f"{row.concept} (no concept of this name)"
            score.missed.append(units[row.unit].disagreement(row.unit, *span, row.quote, name))
    for (scheme, unit), hits in made.items():
        for hit in hits:
            if (scheme, hit) not in taken:
                concept = hit.concept.removeprefix(BASE)
                false = units[unit].disagreement(unit, hit.begin, hit.end, "", concept)
                scores[scheme].false.append(false)
    return scores


def _wanted(row: GoldRow, concepts: ConceptNames) -> frozenset[str]:
    """What a row can mean; nothing where its name is that of no concept."""
    if row.scheme in VALUES:
        return frozenset((row.concept,))
    for name in (row.concept, comparable(row.concept)):
        if (row.scheme, name) in concepts:
            return frozenset(concepts[row.scheme, name])
    return frozenset()


def _hits(annotations: Annotations, schemes: SchemeNames) -> Iterator[tuple[str, str, _Hit]]:
    """The mentions of a text, each with its scheme and the path of its unit."""
    for mention in annotations.mentions:
        for meaning in mention.meanings:
            yield (
                schemes.get(mention.link, ""),
                "/".join(mention.unit.path),
                _Hit(mention.begin, mention.end, meaning),
            )
    for date in annotations.dates:
        yield "date", "/".join(date.unit.path), _Hit(date.begin, date.end, date.date.isoformat())
    for time in annotations.times:
        value = time.value.value if time.value else ""
        yield "time", "/".join(time.unit.path), _Hit(time.begin, time.end, value)
    for quantity in annotations.quantities:
        value = "" if quantity.value is None else exact_decimal(quantity.value).value
        yield "quantity", "/".join(quantity.unit.path), _Hit(quantity.begin, quantity.end, value)
