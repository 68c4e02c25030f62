"""Write a built graph to files: sorted, without blank nodes, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from policygraph.errors import StoreError
from policygraph.namespaces import IRI, PREFIXES
from policygraph.rdf import Quad, Triple, encode_quad, encode_triple

TRIG = "policygraph.trig"
TURTLE = "policygraph.ttl"
_CHUNK = 20_000


def _lines_as_quads(lines: Iterable[str], file_format: ox.RdfFormat) -> Iterator[ox.Quad]:
    chunk: list[str] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) == _CHUNK:
            yield from ox.parse("".join(chunk).encode(), format=file_format)
            chunk.clear()
    yield from ox.parse("".join(chunk).encode(), format=file_format)


def write_trig(quads: Iterable[Quad], path: Path) -> None:
    """Write quads, sorted by graph, as TriG."""
    ox.serialize(
        _lines_as_quads(map(encode_quad, quads), ox.RdfFormat.N_QUADS),
        str(path),
        ox.RdfFormat.TRIG,
        prefixes=PREFIXES,
    )


def write_turtle(triples: Iterable[Triple], path: Path) -> None:
    """Write triples, sorted, as Turtle."""
    ox.serialize(
        (
            quad.triple
            for quad in _lines_as_quads(map(encode_triple, triples), ox.RdfFormat.N_TRIPLES)
        ),
        str(path),
        ox.RdfFormat.TURTLE,
        prefixes=PREFIXES,
    )


def graph_file_name(graph: IRI) -> str:
    """The file of a named graph: ``graph/sti-strategy-2017/stated`` in ``sti-strategy-2017.stated.ttl``."""
    local = graph.rpartition("/graph/")[2] or graph.rpartition("/")[2]
    return local.replace("/", ".") + ".ttl"


def build_files(quads: Iterable[Quad], folder: Path) -> list[Path]:
    """Write all files of a build into an existing folder.

    Args:
        quads: sorted by graph, subject, predicate and object.
        folder: where the files go.

    Returns:
        The files: ``policygraph.trig``, ``policygraph.ttl`` (the union) and one Turtle file a
        named graph.
    """
    held = list(quads)
    files = [folder / TRIG, folder / TURTLE]
    write_trig(held, files[0])
    # Terms compare within one graph as they do across graphs: merging keeps the order.
    write_turtle(
        (q[:3] for q in sorted(held, key=lambda q: (q[0], q[1], encode_triple(q[:3])))), files[1]
    )
    by_graph: dict[IRI, list[Triple]] = {}
    for subject, predicate, value, graph in held:
        by_graph.setdefault(graph, []).append((subject, predicate, value))
    for graph, triples in by_graph.items():
        path = folder / graph_file_name(graph)
        write_turtle(triples, path)
        files.append(path)
    return files


def write_build(quads: Iterable[Quad], out: Path) -> list[Path]:
    """Write a build beside its place and then move it there, so that it is never half written.

    Files of an earlier build that this one does not make are taken away; other files stay.

    Raises:
        StoreError: the folder cannot be written; what was there is untouched.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.exists() and not out.is_dir():
            raise StoreError(f"{out}: is a file; give a folder to --out")
        beside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise StoreError(f"{out}: cannot be written: {error.strerror}") from None
    try:
        written = build_files(quads, beside)
        out.mkdir(exist_ok=True)
        if not os.access(out, os.W_OK):
            raise StoreError(f"{out}: cannot be written: permission denied")
        for stale in _earlier_files(out):
            if stale not in {path.name for path in written}:
                (out / stale).unlink()
        for path in written:
            path.replace(out / path.name)
        return [out / path.name for path in written]
    except OSError as error:
        raise StoreError(f"{out}: cannot be written: {error.strerror or error}") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _earlier_files(out: Path) -> list[str]:
    """The named-graph files of an earlier build, told by the layers in their names."""
    ends = (".stated.ttl", ".inferred.ttl", ".curated.ttl")
    return [path.name for path in out.iterdir() if path.name.endswith(ends)]
