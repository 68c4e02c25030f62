"""Tables as CSV, and what describes them: the one writer of both.

CSV is that of RFC 4180 with line feeds, in UTF-8; the description follows "Metadata Vocabulary for
Tabular Data" (W3C, 2015), which belongs to CSV on the Web (CSVW).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from policygraph.core.namespaces import IRI
from policygraph.core.terms import Literal, Value
from policygraph.version import VERSION

SEPARATOR = "; "  # between the values of a list
METADATA_FILE = "csv-metadata.json"
# A spreadsheet runs a cell that begins so, also with a full-width sign.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")

Cell = Value | str | int | Sequence[Value | str] | None


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """A column.

    Attributes:
        name: of the column in the description, by which programs know it.
        titles: what people call it, by language (``ja`` and ``en``).
        datatype: a built-in datatype of CSVW: ``string``, ``anyURI``, ``integer`` …
        is_list: its cells are lists, with `SEPARATOR` between the values.
        property: that its values have in the graph, where there is one.
        language: of its values, where they have one.
    """

    name: str
    titles: Mapping[str, str]
    datatype: str = "string"
    is_list: bool = False
    property: IRI | None = None
    language: str = ""

    def heading(self, language: str | None) -> str:
        """Its heading: in a language, or in both."""
        ja, en = self.titles["ja"], self.titles["en"]
        if language is None:
            return ja if ja == en else f"{ja} / {en}"
        return self.titles[language]

    def describe(self, language: str | None) -> dict[str, Any]:
        """Its description, where the headings are in a language or in both."""
        # The heading as it stands in the file comes first: some readers know no other.
        titles = {"ja": self.titles["ja"], "en": self.titles["en"]}
        if language is None:
            titles = {"und": self.heading(None), **titles}
        elif language == "en":
            titles = {"en": titles["en"], "ja": titles["ja"]}
        described: dict[str, Any] = {
            "name": self.name, "titles": titles, "datatype": self.datatype,
        }  # fmt: skip
        if self.is_list:
            described["separator"] = SEPARATOR
        if self.property:
            described["propertyUrl"] = str(self.property)
        if self.language:
            described["lang"] = self.language
        return described


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A table.

    Attributes:
        name: its file is called after it.
        titles: by language.
        columns: in order.
        key: the columns whose values tell rows apart; one column of IRIs alone says what a row is
            about.
    """

    name: str
    titles: Mapping[str, str]
    columns: tuple[CsvColumn, ...]
    key: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"

    def describe(self, language: str | None) -> dict[str, Any]:
        """Its description, where the headings are in a language or in both."""
        schema: dict[str, Any] = {"columns": [column.describe(language) for column in self.columns]}
        if self.key:
            schema["primaryKey"] = list(self.key) if len(self.key) > 1 else self.key[0]
        datatypes = {column.name: column.datatype for column in self.columns}
        if len(self.key) == 1 and datatypes[self.key[0]] == "anyURI":
            schema["aboutUrl"] = f"{{+{self.key[0]}}}"
        return {"url": self.file, "dc:title": _in_both(self.titles), "tableSchema": schema}


def describe_tables(
    tables: Iterable[CsvTable], titles: Mapping[str, str], language: str | None = None
) -> dict[str, Any]:
    """What goes into `METADATA_FILE` beside the tables.

    Args:
        tables: in the order of the description.
        titles: of all of them together, by language.
        language: of the headings in the files, ``ja`` or ``en``; both if not given.
    """
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": _in_both(titles),
        "dc:creator": f"policygraph {VERSION}",
        "tables": [table.describe(language) for table in tables],
    }


def _in_both(titles: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": titles[language], "@language": language} for language in ("ja", "en")]


class CsvWriter:
    """Writes the rows of a table.

    Args:
        table: its columns are the heading.
        out: stays open.
        language: of the headings, ``ja`` or ``en``; both if not given.
        bom: for a spreadsheet: begin with a byte order mark, by which it knows UTF-8, and keep it
            from running a cell that begins like a formula by an apostrophe before it.
    """

    def __init__(
        self, table: CsvTable, out: IO[bytes], *, language: str | None = None, bom: bool = False
    ) -> None:
        if bom:
            out.write(b"\xef\xbb\xbf")
        self._cell = spreadsheet_cell if bom else plain_cell
        self._out = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        self._csv = csv.writer(self._out, lineterminator="\n")
        self._csv.writerow([column.heading(language) for column in table.columns])

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write rows, a cell a column."""
        self._csv.writerows([self._cell(cell) for cell in row] for row in rows)

    def close(self) -> None:
        """Give the file back unclosed."""
        self._out.detach()


def plain_cell(cell: Cell) -> str | int:
    """A cell as it stands in CSV: a literal by its lexical form, nothing as an empty cell."""
    if cell is None:
        return ""
    if isinstance(cell, Literal):
        return cell.value
    if isinstance(cell, (str, int)):
        return cell
    return SEPARATOR.join(str(plain_cell(value)) for value in cell)


def spreadsheet_cell(cell: Cell) -> str | int:
    """A cell that no spreadsheet takes for a formula."""
    value = plain_cell(cell)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
