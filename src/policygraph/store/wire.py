"""The line to a web server: what goes over it is within what is left of a request's time and bytes.

`urllib` and `http.client` are used through their subclasses, and nothing is set for the whole process.
Headers are read however many there are: Virtuoso names every graph that it was asked of in one, and
`http.client` gives up at a hundred.
"""

from __future__ import annotations

import http.client
import io
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from socket import socket
from typing import Any, cast

from policygraph.store.protocol import Limit

_READ_OF_X = (b"x-sparql-maxrows:", b"x-sql-state:", b"x-sql-message:")


class TooMuchError(OSError):
    """A server sends more than it may."""


@dataclass(slots=True)
class Room:
    """Bytes that may still come in."""

    left: int

    def take(self, count: int) -> None:
        """Count some.

        Raises:
            TooMuchError: there are more than may be.
        """
        self.left -= count
        if self.left < 0:
            raise TooMuchError


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked, and what is left of its time and of the bytes of its answers."""

    limit: Limit
    method: str
    url: str
    body: bytes | None
    headers: Mapping[str, str]
    room: Room = field(default_factory=lambda: Room(2**40))


class Request(urllib.request.Request):
    """A call on its way, with the limit for the connection that it is sent over."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.url, call.body, dict(call.headers), method=call.method)
        self.limit, self.room = call.limit, call.room


class Timed(urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
    """Opens the connections of requests that have a limit."""

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        """Open an open line."""
        return self._opened(_Plain, cast(Request, request))

    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        """Open a private one."""
        return self._opened(_Secure, cast(Request, request))

    def _opened(self, kind: type[_WithLimit], request: Request) -> http.client.HTTPResponse:
        return self.do_open(kind, request, limit=request.limit, room=request.room)  # type: ignore[arg-type]


class _WithLimit(http.client.HTTPConnection):
    def __init__(self, host: str, *, limit: Limit, room: Room, **options: Any) -> None:
        super().__init__(host, **options)
        self._limit, self._room = limit, room
        self.response_class = self._response  # type: ignore[assignment]

    def _response(self, sock: socket, **options: Any) -> http.client.HTTPResponse:
        response = http.client.HTTPResponse(sock, **options)
        response.fp = _Lines(_Wire(response.fp.detach(), sock, self._limit, self._room))
        return response

    def connect(self) -> None:
        with self._limit.waiting() as left:
            self.timeout = left
            super().connect()

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        with self._limit.waiting() as left:
            self.sock.settimeout(left)
            super().send(data)


class _Plain(_WithLimit):
    pass


class _Secure(_WithLimit, http.client.HTTPSConnection):
    pass


class _Wire(io.RawIOBase):
    """What comes from a server, each piece within what is left of the time."""

    def __init__(self, raw: io.RawIOBase, sock: socket, limit: Limit, room: Room) -> None:
        self._raw, self._socket, self._limit, self._room = raw, sock, limit, room

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        with self._limit.waiting() as left:
            self._socket.settimeout(left)
            count = self._raw.readinto(buffer)
        self._room.take(count or 0)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Lines(io.BufferedReader):
    """Leaves those headers out that begin with X- and that nobody here reads."""

    _in_headers = True

    def readline(self, size: int | None = -1) -> bytes:
        while True:
            line = super().readline(size)
            name = line[:20].lower()
            is_idle = name.startswith(b"x-") and not name.startswith(_READ_OF_X)
            if not (self._in_headers and is_idle and line.endswith(b"\n")):
                self._in_headers = self._in_headers and line.strip() != b""
                return line
