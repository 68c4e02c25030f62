"""What every store can do, whatever engine is behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from policygraph.core.namespaces import IRI
from policygraph.core.terms import Quad, Triple, Value

if TYPE_CHECKING:
    import rdflib


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer of a SELECT.

    Attributes:
        variables: in the order of the query.
        rows: a value or ``None`` for each variable.
    """

    variables: tuple[str, ...]
    rows: list[tuple[Value | None, ...]]


@dataclass(frozen=True, slots=True)
class Boolean:
    """The answer of an ASK."""

    value: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer of a CONSTRUCT or DESCRIBE."""

    triples: list[tuple[Value, IRI, Value]]


Result = Solutions | Boolean | Graph


class Store(Protocol):
    """A set of named graphs. The default graph of a query is the union of them all."""

    def query(self, sparql: str) -> Result:
        """Ask a SPARQL 1.1 query.

        Raises:
            StoreError: wrong syntax, or the engine does not answer.
        """

    def update(self, sparql: str) -> None:
        """Run a SPARQL 1.1 update.

        Raises:
            StoreError: wrong syntax, a read-only store, or the engine does not answer.
        """

    def load(self, quads: Iterable[Quad]) -> None:
        """Add quads.

        Raises:
            StoreError: a read-only store, or the engine does not answer.
        """

    def dump(self) -> Iterator[Quad]:
        """All quads, in no particular order."""

    def graphs(self) -> list[IRI]:
        """The names of the graphs, sorted."""

    def triples(self, graph: IRI) -> Iterator[Triple]:
        """The triples of one named graph, in no particular order."""

    def to_rdflib(self) -> rdflib.Dataset:
        """A copy as an `rdflib.Dataset` whose default graph is the union."""

    def close(self) -> None:
        """Give back what the store holds open."""
