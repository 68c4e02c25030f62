"""Searching: terms and facets to items, with the counts that each further choice would leave."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from threading import local
from typing import Any, Final

from policygraph.pages.search_index import exact_name
from policygraph.pages.search_results import (
    ANY_ROLE,
    COLUMNS,
    DEFAULT_ROLE,
    FacetValue,
    FoundItem,
    SearchResult,
    Selection,
    read_item,
)
from policygraph.pages.search_sets import Posting, nth, numbers_of, union, unpack
from policygraph.pages.search_words import SearchTerm, groups, read_terms

_INVOLVED: Final = "organization"  # a role of bodies, and shown as one
_MOST_NAMES: Final = 200  # names that begin with what is being typed


class SearchIndex:
    """An index file, opened for reading by any number of threads.

    Args:
        path: what `policygraph.pages.search_index.open_index` gives.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._threads = local()
        row = self._rows("SELECT value FROM meta WHERE key = 'items'")
        self.size = int(row[0][0])
        self.everything = ((1 << self.size) - 1) << 1
        self._bytes = self.size // 8 + 1
        self._postings: dict[str, list[Posting]] = {}
        self._by_key: dict[tuple[str, str], Posting] = {}
        self._by_iri: dict[str, list[Posting]] = {}
        columns = "facet, key, iri, count, items"
        for facet, key, iri, count, items in self._rows(
            f"SELECT {columns} FROM posting ORDER BY facet, count DESC, key"
        ):
            posting = unpack(items, count, self.size, key, iri)
            self._postings.setdefault(facet, []).append(posting)
            self._by_key[facet, key] = posting
            self._by_iri.setdefault(iri, []).append(posting)
        labels = self._rows("SELECT iri, label_ja, label_en FROM thing")
        self._labels = {iri: {"ja": ja, "en": en} for iri, ja, en in labels}
        self._matched: Callable[[SearchTerm], int] = lru_cache(maxsize=256)(self._match)
        self._meant: Callable[[tuple[SearchTerm, ...]], frozenset[str]]
        self._meant = lru_cache(maxsize=1024)(self._meanings)
        self._mentioning: Callable[[str], int] = lru_cache(maxsize=1024)(self._mentions)

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        connection = getattr(self._threads, "connection", None)
        if connection is None or self._threads.process != os.getpid():  # none outlives a fork
            address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._threads.connection, self._threads.process = connection, os.getpid()
        rows: list[tuple[Any, ...]] = connection.execute(sql, values).fetchall()
        return rows

    @property
    def facets(self) -> list[str]:
        """The names of the facets."""
        return list(self._postings)

    def label(self, iri: str, lang: str) -> str:
        """What a thing is called; itself where the index does not know it."""
        return self._labels.get(iri, {}).get(lang) or iri

    def values(self, facet: str) -> list[FacetValue]:
        """All values of a facet, the most frequent first."""
        found = self._postings.get(facet, [])
        return [FacetValue(one.key, one.iri, one.count, False) for one in found]

    def search(
        self,
        selection: Selection,
        *,
        limit: int = 20,
        offset: int = 0,
        most: int = 10,
        with_facets: bool = True,
    ) -> SearchResult:
        """Search.

        Args:
            selection: what is looked for.
            limit, offset: how many items are given, behind how many.
            most: values of a facet; chosen ones are always among them.
            with_facets: whether they are counted.
        """
        terms = read_terms(selection.typed)
        found = self._found_by(terms)
        by_facet = {
            facet: self._chosen(self._role(facet, selection.role), keys)
            for facet, keys in selection.chosen
        }
        every = found
        for bits in by_facet.values():
            every &= bits
        facets: dict[str, list[FacetValue]] = {}
        for facet in self._facets_shown() if with_facets else ():
            others = found
            for name, bits in by_facet.items():
                if name != facet:
                    others &= bits
            keys = frozenset(dict(selection.chosen).get(facet, ()))
            facets[facet] = self._count(self._role(facet, selection.role), others, keys, most)
        numbers = nth(every, self._bytes, offset, limit)
        return SearchResult(every.bit_count(), self.items(numbers, terms), facets)

    def select(self, selection: Selection) -> Iterator[FoundItem]:
        """All items of a selection, in reading order."""
        terms = read_terms(selection.typed)
        every = self._found_by(terms)
        for facet, keys in selection.chosen:
            every &= self._chosen(self._role(facet, selection.role), keys)
        numbers = list(numbers_of(every.to_bytes(self._bytes, "little")))
        for begin in range(0, len(numbers), 200):
            yield from self.items(numbers[begin : begin + 200], terms)

    def companions(self, facet: str, key: str, *, most: int = 8) -> dict[str, list[FacetValue]]:
        """What stands beside a value, in all facets."""
        chosen = self._chosen(facet, [key])
        return {
            other: self._count(self._role(other, DEFAULT_ROLE), chosen, frozenset(), most + 1)
            for other in self._facets_shown()
        }

    def count(self, facet: str, key: str) -> int:
        """How many items have a value."""
        posting = self._by_key.get((facet, key))
        return posting.count if posting else 0

    def key_of(self, facet: str, iri: str) -> str:
        """The key of a thing in a facet; empty where it is no value of it."""
        return next((one.key for one in self._postings.get(facet, []) if one.iri == iri), "")

    def items(self, numbers: Sequence[int], terms: Sequence[SearchTerm] = ()) -> list[FoundItem]:
        """Items by their numbers."""
        if not numbers:
            return []
        places = ", ".join("?" * len(numbers))
        rows = self._rows(f"SELECT {COLUMNS} FROM item WHERE id IN ({places})", *numbers)
        meant = self._meant_by(list(terms))
        return [read_item(row, list(terms), meant) for row in sorted(rows, key=lambda row: row[0])]

    def item(self, iri: str) -> FoundItem | None:
        """An item by its IRI."""
        rows = self._rows(f"SELECT {COLUMNS} FROM item WHERE iri = ?", iri)
        return read_item(rows[0], [], set()) if rows else None

    def neighbours(self, iri: str) -> tuple[FoundItem | None, FoundItem | None]:
        """The items before and behind one in its document."""
        rows = self._rows("SELECT id, document FROM item WHERE iri = ?", iri)
        if not rows:
            return None, None
        number, document = rows[0]
        beside = {
            at: found
            for at in (number - 1, number + 1)
            for found in self.items([at])
            if found.document == document
        }
        return beside.get(number - 1), beside.get(number + 1)

    def names(self) -> Iterator[tuple[str, str]]:
        """The names of things, as they are compared, each with its thing."""
        for name, iri in self._rows("SELECT DISTINCT exact, iri FROM name ORDER BY exact, iri"):
            yield str(name), str(iri)

    def latin_names(self) -> Iterator[tuple[str, str]]:
        """The names in Latin letters as they are printed, each with its thing."""
        for name, iri in self._rows("SELECT name, iri FROM name WHERE is_latin ORDER BY name, iri"):
            yield str(name), str(iri)

    def values_of_items(self, facets: Sequence[str]) -> dict[int, dict[str, list[str]]]:
        """The values of all items in some facets, by the numbers of the items."""
        found: dict[int, dict[str, list[str]]] = {}
        for facet in facets:
            for posting in self._postings.get(facet, []):
                numbers = numbers_of(posting.every.to_bytes(self._bytes, "little"))
                for number in numbers:
                    found.setdefault(number, {}).setdefault(facet, []).append(posting.key)
        return found

    def all_items(self) -> Iterator[tuple[str, str]]:
        """The IRI and document of all items, in order."""
        for iri, document in self._rows("SELECT iri, document FROM item ORDER BY id"):
            yield str(iri), str(document)

    def things(self) -> Iterator[str]:
        """All things that items link to or mention."""
        yield from self._labels

    def mentioned(self, iri: str) -> int:
        """How many items mention a thing."""
        rows = self._rows("SELECT count FROM mention WHERE iri = ?", iri)
        return int(str(rows[0][0])) if rows else 0

    def suggest(self, typed: str, lang: str, most: int = 8) -> list[tuple[str, str, int]]:
        """Things whose names begin with what is being typed: label, IRI, items that mention them."""
        terms = read_terms(typed)
        if not terms:
            return []
        rows = self._rows(
            "SELECT DISTINCT name.iri, mention.count FROM name_word JOIN name ON name.id = name_word.rowid"
            " JOIN mention ON mention.iri = name.iri WHERE name_word MATCH ?"
            " ORDER BY mention.count DESC, name.iri LIMIT ?",
            terms[-1].match,
            most,
        )
        return [(self.label(str(iri), lang), str(iri), int(str(n))) for iri, n in rows]

    def _role(self, facet: str, role: str) -> str:
        """The postings of a facet: of bodies those of a role."""
        return f"body:{role}" if facet == "body" and role != DEFAULT_ROLE else facet

    def _facets_shown(self) -> list[str]:
        return [facet for facet in self._postings if ":" not in facet and facet != _INVOLVED]

    def _found_by(self, terms: list[SearchTerm]) -> int:
        """The items that answer all terms: by their words, or by what they mention."""
        every = self.everything
        for group in groups(terms):
            named = self._meant(tuple(group))
            if named or len(group) == 1:
                found = self._all_words(group) | union([self._mentioning(iri) for iri in named])
            else:  # several names
                found = self.everything
                for term in group:
                    meant = self._meant((term,))
                    found &= self._matched(term) | union([*map(self._mentioning, meant)])
            every &= found
        return every

    def _all_words(self, group: Sequence[SearchTerm]) -> int:
        found = self.everything
        for term in group:
            found &= self._matched(term)
        return found

    def _meant_by(self, terms: list[SearchTerm]) -> set[str]:
        """The things that terms are names of, together or each by itself."""
        found: set[str] = set()
        for group in groups(terms):
            named = self._meant(tuple(group))
            found |= named or {iri for term in group for iri in self._meant((term,))}
        return found

    def _match(self, term: SearchTerm) -> int:
        """The items with a term in their words."""
        bits = bytearray(self._bytes)
        for (number,) in self._rows("SELECT rowid FROM word WHERE word MATCH ?", term.match):
            bits[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(bits, "little")

    def _meanings(self, group: tuple[SearchTerm, ...]) -> frozenset[str]:
        """The things that terms are a name of; of Latin words also those that have them in their name."""
        typed = " ".join(term.typed for term in group)
        exact = self._rows("SELECT iri FROM name WHERE exact = ?", exact_name(typed))
        found = {str(iri) for (iri,) in exact}
        if group[0].is_latin:
            begun = self._rows(
                "SELECT name.iri FROM name_word JOIN name ON name.id = name_word.rowid"
                " WHERE name_word MATCH ? AND name.is_latin LIMIT ?",
                " AND ".join(term.match for term in group),
                _MOST_NAMES,
            )
            found |= {str(iri) for (iri,) in begun}
        return frozenset(found)

    def _mentions(self, iri: str) -> int:
        """The items that mention a thing or link to it."""
        rows = self._rows("SELECT items, count FROM mention WHERE iri = ?", iri)
        postings = [unpack(items, count, self.size) for items, count in rows]
        return union([one.every for one in (*postings, *self._by_iri.get(iri, []))])

    def _chosen(self, facet: str, keys: Sequence[str]) -> int:
        """The items that have one of some values."""
        if facet == f"body:{ANY_ROLE}":
            names = [name for name in self._postings if name.startswith("body:")]
            bits = [self._chosen(name, keys) for name in names]
            return union(bits)
        found = 0
        for key in keys:
            posting = self._by_key.get((facet, key))
            if posting is not None:
                found |= posting.every
        return found

    def _count(self, facet: str, among: int, chosen: frozenset[str], most: int) -> list[FacetValue]:
        """The values that most of some items have, and those that are chosen."""
        if facet == f"body:{ANY_ROLE}":
            facet = "body"
        packed = among.to_bytes(self._bytes, "little")
        counted: list[tuple[int, Posting]] = []
        least = 0  # what a value must have to be shown
        for posting in self._postings.get(facet, []):
            is_chosen = posting.key in chosen
            if posting.count <= least and not is_chosen:
                continue
            count = posting.count_in(among, packed)
            if count or is_chosen:
                counted.append((count, posting))
                if len(counted) >= most:
                    counted.sort(key=lambda one: (one[1].key not in chosen, -one[0], one[1].key))
                    shown = max(most, sum(one.key in chosen for _, one in counted))
                    counted = counted[:shown]
                    least = counted[-1][0]
        counted.sort(key=lambda one: (one[1].key not in chosen, -one[0], one[1].key))
        return [FacetValue(one.key, one.iri, n, one.key in chosen) for n, one in counted]
