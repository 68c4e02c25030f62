"""Heat maps: bodies against themes or instruments, and against degrees of commitment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.colours import QUIET
from policygraph.pictures.draw.grid import Grid, Head, draw_grid
from policygraph.pictures.draw.notes import rest_note
from policygraph.pictures.draw.sheet import Link, Picture, Sheet, draw_nothing, no_link
from policygraph.pictures.draw.type import width
from policygraph.pictures.model import Node, Projection
from policygraph.pictures.sources import Source
from policygraph.pictures.words import say

# Where a cell leads, by the IRIs of its body and of what it is set against.
CellLink = Callable[[str, str], str | None]
_MOST_BODIES = 12


def no_cell_link(_: str, __: str) -> str | None:
    """A picture that stands alone leads nowhere."""
    return None


def _head(node: Node) -> Head:
    return Head(node.iri, node.label, node.weight, node.collective)


def _bodies(projection: Projection) -> list[Head]:
    found = [_head(node) for node in projection.nodes if node.kind == "body"]
    return sorted(found, key=lambda head: (head.collective, -head.count, head.iri))


def _shown_bodies(bodies: Sequence[Head], most: int) -> list[Head]:
    """The bodies with the most measures, in the order in which they came."""
    kept = sorted(bodies, key=lambda head: (-head.count, head.iri))[:most]
    return [body for body in bodies if body in kept]


def draw_heatmap(
    projection: Projection,
    source: Source,
    *,
    top: int = 30,
    link: Link = no_link,
    cell_link: CellLink = no_cell_link,
) -> Picture:
    """Draw bodies against themes or instruments, a count in each cell.

    Args:
        projection: of bodies and themes, instruments or actors.
        source: of the text.
        top: rows that are shown at most.
        link: where a head leads.
        cell_link: where a cell leads.

    Raises:
        UsageError: the projection has no bodies, or nothing beside them.
    """
    if projection.source != "body" or projection.target == "body":
        raise UsageError(f"no heat map of {projection.kind}; it sets bodies against something else")
    language = projection.options.language
    kind = f"kind-{projection.target}"
    rows = [_head(node) for node in projection.nodes if node.kind == projection.target]
    bodies = _bodies(projection)
    columns = _shown_bodies(bodies, _MOST_BODIES)
    shown = rows[:top]
    if not projection.edges:
        return draw_nothing(projection, source)
    cells, links = _cells(projection, cell_link, transposed=True)
    subtitle = f"heatmap-subtitle-{projection.options.counting}"
    sheet = Sheet(projection.title, say(subtitle, language, kind=say(kind, language)))
    grid = Grid(shown, columns, cells, links=links)
    y = draw_grid(sheet, grid, sheet.top, label_room=222, link=link)
    notes = [
        rest_note(
            len(rows), top, [row.count for row in rows], f"kinds-{projection.target}", language
        ),
        _rest_bodies(bodies, columns, language),
        *projection.notes,
    ]
    return sheet.close(y, notes, source.lines)


def draw_commitment(
    projection: Projection,
    source: Source,
    *,
    top: int = 20,
    link: Link = no_link,
    cell_link: CellLink = no_cell_link,
) -> Picture:
    """Draw how strongly each body's measures bind, from the weakest degree to the strongest.

    Args:
        projection: ``body-commitment``.
        source: of the text.
        top: bodies that are shown at most.
        link: where a body's name leads.
        cell_link: where a cell leads.

    Raises:
        UsageError: another projection.
    """
    if projection.target != "commitment" or projection.source != "body":
        raise UsageError(f"no commitment profile of {projection.kind}; give body-commitment")
    language = projection.options.language
    degrees = sorted(
        (node for node in projection.nodes if node.kind == "commitment"),
        key=lambda node: (node.order, node.iri),
    )
    bodies = _bodies(projection)
    rows = _shown_bodies(bodies, top)
    if not projection.edges:
        return draw_nothing(projection, source)
    cells, links = _cells(projection, cell_link, transposed=False)
    subtitle = say(f"commitment-subtitle-{projection.options.counting}", language)
    sheet = Sheet(say("commitment-title", language), subtitle)
    y, room = sheet.top + 2, 225.0
    _arrow(sheet, sheet.left + room, y, language)
    grid = Grid(rows, [_head(node) for node in degrees], cells, by_row=True, links=links)
    y = draw_grid(sheet, grid, y + 14, label_room=room, link=link)
    notes = [
        say("commitment-note", language),
        _rest_bodies(bodies, rows, language),
        *projection.notes,
    ]
    return sheet.close(y, notes, source.lines)


def _arrow(sheet: Sheet, x: float, y: float, language: str) -> None:
    canvas, size = sheet.canvas, 9.5
    weak, strong = say("commitment-weak", language), say("commitment-strong", language)
    left = x + width(weak, size) + 10
    right = min(sheet.right, x + 520) - width(strong, size) - 10
    canvas.text(x, y + 3, weak, size, colour=QUIET)
    canvas.text(right + 10, y + 3, strong, size, colour=QUIET)
    canvas.line([(left, y), (right - 4, y)], QUIET, 0.9)
    canvas.polygon([(right, y), (right - 7, y - 3.2), (right - 7, y + 3.2)], QUIET)


def _cells(
    projection: Projection, cell_link: CellLink, *, transposed: bool
) -> tuple[dict[tuple[IRI, IRI], int], dict[tuple[IRI, IRI], str]]:
    """Counts and links by row and column; bodies are columns where ``transposed``."""
    cells: dict[tuple[IRI, IRI], int] = {}
    links: dict[tuple[IRI, IRI], str] = {}
    for edge in projection.edges:
        key = (edge.target, edge.source) if transposed else (edge.source, edge.target)
        cells[key] = edge.weight
        url = cell_link(edge.source, edge.target)
        if url:
            links[key] = url
    return cells, links


def _rest_bodies(bodies: Sequence[Head], shown: Sequence[Head], language: str) -> str:
    counts = sorted((body.count for body in bodies), reverse=True)
    return rest_note(len(bodies), len(shown), counts, "kinds-body", language)
