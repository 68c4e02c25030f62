"""Paragraphs and tables as a word processor or browser knows them, and how they become a raw text.

The readers of such files say what their elements mean in these terms; how a paragraph, a note or a
merged cell is written down is decided here, once for all of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias

from policygraph.core.errors import SourceError
from policygraph.sources.asides import find_contents
from policygraph.sources.normalise import normalise, without_layout
from policygraph.sources.sheets import are_labels, cut_sheets
from policygraph.sources.text import Block, BlockKind, LayoutRun, Place, PlacedRun, SourceText

_SLOTS = 200_000  # places of cells in a table; merged cells reach no further
_HEADING_LENGTH = 20  # characters; a longer cell is no heading
_COLUMNS = 1000  # as browsers have it
_NUMBER = re.compile(r"[-－+△▲]?[0-9０-９.,．，]+[%％]?")
_TABLE_HEADING = re.compile(r"table[ _](?:20_)?heading|表の?見出し", re.IGNORECASE)


class Run(NamedTuple):
    """Words of a paragraph; with a class of layout they are no text (``ruby``, ``note mark``)."""

    words: str
    aside: str = ""


@dataclass(eq=False, slots=True)
class Paragraph:
    """A paragraph, its lines parted by ``\\n``.

    Attributes:
        runs: its words, the number that the file has generated before them included.
        kind, level: as of a `Block`.
        aside: the class of layout of all of it, where it is no text.
        behind: what is written behind it: footnotes, text boxes.
    """

    runs: list[Run]
    place: Place
    kind: Literal["heading", "paragraph", "item"] = "paragraph"
    level: int = 0
    aside: str = ""
    behind: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words that are text."""
        return "" if self.aside else "".join(run.words for run in self.runs if not run.aside)


@dataclass(eq=False, slots=True)
class Cell:
    """A cell of a table; a merged one is one cell in several places."""

    flow: list[Piece]
    is_heading: bool = False

    @property
    def words(self) -> str:
        """The words that are text, normalised."""
        lines = "\n".join(piece.text for piece in self.flow if isinstance(piece, Paragraph))
        return normalise(lines, name="", raw_sha256="", asides=()).text


def is_table_heading(style: str) -> bool:
    """Whether a style of paragraphs, by its name, is for the headings of tables."""
    return _TABLE_HEADING.fullmatch(style) is not None


class Slot(NamedTuple):
    """Where a cell stands in a row: its first column, counted from 0, and how many it takes."""

    column: int
    width: int
    cell: Cell


@dataclass(eq=False, slots=True)
class Table:
    """A table.

    Attributes:
        rows: their cells from left to right.
        heading_rows: how many rows at the top are its header; ``None`` where the file does not say.
    """

    rows: list[list[Slot]]
    heading_rows: int | None = None


Piece: TypeAlias = Paragraph | Table


class SpannedCell(NamedTuple):
    """A cell and how many columns and rows it takes."""

    cell: Cell
    columns: int = 1
    rows: int = 1


def placed(rows: Iterable[Sequence[SpannedCell]]) -> list[list[Slot]]:
    """Place the cells of rows as browsers do: each in the first column that is free."""
    found: list[list[Slot]] = []
    running: list[tuple[Slot, int]] = []  # cells that run down, and into how many more rows
    slots = 0
    for row in rows:
        line = [slot for slot, _ in running]
        taken = sorted((slot.column, slot.column + slot.width) for slot in line)
        down = [(slot, left - 1) for slot, left in running if left > 1]
        column = 0
        for cell, columns, lasting in row:
            while taken and taken[0][0] <= column:
                column = max(column, taken.pop(0)[1])
            if column >= _COLUMNS:
                columns = 1
            slot = Slot(column, max(1, min(columns, _COLUMNS - column)), cell)
            line.append(slot)
            column += slot.width
            if lasting > 1 and slots < _SLOTS:
                down.append((slot, lasting - 1))
        running = down if slots < _SLOTS else []
        slots += len(line)
        found.append(sorted(line, key=lambda slot: slot.column))
    return found


def _heading_rows(table: Table) -> int:
    """How many rows are the table's header.

    Where the file does not say, the first row is it if every cell in it is filled, short and no
    sentence and no two say the same, over at least one more row.
    """
    if table.heading_rows is not None:
        return table.heading_rows if table.heading_rows < len(table.rows) else 0
    marked = 0
    for row in table.rows:
        if not row or not all(slot.cell.is_heading or not slot.cell.words for slot in row):
            break
        marked += 1
    if any(slot.cell.is_heading for row in table.rows for slot in row):
        return marked if marked < len(table.rows) else 0
    words = [slot.cell.words for slot in table.rows[0]] if len(table.rows) > 1 else []
    return int(
        len(words) > 1
        and len(set(words)) == len(words)
        and all(0 < len(w) <= _HEADING_LENGTH and "。" not in w for w in words)
        and not any(_NUMBER.fullmatch(w) for w in words)
    )


def _sheets(table: Table) -> list[list[tuple[Cell, Cell]]]:
    """The sheets that a table consists of, each with its labels and what stands behind them; none of another.

    In every row labels and values take turns; where the file marks no label as a heading, it is known by
    its words.
    """
    pairs: list[tuple[Cell, Cell]] = []
    for row in table.rows:
        if len(row) % 2 or not row:
            return []
        pairs += [(row[at].cell, row[at + 1].cell) for at in range(0, len(row), 2)]
    labels = [label.words for label, _ in pairs]
    if len(pairs) < len(table.rows) or any(value.is_heading for _, value in pairs):
        return []
    if not are_labels(labels) or are_labels(value.words for _, value in pairs):
        return []
    begins = cut_sheets(labels)
    return [pairs[a:b] for a, b in pairwise([*begins, len(pairs)])]


def _is_frame(table: Table) -> bool:
    """A table that only sets its contents in place: one column, or headings in it."""
    cells = {slot.cell for row in table.rows for slot in row}
    return all(len(row) <= 1 for row in table.rows) or any(
        isinstance(piece, Paragraph) and piece.kind == "heading"
        for cell in cells
        for piece in cell.flow
    )


class Assembly:
    """Writes paragraphs and tables down as a raw text with its asides, places and blocks."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._asides: list[LayoutRun] = []
        self._places: list[PlacedRun] = []
        self._blocks: list[Block] = []

    def _add(self, words: str, aside: str = "") -> None:
        if aside:
            begin = self._length
            for line in words.splitlines(keepends=True):
                kept = line.strip()
                if without_layout(kept):
                    at = begin + line.index(kept)
                    self._asides.append(LayoutRun(at, at + len(kept), aside))
                begin += len(line)
        self._pieces.append(words)
        self._length += len(words)

    def _place(self, place: Place) -> None:
        if not self._places or self._places[-1].place != place:
            self._places.append(PlacedRun(self._length, place))

    def _block(self, begin: int, kind: BlockKind, level: int) -> None:
        self._blocks.append(Block(begin, self._length, kind, level))

    def write(self, flow: Iterable[Piece], *, in_cell: bool = False) -> None:
        """Write pieces, each paragraph and each row on a line or lines of its own.

        Args:
            flow: what is written.
            in_cell: within a row, which is a block as a whole.
        """
        for piece in flow:
            if isinstance(piece, Table):
                self._table(piece)
                continue
            self._place(piece.place)
            begin = self._length
            for aside, runs in groupby(piece.runs, attrgetter("aside")):
                self._add("".join(run.words for run in runs), aside or piece.aside)
            if not in_cell and piece.text.strip():
                self._block(begin, piece.kind, piece.level)
            self._add("\n")
            self.write(piece.behind, in_cell=in_cell)

    def _table(self, table: Table) -> None:
        frame = _is_frame(table)
        sheets = [] if frame else _sheets(table)
        if sheets:
            for sheet in sheets:
                self._sheet(sheet)
            return
        written: dict[Cell, tuple[int, int]] = {}
        heading_rows = 0 if frame else _heading_rows(table)
        headings = _column_headings(table.rows[:heading_rows])
        for number, row in enumerate(table.rows):
            new = [slot.cell for slot in row if slot.cell not in written]
            plain = not frame and not any(
                isinstance(piece, Table) for cell in new for piece in cell.flow
            )
            begin = self._length
            at = len(self._blocks)
            for cell in new:
                start = self._length
                self.write(cell.flow, in_cell=plain)
                written[cell] = (start, max(start, self._length - 1))
            if not plain or self._length == begin:
                continue
            above = () if number < heading_rows else tuple(_above(slot, headings) for slot in row)
            self._blocks.insert(
                at,
                Block(
                    begin,
                    self._length - 1,
                    "row",
                    cells=tuple(written[slot.cell] for slot in row),
                    headings=above if any(above) else (),
                ),
            )

    def _sheet(self, sheet: Sequence[tuple[Cell, Cell]]) -> None:
        """Write a sheet as one row, its labels the headings of its cells."""
        begin, cells = self._length, list[tuple[int, int]]()
        for label, value in sheet:
            self.write(label.flow, in_cell=True)
            start = self._length
            self.write(value.flow, in_cell=True)
            cells.append((start, max(start, self._length - 1)))
        headings = tuple(label.words for label, _ in sheet)
        self._blocks.append(
            Block(begin, self._length - 1, "row", cells=tuple(cells), headings=headings)
        )

    def source_text(self, data: bytes, *, name: str, extractor: str) -> SourceText:
        """What was written, normalised.

        Args:
            data: the file's bytes.
            name: the file as the user named it.
            extractor: what took the words out, with its version.

        Raises:
            SourceError: no text was written.
        """
        raw = "".join(self._pieces)
        taken = {run.begin for run in self._asides}
        contents = (
            LayoutRun(begin, end, "table of contents")
            for begin, end in find_contents(raw)
            if begin not in taken
        )
        source = normalise(
            raw,
            name=name,
            raw_sha256=hashlib.sha256(data).hexdigest(),
            asides=_apart([*self._asides, *contents]),
            places=self._places or [PlacedRun(0, Place(paragraph=1))],
            blocks=self._blocks,
            extractor=extractor,
        )
        if not source.text:
            raise SourceError(name, "text-empty")
        return source


def _apart(asides: list[LayoutRun]) -> Iterator[LayoutRun]:
    """Asides in order; of two that overlap the first."""
    end = 0
    for run in sorted(asides):
        if run.begin >= end:
            yield run
            end = run.end


def _column_headings(rows: Sequence[Sequence[Slot]]) -> dict[int, list[str]]:
    """The words above each column, from the top."""
    found: dict[int, list[str]] = {}
    for row in rows:
        for slot in row:
            words = slot.cell.words
            for column in range(slot.column, min(slot.column + slot.width, _COLUMNS)):
                above = found.setdefault(column, [])
                if words and words not in above:
                    above.append(words)
    return found


def _above(slot: Slot, headings: dict[int, list[str]]) -> str:
    """The words of the header above a cell."""
    columns = range(slot.column, min(slot.column + slot.width, _COLUMNS))
    words = (word for column in columns for word in headings.get(column, ()))
    return " ".join(dict.fromkeys(words))
