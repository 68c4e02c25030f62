"""Write a built graph to files: sorted, without blank nodes, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pyoxigraph as ox

from policygraph.core.errors import DataError, StoreError
from policygraph.core.namespaces import (
    IRI,
    VOID,
)
from policygraph.core.output import not_a_folder
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import Quad, Term, Triple, encode_term, read_turtle

TRIG = "policygraph.trig"
TURTLE = "policygraph.ttl"


class _Terms:
    """Terms of ours as the engine's, each made once as long as it is kept."""

    def __init__(self) -> None:
        self._nodes: dict[IRI, ox.NamedNode] = {}

    def node(self, iri: IRI) -> ox.NamedNode:
        """A node that many triples may name: a property, a concept, a unit."""
        node = self._nodes.get(iri)
        if node is None:
            node = self._nodes[iri] = ox.NamedNode(iri)
        return node

    def value(self, term: Term) -> ox.NamedNode | ox.Literal:
        """The object of a triple."""
        if isinstance(term, IRI):
            return self.node(term)
        if term.language:
            return ox.Literal(term.value, language=term.language)
        return ox.Literal(term.value, datatype=self.node(term.datatype))


def _engine_triples(triples: Iterable[Triple]) -> Iterator[ox.Triple]:
    terms = _Terms()
    for subject, of_subject in groupby(triples, key=itemgetter(0)):
        node = ox.NamedNode(subject)
        for _, predicate, value in of_subject:
            yield ox.Triple(node, terms.node(predicate), terms.value(value))


def _engine_quads(quads: Iterable[Quad]) -> Iterator[ox.Quad]:
    for graph, of_graph in groupby(quads, key=itemgetter(3)):
        name = ox.NamedNode(graph)
        for triple in _engine_triples(quad[:3] for quad in of_graph):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, name)


def write_trig(quads: Iterable[Quad], path: Path) -> None:
    """Write quads, sorted by graph, as TriG."""
    ox.serialize(_engine_quads(quads), str(path), ox.RdfFormat.TRIG, prefixes=PREFIXES)


def write_turtle(triples: Iterable[Triple], path: Path) -> None:
    """Write triples, sorted, as Turtle."""
    ox.serialize(_engine_triples(triples), str(path), ox.RdfFormat.TURTLE, prefixes=PREFIXES)


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
    write_trig(held, files[0])
    write_turtle(_union(held), files[1])
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
