"""Numbers of headings, also those that are misprints."""

from __future__ import annotations

import pytest

from policygraph.document.numbers import number_value, printed_number

LONG = "9" * 4301


@pytest.mark.parametrize(
    ("printed", "number", "value"),
    [
        ("５", "5", 5),
        ("００５", "5", 5),
        ("0", "0", 0),
        ("十二", "12", 12),
        ("⑫", "12", 12),
        ("⑴", "1", 1),
        ("Ⅳ", "IV", 4),
        ("ウ", "ウ", 3),
        ("十十", "20", 20),
    ],
)
def test_a_number_has_a_name_and_a_place(printed: str, number: str, value: int) -> None:
    assert printed_number(printed) == number
    assert number_value(number) == value


@pytest.mark.parametrize(
    "printed", [LONG, "九" * 4301, f"3.{LONG}"], ids=["digits", "kanji", "part"]
)
def test_a_number_of_thousands_of_digits_is_read(printed: str) -> None:
    assert number_value(printed_number(printed)) > 10**9
