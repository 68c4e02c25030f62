"""Gather what the report shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.core.namespaces import IRI
from policygraph.core.places import SourcePlace
from policygraph.pictures.document_parts import (
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
from policygraph.pictures.ranking import cut_fairly, most_shown
from policygraph.pictures.report.evidence import (
    SAMPLED,
    WHOLE,
    Cite,
    Evidence,
    QuotedBullet,
    read_evidence,
    row_anchor,
    say,
)
from policygraph.pictures.report.since import SinceEdition, read_since
from policygraph.store import Store

THEME: Final = "theme"
PORTRAYED: Final = {BODY: "bodies", THEME: "themes"}  # kinds with portraits: their sections
_NAMED: Final = 5  # figures in the heading of a facet
_ALONE: Final = ("actor-actor", MEASURES)  # networks that no portrait shows


@dataclass(frozen=True, slots=True)
class QuotedSentence:
    """A sentence of recognition or of an issue."""

    iri: IRI
    number: str
    text: str
    place: SourcePlace


@dataclass(frozen=True, slots=True)
class QuotedPart:
    """A part of a document with what is quoted of it."""

    part: DocumentPart
    sentences: Sequence[QuotedSentence]
    bullets: Sequence[QuotedBullet]


@dataclass(frozen=True, slots=True)
class CitedFigure:
    """How many measures join a thing to that of a portrait, and those that are quoted for it."""

    node: Node
    count: int
    cites: Sequence[Cite]


@dataclass(frozen=True, slots=True)
class Facet:
    """One side of a portrait.

    Attributes:
        heading: what it is.
        figures: those of the most measures, or all of a scale, in its order.
        rest, most: how many more there are, and the largest number among them.
        named: how many of them the heading names.
        unnamed, most_unnamed: as `rest` and `most`, of those that the heading does not name.
    """

    heading: str
    figures: Sequence[CitedFigure]
    rest: int
    most: int
    named: int
    unnamed: int
    most_unnamed: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """A body or theme with what it has to do with, and the measures that are quoted for it."""

    node: Node
    cites: Sequence[Cite]
    facets: Sequence[Facet]


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
        left_out: things without a portrait, by kind, most measures first.
        since: what became of the edition before, where the graph has two.
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
    left_out: Mapping[str, Sequence[Node]]
    since: SinceEdition | None

    @property
    def portrayed(self) -> set[IRI]:
        """The bodies and themes that have a portrait."""
        return {found.node.iri for group in self.portraits.values() for found in group}

    @property
    def sentences(self) -> set[IRI]:
        """The sentences that are quoted."""
        return {sentence.iri for part in self.quoted_parts for sentence in part.sentences}

    @property
    def rows(self) -> set[str]:
        """The anchors of the portraits' rows."""
        portraits = [found for group in self.portraits.values() for found in group]
        return {
            row_anchor(p.node, figure.node)
            for p in portraits for facet in p.facets for figure in facet.figures
        }  # fmt: skip

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
    numbers = read_numbers(store)
    limits = WHOLE if numbers["measures"] <= options.most_measures else SAMPLED
    most = min(portraits, limits.portraits)
    chosen = {
        key: found[: cut_fairly([node.weight for node in found], most).shown]
        for key, found in nodes.items()
    }
    below = hash_bound(numbers["measures"], options.most_measures)
    progress("quotations")
    since = read_since(store, options)
    measures = _quoted(store, projections, chosen, below) | (since.measures if since else set())
    evidence = read_evidence(store, measures, links, language, limits)
    parts, notice = read_parts(store, language), read_notice(store, language)
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
        bodies=read_bodies(store, options),
        flow=read_flow(store, options),
        coverage=read_coverage(store, notice, language),
        portraits={
            key: [
                _portrait(node, kinds[key], [projections[name] for name in facets[key]], evidence)
                for node in group
            ]
            for key, group in chosen.items()
        },
        left_out={key: nodes[key][len(chosen[key]) :] for key in PORTRAYED},
        since=since,
    )


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
                    if end in shown and seen[end] < most_shown(SAMPLED.figures):
                        seen[end] += 1
                        measures.add(IRI(edge.example))
    return measures


def _quoted_parts(
    store: Store, parts: Sequence[DocumentPart], evidence: Evidence, below: str
) -> list[QuotedPart]:
    """The parts of which something is quoted, and those around them."""
    sentences: dict[IRI | None, list[QuotedSentence]] = defaultdict(list)
    rows = list(run(store, "sentences", "ja", (), below=below))
    numbers = short_numbers(row.unit for row in rows)
    for row in rows:
        place = SourcePlace(
            row.firstLine or 0, row.lastLine or 0, row.sourcePage or 0, row.lastPage or 0,
            row.paragraph or 0, row.element or "",
        )  # fmt: skip
        sentence = QuotedSentence(row.unit, numbers[row.unit], row.text, place)
        sentences[row.part].append(sentence)
    bullets: dict[IRI | None, list[QuotedBullet]] = defaultdict(list)
    for bullet in evidence.bullets:
        bullets[bullet.part].append(bullet)
    kept = {*sentences, *bullets}
    for part in reversed(parts):  # from the innermost on
        if part.iri in kept:
            kept.add(part.parent)
    return [
        QuotedPart(part, sentences[part.iri], bullets[part.iri])
        for part in parts
        if part.iri in kept
    ]


def _portrait(
    node: Node, kind: NodeKind, projections: Sequence[Projection], evidence: Evidence
) -> Portrait:
    """What a body or theme has to do with, a facet for each projection that it has a link in."""
    measures, language = evidence.measures((kind.link, node.iri)), projections[0].options.language
    cites = evidence.cite(measures, kind.link, node.iri, language)
    facets = (_facet(node, kind, projection, evidence) for projection in projections)
    return Portrait(node, cites, [facet for facet in facets if facet.figures or facet.rest])


def _facet(node: Node, kind: NodeKind, projection: Projection, evidence: Evidence) -> Facet:
    language, nodes = projection.options.language, projection.by_iri
    source, target = projection.kind.source, projection.kind.target
    other_kind = target if source.key == kind.key else source
    touching = [edge for edge in projection.edges if node.iri in (edge.source, edge.target)]
    counts = [edge.weight for edge in touching]
    # A scale is short, and to cut it would hide one of its ends.
    scaled = any(other.order for other in projection.of_kind(other_kind.key))
    shown = len(counts) if scaled else _without_ties(counts, evidence.limits.figures)
    named = len(counts) if scaled else min(shown, _without_ties(counts, _NAMED))
    figures = []
    for edge in touching[:shown]:
        other = nodes[edge.target if edge.source == node.iri else edge.source]
        measures = evidence.measures((kind.link, node.iri), (other_kind.link, other.iri))
        cites = evidence.cite(measures, other_kind.link, other.iri, language)
        figures.append(CitedFigure(other, edge.weight, cites))
    figures.sort(key=lambda figure: figure.node.order)  # what is on a scale, in its order
    heading = _facet_heading(kind, other_kind, language)
    return Facet(
        heading, figures,
        rest=len(counts) - shown, most=max(counts[shown:], default=0),
        named=named, unnamed=len(counts) - named, most_unnamed=max(counts[named:], default=0),
    )  # fmt: skip


def _without_ties(counts: Sequence[int], most: int) -> int:
    """How many to show; none of a tie that could not be shown whole."""
    cut = cut_fairly(counts, most)
    return sum(count > counts[cut.shown] for count in counts) if cut.splits else cut.shown


def _facet_heading(kind: NodeKind, other: NodeKind, language: str) -> str:
    """What one side of a portrait is called."""
    for message in (f"facet-{kind.key}-{other.key}", f"facet-{other.key}"):
        if message in say:
            return say(message, language)
    return other.name(language)
