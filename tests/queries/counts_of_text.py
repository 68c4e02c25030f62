"""The counts of ``queries/questions/structure`` and ``queries/questions/search``."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator

from queries.counting import (
    DOCUMENT,
    Row,
    cell,
    concept,
    counts,
    is_tag,
    meanings,
    measures,
    own_units,
    position,
    scheme,
    sections_around,
    subproperties,
    unit_place,
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
                *unit_place(g, occurrence),
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
            rows.add((unit, words, begin, g.text(unit, POL.text), *unit_place(g, unit)))
    return [*sorted(rows, key=lambda row: (row[2], row[1]))]


def named_phrases(g: Triples, unit: IRI) -> Iterator[tuple[set[IRI], frozenset[IRI]]]:
    """Of each phrase in a unit that is no tag, predicate or cued away: concepts, and what it names."""
    for phrase in g.subjects(POL.mentionedIn, unit):
        cues = {cue.rpartition("/")[2] for cue in g.values(phrase, POL.cue)}
        named = frozenset(
            thing
            for thing in g.values(phrase, ITSRDF.taIdentRef)
            if scheme("commitment") not in g.values(thing, SKOS.inScheme)
        )
        if named and not is_tag(g, phrase) and not cues & {"negated", "foreign"}:
            yield meanings(g, phrase), named


def named_by_measure(g: Triples, measure: IRI) -> set[frozenset[IRI]]:
    """What the rule of related issues counts of a measure: phrases that one of its links stands on."""
    links = [link for link in subproperties(g) if link != POL.responsibleBody]
    linked = {value for link in links for value in g.values(measure, link)}
    themes = linked & set(g.subjects(SKOS.inScheme, scheme("theme")))
    groups = {
        part
        for occurrence in g.subjects(POL.occurrenceOf, measure)
        for part in g.values(occurrence, DCTERMS.isPartOf)
    }
    own = [found for unit in own_units(g, measure) for found in named_phrases(g, unit)]
    titles = [found for group in groups for found in named_phrases(g, group)]
    return {named for concepts, named in own if concepts & linked} | {
        named for concepts, named in titles if concepts & themes
    }


def guesses(g: Triples) -> list[tuple[IRI, IRI, float, set[IRI]]]:
    """The rule of related issues in the words of its definition: measure, issue, score, in common."""
    of_measure = {measure: named_by_measure(g, measure) for measure in measures(g)}
    of_issue = {
        issue: {named for _, named in named_phrases(g, issue)}
        for issue in g.subjects(RDF.type, POL.Issue)
    }
    everything = [*of_measure.values(), *of_issue.values()]

    def rarity(named: frozenset[IRI]) -> float:
        having = sum(named in unit for unit in everything)
        return math.log(len(everything) / having) / math.log(len(everything))

    found = []
    for measure, its in of_measure.items():
        ranked = []
        occurrences = g.subjects(POL.occurrenceOf, measure)
        its_sections = {s for occurrence in occurrences for s in sections_around(g, occurrence)}
        for issue, named in of_issue.items():
            if sections_around(g, issue) & its_sections:
                amount = sum(rarity(one) ** 2 for one in sorted(its & named, key=sorted))
                ranked.append((-amount / (1 + amount), position(g, issue), issue))
        for negative, _, issue in sorted(ranked)[:3]:
            if round(-negative, 2) >= 0.3:
                shared = {thing for one in its & of_issue[issue] for thing in one}
                found.append((measure, issue, round(-negative, 2), shared))
    return found


@counts("issues-and-measures")
def _(g: Triples) -> list[Row]:
    ordered = sorted(guesses(g), key=lambda found: (position(g, found[1]), -found[2], found[0]))
    return [
        (issue, measure, score, cell(shared), g.text(issue, POL.text), *unit_place(g, issue))
        for measure, issue, score, shared in ordered
    ]


@counts("issues-without-measure")
def _(g: Triples) -> list[Row]:
    issues = set(g.subjects(RDF.type, POL.Issue)) - {issue for _, issue, _, _ in guesses(g)}
    themes = set(g.subjects(SKOS.inScheme, scheme("theme")))
    return [
        (
            issue,
            cell(set(g.values(issue, POL.mentions)) & themes),
            g.text(issue, POL.text),
            *unit_place(g, issue),
        )
        for issue in sorted(issues, key=lambda unit: position(g, unit))
    ]


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
        titles = g.literals(unit, DCTERMS.title, "en")
        for item in g.values(unit, POL.occurrenceOf):
            titles = titles + g.literals(item, SKOS.prefLabel, "en")
        found = sum(min(3, fold(printed).count(word)) for word in words)
        found += sum(bool(re.search(rf"\b{word}s?\b", fold(t))) for word in words for t in titles)
        if found:
            measure = cell(g.values(unit, POL.occurrenceOf))
            rows.append((unit, measure, found, printed, *unit_place(g, unit)))
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
