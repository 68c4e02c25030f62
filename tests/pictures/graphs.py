"""Projections made by hand, of which every number is known."""

from __future__ import annotations

from collections.abc import Sequence

from policygraph.core.namespaces import IRI
from policygraph.pictures.networks import Edge, Node, Options, Projection, find_network


def make(
    links: Sequence[tuple[str, str, int]],
    kind: str = "theme-theme",
    collective: Sequence[str] = (),
    language: str = "en",
) -> Projection:
    """A projection of these links; names double as labels."""
    network = find_network(kind)
    kinds: dict[str, str] = {}
    for one, other, _ in links:
        kinds[one], kinds[other] = network.source.key, network.target.key
    weight = {n: max(w for *ends, w in links if n in ends) for n in kinds}
    nodes = [Node(IRI(f"urn:{n}"), n, k, weight[n], n in collective) for n, k in kinds.items()]
    edges = [Edge(IRI(f"urn:{a}"), IRI(f"urn:{b}"), w, "urn:measure/x/1-1") for a, b, w in links]
    return Projection(
        network, "Title", "Question?",
        tuple(sorted(nodes, key=lambda node: (-node.weight, node.iri))),
        tuple(sorted(edges, key=lambda edge: (-edge.weight, edge.source, edge.target))),
        options=Options(language=language),
    )  # fmt: skip


TRIANGLE = make([("a", "b", 3), ("b", "c", 1), ("a", "c", 1), ("c", "d", 2)])
STAR = make([("hub", f"leaf{n:02}", 1) for n in range(20)])
# Two groups of ten, each joined within, and one link between them.
_GROUPS = [[f"{name}{n}" for n in range(10)] for name in "xy"]
CLIQUES = make(
    [(a, b, 2) for group in _GROUPS for a in group for b in group if a < b] + [("x0", "y0", 1)]
)
# Ten bodies that all have the same twelve themes.
COMPLETE = make([(f"b{m}", f"t{n:02}", 1) for m in range(10) for n in range(12)], kind="body-theme")
