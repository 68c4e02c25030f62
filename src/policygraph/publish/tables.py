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
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from policygraph.core.errors import DataError, UsageError
from policygraph.core.links import LinkKind, link_kinds
from policygraph.core.messages import Messages
from policygraph.core.namespaces import IRI
from policygraph.core.output import new_file
from policygraph.core.prefixes import expand
from policygraph.core.resources import resource
from policygraph.core.terms import Value, integer
from policygraph.publish.slices import Slices
from policygraph.questions.csvw import (
    METADATA_FILE,
    Cell,
    CsvColumn,
    CsvTable,
    CsvWriter,
    describe_tables,
    plain_cell,
)
from policygraph.questions.front_matter import check_keys, read_bilingual, read_front_matter
from policygraph.questions.units import reading_order
from policygraph.store import Solutions, Store
from policygraph.store.sorted_graph import SortedGraph

_ORDER = ("measures", "bodies", "actors", "links", "mentions")  # others follow by name
_LANGUAGES = {"ja": ("（日本語）", " (ja)"), "en": ("（英語）", " (en)")}
_LINK, _VALUE = "link", "value_{language}"  # the variables of a query whose rows are links

Record = dict[str, Any]


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
        links: the column of each kind of link, without its language, if rows are spread over them.
        link_order: the place of each kind of link.
    """

    table: CsvTable
    sparql: str
    order: tuple[str, ...]
    distinct: frozenset[str]
    add: tuple[str, ...]
    links: dict[IRI, str]
    link_order: dict[IRI, int]

    def records(self, store: Store) -> list[Record]:
        """The records of one document, sorted."""
        answer = store.query(self.sparql)
        assert isinstance(answer, Solutions)
        rows = (dict(zip(answer.variables, row, strict=True)) for row in answer.rows)
        found = [self._record(list(group)) for _, group in groupby(rows, key=self.key_of)]
        return sorted(found, key=lambda record: [self._place(record[name]) for name in self.order])

    def _place(self, value: Value | None) -> Any:
        """What a value is sorted by."""
        if isinstance(value, IRI):
            return self.link_order.get(value, 0), reading_order(value)
        return plain_cell(value)

    def key_of(self, record: Record) -> tuple[Cell, ...]:
        """What tells a record apart."""
        return tuple(record[name] for name in self.table.key)

    def _record(self, rows: list[dict[str, Value | None]]) -> Record:
        """The record of rows that agree in the key."""
        record: Record = {}
        for column in self.table.columns:
            if column.name in rows[0]:
                values = [row[column.name] for row in rows if row[column.name] is not None]
                if column.name in self.distinct:
                    values = list(dict.fromkeys(values))
                record[column.name] = values if column.is_list else rows[0][column.name]
        for link, name in self.links.items():
            for language in _LANGUAGES:
                variable = _VALUE.format(language=language)
                record[f"{name}_{language}"] = [row[variable] for row in rows if row[_LINK] == link]
        return record

    def cells(self, record: Record) -> list[Cell]:
        """A record as a row of the table."""
        return [record[column.name] for column in self.table.columns]


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
        raise UsageError(f'there is no table "{name}"; there are {", ".join(files)}')
    file = files[name].name
    found, sparql = read_front_matter(files[name].read_text(encoding="utf-8"), file)
    check_keys(found, ("title", "key", "order", "columns"), ("add", "links"), file, "a table")
    columns = [_column(key, value, file) for key, value in found["columns"].items()]
    kinds = link_kinds() if kinds is None else kinds
    links = {}
    if "links" in found:
        for kind in kinds:
            called = found["links"].get(kind.key, {"name": kind.key, **kind.labels})
            links[kind.predicate] = called["name"]
            columns += [_link_column(called, language) for language in _LANGUAGES]
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
        raise DataError(f"{file}: {what} has the property {value['property']}, which is no CURIE")
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
    totals: dict[str, dict[tuple[Cell, ...], Record]] = {}
    for store in slices.documents():
        for query, writer in writers:
            records = query.records(store)
            if query.add:
                _add(records, query, totals.setdefault(query.table.name, {}))
            else:
                writer.write(map(query.cells, records))
    for query, writer in writers:
        if query.add:
            writer.write(map(query.cells, totals[query.table.name].values()))


def _add(records: list[Record], query: TableQuery, total: dict[tuple[Cell, ...], Record]) -> None:
    """Add the numbers of a document to those of the documents before it."""
    for record in records:
        before = total.setdefault(query.key_of(record), record)
        if before is not record:
            for name in query.add:
                before[name] = integer(int(before[name].value) + int(record[name].value))


def write_table(
    graph: SortedGraph, name: str, out: IO[bytes], *, language: str | None = None, bom: bool = False
) -> None:
    """Write one table.

    Args:
        graph: with its named graphs.
        name: of the table.
        out: where it goes.
        language: of the headings, ``ja`` or ``en``; both if not given.
        bom: for a spreadsheet; see `CsvWriter`.

    Raises:
        UsageError: there is no table of that name.
    """
    find_table(name)  # an unknown one is told before the graph is read
    slices = Slices(graph)
    query = find_table(name, slices.links)
    writer = CsvWriter(query.table, out, language=language, bom=bom)
    _write_rows(slices, [(query, writer)])
    writer.close()


def write_tables(
    graph: SortedGraph, folder: Path, *, language: str | None = None, bom: bool = False
) -> list[Path]:
    """Write all tables and what describes them into a folder; see `write_table`.

    Returns:
        The files.
    """
    slices = Slices(graph)
    kinds = slices.links
    queries = [find_table(name, kinds) for name in table_names()]
    files = [folder / query.table.file for query in queries]
    with ExitStack() as open_files:
        writers = [
            CsvWriter(query.table, open_files.enter_context(new_file(path)), language=language, bom=bom)
            for query, path in zip(queries, files, strict=True)
        ]  # fmt: skip
        _write_rows(slices, list(zip(queries, writers, strict=True)))
        for writer in writers:
            writer.close()
    titles = Messages("portal").both("tables")
    with new_file(folder / METADATA_FILE) as out:
        described = describe_tables((query.table for query in queries), titles, language)
        out.write(f"{json.dumps(described, ensure_ascii=False, indent=2)}\n".encode())
    return [*files, folder / METADATA_FILE]
