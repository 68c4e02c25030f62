"""The curated layer: what a person judged.

A curation file ``data/curation/<document key>.ttl`` is written under our own base. It names who
curated and when, gives measures their titles, and lists links added and withdrawn, each as a
``pol:Assertion`` with its reason. The build gives every title its assertion, too.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from policygraph.core.errors import DataError
from policygraph.core.index import Index
from policygraph.core.messages import LANGUAGES, Messages
from policygraph.core.names import Names
from policygraph.core.namespaces import BASE, DCTERMS, IRI, POL, PROV, RDF, SKOS
from policygraph.core.terms import Literal, Triple, read_turtle, text
from policygraph.graph.items import Item

_REQUIRED = (RDF.subject, RDF.predicate, RDF.object, PROV.wasAttributedTo, DCTERMS.date,
             POL.reason, POL.status)  # fmt: skip
_SAY = Messages("graph")


@dataclass(frozen=True, slots=True)
class Curation:
    """What a curation file says, under the build's base.

    Attributes:
        path: the file.
        triples: its triples, with an assertion for every title.
        added, withdrawn: the links its assertions are about.
        titled: what it gives a title to.
    """

    path: Path
    triples: frozenset[Triple]
    added: frozenset[Triple]
    withdrawn: frozenset[Triple]
    titled: frozenset[IRI]


def read_curation(path: Path, names: Names, links: frozenset[IRI]) -> Curation:
    """Read a curation file.

    Args:
        path: the file.
        names: under which it is put.
        links: the properties that a person may add or withdraw; ``pol:addressesIssue``, too.

    Raises:
        DataError: not Turtle, or an assertion that lacks who, when, why or what.
    """
    judged = links | {POL.addressesIssue}
    triples = {
        (names.rebase(s), p, names.rebase(o) if isinstance(o, IRI) else o)
        for s, p, o in read_turtle(path)
    }
    described = Index(sorted(triples, key=str))
    header = _header(path, described)
    links_by_status: dict[str, set[Triple]] = {"added": set(), "withdrawn": set()}
    for subject in described.subjects():
        if not described.is_a(subject, POL.Assertion):
            continue
        about = described.about(subject)
        missing = [p.rpartition("#")[2].rpartition("/")[2] for p in _REQUIRED if p not in about]
        if missing:
            raise DataError(f"{path}: the assertion {subject} lacks {', '.join(missing)}")
        thing, link, value = (about[p][0] for p in (RDF.subject, RDF.predicate, RDF.object))
        if not (isinstance(thing, IRI) and isinstance(link, IRI) and link in judged):
            raise DataError(f"{path}: the assertion {subject} is not about a link of an item")
        status = described.words(subject, POL.status)
        if status not in links_by_status:
            raise DataError(f'{path}: the status of {subject} is neither "added" nor "withdrawn"')
        links_by_status[status].add((thing, link, value))
    bare = next((t for t in sorted(triples, key=str) if t[1] in judged), None)
    if bare is not None:
        raise DataError(
            f"{path}: {' '.join(map(str, bare))} stands without an assertion; say who, when, why"
        )
    titles = [t for t in triples if t[1] == SKOS.prefLabel]
    for title in titles:
        if "/" not in title[0].removeprefix(names.base):
            raise DataError(f"{path}: {title[0]} is no measure or target to give a title to")
        triples |= _title_assertion(title, header, names)
    return Curation(
        path,
        frozenset(triples | links_by_status["added"]),
        frozenset(links_by_status["added"]),
        frozenset(links_by_status["withdrawn"]),
        frozenset(title[0] for title in titles),
    )


def _header(path: Path, described: Index) -> tuple[IRI, Literal]:
    """Who curated, and when."""
    for subject in described.subjects():
        if described.is_a(subject, PROV.Entity):
            who = described.iri(subject, PROV.wasAttributedTo)
            when = described.literals(subject, DCTERMS.date)
            if who is not None and when:
                return who, when[0]
    raise DataError(
        f"{path}: says nowhere who curated and when: give a prov:Entity with prov:wasAttributedTo"
        " and dcterms:date"
    )


def _title_assertion(title: Triple, header: tuple[IRI, Literal], names: Names) -> set[Triple]:
    subject, predicate, value = title
    language = value.language if isinstance(value, Literal) else ""
    key = subject.removeprefix(names.base).split("/")[1]
    assertion = names.assertion(key, "title", subject, predicate, language or "und")
    who, when = header
    return {
        (assertion, RDF.type, POL.Assertion),
        (assertion, RDF.subject, subject),
        (assertion, RDF.predicate, predicate),
        (assertion, RDF.object, value),
        (assertion, PROV.wasAttributedTo, who),
        (assertion, DCTERMS.date, when),
        (assertion, POL.status, text("added")),
        *((assertion, POL.reason, text(_SAY("title-reason", lang), lang)) for lang in LANGUAGES),
    }


_SKELETON = """\
@base <{base}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix pol: <https://w3id.org/policygraph/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

# What a person judged of {key}. Fill in the titles (ja: at most 30 characters, en: at most 12
# words) and take away the sign # before a line that is filled.
# A link that the words support and the program missed, or made wrongly:
# <assertion/{key}/curated/1> a pol:Assertion ;
#     rdf:subject <measure/{key}/…> ; rdf:predicate pol:involvesActor ; rdf:object <concept/actor/…> ;
#     pol:status "added" ; # or "withdrawn"
#     pol:reason "…"@ja , "…"@en ;
#     prov:wasAttributedTo <agent/{curator}> ; dcterms:date "{date}"^^xsd:date .

<curation/{key}> a prov:Entity ;
    prov:wasAttributedTo <agent/{curator}> ;
    dcterms:date "{date}"^^xsd:date ;
    dcterms:subject <doc/{key}> .
# The curator's name in both languages.
<agent/{curator}> a prov:Agent ; foaf:name "{curator}"@ja , "{curator}"@en .
"""


def curation_skeleton(items: Iterable[Item], key: str, curator: str, date: datetime.date) -> str:
    """The skeleton of a curation file in Turtle; it parses as it stands, and says nothing yet.

    Args:
        items: of a build.
        key: the document's key; the items of others are left out.
        curator: the last step of the curator's IRI.
        date: the day written into the file.
    """
    pieces = [_SKELETON.format(base=BASE, key=key, curator=curator, date=date.isoformat())]
    for item in items:
        reading, segments = item.first.reading, item.first.occurrence.segments
        if reading.description.key == key:
            span = (segments[0].begin, segments[-1].end) if segments else None
            lines = reading.document.source.lines(*span) if span else ""
            iri = item.iri(Names()).removeprefix(BASE)
            pieces.append(
                f"\n# line {lines}: {reading.words(segments)}\n"
                f'# <{iri}> skos:prefLabel ""@ja , ""@en .\n'
            )
    return "".join(pieces)
