"""The answers once more, in plain Python over the triples, without SPARQL or any engine.

Each function works out what its question asks, from the question's words. The tests hold the
queries against these counts, and the CSV files beside this one against both. After a change of
the texts or of the vocabulary, look at what changed and then write it down:

    python tests/queries/recount.py            prints the differences from the files, as a diff
    python tests/queries/recount.py --write    writes the files

The files of the questions that were counted by hand (README.md lists them) are never written.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from queries.triples import Triples

from policygraph.api import build
from policygraph.namespaces import (
    BASE, DCTERMS, IRI, ITSRDF, NIF, POL, PREFIXES, PROV, RDF, RDFS, SCHEMA, SKOS,
)  # fmt: skip
from policygraph.query import find_questions
from policygraph.rdf import Literal, text

HERE = Path(__file__).parent
Row = tuple[object, ...]
COUNTS: dict[str, Callable[[Triples], list[Row]]] = {}
DOCUMENT = f"{BASE}doc/sti-strategy-2017/"
MEASURE = f"{BASE}measure/sti-strategy-2017/"


def counts(question: str) -> Callable[[Callable[[Triples], list[Row]]], Callable[[Triples], list[Row]]]:
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


# What the questions have in common.


def measures(g: Triples) -> list[IRI]:
    return g.subjects(RDF.type, POL.Measure)


def together(g: Triples, first: IRI, second: IRI) -> Counter[tuple[IRI, IRI]]:
    return Counter(
        (a, b) for m in measures(g) for a in g.values(m, first) for b in g.values(m, second)
    )


def grouped(found: Counter[tuple[IRI, IRI]]) -> list[Row]:
    """By the first, then the most frequent, then the second."""
    return [(a, b, n) for (a, b), n in sorted(found.items(), key=lambda e: (e[0][0], -e[1], e[0][1]))]


def first_occurrence(g: Triples, measure: IRI) -> IRI:
    (found,) = [o for o in g.subjects(POL.occurrenceOf, measure) if not g.values(o, POL.reprises)]
    return found


def position(g: Triples, unit: IRI) -> tuple[str, int]:
    return g.values(unit, NIF.referenceContext)[0], g.number(unit, NIF.beginIndex)


def in_reading_order(g: Triples, found: Iterable[IRI]) -> list[IRI]:
    return sorted(found, key=lambda m: position(g, first_occurrence(g, m)))


def lines_of(g: Triples, measure: IRI) -> str:
    return g.text(first_occurrence(g, measure), POL.sourceLines)


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
        for _, meaning in g.by_property[ITSRDF.taIdentRef]
        if isinstance(meaning, IRI) and scheme(name) in g.values(meaning, SKOS.inScheme)
        for above in g.upwards(meaning, SKOS.broader)
    }
    concepts = set(g.subjects(SKOS.inScheme, scheme(name))) & set(g.subjects(RDF.type, SKOS.Concept))
    return [(c, cell(g.values(c, SKOS.broader))) for c in sorted(concepts - mentioned)]


def sections(g: Triples, measure: IRI) -> set[IRI]:
    return {
        part
        for occurrence in g.subjects(POL.occurrenceOf, measure)
        for part in g.upwards(occurrence, DCTERMS.isPartOf)
        if part_type("section") in g.values(part, POL.partType)
    }


def subproperties(g: Triples) -> list[IRI]:
    return g.subjects(RDFS.subPropertyOf, POL.links)


def layer_of(g: Triples, subject: IRI, predicate: IRI, value: IRI | Literal) -> IRI:
    (found,) = [n for n, triples in g.graphs.items() if (subject, predicate, value) in triples]
    return found


# Actors.


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
            lines_of(g, m),
        )
        for m in in_reading_order(g, found)
    ]


@counts("measures-for-one-actor-not-another")
def _(g: Triples) -> list[Row]:
    present, absent = g.narrower(concept("actor:sme")), g.narrower(concept("actor:university"))
    actors = {m: set(g.values(m, POL.involvesActor)) for m in measures(g)}
    found = [m for m, named in actors.items() if named & present and not named & absent]
    return [
        (m, cell(g.values(m, POL.responsibleBody)), lines_of(g, m))
        for m in in_reading_order(g, found)
    ]


@counts("measures-per-actor")
def _(g: Triples) -> list[Row]:
    return rolled_up(g, POL.involvesActor)


# Themes, instruments, commitment.


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
        for theme in g.values(sentence, POL.hasTheme)
    )
    found = [(theme, n) for theme, n in sentences.items() if theme not in covered]
    return [*sorted(found, key=lambda row: (-row[1], row[0]))]


@counts("measures-without-own-theme")
def _(g: Triples) -> list[Row]:
    found = []
    for measure in measures(g):
        named = {
            meaning
            for occurrence in g.subjects(POL.occurrenceOf, measure)
            for phrase in g.subjects(POL.mentionedIn, occurrence)
            for meaning in g.values(phrase, ITSRDF.taIdentRef)
        }
        if not named & set(g.values(measure, POL.hasTheme)):
            found.append(measure)
    return [
        (m, cell(g.values(m, POL.hasTheme)), lines_of(g, m)) for m in in_reading_order(g, found)
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
                for theme in g.values(sentence, POL.hasTheme):
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


# How the text hangs together.


@counts("measures-of-group")
def _(g: Triples) -> list[Row]:
    rows = []
    for occurrence in g.subjects(DCTERMS.isPartOf, IRI(f"{DOCUMENT}5/1/C/3")):
        (measure,) = g.values(occurrence, POL.occurrenceOf)
        rows.append(
            (
                g.number(occurrence, POL.order),
                measure,
                cell(g.values(measure, POL.responsibleBody)),
                cell(g.values(measure, POL.involvesActor)),
                g.text(occurrence, POL.sourceLines),
                cell(g.values(occurrence, POL.reprises)),
            )
        )
    return [*sorted(rows)]


@counts("everything-about")
def _(g: Triples) -> list[Row]:
    rows = set()
    for meaning in g.narrower(concept("instrument:cross-appointment")):
        for phrase in g.subjects(ITSRDF.taIdentRef, meaning):
            (unit,) = g.values(phrase, POL.mentionedIn)
            words, begin = g.text(phrase, NIF.anchorOf), g.number(phrase, NIF.beginIndex)
            rows.add((unit, words, begin, g.text(unit, POL.text), g.text(unit, POL.sourceLines)))
    return [*sorted(rows, key=lambda row: (row[0], row[2]))]


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


# Evidence and steering.


def mentions(g: Triples, unit: IRI, thing: IRI) -> list[tuple[str, IRI, str]]:
    return [
        (g.text(phrase, NIF.anchorOf), unit, g.text(unit, POL.sourceLines))
        for phrase in g.subjects(POL.mentionedIn, unit)
        if thing in g.values(phrase, ITSRDF.taIdentRef)
    ]


@counts("evidence-of-link")
def _(g: Triples) -> list[Row]:
    item, thing = IRI(f"{MEASURE}5-3-C-3-1"), IRI(f"{BASE}programme/sip-energy-carrier")
    occurrences = g.subjects(POL.occurrenceOf, item)
    units = {
        *occurrences,
        *(component for o in occurrences for component in g.subjects(DCTERMS.isPartOf, o)),
        *(part for o in occurrences for part in g.values(o, DCTERMS.isPartOf)),
    }
    rows: list[tuple[str, ...]] = [
        (layer_of(g, item, link, thing), link, *found, "", "", "", "", "")
        for link in subproperties(g)
        if thing in g.values(item, link)
        for unit in units
        for found in mentions(g, unit, thing)
    ]
    for assertion in set(g.subjects(RDF.subject, item)) & set(g.subjects(RDF.object, thing)):
        (link,) = g.values(assertion, RDF.predicate)
        reasons = g.literals(assertion, POL.reason, "ja", "")
        rows += [
            (
                layer_of(g, assertion, RDF.subject, item), link, "", "", "",
                cell(g.values(assertion, POL.rule)), cell(g.values(assertion, PROV.wasAttributedTo)),
                g.text(assertion, DCTERMS.date), g.text(assertion, POL.status), reason,
            )
            for reason in reasons or [""]
        ]  # fmt: skip
    return [*sorted(rows, key=lambda row: (row[1], row[0], row[3], row[2]))]


@counts("links-without-words")
def _(g: Triples) -> list[Row]:
    rows = []
    for assertion in g.subjects(RDF.type, POL.Assertion):
        (link,) = g.values(assertion, RDF.predicate)
        if link not in subproperties(g) or g.text(assertion, POL.status) == "withdrawn":
            continue
        (item,), (value,) = g.values(assertion, RDF.subject), g.values(assertion, RDF.object)
        rule, curator = g.values(assertion, POL.rule), g.values(assertion, PROV.wasAttributedTo)
        rows.append((item, link, value, cell(rule), cell(curator)))
    return [*sorted(rows)]


@counts("links-by-origin")
def _(g: Triples) -> list[Row]:
    links = set(subproperties(g))
    found = Counter(
        (predicate, name)
        for name, triples in g.graphs.items()
        for _, predicate, _ in triples
        if predicate in links
    )
    return [(*key, n) for key, n in sorted(found.items())]


@counts("withdrawn-links")
def _(g: Triples) -> list[Row]:
    rows = []
    for assertion in g.subjects(POL.status, text("withdrawn")):
        steps = [
            g.values(assertion, p)[0]
            for p in (RDF.subject, RDF.predicate, RDF.object, PROV.wasAttributedTo)
        ]
        (reason,) = g.literals(assertion, POL.reason, "ja")
        rows.append((*steps, g.text(assertion, DCTERMS.date), reason))
    return [*sorted(rows)]


@counts("curated-statements")
def _(g: Triples) -> list[Row]:
    found = Counter(
        (
            cell(g.values(assertion, PROV.wasAttributedTo)),
            g.text(assertion, DCTERMS.date),
            cell(g.values(assertion, RDF.predicate)),
            g.text(assertion, POL.status),
        )
        for assertion, _ in g.by_property[POL.status]
    )
    return [(*key, n) for key, n in sorted(found.items())]


@counts("mentions-without-link")
def _(g: Triples) -> list[Row]:
    links = subproperties(g)
    rows = []
    for phrase, meaning in g.by_property[ITSRDF.taIdentRef]:
        assert isinstance(meaning, IRI)
        (unit,) = g.values(phrase, POL.mentionedIn)
        below = [i for b in g.subjects(DCTERMS.isPartOf, unit) for i in g.values(b, POL.occurrenceOf)]
        if (
            any(meaning in g.values(unit, link) for link in links)
            or any(meaning in g.values(i, k) for i in g.values(unit, POL.occurrenceOf) for k in links)
            or any(meaning in g.values(item, POL.hasTheme) for item in below)
        ):
            continue
        place = (*position(g, phrase), meaning)
        row = (phrase, g.text(phrase, NIF.anchorOf), meaning, unit, g.text(unit, POL.sourceLines))
        rows.append((place, row))
    return [row for _, row in sorted(rows)]


@counts("wordings-of-concept")
def _(g: Triples) -> list[Row]:
    phrases = g.subjects(ITSRDF.taIdentRef, IRI(f"{BASE}org/kankei-fusho"))
    found = Counter(g.text(phrase, NIF.anchorOf) for phrase in phrases)
    return [*sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))]


@counts("provenance")
def _(g: Triples) -> list[Row]:
    rows = []
    for context in g.subjects(RDF.type, NIF.Context):
        (document,), (file,) = g.values(context, DCTERMS.isPartOf), g.values(context, PROV.wasDerivedFrom)
        raw = (Path(__file__).parents[2] / "data" / "source").glob("*/*.txt")
        hashes = {hashlib.sha256(path.read_bytes()).hexdigest() for path in raw}
        (file_hash,) = hashes & set(g.literals(file, SCHEMA.sha256))
        (build_,) = g.subjects(PROV.used, file)
        (software,) = g.values(build_, PROV.wasAssociatedWith)
        rows.append(
            (
                document,
                g.text(document, DCTERMS.issued),
                *(cell(g.values(document, p)) for p in (POL.decidedBy, DCTERMS.publisher, DCTERMS.source, DCTERMS.license)),
                file_hash,
                hashlib.sha256(g.text(context, NIF.isString).encode()).hexdigest(),
                software,
                g.text(software, SCHEMA.softwareVersion),
            )
        )  # fmt: skip
    return [*sorted(rows)]


# Search.


def fold(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold()


@counts("text-search")
def _(g: Triples) -> list[Row]:
    labels = {SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel}
    things = {s for p in labels for s, v in g.by_property[p] if isinstance(v, Literal) and v.value == "AI"}
    words = {fold(label) for thing in things for p in labels for label in g.literals(thing, p, "ja")}
    words = {w for w in words | {"ai"} if not any(other in w for other in words - {w})}
    rows = []
    for unit, _ in g.by_property[POL.text]:
        printed = g.text(unit, POL.text)
        found = sum(min(3, fold(printed).count(word)) for word in words)
        if found:
            measure = cell(g.values(unit, POL.occurrenceOf))
            rows.append((unit, measure, found, printed, g.text(unit, POL.sourceLines)))
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


# The files.


def as_csv(columns: Iterable[str], rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def main(write: bool) -> int:
    """Print how the files differ from the counts; write them where that is asked for."""
    graph = Triples(build().dataset)
    columns = {question.id: question.columns for question in find_questions()}
    differing = 0
    for id_, count in COUNTS.items():
        path = HERE / f"{id_}.csv"
        held = path.read_text(encoding="utf-8") if path.exists() else ""
        counted = as_csv(columns[id_], count(graph))
        if held != counted:
            differing += 1
            sys.stdout.writelines(
                difflib.unified_diff(
                    held.splitlines(keepends=True), counted.splitlines(keepends=True),
                    f"{path.name} (file)", f"{path.name} (counted)", n=0,
                )
            )  # fmt: skip
            if write:
                path.write_text(counted, encoding="utf-8")
    print(f"{differing} of {len(COUNTS)} files differ", file=sys.stderr)
    return int(differing > 0 and not write)


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]))
