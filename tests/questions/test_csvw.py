"""Answers as CSV on the Web: what a reader of the metadata gets is what was answered."""

from __future__ import annotations

import csv
import datetime
import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import csvw
import pytest
import rfc3986
from command_line import run_bytes

import policygraph
from policygraph.core.errors import UsageError
from policygraph.core.namespaces import BASE, IRI, SKOS, XSD
from policygraph.core.terms import Literal, text
from policygraph.questions import find_questions
from policygraph.questions.answer import Answer
from policygraph.questions.asking import as_question
from policygraph.questions.csvw import METADATA_FILE, CsvColumn, CsvTable, describe_tables
from policygraph.questions.formats import Layout, write
from policygraph.store import Boolean, Graph, Solutions, Store

# The reader complains of headings, types and keys by warnings.
pytestmark = pytest.mark.filterwarnings("error")

A, B = IRI(f"{BASE}org/a"), IRI(f"{BASE}org/b")
TITLES = {"ja": "表", "en": "Table"}
EVERY_TYPE = Answer(
    Solutions(
        ("body", "bodies", "n", "share", "yes", "day", "words", "any"),
        [
            (A, text(f"{A} {B}"), Literal("3", XSD.integer), Literal("1.5", XSD.decimal),
             Literal("true", XSD.boolean), Literal("2017-06-02", XSD.date), text("=題"), A),
            (None, text(""), None, None, None, None, None, text("x", "ja")),
        ],
    ),
    {"body": "iri", "bodies": "iris", "n": "integer", "share": "decimal", "yes": "boolean",
     "day": "date", "words": "string"},
    "ja",
    {A: "甲", B: "乙"},
)  # fmt: skip


def unpacked(packed: bytes, folder: Path) -> csvw.TableGroup:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(folder)
    return csvw.TableGroup.from_file(folder / METADATA_FILE)


def test_a_csvw_reader_gets_every_type_of_cell_back(tmp_path: Path) -> None:
    packed = write(EVERY_TYPE, "csvw", Layout(name="mine"))
    assert isinstance(packed, bytes)
    (table,) = unpacked(packed, tmp_path).tables
    assert str(table.url) == "mine.csv"
    first, second = table.iterdicts(strict=False)
    assert first["body"] == A
    assert first["bodies"] == [A, B]
    assert (first["n"], first["share"], first["yes"]) == (3, Decimal("1.5"), True)
    assert first["day"] == datetime.datetime(2017, 6, 2)
    assert first["words"] == "=題"
    assert first["any"] == A
    assert second["bodies"] == []
    assert [second[name] for name in ("body", "n", "share", "yes", "day", "words")] == [None] * 6
    assert second["any"] == "x"


def test_labels_stand_in_columns_of_their_own_in_the_answers_language(tmp_path: Path) -> None:
    packed = write(EVERY_TYPE, "csvw", Layout(labels=True))
    (table,) = unpacked(packed, tmp_path).tables  # type: ignore[arg-type]
    (first, _) = table.iterdicts(strict=False)
    assert first["bodyLabel"] == "甲"
    assert first["bodiesLabel"] == "甲、乙"
    column = next(c for c in table.tableSchema.columns if c.name == "bodiesLabel")
    assert (column.lang, column.separator) == ("ja", None)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_headings_in_the_file_are_the_titles_of_the_metadata_and_labels_are_in_both_languages(
    tmp_path: Path, oxigraph: Store, language: str
) -> None:
    question = as_question("measures-per-body")
    answer = policygraph.ask(question, graph=oxigraph, lang=language)
    packed = write(answer, "csvw", Layout.of(question))
    (table,) = unpacked(packed, tmp_path).tables  # type: ignore[arg-type]
    with (tmp_path / "measures-per-body.csv").open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    metadata = json.loads((tmp_path / METADATA_FILE).read_text(encoding="utf-8"))
    columns = metadata["tables"][0]["tableSchema"]["columns"]
    assert (
        header == [column["titles"] for column in columns] == [column["name"] for column in columns]
    )
    assert {label["@language"] for column in columns for label in column["rdfs:label"]} == {
        "ja",
        "en",
    }
    assert metadata["dc:title"] == [
        {"@value": question.title[lang], "@language": lang} for lang in ("ja", "en")
    ]
    assert [row["measures"] for row in table.iterdicts(strict=False)] == [
        row.measures for row in answer
    ]


@pytest.mark.parametrize("question", find_questions(), ids=lambda question: question.id)
def test_every_question_is_answered_in_csvw_as_it_is_in_rows(
    question: policygraph.Question, oxigraph: Store, tmp_path: Path
) -> None:
    examples = {parameter.name: parameter.example for parameter in question.params}
    answer = policygraph.ask(question, graph=oxigraph, **examples)
    packed = write(answer, "csvw", Layout.of(question))
    (table,) = unpacked(packed, tmp_path).tables  # type: ignore[arg-type]
    read = [tuple(map(as_answered, row.values())) for row in table.iterdicts(strict=False)]
    assert read == [tuple(None if cell == "" else cell for cell in row) for row in answer.rows]


def as_answered(cell: object) -> object:
    """A cell of the reader's as an answer has it: it parses IRIs, and dates have a time."""
    if isinstance(cell, list):
        return tuple(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date()
    return cell.unsplit() if isinstance(cell, rfc3986.URIReference) else cell


def test_the_same_answer_gives_the_same_bytes() -> None:
    assert write(EVERY_TYPE, "csvw") == write(EVERY_TYPE, "csvw")


def test_every_table_says_what_it_is_about_by_its_key() -> None:
    columns = (
        CsvColumn("iri", {"ja": "IRI", "en": "IRI"}, "anyURI"),
        CsvColumn("name", {"ja": "名称", "en": "name"}, language="ja", property=SKOS.prefLabel),
    )
    table = CsvTable("things", TITLES, columns, key=("iri",))
    (described,) = describe_tables([table], TITLES)["tables"]
    assert described["tableSchema"]["primaryKey"] == "iri"
    assert described["tableSchema"]["aboutUrl"] == "{+iri}"
    assert described["tableSchema"]["columns"][1] == {
        "name": "name", "titles": "name",
        "rdfs:label": [{"@value": "名称", "@language": "ja"}, {"@value": "name", "@language": "en"}],
        "datatype": "string", "propertyUrl": SKOS.prefLabel, "lang": "ja",
    }  # fmt: skip


def test_an_answer_without_rows_is_no_table() -> None:
    with pytest.raises(UsageError, match="has no rows"):
        write(Answer(Boolean(True)), "csvw")
    with pytest.raises(UsageError, match="not csvw"):
        write(Answer(Graph([])), "csvw")


def test_the_command_writes_a_zip_or_a_folder(tmp_path: Path) -> None:
    command = ("query", "measures-per-body", "--format", "csvw")
    piped = run_bytes(*command).stdout
    assert piped
    for name in ("a.zip", "folder"):
        assert run_bytes(*command, "--out", name, cwd=tmp_path).returncode == 0
    assert (tmp_path / "a.zip").read_bytes() == piped
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert sorted(archive.namelist()) == sorted(p.name for p in (tmp_path / "folder").iterdir())
        for name in archive.namelist():
            assert archive.read(name) == (tmp_path / "folder" / name).read_bytes()
