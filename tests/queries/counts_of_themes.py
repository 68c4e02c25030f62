"""The counts of ``queries/questions/themes``."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from queries.counting import (
    Row,
    cell,
    counts,
    grouped,
    in_reading_order,
    measures,
    named_in,
    own_units,
    part_type,
    place_of,
    rolled_up,
    scheme,
    together,
    unmentioned,
)
from queries.triples import Triples

from policygraph.core.namespaces import DCTERMS, IRI, POL, RDF, SKOS


@counts("themes-and-bodies")
def _(g: Triples) -> list[Row]:
    return grouped(together(g, POL.hasTheme, POL.responsibleBody))


@counts("instruments-and-actors")
def _(g: Triples) -> list[Row]:
    return grouped(together(g, POL.usesInstrument, POL.involvesActor))


@counts("measures-per-theme")
def _(g: Triples) -> list[Row]:
    return rolled_up(g, POL.hasTheme)


@counts("measures-per-instrument")
def _(g: Triples) -> list[Row]:
    return rolled_up(g, POL.usesInstrument)


@counts("themes-nobody-mentions")
def _(g: Triples) -> list[Row]:
    return unmentioned(g, "theme")


@counts("themes-without-measure")
def _(g: Triples) -> list[Row]:
    covered = {row[0] for row in rolled_up(g, POL.hasTheme)}
    sentences = Counter(
        theme
        for kind in (POL.Recognition, POL.Issue)
        for sentence in g.subjects(RDF.type, kind)
        for theme in named_in(g, sentence)
        if scheme("theme") in g.values(theme, SKOS.inScheme)
    )
    found = [(theme, n) for theme, n in sentences.items() if theme not in covered]
    return [*sorted(found, key=lambda row: (-row[1], row[0]))]


@counts("measures-without-own-theme")
def _(g: Triples) -> list[Row]:
    found = []
    for measure in measures(g):
        named = {thing for unit in own_units(g, measure) for thing in named_in(g, unit)}
        if not named & set(g.values(measure, POL.hasTheme)):
            found.append(measure)
    return [
        (m, cell(g.values(m, POL.hasTheme)), *place_of(g, m)) for m in in_reading_order(g, found)
    ]


def by_commitment(g: Triples, link: IRI) -> list[Row]:
    found = together(g, link, POL.commitment)
    rows = [(thing, g.number(c, POL.order), c, n) for (thing, c), n in found.items()]
    return [*sorted(rows, key=lambda row: row[:3])]


@counts("commitments-per-body")
def _(g: Triples) -> list[Row]:
    return by_commitment(g, POL.responsibleBody)


@counts("commitments-per-theme")
def _(g: Triples) -> list[Row]:
    return by_commitment(g, POL.hasTheme)


def stip_profile(g: Triples, name: str, link: IRI) -> list[Row]:
    every = measures(g)
    rows = []
    for category in g.subjects(SKOS.inScheme, IRI(f"{scheme('stip2021')}{name}")):
        if not g.literals(category, SKOS.notation):
            continue
        found = set()
        for measure in every:
            for value in g.values(measure, link):
                for above in g.upwards(value, SKOS.broader):
                    for match in (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch):
                        if category in g.values(above, match):
                            found.add(measure)
        bodies = {body for m in found for body in g.values(m, POL.responsibleBody)}
        share = Decimal(100 * len(found)) / len(every)
        tenths = share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP).normalize()
        code = g.text(category, SKOS.notation)
        rows.append((category, code, len(found), len(bodies), format(tenths, "f")))
    return [*sorted(rows, key=lambda row: (-row[2], row[1]))]


@counts("stip-instrument-profile")
def _(g: Triples) -> list[Row]:
    return stip_profile(g, "policy-instruments", POL.usesInstrument)


@counts("stip-target-group-profile")
def _(g: Triples) -> list[Row]:
    return stip_profile(g, "target-groups", POL.involvesActor)


@counts("stip-theme-profile")
def _(g: Triples) -> list[Row]:
    return stip_profile(g, "themes", POL.hasTheme)


def raised_and_taken_up(
    g: Triples,
) -> tuple[dict[tuple[IRI, IRI], set[IRI]], dict[tuple[IRI, IRI], set[IRI]]]:
    """Sentences of [A] and [B], and measures of [C], by section and theme."""
    raised: dict[tuple[IRI, IRI], set[IRI]] = {}
    taken: dict[tuple[IRI, IRI], set[IRI]] = {}
    for part in g.subjects(RDF.type, POL.DocumentPart):
        (kind,) = g.values(part, POL.partType)
        (section,) = g.values(part, DCTERMS.isPartOf)
        if kind in (part_type("recognition"), part_type("issues")):
            for sentence in g.subjects(DCTERMS.isPartOf, part):
                named = g.values(sentence, POL.mentions)
                for theme in {t for t in named if scheme("theme") in g.values(t, SKOS.inScheme)}:
                    raised.setdefault((section, theme), set()).add(sentence)
        if kind == part_type("measures"):
            for occurrence, measure in g.by_property[POL.occurrenceOf]:
                if part in g.upwards(occurrence, DCTERMS.isPartOf) and isinstance(measure, IRI):
                    for theme in g.values(measure, POL.hasTheme):
                        taken.setdefault((section, theme), set()).add(measure)
    return raised, taken


@counts("themes-raised-not-taken-up")
def _(g: Triples) -> list[Row]:
    raised, taken = raised_and_taken_up(g)
    return grouped(Counter({key: len(found) for key, found in raised.items() if key not in taken}))


@counts("themes-taken-up-not-raised")
def _(g: Triples) -> list[Row]:
    raised, taken = raised_and_taken_up(g)
    return grouped(Counter({key: len(found) for key, found in taken.items() if key not in raised}))
