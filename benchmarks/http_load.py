"""Servers as processes, and clients that ask them over connections that stay open."""

from __future__ import annotations

import re
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.process import TaskFailed

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_PIECES = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_CLOSED = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
_ENDING = 5  # seconds that a server has to end


@dataclass(frozen=True, slots=True)
class Load:
    """How requests were answered.

    Attributes:
        rate: answers a second.
        median, slowest: seconds, the latter of the 99th in a hundred.
    """

    rate: float
    median: float
    slowest: float


class _Line:
    """A connection that stays open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def ask(self, request: bytes) -> bytes:
        """Send a request; gives the head of its answer."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        held = b""
        while b"\r\n\r\n" not in held:
            held += self._more()
        head, _, body = held.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if length is not None:
            missing = int(length[1]) - len(body)
            while missing > 0:
                missing -= len(self._more())
        elif _PIECES.search(head) is not None:
            while not body.endswith(b"0\r\n\r\n"):
                body = body[-8:] + self._more()
        if _CLOSED.search(head) is not None:
            self.close()
        return head

    def _more(self) -> bytes:
        assert self._socket is not None
        piece = self._socket.recv(1 << 16)
        if not piece:
            raise ConnectionError("the server closed the line")
        return piece

    def close(self) -> None:
        """Close it; the next request opens another."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def get(port: int, path: str, accept: str) -> bytes:
    """A request as bytes."""
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: {accept}\r\n\r\n"
    return head.encode("ascii")


def press(
    port: int, requests: Sequence[bytes], clients: int, seconds: float, *, again: bool
) -> Load:
    """Ask a server by several clients at a time.

    Args:
        port: on this machine.
        requests: shared out among the clients.
        clients: how many.
        seconds: after which no new request is sent.
        again: whether they begin anew when all are asked.

    Raises:
        TaskFailed: an answer is none (another status than 200).
    """
    times: list[float] = []
    failures: list[bytes] = []
    end = time.perf_counter() + seconds

    def work(mine: Sequence[bytes]) -> None:
        line = _Line(port)
        try:
            while True:
                for request in mine:
                    begun = time.perf_counter()
                    if begun > end or failures:
                        return
                    head = line.ask(request)
                    if b" 200 " not in head[:16]:
                        failures.append(head.partition(b"\r\n")[0] + b" " + request[:200])
                    times.append(time.perf_counter() - begun)
                if not again:
                    return
        except OSError as error:
            failures.append(str(error).encode())
        finally:
            line.close()

    shares = [requests[number::clients] for number in range(clients)]
    threads = [threading.Thread(target=work, args=(share,)) for share in shares if share]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    if failures or not times:
        raise TaskFailed((failures or [b"nothing was asked"])[0].decode(errors="replace"))
    times.sort()
    return Load(len(times) / took, times[len(times) // 2], times[int(len(times) * 0.99)])


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port: int = bound.getsockname()[1]
        return port


@contextmanager
def running(command: Sequence[str], port: int, request: bytes, limit: float) -> Iterator[float]:
    """A server, as long as the context.

    Args:
        command: that starts it.
        port: on this machine.
        request: that it answers when it is there.
        limit: seconds until then.

    Yields:
        the seconds until then.

    Raises:
        TaskFailed: it ended, or does not answer in time.
    """
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            while not _answers(port, request):
                if process.poll() is not None or time.perf_counter() - begun > limit:
                    said.seek(0)
                    lines = said.read().decode(errors="replace").strip().splitlines()
                    raise TaskFailed(lines[-1] if lines else command[0])
                time.sleep(0.01)
            yield time.perf_counter() - begun
        finally:
            process.terminate()
            try:
                process.wait(_ENDING)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(port: int, request: bytes) -> bool:
    line = _Line(port)
    try:
        return b" 200 " in line.ask(request)[:16]
    except OSError:
        return False
    finally:
        line.close()
