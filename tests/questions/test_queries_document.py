"""``docs/queries.md`` says what the questions and their answers are now."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.questions import find_questions
from policygraph.store import Store
from tools.queries_document import document, main

PAGE = Path(__file__).parents[2] / "docs" / "queries.md"


def test_the_page_is_not_stale(oxigraph: Store) -> None:
    assert PAGE.read_text(encoding="utf-8") == document(oxigraph), (
        "run python -m tools.queries_document"
    )


def test_the_page_holds_every_question_with_its_query() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for question in find_questions():
        assert f"\n### {question.id}\n" in page
        assert f"```sparql\n{question.sparql.strip()}\n```" in page


def test_an_option_is_not_taken_for_the_name_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    missing = str(tmp_path / "no" / "page.md")
    for word, code in (("--help", 0), ("--no-such-option", 2), (missing, 2)):
        with pytest.raises(SystemExit) as ended:
            main([word])
        assert ended.value.code == code
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().err.endswith(
        "page.md: cannot be written: No such file or directory\n"
    )
