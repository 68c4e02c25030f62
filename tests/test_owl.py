"""What makes the ontology and its alignments OWL 2 DL and RL, held without a reasoner.

The OWL API's profile checker says it of the same files in `make interop`; these are the conditions it looked at.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, XSD

from policygraph.core.resources import ontology_files

_CLASS_PLACES = (RDFS.subClassOf, RDFS.domain, OWL.disjointWith)
_KINDS = {
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    RDFS.Datatype,
}
_RESERVED = tuple(str(n) for n in (RDF, RDFS, OWL, XSD))
# OWL 2 Profiles, section 4.2: the datatypes of RL that a range of ours names.
_RANGES_IN_RL = {
    XSD.string,
    XSD.boolean,
    XSD.integer,
    XSD.decimal,
    XSD.dateTime,
    XSD.anyURI,
    RDFS.Literal,
}


def _graph(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path, format="turtle")


@pytest.mark.parametrize("path", ontology_files(), ids=lambda path: path.stem)
def test_every_term_of_an_axiom_is_declared_once_by_its_kind(path: Path) -> None:
    graph = _graph(path)
    used = {term for place in _CLASS_PLACES for term in graph.objects(None, place)}
    used |= {term for pair in graph.subject_objects(RDFS.subPropertyOf) for term in pair}
    used |= set(graph.subjects(RDFS.subClassOf))
    used |= {term for term in graph.predicates() if not str(term).startswith(_RESERVED)}
    kinds = {term: set(graph.objects(term, RDF.type)) & _KINDS for term in used}
    assert {str(term): kind for term, kind in kinds.items() if len(kind) != 1} == {}


@pytest.mark.parametrize("path", ontology_files(), ids=lambda path: path.stem)
def test_a_property_stands_under_one_of_its_own_kind(path: Path) -> None:
    graph = _graph(path)
    pairs = [
        (graph.value(below, RDF.type), graph.value(above, RDF.type))
        for below, above in graph.subject_objects(RDFS.subPropertyOf)
    ]
    assert pairs
    assert all(below == above != OWL.AnnotationProperty for below, above in pairs)


@pytest.mark.parametrize("path", ontology_files(), ids=lambda path: path.stem)
def test_no_reserved_term_is_a_class_of_ours_or_above_one(path: Path) -> None:
    graph = _graph(path)
    classes = {term for place in _CLASS_PLACES for term in graph.objects(None, place)}
    assert [str(term) for term in classes if str(term).startswith(_RESERVED)] == []


@pytest.mark.parametrize("path", ontology_files(), ids=lambda path: path.stem)
def test_a_range_of_values_is_a_datatype_of_the_profile_or_our_own(path: Path) -> None:
    graph = _graph(path)
    ranges = {
        r
        for p, r in graph.subject_objects(RDFS.range)
        if (p, RDF.type, OWL.DatatypeProperty) in graph
    }
    own = set(graph.subjects(RDF.type, RDFS.Datatype))
    assert ranges - own <= _RANGES_IN_RL


@pytest.mark.parametrize("path", ontology_files(), ids=lambda path: path.stem)
def test_the_version_has_an_iri_that_ends_in_it(path: Path) -> None:
    graph = _graph(path)
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    assert graph.value(ontology, OWL.versionIRI) == rdflib.URIRef(
        f"{ontology}/{graph.value(ontology, OWL.versionInfo)}"
    )
