"""The counts of ``queries/questions/structure`` and ``queries/questions/search``."""

from __future__ import annotations

import unicodedata

from queries.counting import (
    DOCUMENT,
    Row,
    cell,
    concept,
    counts,
    meanings,
    position,
    unit_lines,
)
from queries.triples import Triples

from policygraph.core.namespaces import DCTERMS, IRI, ITSRDF, NIF, POL, RDF, SKOS
from policygraph.core.terms import Literal


@counts("measures-of-group")
def _(g: Triples) -> list[Row]:
    rows = []
    group = IRI(f"{DOCUMENT}5/1/C/3")
    for occurrence in g.subjects(RDF.type, POL.MeasureOccurrence):
        if group not in g.values(occurrence, DCTERMS.isPartOf):
            continue
        (measure,) = g.values(occurrence, POL.occurrenceOf)
        rows.append(
            (
                g.number(occurrence, POL.order),
                measure,
                cell(g.values(measure, POL.responsibleBody)),
                cell(g.values(measure, POL.involvesActor)),
                *unit_lines(g, occurrence),
                cell(g.values(occurrence, POL.reprises)),
            )
        )
    return [*sorted(rows)]


@counts("everything-about")
def _(g: Triples) -> list[Row]:
    rows = set()
    wanted = g.narrower(concept("instrument:cross-appointment"))
    for phrase, _ in g.by_property[ITSRDF.taIdentRef]:
        if wanted & meanings(g, phrase):
            (unit,) = g.values(phrase, POL.mentionedIn)
            words, begin = g.text(phrase, NIF.anchorOf), g.number(phrase, NIF.beginIndex)
            rows.add((unit, words, begin, g.text(unit, POL.text), *unit_lines(g, unit)))
    return [*sorted(rows, key=lambda row: (row[2], row[1]))]


@counts("issues-and-measures")
def _(g: Triples) -> list[Row]:
    issues = {v for _, v in g.by_property[POL.addressesIssue] if isinstance(v, IRI)}
    return [
        (
            issue,
            g.text(issue, POL.text),
            cell(g.subjects(POL.addressesIssue, issue)),
            g.text(issue, POL.sourceLines),
        )
        for issue in sorted(issues, key=lambda unit: position(g, unit))
    ]


@counts("issues-without-measure")
def _(g: Triples) -> list[Row]:
    issues = set(g.subjects(RDF.type, POL.Issue))
    addressed = {v for _, v in g.by_property[POL.addressesIssue]}
    return [
        (issue, cell(g.values(issue, POL.hasTheme)), g.text(issue, POL.text), g.text(issue, POL.sourceLines))
        for issue in sorted(issues - addressed, key=lambda unit: position(g, unit))
    ]  # fmt: skip


def fold(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold()


@counts("text-search")
def _(g: Triples) -> list[Row]:
    labels = {SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel}
    things = {
        s for p in labels for s, v in g.by_property[p] if isinstance(v, Literal) and v.value == "AI"
    }
    words = {
        fold(label) for thing in things for p in labels for label in g.literals(thing, p, "ja")
    }
    words = {w for w in words | {"ai"} if not any(other in w for other in words - {w})}
    rows = []
    for unit, _ in g.by_property[NIF.referenceContext]:
        printed = g.text(unit, POL.text)
        found = sum(min(3, fold(printed).count(word)) for word in words)
        if found:
            measure = cell(g.values(unit, POL.occurrenceOf))
            rows.append((unit, measure, found, printed, *unit_lines(g, unit)))
    return [*sorted(rows, key=lambda row: (-row[2], len(row[3]), row[0]))]


@counts("vocabulary-search")
def _(g: Triples) -> list[Row]:
    rows = {
        (thing, label, cell(g.values(thing, SKOS.inScheme)))
        for thing, _ in g.by_property[SKOS.notation]
        for p in (SKOS.prefLabel, SKOS.altLabel)
        for label in g.literals(thing, p)
        if "ベンチャー" in label
    }
    return [*sorted(rows)]
