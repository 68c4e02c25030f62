"""The Python interface: what the commands do, as functions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from policygraph.core.resources import corpus_folders
from policygraph.corpus.description import DEFAULT_OUTLINE, find_texts
from policygraph.corpus.read import Progress
from policygraph.document import Document, Ledger, account, find_outline, parse
from policygraph.graph import BuiltGraph, build_graph
from policygraph.sources import read_file, read_text


def _ignore(_: str) -> None:
    """Report no progress."""


def _paths(paths: Iterable[str | Path]) -> list[Path]:
    return [Path(path) for path in paths] or list(corpus_folders())


def build(
    *paths: str | Path,
    key: str | None = None,
    title: str | None = None,
    base_iri: str | None = None,
    encoding: str = "utf-8",
    jobs: int = 1,
    progress: Progress = _ignore,
) -> BuiltGraph:
    """Build the graph of some texts; without paths, of the shipped corpus.

    Args:
        paths: text files, folders with a ``document.toml``, or folders of such folders.
        key: the document key of text files that no ``document.toml`` names.
        title: their document's title.
        base_iri: where documents and measures are published.
        encoding: of the texts.
        jobs: processes that read; the result does not depend on it.
        progress: told the name of each text that has been read.

    Returns:
        The named graphs (``.dataset``), the documents read, and a summary in numbers.

    Raises:
        PolicygraphError: one line that says where, what is wrong and what to do.
    """
    texts = find_texts(_paths(paths), key=key, title=title)
    return build_graph(texts, base_iri=base_iri, encoding=encoding, jobs=jobs, progress=progress)


def read(text: str | Path, *, outline: str = DEFAULT_OUTLINE, encoding: str = "utf-8") -> Document:
    """Read one text into its tree.

    Args:
        text: a file (`Path`), or the text itself (`str`).
        outline: the name of a shipped outline.
        encoding: of the file.
    """
    source = read_file(text, encoding=encoding) if isinstance(text, Path) else read_text(text)
    return parse(source, find_outline(outline))


def coverage(*paths: str | Path, encoding: str = "utf-8") -> list[Ledger]:
    """The ledger of each text: what every character of the raw file is."""
    texts = find_texts(_paths(paths), fallback_key="text")
    return [
        account(parse(read_file(text.path, encoding=encoding), find_outline(text.document.outline)))
        for text in texts
    ]
