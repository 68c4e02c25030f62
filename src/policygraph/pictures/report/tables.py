"""The tables behind the pictures, every figure with a way to its quotations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.bars import Body
from policygraph.pictures.draw.coverage import Coverage
from policygraph.pictures.flows import Flow
from policygraph.pictures.model import Node, Projection
from policygraph.pictures.report.anchors import anchor, pair_anchor
from policygraph.pictures.report.portraits import PROPERTIES
from policygraph.pictures.report.quotations import Evidence
from policygraph.pictures.structure import Part
from policygraph.pictures.words import say

MOST_ROWS = 120


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: words, where they lead, and further places behind them."""

    words: str
    href: str = ""
    number: bool = False
    cites: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        heads: of the columns.
        rows: the first cell of each is its head.
        rest: rows that are left out.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    rest: int = 0


Linker = Callable[[str, IRI], str]


def number(count: int, href: str = "") -> Cell:
    """A cell with a number; an empty one where it is nought."""
    return Cell(f"{count:,}" if count else "", href if count else "", number=True)


def cites(measures: Sequence[IRI], evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """Where measures are quoted: anchor and number of each."""
    shown = measures[: evidence.limits.quoted]
    return tuple((anchor("measure", iri), evidence.names[iri]) for iri in shown)


def bars_table(bodies: Sequence[Body], language: str) -> Table:
    """Measures per body."""
    keys = ("measures", "alone", "shared", "collective", "restated")
    rows = []
    for body in bodies:
        href = anchor("body", body.iri)
        counts = (body.measures, body.alone, body.shared, body.with_collective, body.restated)
        rows.append((Cell(body.label, href), *(number(count, href) for count in counts)))
    heads = (say("kind-body", language), *(say(f"table-{key}", language) for key in keys))
    return Table(heads, tuple(rows[:MOST_ROWS]), max(0, len(rows) - MOST_ROWS))


def matrix_table(
    projection: Projection, portrayed: set[IRI], rows_shown: set[str], *, transposed: bool
) -> Table:
    """Bodies against something else; each figure leads to the row of a body's portrait.

    Args:
        projection: of bodies and something else.
        portrayed: things that have a portrait.
        rows_shown: anchors of the rows of portraits; where a figure has none, the portrait does.
        transposed: whether the bodies are the columns.
    """
    language = projection.options.language
    bodies = [node for node in projection.nodes if node.kind == "body" and node.iri in portrayed]
    bodies.sort(key=lambda node: (node.collective, -node.weight, node.iri))
    others = [node for node in projection.nodes if node.kind != "body"]
    if projection.target == "commitment":
        others.sort(key=lambda node: node.order)
    counts = {(edge.source, edge.target): edge.weight for edge in projection.edges}

    def cell(body: Node, other: Node) -> Cell:
        href = pair_anchor("body", body.iri, other.kind, other.iri)
        shown = href if href in rows_shown else anchor("body", body.iri)
        return number(counts.get((body.iri, other.iri), 0), shown)

    def head(node: Node) -> Cell:
        return Cell(node.label, anchor(node.kind, node.iri) if node.iri in portrayed else "")

    rows, columns = (others, bodies) if transposed else (bodies, others)
    return Table(
        (
            say(f"kind-{projection.target if transposed else 'body'}", language),
            *(n.label for n in columns),
        ),
        tuple(
            (
                head(row),
                *(cell(column, row) if transposed else cell(row, column) for column in columns),
            )
            for row in rows[:MOST_ROWS]
        ),
        max(0, len(rows) - MOST_ROWS),
    )


def pairs_table(projection: Projection, evidence: Evidence, portrayed: set[IRI]) -> Table:
    """The heaviest links between things of one kind, each with the measures that make it."""
    language, link = projection.options.language, PROPERTIES[projection.source]
    nodes, rows = projection.by_iri, []
    for edge in projection.edges[:MOST_ROWS]:
        ends = [nodes[edge.source], nodes[edge.target]]
        measures = evidence.measures((link, edge.source), (link, edge.target))
        heads = [Cell(n.label, anchor(n.kind, n.iri) if n.iri in portrayed else "") for n in ends]
        rows.append(
            (
                *heads,
                Cell(f"{edge.weight:,}", number=True),
                Cell("", cites=cites(measures, evidence)),
            )
        )
    kind = say(f"kind-{projection.source}", language)
    heads_ = (kind, kind, say("table-measures", language), say("table-quoted", language))
    return Table(heads_, tuple(rows), max(0, len(projection.edges) - MOST_ROWS))


def measures_table(projection: Projection, quoted: set[IRI]) -> Table:
    """The measures that share the most."""
    language, nodes, rows = projection.options.language, projection.by_iri, []
    kept = [edge for edge in projection.edges if {edge.source, edge.target} <= quoted]
    for edge in kept[:MOST_ROWS]:
        ends = [nodes[edge.source], nodes[edge.target]]
        rows.append(
            (
                *(Cell(node.label, anchor("measure", node.iri)) for node in ends),
                *(
                    Cell(f"{count:,}", number=True)
                    for count in (edge.weight, edge.themes, edge.actors)
                ),
            )
        )
    kind = say("kind-measure", language)
    counts = (say(f"column-{key}", language) for key in ("weight", "themes", "actors"))
    return Table((kind, kind, *counts), tuple(rows), max(0, len(projection.edges) - len(rows)))


def structure_table(parts: Sequence[Part], quoted: set[IRI], language: str) -> Table:
    """The parts with their sentences and bullets; figures lead to where these are quoted."""
    rows = []
    for part in parts[:MOST_ROWS]:
        href = anchor("part", part.iri) if part.iri in quoted else ""
        counts = (part.sentences, part.bullets, part.restated)
        label = "　" * part.depth + part.label
        rows.append((Cell(label, href), *(number(count, href) for count in counts)))
    keys = ("sentences", "bullets", "restated")
    heads = (say("kind-part", language), *(say(f"table-{key}", language) for key in keys))
    return Table(heads, tuple(rows), max(0, len(parts) - MOST_ROWS))


def flow_table(flow: Flow, quoted: set[IRI], portrayed: set[IRI], language: str) -> Table:
    """Widths of the bands from sections to bodies."""
    rows = []
    for section in flow.parts:
        href = anchor("part", section.iri) if section.iri in quoted else ""
        widths = [flow.first.get((section.iri, body.iri), 0.0) for body in flow.bodies]
        rows.append(
            (
                Cell(section.label, href),
                number(section.measures, href),
                *(Cell(f"{w:.2f}".rstrip("0").rstrip(".") if w else "", href if w else "", True)
                  for w in widths),
            )
        )  # fmt: skip
    heads = (say(f"level-{flow.level}", language), say("table-measures", language))
    return Table((*heads, *(body.label for body in flow.bodies)), tuple(rows))


def coverage_table(coverage: Coverage, evidence: Evidence, language: str) -> Table:
    """Measures with each kind of link, and which they are."""
    rows = []
    for found in coverage.links:
        having = [measure for measure, links in evidence.links.items() if links.get(found.link)]
        rows.append(
            (
                Cell(found.label),
                *(Cell(f"{n:,}", number=True)
                  for n in (found.stated, found.linked - found.stated, coverage.measures - found.linked)),
                Cell("", cites=cites(having, evidence)),
            )
        )  # fmt: skip
    keys = ("coverage-stated", "coverage-added", "coverage-none", "table-quoted")
    return Table((say("table-link", language), *(say(key, language) for key in keys)), tuple(rows))
