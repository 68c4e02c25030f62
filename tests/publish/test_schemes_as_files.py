"""Each scheme as a file of the portal directory is SKOS that stands alone, for readers that do not reason."""

from __future__ import annotations

from pathlib import Path

import rdflib
from publish.conftest import SCHEMES
from rdflib import DCTERMS, OWL, RDF, SKOS


def _schemes(portal: Path) -> dict[rdflib.term.Node, rdflib.Graph]:
    graphs = [rdflib.Graph().parse(path) for path in sorted((portal / "schemes").glob("*.ttl"))]
    return {graph.value(None, RDF.type, SKOS.ConceptScheme): graph for graph in graphs}


def test_what_is_broader_is_narrower_the_other_way(portal: Path) -> None:
    hierarchies = 0
    for graph in _schemes(portal).values():
        broader = {
            (above, below)
            for below, above in graph.subject_objects(SKOS.broader)
            if (above, RDF.type, None) in graph
        }
        assert set(graph.subject_objects(SKOS.narrower)) >= broader
        hierarchies += bool(broader)
    assert hierarchies >= 3


def test_from_the_top_concepts_every_concept_is_reached_downwards(portal: Path) -> None:
    for scheme, graph in _schemes(portal).items():
        reached = set(graph.objects(scheme, SKOS.hasTopConcept)) | set(
            graph.subjects(SKOS.topConceptOf, scheme)
        )
        new = reached
        while new:
            new = {
                below for above in new for below in graph.objects(above, SKOS.narrower)
            } - reached
            reached = reached | new
        assert set(graph.subjects(RDF.type, SKOS.Concept)) <= reached, scheme


def test_each_scheme_names_creator_and_version_and_ours_licence_and_date(portal: Path) -> None:
    schemes = _schemes(portal)
    assert len(schemes) == SCHEMES
    for scheme, graph in schemes.items():
        ours = "stip" not in str(scheme)
        said = {
            p
            for p in (DCTERMS.creator, OWL.versionInfo, DCTERMS.license, DCTERMS.issued)
            if graph.value(scheme, p)
        }
        assert said == {DCTERMS.creator, OWL.versionInfo} | (
            {DCTERMS.license, DCTERMS.issued} if ours else set()
        ), scheme
