"""Measures of a network, each with a sentence that says what it means and what it does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from policygraph.core.namespaces import IRI
from policygraph.pictures.kinds import STRUCTURE
from policygraph.pictures.model import Progress, Projection, no_progress
from policygraph.pictures.numbered import number_nodes
from policygraph.pictures.words import say

if TYPE_CHECKING:
    import networkx as nx

SEED = 2017
LEAST_NODES = 20  # a network below this is seen at a glance
MOST_EDGES = 200_000  # communities and clustering of more would take minutes
_STEPS = 20_000_000  # node-edge steps that betweenness may take, about ten seconds
_LEAST_SAMPLE = 20
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Metrics:
    """Measures of every node.

    Attributes:
        values: by metric and node, in the order in which they are shown.
        explained: a sentence for each metric.
        notes: what was sampled or left out.
    """

    values: Mapping[str, Mapping[IRI, int | float]]
    explained: Mapping[str, str]
    notes: tuple[str, ...] = ()


def to_networkx(projection: Projection) -> nx.Graph:
    """The projection as an undirected `networkx.Graph`; a tree of parts as a directed one."""
    import networkx as nx

    graph: nx.Graph = nx.DiGraph() if projection.kind == STRUCTURE else nx.Graph()
    for node in projection.nodes:
        graph.add_node(
            str(node.iri),
            label=node.label,
            kind=node.kind,
            collective=node.collective,
            weight=node.weight,
        )
    for edge in projection.edges:
        graph.add_edge(str(edge.source), str(edge.target), weight=edge.weight, example=edge.example)
    return graph


def measure(projection: Projection, *, progress: Progress = no_progress) -> Metrics:
    """Compute the metrics that suit a network.

    Args:
        projection: the network.
        progress: told the name of each metric before it is computed.

    Returns:
        Degree, strength and PageRank; from 20 nodes also betweenness, communities and, where two
        kinds of things are joined, clustering. A tree of parts has depths and bullets below.
    """
    graph = to_networkx(projection)
    language = projection.options.language
    if projection.kind == STRUCTURE:
        return _tree(projection, graph, language)
    values: dict[str, Mapping[Any, int | float]] = {}
    for name, metric in (("degree", _degree), ("strength", _strength), ("pageRank", _page_rank)):
        progress(name)
        values[name] = metric(graph)
    explained = {name: say(f"metric-{name}", language) for name in ("measures", *values)}
    notes: list[str] = []
    if len(graph) < LEAST_NODES:
        notes.append(say("metric-small", language, nodes=len(graph), least=LEAST_NODES))
    else:
        _add_larger(projection, graph, values, explained, notes, progress)
    return Metrics(values, explained, tuple(notes))


def _add_larger(
    projection: Projection,
    graph: nx.Graph,
    values: dict[str, Mapping[Any, int | float]],
    explained: dict[str, str],
    notes: list[str],
    progress: Progress,
) -> None:
    language = projection.options.language
    progress("betweenness")
    values["betweenness"], taken = betweenness(graph)
    explained["betweenness"] = say("metric-betweenness", language)
    if taken < len(graph):
        notes.append(say("metric-betweenness-sampled", language, total=len(graph), taken=taken))
    if graph.number_of_edges() > MOST_EDGES:
        edges = graph.number_of_edges()
        notes.append(say("metric-large", language, edges=edges, most=MOST_EDGES))
        return
    if projection.bipartite:
        progress("clustering")
        values["clustering"] = _clustering(graph)
        explained["clustering"] = say("metric-clustering", language)
    progress("communities")
    values["community"] = communities(graph)
    explained["community"] = say("metric-community", language)


def _tree(projection: Projection, graph: nx.DiGraph, language: str) -> Metrics:
    depths: dict[str, int] = {}
    for root in (node for node, degree in graph.in_degree() if degree == 0):
        stack = [(root, 0)]
        while stack:
            node, depth = stack.pop()
            depths[node] = depth
            stack += [(child, depth + 1) for child in graph.successors(node)]
    values: dict[str, Mapping[Any, int | float]] = {
        "depth": depths,
        "below": {str(node.iri): node.weight for node in projection.nodes},
    }
    return Metrics(values, {name: say(f"metric-{name}", language) for name in values})


def _degree(graph: nx.Graph) -> dict[str, int | float]:
    return dict(graph.degree())


def _strength(graph: nx.Graph) -> dict[str, int | float]:
    return dict(graph.degree(weight="weight"))


def _rounded(names: Sequence[str], values: Mapping[int, float]) -> dict[str, int | float]:
    return {name: round(float(values[number]), _DIGITS) for number, name in enumerate(names)}


def _page_rank(graph: nx.Graph) -> dict[str, int | float]:
    import networkx as nx

    numbered = number_nodes(graph)
    if not numbered.names:
        return {}
    return _rounded(numbered.names, nx.pagerank(numbered.graph, weight="weight"))


def betweenness(graph: nx.Graph, *, steps: int = _STEPS) -> tuple[dict[str, int | float], int]:
    """Betweenness, from a sample of starting points where all would take too long.

    Args:
        graph: the network.
        steps: node-edge steps that it may take.

    Returns:
        The values, and how many starting points they stand on.
    """
    import networkx as nx

    nodes, edges = len(graph), max(1, graph.number_of_edges())
    taken = min(nodes, max(_LEAST_SAMPLE, steps // edges))
    sample = None if taken == nodes else taken
    numbered = number_nodes(graph)
    found = nx.betweenness_centrality(numbered.graph, k=sample, seed=SEED)
    return _rounded(numbered.names, found), taken


def _clustering(graph: nx.Graph) -> dict[str, int | float]:
    import networkx as nx

    numbered = number_nodes(graph)
    return _rounded(numbered.names, nx.bipartite.clustering(numbered.graph))


def communities(graph: nx.Graph) -> dict[str, int | float]:
    """Communities by Louvain's method: the number of each node's, the largest being 1.

    Of two of a size, that with the smallest IRI comes first.
    """
    import networkx as nx

    numbered = number_nodes(graph)
    found = nx.community.louvain_communities(numbered.graph, weight="weight", seed=SEED)
    groups = [sorted(numbered.names[number] for number in group) for group in found]
    ordered = sorted(groups, key=lambda group: (-len(group), group[0]))
    return {node: number for number, group in enumerate(ordered, start=1) for node in group}
