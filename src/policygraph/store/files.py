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
from policygraph.core.reading_order import predicate_key, subject_key
from policygraph.core.terms import Quad, Triple, read_turtle
from policygraph.store.turtle_writer import CLOSING, Blocks, opening, write_turtle

TRIG = "policygraph.trig"
TURTLE = "policygraph.ttl"
CORE = "policygraph-core.ttl"


def graph_file_name(graph: IRI) -> str:
    """The file of a named graph: ``graph/sti-strategy-2017/stated`` in ``sti-strategy-2017.stated.ttl``."""
    local = graph.rpartition("/graph/")[2] or graph.rpartition("/")[2]
    return local.replace("/", ".") + ".ttl"


def build_files(quads: Iterable[Quad], folder: Path) -> list[Path]:
    """Write all files of a build into an existing folder.

    Args:
        quads: those of one graph together, in reading order.
        folder: where the files go.

    Returns:
        The files: ``policygraph.trig``, ``policygraph.ttl`` (the union) and one Turtle file a
        named graph.
    """
    graphs = [_Graph(name, same) for name, same in groupby(quads, key=itemgetter(3))]
    files = [folder / TRIG, folder / TURTLE]
    names = Blocks()  # of all graphs
    for graph in graphs:
        names.add(graph.blocks)
    union = list(_union(graphs, names))
    opened = [opening(names.name(graph.name)) for graph in graphs]
    with files[0].open("w", encoding="utf-8", newline="\n") as out:
        out.write(names.header())
        for begins, graph in zip(opened, graphs, strict=True):
            out.write(begins)
            out.writelines(graph.texts.values())
            out.write(CLOSING)
    with files[1].open("w", encoding="utf-8", newline="\n") as out:
        out.write(names.header())
        out.writelines(union)
    for graph in graphs:
        path = folder / graph_file_name(graph.name)
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.write(graph.blocks.header())
            out.writelines(graph.texts.values())
        files.append(path)
    return files


class _Graph:
    """A named graph as text: each subject is written once, for all files that it stands in."""

    def __init__(self, name: IRI, quads: Iterable[Quad]) -> None:
        self.name = name
        self.blocks = Blocks()
        self.texts: dict[IRI, str] = {}
        self.quads: dict[IRI, list[Quad]] = {}
        for subject, same in groupby(quads, key=itemgetter(0)):
            self.quads[subject] = list(same)
            self.texts[subject] = self.blocks.block(subject, self.quads[subject])


def _union(graphs: list[_Graph], names: Blocks) -> Iterator[str]:
    """The subjects of all graphs, in reading order; one that stands in several is written anew."""
    graphs_of: dict[IRI, list[_Graph]] = {}
    for graph in graphs:
        for subject in graph.texts:
            graphs_of.setdefault(subject, []).append(graph)
    for subject in sorted(graphs_of, key=subject_key):
        first, *others = graphs_of[subject]
        if others:
            said = [quad for graph in graphs_of[subject] for quad in graph.quads[subject]]
            said.sort(key=lambda quad: predicate_key(quad[1]))
            yield names.block(subject, said)
        else:
            yield first.texts[subject]


def write_build(
    quads: Iterable[Quad], out: Path, *, core: Iterable[Triple] | None = None
) -> list[Path]:
    """Write a build beside its place and then move it there, so that it is never half written.

    The file of a named graph that an earlier build made and this one does not is taken away; all
    other files stay.

    Args:
        quads: see `build_files`.
        out: the folder.
        core: of the graph, in reading order; written as ``policygraph-core.ttl`` where it is given.

    Returns:
        The files, that of the core behind the two of the whole.

    Raises:
        StoreError: the folder cannot be written; what was there is untouched.
    """
    made = not out.exists()
    beside: Path | None = None
    try:
        if out.exists() and not out.is_dir():
            raise StoreError("is-file", path=out)
        blocking = not_a_folder(out)
        if blocking is not None:
            raise StoreError("not-a-folder", path=out, blocking=blocking)
        out.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".building-", dir=out))
        written = build_files(quads, beside)
        if core is not None:
            written.insert(2, beside / CORE)
            with written[2].open("wb") as file:
                write_turtle(core, file)
        for path in written:
            if (out / path.name).is_dir():
                raise StoreError("is-folder", path=out / path.name)
        stale = _earlier_files(out) - {path.name for path in written}
        for path in written:
            path.replace(out / path.name)
        for name in stale:
            (out / name).unlink(missing_ok=True)
        made = False
        return [out / path.name for path in written]
    except OSError as error:
        raise StoreError("cannot-write", path=out, reason=error.strerror or error) from None
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
