"""The counts of ``queries/questions/evidence``."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

from queries.counting import MEASURE, Row, cell, counts, layer_of, position, subproperties
from queries.triples import Triples

from policygraph.core.namespaces import BASE, DCTERMS, IRI, ITSRDF, NIF, POL, PROV, RDF, SCHEMA
from policygraph.core.terms import text


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
        below = [
            i for b in g.subjects(DCTERMS.isPartOf, unit) for i in g.values(b, POL.occurrenceOf)
        ]
        if (
            any(meaning in g.values(unit, link) for link in links)
            or any(
                meaning in g.values(i, k) for i in g.values(unit, POL.occurrenceOf) for k in links
            )
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
        (document,), (file,) = (
            g.values(context, DCTERMS.isPartOf),
            g.values(context, PROV.wasDerivedFrom),
        )
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
