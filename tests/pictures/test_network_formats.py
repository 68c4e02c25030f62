"""Networks as tables, CSV, JSON and GraphML."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from third_party import Site

from policygraph.core.errors import UsageError
from policygraph.pictures.document_parts import short_numbers
from policygraph.pictures.formats import NETWORK_FORMATS, write_network
from policygraph.pictures.metrics import measure
from policygraph.pictures.networks import Options, network_kinds
from policygraph.pictures.project import project
from policygraph.store import Store


def _csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("kind", network_kinds())
def test_graphml_read_back_by_networkx_is_the_same_network(shipped: Store, kind: str) -> None:
    projection = project(shipped, kind)
    found = measure(projection)
    graph = nx.parse_graphml(write_network(projection, "graphml", metrics=found))
    assert graph.is_directed() is (kind == "structure")
    assert dict(graph.nodes(data="label")) == {str(n.iri): n.label for n in projection.nodes}
    assert dict(graph.nodes(data="weight")) == {str(n.iri): n.weight for n in projection.nodes}
    weights = {tuple(sorted(ends)): w for *ends, w in graph.edges(data="weight")}
    assert weights == {tuple(sorted((e.source, e.target))): e.weight for e in projection.edges}
    for name, values in found.values.items():
        assert dict(graph.nodes(data=name)) == pytest.approx(dict(values))


@pytest.mark.parametrize("kind", network_kinds())
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_format_says_the_same(shipped: Store, kind: str, language: str) -> None:
    projection = project(shipped, kind, Options(language=language))
    parsed = json.loads(write_network(projection, "json"))
    ends = [(edge.source, edge.target) for edge in projection.edges]
    assert [(link["source"], link["target"]) for link in parsed["links"]] == ends
    assert parsed["language"] == language
    assert parsed["title"] == projection.title
    rows = _csv(write_network(projection, "csv"))
    assert [(row["source"], row["target"]) for row in rows] == ends
    labels = {node.iri: node.label for node in projection.nodes}
    assert [row["sourceLabel"] for row in rows] == [labels[source] for source, _ in ends]
    table = write_network(projection, "table")
    first, _, headings = table.splitlines()[:3]
    assert first == projection.title
    begin = {"ja": "一方", "en": "from"} if ends else {"ja": "該当する", "en": "There are no"}
    assert headings.startswith(begin[language])
    assert all(f"* {note}" in table for note in projection.notes)


def test_rows_of_nodes_carry_the_metrics(shipped: Store) -> None:
    projection = project(shipped, "body-theme", Options(language="en"))
    found = measure(projection)
    rows = _csv(write_network(projection, "csv", metrics=found))
    assert len(rows) == len(projection.nodes)
    ranks = [float(row["pageRank"]) for row in rows]
    assert ranks == sorted(ranks, reverse=True)
    (group,) = (row for row in rows if row["node"].endswith("/kankei-fusho"))
    assert (group["collective"], group["kind"], group["measures"]) == ("true", "body", "13")


def test_a_weight_is_called_after_what_it_counts(shipped: Store) -> None:
    for options, heading in (
        (Options(language="en"), "measures in common"),
        (Options(language="en", counting="printed"), "bullets in common"),
        (Options(language="ja", counting="printed"), "共通の記載"),
    ):
        projection = project(shipped, "body-body", options)
        assert heading in write_network(projection, "table").splitlines()[2]
    assert projection.title.endswith("（記載ごと）")


def test_a_minimum_that_no_link_reaches_is_said(shipped: Store) -> None:
    projection = project(shipped, "body-body", Options(minimum=99, language="en"))
    assert projection.notes[0] == "No link is that heavy; the heaviest weighs 10."
    for name in ("table", "json"):
        assert "the heaviest weighs 10." in write_network(projection, name)


def test_an_unknown_format_or_kind_names_those_there_are(shipped: Store) -> None:
    with pytest.raises(UsageError, match="no format") as wrong:
        write_network(project(shipped, "body-body"), "dot")
    assert all(name in str(wrong.value) for name in NETWORK_FORMATS.names)
    with pytest.raises(UsageError, match="no network") as unknown:
        project(shipped, "body-planet")
    assert all(name in str(unknown.value) for name in network_kinds())


def test_measures_of_several_documents_are_named_with_their_document() -> None:
    one, other = "https://x/measure/kou-2018/1-1-C-1-1", "https://x/measure/otsu-2019/1-1-C-1-1"
    assert short_numbers([one]) == {one: "1-1-C-1-1"}
    assert short_numbers([one, other]) == {one: "kou-2018/1-1-C-1-1", other: "otsu-2019/1-1-C-1-1"}
    unit = "https://y/doc/kou-2018/1/1/C/1/1"
    assert short_numbers([unit]) == {unit: "1/1/C/1/1"}


def test_a_measure_without_a_title_goes_by_its_first_words(two: Store) -> None:
    labels = {node.label for node in project(two, "measure-measure").nodes}
    assert "otsu-2019/1-1-C-1-2 大学の国際標準化を進める。" in labels


DOT = """\
from policygraph.core.formats import Format


def write_dot(projection, metrics, width):
    lines = (f'"{edge.source}" -- "{edge.target}";' for edge in projection.edges)
    return "\\n".join(["graph {", *lines, "}", ""])


def write_title(picture):
    return picture.title.encode()


DOT = Format("network", "dot", ".dot", "text/vnd.graphviz", write_dot)
TITLE = Format("picture", "title", ".title", "text/plain", write_title)
"""


def test_another_package_writes_networks_and_pictures_in_its_own_format(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.install("pg-dot", DOT, "policygraph.formats", "dot = pg_dot:DOT", "title = pg_dot:TITLE")
    done = site.run("network", "body-body", "--format", "dot", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1 + 16 + 1
    done = site.run("plot", "bars", "--out", "x.title", "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "x.title").read_text() == "Measures per responsible body"
    wrong = site.run("plot", "bars", "--out", "x.gif", cwd=tmp_path).stderr
    assert "a picture is one of .svg, .png, .pdf, .title" in wrong


def test_booleans_of_graphml_are_those_of_xml_schema(shipped: Store) -> None:
    root = ElementTree.fromstring(write_network(project(shipped, "body-body"), "graphml"))
    name = "{http://graphml.graphdrawing.org/xmlns}"
    keys = {key.get("id") for key in root.iter(f"{name}key") if key.get("attr.type") == "boolean"}
    values = {data.text for data in root.iter(f"{name}data") if data.get("key") in keys}
    assert values == {"true", "false"}


@pytest.mark.parametrize("sign", ["\x01", "\ufffe"])
def test_graphml_is_xml_whatever_stands_in_a_label(shipped: Store, sign: str) -> None:
    projection = project(shipped, "body-body")
    first, *others = projection.nodes
    spoilt = replace(projection, nodes=(replace(first, label=f"省{sign}\r庁"), *others))
    graph = nx.parse_graphml(write_network(spoilt, "graphml"))
    assert graph.nodes[str(first.iri)]["label"] == "省\ufffd\r庁"
