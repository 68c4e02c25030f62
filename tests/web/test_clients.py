"""The clients that people have: SPARQLWrapper, rdflib's SPARQLStore, curl."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    XML,
    SPARQLWrapper,
)
from web_server import Server

import policygraph

POL = "PREFIX pol: <https://w3id.org/policygraph/ontology#>\n"
COUNT = f"{POL}SELECT (COUNT(?m) AS ?n) WHERE {{ ?m a pol:Measure }}"
BUILD = f"{POL}CONSTRUCT {{ ?m a pol:Measure }} WHERE {{ ?m a pol:Measure }}"
NAME = '<https://w3id.org/policygraph/org/mext> <http://www.w3.org/2004/02/skos/core#prefLabel> "文部科学省"@ja'


@pytest.fixture
def wrapper(server: Server) -> SPARQLWrapper:
    return SPARQLWrapper(f"{server.url}sparql")


@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
@pytest.mark.parametrize("method", [GET, POST])
def test_sparqlwrapper_gets_rows(wrapper: SPARQLWrapper, form: str, method: str) -> None:
    wrapper.setQuery(COUNT)
    wrapper.setReturnFormat(form)
    wrapper.setMethod(method)
    found = wrapper.query().convert()
    if form == JSON:
        said = found["results"]["bindings"][0]["n"]["value"]
    elif form == XML:
        said = found.getElementsByTagName("literal")[0].firstChild.data
    else:
        said = found.decode().split()[1]
    assert said == "54"


@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, XML, JSONLD])
def test_sparqlwrapper_gets_triples(wrapper: SPARQLWrapper, form: str) -> None:
    wrapper.setQuery(BUILD)
    wrapper.setReturnFormat(form)
    found: Any = wrapper.query().convert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found)
    assert len(graph) == 54


def test_sparqlwrapper_asks_by_direct_post_with_a_japanese_word(wrapper: SPARQLWrapper) -> None:
    wrapper.setQuery(f"ASK {{ {NAME} }}")
    wrapper.setReturnFormat(JSON)
    wrapper.setMethod(POST)
    wrapper.setRequestMethod(POSTDIRECTLY)
    assert wrapper.query().convert()["boolean"] is True


def test_sparqlwrapper_names_a_default_graph(wrapper: SPARQLWrapper) -> None:
    wrapper.addDefaultGraph("https://w3id.org/policygraph/graph/vocabulary")
    wrapper.setQuery(COUNT)
    wrapper.setReturnFormat(JSON)
    assert wrapper.query().convert()["results"]["bindings"][0]["n"]["value"] == "0"


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_asks_it_as_a_store(server: Server, method: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server.url}sparql", method=method))
    ((count,),) = graph.query(COUNT)
    assert count == rdflib.Literal(54)
    measure = rdflib.URIRef("https://w3id.org/policygraph/measure/sti-strategy-2017/5-1-C-2-1")
    assert (measure, rdflib.RDF.type, None) in graph


def test_rdflib_federates_with_it(server: Server) -> None:
    query = f"{POL}SELECT (COUNT(?m) AS ?n) WHERE {{ SERVICE <{server.url}sparql> {{ ?m a pol:Measure }} }}"
    ((count,),) = rdflib.Graph().query(query)
    assert count == rdflib.Literal(54)


def test_policygraph_asks_it_and_gets_what_the_file_says(server: Server, trig: Path) -> None:
    for question in ("measures-per-body", "measures-per-actor"):
        there = policygraph.ask(question, graph=f"{server.url}sparql", lang="en")
        here = policygraph.ask(question, graph=trig, lang="en")
        assert there.rows == here.rows


def _curl(*words: str) -> str:
    curl = shutil.which("curl")
    assert curl is not None, "curl is needed"
    done = subprocess.run(
        [curl, "--silent", "--show-error", "--fail", "--max-time", "30", *words],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return done.stdout


def test_curl_asks_in_each_way(server: Server, tmp_path: Path) -> None:
    endpoint = f"{server.url}sparql"
    file = tmp_path / "query.rq"
    file.write_text(COUNT, encoding="utf-8")
    table = ("-H", "Accept: text/csv")
    by_get = _curl("--get", "--data-urlencode", f"query={COUNT}", *table, endpoint)
    by_form = _curl("--data-urlencode", f"query@{file}", *table, endpoint)
    direct = _curl(
        "-H",
        "Content-Type: application/sparql-query",
        "--data-binary",
        f"@{file}",
        *table,
        endpoint,
    )
    assert by_get.split() == by_form.split() == direct.split() == ["n", "54"]


def test_curl_follows_a_thing_to_its_data(server: Server) -> None:
    found = _curl("--location", "-H", "Accept: application/ld+json", f"{server.url}org/mext")
    assert "https://w3id.org/policygraph/org/mext" in json.dumps(json.loads(found))
