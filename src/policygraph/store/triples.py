"""Triples in memory with their terms as they are written.

pyoxigraph's store keeps numbers and booleans by value: ``"1"^^xsd:boolean`` comes back as ``true``
and an ``xsd:nonNegativeInteger`` as an ``xsd:integer``. What is held against ``sh:datatype``, and
shapes themselves, must not pass through it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import pyoxigraph as ox

from policygraph.store.rdf_file import parse

# Our graphs hold no RDF 1.2 triple terms; the engine's types allow them.
Node = ox.NamedNode | ox.BlankNode | ox.Triple
Term = Node | ox.Literal
_PLAIN = (".nt", ".ttl")  # a compiled validator reads these itself


class Triples:
    """A small graph, indexed by subject, predicate and object."""

    def __init__(self, triples: Iterable[ox.Triple] = ()) -> None:
        self._all: dict[ox.Triple, None] = {}
        self._by: tuple[dict[object, dict[ox.Triple, None]], ...] = (
            defaultdict(dict), defaultdict(dict), defaultdict(dict),
        )  # fmt: skip
        for triple in triples:
            self.add(triple)

    def add(self, triple: ox.Triple) -> None:
        """Add a triple; one that is there already changes nothing."""
        self._all[triple] = None
        for index, term in zip(self._by, triple, strict=True):
            index[term][triple] = None

    def remove(self, triple: ox.Triple) -> None:
        """Take a triple away, if it is there."""
        self._all.pop(triple, None)
        for index, term in zip(self._by, triple, strict=True):
            index[term].pop(triple, None)

    def match(
        self, subject: Term | None, predicate: ox.NamedNode | None, value: Term | None
    ) -> list[ox.Triple]:
        """The triples with these terms; ``None`` stands for any."""
        given = [
            (i, term) for i, term in enumerate((subject, predicate, value)) if term is not None
        ]
        if not given:
            return list(self._all)
        found = min((self._by[i].get(term, {}) for i, term in given), key=len)
        return [t for t in found if all(tuple(t)[i] == term for i, term in given)]

    def __iter__(self) -> Iterator[ox.Triple]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


def parse_file(path: Path) -> Iterator[ox.Triple]:
    """The triples of an RDF file, in whatever graph they stand.

    Raises:
        DataError: not an RDF file, or wrong syntax (file, line, column).
    """
    for quad in parse(path, base=path.absolute().as_uri()):
        yield quad.triple


@dataclass(frozen=True, slots=True)
class Data:
    """What is validated.

    Attributes:
        store: the graph, for queries.
        file: where it was read from; its terms are then as the file writes them.
    """

    store: ox.Store
    file: Path | None = None

    @contextmanager
    def triples(self) -> Iterator[Path]:
        """All triples in a file of N-Triples or Turtle, whatever graph they stand in."""
        if self.file is not None and self.file.suffix.lower() in _PLAIN:
            yield self.file
            return
        with NamedTemporaryFile(suffix=".nt") as file:
            if self.file is not None:
                ox.serialize(parse_file(self.file), file, ox.RdfFormat.N_TRIPLES)
            else:
                for graph in (ox.DefaultGraph(), *self.store.named_graphs()):
                    self.store.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=graph)
            file.flush()
            yield Path(file.name)
