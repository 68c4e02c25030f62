"""The formats an answer can be written in: `ROWS` for SELECT and ASK, `TRIPLES` for CONSTRUCT and DESCRIBE."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from policygraph.core.errors import UsageError, phrase
from policygraph.core.formats import Format, Formats
from policygraph.core.messages import LANGUAGES
from policygraph.questions.answer import Answer, Cell
from policygraph.questions.catalogue import headings, value_words
from policygraph.questions.question import Question
from policygraph.store import Graph


@dataclass(frozen=True, slots=True)
class Layout:
    """What a writer may be told.

    Attributes:
        width: columns of a terminal to wrap to; no limit where it is missing.
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

    @classmethod
    def of(cls, question: Question, *, width: int | None = None, labels: bool = False) -> Self:
        """The layout of a question's answer, its columns called as the catalogue calls them."""
        name = question.id or cls().name
        return cls(width, labels, headings(), value_words(), name, question.title)

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
    is_graph = isinstance(answer.result, Graph)
    suited, others = (TRIPLES, ROWS) if is_graph else (ROWS, TRIPLES)
    if name is not None and name not in suited and name in others:
        given = phrase("gives-triples" if is_graph else "gives-rows")
        raise UsageError("unsuited-format", given=given, known="|".join(suited.names), name=name)
    chosen = suited.find(name or suited.own_names[0])
    return chosen.write(answer, layout or Layout())
