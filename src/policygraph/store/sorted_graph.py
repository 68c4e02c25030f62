"""A graph that is read as a stream and held sorted on disk, never whole in memory."""

from __future__ import annotations

import heapq
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import IO

from policygraph.core.namespaces import IRI
from policygraph.core.reading_order import predicate_key, predicate_of, subject_key, subject_of
from policygraph.core.terms import Literal, Quad, Term, Triple, encode_term
from policygraph.store.open import PATIENCE, empty_graph, open_store, rdf_file_of
from policygraph.store.rdf import read_file_quads, write_quads, write_triples

# Separators and escapes lie below every character an IRI may have, so that they never disturb
# the order: a tab between terms, \x01 between the parts of a literal, \x02 before an escape.
_ESCAPES = {"\x01": "\x02a", "\x02": "\x02b", "\t": "\x02t", "\n": "\x02n", "\r": "\x02r"}
_UNESCAPES = {escaped[1]: plain for plain, escaped in _ESCAPES.items()}
_SPECIAL = re.compile("[\x01\x02\t\n\r]")
_ESCAPED = re.compile("\x02(.)")


def _encode(term: Term) -> str:
    if isinstance(term, IRI):
        return f"0{term}"
    value = term.value
    if _SPECIAL.search(value):
        value = _SPECIAL.sub(lambda found: _ESCAPES[found[0]], value)
    return f"1{value}\x01{term.datatype}\x01{term.language}"


def _decode(words: str) -> Term:
    if words[0] == "0":
        return IRI(words[1:])
    value, datatype, language = words[1:].split("\x01")
    if "\x02" in value:
        value = _ESCAPED.sub(lambda found: _UNESCAPES[found[1]], value)
    return Literal(value, IRI(datatype), language)


# Subjects come in runs, and predicates, graphs and many values again and again.
_KEPT = 1 << 12  # of each
_encoded, _decoded = lru_cache(_KEPT)(_encode), lru_cache(_KEPT)(_decode)
_subject_key, _subject_of = lru_cache(_KEPT)(subject_key), lru_cache(_KEPT)(subject_of)
_predicate_key, _predicate_of = lru_cache(_KEPT)(predicate_key), lru_cache(_KEPT)(predicate_of)
_iri = lru_cache(_KEPT)(IRI)


def quad_record(quad: Quad) -> str:
    """A quad as a line that sorts by graph, subject, predicate and object, in reading order."""
    subject, predicate, value, graph = quad
    return f"{graph}\t{_subject_key(subject)}\t{_predicate_key(predicate)}\t{_encoded(value)}\n"


def triple_record(triple: Triple) -> str:
    """A triple as a line that sorts by subject, predicate and object, in reading order."""
    subject, predicate, value = triple
    return f"{_subject_key(subject)}\t{_predicate_key(predicate)}\t{_encoded(value)}\n"


def read_quad_record(line: str) -> Quad:
    """The quad of a line."""
    graph, subject, predicate, value = line[:-1].split("\t")
    return _subject_of(subject), _predicate_of(predicate), _decoded(value), _iri(graph)


def read_triple_record(line: str) -> Triple:
    """The triple of a line."""
    subject, predicate, value = line[:-1].split("\t")
    return _subject_of(subject), _predicate_of(predicate), _decoded(value)


@lru_cache(_KEPT)
def _subject_words(key: str) -> str:
    return f"<{subject_of(key)}>"


@lru_cache(_KEPT)
def _predicate_words(key: str) -> str:
    return f"<{predicate_of(key)}>"


@lru_cache(_KEPT)
def _value_words(words: str) -> str:
    return encode_term(_decode(words))


def nquads_line(line: str) -> bytes:
    """The line of N-Quads of a line of `quad_record`."""
    graph, subject, predicate, value = line[:-1].split("\t")
    return f"{_subject_words(subject)} {_predicate_words(predicate)} {_value_words(value)} <{graph}> .\n".encode()


_RUN = 200_000  # lines held in memory at a time: about 100 MB of ours
_FAN_IN = 64  # runs merged at a time, each an open file


class SortedLines:
    """Distinct lines in order, on disk; they can be read any number of times.

    Lines that come in order are one run, however many they are: a graph that a build wrote is
    sorted already, and is only written through.

    Args:
        lines: each ends in a line feed and holds no other.
        folder: an existing folder for the runs, which stay until it goes.
        name: of the runs, different for each sort in one folder.
        run: lines sorted in memory at a time.
    """

    def __init__(self, lines: Iterable[str], folder: Path, name: str, *, run: int = _RUN) -> None:
        self._folder, self._name = folder, name
        self._count = 0
        self._runs = self._write_runs(lines, run)
        while len(self._runs) > _FAN_IN:
            self._runs = [
                self._merge_to_disk(self._runs[begin : begin + _FAN_IN])
                for begin in range(0, len(self._runs), _FAN_IN)
            ]

    def _new_run(self) -> Path:
        self._count += 1
        return self._folder / f"{self._name}.{self._count}"

    def _write_runs(self, lines: Iterable[str], size: int) -> list[Path]:
        runs: list[Path] = []
        held: list[str] = []
        last = ""

        def write() -> None:
            nonlocal last
            held.sort()
            follows = bool(runs) and held[0] >= last
            if not follows:
                runs.append(self._new_run())
            with runs[-1].open("a" if follows else "w", encoding="utf-8", newline="\n") as out:
                out.writelines(held)
            last = held[-1]
            held.clear()

        for line in lines:
            held.append(line)
            if len(held) == size:
                write()
        if held:
            write()
        return runs

    def _merge_to_disk(self, runs: list[Path]) -> Path:
        path = self._new_run()
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(_merged(runs))
        for run in runs:
            run.unlink()
        return path

    def __iter__(self) -> Iterator[str]:
        previous = ""
        for line in _merged(self._runs):
            if line != previous:
                yield line
                previous = line


def _merged(runs: list[Path]) -> Iterator[str]:
    with ExitStack() as files:
        opened = [files.enter_context(run.open(encoding="utf-8", newline="\n")) for run in runs]
        yield from heapq.merge(*opened) if len(opened) > 1 else iter(opened[0] if opened else ())


def read_quads(location: str | Path | None) -> Iterator[Quad]:
    """The quads of a graph as a stream, in no particular order, with their values as a file writes them.

    Args:
        location: as `open_store` takes it. Triples without a graph are in the graph of their file's IRI.

    Raises:
        DataError: missing, not RDF, wrong syntax (file, line, column), with blank nodes, or empty.
        StoreError: no store there, or it does not answer.
    """
    file = rdf_file_of(location)
    found = False
    for quad in _stored(location) if file is None else read_file_quads(file):
        found = True
        yield quad
    if not found:
        raise empty_graph(location)


def _stored(location: str | Path | None) -> Iterator[Quad]:
    with open_store(location, may_be_empty=True, patience=PATIENCE) as store:
        yield from store.dump()


class SortedGraph:
    """A graph, sorted on disk. Use it as a context: its files go when it ends.

    Args:
        quads: in any order.
        run: quads sorted in memory at a time.
    """

    def __init__(self, quads: Iterable[Quad], *, run: int = 200_000) -> None:
        self._run = run  # a small one shows in tests what a big graph does
        self._folder = tempfile.TemporaryDirectory(prefix="policygraph-export-")
        self._triples: SortedLines | None = None
        try:
            self._quads = SortedLines(
                map(quad_record, quads), Path(self._folder.name), "quads", run=run
            )
        except BaseException:
            self._folder.cleanup()
            raise

    @classmethod
    def read(cls, location: str | Path | None) -> SortedGraph:
        """Read and sort a graph; see `read_quads`."""
        return cls(read_quads(location))

    def __enter__(self) -> SortedGraph:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._folder.cleanup()

    def write(self, out: IO[bytes], format_: str) -> None:
        """Write it: the named graphs as ``trig`` or ``nquads``, all together as any other format.

        Raises:
            DataError: the format cannot hold a value (a control character in RDF/XML).
        """
        if format_ == "nquads":
            out.writelines(map(nquads_line, self._quads))
        elif format_ == "trig":
            write_quads(self.quads(), out, format_)
        else:
            write_triples(self.triples(), out, format_)

    def lines(self) -> Iterator[str]:
        """All quads as sorted lines; see `policygraph.store.records`."""
        return iter(self._quads)

    def quads(self) -> Iterator[Quad]:
        """All quads, sorted by graph, subject, predicate and object."""
        return map(read_quad_record, self._quads)

    def triples(self) -> Iterator[Triple]:
        """The triples of all graphs together, each once, sorted."""
        if self._triples is None:
            lines = (triple_record(quad[:3]) for quad in self.quads())
            folder = Path(self._folder.name)
            self._triples = SortedLines(lines, folder, "triples", run=self._run)
        return map(read_triple_record, self._triples)

    def graphs(self) -> Iterator[tuple[IRI, Iterator[Triple]]]:
        """Each graph's name and its triples, sorted; take them before the next graph."""
        for name, quads in groupby(self.quads(), key=lambda quad: quad[3]):
            yield name, (quad[:3] for quad in quads)


@contextmanager
def sorted_triples(triples: Iterable[Triple]) -> Iterator[Callable[[], Iterator[Triple]]]:
    """Triples sorted on disk, each once, as often as they are asked for in this context."""
    with tempfile.TemporaryDirectory(prefix="policygraph-sorted-") as folder:
        lines = SortedLines(map(triple_record, triples), Path(folder), "triples")
        yield lambda: map(read_triple_record, lines)
