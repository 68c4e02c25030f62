"""Pages of HTML from the templates beside this module; nothing in a page comes from elsewhere."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import IO, TYPE_CHECKING

from policygraph.pages.links import safe_link
from policygraph.pages.phrases_of_pages import words
from policygraph.questions.chapter import ChapterReader
from policygraph.questions.documents import read_documents, read_shared
from policygraph.store.sorted_graph import SortedGraph
from policygraph.version import VERSION

if TYPE_CHECKING:
    import jinja2


@cache
def templates() -> jinja2.Environment:
    """The templates, with escaping on and undefined names refused."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["safe_link"] = safe_link
    # For Markdown: no tag, and no cell of a table that ends early.
    environment.filters["text"] = lambda words: escape(words, quote=False).replace("|", "\\|")
    return environment


def html(graph: SortedGraph, out: IO[bytes], *, language: str = "en") -> None:
    """All documents as one HTML page that needs nothing beside it.

    Args:
        graph: with its named graphs.
        out: where it goes.
        language: of labels.
    """
    reader = ChapterReader(read_shared(graph), language)
    template = templates().get_template("documents.html")
    documents = (reader.read(document) for document in read_documents(graph))
    for piece in template.generate(
        documents=documents, say=words(language), language=language, version=VERSION, link=safe_link
    ):
        out.write(piece.encode())
