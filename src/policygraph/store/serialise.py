"""The RDF serialisations, written as a stream from a sorted graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

import pyoxigraph as ox

from policygraph.core.errors import DataError
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import Quad, Triple, encode_quad, encode_triple
from policygraph.store.rdf_file import WRITTEN
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
    format_: str,
    *,
    prefixes: dict[str, str] = PREFIXES,
) -> None:
    """Write triples, in their order, as ``turtle``, ``rdfxml`` or ``ntriples``.

    Raises:
        DataError: the format cannot hold a value (a control character in RDF/XML).
    """
    if format_ == "ntriples":
        out.writelines(encode_triple(triple).encode() for triple in triples)
        return
    quads = _parsed(map(encode_triple, triples), ox.RdfFormat.N_TRIPLES)
    try:
        ox.serialize((quad.triple for quad in quads), out, WRITTEN[format_], prefixes=prefixes)
    except (ValueError, RuntimeError) as error:
        raise DataError(f"{WRITTEN[format_].name} cannot hold the graph: {error}") from None


def write_quads(quads: Iterable[Quad], out: IO[bytes], format_: str) -> None:
    """Write quads, in their order, as ``trig`` or ``nquads``."""
    if format_ == "nquads":
        out.writelines(encode_quad(quad).encode() for quad in quads)
        return
    parsed = _parsed(map(encode_quad, quads), ox.RdfFormat.N_QUADS)
    ox.serialize(parsed, out, WRITTEN[format_], prefixes=PREFIXES)


def turtle(graph: SortedGraph, out: IO[bytes]) -> None:
    """All graphs together as Turtle."""
    write_triples(graph.triples(), out, "turtle")


def ntriples(graph: SortedGraph, out: IO[bytes]) -> None:
    """All graphs together as N-Triples."""
    write_triples(graph.triples(), out, "ntriples")


def rdfxml(graph: SortedGraph, out: IO[bytes]) -> None:
    """All graphs together as RDF/XML."""
    write_triples(graph.triples(), out, "rdfxml")


def trig(graph: SortedGraph, out: IO[bytes]) -> None:
    """The named graphs as TriG."""
    write_quads(graph.quads(), out, "trig")


def nquads(graph: SortedGraph, out: IO[bytes]) -> None:
    """The named graphs as N-Quads."""
    write_quads(graph.quads(), out, "nquads")
