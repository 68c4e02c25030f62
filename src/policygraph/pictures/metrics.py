"""Measures of a network, each with a sentence that says what it means and what it does not.

networkx walks through sets, and sets of strings have another order in every process; so whatever is
computed here stands on a graph whose nodes are numbers, and hangs on nothing but the network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from policygraph.core.namespaces import IRI
from policygraph.pictures.networks import STRUCTURE, Progress, Projection, no_progress, say

if TYPE_CHECKING:
    import networkx as nx

SEED: Final = 2017
LEAST_NODES: Final = 20  # a network below this is seen at a glance
MOST_EDGES = 200_000  # communities and clustering of more would take minutes
_STEPS: Final = 20_000_000  # node-edge steps that betweenness may take, about ten seconds
_LEAST_SAMPLE = 20
_DIGITS: Final = 6
_DAMPING, _TOLERANCE, _MOST_ROUNDS = 0.85, 1e-6, 100  # of PageRank, as networkx has them


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


@dataclass(frozen=True, slots=True)
class NumberedGraph:
    """A graph over the numbers of its nodes.

    Attributes:
        graph: nodes from 0 on and edges with their attributes, both in ascending order.
        names: of the nodes by their numbers, sorted.
    """

    graph: nx.Graph
    names: tuple[str, ...]


def to_networkx(projection: Projection) -> nx.Graph:
    """The projection as an undirected `networkx.Graph`; a tree of parts as a directed one."""
    import networkx as nx

    graph: nx.Graph = nx.DiGraph() if projection.kind.name == STRUCTURE else nx.Graph()
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


def number_nodes(graph: nx.Graph) -> NumberedGraph:
    """Number the nodes of an undirected graph, in whatever order it holds nodes and edges."""
    import networkx as nx

    names = tuple(sorted(graph))
    at = {name: number for number, name in enumerate(names)}
    edges = [(*sorted((at[a], at[b])), data) for a, b, data in graph.edges(data=True)]
    numbered = nx.Graph()
    numbered.add_nodes_from(range(len(names)))
    numbered.add_edges_from(sorted(edges, key=lambda edge: edge[:2]))
    return NumberedGraph(numbered, names)


def measure(projection: Projection, *, progress: Progress = no_progress) -> Metrics:
    """Compute the metrics that suit a network.

    Args:
        projection: the network.
        progress: told the name of each metric before it is computed.

    Returns:
        Degree, strength and PageRank; from 20 nodes also betweenness, communities and, where two
        kinds of things are joined, clustering. A tree of parts has depths and bullets below.
    """
    graph, language = to_networkx(projection), projection.options.language
    values: dict[str, Mapping[Any, int | float]] = {}
    notes: list[str] = []
    if projection.kind.name == STRUCTURE:
        values["depth"] = _depths(graph)
        values["below"] = {node.iri: node.weight for node in projection.nodes}
        explained = [*values]
    else:
        progress("degree")
        values["degree"] = dict(graph.degree())
        values["strength"] = dict(graph.degree(weight="weight"))
        progress("pageRank")
        values["pageRank"] = page_rank(graph)
        if len(graph) < LEAST_NODES:
            notes.append(say("metric-small", language, nodes=len(graph), least=LEAST_NODES))
        else:
            _add_larger(projection, graph, values, notes, progress)
        explained = ["measures", *values]
    return Metrics(
        values, {name: say(f"metric-{name}", language) for name in explained}, tuple(notes)
    )


def _add_larger(
    projection: Projection, graph: nx.Graph, values: dict[str, Mapping[Any, int | float]],
    notes: list[str], progress: Progress,
) -> None:  # fmt: skip
    language, edges = projection.options.language, graph.number_of_edges()
    progress("betweenness")
    values["betweenness"], taken = betweenness(graph)
    if taken < len(graph):
        notes.append(say("metric-betweenness-sampled", language, total=len(graph), taken=taken))
    if edges > MOST_EDGES:
        notes.append(say("metric-large", language, edges=edges, most=MOST_EDGES))
        return
    if projection.bipartite:
        progress("clustering")
        values["clustering"] = _clustering(graph)
    progress("communities")
    values["community"] = communities(graph)


def _depths(graph: nx.DiGraph) -> dict[str, int | float]:
    depths: dict[str, int | float] = {}
    stack = [(node, 0) for node, degree in graph.in_degree() if degree == 0]
    while stack:
        node, depth = stack.pop()
        depths[node] = depth
        stack += [(child, depth + 1) for child in graph.successors(node)]
    return depths


def _rounded(names: Sequence[str], values: Mapping[int, float]) -> dict[str, int | float]:
    return {name: round(float(values[number]), _DIGITS) for number, name in enumerate(names)}


def page_rank(graph: nx.Graph) -> dict[str, int | float]:
    """PageRank by power iteration (L. Page and others 1998), as `networkx.pagerank` does it.

    networkx needs scipy for it, which is larger than all else that is installed.

    Args:
        graph: undirected; an edge counts by its ``weight``.

    Returns:
        The share of time that a walk spends at each node; where a node has no link it goes on at any.
    """
    numbered = number_nodes(graph)
    size = len(numbered.names)
    if not size:
        return {}
    shares = [
        [(other, data["weight"] / strength) for other, data in numbered.graph[node].items()]
        for node, strength in numbered.graph.degree(weight="weight")
    ]
    alone = [node for node, links in enumerate(shares) if not links]
    ranks = [1 / size] * size
    for _ in range(_MOST_ROUNDS):
        anywhere = (1 - _DAMPING + _DAMPING * sum(ranks[node] for node in alone)) / size
        moved = [anywhere] * size
        for node, links in enumerate(shares):
            for other, share in links:
                moved[other] += _DAMPING * ranks[node] * share
        change = sum(abs(new - old) for new, old in zip(moved, ranks, strict=True))
        ranks = moved
        if change < size * _TOLERANCE:
            break
    return _rounded(numbered.names, dict(enumerate(ranks)))


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
