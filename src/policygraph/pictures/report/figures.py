"""The pictures of the report with the tables behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.bars import draw_bars
from policygraph.pictures.draw.coverage import draw_coverage
from policygraph.pictures.draw.flow import draw_flow
from policygraph.pictures.draw.heatmap import draw_commitment, draw_heatmap
from policygraph.pictures.draw.network import draw_network
from policygraph.pictures.draw.sheet import Picture
from policygraph.pictures.draw.structure import draw_structure
from policygraph.pictures.model import Options
from policygraph.pictures.report.anchors import anchor, pair_anchor
from policygraph.pictures.report.content import Content
from policygraph.pictures.report.inline import inline_svg
from policygraph.pictures.report.tables import (
    Table,
    bars_table,
    coverage_table,
    flow_table,
    matrix_table,
    measures_table,
    pairs_table,
    structure_table,
)


@dataclass(frozen=True, slots=True)
class FigureWithTable:
    """A picture in the page.

    Attributes:
        anchor: in the page.
        title: of the picture.
        svg: the picture.
        table: the numbers behind it.
    """

    anchor: str
    title: str
    svg: str
    table: Table


class _Links:
    """Where things lead in the page."""

    def __init__(self, content: Content) -> None:
        self.portrayed = content.portrayed
        self.kinds = {node.iri: node.kind for p in content.projections.values() for node in p.nodes}
        self.parts = {part.anchor for part in content.quoted_parts}
        self.quoted, self.rows = content.quoted, content.rows

    def thing(self, iri: str) -> str | None:
        """A body, theme, measure or part."""
        if iri in self.portrayed:
            return f"#{anchor(self.kinds[IRI(iri)], iri)}"
        if iri in self.quoted:
            return f"#{anchor('measure', iri)}"
        part = anchor("part", iri)
        return f"#{part}" if part in self.parts else None

    def pair(self, body: str, other: str) -> str | None:
        """A body's row, or its portrait where that shows no such row."""
        row = pair_anchor("body", body, self.kinds[IRI(other)], other)
        return f"#{row}" if row in self.rows else self.thing(body)


def draw_figures(content: Content, options: Options) -> Iterator[FigureWithTable]:
    """Draw the pictures, one after another.

    Args:
        content: of the report.
        options: with which it was gathered.
    """
    language, source, networks = content.language, content.source, content.projections
    links, portrayed = _Links(content), content.portrayed
    parts = {part.iri for part in content.parts if anchor("part", part.iri) in links.parts}
    yield _figure(
        "structure",
        draw_structure(content.parts, source, language, link=links.thing),
        structure_table(content.parts, parts, language),
    )
    yield _figure(
        "bars",
        draw_bars(content.counts, source, language, link=links.thing),
        bars_table([body for body in content.counts if body.iri in portrayed], language),
    )
    for kind in ("body-theme", "body-instrument"):
        yield _figure(
            kind,
            draw_heatmap(networks[kind], source, link=links.thing, cell_link=links.pair),
            matrix_table(networks[kind], portrayed, content.rows, transposed=True),
        )
    yield _figure(
        "commitment",
        draw_commitment(
            networks["body-commitment"], source, link=links.thing, cell_link=links.pair
        ),
        matrix_table(networks["body-commitment"], portrayed, content.rows, transposed=False),
    )
    yield _figure(
        "flow",
        draw_flow(content.flow, source, options, link=links.thing),
        flow_table(content.flow, parts, portrayed, language),
    )
    yield _figure(
        "body-actor",
        draw_network(networks["body-actor"], source, link=links.thing),
        matrix_table(networks["body-actor"], portrayed, content.rows, transposed=True),
    )
    for kind in ("body-body", "actor-actor", "theme-theme"):
        yield _figure(
            kind,
            draw_network(networks[kind], source, link=links.thing),
            pairs_table(networks[kind], content.evidence, portrayed),
        )
    yield _figure(
        "measure-measure",
        draw_network(networks["measure-measure"], source, link=links.thing),
        measures_table(networks["measure-measure"], content.quoted),
    )
    yield _figure(
        "coverage",
        draw_coverage(content.coverage, source, language, link=links.thing),
        coverage_table(content.coverage, content.evidence, language),
    )


def _figure(name: str, picture: Picture, table: Table) -> FigureWithTable:
    return FigureWithTable(f"figure-{name}", picture.title, inline_svg(picture, name), table)
