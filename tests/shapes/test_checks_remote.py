"""The checks say the same of a graph on an endpoint as of one in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from shapes.test_checks import BASE, PROBLEMS, check_id, prefixed
from virtuoso import Virtuoso

from policygraph.core.namespaces import DCAT, IRI
from policygraph.core.terms import Triple
from policygraph.shapes.checks import find_checks
from policygraph.store import OxigraphStore
from policygraph.store.remote import RemoteStore

# What needs the shipped graph beside it, or would change a graph that other tests read.
_APART = {"triples-in-two-graphs", "dataset-counts"}
_SIZES = IRI(f"{BASE}graph/x/metadata")


def _graphs() -> dict[IRI, list[Triple]]:
    """The problems of all checks in named graphs of their own."""
    store = OxigraphStore()
    for problem, (update, _) in PROBLEMS.items():
        if problem not in _APART:
            store.update(prefixed(update))
    graphs: dict[IRI, list[Triple]] = {}
    for *triple, graph in store.dump():
        graphs.setdefault(graph, []).append(tuple(triple))
    sizes = OxigraphStore()
    sizes.update(
        prefixed(
            f"INSERT DATA {{ GRAPH <{_SIZES}> {{ <{_SIZES}> a <{DCAT.Dataset}> ; void:triples 99 ."
            + " ".join(f"<{_SIZES}> void:subset <{graph}> ." for graph in (*graphs, _SIZES))
            + "} }"
        )
    )
    graphs[_SIZES] = list(sizes.triples(_SIZES))
    return graphs


@pytest.fixture(scope="module")
def spoilt(virtuoso: Virtuoso) -> Iterator[RemoteStore]:
    graphs = _graphs()
    virtuoso.load(graphs)
    try:
        yield RemoteStore(virtuoso.endpoint)
    finally:
        virtuoso.load({graph: [] for graph in graphs})  # an empty graph is none


def test_no_check_finds_anything_in_the_shipped_chapter(virtuoso: Virtuoso) -> None:
    store = RemoteStore(virtuoso.endpoint)
    assert {check.rule.id: check.run(store) for check in find_checks()} == {
        check.rule.id: [] for check in find_checks()
    }


@pytest.mark.parametrize("problem", sorted(PROBLEMS.keys() - {"triples-in-two-graphs"}))
def test_a_check_finds_its_problem_on_an_endpoint(spoilt: RemoteStore, problem: str) -> None:
    (check,) = (check for check in find_checks() if check.rule.id == check_id(problem))
    expected = str(_SIZES) if problem == "dataset-counts" else f"{BASE}{PROBLEMS[problem][1]}"
    assert expected in {result.focus for result in check.run(spoilt)}
