"""Write a built graph to files: sorted, without blank nodes, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from policygraph.core.errors import DataError, StoreError
from policygraph.core.namespaces import (
    IRI,
    VOID,
)
from policygraph.core.output import not_a_folder
from policygraph.core.terms import Quad, Triple, encode_term, read_turtle
from policygraph.store.rdf import write_quads, write_triples

TRIG = "policygraph.trig"
TURTLE = "policygraph.ttl"


def _union(quads: list[Quad]) -> Iterator[Triple]:
    """The triples of all graphs, by subject, predicate and object as N-Triples writes them."""
    for _, same in groupby(sorted(quads, key=itemgetter(0, 1)), key=itemgetter(0, 1)):
        values = list(same)
        if len(values) > 1:
            values.sort(key=lambda quad: encode_term(quad[2]))
        for subject, predicate, value, _ in values:
            yield subject, predicate, value


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
    with files[0].open("wb") as out:
        write_quads(held, out, "trig")
    with files[1].open("wb") as out:
        write_triples(_union(held), out, "turtle")
    by_graph: dict[IRI, list[Triple]] = {}
    for subject, predicate, value, graph in held:
        by_graph.setdefault(graph, []).append((subject, predicate, value))
    for graph, triples in by_graph.items():
        path = folder / graph_file_name(graph)
        with path.open("wb") as out:
            write_triples(triples, out, "turtle")
        files.append(path)
    return files


def write_build(quads: Iterable[Quad], out: Path) -> list[Path]:
    """Write a build beside its place and then move it there, so that it is never half written.

    The file of a named graph that an earlier build made and this one does not is taken away; all
    other files stay.

    Raises:
        StoreError: the folder cannot be written; what was there is untouched.
    """
    made = not out.exists()
    beside: Path | None = None
    try:
        if out.exists() and not out.is_dir():
            raise StoreError(f"{out}: is a file; give a folder to --out")
        blocking = not_a_folder(out)
        if blocking is not None:
            raise StoreError(f"{out}: {blocking} is not a folder; give another place")
        out.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".building-", dir=out))
        written = build_files(quads, beside)
        for path in written:
            if (out / path.name).is_dir():
                raise StoreError(f"{out / path.name}: is a folder where a file is to go")
        stale = _earlier_files(out) - {path.name for path in written}
        for path in written:
            path.replace(out / path.name)
        for name in stale:
            (out / name).unlink(missing_ok=True)
        made = False
        return [out / path.name for path in written]
    except OSError as error:
        raise StoreError(f"{out}: cannot be written: {error.strerror or error}") from None
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
        if made and out.is_dir():
            out.rmdir()


def _earlier_files(out: Path) -> set[str]:
    """The files of the named graphs that an earlier build's own metadata list."""
    metadata = out / "metadata.ttl"
    if not metadata.is_file():
        return set()
    try:
        return {
            graph_file_name(value)
            for _, predicate, value in read_turtle(metadata)
            if predicate == VOID.subset and isinstance(value, IRI)
        }
    except DataError:
        return set()
