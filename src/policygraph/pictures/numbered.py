"""A graph whose nodes are numbers, so that what is computed hangs on nothing but the graph.

Sets of strings have another order in every process, and networkx walks through sets: of a subgraph,
of a community, of neighbours. Sets of small integers have the same order in every process.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Numbered:
    """A graph over the numbers of its nodes.

    Attributes:
        graph: nodes from 0 on and edges with their attributes, both in ascending order.
        names: of the nodes by their numbers, sorted.
    """

    graph: nx.Graph
    names: tuple[str, ...]


def number_nodes(graph: nx.Graph) -> Numbered:
    """Number the nodes of an undirected graph, in whatever order it holds nodes and edges."""
    import networkx as nx

    names = tuple(sorted(graph))
    at = {name: number for number, name in enumerate(names)}
    edges = [(*sorted((at[a], at[b])), data) for a, b, data in graph.edges(data=True)]
    numbered = nx.Graph()
    numbered.add_nodes_from(range(len(names)))
    numbered.add_edges_from(sorted(edges, key=lambda edge: edge[:2]))
    return Numbered(numbered, names)
