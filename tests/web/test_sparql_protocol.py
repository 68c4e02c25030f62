"""The SPARQL 1.1 Protocol, case by case as the W3C's tests of it have them (names in the ids), and beyond."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import rdflib
from web_server import RESULTS, SELECT, Client

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
ONTOLOGY = "https://w3id.org/policygraph/graph/ontology"
VOCABULARY = "https://w3id.org/policygraph/graph/vocabulary"
NOWHERE = "https://example.org/no-such-graph"
COUNT_CLASSES = "SELECT (COUNT(*) AS ?n) WHERE { ?class a <http://www.w3.org/2002/07/owl#Class> }"
NAMED = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
SOUND: tuple[Any, ...] = (
    pytest.param("GET", f"?{urlencode({'query': 'ASK {}'})}", None, "", id="query_get"),
    pytest.param("POST", "", urlencode({"query": "ASK {}"}), FORM, id="query_post_form"),
    pytest.param("POST", "", "ASK {}", QUERY, id="query_post_direct"),
    pytest.param("POST", "", "ASK {}", f"{QUERY}; charset=UTF-8", id="direct with its charset"),
    pytest.param("POST", "", urlencode({"query": "ASK {}"}), f"{FORM.upper()};charset=utf-8",
                 id="form with its charset"),
    pytest.param("GET", "?query=ASK%20%7B%7D&other=1", None, "", id="fields of others"),
)  # fmt: skip
WRONG: tuple[Any, ...] = (
    pytest.param("PUT", "?query=ASK%20%7B%7D", None, "", 405, id="bad_query_method"),
    pytest.param("DELETE", "", None, "", 405, id="another method"),
    pytest.param("GET", "?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", None, "", 400,
                 id="bad_multiple_queries"),
    pytest.param("POST", "", "query=ASK%20%7B%7D&query=ASK%20%7B%7D", FORM, 400,
                 id="bad_multiple_queries by form"),
    pytest.param("POST", "", "ASK {}", "text/plain", 415, id="bad_query_wrong_media_type"),
    pytest.param("POST", "", "query=ASK%20%7B%7D", "", 415, id="bad_query_missing_form_type"),
    pytest.param("POST", "", "ASK {}", "", 415, id="bad_query_missing_direct_type"),
    pytest.param("POST", "", "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16", 415,
                 id="bad_query_non_utf8"),
    pytest.param("POST", "", b"ASK { ?s ?p '\xe9' }", QUERY, 400, id="bytes that are not UTF-8"),
    pytest.param("GET", "?query=ASK%20%7B%20%3Fs%20%3Fp%20%22%E9%22%20%7D", None, "", 400,
                 id="signs that are not UTF-8"),
    pytest.param("GET", "?query=ASK%20%7B", None, "", 400, id="bad_query_syntax"),
    pytest.param("POST", "", "", QUERY, 400, id="an empty query"),
    pytest.param("POST", "", "", FORM, 400, id="a form without a query"),
    pytest.param("POST", "", urlencode({"update": "CLEAR ALL"}), FORM, 400, id="update_post_form"),
    pytest.param("POST", "", "CLEAR ALL", "application/sparql-update", 415, id="update_post_direct"),
    pytest.param("GET", "?update=CLEAR%20ALL", None, "", 400, id="bad_update_get"),
    pytest.param("POST", "", "CLEAR ALL", QUERY, 400, id="an update as a query"),
    pytest.param("POST", "", "LOAD <http://127.0.0.1:9/x>", QUERY, 400, id="LOAD as a query"),
    pytest.param("GET", "?query=ASK%20%7B%7D&default-graph-uri=relative", None, "", 400,
                 id="a graph without an absolute IRI"),
)  # fmt: skip
ROWS: tuple[tuple[str, str], ...] = (
    ("", RESULTS),
    ("*/*", RESULTS),
    (RESULTS, RESULTS),
    ("application/sparql-results+xml", "application/sparql-results+xml"),
    ("text/csv", "text/csv"),
    ("text/tab-separated-values", "text/tab-separated-values"),
    ("application/json", "application/json"),
    ("application/xml", "application/xml"),
    ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
    ("text/*, application/sparql-results+json;q=0.9", "text/csv"),
    ("*/*;q=0.1, text/tab-separated-values", "text/tab-separated-values"),
    ("text/turtle, text/csv;q=0.1", "text/csv"),
    ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
    ("TEXT/CSV", "text/csv"),
    ("not a type, text/csv", "text/csv"),
    ("nonsense", RESULTS),
)
TRIPLES: tuple[tuple[str, str, str], ...] = (
    ("", "text/turtle", "turtle"),
    ("text/turtle", "text/turtle", "turtle"),
    ("application/n-triples", "application/n-triples", "nt"),
    ("application/ld+json", "application/ld+json", "json-ld"),
    ("application/rdf+xml", "application/rdf+xml", "xml"),
    ("application/rdf+xml;q=0.2, application/n-triples;q=0.3", "application/n-triples", "nt"),
)


@pytest.mark.parametrize(("method", "fields", "body", "content_type"), SOUND)
def test_a_query_is_taken_in_each_way_that_the_protocol_has(
    client: Client, method: str, fields: str, body: str | None, content_type: str
) -> None:
    headers = {"content_type": content_type} if content_type else {}
    answer = client.send(method, f"/sparql{fields}", body, accept=RESULTS, **headers)
    assert (answer.status, answer.media_type) == (200, RESULTS)
    assert json.loads(answer.body)["boolean"] is True


@pytest.mark.parametrize(("method", "fields", "body", "content_type", "status"), WRONG)
def test_what_is_no_query_is_refused_with_a_reason(
    client: Client,
    method: str,
    fields: str,
    body: str | bytes | None,
    content_type: str,
    status: int,
) -> None:
    headers = {"content_type": content_type} if content_type else {}
    answer = client.send(method, f"/sparql{fields}", body, **headers)
    assert answer.status == status
    assert answer.media_type == "text/plain"
    assert len(answer.text.strip().splitlines()) == 1


def test_a_method_that_is_not_known_is_answered_with_those_that_are(client: Client) -> None:
    assert client.send("PUT", "/sparql").headers["allow"] == "HEAD, GET, POST, OPTIONS"


@pytest.mark.parametrize(("accept", "media_type"), ROWS)
def test_rows_come_as_the_client_likes_them_best(
    client: Client, accept: str, media_type: str
) -> None:
    answer = client.ask(SELECT, accept=accept)
    assert (answer.status, answer.media_type) == (200, media_type)
    assert answer.headers["vary"] == "Accept"


def test_all_forms_of_rows_say_the_same(client: Client) -> None:
    wanted = client.ask(SELECT).values("measure")
    table = client.ask(SELECT, accept="text/csv").text
    tabs = client.ask(SELECT, accept="text/tab-separated-values").text
    tree = ET.fromstring(client.ask(SELECT, accept="application/sparql-results+xml").body)
    assert [row["measure"] for row in csv.DictReader(io.StringIO(table))] == wanted
    assert [line.strip("<>") for line in tabs.splitlines()[1:]] == wanted
    assert [uri.text for uri in tree.iter("{http://www.w3.org/2005/sparql-results#}uri")] == wanted


@pytest.mark.parametrize(("accept", "media_type", "format_"), TRIPLES)
def test_triples_come_as_the_client_likes_them_best(
    client: Client, accept: str, media_type: str, format_: str
) -> None:
    query = "CONSTRUCT { ?m a pol:Measure } WHERE { ?m a pol:Measure }"
    answer = client.ask(query, accept=accept)
    assert (answer.status, answer.media_type) == (200, media_type)
    assert len(rdflib.Graph().parse(data=answer.body, format=format_)) == 54


def test_describe_gives_triples_and_no_table(client: Client) -> None:
    answer = client.ask("DESCRIBE <org/mext>", accept="application/n-triples")
    found = rdflib.Graph().parse(data=answer.body, format="nt")
    label = rdflib.Literal("文部科学省", lang="ja")
    assert (rdflib.URIRef("https://w3id.org/policygraph/org/mext"), None, label) in found


@pytest.mark.parametrize(
    ("query", "accept"),
    [("SELECT * {}", "text/turtle"), ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv"),
     ("ASK {}", "image/png"), ("ASK {}", "*/*;q=0")],
)  # fmt: skip
def test_a_form_that_there_is_not_is_406_and_names_those_that_there_are(
    client: Client, query: str, accept: str
) -> None:
    answer = client.ask(query, accept=accept)
    assert answer.status == 406
    assert "application/" in answer.text


def test_a_format_may_be_named_in_the_address(client: Client) -> None:
    assert client.ask(SELECT, accept="text/html", format="csv").media_type == "text/csv"


def test_head_has_the_headers_of_get_and_no_body(client: Client) -> None:
    path = f"/sparql?{urlencode({'query': SELECT})}"
    whole, head = client.get(path), client.send("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.body))
    assert head.headers["content-type"] == whole.headers["content-type"]


def test_pages_of_other_hosts_may_ask(client: Client) -> None:
    answer = client.ask("ASK {}")
    before = client.send("OPTIONS", "/sparql", origin="https://example.org")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert before.status == 204
    assert "POST" in before.headers["access-control-allow-methods"]
    assert "Content-Type" in before.headers["access-control-allow-headers"]


# -- the dataset ------------------------------------------------------------------------------------


def _number(answer: Any) -> int:
    (value,) = answer.values("n")
    return int(value)


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_default_graph_is_the_one_that_the_protocol_names(client: Client, way: str) -> None:
    graphs = {"default-graph-uri": VOCABULARY}
    if way == "get":
        answer = client.ask(COUNT_CLASSES, **graphs)
    elif way == "form":
        answer = client.post_form(query=COUNT_CLASSES, **graphs)
    else:
        answer = client.send("POST", f"/sparql?{urlencode(graphs)}", COUNT_CLASSES,
                             content_type=QUERY, accept=RESULTS)  # fmt: skip
    assert _number(answer) == 0
    assert _number(client.ask(COUNT_CLASSES)) > 0


def test_several_default_graphs_are_merged(client: Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    one, other = (
        _number(client.ask(count, **{"default-graph-uri": g})) for g in (ONTOLOGY, VOCABULARY)
    )
    both = client.ask(count, **{"default-graph-uri": [ONTOLOGY, VOCABULARY]})
    assert _number(both) == one + other


def test_named_graphs_are_those_that_the_protocol_names(client: Client) -> None:
    answer = client.ask(NAMED, **{"named-graph-uri": [VOCABULARY, ONTOLOGY]})
    assert answer.values("g") == [ONTOLOGY, VOCABULARY]
    none = client.ask(NAMED, **{"default-graph-uri": ONTOLOGY})
    assert none.values("g") == []


def test_the_protocol_overrides_what_the_query_names(client: Client) -> None:
    query = COUNT_CLASSES.replace("WHERE", f"FROM <{ONTOLOGY}> WHERE")
    assert _number(client.ask(query)) > 0
    assert _number(client.ask(query, **{"default-graph-uri": VOCABULARY})) == 0


def test_a_full_dataset_has_default_and_named_graphs(client: Client) -> None:
    query = "SELECT ?g WHERE { ?class a <http://www.w3.org/2002/07/owl#Class> . GRAPH ?g { ?s ?p ?o } } LIMIT 1"
    fields = {"default-graph-uri": ONTOLOGY, "named-graph-uri": VOCABULARY}
    assert client.ask(query, **fields).values("g") == [VOCABULARY]


def test_a_graph_that_there_is_not_is_empty(client: Client) -> None:
    assert _number(client.ask(COUNT_CLASSES, **{"default-graph-uri": NOWHERE})) == 0


# -- what our users type ----------------------------------------------------------------------------


def test_our_prefixes_and_our_base_need_no_declaration(client: Client) -> None:
    query = "SELECT ?name WHERE { <org/mext> skos:prefLabel ?name FILTER(LANG(?name) = 'ja') }"
    assert client.ask(query).values("name") == ["文部科学省"]


def test_a_query_may_declare_prefixes_of_its_own(client: Client) -> None:
    query = "PREFIX pol: <https://example.org/> SELECT ?x WHERE { ?x a pol:Measure }"
    assert client.ask(query).values("x") == []


@pytest.mark.parametrize("way", ["as it is", "percent-encoded"])
def test_a_japanese_iri_in_a_form_is_decoded_once(client: Client, way: str) -> None:
    name = "文部科学省" if way == "as it is" else quote("文部科学省")
    iri = f"https://example.org/{name}"
    answer = client.post_form(query=f"SELECT ?iri WHERE {{ VALUES ?iri {{ <{iri}> }} }}")
    assert answer.values("iri") == [iri]


def test_a_plus_in_a_form_is_a_space_and_an_encoded_one_a_plus(client: Client) -> None:
    body = "query=SELECT+%28%221%2B1%22+AS+%3Fx%29+%7B%7D"
    answer = client.send("POST", "/sparql", body, content_type=FORM, accept=RESULTS)
    assert answer.values("x") == ["1+1"]


def test_a_mistake_is_told_with_its_line_in_the_language_of_the_reader(client: Client) -> None:
    wrong = "SELECT ?x WHERE {\n ?x a }"
    path = f"/sparql?{urlencode({'query': wrong})}"
    english = client.get(path, accept_language="en")
    japanese = client.get(path, accept_language="ja,en;q=0.5")
    assert "line 2" in english.text
    assert "2行" in japanese.text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { OPTIONAL { SERVICE?x { ?s ?p ?o } } VALUES ?x { <http://127.0.0.1:9/> } }",
    ],
    ids=["plain", "small letters", "escaped", "a variable"],
)
def test_a_query_that_calls_another_server_is_refused(client: Client, query: str) -> None:
    answer = client.ask(query)
    assert answer.status == 400
    assert "SERVICE" in answer.text


def test_a_query_that_only_speaks_of_service_is_none(client: Client) -> None:
    query = "SELECT ?x WHERE { BIND('SERVICE <x>' AS ?x) # SERVICE\n }"
    assert client.ask(query).values("x") == ["SERVICE <x>"]
