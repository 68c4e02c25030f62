"""The first page of the book, and the pages of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from policygraph.core.messages import Messages
from policygraph.core.namespaces import DCTERMS, IRI, NIF, POL
from policygraph.core.terms import Literal, Triple
from policygraph.pages.book import (
    HTML,
    LANGS,
    Book,
    NavigationEntry,
    PageRequest,
    PageResponse,
)
from policygraph.pages.citing import cite
from policygraph.pages.document_page import read_document
from policygraph.questions.documents import DocumentGraph, document_keys, read_document_of
from policygraph.questions.labels import find_label
from policygraph.questions.select import select
from policygraph.store import statements_text

_ABOUT: Final = """SELECT ?thing ?property ?value WHERE {
  VALUES ?thing { } ?thing ?property ?value
  FILTER(?property IN (dcterms:title, dcterms:issued, dcterms:publisher)) }"""
_DATA: Final = {".ttl": "turtle", ".nt": "ntriples", ".jsonld": "jsonld"}
# The kinds of unit, in the order in which a character that two hold is given to one.
_KINDS: Final = (
    POL.MeasureComponent, POL.MeasureOccurrence, POL.TargetOccurrence, POL.ReportedMeasureOccurrence, POL.Issue,
    POL.Recognition, POL.Passage, POL.DocumentPart,
)  # fmt: skip
_TAG: Final = "tag"
_REST: Final = "rest"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A kind of unit: how many there are, and how many characters of the text they hold."""

    name: str
    units: int
    characters: int


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document in a list."""

    key: str
    iri: IRI
    title: str
    issued: str
    items: int


def read_ledger(document: DocumentGraph, names: dict[str, str]) -> list[LedgerRow]:
    """What the characters of a document's texts belong to, each counted once.

    Args:
        document: its layers.
        names: what kinds of unit are called; of others the last step of the IRI.
    """
    index = document.index
    owners: dict[IRI, bytearray] = {}
    for subject in index.subjects():
        text = index.words(subject, NIF.isString)
        if text:
            owners[subject] = bytearray(len(text))
    units: Counter[str] = Counter()
    for number, kind in reversed(list(enumerate((*_KINDS, POL.ResponsibilityMention), start=1))):
        for subject in index.subjects():
            context = index.iri(subject, NIF.referenceContext)
            if context not in owners or not index.is_a(subject, kind):
                continue
            name = _TAG if kind == POL.ResponsibilityMention else kind
            units[name] += 1
            begin, end = index.number(subject, NIF.beginIndex), index.number(subject, NIF.endIndex)
            owners[context][begin:end] = bytes([number]) * (end - begin)
    characters = Counter(byte for owned in owners.values() for byte in owned)
    rows = [
        LedgerRow(names.get(kind, kind), units[kind], characters[number])
        for number, kind in enumerate((*_KINDS, _TAG), start=1)
        if units[kind]
    ]
    return [*rows, LedgerRow(names[_REST], 0, characters[0])]


class DocumentSection:
    """``index.html``, ``documents.html`` and ``doc/…``."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.say, self.own = Messages("pages"), Messages("book")
        self.navigation: Sequence[NavigationEntry] = (
            NavigationEntry("documents", self.say.both("documents"), 20),
        )

    @cached_property
    def keys(self) -> list[str]:
        """The keys of the documents."""
        return document_keys(self.book.store)

    def answer(self, request: PageRequest) -> PageResponse | None:
        """A page, or the triples of a document."""
        if request.path in ("index", "documents") and request.suffix == HTML:
            return self._home(request) if request.path == "index" else self._documents(request)
        folder, _, key = request.path.partition("/")
        if folder != "doc" or key not in self.keys:
            return None
        if request.suffix in _DATA:
            triples = self._triples(key)
            return self.book.file(request, statements_text(triples, _DATA[request.suffix]))
        return self._document(request, key) if request.suffix == HTML else None

    def requests(self) -> Iterator[PageRequest]:
        """All pages in both languages, and the data of each document."""
        for path in ("index", "documents", *(f"doc/{key}" for key in self.keys)):
            for lang in LANGS:
                yield PageRequest(path, lang)
        for key in self.keys:
            for suffix in _DATA:
                yield PageRequest(f"doc/{key}", "ja", (), suffix)

    def listed(self, lang: str) -> list[ListedDocument]:
        """The documents, the latest first."""
        iris = {IRI(f"{self.book.base}doc/{key}"): key for key in self.keys}
        said: dict[IRI, dict[IRI, list[Literal]]] = {iri: {} for iri in iris}
        for iri, predicate, value in select(self.book.store, _ABOUT, list(iris)):
            if isinstance(iri, IRI) and isinstance(predicate, IRI) and isinstance(value, Literal):
                said[iri].setdefault(predicate, []).append(value)
        found = []
        for iri, key in iris.items():
            titles = said[iri].get(DCTERMS.title, [])
            title = next((t.value for t in titles if t.language == lang), None)
            issued = said[iri].get(DCTERMS.issued, [Literal("")])[0].value
            count = self.book.index.count("document", key)
            found.append(
                ListedDocument(
                    key, iri, title or (titles[0].value if titles else key), issued, count
                )
            )
        return sorted(found, key=lambda one: (one.issued, one.key), reverse=True)

    def _home(self, request: PageRequest) -> PageResponse:
        lang, index = request.lang, self.book.index
        leading = [
            (name, [(index.label(v.iri, lang), IRI(v.iri), v.count, v.key) for v in index.values(name)[:8]])
            for name in ("body", "theme", "actor", "instrument")
            if name in index.facets
        ]  # fmt: skip
        search = Messages("search")
        return self.book.page(
            request,
            "pages/home.html",
            is_search=True,
            documents=self.listed(lang)[:12],
            count_of_documents=len(self.keys),
            items=index.size,
            figures=[
                (search(f"facet-{name}", lang), len(index.values(name))) for name, _ in leading
            ],
            leading=[(name, search(f"facet-{name}", lang), values) for name, values in leading],
            words=lambda key: self.say(key, lang),
        )

    def _documents(self, request: PageRequest) -> PageResponse:
        return self.book.page(
            request,
            "pages/documents.html",
            documents=self.listed(request.lang),
            words=lambda key: self.say(key, request.lang),
        )

    def _document(self, request: PageRequest, key: str) -> PageResponse | None:
        document = read_document_of(self.book.store, key)
        if document is None:
            return None
        lang, shared = request.lang, self.book.shared
        read = read_document(document, shared, lang)
        names: dict[str, str] = {kind: find_label(kind, lang, shared.index) for kind in _KINDS}
        names |= {name: self.own(f"ledger-{name}", lang) for name in (_TAG, _REST)}
        ledger = read_ledger(document, names)
        return self.book.page(
            request,
            "pages/document.html",
            document=read,
            ledger=ledger,
            whole=sum(row.characters for row in ledger),
            items=self.book.index.count("document", key),
            quality=self.book.quality,
            label=lambda thing: find_label(thing, lang, shared.index),
            say=self.say.in_language(lang),
            own_say=lambda name, **values: self.own(name, lang, **values),
            words=lambda name: self.say(name, lang),
            citation=cite(read.iri, read.title, lang, source=read.issued, kind="doc",
                          datePublished=read.issued, url=read.source, license=read.licence, inLanguage="ja"),
        )  # fmt: skip

    def _triples(self, key: str) -> list[Triple]:
        document = read_document_of(self.book.store, key)
        assert document is not None
        index = document.index
        return [
            (subject, predicate, value)
            for subject in sorted(index.subjects())
            for predicate, values in index.about(subject).items()
            for value in values
        ]
