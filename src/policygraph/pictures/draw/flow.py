"""The flow from parts of the text over bodies to actors, each measure split evenly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policygraph.core.namespaces import IRI
from policygraph.pictures.document_parts import Level, read_parts, roll_up
from policygraph.pictures.draw.canvas import GREY, INK, QUIET, Box, hue
from policygraph.pictures.draw.sheet import Frame, Picture, Sheet, say, titles_note
from policygraph.pictures.draw.type import LEADING, fit, shorten, width
from policygraph.pictures.networks import BODY, Node, Options, node_kinds
from policygraph.pictures.networks import say as say_of_networks
from policygraph.pictures.project import nodes_of
from policygraph.pictures.queries import LAYERS, run
from policygraph.pictures.ranking import cut_fairly
from policygraph.store import Store

OTHER, NONE = IRI("urn:other"), IRI("urn:none")
_SIZE = 9.8
_NODE = 12.0  # points wide
_HEIGHT = 430.0  # of all bands of a column
_SLIDE_HEIGHT = 120.0
_ABOVE = 6.0  # between a name above a node of the middle column and the node before
_NAME = 215.0  # room for it
_SIDE = 176.0  # room for the names at the sides
_HATCH = "///"
Bands = Mapping[tuple[IRI, IRI], float]


@dataclass(frozen=True, slots=True)
class FlowWords:
    """What stands around a flow: title, subtitle, a heading for each column, notes."""

    title: str
    subtitle: str
    headings: tuple[str, str, str]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Flow:
    """Three columns and the bands between them.

    Attributes:
        level: what the first column shows: sections, or where these are too many, chapters,
            documents, or all as one.
        parts, bodies, actors: from above downwards, each weighing the measures that pass through it;
            among them `OTHER`, for those that flow together and overlap, and `NONE`, where nothing is
            named.
        first, second: widths in measures, from parts to bodies and from bodies to actors.
        options: what was counted.
        words: around it; those of the flow to actors where they are missing.
    """

    level: Level
    parts: Sequence[Node]
    bodies: Sequence[Node]
    actors: Sequence[Node]
    first: Bands
    second: Bands
    options: Options
    words: FlowWords | None = None


def read_flow(
    store: Store, options: Options, *, parts: int = 12, bodies: int = 12, actors: int = 14
) -> Flow:
    """Read the flow.

    Args:
        store: any store.
        options: which links count, and the language; a restated measure always counts once, in
            the part that states it first.
        parts: how many may stand in the first column.
        bodies, actors: how many of each are shown, no tie split; the others flow together.
    """
    language, layer = options.language, LAYERS[options.layer]
    once = Options(layer=options.layer, language=language)
    rows = _read_bands(run(store, "part-body", language, (), layer=layer))
    second = _read_bands(run(store, "body-actor-shares", language, (), layer=layer))
    found = read_parts(store, language)
    level, home = roll_up(found, {part for part, _ in rows}, parts, language)
    first: dict[tuple[IRI, IRI], float] = defaultdict(float)
    for (part, body), thick in rows.items():
        first[home[part].iri, body] += thick
    flowing = _sums(first, 0)
    left = [
        Node(part.iri, part.label, "part", round(flowing[part.iri]))
        for part in dict.fromkeys(home[part.iri] for part in found)
        if part.iri in flowing
    ]
    kinds = node_kinds()
    middle, others = largest(nodes_of(store, kinds[BODY], once), bodies, language)
    right, rest = largest(nodes_of(store, kinds["actor"], once), actors, language)
    unnamed = round(sum(thick for (_, actor), thick in second.items() if actor == NONE))
    nobody = [Node(NONE, say("flow-none", language), "actor", unnamed)] if unnamed else []
    bodiless = round(sum(thick for (_, body), thick in first.items() if body == NONE))
    if bodiless:
        others.append(Node(NONE, say("flow-bodiless", language), BODY, bodiless))
    return Flow(
        level=level,
        parts=left,
        bodies=[*sorted(middle, key=lambda stop: stop.collective), *others],
        actors=[*right, *rest, *nobody],
        first=merge(first, left, [*middle, *others]),
        second=merge(second, middle, [*right, *nobody]),
        options=options,
    )


def _read_bands(answer: Iterable[Any]) -> dict[tuple[IRI, IRI], float]:
    return {(row.source, row.target or NONE): float(row.weight) for row in answer}


def largest(nodes: Sequence[Node], most: int, language: str) -> tuple[list[Node], list[Node]]:
    """The nodes with the most measures, and what stands for the others, if there are any."""
    shown = cut_fairly([node.weight for node in nodes], most).shown
    rest = len(nodes) - shown
    other = Node(OTHER, say("flow-other", language, count=rest), "other", 0)
    return list(nodes[:shown]), [other] if rest > 0 else []


def merge(bands: Bands, left: Sequence[Node], right: Sequence[Node]) -> Bands:
    """Let what is not shown flow together."""
    sources, targets = {stop.iri for stop in left}, {stop.iri for stop in right}
    merged: dict[tuple[IRI, IRI], float] = defaultdict(float)
    for (source, target), thick in sorted(bands.items()):
        key = (source if source in sources else OTHER, target if target in targets else OTHER)
        merged[key] += thick
    return dict(merged)


def _sums(bands: Bands, side: int) -> dict[IRI, float]:
    sums: dict[IRI, float] = defaultdict(float)
    for ends, thick in bands.items():
        sums[ends[side]] += thick
    return sums


@dataclass(slots=True)
class _Place:
    """Where a node stands, and how far its sides are taken up by bands."""

    x: float
    y: float
    height: float
    left: float
    right: float


_Column = dict[IRI, _Place]


def draw_flow(flow: Flow, frame: Frame) -> Picture:
    """Draw the flow.

    Args:
        flow: columns and bands.
        frame: around it.
    """
    language = frame.language
    words = flow.words or _words(flow, language)
    sheet = Sheet(frame, words.title, words.subtitle)
    if not flow.first and not flow.second:
        return sheet.close(sheet.top, words.notes)
    scale = (_SLIDE_HEIGHT if frame.ratio else _HEIGHT) / (
        max(sum(flow.first.values()), sum(flow.second.values())) or 1.0
    )
    left, right = sheet.left + _SIDE, sheet.right - _SIDE - 8
    middle, top = (left + right) / 2, sheet.top + 20
    for x, heading, ha in zip(
        (left, middle, right), words.headings, ("right", "center", "left"), strict=True
    ):
        sheet.canvas.text(x, sheet.top + 8, heading, _SIZE, colour=QUIET, ha=ha)
    sources, inflow = _sums(flow.first, 0), _sums(flow.first, 1)
    outflow, targets = _sums(flow.second, 0), _sums(flow.second, 1)
    names = {stop.iri: fit(_name(stop), _NAME, _SIZE, 3) for stop in flow.bodies}
    sections, end_left = _stack(
        flow.parts, left, top, lambda iri: sources[iri] * scale, lambda _: 16.0, least=30.0
    )
    bodies, end_middle = _stack(
        flow.bodies, middle - _NODE / 2, top,
        lambda iri: max(inflow[iri], outflow[iri]) * scale,
        lambda iri: _ABOVE + len(names[iri]) * _SIZE * LEADING,
    )  # fmt: skip
    actors, end_right = _stack(
        flow.actors, right - _NODE, top, lambda iri: targets[iri] * scale, lambda _: 3.0,
        least=_SIZE * LEADING,
    )  # fmt: skip
    colours = _colours(flow.bodies)
    hatched = {stop.iri for stop in flow.bodies if stop.collective}
    _draw_bands(sheet, flow.first, sections, bodies, scale, colours, hatched, by=1)
    _draw_bands(sheet, flow.second, bodies, actors, scale, colours, hatched, by=0)
    for places in (sections, bodies, actors):
        for iri, place in places.items():
            box = Box(place.x, place.y, _NODE, max(place.height, 0.8))
            sheet.canvas.rect(box, colours.get(iri, INK), above=3)
    _draw_names(sheet, flow, sections, bodies, actors, names)
    groups = any(stop.collective for stop in (*flow.parts, *flow.bodies, *flow.actors))
    notes = [
        words.notes[0],
        say_of_networks("note-collective", language) if groups else "",
        *words.notes[1:],
        say_of_networks(f"note-{flow.options.layer}", language),
    ]
    return sheet.close(max(end_left, end_middle, end_right), notes)


def _words(flow: Flow, language: str) -> FlowWords:
    level = say(f"level-{flow.level}", language)
    headings = (
        level[:1].upper() + level[1:], say("flow-bodies", language), say("flow-actors", language)
    )  # fmt: skip
    return FlowWords(
        title=say("flow-title", language, level=level),
        subtitle=say("flow-subtitle", language),
        headings=headings,
        notes=(
            say("flow-note", language),
            say_of_networks("note-compound", language),
            titles_note(language),
        ),
    )


def _name(stop: Node) -> str:
    return f"{stop.label} {stop.weight:,}" if stop.weight else stop.label


def _colours(bodies: Sequence[Node]) -> dict[IRI, str]:
    named = [stop.iri for stop in bodies if not stop.collective and stop.iri not in (OTHER, NONE)]
    return {stop.iri: GREY for stop in bodies} | {iri: hue(i) for i, iri in enumerate(named)}


def _stack(
    stops: Sequence[Node], x: float, y: float, height_of: Callable[[IRI], float],
    gap_above: Callable[[IRI], float], *, least: float = 0.0,
) -> tuple[_Column, float]:  # fmt: skip
    """Stack nodes; a node keeps at least the room that its name needs."""
    places = {}
    for stop in stops:
        height = height_of(stop.iri)
        slot = max(height, least)
        begin = y + gap_above(stop.iri) + (slot - height) / 2
        places[stop.iri] = _Place(x, begin, height, begin, begin)
        y += gap_above(stop.iri) + slot
    return places, y


def _draw_bands(
    sheet: Sheet, bands: Bands, sources: _Column, targets: _Column, scale: float,
    colours: Mapping[IRI, str], hatched: set[IRI], *, by: int,
) -> None:  # fmt: skip
    """Draw bands in the order of both columns, so that they cross as little as they can."""
    order = {iri: i for i, iri in enumerate([*sources, *targets])}
    for ends in sorted(bands, key=lambda ends: (order[ends[0]], order[ends[1]])):
        begin, end, thick = sources[ends[0]], targets[ends[1]], bands[ends] * scale
        sheet.canvas.band(
            (begin.x + _NODE, begin.right), (end.x, end.left), thick, colours[ends[by]],
            opacity=0.5, hatch=_HATCH if ends[by] in hatched else None,
        )  # fmt: skip
        begin.right += thick
        end.left += thick


def _draw_names(
    sheet: Sheet, flow: Flow, sections: _Column, bodies: _Column, actors: _Column,
    names: Mapping[IRI, list[str]],
) -> None:  # fmt: skip
    text, link = sheet.canvas.text, sheet.frame.link
    for stop in flow.parts:
        place = sections[stop.iri]
        lines = fit(_name(stop), _SIDE - 10, _SIZE, 3)
        text(place.x - 7, place.y + place.height / 2, lines, _SIZE, ha="right", va="center",
             url=link(stop.iri))  # fmt: skip
    for stop in flow.bodies:
        place = bodies[stop.iri]
        text(place.x + _NODE / 2, place.y - 4, names[stop.iri], _SIZE, ha="center", va="bottom",
             halo=True, url=link(stop.iri))  # fmt: skip
    for stop in flow.actors:
        place = actors[stop.iri]
        # One line; where the name is cut, its number stays.
        number = f" {stop.weight:,}" if stop.weight else ""
        name = shorten(stop.label, _SIDE - width(number, _SIZE), _SIZE) + number
        text(place.x + _NODE + 7, place.y + place.height / 2, name, _SIZE, va="center",
             url=link(stop.iri))  # fmt: skip
