"""The RDF serialisations, written as a stream from a sorted graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

import pyoxigraph as ox

from policygraph.core.errors import DataError
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import Quad, Triple, encode_quad, encode_triple
from policygraph.store.sorted_graph import SortedGraph

_CHUNK = 20_000


def _parsed(lines: Iterable[str], file_format: ox.RdfFormat) -> Iterator[ox.Quad]:
    """Lines of N-Quads or N-Triples as quads of the serialiser, made some thousand at a time."""
    chunk: list[str] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) == _CHUNK:
            yield from ox.parse("".join(chunk).encode(), format=file_format)
            chunk.clear()
    yield from ox.parse("".join(chunk).encode(), format=file_format)


def write_triples(
    triples: Iterable[Triple],
    out: IO[bytes],
    file_format: ox.RdfFormat,
    *,
    prefixes: dict[str, str] = PREFIXES,
) -> None:
    """Write triples, in their order, as Turtle, RDF/XML or N-Triples.

    Raises:
        DataError: the format cannot hold a value (a control character in RDF/XML).
    """
    if file_format == ox.RdfFormat.N_TRIPLES:
        out.writelines(encode_triple(triple).encode() for triple in triples)
        return
    quads = _parsed(map(encode_triple, triples), ox.RdfFormat.N_TRIPLES)
    try:
        ox.serialize((quad.triple for quad in quads), out, file_format, prefixes=prefixes)
    except (ValueError, RuntimeError) as error:
        raise DataError(f"{file_format.name} cannot hold the graph: {error}") from None


def write_quads(quads: Iterable[Quad], out: IO[bytes], file_format: ox.RdfFormat) -> None:
    """Write quads, in their order, as TriG or N-Quads."""
    if file_format == ox.RdfFormat.N_QUADS:
        out.writelines(encode_quad(quad).encode() for quad in quads)
        return
    parsed = _parsed(map(encode_quad, quads), ox.RdfFormat.N_QUADS)
    ox.serialize(parsed, out, file_format, prefixes=PREFIXES)


def turtle(graph: SortedGraph, out: IO[bytes]) -> None:
    """All graphs together as Turtle."""
    write_triples(graph.triples(), out, ox.RdfFormat.TURTLE)


def ntriples(graph: SortedGraph, out: IO[bytes]) -> None:
    """All graphs together as N-Triples."""
    write_triples(graph.triples(), out, ox.RdfFormat.N_TRIPLES)


def rdfxml(graph: SortedGraph, out: IO[bytes]) -> None:
    """All graphs together as RDF/XML."""
    write_triples(graph.triples(), out, ox.RdfFormat.RDF_XML)


def trig(graph: SortedGraph, out: IO[bytes]) -> None:
    """The named graphs as TriG."""
    write_quads(graph.quads(), out, ox.RdfFormat.TRIG)


def nquads(graph: SortedGraph, out: IO[bytes]) -> None:
    """The named graphs as N-Quads."""
    write_quads(graph.quads(), out, ox.RdfFormat.N_QUADS)
