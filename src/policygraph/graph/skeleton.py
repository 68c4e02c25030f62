"""The skeleton of a curation file: what a person has to fill in of a document, its words quoted."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.core.names import Names
from policygraph.core.namespaces import BASE, IRI
from policygraph.corpus.reading import Reading
from policygraph.document import Part
from policygraph.graph.items import Item, PlacedOccurrence, Resolution

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


def curation_skeleton(
    readings: tuple[Reading, ...],
    resolution: Resolution,
    key: str,
    curator: str,
    date: datetime.date,
) -> str:
    """The skeleton of a curation file in Turtle; it parses as it stands, and says nothing yet.

    Args:
        readings, resolution: of a build of the whole corpus: an item that another document states first
            gets its title there.
        key: the document's key; what others state is left out.
        curator: the last step of the curator's IRI.
        date: the day written into the file.
    """
    head = _HEAD.format(base=BASE, key=key, curator=curator, date=date.isoformat())
    return head + "".join(map(str, _blanks(readings, resolution, key)))


def missing_titles(
    readings: tuple[Reading, ...], resolution: Resolution, key: str, written: str
) -> str:
    """What a curation file lacks of the skeleton: the titles of parts and items that are new.

    Args:
        readings, resolution, key: see `curation_skeleton`.
        written: the file.

    Returns:
        Turtle to be put behind it; empty where it lacks nothing.
    """
    known = {match[1] for match in _TITLED.finditer(written)}
    new = [
        blank
        for blank in _blanks(readings, resolution, key)
        if blank.line and blank.iri not in known
    ]
    return "".join(map(str, new))


def _blanks(readings: tuple[Reading, ...], resolution: Resolution, key: str) -> Iterator[Blank]:
    first = {item.first.key: item for item in resolution.items}
    restated = {placed.key: item for item in resolution.items for placed in item.reprises}
    for reading in readings:
        if reading.description.key != key:
            continue
        for part in reading.document.walk():
            yield from _of_part(reading, part)
            for occurrence in part.occurrences:
                placed = PlacedOccurrence(reading, occurrence)
                if placed.key in first:
                    yield _of_item(first[placed.key])
                elif restated[placed.key].first.document != key:
                    yield _of_restatement(placed, restated[placed.key])


def _of_part(reading: Reading, part: Part) -> Iterator[Blank]:
    """A part's title, which asks for its English; those that the outline sets are the same each time."""
    if part.title is None or part.title_from_outline:
        return
    iri = _relative(Names().unit(reading.description.key, part.path))
    words = reading.words((part.title,))
    yield Blank(iri, f"==== {'/'.join(part.path)} {words} ====", f'<{iri}> dcterms:title ""@en .')


def _of_item(item: Item) -> Blank:
    iri = _relative(item.iri(Names()))
    return Blank(iri, _quoted(item.first), f'<{iri}> skos:prefLabel ""@ja , ""@en .')


def _of_restatement(placed: PlacedOccurrence, item: Item) -> Blank:
    original = _relative(item.iri(Names()))
    remark = f"{_quoted(placed)}\n# restates {original}, which has its title in its own document"
    return Blank(_relative(placed.item_iri(Names())), remark, "")


def _quoted(placed: PlacedOccurrence) -> str:
    reading, segments = placed.reading, placed.occurrence.segments
    place = reading.document.source.place(segments[0].begin) if segments else ""
    where = f"line {place}" if str(place).isdecimal() else place
    return f"{where}: {reading.words(segments)}"


def _relative(iri: IRI) -> str:
    return iri.removeprefix(BASE)
