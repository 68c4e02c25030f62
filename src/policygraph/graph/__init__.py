"""Turn annotated documents into quads in named graphs."""

from policygraph.core.names import Names
from policygraph.graph.build import BuildSummary, BuiltGraph, build_graph
from policygraph.graph.dataset import Dataset

__all__ = ["BuildSummary", "BuiltGraph", "Dataset", "Names", "build_graph"]
