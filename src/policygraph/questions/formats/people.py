"""Answers for people: a table for terminals in which Japanese lines up, Markdown, and HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from policygraph.core.columns import cut, shown, text_width, wrap
from policygraph.core.html import opens, render
from policygraph.core.messages import Messages
from policygraph.core.namespaces import IRI
from policygraph.core.places import SourcePlace
from policygraph.questions.answer import Answer, Cell
from policygraph.questions.formats import InPieces, Layout
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


def table_pieces(parts: Iterator[Answer], layout: Layout) -> Iterator[str]:
    """The rows under their headings; the first part settles how wide a column is."""
    first = next(parts)
    if isinstance(first.result, Boolean):
        yield f"{str(first.result.value).lower()}\n"
        return
    indexes = _shown(first)
    right = [is_number(first, index) for index in indexes]
    rows = [_headings(first, layout, indexes), *_measured(first, layout, indexes)]
    widths = [max(cell.width for cell in column) for column in zip(*rows, strict=True)]
    if layout.width is not None:
        widths = fit(widths, right, layout.width)
    yield _lines(rows[0], widths, right, wraps=True)
    yield _GAP.join("-" * width for width in widths) + "\n"
    for row in rows[1:]:
        yield _lines(row, widths, right, wraps=True)
    for part in parts:
        for row in _measured(part, layout, indexes):
            yield _lines(row, widths, right, wraps=layout.width is not None)


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands in a cell, and the columns that it takes."""

    text: str
    width: int

    @classmethod
    def of(cls, text: str) -> _Words:
        return cls(text, text_width(text))


def _headings(answer: Answer, layout: Layout, indexes: list[int]) -> list[_Words]:
    names = answer.solutions.variables
    return [_Words.of(layout.heading(names[index], answer.language)) for index in indexes]


def _measured(answer: Answer, layout: Layout, indexes: list[int]) -> Iterator[list[_Words]]:
    """The rows of a table, their cells fit for a terminal, cut and measured."""
    for row in _cells(answer, layout, indexes):
        cells = row if layout.most is None else [cut(cell, layout.most) for cell in row]
        yield [_Words.of(shown(cell)) for cell in cells]


def _cells(answer: Answer, layout: Layout, indexes: list[int]) -> Iterator[list[str]]:
    """The rows as words."""
    names = answer.solutions.variables
    for row in answer.rows:
        yield [_said(answer, layout, names[index], row[index]) for index in indexes]


def _lines(row: list[_Words], widths: list[int], right: list[bool], *, wraps: bool) -> str:
    """A row, in as many lines as its cells take; where they may not be broken, they stand out."""
    if not wraps or all(cell.width <= width for cell, width in zip(row, widths, strict=True)):
        return _line([(cell.text, cell.width) for cell in row], widths, right)
    cells = [
        [(cell.text, cell.width)]
        if cell.width <= width
        else [(line, text_width(line)) for line in wrap(cell.text, width)]
        for cell, width in zip(row, widths, strict=True)
    ]
    height = max(map(len, cells), default=0)
    return "".join(
        _line([cell[at] if at < len(cell) else ("", 0) for cell in cells], widths, right)
        for at in range(height)
    )


def _line(cells: list[tuple[str, int]], widths: list[int], right: list[bool]) -> str:
    parts = []
    for (words, taken), width, flush in zip(cells, widths, right, strict=True):
        space = " " * (width - taken)
        parts.append(space + words if flush else words + space)
    return _GAP.join(parts).rstrip() + "\n"


def markdown_pieces(parts: Iterator[Answer], layout: Layout) -> Iterator[str]:
    """A table of Markdown, with labels."""
    first = next(parts)
    if isinstance(first.result, Boolean):
        yield f"{str(first.result.value).lower()}\n"
        return
    indexes = _shown(first)
    yield _markdown([words.text for words in _headings(first, layout, indexes)])
    rule = ["---:" if is_number(first, index) else "---" for index in indexes]
    yield f"| {' | '.join(rule)} |\n"
    for part in chain([first], parts):
        yield from map(_markdown, _cells(part, layout, indexes))


def _markdown(cells: list[str]) -> str:
    return "| " + " | ".join(_MARKDOWN.sub(r"\\\1", cell) for cell in cells) + " |\n"


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


write_table = InPieces(table_pieces)
write_markdown = InPieces(markdown_pieces)
