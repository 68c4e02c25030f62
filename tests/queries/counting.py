"""What the counts have in common: how they are registered, and the steps most of them take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from queries.triples import Triples

from policygraph.core.namespaces import (
    BASE,
    DCTERMS,
    IRI,
    ITSRDF,
    NIF,
    POL,
    RDF,
    RDFS,
    SKOS,
)
from policygraph.core.prefixes import PREFIXES  # fmt: skip
from policygraph.core.terms import Literal

Row = tuple[object, ...]
COUNTS: dict[str, Callable[[Triples], list[Row]]] = {}
DOCUMENT = f"{BASE}doc/sti-strategy-2017/"
MEASURE = f"{BASE}measure/sti-strategy-2017/"


def counts(
    question: str,
) -> Callable[[Callable[[Triples], list[Row]]], Callable[[Triples], list[Row]]]:
    """Register the count of a question."""

    def register(count: Callable[[Triples], list[Row]]) -> Callable[[Triples], list[Row]]:
        COUNTS[question] = count
        return count

    return register


def scheme(name: str) -> IRI:
    return IRI(PREFIXES[name])


def concept(name: str) -> IRI:
    prefix, _, local = name.partition(":")
    return IRI(PREFIXES[prefix] + local)


def part_type(name: str) -> IRI:
    return IRI(f"{BASE}concept/part-type/{name}")


def measures(g: Triples) -> list[IRI]:
    return g.subjects(RDF.type, POL.Measure)


def together(g: Triples, first: IRI, second: IRI) -> Counter[tuple[IRI, IRI]]:
    return Counter(
        (a, b) for m in measures(g) for a in g.values(m, first) for b in g.values(m, second)
    )


def grouped(found: Counter[tuple[IRI, IRI]]) -> list[Row]:
    """By the first, then the most frequent, then the second."""
    return [
        (a, b, n) for (a, b), n in sorted(found.items(), key=lambda e: (e[0][0], -e[1], e[0][1]))
    ]


def first_occurrence(g: Triples, measure: IRI) -> IRI:
    (found,) = [o for o in g.subjects(POL.occurrenceOf, measure) if not g.values(o, POL.reprises)]
    return found


def components(g: Triples, occurrence: IRI) -> list[IRI]:
    return g.subjects(DCTERMS.isPartOf, occurrence)


def own_units(g: Triples, measure: IRI) -> list[IRI]:
    """The bullets that state a measure, each with its sub-bullets."""
    occurrences = g.subjects(POL.occurrenceOf, measure)
    return [unit for o in occurrences for unit in (o, *components(g, o))]


def meanings(g: Triples, phrase: IRI) -> set[IRI]:
    """The things that a phrase means: of a compound term those that it stands for."""
    return {
        thing
        for named in g.values(phrase, ITSRDF.taIdentRef)
        for thing in g.values(named, POL.denotes) or [named]
    }


def is_tag(g: Triples, phrase: IRI) -> bool:
    return POL.ResponsibilityMention in g.values(phrase, RDF.type)


def named_in(g: Triples, unit: IRI) -> set[IRI]:
    """All that a unit names, tags apart."""
    phrases = [p for p in g.subjects(POL.mentionedIn, unit) if not is_tag(g, p)]
    return {thing for phrase in phrases for thing in meanings(g, phrase)}


def position(g: Triples, unit: IRI) -> tuple[str, int]:
    return g.values(unit, NIF.referenceContext)[0], g.number(unit, NIF.beginIndex)


def in_reading_order(g: Triples, found: Iterable[IRI]) -> list[IRI]:
    return sorted(found, key=lambda m: position(g, first_occurrence(g, m)))


def unit_place(g: Triples, unit: IRI) -> tuple[str, str, str]:
    """First line, last line and page."""
    return g.text(unit, POL.firstLine), g.text(unit, POL.lastLine), g.text(unit, POL.page)


def place_of(g: Triples, measure: IRI) -> tuple[str, str, str]:
    """Those of its first bullet and the sub-bullets of that."""
    first = first_occurrence(g, measure)
    ends = [g.number(unit, POL.lastLine) for unit in (first, *components(g, first))]
    return g.text(first, POL.firstLine), str(max(ends)), g.text(first, POL.page)


def cell(things: Iterable[IRI]) -> str:
    return " ".join(sorted(set(things)))


def rolled_up(g: Triples, link: IRI) -> list[Row]:
    by_itself: dict[IRI, set[IRI]] = {}
    with_narrower: dict[IRI, set[IRI]] = {}
    for measure in measures(g):
        for value in g.values(measure, link):
            by_itself.setdefault(value, set()).add(measure)
            for above in g.upwards(value, SKOS.broader):
                with_narrower.setdefault(above, set()).add(measure)
    rows = [(c, len(by_itself.get(c, ())), len(found)) for c, found in with_narrower.items()]
    return [*sorted(rows, key=lambda row: (-row[2], row[0]))]


def unmentioned(g: Triples, name: str) -> list[Row]:
    mentioned = {
        above
        for phrase, _ in g.by_property[ITSRDF.taIdentRef]
        for meaning in meanings(g, phrase)
        if scheme(name) in g.values(meaning, SKOS.inScheme)
        for above in g.upwards(meaning, SKOS.broader)
    }
    concepts = set(g.subjects(SKOS.inScheme, scheme(name))) & set(
        g.subjects(RDF.type, SKOS.Concept)
    )
    return [(c, cell(g.values(c, SKOS.broader))) for c in sorted(concepts - mentioned)]


def sections_around(g: Triples, unit: IRI) -> set[IRI]:
    return {
        part
        for part in g.upwards(unit, DCTERMS.isPartOf)
        if part_type("section") in g.values(part, POL.partType)
    }


def sections(g: Triples, measure: IRI) -> set[IRI]:
    """The section that states a measure first."""
    return sections_around(g, first_occurrence(g, measure))


def subproperties(g: Triples) -> list[IRI]:
    return g.subjects(RDFS.subPropertyOf, POL.links)


def layer_of(g: Triples, subject: IRI, predicate: IRI, value: IRI | Literal) -> IRI:
    (found,) = [n for n, triples in g.graphs.items() if (subject, predicate, value) in triples]
    return found
