"""The Python interface to reading: what the commands do, as functions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from policygraph.annotation import Annotations, Annotator
from policygraph.core.errors import Errors
from policygraph.core.resources import corpus_folders, find_vocabulary
from policygraph.corpus.description import DEFAULT_OUTLINE, find_texts
from policygraph.corpus.reading import Progress, Reader, read_document, read_excerpt
from policygraph.corpus.runners import find_runner
from policygraph.document import Document, Ledger, account, outline_for, parse
from policygraph.graph import BuiltGraph, build_graph
from policygraph.sources import SourceText, read_file, read_text


def _ignore(_: str) -> None:
    """Report no progress."""


def _paths(paths: Iterable[str | Path]) -> list[Path]:
    return [Path(path) for path in paths] or list(corpus_folders())


def _source(text: str | Path, encoding: str) -> SourceText:
    return read_file(text, encoding=encoding) if isinstance(text, Path) else read_text(text)


def build(
    *paths: str | Path,
    key: str | None = None,
    title: str | None = None,
    outline: str | None = None,
    base_iri: str | None = None,
    encoding: str = "utf-8",
    vocabulary: str | Path | None = None,
    jobs: int = 1,
    runner: str | None = None,
    progress: Progress = _ignore,
) -> BuiltGraph:
    """Build the graph of some texts; without paths, of the shipped corpus.

    >>> policygraph.build().summary.measures
    54

    Args:
        paths: files, folders with a ``document.toml``, or folders of such folders.
        key: the document key of files that no ``document.toml`` names.
        title: their document's title.
        outline: the outline of all texts, whatever their documents say: a shipped one, a file, or ``draft``
            for one that is drafted from each text. Of a text that no ``document.toml`` names the one that
            reads it best counts.
        base_iri: where documents and measures are published.
        encoding: of plain texts.
        vocabulary: a folder of Turtle files that are added to the shipped ones, or stand in the
            place of those of the same name.
        jobs: texts that are read at a time; the result does not depend on it.
        runner: the name of what has them read, such as ``processes`` or another package's.
        progress: told the name of each text that has been read.

    Returns:
        The named graphs (``.dataset``), the documents read, and a summary in numbers.

    Raises:
        PolicygraphError: one line that says where, what is wrong and what to do; where several things
            are wrong, `SeveralErrors` with a line each. A fault inside a text costs the unit that it stands
            in and is one of ``summary.problems``.
    """
    errors = Errors()
    texts = find_texts(_paths(paths), key=key, title=title, outline=outline, errors=errors)
    return build_graph(
        texts,
        reader=Reader(find_vocabulary(Path(vocabulary)) if vocabulary else None, encoding),
        runner=find_runner(runner, texts=len(texts), jobs=jobs),
        jobs=jobs,
        base_iri=base_iri,
        progress=progress,
        errors=errors,
    )


def read(text: str | Path, *, outline: str = DEFAULT_OUTLINE, encoding: str = "utf-8") -> Document:
    """Read one text into its tree.

    >>> document = policygraph.read("［Ｃ］重きを置くべき取組\\n・中小企業を支援する。【経済産業省】")
    >>> [document.words(*item.segments) for item in document.occurrences]
    ['中小企業を支援する。']

    Args:
        text: a file (`Path`), or the text itself (`str`).
        outline: the name of a shipped outline, a file, ``draft``, or empty for the one that reads it best.
        encoding: of the file, where it is a plain text.

    Raises:
        PolicygraphError: the file cannot be read. Faults inside the text are its ``problems``.
    """
    source = _source(text, encoding)
    return parse(source, outline_for(outline, source))


def annotate(
    text: str | Path,
    *,
    outline: str = "",
    encoding: str = "utf-8",
    vocabulary: str | Path | None = None,
) -> Annotations:
    """Find what any text speaks of; it may lack headings, bullets and its last full stop.

    >>> found = policygraph.annotate("・中小企業を支援する。【経済産業省】")
    >>> [(mention.recogniser, mention.meanings[0].rpartition("/")[2]) for mention in found.mentions]
    [('concepts', 'sme'), ('predicates', 'support'), ('responsibility', 'meti')]

    Args:
        text: a file (`Path`), or the text itself (`str`).
        outline: see `read`; empty also for bullets without headings.
        encoding: of the file, where it is a plain text.
        vocabulary: see `build`.

    Raises:
        PolicygraphError: the file cannot be read. Faults inside the text are ``document.problems`` of what is
            returned.
    """
    document, series = read_excerpt(_source(text, encoding), outline)
    annotator = Annotator.load(find_vocabulary(Path(vocabulary)) if vocabulary else None)
    return annotator.annotate(document, series.signs)


def coverage(
    *paths: str | Path, outline: str | None = None, encoding: str = "utf-8"
) -> list[Ledger]:
    """The ledger of each text: what every character of the raw file is.

    >>> [ledger.unexplained for ledger in policygraph.api.coverage()]
    [[]]

    Args:
        paths: see `build`.
        outline: see `build`.
        encoding: of plain texts.

    Raises:
        PolicygraphError: see `read`.
    """
    texts = find_texts(_paths(paths), fallback_key="text", outline=outline)
    return [account(read_document(text, encoding)) for text in texts]
