"""The pages of the search: found items with facets, suggestions while one types, and the selection as files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from policygraph.core.messages import Messages
from policygraph.core.namespaces import IRI
from policygraph.pages.book import (
    HTML,
    LANGS,
    Book,
    Lang,
    NavigationEntry,
    PageRequest,
    PageResponse,
)
from policygraph.pages.client_index import ClientIndex
from policygraph.pages.search_index import ROLES
from policygraph.pages.search_query import SearchIndex
from policygraph.pages.search_results import (
    ANY_ROLE,
    DEFAULT_ROLE,
    FacetValue,
    SearchResult,
    Selection,
)
from policygraph.pages.selection_files import FILES, write_selection

PATH: Final = "search"
SUGGEST: Final = "suggest"
_PER_PAGE: Final = 20
_MOST: Final = 10  # values of a facet that are shown at once
_ALL: Final = 200  # where one asks for more
# Facets that are no kind of link, around those that are.
_FIRST: Final = ("document", "section", "year")
_LAST: Final = ("deadline", "quantified", "kind")
_LONGEST: Final = 400  # characters of what is typed


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value of a facet on the page, with the address that it leads to when it is clicked."""

    label: str
    count: int
    is_chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """A facet on the page.

    Attributes:
        more: the address with more of its values; empty where all are shown.
    """

    name: str
    label: str
    values: list[ShownValue]
    more: str


class SearchSection:
    """``search.html`` and the files of a selection."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.say = Messages("search")
        self.navigation = (NavigationEntry(PATH, self.say.both("measures"), 10),)

    @property
    def index(self) -> SearchIndex:
        """The index of the book."""
        return self.book.index

    def answer(self, request: PageRequest) -> PageResponse | None:
        """Answer what begins with ``search``, and the suggestions."""
        if request.path == SUGGEST and request.suffix == ".json":
            return self._suggest(request)
        if self.book.is_static and request.path in self._client_files:
            return self.book.file(request, self._client_files[request.path])
        if request.path != PATH:
            return None
        if request.suffix == HTML:
            return self._page(request)
        if request.suffix not in FILES:
            return None
        body = write_selection(self.index, self.book, self.selection(request), request)
        return self.book.file(request, body, filename=f"measures{request.suffix}", is_stable=False)

    def requests(self) -> Iterator[PageRequest]:
        """The page, and the index that a browser searches by itself."""
        for lang in LANGS:
            yield PageRequest(PATH, lang)
        for path in self._client_files:
            yield PageRequest(path, "ja", (), ".js")

    @cached_property
    def _client_files(self) -> dict[str, str]:
        """The index that a browser searches by itself: scripts, since a page that is a file may read no other."""
        return ClientIndex(self, self.index, self.book).files()

    def selection(self, request: PageRequest) -> Selection:
        """What an address asks for; facets that there are not are passed over."""
        known = set(self.index.facets)
        names = dict.fromkeys(name for name, _ in request.parameters if name in known)
        chosen = tuple((name, tuple(dict.fromkeys(request.values(name)))) for name in names)
        role = request.value("role", DEFAULT_ROLE)
        role = role if role in (*ROLES, ANY_ROLE) else DEFAULT_ROLE
        return Selection(request.value("q")[:_LONGEST], chosen, role)

    def facet_label(self, facet: str, lang: str) -> str:
        """What a facet is called."""
        if f"facet-{facet}" in self.say:
            return self.say(f"facet-{facet}", lang)
        kind = next((kind for kind in self.book.shared.links if kind.key == facet), None)
        return kind.labels[lang] if kind else facet

    def value_label(self, facet: str, value: FacetValue, lang: str) -> str:
        """What a value of a facet is called."""
        if f"{facet}-{value.key}" in self.say:
            return self.say(f"{facet}-{value.key}", lang)
        if not value.iri:
            return self.say("year", lang, year=value.key) if value.key.isdigit() else value.key
        label = self.index.label(value.iri, lang)
        if facet == "section":
            number = value.key.partition("/")[2].replace("/", ".")
            return f"{number} {label}"
        return label

    def _page(self, request: PageRequest) -> PageResponse:
        selection = self.selection(request)
        page = request.value("page", "1")
        number = max(1, int(page)) if page.isdigit() and len(page) < 6 else 1
        more = request.value("more")
        result = self.index.search(
            selection,
            limit=_PER_PAGE,
            offset=(number - 1) * _PER_PAGE,
            most=_ALL if more else _MOST,
        )
        pages = max(1, -(-result.count // _PER_PAGE))
        shown = self._facets(request, selection, result, more)
        turn = {
            name: self._address(request.replaced(page=str(at), more=None))
            if 1 <= at <= pages
            else ""
            for name, at in (("previous", number - 1), ("next", number + 1))
        }
        return self.book.page(
            request,
            "pages/search.html",
            is_search=True,
            index=self.index,
            words=lambda key, **filled: self.say(key, request.lang, **filled),
            selection=selection,
            result=result,
            facets=[facet for facet in shown if len(facet.values) > 1 or any(v.is_chosen for v in facet.values)],
            chosen=[(facet.label, value) for facet in shown for value in facet.values if value.is_chosen],
            roles=self._roles(request, selection),
            files=self._files(request),
            everything=self.book.url(request, PATH),
            page_number=number,
            pages=pages,
            turn=turn,
            is_stable=not request.parameters,
        )  # fmt: skip

    def _address(self, request: PageRequest) -> str:
        kept = tuple(pair for pair in request.parameters if pair[1])
        return self.book.url(request, request.path, parameters=kept)

    def _facets(
        self, request: PageRequest, selection: Selection, result: SearchResult, more: str
    ) -> list[ShownFacet]:
        """The facets in their order, with an address for each value."""
        chosen = dict(selection.chosen)
        links = [kind.key for kind in self.book.shared.links if kind.key in result.facets]
        others = [name for name in result.facets if name not in (*_FIRST, *links, *_LAST)]
        shown = []
        for name in (*links, *others, *_FIRST, *_LAST):
            found = result.facets.get(name, [])
            values = []
            most = _ALL if more == name else _MOST
            for value in found[:most]:
                held = list(chosen.get(name, ()))
                after = (
                    [one for one in held if one != value.key]
                    if value.is_chosen
                    else [*held, value.key]
                )
                address = self._address(
                    request.replaced(**{name: after, "page": None, "more": None})
                )
                label = self.value_label(name, value, request.lang)
                values.append(ShownValue(label, value.count, value.is_chosen, address))
            known = {value.key for value in found}
            for key in chosen.get(name, ()):  # that the graph has not, to be taken away
                if key not in known:
                    after = [one for one in chosen[name] if one != key]
                    address = self._address(request.replaced(**{name: after, "page": None}))
                    values.append(ShownValue(key, 0, True, address))
            if name in ("year", "deadline"):
                values.sort(key=lambda value: value.label, reverse=True)
            is_whole = more == name or len(found) < _MOST
            further = "" if is_whole else self._address(request.replaced(more=name))
            shown.append(ShownFacet(name, self.facet_label(name, request.lang), values, further))
        return shown

    def _roles(self, request: PageRequest, selection: Selection) -> list[tuple[str, str, bool]]:
        """The roles in which bodies may be sought: label, address, whether it is the one."""
        known = [role for role in ROLES if f"body:{role}" in self.index.facets]
        return [
            (
                self.say(f"role-{role}", request.lang),
                self._address(
                    request.replaced(role=None if role == DEFAULT_ROLE else role, page=None)
                ),
                selection.role == role,
            )
            for role in (*known, ANY_ROLE)
        ]

    def _files(self, request: PageRequest) -> list[tuple[str, str]]:
        """The files of the selection: name and address."""
        if self.book.is_static:
            return []
        kept = tuple(
            pair for pair in request.parameters if pair[1] and pair[0] not in ("page", "more")
        )
        kept = (*kept, ("lang", request.lang))
        return [
            (name, self.book.url(request, PATH, suffix=suffix, parameters=kept))
            for suffix, name in FILES.items()
        ]

    def _suggest(self, request: PageRequest) -> PageResponse:
        import json

        typed = request.value("q")[:_LONGEST]
        found = self.index.suggest(typed, request.lang)
        said = [
            {"label": label, "page": self.book.layout.page(iri, request.lang), "count": count}
            for label, iri, count in found
        ]
        return self.book.file(request, json.dumps(said, ensure_ascii=False), is_stable=False)


def thing_search(index: SearchIndex, iri: IRI, lang: Lang) -> tuple[tuple[str, str], ...]:
    """The parameters of the search for a thing: by its facet, else by its name."""
    for facet in index.facets:
        if ":" not in facet and facet != "organization":
            key = index.key_of(facet, iri)
            if key:
                return ((facet, key),)
    key = index.key_of("body:involved", iri)
    return (("body", key), ("role", "involved")) if key else (("q", index.label(iri, lang)),)
