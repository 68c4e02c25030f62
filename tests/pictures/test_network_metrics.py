"""Metrics of networks small enough to be known, against hand and networkx."""

from __future__ import annotations

import networkx as nx
import pytest
from pictures.graphs import CLIQUES, COMPLETE, STAR, TRIANGLE

from policygraph.pictures import metrics as module
from policygraph.pictures.formats import remarks
from policygraph.pictures.metrics import (
    betweenness,
    communities,
    measure,
    page_rank,
    to_networkx,
)
from policygraph.pictures.networks import Options, say
from policygraph.pictures.project import project
from policygraph.store import Store

RANKS = {"a": 0.178833, "b": 0.178833, "c": 0.168005, "d": 0.258891, "e": 0.029126, "f": 0.186312}


def _of(values: dict[str, float], *names: str) -> list[float]:
    return [values[f"urn:{name}"] for name in names]


def test_degree_counts_partners_and_strength_adds_weights() -> None:
    values = measure(TRIANGLE).values
    assert _of(dict(values["degree"]), *"abcd") == [2, 2, 3, 1]
    assert _of(dict(values["strength"]), *"abcd") == [4, 4, 4, 2]


def test_page_rank_of_a_star_is_what_its_equations_say() -> None:
    """The middle gets (1 + 20 d) / 21 (1 + d) with d = 0.85, a leaf a twentieth of the rest."""
    found = page_rank(to_networkx(STAR))
    middle = (1 + 20 * 0.85) / (21 * 1.85)
    assert found.pop("urn:hub") == pytest.approx(middle, abs=1e-4)
    (leaf,) = set(found.values())
    assert leaf == pytest.approx((1 - middle) / 20, abs=1e-5)


def test_page_rank_is_that_of_networkx_with_scipy() -> None:
    """networkx 3.6.1 and scipy 1.17.1 on these links, with one node by itself."""
    graph = nx.Graph()
    graph.add_weighted_edges_from(
        [("a", "b", 3), ("b", "c", 1), ("a", "c", 1), ("c", "d", 2), ("d", "f", 5)]
    )
    graph.add_node("e")
    assert page_rank(graph) == RANKS
    assert sum(RANKS.values()) == pytest.approx(1, abs=1e-5)
    assert page_rank(nx.Graph()) == {}


def test_a_small_network_has_no_more_metrics_and_says_so() -> None:
    found = measure(TRIANGLE)
    assert list(found.values) == ["degree", "strength", "pageRank"]
    assert found.notes == (say("metric-small", "en", nodes=4, least=20),)


def test_all_shortest_paths_of_a_star_run_through_its_middle() -> None:
    values = measure(STAR).values["betweenness"]
    assert values["urn:hub"] == 1  # type: ignore[index]
    assert {rank for node, rank in values.items() if node != "urn:hub"} == {0}


def test_two_groups_are_two_communities_and_the_numbers_stay() -> None:
    found = measure(CLIQUES).values["community"]
    groups = {name: {found[f"urn:{name}{n}"] for n in range(10)} for name in "xy"}  # type: ignore[index]
    assert groups == {"x": {1}, "y": {2}}
    shuffled = nx.Graph()
    graph = to_networkx(CLIQUES)
    shuffled.add_nodes_from(reversed(list(graph)))
    shuffled.add_edges_from(reversed(list(graph.edges(data=True))))
    assert communities(shuffled) == dict(found)


def test_bodies_with_the_same_themes_overlap_wholly() -> None:
    assert set(measure(COMPLETE).values["clustering"].values()) == {1}


def test_metrics_that_take_long_are_sampled_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.path_graph(400)
    values, taken = betweenness(graph, steps=40 * 399)
    assert taken == 40
    exact = nx.betweenness_centrality(graph)
    assert max(abs(values[n] - exact[n]) for n in graph) < 0.15
    assert betweenness(graph, steps=400 * 399)[1] == 400
    monkeypatch.setattr(module, "betweenness", lambda g: betweenness(g, steps=5 * 91))
    monkeypatch.setattr(module, "_LEAST_SAMPLE", 5)
    assert say("metric-betweenness-sampled", "en", total=20, taken=5) in measure(CLIQUES).notes


def test_of_too_many_links_communities_are_left_out_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_EDGES", 50)
    found = measure(COMPLETE)
    assert "community" not in found.values
    assert "clustering" not in found.values
    assert say("metric-large", "en", edges=120, most=50) in found.notes


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", ["body-body", "body-theme", "structure"])
def test_every_metric_is_explained_in_one_sentence(
    shipped: Store, kind: str, language: str
) -> None:
    projection = project(shipped, kind, Options(language=language))
    found = measure(projection)
    shown = {*found.values} | ({"measures"} if kind != "structure" else set())
    assert set(found.explained) == shown
    for name, sentence in found.explained.items():
        heading = say(f"column-{name}", language)
        assert sentence.startswith(heading + ("：" if language == "ja" else ": "))
    if kind != "structure":
        assert say("note-collective", language) in remarks(projection, found)


def test_the_depth_of_a_part_is_its_steps_below_the_document(shipped: Store) -> None:
    projection = project(shipped, "structure", Options(counting="printed"))
    depths = measure(projection).values["depth"]
    by_path = {iri.partition("/doc/")[2]: depth for iri, depth in depths.items()}
    assert by_path["sti-strategy-2017"] == 0
    assert by_path["sti-strategy-2017/5/1/C/2"] == 4
    assert by_path["sti-strategy-2017/5/3/C/3/1/a"] == 6
