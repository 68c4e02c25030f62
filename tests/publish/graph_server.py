"""A small server for tests: SPARQL over HTTP on a store in memory, with the faults one asks for."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

USER, PASSWORD = "editor", "Geheim-42"


@dataclass(slots=True)
class Behaviour:
    """What the server does.

    Attributes:
        graph_store, update: whether it has the service.
        asks_for_password: with Basic authentication, for writing.
        fails_after: writes that succeed before every further one fails; never if ``None``.
        loses: whether each graph loses a triple on the way in.
        redirects_to: where a write is sent instead.
        longest: triples that an answer has at most.
        requests: what was asked, as "METHOD path".
    """

    graph_store: bool = True
    update: bool = True
    asks_for_password: bool = False
    fails_after: int | None = None
    loses: bool = False
    redirects_to: str | None = None
    longest: int | None = None
    store: ox.Store = field(default_factory=ox.Store)
    requests: list[str] = field(default_factory=list)
    writes: int = 0


class _Server(ThreadingHTTPServer):
    behaviour: Behaviour


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _answer(
        self, status: int, body: bytes = b"", kind: str = "text/plain", **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _may_write(self) -> bool:
        """Whether a write goes on; else it has been answered."""
        does = self.server.behaviour
        if does.redirects_to:
            self._answer(307, Location=does.redirects_to)
            return False
        token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        given = self.headers.get("Authorization", "")
        if does.asks_for_password and given != f"Basic {token}":
            # An unwise server repeats what it was given.
            self._answer(
                401, f"no: {given} {PASSWORD}".encode(), WWW_Authenticate='Basic realm="x"'
            )
            return False
        if does.fails_after is not None and does.writes >= does.fails_after:
            self._answer(500, f"disk full, said {USER} with {PASSWORD}".encode())
            return False
        does.writes += 1
        return True

    def do_PUT(self) -> None:
        does, body = self.server.behaviour, self._body()
        url = urlsplit(self.path)
        does.requests.append(f"PUT {url.path}")
        if not does.graph_store or url.path != "/store":
            self._answer(404)
            return
        if self._may_write():
            graph = ox.NamedNode(parse_qs(url.query)["graph"][0])
            does.store.clear_graph(graph)
            if does.loses:
                body = body.partition(b"\n")[2]
            does.store.load(body, format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
            self._answer(204)

    def do_POST(self) -> None:
        does, body = self.server.behaviour, self._body()
        path = urlsplit(self.path).path
        does.requests.append(f"POST {path}")
        if path == "/update" and does.update:
            if self._may_write():
                does.store.update(body.decode())
                self._answer(204)
        elif path == "/query":
            self._query(parse_qs(body.decode()))
        else:
            self._answer(404)

    def _query(self, form: dict[str, list[str]]) -> None:
        def graphs(name: str) -> list[ox.NamedNode] | None:
            return [ox.NamedNode(iri) for iri in form.get(name, ())] or None

        try:
            answer = self.server.behaviour.store.query(
                form["query"][0],
                default_graph=graphs("default-graph-uri"),
                named_graphs=graphs("named-graph-uri"),
            )
        except SyntaxError as error:
            self._answer(400, str(error).encode())
            return
        if isinstance(answer, ox.QueryTriples):
            lines = (answer.serialize(format=ox.RdfFormat.N_TRIPLES) or b"").splitlines(
                keepends=True
            )
            body, kind = b"".join(lines[: self.server.behaviour.longest]), "application/n-triples"
        else:
            body = answer.serialize(format=ox.QueryResultsFormat.JSON)
            kind = "application/sparql-results+json"
        self._answer(200, body or b"", kind)


@contextmanager
def serve(behaviour: Behaviour) -> Iterator[str]:
    """Serve on loopback; gives the URL of SPARQL queries."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.behaviour = behaviour
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/query"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
