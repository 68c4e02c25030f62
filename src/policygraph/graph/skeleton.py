"""The skeleton of a curation file: what a curator of a new document fills in."""

from __future__ import annotations

import datetime

from policygraph.core.names import Names
from policygraph.core.namespaces import BASE
from policygraph.graph.build import BuiltGraph
from policygraph.graph.items import item_iri

_HEADER = """\
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


def curation_skeleton(built: BuiltGraph, key: str, curator: str, date: datetime.date) -> str:
    """The skeleton in Turtle; it parses as it stands, and says nothing yet.

    Args:
        built: a build of the document, without curation.
        key: the document's key.
        curator: the last step of the curator's IRI.
        date: the day written into the file.
    """
    pieces = [_HEADER.format(base=BASE, key=key, curator=curator, date=date.isoformat())]
    for item in built.resolution.items:
        if item.first.reading.description.key != key:
            continue
        first = item.first
        words = first.reading.words(first.occurrence.segments)
        span = first.occurrence.segments
        lines = first.reading.document.source.lines(span[0].begin, span[-1].end) if span else ""
        iri = item_iri(item, Names()).removeprefix(BASE)
        pieces.append(f'\n# line {lines}: {words}\n# <{iri}> skos:prefLabel ""@ja , ""@en .\n')
    return "".join(pieces)
