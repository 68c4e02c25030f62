"""The rows of the tables: what is said of each thing in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from policygraph.core.index import Index
from policygraph.core.namespaces import (
    BASE,
    DCTERMS,
    IRI,
    ITSRDF,
    NIF,
    ORG,
    POL,
    PROV,
    RDF,
    RDFS,
    SKOS,
)
from policygraph.core.terms import Literal, Triple
from policygraph.questions.documents import DocumentGraph, Shared
from policygraph.questions.units import reading_order

Cell = str | int | list[str]
Row = tuple[Cell, ...]

LINKS = (
    POL.responsibleBody, POL.involvesOrganization, POL.involvesActor, POL.hasTheme,
    POL.usesInstrument, POL.commitment, POL.refersTo, POL.underProgramme, POL.takesPlaceIn,
)  # fmt: skip
_EXPORTED = frozenset((*LINKS, POL.addressesIssue))
ACTORS = IRI(f"{BASE}concept/actor/")


@dataclass(slots=True)
class Tally:
    """What is counted over all documents, by body or actor."""

    answers: Counter[IRI] = field(default_factory=Counter)
    printed: Counter[IRI] = field(default_factory=Counter)
    involved: Counter[IRI] = field(default_factory=Counter)
    mentioned: Counter[IRI] = field(default_factory=Counter)


class DocumentRows:
    """The rows of one document.

    Args:
        document: its three layers.
        shared: where labels are.
        tally: counts on what the bodies and actors tables need.
    """

    def __init__(self, document: DocumentGraph, shared: Shared, tally: Tally) -> None:
        self.document = document
        self.index = document.index
        self.shared = shared
        self.tally = tally
        self._assertions = self._by_link()

    def _by_link(self) -> dict[Triple, IRI]:
        found: dict[Triple, IRI] = {}
        for subject in self.index.subjects():
            if self.index.is_a(subject, POL.Assertion):
                about, link = (
                    self.index.iri(subject, RDF.subject),
                    self.index.iri(subject, RDF.predicate),
                )
                for value in self.index.values(subject, RDF.object):
                    if about and link:
                        found[about, link, value] = subject
        return found

    def label(self, thing: IRI, language: str) -> str:
        """What a thing is called; its IRI where nothing says."""
        return (
            self.shared.index.label(thing, language)
            or self.index.label(thing, language)
            or str(thing)
        )

    def _labels(self, subject: IRI, link: IRI, language: str) -> list[str]:
        return [self.label(value, language) for value in self.index.iris(subject, link)]

    def _heading(self, unit: IRI, *kinds: str) -> str:
        """Number and title of the part of some kind that holds a unit."""
        part: IRI | None = unit
        while part is not None:
            kind = self.index.iri(part, POL.partType)
            if kind is not None and kind.rpartition("/")[2] in kinds:
                words = self.index.words(part, POL.number), self.index.words(part, DCTERMS.title)
                return " ".join(filter(None, words))
            part = self.index.iri(part, DCTERMS.isPartOf)
        return ""

    def measures(self) -> Iterator[Row]:
        """A row for each measure and target."""
        for item in self.document.items():
            own = self.index.held(item, POL.occurrenceOf)
            own.sort(key=lambda unit: (self.index.is_a(unit, POL.Reprise), reading_order(unit)))
            first = own[0] if own else item
            self._count(item)
            reprises = sum(self.index.is_a(unit, POL.Reprise) for unit in own)
            guests = len(self.shared.guests.get(item, []))
            row: list[Cell] = [
                item, item.rpartition("/")[2],
                "target" if self.index.is_a(item, POL.Target) else "measure",
                self.document.key,
                self.index.words(item, SKOS.prefLabel, "ja"), self.index.words(item, SKOS.prefLabel, "en"),
                self._heading(first, "section"), self._heading(first, "group"),
                self.index.words(first, POL.text), *self._lines(first),
                len(own) + guests, reprises + guests, first,
            ]  # fmt: skip
            for link in LINKS:
                row += [self._labels(item, link, language) for language in ("ja", "en")]
            yield tuple(row)

    def _count(self, item: IRI) -> None:
        self.tally.answers.update(self.index.iris(item, POL.responsibleBody))
        self.tally.involved.update(self.index.iris(item, POL.involvesOrganization))
        self.tally.involved.update(self.index.iris(item, POL.involvesActor))

    def links(self) -> Iterator[Row]:
        """A row for each link of an item, a component or a sentence."""
        subjects = [s for s in self.index.subjects() if _EXPORTED & self.index.about(s).keys()]
        for subject in sorted(subjects, key=reading_order):
            for link in (*LINKS, POL.addressesIssue):
                for value in self.index.iris(subject, link):
                    yield self._link((subject, link, value))

    def _link(self, triple: Triple) -> Row:
        subject, link, value = triple
        assert isinstance(value, IRI)
        vocabulary = self.shared.index
        mentions = self._evidence(subject, link, value)
        words = dict.fromkeys(self.index.words(mention, NIF.anchorOf) for mention in mentions)
        assertion = self._assertions.get(triple)
        because = ""
        if assertion is not None:
            because = (
                self.index.iri(assertion, POL.rule)
                or self.index.iri(assertion, PROV.wasAttributedTo)
                or ""
            )
        return (
            self.document.key, subject, self._named(subject, "ja"), self._named(subject, "en"), link,
            vocabulary.words(link, RDFS.label, "ja"), vocabulary.words(link, RDFS.label, "en"),
            value, self._named(value, "ja"), self._named(value, "en"),
            self.document.layers[triple], because, list(words), [str(mention) for mention in mentions],
        )  # fmt: skip

    def _evidence(self, subject: IRI, link: IRI, value: IRI) -> list[IRI]:
        """The mentions that a link stands on: its own, else those of its parts, else of its whole."""
        own = self.index.held(subject, POL.occurrenceOf) or [subject]
        parts = [part for unit in own for part in self.index.held(unit, DCTERMS.isPartOf)]
        wholes = [whole for unit in own for whole in self.index.iris(unit, DCTERMS.isPartOf)]
        for units in (own, parts, wholes):
            found = [
                mention
                for unit in dict.fromkeys(units)
                for mention in self.index.held(unit, POL.mentionedIn)
                if value in self.index.values(mention, ITSRDF.taIdentRef)
                and (link == POL.responsibleBody)
                == self.index.is_a(mention, POL.ResponsibilityMention)
            ]
            if found:
                return found
        return []

    def _named(self, thing: IRI, language: str) -> str:
        """A label, or the words of a sentence, or of the first occurrence of an untitled item."""
        words = self.index.words(thing, POL.text)
        if not words and not self.index.label(thing, language):
            held = self.index.held(thing, POL.occurrenceOf)
            words = self.index.words(held[0], POL.text) if held else ""
        return words or self.label(thing, language)

    def _lines(self, unit: IRI) -> tuple[Cell, Cell]:
        """The first and last line of the source."""
        first, _, last = self.index.words(unit, POL.sourceLines).partition("-")
        return first, last or first

    def mentions(self) -> Iterator[Row]:
        """A row for each mention."""
        phrases = [s for s in self.index.subjects() if self.index.values(s, POL.mentionedIn)]
        for phrase in sorted(phrases, key=lambda p: (reading_order(p), self.index.place(p), p)):
            unit = self.index.iri(phrase, POL.mentionedIn)
            assert unit is not None
            meanings = self.index.iris(phrase, ITSRDF.taIdentRef)
            in_tag = self.index.is_a(phrase, POL.ResponsibilityMention)
            (self.tally.printed if in_tag else self.tally.mentioned).update(meanings)
            yield (
                phrase, self.document.key, unit,
                self.index.number(phrase, NIF.beginIndex), self.index.number(phrase, NIF.endIndex),
                self.index.words(phrase, NIF.anchorOf), [str(meaning) for meaning in meanings],
                [self.label(meaning, "ja") for meaning in meanings],
                [self.label(meaning, "en") for meaning in meanings],
                self.index.number(phrase, POL.order) if in_tag else "",
                self.index.words(phrase, RDF.value), *self._lines(unit),
            )  # fmt: skip


def bodies(shared: Shared, tally: Tally) -> Iterator[Row]:
    """A row for each organisation of the vocabulary or the texts."""
    index = shared.index
    for body in sorted(index.subjects()):
        classes = [kind for kind in index.iris(body, RDF.type) if _is_organization(kind, index)]
        if classes:
            yield (
                body, classes[0].rpartition("#")[2], index.label(body, "ja"), index.label(body, "en"),
                _corporate_number(index, body),
                "false" if index.values(body, POL.notInVocabulary) else "true",
                tally.answers[body], tally.printed[body], tally.involved[body], tally.mentioned[body],
            )  # fmt: skip


def _is_organization(kind: IRI, index: Index) -> bool:
    above = [kind]
    for found in above:
        above += [k for k in index.iris(found, RDFS.subClassOf) if k not in above]
    return ORG.Organization in above


def _corporate_number(index: Index, body: IRI) -> str:
    for value in (*index.values(body, ORG.identifier), *index.values(body, DCTERMS.identifier)):
        if isinstance(value, Literal) and value.datatype == POL.CorporateNumber:
            return value.value
    return ""


def actors(shared: Shared, tally: Tally) -> Iterator[Row]:
    """A row for each concept of the actors scheme."""
    index = shared.index
    for actor in sorted(index.subjects()):
        if index.is_a(actor, SKOS.Concept) and ACTORS in index.values(actor, SKOS.inScheme):
            yield (
                actor, index.words(actor, SKOS.notation),
                index.label(actor, "ja"), index.label(actor, "en"),
                [str(broader) for broader in index.iris(actor, SKOS.broader)],
                tally.involved[actor], tally.mentioned[actor],
            )  # fmt: skip
