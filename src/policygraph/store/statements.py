"""Triples with their terms as they are written, blank nodes among them, for what validates them.

An engine keeps numbers and booleans by value: ``"1"^^xsd:boolean`` comes back as ``true`` and an
``xsd:nonNegativeInteger`` as an ``xsd:integer``. What is held against ``sh:datatype``, and shapes
themselves, must not pass through it. No term here is an engine's: a validator

- reads its shapes with `read_statements` into `Statements` and walks them with `Statements.match`,
  sorting by `encode_term` or `encode_statement` where an order is needed;
- looks at the data with `Store.match` (focus nodes, labels) and `Store.query` (SPARQL constraints),
  of `policygraph.store.embedded(store)` where it looks often;
- hands `triples_file(store)` to a validator that reads files;
- writes with `statements_text`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

import pyoxigraph as ox

from policygraph.core.namespaces import IRI
from policygraph.core.terms import Value, encode_term
from policygraph.store.oxigraph import OxigraphStore
from policygraph.store.protocol import Statement, Store
from policygraph.store.rdf import parse

_PLAIN = (".nt", ".ttl")  # a compiled validator reads these itself


def encode_statement(statement: Statement) -> str:
    """A statement as a line of N-Triples."""
    subject, predicate, value = statement
    return f"{encode_term(subject)} <{predicate}> {encode_term(value)} .\n"


class Statements:
    """A small graph in memory, indexed by subject, predicate and object; each triple once."""

    def __init__(self, statements: Iterable[Statement] = ()) -> None:
        self._all: dict[Statement, None] = {}
        self._by: tuple[dict[Value, dict[Statement, None]], ...] = (
            defaultdict(dict), defaultdict(dict), defaultdict(dict),
        )  # fmt: skip
        for statement in statements:
            self.add(statement)

    def add(self, statement: Statement) -> None:
        """Add a triple; one that is there already changes nothing."""
        self._all[statement] = None
        for index, term in zip(self._by, statement, strict=True):
            index[term][statement] = None

    def remove(self, statement: Statement) -> None:
        """Take a triple away, if it is there."""
        self._all.pop(statement, None)
        for index, term in zip(self._by, statement, strict=True):
            index[term].pop(statement, None)

    def match(
        self,
        subject: Value | None = None,
        predicate: IRI | None = None,
        value: Value | None = None,
    ) -> list[Statement]:
        """The triples with these terms, ``None`` standing for any, in the order they were added."""
        pattern = (subject, predicate, value)
        given = [(i, term) for i, term in enumerate(pattern) if term is not None]
        if not given:
            return list(self._all)
        found = min((self._by[i].get(term, {}) for i, term in given), key=len)
        return [s for s in found if all(s[i] == term for i, term in given)]

    def __iter__(self) -> Iterator[Statement]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


@contextmanager
def triples_file(store: Store) -> Iterator[Path]:
    """All triples of a store in a file of N-Triples or Turtle, whatever graph they stand in.

    They are as the file writes them that the store was read from, where there is one.
    """
    if store.file is not None and store.file.suffix.lower() in _PLAIN:
        yield store.file
        return
    with NamedTemporaryFile(suffix=".nt") as out:
        if store.file is not None:
            triples = (quad.triple for quad in parse(store.file))
            ox.serialize(triples, out, ox.RdfFormat.N_TRIPLES)
        elif isinstance(store, OxigraphStore):
            for graph in (ox.DefaultGraph(), *store.engine.named_graphs()):
                store.engine.dump(out, ox.RdfFormat.N_TRIPLES, from_graph=graph)
        else:
            out.writelines(encode_statement(statement).encode() for statement in store.match())
        out.flush()
        yield Path(out.name)
