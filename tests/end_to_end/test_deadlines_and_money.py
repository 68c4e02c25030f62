"""From a text that says by when and for how much to the questions that ask for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.api import build
from policygraph.core.namespaces import BASE, IRI
from policygraph.questions import ask
from policygraph.questions.answer import Answer
from policygraph.questions.unit_lookup import read_units
from policygraph.shapes import validate
from policygraph.store import Store, open_store, write_build

TEXT = """\
第２章 月面
（１）基地
［Ｂ］重きを置くべき課題
月面着陸が遅れている。
［Ｃ］重きを置くべき取組
① 基地の整備
・2020年度までに月面着陸の手順を定める。【文部科学省】
・令和12年度末までに、約35億12百万円を投じて基地を整備する。【経済産業省、文部科学省】
・今後５年間で10億円を措置し、中小企業による研究を推進する。【経済産業省】
－ さらに1,200万ドルを拠出する。
・2013年度比で排出量を26％減とする技術の研究を推進する。【環境省】
・年度内に計画を公表する。【環境省】
・大学による月面着陸を支援する。【文部科学省】
"""


@pytest.fixture(scope="module")
def moon(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("moon")
    text: Path = folder / "2.txt"
    text.write_text(TEXT, encoding="utf-8")
    built = build(text, key="moon", title="月面の計画")
    write_build(built.dataset.quads(), folder / "graph")
    return open_store(folder / "graph")


def test_a_unit_says_what_its_times_and_quantities_are(moon: Store) -> None:
    bullet = IRI(f"{BASE}doc/moon/2/1/C/1/2")
    (unit,) = read_units(moon, [bullet], "ja").values()
    marked = {run.words: run.said for run in unit.runs if run.said}
    assert marked == {
        "令和12年度末までに": "期限 2031-03",
        "約35億12百万円": "予算 3,512,000,000 日本円",
    }


def rows(answer: Answer, *columns: str) -> list[tuple[str, ...]]:
    """Some columns of an answer, each cell by the last step of its IRI or by its value."""
    places = [list(answer.columns).index(column) for column in columns]
    return [tuple(map(_short, (row[place] for place in places))) for row in answer.rows]


def _short(cell: object) -> str:
    value = getattr(cell, "value", cell)
    return "" if value is None else str(value).rpartition("/")[2]


def test_promises_are_listed_by_the_last_day_of_their_deadlines(moon: Store) -> None:
    answer = ask("promises-by-deadline", graph=moon)
    assert rows(answer, "deadline", "measure", "words") == [
        ("", "2-1-C-1-5", "年度内"),
        ("2021-03-31", "2-1-C-1-1", "2020年度までに"),
        ("2031-03-31", "2-1-C-1-2", "令和12年度末までに"),
    ]


def test_a_measure_is_overdue_the_day_after_its_last_day(moon: Store) -> None:
    assert rows(ask("overdue-at", graph=moon, date="2021-03-31"), "measure") == []
    assert rows(ask("overdue-at", graph=moon, date="2021-04-01"), "measure") == [("2-1-C-1-1",)]


def test_money_is_summed_by_body_and_currency(moon: Store) -> None:
    answer = ask("money-by-body-and-theme", graph=moon)
    found = set(rows(answer, "body", "currency", "role", "amount"))
    assert {
        ("mext", "jpy", "budget", "3512000000"),
        ("meti", "usd", "budget", "12000000"),
    } <= found
    assert {row[0] for row in found} == {"mext", "meti"}


def test_measures_with_and_without_a_quantity_are_counted(moon: Store) -> None:
    answer = ask("quantified-measures", graph=moon)
    assert set(rows(answer, "body", "measures", "quantified", "unquantified", "withDeadline")) == {
        ("mext", "3", "1", "2", "2"),
        ("env", "2", "1", "1", "1"),
        ("meti", "2", "2", "0", "1"),
    }


def test_times_and_quantities_conform_to_the_shapes(moon: Store) -> None:
    report = validate(moon)
    found = {report.rule(each.result).id for each in report.findings}
    ours = ("Phrase", "TimeMention", "QuantityMention", "DateMention", "Role", "Item", "Evidence")
    assert {shape for shape in found if shape.startswith(ours)} == set()
