"""Answers for people: a table for terminals in which Japanese lines up, Markdown, and HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policygraph.core.columns import pad, text_width, wrap
from policygraph.core.html import opens, render
from policygraph.core.messages import Messages
from policygraph.core.namespaces import IRI
from policygraph.core.places import SourcePlace
from policygraph.questions.answer import Answer, Cell
from policygraph.questions.formats import Layout
from policygraph.store import Boolean

_GAP = "  "
_LEAST = 8  # columns that a cell is not squeezed below
_MARKDOWN = re.compile(r"([\\|<>*_`\[\]])")
_say = Messages("questions")
# Columns of where words stand; a file has lines or pages.
_PAGES = frozenset(("sourcePage", "originalPage"))
_PLACES = _PAGES | {"firstLine", "lastLine", "originalFirstLine", "originalLastLine"}


def _shown(answer: Answer) -> list[int]:
    """The columns that are shown: not those of lines or pages where the files have none."""
    return [
        index
        for index, name in enumerate(answer.solutions.variables)
        if name not in _PLACES
        or any(row[index] is not None for row in answer.rows)
        or (not answer.rows and name not in _PAGES)
    ]


def _said(answer: Answer, layout: Layout, name: str, cell: Cell) -> str:
    """A cell in words; a page is said as one."""
    if name in _PAGES and isinstance(cell, int):
        return SourcePlace(page=cell, last_page=cell).words(answer.language)
    return layout.cell(answer, name, cell)


def is_number(answer: Answer, index: int) -> bool:
    """Whether a column is set flush right."""
    kind = answer.kinds[index]
    if kind != "term":
        return kind in ("integer", "decimal")
    kinds = {type(row[index]) for row in answer.rows}
    return bool(kinds) and kinds <= {int, float}


def fit(widths: list[int], fixed: list[bool], total: int) -> list[int]:
    """Narrow the widest columns until a row fits.

    Args:
        widths: that the columns would like.
        fixed: columns that are never broken.
        total: columns there are, gaps included.
    """
    widths = list(widths)
    room = total - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room:
        loose = [i for i, width in enumerate(widths) if not fixed[i] and width > _LEAST]
        if not loose:
            break
        widths[max(loose, key=lambda i: widths[i])] -= 1
    return widths


def write_table(answer: Answer, layout: Layout) -> str:
    """The rows under their headings."""
    if isinstance(answer.result, Boolean):
        return f"{str(answer.result.value).lower()}\n"
    headings, *rows = _cells(answer, layout)
    widths = [max(map(text_width, column)) for column in zip(headings, *rows, strict=True)]
    right = [is_number(answer, index) for index in _shown(answer)]
    if layout.width is not None:
        widths = fit(widths, right, layout.width)
    lines = _lines(headings, widths, right)
    lines.append(_GAP.join("-" * width for width in widths))
    for row in rows:
        lines += _lines(row, widths, right)
    return "\n".join(lines) + "\n"


def _cells(answer: Answer, layout: Layout) -> list[list[str]]:
    """The headings and the rows as words."""
    names, shown = answer.solutions.variables, _shown(answer)
    return [
        [layout.heading(names[index], answer.language) for index in shown],
        *([_said(answer, layout, names[i], row[i]) for i in shown] for row in answer.rows),
    ]


def _lines(row: list[str], widths: list[int], right: list[bool]) -> list[str]:
    cells = [wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
    height = max(map(len, cells), default=0)
    lines = []
    for number in range(height):
        parts = [
            pad(cell[number] if number < len(cell) else "", width, right=flush)
            for cell, width, flush in zip(cells, widths, right, strict=True)
        ]
        lines.append(_GAP.join(parts).rstrip())
    return lines


def write_markdown(answer: Answer, layout: Layout) -> str:
    """A table of Markdown, with labels."""
    if isinstance(answer.result, Boolean):
        return f"{str(answer.result.value).lower()}\n"
    headings, *rows = [
        "| " + " | ".join(_MARKDOWN.sub(r"\\\1", cell) for cell in row) + " |"
        for row in _cells(answer, layout)
    ]
    rule = ["---:" if is_number(answer, index) else "---" for index in _shown(answer)]
    return "\n".join([headings, f"| {' | '.join(rule)} |", *rows, ""])


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a cell.

    Attributes:
        target: the thing that they are the label of; empty where they are none.
    """

    words: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is shown.

    Attributes:
        name: the variable.
        index: of it in the rows of the answer.
        heading: what it is called.
        is_number: whether it is set flush right.
    """

    name: str
    index: int
    heading: str
    is_number: bool


def columns(answer: Answer, layout: Layout) -> list[Column]:
    """The columns of an answer that are shown to people."""
    names = answer.solutions.variables
    return [
        Column(names[i], i, layout.heading(names[i], answer.language), is_number(answer, i))
        for i in _shown(answer)
    ]


def cell_parts(answer: Answer, layout: Layout, name: str, cell: Cell) -> list[Part]:
    """The words of a cell, each with the thing that it leads to, if any."""
    return [
        Part(
            _said(answer, layout, name, part),
            part if isinstance(part, IRI) and opens(part) else "",
        )
        for part in (cell if isinstance(cell, tuple) else (cell,))
    ]


def write_html(answer: Answer, layout: Layout) -> str:
    """A page of HTML, with labels that lead to the things."""
    is_table = not isinstance(answer.result, Boolean)
    shown = columns(answer, layout) if is_table else []
    return render(
        "answer.html",
        language=answer.language,
        title=layout.title(answer.language),
        truth="" if is_table else str(bool(answer)).lower(),
        columns=shown,
        rows=[
            [cell_parts(answer, layout, column.name, row[column.index]) for column in shown]
            for row in (answer.rows if is_table else ())
        ],
        between=_say("between", answer.language),
    )
