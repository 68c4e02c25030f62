"""Write the report as one page of HTML that asks for nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policygraph.core.extras import require
from policygraph.core.html import render
from policygraph.core.messages import find_language
from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.bars import draw_bars, draw_structure
from policygraph.pictures.draw.coverage import draw_coverage
from policygraph.pictures.draw.flow import draw_flow
from policygraph.pictures.draw.heatmap import draw_commitment, draw_heatmap
from policygraph.pictures.draw.network import draw_network
from policygraph.pictures.draw.picture_formats import FONT_FAMILY, font_data, inline_svg
from policygraph.pictures.draw.sheet import Frame, Picture
from policygraph.pictures.draw.sheet import say as say_of_pictures
from policygraph.pictures.networks import (
    BODY,
    MEASURES,
    Layer,
    Options,
    Progress,
    Projection,
    no_progress,
)
from policygraph.pictures.networks import say as say_of_networks
from policygraph.pictures.report.content import PORTRAYED, Content, gather
from policygraph.pictures.report.evidence import anchor, row_anchor, say
from policygraph.pictures.report.highlights import find_highlights
from policygraph.questions.units import Run
from policygraph.store import Store

_COMMITMENT = "commitment"  # drawn as a profile
_TOPICS: Final = (say, say_of_networks, say_of_pictures)


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """A picture in the page with the table behind it.

    Attributes:
        name: of the picture; ``figure-`` before it is its id.
        title: of the picture.
        svg: the picture.
        table: the macro of ``tables.html`` that writes the numbers behind it.
        network: that it shows, if it shows one.
    """

    name: str
    title: str
    svg: str
    table: str
    network: Projection | None


class _Places:
    """Where things lead in the page."""

    def __init__(self, content: Content) -> None:
        self.portrayed, self.quoted, self.rows = content.portrayed, content.quoted, content.rows
        self.nodes = {node.iri: node for p in content.projections.values() for node in p.nodes}
        self.parts = {quoted.part.iri for quoted in content.quoted_parts}

    def portrait(self, iri: str) -> str:
        """Of a body or theme that has one."""
        node = self.nodes.get(IRI(iri))
        return anchor(node.kind, iri) if node and iri in self.portrayed else ""

    def part(self, iri: str) -> str:
        """Of a part of which something is quoted."""
        return anchor("part", iri) if iri in self.parts else ""

    def row(self, body: str, other: str) -> str:
        """Of a body's row, or of its portrait where that shows no such row."""
        found = row_anchor(self.nodes[IRI(body)], self.nodes[IRI(other)])
        return found if found in self.rows else anchor(BODY, body)

    def link(self, iri: str) -> str | None:
        """From a body, theme, measure or part in a picture."""
        place = self.portrait(iri) or self.part(iri)
        if not place and iri in self.quoted:
            place = anchor("measure", iri)
        return f"#{place}" if place else None

    def cell_link(self, body: str, other: str) -> str | None:
        """From a cell of a picture."""
        row = self.row(body, other)
        return f"#{row}" if row in self.rows else self.link(body)


def write_report(
    store: Store,
    language: str | None = None,
    *,
    layer: Layer = "all",
    portraits: int = 100,
    quotations: int = 600,
    progress: Progress = no_progress,
) -> str:
    """Write the report.

    Args:
        store: any store with a graph of ours.
        language: ``ja`` or ``en``; see `find_language`.
        layer: every link, or only those that the text itself states.
        portraits: of bodies, and of themes, at most.
        quotations: of more measures than these, a sample is quoted, besides one for each figure.
        progress: told of each step.

    Returns:
        A page of HTML: style, pictures and font are in it, and it has no script.

    Raises:
        UsageError: matplotlib is missing.
    """
    require("pictures", "matplotlib", "matplotlib_fontja")
    language = find_language(language)
    options = Options(layer=layer, language=language, most_measures=quotations)
    content = gather(store, options, portraits=portraits, progress=progress)
    places = _Places(content)
    figures, since = [], None
    if content.since:
        since = _figure("fates", draw_flow(content.since.flow, _frame(content, places)), "since")
    for figure in _figures(content, places):
        progress(figure.title)
        figures.append(figure)

    def t(key: str, **values: object) -> str:
        topic = next(topic for topic in _TOPICS if key in topic)
        return topic(key, language, **values)

    def meanings(run: Run) -> str:
        return t("and").join(sorted({meaning.label for meaning in run.meanings}))

    counted = [kind for key, kind in content.kinds.items() if key not in (BODY, _COMMITMENT)]
    return render(
        "pictures/report.html",
        language=language,
        content=content,
        highlights=find_highlights(content),
        counted=sorted(counted, key=lambda kind: kind.key not in PORTRAYED),
        things={link.link: link.things for link in content.coverage.links},
        bodies={body.iri: body for body in content.bodies},
        sections=PORTRAYED,
        figures=figures,
        since=since,
        places=places,
        t=t,
        knows=say.__contains__,
        anchor=anchor,
        row_anchor=row_anchor,
        meanings=meanings,
        font=font_data(figure.svg for figure in [*figures, *([since] if since else [])]),
        font_family=FONT_FAMILY,
    )


def _frame(content: Content, places: _Places) -> Frame:
    return Frame(content.options.language, content.notice, places.link, places.cell_link)


def _figure(
    name: str, picture: Picture, table: str, network: Projection | None = None
) -> ReportFigure:
    return ReportFigure(name, picture.title, inline_svg(picture, name), table, network)


def _figures(content: Content, places: _Places) -> Iterator[ReportFigure]:
    """Draw the pictures, one after another."""
    networks, frame, figure = content.projections, _frame(content, places), _figure
    yield figure("structure", draw_structure(content.parts, frame), "structure")
    yield figure("bars", draw_bars(content.bodies, frame), "bars")
    for key in content.kinds:
        if key not in (BODY, _COMMITMENT):
            name, network = f"{BODY}-{key}", networks[f"{BODY}-{key}"]
            yield figure(name, draw_heatmap(network, frame), "columns_of_bodies", network)
    network = networks[f"{BODY}-{_COMMITMENT}"]
    yield figure("commitment", draw_commitment(network, frame), "rows_of_bodies", network)
    yield figure("flow", draw_flow(content.flow, frame), "flow")
    for name in ("body-body", "actor-actor", "theme-theme"):
        yield figure(name, draw_network(networks[name], frame), "pairs", networks[name])
    network = networks[MEASURES]
    yield figure(MEASURES, draw_network(network, frame), "measures", network)
    yield figure("coverage", draw_coverage(content.coverage, frame), "coverage")
