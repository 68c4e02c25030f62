"""The words themselves: every mention as a ``nif:Phrase``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby
from operator import attrgetter

from policygraph.annotation import DateMention, DiscoveredThing, Mention
from policygraph.core.names import Names
from policygraph.core.namespaces import DCTERMS, IRI, ITSRDF, NIF, POL, RDF, SKOS, XSD
from policygraph.core.terms import Literal, Triple, boolean, integer, text
from policygraph.corpus.reading import Reading
from policygraph.graph.structure import offset


def phrases(reading: Reading, names: Names) -> Iterator[Triple]:
    """All mentions of a reading."""
    source, context = reading.document.source.text, reading.context(names)
    found = reading.annotations
    mentions: Iterator[Mention | DateMention] = chain(found.mentions, found.dates)
    for path, of_unit in groupby(mentions, key=attrgetter("unit.path")):
        unit = reading.unit_iri(names, path)
        for mention in of_unit:
            begin, end = mention.begin, mention.end
            first = mention.unit.span.begin
            phrase = names.phrase(unit, begin - first, end - first)
            yield phrase, RDF.type, NIF.Phrase
            yield phrase, NIF.referenceContext, context
            yield phrase, NIF.beginIndex, offset(begin)
            yield phrase, NIF.endIndex, offset(end)
            yield phrase, NIF.anchorOf, text(source[begin:end])
            yield phrase, POL.mentionedIn, unit
            if isinstance(mention, DateMention):
                yield from _date(phrase, mention)
            else:
                yield from _meanings(phrase, mention)


def _meanings(phrase: IRI, mention: Mention) -> Iterator[Triple]:
    for meaning in mention.meanings:
        yield phrase, ITSRDF.taIdentRef, meaning
    if mention.kind == "responsibility":
        yield phrase, RDF.type, POL.ResponsibilityMention
        yield phrase, POL.order, integer(mention.order)


def _date(phrase: IRI, mention: DateMention) -> Iterator[Triple]:
    yield phrase, RDF.type, POL.DateMention
    yield phrase, RDF.value, Literal(mention.date.isoformat(), XSD.date)
    if mention.work is not None:
        yield phrase, DCTERMS.subject, mention.work


def describe_discovered(thing: DiscoveredThing) -> Iterator[Triple]:
    """A thing that the text names and no vocabulary knows."""
    yield thing.iri, RDF.type, thing.rdf_class
    yield thing.iri, SKOS.prefLabel, text(thing.label, "ja")
    yield thing.iri, POL.notInVocabulary, boolean(True)
    if thing.part_of is not None:
        yield thing.iri, DCTERMS.isPartOf, thing.part_of
