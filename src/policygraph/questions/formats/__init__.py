"""The formats an answer can be written in: `ROWS` for SELECT and ASK, `TRIPLES` for CONSTRUCT and DESCRIBE."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final, Self

from policygraph.core.errors import StoreError, UsageError, phrase
from policygraph.core.formats import Format, Formats
from policygraph.core.messages import LANGUAGES
from policygraph.questions.answer import Answer, Cell
from policygraph.questions.catalogue import headings, value_words
from policygraph.questions.question import Question
from policygraph.store import Graph, Solutions


@dataclass(frozen=True, slots=True)
class Layout:
    """What a writer may be told.

    Attributes:
        width: columns of a terminal to wrap to; no limit where it is missing.
        most: columns of a cell of a table; what is behind them is cut. No limit where it is missing.
        labels: whether CSV, TSV and CSVW get a column of labels behind each column of IRIs.
        headings: what a column is called, by variable and language.
        values: what a word of a column is called, by variable, word and language.
        name: of the answer: of a file, and where there is no title.
        titles: by language.
    """

    width: int | None = None
    labels: bool = False
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    name: str = "policygraph"
    titles: Mapping[str, str] = field(default_factory=dict)
    most: int | None = None

    @classmethod
    def of(
        cls,
        question: Question,
        *,
        width: int | None = None,
        labels: bool = False,
        most: int | None = None,
    ) -> Self:
        """The layout of a question's answer, its columns called as the catalogue calls them."""
        name = question.id or cls().name
        return cls(width, labels, headings(), value_words(), name, question.title, most)

    def title(self, language: str) -> str:
        """What the answer is called."""
        return self.titles.get(language, self.name)

    def both_titles(self) -> dict[str, str]:
        """What the answer is called, by language."""
        return {language: self.title(language) for language in LANGUAGES}

    def heading(self, name: str, language: str) -> str:
        """What a column is called; its variable where nothing else is known."""
        return self.headings.get(name, {}).get(language, name)

    def cell(self, answer: Answer, name: str, cell: Cell) -> str:
        """A cell of a column for people, on one line, with labels for IRIs."""
        if cell is None:
            return ""
        words = str(cell).lower() if isinstance(cell, bool) else answer.label_of(cell) or ""
        words = " ".join(words.split())
        return self.values.get(name, {}).get(words, {}).get(answer.language, words)


Writer = Callable[[Answer, Layout], str | bytes]
MOST_ROWS: Final = 200_000  # of an answer that has to be held as a whole to be written


@dataclass(frozen=True, slots=True)
class InPieces:
    """A writer that need not hold an answer.

    Attributes:
        pieces: gives the text for answers that follow one another, each with some rows of the whole;
            what is settled once for all of them (widths, columns) is settled by the first.
    """

    pieces: Callable[[Iterator[Answer], Layout], Iterator[str]]

    def __call__(self, answer: Answer, layout: Layout) -> str:
        """The text for one answer."""
        return "".join(self.pieces(iter([answer]), layout))


_HERE = "policygraph.questions.formats"
ROWS: Final = Formats[Writer](
    "answer",
    Format("answer", "table", ".txt", "text/plain", f"{_HERE}.people:write_table",
           "for people, with labels"),
    Format("answer", "csv", ".csv", "text/csv", f"{_HERE}.results:write_csv",
           "SPARQL 1.1 results; --labels adds columns"),
    Format("answer", "tsv", ".tsv", "text/tab-separated-values", f"{_HERE}.results:write_tsv",
           "SPARQL 1.1 results, terms in Turtle's syntax"),
    Format("answer", "json", ".json", "application/sparql-results+json", f"{_HERE}.results:write_json",
           "SPARQL 1.1 results"),
    Format("answer", "xml", ".xml", "application/sparql-results+xml", f"{_HERE}.results:write_xml",
           "SPARQL 1.1 results"),
    Format("answer", "md", ".md", "text/markdown", f"{_HERE}.people:write_markdown",
           "a Markdown table, with labels"),
    Format("answer", "html", ".html", "text/html", f"{_HERE}.people:write_html",
           "a page with a table, labels lead to the things"),
    Format("answer", "csvw", ".zip", "application/zip", "policygraph.questions.csvw:write_csvw",
           "CSV on the Web: the table with its metadata, as a zip"),
)  # fmt: skip
TRIPLES: Final = Formats[Writer](
    "triples",
    Format("triples", "turtle", ".ttl", "text/turtle", f"{_HERE}.results:write_turtle",
           "of CONSTRUCT and DESCRIBE"),
    Format("triples", "jsonld", ".jsonld", "application/ld+json", f"{_HERE}.results:write_jsonld",
           "of CONSTRUCT and DESCRIBE"),
    Format("triples", "nt", ".nt", "application/n-triples", f"{_HERE}.results:write_ntriples",
           "of CONSTRUCT and DESCRIBE"),
)  # fmt: skip


def check_format(name: str) -> None:
    """Check that there is a format, for whatever kind of answer.

    Raises:
        UsageError: there is none of that name; all are named.
    """
    if name not in ROWS and name not in TRIPLES:
        names = ", ".join((*ROWS.names, *TRIPLES.names))
        raise UsageError("no-format", name=name, known=names)


def write(answer: Answer, name: str | None = None, layout: Layout | None = None) -> str | bytes:
    """Write an answer.

    Args:
        answer: of any query.
        name: of a format; a table, or Turtle for triples, where it is missing.
        layout: how wide, with which headings.

    Returns:
        Text that ends in a line break; bytes for a format that is none (csvw).

    Raises:
        UsageError: no such format, or it does not suit the answer.
    """
    return find_writer(answer, name)(answer, layout or Layout())


def write_parts(
    parts: Iterable[Answer], name: str | None = None, layout: Layout | None = None
) -> Iterator[str | bytes]:
    """Write an answer that comes in parts, none of them held longer than it takes to write it.

    Args:
        parts: at least one, see `policygraph.questions.asking.ask_in_parts`.
        name, layout: see `write`.

    Raises:
        UsageError: see `write`.
        StoreError: the format is written as a whole, and the rows are too many for that.
    """
    waiting = iter(parts)
    first = next(waiting)
    writer = find_writer(first, name)
    layout = layout or Layout()
    if isinstance(writer, InPieces):
        yield from writer.pieces(chain([first], waiting), layout)
    else:
        yield writer(whole(chain([first], waiting)), layout)


def whole(parts: Iterable[Answer]) -> Answer:
    """An answer from its parts.

    Raises:
        StoreError: it has more rows than can be held at once.
    """
    first, *others = _bounded(parts)
    if not others or not isinstance(first.result, Solutions):
        return first
    rows = [row for part in (first, *others) for row in part.solutions.rows]
    labels = {iri: label for part in (first, *others) for iri, label in part.labels.items()}
    result = Solutions(first.result.variables, rows)
    return replace(first, result=result, labels=labels, is_cut=others[-1].is_cut)


def _bounded(parts: Iterable[Answer]) -> Iterator[Answer]:
    count = 0
    for part in parts:
        count += len(part) if isinstance(part.result, Solutions) else 0
        if count > MOST_ROWS:
            raise StoreError("answer-too-many-rows", rows=f"{MOST_ROWS:,}")
        yield part


def find_writer(answer: Answer, name: str | None) -> Writer:
    """What writes a kind of answer.

    Raises:
        UsageError: no such format, or it does not suit the answer.
    """
    is_graph = isinstance(answer.result, Graph)
    suited, others = (TRIPLES, ROWS) if is_graph else (ROWS, TRIPLES)
    if name is not None and name not in suited and name in others:
        given = phrase("gives-triples" if is_graph else "gives-rows")
        raise UsageError("unsuited-format", given=given, known="|".join(suited.names), name=name)
    return suited.find(name or suited.own_names[0]).write
