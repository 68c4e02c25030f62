"""IRIs are minted by the grammar, whatever a name holds."""

from __future__ import annotations

import re
import sys
from urllib.parse import unquote

import pyoxigraph
import pytest

from policygraph.core.namespaces import BASE, iri_step


def test_a_step_of_any_code_point_is_an_iri_that_parsers_take() -> None:
    for first in range(0, sys.maxunicode + 1, 0x1000):
        step = "".join(iri_step(f"a{chr(code)}") for code in range(first, first + 0x1000))
        iri = f"{BASE}org/{step}"
        assert pyoxigraph.NamedNode(iri).value == iri
        assert not re.search(r"[\x00-\x20<>\"{}|\\^`/?#\[\]]", step)


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("内閣府", "内閣府"),
        ("Ｓｏｃｉｅｔｙ 5.0", "Society-5.0"),
        ("経済\ufffd産業省", "経済%EF%BF%BD産業省"),
        ("a/b?c#d", "a%2Fb%3Fc%23d"),
        ("\U000e0001", "%F3%A0%80%81"),
        ("\ud800", "%ED%A0%80"),
    ],
    ids=["kanji", "full width", "replacement character", "delimiters", "tag", "surrogate"],
)
def test_what_the_grammar_forbids_is_encoded(name: str, step: str) -> None:
    assert iri_step(name) == step


def test_what_is_encoded_can_be_read_again() -> None:
    assert unquote(iri_step("経済\ufffd産業省")) == "経済\ufffd産業省"
