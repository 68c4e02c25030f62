"""Draw the flow from sections over bodies to actors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.canvas import Box
from policygraph.pictures.draw.colours import GREY, INK, QUIET, hue
from policygraph.pictures.draw.sheet import Link, Picture, Sheet, no_link
from policygraph.pictures.draw.type import LEADING, fit, shorten, width
from policygraph.pictures.flows import OTHER, Flow, Stop
from policygraph.pictures.model import Options
from policygraph.pictures.sources import Source
from policygraph.pictures.words import say

_SIZE = 9.8
_NODE = 12.0  # points wide
_HEIGHT = 430.0  # of all bands of a column
_ABOVE = 6.0  # between a name above a node of the middle column and the node before
_NAME = 215.0  # room for it
_SIDE = 176.0  # room for the names at the sides
_HATCH = "///"


@dataclass(slots=True)
class _Place:
    """Where a node stands, and how far its sides are taken up by bands."""

    x: float
    y: float
    height: float
    left: float
    right: float


def draw_flow(flow: Flow, source: Source, options: Options, *, link: Link = no_link) -> Picture:
    """Draw the flow.

    Args:
        flow: columns and bands.
        source: of the text.
        options: with which the flow was read.
        link: where a node leads.
    """
    language = options.language
    level = say(f"level-{flow.level}", language)
    sheet = Sheet(say("flow-title", language, level=level), say("flow-subtitle", language))
    total = sum(flow.first.values()) or 1.0
    scale = _HEIGHT / total
    left, right = sheet.left + _SIDE, sheet.right - _SIDE - 8
    middle = (left + right) / 2
    top = sheet.top + 20
    for x, words, ha in (
        (left, level[:1].upper() + level[1:], "right"), (middle, say("flow-bodies", language), "center"), (right, say("flow-actors", language), "left"),
    ):  # fmt: skip
        sheet.canvas.text(x, sheet.top + 8, words, _SIZE, colour=QUIET, ha=ha)
    inflow, outflow = _sums(flow.first, 1), _sums(flow.second, 0)
    heights = {stop.iri: max(inflow[stop.iri], outflow[stop.iri]) * scale for stop in flow.bodies}
    names = {stop.iri: fit(_name(stop), _NAME, _SIZE, 3) for stop in flow.bodies}
    gaps = {iri: _ABOVE + len(lines) * _SIZE * LEADING for iri, lines in names.items()}
    bodies, end_middle = _column(flow.bodies, heights, middle - _NODE / 2, top, gaps)
    starts = _sums(flow.first, 0)
    sections, end_left = _column(
        flow.parts, {s.iri: starts[s.iri] * scale for s in flow.parts}, left, top,
        {s.iri: 16.0 for s in flow.parts}, least=30.0,
    )  # fmt: skip
    ends = _sums(flow.second, 1)
    actors, end_right = _column(
        flow.actors, {s.iri: ends[s.iri] * scale for s in flow.actors}, right - _NODE, top,
        {s.iri: 3.0 for s in flow.actors}, least=_SIZE * LEADING,
    )  # fmt: skip
    colours = _colours(flow.bodies)
    hatched = {stop.iri for stop in flow.bodies if stop.collective}
    _bands(sheet, flow.first, sections, bodies, scale, colours, hatched, by=1)
    _bands(sheet, flow.second, bodies, actors, scale, colours, hatched, by=0)
    _names(sheet, flow, sections, bodies, actors, colours, names, link)
    notes = [
        say("flow-note", language),
        say("note-collective", language) if hatched else "",
        say("note-compound", language),
        say("quoted-titles", language),
        say(f"note-{options.layer}", language),
    ]
    return sheet.close(max(end_left, end_middle, end_right), notes, source.lines)


def _sums(bands: object, side: int) -> dict[IRI, float]:
    sums: dict[IRI, float] = defaultdict(float)
    for ends, thick in dict(bands).items():  # type: ignore[call-overload]
        sums[ends[side]] += thick
    return sums


def _colours(bodies: Sequence[Stop]) -> dict[IRI, str]:
    named = [stop.iri for stop in bodies if not stop.collective and stop.iri != OTHER]
    return {stop.iri: GREY for stop in bodies} | {iri: hue(i) for i, iri in enumerate(named)}


def _column(
    stops: Sequence[Stop], heights: dict[IRI, float], x: float, y: float, gaps: dict[IRI, float],
    *, least: float = 0.0,
) -> tuple[dict[IRI, _Place], float]:  # fmt: skip
    """Stack nodes; a node keeps at least the room that its name needs."""
    places = {}
    for stop in stops:
        height, gap = heights[stop.iri], gaps[stop.iri]
        slot = max(height, least)
        begin = y + gap + (slot - height) / 2
        places[stop.iri] = _Place(x, begin, height, begin, begin)
        y += gap + slot
    return places, y


def _bands(
    sheet: Sheet, bands: object, sources: dict[IRI, _Place], targets: dict[IRI, _Place],
    scale: float, colours: dict[IRI, str], hatched: set[IRI], *, by: int,
) -> None:  # fmt: skip
    """Draw bands in the order of both columns, so that they cross as little as they can."""
    rows = dict(bands)  # type: ignore[call-overload]
    order = {iri: i for i, iri in enumerate([*sources, *targets])}
    for ends in sorted(rows, key=lambda ends: (order[ends[0]], order[ends[1]])):
        begin, end, thick = sources[ends[0]], targets[ends[1]], rows[ends] * scale
        sheet.canvas.band(
            (begin.x + _NODE, begin.right), (end.x, end.left), thick, colours[ends[by]],
            opacity=0.5, hatch=_HATCH if ends[by] in hatched else None,
        )  # fmt: skip
        begin.right += thick
        end.left += thick


def _names(
    sheet: Sheet, flow: Flow, sections: dict[IRI, _Place], bodies: dict[IRI, _Place],
    actors: dict[IRI, _Place], colours: dict[IRI, str], names: dict[IRI, list[str]], link: Link,
) -> None:  # fmt: skip
    canvas = sheet.canvas
    for stops, places in ((flow.parts, sections), (flow.bodies, bodies), (flow.actors, actors)):
        for stop in stops:
            place = places[stop.iri]
            fill = colours.get(stop.iri, INK)
            canvas.rect(Box(place.x, place.y, _NODE, max(place.height, 0.8)), fill, above=3)
    for stop in flow.parts:
        place = sections[stop.iri]
        canvas.text(place.x - 7, place.y + place.height / 2, fit(_name(stop), _SIDE - 10, _SIZE, 3),
                    _SIZE, ha="right", va="center", url=link(stop.iri))  # fmt: skip
    for stop in flow.bodies:
        place = bodies[stop.iri]
        canvas.text(place.x + _NODE / 2, place.y - 4, names[stop.iri], _SIZE, ha="center",
                    va="bottom", halo=True, url=link(stop.iri))  # fmt: skip
    for stop in flow.actors:
        place = actors[stop.iri]
        canvas.text(place.x + _NODE + 7, place.y + place.height / 2, _short(stop), _SIZE,
                    va="center", url=link(stop.iri))  # fmt: skip


def _name(stop: Stop) -> str:
    return f"{stop.label} {stop.measures:,}" if stop.measures else stop.label


def _short(stop: Stop) -> str:
    """A name in one line; where it is cut, its number stays."""
    number = f" {stop.measures:,}" if stop.measures else ""
    return shorten(stop.label, _SIDE - width(number, _SIZE), _SIZE) + number
