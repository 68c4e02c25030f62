"""What the dataset is: its numbers, its terms, how to cite it, where to get it, and how programs ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.core.namespaces import BASE, DCTERMS, IRI, POL
from policygraph.core.terms import Literal
from policygraph.pages.book import (
    HTML,
    LANGS,
    Book,
    NavigationEntry,
    PageRequest,
    PageResponse,
)
from policygraph.pages.screens.questions import say, teller
from policygraph.pictures.queries import read_numbers
from policygraph.questions.labels import find_labels
from policygraph.questions.select import select
from policygraph.store import Store
from policygraph.version import VERSION

PATH: Final = "about"
_NUMBERS: Final = (
    "documents", "measures", "bullets", "reprises", "bodies", "recognitions", "issues",
)  # fmt: skip
# The addresses of a server beside its pages, with the key of what is said of each.
_SERVICES: Final = (
    ("/sparql", "sparql"), ("/data?default", "graph"), ("/api/questions", "api"),
    ("/api/openapi.json", "openapi"), ("/.well-known/void", "void"),
)  # fmt: skip
_DATA: Final = (".ttl", ".jsonld", ".nt")
_DOCUMENTS: Final = "SELECT ?thing WHERE { VALUES ?kind { } ?thing a ?kind }"
_FACTS: Final = """SELECT ?thing ?property ?value WHERE {
  VALUES ?thing { } ?thing ?property ?value FILTER(?property IN (
    dcterms:title, dcterms:description, dcterms:license, dcterms:rights, dcterms:issued, dcterms:publisher,
    dcterms:source, foaf:page, schema:url))
}"""


@dataclass(frozen=True, slots=True)
class Described:
    """What the graph says of the dataset or a document.

    Attributes:
        path: of its page.
    """

    iri: IRI
    title: str
    path: str
    values: Mapping[IRI, Sequence[str]]

    def first(self, name: str) -> str:
        """A value by the local name of its property (of Dublin Core); empty where there is none."""
        return next(iter(self.values.get(IRI(DCTERMS.iri + name), ())), "")


class AboutSection:
    """``about``."""

    navigation: tuple[NavigationEntry, ...] = (NavigationEntry(PATH, say.both("about"), 90),)

    def __init__(self, book: Book) -> None:
        self.book = book

    def answer(self, request: PageRequest) -> PageResponse | None:
        """The page."""
        if request.path != PATH or request.suffix != HTML:
            return None
        store, lang = self.book.store, request.lang
        dataset = IRI(f"{self.book.base}dataset")
        kinds = select(store, _DOCUMENTS, [POL.StrategyDocument], variable="kind")
        documents = sorted({thing for (thing,) in kinds if isinstance(thing, IRI)})
        described = self._describe(store, [dataset, *documents], lang)
        numbers = read_numbers(store)
        return self.book.page(
            request, "screens/about.html", dataset=described[dataset],
            documents=[described[document] for document in documents],
            numbers=[(key, numbers[key]) for key in _NUMBERS if numbers.get(key)],
            services=() if self.book.is_static else _SERVICES, data=_DATA, version=VERSION,
            is_ours=self.book.base == BASE, tell=teller(request),
        )  # fmt: skip

    def requests(self) -> Iterator[PageRequest]:
        """The page."""
        for lang in LANGS:
            yield PageRequest(PATH, lang)

    def _describe(self, store: Store, things: Sequence[IRI], lang: str) -> dict[IRI, Described]:
        found: dict[IRI, dict[IRI, list[tuple[int, str]]]] = {thing: {} for thing in things}
        for thing, property_, value in select(store, _FACTS, things):
            assert isinstance(thing, IRI)
            assert isinstance(property_, IRI)
            other = isinstance(value, Literal) and value.language not in ("", lang)
            words = value.value if isinstance(value, Literal) else str(value)
            found[thing].setdefault(property_, []).append((int(other), words))
        labels = find_labels(store, things, lang)
        return {
            thing: Described(
                thing, labels[thing], (self.book.layout.path(thing) or "").partition("#")[0],
                {
                    property_: [words for rank, words in sorted(said) if rank == min(said)[0]]
                    for property_, said in values.items()
                },
            )
            for thing, values in found.items()
        }  # fmt: skip
