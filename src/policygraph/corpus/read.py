"""Read and annotate the texts of a corpus, in one process or several."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from policygraph.annotation import Annotations, Lexicon, annotate, read_lexicon
from policygraph.annotation.matcher import Matcher
from policygraph.core.errors import PolicygraphError, SourceError, UsageError
from policygraph.core.namespaces import iri_step
from policygraph.core.resources import ontology_files, vocabulary_files
from policygraph.corpus.description import TextFile
from policygraph.corpus.reading import Reading
from policygraph.document import Document, find_outline, parse
from policygraph.sources import read_file

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything that reading and annotating a text needs, loaded once."""

    lexicon: Lexicon
    matcher: Matcher

    @classmethod
    def load(cls) -> Reader:
        """Load the shipped vocabulary."""
        lexicon = read_lexicon([*ontology_files(), *vocabulary_files()])
        return cls(lexicon, Matcher(lexicon))

    def read(self, text: TextFile, encoding: str) -> tuple[Document, Annotations]:
        """Read, outline and annotate one text."""
        outline = find_outline(text.document.outline)
        source = read_file(text.path, encoding=encoding)
        document = parse(source, outline, text_key=text.key or iri_step(text.path.stem))
        return document, annotate(document, self.lexicon, self.matcher, outline.signs)


_worker: Reader | None = None


def _start_worker() -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    _worker = Reader.load()


def _work(task: tuple[TextFile, str]) -> tuple[Document, Annotations]:
    if _worker is None:  # pragma: no cover - the pool's initializer has run
        raise RuntimeError("the worker was not started")
    return _worker.read(*task)


def _results(
    texts: list[TextFile], encoding: str, jobs: int
) -> Iterator[tuple[Document, Annotations]]:
    if jobs == 1 or len(texts) == 1:
        reader = Reader.load()
        yield from (reader.read(text, encoding) for text in texts)
        return
    pool = ProcessPoolExecutor(
        min(jobs, len(texts)), mp_context=get_context("spawn"), initializer=_start_worker
    )
    try:
        yield from pool.map(_work, [(text, encoding) for text in texts])
    except BrokenProcessPool:
        raise PolicygraphError(
            "the processes that read could not be started or were stopped; read with one job"
            " (in a script of your own, several need: if __name__ == '__main__')"
        ) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def read_corpus(
    texts: list[TextFile], *, encoding: str = "utf-8", jobs: int = 1, progress: Progress
) -> list[Reading]:
    """Read and annotate the texts of a corpus.

    Args:
        texts: at least one.
        encoding: of all of them.
        jobs: processes; the result does not depend on it.
        progress: told the name of each text when it has been read.

    Returns:
        The readings, in the order of document key and text key.

    Raises:
        SourceError: a text that cannot be read, or a document without a measure or target.
        UsageError: the same document and chapter twice.
    """
    readings = []
    for text, (document, found) in zip(texts, _results(texts, encoding, jobs), strict=True):
        key = text.key or _own_key(text, document)
        readings.append(Reading(text.document, key, document, found))
        progress(str(text.path))
    readings.sort(key=lambda r: (r.description.key, _natural(r.key), r.document.source.name))
    _check_distinct(readings)
    _check_not_empty(readings)
    return readings


def _natural(key: str) -> tuple[int, str]:
    return (int(key), "") if key.isdecimal() else (1 << 30, key)


def _own_key(text: TextFile, document: Document) -> str:
    numbers = [part.number for part in document.parts if part.kind == "chapter"]
    return numbers[0] if numbers else iri_step(text.path.stem)


def _check_distinct(readings: list[Reading]) -> None:
    seen: dict[tuple[str, ...], Reading] = {}
    for reading in readings:
        claims = {(reading.description.key, "text", reading.key)} | {
            (reading.description.key, *part.path) for part in reading.document.walk()
        }
        for claim in sorted(claims):
            if claim in seen:
                first = seen[claim].document.source.name
                raise UsageError(
                    f"{reading.document.source.name}: has part {'/'.join(claim[1:])} of document"
                    f" {claim[0]}, and so has {first}; give each chapter once, or another --key"
                )
        seen |= dict.fromkeys(claims, reading)


def _check_not_empty(readings: list[Reading]) -> None:
    filled = {r.description.key for r in readings if r.document.occurrences}
    for reading in readings:
        if reading.description.key not in filled:
            raise SourceError(
                reading.document.source.name,
                "no measures found: no bullet stands where the outline"
                f" {reading.description.outline!r} expects one; of a text of another series a"
                " document.toml beside it names the outline (docs/adding-a-document.md)",
            )
