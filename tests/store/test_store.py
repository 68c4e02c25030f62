"""One protocol over memory, disk and HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from policygraph.core.errors import DataError, StoreError
from policygraph.core.namespaces import IRI
from policygraph.core.terms import Literal, Quad, integer, text
from policygraph.store import (
    Boolean,
    Graph,
    OxigraphStore,
    Solutions,
    Store,
    memory_store,
    open_store,
)

_ONE, _TWO = IRI("https://example.org/graph/x/curated"), IRI("https://example.org/graph/x/stated")
_QUADS: list[Quad] = [
    (IRI("urn:a"), IRI("urn:is"), IRI("urn:b"), _ONE),
    (IRI("urn:a"), IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), IRI("urn:C"), _ONE),
    (IRI("urn:b"), IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), IRI("urn:C"), _TWO),
    (IRI("urn:b"), IRI("urn:name"), text("名前", "ja"), _TWO),
    (IRI("urn:b"), IRI("urn:count"), integer(3), _TWO),
]


class _Endpoint(BaseHTTPRequestHandler):
    """A SPARQL 1.1 Protocol server over a store in memory, as small as it can be."""

    engine: ox.Store

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        form = parse_qs(self.rfile.read(length).decode())
        try:
            if "update" in form:
                self.engine.update(form["update"][0])
                return self._send(200, "text/plain", b"")
            graphs = [ox.NamedNode(iri) for iri in form.get("default-graph-uri", [])]
            answer = self.engine.query(
                form["query"][0],
                default_graph=graphs or None,
                use_default_graph_as_union=not graphs,
            )
        except SyntaxError as error:
            return self._send(400, "text/plain", str(error).encode())
        if isinstance(answer, ox.QueryTriples):
            body = answer.serialize(format=ox.RdfFormat.TURTLE)
            return self._send(200, "text/turtle", body or b"")
        body = answer.serialize(format=ox.QueryResultsFormat.JSON)
        return self._send(200, "application/sparql-results+json", body or b"")

    do_GET = do_POST  # noqa: N815

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    handler = type("Endpoint", (_Endpoint,), {"engine": ox.Store()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture(params=["memory", "disk", "http"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        opened = memory_store()
    elif request.param == "disk":
        opened = open_store(tmp_path / "store", read_only=False)
    else:
        opened = open_store(request.getfixturevalue("endpoint"), read_only=False)
    opened.load(_QUADS)
    yield opened
    opened.close()


def test_a_query_sees_the_union_of_the_named_graphs(store: Store) -> None:
    answer = store.query("SELECT ?name WHERE { <urn:a> <urn:is>/<urn:name> ?name }")
    assert answer == Solutions(("name",), [(text("名前", "ja"),)])


def test_values_keep_their_types(store: Store) -> None:
    answer = store.query(
        "SELECT ?n ?none WHERE { ?s <urn:count> ?n OPTIONAL { ?s <urn:x> ?none } }"
    )
    assert answer == Solutions(("n", "none"), [(integer(3), None)])


def test_asking_and_constructing(store: Store) -> None:
    assert store.query("ASK { <urn:a> <urn:is> <urn:b> }") == Boolean(True)
    assert store.query("ASK { <urn:b> <urn:is> <urn:a> }") == Boolean(False)
    assert store.query("CONSTRUCT { ?b <urn:of> ?a } WHERE { ?a <urn:is> ?b }") == Graph(
        [(IRI("urn:b"), IRI("urn:of"), IRI("urn:a"))]
    )


def test_everything_comes_out_again(store: Store) -> None:
    assert sorted(store.dump(), key=str) == sorted(_QUADS, key=str)
    assert store.graphs() == [_ONE, _TWO]
    assert set(store.triples(_TWO)) == {quad[:3] for quad in _QUADS[2:]}


def test_a_copy_for_rdflib_has_the_union_as_its_default_graph(store: Store) -> None:
    import rdflib

    dataset = store.to_rdflib()
    rows = list(dataset.query("SELECT ?n WHERE { <urn:a> <urn:is>/<urn:name> ?n }"))
    assert rows == [(rdflib.Literal("名前", lang="ja"),)]


def test_an_update_changes_the_store(store: Store) -> None:
    store.update(f"DELETE WHERE {{ GRAPH <{_TWO}> {{ <urn:b> <urn:count> ?n }} }}")
    assert store.query("ASK { ?s <urn:count> ?n }") == Boolean(False)


def test_a_broken_query_is_one_line(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        store.query("SELECT WHERE {")
    assert "\n" not in str(caught.value)


def test_an_endpoint_that_does_not_answer_is_named() -> None:
    with pytest.raises(StoreError, match=r"^http://127\.0\.0\.1:9/sparql: does not answer"):
        open_store("http://127.0.0.1:9/sparql").query("ASK { ?s ?p ?o }")


def test_a_store_on_disk_opens_for_reading(tmp_path: Path) -> None:
    written = OxigraphStore(tmp_path / "store")
    written.load(_QUADS)
    written.close()
    del written
    opened = open_store(tmp_path / "store")
    assert len(list(opened.dump())) == len(_QUADS)
    with pytest.raises(StoreError):
        opened.update("INSERT DATA { <urn:x> <urn:y> <urn:z> }")


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.ttl", "<urn:a> <urn:b> .", r"a\.ttl:1:\d+: not Turtle"),
        ("a.txt", "x", "not an RDF file by its name"),
        ("a.trig", "<urn:g> { <urn:a> }", r"a\.trig:1:\d+: not TriG"),
    ],
)
def test_a_file_that_is_no_rdf_says_where(
    tmp_path: Path, name: str, content: str, problem: str
) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(DataError, match=problem):
        open_store(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        open_store(tmp_path / "none.ttl")


def test_json_with_the_old_spelling_of_typed_literals_is_read() -> None:
    from policygraph.store.remote import _value

    binding = json.loads('{"type": "typed-literal", "value": "3",'
                         ' "datatype": "http://www.w3.org/2001/XMLSchema#integer"}')  # fmt: skip
    assert _value(binding) == Literal("3", integer(3).datatype)
