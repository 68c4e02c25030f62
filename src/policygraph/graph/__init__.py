"""Turn annotated documents into quads in named graphs."""

from policygraph.core.names import Names
from policygraph.graph.build import BuildSummary, BuiltGraph, build_graph
from policygraph.graph.by_shares import SharedBuild, build_by_shares
from policygraph.graph.core_graph import core_graph
from policygraph.graph.dataset import Dataset, collection_paused
from policygraph.graph.skeleton import curation_skeleton, missing_titles

__all__ = [
    "BuildSummary",
    "BuiltGraph",
    "Dataset",
    "Names",
    "SharedBuild",
    "build_by_shares",
    "build_graph",
    "collection_paused",
    "core_graph",
    "curation_skeleton",
    "missing_titles",
]
