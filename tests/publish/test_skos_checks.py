from __future__ import annotations

import pyoxigraph as ox
import pytest

from policygraph.shapes.checks import Check, find_checks
from policygraph.store import OxigraphStore, Store

_HEAD = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://x/> .
"""
# By check: a graph that breaks the condition, the node it is about, and one that just does not.
_CASES = {
    "skos-scheme-is-no-concept": (
        ":a a skos:ConceptScheme , skos:Concept .",
        ["http://x/a"],
        ":a a skos:ConceptScheme . :b a skos:Concept ; skos:inScheme :a .",
    ),
    "skos-label-of-two-kinds": (
        ':a skos:prefLabel "大学"@ja ; skos:altLabel "大学"@ja . :b skos:altLabel "x"@en ; skos:hiddenLabel "x"@en .',
        ["http://x/a", "http://x/b"],
        ':a skos:prefLabel "MEXT"@ja ; skos:altLabel "MEXT"@en . :b skos:altLabel "MEXT"@ja .',
    ),
    "skos-two-preferred-labels": (
        ':a skos:prefLabel "大学"@ja , "大學"@ja .',
        ["http://x/a", "http://x/a"],
        ':a skos:prefLabel "大学"@ja , "university"@en , "だいがく"@ja-hrkt .',
    ),
    "skos-related-in-hierarchy": (
        ":a skos:broader :b . :b skos:broader :c . :c skos:related :a .",
        ["http://x/a"],
        ":a skos:broader :b . :c skos:broader :b . :a skos:related :c .",
    ),
    "skos-exact-and-other-match": (
        ":a skos:exactMatch :b . :c skos:exactMatch :b . :c skos:relatedMatch :a .",
        ["http://x/c"],
        ":a skos:exactMatch :b ; skos:closeMatch :c ; skos:relatedMatch :d .",
    ),
}


def _check(id_: str) -> Check:
    return next(check for check in find_checks() if check.rule.id == id_)


def _store(turtle: str) -> Store:
    store = OxigraphStore()
    store.engine.load(
        (_HEAD + turtle).encode(),
        format=ox.RdfFormat.TURTLE,
        to_graph=ox.NamedNode("http://x/graph/a"),
    )
    return store


def test_every_skos_check_has_its_case() -> None:
    assert {c.rule.id for c in find_checks() if c.rule.id.startswith("skos-")} == set(_CASES)


@pytest.mark.parametrize("id_", _CASES)
def test_a_broken_integrity_condition_is_found_at_its_node(id_: str) -> None:
    broken, nodes, _ = _CASES[id_]
    assert [str(result.focus) for result in _check(id_).run(_store(broken))] == nodes


def test_mappings_count_as_the_relations_they_are_kinds_of() -> None:
    broken = _store(":a skos:broadMatch :b . :c skos:narrowMatch :b ; skos:relatedMatch :a .")
    (result,) = _check("skos-related-in-hierarchy").run(broken)
    assert str(result.focus) == "http://x/a"
    mapped = _store(":a skos:broadMatch :b ; skos:relatedMatch :c . :b skos:exactMatch :c .")
    assert _check("skos-related-in-hierarchy").run(mapped) == []


@pytest.mark.parametrize("id_", _CASES)
def test_what_only_looks_like_it_is_no_problem(id_: str) -> None:
    assert _check(id_).run(_store(_CASES[id_][2])) == []


@pytest.mark.parametrize("id_", _CASES)
def test_the_shipped_vocabulary_meets_the_condition(id_: str, store: Store) -> None:
    assert _check(id_).run(store) == []
