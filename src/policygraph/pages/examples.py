"""An example of each term from the texts: what it says there, and the words it stands on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from policygraph.core.index import Index
from policygraph.core.namespaces import DCTERMS, IRI, ITSRDF, POL, RDF
from policygraph.core.terms import Term
from policygraph.questions.documents import DocumentGraph
from policygraph.questions.units import Unit, UnitReader, reading_order, unit_of

_MOST = 40  # units listed on one page


@dataclass(frozen=True, slots=True)
class MarkedQuotation:
    """Words of a unit: before, marked, after. Without a mention nothing is marked."""

    unit: Unit
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
    quotation: MarkedQuotation | None


@dataclass(slots=True)
class Examples:
    """Examples and mentions, gathered while the documents go by.

    Attributes:
        shared: ontology and vocabularies.
        links: the properties that link items.
        statements: the first statement with each property or class.
        quotations: the first words that mean each thing.
        mentions: how often each thing is mentioned; ``units``: where, some of them.
        items: the policy items that link to each thing, some of them.
    """

    shared: Index
    links: frozenset[IRI]
    statements: dict[IRI, Example] = field(default_factory=dict)
    quotations: dict[IRI, MarkedQuotation] = field(default_factory=dict)
    mentions: Counter[IRI] = field(default_factory=Counter)
    units: dict[IRI, list[IRI]] = field(default_factory=dict)
    items: dict[IRI, list[IRI]] = field(default_factory=dict)

    def add(self, document: DocumentGraph) -> None:
        """Gather those of one document."""
        index, quoter = document.index, _Quoter(document, self.shared)
        for item in document.items():
            for predicate, values in index.about(item).items():
                for value in values:
                    if isinstance(value, IRI) and predicate in self.links:
                        _append(self.items, value, item)
                        # What the text states of a measure makes the best example of a link.
                        if document.layers.get((item, predicate, value)) == "stated":
                            self._state(predicate, item, predicate, value, quoter)
        for subject in sorted(index.subjects(), key=reading_order):
            for predicate, values in index.about(subject).items():
                terms = values if predicate == RDF.type else [predicate]
                for term in terms:
                    value = term if predicate == RDF.type else values[0]
                    self._state(term, subject, predicate, value, quoter)
        phrases = [s for s in index.subjects() if index.values(s, ITSRDF.taIdentRef)]
        for phrase in sorted(phrases, key=lambda p: (reading_order(p), index.place(p))):
            self._mention(phrase, index, quoter)

    def add_shared(self) -> None:
        """Gather, for terms that no document has an example of, one from the vocabulary."""
        index = self.shared
        for subject in sorted(index.subjects(), key=lambda s: (s not in self.quotations, s)):
            for predicate, values in index.about(subject).items():
                for value in values:
                    term = value if predicate == RDF.type else predicate
                    if isinstance(term, IRI) and self._lacks(term):
                        quotation = self.quotations.get(subject)
                        self.statements[term] = Example(subject, predicate, value, quotation)

    def _lacks(self, term: IRI) -> bool:
        """Whether it is a term of ours without an example."""
        return term.startswith(POL.iri) and term not in self.statements

    def _state(
        self, term: Term, subject: IRI, predicate: IRI, value: Term, quoter: _Quoter
    ) -> None:
        if isinstance(term, IRI) and self._lacks(term):
            quotation = quoter.quote(quoter.mention_of(subject, predicate, value) or subject)
            self.statements[term] = Example(subject, predicate, value, quotation)

    def _mention(self, phrase: IRI, index: Index, quoter: _Quoter) -> None:
        unit = index.iri(phrase, POL.mentionedIn)
        named = index.iris(phrase, ITSRDF.taIdentRef)
        # A compound term stands for several things, and is one itself.
        denoted = [thing for term in named for thing in self.shared.iris(term, POL.denotes)]
        for meaning in (*named, *denoted):
            self.mentions[meaning] += 1
            if unit is not None:
                _append(self.units, meaning, unit)
            if meaning not in self.quotations:
                quotation = quoter.quote(phrase)
                if quotation is not None:
                    self.quotations[meaning] = quotation


def _append(lists: dict[IRI, list[IRI]], key: IRI, value: IRI) -> None:
    found = lists.setdefault(key, [])
    if len(found) < _MOST and value not in found:
        found.append(value)


class _Quoter:
    """Quotes the units of one document."""

    def __init__(self, document: DocumentGraph, shared: Index) -> None:
        self.index, self.shared = document.index, shared
        self.language = document.index.words(document.iri, DCTERMS.language) or "ja"
        self.units = UnitReader(document.index, self.language)

    def mention_of(self, item: IRI, predicate: IRI, value: Term) -> IRI | None:
        """The first words that a link of an item stands on."""
        found = [
            phrase
            for phrase in self.index.iris(item, POL.evidence)
            if self.index.is_a(phrase, POL.ResponsibilityMention)
            == (predicate == POL.responsibleBody)
            and value in self._meanings(phrase)
        ]
        return min(found, key=lambda phrase: (self.index.place(phrase), phrase), default=None)

    def _meanings(self, phrase: IRI) -> list[IRI]:
        named = self.index.iris(phrase, ITSRDF.taIdentRef)
        return [*named, *(thing for term in named for thing in self.shared.iris(term, POL.denotes))]

    def quote(self, node: IRI) -> MarkedQuotation | None:
        """The words of a unit, of a mention in its unit, or of an item's first occurrence."""
        iri = unit_of(self.index, node)
        unit = self.units.read(iri) if iri else None
        if unit is None or not unit.text:
            return None
        mention = next((mention for mention in unit.mentions if mention.iri == node), None)
        if mention is None:
            return MarkedQuotation(unit, self.language, unit.text)
        # The words of a tag are shown only where the mention is one of them.
        tagged = any(run.is_tag and mention in run.mentions for run in unit.runs)
        parts = ["", "", ""]
        at = 0
        for run in unit.runs:
            if tagged or not run.is_tag:
                parts[(at >= mention.begin) + (at >= mention.end)] += run.words
            at += len(run.words)
        return MarkedQuotation(unit, self.language, *parts)
