"""The server: uvicorn with bounds on what it does not bound itself, and an end within two seconds."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from policygraph.core.errors import UsageError
from policygraph.web.app import application
from policygraph.web.limits import Limits
from policygraph.web.review import Steward

_GRACE = 1  # seconds that answers under way have when the server is told to end
_BACKLOG = 256
_HEAD_TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class BoundedProtocol(HttpToolsProtocol):
    """A connection whose client may send no endless head, and may neither ask nor read endlessly slowly."""

    limits = Limits()
    _head = 0  # bytes of a request's line and headers
    _unread = 0  # bytes that came in before the head was whole
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read, and refuse what does not become a head."""
        self._unread += len(data)
        super().data_received(data)
        if self._unread > self.limits.head and not self.transport.is_closing():
            self._refuse_head()

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of its head."""
        super().on_message_begin()
        self._head = 0
        self._wait()

    def on_url(self, url: bytes) -> None:
        """Count the address."""
        super().on_url(url)
        self._count(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a header."""
        super().on_header(name, value)
        self._count(len(name) + len(value) + 4)  # and what stands between and behind them

    def _count(self, size: int) -> None:
        self._head += size
        if self._head > self.limits.head:
            raise ValueError("the head is too long")  # the parser stops, see below

    def send_400_response(self, msg: str) -> None:
        """Refuse what the parser did not take."""
        if self._head > self.limits.head:
            self._refuse_head()
        else:
            super().send_400_response(msg)

    def _refuse_head(self) -> None:
        self.transport.write(_HEAD_TOO_LONG)
        self.transport.close()

    def on_headers_complete(self) -> None:
        """The head is there; bodies are bounded elsewhere."""
        self._stop()
        self._unread = -(1 << 62)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """A request is there; the next one may follow."""
        self._unread = 0
        super().on_message_complete()

    def pause_writing(self) -> None:
        """The client does not read."""
        super().pause_writing()
        self._wait()

    def resume_writing(self) -> None:
        """It reads again."""
        self._stop()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._stop()
        self._timer = self.loop.call_later(self.limits.patience, self.transport.abort)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections.

    Args:
        host: a name or an address.
        port: 0 for one that is free.

    Raises:
        UsageError: the port is taken, or the host is not this machine.
    """
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(place)
        bound.listen(_BACKLOG)
    except OSError as error:
        raise UsageError("cannot-listen", host=host, port=port, reason=error.strerror) from None
    return bound


def run(
    location: str | Path | None,
    bound: socket.socket,
    *,
    limits: Limits | None = None,
    steward: Steward | None = None,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve a graph until SIGTERM or Ctrl-C.

    Args:
        location: of the graph.
        bound: see `listen`.
        limits: of the server.
        steward: judges mentions on it, if somebody does.
        ready: is called when requests are taken.

    Raises:
        DataError, StoreError: the graph cannot be opened.
    """
    limits = limits or Limits()
    protocol = type("Protocol", (BoundedProtocol,), {"limits": limits})
    # uvicorn ends on them and then gives them to whoever handled them before; nothing is left to do.
    before = {
        sign: signal.signal(sign, lambda *_: None) for sign in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        with application(location, limits, steward=steward) as app:
            logging.getLogger("uvicorn").setLevel(
                logging.CRITICAL
            )  # faults are logged by `Endpoint`
            config = uvicorn.Config(
                app,
                http=cast("Any", protocol),
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                limit_concurrency=limits.connections,
                timeout_keep_alive=int(limits.patience),
                timeout_graceful_shutdown=_GRACE,
                date_header=True,
            )
            server = _Server(config, app.state.start, ready)
            server.run([bound])
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
        bound.close()


class _Server(uvicorn.Server):
    def __init__(
        self,
        config: uvicorn.Config,
        start: Callable[[], Awaitable[None]],
        ready: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self._start, self._ready = start, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self._start()
        await super().startup(sockets)
        self._ready()
