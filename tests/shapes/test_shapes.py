"""Every shape says what it should of data made for it, on both engines."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from shape_fixtures import FILES, FOLDER, expected, only, read, reporting_ids, shipped

from policygraph.core.namespaces import OWL, POL, RDF, RDFS
from policygraph.core.resources import ontology_files
from policygraph.core.terms import Value, read_turtle
from policygraph.shapes.fast import FastEngine, set_constraints
from policygraph.shapes.focus import FocusNodes
from policygraph.shapes.reference import ReferenceEngine
from policygraph.shapes.run import uncovered_terms
from policygraph.shapes.shapes_graph import SHAPES, sh
from policygraph.store import Statements

IDS = reporting_ids()


@functools.cache
def engines(id_: str) -> tuple[FastEngine, ReferenceEngine]:
    shapes = only(id_)
    return FastEngine(shapes), ReferenceEngine(shapes)


def test_every_shape_has_its_fixtures_and_every_fixture_its_shape() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == set(IDS)
    for id_ in IDS:
        assert {path.name for path in (FOLDER / id_).iterdir()} == set(FILES), id_


@pytest.mark.parametrize("id_", IDS)
def test_a_shape_has_nothing_to_say_of_valid_data(id_: str) -> None:
    data = read(FOLDER / id_ / "valid.ttl")
    fast, reference = engines(id_)
    assert fast.validate(data) == []
    assert reference.validate(data) == []


@pytest.mark.parametrize("id_", IDS)
def test_a_shape_finds_what_is_wrong_and_both_engines_agree(id_: str) -> None:
    data = read(FOLDER / id_ / "invalid.ttl")
    wanted = expected(FOLDER / id_ / "expected.ttl")
    assert wanted
    fast, reference = engines(id_)
    assert set(fast.validate(data)) == wanted
    assert set(reference.validate(data)) == wanted


@pytest.mark.parametrize("id_", [id_ for id_ in IDS if id_ != "UnresolvedReprise-known"])
def test_valid_data_has_something_that_the_shape_is_about(id_: str) -> None:
    shapes = only(id_)
    focus = FocusNodes(shapes, read(FOLDER / id_ / "valid.ttl"))
    assert any(focus.of(node) for node in shapes.targeted())


def test_every_class_of_the_ontology_has_a_shape() -> None:
    ontology = Statements(triple for path in ontology_files() for triple in read_turtle(path))
    targets = {class_ for _, _, class_ in shipped().store.match(None, sh("targetClass"))}

    def covered(class_: Value) -> bool:
        above = (superclass for _, _, superclass in ontology.match(class_, RDFS.subClassOf))
        return class_ in targets or any(map(covered, above))

    typed = (subject for subject, _, _ in ontology.match(None, RDF.type, OWL.Class))
    classes = {class_ for class_ in typed if class_.startswith(POL.iri)}
    assert classes
    assert {class_ for class_ in classes if not covered(class_)} == set()


def test_the_fast_engine_is_proved_for_everything_the_shapes_use() -> None:
    assert uncovered_terms(shipped()) == []


def test_every_query_of_a_shape_can_be_asked_once_for_all_focus_nodes() -> None:
    shapes = shipped()
    queries = list(shapes.store.match(None, sh("sparql"), None))
    assert queries
    assert len(set_constraints(shapes)) == len(queries)


def test_shapes_are_named_after_a_class_and_a_rule() -> None:
    for shape in shipped().described.values():
        assert shape.iri.startswith(SHAPES)
    for id_ in IDS:
        assert "-" in id_ or id_ == "Attributed", id_


def test_every_file_of_shapes_has_a_shape() -> None:
    shapes = shipped()
    holding = {Path(path).name for path in shapes.files.values()}
    assert holding >= {
        "document.ttl", "structure.ttl", "measure.ttl", "actor.ttl", "vocabulary.ttl",
        "provenance.ttl", "evidence.ttl",
    }  # fmt: skip
