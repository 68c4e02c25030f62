"""The counts of ``queries/questions/actors``."""

from __future__ import annotations

from collections import Counter

from queries.counting import (
    Row,
    cell,
    concept,
    counts,
    grouped,
    in_reading_order,
    measures,
    place_of,
    rolled_up,
    sections,
    together,
    unmentioned,
)
from queries.triples import Triples

from policygraph.core.namespaces import POL


@counts("actors-and-bodies")
def _(g: Triples) -> list[Row]:
    return grouped(together(g, POL.involvesActor, POL.responsibleBody))


@counts("actors-nobody-mentions")
def _(g: Triples) -> list[Row]:
    return unmentioned(g, "actor")


@counts("actors-per-section")
def _(g: Triples) -> list[Row]:
    return grouped(
        Counter(
            (section, actor)
            for measure in measures(g)
            for section in sections(g, measure)
            for actor in g.values(measure, POL.involvesActor)
        )
    )


@counts("actors-together")
def _(g: Triples) -> list[Row]:
    found = together(g, POL.involvesActor, POL.involvesActor)
    rows = [(a, b, n) for (a, b), n in found.items() if a < b]
    return [*sorted(rows, key=lambda row: (-row[2], row[0], row[1]))]


@counts("measures-for-actor")
def _(g: Triples) -> list[Row]:
    wanted = g.narrower(concept("actor:sme"))
    found = [m for m in measures(g) if wanted & set(g.values(m, POL.involvesActor))]
    return [
        (
            m,
            cell(wanted & set(g.values(m, POL.involvesActor))),
            cell(g.values(m, POL.responsibleBody)),
            *place_of(g, m),
        )
        for m in in_reading_order(g, found)
    ]


@counts("measures-for-one-actor-not-another")
def _(g: Triples) -> list[Row]:
    present, absent = g.narrower(concept("actor:sme")), g.narrower(concept("actor:university"))
    actors = {m: set(g.values(m, POL.involvesActor)) for m in measures(g)}
    found = [m for m, named in actors.items() if named & present and not named & absent]
    return [
        (m, cell(g.values(m, POL.responsibleBody)), *place_of(g, m))
        for m in in_reading_order(g, found)
    ]


@counts("measures-per-actor")
def _(g: Triples) -> list[Row]:
    return rolled_up(g, POL.involvesActor)


_PARTS = {
    "acts": POL.actorActs,
    "addressed": POL.addressesActor,
    "cooperates": POL.cooperatesWithActor,
    "place": POL.takesPlaceAt,
}


@counts("actors-by-role")
def _(g: Triples) -> list[Row]:
    found = Counter(
        (actor, concept(f"actor-role:{part}"))
        for measure in measures(g)
        for part, link in _PARTS.items()
        for actor in g.values(measure, link)
    )
    rows = [(actor, part, n) for (actor, part), n in found.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))


@counts("measures-for-actor-in-role")
def _(g: Triples) -> list[Row]:
    wanted = g.narrower(concept("actor:startup"))
    found = [m for m in measures(g) if wanted & set(g.values(m, POL.addressesActor))]
    return [
        (
            m,
            cell(wanted & set(g.values(m, POL.addressesActor))),
            cell(g.values(m, POL.responsibleBody)),
            *place_of(g, m),
        )
        for m in in_reading_order(g, found)
    ]
