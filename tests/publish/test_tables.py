from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import csvw
import frictionless
import pytest
from click.testing import CliRunner

from policygraph.api import build
from policygraph.cli.publish import export
from policygraph.core.errors import UsageError
from policygraph.publish.tables import find_table, table_names, write_table, write_tables
from policygraph.questions.csvw import (
    METADATA_FILE,
    PACKAGE_FILE,
    Headings,
    plain_cell,
    spreadsheet_cell,
)
from policygraph.store import Solutions, Store
from policygraph.store.sorted_graph import SortedGraph

pytestmark = pytest.mark.heavy  # all of the shipped graph, again and again

CHAPTER = Path(__file__).parents[2] / "data" / "source" / "sti-strategy-2017" / "5.txt"
_PREFIXES = """
PREFIX pol: <https://w3id.org/policygraph/ontology#>
PREFIX itsrdf: <http://www.w3.org/2005/11/its/rdf#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


@pytest.fixture(scope="module")
def folder(graph: SortedGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("tables")
    write_tables(graph, out)
    return out


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table by the names of its columns."""
    table = find_table(name).table
    with (folder / table.file).open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    return [dict(zip((c.name for c in table.columns), line, strict=True)) for line in lines[1:]]


def select(store: Store, pattern: str) -> list[tuple[Any, ...]]:
    answer = store.query(f"{_PREFIXES} SELECT {pattern}")
    assert isinstance(answer, Solutions)
    return [tuple(str(getattr(cell, "value", cell)) for cell in row) for row in answer.rows]


def printed_bodies() -> list[str]:
    """The bodies in the tags of the raw file, read without the program."""
    text = re.sub(r"\s", "", CHAPTER.read_text(encoding="utf-8"))
    return [body for tag in re.findall("【([^】]*)】", text) for body in tag.split("、")]


def test_there_is_a_row_for_each_of_the_54_measures_in_reading_order(folder: Path) -> None:
    found = rows(folder, "measures")
    assert [row["id"] for row in found[:3]] == ["5-1-C-1-1", "5-1-C-1-2", "5-1-C-1-3"]
    ids = [row["id"] for row in found]
    assert ids.index("5-1-C-1-2") < ids.index("5-1-C-1-10")
    assert len({row["iri"] for row in found}) == len(found) == 54


def test_a_measure_row_says_what_the_text_says(folder: Path) -> None:
    row = next(row for row in rows(folder, "measures") if row["id"] == "5-1-C-1-1")
    assert row["responsible_bodies_ja"] == "文部科学省"
    assert row["section_ja"] == "1 オープンイノベーションを推進する仕組みの強化"
    assert row["group_ja"] == "1 企業、大学、公的研究機関における推進体制の強化"
    assert row["section_en"].startswith("1 ")
    assert row["section_en"].isascii()
    assert row["text"].startswith("大学や国研において企業の")
    assert row["text"].endswith("体制の強化を図る。")
    assert (row["first_line"], row["last_line"]) == ("161", "165")
    assert (row["occurrences"], row["reprises"]) == ("1", "0")


def test_a_measure_that_is_restated_counts_both_occurrences(folder: Path) -> None:
    restated = [row for row in rows(folder, "measures") if row["occurrences"] == "2"]
    assert len(restated) == 3
    assert {row["reprises"] for row in restated} == {"1"}


def test_bodies_are_counted_as_the_raw_file_prints_them(folder: Path) -> None:
    printed = printed_bodies()
    counted = {
        row["label_ja"]: int(row["as_printed"])
        for row in rows(folder, "bodies")
        if row["as_printed"] != "0"
    }
    assert counted == {body: printed.count(body) for body in set(printed)}
    assert counted["文部科学省"] == 25
    assert sum(counted.values()) == 92


def test_every_link_of_the_graph_is_a_row_and_no_other(folder: Path, store: Store) -> None:
    wanted = select(
        store,
        """DISTINCT ?s ?p ?o WHERE {
  { ?s ?p ?o . ?p <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> pol:links }
  UNION { ?s ?p ?o . VALUES ?p { pol:addressesIssue pol:relatedIssue } } }""",
    )
    found = [(row["subject"], row["property"], row["object"]) for row in rows(folder, "links")]
    assert sorted(found) == sorted(wanted)
    assert len(set(found)) == len(found)


def test_a_stated_link_names_the_words_it_stands_on(folder: Path) -> None:
    found = rows(folder, "links")
    (row,) = (
        row
        for row in found
        if row["subject"].endswith("/5-1-C-1-1") and row["property"].endswith("#responsibleBody")
    )
    assert (row["layer"], row["words"]) == ("stated", "文部科学省")
    assert row["mentions"].startswith(
        "https://w3id.org/policygraph/doc/sti-strategy-2017/5/1/C/1/1#"
    )
    assert not [row for row in found if row["layer"] == "stated" and not row["words"]]


def test_a_link_can_be_read_without_its_iris(folder: Path) -> None:
    found = rows(folder, "links")
    measure = next(row for row in found if row["subject"].endswith("/5-1-C-1-1"))
    assert measure["subject_ja"] == "大学・国研における部局横断的な研究開発集中管理体制の強化"
    issue = next(row for row in found if row["object"].endswith("/5/1/B/s15"))
    assert issue["object_en"] == "このため、クロスアポイントメント制度の活用促進が求められている。"
    assert "クロスアポイントメント制度" in issue["words"]
    assert {row["document"] for row in found} == {"sti-strategy-2017"}
    assert not [row for row in found if row["subject_ja"].startswith("https:")]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    text = folder / "2.txt"
    text.write_text(
        "第２章 題\n（１）節\n［Ｃ］重きを置くべき取組\n① 題\n"
        "・中小・ベンチャー企業を支援する。【総務省、経済産業省、関係府省、文部科学省】\n",
        encoding="utf-8",
    )
    with SortedGraph(build(text, key="x-2018").dataset.quads()) as graph:
        write_tables(graph, folder / "tables")
    return folder / "tables"


def test_an_untitled_item_goes_by_its_words(small: Path) -> None:
    names = {row["subject_ja"] for row in rows(small, "links")}
    assert names == {"中小・ベンチャー企業を支援する。"}


def test_the_bodies_of_a_measure_come_in_the_order_of_their_tag(small: Path) -> None:
    (row,) = rows(small, "measures")
    assert row["responsible_bodies_ja"] == "総務省|経済産業省|関係府省|文部科学省"


def test_a_compound_is_evidence_of_each_thing_that_it_stands_for(small: Path) -> None:
    words = {
        row["object_ja"]: row["words"]
        for row in rows(small, "links")
        if row["property"].endswith("#involvesActor")
    }
    assert words == dict.fromkeys(("中小企業", "ベンチャー企業"), "中小・ベンチャー企業")


def test_an_inferred_link_names_its_rule(folder: Path) -> None:
    inferred = [row for row in rows(folder, "links") if row["layer"] == "inferred"]
    assert inferred
    assert all(row["because"].startswith("https://w3id.org/policygraph/rule/") for row in inferred)


def test_every_mention_is_a_row_with_its_words(folder: Path, store: Store) -> None:
    wanted = select(store, "DISTINCT ?m WHERE { ?m pol:mentionedIn ?u }")
    found = rows(folder, "mentions")
    assert sorted(row["iri"] for row in found) == sorted(row[0] for row in wanted)
    for row in found:
        assert len(row["words"]) == int(row["end"]) - int(row["begin"])


def test_actors_have_a_row_a_concept(folder: Path, store: Store) -> None:
    wanted = select(
        store,
        "?c WHERE { ?c skos:inScheme <https://w3id.org/policygraph/concept/actor/> . ?c a skos:Concept }",
    )
    assert sorted(row["iri"] for row in rows(folder, "actors")) == sorted(row[0] for row in wanted)


def test_what_a_phrase_says_of_time_is_its_value_and_a_date_to_the_day_stands_in_a_column_of_its_own(
    folder: Path,
) -> None:
    said = {row["words"]: (row["date"], row["value"]) for row in rows(folder, "mentions")}
    assert said["平成28年３月22日"] == ("2016-03-22", "2016-03-22")
    assert said["2008年"] == ("", "2008")
    assert said["10年"] == ("", "P10Y")
    assert said["文部科学省"] == ("", "")


@pytest.mark.filterwarnings("error")  # of the reader: about headings, types and keys
def test_a_csvw_reader_reads_the_tables_by_their_metadata(folder: Path) -> None:
    group = csvw.TableGroup.from_file(folder / METADATA_FILE)
    tables = [find_table(name).table for name in table_names()]
    assert [table.url.string for table in group.tables] == [table.file for table in tables]
    for table, ours in zip(group.tables, tables, strict=True):
        read = list(table.iterdicts(strict=False))
        assert len(read) == len(rows(folder, ours.name))
        keys = [tuple(row[name] for name in ours.key) for row in read]
        assert len(set(keys)) == len(keys)
    bodies = {row["label_ja"]: row for row in group.tables[1].iterdicts(strict=False)}
    assert bodies["内閣府"]["as_printed"] == 17


@pytest.mark.parametrize("headings", ["keys", "both", "ja", "en"])
def test_validators_of_the_w3c_and_of_frictionless_find_the_tables_in_order(
    graph: SortedGraph, tmp_path: Path, headings: Headings
) -> None:
    write_tables(graph, tmp_path, headings=headings)
    assert csvw.CSVW(str(tmp_path / METADATA_FILE), validate=True).is_valid
    report = frictionless.validate(str(tmp_path / PACKAGE_FILE))
    assert (len(report.tasks), report.valid) == (len(table_names()), True), report.to_summary()


def test_a_reader_of_linked_csv_says_each_row_of_the_thing_that_it_is_about(folder: Path) -> None:
    read = csvw.CSVW(str(folder / METADATA_FILE)).to_json()
    measures = next(table for table in read["tables"] if table["url"].endswith("measures.csv"))
    about = [row["describes"][0]["@id"] for row in measures["row"]]
    assert about == [row["iri"] for row in rows(folder, "measures")]


def test_every_column_is_headed_by_its_name_and_has_labels_in_both_languages(folder: Path) -> None:
    metadata = json.loads((folder / METADATA_FILE).read_text(encoding="utf-8"))
    for table in metadata["tables"]:
        header = next(csv.reader((folder / table["url"]).open(encoding="utf-8", newline="")))
        for heading, column in zip(header, table["tableSchema"]["columns"], strict=True):
            called = {label["@language"]: label["@value"] for label in column["rdfs:label"]}
            assert called["en"]
            assert heading == column["titles"] == column["name"]
            assert re.search("[ぁ-んァ-ヶ一-龠]", called["ja"]) or column["name"] == "iri"


@pytest.mark.parametrize(
    ("headings", "heading"),
    [
        ("ja", "担当主体（日本語）"),
        ("en", "responsible bodies (ja)"),
        ("both", "担当主体（日本語） / responsible bodies (ja)"),
    ],
)
def test_headings_can_be_what_people_call_the_columns(
    graph: SortedGraph, headings: Headings, heading: str
) -> None:
    out = io.BytesIO()
    write_table(graph, "measures", out, headings=headings)
    header = next(csv.reader(io.StringIO(out.getvalue().decode())))
    assert heading in header


def test_a_byte_order_mark_stands_there_only_on_request(graph: SortedGraph) -> None:
    plain, marked = io.BytesIO(), io.BytesIO()
    write_table(graph, "actors", plain)
    write_table(graph, "actors", marked, bom=True)
    assert marked.getvalue() == b"\xef\xbb\xbf" + plain.getvalue()


def test_no_cell_for_a_spreadsheet_is_a_formula(trig: Path, tmp_path: Path) -> None:
    path = tmp_path / "formula.trig"
    words = "=cmd|' /C calc'!A0"
    old = '"academia"@en'
    text = trig.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, f'"{words}"@en'), encoding="utf-8")
    found = {}
    for bom in (False, True):
        out = io.BytesIO()
        with SortedGraph.read(path) as graph:
            write_table(graph, "actors", out, bom=bom)
        lines = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))
        found[bom] = next(line for line in lines if line[0].endswith("/academia"))
    assert found[False][3] == words
    assert found[True][3] == f"'{words}"


@pytest.mark.parametrize("sign", list("=+-@＝＋－＠\t\r\n"))
def test_every_sign_that_begins_a_formula_is_known(sign: str) -> None:
    assert spreadsheet_cell(f"{sign}1+1") == f"'{sign}1+1"
    assert spreadsheet_cell([f"{sign}1", "x"]) == f"'{sign}1|x"
    assert spreadsheet_cell(f"1{sign}1") == f"1{sign}1"
    assert spreadsheet_cell(-1) == -1


def test_no_cell_looks_like_a_date_to_a_spreadsheet(folder: Path) -> None:
    for name in table_names():
        for row in rows(folder, name):
            likely = {k: v for k, v in row.items() if re.fullmatch(r"\d{1,4}[-/]\d{1,2}", v)}
            assert not likely


def test_an_unknown_table_is_an_error_that_lists_the_tables(graph: SortedGraph) -> None:
    with pytest.raises(UsageError, match="there are measures, bodies, actors, links, mentions"):
        write_table(graph, "ministries", io.BytesIO())


def test_csv_without_a_folder_says_what_to_give(trig: Path) -> None:
    done = CliRunner().invoke(export, ["csv", "--graph", str(trig)])
    assert isinstance(done.exception, UsageError)
    assert "give a folder to --out" in str(done.exception)


def test_a_value_that_holds_the_separator_of_lists_stays_one_value() -> None:
    assert plain_cell(["「Vision A|B」", "戦略; 計画"]).split("|") == [
        "「Vision A｜B」",
        "戦略; 計画",
    ]
