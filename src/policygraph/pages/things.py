"""What stands on the page of a thing that documents share: a term, concept, body, work, place or rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from policygraph.core.namespaces import DCTERMS, IRI, POL, RDF, RDFS, SKOS
from policygraph.core.prefixes import PROLOGUE, short_name
from policygraph.core.terms import Literal, Term, encode_term
from policygraph.pages.book import Book, Parameters
from policygraph.pages.search_results import FacetValue, FoundItem, Selection
from policygraph.pages.usage import SavedQuery, ShownShape, Usage, read_usage
from policygraph.questions.catalogue import inverse_names
from policygraph.questions.labels import LABELS, find_given_labels, find_labels, find_texts
from policygraph.questions.select import select
from policygraph.questions.unit_lookup import find_units, read_units
from policygraph.questions.units import Unit
from policygraph.store import Row, Solutions

_SHOWN_ELSEWHERE: Final = frozenset(
    (*LABELS, POL.reading, POL.evidence, SKOS.definition, DCTERMS.description, RDF.type,
     IRI(f"{RDFS.iri}isDefinedBy"), POL.notInVocabulary)
)  # fmt: skip
_NOT_BESIDE: Final = frozenset(("document", "section", "year", "kind", "quantified", "deadline"))
_ITEMS: Final = 8  # that link to a thing, on its page
_VALUES: Final = 60  # of one property
_LONG: Final = 120  # characters of a value
_PLAIN: Final = ("xsd:string", "xsd:integer", "xsd:boolean")
# One thing of a class, and one statement with a property: the example of a term.
_OF_CLASS: Final = "SELECT ?s ?o {{ ?s a {term} . BIND({term} AS ?o) }} LIMIT 1"
_WITH_PROPERTY: Final = "SELECT ?s ?o {{ ?s {term} ?o }} LIMIT 1"
_OF_ITEMS: Final = "SELECT ?thing ?o WHERE {{ VALUES ?thing {{ }} ?thing {term} ?o }}"
_FIRST_ITEMS: Final = 40
_PHRASES: Final = """SELECT ?thing ?phrase WHERE {
  VALUES ?thing { } ?phrase itsrdf:taIdentRef ?thing ; pol:mentionedIn ?unit } LIMIT 1"""


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value on a page: a thing with its label, or plain words.

    Attributes:
        language: of plain words.
        note: a code that tells labels apart, or the datatype.
    """

    label: str
    iri: IRI | None = None
    language: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A property, what it is called, and its values."""

    property: IRI
    name: str
    values: tuple[ShownValue, ...]
    left: int = 0


@dataclass(frozen=True, slots=True)
class TermExample:
    """A statement of the graph with a term, and the unit that it is about."""

    subject: ShownValue
    value: ShownValue
    unit: Unit | None


@dataclass(frozen=True, slots=True)
class Companions:
    """What stands beside a thing in the items that link to it.

    Attributes:
        values: label, thing, how many items have both, and the parameters that find them, if any do.
    """

    name: str
    values: tuple[tuple[str, IRI | None, int, Parameters], ...]


@dataclass(frozen=True, slots=True)
class ThingPage:
    """All that the page of a thing shows.

    Attributes:
        other_label: in the other language, where it is another one.
        items: policy items that link to it, some of ``count``; ``search`` finds them all.
        quoted: how the first of those items puts it, where its words mention the thing.
        documents: how many of those items stand in each document; ``years`` the same by year.
    """

    iri: IRI
    kinds: tuple[str, ...]
    label: str
    other_label: str
    reading: str
    definition: str
    facts: tuple[Fact, ...]
    items: tuple[FoundItem, ...] = ()
    count: int = 0
    search: Parameters = ()
    documents: tuple[tuple[str, IRI | None, int], ...] = ()
    years: tuple[tuple[str, int], ...] = ()
    companions: tuple[Companions, ...] = ()
    mentioned: int = 0
    example: TermExample | None = None
    shapes: Sequence[ShownShape] = ()
    queries: Sequence[SavedQuery] = ()


class ThingReader:
    """Reads pages of things.

    Args:
        book: with the vocabularies, the index and the store.
        facet_names: what facets are called, by language and facet.
    """

    def __init__(self, book: Book, facet_names: Mapping[str, Mapping[str, str]]) -> None:
        self.book, self.facet_names = book, facet_names

    @cached_property
    def usage(self) -> Usage:
        """Which shapes and queries use a term."""
        return read_usage()

    @cached_property
    def inverse(self) -> dict[tuple[IRI, IRI], list[IRI]]:
        """What vocabularies say of a thing from the other end, by thing and property."""
        wanted = {
            SKOS.broader,
            POL.denotes,
            POL.formOf,
            POL.saidOf,
            POL.linkedBy,
            DCTERMS.isReplacedBy,
        }
        wanted |= {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, SKOS.member}
        found: dict[tuple[IRI, IRI], list[IRI]] = defaultdict(list)
        for subject, predicate, value, _ in self.book.shared.quads:
            if predicate in wanted and isinstance(value, IRI):
                found[value, predicate].append(subject)
        return found

    def label(self, iri: IRI, lang: str) -> str:
        """What a thing is called; a policy item by its title, a unit by its path."""
        index = self.book.shared.index
        if iri.startswith(self.book.base) and iri not in index:
            item = self.book.index.item(iri)
            if item is not None:
                return item.titles[lang] or item.titles["ja"] or f"{item.text[:40]}…"
            path = iri.partition("/doc/")[2]
            if path and not find_given_labels(index, [iri], lang):
                return path
        return find_labels(index, [iri], lang)[iri]

    def value(self, term: Term, lang: str) -> ShownValue:
        """A value of a property."""
        if isinstance(term, IRI):
            # The labels of the STIP schemes are told apart by their codes.
            is_coded = "/stip2021/" in term
            code = self.book.shared.index.words(term, SKOS.notation) if is_coded else ""
            return ShownValue(self.label(term, lang), term, note=code)
        datatype = short_name(term.datatype)
        note = "" if term.language or datatype in _PLAIN else datatype
        words = f"{term.value[:_LONG]}…" if len(term.value) > 20 * _LONG else term.value
        return ShownValue(words, None, term.language, note)

    def facts(self, iri: IRI, lang: str) -> tuple[Fact, ...]:
        """Everything said of a thing that has no place of its own on the page."""
        index = self.book.shared.index
        found = []
        for predicate, values in index.about(iri).items():
            if predicate not in _SHOWN_ELSEWHERE:
                found.append(self._fact(predicate, self.label(predicate, lang), values, lang))
        for (thing, predicate), subjects in self._pointing(iri).items():
            assert thing == iri
            names = inverse_names().get(short_name(predicate))
            known = {
                SKOS.broader: SKOS.narrower,
            }
            name = names[lang] if names else self.label(known.get(predicate, predicate), lang)
            shown = name if names or predicate in known else f"← {name}"
            found.append(self._fact(predicate, shown, sorted(subjects), lang))
        return tuple(found)

    def _pointing(self, iri: IRI) -> dict[tuple[IRI, IRI], list[IRI]]:
        predicates = dict.fromkeys(predicate for _, predicate in self.inverse)
        return {(iri, p): self.inverse[iri, p] for p in predicates if (iri, p) in self.inverse}

    def _fact(self, predicate: IRI, name: str, values: Sequence[Term], lang: str) -> Fact:
        shown = tuple(self.value(value, lang) for value in values[:_VALUES])
        return Fact(predicate, name, shown, max(0, len(values) - _VALUES))

    def page(self, iri: IRI, lang: str, search: Parameters = ()) -> ThingPage:
        """The page of a thing.

        Args:
            iri: of it.
            lang: of the page.
            search: the parameters that find the items which link to it, if it is a value of a facet.
        """
        index = self.book.shared.index
        other = "en" if lang == "ja" else "ja"
        label, other_label = self.label(iri, lang), self.label(iri, other)
        is_term = iri.startswith(POL.iri)
        page = ThingPage(
            iri=iri,
            kinds=tuple(self.label(kind, lang) for kind in index.iris(iri, RDF.type)),
            label=label,
            other_label="" if other_label == label else other_label,
            reading=index.words(iri, POL.reading),
            definition=index.words_in(iri, SKOS.definition, lang)
            or index.words_in(iri, DCTERMS.description, lang),
            facts=self.facts(iri, lang),
            mentioned=self.book.index.mentioned(iri),
            example=self._example(iri, lang) if is_term else None,
            shapes=self.usage.shapes_of.get(iri, []) if is_term else [],
            queries=self.usage.queries_of.get(iri, []) if is_term else [],
        )  # fmt: skip
        return self._with_items(page, lang, search) if search else page

    def _with_items(self, page: ThingPage, lang: str, search: Parameters) -> ThingPage:
        """The page with the items that link to the thing, and what stands beside it in them."""
        (facet, key), *more = search
        role = dict(more).get("role", "responsible")
        selection = Selection("", ((facet, (key,)),), role)
        result = self.book.index.search(selection, limit=_ITEMS, with_facets=False)
        label = self.book.index.label
        label = self.book.index.label
        beside = []
        whole = f"{facet}:{role}" if facet == "body" and role != "responsible" else facet
        companions = self.book.index.companions(whole, key)
        for name, values in companions.items():
            others = [value for value in values if value.iri and value.iri != page.iri]
            if name in _NOT_BESIDE or not others:
                continue
            shown = tuple(self._companion(name, value, search, lang) for value in others)
            beside.append(Companions(self.facet_names[lang].get(name, name), shown))
        return replace(
            page,
            items=tuple(result.items),
            count=result.count,
            search=search,
            documents=tuple(
                (label(value.iri, lang), IRI(value.iri), value.count)
                for value in companions.get("document", [])
            ),
            years=tuple(
                (value.key, value.count)
                for value in sorted(companions.get("year", []), key=lambda value: value.key)
            ),
            companions=tuple(beside),
        )

    def _companion(
        self, facet: str, value: FacetValue, search: Parameters, lang: str
    ) -> tuple[str, IRI | None, int, Parameters]:
        label = self.book.index.label(value.iri, lang)
        # Values of one facet are alternatives there, so that no address finds what has both.
        both = () if facet == search[0][0] else (*search, (facet, value.key))
        return label, IRI(value.iri), value.count, both

    def _example(self, term: IRI, lang: str) -> TermExample | None:
        """One statement with a term of the ontology."""
        is_class = any(
            kind.endswith("Class") for kind in self.book.shared.index.iris(term, RDF.type)
        )
        rows: list[Row] = []
        if not is_class:  # rather of the first items than of any thing
            items = [item.iri for item in self.book.index.items(range(1, _FIRST_ITEMS + 1))]
            found = select(self.book.store, _OF_ITEMS.format(term=encode_term(term)), items)
            rows = sorted(found, key=lambda row: (items.index(IRI(str(row[0]))), str(row[1])))[:1]
        if not rows:
            sparql = (_OF_CLASS if is_class else _WITH_PROPERTY).format(term=encode_term(term))
            answer = self.book.store.query(PROLOGUE + sparql)
            rows = answer.rows if isinstance(answer, Solutions) else []
        for subject, value in rows:
            if isinstance(subject, IRI) and isinstance(value, IRI | Literal):
                store = self.book.store
                units = find_units(store, [subject]).get(subject, [])
                read = read_units(store, units[:1], lang)
                text = find_texts(store, [subject]).get(subject, "")
                shown = ShownValue(text[:_LONG] or self.label(subject, lang), subject)
                return TermExample(shown, self.value(value, lang), next(iter(read.values()), None))
        return None

    def quoted(self, iri: IRI, lang: str) -> tuple[Unit, IRI] | None:
        """A unit that mentions a thing which no item links to, and the phrase in it."""
        for _, phrase in select(self.book.store, _PHRASES, [iri]):
            if isinstance(phrase, IRI):
                units = find_units(self.book.store, [phrase]).get(phrase, [])
                for unit in read_units(self.book.store, units[:1], lang).values():
                    return unit, phrase
        return None
