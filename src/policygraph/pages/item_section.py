"""The page of a measure or target: its words, what each of its links stands on, and where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.core.namespaces import DCTERMS, IRI, POL, RDF, RDFS
from policygraph.core.terms import Literal, Triple
from policygraph.pages.book import (
    HTML,
    LANGS,
    Book,
    Lang,
    NavigationEntry,
    PageRequest,
    PageResponse,
)
from policygraph.pages.citing import Citation, cite
from policygraph.pages.search_results import FoundItem
from policygraph.questions.describe import SHOWN_ELSEWHERE, OutgoingLink, outgoing_links
from policygraph.questions.labels import find_label
from policygraph.questions.select import select
from policygraph.questions.unit_lookup import read_units
from policygraph.questions.units import Unit, reading_order
from policygraph.store import statements_text

KINDS: Final = ("measure", "target", "reported")
DATA: Final = {".ttl": "turtle", ".nt": "ntriples", ".jsonld": "jsonld"}
_EVIDENCE: Final = """SELECT ?thing ?meaning ?words ?unit ?tag WHERE {
  VALUES ?thing { }
  ?thing pol:evidence ?phrase .
  ?phrase itsrdf:taIdentRef ?named ; nif:anchorOf ?words ; pol:mentionedIn ?unit .
  OPTIONAL { ?phrase a ?tag FILTER(?tag = pol:ResponsibilityMention) }
  OPTIONAL { ?named pol:denotes ?denoted }
  BIND(COALESCE(?denoted, ?named) AS ?meaning)
} ORDER BY ?unit ?words"""
_UNITS: Final = """SELECT ?thing ?unit ?part WHERE {
  VALUES ?thing { }
  ?unit pol:occurrenceOf ?thing .
  OPTIONAL { ?part dcterms:isPartOf ?unit ; a pol:MeasureComponent . }
}"""
_EDITIONS: Final = """SELECT ?thing ?property ?other ?way WHERE {
  VALUES ?thing { }
  { ?thing ?property ?other . BIND("earlier" AS ?way) } UNION { ?other ?property ?thing . BIND("later" AS ?way) }
  FILTER(?property IN (pol:restatesUnchanged, pol:revises, pol:splitFrom, pol:mergedFrom, pol:reportsOn))
} ORDER BY ?way ?property ?other"""
_CHANGES: Final = """SELECT ?thing ?other ?words WHERE {
  VALUES ?thing { }
  { ?change pol:laterItem ?thing ; pol:earlierItem ?other } UNION { ?change pol:earlierItem ?thing ; pol:laterItem ?other }
  ?change rdfs:label ?words
} ORDER BY ?other ?words"""
_LINEAGE: Final = frozenset(
    (
        POL.continues,
        POL.restatesUnchanged,
        POL.revises,
        POL.splitFrom,
        POL.mergedFrom,
        POL.reportsOn,
    )
)
_DOCUMENT: Final = (
    "SELECT ?thing ?property ?value WHERE { VALUES ?thing { } ?thing ?property ?value }"
)
_BELONGING: Final = (
    POL.occurrenceOf, DCTERMS.isPartOf, POL.mentionedIn, RDF.subject, POL.withdrawnSubject,
)  # fmt: skip
_NOT_SHOWN: Final = frozenset((*SHOWN_ELSEWHERE, *_LINEAGE, DCTERMS.isPartOf, DCTERMS.identifier))


@dataclass(frozen=True, slots=True)
class EvidenceWords:
    """Words that a link stands on, and the unit they stand in."""

    words: str
    unit: IRI


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link of the item.

    Attributes:
        roles: in which it is linked, where the text tells.
        layer: ``stated``, ``inferred`` or ``curated``; ``ground`` the rule, or who judged.
        text: of a value that is a sentence or bullet.
    """

    label: str
    iri: IRI | None
    layer: str
    ground: str
    text: str = ""
    roles: tuple[str, ...] = ()
    evidence: tuple[EvidenceWords, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkRow:
    """The links of one property."""

    name: str
    links: tuple[ShownLink, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A bullet that states the item, with its sub-bullets."""

    unit: Unit
    components: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherEdition:
    """An item of another edition that this one continues, or that continues it.

    Attributes:
        way: ``earlier`` or ``later``.
        link: what the link between them is called, from the later to the earlier one.
        document: the title of its document.
        changes: what changed between them, in words.
    """

    way: str
    link: str
    iri: IRI
    label: str
    document: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """The document an item stands in.

    Attributes:
        source: the address of the text.
    """

    iri: IRI
    title: str
    issued: str
    source: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """All that the page of an item shows."""

    iri: IRI
    label: str
    other_label: str
    kinds: tuple[str, ...]
    identifier: str
    document: ShownDocument | None
    occurrences: tuple[Occurrence, ...]
    rows: tuple[LinkRow, ...]
    others: tuple[LinkRow, ...]
    editions: tuple[OtherEdition, ...] = ()
    previous: FoundItem | None = None
    next: FoundItem | None = None
    text: str = ""


class ItemSection:
    """``measure/…``, ``target/…`` and ``reported/…``."""

    navigation: Sequence[NavigationEntry] = ()

    def __init__(self, book: Book) -> None:
        self.book = book

    def answer(self, request: PageRequest) -> PageResponse | None:
        """The page of an item, or its triples."""
        if request.path.partition("/")[0] not in KINDS:
            return None
        iri = IRI(self.book.base + request.path)
        if self.book.index.item(iri) is None or self.book.layout.path(iri) != request.path:
            return None
        if request.suffix in DATA:
            triples = sorted(self._triples(iri), key=str)
            return self.book.file(request, statements_text(triples, DATA[request.suffix]))
        if request.suffix != HTML:
            return None
        page = self.read(iri, request.lang)
        return self.book.page(
            request, "pages/item.html", page=page, citation=self._cite(page, request.lang)
        )

    def requests(self) -> Iterator[PageRequest]:
        """All items, in both languages, and their data."""
        for iri, _ in self.book.index.all_items():
            path = self.book.layout.path(iri)
            if path is not None:
                for lang in LANGS:
                    yield PageRequest(path, lang)
                yield PageRequest(path, "ja", (), ".ttl")

    def read(self, iri: IRI, lang: Lang) -> ItemPage:
        """All that the page of an item shows, in a few queries."""
        store = self.book.store
        links = outgoing_links(store, [iri], lang)
        occurrences = self._occurrences(iri, lang)
        first = occurrences[0].unit if occurrences else None
        found = self.book.index.item(iri)
        titles = found.titles if found else {"ja": "", "en": ""}
        other = "en" if lang == "ja" else "ja"
        text = first.text if first else ""
        short = f"{text[:40]}…" if len(text) > 40 else text
        previous, behind = self.book.index.neighbours(iri)
        rows, others = self._rows(iri, links)
        return ItemPage(
            iri=iri,
            label=titles[lang] or titles[other] or short,
            other_label=titles[other] if titles[lang] else "",
            kinds=tuple(
                link.label for link in links if link.predicate == RDF.type and link.layer != "entailed"
            ),
            identifier=found.identifier if found else "",
            document=self._document(first.document, lang) if first and first.document else None,
            occurrences=occurrences,
            rows=rows,
            others=others,
            editions=self._editions(iri, lang),
            previous=previous,
            next=behind,
            text=text,
        )  # fmt: skip

    def _occurrences(self, iri: IRI, lang: str) -> tuple[Occurrence, ...]:
        parts: dict[IRI, list[IRI]] = defaultdict(list)
        for _, unit, part in select(self.book.store, _UNITS, [iri]):
            assert isinstance(unit, IRI)
            parts[unit] += [part] if isinstance(part, IRI) else []
        every = [iri for unit, below in parts.items() for iri in (unit, *below)]
        units = read_units(self.book.store, sorted(every, key=reading_order), lang)
        found = [
            Occurrence(units[unit], tuple(units[p] for p in sorted(below, key=reading_order) if p in units))
            for unit, below in parts.items()
            if unit in units
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda o: (o.unit.is_reprise, reading_order(o.unit.iri))))

    def _editions(self, iri: IRI, lang: str) -> tuple[OtherEdition, ...]:
        """What it continues, and what continues it."""
        changes: dict[IRI, list[str]] = defaultdict(list)
        for _, other, words in select(self.book.store, _CHANGES, [iri]):
            if isinstance(other, IRI) and isinstance(words, Literal) and words.language == lang:
                changes[other].append(words.value)
        found = []
        for _, predicate, other, way in select(self.book.store, _EDITIONS, [iri]):
            if isinstance(other, IRI) and isinstance(predicate, IRI) and isinstance(way, Literal):
                item = self.book.index.item(other)
                document = IRI(f"{self.book.base}doc/{item.document}") if item else None
                found.append(
                    OtherEdition(
                        way=way.value,
                        link=label_of(self.book, predicate, lang),
                        iri=other,
                        label=label_of(self.book, other, lang),
                        document=self.book.index.label(document, lang) if document else "",
                        changes=tuple(dict.fromkeys(changes[other])),
                    )
                )
        return tuple(found)

    def _document(self, iri: IRI, lang: str) -> ShownDocument:
        said: dict[IRI, list[Literal | IRI]] = defaultdict(list)
        for _, predicate, value in select(self.book.store, _DOCUMENT, [iri]):
            if isinstance(predicate, IRI) and isinstance(value, IRI | Literal):
                said[predicate].append(value)
        titles = [title for title in said[DCTERMS.title] if isinstance(title, Literal)]
        title = next(
            (t.value for t in titles if t.language == lang), titles[0].value if titles else iri
        )
        issued = next((str(v.value) for v in said[DCTERMS.issued] if isinstance(v, Literal)), "")
        source = next((str(v) for v in said[DCTERMS.source] if isinstance(v, IRI)), "")
        return ShownDocument(iri, title, issued, source)

    def _rows(
        self, iri: IRI, links: tuple[OutgoingLink, ...]
    ) -> tuple[tuple[LinkRow, ...], tuple[LinkRow, ...]]:
        """The links of the kinds of link with their evidence, and whatever else is said."""
        shared = self.book.shared
        kinds = {kind.predicate for kind in shared.links}
        evidence: dict[tuple[IRI, bool], list[EvidenceWords]] = defaultdict(list)
        for _, meaning, words, unit, tag in select(self.book.store, _EVIDENCE, [iri]):
            if isinstance(meaning, IRI) and isinstance(words, Literal) and isinstance(unit, IRI):
                found = EvidenceWords(words.value, unit)
                if found not in evidence[meaning, tag is not None]:
                    evidence[meaning, tag is not None].append(found)
        roles: dict[tuple[IRI, object], list[str]] = defaultdict(list)
        for link in links:
            for general in shared.index.iris(link.predicate, RDFS.subPropertyOf):
                if general in kinds:
                    roles[general, link.value].append(link.property)
        rows: dict[str, list[ShownLink]] = defaultdict(list)
        others: dict[str, list[ShownLink]] = defaultdict(list)
        for link in links:
            if link.predicate in _NOT_SHOWN or link.layer == "entailed":
                continue
            thing = link.value if isinstance(link.value, IRI) else None
            if link.predicate in kinds and thing is not None:
                stands_on = evidence[thing, link.predicate == POL.responsibleBody]
                rows[link.property].append(
                    ShownLink(link.label, thing, link.layer, link.ground, link.text,
                              tuple(roles[link.predicate, thing]), tuple(stands_on))
                )  # fmt: skip
            elif not any(g in kinds for g in shared.index.iris(link.predicate, RDFS.subPropertyOf)):
                others[link.property].append(
                    ShownLink(link.label, thing, link.layer, link.ground, link.text)
                )
        return (
            tuple(LinkRow(name, tuple(found)) for name, found in rows.items()),
            tuple(LinkRow(name, tuple(found)) for name, found in others.items()),
        )

    def _cite(self, page: ItemPage, lang: str) -> Citation:
        first = page.occurrences[0].unit if page.occurrences else None
        source, whole = [page.identifier], None
        if page.document:
            found = page.document
            where = first.where(lang) if first else ""
            source = [found.title, found.issued, page.identifier, where]
            whole = {"@type": "Report", "@id": found.iri, "name": found.title}
        about = [
            {"@type": "Thing", "@id": link.iri, "name": link.label}
            for row in page.rows
            for link in row.links
        ]
        return cite(
            page.iri,
            page.label,
            lang,
            source=", ".join(filter(None, source)),
            words_quoted=page.text,
            kind=page.iri.removeprefix(self.book.base).partition("/")[0],
            text=page.text,
            inLanguage="ja",
            isPartOf=whole,
            about=about,
            identifier=page.identifier,
        )

    def _triples(self, iri: IRI) -> set[Triple]:
        """What the graph says of an item and of all that belongs to it: bullets, mentions, judgements."""
        store = self.book.store
        things = [iri]
        for thing in things:
            for link in _BELONGING:
                for held, _, _ in store.match(None, link, thing):
                    if isinstance(held, IRI) and held not in things:
                        things.append(held)
        found: set[Triple] = set()
        for subject, predicate, value in select(store, _DOCUMENT, things):
            assert isinstance(subject, IRI)
            assert isinstance(predicate, IRI)
            if isinstance(value, IRI | Literal):
                found.add((subject, predicate, value))
        return found


def label_of(book: Book, iri: IRI, lang: str) -> str:
    """What a thing is called: by the vocabularies, the index of items, or its short form."""
    item = book.index.item(iri)
    if item is not None:
        return item.titles[lang] or item.titles["ja"] or item.text[:40]
    return find_label(iri, lang, book.shared.index)
