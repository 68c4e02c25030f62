"""The one way to open a graph, wherever it lies."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Literal

import pyoxigraph as ox

from policygraph.core.errors import DataError, StoreError, phrase
from policygraph.core.resources import GRAPH_VARIABLE, default_graph
from policygraph.core.terms import Quad
from policygraph.store.generations import newest
from policygraph.store.oxigraph import OxigraphStore
from policygraph.store.protocol import MEMORY, Store, check_limit
from policygraph.store.rdf import SUFFIXES, encode_statement, is_marked, parse, rdf_suffix

BUILT = "policygraph.trig"  # in a folder that a build wrote
_PLAIN = (".nt", ".ttl")  # what every validator reads itself
_WITH_GRAPHS = (".trig", ".nq")
_REMOTE_TIMEOUT = 60.0  # seconds
PATIENCE = 1800.0  # seconds that work on a whole graph waits for an endpoint
_MOST = 16 * 2**30  # bytes that it may send in that time
_Location = str | Path | None


def is_url(location: _Location) -> bool:
    """Whether a location is that of a SPARQL endpoint."""
    return isinstance(location, str) and location.startswith(("http://", "https://"))


def graph_name(location: _Location) -> str:
    """What people are told a location is."""
    return str(location or os.environ.get(GRAPH_VARIABLE) or "the shipped graph")


def rdf_file_of(location: _Location) -> Path | None:
    """The RDF file that a location leads to; ``None`` for a store on disk and an endpoint.

    Args:
        location: as `open_store` takes it.
    """
    location = default_graph() if location is None else location
    if is_url(location):
        return None
    path = Path(location)
    if path.is_dir():
        built = path / BUILT
        return built if built.exists() else None
    return path


def find_place(
    location: _Location = None, *, may_make: bool = False
) -> tuple[Literal["file", "folder", "endpoint"], str]:
    """What kind of place a location is, and where: an RDF file, a store on disk or an endpoint.

    Args:
        location: as `open_store` takes it.
        may_make: whether a store on disk need not be there yet.

    Raises:
        StoreError: a folder that holds no store.
        UsageError: a URL that cannot be asked.
    """
    location = default_graph() if location is None else location
    if is_url(location):
        from policygraph.store.http import check_url

        return "endpoint", check_url(str(location), "--graph")
    file = rdf_file_of(location)
    if file is not None and (file.exists() or not may_make or rdf_suffix(file) in SUFFIXES):
        return "file", str(file)
    if not may_make and not (newest(Path(location)) / "CURRENT").exists():
        raise StoreError("no-store", folder=location, file=BUILT)
    return "folder", str(location)


def open_store(
    location: _Location = None,
    *,
    read_only: bool = True,
    timeout: float | None = None,
    memory: int | None = None,
    patience: float | None = None,
    may_be_empty: bool = False,
) -> Store:
    """Open a graph.

    >>> with policygraph.open_store() as store:
    ...     store.query("ASK { ?s ?p ?o }")
    Boolean(value=True)

    Args:
        location: ``None`` for that of ``POLICYGRAPH_GRAPH``, else the shipped one; an RDF file
            (``.trig`` ``.nq`` ``.ttl`` …, also with ``.gz``) or a folder that `policygraph build` wrote,
            read into memory; another folder, for a store on disk, also one that builds
            bring up to date; an ``http(s)://`` URL for a SPARQL endpoint, with the user and password of ``POLICYGRAPH_USER`` and ``POLICYGRAPH_PASSWORD`` or
            of ``.netrc`` where it asks for them.
        read_only: whether changes are refused. To make a store on disk, open it with ``False``.
        timeout: seconds that a query may take unless it is given its own limit (none if missing;
            60 for an endpoint). The graph of an embedded store is then read in a process of its own.
        memory: bytes that an embedded query with a time limit may use beside the graph; 4 GiB if missing.
        patience: seconds that an endpoint may be waited for in all, however often it is asked; it then may
            send 16 GiB. No such limit where it is missing.
        may_be_empty: whether a file or a store on disk without triples will do. An endpoint is not
            asked, and a store that is opened for writing may be.

    Raises:
        StoreError: nothing there, or it cannot be opened.
        DataError: a file that is not RDF, or a graph without triples.
    """
    kind, place = find_place(location, may_make=not read_only)
    if kind == "endpoint":
        from policygraph.store.http import find_credentials
        from policygraph.store.remote import RemoteStore

        seconds = check_limit(timeout) or _REMOTE_TIMEOUT
        credentials = find_credentials(place)
        remote = RemoteStore(place, credentials=credentials, timeout=seconds, read_only=read_only)
        if patience is not None:
            remote.allow(patience, _MOST)
        return remote
    file, folder = (Path(place), None) if kind == "file" else (None, Path(place))
    store: Store
    if timeout is not None and read_only:
        store = _in_processes(file, folder, timeout, memory)
    else:
        store = OxigraphStore(folder, file=file, read_only=read_only)
    if read_only and file is None:
        store.folder = folder
    if read_only and not may_be_empty and store.is_empty():
        store.close()
        raise empty_graph(location)
    return store


def _in_processes(
    file: Path | None, folder: Path | None, timeout: float, memory: int | None
) -> Store:
    from policygraph.store.worker import WorkerStore

    path = file or folder or Path()
    store = WorkerStore(
        lambda: nullcontext(path),
        is_folder=file is None,
        timeout=timeout,
        memory=memory or MEMORY,
    )
    store.file = file
    return store


def memory_store(quads: Iterable[Quad] = ()) -> Store:
    """A store in memory that holds some quads and takes more."""
    store = OxigraphStore()
    store.load(quads)
    return store


def embedded(store: Store) -> OxigraphStore:
    """The store itself where its engine works in this process, else a copy in memory."""
    if isinstance(store, OxigraphStore):
        return store
    copy = OxigraphStore()
    copy.load(store.dump())
    return copy


def empty_graph(location: _Location) -> DataError:
    """What is said of a graph without triples, which is a mistake where somebody asks it."""
    named = location or os.environ.get(GRAPH_VARIABLE) or phrase("shipped-graph")
    return DataError("empty-graph", location=named)


@contextmanager
def triples_file(store: Store, *, with_graphs: bool = False) -> Iterator[Path]:
    """All triples of a store in a file of N-Triples or Turtle, whatever graph they stand in.

    They are as the file writes them that the store was read from, where there is one.

    Args:
        store: a graph.
        with_graphs: the reader takes TriG and N-Quads as well, and looks at the union of their graphs.
    """
    file = store.file
    taken = _PLAIN + (_WITH_GRAPHS if with_graphs else ())
    if file is not None and file.suffix.lower() in taken and not is_marked(file):
        yield file
        return
    with NamedTemporaryFile(suffix=".nt") as out:
        if file is not None:
            triples = (quad.triple for quad in parse(file))
            ox.serialize(triples, out, ox.RdfFormat.N_TRIPLES)
        elif isinstance(store, OxigraphStore):
            for graph in (ox.DefaultGraph(), *store.engine.named_graphs()):
                store.engine.dump(out, ox.RdfFormat.N_TRIPLES, from_graph=graph)
        else:
            out.writelines(encode_statement(statement).encode() for statement in store.match())
        out.flush()
        yield Path(out.name)
