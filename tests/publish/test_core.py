"""The core of the graph: small, closed, and the same in every format."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyarrow import parquet
from rdflib import Graph

from benchmarks.generator import generate
from policygraph.api import build
from policygraph.cli.publish import export
from policygraph.core.links import link_kinds
from policygraph.core.namespaces import BASE, DCTERMS, IRI, NIF, ORG, POL, RDF, RDFS, SKOS
from policygraph.core.terms import Triple
from policygraph.graph import BuiltGraph
from policygraph.publish.core_formats import CORE_FORMATS

_LINKS = {kind.predicate for kind in link_kinds()}
_LABELS = {SKOS.prefLabel, RDFS.label, DCTERMS.title}


@pytest.fixture(scope="module")
def core(built: BuiltGraph) -> list[Triple]:
    return list(built.core())


def test_the_core_is_at_most_a_sixth_of_the_whole(tmp_path: Path) -> None:
    generate(tmp_path, 300)
    built = build(tmp_path)
    whole = sum(
        len(triples)
        for name, triples in built.dataset.graphs.items()
        if name not in (f"{BASE}graph/ontology", f"{BASE}graph/vocabulary")
    )
    assert len(list(built.core())) * 6 <= whole


def test_the_core_has_all_links_of_all_items_and_where_they_stand(
    built: BuiltGraph, core: list[Triple]
) -> None:
    whole = {quad[:3] for quad in built.dataset.quads()}
    assert {t for t in core if t[1] in _LINKS} == {t for t in whole if t[1] in _LINKS}
    seen = {(s, o) for s, p, o in core if p == RDFS.seeAlso}
    assert seen == {(o, s) for s, p, o in whole if p == POL.occurrenceOf}
    own = (RDF.type, DCTERMS.identifier, DCTERMS.isPartOf, POL.text, POL.order, RDFS.label)
    items = {s for s, p, o in whole if (p, o) == (RDF.type, POL.PolicyItem)}
    for predicate in own:
        assert {s for s, p, _ in core if p == predicate} >= items


def test_the_core_has_no_phrases_but_those_that_are_values_and_no_evidence(
    core: list[Triple],
) -> None:
    values = {o for _, p, o in core if p in (POL.deadline, POL.period, POL.amount)}
    assert len(values) == 1  # 10年程度の年次プラン
    assert {t[0] for t in core if t[0].startswith(f"{BASE}doc/") and "#" in t[0]} == values
    assert {p for _, p, _ in core} & {POL.evidence, POL.mentions, NIF.beginIndex} == set()
    assert {o for _, p, o in core if p == RDF.type} & {POL.Assertion, POL.Occurrence} == set()
    assert {p for _, p, _ in core} & {SKOS.definition, SKOS.altLabel} == set()


def test_what_the_core_names_has_its_labels_and_what_lies_above_it(
    built: BuiltGraph, core: list[Triple]
) -> None:
    whole = {quad[:3] for quad in built.dataset.quads()}
    labelled = {s for s, p, _ in core if p in _LABELS}
    named = {o for _, p, o in core if p in _LINKS or p == POL.partType}
    assert named <= labelled
    assert {p for _, p, _ in core if p.startswith(POL.iri)} <= labelled
    told = {*(t[0] for t in core), *named}
    for predicate in (SKOS.broader, ORG.subOrganizationOf, RDFS.subClassOf, RDFS.subPropertyOf):
        there = {t for t in whole if t[1] == predicate and t[0] in told}
        assert there <= set(core)
    types = {t for t in whole if t[1] == RDF.type and t[0] in named}
    assert types <= set(core)


def _shown(core: list[Triple], format_: str) -> bytes:
    out = BytesIO()
    CORE_FORMATS.find(format_).write(core, out)
    return out.getvalue()


@pytest.mark.parametrize("format_", ["turtle", "jsonld"])
def test_a_format_of_rdf_says_just_the_core(core: list[Triple], format_: str) -> None:
    names = {"turtle": "turtle", "jsonld": "json-ld"}
    read = Graph().parse(data=_shown(core, format_), format=names[format_])
    assert len(read) == len(core)
    said = {(str(s), str(p), str(o)) for s, p, o in read}
    assert said == {(s, p, o if isinstance(o, IRI) else o.value) for s, p, o in core}


def test_parquet_is_a_row_a_triple(core: list[Triple]) -> None:
    table = parquet.read_table(BytesIO(_shown(core, "parquet")))
    rows = table.to_pylist()
    assert len(rows) == len(core)
    measure = f"{BASE}measure/sti-strategy-2017/5-1-C-2-1"
    (text,) = [r for r in rows if (r["subject"], r["predicate"]) == (measure, str(POL.text))]
    assert text["language"] == "ja"
    assert _shown(core, "parquet") == _shown(core, "parquet")


@pytest.mark.parametrize("format_", CORE_FORMATS.names)
def test_the_command_writes_the_core_of_any_graph(
    built_folder: Path, core: list[Triple], format_: str, tmp_path: Path
) -> None:
    out = tmp_path / "core"
    arguments = ["core", "--graph", str(built_folder), "--format", format_]
    result = CliRunner().invoke(export, [*arguments, "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert out.read_bytes() == _shown(core, format_)


def test_json_ld_is_an_object_a_thing(core: list[Triple]) -> None:
    nodes = json.loads(_shown(core, "jsonld"))["@graph"]
    assert len({node["id"] for node in nodes}) == len(nodes) == len({s for s, _, _ in core})


def test_the_shipped_core_is_that_of_the_shipped_texts(built: BuiltGraph) -> None:
    shipped = Path(__file__).parents[2] / "data" / "graph" / "policygraph-core.ttl"
    assert shipped.read_bytes() == _shown(list(built.core()), "turtle")
