"""Tables as CSV, and what describes them: the one writer of both.

CSV is that of RFC 4180 with line feeds, in UTF-8; the description follows "Metadata Vocabulary for
Tabular Data" (W3C, 2015), which belongs to CSV on the Web (CSVW).
"""

from __future__ import annotations

import csv
import io
import json
import typing
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from policygraph.core.messages import LANGUAGES, Messages
from policygraph.core.namespaces import IRI, XSD
from policygraph.core.output import changed_folder
from policygraph.core.terms import Literal, Value
from policygraph.questions.answer import Answer
from policygraph.questions.formats import Layout
from policygraph.version import VERSION

SEPARATOR = "|"  # between the values of a list; CSVW has no way to escape it
_STAND_IN = "｜"  # for it in a value
METADATA_FILE = "csv-metadata.json"
PACKAGE_FILE = "datapackage.json"
# A spreadsheet runs a cell that begins so, also with a full-width sign.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_DATATYPES = {"iri": "anyURI", "iris": "anyURI"}  # of columns whose type is not called as in CSVW
# Those of Table Schema that say the same as in CSVW; nonNegativeInteger and the like are integers there.
_FIELD_TYPES = {
    "integer": "integer", "nonNegativeInteger": "integer", "decimal": "number", "double": "number",
    "boolean": "boolean", "date": "date",
}  # fmt: skip
_NAMED = (XSD.integer, XSD.decimal, XSD.double, XSD.boolean, XSD.date)  # in CSVW as here
_OLDEST = (1980, 1, 1, 0, 0, 0)  # what a zip can say: the same answer gives the same bytes
_say = Messages("questions")

# Of columns: their names, which every reader of CSV on the Web takes for keys; what people call them.
Headings = typing.Literal["keys", "both", "ja", "en"]
Cell = Value | str | int | Sequence[Value | str] | None


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """A column.

    Attributes:
        name: of the column in the description, by which programs know it.
        titles: what people call it, by language (``ja`` and ``en``).
        datatype: a built-in datatype of CSVW: ``string``, ``anyURI``, ``integer`` …
        is_list: its cells are lists, with `SEPARATOR` between the values; one that holds it itself has it
            in full width.
        property: that its values have in the graph, where there is one.
        language: of its values, where they have one.
        value_url: a template of the thing that a value stands for, ``{+body}``.
    """

    name: str
    titles: Mapping[str, str]
    datatype: str = "string"
    is_list: bool = False
    property: IRI | None = None
    language: str = ""
    value_url: str = ""

    def heading(self, headings: Headings) -> str:
        """Its heading."""
        if headings == "both":
            return _joined(self.titles)
        return self.name if headings == "keys" else self.titles[headings]

    def describe(self, headings: Headings) -> dict[str, Any]:
        """Its description."""
        described: dict[str, Any] = {
            "name": self.name, "titles": self.heading(headings), "rdfs:label": _in_both(self.titles),
            "datatype": self.datatype,
        }  # fmt: skip
        if self.is_list:
            described["separator"] = SEPARATOR
        if self.property:
            described["propertyUrl"] = str(self.property)
        if self.language:
            described["lang"] = self.language
        if self.value_url:
            described["valueUrl"] = self.value_url
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

    def describe(self, headings: Headings) -> dict[str, Any]:
        """Its description."""
        schema: dict[str, Any] = {"columns": [column.describe(headings) for column in self.columns]}
        if self.key:
            schema["primaryKey"] = list(self.key) if len(self.key) > 1 else self.key[0]
        datatypes = {column.name: column.datatype for column in self.columns}
        if len(self.key) == 1 and datatypes[self.key[0]] == "anyURI":
            schema["aboutUrl"] = f"{{+{self.key[0]}}}"
            # As anyURI, csvw 4.1 would put the path of a file of ours there.
            schema["columns"][[*datatypes].index(self.key[0])]["datatype"] = "string"
        return {"url": self.file, "dc:title": _in_both(self.titles), "tableSchema": schema}


def describe_tables(
    tables: Iterable[CsvTable], titles: Mapping[str, str], headings: Headings = "keys"
) -> dict[str, Any]:
    """What goes into `METADATA_FILE` beside the tables.

    Args:
        tables: in the order of the description.
        titles: of all of them together, by language.
        headings: in the files.
    """
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": _in_both(titles),
        "dc:creator": f"policygraph {VERSION}",
        "tables": [table.describe(headings) for table in tables],
    }


def describe_package(
    tables: Iterable[CsvTable], name: str, titles: Mapping[str, str], headings: Headings = "keys"
) -> dict[str, Any]:
    """What goes into `PACKAGE_FILE` beside the tables, for readers of Frictionless Data Packages.

    Args:
        tables: in the order of the description.
        name: of the package, in ASCII.
        titles: of all of them together, by language.
        headings: in the files.
    """
    return {
        "name": name,
        "profile": "tabular-data-package",
        "title": _joined(titles),
        "resources": [
            {
                "name": table.name,
                "profile": "tabular-data-resource",
                "path": table.file,
                "title": _joined(table.titles),
                "encoding": "utf-8",
                "schema": {
                    "fields": [
                        {
                            "name": column.heading(headings),
                            "title": _joined(column.titles),
                            "type": "string"
                            if column.is_list
                            else _FIELD_TYPES.get(column.datatype, "string"),
                        }
                        for column in table.columns
                    ],
                    "primaryKey": [
                        column.heading(headings)
                        for column in table.columns
                        if column.name in table.key
                    ],
                },
            }
            for table in tables
        ],
    }


def _joined(titles: Mapping[str, str]) -> str:
    return " / ".join(dict.fromkeys(titles[language] for language in LANGUAGES))


def _in_both(titles: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": titles[language], "@language": language} for language in LANGUAGES]


class CsvWriter:
    """Writes the rows of a table.

    Args:
        table: its columns are the heading.
        out: stays open.
        headings: by which programs know the columns, or what people call them.
        bom: for a spreadsheet: begin with a byte order mark, by which it knows UTF-8, and keep it
            from running a cell that begins like a formula by an apostrophe before it.
    """

    def __init__(
        self, table: CsvTable, out: IO[bytes], *, headings: Headings = "keys", bom: bool = False
    ) -> None:
        if bom:
            out.write(b"\xef\xbb\xbf")
        self._cell = spreadsheet_cell if bom else plain_cell
        self._out = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        self._csv = csv.writer(self._out, lineterminator="\n")
        self._csv.writerow([column.heading(headings) for column in table.columns])

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
    return SEPARATOR.join(str(plain_cell(value)).replace(SEPARATOR, _STAND_IN) for value in cell)


def spreadsheet_cell(cell: Cell) -> str | int:
    """A cell that no spreadsheet takes for a formula."""
    value = plain_cell(cell)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_csvw(answer: Answer, layout: Layout) -> bytes:
    """An answer as a zip of its table and the description; see `answer_files`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in answer_files(answer, layout).items():
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def write_csvw_folder(answer: Answer, layout: Layout, folder: Path) -> None:
    """Write an answer and its description into a folder; see `answer_files`.

    Raises:
        StoreError: the folder cannot be written.
    """
    with changed_folder(folder) as (beside, _):
        for name, content in answer_files(answer, layout).items():
            (beside / name).write_bytes(content)


def answer_files(answer: Answer, layout: Layout) -> dict[str, bytes]:
    """An answer as a table, and what describes it, by the names of their files.

    Args:
        answer: of a SELECT; its columns are typed as its question declares them.
        layout: its name, titles and headings; with ``labels``, a column ``bodyLabel`` stands behind
            each column of things, in the answer's language.

    Raises:
        UsageError: the answer has no rows.
    """
    answer = answer.with_labels() if layout.labels else answer
    columns = (_answer_column(answer, index, layout) for index in range(len(answer.kinds)))
    table = CsvTable(layout.name, layout.both_titles(), tuple(columns))
    out = io.BytesIO()
    writer = CsvWriter(table, out)
    lists = [kind == "iris" for kind in answer.kinds]
    writer.write(
        [
            list(map(IRI, str(plain_cell(term)).split())) if is_list else term
            for term, is_list in zip(row, lists, strict=True)
        ]
        for row in answer.solutions.rows
    )
    writer.close()
    described = describe_tables([table], table.titles)
    metadata = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    return {table.file: out.getvalue(), METADATA_FILE: metadata.encode()}


def _answer_column(answer: Answer, index: int, layout: Layout) -> CsvColumn:
    name, kind = answer.solutions.variables[index], answer.kinds[index]
    titles = {language: layout.heading(name, language) for language in LANGUAGES}
    thing = name.removesuffix("Label")
    if layout.labels and thing != name:
        titles = {
            language: _say("label-of", language, heading=layout.heading(thing, language))
            for language in LANGUAGES
        }
        return CsvColumn(name, titles, language=answer.language)
    datatype = _DATATYPES.get(kind, kind)
    if kind == "term":
        datatype = _common_datatype(row[index] for row in answer.solutions.rows)
    is_list = kind == "iris"
    # A template cannot take a list apart.
    value_url = f"{{+{name}}}" if datatype == "anyURI" and not is_list else ""
    return CsvColumn(name, titles, datatype, is_list, value_url=value_url)


def _common_datatype(terms: Iterable[Value | None]) -> str:
    """The datatype of all terms of a column whose type nobody declared; else ``string``."""
    kinds = {
        term.datatype if isinstance(term, Literal) else type(term)
        for term in terms
        if term is not None
    }
    if kinds == {IRI}:
        return "anyURI"
    names = {iri: iri.removeprefix(XSD.iri) for iri in _NAMED}
    return names.get(kinds.pop(), "string") if len(kinds) == 1 else "string"  # type: ignore[arg-type]
