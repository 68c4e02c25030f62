"""The fast engine and pySHACL say the same of a section of the shipped graph, whole and spoilt."""

from __future__ import annotations

import pytest
from graph_section import MUTANTS

from policygraph.core.resources import resource
from policygraph.shapes.fast import FastEngine
from policygraph.shapes.reference import ReferenceEngine
from policygraph.shapes.result import ValidationResult
from policygraph.shapes.shapes_graph import ShapesGraph, read_shapes, shape_files
from policygraph.store import OxigraphStore

pytestmark = pytest.mark.heavy  # all of the shipped graph, again and again


@pytest.fixture(scope="module")
def shapes() -> ShapesGraph:
    return read_shapes(shape_files(resource("shapes")))


@pytest.fixture(scope="module")
def engines(shapes: ShapesGraph) -> tuple[FastEngine, ReferenceEngine]:
    return FastEngine(shapes), ReferenceEngine(shapes)


@pytest.fixture(scope="module")
def known(
    engines: tuple[FastEngine, ReferenceEngine], section: OxigraphStore
) -> set[ValidationResult]:
    return set(engines[0].validate(section))


def test_both_engines_say_the_same_of_a_section(
    engines: tuple[FastEngine, ReferenceEngine],
    section: OxigraphStore,
    known: set[ValidationResult],
) -> None:
    # The section is cut out of the chapter, so parts and items are missing: there is much to say.
    assert len(known) > 20
    assert set(engines[1].validate(section)) == known


def test_both_engines_say_the_same_of_mutants(
    engines: tuple[FastEngine, ReferenceEngine],
    spoilt_section: OxigraphStore,
    known: set[ValidationResult],
) -> None:
    """All twenty in one graph: pySHACL takes ten seconds for each."""
    fast = set(engines[0].validate(spoilt_section))
    assert len(fast - known) >= MUTANTS
    assert set(engines[1].validate(spoilt_section)) == fast
