"""The formats an answer can be written in, one registry for every command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from policygraph.core.errors import UsageError
from policygraph.questions.answer import Answer
from policygraph.questions.formats.layout import Layout
from policygraph.questions.formats.markup import write_html, write_markdown
from policygraph.questions.formats.sparql_results import write_csv, write_json, write_tsv, write_xml
from policygraph.questions.formats.table import write_table
from policygraph.questions.formats.triples import write_jsonld, write_ntriples, write_turtle
from policygraph.store import Graph

__all__ = ["FORMATS", "Format", "Layout", "write"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        name: as a user types it.
        write: the answer as text; ends in a line break.
        triples: for CONSTRUCT and DESCRIBE; otherwise for SELECT and ASK.
        help: one line.
    """

    name: str
    write: Callable[[Answer, Layout], str]
    triples: bool
    help: str


FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format("table", write_table, False, "for people, with labels"),
        Format("csv", write_csv, False, "SPARQL 1.1 results; --labels adds columns"),
        Format("tsv", write_tsv, False, "SPARQL 1.1 results, terms in Turtle's syntax"),
        Format("json", write_json, False, "SPARQL 1.1 results"),
        Format("xml", write_xml, False, "SPARQL 1.1 results"),
        Format("md", write_markdown, False, "a Markdown table, with labels"),
        Format("html", write_html, False, "a page with a table, labels lead to the things"),
        Format("turtle", write_turtle, True, "of CONSTRUCT and DESCRIBE"),
        Format("jsonld", write_jsonld, True, "of CONSTRUCT and DESCRIBE"),
        Format("nt", write_ntriples, True, "of CONSTRUCT and DESCRIBE"),
    )
}


def write(answer: Answer, name: str | None = None, layout: Layout | None = None) -> str:
    """Write an answer.

    Args:
        answer: of any query.
        name: of a format; a table, or Turtle for triples, where it is missing.
        layout: how wide, with which headings.

    Raises:
        UsageError: no such format, or it does not suit the answer.
    """
    triples = isinstance(answer.result, Graph)
    suited = [entry.name for entry in FORMATS.values() if entry.triples == triples]
    chosen = FORMATS.get(name or suited[0])
    if chosen is None:
        raise UsageError(f'no format "{name}"; there are {", ".join(suited)}')
    if chosen.triples != triples:
        given = "triples" if triples else "rows or true or false"
        raise UsageError(f"the query gives {given}: use --format {' or '.join(suited)}, not {name}")
    return chosen.write(answer, layout or Layout())
