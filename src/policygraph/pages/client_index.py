"""The search of a site of files: its index as scripts, which ``assets/static-search.js`` searches.

Scripts, because a page that was opened as a file may read no other file. They hold the words themselves, each
once, and numbers for everything that words mean; the browser folds, cuts and counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from policygraph.core.fold import folding_table
from policygraph.pages.search_query import SearchIndex
from policygraph.pages.search_results import FoundItem

if TYPE_CHECKING:
    from policygraph.pages.book import Book
    from policygraph.pages.search_section import SearchSection

_AT_ONCE: Final = 500  # items a file
_MAIN: Final = "search/index"
_SAID: Final = (
    "found", "none", "more", "previous", "next", "page-of", "pages", "chosen", "without", "filters", "to-filters",
    "role", "role-responsible", "role-lead", "role-cooperating", "role-involved", "role-any",
)  # fmt: skip


class ClientIndex:
    """Makes the files.

    Args:
        section: says what facets and values are called.
        index: of the items.
        book: says where their pages are.
    """

    def __init__(self, section: SearchSection, index: SearchIndex, book: Book) -> None:
        self.section, self.index, self.book = section, index, book
        self._things = {iri: number for number, iri in enumerate(index.things())}
        self._facets = [facet for facet in index.facets if facet != "organization"]
        self._numbers = {
            facet: {value.key: n for n, value in enumerate(index.values(facet))}
            for facet in self._facets
        }

    def files(self) -> dict[str, str]:
        """The files by path, without suffix."""
        items = [self._item(item) for item in self._all()]
        values = self.index.values_of_items(self._facets)
        for number, item in enumerate(items, start=1):
            of_item = values.get(number, {})
            item.append(
                [[self._numbers[f][key] for key in of_item.get(f, ())] for f in self._facets]
            )
        shards = [items[begin : begin + _AT_ONCE] for begin in range(0, len(items), _AT_ONCE)]
        files = {_MAIN: _script("index", self._main(len(items), len(shards)))}
        for number, shard in enumerate(shards):
            files[f"search/items-{number}"] = _script("items", {"shard": number, "items": shard})
        return files

    def _all(self) -> Iterator[FoundItem]:
        for begin in range(1, self.index.size + 1, _AT_ONCE):
            yield from self.index.items(range(begin, min(begin + _AT_ONCE, self.index.size + 1)))

    def _item(self, item: FoundItem) -> list[Any]:
        marks = [
            [begin, end - begin, *(self._things[iri] for iri in iris if iri in self._things)]
            for begin, end, iris in item.marks
        ]
        bodies = [self._things[body] for body in item.bodies if body in self._things]
        return [
            self._page(item.iri),
            item.titles["ja"],
            item.titles["en"],
            item.text,
            marks,
            bodies,
        ]

    def _page(self, iri: str) -> str:
        return self.book.layout.path(iri) or ""

    def _main(self, size: int, shards: int) -> dict[str, Any]:
        names: dict[str, list[int]] = {}
        for name, iri in self.index.names():
            if iri in self._things:
                names.setdefault(name, []).append(self._things[iri])
        latin: dict[str, list[int]] = {}
        for name, iri in self.index.latin_names():
            if iri in self._things:
                latin.setdefault(name, []).append(self._things[iri])
        label = self.index.label
        return {
            "size": size,
            "shards": shards,
            "things": [[self._page(iri), label(iri, "ja"), label(iri, "en")] for iri in self._things],
            "names": names,
            "latin": [[name, *things] for name, things in latin.items()],
            "facets": [
                [
                    facet,
                    *(self.section.facet_label(facet, lang) for lang in ("ja", "en")),
                    [
                        [value.key, *(self.section.value_label(facet, value, lang) for lang in ("ja", "en")),
                         self._things.get(value.iri, -1)]
                        for value in self.index.values(facet)
                    ],
                ]
                for facet in self._facets
            ],
            "fold": folding_table(),
            "say": {lang: {key: self.section.say.both(key)[lang] for key in _SAID} for lang in ("ja", "en")},
        }  # fmt: skip


def _script(kind: str, content: dict[str, Any]) -> str:
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    # Two signs end a line in old JavaScript, and no text may end the script.
    data = data.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")
    return f"policygraphSearch.{kind}({data});\n"
