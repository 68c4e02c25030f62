"""What the tests of queries share: the built chapter in three engines."""

from __future__ import annotations

from pathlib import Path

import pytest
from questions.reference import RdflibStore
from virtuoso import Virtuoso

from policygraph.graph import BuiltGraph
from policygraph.store import OxigraphStore, Store
from policygraph.store.remote import RemoteStore


@pytest.fixture(scope="session")
def graph_folder(built_folder: Path) -> Path:
    """The build of the shipped chapter as files."""
    return built_folder


@pytest.fixture(scope="session")
def oxigraph(built: BuiltGraph) -> Store:
    store = OxigraphStore()
    store.load(built.dataset.quads())
    return store


@pytest.fixture(scope="session")
def rdflib_store(oxigraph: Store) -> RdflibStore:
    return RdflibStore(oxigraph.to_rdflib())


@pytest.fixture(scope="session")
def virtuoso_store(virtuoso: Virtuoso) -> RemoteStore:
    return RemoteStore(virtuoso.endpoint)
