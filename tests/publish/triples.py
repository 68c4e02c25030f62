"""Compare serialisations by what they say."""

from __future__ import annotations

import pyoxigraph as ox


def as_lines(ntriples: bytes) -> set[str]:
    """The triples of N-Triples, one string each, whatever escapes and spaces it uses."""
    return {str(quad.triple) for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES)}
