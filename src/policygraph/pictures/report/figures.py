"""The pictures of the report with the tables behind them, every figure with a way to its quotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.bars import draw_bars, draw_structure
from policygraph.pictures.draw.coverage import draw_coverage
from policygraph.pictures.draw.flow import draw_flow
from policygraph.pictures.draw.heatmap import draw_commitment, draw_heatmap
from policygraph.pictures.draw.network import draw_network
from policygraph.pictures.draw.picture_formats import inline_svg
from policygraph.pictures.draw.sheet import Frame, Picture
from policygraph.pictures.draw.sheet import say as say_of_pictures
from policygraph.pictures.networks import BODY, MEASURES, Node, NodeKind, Projection
from policygraph.pictures.networks import say as say_of_networks
from policygraph.pictures.report.content import Content
from policygraph.pictures.report.evidence import anchor, row_anchor, say

_MOST_ROWS = 120
# Actors are drawn as a network, commitments as a profile; every other kind as a heat map.
_NO_HEATMAP = (BODY, "actor", "commitment")


@dataclass(frozen=True, slots=True)
class ReportCell:
    """A cell: words, where they lead, and measures that are quoted behind them."""

    words: str
    href: str = ""
    is_number: bool = False
    measures: Sequence[IRI] = ()


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table.

    Attributes:
        heads: of the columns.
        rows: the first cell of each is its head.
        rest: rows that are left out.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[ReportCell]]
    rest: int = 0


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
    table: ReportTable


def draw_figures(content: Content) -> Iterator[FigureWithTable]:
    """Draw the pictures, one after another.

    Args:
        content: of the report.
    """
    networks, tables = content.projections, _Tables(content)
    frame = Frame(content.options.language, content.notice, tables.thing, tables.pair)

    def figure(name: str, picture: Picture, table: ReportTable) -> FigureWithTable:
        return FigureWithTable(f"figure-{name}", picture.title, inline_svg(picture, name), table)

    yield figure("structure", draw_structure(content.parts, frame), tables.structure())
    yield figure("bars", draw_bars(content.bodies, frame), tables.bars())
    for key in content.kinds:
        if key not in _NO_HEATMAP:
            network = networks[f"{BODY}-{key}"]
            table = tables.matrix(network, transposed=True)
            yield figure(network.kind.name, draw_heatmap(network, frame), table)
    network = networks["body-commitment"]
    table = tables.matrix(network, transposed=False)
    yield figure("commitment", draw_commitment(network, frame), table)
    yield figure("flow", draw_flow(content.flow, frame), tables.flow())
    network = networks["body-actor"]
    table = tables.matrix(network, transposed=True)
    yield figure("body-actor", draw_network(network, frame), table)
    for name in ("body-body", "actor-actor", "theme-theme"):
        yield figure(name, draw_network(networks[name], frame), tables.pairs(networks[name]))
    yield figure(MEASURES, draw_network(networks[MEASURES], frame), tables.measures())
    yield figure("coverage", draw_coverage(content.coverage, frame), tables.coverage())


def _number(count: int, href: str = "") -> ReportCell:
    """A cell with a number; an empty one where it is nought."""
    return ReportCell(f"{count:,}" if count else "", href if count else "", is_number=True)


def _plain(*counts: int) -> list[ReportCell]:
    return [ReportCell(f"{count:,}", is_number=True) for count in counts]


def _table(
    heads: Iterable[str], rows: Sequence[Sequence[ReportCell]], rest: int = 0
) -> ReportTable:
    return ReportTable(list(heads), rows[:_MOST_ROWS], rest or max(0, len(rows) - _MOST_ROWS))


class _Tables:
    """Makes the tables of a report, and knows where things lead in it."""

    def __init__(self, content: Content) -> None:
        self.content, self.language = content, content.options.language
        self.portrayed, self.quoted, self.rows = content.portrayed, content.quoted, content.rows
        self.nodes = {node.iri: node for p in content.projections.values() for node in p.nodes}
        self.parts = {quoted.part.iri for quoted in content.quoted_parts}

    def thing(self, iri: str) -> str | None:
        """Where a body, theme, measure or part leads."""
        href = self._portrait(IRI(iri)) or self._part(iri)
        if not href and iri in self.quoted:
            href = anchor("measure", iri)
        return f"#{href}" if href else None

    def pair(self, body: str, other: str) -> str | None:
        """To a body's row, or to its portrait where that shows no such row."""
        href = self._row(IRI(body), IRI(other))
        return f"#{href}" if href in self.rows else self.thing(body)

    def _portrait(self, iri: IRI) -> str:
        return anchor(self.nodes[iri].kind, iri) if iri in self.portrayed else ""

    def _part(self, iri: str) -> str:
        return anchor("part", iri) if iri in self.parts else ""

    def _row(self, body: IRI, other: IRI) -> str:
        found = row_anchor(self.nodes[body], self.nodes[other])
        return found if found in self.rows else anchor(BODY, body)

    def _cited(self, measures: Sequence[IRI]) -> ReportCell:
        return ReportCell("", measures=measures[: self.content.evidence.limits.quoted])

    def _heads(self, kind: NodeKind, *keys: str) -> list[str]:
        return [kind.name(self.language), *(say(f"table-{key}", self.language) for key in keys)]

    def _named(self, node: Node) -> ReportCell:
        return ReportCell(node.label, self._portrait(node.iri))

    def structure(self) -> ReportTable:
        """The parts with their sentences and bullets; figures lead to where these are quoted."""
        rows = []
        for part in self.content.parts:
            href = self._part(part.iri)
            counts = (part.sentences, part.bullets, part.restated)
            label = ReportCell("　" * part.depth + part.label, href)
            rows.append([label, *(_number(count, href) for count in counts)])
        return _table(self._heads(NodeKind("part"), "sentences", "bullets", "restated"), rows)

    def bars(self) -> ReportTable:
        """Measures per body."""
        rows = []
        for body in self.content.bodies:
            if href := self._portrait(body.iri):
                counts = (
                    body.measures, body.alone, body.shared, body.with_collective, body.restated,
                )  # fmt: skip
                label = ReportCell(body.label, href)
                rows.append([label, *(_number(count, href) for count in counts)])
        keys = ("measures", "alone", "shared", "collective", "restated")
        return _table(self._heads(self.content.kinds[BODY], *keys), rows)

    def matrix(self, network: Projection, *, transposed: bool) -> ReportTable:
        """Bodies against something else; each figure leads to the row of a body's portrait.

        Args:
            network: of bodies and something else.
            transposed: whether the bodies are the columns.
        """
        bodies = [node for node in network.of_kind(BODY) if node.iri in self.portrayed]
        bodies.sort(key=lambda node: (node.collective, -node.weight, node.iri))
        others, counts = network.of_kind(network.kind.target.key), {}
        for edge in network.edges:
            cell = _number(edge.weight, self._row(edge.source, edge.target))
            counts[edge.source, edge.target] = counts[edge.target, edge.source] = cell
        rows, columns = (others, bodies) if transposed else (bodies, others)
        kind = network.kind.target if transposed else network.kind.source
        return _table(
            [kind.name(self.language), *(node.label for node in columns)],
            [
                [self._named(row), *(counts.get((row.iri, c.iri), _number(0)) for c in columns)]
                for row in rows
            ],
        )

    def pairs(self, network: Projection) -> ReportTable:
        """The heaviest links between things of one kind, each with the measures that make it."""
        nodes, kind, evidence = network.by_iri, network.kind.source, self.content.evidence
        rows = []
        for edge in network.edges[:_MOST_ROWS]:
            measures = evidence.measures((kind.link, edge.source), (kind.link, edge.target))
            rows.append(
                [
                    self._named(nodes[edge.source]),
                    self._named(nodes[edge.target]),
                    *_plain(edge.weight),
                    self._cited(measures),
                ]
            )
        name, *heads = self._heads(kind, "measures", "quoted")
        return _table([name, name, *heads], rows, max(0, len(network.edges) - _MOST_ROWS))

    def measures(self) -> ReportTable:
        """The measures that share the most."""
        network, rows = self.content.projections[MEASURES], []
        nodes = network.by_iri
        kept = [edge for edge in network.edges if {edge.source, edge.target} <= self.quoted]
        for edge in kept[:_MOST_ROWS]:
            ends = (nodes[edge.source], nodes[edge.target])
            rows.append(
                [
                    *(ReportCell(node.label, anchor("measure", node.iri)) for node in ends),
                    *_plain(edge.weight, edge.themes, edge.actors),
                ]
            )
        name, keys = network.kind.source.name(self.language), ("weight", "themes", "actors")
        heads = (say_of_networks(f"column-{key}", self.language) for key in keys)
        return _table([name, name, *heads], rows, max(0, len(network.edges) - len(rows)))

    def flow(self) -> ReportTable:
        """Widths of the bands from sections to bodies."""
        flow, rows = self.content.flow, []
        for section in flow.parts:
            href = self._part(section.iri)
            row = [ReportCell(section.label, href), _number(section.weight, href)]
            for body in flow.bodies:
                width = flow.first.get((section.iri, body.iri), 0.0)
                words = f"{width:.2f}".rstrip("0").rstrip(".") if width else ""
                row.append(ReportCell(words, href if width else "", is_number=True))
            rows.append(row)
        level = say_of_pictures(f"level-{flow.level}", self.language)
        heads = [level, say("table-measures", self.language), *(body.label for body in flow.bodies)]
        return ReportTable(heads, rows)

    def coverage(self) -> ReportTable:
        """Measures with each kind of link, and which they are."""
        coverage, evidence, rows = self.content.coverage, self.content.evidence, []
        for link in coverage.links:
            having = [measure for measure, links in evidence.links.items() if links.get(link.link)]
            counts = (link.stated, link.linked - link.stated, coverage.measures - link.linked)
            rows.append([ReportCell(link.label), *_plain(*counts), self._cited(having)])
        keys = ("coverage-stated", "coverage-added", "coverage-none")
        heads = (say_of_pictures(key, self.language) for key in keys)
        first, last = (say(f"table-{key}", self.language) for key in ("link", "quoted"))
        return ReportTable([first, *heads, last], rows)
