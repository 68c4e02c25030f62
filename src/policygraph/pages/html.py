"""All documents of a graph as one page of HTML."""

from __future__ import annotations

from typing import IO

from policygraph.core.html import pieces, safe_link
from policygraph.pages.phrases_of_pages import words
from policygraph.questions.chapter import ChapterReader
from policygraph.questions.documents import read_documents, read_shared
from policygraph.store.sorted_graph import SortedGraph


def html(graph: SortedGraph, out: IO[bytes], *, language: str = "en") -> None:
    """All documents as one HTML page that needs nothing beside it.

    Args:
        graph: with its named graphs.
        out: where it goes.
        language: of labels.
    """
    reader = ChapterReader(read_shared(graph), language)
    documents = (reader.read(document) for document in read_documents(graph))
    out.writelines(
        pieces(
            "documents.html",
            documents=documents,
            say=words(language),
            language=language,
            link=safe_link,
        )
    )
