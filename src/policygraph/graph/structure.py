"""The stated structure: document, texts, parts, sentences, occurrences, components."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from policygraph.core.names import Names, organization, part_type
from policygraph.core.namespaces import DCTERMS, IRI, NIF, POL, PROV, RDF, SCHEMA, XSD
from policygraph.core.terms import Literal, Triple, integer, text
from policygraph.corpus.description import DocumentDescription
from policygraph.corpus.reading import Reading
from policygraph.document import Component, Occurrence, Part, Sentence, Span

_SENTENCE_CLASS = {"recognition": POL.Recognition, "issue": POL.Issue, "passage": POL.Passage}
_OCCURRENCE_CLASS = {"measure": POL.MeasureOccurrence, "target": POL.TargetOccurrence}


@lru_cache(maxsize=1 << 16)
def offset(value: int) -> Literal:
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


class Structure:
    """The structure of one reading as triples."""

    def __init__(self, reading: Reading, names: Names) -> None:
        self.reading = reading
        self.names = names
        self.context = reading.context(names)
        self.document = names.document(reading.description.key)

    def triples(self) -> Iterator[Triple]:
        """Everything that the text's outline states."""
        yield from self._text()
        for part in self.reading.document.parts:
            yield from self._part(part, self.document)

    def _text(self) -> Iterator[Triple]:
        source = self.reading.document.source
        file = self.names.source(self.reading.description.key, self.reading.key)
        yield self.context, RDF.type, NIF.Context
        yield self.context, NIF.isString, text(source.text)
        yield self.context, NIF.beginIndex, offset(0)
        yield self.context, NIF.endIndex, offset(len(source.text))
        yield self.context, SCHEMA.sha256, text(source.sha256)
        yield self.context, DCTERMS.isPartOf, self.document
        yield self.context, PROV.wasDerivedFrom, file
        yield file, RDF.type, PROV.Entity
        yield file, SCHEMA.sha256, text(source.raw_sha256)
        yield file, DCTERMS.isPartOf, self.document

    def _iri(self, path: tuple[str, ...]) -> IRI:
        return self.reading.unit_iri(self.names, path)

    def _words(self, unit: IRI, spans: tuple[Span, ...]) -> Iterator[Triple]:
        begin, end = spans[0].begin, spans[-1].end
        yield unit, NIF.referenceContext, self.context
        yield unit, NIF.beginIndex, offset(begin)
        yield unit, NIF.endIndex, offset(end)
        yield unit, POL.text, text(self.reading.words(spans))
        yield unit, POL.sourceLines, text(self.reading.document.source.lines(begin, end))

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
            yield from self._words(iri, occurrence.segments)
        for component in occurrence.components:
            yield from self._component(component, iri)

    def _component(self, component: Component, occurrence: IRI) -> Iterator[Triple]:
        iri = self._iri(component.path)
        yield iri, RDF.type, POL.MeasureComponent
        yield iri, DCTERMS.isPartOf, occurrence
        yield iri, POL.order, integer(component.order)
        if component.segments:
            yield from self._words(iri, component.segments)
