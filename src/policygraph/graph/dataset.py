"""Quads in named graphs, none of them twice."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from policygraph.core.errors import DataError
from policygraph.core.namespaces import IRI
from policygraph.core.reading_order import predicate_key, subject_key
from policygraph.core.terms import Quad, Term, Triple


@contextmanager
def collection_paused() -> Iterator[None]:
    """Pause the search for reference cycles.

    A build makes millions of tuples and no cycle; the collector would take a third of its time to
    find that out. What is no longer used is given back all the same, by its reference count.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
                    "triple-in-two-graphs",
                    triple=" ".join(map(str, triple)),
                    first=first,
                    second=name,
                )
            seen |= self.graphs[name]

    def __len__(self) -> int:
        return sum(map(len, self.graphs.values()))

    def quads(self) -> Iterator[Quad]:
        """All quads, sorted by graph, subject, predicate and object, in reading order."""
        for name in sorted(self.graphs):
            for subject, pairs in in_reading_order(self.graphs[name]):
                for predicate, value in pairs:
                    yield subject, predicate, value, name


@collection_paused()
def in_reading_order(triples: Iterable[Triple]) -> list[tuple[IRI, list[tuple[IRI, Term]]]]:
    """The subjects of some triples in order, each with its properties and values in order.

    Sorting the subjects and then the few triples of each takes a fraction of the time of sorting
    all triples.
    """
    keys: dict[IRI, str] = {}
    described: dict[IRI, list[tuple[str, Term]]] = defaultdict(list)
    for subject, predicate, value in triples:
        key = keys.get(predicate)
        if key is None:
            key = keys[predicate] = predicate_key(predicate)
        described[subject].append((key, value))
    predicates = {key: predicate for predicate, key in keys.items()}
    ordered = []
    for subject in sorted(described, key=subject_key):
        pairs = described.pop(subject)
        try:
            pairs.sort()
        except TypeError:  # one property has IRIs and literals, which do not compare
            pairs.sort(key=_order)
        ordered.append((subject, [(predicates[key], value) for key, value in pairs]))
    return ordered


def _order(pair: tuple[str, Term]) -> tuple[str, bool, tuple[str, ...]]:
    predicate, value = pair
    if isinstance(value, IRI):
        return predicate, False, (value,)
    return predicate, True, tuple(value)
