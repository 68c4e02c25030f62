"""How an answer is laid out for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from policygraph.questions.answer import Answer, Cell, to_python


@dataclass(frozen=True, slots=True)
class Layout:
    """What a writer may be told.

    Attributes:
        width: columns of a terminal to wrap to; no limit where it is missing.
        labels: whether CSV and TSV get a column of labels behind each column of IRIs.
        headings: what a column is called, by variable and language.
        values: what a word of a column is called, by variable, word and language.
        title: of an HTML page.
    """

    width: int | None = None
    labels: bool = False
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    title: str = "policygraph"

    def heading(self, name: str, language: str) -> str:
        """What a column is called; its variable where nothing else is known."""
        return self.headings.get(name, {}).get(language, name)

    def cell(self, answer: Answer, name: str, cell: Cell) -> str:
        """A cell of a column for people, on one line."""
        words = cell_text(answer, cell)
        return self.values.get(name, {}).get(words, {}).get(answer.language, words)


def is_number(answer: Answer, index: int) -> bool:
    """Whether a column is set flush right."""
    kind = answer.kinds[index]
    if kind != "term":
        return kind in ("integer", "decimal")
    cells = [to_python(row[index], kind) for row in answer.solutions.rows]
    return bool(cells) and all(
        isinstance(cell, (int, float)) and not isinstance(cell, bool) for cell in cells
    )


def cell_text(answer: Answer, cell: Cell) -> str:
    """A cell with labels for IRIs, on one line."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return " ".join((answer.label_of(cell) or "").split())
