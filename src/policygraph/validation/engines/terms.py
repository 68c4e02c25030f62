"""Terms on their way between engines, and the union of a store as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import pyoxigraph as ox

from policygraph.namespaces import IRI
from policygraph.rdf import BlankNode, Value
from policygraph.store.oxigraph import to_value

_ONE_PREDICATE = re.compile(r"<[^<>]*>")


@lru_cache(maxsize=4096)
def parse_term(written: str) -> Value:
    """A term in N-Triples' notation."""
    if written.startswith("<"):
        return IRI(written[1:-1])
    if written.startswith("_:"):
        return BlankNode(written[2:])
    (quad,) = ox.parse(f"<urn:s> <urn:p> {written} .", format=ox.RdfFormat.N_TRIPLES)
    return to_value(quad.object)


def one_predicate(path: str | None) -> str | None:
    """A path if it is a single predicate; any other is told by its shape."""
    return path if path is not None and _ONE_PREDICATE.fullmatch(path) else None


def _graphs(data: ox.Store) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
    return [ox.DefaultGraph(), *data.named_graphs()]


@contextmanager
def triples_file(data: ox.Store) -> Iterator[Path]:
    """All triples of a store in a temporary file of N-Triples, whatever graph they stand in."""
    with NamedTemporaryFile(suffix=".nt") as file:
        for graph in _graphs(data):
            data.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=graph)
        file.flush()
        yield Path(file.name)


def triples_bytes(data: ox.Store) -> bytes:
    """All triples of a store as N-Triples, whatever graph they stand in."""
    return b"".join(
        data.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b"" for graph in _graphs(data)
    )
