"""A request and its answer over ASGI: bodies within bounds, one way to refuse, HEAD and CORS for all."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from policygraph.core.errors import PolicygraphError, UsageError
from policygraph.web.crew import BusyError, GoneError
from policygraph.web.limits import Limits
from policygraph.web.negotiation import choose_language
from policygraph.web.reply import Reply, refusal

_log = logging.getLogger("policygraph.web")
RETRY: Final = "Retry-After"
_PIECE: Final = 1 << 18  # bytes of a file that are sent at a time
_FIELDS: Final = 500
_SHOWN: Final = b"Location, Retry-After, Link, Content-Disposition, ETag"


class RefusedError(Exception):
    """A request that is answered with a refusal.

    Args:
        status: of HTTP.
        message: a key of ``messages/errors.yaml``.
        headers: of the answer.
        values: of the message.
    """

    def __init__(
        self, status: int, message: str, /, *headers: tuple[str, str], **values: object
    ) -> None:
        super().__init__(status, message)
        self.status, self.headers = status, headers
        self.error = UsageError(message, **values)


class Call:
    """A request.

    Attributes:
        method: of HTTP.
        lang: of the reader, by ``Accept-Language``.
    """

    def __init__(self, scope: Scope, receive: Receive, limits: Limits) -> None:
        self.scope, self.receive, self.limits = scope, receive, limits
        self.method: str = scope["method"]

    def header(self, name: bytes) -> str:
        """A header; several of one name are joined, as lists are."""
        values = [value for given, value in self.scope["headers"] if given == name]
        return b", ".join(values).decode("latin-1")

    @property
    def lang(self) -> str:
        """The language of a reader; English for programs that do not say."""
        return choose_language(self.header(b"accept-language"), ("en", "ja"))

    @property
    def origin(self) -> str:
        """Scheme and host by which the server was addressed.

        Raises:
            RefusedError: the host is none.
        """
        host = self.header(b"host")
        if not host or not all(c.isalnum() or c in ".-:[]_" for c in host):
            raise RefusedError(400, "no-host")
        return f"{self.scope['scheme']}://{host}"

    def fields(self) -> list[tuple[str, str]]:
        """What stands behind ``?``.

        Raises:
            RefusedError: it is not UTF-8, or there is too much of it.
        """
        return decoded(self.scope["query_string"])

    async def body(self) -> bytes:
        """The body.

        Raises:
            RefusedError: it is too long, or does not come.
            GoneError: the client left.
        """
        length = self.header(b"content-length")
        if length.isdigit() and int(length) > self.limits.body:
            raise self._too_long()
        pieces = bytearray()
        try:
            async with asyncio.timeout(self.limits.patience):
                while True:
                    message = await self.receive()
                    if message["type"] == "http.disconnect":
                        raise GoneError
                    pieces += message.get("body", b"")
                    if len(pieces) > self.limits.body:
                        raise self._too_long()
                    if not message.get("more_body", False):
                        return bytes(pieces)
        except TimeoutError:
            raise RefusedError(408, "body-too-slow") from None

    def _too_long(self) -> RefusedError:
        return RefusedError(413, "body-too-long", kilobytes=self.limits.body // 1024)

    async def gone(self) -> None:
        """Wait until the client leaves."""
        while (await self.receive())["type"] != "http.disconnect":
            pass


def decoded(form: bytes) -> list[tuple[str, str]]:
    """The fields of a form (``application/x-www-form-urlencoded``), decoded once.

    Raises:
        RefusedError: it is not UTF-8, or there are too many.
    """
    try:
        return parse_qsl(
            form.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS
        )
    except UnicodeDecodeError:
        raise RefusedError(400, "form-not-utf8") from None
    except ValueError:
        raise RefusedError(400, "too-many-fields", most=_FIELDS) from None


Answer = Callable[[Call], Awaitable[Reply]]


class Endpoint:
    """An address: an ASGI application that answers by a function.

    Args:
        answer: the function.
        limits: of the server.
        folder: where workers put long answers.
        methods: that it knows beside HEAD and OPTIONS.
    """

    def __init__(
        self, answer: Answer, limits: Limits, folder: Path, methods: tuple[str, ...] = ("GET",)
    ) -> None:
        self._answer, self._limits, self._folder = answer, limits, folder
        self._methods = ("HEAD", *methods) if "GET" in methods else methods
        self._allowed = ", ".join((*self._methods, "OPTIONS"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        call = Call(scope, receive, self._limits)
        try:
            reply = await self._reply(call)
        except GoneError:
            return
        await self._send(call, reply, send)

    async def _reply(self, call: Call) -> Reply:
        if call.method == "OPTIONS":
            return self._options()
        try:
            if call.method not in self._methods:
                raise RefusedError(
                    405, "no-such-method", ("Allow", self._allowed), method=call.method
                )
            return await self._answer(call)
        except RefusedError as error:
            return refusal(error.status, error.error, call.lang, *error.headers)
        except BusyError as error:
            return refusal(503, error, call.lang, (RETRY, str(error.later)))
        except PolicygraphError as error:
            return refusal(500, error, call.lang)
        except asyncio.CancelledError:  # the server ends
            return refusal(503, UsageError("server-ends"), call.lang, (RETRY, "30"))
        except Exception:  # ours; the reader is told no more than that
            _log.exception("%s %s", call.method, call.scope["raw_path"])
            return refusal(500, UsageError("server-fault"), call.lang)

    def _options(self) -> Reply:
        return Reply(204).with_headers(
            ("Allow", self._allowed),
            ("Access-Control-Allow-Methods", self._allowed),
            ("Access-Control-Allow-Headers", "Accept, Accept-Language, Content-Type"),
            ("Access-Control-Max-Age", "86400"),
        )

    async def _send(self, call: Call, reply: Reply, send: Send) -> None:
        path = self._folder / reply.file if reply.file else None
        size = path.stat().st_size if path is not None else len(reply.body)
        headers = [
            (name.lower().encode("ascii"), value.encode("latin-1", "replace"))
            for name, value in reply.headers
        ]
        if reply.status not in (204, 304):
            headers.append((b"content-type", reply.content_type.encode("ascii")))
            headers.append((b"content-length", str(size).encode("ascii")))
        if reply.is_open:
            headers.append((b"access-control-allow-origin", b"*"))
            headers.append((b"access-control-expose-headers", _SHOWN))
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        if path is None:
            body = b"" if call.method == "HEAD" else reply.body
            await send({"type": "http.response.body", "body": body})
            return
        async for piece in _pieces(path):
            if call.method != "HEAD":
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    """A file piece by piece; it is gone from its folder at once."""
    with path.open("rb") as file:
        path.unlink()
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece
