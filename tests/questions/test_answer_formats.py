"""What is written can be read again, by another program too."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic
from rdflib.plugins.sparql.results.jsonresults import JSONResultParser
from rdflib.plugins.sparql.results.tsvresults import TSVResultParser
from rdflib.plugins.sparql.results.xmlresults import XMLResultParser
from third_party import Site

from policygraph.core.columns import cut, text_width, wrap
from policygraph.core.errors import StoreError, UsageError
from policygraph.core.namespaces import (
    BASE,
    IRI,
    XSD,
)
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import BlankNode, Literal, text
from policygraph.questions import formats
from policygraph.questions.answer import Answer
from policygraph.questions.formats import ROWS as ROW_FORMATS
from policygraph.questions.formats import Layout, write, write_parts
from policygraph.questions.formats.people import fit
from policygraph.store import Boolean, Graph, Solutions

SME = IRI(f"{BASE}concept/actor/sme")
ROWS = Answer(
    Solutions(
        ("actor", "n", "text"),
        [
            (SME, Literal("3", XSD.integer), text("題", "ja")),
            (None, None, text('a "b" <c>\t& d | e\nf')),
        ],
    ),
    {"actor": "iri", "n": "integer", "text": "term"},
    "ja",
    {SME: "中小企業"},
)
PARSERS: dict[str, Any] = {"json": JSONResultParser, "xml": XMLResultParser, "tsv": TSVResultParser}
# What XML 1.0 and the line-based formats can hold.
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n"), max_size=20
)


def read_back(answer: Answer, name: str) -> list[tuple[object, ...]]:
    source = io.BytesIO(write(answer, name).encode())
    result = PARSERS[name]().parse(source)
    names = [rdflib.Variable(variable) for variable in answer.solutions.variables]
    return [tuple(row.get(name) for name in names) for row in result.bindings]


@pytest.mark.parametrize("name", PARSERS)
@settings(deadline=None)
@given(words=WORDS)
def test_rdflib_reads_what_is_written(name: str, words: str) -> None:
    words = f"x{words}x"  # rdflib's reader of TSV strips what stands at the ends
    answer = Answer(
        Solutions(
            ("a", "b", "c"),
            [(SME, text(words), Literal("3", XSD.integer)), (SME, text(words, "ja"), None)],
        )
    )
    assert read_back(answer, name) == [
        (rdflib.URIRef(SME), rdflib.Literal(words), rdflib.Literal(3)),
        (rdflib.URIRef(SME), rdflib.Literal(words, lang="ja"), None),
    ]


@settings(deadline=None)
@given(words=WORDS)
def test_csv_holds_the_words_as_they_are(words: str) -> None:
    written = write(Answer(Solutions(("a", "b"), [(SME, text(words))])), "csv")
    assert list(csv.reader(io.StringIO(written, newline=""))) == [["a", "b"], [SME, words]]


def test_labels_stand_in_a_column_of_their_own_behind_the_iris() -> None:
    assert write(ROWS, "csv", Layout(labels=True)).splitlines()[:2] == [
        "actor,actorLabel,n,text",
        f"{SME},中小企業,3,題",
    ]
    assert (
        write(ROWS, "tsv", Layout(labels=True)).splitlines()[0] == "?actor\t?actorLabel\t?n\t?text"
    )


def test_a_table_shows_labels_and_lines_up_whatever_the_script() -> None:
    answer = Answer(
        Solutions(("a", "n"), [(SME, Literal("3", XSD.integer)), (IRI("urn:x"), Literal("12", XSD.integer))]),
        {"a": "iri", "n": "integer"}, "ja", {SME: "中小企業", IRI("urn:x"): "abc"},
    )  # fmt: skip
    headings = {"a": {"ja": "主体"}}
    assert write(answer, None, Layout(headings=headings)).splitlines() == [
        "主体       n",
        "--------  --",
        "中小企業   3",
        "abc       12",
    ]


def test_a_table_wraps_to_the_terminal_and_never_within_a_number() -> None:
    long = text(
        "新たな基幹産業の育成の核となる革新的技術の創出を目的として the mapping of seeds and needs"
    )
    answer = Answer(Solutions(("t", "n"), [(long, Literal("123456789", XSD.integer))]))
    lines = write(answer, None, Layout(width=40)).splitlines()
    assert max(map(text_width, lines)) <= 40
    assert any("123456789" in line for line in lines)
    assert "".join(lines[2:]).replace(" ", "").replace("123456789", "") == long.value.replace(
        " ", ""
    )


def test_latin_words_are_wrapped_between_words_and_japanese_anywhere() -> None:
    assert wrap("Society 5.0の実現", 8) == ["Society", "5.0の実", "現"]
    assert wrap("unbreakable", 4) == ["unbr", "eaka", "ble"]
    assert wrap("", 4) == [""]


def test_the_widest_columns_are_narrowed_first() -> None:
    assert fit([30, 10, 5], [False, False, True], 40) == [21, 10, 5]


@pytest.mark.parametrize(("name", "said"), [("md", r"a "), ("html", "a &#34;b&#34; &lt;c&gt;")])
def test_markup_in_a_value_stays_text(name: str, said: str) -> None:
    written = write(ROWS, name)
    assert said in written
    assert "<c>" not in written.replace(r"\<c\>", "")


def test_a_row_of_markdown_is_one_line_and_bars_are_escaped() -> None:
    lines = write(ROWS, "md").splitlines()
    assert lines[1] == "| --- | ---: | --- |"
    assert lines[2] == "| 中小企業 | 3 | 題 |"
    assert lines[3] == r'|  |  | a "b" \<c\> & d \| e f |'
    assert len(lines) == 4


def test_html_leads_to_the_things_and_nowhere_else() -> None:
    answer = Answer(
        Solutions(("a",), [(SME,), (IRI("javascript:alert(1)"),)]),
        labels={SME: "中小企業"},
        language="ja",
    )
    written = write(answer, "html", Layout(titles={"ja": "<題>"}))
    assert f'<a href="{SME}">中小企業</a>' in written
    assert 'href="javascript' not in written
    assert "<title>&lt;題&gt;</title>" in written


@pytest.mark.parametrize("value", [True, False])
def test_a_boolean_is_written_in_every_format_of_answers(value: bool) -> None:
    answer = Answer(Boolean(value))
    word = "true" if value else "false"
    for name in ROW_FORMATS.own_names:
        if name != "csvw":
            assert word in write(answer, name)
    with pytest.raises(UsageError, match="true or false"):
        write(answer, "csvw")
    assert json.loads(write(answer, "json")) == {"head": {}, "boolean": value}
    assert (
        bool(XMLResultParser().parse(io.BytesIO(write(answer, "xml").encode())).askAnswer) is value
    )


def test_triples_are_written_sorted_and_read_back_the_same() -> None:
    label = IRI(PREFIXES["skos"] + "prefLabel")
    found = [
        (SME, label, text('"中小"\n企業', "ja")),
        (SME, label, text("SME", "en")),
        (BlankNode("b"), label, SME),
    ]
    written = {name: write(Answer(Graph(triples)), name) for name in ("turtle", "nt", "jsonld")
               for triples in (found,)}  # fmt: skip
    assert written["nt"] == write(Answer(Graph(found[::-1])), "nt")
    expected = rdflib.Graph().parse(data=written["nt"], format="nt")
    assert len(expected) == 3
    for name, parser in (("turtle", "turtle"), ("jsonld", "json-ld")):
        read = rdflib.Graph().parse(data=written[name], format=parser)
        assert isomorphic(read, expected), name
    assert [line for line in written["turtle"].splitlines() if line.startswith("@prefix")] == [
        f"@prefix actor: <{PREFIXES['actor']}> .",
        f"@prefix skos: <{PREFIXES['skos']}> .",
    ]


def test_a_format_that_does_not_suit_the_answer_is_refused_with_those_that_do() -> None:
    with pytest.raises(UsageError, match=r"use --format turtle\|jsonld\|nt, not csv"):
        write(Answer(Graph([])), "csv")
    with pytest.raises(UsageError, match=r"table\|csv\|.* not turtle"):
        write(ROWS, "turtle")
    with pytest.raises(UsageError, match='no format "excel"'):
        write(ROWS, "excel")


def test_words_of_the_data_are_translated_for_people_alone() -> None:
    answer = Answer(Solutions(("status",), [(text("withdrawn"),)]), {"status": "string"}, "ja")
    layout = Layout(values={"status": {"withdrawn": {"ja": "取り下げ", "en": "withdrawn"}}})
    for name in ("table", "md", "html"):
        assert "取り下げ" in write(answer, name, layout)
    for name in PARSERS.keys() | {"csv"}:
        assert "withdrawn" in write(answer, name, layout)


_ORG = """
from policygraph.core.formats import Format

def write(answer, layout):
    rows = [[layout.cell(answer, name, cell) for name, cell in zip(row._fields, row)] for row in answer]
    return "".join(f"| {' | '.join(row)} |\\n" for row in rows)

FORMAT = Format("answer", "org", ".org", "text/org", write, "a table of Org mode")
"""


def test_a_format_of_another_package_writes_answers(tmp_path: Path) -> None:
    site = Site(tmp_path / "site-packages")
    site.install("org-tables", _ORG, "policygraph.formats", "org = org_tables:FORMAT")
    words = ("query", "measures-of-body", "--example", "--lang", "ja", "--format", "org")
    done = site.run(*words, cwd=tmp_path)
    assert done.stderr == ""
    assert done.stdout.splitlines()[0] == (
        "| 「ベンチャー・チャレンジ2020」の策定と一体的推進 | 新規事業のための環境創出 | 515 | 519 |  |"
    )
    unknown = site.run("query", "measures-of-body", "--example", "--format", "ogr", cwd=tmp_path)
    assert unknown.returncode == 2
    assert "csvw, org, turtle" in unknown.stderr


def test_an_answer_in_xml_keeps_line_ends_and_is_xml() -> None:
    answer = Answer(Solutions(("a",), [(text("一\r\n二\x01"),)]))
    (row,) = XMLResultParser().parse(io.BytesIO(write(answer, "xml").encode())).bindings
    (value,) = row.values()
    assert str(value) == "一\r\n二\ufffd"


# -- answers in parts ------------------------------------------------------------------------------


def _split(answer: Answer, size: int) -> list[Answer]:
    rows = answer.solutions.rows
    return [
        replace(answer, result=Solutions(answer.solutions.variables, rows[at : at + size]))
        for at in range(0, len(rows), size)
    ]


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml", "md", "table", "html", "csvw"])
@pytest.mark.parametrize("labels", [False, True], ids=["plain", "labels"])
def test_an_answer_in_parts_is_written_as_the_whole_is(name: str, labels: bool) -> None:
    rows = [ROWS.solutions.rows[0]] * 7
    answer = replace(ROWS, result=Solutions(ROWS.solutions.variables, rows))
    layout = Layout(labels=labels)
    pieces = list(write_parts(_split(answer, 3), name, layout))
    empty: str | bytes = b"" if isinstance(pieces[0], bytes) else ""
    assert empty.join(pieces) == write(answer, name, layout)  # type: ignore[arg-type]


def test_rows_are_written_before_the_last_are_there() -> None:
    def parts() -> Iterator[Answer]:
        yield ROWS
        raise AssertionError("nobody may ask for the second part before the first is written")

    for name in ("csv", "tsv", "json", "xml", "md", "table"):
        assert "題" in next(piece for piece in write_parts(parts(), name) if "題" in str(piece))


def test_what_is_written_as_a_whole_has_a_limit_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MOST_ROWS", 3)
    with pytest.raises(StoreError, match="more than 3 rows"):
        list(write_parts([ROWS, ROWS], "html"))


def test_a_long_cell_of_a_table_is_cut_and_whole_where_there_is_no_limit() -> None:
    long = "語" * 60_000
    answer = Answer(Solutions(("text",), [(text(long),)]), language="ja")
    cut_ = write(answer, "table", Layout(most=1000))
    assert cut_.splitlines()[2] == "語" * 499 + "…"
    assert write(answer, "table", Layout()).splitlines()[2] == long
    assert long in write(answer, "csv", Layout(most=1000))


@given(st.text(max_size=40), st.integers(1, 30))
def test_what_is_cut_fits_and_what_fits_is_not_cut(words: str, width: int) -> None:
    found = cut(words, width)
    if found == words:
        assert text_width(words) <= width
    else:
        assert words.startswith(found[:-1])
        assert found.endswith("…")
        assert text_width(found) <= width


@pytest.mark.parametrize(
    "sign",
    [
        "\x1b",
        "\x07",
        "\x00",
        "\r",
        "\x7f",
        "\x9b",
        "\u202e",
        "\u2066",
        "\u200f",
        "\u061c",
        "\u2028",
    ],
    ids=lambda sign: f"{ord(sign):04x}",
)
def test_what_would_act_on_a_terminal_is_named_in_a_table(sign: str) -> None:
    answer = Answer(Solutions(("text",), [(text(f"a{sign}[2Jb"),)]), language="en")
    table = write(answer, "table")
    assert sign not in table
    if not sign.isspace():
        assert f"a<U+{ord(sign):04X}>[2Jb" in table
