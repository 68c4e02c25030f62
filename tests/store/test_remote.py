"""An endpoint that is slow, busy, broken or cuts its answers."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from virtuoso import PASSWORD, USER, Virtuoso

from policygraph.core.errors import StoreError
from policygraph.core.namespaces import BASE, IRI, RDF, XSD
from policygraph.core.terms import BlankNode, Literal, integer, text
from policygraph.graph import BuiltGraph
from policygraph.store import Boolean, Graph, Solutions, SolutionStream
from policygraph.store.http import Credentials
from policygraph.store.remote import RemoteStore

ONE_ROW = {
    "head": {"vars": ["n"]},
    "results": {"bindings": [{"n": {"type": "literal", "value": "1"}}]},
}
NO_ROWS = {"head": {"vars": ["graph"]}, "results": {"bindings": []}}


class Endpoint(ThreadingHTTPServer):
    """Answers queries with what it was told; lists no graphs."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: list[tuple[int, dict[str, str], bytes]] = []
        self.asked: list[dict[str, list[str]]] = []
        self.delay = 0.0
        self.slowly: Callable[[Handler], None] | None = None
        self.url = f"http://127.0.0.1:{self.server_address[1]}/sparql"


class Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if "GRAPH ?" in form.get("query", [""])[0]:
            status, headers, body = 200, {}, json.dumps(NO_ROWS).encode()
        elif self.server.slowly is not None:
            self.server.slowly(self)
            return
        else:
            self.server.asked.append(form)
            time.sleep(self.server.delay)
            status, headers, body = self.server.replies.pop(0)
        self.send_response(status)
        for name, value in {"Content-Type": "application/sparql-results+json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(10)


def reply(body: object, status: int = 200, **headers: str) -> tuple[int, dict[str, str], bytes]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, raw


QUERY = "SELECT ?n WHERE { VALUES ?n { 1 } }"


def test_a_busy_endpoint_is_asked_again(endpoint: Endpoint) -> None:
    endpoint.replies = [reply(b"", 503), reply(b"", 503), reply(ONE_ROW)]
    answer = RemoteStore(endpoint.url).query(QUERY)
    assert answer == Solutions(("n",), [(text("1"),)])
    assert len(endpoint.asked) == 3


def test_an_endpoint_that_stays_busy_is_given_up(endpoint: Endpoint) -> None:
    endpoint.replies = [reply(b"later", 503)] * 2
    with pytest.raises(StoreError, match=r"refuses \(503\): later"):
        RemoteStore(endpoint.url, tries=2).query(QUERY)
    assert len(endpoint.asked) == 2


@pytest.mark.parametrize("status", [400, 404, 500, 403])
def test_a_refusal_is_told_in_the_words_of_the_endpoint_and_not_asked_again(
    endpoint: Endpoint, status: int
) -> None:
    endpoint.replies = [
        reply("Virtuoso 37000 Error SP030: 誤り\n\nSPARQL query: …".encode(), status)
    ]
    with pytest.raises(StoreError) as raised:
        RemoteStore(endpoint.url).query(QUERY)
    message = str(raised.value)
    if status == 403:
        assert message.startswith(f"{endpoint.url}: a user and password is asked for (403)")
    else:
        assert message == f"{endpoint.url}: refuses ({status}): Virtuoso 37000 Error SP030: 誤り"
    assert "\n" not in message
    assert len(endpoint.asked) == 1


def test_an_answer_that_takes_too_long_is_not_waited_for(endpoint: Endpoint) -> None:
    endpoint.delay = 3
    endpoint.replies = [reply(ONE_ROW)] * 3
    with pytest.raises(StoreError, match="no answer within 1 s"):
        RemoteStore(endpoint.url, timeout=1).query(QUERY)
    assert len(endpoint.asked) == 1


def test_an_answer_that_was_cut_is_an_error(endpoint: Endpoint) -> None:
    endpoint.replies = [reply(ONE_ROW, X_SPARQL_MaxRows="1")]
    with pytest.raises(StoreError, match="cuts answers at 1 rows"):
        RemoteStore(endpoint.url).query(QUERY)


def test_an_endpoint_may_name_every_graph_it_was_asked_of(endpoint: Endpoint) -> None:
    """Virtuoso does, in a header each; a corpus of fifty documents has more than a hundred."""
    endpoint.replies = [reply(ONE_ROW, **{f"X-Graph-{number}": "urn:g" for number in range(500)})]
    answer = RemoteStore(endpoint.url).query("SELECT ?n { }")
    assert isinstance(answer, Solutions)
    assert len(answer.rows) == 1


@pytest.mark.parametrize(
    "body",
    [b"<html>", b"[]", b"{}", b'{"head": {'],
    ids=["html", "list", "empty object", "cut short"],
)
def test_an_answer_that_is_no_sparql_json_is_an_error(endpoint: Endpoint, body: bytes) -> None:
    endpoint.replies = [reply(body)]
    with pytest.raises(StoreError, match="does not answer in SPARQL JSON results"):
        RemoteStore(endpoint.url).query(QUERY)


def test_an_update_is_not_sent_as_a_query(endpoint: Endpoint) -> None:
    with pytest.raises(StoreError, match="an update is no query"):
        RemoteStore(endpoint.url).query("CLEAR ALL")
    assert endpoint.asked == []


def test_the_odd_spellings_of_virtuoso_are_read(endpoint: Endpoint) -> None:
    cell = {"type": "typed-literal", "datatype": XSD.boolean, "value": "1"}
    tagged = {"type": "literal", "xml:lang": "JA", "value": "題"}
    endpoint.replies = [
        reply({"head": {"vars": ["b", "t"]}, "results": {"bindings": [{"b": cell, "t": tagged}]}}),
        reply({"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": [
            {"__ASK_RETVAL": {"type": "typed-literal", "datatype": XSD.integer, "value": "1"}}]}}),
    ]  # fmt: skip
    store = RemoteStore(endpoint.url)
    assert store.query("SELECT ?b ?t {}") == Solutions(
        ("b", "t"), [(Literal("true", XSD.boolean), text("題", "ja"))]
    )
    assert store.query("ASK {}") == Boolean(True)


def test_a_query_sees_our_graphs_and_not_those_of_the_server(
    virtuoso_store: RemoteStore, built: BuiltGraph
) -> None:
    count = virtuoso_store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert count == Solutions(("n",), [(Literal(str(len(built.dataset)), XSD.integer),)])
    assert virtuoso_store.graphs() == sorted(built.dataset.graphs)


def test_what_virtuoso_holds_is_what_was_built(
    virtuoso_store: RemoteStore, built: BuiltGraph
) -> None:
    vocabulary = IRI(f"{BASE}graph/vocabulary")
    assert set(virtuoso_store.triples(vocabulary)) == built.dataset.graphs[vocabulary]


def test_virtuoso_answers_ask_and_construct(virtuoso_store: RemoteStore) -> None:
    mext = IRI(f"{BASE}org/mext")
    assert virtuoso_store.query(f"ASK {{ <{mext}> ?p ?o }}") == Boolean(True)
    assert virtuoso_store.query("ASK { <urn:nothing> ?p ?o }") == Boolean(False)
    found = virtuoso_store.query(f"CONSTRUCT {{ <{mext}> a ?c }} WHERE {{ <{mext}> a ?c }}")
    assert isinstance(found, Graph)
    assert f"{BASE}ontology#Ministry" in [triple[2] for triple in found.triples]


def test_a_wrong_query_is_refused_by_virtuoso_in_one_line(virtuoso_store: RemoteStore) -> None:
    with pytest.raises(
        StoreError, match=r"refuses \(400\): Virtuoso 37000 Error [^\n]*syntax error"
    ):
        virtuoso_store.query("SELECT ?x WHERE { ?x ")


def test_a_row_is_given_before_the_answer_is_whole(endpoint: Endpoint) -> None:
    """Else a stream would be no more than a list."""
    seen = threading.Event()

    def slowly(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.end_headers()
        handler.wfile.write(b'{"head": {"vars": ["n"]}, "results": {"bindings": [')
        handler.wfile.write(b'{"n": {"type": "literal", "value": "\xe5\x90')  # half a character
        handler.wfile.flush()
        handler.wfile.write(b'\x8d"}}, {"n"')
        handler.wfile.flush()
        assert seen.wait(20)
        handler.wfile.write(b': {"type": "literal", "value": "2"}}]}}')

    endpoint.slowly = slowly
    answer = RemoteStore(endpoint.url).query(QUERY, stream=True)
    assert isinstance(answer, SolutionStream)
    assert next(answer.rows) == (text("名"),)
    seen.set()
    assert list(answer.rows) == [(text("2"),)]


def test_a_stream_that_is_left_hangs_up(endpoint: Endpoint) -> None:
    gone = threading.Event()

    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.end_headers()
        handler.wfile.write(b'{"head": {"vars": ["n"]}, "results": {"bindings": [')
        with contextlib.suppress(OSError):
            while True:
                handler.wfile.write(b'{"n": {"type": "literal", "value": "1"}},')
        gone.set()

    endpoint.slowly = endless
    answer = RemoteStore(endpoint.url).query(QUERY, stream=True)
    assert isinstance(answer, SolutionStream)
    assert next(answer.rows) == (text("1"),)
    del answer
    assert gone.wait(20)


@pytest.mark.parametrize(
    "body",
    [
        b'{"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "literal", "va',
        b'{"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "literal"}}]}}',
        b'{"head": {"vars": ["n"]}, "results": {"bindings": [7]}}',
        b'{"results": {"bindings": []}}',
        b'{"head": {"vars": ["n"]}}',
        b"\xff\xfe",
    ],
    ids=["cut", "no value", "no row", "no head", "no rows", "no text"],
)
def test_json_that_is_no_answer_is_an_error(endpoint: Endpoint, body: bytes) -> None:
    endpoint.replies = [reply(body)]
    with pytest.raises(StoreError, match="does not answer in SPARQL JSON results"):
        RemoteStore(endpoint.url).query(QUERY)


def test_rows_come_however_the_json_is_laid_out(endpoint: Endpoint) -> None:
    row = {
        "n": {"type": "uri", "value": "http://x/a b"},
        "m": {"type": "bnode", "value": "nodeID://1"},
    }
    whole = {"head": {"link": [], "vars": ["n", "m"]}, "results": {"bindings": [row, {}, row]}}
    expected = Solutions(
        ("n", "m"),
        [(IRI("http://x/a b"), BlankNode("nodeID://1")), (None, None),
         (IRI("http://x/a b"), BlankNode("nodeID://1"))],
    )  # fmt: skip
    for body in (
        json.dumps(whole),
        json.dumps(whole, indent=2),
        json.dumps(whole, separators=",:"),
    ):
        endpoint.replies = [reply(body.encode())]
        assert RemoteStore(endpoint.url).query(QUERY) == expected
    empty = {"head": {"vars": ["n"]}, "results": {"bindings": []}}
    endpoint.replies = [reply(empty)]
    assert RemoteStore(endpoint.url).query(QUERY) == Solutions(("n",), [])


def test_virtuoso_is_asked_of_more_graphs_than_http_client_reads_headers(
    small_virtuoso: Virtuoso,
) -> None:
    store = RemoteStore(small_virtuoso.endpoint, credentials=Credentials(USER, PASSWORD))
    graphs = [IRI(f"https://many.example/graph/d{n}/stated") for n in range(150)]
    store.load((IRI(f"urn:s{n}"), RDF.type, IRI("urn:Many"), g) for n, g in enumerate(graphs))
    try:
        assert len(store.graphs()) >= 150
        count = store.query("SELECT (COUNT(*) AS ?n) { ?s a <urn:Many> }")
        assert count == Solutions(("n",), [(integer(150),)])
    finally:
        for graph in graphs:
            store.remove(graph)


@pytest.mark.parametrize(
    "kind", ["text/html", "application/sparql-results+xml", ""], ids=["html", "xml", "none"]
)
@pytest.mark.parametrize(
    "query", ["SELECT ?n { ?n ?p ?o }", "DESCRIBE <http://example.org/>"], ids=["rows", "triples"]
)
def test_an_answer_of_another_type_is_an_error_and_not_an_empty_answer(
    endpoint: Endpoint, kind: str, query: str
) -> None:
    endpoint.replies = [reply(b"", **{"Content-Type": kind})]
    with pytest.raises(StoreError, match="give the URL of a SPARQL endpoint"):
        RemoteStore(endpoint.url).query(query)


@pytest.mark.parametrize(
    ("query", "makes_triples"),
    [
        ("PREFIX x: <http://e/> # DESCRIBE this\nSELECT ?n { ?n x:p ?o }", False),
        ("# CONSTRUCT\nSELECT ?n { ?n ?p 'DESCRIBE' }", False),
        ("BASE <http://e/select> PREFIX describe: <http://e/> SELECT ?n { ?n describe:p ?o }", False),
        ("PREFIX x: <http://e/> # SELECT\nCONSTRUCT { ?s ?p ?o } { ?s ?p ?o } # ASK", True),
        ("DESCRIBE<http://e/SELECT>", True),
        ("\\u0043ONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", True),
        ("construct where { ?select ?ask 'SELECT' }", True),
    ],
    ids=["describe-in-comment", "construct-in-comment", "prefix-describe", "select-in-comment",
         "no-space", "escaped", "small-letters"],
)  # fmt: skip
def test_the_kind_of_a_query_is_parsed_and_not_guessed(
    endpoint: Endpoint, query: str, makes_triples: bool
) -> None:
    triple = b"<http://e/s> <http://e/p> <http://e/o> ."
    endpoint.replies = [
        reply(triple, **{"Content-Type": "text/turtle"}) if makes_triples else reply(ONE_ROW)
    ]
    answer = RemoteStore(endpoint.url).query(query)
    assert isinstance(answer, Graph if makes_triples else Solutions)
