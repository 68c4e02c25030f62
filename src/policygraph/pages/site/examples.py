"""An example of each term from the texts: what it says there, and the words it stands on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from policygraph.core.index import Index
from policygraph.core.namespaces import DCTERMS, IRI, ITSRDF, NIF, POL, RDF
from policygraph.core.terms import Term
from policygraph.questions.documents import DocumentGraph, reading_order

_MOST = 40  # units listed on one page


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a unit: before, marked, after. Without a mention nothing is marked."""

    unit: IRI
    document: IRI
    lines: str
    language: str
    before: str
    marked: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A statement and the words of the unit it is about.

    Attributes:
        subject, predicate, value: the statement; for a class ``rdf:type`` and the class.
    """

    subject: IRI
    predicate: IRI
    value: Term
    quotation: Quotation | None


@dataclass(slots=True)
class Examples:
    """Examples and mentions, gathered while the documents go by.

    Attributes:
        statements: the first statement with each property or class.
        quotations: the first words that mean each thing.
        mentions: how often each thing is mentioned; ``units``: where, some of them.
        subjects: what links to each thing, some of them.
    """

    statements: dict[IRI, Example] = field(default_factory=dict)
    quotations: dict[IRI, Quotation] = field(default_factory=dict)
    mentions: Counter[IRI] = field(default_factory=Counter)
    units: dict[IRI, list[IRI]] = field(default_factory=dict)
    items: dict[IRI, list[IRI]] = field(default_factory=dict)

    def add(self, document: DocumentGraph) -> None:
        """Gather those of one document."""
        index, iri = document.index, document.iri
        subjects = sorted(index.subjects(), key=reading_order)
        items = [s for s in subjects if index.is_a(s, POL.Measure) or index.is_a(s, POL.Target)]
        for item in items:
            for predicate, values in index.about(item).items():
                for value in values:
                    if isinstance(value, IRI):
                        _append(self.items, value, item)
                        # What the text states of a measure makes the best example of a link.
                        if document.layers.get((item, predicate, value)) == "stated":
                            self._state(predicate, item, predicate, value, index, iri)
        for subject in subjects:
            for predicate, values in index.about(subject).items():
                terms = values if predicate == RDF.type else [predicate]
                for term in terms:
                    value = term if predicate == RDF.type else values[0]
                    self._state(term, subject, predicate, value, index, iri)
        phrases = [s for s in index.subjects() if index.values(s, ITSRDF.taIdentRef)]
        for phrase in sorted(phrases, key=lambda p: (reading_order(p), index.place(p))):
            self._mention(phrase, index, iri)

    def add_shared(self, index: Index) -> None:
        """Gather, for terms that no document has an example of, one from the vocabulary."""
        for subject in sorted(index.subjects(), key=lambda s: (s not in self.quotations, s)):
            for predicate, values in index.about(subject).items():
                for value in values:
                    term = value if predicate == RDF.type else predicate
                    ours = isinstance(term, IRI) and term.startswith(POL.iri)
                    if isinstance(term, IRI) and ours and term not in self.statements:
                        quotation = self.quotations.get(subject)
                        self.statements[term] = Example(subject, predicate, value, quotation)

    def _state(
        self, term: Term, subject: IRI, predicate: IRI, value: Term, index: Index, document: IRI
    ) -> None:
        if isinstance(term, IRI) and term.startswith(POL.iri) and term not in self.statements:
            mention = _mention_of(index, subject, value) or subject
            quotation = quote_of(index, mention, document)
            self.statements[term] = Example(subject, predicate, value, quotation)

    def _mention(self, phrase: IRI, index: Index, document: IRI) -> None:
        unit = index.iri(phrase, POL.mentionedIn)
        for meaning in index.iris(phrase, ITSRDF.taIdentRef):
            self.mentions[meaning] += 1
            if unit is not None:
                _append(self.units, meaning, unit)
            if meaning not in self.quotations:
                quotation = quote_of(index, phrase, document)
                if quotation is not None:
                    self.quotations[meaning] = quotation


def _append(lists: dict[IRI, list[IRI]], key: IRI, value: IRI) -> None:
    found = lists.setdefault(key, [])
    if len(found) < _MOST and value not in found:
        found.append(value)


def _mention_of(index: Index, item: IRI, value: Term) -> IRI | None:
    """The first mention of a thing in what an item says."""
    for unit in index.held(item, POL.occurrenceOf):
        for mention in index.held(unit, POL.mentionedIn):
            if value in index.values(mention, ITSRDF.taIdentRef):
                return mention
    return None


def quote_of(index: Index, thing: IRI, document: IRI) -> Quotation | None:
    """The words of a unit, of a mention in its unit, or of an item's first occurrence."""
    if index.iris(thing, POL.mentionedIn):
        return _marked(index, thing, document)
    about = index.iri(thing, RDF.subject)
    if about is not None:
        return quote_of(index, about, document)
    for unit in (thing, *index.held(thing, POL.occurrenceOf)[:1]):
        words = index.words(unit, POL.text)
        if words:
            return Quotation(
                unit,
                document,
                index.words(unit, POL.sourceLines),
                _language(index, document),
                words,
            )
    return None


def _marked(index: Index, phrase: IRI, document: IRI) -> Quotation | None:
    """The sentence of a mention, with its words marked; those of a tag stand behind the unit."""
    unit, context = index.iri(phrase, POL.mentionedIn), index.iri(phrase, NIF.referenceContext)
    if unit is None or context is None:
        return None
    text = index.words(context, NIF.isString)
    begin, end = index.number(unit, NIF.beginIndex), index.number(unit, NIF.endIndex)
    left, right = index.number(phrase, NIF.beginIndex), index.number(phrase, NIF.endIndex)
    if left >= end:
        end = text.find("】", right) + 1 or right
    return Quotation(
        unit,
        document,
        index.words(unit, POL.sourceLines),
        _language(index, document),
        text[begin:left],
        text[left:right],
        text[right:end],
    )


def _language(index: Index, document: IRI) -> str:
    return index.words(document, DCTERMS.language) or "ja"
