"""The vocabularies and authority tables that only the description of a dataset uses."""

from __future__ import annotations

from typing import Final

from policygraph.core.namespaces import (
    IRI,
    Namespace,
)
from policygraph.core.prefixes import PREFIXES

ADMS: Final = Namespace("adms", "http://www.w3.org/ns/adms#", "status versionNotes")
DCATAP: Final = Namespace("dcatap", "http://data.europa.eu/r5r/", "availability")
SPDX: Final = Namespace(
    "spdx",
    "http://spdx.org/rdf/terms#",
    "Checksum ChecksumAlgorithm algorithm checksum checksumValue checksumAlgorithm_sha256",
)
VCARD: Final = Namespace(
    "vcard", "http://www.w3.org/2006/vcard/ns#", "Kind Organization fn hasEmail hasURL"
)

PORTAL_PREFIXES: Final = {
    **{n: PREFIXES[n] for n in (
        "dcat", "dcterms", "foaf", "org", "owl", "pol", "prov", "rdf", "rdfs", "schema", "skos", "void", "xsd",
    )},
    **{n.prefix: str(n.iri) for n in (ADMS, DCATAP, SPDX, VCARD)},
}  # fmt: skip

_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
IANA: Final = "https://www.iana.org/assignments/media-types/"


def authority(table: str, code: str = "") -> IRI:
    """A table of the EU Vocabularies, or a concept in it."""
    return IRI(f"{_AUTHORITY}{table}/{code}" if code else f"{_AUTHORITY}{table}")


def media_type(name: str) -> IRI:
    """A media type registered with IANA."""
    return IRI(f"{IANA}{name}")
