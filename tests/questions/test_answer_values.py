"""An answer has the types its question declares, whatever the engine made of them."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from policygraph.core.errors import StoreError, UsageError
from policygraph.core.namespaces import IRI, XSD
from policygraph.core.terms import BlankNode, Literal, text
from policygraph.questions.answer import Answer, normalise
from policygraph.store import Boolean, Graph, Solutions

A, B = IRI("urn:a"), IRI("urn:b")


def one(cell: object, kind: str) -> object:
    result = normalise(Solutions(("x",), [(cell,)]), {"x": kind})  # type: ignore[dict-item,list-item]
    assert isinstance(result, Solutions)
    return result.rows[0][0]


@pytest.mark.parametrize(
    ("cell", "kind", "same"),
    [
        (Literal("1", XSD.integer), "boolean", Literal("true", XSD.boolean)),
        (Literal("false", XSD.boolean), "boolean", Literal("false", XSD.boolean)),
        (Literal("007", XSD.nonNegativeInteger), "integer", Literal("7", XSD.integer)),
        (Literal("9.30", XSD.decimal), "decimal", Literal("9.3", XSD.decimal)),
        (Literal("10", XSD.integer), "decimal", Literal("10", XSD.decimal)),
        (Literal("2017-06-02Z", XSD.date), "date", Literal("2017-06-02", XSD.date)),
        (text("題", "ja"), "string", text("題")),
        (text("urn:b urn:a"), "iris", text("urn:a urn:b")),
        (None, "iris", text("")),
        (None, "integer", None),
        (A, "iri", A),
        (text("題", "ja"), "term", text("題", "ja")),
    ],
)
def test_a_cell_takes_the_type_of_its_column(cell: object, kind: str, same: object) -> None:
    assert one(cell, kind) == same


@pytest.mark.parametrize(
    ("cell", "kind"),
    [(text("x"), "integer"), (A, "integer"), (text("x"), "iri"), (text("2"), "boolean")],
)
def test_a_cell_of_another_type_is_an_error_with_its_column(cell: object, kind: str) -> None:
    with pytest.raises(StoreError, match='the column "x"'):
        one(cell, kind)


def test_a_declared_column_that_is_not_selected_is_an_error() -> None:
    with pytest.raises(StoreError, match='"y"'):
        normalise(Solutions(("x",), []), {"x": "iri", "y": "iri"})


def test_rows_hold_python_values() -> None:
    cells = (
        A, text("x"), Literal("3", XSD.integer), Literal("1.5", XSD.decimal),
        Literal("2017-06-02", XSD.date), Literal("true", XSD.boolean), None, text("urn:a urn:b"),
        BlankNode("b"), Literal("no date", XSD.date),
    )  # fmt: skip
    names = tuple("abcdefghij")
    (row,) = Answer(Solutions(names, [cells]), {"h": "iris"}).rows
    assert row == (
        "urn:a", "x", 3, Decimal("1.5"), datetime.date(2017, 6, 2), True, None, (A, B), "b", "no date",
    )  # fmt: skip
    assert row.c == 3
    assert isinstance(row.a, IRI)


def test_a_column_of_any_name_has_its_place_in_a_row() -> None:
    (row,) = Answer(Solutions(("class", "x"), [(A, B)])).rows
    assert (row[0], row.x) == (A, B)


def test_an_answer_is_a_sequence_of_rows() -> None:
    answer = Answer(Solutions(("x",), [(A,), (B,)]))
    assert len(answer) == 2
    assert [row.x for row in answer] == [A, B]
    assert answer
    assert not Answer(Solutions(("x",), []))


def test_the_answer_of_an_ask_is_true_or_false_and_has_no_rows() -> None:
    assert Answer(Boolean(True))
    assert not Answer(Boolean(False))
    with pytest.raises(UsageError, match="true or false"):
        _ = Answer(Boolean(True)).rows
    assert not Answer(Graph([]))


def test_pandas_gets_a_column_a_variable_and_labels_on_demand() -> None:
    pytest.importorskip("pandas")
    answer = Answer(
        Solutions(("body", "n"), [(A, Literal("3", XSD.integer)), (B, Literal("4", XSD.integer))]),
        {"body": "iri", "n": "integer"},
        labels={A: "甲", B: "乙"},
    )
    assert answer.to_pandas().to_dict("list") == {"body": [A, B], "n": [3, 4]}
    labelled = answer.to_pandas(labels=True)
    assert list(labelled.columns) == ["body", "bodyLabel", "n"]
    assert list(labelled.bodyLabel) == ["甲", "乙"]


def test_pandas_gets_the_columns_of_an_empty_answer() -> None:
    pytest.importorskip("pandas")
    assert list(Answer(Solutions(("a", "b"), [])).to_pandas().columns) == ["a", "b"]
