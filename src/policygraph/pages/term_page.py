"""What stands on the page of a term, scheme or thing."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from policygraph.core.index import Index
from policygraph.core.messages import Messages
from policygraph.core.namespaces import DCTERMS, IRI, POL, RDF, RDFS, SKOS
from policygraph.core.prefixes import short_name
from policygraph.core.terms import Literal, Term, Triple
from policygraph.pages.examples import Example, Examples, MarkedQuotation
from policygraph.pages.usage import SavedQuery, ShownShape, Usage
from policygraph.questions.documents import DocumentGraph, Shared, tag_order
from policygraph.questions.labels import LABELS, find_given_labels, find_labels

Pair = dict[str, str]  # words by language

_SHOWN_ELSEWHERE = frozenset(
    (
        *LABELS,
        POL.reading,
        POL.text,
        POL.firstLine,
        POL.lastLine,
        POL.page,
        POL.lastPage,
        POL.paragraph,
        POL.element,
        POL.evidence,
        SKOS.definition,
        DCTERMS.description,
        RDF.type,
        IRI(f"{RDFS.iri}isDefinedBy"),
    )
)
_SHORT = 40  # characters of a sentence where it is linked to
_LONG = 120  # characters of a value
_PLAIN = ("xsd:string", "xsd:integer", "xsd:boolean")
_say = Messages("pages")


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value on a page: a thing with its label in both languages, or plain words.

    Attributes:
        because: what a link stands on, where it is not the text.
    """

    words: Pair
    iri: IRI | None = None
    language: str = ""
    note: str = ""
    because: Pair | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A property, what it is called, and its values."""

    property: IRI
    name: Pair
    values: list[ShownValue]


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a thing."""

    iri: IRI
    kinds: list[Pair]
    label: Pair
    reading: str
    definition: Pair
    facts: list[Fact]
    example: Example | None
    quotation: MarkedQuotation | None
    mentions: int
    units: list[ShownValue]
    items: list[ShownValue]
    shapes: list[ShownShape]
    queries: list[SavedQuery]


class PageReader:
    """Reads pages from a graph.

    Args:
        shared: ontology and vocabularies.
        examples: from the texts.
        usage: shapes and queries.
        item_labels: titles of measures that are linked to.
    """

    def __init__(
        self, shared: Shared, examples: Examples, usage: Usage, item_labels: dict[IRI, Pair]
    ) -> None:
        self.index, self.links = shared.index, [kind.predicate for kind in shared.links]
        self.examples, self.usage = examples, usage
        self.item_labels = item_labels
        self.narrower: dict[IRI, list[IRI]] = defaultdict(list)
        self.compounds: dict[IRI, list[IRI]] = defaultdict(list)
        for subject in sorted(self.index.subjects()):
            for broad in self.index.iris(subject, SKOS.broader):
                self.narrower[broad].append(subject)
            for denoted in self.index.iris(subject, POL.denotes):
                self.compounds[denoted].append(subject)

    def label(self, iri: IRI, index: Index | None = None) -> Pair:
        """What a thing is called in both languages; a unit without a title by its path."""
        if iri in self.item_labels:
            return self.item_labels[iri]
        source = self.index if index is None else index
        path = unit_path(iri)
        if path and not find_given_labels(source, [iri], "ja"):
            return {"ja": path, "en": path}
        return {lang: find_labels(source, [iri], lang)[iri] for lang in ("ja", "en")}

    def value(self, term: Term, index: Index | None = None) -> ShownValue:
        """A value of a property; a sentence or bullet of a document with its first words."""
        if isinstance(term, IRI):
            text = index.words(term, POL.text) if index is not None else ""
            if text:
                short = f"{unit_path(term)} {text[:_SHORT]}{'…' if len(text) > _SHORT else ''}"
                return ShownValue({"ja": short, "en": short}, term)
            # The labels of the STIP schemes are told apart by their codes.
            code = self.index.words(term, SKOS.notation) if "/stip2021/" in term else ""
            return ShownValue(self.label(term), term, note=code)
        datatype = short_name(term.datatype)
        note = "" if term.language or datatype in _PLAIN else datatype
        return ShownValue({"ja": term.value, "en": term.value}, None, term.language, note)

    def facts(self, iri: IRI, index: Index, layers: Mapping[Triple, str]) -> list[Fact]:
        """Everything said of a thing that has no place of its own on the page."""
        found = []
        about = index.about(iri)
        first = [link for link in self.links if link in about]
        for predicate in (*first, *(p for p in about if p not in self.links)):
            values = about[predicate]
            if predicate == POL.responsibleBody:
                place = tag_order(index, iri)
                bodies = index.iris(iri, predicate)
                values = [*sorted(bodies, key=lambda body: place.get(body, sys.maxsize))]
            if predicate not in _SHOWN_ELSEWHERE:
                shown = [
                    replace(self.value(value, index), because=_because(layers.get((iri, predicate, value))))
                    for value in values
                ]  # fmt: skip
                found.append(Fact(predicate, self.label(predicate), shown))
        if self.narrower.get(iri):
            name = self.label(SKOS.narrower)
            found.append(
                Fact(SKOS.narrower, name, [self.value(narrow) for narrow in self.narrower[iri]])
            )
        if self.compounds.get(iri):
            name = _say.both("compounds")
            found.append(
                Fact(POL.denotes, name, [self.value(term) for term in self.compounds[iri]])
            )
        return found

    def page(self, iri: IRI, document: DocumentGraph | None = None) -> Page:
        """The page of a thing that documents share, or that one document states."""
        source = self.index if document is None else document.index
        layers = {} if document is None else document.layers
        definition = {
            lang: source.words(iri, SKOS.definition, lang)
            or source.words(iri, DCTERMS.description, lang)
            for lang in ("ja", "en")
        }
        return Page(
            iri=iri,
            kinds=[self.label(kind) for kind in source.iris(iri, RDF.type)],
            label=self.label(iri, source),
            reading=source.words(iri, POL.reading),
            definition=definition,
            facts=self.facts(iri, source, layers),
            example=self.examples.statements.get(iri),
            quotation=self.examples.quotations.get(iri),
            mentions=self.examples.mentions[iri],
            units=[
                ShownValue(dict.fromkeys(("ja", "en"), unit_path(unit)), unit)
                for unit in self.examples.units.get(iri, [])
            ],
            items=[ShownValue(self.label(item), item) for item in self.examples.items.get(iri, [])],
            shapes=self.usage.shapes_of.get(iri, []),
            queries=self.usage.queries_of.get(iri, []),
        )


def _because(layer: str | None) -> Pair | None:
    """What a link stands on, where it is not the text."""
    return _say.both(layer) if layer in ("inferred", "curated") else None


def unit_path(iri: IRI) -> str:
    """A unit by its path below its document; empty for anything else."""
    return iri.partition("/doc/")[2].partition("/")[2]


def example_value(reader: PageReader, value: Term) -> ShownValue:
    """The value of an example, cut where it is long."""
    if isinstance(value, Literal) and len(value.value) > _LONG:
        return ShownValue(dict.fromkeys(("ja", "en"), f"{value.value[:_LONG]}…"))
    return reader.value(value)
