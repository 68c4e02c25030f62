"""The metadata graph: what was built, from what, by what (DCAT, VoID, PROV)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from policygraph.core.messages import LANGUAGES, Messages
from policygraph.core.names import Names
from policygraph.core.namespaces import (
    BASE,
    DCAT,
    DCTERMS,
    FOAF,
    IRI,
    PROV,
    RDF,
    SCHEMA,
    VOID,
    iri_step,
)
from policygraph.core.terms import Triple, integer, text
from policygraph.graph.digest import ReadingDigest
from policygraph.graph.quality import MeasuredQuality, describe_quality

_LICENCE = IRI("https://creativecommons.org/licenses/by/4.0/")
_SAY = Messages("graph")


def describe_build(
    sizes: Mapping[IRI, int],
    readings: Sequence[ReadingDigest],
    names: Names,
    version: str,
    quality: MeasuredQuality | None = None,
) -> Iterator[Triple]:
    """Describe the build.

    Args:
        sizes: of all other named graphs, in triples.
        readings: what they were made of.
        names: mints the IRIs.
        version: of the software.
        quality: how well it reads, where that was measured.
    """
    said = list(_describe(sizes, readings, names, version))
    if quality is not None:
        said += describe_quality(quality, names)
    yield from said
    # All graphs together, this one and this very triple among them.
    yield IRI(f"{names.base}dataset"), VOID.triples, integer(sum(sizes.values()) + len(said) + 1)


def _describe(
    sizes: Mapping[IRI, int], readings: Sequence[ReadingDigest], names: Names, version: str
) -> Iterator[Triple]:
    whole = IRI(f"{names.base}dataset")
    activity = IRI(f"{names.base}dataset/build")
    software = IRI(f"{BASE}software/policygraph")
    yield whole, RDF.type, DCAT.Dataset
    yield whole, RDF.type, VOID.Dataset
    for language in LANGUAGES:
        yield whole, DCTERMS.title, text(_SAY("dataset-title", language), language)
        yield whole, DCTERMS.description, text(_SAY("dataset-description", language), language)
    yield whole, DCTERMS.license, _LICENCE
    yield whole, PROV.wasGeneratedBy, activity
    yield activity, RDF.type, PROV.Activity
    yield activity, PROV.wasAssociatedWith, software
    yield software, RDF.type, PROV.SoftwareAgent
    yield software, FOAF.name, text("policygraph")
    yield software, SCHEMA.softwareVersion, text(version)
    for reading in readings:
        yield activity, PROV.used, names.source(reading.description.key, reading.key)
    for reading in readings:
        if reading.extractor:
            yield from _describe_extraction(reading, names)
    for key in dict.fromkeys(reading.description.key for reading in readings):
        yield whole, PROV.hadPrimarySource, names.document(key)
    for graph in sorted(sizes):
        yield whole, VOID.subset, graph
        yield graph, RDF.type, VOID.Dataset
        yield graph, VOID.triples, integer(sizes[graph])


def _describe_extraction(reading: ReadingDigest, names: Names) -> Iterator[Triple]:
    """What took the words out of a file that is no plain text, with its version."""
    key, text_key = reading.description.key, reading.key
    activity = names.extraction(key, text_key)
    name, _, version = reading.extractor.rpartition(" ")
    software = IRI(f"{BASE}software/{iri_step(name)}/{iri_step(version)}")
    yield names.context(key, text_key), PROV.wasGeneratedBy, activity
    yield activity, RDF.type, PROV.Activity
    yield activity, PROV.used, names.source(key, text_key)
    yield activity, PROV.wasAssociatedWith, software
    yield software, RDF.type, PROV.SoftwareAgent
    yield software, FOAF.name, text(name)
    yield software, SCHEMA.softwareVersion, text(version)
