"""The few authority concepts that a description names, described so that it can be checked alone."""

from __future__ import annotations

from policygraph.core.namespaces import DCTERMS, IRI, RDFS, SKOS
from policygraph.core.terms import Term, text
from policygraph.publish.portal.description import Description
from policygraph.publish.portal.facts import CC_BY
from policygraph.publish.portal.terms import authority, media_type

JAPANESE, ENGLISH = authority("language", "JPN"), authority("language", "ENG")
JAPAN = authority("country", "JPN")
PUBLIC = authority("access-right", "PUBLIC")
IRREGULAR = authority("frequency", "IRREG")
COMPLETED = authority("distribution-status", "COMPLETED")
STABLE = authority("planned-availability", "STABLE")
THEMES = {"TECH": "Science and technology", "GOVE": "Government and public sector",
          "ECON": "Economy and finance"}  # fmt: skip
_LICENCE_TYPES = IRI("http://purl.org/adms/licencetype/1.0")
_ATTRIBUTION = IRI("http://purl.org/adms/licencetype/Attribution")

_TABLES = {
    "language": "Language", "country": "Country", "access-right": "Access right",
    "frequency": "Frequency", "distribution-status": "Distribution status",
    "planned-availability": "Planned availability", "data-theme": "Data theme",
    "file-type": "File type",
}  # fmt: skip
_FILE_TYPES = {
    "RDF_TURTLE": "Turtle", "RDF_N_QUADS": "N-Quads", "RDF_N_TRIPLES": "N-Triples",
    "RDF_TRIG": "TriG", "RDF_XML": "RDF/XML", "JSON_LD": "JSON-LD", "CSV": "CSV", "JSON": "JSON",
}  # fmt: skip


def describe_authorities(about: Description, file_types: set[str], media_types: set[str]) -> None:
    """Describe the concepts of the EU Vocabularies and the media types that are used.

    Args:
        about: where to.
        file_types: codes of the file type table.
        media_types: names as IANA registers them.
    """
    for table, name in _TABLES.items():
        about.add(authority(table), SKOS.ConceptScheme, {DCTERMS.title: text(name, "en")})
    language, concept = DCTERMS.LinguisticSystem, SKOS.Concept
    _concept(about, JAPANESE, "language", "Japanese", language)
    _concept(about, ENGLISH, "language", "English", language)
    _concept(about, JAPAN, "country", "Japan", DCTERMS.Location)
    _concept(about, PUBLIC, "access-right", "public", DCTERMS.RightsStatement)
    _concept(about, IRREGULAR, "frequency", "irregular", DCTERMS.Frequency)
    _concept(about, COMPLETED, "distribution-status", "completed", concept)
    _concept(about, STABLE, "planned-availability", "stable", concept)
    for code, name in THEMES.items():
        _concept(about, authority("data-theme", code), "data-theme", name, concept)
    for code in sorted(file_types):
        kind = DCTERMS.MediaTypeOrExtent
        _concept(about, authority("file-type", code), "file-type", _FILE_TYPES[code], kind)
    for name in sorted(media_types):
        about.add(media_type(name), DCTERMS.MediaType, {RDFS.label: text(name)})


def _concept(about: Description, iri: IRI, table: str, name: str, kind: IRI) -> None:
    about.add(
        iri,
        {SKOS.Concept, kind},
        {SKOS.prefLabel: text(name, "en"), SKOS.inScheme: authority(table)},
    )


def describe_licence(about: Description, licence: IRI, labels: list[Term]) -> IRI:
    """Describe a licence; the type of Creative Commons Attribution is known."""
    facts: dict[IRI, Term | list[Term] | None] = {RDFS.label: labels}
    if licence == CC_BY:
        facts[DCTERMS.type] = _ATTRIBUTION
        about.add(
            _LICENCE_TYPES, SKOS.ConceptScheme, {DCTERMS.title: text("ADMS licence type", "en")}
        )
        about.add(
            _ATTRIBUTION,
            SKOS.Concept,
            {SKOS.prefLabel: text("Attribution", "en"), SKOS.inScheme: _LICENCE_TYPES},
        )
    return about.add(licence, DCTERMS.LicenseDocument, facts)
