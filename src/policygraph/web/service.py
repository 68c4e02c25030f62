"""What a worker does for the server: queries, graphs, questions, pages. It knows no HTTP beyond `Reply`."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from policygraph.core.errors import PolicygraphError, UsageError
from policygraph.core.namespaces import BASE, IRI, POL
from policygraph.core.terms import is_iri
from policygraph.pages.book import PageRequest
from policygraph.pages.search_index import index_file
from policygraph.pages.sections import REVIEW, open_book
from policygraph.publish.turtle import PORTAL_PREFIXES
from policygraph.store import Solutions, Store, empty_graph
from policygraph.store.remote import RemoteStore
from policygraph.store.results import Size, triples_bytes
from policygraph.web.api import answer_question
from policygraph.web.description import (
    catalogue,
    dataset_description,
    openapi,
    service_description,
)
from policygraph.web.negotiation import choose
from policygraph.web.reply import Reply, redirect, refusal
from policygraph.web.sparql import TRIPLES, Asked, answer_graph, answer_query, not_acceptable

_INLINE = 1 << 20  # bytes of a body that goes from process to process; longer ones go by a file
_HTML = "text/html"
# What a thing is given as, with the suffixes of the files that hold it.
_FORMS = {
    _HTML: ".html",
    "text/turtle": ".ttl",
    "application/ld+json": ".jsonld",
    "application/n-triples": ".nt",
}
_DATA = {".ttl": "turtle", ".jsonld": "jsonld", ".nt": "ntriples"}
_SAFE = "/#-._~()!*',:@+"


class Service:
    """Answers requests from one store.

    Args:
        store: which is asked.
        size: that an answer may have.
        folder: where long answers lie until they are sent.
        in_keeper: whether the store is shared by workers that are forked from this process.
        is_edited: whether pages lead to the steward's.
    """

    def __init__(
        self,
        store: Store,
        *,
        size: Size,
        folder: str,
        in_keeper: bool = False,
        is_edited: bool = False,
    ) -> None:
        self._store, self._size, self._folder = store, size, Path(folder)
        self._sent = 0
        self._is_ready = False
        if not isinstance(store, RemoteStore) and store.is_empty():
            raise empty_graph(store.file)
        self.book = open_book(store, more=REVIEW if is_edited else ())
        if in_keeper:
            # In a thread that ends, since connections to SQLite must not be carried over a fork.
            with ThreadPoolExecutor(1) as thread:
                thread.submit(self.prepare).result()

    def prepare(self) -> None:
        """Do what would keep the first reader waiting: make the index of the search, read the templates."""
        self.book.prepare()
        self._is_ready = True
        wanted = [("/index.html", ""), ("/search.html", "q=AI")]
        found = self._store.query(f"SELECT ?item WHERE {{ ?item a <{POL.Measure}> }} LIMIT 1")
        for (item,) in found.rows if isinstance(found, Solutions) else ():
            page = self.book.layout.page(str(item))
            wanted += [(f"/{quote(page, safe=_SAFE)}", "")] if page else []
        for address, words in wanted:
            self.page(address, words, "ja", "")

    def _pass_on(self, reply: Reply) -> Reply:
        """The reply, with a long body in a file."""
        if len(reply.body) <= _INLINE:
            return reply
        self._sent += 1
        name = f"{os.getpid()}-{self._sent}"
        (self._folder / name).write_bytes(reply.body)
        return reply._replace(body=b"", file=name)

    def query(self, asked: Asked) -> Reply:
        """See `policygraph.web.sparql.answer_query`."""
        return self._pass_on(answer_query(self._store, asked, self._size))

    def graph(self, name: str | None, accept: str, lang: str) -> Reply:
        """See `policygraph.web.sparql.answer_graph`."""
        return self._pass_on(answer_graph(self._store, name, accept, self._size, lang))

    def question(self, id_: str, fields: list[tuple[str, str]], accept: str, lang: str) -> Reply:
        """See `policygraph.web.api.answer_question`."""
        return self._pass_on(answer_question(self._store, id_, fields, accept, self._size, lang))

    def describe(self, what: str, here: str, accept: str, lang: str) -> Reply:
        """What the server says of itself.

        Args:
            what: ``service`` or ``dataset``, as RDF; ``questions`` or ``openapi``, as JSON.
            here: the address of the server, with a slash at its end.
            accept: what the client takes.
            lang: of the reader.
        """
        if what in ("questions", "openapi"):
            found = catalogue(lang) if what == "questions" else openapi(here, lang)
            body = json.dumps(found, ensure_ascii=False, indent=1).encode()
            return Reply(200, "application/json", body, (("Vary", "Accept-Language"),))
        media_type = choose(accept, tuple(TRIPLES))
        if media_type is None:
            return not_acceptable(TRIPLES, lang)
        statements = (service_description if what == "service" else dataset_description)(
            self._store, here
        )
        body = triples_bytes(statements, TRIPLES[media_type], self._size, prefixes=PORTAL_PREFIXES)
        return self._pass_on(Reply(200, media_type, body, (("Vary", "Accept"),)))

    # -- pages -------------------------------------------------------------------------------------

    def page(self, address: str, query: str, lang: str, accept: str) -> Reply:
        """A page or a file beside it; of the address of a thing where its page and its data are.

        Args:
            address: the path, percent-encoded.
            query: what stands behind ``?`` in it.
            lang: of the reader, where the address does not say it.
            accept: what the client takes.
        """
        request = PageRequest.parse(address, query, lang="en" if lang == "en" else "ja")
        if not self._can_show():
            return refusal(503, UsageError("pages-not-ready"), request.lang, ("Retry-After", "60"))
        try:
            if request.suffix == "":
                return self._thing(request, address, accept)
            found = self.book.answer(request)
            if found.status == 404 and request.suffix in _DATA:
                return self._data(request)
        except PolicygraphError as error:
            return refusal(400, error, request.lang)
        headers = found.headers
        if found.location:
            headers = (*headers, ("Location", found.location))
        if found.filename:
            named = f"attachment; filename*=UTF-8''{quote(found.filename)}"
            headers = (*headers, ("Content-Disposition", named))
        is_page = found.media_type == _HTML
        return self._pass_on(
            Reply(
                found.status,
                found.media_type,
                found.body,
                headers,
                is_open=not is_page,
                is_stable=found.is_stable,
            )
        )

    def _can_show(self) -> bool:
        """Whether the index of the search is there; another worker makes it once, however long it takes."""
        if not self._is_ready:
            file = index_file(self._store)
            self._is_ready = file is None or file.exists()
        return self._is_ready

    def _thing(self, request: PageRequest, address: str, accept: str) -> Reply:
        iri = self._iri(request.path)
        if iri is None:
            found = self.book.not_found(request)
            return Reply(404, found.media_type, found.body, is_open=False)
        vary = ("Vary", "Accept, Accept-Language")
        media_type = choose(accept, tuple(_FORMS))
        if media_type is None:
            return not_acceptable(_FORMS, request.lang)
        page = self.book.layout.page(iri, request.lang)
        if media_type == _HTML and page is not None:
            return redirect(f"/{quote(page, safe=_SAFE)}", vary)
        suffix = _FORMS["text/turtle" if media_type == _HTML else media_type]
        return redirect(f"/{quote(request.path.strip('/'), safe=_SAFE)}{suffix}", vary)

    def _iri(self, path: str) -> IRI | None:
        """The thing whose IRI has a path below the base; ``None`` where the graph says nothing of it."""
        for base in dict.fromkeys((self.book.base, BASE)):
            for name in (path, f"{path}/"):
                iri = IRI(f"{base}{name}")
                if is_iri(iri) and any(self._store.match(iri)):
                    return iri
        return None

    def _data(self, request: PageRequest) -> Reply:
        """What the graph says of a thing, where the book has no file of it."""
        iri = self._iri(request.path)
        if iri is None:
            return Reply(404, body=b"404\n")
        body = triples_bytes(set(self._store.match(iri)), _DATA[request.suffix], self._size)
        media_type = next(name for name, suffix in _FORMS.items() if suffix == request.suffix)
        return self._pass_on(Reply(200, media_type, body))


def serve_store(
    store: Store, *, size: Size, folder: str, in_keeper: bool, is_edited: bool = False
) -> Service:
    """What the keeper's plan names."""
    return Service(store, size=size, folder=folder, in_keeper=in_keeper, is_edited=is_edited)
