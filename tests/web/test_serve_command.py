"""``policygraph serve`` as a process: how it begins, what it says, how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from command_line import run_text
from web_server import SELECT, Client, Server, serving

from policygraph.store import open_store
from policygraph.store.oxigraph import OxigraphStore

CROSS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LIMIT = 5  # seconds; two are promised on a quiet machine


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return run_text("serve", *words)


def _end(server: Server, sign: signal.Signals) -> float:
    begun = time.monotonic()
    server.process.send_signal(sign)
    server.process.wait(30)
    return time.monotonic() - begun


def _alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}/stat").exists() and not _is_zombie(pid)}


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_it_ends_at_once_and_says_nothing_whoever_is_asking(
    trig: Path, sign: signal.Signals
) -> None:
    with serving(trig) as server:
        client = Client(server.port)
        assert client.ask(SELECT).status == 200
        with socket.create_connection(("127.0.0.1", server.port)) as idle:
            idle.sendall(b"GET / HTTP/1.1\r\n")
            asking = threading.Thread(target=lambda: _quietly(client))
            asking.start()
            time.sleep(0.5)
            processes = server.processes()
            assert len(processes) >= 4  # itself, the keeper, and workers
            assert _end(server, sign) < LIMIT
            asking.join()
        assert server.process.returncode == 0
        assert "Traceback" not in server.log.read_text()
        assert _alive(processes) == set()


def _quietly(client: Client) -> None:
    with suppress(OSError):
        client.ask(CROSS)


def test_nothing_is_left_of_a_server_that_was_killed(trig: Path) -> None:
    with serving(trig) as server:
        Client(server.port).ask(SELECT)
        processes = server.processes()
        _end(server, signal.SIGKILL)
        until = time.monotonic() + 10
        while _alive(processes) and time.monotonic() < until:
            time.sleep(0.05)
        assert _alive(processes) == set()


def test_a_keeper_that_the_system_ended_is_begun_anew(trig: Path) -> None:
    with serving(trig) as server:
        client = Client(server.port)
        assert client.ask(SELECT).status == 200
        for pid in server.processes() - {server.process.pid}:
            os.kill(pid, signal.SIGKILL)
        found = [client.ask(f"{SELECT} # {number}").status for number in range(3)]
        assert found[-1] == 200


def test_a_store_on_disk_is_served(trig: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with open_store(folder, read_only=False) as store:
        assert isinstance(store, OxigraphStore)
        store.load_file(trig)
    with serving(folder) as server:
        client = Client(server.port)
        assert len(client.ask(SELECT).values("measure")) == 3
        until = time.monotonic() + 60
        while (page := client.get("/search.html?q=AI")).status == 503 and time.monotonic() < until:
            assert int(page.headers["retry-after"]) > 0
            time.sleep(0.1)
        assert page.status == 200


def test_an_endpoint_is_served(server: Server) -> None:
    with serving(f"{server.url}sparql") as behind:
        mine, theirs = Client(server.port), Client(behind.port)
        assert theirs.ask(SELECT).values("measure") == mine.ask(SELECT).values("measure")
        for accept in ("text/csv", "application/sparql-results+xml", "text/tab-separated-values"):
            assert theirs.ask(SELECT, accept=accept).status == 200
        graph = "CONSTRUCT { ?m a pol:Measure } WHERE { ?m a pol:Measure }"
        assert len(theirs.ask(graph, accept="application/n-triples").body.splitlines()) == 54
        assert theirs.get("/api/questions/measures-per-body").bindings == mine.get(
            "/api/questions/measures-per-body").bindings  # fmt: skip
        vocabulary = {"default-graph-uri": "https://w3id.org/policygraph/graph/vocabulary"}
        assert theirs.ask(SELECT, **vocabulary).values("measure") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--graph", "no-such-file.trig"], "no such file"),
        (["--graph", "{folder}"], "store"),
        (["--graph", "{empty}"], "is empty"),
        (["--port", "{taken}"], "name another --port"),
        (["--host", "no.such.host.invalid"], "cannot listen"),
        (["--edit", "--host", "0.0.0.0"], "this machine only"),
    ],
    ids=["no file", "no store", "an empty graph", "a port that is taken", "no host", "editing from elsewhere"],
)  # fmt: skip
def test_what_cannot_be_served_is_told_in_one_line(
    words: list[str], said: str, server: Server, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.ttl"
    empty.write_text("", encoding="utf-8")
    given = [word.format(folder=tmp_path, empty=empty, taken=server.port) for word in words]
    port = [] if "--port" in given else ["--port", "0"]
    done = _run(*given, *port)
    assert done.returncode == 2
    assert done.stderr.startswith("policygraph serve: ")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_help_shows_how_it_is_called() -> None:
    done = _run("--help")
    assert "policygraph serve --port 8000" in done.stdout
    assert "--host" in done.stdout


def test_what_was_asked_before_is_answered_alike(server: Server) -> None:
    client = Client(server.port)
    path = f"/sparql?{urlencode({'query': f'{SELECT} # twice'})}"
    first, second = client.get(path), client.get(path)
    assert (first.body, first.headers["content-type"]) == (
        second.body,
        second.headers["content-type"],
    )
    changing = "SELECT (STRUUID() AS ?x) {}"
    assert client.ask(changing).values("x") != client.ask(changing).values("x")
