"""Gather what the report shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.bars import Body, read_bodies
from policygraph.pictures.draw.coverage import Coverage, read_coverage
from policygraph.pictures.flows import Flow, read_flow
from policygraph.pictures.kinds import KINDS, MEASURES, STRUCTURE
from policygraph.pictures.model import Node, Options, Progress, Projection
from policygraph.pictures.names import natural, short_names
from policygraph.pictures.project import hash_bound, project
from policygraph.pictures.queries import run
from policygraph.pictures.report.anchors import anchor
from policygraph.pictures.report.portraits import Portrait, make_portrait
from policygraph.pictures.report.quotations import (
    SAMPLED,
    WHOLE,
    Evidence,
    Quotation,
    read_evidence,
)
from policygraph.pictures.sources import Source, read_source
from policygraph.pictures.structure import Part, read_parts
from policygraph.pictures.words import say
from policygraph.store import Store

_FACETS = {
    "body": ("body-body", "body-actor", "body-theme", "body-instrument", "body-commitment"),
    "theme": ("body-theme", "theme-actor", "theme-theme", "theme-instrument", "theme-commitment"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of recognition or of an issue."""

    anchor: str
    number: str
    text: str
    lines: str
    issue: bool


@dataclass(frozen=True, slots=True)
class QuotedPart:
    """A part of a document with what is quoted of it.

    Attributes:
        anchor: in the page.
        label: its number and title.
        level: of its heading, 3 to 6.
        sentences, quotations: that stand in it.
    """

    anchor: str
    label: str
    level: int
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class Content:
    """All that the report shows.

    Attributes:
        language: ``ja`` or ``en``.
        numbers: of the query ``numbers``.
        projections: by kind.
        parts: in reading order.
        quoted_parts: those of which something is quoted.
        bodies, themes: portraits.
        left_out: bodies and themes without a portrait.
        total: measures there are.
    """

    language: str
    source: Source
    numbers: dict[str, int]
    projections: dict[str, Projection]
    parts: Sequence[Part]
    quoted_parts: Sequence[QuotedPart]
    evidence: Evidence
    counts: Sequence[Body]
    flow: Flow
    coverage: Coverage
    bodies: Sequence[Portrait]
    themes: Sequence[Portrait]
    left_out: dict[str, int]
    total: int

    @property
    def portrayed(self) -> set[IRI]:
        """The bodies and themes that have a portrait."""
        return {portrait.iri for portrait in (*self.bodies, *self.themes)}

    @property
    def rows(self) -> set[str]:
        """The anchors of the portraits' rows."""
        portraits = (*self.bodies, *self.themes)
        return {f.anchor for p in portraits for facet in p.facets for f in facet.figures}

    @property
    def quoted(self) -> set[IRI]:
        """The measures that are quoted."""
        return set(self.evidence.links)


def gather(
    store: Store, options: Options, *, portraits: int, quotations: int, progress: Progress
) -> Content:
    """Ask all queries of the report.

    Args:
        store: any store.
        options: which links count, and the language.
        portraits: of bodies, and of themes, at most.
        quotations: measures that are quoted at most, besides one for each figure shown; of more
            measures, a sample.
        progress: told of each step.
    """
    language = options.language
    source = read_source(store, language)
    numbers = {row.key: row.count for row in run(store, "numbers", language, ())}
    projections = {
        kind: project(store, kind, options, progress=progress)
        for kind in KINDS
        if kind != STRUCTURE
    }
    chosen = {kind: list(projections[f"{kind}-{kind}"].nodes)[:portraits] for kind in _FACETS}
    total = numbers["measures"]
    progress("quotations")
    measures = _quoted(store, projections, chosen, total, quotations)
    limits = WHOLE if total <= quotations else SAMPLED
    evidence = read_evidence(store, measures, language, limits)
    parts = read_parts(store, language)
    counts = read_bodies(store, options)
    progress("portraits")
    bodies, themes = (_portraits(kind, chosen, projections, evidence, counts) for kind in _FACETS)
    return Content(
        language=language,
        source=source,
        numbers=numbers,
        projections=projections,
        parts=parts,
        quoted_parts=_quoted_parts(store, parts, evidence, total, quotations),
        evidence=evidence,
        counts=counts,
        flow=read_flow(store, options),
        coverage=read_coverage(store, source, language),
        bodies=bodies,
        themes=themes,
        left_out={
            kind: len(projections[f"{kind}-{kind}"].nodes) - len(chosen[kind]) for kind in _FACETS
        },
        total=total,
    )


def _quoted(
    store: Store, projections: dict[str, Projection], chosen: dict[str, list[Node]], total: int,
    most: int,
) -> set[IRI]:  # fmt: skip
    """A sample of the measures, and an example of each figure that the portraits show."""
    listed = run(store, "measures", "ja", (), layer="/graph/", below=hash_bound(total, most))
    measures = {row.node for row in listed}
    if total <= most:
        return measures
    shown = {node.iri for nodes in chosen.values() for node in nodes}
    for kind, projection in projections.items():
        if kind != MEASURES:
            seen: dict[IRI, int] = defaultdict(int)
            for edge in projection.edges:
                for end in (edge.source, edge.target):
                    if end in shown and seen[end] < SAMPLED.figures:
                        seen[end] += 1
                        measures.add(IRI(edge.example))
    return measures


def _portraits(
    kind: str, chosen: dict[str, list[Node]], projections: dict[str, Projection],
    evidence: Evidence, counts: Sequence[Body],
) -> list[Portrait]:  # fmt: skip
    portrayed = {node.iri for nodes in chosen.values() for node in nodes}
    by_iri = {body.iri: body for body in counts}
    found = []
    for node in chosen[kind]:
        shown = [projections[name] for name in _FACETS[kind]]
        language = shown[0].options.language
        summary = _summary(by_iri[node.iri], language) if kind == "body" else ""
        found.append(
            make_portrait(node, shown, evidence, summary, lambda other: other.iri in portrayed)
        )
    return found


def _summary(body: Body, language: str) -> str:
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
    store: Store, parts: Sequence[Part], evidence: Evidence, total: int, most: int
) -> list[QuotedPart]:
    sentences: dict[IRI, list[Sentence]] = defaultdict(list)
    rows = list(run(store, "sentences", "ja", (), below=hash_bound(total, most)))
    numbers = short_names(row.unit for row in rows)
    for row in rows:
        number = numbers[row.unit]
        sentences[row.part].append(
            Sentence(anchor("unit", row.unit), number, row.text, row.lines, row.issue)
        )
    bullets: dict[IRI, list[Quotation]] = defaultdict(list)
    for quotation in evidence.quotations:
        bullets[quotation.group].append(quotation)
    filled = {*sentences, *bullets}
    kept = _with_ancestors(parts, filled)
    return [
        QuotedPart(
            anchor("part", part.iri), part.label, min(6, 3 + part.depth),
            tuple(sentences[part.iri]),
            tuple(sorted(bullets[part.iri], key=lambda q: natural(q.number))),
        )
        for part in parts
        if part.iri in kept
    ]  # fmt: skip


def _with_ancestors(parts: Sequence[Part], filled: set[IRI]) -> set[IRI]:
    parents = {part.iri: part.parent for part in parts}
    kept: set[IRI] = set()
    for iri in filled:
        upper: IRI | None = iri
        while upper is not None and upper not in kept:
            kept.add(upper)
            upper = parents.get(upper)
    return kept
