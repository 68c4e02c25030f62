"""One `Store` over an engine in memory, on disk or behind an HTTP endpoint."""

from policygraph.store.files import build_files, place_build, write_build
from policygraph.store.generations import bring_up
from policygraph.store.open import (
    PATIENCE,
    embedded,
    empty_graph,
    graph_name,
    is_url,
    memory_store,
    open_store,
    rdf_file_of,
    triples_file,
)
from policygraph.store.oxigraph import OxigraphStore
from policygraph.store.protocol import (
    Boolean,
    Graph,
    Result,
    Row,
    Solutions,
    SolutionStream,
    Statement,
    Store,
    StreamedResult,
)
from policygraph.store.rdf import (
    Statements,
    encode_statement,
    read_statements,
    read_term,
    statements_text,
)

__all__ = [
    "PATIENCE",
    "Boolean",
    "Graph",
    "OxigraphStore",
    "Result",
    "Row",
    "SolutionStream",
    "Solutions",
    "Statement",
    "Statements",
    "Store",
    "StreamedResult",
    "bring_up",
    "build_files",
    "embedded",
    "empty_graph",
    "encode_statement",
    "graph_name",
    "is_url",
    "memory_store",
    "open_store",
    "place_build",
    "rdf_file_of",
    "read_statements",
    "read_term",
    "statements_text",
    "triples_file",
    "write_build",
]
