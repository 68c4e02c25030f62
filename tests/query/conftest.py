"""What the tests of queries share: the built chapter in three engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from query.reference import RdflibStore
from virtuoso import NoVirtuosoError, Virtuoso

from policygraph.graph import BuiltGraph
from policygraph.store import OxigraphStore, Store, write_build
from policygraph.store.remote import RemoteStore


@pytest.fixture(scope="session")
def graph_folder(built: BuiltGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of the shipped chapter as files."""
    folder = tmp_path_factory.mktemp("built") / "graph"
    write_build(built.dataset.quads(), folder)
    return folder


@pytest.fixture(scope="session")
def oxigraph(built: BuiltGraph) -> Store:
    store = OxigraphStore()
    store.load(built.dataset.quads())
    return store


@pytest.fixture(scope="session")
def rdflib_store(oxigraph: Store) -> RdflibStore:
    return RdflibStore(oxigraph.to_rdflib())


@pytest.fixture(scope="session")
def virtuoso(built: BuiltGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """A Virtuoso that holds the build beside its own system graphs."""
    try:
        server = Virtuoso(tmp_path_factory.mktemp("virtuoso"))
    except NoVirtuosoError as error:
        pytest.skip(str(error))
    try:
        server.load(built.dataset.graphs)
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def virtuoso_store(virtuoso: Virtuoso) -> RemoteStore:
    return RemoteStore(virtuoso.endpoint)
