"""An answer as the screens show it: a table that is sorted, a chart, and what can be downloaded."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from policygraph.core.fold import comparable
from policygraph.pages.book import Book, PageRequest, PageResponse
from policygraph.pages.spreadsheet import write_xlsx
from policygraph.questions import ask
from policygraph.questions.answer import Answer
from policygraph.questions.formats import Layout, write
from policygraph.questions.formats.people import Column, Part, cell_parts, columns
from policygraph.questions.question import Chart, Question
from policygraph.questions.syntax import query_form
from policygraph.store import Boolean, Graph, Solutions

ROWS: Final = 1000  # of an answer that a page shows
DOWNLOADED: Final = 100_000  # rows of an answer that is downloaded
_XLSX: Final = ".xlsx"
DOWNLOADS: Final = {".csv": "csv", _XLSX: "xlsx", ".tsv": "tsv", ".json": "json", ".md": "md"}
TRIPLE_DOWNLOADS: Final = {".ttl": "turtle", ".jsonld": "jsonld", ".nt": "nt"}
_BARS: Final = 40
_GRID: Final = (40, 14)  # rows and columns
_STEPS: Final = 5  # shades of a cell
_ENGLISH: Final = ".en"
_BETWEEN: Final = {"ja": "、", "en": ", "}


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it is of, how much, and its share of the longest (0 to 100)."""

    label: Part
    count: str
    share: float


@dataclass(frozen=True, slots=True)
class GridCell:
    """A count in a grid with its shade, 0 (none) to 5."""

    count: str
    shade: int


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart to be shown.

    Attributes:
        bars: of a chart of bars, longest first.
        heads, rows: of a grid: its columns, and each row with its cells.
        shown, total: things that are drawn, and that there are.
    """

    kind: str
    count: str
    of: tuple[str, ...]
    bars: tuple[Bar, ...] = ()
    heads: tuple[Part, ...] = ()
    rows: tuple[tuple[Part, tuple[GridCell, ...]], ...] = ()
    shown: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer to be shown.

    Attributes:
        truth: the answer of an ASK, else empty.
        columns, rows: of a table.
        is_cut: whether there are more rows than are shown.
        seconds: that the answer took.
        sorted_by: the column, with ``-`` before it where the largest come first.
        triples: of a CONSTRUCT or DESCRIBE, as Turtle.
    """

    answer: Answer
    layout: Layout
    seconds: float
    truth: str = ""
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Sequence[Part]]] = ()
    is_cut: bool = False
    sorted_by: str = ""
    triples: str = ""
    chart: ChartView | None = None
    downloads: Sequence[str] = field(default=tuple(DOWNLOADS))

    @property
    def count(self) -> int:
        """Rows or triples that are shown."""
        result = self.answer.result
        return len(result.triples) if isinstance(result, Graph) else len(self.rows)


def show_answer(
    book: Book, question: Question, given: Mapping[str, str], request: PageRequest
) -> AnswerView:
    """Ask a question and lay out its answer.

    Args:
        book: whose store is asked.
        question: of the catalogue, or a query of one's own.
        given: the values of its parameters.
        request: its language, and ``sort``.

    Raises:
        UsageError: a value or the query is wrong.
        StoreError: the engine does not answer, or not in time.
    """
    begun = time.perf_counter()
    answer = _asked(book, question, given, request.lang, ROWS)
    seconds = time.perf_counter() - begun
    layout = Layout.of(question)
    if isinstance(answer.result, Boolean):
        return AnswerView(answer, layout, seconds, truth=str(answer.result.value).lower())
    if isinstance(answer.result, Graph):
        text = write(answer, "turtle", layout)
        assert isinstance(text, str)
        return AnswerView(answer, layout, seconds, triples=text, downloads=tuple(TRIPLE_DOWNLOADS))
    shown = columns(answer, layout)
    rows, sorted_by = _sorted(answer, shown, request.value("sort"))
    chart = _chart(answer, layout, question.chart) if question.chart and answer.rows else None
    return AnswerView(
        answer, layout, seconds,
        columns=shown,
        rows=[[cell_parts(answer, layout, c.name, row[c.index]) for c in shown] for row in rows],
        is_cut=answer.is_cut, sorted_by=sorted_by, chart=chart,
    )  # fmt: skip


def download(
    book: Book, question: Question, given: Mapping[str, str], request: PageRequest, name: str
) -> PageResponse | None:
    """The answer as a file, or ``None`` where its suffix names no format of it.

    Args:
        book, question, given: see `show_answer`.
        request: its suffix says the format.
        name: of the file, without its suffix.

    Raises:
        UsageError, StoreError: see `show_answer`.
    """
    formats = DOWNLOADS | TRIPLE_DOWNLOADS
    if request.suffix not in formats:
        return None
    answer = _asked(book, question, given, request.lang, DOWNLOADED)
    layout = Layout.of(question, labels=True)
    if request.suffix == _XLSX:
        data: str | bytes = write_xlsx(_sheet(answer, layout))
    else:
        data = write(answer, formats[request.suffix], layout)
    filename = f"{name}{request.suffix}"
    return book.file(request, data, filename=filename, is_stable=False)


def _sheet(answer: Answer, layout: Layout) -> Iterator[Sequence[str | float]]:
    """The rows of a workbook, the headings first: words for people, and numbers as numbers."""
    shown = columns(answer, layout)
    yield [column.heading for column in shown]
    for row in answer.rows:
        cells: list[str | float] = []
        for column in shown:
            cell = row[column.index]
            if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
                cells.append(float(cell))
            else:
                parts = cell_parts(answer, layout, column.name, cell)
                cells.append(_BETWEEN[answer.language].join(part.words for part in parts))
        yield cells


def split_language(request: PageRequest) -> tuple[str, PageRequest]:
    """The path of a file without the language that stands in it (``questions/outline.en.csv``)."""
    if not request.path.endswith(_ENGLISH):
        return request.path, request
    path = request.path.removesuffix(_ENGLISH)
    return path, PageRequest(request.path, "en", request.parameters, request.suffix)


def _asked(
    book: Book, question: Question, given: Mapping[str, str], lang: str, limit: int
) -> Answer:
    cut = limit if query_form(question.sparql) == "SELECT" else None
    values: dict[str, Any] = dict(given)
    return ask(question, graph=book.store, lang=lang, limit=cut, **values)


def _sorted(answer: Answer, shown: Sequence[Column], wanted: str) -> tuple[list[Any], str]:
    """The rows in the order that is wanted; as they came where it names no column."""
    name = wanted.removeprefix("-")
    column = next((column for column in shown if column.name == name), None)
    rows = answer.rows
    if column is None:
        return rows, ""

    def key(row: Any) -> tuple[float, str]:
        cell = row[column.index]
        if isinstance(cell, (int, float, Decimal)):
            return float(cell), ""
        words = [
            answer.label_of(part) or "" for part in (cell if isinstance(cell, tuple) else [cell])
        ]
        return -math.inf, comparable(" ".join(words)).casefold()

    empty = [row for row in rows if row[column.index] in (None, ())]
    others = [row for row in rows if row[column.index] not in (None, ())]
    return sorted(others, key=key, reverse=wanted.startswith("-")) + empty, wanted


def _chart(answer: Answer, layout: Layout, chart: Chart) -> ChartView | None:
    assert isinstance(answer.result, Solutions)
    at = {name: index for index, name in enumerate(answer.result.variables)}
    of = [at[name] for name in chart.of]
    counts = {}
    for row in answer.rows:
        if row[at[chart.count]] is not None and all(row[i] is not None for i in of):
            counts[tuple(row[i] for i in of)] = row[at[chart.count]]
    if not counts:
        return None
    heads = tuple(layout.heading(name, answer.language) for name in chart.of)
    heading = layout.heading(chart.count, answer.language)

    def label(column: int, cell: Any) -> Part:
        return cell_parts(answer, layout, chart.of[column], cell)[0]

    if chart.kind == "bars":
        largest = max(counts.values()) or 1
        ranked = sorted(counts.items(), key=lambda item: -item[1])[:_BARS]
        bars = tuple(
            Bar(label(0, of[0]), f"{count:,}", round(100 * float(count / largest), 2))
            for of, count in ranked
        )
        return ChartView("bars", heading, heads, bars=bars, shown=len(bars), total=len(counts))
    return _grid(counts, label, heading, heads)


def _grid(counts: dict[Any, Any], label: Any, heading: str, heads: tuple[str, ...]) -> ChartView:
    """The heaviest rows and columns, in the order of their sums."""
    ends = []
    for axis, most in enumerate(_GRID):
        sums: dict[Any, Any] = {}
        for pair, count in counts.items():
            sums[pair[axis]] = sums.get(pair[axis], 0) + count
        ends.append((sorted(sums, key=lambda thing: -sums[thing])[:most], len(sums)))
    (rows, all_rows), (across, all_across) = ends
    drawn = [counts[pair] for pair in counts if pair[0] in set(rows) and pair[1] in set(across)]
    largest = max(drawn, default=1) or 1

    def cell(row: Any, column: Any) -> GridCell:
        count = counts.get((row, column))
        if not count:
            return GridCell("", 0)
        return GridCell(f"{count:,}", max(1, math.ceil(_STEPS * float(count / largest))))

    return ChartView(
        "grid", heading, heads,
        heads=tuple(label(1, column) for column in across),
        rows=tuple((label(0, row), tuple(cell(row, c) for c in across)) for row in rows),
        shown=len(rows) + len(across), total=all_rows + all_across,
    )  # fmt: skip
