"""docs/engines.md says what engines answer: here of the two that are installed, and of its tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.engines import by_pyoxigraph, by_rdflib
from tools.engines.cases import DATA, read_tables
from tools.engines.document import mark

TABLES = read_tables()
CASES = [case for table in TABLES for case in table.cases]
DOCUMENT = (Path(__file__).parents[2] / "docs" / "engines.md").read_text(encoding="utf-8")


def _marks(engine: str) -> dict[str, str]:
    """The marks of an engine in the document, by case."""
    marks: dict[str, str] = {}
    names: list[str] = []
    for line in DOCUMENT.splitlines():
        cells = [cell.strip() for cell in line.replace("\\|", "/").strip("|").split("|")]
        if cells[0] == "case":
            names = cells
        elif line.startswith("| `") and names:
            marks[cells[0].strip("`")] = cells[names.index(engine)]
    return marks


def test_every_case_has_an_id_of_its_own_and_a_section() -> None:
    ids = [case.id for case in CASES]
    assert len(set(ids)) == len(ids) > 100
    assert all(case.section for case in CASES)


@pytest.mark.parametrize(
    ("engine", "ask"),
    [("pyoxigraph", by_pyoxigraph.answers), ("rdflib", by_rdflib.answers)],
    ids=["pyoxigraph", "rdflib"],
)
def test_the_marks_of_an_engine_are_what_it_answers_here(engine: str, ask) -> None:  # type: ignore[no-untyped-def]
    answers = ask(DATA, [case.query for case in CASES])
    found = {case.id: mark(case, rows) for case, rows in zip(CASES, answers, strict=True)}
    assert found == _marks(engine)


def test_what_may_be_answered_besides_is_met_alone_and_nothing_else_is() -> None:
    (case,) = (case for case in CASES if case.id == "lang-as-written")
    assert [case.is_met_by(rows) for rows in (["ja-Hrkt"], ["ja-hrkt"], ["ja"], [])] == [
        True,
        True,
        False,
        False,
    ]
    (ordered,) = (case for case in CASES if case.id == "order-numbers-by-value")
    assert [ordered.is_met_by(rows) for rows in (["1", "2", "10"], ["1", "10", "2"])] == [
        True,
        False,
    ]
