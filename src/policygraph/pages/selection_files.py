"""A selection of the search as a file: a table (CSV, XLSX), or the triples of its items (Turtle, JSON-LD)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Final

from policygraph.core.messages import Messages
from policygraph.core.namespaces import IRI, POL
from policygraph.core.terms import Literal, Triple
from policygraph.pages.spreadsheet import write_xlsx
from policygraph.questions.select import select
from policygraph.store import statements_text

if TYPE_CHECKING:
    from policygraph.pages.book import Book, PageRequest
    from policygraph.pages.search_query import SearchIndex
    from policygraph.pages.search_results import FoundItem, Selection

# The files, by suffix, as people are offered them.
FILES: Final[Mapping[str, str]] = {
    ".csv": "CSV",
    ".xlsx": "XLSX",
    ".jsonld": "JSON-LD",
    ".ttl": "Turtle",
}
_MOST_TRIPLES: Final = 5_000  # items whose triples are written
_COLUMNS: Final = (
    "iri", "document", "identifier", "kind", "title_ja", "title_en", "text", "section", "place", "bodies",
    "deadline",
)  # fmt: skip
_ABOUT: Final = """SELECT ?thing ?property ?value WHERE {
  VALUES ?thing { } ?thing ?property ?value FILTER(?property != pol:links) }"""
_OCCURRENCES: Final = (
    f"SELECT ?thing ?unit WHERE {{ VALUES ?thing {{ }} ?unit <{POL.occurrenceOf}> ?thing }}"
)
_say = Messages("search")


def write_selection(
    index: SearchIndex, book: Book, selection: Selection, request: PageRequest
) -> bytes:
    """The file of a selection.

    Args:
        index, selection: what is found.
        book: over the store that the triples come from.
        request: its suffix is the format; its language that of headings and labels.

    Raises:
        UsageError: XLSX without the extra that writes it.
        StoreError: the store does not answer in time.
    """
    found = index.select(selection)
    if request.suffix == ".csv":
        out = io.StringIO(newline="")
        csv.writer(out).writerows(_rows(index, found, request.lang))
        return out.getvalue().encode()
    if request.suffix == ".xlsx":
        return write_xlsx(_rows(index, found, request.lang))
    triples = list(_triples(book, [item.iri for item in islice(found, _MOST_TRIPLES)]))
    return statements_text(triples, "turtle" if request.suffix == ".ttl" else "jsonld").encode()


def _rows(index: SearchIndex, found: Iterator[FoundItem], lang: str) -> Iterator[list[str]]:
    yield [_say(f"column-{name}", lang) for name in _COLUMNS]
    for item in found:
        bodies = "; ".join(index.label(body, lang) for body in item.bodies)
        yield [
            item.iri, item.document, item.identifier, index.label(item.kind, lang), item.titles["ja"],
            item.titles["en"], item.text, item.paths[lang], item.places[lang], bodies, item.deadline,
        ]  # fmt: skip


def _triples(book: Book, items: list[IRI]) -> Iterator[Triple]:
    """What the graph says of items and of their occurrences."""
    units = [unit for _, unit in select(book.store, _OCCURRENCES, items) if isinstance(unit, IRI)]
    for subject, predicate, value in sorted(
        set(select(book.store, _ABOUT, [*items, *units])), key=str
    ):
        if (
            isinstance(subject, IRI)
            and isinstance(predicate, IRI)
            and isinstance(value, IRI | Literal)
        ):
            yield subject, predicate, value
