"""The flow from parts of the text over bodies to actors, each measure split evenly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from policygraph.core.namespaces import IRI
from policygraph.pictures.model import Node, Options
from policygraph.pictures.project import nodes_of
from policygraph.pictures.queries import LAYERS, run
from policygraph.pictures.structure import Level, Part, read_parts, roll_up
from policygraph.pictures.words import say
from policygraph.store import Store

OTHER, NONE = IRI("urn:other"), IRI("urn:none")
Bands = Mapping[tuple[IRI, IRI], float]


@dataclass(frozen=True, slots=True)
class Stop:
    """A node of the flow.

    Attributes:
        iri: of the thing; `OTHER` for those that flow together, `NONE` where nothing is named.
        label: its name.
        measures: how many measures pass through it; 0 for `OTHER`, where they overlap.
        collective: a collective name.
    """

    iri: IRI
    label: str
    measures: int
    collective: bool = False


@dataclass(frozen=True)
class Flow:
    """Three columns and the bands between them.

    Attributes:
        level: what the first column shows: sections, or where these are too many, chapters,
            documents, or all as one.
        parts, bodies, actors: from above downwards.
        first, second: widths in measures, from parts to bodies and from bodies to actors.
    """

    level: Level
    parts: Sequence[Stop]
    bodies: Sequence[Stop]
    actors: Sequence[Stop]
    first: Bands
    second: Bands


def read_flow(
    store: Store, options: Options, *, parts: int = 12, bodies: int = 12, actors: int = 14
) -> Flow:
    """Read the flow.

    Args:
        store: any store.
        options: which links count, and the language; a restated measure always counts once, in
            the part that states it first.
        parts: how many may stand in the first column.
        bodies, actors: how many of each are shown; the others flow together.
    """
    language, layer = options.language, LAYERS[options.layer]
    once = Options(layer=options.layer, language=language)
    rows = _bands(run(store, "part-body", language, (), layer=layer))
    second = _bands(run(store, "body-actor-shares", language, (), layer=layer))
    found = read_parts(store, language)
    level, home = roll_up(found, {part for part, _ in rows}, parts, language)
    first: dict[tuple[IRI, IRI], float] = defaultdict(float)
    for (part, body), width in rows.items():
        first[home[part].iri, body] += width
    middle = [_stop(node) for node in nodes_of(store, "body", once)]
    right = [_stop(node) for node in nodes_of(store, "actor", once)]
    kept_middle, kept_right = _largest(middle, bodies), _largest(right, actors)
    unnamed = round(sum(width for (_, actor), width in second.items() if actor == NONE))
    nobody = [Stop(NONE, say("flow-none", language), unnamed)] if unnamed else []
    left = _parts([home[part.iri] for part in found], first)
    return Flow(
        level=level,
        parts=left,
        bodies=[
            *sorted(kept_middle, key=lambda stop: stop.collective),
            *_other(len(middle) - len(kept_middle), language),
        ],
        actors=[*kept_right, *_other(len(right) - len(kept_right), language), *nobody],
        first=_merge(first, left, kept_middle),
        second=_merge(second, kept_middle, [*kept_right, *nobody]),
    )


def _bands(answer: Iterable[object]) -> dict[tuple[IRI, IRI], float]:
    return {
        (row.source, row.target or NONE): float(row.weight)  # type: ignore[attr-defined]
        for row in answer
    }


def _stop(node: Node) -> Stop:
    return Stop(node.iri, node.label, node.weight, node.collective)


def _parts(shown: Iterable[Part], first: Bands) -> list[Stop]:
    """The parts in reading order; the widths of a part's bands are its measures."""
    measures: dict[IRI, float] = defaultdict(float)
    for (part, _), width in first.items():
        measures[part] += width
    return [
        Stop(part.iri, part.label, round(measures[part.iri]))
        for part in dict.fromkeys(shown)
        if part.iri in measures
    ]


def _largest(stops: Sequence[Stop], most: int) -> list[Stop]:
    return sorted(stops, key=lambda stop: (-stop.measures, stop.iri))[:most]


def _other(count: int, language: str) -> list[Stop]:
    return [Stop(OTHER, say("flow-other", language, count=count), 0)] if count else []


def _merge(bands: Bands, left: Sequence[Stop], right: Sequence[Stop]) -> Bands:
    """Let what is not shown flow together."""
    sources, targets = {stop.iri for stop in left}, {stop.iri for stop in right}
    merged: dict[tuple[IRI, IRI], float] = defaultdict(float)
    for (source, target), width in sorted(bands.items()):
        key = (source if source in sources else OTHER, target if target in targets else OTHER)
        merged[key] += width
    return dict(merged)
