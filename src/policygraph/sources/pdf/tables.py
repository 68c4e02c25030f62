"""Tables: cells between ruling lines, or pieces of lines that stand under each other.

A cell that runs over several rows belongs to each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from policygraph.sources.pdf.drawings import Drawings
from policygraph.sources.pdf.geometry import Box
from policygraph.sources.pdf.line import Line, measure

_NEAR = 3.0  # points between rules that touch
_SAME = 2.0  # points between rules that are one
_MOST_RULES = 1500
_MOST_SQUARES = 4000  # of a table; a chart or map has more
_LEAST_FILLED = 0.45  # of the cells of a table; the grid of a chart holds no words
_APART = 0.8  # ems between two columns of a table without upright rules


@dataclass(slots=True, eq=False)
class Cell:
    """A cell.

    Attributes:
        lines: its words.
        box: its place.
    """

    box: Box
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Table:
    """A table.

    Attributes:
        box: around all of it.
        rows: cells, from the left; one that covers several rows or columns stands in each.
    """

    box: Box
    rows: list[list[Cell]]


def find_tables(drawn: Drawings, lines: list[Line]) -> tuple[list[Table], list[Line]]:
    """Find the tables of a page.

    Returns:
        The tables, and the lines that stand in none.
    """
    tables: list[Table] = []
    rest = [line for line in lines if not line.is_vertical]
    upright = [line for line in lines if line.is_vertical]
    if len(drawn.horizontals) + len(drawn.verticals) <= _MOST_RULES:
        levels = _merged(
            [_Rule(b.left, b.right, (b.top + b.bottom) / 2) for b in drawn.horizontals]
        )
        uprights = _merged(
            [_Rule(b.top, b.bottom, (b.left + b.right) / 2) for b in drawn.verticals]
        )
        for across, down in _grids(levels, uprights):
            table, rest = _ruled(across, down, rest)
            tables += table
        for stack in _stacks(levels, tables):
            table, rest = _open_sided(stack, rest)
            tables += table
    table, rest = _aligned(rest)
    tables += table
    return tables, rest + upright


@dataclass(frozen=True, slots=True)
class _Rule:
    """A ruling line: from ``begin`` to ``end``, at ``at`` across its own way."""

    begin: float
    end: float
    at: float


def _merged(rules: list[_Rule]) -> list[_Rule]:
    """Pieces of one rule joined."""
    rules.sort(key=lambda rule: (round(rule.at / _SAME), rule.begin))
    joined: list[_Rule] = []
    for rule in rules:
        for index in range(len(joined) - 1, max(-1, len(joined) - 40), -1):
            last = joined[index]
            if (
                abs(last.at - rule.at) <= _SAME
                and last.begin - _NEAR <= rule.begin <= last.end + _NEAR
            ):
                joined[index] = _Rule(min(last.begin, rule.begin), max(last.end, rule.end), last.at)
                break
        else:
            joined.append(rule)
    return joined


def _grids(levels: list[_Rule], uprights: list[_Rule]) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """Rules that cross or touch: the level ones, of which there are two at least, and the upright ones."""
    group_of_level: dict[int, int] = {}
    groups: dict[int, tuple[list[int], list[_Rule]]] = {}
    for number, upright in enumerate(uprights):
        touched = [
            index
            for index, level in enumerate(levels)
            if level.begin - _NEAR <= upright.at <= level.end + _NEAR
            and upright.begin - _NEAR <= level.at <= upright.end + _NEAR
        ]
        across: list[int] = [index for index in touched if index not in group_of_level]
        down = [upright]
        for group in sorted({group_of_level[i] for i in touched if i in group_of_level}):
            held, others = groups.pop(group)
            across += held
            down += others
        groups[number] = across, down
        group_of_level.update(dict.fromkeys(across, number))
    found = [
        ([levels[index] for index in sorted(across)], down)
        for across, down in groups.values()
        if len(across) >= 2
    ]
    yield from sorted(found, key=lambda group: min(rule.at for rule in group[0]))


def _edges(values: Sequence[float]) -> list[float]:
    """Places of rules, those that are one joined."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 2 * _SAME:
            edges.append(value)
    return edges


def _ruled(
    across: list[_Rule], down: list[_Rule], lines: list[Line]
) -> tuple[list[Table], list[Line]]:
    """A table between rules both ways."""
    xs = _edges([*(r.at for r in down), min(r.begin for r in across), max(r.end for r in across)])
    ys = _edges([*(r.at for r in across), min(r.begin for r in down), max(r.end for r in down)])
    if len(xs) < 3 or len(ys) < 3 or len(xs) * len(ys) > _MOST_SQUARES:
        return [], lines
    roots = _cells(xs, ys, across, down)
    box = Box(xs[0], ys[0], xs[-1], ys[-1])
    inside = [line for line in lines if box.holds(*_middle(line))]
    cells = {root: Cell(_cell_box(root, roots, xs, ys)) for root in set(roots.values())}
    for piece in (piece for line in inside for piece in _cut(line, xs, ys, roots)):
        x, y = _middle(piece)
        cells[roots[_index(ys, y), _index(xs, x)]].lines.append(piece)
    rows = [
        [cells[roots[row, column]] for column in range(len(xs) - 1)] for row in range(len(ys) - 1)
    ]
    rows = [row for row in rows if any(cell.lines for cell in row)]
    filled = [cell for cell in cells.values() if cell.lines]
    wide = {len({id(cell) for cell in row}) for row in rows}
    if len(rows) < 2 or max(wide, default=0) < 2 or len(filled) < _LEAST_FILLED * len(cells):
        return [], lines
    taken = {id(line) for line in inside}
    return [Table(box, rows)], [line for line in lines if id(line) not in taken]


def _middle(line: Line) -> tuple[float, float]:
    return (line.left + line.right) / 2, (line.top + line.bottom) / 2


def _index(edges: list[float], value: float) -> int:
    """The interval that a value lies in."""
    for index in range(len(edges) - 2, -1, -1):
        if value >= edges[index]:
            return index
    return 0


Place = tuple[int, int]  # row, column


def _cells(
    xs: list[float], ys: list[float], across: list[_Rule], down: list[_Rule]
) -> dict[Place, Place]:
    """For each square of the grid the first square of its cell."""
    roots: dict[Place, Place] = {}
    for row in range(len(ys) - 1):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(len(xs) - 1):
            centre = (xs[column] + xs[column + 1]) / 2
            left = column > 0 and not _crossed(down, xs[column], middle)
            above = row > 0 and not _crossed(across, ys[row], centre)
            root = (row, column)
            if left:
                root = roots[row, column - 1]
            if above:
                upper = roots[row - 1, column]
                root = upper if not left else min(root, upper)
            roots[row, column] = root
            if left and above:
                older = {roots[row, column - 1], roots[row - 1, column]} - {root}
                roots.update({place: root for place, held in roots.items() if held in older})
    return roots


def _crossed(rules: list[_Rule], at: float, place: float) -> bool:
    return any(abs(r.at - at) <= 2 * _SAME and r.begin <= place <= r.end for r in rules)


def _cell_box(root: Place, roots: dict[Place, Place], xs: list[float], ys: list[float]) -> Box:
    places = [place for place, held in roots.items() if held == root]
    return Box(
        min(xs[c] for _, c in places), min(ys[r] for r, _ in places),
        max(xs[c + 1] for _, c in places), max(ys[r + 1] for r, _ in places),
    )  # fmt: skip


def _cut(line: Line, xs: list[float], ys: list[float], roots: dict[Place, Place]) -> Iterator[Line]:
    """A line cut where it runs over into another cell."""
    row = _index(ys, (line.top + line.bottom) / 2)
    cuts = [
        x
        for index, x in enumerate(xs[1:-1], 1)
        if line.left + 1 < x < line.right - 1 and roots[row, index - 1] != roots[row, index]
    ]
    if not cuts:
        yield line
        return
    begin = 0
    for cut in [*cuts, line.right + 1]:
        end = sum(
            (left + right) / 2 < cut for left, right in zip(line.lefts, line.rights, strict=True)
        )
        if end > begin:
            piece = Line(
                line.chars[begin:end], line.lefts[begin:end], line.rights[begin:end], line.base,
                line.size, line.font, line.is_bold,
                [(at - begin, *rest) for at, *rest in line.inserts if begin < at <= end],  # type: ignore[misc]
            )  # fmt: skip
            measure(piece)
            if piece.text:
                yield piece
        begin = end


# ---- Tables without upright rules ----


def _stacks(levels: list[_Rule], tables: list[Table]) -> Iterator[list[_Rule]]:
    """Three or more level rules of one length below each other, outside the tables found."""
    groups: dict[tuple[int, int], list[_Rule]] = {}
    for rule in levels:
        if rule.end - rule.begin < 60 or any(
            t.box.top - _NEAR <= rule.at <= t.box.bottom + _NEAR
            and t.box.left - _NEAR <= rule.begin <= t.box.right
            for t in tables
        ):
            continue
        groups.setdefault((round(rule.begin / 3), round(rule.end / 3)), []).append(rule)
    for stack in groups.values():
        if len(stack) >= 3:
            yield sorted(stack, key=lambda rule: rule.at)


def _open_sided(stack: list[_Rule], lines: list[Line]) -> tuple[list[Table], list[Line]]:
    """A table between level rules: columns where no line stands in any row."""
    box = Box(stack[0].begin, stack[0].at, stack[0].end, stack[-1].at)
    inside = [line for line in lines if box.holds(*_middle(line))]
    if len(inside) < 4:
        return [], lines
    em = sorted(line.size for line in inside)[len(inside) // 2]
    xs = _columns(inside, em, box)
    if len(xs) < 3:
        return [], lines
    ys = [rule.at for rule in stack]
    bands = [
        [line for line in inside if top <= (line.top + line.bottom) / 2 < bottom]
        for top, bottom in pairwise(ys)
    ]
    bands = [row for band in bands if band for row in _printed_rows(band, xs, len(stack) == 3)]
    rows = [_row_of(band, xs) for band in bands]
    several = sum(sum(bool(cell.lines) for cell in row) >= 2 for row in rows)
    prose = any(_is_prose(cell, em) for row in rows for cell in row)
    if several < 2 or several < 0.6 * len(rows) or prose:
        return [], lines
    taken = {id(line) for line in inside}
    return [Table(box, rows)], [line for line in lines if id(line) not in taken]


def _is_prose(cell: Cell, em: float) -> bool:
    """Running text, which stands between rules of headings, too."""
    full = [line for line in cell.lines if line.box.width > 0.85 * cell.box.width - em]
    return len(full) >= 4


def _columns(lines: list[Line], em: float, box: Box) -> list[float]:
    """The edges of columns: the gaps in which no line stands."""
    spans = sorted((line.left, line.right) for line in lines)
    edges, reach = [box.left], spans[0][1]
    for left, right in spans:
        if left - reach > _APART * em:
            edges.append((left + reach) / 2)
        reach = max(reach, right)
    return [*edges, box.right]


def _printed_rows(band: list[Line], xs: list[float], is_open: bool) -> list[list[Line]]:
    """The rows of a band between two rules: one, or where nothing rules them one a base line.

    A line whose first column is empty goes on with the row above.
    """
    if not is_open:
        return [band]
    rows: list[list[Line]] = []
    for line in sorted(band, key=lambda line: (line.base, line.left)):
        starts = _index(xs, line.left) == 0
        same = rows and line.base - max(x.base for x in rows[-1]) <= 0.4 * line.size
        if rows and (same or not starts):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _row_of(band: list[Line], xs: list[float]) -> list[Cell]:
    top, bottom = min(line.top for line in band), max(line.bottom for line in band)
    cells = [Cell(Box(left, top, right, bottom)) for left, right in pairwise(xs)]
    for line in band:
        cells[_index(xs, line.left + 0.1)].lines.append(line)
    return cells


def _aligned(lines: list[Line]) -> tuple[list[Table], list[Line]]:
    """Rows of three or more short pieces that begin under each other, three rows at least."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.left)):
        if rows and line.base - rows[-1][0].base <= 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    tables: list[Table] = []
    taken: set[int] = set()
    group: list[list[Line]] = []
    for row in [*rows, []]:
        if group and row and len(row) == len(group[-1]) and _stands_under(row, group[-1]):
            group.append(row)
            continue
        if len(group) >= 3 and _are_short(group):
            flat = [line for r in group for line in r]
            box = flat[0].box
            for line in flat:
                box = box.joined(line.box)
            tables.append(Table(box, [[Cell(line.box, [line]) for line in r] for r in group]))
            taken |= {id(line) for line in flat}
        group = [row] if len(row) >= 3 else []
    return tables, [line for line in lines if id(line) not in taken]


def _stands_under(row: list[Line], above: list[Line]) -> bool:
    size = row[0].size
    if row[0].base - above[0].base > 3 * size:
        return False
    return all(
        min(abs(a.left - b.left), abs(a.right - b.right), abs(a.left + a.right - b.left - b.right) / 2)
        < 0.6 * size
        for a, b in zip(row, above, strict=True)
    )  # fmt: skip


def _are_short(group: list[list[Line]]) -> bool:
    lengths = sorted(len(line.text) for row in group for line in row)
    return lengths[len(lengths) // 2] <= 12
