"""What the graph covers and what it lacks: by document, by kind of text and link, and by the shapes."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.core.errors import PolicygraphError
from policygraph.core.html import opens
from policygraph.core.index import Index
from policygraph.core.namespaces import DCTERMS, IRI
from policygraph.core.terms import Value
from policygraph.pages.book import (
    HTML,
    LANGS,
    Book,
    NavigationEntry,
    PageRequest,
    PageResponse,
)
from policygraph.pages.quality import ReadingQuality, find_quality
from policygraph.pages.screens.questions import say, teller
from policygraph.pictures.document_parts import read_notice, read_parts
from policygraph.pictures.draw.coverage import Coverage, read_coverage
from policygraph.pictures.draw.sheet import say as say_of_pictures
from policygraph.pictures.networks import node_kinds
from policygraph.pictures.queries import links_of, run
from policygraph.questions.catalogue import find_questions
from policygraph.questions.labels import find_labels
from policygraph.shapes import Report, validate
from policygraph.shapes.report_text import shown

PATH: Final = "completeness"
VALIDATION: Final = "completeness/validation"
_KINDS: Final = ("titles", "recognitions", "issues", "measures", "targets", "rest")


@dataclass(frozen=True, slots=True)
class DocumentNumbers:
    """What a document has.

    Attributes:
        linked: measures with each kind of link, by its key.
    """

    iri: IRI
    label: str
    issued: datetime.date | None
    characters: int
    sentences: int
    bullets: int
    restated: int
    measures: int
    linked: Mapping[str, int]


class CompletenessSection:
    """``completeness``: coverage and measured error; ``completeness/validation``: what shapes find."""

    navigation: tuple[NavigationEntry, ...] = (
        NavigationEntry(PATH, say.both("completeness"), 50),
    )  # fmt: skip

    def __init__(self, book: Book) -> None:
        self.book = book
        self._report: Report | PolicygraphError | None = None

    def answer(self, request: PageRequest) -> PageResponse | None:
        """Either page."""
        if request.suffix != HTML or request.path not in (PATH, VALIDATION):
            return None
        return self._coverage(request) if request.path == PATH else self._validation(request)

    def requests(self) -> Iterator[PageRequest]:
        """Both."""
        for lang in LANGS:
            yield PageRequest(PATH, lang)
            yield PageRequest(VALIDATION, lang)

    def _coverage(self, request: PageRequest) -> PageResponse:
        store, lang = self.book.store, request.lang
        kinds = {key: kind for key, kind in node_kinds(links_of(store)).items() if kind.link}
        coverage = read_coverage(store, read_notice(store, lang), lang)
        quality = self._quality()
        links = [found.link for found in quality.links] if quality else []
        return self.book.page(
            request, "screens/completeness.html", documents=self._documents(lang),
            kinds={key: kind.plural(lang) for key, kind in kinds.items()}, coverage=coverage,
            texts=_texts(coverage), gaps=[q for q in find_questions() if "gaps" in q.tags],
            quality=quality, labels=find_labels(store, links, lang),
            picture=lambda key, **values: say_of_pictures(key, lang, **values), tell=teller(request),
        )  # fmt: skip

    def _documents(self, lang: str) -> Sequence[DocumentNumbers]:
        store = self.book.store
        kinds = node_kinds(links_of(store))
        linked: dict[IRI, dict[IRI, int]] = defaultdict(dict)
        links = [DCTERMS.isPartOf, *(kind.link for kind in kinds.values() if kind.link)]
        for row in run(store, "links-of-documents", lang, (), link=links):
            linked[row.document][row.link] = row.measures
        sums: dict[IRI, list[int]] = defaultdict(lambda: [0, 0, 0])
        document: IRI | None = None
        for part in read_parts(store, lang):
            document = part.iri if part.type == "document" else document
            if document is not None:
                own = sums[document]
                for at, count in enumerate((part.sentences, part.bullets, part.restated)):
                    own[at] += count
        answer = run(store, "documents", lang, ("document",))
        found = [
            DocumentNumbers(
                row.document, answer.label(row.document), row.issued, row.characters or 0,
                sentences=sums[row.document][0],
                bullets=sums[row.document][1],
                restated=sums[row.document][2],
                measures=linked[row.document].get(DCTERMS.isPartOf, 0),
                linked={
                    key: linked[row.document].get(kind.link, 0)
                    for key, kind in kinds.items() if kind.link
                },
            )
            for row in answer
        ]  # fmt: skip
        return sorted(found, key=lambda d: (str(d.issued or ""), d.iri))

    def _quality(self) -> ReadingQuality | None:
        """The measured error that the graph's own metadata tell."""
        store = self.book.store
        names = [name for name in store.graphs() if name.endswith("/graph/metadata")]
        return find_quality(Index(triple for name in names for triple in store.triples(name)))

    def _validation(self, request: PageRequest) -> PageResponse:
        if self._report is None:
            try:
                self._report = validate(self.book.store)
            except PolicygraphError as error:  # of another ontology, or only the core of a graph
                self._report = error
        report, lang = self._report, request.lang

        def link(value: Value) -> str:
            return self.book.link(request, value) if isinstance(value, IRI) and opens(value) else ""

        return self.book.page(
            request,
            "screens/validation.html",
            v=shown(report, lang, link) if isinstance(report, Report) else None,
            problem=report.words(lang) if isinstance(report, PolicygraphError) else "",
            tell=teller(request),
        )


def _texts(coverage: Coverage) -> Sequence[tuple[str, int]]:
    """The characters of the texts by what they are."""
    counts = {kind: sum(part.characters.get(kind, 0) for part in coverage.parts) for kind in _KINDS}
    counts["rest"] = coverage.rest
    return [(kind, count) for kind, count in counts.items() if count]
