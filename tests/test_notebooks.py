"""The notebooks of the documentation run from top to bottom, each in a namespace of its own."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.heavy  # whole notebooks

NOTEBOOKS = sorted((Path(__file__).parents[1] / "docs" / "notebooks").glob("*.ipynb"))


def test_there_are_five() -> None:
    assert len(NOTEBOOKS) == 5


def _cells(path: Path) -> list[dict[str, Any]]:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    cells: list[dict[str, Any]] = notebook["cells"]
    assert len({cell["id"] for cell in cells}) == len(cells)
    return cells


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_something(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("POLICYGRAPH_GRAPH", raising=False)
    names: dict[str, Any] = {"__name__": "notebook"}
    shown = 0
    for cell in _cells(path):
        if cell["cell_type"] == "markdown":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body[-1]
        if isinstance(last, ast.Expr):  # as a notebook shows the value of the last line
            tree.body.pop()
            exec(compile(tree, path.name, "exec"), names)
            value = eval(compile(ast.Expression(last.value), path.name, "eval"), names)
            empty = value is None or (hasattr(value, "__len__") and len(value) == 0)
            shown += not empty
        else:
            exec(compile(tree, path.name, "exec"), names)
    assert shown + bool(capsys.readouterr().out) >= 1


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_words_of_a_notebook_are_in_both_languages(path: Path) -> None:
    words = "".join(
        "".join(cell["source"]) for cell in _cells(path) if cell["cell_type"] == "markdown"
    )
    assert any("ぁ" <= sign <= "ヶ" for sign in words)
    assert len(re.findall(r"\b[A-Za-z]{3,}\b", words)) > 4
