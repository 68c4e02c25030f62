"""Move a graph to a publisher's own domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policygraph.core.names import ONTOLOGY_GRAPH, VOCABULARY_GRAPH
from policygraph.core.namespaces import BASE, IRI
from policygraph.core.terms import Quad
from policygraph.graph import Names

# What moves with `build --base-iri`; ontology, shapes, concepts, bodies, works, programmes and
# places keep their IRIs, so that saved queries run everywhere.
_MOVING = ("doc/", "measure/", "target/", "assertion/", "curation/", "agent/", "graph/", "dataset")
_STAYING = frozenset((ONTOLOGY_GRAPH, VOCABULARY_GRAPH))


def rebased(quads: Iterable[Quad], base_iri: str) -> Iterator[Quad]:
    """Quads as ``build --base-iri`` would have made them; those that have the base keep it.

    Args:
        quads: built under our own base.
        base_iri: the new one.

    Raises:
        UsageError: it cannot be a base IRI.
    """
    base = Names.under(base_iri).base

    def move(iri: IRI) -> IRI:
        local = iri.removeprefix(BASE)
        if local == iri or iri in _STAYING or not local.startswith(_MOVING):
            return iri
        return IRI(base + local)

    for subject, predicate, value, graph in quads:
        moved = move(value) if isinstance(value, IRI) else value
        yield move(subject), predicate, moved, move(graph)
