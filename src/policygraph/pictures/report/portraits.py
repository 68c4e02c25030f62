"""Portraits: what a body or a theme has to do with, each figure with its quotations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from policygraph.core.namespaces import IRI, POL
from policygraph.pictures.model import Node, NodeKind, Projection
from policygraph.pictures.report.anchors import anchor, pair_anchor
from policygraph.pictures.report.quotations import Evidence
from policygraph.pictures.words import say

PROPERTIES: Mapping[NodeKind, IRI] = {
    "body": POL.responsibleBody,
    "theme": POL.hasTheme,
    "actor": POL.involvesActor,
    "instrument": POL.usesInstrument,
    "commitment": POL.commitment,
}


@dataclass(frozen=True, slots=True)
class Cite:
    """A quotation that a figure stands on.

    Attributes:
        anchor: of the measure in the page.
        number: as ``5-1-C-2-1``.
        title: of the measure, or its first words.
        words: that make the link; empty where none do.
        origin: how the link came to be, where no words make it.
    """

    anchor: str
    number: str
    title: str
    words: str
    origin: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it stands on.

    Attributes:
        anchor: of the row in the page.
        label: of the other thing.
        href: of its own portrait; empty where it has none.
        count: measures.
        cites: quotations, some of them where there are very many.
        collective: the other thing is a collective name.
    """

    anchor: str
    label: str
    href: str
    count: int
    cites: tuple[Cite, ...]
    collective: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One side of a portrait.

    Attributes:
        heading: what it is.
        figures: those of the most measures.
        rest: how many more there are.
    """

    heading: str
    figures: tuple[Figure, ...]
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Portrait:
    """A body or theme.

    Attributes:
        anchor: in the page.
        label: its name.
        iri: of the thing.
        collective: a collective name.
        summary: a sentence of numbers.
        cites: quotations of all its measures, some where there are very many.
        count: its measures.
        facets: what it has to do with.
    """

    anchor: str
    label: str
    iri: IRI
    collective: bool
    summary: str
    count: int
    cites: tuple[Cite, ...]
    facets: tuple[Facet, ...]


def cite(
    evidence: Evidence, measures: Sequence[IRI], link: IRI, thing: IRI, language: str
) -> tuple[Cite, ...]:
    """The quotations of measures that are linked to a thing, with the words that say so."""
    cites = []
    for measure in measures[: evidence.limits.quoted]:
        layer = evidence.links[measure].get(link, {}).get(thing, "stated")
        words = evidence.words.get((measure, thing), "")
        origin = "" if words else say(f"origin-{layer}", language)
        number = evidence.names[measure]
        title = evidence.titles.get(measure, "")
        cites.append(Cite(anchor("measure", measure), number, title, words, origin))
    return tuple(cites)


def make_portrait(
    node: Node,
    projections: Sequence[Projection],
    evidence: Evidence,
    summary: str,
    has_portrait: Callable[[Node], bool],
) -> Portrait:
    """Put together what is known of a body or theme.

    Args:
        node: the body or theme.
        projections: that it is in, in the order of the facets.
        evidence: of the quoted measures.
        summary: a sentence of numbers.
        has_portrait: whether another thing has a portrait to lead to.
    """
    link = PROPERTIES[node.kind]
    language = projections[0].options.language
    return Portrait(
        anchor=anchor(node.kind, node.iri),
        label=node.label,
        iri=node.iri,
        collective=node.collective,
        summary=summary,
        count=node.weight,
        cites=cite(evidence, evidence.measures((link, node.iri)), link, node.iri, language),
        facets=tuple(
            facet
            for projection in projections
            if (facet := _facet(node, projection, evidence, has_portrait)).figures
        ),
    )


def _facet(
    node: Node, projection: Projection, evidence: Evidence, has_portrait: Callable[[Node], bool]
) -> Facet:
    language, link = projection.options.language, PROPERTIES[node.kind]
    nodes, figures = projection.by_iri, []
    other_kind = projection.target if projection.source == node.kind else projection.source
    touching = [edge for edge in projection.edges if node.iri in (edge.source, edge.target)]
    for edge in touching[: evidence.limits.figures]:
        other = nodes[edge.target if edge.source == node.iri else edge.source]
        other_link = PROPERTIES[other.kind]
        measures = evidence.measures((link, node.iri), (other_link, other.iri))
        figures.append(
            Figure(
                anchor=pair_anchor(node.kind, node.iri, other.kind, other.iri),
                label=other.label,
                href=anchor(other.kind, other.iri) if has_portrait(other) else "",
                count=edge.weight,
                cites=cite(evidence, measures, other_link, other.iri, language),
                collective=other.collective,
            )
        )
    if other_kind == "commitment":
        order = {n.label: n.order for n in projection.nodes if n.kind == "commitment"}
        figures.sort(key=lambda figure: order[figure.label])
    heading = say(f"facet-{node.kind}-{other_kind}", language)
    return Facet(heading, tuple(figures), len(touching) - len(figures))
