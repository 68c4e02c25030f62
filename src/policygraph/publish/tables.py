"""The graph as CSV tables, one row a thing, with CSV on the Web metadata beside them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI, ITSRDF, NIF, POL, RDF, SKOS
from policygraph.core.output import new_file
from policygraph.publish.table_rows import LINKS, Cell, DocumentRows, Row, Tally, actors, bodies
from policygraph.questions.documents import read_documents, read_shared
from policygraph.store.sorted_graph import SortedGraph
from policygraph.version import VERSION

METADATA = "csv-metadata.json"
SEPARATOR = "; "
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``many``: its cells are lists, with `SEPARATOR` between the values."""

    name: str
    ja: str
    en: str
    datatype: str = "string"
    many: bool = False
    property: IRI | None = None
    language: str = ""

    def heading(self, language: str | None) -> str:
        """Its heading: in a language, or in both."""
        both = self.ja if self.ja == self.en else f"{self.ja} / {self.en}"
        return {"ja": self.ja, "en": self.en}.get(language or "", both)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its file is called after it."""

    name: str
    ja: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("iri",)

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"


def _thing(name: str, ja: str, en: str, property_: IRI | None = None) -> Column:
    return Column(name, ja, en, "anyURI", property=property_)


def _labels(name: str, ja: str, en: str) -> tuple[Column, Column]:
    return (
        Column(f"{name}_ja", f"{ja}（日本語）", f"{en} (ja)", many=True, language="ja"),
        Column(f"{name}_en", f"{ja}（英語）", f"{en} (en)", many=True, language="en"),
    )


# Two numbers, because a spreadsheet takes "3-5" for the third of May.
_LINES = (
    Column("first_line", "原文の行（始）", "first source line", "integer"),
    Column("last_line", "原文の行（終）", "last source line", "integer"),
)
_LINK_NAMES = {
    POL.responsibleBody: ("responsible_bodies", "担当主体", "responsible bodies"),
    POL.involvesOrganization: ("organizations", "関係機関", "organisations involved"),
    POL.involvesActor: ("actors", "関係主体の種類", "actors"),
    POL.hasTheme: ("themes", "テーマ", "themes"),
    POL.usesInstrument: ("instruments", "政策手段", "instruments"),
    POL.commitment: ("commitment", "コミットメント", "commitment"),
    POL.refersTo: ("works", "参照文書", "works referred to"),
    POL.underProgramme: ("programmes", "プログラム", "programmes"),
    POL.takesPlaceIn: ("places", "場所", "places"),
}

MEASURES = Table("measures", "取組と目標", "Measures and targets", (
    _thing("iri", "IRI", "IRI"),
    Column("id", "番号", "id"),
    Column("kind", "種別", "kind"),
    Column("document", "文書", "document"),
    Column("title_ja", "題（日本語）", "title (ja)", property=SKOS.prefLabel, language="ja"),
    Column("title_en", "題（英語）", "title (en)", property=SKOS.prefLabel, language="en"),
    Column("section", "節", "section"),
    Column("group", "項目群", "group"),
    Column("text", "本文", "text", property=POL.text),
    *_LINES,
    Column("occurrences", "記載数", "occurrences", "integer"),
    Column("reprises", "うち再掲", "of these reprises", "integer"),
    _thing("first_occurrence", "最初の記載", "first occurrence"),
    *(column for link in LINKS for column in _labels(*_LINK_NAMES[link])),
))  # fmt: skip

BODIES = Table("bodies", "主体", "Bodies", (
    _thing("iri", "IRI", "IRI"),
    Column("class", "種別", "class"),
    Column("label_ja", "名称（日本語）", "name (ja)", property=SKOS.prefLabel, language="ja"),
    Column("label_en", "名称（英語）", "name (en)", property=SKOS.prefLabel, language="en"),
    Column("corporate_number", "法人番号", "corporate number"),
    Column("in_vocabulary", "語彙収録", "in the vocabulary", "boolean"),
    Column("measures", "担当する取組・目標の数", "items it answers for", "integer"),
    Column("as_printed", "【】での記載数（再掲を含む）", "times printed in a tag, reprises included", "integer"),
    Column("involved", "文中に名の挙がる取組・目標の数", "items whose wording names it", "integer"),
    Column("mentions", "文中での言及数", "mentions in the wording", "integer"),
))  # fmt: skip

ACTORS = Table("actors", "主体の類型", "Actors", (
    _thing("iri", "IRI", "IRI"),
    Column("notation", "記号", "notation", property=SKOS.notation),
    Column("label_ja", "名称（日本語）", "name (ja)", property=SKOS.prefLabel, language="ja"),
    Column("label_en", "名称（英語）", "name (en)", property=SKOS.prefLabel, language="en"),
    Column("broader", "上位概念", "broader", "anyURI", many=True, property=SKOS.broader),
    Column("measures", "関係する取組・目標の数", "items that involve it", "integer"),
    Column("mentions", "文中での言及数", "mentions in the wording", "integer"),
))  # fmt: skip

LINK_TABLE = Table("links", "つながり", "Links", (
    Column("document", "文書", "document"),
    _thing("subject", "主語", "subject", RDF.subject),
    Column("subject_ja", "主語の名称（日本語）", "subject name (ja)"),
    Column("subject_en", "主語の名称（英語）", "subject name (en)"),
    _thing("property", "プロパティ", "property", RDF.predicate),
    Column("property_ja", "プロパティ名（日本語）", "property name (ja)"),
    Column("property_en", "プロパティ名（英語）", "property name (en)"),
    _thing("object", "目的語", "object", RDF.object),
    Column("object_ja", "目的語の名称（日本語）", "object name (ja)"),
    Column("object_en", "目的語の名称（英語）", "object name (en)"),
    Column("layer", "層", "layer"),
    _thing("because", "規則または判断した者", "rule or curator"),
    Column("words", "根拠の語句", "words it stands on", many=True),
    Column("mentions", "根拠の言及", "mentions it stands on", "anyURI", many=True),
), key=("subject", "property", "object"))  # fmt: skip

MENTIONS = Table("mentions", "言及", "Mentions", (
    _thing("iri", "IRI", "IRI"),
    Column("document", "文書", "document"),
    _thing("unit", "言及のある単位", "unit", POL.mentionedIn),
    Column("begin", "開始位置", "begin", "nonNegativeInteger", property=NIF.beginIndex),
    Column("end", "終了位置", "end", "nonNegativeInteger", property=NIF.endIndex),
    Column("words", "語句", "words", property=NIF.anchorOf),
    Column("meanings", "意味するもの", "meanings", "anyURI", many=True, property=ITSRDF.taIdentRef),
    *_labels("meaning", "意味するものの名称", "names of the meanings"),
    Column("tag_order", "【】での順序", "order in the tag", "integer", property=POL.order),
    Column("date", "日付", "date", "date", property=RDF.value),
    *_LINES,
))  # fmt: skip

TABLES = (MEASURES, BODIES, ACTORS, LINK_TABLE, MENTIONS)


class _Writer:
    """Writes the rows of one table as CSV (RFC 4180 with line feeds), UTF-8.

    With a byte order mark it is for a spreadsheet, which would run a cell that begins like a formula
    (also with a full-width sign): an apostrophe before it keeps it text.
    """

    def __init__(self, table: Table, out: IO[bytes], language: str | None, *, bom: bool) -> None:
        if bom:
            out.write(b"\xef\xbb\xbf")
        self._cell = spreadsheet_cell if bom else _cell
        self._out = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        self._csv = csv.writer(self._out, lineterminator="\n")
        self._csv.writerow([column.heading(language) for column in table.columns])

    def rows(self, rows: Iterable[Row]) -> None:
        """Write some rows."""
        self._csv.writerows([self._cell(cell) for cell in row] for row in rows)

    def close(self) -> None:
        """Give the file back unclosed."""
        self._out.detach()


def _cell(cell: Cell) -> str | int:
    return SEPARATOR.join(cell) if isinstance(cell, list) else cell


def spreadsheet_cell(cell: Cell) -> str | int:
    """A cell that no spreadsheet takes for a formula."""
    value = _cell(cell)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_rows(graph: SortedGraph, writers: dict[str, _Writer]) -> None:
    """Fill tables, one document at a time; those without a writer are only counted."""
    shared, tally = read_shared(graph), Tally()

    def put(table: Table, rows: Iterator[Row]) -> None:
        if table.name in writers:
            writers[table.name].rows(rows)
        else:
            for _ in rows:
                pass

    for document in read_documents(graph):
        rows = DocumentRows(document, shared, tally)
        put(MEASURES, rows.measures())
        put(LINK_TABLE, rows.links())
        put(MENTIONS, rows.mentions())
    put(BODIES, bodies(shared, tally))
    put(ACTORS, actors(shared, tally))


def write_table(
    graph: SortedGraph, name: str, out: IO[bytes], *, language: str | None = None, bom: bool = False
) -> None:
    """Write one table.

    Args:
        graph: with its named graphs.
        name: of the table.
        out: where it goes.
        language: of the headings, ``ja`` or ``en``; both if not given.
        bom: for Excel: begin with a byte order mark, by which it knows UTF-8, and let no cell be a
            formula.

    Raises:
        UsageError: there is no table of that name.
    """
    table = next((table for table in TABLES if table.name == name), None)
    if table is None:
        known = ", ".join(table.name for table in TABLES)
        raise UsageError(f'there is no table "{name}"; there are {known}')
    writer = _Writer(table, out, language, bom=bom)
    write_rows(graph, {name: writer})
    writer.close()


def write_tables(
    graph: SortedGraph, folder: Path, *, language: str | None = None, bom: bool = False
) -> list[Path]:
    """Write all tables and their metadata into a folder; see `write_table`.

    Returns:
        The files.
    """
    files = [folder / table.file for table in TABLES]
    with ExitStack() as open_files:
        writers = {
            table.name: _Writer(table, open_files.enter_context(new_file(path)), language, bom=bom)
            for table, path in zip(TABLES, files, strict=True)
        }
        write_rows(graph, writers)
        for writer in writers.values():
            writer.close()
    with new_file(folder / METADATA) as out:
        text = json.dumps(csvw_metadata(language), ensure_ascii=False, indent=2)
        out.write(f"{text}\n".encode())
    return [*files, folder / METADATA]


def csvw_metadata(language: str | None = None) -> dict[str, Any]:
    """The tables as "Metadata Vocabulary for Tabular Data" (W3C, 2015) describes them."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": [
            {"@value": "policygraph の表", "@language": "ja"},
            {"@value": "Tables of policygraph", "@language": "en"},
        ],
        "dc:creator": f"policygraph {VERSION}",
        "tables": [_table_metadata(table, language) for table in TABLES],
    }


def _table_metadata(table: Table, language: str | None) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "columns": [_column_metadata(column, language) for column in table.columns],
        "primaryKey": list(table.key) if len(table.key) > 1 else table.key[0],
    }
    if table.key == ("iri",):
        schema["aboutUrl"] = "{+iri}"
    return {
        "url": table.file,
        "dc:title": [
            {"@value": table.ja, "@language": "ja"},
            {"@value": table.en, "@language": "en"},
        ],
        "tableSchema": schema,
    }


def _column_metadata(column: Column, language: str | None) -> dict[str, Any]:
    # The heading as it stands in the file comes first: some readers know no other.
    titles = {"ja": column.ja, "en": column.en}
    if language is None:
        titles = {"und": column.heading(None), **titles}
    elif language == "en":
        titles = {"en": column.en, "ja": column.ja}
    found: dict[str, Any] = {"name": column.name, "titles": titles, "datatype": column.datatype}
    if column.many:
        found["separator"] = SEPARATOR
    if column.property:
        found["propertyUrl"] = str(column.property)
    if column.language:
        found["lang"] = column.language
    return found
