"""What of a network is drawn: the heaviest nodes, and of their links what can be read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.notes import rest_note
from policygraph.pictures.model import Edge, Node, Projection
from policygraph.pictures.words import say

_MOST_LINKS = 3  # drawn a node, on average


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a projection is drawn.

    Attributes:
        nodes: heaviest first, each with at least one link among them.
        edges: heaviest first.
        notes: what is left out.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    notes: tuple[str, ...]


def select(projection: Projection, top: int) -> Selection:
    """Keep what can be read: the heaviest nodes of each kind, and their heaviest links.

    Every node keeps its heaviest link, whatever the number of links; a node without a link to
    another that is shown is left out. All links of a weight are drawn or none, so that none is
    hidden by chance; but for a node's heaviest.
    """
    kinds = list(dict.fromkeys((projection.source, projection.target)))
    heaviest = [
        node for kind in kinds for node in [n for n in projection.nodes if n.kind == kind][:top]
    ]
    known = {node.iri for node in heaviest}
    inner = [edge for edge in projection.edges if edge.source in known and edge.target in known]
    kept, least = _readable(inner, known)
    linked = {iri for edge in kept for iri in (edge.source, edge.target)}
    nodes = tuple(node for node in heaviest if node.iri in linked)
    language = projection.options.language
    notes = [_rest(projection, kind, top) for kind in kinds]
    for kind in kinds:
        alone = sum(node.kind == kind and node.iri not in linked for node in heaviest)
        if alone:
            words = say(f"kinds-{kind}", language)
            notes.append(say("network-alone", language, count=alone, kind=words))
    if len(kept) < len(inner):
        notes.append(say("network-edges", language, shown=len(kept), total=len(inner), least=least))
    return Selection(nodes, tuple(kept), tuple(filter(None, notes)))


def _readable(edges: Sequence[Edge], nodes: Collection[IRI]) -> tuple[list[Edge], int]:
    """The links that are drawn, and the weight from which all are."""
    best: dict[IRI, Edge] = {}
    for edge in edges:
        best.setdefault(edge.source, edge)
        best.setdefault(edge.target, edge)
    most = max(len(nodes) * _MOST_LINKS, 1)
    least = edges[most].weight + 1 if len(edges) > most else 0
    widest = {(edge.source, edge.target) for edge in best.values()}
    kept = [e for e in edges if e.weight >= least or (e.source, e.target) in widest]
    return kept, least


def _rest(projection: Projection, kind: str, top: int) -> str:
    language = projection.options.language
    counts = [node.weight for node in projection.nodes if node.kind == kind]
    if kind == "measure" and len(counts) > top:
        return say("rest-measures", language, shown=top, rest=len(counts) - top)
    return rest_note(len(counts), top, counts, f"kinds-{kind}", language)
