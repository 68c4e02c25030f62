"""The queries of docs/ten-queries.md give the answers that stand below them, on every engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from questions.reference import RdflibStore

from policygraph.core.prefixes import PREFIXES, PROLOGUE, short_name
from policygraph.core.terms import BlankNode, Literal, Value
from policygraph.questions import find_questions
from policygraph.store import Solutions, Store
from policygraph.store.remote import RemoteStore

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ten-queries.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sparql\n(.*?)```\n\n((?:\|[^\n]*\n)*)", PAGE, re.DOTALL)
_EXAMPLES = [(sparql, table) for sparql, table in BLOCKS if table]


def _table(table: str) -> list[list[str]]:
    """The rows of a Markdown table, its head first."""
    lines = [line for line in table.splitlines() if not line.startswith("|--")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _cell(value: Value | None) -> str:
    if isinstance(value, Literal):
        return value.value
    return "" if value is None or isinstance(value, BlankNode) else short_name(value)


@pytest.mark.parametrize("number", range(1, 11))
@pytest.mark.parametrize("engine", ["oxigraph", "rdflib_store", "virtuoso_store"])
def test_a_query_of_the_page_has_the_answer_below_it(
    number: int, engine: str, request: pytest.FixtureRequest
) -> None:
    store: Store | RdflibStore | RemoteStore = request.getfixturevalue(engine)
    sparql, table = _EXAMPLES[number - 1]
    head, *rows = _table(table)
    answer = store.query(PROLOGUE + sparql)
    assert isinstance(answer, Solutions)
    assert list(answer.variables) == head
    assert [list(map(_cell, row)) for row in answer.rows] == rows


def test_the_page_has_ten_queries_and_our_prefixes_to_copy() -> None:
    assert len(_EXAMPLES) == len(re.findall(r"^## \d+\. ", PAGE, re.MULTILINE)) == 10
    assert f"```sparql\n{PROLOGUE}```\n" in PAGE


def test_the_query_of_the_readme_finds_what_the_text_says(oxigraph: Store) -> None:
    (sparql,) = re.findall(r"```sparql\n(.*?)```", README, re.DOTALL)
    answer = oxigraph.query(sparql)
    assert isinstance(answer, Solutions)
    # Line 541: 研究開発型中小・ベンチャー企業の技術・着想を掘り起こし
    assert [list(map(_cell, row)) for row in answer.rows] == [
        [
            "5-2-C-4-1",
            "Matching SMEs and startups with large companies to meet ministries' technology needs",
            "研究開発型中小・ベンチャー企業",
        ]
    ]
    assert dict(re.findall(r"PREFIX ([\w-]+): <(.*?)>", sparql)).items() <= PREFIXES.items()


def test_the_page_names_questions_that_there_are() -> None:
    named = set(re.findall(r"policygraph query ([a-z][a-z-]+)", PAGE))
    assert named
    assert named <= {question.id for question in find_questions()}
