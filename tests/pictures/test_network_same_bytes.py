"""The same graph gives the same bytes, in whatever order a process walks through its sets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from pictures.graphs import CLIQUES

from policygraph.pictures.metrics import betweenness, communities, number_nodes, to_networkx
from policygraph.pictures.networks import network_kinds
from policygraph.pictures.plots import PLOTS

pytestmark = pytest.mark.heavy  # all of the shipped graph, again and again

# A network of which only some nodes are drawn once had three colourings, one with each of these.
SEEDS = {"1": ["report"], "2": ["report"], "4": []}


def test_the_order_of_sets_leaves_no_trace() -> None:
    """Every picture, network, measure and the report, by their hashes."""
    program = str(Path(__file__).with_name("every_output.py"))
    running = [
        subprocess.Popen([sys.executable, program, *more], stdout=subprocess.PIPE, text=True,
                         env={**os.environ, "PYTHONHASHSEED": seed})
        for seed, more in SEEDS.items()
    ]  # fmt: skip
    outputs = [process.communicate(timeout=240)[0].splitlines() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    one, other, without_report = (dict(map(str.split, lines)) for lines in outputs)
    assert one == other
    report = one.pop("report-en.html")
    assert len(report) == 64
    assert one == without_report
    kinds = network_kinds()
    pictures = {
        f"plot-{name}-{of}.svg" for name, plot in PLOTS.items() if not plot.editions
        for of in [kind.name for kind in kinds.values() if plot.suits(kind)] or [""]
    }  # fmt: skip
    networks = {f"network-{kind}{end}" for kind in kinds for end in (".graphml", "-metrics.json")}
    assert pictures | networks <= one.keys()


def test_the_order_of_a_graph_leaves_no_trace() -> None:
    graph = to_networkx(CLIQUES)
    other = nx.Graph()
    other.add_nodes_from(sorted(graph, key=hash))
    other.add_edges_from((b, a, data) for a, b, data in reversed(list(graph.edges(data=True))))
    for one, two in zip(number_nodes(graph).graph.adjacency(),
                        number_nodes(other).graph.adjacency(), strict=True):  # fmt: skip
        assert (one[0], list(one[1].items())) == (two[0], list(two[1].items()))
    assert number_nodes(graph).names == tuple(sorted(graph))
    assert betweenness(graph, steps=1) == betweenness(other, steps=1)
    assert communities(graph) == communities(other)


def test_communities_are_numbered_by_size_then_by_name() -> None:
    groups = ["za", "zb", "zc", "zd"], ["m1", "m2", "m3"], ["b1", "b2", "b3"]
    graph = nx.Graph()
    for group in groups:
        graph.add_edges_from((a, b, {"weight": 1}) for a in group for b in group if a < b)
    found = communities(graph)
    assert [{found[node] for node in group} for group in groups] == [{1}, {3}, {2}]
