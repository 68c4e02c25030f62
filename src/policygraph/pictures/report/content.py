"""Gather what the report shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.core.namespaces import IRI
from policygraph.pictures.documents import (
    DocumentPart,
    SourceNotice,
    read_notice,
    read_parts,
    short_numbers,
)
from policygraph.pictures.draw.bars import BodyMeasures, read_bodies
from policygraph.pictures.draw.coverage import Coverage, read_coverage
from policygraph.pictures.draw.flow import Flow, read_flow
from policygraph.pictures.networks import (
    BODY,
    MEASURES,
    Node,
    NodeKind,
    Options,
    Progress,
    Projection,
    find_network,
    node_kinds,
)
from policygraph.pictures.project import project
from policygraph.pictures.queries import hash_bound, links_of, read_numbers, run
from policygraph.pictures.report.evidence import (
    SAMPLED,
    WHOLE,
    Cite,
    Evidence,
    QuotedBullet,
    anchor,
    pair_anchor,
    read_evidence,
    say,
)
from policygraph.store import Store

THEME: Final = "theme"
PORTRAYED: Final = {BODY: "bodies", THEME: "themes"}  # kinds with portraits: their sections
_ALONE: Final = ("actor-actor", MEASURES)  # networks that no portrait shows


@dataclass(frozen=True, slots=True)
class QuotedSentence:
    """A sentence of recognition or of an issue."""

    anchor: str
    number: str
    text: str
    lines: str


@dataclass(frozen=True, slots=True)
class QuotedPart:
    """A part of a document with what is quoted of it.

    Attributes:
        anchor: in the page.
        label: its number and title.
        level: of its heading, 3 to 6.
        sentences, bullets: that stand in it.
    """

    anchor: str
    label: str
    level: int
    sentences: tuple[QuotedSentence, ...]
    bullets: tuple[QuotedBullet, ...]


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


@dataclass(frozen=True)
class Content:
    """All that the report shows.

    Attributes:
        options: what is counted, and the language.
        kinds: of things that measures are linked to, by key.
        numbers: of the query ``numbers``.
        projections: by name.
        parts: in reading order.
        quoted_parts: those of which something is quoted.
        portraits: by kind.
        left_out: things without a portrait, by kind.
    """

    options: Options
    notice: SourceNotice
    kinds: Mapping[str, NodeKind]
    numbers: Mapping[str, int]
    projections: Mapping[str, Projection]
    parts: Sequence[DocumentPart]
    quoted_parts: Sequence[QuotedPart]
    evidence: Evidence
    bodies: Sequence[BodyMeasures]
    flow: Flow
    coverage: Coverage
    portraits: Mapping[str, Sequence[Portrait]]
    left_out: Mapping[str, int]

    @property
    def portrayed(self) -> set[IRI]:
        """The bodies and themes that have a portrait."""
        return {found.node.iri for group in self.portraits.values() for found in group}

    @property
    def rows(self) -> set[str]:
        """The anchors of the portraits' rows."""
        portraits = [found for group in self.portraits.values() for found in group]
        return {f.anchor for p in portraits for facet in p.facets for f in facet.figures}

    @property
    def quoted(self) -> set[IRI]:
        """The measures that are quoted."""
        return set(self.evidence.links)


def gather(store: Store, options: Options, *, portraits: int, progress: Progress) -> Content:
    """Ask all queries of the report.

    Args:
        store: any store.
        options: which links count, and the language; of more measures than ``most_measures`` a sample
            is quoted, besides one for each figure shown.
        portraits: of bodies, and of themes, at most.
        progress: told of each step.
    """
    language, links = options.language, links_of(store)
    kinds = node_kinds(links)
    facets = {
        BODY: [f"{BODY}-{key}" for key in kinds],
        THEME: [f"{BODY}-{THEME}", *(f"{THEME}-{key}" for key in kinds if key != BODY)],
    }
    names = dict.fromkeys([*(name for facet in facets.values() for name in facet), *_ALONE])
    projections = {
        name: project(store, find_network(name, links), options, progress=progress)
        for name in names
    }
    nodes = {key: projections[f"{key}-{key}"].nodes for key in PORTRAYED}
    chosen = {key: found[:portraits] for key, found in nodes.items()}
    numbers = read_numbers(store)
    below = hash_bound(numbers["measures"], options.most_measures)
    progress("quotations")
    measures = _quoted(store, projections, chosen, below)
    limits = WHOLE if numbers["measures"] <= options.most_measures else SAMPLED
    evidence = read_evidence(store, measures, links, language, limits)
    parts, notice = read_parts(store, language), read_notice(store, language)
    bodies = read_bodies(store, options)
    summaries = {body.iri: _summary(body, language) for body in bodies}
    portrayed = {node.iri for group in chosen.values() for node in group}
    progress("portraits")
    return Content(
        options=options,
        notice=notice,
        kinds=kinds,
        numbers=numbers,
        projections=projections,
        parts=parts,
        quoted_parts=_quoted_parts(store, parts, evidence, below),
        evidence=evidence,
        bodies=bodies,
        flow=read_flow(store, options),
        coverage=read_coverage(store, notice, language),
        portraits={
            key: [
                _portrait(
                    node, kinds[key], [projections[name] for name in facets[key]], evidence,
                    summaries.get(node.iri, ""), portrayed,
                )
                for node in group
            ]
            for key, group in chosen.items()
        },
        left_out={key: len(nodes[key]) - len(chosen[key]) for key in PORTRAYED},
    )  # fmt: skip


def _quoted(
    store: Store, projections: Mapping[str, Projection], chosen: Mapping[str, Sequence[Node]],
    below: str,
) -> set[IRI]:  # fmt: skip
    """A sample of the measures, and an example of each figure that the portraits show."""
    measures = {row.node for row in run(store, "measures", "ja", (), layer="/graph/", below=below)}
    shown = {node.iri for nodes in chosen.values() for node in nodes}
    for projection in projections.values():
        if not projection.between_measures:
            seen: dict[IRI, int] = defaultdict(int)
            for edge in projection.edges:
                for end in (edge.source, edge.target):
                    if end in shown and seen[end] < SAMPLED.figures:
                        seen[end] += 1
                        measures.add(IRI(edge.example))
    return measures


def _summary(body: BodyMeasures, language: str) -> str:
    key = "summary-collective" if body.collective else "summary-body"
    return say(
        key,
        language,
        measures=body.measures,
        alone=body.alone,
        shared=body.shared,
        collective=body.with_collective,
        printed=body.measures + body.restated,
    )


def _quoted_parts(
    store: Store, parts: Sequence[DocumentPart], evidence: Evidence, below: str
) -> list[QuotedPart]:
    sentences: dict[IRI, list[QuotedSentence]] = defaultdict(list)
    rows = list(run(store, "sentences", "ja", (), below=below))
    numbers = short_numbers(row.unit for row in rows)
    for row in rows:
        sentences[row.part].append(
            QuotedSentence(anchor("unit", row.unit), numbers[row.unit], row.text, row.lines)
        )
    bullets: dict[IRI | None, list[QuotedBullet]] = defaultdict(list)
    for bullet in evidence.bullets:
        bullets[bullet.part].append(bullet)
    kept = _with_ancestors(parts, {*sentences, *bullets})
    return [
        QuotedPart(
            anchor("part", part.iri), part.label, min(6, 3 + part.depth),
            tuple(sentences[part.iri]), tuple(bullets[part.iri]),
        )
        for part in parts
        if part.iri in kept
    ]  # fmt: skip


def _with_ancestors(
    parts: Sequence[DocumentPart], filled: Collection[IRI | None]
) -> set[IRI | None]:
    parents = {part.iri: part.parent for part in parts}
    kept: set[IRI | None] = set()
    for iri in filled:
        upper = iri
        while upper is not None and upper not in kept:
            kept.add(upper)
            upper = parents.get(upper)
    return kept


def _portrait(
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
    heading = _facet_heading(kind, other_kind, language)
    return Facet(heading, tuple(figure for _, figure in figures), len(touching) - len(figures))


def _facet_heading(kind: NodeKind, other: NodeKind, language: str) -> str:
    """What one side of a portrait is called."""
    for message in (f"facet-{kind.key}-{other.key}", f"facet-{other.key}"):
        if message in say:
            return say(message, language)
    return other.name(language)
