"""What a text states: its structure and what its units mention."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from policygraph.annotation import (
    AnyMention,
    DateMention,
    DiscoveredThing,
    Mention,
    QuantityMention,
    TimeMention,
)
from policygraph.core.names import Names, organization, part_type
from policygraph.core.namespaces import (
    DCTERMS,
    IRI,
    ITSRDF,
    NIF,
    ORG,
    POL,
    PROV,
    RDF,
    SCHEMA,
    SKOS,
    XSD,
)
from policygraph.core.places import SourcePlace
from policygraph.core.terms import Literal, Triple, boolean, exact_decimal, integer, text
from policygraph.corpus.description import DocumentDescription
from policygraph.corpus.reading import Reading
from policygraph.document import (
    Component,
    Occurrence,
    Part,
    Sentence,
    Span,
    Tag,
    TextUnit,
    UnitPath,
)

_SENTENCE_CLASS = {"recognition": POL.Recognition, "issue": POL.Issue, "passage": POL.Passage}
_OCCURRENCE_CLASS = {
    "measure": POL.MeasureOccurrence,
    "target": POL.TargetOccurrence,
    "reported": POL.ReportedMeasureOccurrence,
}


@lru_cache(maxsize=1 << 16)
def _offset(value: int) -> Literal:
    """An offset as NIF types it."""
    return Literal(str(value), XSD.nonNegativeInteger)


def describe_document(description: DocumentDescription, names: Names) -> Iterator[Triple]:
    """The document as its ``document.toml`` describes it."""
    document = names.document(description.key)
    yield document, RDF.type, POL.StrategyDocument
    yield document, DCTERMS.identifier, text(description.key)
    yield document, DCTERMS.language, text(description.language)
    for language, title in description.titles.items():
        yield document, DCTERMS.title, text(title, language)
    if description.decided_on is not None:
        yield document, DCTERMS.issued, Literal(description.decided_on.isoformat(), XSD.date)
    if description.decided_by is not None:
        yield document, POL.decidedBy, organization(description.decided_by)
    if description.publisher is not None:
        yield document, DCTERMS.publisher, organization(description.publisher)
    if description.source_page is not None:
        yield document, DCTERMS.source, IRI(description.source_page)
    if description.licence is not None:
        yield document, DCTERMS.license, IRI(description.licence)
    for language, notice in description.notices.items():
        yield document, DCTERMS.rights, text(notice, language)


def place_triples(place: SourcePlace, thing: IRI) -> Iterator[Triple]:
    """Where in the source file something stands; what the file does not have is not said."""
    numbers = (
        (POL.firstLine, place.first_line), (POL.lastLine, place.last_line), (POL.page, place.page),
        (POL.lastPage, place.last_page), (POL.paragraph, place.paragraph),
    )  # fmt: skip
    for predicate, number in numbers:
        if number:
            yield thing, predicate, integer(number)
    if place.element:
        yield thing, POL.element, text(place.element)


class ReadingTriples:
    """What one reading states as triples: its units and what they mention, but not its items."""

    def __init__(self, reading: Reading, names: Names) -> None:
        self.reading = reading
        self.names = names
        self.context = names.context(reading.description.key, reading.key)
        self.file = names.source(reading.description.key, reading.key)
        self.document = names.document(reading.description.key)

    def triples(self) -> Iterator[Triple]:
        """The outline of the text and its mentions."""
        yield from self._text()
        for part in self.reading.document.parts:
            yield from self._part(part, self.document)
        yield from self._phrases()

    def _text(self) -> Iterator[Triple]:
        source = self.reading.document.source
        file = self.file
        yield self.context, RDF.type, NIF.Context
        yield self.context, NIF.isString, text(source.text)
        yield self.context, NIF.beginIndex, _offset(0)
        yield self.context, NIF.endIndex, _offset(len(source.text))
        yield self.context, SCHEMA.sha256, text(source.sha256)
        yield self.context, DCTERMS.isPartOf, self.document
        yield self.context, PROV.wasDerivedFrom, file
        yield file, RDF.type, PROV.Entity
        yield file, SCHEMA.sha256, text(source.raw_sha256)
        yield file, DCTERMS.isPartOf, self.document

    def _iri(self, path: UnitPath) -> IRI:
        return self.names.unit(self.reading.description.key, path)

    def _words(
        self, unit: IRI, spans: tuple[Span, ...], tags: tuple[Tag, ...] = ()
    ) -> Iterator[Triple]:
        # A tag before the words (【国土交通省】灯台を…) is where the unit begins.
        begin = min([spans[0].begin, *(tag.span.begin for tag in tags[:1])])
        end = spans[-1].end
        yield unit, NIF.referenceContext, self.context
        yield unit, NIF.beginIndex, _offset(begin)
        yield unit, NIF.endIndex, _offset(end)
        yield unit, POL.text, text(self.reading.words(spans), self.reading.description.language)
        first, last = self.reading.document.source.span_places(begin, end)
        yield from place_triples(first.to(last), unit)
        if first.fragment:
            yield unit, PROV.wasQuotedFrom, self.names.within(self.file, first.fragment)

    def _part(self, part: Part, parent: IRI) -> Iterator[Triple]:
        iri = self._iri(part.path)
        yield iri, RDF.type, POL.DocumentPart
        yield iri, POL.partType, part_type(part.kind)
        yield iri, DCTERMS.isPartOf, parent
        yield iri, POL.order, integer(part.order)
        if part.number:
            yield iri, POL.number, text(part.number)
        if part.title is not None:
            title = self.reading.words((part.title,))
            yield iri, RDF.type, POL.TextUnit
            yield iri, DCTERMS.title, text(title, self.reading.description.language)
            yield from self._words(iri, (part.title,))
        for sentence in part.sentences:
            yield from self._sentence(sentence, iri)
        for occurrence in part.occurrences:
            yield from self._occurrence(occurrence, iri)
        for child in part.parts:
            yield from self._part(child, iri)

    def _sentence(self, sentence: Sentence, part: IRI) -> Iterator[Triple]:
        iri = self._iri(sentence.path)
        yield iri, RDF.type, _SENTENCE_CLASS[sentence.role]
        yield iri, DCTERMS.isPartOf, part
        yield iri, POL.order, integer(sentence.order)
        yield from self._words(iri, (sentence.span,))

    def _occurrence(self, occurrence: Occurrence, part: IRI) -> Iterator[Triple]:
        iri = self._iri(occurrence.path)
        yield iri, RDF.type, _OCCURRENCE_CLASS[occurrence.kind]
        yield iri, DCTERMS.isPartOf, part
        yield iri, POL.order, integer(occurrence.order)
        if occurrence.is_reprise:
            yield iri, RDF.type, POL.Reprise
        if occurrence.segments:
            yield from self._words(iri, occurrence.segments, occurrence.tags)
        for component in occurrence.components:
            yield from self._component(component, iri)

    def _component(self, component: Component, above: IRI) -> Iterator[Triple]:
        iri = self._iri(component.path)
        yield iri, RDF.type, POL.MeasureComponent
        yield iri, DCTERMS.isPartOf, above
        yield iri, POL.order, integer(component.order)
        if component.segments:
            yield from self._words(iri, component.segments, component.tags)
        for below in component.components:
            yield from self._component(below, iri)

    def _phrases(self) -> Iterator[Triple]:
        """The mentions, each a phrase."""
        mentions = self.reading.annotations.in_order
        for unit, of_unit in groupby(mentions, key=attrgetter("unit")):
            yield from self.phrases_of(unit, of_unit)

    def phrases_of(self, unit: TextUnit, mentions: Iterable[AnyMention]) -> Iterator[Triple]:
        """Mentions of a unit, each a phrase."""
        printed, iri, first = (
            self.reading.document.source.text,
            self._iri(unit.path),
            unit.span.begin,
        )
        for mention in mentions:
            begin, end = mention.begin, mention.end
            phrase = self.names.phrase(iri, begin - first, end - first)
            yield phrase, RDF.type, NIF.Phrase
            yield phrase, NIF.beginIndex, _offset(begin)
            yield phrase, NIF.endIndex, _offset(end)
            yield phrase, NIF.anchorOf, text(printed[begin:end])
            yield phrase, POL.mentionedIn, iri
            if isinstance(mention, Mention):
                yield from _of_name(mention, iri, phrase)
            elif isinstance(mention, DateMention):
                yield from _of_date(mention, phrase)
            elif isinstance(mention, TimeMention):
                yield from _of_time(mention, phrase)
            else:
                yield from _of_quantity(mention, phrase)
                if mention.compared_with is not None:
                    base = (offset - first for offset in mention.compared_with)
                    yield phrase, POL.comparedWith, self.names.phrase(iri, *base)


def _of_name(mention: Mention, unit: IRI, phrase: IRI) -> Iterator[Triple]:
    for meaning in mention.meanings:
        yield unit, POL.mentions, meaning
    for named in (mention.compound,) if mention.compound else mention.meanings:
        yield phrase, ITSRDF.taIdentRef, named
    for cue in mention.cues:
        yield phrase, POL.cue, cue
    if mention.short_for:
        yield phrase, POL.shortFor, text(mention.short_for, "ja")
    if mention.role is not None:
        yield phrase, POL.role, mention.role
    if mention.kind == "responsibility":
        yield phrase, RDF.type, POL.ResponsibilityMention
        yield phrase, POL.order, integer(mention.order)


def _of_date(mention: DateMention, phrase: IRI) -> Iterator[Triple]:
    day = _day(mention.date)
    yield phrase, RDF.type, POL.DateMention
    yield phrase, RDF.value, day
    yield phrase, POL.role, mention.role
    yield phrase, POL.firstDay, day
    yield phrase, POL.lastDay, day
    if mention.decision is not None:
        yield phrase, DCTERMS.subject, mention.decision.work


def _of_time(mention: TimeMention, phrase: IRI) -> Iterator[Triple]:
    yield phrase, RDF.type, POL.TimeMention
    yield phrase, POL.role, mention.role
    if mention.value is not None:
        yield phrase, RDF.value, mention.value
    if mention.upper is not None:
        yield phrase, POL.upperValue, mention.upper
    if mention.first_day is not None and mention.last_day is not None:
        yield phrase, POL.firstDay, _day(mention.first_day)
        yield phrase, POL.lastDay, _day(mention.last_day)
    yield from _qualified(mention, phrase)


def _of_quantity(mention: QuantityMention, phrase: IRI) -> Iterator[Triple]:
    yield phrase, RDF.type, POL.QuantityMention
    yield phrase, POL.role, mention.role
    yield phrase, POL.unit, mention.measured_in
    if mention.value is not None:
        yield phrase, RDF.value, exact_decimal(mention.value)
    if mention.upper is not None:
        yield phrase, POL.upperValue, exact_decimal(mention.upper)
    yield from _qualified(mention, phrase)


def _qualified(mention: TimeMention | QuantityMention, phrase: IRI) -> Iterator[Triple]:
    for qualifier in mention.qualifiers:
        yield phrase, POL.qualifier, qualifier
    for cue in mention.cues:
        yield phrase, POL.cue, cue


def _day(date: datetime.date) -> Literal:
    return Literal(date.isoformat(), XSD.date)


def said_of_things(reading: Reading) -> Iterator[Triple]:
    """What a text says of bodies, works and programmes."""
    for thing in reading.annotations.discovered:
        yield from _describe_discovered(thing)
    for name in reading.annotations.mentions:
        if name.law_number:
            yield name.meanings[0], POL.lawNumber, text(name.law_number)
    for mention in reading.annotations.dates:
        if mention.decision is not None:
            work = mention.decision.work
            yield work, DCTERMS.issued, Literal(mention.date.isoformat(), XSD.date)
            if mention.decision.decided_by is not None:
                yield work, POL.decidedBy, mention.decision.decided_by


def _describe_discovered(thing: DiscoveredThing) -> Iterator[Triple]:
    yield thing.iri, RDF.type, thing.rdf_class
    yield thing.iri, SKOS.prefLabel, text(thing.label, "ja")
    yield thing.iri, POL.notInVocabulary, boolean(True)
    if thing.near:
        yield thing.iri, POL.nearName, text(thing.near)
    if thing.part_of is not None:
        is_body = thing.rdf_class == POL.PublicBody
        yield thing.iri, ORG.subOrganizationOf if is_body else DCTERMS.isPartOf, thing.part_of
