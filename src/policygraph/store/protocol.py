"""What every store can do, whatever engine is behind it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Protocol, Self, overload

from policygraph.core.errors import StoreError, UsageError
from policygraph.core.namespaces import IRI
from policygraph.core.terms import BlankNode, Quad, Triple, Value, encode_quad, encode_term
from policygraph.store.syntax import check_depth

if TYPE_CHECKING:
    import rdflib

MEMORY: Final = 4 * 2**30  # bytes that a query with a time limit may use beside the graph
Row = tuple[Value | None, ...]
Statement = tuple[Value, IRI, Value]  # a triple that may have blank nodes, as a `Triple` may not


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer of a SELECT.

    Attributes:
        variables: in the order of the query.
        rows: a value or ``None`` for each variable.
    """

    variables: tuple[str, ...]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class SolutionStream:
    """The answer of a SELECT while the engine still works on it.

    Attributes:
        variables: in the order of the query.
        rows: as they are found, to be taken once; taking them raises `StoreError` as a query does.
    """

    variables: tuple[str, ...]
    rows: Iterator[Row]


@dataclass(frozen=True, slots=True)
class Boolean:
    """The answer of an ASK."""

    value: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer of a CONSTRUCT or DESCRIBE."""

    triples: list[Statement]


Result = Solutions | Boolean | Graph
StreamedResult = SolutionStream | Boolean | Graph


def check_limit(seconds: float | None) -> float | None:
    """A time limit that leaves time, or none.

    Raises:
        UsageError: it does not.
    """
    if seconds is not None and seconds <= 0:
        raise UsageError("no-time", seconds=f"{seconds:g}")
    return seconds


class Limit:
    """Seconds that may be spent in waiting; endless if ``None``.

    Attributes:
        left: what is left of them.
    """

    def __init__(self, seconds: float | None) -> None:
        self.left = check_limit(seconds)

    @contextmanager
    def waiting(self) -> Iterator[float | None]:
        """Count the time of this context; gives what was left before.

        Raises:
            TimeoutError: nothing is.
        """
        if self.left is None:
            yield None
            return
        if self.left <= 0:
            raise TimeoutError
        begun = time.monotonic()
        try:
            yield self.left
        finally:
            self.left -= time.monotonic() - begun


class Store(Protocol):
    """A set of named graphs behind some engine. Use it as a context, or close it.

    The default graph of a query is the union of all named graphs. A query with a ``FROM`` or
    ``FROM NAMED`` of its own sees just the graphs that it names (SPARQL 1.1, section 13.2).

    A time limit counts the seconds in which the engine is waited for, not those in which a caller
    works on rows. A query that runs out of time is ended and the store stays usable.

    Attributes:
        read_only: whether `load` and `update` are refused.
        file: the RDF file that was read into it, while it holds just what the file says.
        folder: of a store on disk that is only read.
    """

    read_only: bool
    file: Path | None = None
    folder: Path | None = None

    @overload
    def query(
        self, sparql: str, *, timeout: float | None = None, stream: Literal[False] = False
    ) -> Result: ...
    @overload
    def query(
        self, sparql: str, *, timeout: float | None = None, stream: Literal[True]
    ) -> StreamedResult: ...
    def query(
        self, sparql: str, *, timeout: float | None = None, stream: bool = False
    ) -> Result | StreamedResult:
        """Ask a SPARQL 1.1 query.

        Args:
            sparql: a SELECT, ASK, CONSTRUCT or DESCRIBE. ``SERVICE`` is not refused here but where
                queries come in.
            timeout: seconds; the store's own limit where it is missing.
            stream: give the rows of a SELECT as they are found, none of them held.

        Raises:
            StoreError: wrong syntax, nested deeper than a parser can follow, the time is up, or the
                engine does not answer.
        """
        check_depth(sparql)
        return self._query(sparql, timeout, stream=stream)

    def _query(
        self, sparql: str, timeout: float | None, *, stream: bool
    ) -> Result | StreamedResult:
        """What an engine does for `query`."""

    def construct(self, sparql: str, *, timeout: float | None = None) -> Iterator[Statement]:
        """The triples of a CONSTRUCT or DESCRIBE as they are found, perhaps more than once.

        Raises:
            StoreError: another kind of query, or see `query`.
        """

    def match(
        self,
        subject: Value | None = None,
        predicate: IRI | None = None,
        value: Value | None = None,
    ) -> Iterator[Statement]:
        """The triples of all graphs with these terms, ``None`` standing for any, in no order.

        Raises:
            StoreError: a blank node is given to a store whose engine works elsewhere.
        """
        pattern = (subject, predicate, value)
        if any(isinstance(term, BlankNode) for term in pattern):
            raise StoreError("blank-elsewhere")
        given = zip("spo", pattern, strict=True)
        s, p, o = (f"?{name}" if term is None else encode_term(term) for name, term in given)
        return self.construct(f"CONSTRUCT {{ {s} {p} {o} }} WHERE {{ {s} {p} {o} }}")

    def is_empty(self) -> bool:
        """Whether there is no triple in it."""
        return self.query("ASK { ?s ?p ?o }") == Boolean(False)

    def graphs(self) -> list[IRI]:
        """The names of the graphs, sorted."""

    def triples(self, graph: IRI) -> Iterator[Triple]:
        """The triples of one named graph, in no particular order.

        Raises:
            StoreError: one of them has a blank node; our graphs have none.
        """

    def dump(self) -> Iterator[Quad]:
        """All quads, in no particular order; see `triples`."""
        for graph in self.graphs():
            for triple in self.triples(graph):
                yield *triple, graph

    def load(self, quads: Iterable[Quad]) -> None:
        """Add quads.

        Raises:
            StoreError: a read-only store, or the engine does not answer.
        """

    def update(self, sparql: str) -> None:
        """Run a SPARQL 1.1 update, whose patterns see what it names with GRAPH, WITH or USING.

        Raises:
            StoreError: wrong syntax, a read-only store, or the engine does not answer.
        """

    def close(self) -> None:
        """Write what is buffered and give back what the store holds open. A second time is no harm."""

    def to_rdflib(self) -> rdflib.Dataset:
        """A copy as an `rdflib.Dataset` whose default graph is the union."""
        import rdflib

        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data="".join(map(encode_quad, self.dump())), format="nquads")
        return dataset

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
