"""The one HTTP client, against servers that misbehave and with passwords to keep."""

from __future__ import annotations

import base64
import hashlib
import http.client
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest

from policygraph.core.errors import StoreError, UsageError
from policygraph.store.http import (
    PASSWORD_VARIABLE,
    USER_VARIABLE,
    Connection,
    Credentials,
    Response,
    find_credentials,
)

USER, PASSWORD = "editor", "Geheim-42"
SECRET = Credentials(USER, PASSWORD)


class Server(ThreadingHTTPServer):
    """Answers as it is told: each request by the next of its answers, and then by the last."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[Callable[[Handler], None]] = []
        self.requests: list[tuple[str, str, bytes, Message]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/sparql"

    def handle_error(self, *_: object) -> None:
        """A client that goes away is what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.requests.append((self.command, self.path, body, self.headers))
        answers = self.server.answers
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    do_GET = do_PUT = do_HEAD = do_POST  # noqa: N815

    def answer(self, status: int, body: bytes = b"", *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def say(status: int, body: bytes = b"", *headers: tuple[str, str]) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(status, body, *headers)


@pytest.fixture
def servers() -> Iterator[Callable[[], Server]]:
    started: list[Server] = []

    def start() -> Server:
        server = Server()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.fixture
def server(servers: Callable[[], Server]) -> Server:
    return servers()


def ask(
    server: Server,
    *,
    body: bytes = b"q",
    credentials: Credentials | None = None,
    timeout: float | None = 20,
    changes: bool = False,
    tries: int = 3,
) -> tuple[int, bytes]:
    connection = Connection([server.url], credentials, timeout=timeout, tries=tries)
    with connection.request("POST", server.url, body=body, changes=changes) as response:
        return response.status, response.stream.read()


# -- time -----------------------------------------------------------------------------------------


def _drop_by_drop(part: str) -> Callable[[Handler], None]:
    def answer(handler: Handler) -> None:
        whole = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000
        slow = whole if part == "headers" else whole[whole.index(b"\r\n\r\n") + 4 :]
        handler.wfile.write(whole[: len(whole) - len(slow)])
        for byte in slow:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize("part", ["headers", "body"])
def test_the_limit_is_for_the_whole_answer_and_not_for_each_byte(server: Server, part: str) -> None:
    server.answers = [_drop_by_drop(part)]
    begun = time.monotonic()
    with pytest.raises(
        StoreError, match=r"^http://127\.0\.0\.1:\d+/sparql: no answer within 0\.5 s$"
    ):
        ask(server, timeout=0.5)
    assert time.monotonic() - begun < 5  # the answer would take a minute
    assert len(server.requests) == 1


def test_a_server_that_says_nothing_is_not_waited_for(server: Server) -> None:
    done = threading.Event()
    server.answers = [lambda _: done.wait(20) and None]
    with pytest.raises(StoreError, match=r"no answer within 0\.3 s"):
        ask(server, timeout=0.3)
    done.set()


def test_a_server_that_does_not_take_what_is_sent_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        with (
            pytest.raises(StoreError, match=r"no answer within 0\.5 s"),
            Connection([url], timeout=0.5).request("PUT", url, body=b"x" * 50_000_000),
        ):
            pass


def test_an_hour_may_be_allowed_and_no_limit_at_all(server: Server) -> None:
    server.answers = [say(200, b"yes")]
    assert ask(server, timeout=3600) == (200, b"yes")
    assert ask(server, timeout=None) == (200, b"yes")


# -- busy, cut and odd answers --------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again_if_that_changes_nothing(server: Server, status: int) -> None:
    server.answers = [say(status), say(status), say(200, b"yes")]
    assert ask(server) == (200, b"yes")
    assert len(server.requests) == 3
    server.answers = [say(status), say(200)]
    assert ask(server, changes=True)[0] == status
    assert len(server.requests) == 4


def test_a_server_that_stays_busy_is_given_up(server: Server) -> None:
    server.answers = [say(503, b"later")]
    assert ask(server, tries=2) == (503, b"later")
    assert len(server.requests) == 2


def test_nobody_is_asked_again_when_there_is_no_time_left(server: Server) -> None:
    server.answers = [say(503, b"later")]
    assert ask(server, timeout=0.15)[0] == 503
    assert len(server.requests) == 1


def test_a_line_that_is_cut_is_an_error_of_one_line(server: Server) -> None:
    def cut(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")

    server.answers = [cut]
    with pytest.raises(StoreError, match="does not answer: IncompleteRead") as caught:
        ask(server)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n"],
                         ids=["nothing", "another protocol", "no status"])  # fmt: skip
def test_what_is_no_http_is_an_error_of_one_line(server: Server, said: bytes) -> None:
    server.answers = [lambda handler: handler.wfile.write(said) and None]
    with pytest.raises(StoreError, match=r"/sparql: does not answer: ") as caught:
        ask(server)
    assert "\n" not in str(caught.value)


def test_a_port_where_nobody_listens_is_named() -> None:
    url = "http://127.0.0.1:9/sparql"
    with (
        pytest.raises(StoreError, match=r"^http://127\.0\.0\.1:9/sparql: does not answer: "),
        Connection([url]).request("GET", f"{url}?query=long", changes=False),
    ):
        pass


@pytest.mark.parametrize("number", [150, 5000])
def test_headers_are_read_however_many_a_server_sends(server: Server, number: int) -> None:
    """Virtuoso names every graph that it was asked of; `http.client` ends at a hundred."""
    named = [("X-SPARQL-default-graph", f"urn:g{n}") for n in range(number)]
    server.answers = [say(200, b"yes", *named, ("X-SPARQL-MaxRows", "7"), ("X-Last", "1"))]
    with Connection([server.url]).request("POST", server.url, body=b"q") as response:
        assert response.stream.read() == b"yes"
        assert response.headers["x-sparql-maxrows"] == "7"
    assert http.client._MAXHEADERS == 100  # type: ignore[attr-defined]


def test_headers_of_http_itself_are_still_limited(server: Server) -> None:
    server.answers = [say(200, b"", *((f"Odd-{n}", "1") for n in range(200)))]
    with pytest.raises(StoreError, match="got more than 100 headers"):
        ask(server)


def test_nothing_is_installed_for_the_whole_process(server: Server) -> None:
    server.answers = [
        say(401, b"", ("WWW-Authenticate", 'Digest realm="x", nonce="1", qop="auth"'))
    ]
    before = urllib.request._opener  # type: ignore[attr-defined]
    ask(server, credentials=SECRET)
    assert urllib.request._opener is before  # type: ignore[attr-defined]
    assert http.client.HTTPConnection.response_class is http.client.HTTPResponse


# -- redirects ------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_question_follows_a_redirect_whole(server: Server, status: int) -> None:
    server.answers = [say(status, b"", ("Location", "/elsewhere")), say(200, b"yes")]
    assert ask(server, body=b"query=ASK") == (200, b"yes")
    method, path, body, _ = server.requests[1]
    assert (method, path, body) == ("POST", "/elsewhere", b"query=ASK")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_another_server_is_not_followed_to(servers: Callable[[], Server], status: int) -> None:
    here, there = servers(), servers()
    here.answers = [say(status, b"", ("Location", there.url))]
    assert ask(here)[0] == status
    assert there.requests == []


def test_a_redirect_that_is_not_followed_is_an_error_that_says_where_it_leads() -> None:
    message = Message()
    message["Location"] = "https://elsewhere.example/sparql?secret=1"
    connection = Connection(["http://example.org/sparql"])
    found = connection.refusal("http://example.org/sparql", Response(302, message, BytesIO()))
    assert "redirects to https://elsewhere.example/sparql, another server" in str(found)


def test_a_form_that_is_answered_elsewhere_keeps_its_query(server: Server) -> None:
    server.answers = [say(303, b"", ("Location", "/result")), say(200, b"yes")]
    connection = Connection([server.url])
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    with connection.request(
        "POST", server.url, body=b"query=ASK", headers=kind, changes=False
    ) as response:
        assert response.status == 200
    assert server.requests[1][:3] == ("GET", "/result?query=ASK", b"")


def test_what_lies_elsewhere_is_fetched(server: Server) -> None:
    server.answers = [say(303, b"", ("Location", "/result?n=1")), say(200, b"yes")]
    assert ask(server) == (200, b"yes")
    assert server.requests[1][:3] == ("GET", "/result?n=1", b"")


def test_a_change_follows_no_redirect(servers: Callable[[], Server]) -> None:
    here, there = servers(), servers()
    here.answers = [say(307, b"", ("Location", there.url))]
    assert ask(here, changes=True)[0] == 307
    assert there.requests == []


def test_a_circle_of_redirects_comes_to_an_end(server: Server) -> None:
    server.answers = [say(302, b"", ("Location", server.url))]
    assert ask(server)[0] == 302
    assert len(server.requests) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", ""])
def test_only_web_servers_are_redirected_to(server: Server, target: str) -> None:
    server.answers = [say(302, b"", *([("Location", target)] if target else []))]
    assert ask(server, tries=1)[0] == 302


def test_a_redirect_leads_from_no_private_line_to_an_open_one() -> None:
    from policygraph.store.http import _may_follow

    assert _may_follow("https://example.org/a", "https://example.org:443/b")
    assert not _may_follow("http://example.org/sparql", "https://example.org/sparql")
    assert not _may_follow("https://example.org/a", "https://elsewhere.example/b")
    assert not _may_follow("https://example.org/sparql", "http://example.org/sparql")


# -- limits of bytes, of all requests together, and the server's own wish ---------------------------


def test_an_answer_that_is_too_long_is_not_read_to_its_end(server: Server) -> None:
    server.answers = [say(200, b"x" * 100_000)]
    connection = Connection([server.url], most=10_000)
    with (
        pytest.raises(StoreError, match="sends more than 10,000 bytes"),
        connection.request("GET", server.url, changes=False) as response,
    ):
        response.stream.read()
    assert len(server.requests) == 1


def test_a_refusal_is_read_no_further_than_its_first_words(server: Server) -> None:
    server.answers = [say(400, b"no" * 1_000_000)]
    connection = Connection([server.url])
    with connection.request("GET", server.url, changes=False) as response:
        assert len(str(connection.refusal(server.url, response))) < 300


def _ask_often(connection: Connection, server: Server) -> None:
    for _ in range(10):
        with connection.request("GET", server.url, changes=False) as response:
            response.stream.read()


def test_all_requests_together_have_a_limit_of_time(server: Server) -> None:
    def slowly(handler: Handler) -> None:
        time.sleep(0.2)
        handler.answer(200, b"yes")

    server.answers = [slowly]
    connection = Connection([server.url], timeout=10)
    connection.allow(0.5, 10_000)
    with pytest.raises(StoreError, match=r"more than 0\.5 s in all"):
        _ask_often(connection, server)
    assert len(server.requests) <= 4


def test_all_answers_together_have_a_limit_of_bytes(server: Server) -> None:
    server.answers = [say(200, b"x" * 1000)]
    connection = Connection([server.url])
    connection.allow(60, 5000)
    with pytest.raises(StoreError, match="sends more than"):
        _ask_often(connection, server)
    assert len(server.requests) <= 5


def test_a_busy_server_is_left_alone_as_long_as_it_wishes(server: Server) -> None:
    server.answers = [say(503, b"", ("Retry-After", "1")), say(200, b"yes")]
    begun = time.monotonic()
    assert ask(server) == (200, b"yes")
    assert time.monotonic() - begun >= 1


@pytest.mark.parametrize("wish", ["3600", "Wed, 01 Jan 2200 00:00:00 GMT"], ids=["seconds", "date"])
def test_nobody_waits_longer_than_the_limit_for_a_busy_server(server: Server, wish: str) -> None:
    server.answers = [say(503, b"", ("Retry-After", wish))]
    begun = time.monotonic()
    assert ask(server, timeout=20)[0] == 503
    assert time.monotonic() - begun < 10
    assert len(server.requests) == 1


@pytest.mark.parametrize("wish", ["-5", "soon", "٣", "9" * 400, ""], ids=range(5))
def test_a_wish_that_makes_no_sense_is_no_wish(wish: str) -> None:
    from policygraph.store.http import _retry_after

    message = Message()
    message["Retry-After"] = wish
    assert 0 <= _retry_after(message) < 1e10


# -- credentials of the environment -----------------------------------------------------------------


def test_credentials_are_found_in_the_environment_and_in_netrc_for_the_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (USER_VARIABLE, PASSWORD_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "netrc"
    monkeypatch.setenv("NETRC", str(file))
    assert find_credentials("http://localhost/sparql") is None
    file.write_text("machine localhost login editor password Geheim-42\n")
    assert find_credentials("http://localhost:8890/sparql") == SECRET
    assert find_credentials("http://elsewhere.example/sparql") is None
    monkeypatch.setenv(USER_VARIABLE, "other")
    with pytest.raises(UsageError, match="POLICYGRAPH_PASSWORD"):
        find_credentials("http://localhost/sparql")
    monkeypatch.setenv(PASSWORD_VARIABLE, "p")
    assert find_credentials("http://localhost/sparql") == Credentials("other", "p")
    monkeypatch.delenv(USER_VARIABLE)
    monkeypatch.delenv(PASSWORD_VARIABLE)
    file.write_text("machine localhost nonsense Geheim-42\n")
    with pytest.raises(UsageError) as refused:
        find_credentials("http://localhost/sparql")
    assert "Geheim" not in str(refused.value)


# -- passwords ------------------------------------------------------------------------------------


def test_a_password_is_given_where_it_is_asked_for(server: Server) -> None:
    token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()

    def asking(handler: Handler) -> None:
        if handler.headers["Authorization"] == f"Basic {token}":
            handler.answer(200, b"yes")
        else:
            handler.answer(401, b"no", ("WWW-Authenticate", 'Basic realm="x"'))

    server.answers = [asking]
    assert ask(server, credentials=SECRET, changes=True) == (200, b"yes")
    assert ask(server, credentials=SECRET) == (200, b"yes")
    assert ask(server)[0] == 401


@pytest.mark.parametrize(
    ("is_right", "said"),
    [
        pytest.param(False, "401", id="the password is wrong"),
        pytest.param(True, "does not answer", id="the password is right"),
    ],
)
def test_a_line_that_closes_on_a_long_body_is_a_refusal_only_where_the_password_is_refused(
    server: Server, is_right: bool, said: str
) -> None:
    def closing(handler: Handler) -> None:
        if handler.command == "HEAD":
            is_known = is_right and handler.headers["Authorization"] is not None
            status = 200 if is_known else 401
            handler.answer(status, b"", ("WWW-Authenticate", 'Basic realm="x"'))

    server.answers = [closing]
    try:
        found = str(ask(server, credentials=SECRET, changes=True)[0])
    except StoreError as error:
        found = str(error)
    assert said in found
    assert [command for command, *_ in server.requests].count("POST") == 1


def test_digest_says_the_password_to_nobody(server: Server) -> None:
    def md5(words: str) -> str:
        return hashlib.md5(words.encode()).hexdigest()

    def asking(handler: Handler) -> None:
        given = handler.headers["Authorization"] or ""
        if not given.startswith("Digest "):
            challenge = 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5'
            return handler.answer(401, b"", ("WWW-Authenticate", challenge))
        fields = urllib.request.parse_keqv_list(urllib.request.parse_http_list(given[7:]))
        secret = md5(f"{USER}:r:{PASSWORD}")
        rest = f"n:{fields['nc']}:{fields['cnonce']}:auth:{md5(f'{handler.command}:/sparql')}"
        right = fields["response"] == md5(f"{secret}:{rest}")
        return handler.answer(200 if right else 401, b"yes")

    server.answers = [asking]
    assert ask(server, credentials=SECRET) == (200, b"yes")
    assert all(PASSWORD not in str(headers) for *_, headers in server.requests)


@pytest.mark.parametrize(
    ("url", "challenge", "scheme"),
    [
        ("http://example.org/sparql", 'Basic realm="x"', None),
        ("https://example.org/sparql", 'Basic realm="x"', "Basic"),
        ("https://example.org:443/sparql", 'Basic realm="x"', "Basic"),
        ("http://localhost:8890/sparql", 'Basic realm="x"', "Basic"),
        (
            "http://example.org/sparql",
            'Digest realm="x", nonce="1", qop="auth", algorithm=MD5',
            "Digest",
        ),
        ("https://elsewhere.example/sparql", 'Basic realm="x"', None),
        ("https://example.org.elsewhere.example/sparql", 'Basic realm="x"', None),
        ("https://example.org:8443/sparql", 'Basic realm="x"', None),
        ("http://localhost:8891/sparql", 'Basic realm="x"', None),
    ],
)
def test_a_password_goes_only_where_it_belongs_and_never_openly(
    url: str, challenge: str, scheme: str | None
) -> None:
    urls = ["http://example.org", "https://example.org", "http://localhost:8890/"]
    request = urllib.request.Request(url, method="PUT")
    Connection(urls, SECRET)._authorize(request, challenge)  # type: ignore[arg-type]
    given = request.get_header("Authorization")
    assert (given.partition(" ")[0] if given else None) == scheme


@pytest.mark.parametrize("form", ["{0}", "{1}", "{2}"], ids=["plain", "quoted", "token"])
@pytest.mark.parametrize("before", [0, 190, 199])
def test_a_server_that_repeats_what_it_was_sent_gives_nothing_away(form: str, before: int) -> None:
    secret = Credentials("me", "p@ss/wort 日本")
    forms = (secret.password, quote(secret.password, safe=""), secret.token)
    body = ("x" * before + form.format(*forms)).encode()
    connection = Connection(["http://127.0.0.1/"], secret)
    message = str(connection.refusal("http://127.0.0.1/", Response(500, Message(), BytesIO(body))))
    for shown in forms:
        assert shown not in message
        assert shown[:4] not in message
    assert "\n" not in message


def test_credentials_do_not_show_in_their_representation() -> None:
    assert PASSWORD not in repr(SECRET)
