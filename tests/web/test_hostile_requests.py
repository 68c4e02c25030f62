"""What strangers send: nothing dies, nothing leaks, and who asks little waits little."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlencode

import pytest
from web_server import RESULTS, SELECT, Client, Response, Server, serving

from policygraph.store.keeper import Plan
from policygraph.store.sandbox import Bounds
from policygraph.store.worker import Keeper

CROSS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MANY = "SELECT ?a ?d WHERE { ?a ?b ?c . ?d a pol:Measure }"  # more than two million rows
SORTED = f"{MANY} ORDER BY ?c ?d"
SECONDS, ROWS, BODY = 1.5, 20_000, 64 * 1024
# A server with limits that a test can wait for.
PROGRAM = f"""
import sys
from policygraph.web.limits import Limits
from policygraph.web.server import listen, run
bound = listen("127.0.0.1", 0)
url = f"http://127.0.0.1:{{bound.getsockname()[1]}}/"
limits = Limits(seconds={SECONDS}, rows={ROWS}, answer=4 << 20, memory=200 << 20, body={BODY}, head=8192,
    patience=1.0, at_once=2, long_at_once=1, long_waiting=1, queue=20, connections=60)
run(sys.argv[1], bound, limits=limits, ready=lambda: print(url, file=sys.stderr, flush=True))
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are Linux's")


@pytest.fixture(scope="module")
def strict(trig: Path) -> Iterator[Server]:
    with serving(trig, program=PROGRAM) as started:
        yield started


@pytest.fixture
def small(strict: Server) -> Client:
    return Client(strict.port)


def _refused(answer: Response, words: str) -> None:
    assert (answer.status, answer.media_type) == (503, "text/plain")
    assert int(answer.headers["retry-after"]) > 0
    assert words in answer.text


def _settled(holds: Callable[[], bool], seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    return holds()


def test_a_query_that_takes_too_long_is_ended_with_a_reason(small: Client) -> None:
    _refused(small.ask(CROSS), "1.5 s")
    assert small.ask(SELECT).status == 200


def test_an_answer_with_too_many_rows_is_refused_in_each_form(small: Client) -> None:
    for accept in (
        RESULTS,
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ):
        _refused(small.ask(MANY, accept=accept), "20,000 rows")
    triples = "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }"
    _refused(small.ask(triples, accept="text/turtle"), "20,000 rows")


def test_an_answer_of_as_many_rows_as_there_may_be_is_given(small: Client) -> None:
    answer = small.ask(f"{MANY} LIMIT {ROWS}", accept="text/csv")
    assert answer.status == 200
    assert len(answer.text.splitlines()) == ROWS + 1


def test_an_answer_that_becomes_too_long_is_refused(small: Client) -> None:
    query = "SELECT (REPLACE('aaaaaaaaaa', 'a', 'bbbbbbbbbb') AS ?x) WHERE { ?s ?p ?o . ?a ?b ?c }"
    long = query.replace("'aaaaaaaaaa'", f"'{'a' * 5000}'")
    _refused(small.ask(long), "4 MB")


@linux
def test_a_query_that_wants_too_much_memory_is_ended_with_a_reason(trig: Path) -> None:
    program = PROGRAM.replace("seconds=1.5", "seconds=30")
    with serving(trig, program=program) as roomy:
        client = Client(roomy.port)
        before = roomy.memory()
        _refused(client.ask(SORTED), "memory")
        assert client.ask(SELECT).status == 200
        assert roomy.memory() < before + (32 << 20)


def test_a_client_that_leaves_takes_its_query_along(strict: Server, small: Client) -> None:
    small.ask(SELECT)
    before = len(strict.processes())
    with socket.create_connection(("127.0.0.1", strict.port)) as line:
        line.sendall(
            f"GET /sparql?{urlencode({'query': CROSS})} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        )
        time.sleep(0.3)
    begun = time.monotonic()
    assert _settled(lambda: len(strict.processes()) <= before)
    assert time.monotonic() - begun < SECONDS


def test_light_queries_are_answered_while_eight_clients_ask_heavy_ones(small: Client) -> None:
    ended = threading.Event()
    statuses: list[int] = []

    def press() -> None:
        while not ended.is_set():
            statuses.append(small.ask(CROSS).status)

    with ThreadPoolExecutor(8) as hostile:
        for _ in range(8):
            hostile.submit(press)
        time.sleep(0.5)
        light = [small.ask(SELECT).status for _ in range(20)]
        ended.set()
    assert light == [200] * 20
    assert set(statuses) == {503}


def test_a_query_of_ten_megabytes_is_refused_before_it_is_read(small: Client) -> None:
    comment = "#" * (10 << 20)
    answer = small.send(
        "POST", "/sparql", f"ASK {{}} {comment}", content_type="application/sparql-query"
    )
    assert answer.status == 413
    assert "64 KiB" in answer.text


def test_a_body_that_says_no_length_is_bounded_as_well(strict: Server, small: Client) -> None:
    piece = b"2000\r\n" + b"#" * 0x2000 + b"\r\n"
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    assert small.raw(head + piece * 20 + b"0\r\n\r\n", 3).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("data", "status"),
    [
        pytest.param(b"GET / HTTP/1.1\r\nHost x\r\n\r\n", b"400", id="a header without a colon"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nA: \x00\r\n\r\n", b"400", id="a zero byte"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"400", id="another protocol"),
        pytest.param(b"GET / HTTP/9.9\r\n\r\n", b"400", id="no such version"),
        pytest.param(b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"431",
                     id="an endless address"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 3000 + b"\r\n", b"431",
                     id="endless headers"),
        pytest.param(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
                     b"400", id="two lengths"),
        pytest.param(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                     b"Transfer-Encoding: chunked\r\n\r\n", b"400", id="a length beside pieces"),
        pytest.param(b"GET /sparql?query=%ZZ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"400",
                     id="a wrong escape"),
        pytest.param(b"GET /sparql?" + b"a=1&" * 1000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                     b"400", id="a thousand fields"),
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused(small: Client, data: bytes, status: bytes) -> None:
    assert small.raw(data, 3)[:12] == b"HTTP/1.1 " + status
    assert small.ask(SELECT).status == 200


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\n", id="half of a head"),
        pytest.param(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n"
                     b"Content-Type: application/sparql-query\r\n\r\nASK", id="half of a body"),
    ],
)  # fmt: skip
def test_who_asks_endlessly_slowly_is_let_go(small: Client, data: bytes) -> None:
    begun = time.monotonic()
    small.raw(data, 8)
    assert time.monotonic() - begun < 6


def test_who_reads_endlessly_slowly_is_let_go(
    strict: Server, small: Client, tmp_path: Path
) -> None:
    before = strict.descriptors()
    query = urlencode({"query": f"{MANY} LIMIT {ROWS}", "format": "csv"})
    lines = []
    for _ in range(8):
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", strict.port))
        line.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        lines.append(line)
    try:
        assert small.ask(SELECT).status == 200
        assert _settled(lambda: strict.descriptors() <= before + 1)
    finally:
        for line in lines:
            line.close()


@pytest.mark.parametrize(
    "path",
    ["/../../../../etc/passwd", "/..%2f..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/pyproject.toml",
     "/....//....//etc/passwd", "/style.css/../../../pyproject.toml", "/%00", "/a%00.css", "//etc/passwd",
     "/static/../../version.py", "/concept/actor/..%5c..%5cversion.py", "/C:/windows/win.ini"],
)  # fmt: skip
def test_no_path_leads_out_of_the_pages(small: Client, path: str) -> None:
    answer = small.get(path)
    assert answer.status in (303, 404)
    assert "root:" not in answer.text
    assert "[project]" not in answer.text
    assert answer.headers.get("location", "/").startswith("/")
    assert not answer.headers.get("location", "/").startswith("//")


def test_a_line_break_in_an_address_makes_no_header_and_no_line_of_the_log(
    strict: Server, small: Client
) -> None:
    answer = small.get("/org/mext%0d%0aSet-Cookie:%20a=b%0a2026%20GET%20/forged")
    assert "set-cookie" not in answer.headers
    assert _settled(lambda: "org/mext%0d" in strict.log.read_text())
    assert not any(line.startswith("2026 GET") for line in strict.log.read_text().splitlines())


def test_every_answer_has_the_headers_of_security_and_no_cookie(small: Client) -> None:
    for path in ("/", "/sparql", f"/sparql?{urlencode({'query': SELECT})}", "/nothing", "/data?default=x&graph=y",
                 "/api/questions", "/style.css"):  # fmt: skip
        headers = small.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in headers
        assert "server" not in headers


def test_the_log_has_neither_queries_nor_passwords_nor_addresses(
    strict: Server, small: Client
) -> None:
    small.get("/sparql?query=ASK%20%7B%20%23topsecret%0A%7D", authorization="Basic dG9wc2VjcmV0")
    small.get("/search.html?q=topsecret", cookie="session=topsecret")
    assert _settled(lambda: "GET /search.html 200" in strict.log.read_text())
    log = strict.log.read_text()
    assert "GET /sparql 200" in log
    for secret in ("topsecret", "dG9wc2VjcmV0", "127.0.0.1"):
        assert secret not in log.partition("\n")[2]


def test_scripts_in_labels_are_shown_and_not_run(tmp_path: Path) -> None:
    graph = tmp_path / "hostile.ttl"
    script = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    graph.write_text(
        f"<https://w3id.org/policygraph/org/evil> a <http://www.w3.org/ns/org#Organization> ;"
        f" <http://www.w3.org/2004/02/skos/core#prefLabel> '{script}'@ja , '{script}'@en .\n",
        encoding="utf-8",
    )
    with serving(graph) as started:
        client = Client(started.port)
        for path in ("/org/evil.html", "/search.html?q=alert", "/org/evil.ttl",
                     f"/sparql?{urlencode({'query': 'DESCRIBE <org/evil>'})}"):  # fmt: skip
            answer = client.get(path)
            if answer.media_type == "text/html":
                assert "<script>alert" not in answer.text
                assert "<img src=x" not in answer.text
        rows = client.ask(
            "SELECT ?l WHERE { <org/evil> skos:prefLabel ?l }",
            accept="application/sparql-results+xml",
        )
        assert "<script>" not in rows.text


def test_an_xml_result_holds_no_sign_that_xml_has_not(small: Client) -> None:
    answer = small.ask(
        "SELECT ('a\\u0001\\uFFFEb' AS ?x) {}", accept="application/sparql-results+xml"
    )
    tree = ET.fromstring(answer.body)
    assert [literal.text for literal in tree.iter() if literal.tag.endswith("literal")] == ["a��b"]


@linux
def test_a_worker_cannot_open_a_connection_even_if_a_query_gets_to_it(trig: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as waiting:
        port = waiting.getsockname()[1]
        waiting.settimeout(1)
        sparql = f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
        keeper = Keeper(
            lambda: nullcontext(Plan("file", str(trig), bounds=Bounds(may_connect=False)))
        )
        try:
            worker = keeper.fork()
            worker.send(("query", (sparql,), {}))
            kind, error = worker.receive()
        finally:
            keeper.close()
        assert kind == "error"
        assert error.message == "query-failed"
        with pytest.raises(TimeoutError):
            waiting.accept()


def test_after_all_that_the_server_holds_no_more_than_before(strict: Server, small: Client) -> None:
    for _ in range(50):
        small.ask(SELECT)
    memory, descriptors = strict.memory(), strict.descriptors()
    queries = [SELECT, CROSS, MANY, "nonsense", f"{MANY} LIMIT 15000"]

    def press(number: int) -> int:
        query = f"{queries[number % len(queries)]} #{number}"
        return small.ask(query, accept="text/csv").status

    with ThreadPoolExecutor(8) as clients:
        found = set(clients.map(press, range(80)))
    assert found <= {200, 400, 503}
    assert _settled(lambda: strict.descriptors() <= descriptors + 2)
    assert strict.memory() < memory + (48 << 20)
    assert json.loads(small.ask("ASK {}").body)["boolean"] is True
