"""The curated layer: what a person judged.

A curation file ``data/curation/<document key>.ttl`` is written under our own base. It names who
curated and when, gives measures and parts their titles, and lists links added, each as a
``pol:Assertion``, and withdrawn, each as a ``pol:Withdrawal``, with the reason.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from policygraph.core.errors import DataError
from policygraph.core.index import Index
from policygraph.core.names import Names
from policygraph.core.namespaces import BASE, DCTERMS, IRI, POL, PROV, RDF, RDFS, SKOS
from policygraph.core.prefixes import short_name
from policygraph.core.terms import Literal, Triple, read_turtle
from policygraph.graph.items import Item

_ADDED = (RDF.subject, RDF.predicate, RDF.object)
_WITHDRAWN = (POL.withdrawnSubject, POL.withdrawnPredicate, POL.withdrawnObject)
_GROUNDS = (PROV.wasAttributedTo, DCTERMS.date, POL.reason)


@dataclass(frozen=True, slots=True)
class Curation:
    """What a curation file says, under the build's base.

    Attributes:
        path: the file.
        triples: its triples, with the links that it adds and the titles as ``rdfs:label`` too.
        added, withdrawn: the links it adds and takes out.
        titles: what it gives a title to, and in which language.
    """

    path: Path
    triples: frozenset[Triple]
    added: frozenset[Triple]
    withdrawn: frozenset[Triple]
    titles: frozenset[tuple[IRI, str]]


def read_curation(path: Path, names: Names, links: frozenset[IRI]) -> Curation:
    """Read a curation file.

    Args:
        path: the file.
        names: under which it is put.
        links: the properties that a person may add or withdraw; ``pol:addressesIssue``, too.

    Raises:
        DataError: not Turtle, or a judgement that lacks who, when, why or what.
    """
    judged = links | {POL.addressesIssue, POL.relatedIssue}
    triples = {
        (names.rebase(s), p, names.rebase(o) if isinstance(o, IRI) else o)
        for s, p, o in read_turtle(path)
    }
    described = Index(sorted(triples, key=str))
    _check_header(path, described)
    added = frozenset(_judged_links(path, described, POL.Assertion, _ADDED, judged))
    withdrawn = frozenset(_judged_links(path, described, POL.Withdrawal, _WITHDRAWN, judged))
    bare = next((t for t in sorted(triples, key=str) if t[1] in judged), None)
    if bare is not None:
        raise DataError(
            f"{path}: {' '.join(map(str, bare))} stands without an assertion; say who, when, why"
        )
    titles = {t for t in triples if t[1] == SKOS.prefLabel}
    labels = {(subject, RDFS.label, title) for subject, _, title in titles}
    return Curation(
        path,
        frozenset(triples | labels | added),
        added,
        withdrawn,
        frozenset((s, t.language) for s, _, t in titles if isinstance(t, Literal)),
    )


def _judged_links(
    path: Path, described: Index, kind: IRI, about: tuple[IRI, IRI, IRI], judged: frozenset[IRI]
) -> Iterator[Triple]:
    """The links that a file's assertions, or its withdrawals, are about."""
    name = short_name(kind)
    for judgement in described.subjects():
        if not described.is_a(judgement, kind):
            continue
        said = described.about(judgement)
        if POL.status in said:
            raise DataError(
                f"{path}: {judgement} has pol:status, which is of version 0.1.0: a link taken out is a"
                " pol:Withdrawal now, and an assertion needs no status (docs/migration.md)"
            )
        missing = [short_name(p) for p in (*about, *_GROUNDS) if p not in said]
        if missing:
            raise DataError(f"{path}: the {name} {judgement} lacks {', '.join(missing)}")
        thing, link, value = (said[p][0] for p in about)
        if not (isinstance(thing, IRI) and isinstance(link, IRI) and link in judged):
            raise DataError(f"{path}: the {name} {judgement} is not about a link of an item")
        yield thing, link, value


def _check_header(path: Path, described: Index) -> None:
    """Somebody must say who curated, and when."""
    for subject in described.subjects():
        said = described.about(subject)
        if described.is_a(subject, PROV.Entity) and {PROV.wasAttributedTo, DCTERMS.date} <= set(
            said
        ):
            return
    raise DataError(
        f"{path}: says nowhere who curated and when: give a prov:Entity with prov:wasAttributedTo"
        " and dcterms:date"
    )


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
# A link that the words support and the program missed:
# <assertion/{key}/curated/1> a pol:Assertion ;
#     rdf:subject <measure/{key}/…> ; rdf:predicate pol:involvesActor ; rdf:object <concept/actor/…> ;
#     pol:reason "…"@ja , "…"@en ;
#     prov:wasAttributedTo <agent/{curator}> ; dcterms:date "{date}"^^xsd:date .
# A link that it made wrongly:
# <withdrawal/{key}/1> a pol:Withdrawal ;
#     pol:withdrawnSubject <measure/{key}/…> ; pol:withdrawnPredicate pol:involvesActor ;
#     pol:withdrawnObject <concept/actor/…> ;
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
            place = reading.document.source.place(segments[0].begin) if segments else ""
            line = f"line {place}" if str(place).isdecimal() else place
            iri = item.iri(Names()).removeprefix(BASE)
            pieces.append(
                f'\n# {line}: {reading.words(segments)}\n# <{iri}> skos:prefLabel ""@ja , ""@en .\n'
            )
    return "".join(pieces)
