"""The graph to export, read as a stream and held sorted on disk, never whole in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox

from policygraph.core.errors import DataError
from policygraph.core.namespaces import IRI
from policygraph.core.terms import BlankNode, Quad, Triple
from policygraph.store import empty_graph, open_store
from policygraph.store.oxigraph import to_value
from policygraph.store.rdf_file import parse
from policygraph.store.records import (
    quad_record,
    read_quad_record,
    read_triple_record,
    triple_record,
)
from policygraph.store.sorting import SortedLines


def read_quads(location: str | Path) -> Iterator[Quad]:
    """The quads of a graph, in no particular order.

    Args:
        location: as `open_store` takes it. Files are read as a stream. Triples without a graph are in the graph of their file's IRI.

    Raises:
        DataError: missing, not RDF, wrong syntax (file, line, column), with blank nodes, or empty.
        StoreError: no store there, or it does not answer.
    """
    found = False
    for quad in _read(location):
        found = True
        yield quad
    if not found:
        raise empty_graph(location)


def _read(location: str | Path) -> Iterator[Quad]:
    """The quads of a file, a folder or an endpoint."""
    if not _is_url(location):
        path = Path(location)
        if path.is_dir() and (path / "policygraph.trig").exists():
            path = path / "policygraph.trig"
        if not path.is_dir():
            yield from _read_file(path)
            return
    store = open_store(location)
    try:
        yield from store.dump()
    finally:
        store.close()


def _is_url(location: str | Path) -> bool:
    return isinstance(location, str) and location.startswith(("http://", "https://"))


def _read_file(path: Path) -> Iterator[Quad]:
    own = IRI(path.absolute().as_uri())
    for quad in parse(path):
        yield _quad(quad, own, path)


def _quad(quad: ox.Quad, own: IRI, path: Path) -> Quad:
    subject, value = to_value(quad.subject), to_value(quad.object)
    if not isinstance(subject, IRI) or isinstance(value, BlankNode):
        blank = value if isinstance(subject, IRI) else subject
        raise DataError(f"{path}: holds the blank node _:{blank}; give it an IRI")
    graph = quad.graph_name
    return (
        subject,
        IRI(quad.predicate.value),
        value,
        IRI(graph.value) if isinstance(graph, ox.NamedNode) else own,
    )


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
    def read(cls, location: str | Path) -> SortedGraph:
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
