"""The book of all pages: sections that answer requests over one store, in one layout, served or as files.

A page has one address in each language: ``org/mext.html`` in Japanese, ``org/mext.en.html`` in English.
Links are relative, so that a page is the same on a server as in a folder (``policygraph export site``).
A section is built with the book; it answers the requests it knows, and lists those that become files.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from threading import Lock, RLock
from typing import ClassVar, Literal, Protocol, Self
from urllib.parse import parse_qsl, quote, unquote, urlencode

from policygraph.core.html import render
from policygraph.core.messages import Messages
from policygraph.core.prefixes import short_name
from policygraph.pages.quality import ReadingQuality, find_quality
from policygraph.pages.search_index import open_index
from policygraph.pages.search_query import SearchIndex
from policygraph.pages.site_layout import SiteLayout, find_base, relative
from policygraph.questions.documents import Shared, read_shared_of
from policygraph.store import Store

Lang = Literal["ja", "en"]
Parameters = tuple[tuple[str, str], ...]
HTML = ".html"
LANGS: tuple[Lang, Lang] = ("ja", "en")
_ENGLISH = ".en"  # between the path of a page and its suffix
# Files beside pages, by their suffix.
MEDIA_TYPES: Mapping[str, str] = {
    HTML: "text/html",
    ".css": "text/css",
    ".csv": "text/csv",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".map": "application/json",
    ".md": "text/markdown",
    ".nt": "application/n-triples",
    ".png": "image/png",
    ".rdf": "application/rdf+xml",
    ".rq": "application/sparql-query",
    ".svg": "image/svg+xml",
    ".sample": "text/plain",
    ".trig": "application/trig",
    ".tsv": "text/tab-separated-values",
    ".ttl": "text/turtle",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TEXTS = ("text/", "application/json", "application/sparql", "image/svg")
_KEPT = 64 * 2**20  # bytes of answers that are held ready


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What is asked of the book.

    Attributes:
        path: of a page without slash before, language and suffix: ``index``, ``concept/actor/sme``.
        lang: of the page.
        parameters: of the address, in its order.
        suffix: ``.html``; ``.csv``, ``.ttl`` … for a file beside it; empty for the address of a thing
            itself, which a server leads on to page or data.
    """

    path: str
    lang: Lang
    parameters: Parameters = ()
    suffix: str = HTML

    @classmethod
    def parse(cls, address: str, query: str = "", *, lang: Lang = "ja") -> Self:
        """Read an address.

        Args:
            address: the path below the book, percent-encoded.
            query: what stands behind ``?``.
            lang: where the address does not say it.
        """
        path = unquote(address).lstrip("/")
        parameters = tuple(parse_qsl(query, keep_blank_values=True))
        asked = dict(parameters).get("lang")
        lang = "en" if asked == "en" else "ja" if asked == "ja" else lang
        if path == "":
            return cls("index", lang, parameters)
        stem, dot, ending = path.rpartition(".")
        if not dot or f".{ending}" not in MEDIA_TYPES:
            return cls(path, lang, parameters, "")
        if f".{ending}" == HTML:
            lang = "en" if stem.endswith(_ENGLISH) else "ja"
            stem = stem.removesuffix(_ENGLISH)
        return cls(stem, lang, parameters, f".{ending}")

    @property
    def name(self) -> str:
        """The file that holds the answer, in a folder of files."""
        is_english = self.suffix == HTML and self.lang == "en"
        return f"{self.path}{_ENGLISH if is_english else ''}{self.suffix}"

    def values(self, name: str) -> list[str]:
        """The values of a parameter, in the order of the address."""
        return [value for given, value in self.parameters if given == name]

    def value(self, name: str, default: str = "") -> str:
        """The first value of a parameter."""
        return next(iter(self.values(name)), default)

    def replaced(self, **changed: str | Sequence[str] | None) -> PageRequest:
        """The request with other values of some parameters; ``None`` takes one away."""
        kept = [(name, value) for name, value in self.parameters if name not in changed]
        for name, value in changed.items():
            values = [] if value is None else [value] if isinstance(value, str) else value
            kept += [(name, one) for one in values]
        return replace(self, parameters=tuple(kept))


@dataclass(frozen=True, slots=True)
class PageResponse:
    """What the book answers.

    Attributes:
        status: of HTTP.
        media_type: without its parameters.
        body: of the answer; texts are UTF-8.
        location: where the answer is, of a redirect.
        filename: under which a browser keeps it, of a download.
        headers: others.
        is_stable: whether the same request will be answered the same as long as the book is open.
    """

    status: int
    media_type: str
    body: bytes
    location: str = ""
    filename: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    is_stable: bool = True

    @property
    def content_type(self) -> str:
        """Its media type with the charset of a text."""
        is_text = self.media_type.startswith(_TEXTS)
        return f"{self.media_type}; charset=utf-8" if is_text else self.media_type


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """A page that every page leads to.

    Attributes:
        path: of the page.
        names: what it is called, by language.
        order: the smaller, the further to the front.
    """

    path: str
    names: Mapping[str, str]
    order: int = 100


class Section(Protocol):
    """Some of the pages of a book."""

    @property
    def navigation(self) -> Sequence[NavigationEntry]:
        """The pages of it that all pages lead to; a class attribute will do."""

    def answer(self, request: PageRequest) -> PageResponse | None:
        """Answer a request, or ``None`` for one that is not of this section.

        Raises:
            StoreError: the store does not answer in time.
            UsageError: a parameter that cannot be understood.
        """

    def requests(self) -> Iterator[PageRequest]:
        """The requests whose answers become files in a static site, each once, in both languages."""


SectionMaker = Callable[["Book"], Section]


class Book:
    """Sections over one store.

    Args:
        store: open, bounded in time; the book does not close it.
        sections: makers of the sections, asked in this order.
        is_static: whether the pages become files, so that nothing may need a server.
        more: pages that all pages lead to beside those of the sections.

    Attributes:
        base: the IRI that documents and measures begin with.
    """

    say: ClassVar = Messages("book")

    def __init__(
        self,
        store: Store,
        sections: Sequence[SectionMaker],
        *,
        is_static: bool = False,
        more: Sequence[NavigationEntry] = (),
    ) -> None:
        self.store, self.is_static, self._more = store, is_static, more
        self.base = find_base(store)
        self.layout = SiteLayout(self.base)
        self._answers: OrderedDict[PageRequest, PageResponse] = OrderedDict()
        self._size, self._lock, self._reading = 0, Lock(), RLock()
        self.sections = [make(self) for make in sections]

    def prepare(self) -> None:
        """Read what all pages need, so that the first one is as fast as the others.

        Raises:
            StoreError: the store does not answer.
        """
        self.shared.index  # noqa: B018
        self.index.facets  # noqa: B018

    @property
    def shared(self) -> Shared:
        """Ontology, vocabularies and metadata, held in memory; read at the first use.

        Raises:
            StoreError: the store does not answer.
        """
        with self._reading:
            return self._shared

    @cached_property
    def _shared(self) -> Shared:
        return read_shared_of(self.store)

    @property
    def index(self) -> SearchIndex:
        """The index of the search; made at the first use, where it was not made before.

        Raises:
            StoreError: the store does not answer.
        """
        with self._reading:
            return self._index

    @cached_property
    def _index(self) -> SearchIndex:
        return SearchIndex(open_index(self.store))

    @cached_property
    def quality(self) -> ReadingQuality | None:
        """How well the links of the graph are read, where it says so."""
        return find_quality(self.shared.index)

    @cached_property
    def navigation(self) -> list[NavigationEntry]:
        """The pages that all pages lead to."""
        entries = [entry for section in self.sections for entry in section.navigation]
        entries += self._more
        return sorted(entries, key=lambda entry: entry.order)

    def answer(self, request: PageRequest) -> PageResponse:
        """Answer a request; a page that says so (404) where no section knows it."""
        with self._lock:
            held = self._answers.get(request)
            if held is not None:
                self._answers.move_to_end(request)
                return held
        for section in self.sections:
            found = section.answer(request)
            if found is not None:
                self._hold(request, found)
                return found
        return self.not_found(request)

    def _hold(self, request: PageRequest, answer: PageResponse) -> None:
        """Keep an answer ready, and let go of those that were not wanted for longest."""
        if not answer.is_stable or len(answer.body) > _KEPT // 8:
            return
        with self._lock:
            if request not in self._answers:
                self._answers[request] = answer
                self._size += len(answer.body)
            while self._size > _KEPT:
                _, dropped = self._answers.popitem(last=False)
                self._size -= len(dropped.body)

    def requests(self) -> Iterator[PageRequest]:
        """All requests whose answers become files."""
        for section in self.sections:
            yield from section.requests()

    def page(
        self,
        request: PageRequest,
        template: str,
        *,
        status: int = 200,
        is_stable: bool = True,
        **values: object,
    ) -> PageResponse:
        """A page in the layout of the book.

        Args:
            request: which it answers.
            template: extends ``pages/layout.html``; it knows ``request``, ``lang``, ``book``, ``here``
                (the file of the page), ``url(path, …)``, ``link(iri)``, ``short(iri)`` and
                ``say(key, …)`` of the topic ``book``.
            status, is_stable: of the answer.
            values: what else it shows.
        """

        def say(key: str, **filled: object) -> str:
            return self.say(key, request.lang, **filled)

        given: dict[str, object] = {
            "book": self,
            "request": request,
            "lang": request.lang,
            "language": request.lang,
            "here": request.name,
            "url": partial(self.url, request),
            "link": partial(self.link, request),
            "short": short_name,
            "say": say,
            "layout_say": say,
            "sheet": relative("style.css", request.name),
            "icon": relative("assets/icon.svg", request.name),
            "is_search": False,
        }
        body = render(template, **(given | values)).encode()
        return PageResponse(status, MEDIA_TYPES[HTML], body, is_stable=is_stable)

    def not_found(self, request: PageRequest) -> PageResponse:
        """The page that says that there is none."""
        return self.page(request, "pages/not_found.html", status=404, is_stable=False)

    def file(
        self, request: PageRequest, body: bytes | str, *, filename: str = "", is_stable: bool = True
    ) -> PageResponse:
        """A file beside the pages, of the media type of its suffix."""
        data = body.encode() if isinstance(body, str) else body
        media_type = MEDIA_TYPES[request.suffix]
        return PageResponse(200, media_type, data, filename=filename, is_stable=is_stable)

    def url(
        self,
        request: PageRequest,
        path: str,
        *,
        lang: str | None = None,
        suffix: str = HTML,
        parameters: Parameters = (),
        fragment: str = "",
    ) -> str:
        """A relative link to a page or file of the book.

        Args:
            request: of the page that holds the link.
            path: of the page.
            lang: of the page, that of the request if missing.
            suffix: see `PageRequest`.
            parameters: of the address.
            fragment: a place in the page.
        """
        chosen: Lang = "en" if (lang or request.lang) == "en" else "ja"
        name = PageRequest(path, chosen, (), suffix).name
        link = (
            relative(name, request.name) if name != request.name else quote(name.rpartition("/")[2])
        )
        asked = f"?{urlencode(parameters)}" if parameters else ""
        return f"{link}{asked}{f'#{quote(fragment, safe=_FRAGMENT)}' if fragment else ''}"

    def other_language(self, request: PageRequest) -> str:
        """A link to the same page in the other language."""
        other = "ja" if request.lang == "en" else "en"
        kept = tuple(pair for pair in request.parameters if pair[0] != "lang")
        return self.url(request, request.path, lang=other, parameters=kept)

    def link(self, request: PageRequest, iri: str) -> str:
        """A link to a thing: to its page where it has one, else its IRI, if that is safe."""
        return self.layout.link(iri, request.name, request.lang)


_FRAGMENT = "/#-._~()!*',:@+"
