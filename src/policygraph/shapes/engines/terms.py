"""Terms on their way from the compiled validator."""

from __future__ import annotations

import re
from functools import lru_cache

import pyoxigraph as ox

from policygraph.core.namespaces import IRI
from policygraph.core.terms import BlankNode, Value
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
