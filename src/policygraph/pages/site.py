"""The book as a folder of files, with samples for servers that lead every IRI to its page or its data."""

from __future__ import annotations

from pathlib import Path

from policygraph.core.html import render
from policygraph.core.output import new_file, new_folder
from policygraph.pages.book import HTML, Book, PageRequest
from policygraph.pages.sections import open_book
from policygraph.store import PATIENCE, open_store

MARKER = "htaccess.sample"
_SAMPLES = (MARKER, "nginx.conf.sample", "w3id.htaccess.sample", "README.md")


def write_site(location: str | Path | None, out: Path) -> int:
    """Write the site.

    Args:
        location: of the graph, as `policygraph.store.open_store` takes it.
        out: the folder; an earlier site there is replaced when the new one is whole.

    Returns:
        How many pages it has.

    Raises:
        DataError, StoreError: the graph cannot be read, or the folder cannot be written.
    """
    pages = 0
    with open_store(location, patience=PATIENCE) as store, new_folder(out, marker=MARKER) as folder:
        book = open_book(store, is_static=True)
        for request in book.requests():
            write_request(book, request, folder)
            pages += request.suffix == HTML
        for name in _SAMPLES:
            with new_file(folder / name) as out_file:
                out_file.write(render(f"site/{name}", base=book.base).encode())
    return pages


def write_request(book: Book, request: PageRequest, folder: Path) -> None:
    """Write the answer to a request as a file of a folder."""
    with new_file(folder / request.name) as out:
        out.write(book.answer(request).body)
