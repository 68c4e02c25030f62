"""The counts of ``queries/questions/responsibility``, from the tags and without the links that they make."""

from __future__ import annotations

from collections import Counter, defaultdict

from queries.counting import (
    Row,
    counts,
    first_occurrence,
    grouped,
    in_reading_order,
    is_tag,
    meanings,
    measures,
    own_units,
    part_type,
    place_of,
    sections,
    sections_around,
)
from queries.triples import Triples

from policygraph.core.namespaces import BASE, DCTERMS, IRI, ORG, POL, RDF


def tags_of(g: Triples, measure: IRI) -> list[tuple[IRI, IRI]]:
    """Body and tag, for each name in the tags of a measure's bullets and sub-bullets."""
    return [
        (body, phrase)
        for unit in own_units(g, measure)
        for phrase in g.subjects(POL.mentionedIn, unit)
        if is_tag(g, phrase)
        for body in meanings(g, phrase)
    ]


@counts("measures-per-body")
def _(g: Triples) -> list[Row]:
    once: Counter[IRI] = Counter()
    printed: Counter[IRI] = Counter()
    for measure in measures(g):
        once.update({body for body, _ in tags_of(g, measure)})
        printed.update(body for body, _ in tags_of(g, measure))
    return [*sorted(((b, n, printed[b]) for b, n in once.items()), key=lambda r: (-r[1], r[0]))]


@counts("measures-per-body-with-agencies")
def _(g: Triples) -> list[Row]:
    own: dict[IRI, set[IRI]] = defaultdict(set)
    below: dict[IRI, set[IRI]] = defaultdict(set)
    for measure in measures(g):
        for body, _ in tags_of(g, measure):
            own[body].add(measure)
            for above in g.upwards(body, ORG.subOrganizationOf):
                below[above].add(measure)
    rows = [(body, len(own[body]), len(found)) for body, found in below.items()]
    return [*sorted(rows, key=lambda row: (-row[2], row[0]))]


def _group(g: Triples, measure: IRI) -> IRI:
    parts = g.upwards(first_occurrence(g, measure), DCTERMS.isPartOf)
    (group,) = [part for part in parts if part_type("group") in g.values(part, POL.partType)]
    return group


@counts("measures-of-body-and-predecessors")
def _(g: Triples) -> list[Row]:
    meti = IRI(f"{BASE}org/meti")
    before = {
        o for e in g.values(meti, ORG.resultedFrom) for o in g.values(e, ORG.originalOrganization)
    }
    assert before == {IRI(f"{BASE}org/miti")}  # and of this one no predecessor is known
    return [
        (measure, body, _group(g, measure), *place_of(g, measure)[:2])
        for measure in in_reading_order(g, measures(g))
        for body in sorted({body for body, _ in tags_of(g, measure)} & {meti, *before})
    ]


@counts("measures-per-section-and-body")
def _(g: Triples) -> list[Row]:
    return grouped(
        Counter(
            pair
            for measure in measures(g)
            for pair in {(s, b) for s in sections(g, measure) for b, _ in tags_of(g, measure)}
        )
    )


@counts("measures-per-section")
def _(g: Triples) -> list[Row]:
    firsts = Counter(s for m in measures(g) for s in sections_around(g, first_occurrence(g, m)))
    bullets = Counter(
        s for b in g.subjects(RDF.type, POL.MeasureOccurrence) for s in sections_around(g, b)
    )
    every = g.subjects(POL.partType, part_type("section"))
    return [(section, firsts[section], bullets[section]) for section in every]
