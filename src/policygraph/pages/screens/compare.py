"""Two documents, parts or years beside each other: what both have, and what only one of them has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from policygraph.core.namespaces import IRI
from policygraph.core.prefixes import short_name
from policygraph.pages.book import (
    HTML,
    LANGS,
    Book,
    NavigationEntry,
    PageRequest,
    PageResponse,
)
from policygraph.pages.screens.questions import say, teller
from policygraph.pictures.document_parts import read_parts
from policygraph.pictures.networks import node_kinds
from policygraph.pictures.queries import links_of, run

PATH: Final = "compare"
_TYPES: Final = ("chapter", "section", "introduction")
_SMALL: Final = "introduction"
_YEAR: Final = "year:"


@dataclass(frozen=True, slots=True)
class Side:
    """What can be compared: a document, a part of one, or the documents of a year.

    Attributes:
        value: as it stands in the address.
        parts: whose measures count.
        depth: below its document.
        is_main: whether it is more than an introduction.
    """

    value: str
    label: str
    parts: tuple[IRI, ...]
    depth: int = 0
    is_main: bool = True


@dataclass(frozen=True, slots=True)
class Compared:
    """A thing with the measures of both sides."""

    thing: IRI
    label: str
    one: int
    other: int


@dataclass(frozen=True, slots=True)
class Kind:
    """Things of a kind: in both, and only on one side.

    Attributes:
        largest: count, for bars.
    """

    name: str
    both: tuple[Compared, ...]
    only_one: tuple[Compared, ...]
    only_other: tuple[Compared, ...]
    largest: int


class CompareSection:
    """``compare``: two sides, by default the first two documents, or else parts."""

    navigation: tuple[NavigationEntry, ...] = (NavigationEntry(PATH, say.both("compare"), 40),)

    def __init__(self, book: Book) -> None:
        self.book = book
        self._sides = lru_cache(maxsize=2)(self._read_sides)

    def answer(self, request: PageRequest) -> PageResponse | None:
        """The page."""
        if request.path != PATH or request.suffix != HTML:
            return None
        groups = self._sides(request.lang)
        sides = [side for _, group in groups for side in group]
        by_value = {side.value: side for side in sides}
        usual = self._usual(groups)
        chosen, unknown = [], ""
        for name, default in zip(("one", "other"), usual, strict=True):
            value = request.value(name, default.value if default else "")
            unknown = unknown or (value if value and value not in by_value else "")
            chosen.append(by_value.get(value, default))
        one, other = chosen
        kinds = self._compare(one, other, request.lang) if one and other else ()
        return self.book.page(
            request, "screens/compare.html", status=404 if unknown else 200, groups=groups,
            one=one, other=other, kinds=kinds, unknown=unknown, tell=teller(request),
        )  # fmt: skip

    def requests(self) -> Iterator[PageRequest]:
        """The page with the usual sides."""
        for lang in LANGS:
            yield PageRequest(PATH, lang)

    def _read_sides(self, lang: str) -> Sequence[tuple[str, Sequence[Side]]]:
        """What can be compared, in groups with their headings."""
        parts = read_parts(self.book.store, lang)
        documents = [part for part in parts if part.type == "document"]
        answer = run(self.book.store, "documents", lang, ())
        years: dict[int, list[IRI]] = {}
        for row in answer:
            if row.issued is not None:
                years.setdefault(row.issued.year, []).append(row.document)
        groups: list[tuple[str, Sequence[Side]]] = []
        if len(documents) > 1:
            listed = [Side(short_name(d.iri), d.label, (d.iri,)) for d in documents]
            groups.append((say("compare-documents", lang), listed))
        if len(years) > 1:
            listed = [
                Side(f"{_YEAR}{year}", say("compare-year", lang, year=year), tuple(found))
                for year, found in sorted(years.items())
            ]
            groups.append((say("compare-years", lang), listed))
        inside: list[Side] = []
        title = ""
        for part in parts:
            if part.type == "document":
                if inside:
                    groups.append((title, inside))
                title, inside = part.label, []
            elif part.type in _TYPES:
                inside.append(
                    Side(
                        short_name(part.iri),
                        part.label,
                        (part.iri,),
                        part.depth,
                        part.type != _SMALL,
                    )
                )
        return [*groups, (title, inside)] if inside else groups

    @staticmethod
    def _usual(groups: Sequence[tuple[str, Sequence[Side]]]) -> tuple[Side | None, Side | None]:
        """The sides where none are named: two documents, or two parts of the same depth."""
        for _, sides in groups:
            main = [side for side in sides if side.is_main]
            deepest = max((side.depth for side in main), default=0)
            alike = [side for side in main if side.depth == deepest]
            if len(alike) > 1:
                return alike[0], alike[1]
        return None, None

    def _compare(self, one: Side, other: Side, lang: str) -> Sequence[Kind]:
        kinds = []
        for node in node_kinds(links_of(self.book.store)).values():
            answer = run(
                self.book.store, "things-of-parts", lang, ("thing",),
                part=tuple(dict.fromkeys((*one.parts, *other.parts))), link=node.link,
            )  # fmt: skip
            counts: tuple[Counter[IRI], Counter[IRI]] = (Counter(), Counter())
            for row in answer:
                for side, counted in zip((one, other), counts, strict=True):
                    if row.part in side.parts:
                        counted[row.thing] += row.measures
            found = [
                Compared(thing, answer.label(thing), counts[0][thing], counts[1][thing])
                for thing in counts[0] | counts[1]
            ]
            found.sort(key=lambda c: (-c.one - c.other, c.label))
            name = node.plural(lang)
            kinds.append(
                Kind(
                    name[:1].upper() + name[1:],
                    tuple(c for c in found if c.one and c.other),
                    tuple(c for c in found if not c.other),
                    tuple(c for c in found if not c.one),
                    max((max(c.one, c.other) for c in found), default=1),
                )
            )
        return kinds
