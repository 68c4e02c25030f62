"""The skeleton of a curation file: what a person has to fill in of a document, its words quoted."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policygraph.core.fold import comparable
from policygraph.core.names import Names
from policygraph.core.namespaces import BASE, DCTERMS, IRI
from policygraph.core.terms import Literal, encode_literal, text
from policygraph.corpus.reading import Reading
from policygraph.document import Part
from policygraph.graph.build import BuiltGraph
from policygraph.graph.items import Bullet, Item, PlacedOccurrence

_HEAD = """\
@base <{base}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix pol: <https://w3id.org/policygraph/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

# What a person judged of {key}. Write the titles between the quotation marks (ja: at most 30
# characters, en: at most 12 words); one that stays empty counts as none.
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
_TITLED = re.compile(
    rf"<(?:{re.escape(BASE)})?((?:doc|measure|target)/[^<>]*)>\s+(?:skos:prefLabel|dcterms:title)"
)


@dataclass(frozen=True, slots=True)
class Blank:
    """A line to be filled: what it stands under, and the line itself; a remark has no line.

    Attributes:
        iri: relative to our base.
    """

    iri: str
    remark: str
    line: str

    def __str__(self) -> str:
        return f"\n# {self.remark}\n" + (f"{self.line}\n" if self.line else "")


def curation_skeleton(built: BuiltGraph, key: str, curator: str, date: datetime.date) -> str:
    """The skeleton of a curation file in Turtle; it parses as it stands.

    Its titles are empty, but for those of parts that another part of the corpus has in the same words
    and a person has translated there (基本的認識).

    Args:
        built: the whole corpus: an item that another document states first gets its title there.
        key: the document's key; what others state is left out.
        curator: the last step of the curator's IRI.
        date: the day written into the file.
    """
    head = _HEAD.format(base=BASE, key=key, curator=curator, date=date.isoformat())
    return head + "".join(map(str, _blanks(built, key)))


def missing_titles(built: BuiltGraph, key: str, written: str) -> str:
    """What a curation file lacks of the skeleton: the titles of parts and items that are new.

    Args:
        built, key: see `curation_skeleton`.
        written: the file.

    Returns:
        Turtle to be put behind it; empty where it lacks nothing.
    """
    known = {match[1] for match in _TITLED.finditer(written)}
    new = [blank for blank in _blanks(built, key) if blank.line and blank.iri not in known]
    return "".join(map(str, new))


def _blanks(built: BuiltGraph, key: str) -> Iterator[Blank]:
    first = {item.first.key: item for item in built.resolution.items}
    restated = {placed.key: item for item in built.resolution.items for placed in item.reprises}
    translated = _translated(built)
    for reading in built.readings:
        if reading.description.key != key:
            continue
        for part in reading.document.walk():
            yield from _of_part(reading, part, translated)
            for occurrence in part.occurrences:
                placed = PlacedOccurrence(reading, occurrence)
                if placed.key in first:
                    yield _of_item(first[placed.key], built.resolution.apart.get(placed.key))
                elif restated[placed.key].first.document != key:
                    yield _of_restatement(placed, restated[placed.key])


def _translated(built: BuiltGraph) -> dict[str, str]:
    """The English titles of parts that the curation of the corpus has, by their words."""
    titles = {
        subject: value.value
        for graph, triples in built.dataset.graphs.items()
        if graph.endswith("/curated")
        for subject, predicate, value in triples
        if predicate == DCTERMS.title and isinstance(value, Literal) and value.language == "en"
    }
    return {
        comparable(reading.words((part.title,))): titles[iri]
        for reading in built.readings
        for part in reading.document.walk()
        if part.title and (iri := Names().unit(reading.description.key, part.path)) in titles
    }


def _of_part(reading: Reading, part: Part, translated: Mapping[str, str]) -> Iterator[Blank]:
    """A part's title, which asks for its English."""
    words = reading.words((part.title,)) if part.title else ""
    english = translated.get(comparable(words), "")
    if not words or (part.title_from_outline and not english):
        return  # those that the outline sets are the same in each section
    iri = _relative(Names().unit(reading.description.key, part.path))
    line = f"<{iri}> dcterms:title {encode_literal(text(english, 'en'))} ."
    yield Blank(iri, f"==== {'/'.join(part.path)} {words} ====", line)


def _of_item(item: Item, earlier: PlacedOccurrence | Bullet | None) -> Blank:
    """The titles of an item; one that restates a document of another day has its own."""
    iri, remark = _relative(item.iri(Names())), _quoted(item.first)
    if earlier is not None:
        remark += f"\n# restates {_relative(earlier.item_iri(Names()))} of another day"
    return Blank(iri, remark, f'<{iri}> skos:prefLabel ""@ja , ""@en .')


def _of_restatement(placed: PlacedOccurrence, item: Item) -> Blank:
    original = _relative(item.iri(Names()))
    remark = f"{_quoted(placed)}\n# restates {original}, which has its title in its own document"
    return Blank(_relative(placed.item_iri(Names())), remark, "")


def _quoted(placed: PlacedOccurrence) -> str:
    reading, segments = placed.reading, placed.occurrence.segments
    if not segments:
        return ": "
    place = reading.document.source.place(segments[0].begin)
    return f"{place.to(place).words('en')}: {reading.words(segments)}"


def _relative(iri: IRI) -> str:
    return iri.removeprefix(BASE)
