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

_GRACE = 1  # seconds that answers under way have when the server is told to end
_BACKLOG = 256


class BoundedProtocol(HttpToolsProtocol):
    """A connection whose client may send no endless head, and may neither ask nor read endlessly slowly."""

    limits = Limits()
    _head = 0
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Count what comes before a request is known."""
        self._head += len(data)
        super().data_received(data)
        if self._head > self.limits.head and not self.transport.is_closing():
            self.transport.write(
                b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\n\r\n"
            )
            self.transport.close()

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of its head."""
        super().on_message_begin()
        self._wait()

    def on_headers_complete(self) -> None:
        """The head is there; bodies are bounded elsewhere."""
        self._stop()
        self._head = -(1 << 62)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """A request is there; the next one may follow."""
        self._head = 0
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
    edit: bool = False,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve a graph until SIGTERM or Ctrl-C.

    Args:
        location: of the graph.
        bound: see `listen`.
        limits: of the server.
        edit: whether a steward may change the graph's curation.
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
        with application(location, limits, edit=edit) as app:
            logging.getLogger("uvicorn").setLevel(logging.ERROR)
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
