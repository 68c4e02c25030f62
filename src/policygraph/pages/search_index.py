"""The index of the search: one SQLite file, made once from a store, opened in no time.

It holds every policy item with its words, what they link to and mention, and for each value of each facet
the set of its items as bits. Counting within a selection is then an ``and`` of two numbers.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from policygraph.core.fold import comparable
from policygraph.core.index import Index
from policygraph.core.namespaces import DCTERMS, FOAF, IRI, POL, RDF, RDFS, SKOS
from policygraph.core.placing import beside_file, place_file
from policygraph.core.prefixes import short_name
from policygraph.core.terms import Literal
from policygraph.pages.search_sets import pack
from policygraph.pages.search_words import index_words, is_latin
from policygraph.questions.documents import (
    DocumentGraph,
    Shared,
    document_keys,
    read_document_of,
    read_shared_of,
    tag_order,
)
from policygraph.questions.labels import find_label
from policygraph.questions.units import Unit, UnitReader
from policygraph.store import Store
from policygraph.version import VERSION

_LAYOUT: Final = 6  # of the file; another number makes it anew
_VARIABLE: Final = "POLICYGRAPH_CACHE"
_NAMES: Final = (
    SKOS.prefLabel,
    SKOS.altLabel,
    SKOS.hiddenLabel,
    RDFS.label,
    FOAF.name,
    SKOS.notation,
)
_ITEMS: Final = (POL.Measure, POL.Target, POL.ReportedMeasure)
# Roles of bodies, by the link that says so.
ROLES: Final = {
    "responsible": POL.responsibleBody,
    "lead": POL.leadBody,
    "cooperating": POL.cooperatingBody,
    "involved": POL.involvesOrganization,
}
_TABLES: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE item (id INTEGER PRIMARY KEY, iri TEXT, document TEXT, identifier TEXT, kind TEXT, title_ja TEXT,
  title_en TEXT, text TEXT, marks TEXT, path_ja TEXT, path_en TEXT, place_ja TEXT, place_en TEXT, bodies TEXT,
  unit TEXT, deadline TEXT);
CREATE UNIQUE INDEX item_iri ON item (iri);
CREATE VIRTUAL TABLE word USING fts5 (words, content='', tokenize="unicode61 remove_diacritics 0", prefix='1 2 3');
CREATE TABLE thing (iri TEXT PRIMARY KEY, label_ja TEXT, label_en TEXT) WITHOUT ROWID;
CREATE TABLE name (id INTEGER PRIMARY KEY, iri TEXT, name TEXT, exact TEXT, is_latin INTEGER);
CREATE INDEX name_exact ON name (exact);
CREATE VIRTUAL TABLE name_word USING fts5 (words, content='', tokenize="unicode61 remove_diacritics 0", prefix='1 2 3');
CREATE TABLE posting (facet TEXT, key TEXT, iri TEXT, count INTEGER, items BLOB, PRIMARY KEY (facet, key)) WITHOUT ROWID;
CREATE TABLE mention (iri TEXT PRIMARY KEY, count INTEGER, items BLOB) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class IndexedItem:
    """A policy item as it is indexed.

    Attributes:
        text: the words of its first bullet and, a line each, of its sub-bullets.
        marks: what stretches of the text mention: begin, end, IRIs.
        paths: the headings it stands under, by language.
        values: by facet, the IRIs or words that it has there.
        mentioned: the things that its words mention.
    """

    iri: IRI
    document: str
    identifier: str
    kind: IRI
    titles: dict[str, str]
    text: str
    marks: list[tuple[int, int, tuple[IRI, ...]]]
    paths: dict[str, str]
    places: dict[str, str]
    bodies: list[IRI]
    unit: IRI | None
    values: dict[str, list[str]]
    mentioned: set[IRI] = field(default_factory=set)


def read_items(document: DocumentGraph, shared: Shared) -> Iterator[IndexedItem]:
    """The items of a document, in reading order."""
    index = document.index
    readers = {lang: UnitReader(index, lang, names=shared.index) for lang in ("ja", "en")}
    reader = readers["ja"]
    issued = index.words(document.iri, DCTERMS.issued)
    for item in document.items():
        occurrences = index.held(item, POL.occurrenceOf)
        own = [unit for unit in occurrences if not index.is_a(unit, POL.Reprise)] or occurrences
        units = [reader.read(unit) for one in own[:1] for unit in (one, *reader.components(one))]
        text, marks = _joined(units)
        values: dict[str, list[str]] = {kind.key: [] for kind in shared.links}
        for kind in shared.links:
            values[kind.key] = list(index.iris(item, kind.predicate))
        for role, predicate in ROLES.items():
            values[f"body:{role}"] = list(index.iris(item, predicate))
        deadlines = _values(index, item, POL.deadline)
        values |= {
            "document": [document.iri],
            "section": [part.iri for part in (units[0].heading[:2] if units else ())],
            "year": [issued[:4]] if issued[:4].isdigit() else [],
            "deadline": sorted({date[:4] for date in deadlines if date[:4].isdigit()}),
            "quantified": ["yes" if index.values(item, POL.amount) else "no"],
            "kind": [str(kind) for kind in _ITEMS if index.is_a(item, kind)][:1],
        }
        place = tag_order(index, item)
        bodies = sorted(index.iris(item, POL.responsibleBody), key=lambda b: place.get(b, 10**9))
        headings = {
            lang: readers[lang].read(units[0].iri).heading if units else () for lang in readers
        }
        yield IndexedItem(
            iri=item,
            document=document.key,
            identifier=index.words(item, DCTERMS.identifier),
            kind=next(iter(index.iris(item, RDF.type)), POL.PolicyItem),
            titles={
                lang: index.words(item, SKOS.prefLabel, lang) for lang in ("ja", "en")
            },
            text=text,
            marks=marks,
            paths={
                lang: " › ".join(part.label for part in headings[lang] if part.label)
                for lang in readers
            },
            places={lang: units[0].where(lang) if units else "" for lang in readers},
            bodies=bodies,
            unit=units[0].iri if units else None,
            values=values,
            mentioned={
                meaning.iri for unit in units for mention in unit.mentions for meaning in mention.meanings
            },
        )  # fmt: skip


def _values(index: Index, item: IRI, predicate: IRI) -> list[str]:
    """The values of times that an item has: of the phrase itself, or the literal."""
    found = []
    for value in index.values(item, predicate):
        if isinstance(value, Literal):
            found.append(value.value)
        else:
            found += [literal.value for literal in index.literals(value, RDF.value)]
    return found


def _joined(units: list[Unit]) -> tuple[str, list[tuple[int, int, tuple[IRI, ...]]]]:
    """The words of units without their tags, a line each, and what their stretches mention."""
    text, marks = "", []
    for number, unit in enumerate(units):
        text += "\n" if number else ""
        for run in unit.runs:
            if run.is_tag:
                continue
            if run.meanings:
                marks.append(
                    (len(text), len(text) + len(run.words), tuple(m.iri for m in run.meanings))
                )
            text += run.words
    return text, marks


class IndexWriter:
    """Writes an index file.

    Args:
        path: a file that is not there.
        names: the labels of everything that items link to.
    """

    def __init__(self, path: Path, names: Index) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}"
        )
        self._names = names
        self._count = 0
        self._postings: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._mentions: dict[IRI, list[int]] = defaultdict(list)
        self._labels: dict[str, tuple[str, str]] = {}

    def add(self, item: IndexedItem, labels: Index) -> None:
        """Add an item.

        Args:
            item: the next one.
            labels: of its document and parts.
        """
        self._count += 1
        number = self._count
        for facet, values in item.values.items():
            for value in values:
                self._postings[facet, value].append(number)
                self._label(value, labels)
        for thing in item.mentioned:
            self._mentions[thing].append(number)
            self._label(thing, labels)
        for body in item.bodies:
            self._label(body, labels)
        title_ja, title_en = item.titles["ja"], item.titles["en"]
        self._connection.execute(
            f"INSERT INTO item VALUES ({', '.join('?' * 16)})",
            (number, item.iri, item.document, item.identifier, item.kind, title_ja, title_en, item.text,
             json.dumps(item.marks, ensure_ascii=False), item.paths["ja"], item.paths["en"], item.places["ja"],
             item.places["en"], json.dumps(item.bodies), item.unit or "", " ".join(item.values["deadline"])),
        )  # fmt: skip
        words = [title_ja, title_en, item.text, item.identifier]
        found = " | ".join(index_words(part) for part in words)
        self._connection.execute("INSERT INTO word (rowid, words) VALUES (?, ?)", (number, found))

    def _label(self, value: str, labels: Index) -> None:
        if value not in self._labels and value.startswith(("http:", "https:")):
            ja, en = (find_label(IRI(value), lang, labels, self._names) for lang in ("ja", "en"))
            self._labels[value] = ja, en

    def finish(self) -> None:
        """Write facets and names, and close the file."""
        connection = self._connection
        for (facet, value), numbers in self._postings.items():
            iri = value if value in self._labels else ""
            key = facet_key(facet, value)
            row = (facet, key, iri, len(set(numbers)), pack(numbers, self._count))
            connection.execute("INSERT OR REPLACE INTO posting VALUES (?, ?, ?, ?, ?)", row)
        for thing, numbers in self._mentions.items():
            counted = (thing, len(set(numbers)), pack(numbers, self._count))
            connection.execute("INSERT INTO mention VALUES (?, ?, ?)", counted)
        connection.executemany(
            "INSERT INTO thing VALUES (?, ?, ?)", ((iri, *two) for iri, two in self._labels.items())
        )
        names: set[tuple[str, str]] = set()
        for iri in self._labels:
            for predicate in _NAMES:
                names |= {(iri, name.value) for name in self._names.literals(IRI(iri), predicate)}
        for number, (iri, name) in enumerate(sorted(names), start=1):
            row_of_name = (number, iri, name, exact_name(name), is_latin(name))
            connection.execute("INSERT INTO name VALUES (?, ?, ?, ?, ?)", row_of_name)
            connection.execute(
                "INSERT INTO name_word (rowid, words) VALUES (?, ?)", (number, index_words(name))
            )
        meta = {"layout": str(_LAYOUT), "version": VERSION, "items": str(self._count)}
        connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        connection.execute("INSERT INTO word (word) VALUES ('optimize')")
        connection.commit()
        connection.execute("VACUUM")
        connection.close()


def exact_name(name: str) -> str:
    """A name as it is compared: folded, without regard to case or white space."""
    return comparable(name).casefold()


def facet_key(facet: str, value: str) -> str:
    """A value in an address: the last step of an IRI, the path of a part, or the word itself."""
    if not value.startswith(("http:", "https:")):
        return value
    if facet in ("document", "section"):
        return value.partition("/doc/")[2] or short_name(IRI(value))
    step = value.rpartition("/")[2].rpartition("#")[2]
    return step or short_name(IRI(value))


def build_index(store: Store, path: Path) -> None:
    """Make the index of a store.

    Args:
        store: with its named graphs; one document is held at a time.
        path: of the file; it is there when it is whole.

    Raises:
        StoreError: the store does not answer.
        OSError: the file cannot be written.
    """
    with beside_file(path) as (temporary, handle):
        shared = read_shared_of(store)
        writer = IndexWriter(temporary, shared.index)
        for key in document_keys(store):
            document = read_document_of(store, key)
            for item in read_items(document, shared) if document else ():
                assert document is not None
                writer.add(item, document.index)
        writer.finish()
        place_file(temporary, handle, path)


def index_file(store: Store) -> Path | None:
    """Where the index of a store is kept; ``None`` where no file tells whether it has changed.

    Beside nothing of the user's: in ``POLICYGRAPH_CACHE``, else the cache folder of the system.
    """
    source = store.file or store.folder
    if source is None or not source.exists():
        return None
    files = sorted(source.iterdir()) if source.is_dir() else [source]
    # An engine that opens a store writes its log and lock.
    states = [(f.name, f.stat()) for f in files if not f.name.startswith(("LOG", "LOCK"))]
    said = [f"{name} {state.st_size} {state.st_mtime_ns}" for name, state in states]
    version = _hash("\n".join([*said, str(_LAYOUT), VERSION]))
    return cache_folder() / "search" / f"{_hash(str(source.resolve()))}-{version}.sqlite"


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def cache_folder() -> Path:
    """The folder for what can be made anew at any time."""
    own = os.environ.get(_VARIABLE)
    if own:
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "policygraph"


def open_index(store: Store) -> Path:
    """The index of a store, made now if there is none of it as it is.

    Returns:
        A file to be read; where it cannot be kept, a temporary one that goes with the process.
    """
    kept = index_file(store)
    if kept is not None:
        if kept.exists():
            return kept
        with suppress(OSError):
            kept.parent.mkdir(parents=True, exist_ok=True)
            build_index(store, kept)
            for old in kept.parent.glob(f"{kept.name.partition('-')[0]}-*.sqlite"):
                if old != kept:
                    old.unlink(missing_ok=True)
            return kept
    path = Path(_temporary_folder()) / f"{len(_TEMPORARY)}-{os.getpid()}-{id(store):x}.sqlite"
    build_index(store, path)
    return path


_TEMPORARY: list[tempfile.TemporaryDirectory[str]] = []


def _temporary_folder() -> str:
    folder = tempfile.TemporaryDirectory(prefix="policygraph-search-")
    _TEMPORARY.append(folder)
    return folder.name
