"""A graph as Parquet tables, one a property and so one a kind of link, for engines of SQL.

All tables have the same columns, so that one that is empty in a part of the graph is read with the
others; `COLUMNS` names them, and ``messages/shards.yaml`` says what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from policygraph.core.extras import require
from policygraph.core.namespaces import IRI, XSD
from policygraph.core.output import new_file
from policygraph.core.prefixes import shorten
from policygraph.core.terms import Literal, Quad

SUFFIX: Final = ".parquet"
# Their names, types and whether they may be empty. An IRI or a literal has the others' columns empty.
COLUMNS: Final[Mapping[str, tuple[str, bool]]] = {
    "document": ("string", False),
    "graph": ("string", False),
    "layer": ("string", False),
    "subject": ("string", False),
    "object": ("string", True),
    "value": ("string", True),
    "datatype": ("string", True),
    "language": ("string", True),
    "number": ("double", True),
    "day": ("date32", True),
}
_ROWS = 100_000  # a row group
_NUMBERS: Final = frozenset((XSD.integer, XSD.nonNegativeInteger, XSD.decimal, XSD.double))
_CURIE: Final = re.compile(r"(\w+):(\w+)")
_LOCAL: Final = re.compile(r"\W+")


def table_name(predicate: IRI) -> str:
    """The table of a property: ``pol_hasTheme``; of one without a prefix of ours, with a part of its hash."""
    found = _CURIE.fullmatch(shorten(predicate))
    if found is not None:
        return f"{found[1]}_{found[2]}"
    local = _LOCAL.sub("_", re.split(r"[#/]", predicate.rstrip("#/"))[-1])
    return f"other_{local}_{sha256(predicate.encode()).hexdigest()[:8]}"


class LinkTables:
    """Writes the tables of a part of a graph, each into a file of the part; used as a context.

    Args:
        folder: holds a folder a table.
        part: the name of the files.
        known: properties that get a table here, although nothing states them.

    Raises:
        UsageError: pyarrow, of the extra ``tables``, is not installed.
        StoreError: a file cannot be written.
    """

    def __init__(self, folder: Path, part: str, known: Iterable[IRI] = ()) -> None:
        require("tables", "pyarrow")
        import pyarrow as pa

        self._folder, self._part = folder, part
        self._schema = pa.schema(
            [
                pa.field(name, pa.type_for_alias(type_), nullable=nullable)
                for name, (type_, nullable) in COLUMNS.items()
            ]
        )
        self._files = ExitStack()
        self._writers: dict[IRI, Any] = {}
        self._waiting: dict[IRI, list[tuple[object, ...]]] = {}
        self.rows: dict[IRI, int] = {}
        for predicate in known:
            self._begin(predicate)

    def __enter__(self) -> LinkTables:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                for predicate, rows in self._waiting.items():
                    if rows or not self.rows[predicate]:
                        self._write(predicate, rows)
        finally:
            self._files.__exit__(kind, error, trace)

    def files(self) -> dict[Path, int]:
        """The files with the number of their rows."""
        return {self._file(predicate): rows for predicate, rows in self.rows.items()}

    def add(self, quads: Iterable[tuple[str, Quad]]) -> None:
        """Add quads, each with the document that brings it; those of a graph come together, sorted."""
        for document, quad in quads:
            predicate = quad[1]
            rows = self._waiting.get(predicate)
            if rows is None:
                rows = self._begin(predicate)
            rows.append(_row(document, quad))
            self.rows[predicate] += 1
            if len(rows) == _ROWS:
                self._write(predicate, rows)

    def _file(self, predicate: IRI) -> Path:
        return self._folder / table_name(predicate) / (self._part + SUFFIX)

    def _begin(self, predicate: IRI) -> list[tuple[object, ...]]:
        self.rows[predicate] = 0
        return self._waiting.setdefault(predicate, [])

    def _write(self, predicate: IRI, rows: list[tuple[object, ...]]) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        if predicate not in self._writers:
            out = self._files.enter_context(new_file(self._file(predicate)))
            self._writers[predicate] = self._files.enter_context(
                parquet.ParquetWriter(out, self._schema, compression="zstd")
            )
        columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
        arrays = [pa.array(c, f.type) for c, f in zip(columns, self._schema, strict=True)]
        self._writers[predicate].write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        rows.clear()


def _row(document: str, quad: Quad) -> tuple[object, ...]:
    subject, _, value, graph = quad
    where = document, graph, graph.rpartition("/")[2], subject
    if not isinstance(value, Literal):
        return *where, value, None, None, None, None, None
    words, datatype, language = value
    number = _number(words) if datatype in _NUMBERS else None
    day = _day(words) if datatype == XSD.date else None
    return *where, None, words, datatype, language or None, number, day


def _number(words: str) -> float | None:
    try:
        return float(words)
    except ValueError:
        return None


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:  # of a time zone, or before the year 1
        return None
