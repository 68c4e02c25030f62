"""The fast engine and pySHACL say the same of a section of the shipped graph, whole and spoilt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest

from policygraph.core.namespaces import SKOS
from policygraph.core.resources import resource
from policygraph.core.terms import Quad
from policygraph.graph import BuiltGraph
from policygraph.shapes.fast import FastEngine
from policygraph.shapes.reference import ReferenceEngine
from policygraph.shapes.result import ValidationResult
from policygraph.shapes.shapes_graph import ShapesGraph, read_shapes, shape_files
from policygraph.store import OxigraphStore, memory_store
from tools.self_test import Mutation, Mutator

pytestmark = pytest.mark.heavy  # all of the shipped graph, again and again

_SECTION = "4"
_DOCUMENT = "doc/sti-strategy-2017"
_WHOLE = ("/5/text", "/5/source", "/5", "")
_MUTANTS = 20


def _in_section(iri: str) -> bool:
    return (
        any(iri.endswith(f"{_DOCUMENT}{end}") for end in _WHOLE)
        or f"{_DOCUMENT}/5/{_SECTION}" in iri
        or f"/5-{_SECTION}-" in iri
        or f"-5-{_SECTION}-" in iri
        or "/agent/" in iri
        or "/curation/" in iri
    )


def _section(built: BuiltGraph) -> Iterator[Quad]:
    """One section with the ontology and what it refers to of the vocabulary."""
    quads = list(built.dataset.quads())
    described: dict[str, list[Quad]] = {}
    needed: list[str] = []
    for quad in quads:
        if quad[3].endswith("/graph/ontology"):
            yield quad
        elif quad[3].endswith("/graph/vocabulary"):
            described.setdefault(quad[0], []).append(quad)
        elif not quad[3].endswith("/graph/metadata") and _in_section(quad[0]):
            yield quad
            needed.append(str(quad[2]))
    reached: set[str] = set()
    while needed:
        iri = needed.pop()
        if iri in described and iri not in reached:
            reached.add(iri)
            for quad in described[iri]:
                yield quad
                if quad[1] in (SKOS.broader, SKOS.inScheme):
                    needed.append(str(quad[2]))


@pytest.fixture(scope="module")
def section(built: BuiltGraph) -> OxigraphStore:
    return memory_store(_section(built))


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


def _mutants(section: OxigraphStore) -> list[Mutation]:
    """Twenty mutants, of as many predicates as there can be, half of them replacements."""
    made = list(Mutator(section.engine, seed=7).sample(1))
    halves = (
        [m for m in made if m.kind == "deletion"][::2],
        [m for m in made if m.kind == "replacement"][1::2],
    )
    return [m for half in halves for m in islice(half, _MUTANTS // 2)]


def test_both_engines_say_the_same_of_mutants(
    engines: tuple[FastEngine, ReferenceEngine],
    section: OxigraphStore,
    known: set[ValidationResult],
) -> None:
    """All twenty in one graph: pySHACL takes ten seconds for each."""
    mutants = _mutants(section)
    assert len(mutants) == _MUTANTS
    spoilt = memory_store(section.dump())
    for mutation in mutants:
        spoilt.engine.remove(mutation.removed)
        if mutation.added:
            spoilt.engine.add(mutation.added)
    fast = set(engines[0].validate(spoilt))
    assert len(fast - known) >= _MUTANTS
    assert set(engines[1].validate(spoilt)) == fast
