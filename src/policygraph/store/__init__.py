"""One `Store` over an engine in memory, on disk or behind an HTTP endpoint."""

from policygraph.store.files import build_files, write_build
from policygraph.store.open import empty_graph, open_store, refuse_empty
from policygraph.store.oxigraph import OxigraphStore
from policygraph.store.protocol import Boolean, Graph, Result, Solutions, Store

__all__ = [
    "Boolean",
    "Graph",
    "OxigraphStore",
    "Result",
    "Solutions",
    "Store",
    "build_files",
    "empty_graph",
    "open_store",
    "refuse_empty",
    "write_build",
]
