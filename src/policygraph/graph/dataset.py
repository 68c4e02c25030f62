"""Quads in named graphs, none of them twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policygraph.errors import DataError
from policygraph.namespaces import IRI
from policygraph.rdf import Quad, Triple


class Dataset:
    """Named graphs, each a set of triples. No triple may stand in two of them."""

    def __init__(self) -> None:
        self.graphs: dict[IRI, set[Triple]] = {}

    def graph(self, name: IRI) -> set[Triple]:
        """The graph of that name, made when it is first asked for."""
        return self.graphs.setdefault(name, set())

    def add(self, name: IRI, triples: Iterable[Triple]) -> None:
        """Add triples to a named graph."""
        self.graph(name).update(triples)

    def check_disjoint(self) -> None:
        """Check that no triple stands in two named graphs.

        Engines count a union differently: pyoxigraph and Virtuoso twice, rdflib once.

        Raises:
            DataError: one does; the first in order is named.
        """
        names = sorted(self.graphs)
        seen: set[Triple] = set()
        for name in names:
            shared = seen & self.graphs[name]
            if shared:
                triple = min(shared, key=str)
                first = next(n for n in names if triple in self.graphs[n])
                raise DataError(
                    f"the triple {' '.join(map(str, triple))} stands in two graphs,"
                    f" {first} and {name}"
                )
            seen |= self.graphs[name]

    def __len__(self) -> int:
        return sum(map(len, self.graphs.values()))

    def quads(self) -> Iterator[Quad]:
        """All quads, sorted by graph, subject, predicate and object."""
        for name in sorted(self.graphs):
            for subject, predicate, value in sorted(self.graphs[name], key=_order):
                yield subject, predicate, value, name


def _order(triple: Triple) -> tuple[str, str, bool, tuple[str, ...]]:
    subject, predicate, value = triple
    if isinstance(value, IRI):
        return subject, predicate, False, (value,)
    return subject, predicate, True, tuple(value)
