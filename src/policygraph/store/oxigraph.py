"""The embedded store: pyoxigraph, in memory or on disk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

import pyoxigraph as ox

from policygraph.core.errors import DataError, StoreError, phrase
from policygraph.core.messages import Message
from policygraph.core.namespaces import IRI, NIF, XSD
from policygraph.core.terms import BlankNode, Literal, Quad, Triple, Value, encode_quad
from policygraph.store.generations import is_generations, newest
from policygraph.store.protocol import (
    Boolean,
    Graph,
    Result,
    Row,
    Solutions,
    SolutionStream,
    Statement,
    Store,
    StreamedResult,
)
from policygraph.store.rdf import (
    OF_ONE_GRAPH,
    EngineTerms,
    rdf_format,
    rdf_suffix,
    reading,
    to_statement,
    to_value,
)
from policygraph.store.syntax import check_depth, has_dataset

if TYPE_CHECKING:
    from policygraph.store.worker import WorkerStore

# The engine keeps every integer as xsd:integer; what NIF types otherwise is typed so again.
_OFFSETS = frozenset((NIF.beginIndex, NIF.endIndex))
_TRIES = 5  # to open a store that builds bring up to date
_CHUNK = 50_000  # quads handed over at a time


def _complaint(message: str, sparql: str) -> str | Message:
    """What the engine complains of, without the list of all that it would have taken."""
    words = " ".join(message.split())
    found = re.match(r"error at (\d+):(\d+): (.*)", words)
    if found is None:
        return words
    line, column, complaint = int(found[1]), int(found[2]), found[3]
    if not complaint.startswith("expected "):
        return phrase("sparql-place", line=line, column=column, complaint=complaint)
    # Among the tokens there may be a reason in words: "Prefix not found".
    reason = re.search(r"(?<!['\"\w])[A-Z][A-Za-z]* [a-zA-Z][a-zA-Z ]+", complaint)
    if reason is not None:
        return phrase("sparql-place", line=line, column=column, complaint=reason[0])
    lines = sparql.split("\n")[line - 1 : line]
    before = lines[0][: column - 1].split() if lines else []
    key = "sparql-near" if before else "sparql-wrong"
    return phrase(key, line=line, column=column, word=before[-1] if before else "")


@contextmanager
def one_line(what: str, sparql: str) -> Iterator[None]:
    """Say of SPARQL that is evaluated in this context what is wrong with it."""
    try:
        yield
    except SyntaxError as error:
        raise StoreError(f"{what}-not-sparql", complaint=_complaint(error.msg, sparql)) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"{what}-failed", reason=str(error)) from None


def _triple(quad: ox.Quad) -> Triple:
    subject, value = to_value(quad.subject), to_value(quad.object)
    if not isinstance(subject, IRI) or isinstance(value, BlankNode):
        raise StoreError("blank-in-graph", graph=str(quad.graph_name))
    predicate = IRI(quad.predicate.value)
    if isinstance(value, Literal) and predicate in _OFFSETS:
        value = Literal(value.value, XSD.nonNegativeInteger)
    return subject, predicate, value


class OxigraphStore(Store):
    """A store of pyoxigraph's, in memory or on disk.

    Args:
        folder: where it lies on disk; in memory without one.
        file: an RDF file to read into memory; triples without a graph go into that of its IRI.
        read_only: whether it is opened for reading.

    Raises:
        StoreError: no store can be opened in the folder.
        DataError: the file is missing, not RDF, not gzip, or has wrong syntax (file, line, column).
    """

    def __init__(
        self, folder: Path | None = None, *, file: Path | None = None, read_only: bool = False
    ) -> None:
        self.read_only = read_only
        self._folder = folder
        self.folder = folder if read_only else None
        self._companion: WorkerStore | None = None  # for queries with a time limit
        try:
            if folder is None:
                self.engine = ox.Store()
            elif read_only:
                self.engine = _read_newest(folder)
            elif is_generations(folder):
                raise StoreError("store-of-builds", folder=folder)
            else:
                self.engine = ox.Store(str(folder))
        except (OSError, RuntimeError) as error:
            raise StoreError("cannot-open-store", folder=folder, reason=str(error)) from None
        if file is not None:
            self.load_file(file)
            self.file = file

    def load_file(self, path: Path) -> None:
        """Add an RDF file, packed or not; triples without a graph go into that of its IRI."""
        self.file = None
        self._end_companion()
        file_format = rdf_format(path)
        base = path.absolute().as_uri()
        own = ox.NamedNode(base) if rdf_suffix(path) in OF_ONE_GRAPH else None
        try:
            with reading(path) as packed:
                self.engine.bulk_load(
                    packed,
                    path=None if packed else str(path),
                    format=file_format,
                    base_iri=base,
                    to_graph=own,
                )
        except ValueError as error:
            raise DataError("cannot-read", path=path, reason=str(error)) from None

    def _ask(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        check_depth(sparql)
        # The union would override the graphs that a query names by itself.
        return self.engine.query(sparql, use_default_graph_as_union=not has_dataset(sparql))

    def _query(
        self, sparql: str, timeout: float | None, *, stream: bool
    ) -> Result | StreamedResult:
        if timeout is not None:
            return self._limited()._query(sparql, timeout, stream=stream)
        with one_line("query", sparql):
            answer = self._ask(sparql)
            if isinstance(answer, ox.QueryBoolean):
                return Boolean(bool(answer))
            if isinstance(answer, ox.QueryTriples):
                return Graph(list(map(to_statement, answer)))
            variables = tuple(variable.value for variable in answer.variables)
            rows = _rows(answer, sparql)
            return SolutionStream(variables, rows) if stream else Solutions(variables, list(rows))

    def construct(self, sparql: str, *, timeout: float | None = None) -> Iterator[Statement]:
        """See `Store.construct`."""
        if timeout is not None:
            yield from self._limited().construct(sparql, timeout=timeout)
            return
        with one_line("query", sparql):
            answer = self._ask(sparql)
            if not isinstance(answer, ox.QueryTriples):
                raise StoreError("no-construct")
            yield from map(to_statement, answer)

    def match(
        self,
        subject: Value | None = None,
        predicate: IRI | None = None,
        value: Value | None = None,
    ) -> Iterator[Statement]:
        """See `Store.match`."""
        term = EngineTerms().term
        s, p, o = (None if given is None else term(given) for given in (subject, predicate, value))
        yield from map(to_statement, self.engine.quads_for_pattern(s, p, o))  # type: ignore[arg-type]

    def update(self, sparql: str) -> None:
        """See `Store.update`."""
        self._about_to_change()
        with one_line("update", sparql):
            self.engine.update(sparql)

    def _about_to_change(self) -> None:
        if self.read_only:
            raise StoreError("read-only")
        self.file = None
        self._end_companion()

    def load(self, quads: Iterable[Quad]) -> None:
        """See `Store.load`."""
        self._about_to_change()
        lines: list[str] = []
        for quad in quads:
            lines.append(encode_quad(quad))
            if len(lines) == _CHUNK:
                self._load_lines(lines)
                lines.clear()
        self._load_lines(lines)

    def _load_lines(self, lines: list[str]) -> None:
        try:
            self.engine.bulk_load("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
        except (OSError, SyntaxError) as error:
            raise StoreError("data-refused", reason=str(error)) from None

    def dump(self) -> Iterator[Quad]:
        """See `Store.dump`. Triples of the default graph are in the graph ``urn:x-default``."""
        for quad in self.engine:
            graph = quad.graph_name
            name = IRI(graph.value) if isinstance(graph, ox.NamedNode) else IRI("urn:x-default")
            yield *_triple(quad), name

    def lines(self) -> list[bytes]:
        """All quads as the engine writes them in N-Quads, in no particular order."""
        out = BytesIO()
        self.engine.dump(out, ox.RdfFormat.N_QUADS)
        return out.getvalue().splitlines()

    def graphs(self) -> list[IRI]:
        """See `Store.graphs`."""
        return sorted(
            IRI(graph.value)
            for graph in self.engine.named_graphs()
            if isinstance(graph, ox.NamedNode)
        )

    def triples(self, graph: IRI) -> Iterator[Triple]:
        """See `Store.triples`."""
        for quad in self.engine.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            yield _triple(quad)

    def close(self) -> None:
        """See `Store.close`."""
        self._end_companion()
        if not self.read_only:
            self.engine.flush()

    def _limited(self) -> WorkerStore:
        """This store in processes that can be ended; it is copied once for any number of queries."""
        if self._companion is None:
            from policygraph.store.worker import WorkerStore

            engine, folder = self.engine, self._folder
            if folder is None:
                self._companion = WorkerStore(lambda: _written_out(engine))
            elif self.read_only:
                self._companion = WorkerStore(lambda: nullcontext(folder), is_folder=True)
            else:
                raise StoreError("no-limit-while-writing")
        return self._companion

    def _end_companion(self) -> None:
        if self._companion is not None:
            self._companion.close()
            self._companion = None


def _read_newest(folder: Path) -> ox.Store:
    """Open a store on disk for reading; where builds keep it, what the last of them has left."""
    for left in reversed(range(_TRIES)):
        now = newest(folder)
        try:
            return ox.Store.read_only(str(now))
        except (OSError, RuntimeError):  # builds have gone on in the meantime
            if not left or newest(folder) == now:
                raise
    raise AssertionError


@contextmanager
def _written_out(engine: ox.Store) -> Iterator[Path]:
    with NamedTemporaryFile(suffix=".nq") as out:
        engine.dump(out, ox.RdfFormat.N_QUADS)
        out.flush()
        yield Path(out.name)


def _rows(answer: ox.QuerySolutions, sparql: str) -> Iterator[Row]:
    with one_line("query", sparql):
        for solution in answer:
            yield tuple(None if term is None else to_value(term) for term in solution)
