"""Open a store by its location."""

from __future__ import annotations

from pathlib import Path

from policygraph.core.errors import DataError, StoreError
from policygraph.core.namespaces import IRI
from policygraph.store.oxigraph import OxigraphStore
from policygraph.store.protocol import Store
from policygraph.store.rdf_file import FORMATS, rdf_suffix


def open_store(location: str | Path | None = None, *, read_only: bool = True) -> Store:
    """Open a store.

    Args:
        location: ``None`` for an empty store in memory; an RDF file (``.trig`` ``.nq`` ``.ttl`` …,
            also with ``.gz``) or a folder that `policygraph build` wrote, read into memory; another folder, for a
            store on disk; an ``http(s)://`` URL for a SPARQL endpoint.
        read_only: a store on disk is opened for reading.

    Raises:
        StoreError: nothing there, or it cannot be opened.
        DataError: a file that is not RDF.
    """
    if location is None:
        return OxigraphStore()
    if isinstance(location, str) and location.startswith(("http://", "https://")):
        from policygraph.store.remote import RemoteStore

        return RemoteStore(location)
    path = Path(location)
    if path.is_dir():
        built = path / "policygraph.trig"
        if built.exists():
            return _from_file(built)
        if not read_only or (path / "CURRENT").exists():
            return OxigraphStore(path, read_only=read_only)
        raise StoreError(f"{path}: holds no policygraph.trig and no store")
    if not path.exists() and not read_only and rdf_suffix(path) not in FORMATS:
        return OxigraphStore(path)
    return _from_file(path)


def refuse_empty(store: Store, location: str | Path) -> None:
    """Refuse a graph without triples, which is a mistake where somebody asks or passes it on.

    Raises:
        DataError: there is none in a file or a store on disk; an endpoint is not asked.
    """
    if isinstance(store, OxigraphStore) and store.is_empty():
        raise empty_graph(location)


def empty_graph(location: str | Path) -> DataError:
    """What is said of a graph without triples."""
    return DataError(f"{location}: the graph is empty; give one that policygraph build wrote")


def _from_file(path: Path) -> Store:
    store = OxigraphStore()
    store.load_file(path, graph=IRI(path.absolute().as_uri()))
    return store
