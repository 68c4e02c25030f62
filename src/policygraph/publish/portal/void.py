"""``void.ttl``: what a graph holds, in numbers (Vocabulary of Interlinked Datasets)."""

from __future__ import annotations

from policygraph.core.namespaces import (
    BASE,
    IRI,
    NAMESPACES,
    VOID,
)
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import Term, integer, text
from policygraph.publish.portal.description import Description
from policygraph.publish.portal.facts import SettledFacts
from policygraph.publish.portal.files import PortalFile
from policygraph.publish.portal.statistics import Statistics

_FEATURES = {
    "RDF_TURTLE": "Turtle", "RDF_N_QUADS": "N-Quads", "RDF_N_TRIPLES": "N-Triples",
    "RDF_TRIG": "TriG", "RDF_XML": "RDF_XML", "JSON_LD": "JSON-LD",
}  # fmt: skip
_VOCABULARIES = {namespace.iri for namespace in NAMESPACES} | {
    IRI(iri) for prefix, iri in PREFIXES.items() if prefix in ("eli", "org", "skos")
}


def _short(iri: IRI) -> str:
    """An IRI as a step of another: its CURIE with a hyphen."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}-{iri[len(base) :]}".rstrip("-").replace("/", "-")
    return "".join(c if c.isalnum() else "-" for c in iri.partition("://")[2]).strip("-")


def describe_void(facts: SettledFacts, found: Statistics, files: list[PortalFile]) -> Description:
    """Describe a graph.

    Args:
        facts: the base of its IRIs.
        found: what was counted.
        files: the distributions; those of the whole graph, tables apart, are its dumps.
    """
    about = Description()
    whole = IRI(f"{facts.base}dataset")
    own = [file for file in files if file.dataset == whole and file.path.startswith("data/")]
    vocabularies = {
        vocabulary
        for vocabulary in _VOCABULARIES
        for used in (*found.properties, *found.classes)
        if used.startswith(vocabulary)
    }
    about.add(
        whole,
        VOID.Dataset,
        {
            VOID.triples: integer(found.triples),
            VOID.entities: integer(found.subjects),
            VOID.distinctSubjects: integer(found.subjects),
            VOID.classes: integer(len(found.classes)),
            VOID.properties: integer(len(found.properties)),
            VOID.vocabulary: sorted(vocabularies),
            VOID.uriSpace: [text(space) for space in sorted({BASE, facts.base})],
            VOID.exampleResource: found.examples,
            VOID.dataDump: [IRI(facts.url + file.path) for file in own],
            VOID.feature: [
                IRI(f"http://www.w3.org/ns/formats/{_FEATURES[f.file_type]}") for f in own
            ],
            VOID.sparqlEndpoint: facts.endpoint,
            VOID.subset: sorted(found.graphs),
            VOID.classPartition: [
                about.add(
                    IRI(f"{whole}/class/{_short(kind)}"),
                    VOID.Dataset,
                    {VOID.class_: kind, VOID.entities: integer(number)},
                )
                for kind, number in sorted(found.classes.items())
            ],
            VOID.propertyPartition: [
                about.add(
                    IRI(f"{whole}/property/{_short(link)}"),
                    VOID.Dataset,
                    {VOID.property: link, VOID.triples: integer(number)},
                )
                for link, number in sorted(found.properties.items())
            ],
        },
    )
    for graph, number in found.graphs.items():
        about.add(graph, VOID.Dataset, {VOID.triples: integer(number)})
    _describe_linksets(about, whole, found)
    return about


def _describe_linksets(about: Description, whole: IRI, found: Statistics) -> None:
    """One linkset for the mappings from one scheme to another by one property."""
    linksets: list[Term] = []
    for (source, target, link), number in sorted(found.links.items()):
        name = f"{_short(source)}-{_short(target)}-{_short(link)}"
        linksets.append(
            about.add(
                IRI(f"{whole}/linkset/{name}"),
                VOID.Linkset,
                {
                    VOID.subjectsTarget: source,
                    VOID.objectsTarget: target,
                    VOID.linkPredicate: link,
                    VOID.triples: integer(number),
                },
            )
        )
        for scheme in (source, target):
            about.add(scheme, VOID.Dataset, {VOID.uriSpace: text(scheme.rpartition("/")[0] + "/")})
    about.add(whole, VOID.Dataset, {VOID.subset: linksets})
