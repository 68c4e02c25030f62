"""Judging on a server (``policygraph serve --edit``): for a steward on this machine, and nobody else.

What writes has to come from a page that this server sent: with its token, which no other page can read,
by the address of this machine (so that no name of another host leads here), and from its own origin.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from policygraph.core.errors import PolicygraphError, UsageError
from policygraph.core.html import render
from policygraph.core.messages import Messages
from policygraph.pages.book import PageRequest
from policygraph.pages.review_desk import ChangedError, ReviewDesk
from policygraph.web.call import Call, RefusedError
from policygraph.web.reply import Reply

INDEX: Final = "review"
LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_TYPE: Final = "text/turtle"
_HTML: Final = "text/html"
_NEVER: Final = ("Cache-Control", "no-store")
_say = Messages("review")


class Steward:
    """The addresses below ``review``.

    Args:
        corpus: whose documents are judged.
        curator: for new curation files.
    """

    def __init__(self, corpus: Sequence[Path], curator: str = "curator") -> None:
        self._token = secrets.token_urlsafe(32)
        self._desk: Callable[[], ReviewDesk] = cache(lambda: ReviewDesk(corpus, curator))
        self._reading = asyncio.Lock()

    async def index(self, call: Call) -> Reply:
        """The documents."""
        self._check_host(call)
        lang = _request(call).lang
        documents = (await self._read()).documents()
        body = render(
            "screens/review_index.html", language=lang, lang=lang, documents=documents,
            sheet="/style.css", icon="/assets/icon.svg", say=_say.in_language(lang),
            judged=lambda count: _say("judgements", lang, count=count),
        )  # fmt: skip
        return _page(body)

    async def document(self, call: Call) -> Reply:
        """The page of a document; what is posted to it becomes its curation file."""
        self._check_host(call)
        if call.method == "POST":
            return await self._save(call)
        desk, request = await self._read(), _request(call)
        key = request.path.removeprefix(f"{INDEX}/")
        try:
            review = await asyncio.to_thread(desk.review, key)
        except UsageError as error:
            raise RefusedError(404, error.message, **error.values) from None
        save = {
            "url": f"/{INDEX}/{key}.html",
            "token": self._token,
            "version": desk.version(review.written),
        }
        english = ".en" if request.lang == "en" else ""
        back = (
            (f"/index{english}.html", "policygraph"),
            (f"/{INDEX}{english}.html", _say("list-title", request.lang)),
        )
        body = await asyncio.to_thread(
            review.to_html,
            request.lang,
            save=save,
            assets="/assets/",
            sheet="/style.css",
            icon="/assets/icon.svg",
            back=back,
        )
        return _page(body)

    async def _save(self, call: Call) -> Reply:
        origin = call.header(b"origin")
        if origin != call.origin or call.header(b"sec-fetch-site") not in ("", "same-origin"):
            raise RefusedError(403, "edit-from-elsewhere")
        if not hmac.compare_digest(call.header(b"x-token").encode(), self._token.encode()):
            raise RefusedError(403, "edit-without-token")
        if call.header(b"content-type").partition(";")[0].strip().lower() != _TYPE:
            raise RefusedError(415, "no-media-type", ("Accept-Post", _TYPE), known=_TYPE)
        body, desk = await call.body(), await self._read()
        key = _request(call).path.removeprefix(f"{INDEX}/")
        try:
            words = body.decode("utf-8")
        except UnicodeDecodeError:
            raise RefusedError(400, "form-not-utf8") from None
        try:
            place = await asyncio.to_thread(desk.save, key, words, call.header(b"if-match"))
        except ChangedError as error:
            raise RefusedError(412, error.message, **error.values) from None
        except PolicygraphError as error:
            return Reply(422, body=f"{error.words(_request(call).lang)}\n".encode(), is_open=False)
        return Reply(200, body=f"{place}\n".encode(), headers=(_NEVER,), is_open=False)

    async def _read(self) -> ReviewDesk:
        """The desk, whose corpus is read when it is first asked for."""
        async with self._reading:
            return await asyncio.to_thread(self._desk)

    @staticmethod
    def _check_host(call: Call) -> None:
        """Refuse what was addressed to a name that is not this machine's."""
        host = call.origin.partition("://")[2]
        name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
        if name.strip("[]") not in LOOPBACK:
            raise RefusedError(403, "edit-from-elsewhere")


def _request(call: Call) -> PageRequest:
    address = call.scope["raw_path"].decode("latin-1")
    return PageRequest.parse(address, lang="en" if call.lang == "en" else "ja")


def _page(body: str) -> Reply:
    return Reply(200, _HTML, body.encode(), (_NEVER,), is_open=False, is_stable=False)
