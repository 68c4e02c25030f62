"""The counts of ``queries/questions/evidence``."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

from queries.counting import (
    MEASURE,
    Row,
    cell,
    concept,
    counts,
    is_tag,
    layer_of,
    meanings,
    measures,
    own_units,
    position,
    scheme,
    subproperties,
    unit_place,
)
from queries.triples import Triples

from policygraph.core.namespaces import (
    BASE,
    DCTERMS,
    IRI,
    ITSRDF,
    NIF,
    POL,
    PROV,
    RDF,
    SCHEMA,
    SKOS,
)


def is_cued_away(g: Triples, phrase: IRI) -> bool:
    return bool({concept("cue:negated"), concept("cue:foreign")} & set(g.values(phrase, POL.cue)))


def first_predicates(g: Triples, occurrence: IRI) -> list[IRI]:
    """The predicate of the first sentence of a bullet: the first phrase in it that means a commitment."""
    found = [
        phrase
        for phrase in g.subjects(POL.mentionedIn, occurrence)
        for meaning in meanings(g, phrase)
        if scheme("commitment") in g.values(meaning, SKOS.inScheme)
    ]
    return sorted(found, key=lambda phrase: g.number(phrase, NIF.beginIndex))[:1]


def words_of_link(g: Triples, item: IRI, link: IRI, thing: IRI) -> list[IRI]:
    """The phrases that a link stands on, by where they are: it is found without ``pol:evidence``."""
    occurrences = g.subjects(POL.occurrenceOf, item)
    if link == POL.commitment:
        return [phrase for o in occurrences for phrase in first_predicates(g, o)]
    if link == POL.hasTheme and layer_of(g, item, link, thing).endswith("/inferred"):
        units = sorted({part for o in occurrences for part in g.values(o, DCTERMS.isPartOf)})
    elif layer_of(g, item, link, thing).endswith("/stated"):
        units = own_units(g, item)
    else:
        return []
    return [
        phrase
        for unit in units
        for phrase in g.subjects(POL.mentionedIn, unit)
        if thing in meanings(g, phrase)
        and is_tag(g, phrase) == (link == POL.responsibleBody)
        and not is_cued_away(g, phrase)
    ]


def links_of(g: Triples, item: IRI) -> list[tuple[IRI, IRI]]:
    return [(link, thing) for link in subproperties(g) for thing in g.values(item, link)]


def unit_of(g: Triples, phrase: IRI) -> IRI:
    (unit,) = g.values(phrase, POL.mentionedIn)
    return unit


@counts("evidence-of-link")
def _(g: Triples) -> list[Row]:
    item, thing = IRI(f"{MEASURE}5-2-C-4-1"), concept("theme:initial-demand")
    rows: list[tuple[tuple[object, ...], Row]] = []
    for link, value in links_of(g, item):
        if value != thing:
            continue
        layer = layer_of(g, item, link, thing)
        for phrase in words_of_link(g, item, link, thing):
            unit = unit_of(g, phrase)
            row = (layer, link, g.text(phrase, NIF.anchorOf), unit, *unit_place(g, unit))
            rows.append(((link, layer, unit, g.number(phrase, NIF.beginIndex)), (*row, *[""] * 6)))
    for assertion in set(g.subjects(RDF.subject, item)) & set(g.subjects(RDF.object, thing)):
        (link,) = g.values(assertion, RDF.predicate)
        (rule,) = g.values(assertion, POL.rule)
        layer = layer_of(g, assertion, RDF.subject, item)
        rows.append(((link, layer, "", 0), (layer, link, *[""] * 5, rule, *[""] * 5)))
    return [row for _, row in sorted(rows)]


@counts("evidence-of-measure")
def _(g: Triples) -> list[Row]:
    item = IRI(f"{MEASURE}5-4-C-2-3")
    rows: list[tuple[tuple[object, ...], Row]] = []
    for link, thing in links_of(g, item):
        layer = layer_of(g, item, link, thing)
        for phrase in words_of_link(g, item, link, thing):
            unit, words = unit_of(g, phrase), g.text(phrase, NIF.anchorOf)
            key = (link, thing, g.number(phrase, NIF.beginIndex))
            rows.append((key, (link, thing, layer, words, unit, *unit_place(g, unit), "")))
        for assertion in set(g.subjects(RDF.subject, item)) & set(g.subjects(RDF.object, thing)):
            for curator in g.values(assertion, PROV.wasAttributedTo):
                rows.append(((link, thing, 0), (link, thing, layer, "", "", "", "", "", curator)))
    return [row for _, row in sorted(rows)]


@counts("links-without-words")
def _(g: Triples) -> list[Row]:
    """Of all links, those that no words of their own bullets make."""
    rows = []
    for item in (*measures(g), *g.subjects(RDF.type, POL.Target)):
        for link, value in links_of(g, item):
            own = {unit_of(g, phrase) for phrase in words_of_link(g, item, link, value)}
            if own & set(own_units(g, item)):
                continue
            about = set(g.subjects(RDF.subject, item)) & set(g.subjects(RDF.object, value))
            (assertion,) = (a for a in about if link in g.values(a, RDF.predicate))
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
    for withdrawal in g.subjects(RDF.type, POL.Withdrawal):
        steps = [
            g.values(withdrawal, p)[0]
            for p in (POL.withdrawnSubject, POL.withdrawnPredicate, POL.withdrawnObject, PROV.wasAttributedTo)
        ]  # fmt: skip
        (reason,) = g.literals(withdrawal, POL.reason, "ja")
        rows.append((*steps, g.text(withdrawal, DCTERMS.date), reason))
    return [*sorted(rows)]


@counts("curated-statements")
def _(g: Triples) -> list[Row]:
    found: Counter[tuple[str, ...]] = Counter()

    def note(judged: IRI, property_: str, status: str, times: int = 1) -> None:
        who = cell(g.values(judged, PROV.wasAttributedTo))
        found[who, g.text(judged, DCTERMS.date), property_, status] += times

    for assertion, _ in g.by_property[RDF.predicate]:
        if g.values(assertion, PROV.wasAttributedTo):
            note(assertion, cell(g.values(assertion, RDF.predicate)), "added")
    for withdrawal, predicate in g.by_property[POL.withdrawnPredicate]:
        assert isinstance(predicate, IRI)
        note(withdrawal, predicate, "withdrawn")
    for curation, _ in g.by_property[DCTERMS.subject]:
        if g.values(curation, PROV.wasAttributedTo):
            titles = [len(g.literals(measure, SKOS.prefLabel)) for measure in measures(g)]
            note(curation, SKOS.prefLabel, "added", sum(titles))
            # The text states the Japanese titles of its parts.
            parts = g.subjects(RDF.type, POL.DocumentPart)
            translated = [len(g.literals(part, DCTERMS.title, "en")) for part in parts]
            note(curation, DCTERMS.title, "added", sum(translated))
    return [(*key, n) for key, n in sorted(found.items())]


@counts("mentions-without-link")
def _(g: Triples) -> list[Row]:
    """The phrases of bullets and sub-bullets that none of the links of their measure stands on."""
    rows = []
    for measure in measures(g):
        made = {p for link in links_of(g, measure) for p in words_of_link(g, measure, *link)}
        for unit in own_units(g, measure):
            for phrase in set(g.subjects(POL.mentionedIn, unit)) - made:
                for named in g.values(phrase, ITSRDF.taIdentRef):
                    cues = cell(g.values(phrase, POL.cue))
                    row = (phrase, g.text(phrase, NIF.anchorOf), named, cues, unit)
                    place = (position(g, unit)[0], g.number(phrase, NIF.beginIndex), named)
                    rows.append((place, (*row, *unit_place(g, unit))))
    return [row for _, row in sorted(rows)]


@counts("wordings-of-concept")
def _(g: Triples) -> list[Row]:
    thing = IRI(f"{BASE}org/kankei-fusho")
    phrases = {p for p, _ in g.by_property[ITSRDF.taIdentRef] if thing in meanings(g, p)}
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
                "",  # a plain text needs no extractor
                "",
            )
        )  # fmt: skip
    return [*sorted(rows)]
