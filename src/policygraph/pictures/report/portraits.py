"""Portraits: what a body or a theme has to do with, each figure with its quotations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from policygraph.core.namespaces import IRI
from policygraph.pictures.networks import Node, NodeKind, Projection
from policygraph.pictures.report.evidence import Cite, Evidence, anchor, pair_anchor, say


@dataclass(frozen=True, slots=True)
class CitedFigure:
    """A number with what it stands on.

    Attributes:
        anchor: of the row in the page.
        label: of the other thing.
        href: of its own portrait; empty where it has none.
        count: measures.
        cites: quotations, some of them where there are very many.
    """

    anchor: str
    label: str
    href: str
    count: int
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """One side of a portrait.

    Attributes:
        heading: what it is.
        figures: those of the most measures.
        rest: how many more there are.
    """

    heading: str
    figures: tuple[CitedFigure, ...]
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Portrait:
    """A body or theme.

    Attributes:
        anchor: in the page.
        node: the body or theme, with its measures.
        summary: a sentence of numbers, or nothing.
        cites: quotations of all its measures, some where there are very many.
        facets: what it has to do with.
    """

    anchor: str
    node: Node
    summary: str
    cites: tuple[Cite, ...]
    facets: tuple[Facet, ...]


def make_portrait(
    node: Node, kind: NodeKind, projections: Sequence[Projection], evidence: Evidence, summary: str,
    portrayed: Collection[IRI],
) -> Portrait:  # fmt: skip
    """Put together what is known of a body or theme.

    Args:
        node: the body or theme.
        kind: of the node.
        projections: that it is in, in the order of the facets.
        evidence: of the quoted measures.
        summary: a sentence of numbers.
        portrayed: the things that have a portrait to lead to.
    """
    language = projections[0].options.language
    measures = evidence.measures((kind.link, node.iri))
    facets = (_facet(node, kind, projection, evidence, portrayed) for projection in projections)
    return Portrait(
        anchor=anchor(kind.key, node.iri),
        node=node,
        summary=summary,
        cites=evidence.cite_words(measures, kind.link, node.iri, language),
        facets=tuple(facet for facet in facets if facet.figures),
    )


def _facet(
    node: Node, kind: NodeKind, projection: Projection, evidence: Evidence,
    portrayed: Collection[IRI],
) -> Facet:  # fmt: skip
    language, nodes = projection.options.language, projection.by_iri
    source, target = projection.kind.source, projection.kind.target
    other_kind = target if source.key == kind.key else source
    touching = [edge for edge in projection.edges if node.iri in (edge.source, edge.target)]
    shown = touching[: evidence.limits.figures]
    figures = []
    order = {other.iri: other.order for other in projection.nodes}
    for edge in shown:
        other = nodes[edge.target if edge.source == node.iri else edge.source]
        measures = evidence.measures((kind.link, node.iri), (other_kind.link, other.iri))
        figure = CitedFigure(
            anchor=pair_anchor(kind.key, node.iri, other.kind, other.iri),
            label=other.label,
            href=anchor(other.kind, other.iri) if other.iri in portrayed else "",
            count=edge.weight,
            cites=evidence.cite_words(measures, other_kind.link, other.iri, language),
        )
        figures.append((order[other.iri], figure))
    figures.sort(key=lambda entry: entry[0])  # what is on a scale, in its order
    heading = facet_heading(kind, other_kind, language)
    return Facet(heading, tuple(figure for _, figure in figures), len(touching) - len(figures))


def facet_heading(kind: NodeKind, other: NodeKind, language: str) -> str:
    """What one side of a portrait is called."""
    for message in (f"facet-{kind.key}-{other.key}", f"facet-{other.key}"):
        if message in say:
            return say(message, language)
    return other.name(language)
