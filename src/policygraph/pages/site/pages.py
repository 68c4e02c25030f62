"""What stands on the page of a term, scheme or thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from policygraph.core.index import Index
from policygraph.core.namespaces import DCTERMS, FOAF, IRI, POL, RDF, RDFS, SKOS
from policygraph.core.terms import Literal, Term, Triple
from policygraph.pages.phrases_of_pages import WORDS
from policygraph.pages.site.examples import Example, Examples, Quotation
from policygraph.pages.site.names import Pair, curie, kind_name, property_name
from policygraph.pages.site.usage import SavedQuery, Shape, Usage
from policygraph.publish.table_rows import LINKS
from policygraph.questions.documents import DocumentGraph, Shared

_LABELS = (SKOS.prefLabel, RDFS.label, DCTERMS.title, FOAF.name)
_SHOWN_ELSEWHERE = frozenset(
    (*_LABELS, SKOS.definition, DCTERMS.description, RDF.type, IRI(f"{RDFS.iri}isDefinedBy"))
)
_SHORT = 40  # characters of a sentence where it is linked to
_BECAUSE = {layer: WORDS[layer] for layer in ("inferred", "curated")}


@dataclass(frozen=True, slots=True)
class Value:
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
    """A property and its values."""

    name: Pair
    values: list[Value]


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
    quotation: Quotation | None
    mentions: int
    units: list[Value]
    items: list[Value]
    shapes: list[Shape]
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
        self.index = shared.index
        self.examples = examples
        self.usage = usage
        self.item_labels = item_labels
        self.narrower: dict[IRI, list[IRI]] = defaultdict(list)
        self.compounds: dict[IRI, list[IRI]] = defaultdict(list)
        for subject in sorted(self.index.subjects()):
            for broad in self.index.iris(subject, SKOS.broader):
                self.narrower[broad].append(subject)
            for denoted in self.index.iris(subject, POL.denotes):
                self.compounds[denoted].append(subject)

    def label(self, iri: IRI, index: Index | None = None) -> Pair:
        """What a thing is called in both languages; the other one where one is missing."""
        if iri in self.item_labels:
            return self.item_labels[iri]
        source = self.index if index is None else index
        for label in _LABELS:
            found = {lang: source.words(iri, label, lang) for lang in ("ja", "en")}
            if any(found.values()):
                return {lang: found[lang] or found["ja"] or found["en"] for lang in found}
            bare = source.words(iri, label)
            if bare:
                return {"ja": bare, "en": bare}
        short = _unit(iri) if "/doc/" in iri else curie(iri)
        return {"ja": short, "en": short}

    def value(self, term: Term, index: Index | None = None) -> Value:
        """A value of a property; a sentence or bullet of a document with its first words."""
        if isinstance(term, IRI):
            text = index.words(term, POL.text) if index is not None else ""
            if text:
                short = f"{_unit(term)} {text[:_SHORT]}{'…' if len(text) > _SHORT else ''}"
                return Value({"ja": short, "en": short}, term)
            # The labels of the STIP schemes are told apart by their codes.
            code = self.index.words(term, SKOS.notation) if "/stip2021/" in term else ""
            return Value(self.label(term), term, note=code)
        datatype = curie(term.datatype) if not term.language else ""
        note = datatype if datatype not in ("", "xsd:string", "xsd:integer", "xsd:boolean") else ""
        return Value({"ja": term.value, "en": term.value}, None, term.language, note)

    def facts(self, iri: IRI, index: Index, layers: Mapping[Triple, str]) -> list[Fact]:
        """Everything said of a thing that has no place of its own on the page."""
        found = []
        about = index.about(iri)
        first = [link for link in LINKS if link in about]
        for predicate in (*first, *(p for p in about if p not in LINKS)):
            values = about[predicate]
            if predicate not in _SHOWN_ELSEWHERE:
                shown = [
                    replace(self.value(value, index), because=_BECAUSE.get(layers.get((iri, predicate, value), "")))
                    for value in values
                ]  # fmt: skip
                found.append(Fact(property_name(self.index, predicate), shown))
        if self.narrower.get(iri):
            name = property_name(self.index, SKOS.narrower)
            found.append(Fact(name, [self.value(narrow) for narrow in self.narrower[iri]]))
        if self.compounds.get(iri):
            name = {"ja": "この概念を表す複合語", "en": "compound terms that denote it"}
            found.append(Fact(name, [self.value(term) for term in self.compounds[iri]]))
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
            kinds=[kind_name(self.index, kind) for kind in source.iris(iri, RDF.type)],
            label=self.label(iri, source),
            reading=source.words(iri, SKOS.prefLabel, "ja-hrkt"),
            definition=definition,
            facts=self.facts(iri, source, layers),
            example=self.examples.statements.get(iri),
            quotation=self.examples.quotations.get(iri),
            mentions=self.examples.mentions[iri],
            units=[
                Value({"ja": _unit(u), "en": _unit(u)}, u) for u in self.examples.units.get(iri, [])
            ],
            items=[Value(self.label(item), item) for item in self.examples.items.get(iri, [])],
            shapes=self.usage.shapes_of.get(iri, []),
            queries=self.usage.queries_of.get(iri, []),
        )


def _unit(iri: IRI) -> str:
    """A unit by its path below the document."""
    return iri.partition("/doc/")[2].partition("/")[2] or iri


def statement_words(reader: PageReader, value: Term) -> Value:
    """The value of an example."""
    if isinstance(value, Literal) and len(value.value) > 120:
        return Value({"ja": value.value[:120] + "…", "en": value.value[:120] + "…"})
    return reader.value(value)
