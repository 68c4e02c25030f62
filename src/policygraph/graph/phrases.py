"""The words themselves: every mention as a ``nif:Phrase``."""

from __future__ import annotations

from collections.abc import Iterator

from policygraph.annotate import DateMention, DiscoveredThing, Mention
from policygraph.document import Unit
from policygraph.graph.names import Names
from policygraph.graph.reading import Reading
from policygraph.graph.structure import offset
from policygraph.namespaces import DCTERMS, IRI, ITSRDF, NIF, POL, RDF, SKOS, XSD
from policygraph.rdf import Literal, Triple, boolean, integer, text


def phrase_iri(reading: Reading, names: Names, unit: Unit, begin: int, end: int) -> IRI:
    """The IRI of words of a unit, with offsets counted from the unit's beginning."""
    iri = reading.unit_iri(names, unit.path)
    return names.phrase(iri, begin - unit.begin, end - unit.begin)


def _words(reading: Reading, names: Names, mention: Mention | DateMention) -> Iterator[Triple]:
    phrase = phrase_iri(reading, names, mention.unit, mention.begin, mention.end)
    yield phrase, NIF.referenceContext, reading.context(names)
    yield phrase, NIF.beginIndex, offset(mention.begin)
    yield phrase, NIF.endIndex, offset(mention.end)
    yield phrase, NIF.anchorOf, text(reading.document.source.text[mention.begin : mention.end])
    yield phrase, POL.mentionedIn, reading.unit_iri(names, mention.unit.path)


def phrases(reading: Reading, names: Names) -> Iterator[Triple]:
    """All mentions of a reading."""
    for mention in reading.annotations.mentions:
        phrase = phrase_iri(reading, names, mention.unit, mention.begin, mention.end)
        yield phrase, RDF.type, NIF.Phrase
        for meaning in mention.meanings:
            yield phrase, ITSRDF.taIdentRef, meaning
        if mention.kind == "responsibility":
            yield phrase, RDF.type, POL.ResponsibilityMention
            yield phrase, POL.order, integer(mention.order)
        yield from _words(reading, names, mention)
    for date in reading.annotations.dates:
        phrase = phrase_iri(reading, names, date.unit, date.begin, date.end)
        yield phrase, RDF.type, POL.DateMention
        yield phrase, RDF.type, NIF.Phrase
        yield phrase, RDF.value, Literal(date.date.isoformat(), XSD.date)
        if date.work is not None:
            yield phrase, DCTERMS.subject, date.work
        yield from _words(reading, names, date)


def describe_discovered(thing: DiscoveredThing) -> Iterator[Triple]:
    """A thing that the text names and no vocabulary knows."""
    yield thing.iri, RDF.type, thing.rdf_class
    yield thing.iri, SKOS.prefLabel, text(thing.label, "ja")
    yield thing.iri, POL.notInVocabulary, boolean(True)
    if thing.part_of is not None:
        yield thing.iri, DCTERMS.isPartOf, thing.part_of
