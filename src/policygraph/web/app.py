"""The application: which address is answered by what, and the headers that all answers have."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import IO, Final

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from policygraph.core.messages import LANGUAGES
from policygraph.store.keeper import Plan
from policygraph.store.open import find_place
from policygraph.store.results import Size
from policygraph.store.sandbox import Bounds
from policygraph.web.call import Answer, Call, Endpoint, RefusedError, decoded
from policygraph.web.crew import Crew
from policygraph.web.kept import Kept, is_lasting
from policygraph.web.limits import Limits
from policygraph.web.negotiation import choose, choose_language
from policygraph.web.reply import Reply, redirect
from policygraph.web.review import Steward
from policygraph.web.sparql import TRIPLES, Asked

EDITOR: Final = "/editor.html"
# Pages that ask what others wrote, or much: they wait behind what is brief, as queries do.
ASKING: Final = ("/editor.", "/questions/", "/network/", "/compare.", "/completeness")
_LONGEST: Final = 300  # characters of a path in the log
_LOG_PAUSE: Final = 0.2  # seconds
_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
# Nothing of a page comes from elsewhere, nothing in it runs that the server does not send as a file.
POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
_SECURITY: Final = (
    (b"content-security-policy", POLICY.encode("ascii")),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


@contextmanager
def application(
    location: str | Path | None = None,
    limits: Limits | None = None,
    *,
    steward: Steward | None = None,
    log: IO[str] | None = None,
) -> Iterator[Starlette]:
    """The application over a graph; its processes live as long as the context.

    Its ``state.start`` is awaited before the first request.

    Args:
        location: of the graph, as `policygraph.store.open_store` takes it.
        limits: of the server.
        steward: judges mentions on it, if somebody does.
        log: where a line goes for each request; standard error where it is missing.

    Raises:
        DataError, StoreError: the graph cannot be opened, or is empty.
    """
    limits = limits or Limits()
    kind, place = find_place(location)
    with tempfile.TemporaryDirectory(prefix="policygraph-") as folder:
        plan = Plan(
            kind, place, "policygraph.web.service:serve_store",
            {"size": Size(limits.rows, limits.answer), "folder": folder, "in_keeper": kind != "folder",
             "is_edited": steward is not None},
            Bounds(limits.memory, may_connect=kind == "endpoint"),
        )  # fmt: skip
        crew = Crew(plan, limits, Path(folder))
        lines = Log(log or sys.stderr)
        try:
            app = _starlette(Addresses(crew, limits), limits, Path(folder), lines, steward)
            app.state.start = partial(crew.start, prepare=kind == "folder")
            yield app
        finally:
            lines.write()
            crew.close()


def _starlette(
    addresses: Addresses, limits: Limits, folder: Path, log: Log, steward: Steward | None
) -> Starlette:
    def route(path: str, answer: Answer, *methods: str) -> Route:
        return Route(path, Endpoint(answer, limits, folder, methods or ("GET",)))

    judging = (
        [
            route("/review.html", steward.index),
            route("/review.en.html", steward.index),
            route("/review/{key}.html", steward.document, "GET", "POST"),
        ]
        if steward
        else []
    )
    found = Starlette(
        routes=[
            *judging,
            route("/sparql", addresses.sparql, "GET", "POST"),
            route("/data", addresses.graph),
            route("/.well-known/void", addresses.void),
            route("/api/openapi.json", addresses.openapi),
            route("/api/questions", addresses.questions),
            route("/api/questions/{id}", addresses.question),
            route("/{path:path}", addresses.page),
        ]
    )
    found.add_middleware(Guard, log=log)
    return found


class Guard:
    """Adds the headers of security to every answer, and writes a line for it.

    The line has neither what stands behind ``?`` nor a header nor an address: a query may say more of
    who asks than they want kept.
    """

    def __init__(self, app: ASGIApp, log: Log) -> None:
        self._app, self._log = app, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, size = time.perf_counter(), 499, 0  # 499: the client left before

        async def guarded(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                given = {name for name, _ in message["headers"]}
                message["headers"].extend(pair for pair in _SECURITY if pair[0] not in given)
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, guarded)
        finally:
            spent = (time.perf_counter() - begun) * 1000
            path = scope["raw_path"][:_LONGEST].decode("ascii", "backslashreplace")
            self._log.add(f"{scope['method']} {path} {status} {size} {spent:.1f}")


class Log:
    """Lines with the time before them, written several at a time.

    Args:
        out: where they go.
    """

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._lines: list[str] = []

    def add(self, line: str) -> None:
        """Add a line."""
        if not self._lines:
            asyncio.get_running_loop().call_later(_LOG_PAUSE, self.write)
        self._lines.append(f"{_stamp(int(time.time()))} {line}\n")

    def write(self) -> None:
        """Write what there is."""
        lines, self._lines = self._lines, []
        with suppress(OSError, ValueError):  # whoever read it has left
            self._out.writelines(lines)
            self._out.flush()


@lru_cache(maxsize=1)
def _stamp(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))


class Addresses:
    """What each address answers."""

    def __init__(self, crew: Crew, limits: Limits) -> None:
        self._crew = crew
        self._kept = Kept(limits.kept)

    async def sparql(self, call: Call) -> Reply:
        """The SPARQL 1.1 Protocol (section 2.1)."""
        fields = call.fields()
        if call.method == "POST":
            media_type, _, parameters = call.header(b"content-type").partition(";")
            media_type = media_type.strip().lower()
            if media_type not in (_FORM, _QUERY):
                raise RefusedError(
                    415,
                    "no-media-type",
                    ("Accept-Post", f"{_FORM}, {_QUERY}"),
                    known=f"{_FORM}, {_QUERY}",
                )
            if "charset" in parameters.lower() and "utf-8" not in parameters.lower():
                raise RefusedError(415, "charset-not-utf8")
            body = await call.body()
            if media_type == _FORM:
                fields = decoded(body)
            else:
                try:
                    fields.append(("query", body.decode("utf-8")))
                except UnicodeDecodeError:
                    raise RefusedError(400, "form-not-utf8") from None
        if any(name == "update" for name, _ in fields):
            raise RefusedError(400, "no-updates-here")
        queries = [value for name, value in fields if name == "query"]
        if not queries and call.method != "POST":
            if choose(call.header(b"accept"), (*TRIPLES, "text/html")) == "text/html":
                return redirect(EDITOR, ("Vary", "Accept"))
            return await self._described("service", call)
        if len(queries) != 1:
            raise RefusedError(400, "one-query", count=len(queries))
        asked = Asked(
            queries[0],
            tuple(value for name, value in fields if name == "default-graph-uri"),
            tuple(value for name, value in fields if name == "named-graph-uri"),
            call.header(b"accept"),
            next((value for name, value in fields if name == "format"), ""),
            call.lang,
        )
        reply = self._kept.find(asked)
        if reply is None:
            reply = await self._crew.queries.call("query", asked, gone=call.gone)
            if is_lasting(asked.query):
                self._kept.keep(asked, reply, len(asked.query))
        return reply

    async def graph(self, call: Call) -> Reply:
        """The Graph Store HTTP Protocol, for reading (sections 4 and 5.2)."""
        fields = call.fields()
        names = [value for name, value in fields if name == "graph"]
        is_default = any(name == "default" for name, _ in fields)
        if len(names) + is_default != 1:
            raise RefusedError(400, "one-graph")
        name = None if is_default else names[0]
        found: Reply = await self._crew.queries.call(
            "graph", name, call.header(b"accept"), call.lang, gone=call.gone
        )
        return found

    async def questions(self, call: Call) -> Reply:
        """The list of the saved questions."""
        return await self._described("questions", call)

    async def openapi(self, call: Call) -> Reply:
        """The API in OpenAPI."""
        return await self._described("openapi", call)

    async def void(self, call: Call) -> Reply:
        """The dataset in VoID (section 7.2: where it is looked for)."""
        return await self._described("dataset", call)

    async def _described(self, what: str, call: Call) -> Reply:
        found: Reply = await self._crew.queries.call(
            "describe", what, f"{call.origin}/", call.header(b"accept"), call.lang, gone=call.gone
        )
        return found

    async def question(self, call: Call) -> Reply:
        """The answer of a saved question."""
        id_ = call.scope["path_params"]["id"]
        found: Reply = await self._crew.queries.call(
            "question", id_, call.fields(), call.header(b"accept"), call.lang, gone=call.gone
        )
        return found

    async def page(self, call: Call) -> Reply:
        """The pages, and all things that have an address."""
        address = call.scope["raw_path"].decode("latin-1")
        query = call.scope["query_string"].decode("latin-1")
        lang = choose_language(call.header(b"accept-language"), LANGUAGES)
        asked = (address, query, lang, call.header(b"accept"))
        reply = self._kept.find(asked)
        if reply is None:
            # However it is written: the book passes over slashes before a path, and decodes it.
            may_be_long = f"/{call.scope['path'].lstrip('/')}".startswith(ASKING)
            lane = self._crew.queries if may_be_long else self._crew.pages
            reply = _tagged(
                await lane.call("page", *asked, gone=call.gone if may_be_long else None)
            )
            if reply.is_stable:
                self._kept.keep(asked, reply, len(address) + len(query))
        tag = dict(reply.headers).get("ETag")
        if tag is not None and tag in call.header(b"if-none-match"):
            return reply._replace(status=304, body=b"")
        return reply


def _tagged(reply: Reply) -> Reply:
    """A page that a browser may keep if it asks whether it is still the same."""
    if reply.status != 200 or reply.file:
        return reply
    tag = f'"{blake2b(reply.body, digest_size=12).hexdigest()}"'
    return reply.with_headers(("ETag", tag), ("Cache-Control", "no-cache"))
