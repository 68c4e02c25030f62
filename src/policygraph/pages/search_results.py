"""What is looked for and what is found, as the search and its pages pass it on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from policygraph.core.namespaces import IRI
from policygraph.pages.search_words import SearchTerm, find_terms

DEFAULT_ROLE: Final = "responsible"
ANY_ROLE: Final = "any"
# Of an item in the index, in the order in which `read_item` takes them.
COLUMNS: Final = (
    "id, iri, document, identifier, kind, title_ja, title_en, text, marks, path_ja, path_en,"
    " place_ja, place_en, bodies, unit, deadline"
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is looked for.

    Attributes:
        typed: the words, as typed.
        chosen: the chosen values of each facet; one of them has to hold.
        role: in which bodies answer: ``responsible``, ``lead``, ``cooperating``, ``involved``, ``any``.
    """

    typed: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    role: str = DEFAULT_ROLE


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: its key in addresses, the thing it is, how many of the found items have it."""

    key: str
    iri: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item that was found.

    Attributes:
        text: its words; a line for its bullet and for each sub-bullet.
        marked: which stretches of the text answer the terms.
        marks: what its words mention: begin, end, IRIs.
        bodies: that answer for it, in the order of its tag.
        unit: its first occurrence.
    """

    iri: IRI
    document: str
    identifier: str
    kind: IRI
    titles: Mapping[str, str]
    text: str
    marked: tuple[tuple[int, int], ...]
    marks: tuple[tuple[int, int, tuple[IRI, ...]], ...]
    paths: Mapping[str, str]
    places: Mapping[str, str]
    bodies: tuple[IRI, ...]
    unit: IRI | None
    deadline: str

    def runs(self) -> Iterator[tuple[str, bool]]:
        """The text cut into marked and other words."""
        for begin, end, is_marked in _cut(self.text, self.marked):
            yield self.text[begin:end], is_marked

    def cut(self, thing: str) -> Iterator[tuple[int, int, bool]]:
        """The text cut into what mentions a thing and other words: begin, end, whether it does."""
        spans = [(begin, end) for begin, end, iris in self.marks if thing in iris]
        return _cut(self.text, _merged(spans))


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found.

    Attributes:
        count: of all items.
        items: of one page of them, in reading order.
        facets: by name, the most frequent values.
    """

    count: int
    items: list[FoundItem]
    facets: dict[str, list[FacetValue]]


def read_item(row: tuple[Any, ...], terms: list[SearchTerm], meant: set[str]) -> FoundItem:
    """An item of a row of the index, with what answers some terms marked."""
    (_, iri, document, identifier, kind, title_ja, title_en, text, marks, path_ja, path_en, place_ja,
     place_en, bodies, unit, deadline) = (str(value) for value in row)  # fmt: skip
    mentioned = tuple((begin, end, tuple(iris)) for begin, end, iris in json.loads(marks))
    spans = find_terms(text, terms)
    spans += [(begin, end) for begin, end, iris in mentioned if meant & set(iris)]
    return FoundItem(
        iri=IRI(iri),
        document=document,
        identifier=identifier,
        kind=IRI(kind),
        titles={"ja": title_ja, "en": title_en},
        text=text,
        marked=_merged(spans),
        marks=mentioned,
        paths={"ja": path_ja, "en": path_en},
        places={"ja": place_ja, "en": place_en},
        bodies=tuple(map(IRI, json.loads(bodies))),
        unit=IRI(unit) if unit else None,
        deadline=deadline,
    )


def _cut(text: str, marked: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    at = 0
    for begin, end in marked:
        if begin > at:
            yield at, begin, False
        yield begin, end, True
        at = end
    if at < len(text):
        yield at, len(text), False


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans without overlap, sorted."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return tuple(merged)
