"""The graph as tables, one row a thing: saved SELECTs in ``queries/exports/tables``, one file each.

A table is asked of each document beside what documents share (see `Slices`). Rows that agree in the
key of the table become one: what a column calls a list is gathered, and a row a link is spread over
two columns a kind of link, so that a kind which is added to the ontology has its columns.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from policygraph.core.errors import DataError, UsageError, phrase
from policygraph.core.links import LinkKind, link_kinds
from policygraph.core.messages import Messages
from policygraph.core.namespaces import IRI
from policygraph.core.output import changed_folder, new_file
from policygraph.core.prefixes import expand
from policygraph.core.resources import resource
from policygraph.core.terms import Value
from policygraph.publish.slices import Slices
from policygraph.questions.csvw import (
    METADATA_FILE,
    PACKAGE_FILE,
    CsvColumn,
    CsvTable,
    CsvWriter,
    Headings,
    describe_package,
    describe_tables,
    plain_cell,
)
from policygraph.questions.front_matter import check_keys, read_bilingual, read_front_matter
from policygraph.questions.units import reading_order
from policygraph.store import Row, SolutionStream, Store
from policygraph.store.sorted_graph import SortedGraph

_ORDER = ("measures", "bodies", "actors", "links", "mentions")  # others follow by name
_LINK = "link"  # the variable of a query whose rows are spread over the kinds of link
_VALUES = {"ja": "value_ja", "en": "value_en"}  # and its variables for what a link leads to
_LANGUAGES = {"ja": ("（日本語）", " (ja)"), "en": ("（英語）", " (en)")}

Record = list[str | list[str]]  # a cell a column


@dataclass(frozen=True, slots=True)
class TableQuery:
    """A table and the query that gives its rows.

    Attributes:
        table: what is written.
        sparql: a SELECT; rows of one record follow one another.
        order: the columns by which the records of a document are sorted: IRIs in reading order,
            links as the ontology has them. Within that they stay as the query sorts them.
        distinct: the lists that hold a value once.
        add: the columns whose numbers are added over the documents; a table with such columns has
            one record a key for all of them.
        links: the two columns of each kind of link, if rows are spread over them.
        link_order: the place of each kind of link.
    """

    table: CsvTable
    sparql: str
    order: tuple[str, ...]
    distinct: frozenset[str]
    add: tuple[str, ...]
    links: dict[IRI, tuple[str, ...]]
    link_order: dict[str, int]

    def records(self, store: Store) -> list[Record]:
        """The records of one document, sorted."""
        answer = store.query(self.sparql, stream=True)
        assert isinstance(answer, SolutionStream)
        at = {name: number for number, name in enumerate(answer.variables)}
        key = itemgetter(*(at[name] for name in self.table.key))
        found = [self._record(list(group), at) for _, group in groupby(answer.rows, key=key)]
        columns = [(self._at(name), self._is_iri(name)) for name in self.order]
        place = cache(self._place)
        return sorted(found, key=lambda r: [place(str(r[number]), iri) for number, iri in columns])

    def _record(self, rows: list[Row], at: dict[str, int]) -> Record:
        """The record of rows that agree in the key."""
        record: Record = []
        for column in self.table.columns:
            if column.name not in at:
                continue
            place = at[column.name]
            if column.is_list:
                texts = [_text(row[place]) for row in rows if row[place] is not None]
                record.append(list(dict.fromkeys(texts)) if column.name in self.distinct else texts)
            else:
                record.append(_text(rows[0][place]))
        for link in self.links:
            mine = [row for row in rows if row[at[_LINK]] == link]
            record += ([_text(row[at[value]]) for row in mine] for value in _VALUES.values())
        return record

    def _at(self, name: str) -> int:
        """The place of a column."""
        return next(n for n, column in enumerate(self.table.columns) if column.name == name)

    def _is_iri(self, name: str) -> bool:
        return self.table.columns[self._at(name)].datatype == "anyURI"

    def _place(self, cell: str, is_iri: bool) -> tuple[int, Any]:
        """What a cell is sorted by."""
        if not is_iri:
            return 0, cell
        link = self.link_order.get(cell, 0)
        return link, None if link else reading_order(IRI(cell))

    def add_up(self, records: list[Record], total: dict[tuple[Any, ...], Record]) -> None:
        """Add the numbers of a document to those of the documents before it."""
        key = [self._at(name) for name in self.table.key]
        numbers = [self._at(name) for name in self.add]
        for record in records:
            before = total.setdefault(tuple(record[place] for place in key), record)
            if before is not record:
                for place in numbers:
                    before[place] = str(int(str(before[place])) + int(str(record[place])))


def _text(value: Value | None) -> str:
    return str(plain_cell(value))


def _files() -> dict[str, Path]:
    found = {path.stem: path for path in resource("queries", "exports", "tables").glob("*.rq")}
    rank = {name: number for number, name in enumerate(_ORDER)}
    return dict(sorted(found.items(), key=lambda entry: (rank.get(entry[0], len(rank)), entry[0])))


def table_names() -> list[str]:
    """The names of all tables."""
    return list(_files())


def find_table(name: str, kinds: Sequence[LinkKind] | None = None) -> TableQuery:
    """A table by its name.

    Args:
        name: the stem of its file.
        kinds: the kinds of link of a graph; those of the shipped ontology if not given.

    Raises:
        UsageError: there is none of that name.
        DataError: its front matter is wrong.
    """
    files = _files()
    if name not in files:
        raise UsageError("no-table", name=name, known=", ".join(files))
    file = files[name].name
    found, sparql = read_front_matter(files[name].read_text(encoding="utf-8"), file)
    check_keys(
        found, ("title", "key", "order", "columns"), ("add", "links"), file, phrase("a-table")
    )
    columns = [_column(key, value, file) for key, value in found["columns"].items()]
    kinds = link_kinds() if kinds is None else kinds
    links = {}
    if "links" in found:
        for kind in kinds:
            called = found["links"].get(kind.key, {"name": kind.key, **kind.labels})
            pair = [_link_column(called, language) for language in _LANGUAGES]
            links[kind.predicate] = tuple(column.name for column in pair)
            columns += pair
    return TableQuery(
        CsvTable(name, read_bilingual(found["title"], file, "title"), tuple(columns), tuple(found["key"])),
        sparql,
        tuple(found["order"]),
        frozenset(n for n, value in found["columns"].items() if value.get("list") == "distinct"),
        tuple(found.get("add", ())),
        links,
        {kind.predicate: number for number, kind in enumerate(kinds, start=-len(kinds))},
    )  # fmt: skip


def _column(name: str, value: dict[str, Any], file: str) -> CsvColumn:
    what = f'the column "{name}"'
    check_keys(value, ("ja", "en"), ("type", "list", "property", "language"), file, what)
    property_ = expand(value["property"]) if "property" in value else None
    if "property" in value and property_ is None:
        raise DataError("no-curie", file=file, what=what, property=value["property"])
    return CsvColumn(
        name, {"ja": value["ja"], "en": value["en"]}, value.get("type", "string"),
        "list" in value, property_, value.get("language", ""),
    )  # fmt: skip


def _link_column(called: dict[str, str], language: str) -> CsvColumn:
    """The column with what a kind of link leads to, by name."""
    ja, en = _LANGUAGES[language]
    titles = {"ja": called["ja"] + ja, "en": called["en"] + en}
    return CsvColumn(f"{called['name']}_{language}", titles, is_list=True, language=language)


def _write_rows(slices: Slices, writers: Sequence[tuple[TableQuery, CsvWriter]]) -> None:
    """Fill tables, one document at a time."""
    totals: dict[str, dict[tuple[Any, ...], Record]] = {}
    for store in slices.documents():
        for query, writer in writers:
            records = query.records(store)
            if query.add:
                query.add_up(records, totals.setdefault(query.table.name, {}))
            else:
                writer.write(records)
        del store  # there is room for the next
    for query, writer in writers:
        if query.add:
            writer.write(totals[query.table.name].values())


def table_records(graph: SortedGraph, name: str) -> tuple[CsvTable, list[Record]]:
    """A table in memory: what its columns are, and a record a row.

    Args:
        graph: with its named graphs.
        name: of the table.

    Raises:
        UsageError: there is no table of that name.
    """
    find_table(name)  # an unknown one is told before the graph is read
    slices = Slices(graph)
    query = find_table(name, slices.described.links)
    totals: dict[tuple[Any, ...], Record] = {}
    rows: list[Record] = []
    for store in slices.documents():
        found = query.records(store)
        if query.add:
            query.add_up(found, totals)
        else:
            rows += found
        del store  # there is room for the next
    return query.table, [*rows, *totals.values()]


def write_table(
    graph: SortedGraph, name: str, out: IO[bytes], *, headings: Headings = "keys", bom: bool = False
) -> None:
    """Write one table.

    Args:
        graph: with its named graphs.
        name: of the table.
        out: where it goes.
        headings: by which programs know the columns, or what people call them.
        bom: for a spreadsheet; see `CsvWriter`.

    Raises:
        UsageError: there is no table of that name.
    """
    find_table(name)  # an unknown one is told before the graph is read
    slices = Slices(graph)
    query = find_table(name, slices.described.links)
    writer = CsvWriter(query.table, out, headings=headings, bom=bom)
    _write_rows(slices, [(query, writer)])
    writer.close()


def write_tables(
    graph: SortedGraph, folder: Path, *, headings: Headings = "keys", bom: bool = False
) -> list[Path]:
    """Write all tables and what describes them into a folder; see `write_table`.

    Returns:
        The files.
    """
    slices = Slices(graph)
    kinds = slices.described.links
    queries = [find_table(name, kinds) for name in table_names()]
    with changed_folder(folder) as (beside, _):
        files = _write_tables(slices, queries, beside, headings, bom=bom)
    return [folder / file for file in files]


def _write_tables(
    slices: Slices, queries: list[TableQuery], folder: Path, headings: Headings, *, bom: bool
) -> list[str]:
    files = [folder / query.table.file for query in queries]
    with ExitStack() as open_files:
        writers = [
            CsvWriter(query.table, open_files.enter_context(new_file(path)), headings=headings, bom=bom)
            for query, path in zip(queries, files, strict=True)
        ]  # fmt: skip
        _write_rows(slices, list(zip(queries, writers, strict=True)))
        for writer in writers:
            writer.close()
    titles = Messages("portal").both("tables")
    with new_file(folder / METADATA_FILE) as out:
        described = describe_tables((query.table for query in queries), titles, headings)
        out.write(_json(described))
    with new_file(folder / PACKAGE_FILE) as out:
        tables = (query.table for query in queries)
        out.write(_json(describe_package(tables, "policygraph-tables", titles, headings)))
    return [*(query.table.file for query in queries), METADATA_FILE, PACKAGE_FILE]


def _json(described: dict[str, Any]) -> bytes:
    return f"{json.dumps(described, ensure_ascii=False, indent=2)}\n".encode()
