"""`policygraph serve` in a process of its own, and a plain client."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

SELECT = "SELECT ?measure WHERE { ?measure a pol:Measure } ORDER BY ?measure LIMIT 3"
RESULTS = "application/sparql-results+json"
_STARTED = re.compile(r"http://[^:]+:(\d+)/")


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        port: on 127.0.0.1.
        process: of the server itself.
        log: what it writes.
    """

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        """Its address, with a slash at its end."""
        return f"http://127.0.0.1:{self.port}/"

    def processes(self) -> set[int]:
        """The server, its keeper and its workers."""
        return {self.process.pid, *_below(self.process.pid)}

    def memory(self) -> int:
        """Bytes that the server itself holds."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def descriptors(self) -> int:
        """How many files and sockets the server itself has open."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))


def _below(pid: int) -> set[int]:
    found: set[int] = set()
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                parent = Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()[1]
            except OSError:
                continue
            if int(parent) == pid:
                found |= {int(entry), *_below(int(entry))}
    return found


@contextmanager
def serving(graph: Path | str, *options: str, program: str = "") -> Iterator[Server]:
    """Start a server, and end it.

    Args:
        graph: as ``--graph`` takes it.
        options: more of them.
        program: Python that starts it in the place of the command, given graph and port 0.
    """
    call = ["-c", program, str(graph)] if program else ["-m", "policygraph", "serve", "--port", "0"]
    arguments = [] if program else ["--graph", str(graph), *options]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as out:
            process = subprocess.Popen([sys.executable, *call, *arguments], stderr=out, stdout=out)
        try:
            yield Server(_port(process, log), process, log)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = _STARTED.search(log.read_text(encoding="utf-8"))
        if found is not None:
            return int(found[1])
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise AssertionError(f"the server did not start: {log.read_text(encoding='utf-8')}")


@dataclass(frozen=True)
class Response:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def media_type(self) -> str:
        """Its type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def bindings(self) -> list[dict[str, dict[str, str]]]:
        """The rows of SPARQL results in JSON."""
        found: list[dict[str, dict[str, str]]] = json.loads(self.body)["results"]["bindings"]
        return found

    def values(self, name: str) -> list[str]:
        """The values of a variable."""
        return [row[name]["value"] for row in self.bindings]


class Client:
    """Sends requests, each over a connection of its own."""

    def __init__(self, port: int) -> None:
        self.port = port

    def send(
        self, method: str, path: str, body: bytes | str | None = None, **headers: str
    ) -> Response:
        """Send a request; ``content_type`` stands for the header ``content-type``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, data, named)
            answer = connection.getresponse()
            return Response(
                answer.status,
                {name.lower(): value for name, value in answer.getheaders()},
                answer.read(),
            )
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Response:
        """GET."""
        return self.send("GET", path, **headers)

    def ask(self, query: str, *, accept: str = RESULTS, **fields: Any) -> Response:
        """A query by GET."""
        return self.get(
            f"/sparql?{urlencode({'query': query, **fields}, doseq=True)}", accept=accept
        )

    def post_form(self, accept: str = RESULTS, **fields: Any) -> Response:
        """A form by POST."""
        return self.send(
            "POST", "/sparql", urlencode(fields, doseq=True), accept=accept,
            content_type="application/x-www-form-urlencoded",
        )  # fmt: skip

    def raw(self, data: bytes, seconds: float = 10) -> bytes:
        """Send bytes, and read until the server closes the line or is silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as line:
            line.sendall(data)
            pieces = []
            try:
                while piece := line.recv(65536):
                    pieces.append(piece)
            except (TimeoutError, ConnectionError):
                pass
            return b"".join(pieces)
