"""The order in which a page is read: columns, what crosses them, and what stands between them.

A gutter is a gap that many pairs of neighbouring lines share. What crosses it, and every rule and
edge of a box that does, ends the columns above: they are read one after the other before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from policygraph.sources.pdf.geometry import Box
from policygraph.sources.pdf.line import Line, join
from policygraph.sources.pdf.tables import Table

_LEAST_PAIRS, _FEWEST_PAIRS = 3, 2  # lines beside each other that make two columns
_LEAST_COLUMN = 7.0  # ems; a narrower one is a column of a table or a list of terms
_FULL = 1.6  # ems by which a full line may fall short of its column
_LEAST_FULL = 0.45  # of the lines of a column are full
_BLANK = 0.3  # ems above and below a heading between columns in which nothing stands beside it
_EVEN, _LINE = 0.7, 10.0  # ems: lines of one length end so near to each other, and are so long
_LONG = 15.0  # ems; lines of this length are running text also where they are ragged


@dataclass(slots=True, eq=False)
class Item:
    """Something that is read in one go.

    Attributes:
        box: its place.
        lines: one printed line; several of vertical text or of a figure.
        table: a table.
        role: ``line``, ``table``, ``upright`` or ``figure``.
    """

    box: Box
    lines: list[Line]
    role: str = "line"
    table: Table | None = None

    @property
    def line(self) -> Line:
        """The first line."""
        return self.lines[0]


@dataclass(slots=True, eq=False)
class Column:
    """A stretch of items below each other.

    Attributes:
        items: from above.
        left, right: their edges.
        limit: what its lines never reach over: the gutter at its right.
    """

    items: list[Item] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    limit: float = 1e9


def columns_of(items: Sequence[Item], barriers: Sequence[tuple[float, Box]]) -> list[Column]:
    """The columns of a page in reading order, the pieces of a printed line joined.

    Args:
        items: what stands on the page.
        barriers: heights at which columns end, each with the box of what ends them.
    """
    found = [column for column in _ordered(list(items), barriers, 0) if column.items]
    for column in found:
        column.items = _joined(column.items)
        column.left = min(item.box.left for item in column.items)
        column.right = max(item.box.right for item in column.items)
    return found


def _ordered(items: list[Item], barriers: Sequence[tuple[float, Box]], depth: int) -> list[Column]:
    gutter = _gutter(items) if len(items) >= 2 * _FEWEST_PAIRS and depth < 4 else None
    if gutter is None:
        return [Column(sorted(items, key=lambda item: (item.box.top, item.box.left)))]
    middle = gutter
    crossing = [item for item in items if item.box.left < middle - 2 < middle + 2 < item.box.right]
    crossing += _headings_between([item for item in items if item not in crossing], middle)
    beside = [item for item in items if item not in crossing]
    edges: list[tuple[float, Item | None]] = [
        ((item.box.top + item.box.bottom) / 2, item) for item in crossing
    ]
    edges += [
        (at, None) for at, box in barriers if box.left < middle - 10 < middle + 10 < box.right
    ]
    edges.sort(key=lambda edge: edge[0])
    beside.sort(key=lambda item: _height(item))
    columns: list[Column] = []
    across: list[Item] = []
    position = 0

    def flush() -> None:
        nonlocal across
        if across:
            columns.append(Column(sorted(across, key=lambda item: (item.box.top, item.box.left))))
            across = []

    for at, item in [*edges, (1e9, None)]:
        begin = position
        while position < len(beside) and _height(beside[position]) < at:
            position += 1
        head, inner, tail = _band(beside[begin:position], middle, barriers, depth)
        across += head
        if inner:
            flush()
            columns += inner
        across += tail
        if item is not None:
            across.append(item)
    flush()
    return columns


def _headings_between(items: list[Item], middle: float) -> list[Item]:
    """Short headings across columns: beside them nothing stands, and above and below something does."""
    left = sorted((i for i in items if i.box.right <= middle), key=lambda item: item.box.top)
    right = [item for item in items if item.box.left >= middle]
    pitch = _pitch(left)
    found = []
    for item in left:
        if item.role != "line" or not right:
            continue
        size = item.line.size
        top, bottom = item.box.top - _BLANK * size, item.box.bottom + _BLANK * size
        if any(other.box.top < bottom and top < other.box.bottom for other in right):
            continue
        between = any(o.box.bottom <= top for o in right) and any(
            o.box.top >= bottom for o in right
        )
        half = 0.5 * size
        before = next((o for o in reversed(left) if o.box.top < item.box.top - half), None)
        after = next((o for o in left if o.box.top > item.box.top + half), None)
        apart = (before is None or item.box.top - before.box.top > 1.2 * pitch) and (
            after is None or after.box.top - item.box.top > 1.2 * pitch or _differs(item, after)
        )
        if between and apart:
            found.append(item)
    return found


def _differs(item: Item, other: Item) -> bool:
    """Set in another type."""
    if not item.lines or not other.lines:
        return True
    one, two = item.line, other.line
    return (
        abs(one.size - two.size) > 0.05 * two.size
        or one.font != two.font
        or one.is_bold != two.is_bold
    )


def _height(item: Item) -> float:
    return (item.box.top + item.box.bottom) / 2


def _band(
    band: list[Item], middle: float, barriers: Sequence[tuple[float, Box]], depth: int
) -> tuple[list[Item], list[Column], list[Item]]:
    """What stands between two things that cross the gutter.

    Returns:
        Short lines above the columns, the columns, short lines below them.
    """
    left = [item for item in band if item.box.right <= middle + 2]
    right = [item for item in band if item.box.right > middle + 2]
    if not left or not right:
        if left and _is_set_to(left, middle):
            return [], _limited(_ordered(left, barriers, depth + 1), middle), []
        return band, [], []
    if max(item.box.bottom for item in band) - min(item.box.top for item in band) < 2.2 * _em(band):
        return band, [], []  # one printed line
    head = _left_alone_above(left, right)
    tail = _left_alone_below(left, right) if _gutter(left) is None else []
    inner = _limited(_ordered(left[len(head) : len(left) - len(tail)], barriers, depth + 1), middle)
    inner += _ordered(right, barriers, depth + 1)
    return head, inner, tail


def _limited(columns: list[Column], limit: float) -> list[Column]:
    for column in columns:
        column.limit = min(column.limit, limit)
    return columns


def _is_set_to(left: list[Item], middle: float) -> bool:
    """Lines that fill a left column: several of them end right before the gutter."""
    em = _em(left)
    full = sum(middle - item.box.right < 2.5 * em for item in left)
    return full >= 2 and full >= _LEAST_FULL * len(left)


def _em(items: Sequence[Item]) -> float:
    sizes = sorted(item.line.size for item in items if item.lines)
    return sizes[len(sizes) // 2] if sizes else 10.0


def _left_alone_above(left: list[Item], right: list[Item]) -> list[Item]:
    """Lines over the columns that only happen to be short: a heading above them."""
    top = min(item.box.top for item in right)
    return [item for item in left if item.box.bottom <= top]


def _left_alone_below(left: list[Item], right: list[Item]) -> list[Item]:
    """Short lines below both columns: set off from the left one where the right one has ended.

    A left column may be longer by a line where both are made equally long; where it goes on for
    more, the right one merely ends early.
    """
    end = max(item.box.bottom for item in right)
    below = [index for index, item in enumerate(left) if item.box.top > end - 1]
    if not below or below[0] == 0:
        return []
    pitch = _pitch(left[: below[0]])
    for index in below[:2]:
        above, item = left[index - 1], left[index]
        gap = item.box.top - above.box.top
        if gap > 1.35 * pitch or _differs(item, above):
            return left[index:]
        if item.box.left < above.box.left - 0.5 * above.line.size and index > 1:
            continue
    return []


def _pitch(items: Sequence[Item]) -> float:
    steps = sorted(b.box.top - a.box.top for a, b in pairwise(items) if b.box.top > a.box.top)
    return steps[len(steps) // 2] if steps else 18.0


def _gutter(items: list[Item]) -> float | None:
    """The middle of the gap that most pairs of neighbours share; ``None`` of one column."""
    lines = sorted((item for item in items if item.role == "line"), key=lambda i: i.box.top)
    tops = [item.box.top for item in lines]
    gaps: list[tuple[float, float, Item, Item]] = []
    for item in lines:
        size = item.line.size
        nearest: Item | None = None
        for index in range(bisect_left(tops, item.box.top - 0.6 * size), len(lines)):
            other = lines[index]
            if other.box.top > item.box.bottom - 0.4 * size:
                break
            if other.box.left >= item.box.right and (
                nearest is None or other.box.left < nearest.box.left
            ):
                nearest = other
        if nearest is not None and nearest.box.left - item.box.right >= 0.6 * size:
            gaps.append((item.box.right, nearest.box.left, item, nearest))
    if len(gaps) < _FEWEST_PAIRS:
        return None
    events = sorted([*((g[0], 1) for g in gaps), *((g[1], -1) for g in gaps)], key=lambda e: e)
    best, depth, place = 0, 0, (0.0, 0.0)
    for index, (x, step) in enumerate(events):
        depth += step
        if depth > best and index + 1 < len(events):
            best, place = depth, (x, events[index + 1][0])
    middle = (place[0] + place[1]) / 2
    sharing = [g for g in gaps if g[0] <= middle <= g[1]]
    if len(sharing) < _LEAST_PAIRS and not _are_full(sharing):
        return None
    return middle if _are_columns(sharing) else None


def _are_full(sharing: list[tuple[float, float, Item, Item]]) -> bool:
    """Two lines beside two others, all of the left ones full, and long ones on both sides."""
    lefts, rights = [gap[2] for gap in sharing], [gap[3] for gap in sharing]
    em, edge = _em(lefts), max(item.box.right for item in lefts)
    return (
        len(sharing) >= _FEWEST_PAIRS
        and all(edge - item.box.right <= _EVEN * em for item in lefts)
        and all(item.box.width >= _LINE * em for item in lefts)
        and any(item.box.width >= _LINE * em for item in rights)
    )


def _are_columns(sharing: list[tuple[float, float, Item, Item]]) -> bool:
    """Running text on both sides, and no words beside each other as in a table."""
    running = set_even = 0
    for items in ([gap[2] for gap in sharing], [gap[3] for gap in sharing]):
        em = _em(items)
        low, high = min(i.box.left for i in items), max(i.box.right for i in items)
        if high - low < _LEAST_COLUMN * em:
            return False
        full = sum(high - item.box.right <= _FULL * em for item in items)
        even = sum(
            high - item.box.right <= _EVEN * em and item.box.width >= _LINE * em for item in items
        )
        widths = sorted(item.box.width for item in items)
        long = widths[len(widths) // 2] >= _LONG * em
        running += full >= _LEAST_FULL * len(items) or long
        set_even += even >= 2 or long
    few = len(sharing) < _LEAST_PAIRS  # see `_are_full`
    return running == 2 or (running == 1 and (set_even == 2 or few))


def _joined(items: list[Item]) -> list[Item]:
    """Pieces that stand on one printed line, joined from the left."""
    rows: list[list[Item]] = []
    for item in items:
        last = rows[-1] if rows else None
        if last and item.role == "line" and last[-1].role == "line" and _on_one_line(last, item):
            last.append(item)
        else:
            rows.append([item])
    made: list[Item] = []
    for row in rows:
        if len(row) == 1:
            made.append(row[0])
            continue
        row.sort(key=lambda item: item.box.left)
        line = join([item.line for item in row])
        made.append(Item(line.box, [line]))
    return made


def _on_one_line(row: list[Item], item: Item) -> bool:
    """It overlaps the others in height and not in width."""
    for other in row:
        low = max(other.box.top, item.box.top)
        high = min(other.box.bottom, item.box.bottom)
        if high - low < 0.55 * min(other.box.height, item.box.height):
            return False
        if min(other.box.right, item.box.right) - max(other.box.left, item.box.left) > 1:
            return False
    return True
