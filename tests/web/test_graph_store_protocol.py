"""The Graph Store Protocol for reading, and what the server says of itself: service description, VoID."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
import rdflib
from rdflib.namespace import RDF, VOID
from web_server import Client, Server

ONTOLOGY = "https://w3id.org/policygraph/graph/ontology"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH <%s> { ?s ?p ?o } }"


def _read(client: Client, path: str) -> rdflib.Graph:
    answer = client.get(path, accept="text/turtle")
    assert (answer.status, answer.media_type) == (200, "text/turtle")
    return rdflib.Graph().parse(data=answer.body, format="turtle")


def test_a_named_graph_is_given_whole(client: Client) -> None:
    found = _read(client, f"/data?{urlencode({'graph': ONTOLOGY})}")
    (count,) = client.ask(COUNT % ONTOLOGY).values("n")
    assert len(found) == int(count)


def test_the_default_graph_is_the_union_of_all(client: Client) -> None:
    (count,) = client.ask("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").values("n")
    answer = client.get("/data?default", accept="application/n-triples")
    assert len(answer.body.splitlines()) == int(count)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/data", 400), ("/data?graph=relative", 400), ("/data?default&graph=urn:x", 400),
     ("/data?graph=urn%3Anot-there", 404), ("/data?graph=urn:a&graph=urn:b", 400)],
)  # fmt: skip
def test_what_names_no_graph_is_refused(client: Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert (answer.status, answer.media_type) == (status, "text/plain")


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_a_graph_is_not_changed(client: Client, method: str) -> None:
    answer = client.send(
        method, f"/data?{urlencode({'graph': ONTOLOGY})}", "<urn:a> <urn:b> <urn:c> ."
    )
    assert answer.status == 405
    assert answer.headers["allow"] == "HEAD, GET, OPTIONS"


def test_head_tells_whether_a_graph_is_there(client: Client) -> None:
    there = client.send("HEAD", f"/data?{urlencode({'graph': ONTOLOGY})}")
    missing = client.send("HEAD", "/data?graph=urn:x")
    assert (there.status, there.body, missing.status, missing.body) == (200, b"", 404, b"")


def test_the_endpoint_without_a_query_describes_itself(client: Client, server: Server) -> None:
    found = _read(client, "/sparql")
    endpoint = rdflib.URIRef(f"{server.url}sparql")
    (service,) = found.subjects(RDF.type, SD.Service)
    assert (service, SD.endpoint, endpoint) in found
    assert (service, SD.feature, SD.UnionDefaultGraph) in found
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in found
    assert (service, SD.feature, SD.BasicFederatedQuery) not in found
    assert rdflib.URIRef(ONTOLOGY) in set(found.objects(None, SD.name))


def test_a_browser_that_opens_the_endpoint_is_led_to_the_editor(client: Client) -> None:
    answer = client.get(
        "/sparql", accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    )
    assert (answer.status, answer.headers["location"]) == (303, "/editor.html")


def test_the_dataset_is_described_where_it_is_looked_for(client: Client, server: Server) -> None:
    found = _read(client, "/.well-known/void")
    dataset = rdflib.URIRef("https://w3id.org/policygraph/dataset")
    assert (dataset, VOID.sparqlEndpoint, rdflib.URIRef(f"{server.url}sparql")) in found
    assert (dataset, RDF.type, VOID.Dataset) in found
    assert found.value(dataset, VOID.triples) is not None


@pytest.mark.parametrize(
    "accept", ["application/ld+json", "application/rdf+xml", "application/n-triples"]
)
def test_descriptions_come_in_each_form_of_rdf(client: Client, accept: str) -> None:
    for path in ("/sparql", "/.well-known/void"):
        answer = client.get(path, accept=accept)
        assert (answer.status, answer.media_type) == (200, accept)
        assert len(rdflib.Graph().parse(data=answer.body, format=accept)) > 10


def test_a_host_that_is_none_is_not_written_into_a_description(client: Client) -> None:
    head = b"GET /sparql HTTP/1.1\r\nHost: <script>\r\nAccept: text/turtle\r\nConnection: close\r\n\r\n"
    answer = client.raw(head)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"script" not in answer
