"""Turn annotated documents into quads in named graphs."""

from policygraph.graph.build import BuildSummary, BuiltGraph, build_graph
from policygraph.graph.dataset import Dataset
from policygraph.graph.names import Names

__all__ = ["BuildSummary", "BuiltGraph", "Dataset", "Names", "build_graph"]
