"""Write what was read as raw text, with asides, places and blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policygraph.sources.pdf.flow import Part, Printed, Step, unparted
from policygraph.sources.pdf.geometry import Box
from policygraph.sources.pdf.line import Line
from policygraph.sources.pdf.tables import Cell, Table
from policygraph.sources.text import Block, BlockKind, LayoutRun, Place, PlacedRun, Region

_PADDING = 0.6  # ems between the words of a cell and its edge
_HYPHENS = "-\u2010\u00ad\x02\ufffe"
_CUT = re.compile(rf"[!-~]*[A-Za-z0-9][{_HYPHENS}]$")
_NUMBER = re.compile(r"[0-9０-９]+")
_FULL_WIDTH = re.compile(r"[Ａ-Ｚａ-ｚ０-９]+")
_REST = re.compile(r"[!-~]+")
# A word that a typesetter cut: small letters on both sides, and no other sign in it.
_CUT_WORD = re.compile(rf"(?:^|[^!-~]|[(\[\"'])([A-Za-z]?[a-z]+)[{_HYPHENS}]$")
_REST_WORD = re.compile(r"([a-z]{2,})[.,;:)\]\"']*(?:[^!-~]|$)")
_KINDS: dict[str, BlockKind] = {"paragraph": "paragraph", "heading": "heading", "item": "item"}


@dataclass(frozen=True, slots=True)
class Written:
    """A raw text, with what `policygraph.sources.normalise` takes beside it."""

    raw: str
    asides: tuple[LayoutRun, ...]
    places: tuple[PlacedRun, ...]
    blocks: tuple[Block, ...]


class Writer:
    """Collects a raw text; a printed line is a line, and so is a row of a table."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._asides: list[LayoutRun] = []
        self._places: list[PlacedRun] = []
        self._blocks: list[Block] = []
        self._spans: dict[int, list[int]] = {}
        self._parts: dict[int, Part] = {}
        self._headings: tuple[Table, tuple[str, ...]] | None = None

    def _write(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)

    def write(self, steps: Sequence[Step]) -> Written:
        """Write all steps."""
        words = _known_words(steps)
        carried: dict[int, str] = {}  # the part of a word that stands on the line before
        following = _following(steps)
        for index, (part, printed) in enumerate(steps):
            if part is None:
                assert printed is not None
                self._aside(printed)
            elif printed is None:
                self._table(part)
            else:
                after = following.get(index)
                self._line(part, printed, after, carried, words)
        blocks = [*self._blocks]
        for key, (begin, end) in self._spans.items():
            part = self._parts[key]
            blocks.append(Block(begin, end, _KINDS[part.kind], part.level))
        blocks.sort(key=lambda block: (block.begin, block.end))
        return Written(
            "".join(self._pieces), tuple(self._asides), tuple(self._places), tuple(blocks)
        )

    def _place(self, page: int, box: Box) -> None:
        place = Place(page=page, region=Region(*(round(value, 1) for value in box)))
        self._places.append(PlacedRun(self._length, place))

    def _aside(self, printed: Printed) -> None:
        line = printed.line
        text = line.printed.strip()
        if not text:
            return
        self._place(printed.page, line.box)
        self._asides.append(LayoutRun(self._length, self._length + len(text), line.role))
        self._write(text + "\n")

    def _line(
        self, part: Part, printed: Printed, after: Printed | None, carried: dict[int, str],
        words: frozenset[str],
    ) -> None:  # fmt: skip
        line = printed.line
        self._place(printed.page, line.box)
        key = id(part)
        self._parts[key] = part
        span = self._spans.setdefault(key, [self._length, self._length])
        begin = len(carried.pop(id(line), ""))
        self._with_inserts(line, begin)
        rest = _rest(line.text, after.line.text) if after is not None else None
        if rest and after is not None:
            # What the line's end cuts is one word: its rest comes here, its hyphen may go.
            cut, tail = _CUT_WORD.search(line.text), _REST_WORD.match(after.line.text)
            if cut and tail and f"{cut[1]}-{tail[1]}".lower() not in words:
                self._pieces[-1] = self._pieces[-1][:-1] + "\u00ad"  # which no reader sees
            self._place(after.page, after.line.box)
            self._write(rest.group())
            carried[id(after.line)] = rest.group()
        span[1] = self._length
        self._write("\n")

    def _with_inserts(self, line: Line, begin: int) -> None:
        text, position = line.text, begin
        for at, words, kind in line.inserts:
            at = max(at, position)
            self._write(text[position:at])
            self._asides.append(LayoutRun(self._length, self._length + len(words), kind))
            self._write(words)
            position = at
        self._write(text[position:])

    # ---- Tables ----

    def _table(self, part: Part) -> None:
        table = part.table
        assert table is not None
        spans: dict[int, tuple[int, int]] = {}
        depth = _header_depth(table)
        headings = _headings(table.rows[:depth])
        for number, row in enumerate(table.rows):
            begin = self._length
            cells: list[tuple[int, int]] = []
            written = False
            for cell in _once(row):
                if id(cell) in spans:
                    cells.append(spans[id(cell)])
                    continue
                if written:
                    self._write("\t")
                start = self._length
                self._cell(cell, part.page)
                spans[id(cell)] = (start, self._length)
                cells.append(spans[id(cell)])
                written = True
            end = self._length
            self._write("\n")
            heads = tuple(headings[column] for column in _by_column(row)) if number >= depth else ()
            self._blocks.append(Block(begin, end, "row", 0, tuple(cells), heads))

    def _cell(self, cell: Cell, page: int) -> None:
        """The words of a cell: a line ends where more would have stood in it, else it wraps."""
        lines = sorted(cell.lines, key=lambda line: (line.base, line.left))
        for index, line in enumerate(lines):
            if index:
                above = lines[index - 1]
                room = cell.box.right - above.right - _PADDING * line.size
                same = line.base - above.base < 0.5 * line.size
                self._write(" " if same or room <= unparted(line.text) * line.size else "\n")
            self._place(page, line.box)
            self._with_inserts(line, 0)


def _rest(before: str, after: str) -> re.Match[str] | None:
    """What of the next line belongs to the last word of a line: behind a hyphen, within a number."""
    if _CUT.search(before):
        return _REST.match(after)
    if before[-1:].isdecimal() and after[:1].isdecimal():
        return _NUMBER.match(after)
    return _FULL_WIDTH.match(after) if _FULL_WIDTH.match(before[-1:]) else None


def _once(row: Iterable[Cell]) -> list[Cell]:
    """The cells of a row; one that covers several columns once."""
    return list({id(cell): cell for cell in row}.values())


def _by_column(row: Sequence[Cell]) -> list[int]:
    """The first column of each cell of a row."""
    seen: dict[int, int] = {}
    for column, cell in enumerate(row):
        seen.setdefault(id(cell), column)
    return list(seen.values())


_DEEPEST = 3  # rows of a header


def _header_depth(table: Table) -> int:
    """The rows of a header: one, or as many as its cells run over where one of them is divided below."""
    first = table.rows[0]
    if len(_once(first)) == len(first):
        return 1
    held = {id(cell) for cell in first}
    depth = 1
    while depth < len(table.rows) - 1 and any(id(cell) in held for cell in table.rows[depth]):
        depth += 1
    return depth if depth <= _DEEPEST else 1


def _headings(rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    """The words of the header above each column, from the outer one inwards."""
    return tuple(
        " ".join(words for cell in _once(column) if (words := _words(cell)))
        for column in zip(*rows, strict=True)
    )


def _words(cell: Cell) -> str:
    return "".join(line.text for line in sorted(cell.lines, key=lambda line: line.base))


def _following(steps: Sequence[Step]) -> dict[int, Printed]:
    """For each line of a part the next line of the same part."""
    after: dict[int, Printed] = {}
    last: dict[int, int] = {}
    for index, (part, printed) in enumerate(steps):
        if part is None or printed is None:
            continue
        if id(part) in last:
            after[last[id(part)]] = printed
        last[id(part)] = index
    return after


_HYPHENED = re.compile(r"[A-Za-z]+-[a-z]+")


def _known_words(steps: Iterable[Step]) -> frozenset[str]:
    """Latin words that the file prints with a hyphen within a line."""
    return frozenset(
        word.lower()
        for _, printed in steps
        if printed is not None
        for word in _HYPHENED.findall(printed.line.text)
    )
