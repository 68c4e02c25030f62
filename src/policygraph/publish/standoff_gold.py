"""Mentions from an annotation tool as a reading by hand: rows of gold files."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from policygraph.annotation import Lexicon
from policygraph.core.errors import DataError
from policygraph.core.fold import comparable, fold, fold_text
from policygraph.core.namespaces import IRI, POL, SKOS
from policygraph.core.prefixes import shorten
from policygraph.core.problems import Problem
from policygraph.core.resources import Vocabulary, find_vocabulary
from policygraph.core.terms import Literal, read_turtle
from policygraph.corpus.gold import VALUES, concept_index, scheme_names
from policygraph.corpus.reading import Reading
from policygraph.document import Span, TextUnit
from policygraph.publish.standoff import StandoffMention
from policygraph.publish.standoff_formats import identifier
from policygraph.publish.standoff_readers import ReadText

_NESTED = 200  # units before a mention among which the one is that holds it
_Row = tuple[int, str, str, int, str, str]  # begin, unit, quote, nth, scheme, concept


@dataclass
class HandReading:
    """A reading by hand of one document.

    Attributes:
        rows: by text key.
        concepts: scheme and name, with the concept as a CURIE.
        problems: mentions that were left out, and why.
    """

    rows: dict[str, set[_Row]] = field(default_factory=lambda: defaultdict(set))
    concepts: set[tuple[str, str, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def files(self) -> Iterator[tuple[str, str]]:
        """The gold files: names and contents, ``concepts.csv`` last."""
        for key, rows in sorted(self.rows.items()):
            table = (row[1:] for row in sorted(rows))
            yield f"{key}.csv", _csv(("unit", "quote", "nth", "scheme", "concept"), table)
        yield "concepts.csv", _csv(("scheme", "name", "concept"), sorted(self.concepts))


def _csv(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    written = csv.writer(out, lineterminator="\n")
    written.writerow(heading)
    written.writerows(rows)
    return out.getvalue()


class GoldMaker:
    """Finds mentions of annotation tools in the texts of a document.

    Args:
        readings: the document's texts.
        lexicon: the vocabulary that they were read with.
        vocabulary: its files; the shipped ones where it is missing.
    """

    def __init__(
        self, readings: Sequence[Reading], lexicon: Lexicon, vocabulary: Vocabulary | None = None
    ) -> None:
        self.readings, self.lexicon = readings, lexicon
        self._files = (vocabulary or find_vocabulary()).schemes
        self._schemes = scheme_names(lexicon.kinds)
        self._entries = {entry.iri: entry for entry in lexicon.entries}
        self._index = concept_index(lexicon)

    @cached_property
    def _labels(self) -> Mapping[IRI, str]:
        """What the concepts and things of the vocabulary are called in Japanese."""
        return {
            subject: value.value
            for path in self._files
            for subject, predicate, value in read_turtle(path)
            if predicate == SKOS.prefLabel and isinstance(value, Literal) and value.language == "ja"
        }

    def make(self, texts: Iterable[ReadText]) -> HandReading:
        """The reading by hand that some texts with mentions are.

        Raises:
            DataError: a text that is none of the document's.
        """
        made = HandReading()
        for text in texts:
            reading, first = self._place(text)
            made.rows.setdefault(reading.key, set())
            for mention in text.mentions:
                begin, end = (
                    first + _without_breaks(text, at) for at in (mention.begin, mention.end)
                )
                self._add(
                    made,
                    text,
                    reading,
                    StandoffMention(begin, end, mention.scheme, mention.concept),
                )
        return made

    def _place(self, text: ReadText) -> tuple[Reading, int]:
        """The reading that a text, or part of one, is of, and where it begins there."""
        words = None if text.text is None else text.text.replace("\n", "").replace("\r", "")
        for reading in self.readings:
            if text.key and text.key != reading.key:
                continue
            whole = reading.document.source.text
            if words is None or words == whole:
                return reading, 0
            begin = self._begins[reading.key].get(text.unit)
            if begin is not None and whole.startswith(words, begin):
                return reading, begin
        raise DataError("annotation-text", place=text.place)

    def _add(
        self, made: HandReading, text: ReadText, reading: Reading, mention: StandoffMention
    ) -> None:
        words = reading.document.source.text[mention.begin : mention.end]
        unit = self._unit(reading, mention)
        if unit is None:
            made.problems.append(Problem.at(text.place, "annotation-outside", words=words))
            return
        scheme = mention.scheme or self._scheme(unit, mention)
        if scheme not in (*self._schemes.values(), *VALUES):
            known = ", ".join((*dict.fromkeys(self._schemes.values()), *VALUES))
            made.problems.append(
                Problem.at(text.place, "annotation-scheme", words=words, scheme=scheme, known=known)
            )
            return
        quote, nth = _quotation(reading, unit, mention)
        for name, concept in self._named(scheme, mention.concept, quote):
            row = (mention.begin, "/".join(unit.path), quote, nth, scheme, name)
            made.rows[reading.key].add(row)
            if concept is not None:
                made.concepts.add((scheme, name, shorten(concept)))

    @cached_property
    def _begins(self) -> Mapping[str, Mapping[str, int]]:
        """By text and path, where each unit begins, and each title that is the outline's own."""
        return {
            reading.key: {
                "/".join(part.path): part.title.begin
                for part in reading.document.walk()
                if part.title
            }
            | {"/".join(unit.path): unit.span.begin for unit in reading.document.units()}
            for reading in self.readings
        }

    @cached_property
    def _units(self) -> Mapping[str, list[tuple[Span, TextUnit]]]:
        """The units of each text, by where they begin."""
        return {
            reading.key: sorted(
                ((unit.span, unit) for unit in reading.document.units()), key=lambda held: held[0]
            )
            for reading in self.readings
        }

    def _unit(self, reading: Reading, mention: StandoffMention) -> TextUnit | None:
        """The unit that a mention lies in; a sub-bullet can lie in its bullet."""
        units = self._units[reading.key]
        last = bisect_right(units, mention.begin, key=lambda held: held[0].begin)
        for span, unit in reversed(units[max(0, last - _NESTED) : last]):
            if mention.begin < mention.end <= span.end:
                return unit
        return None

    def _scheme(self, unit: TextUnit, mention: StandoffMention) -> str:
        """What the kind of a concept makes of its mention; a body in a tag is responsible."""
        entry = self._entries.get(IRI(identifier(mention.concept)))
        tagged = any(tag.span.begin <= mention.begin < tag.span.end for tag in unit.tags)
        if tagged and (entry is None or entry.link == POL.involvesOrganization):
            return self._schemes[POL.responsibleBody]
        if entry is None and mention.concept.startswith("commitment:"):
            return self._schemes[POL.commitment]
        return (
            self._schemes.get(entry.link, "")
            if entry
            else _STEPS.get(mention.concept.partition("/")[0], "")
        )

    def _named(self, scheme: str, concept: str, quote: str) -> Iterator[tuple[str, IRI | None]]:
        """The names of what a mention means, and the concepts where they are known."""
        if scheme in VALUES:
            yield concept, None
            return
        found: Iterable[IRI]
        if concept:
            iri = IRI(identifier(concept))
            found = self._entries[iri].meanings if iri in self._entries else (iri,)
        else:
            found = sorted(self._index.get((scheme, comparable(quote)), ()))
            if not found:
                yield quote, None
        for iri in found:
            yield self._labels.get(iri, iri.rpartition("/")[2]), iri


# The things that texts name and no vocabulary knows, by the first step of their IRIs.
_STEPS = {"work": "work", "programme": "programme", "org": "organization", "place": "place"}


def _without_breaks(text: ReadText, offset: int) -> int:
    """An offset in a text as it is without line breaks."""
    before = "" if text.text is None else text.text[:offset]
    return offset - before.count("\n") - before.count("\r")


def _quotation(reading: Reading, unit: TextUnit, mention: StandoffMention) -> tuple[str, int]:
    """The words of a mention, and which of their occurrences in the unit it is, from 1."""
    source = reading.document.source.text
    quote = source[mention.begin : mention.end]
    folded = fold(source[unit.span.begin : unit.span.end])
    begin, _ = folded.folded_span(mention.begin - unit.span.begin, mention.end - unit.span.begin)
    words, nth, position = fold_text(quote), 0, -1
    while (position := folded.text.find(words, position + 1)) >= 0 and position <= begin:
        nth += 1
    return quote, max(nth, 1)
