"""Lines out of runs: what stands on one base line, with its ruby and its note marks.

A line ends at a gap wider than half an em where no space is printed, and at an upright rule, so that two columns or two cells of a
table never make one line; `policygraph.sources.pdf.order` joins what belongs together.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable

from policygraph.core.fold import fold_text
from policygraph.sources.pdf.geometry import Box
from policygraph.sources.pdf.glyphs import Run
from policygraph.sources.pdf.line import Line, measure
from policygraph.sources.pdf.page import Page
from policygraph.sources.pdf.signs import SIGNS
from policygraph.sources.pdf.upright import told_apart, vertical_lines

_GAP, _WIDE_GAP = 0.6, 1.1  # ems between two pieces of one line, without and with a space printed
_RUBY = 0.67  # of the size of what it stands over
_MARK = 0.92
_SPACE = 0.16  # ems between two Latin words
_LATIN_PAIR = re.compile(r"[!-~]{2}")
_LONGEST_MARK = 8  # characters
_FIGURES = 0.85  # ems from figure to figure of two numbers; 1 is narrow and stands in a wide place


def lines_of(page: Page) -> list[Line]:
    """The lines of a page, in the order of their base lines, from the left."""
    runs = [run for run in _once(page.runs) if _is_on(page, run)]
    level, upright = told_apart(run for run in runs if not run.is_turned)
    main, ruby, marks = _sizes(level)
    lines = _rows([*((run, run.base, "") for run in main), *marks], page.drawings.verticals)
    for run in ruby:
        _put_ruby(lines, run)
    lines += vertical_lines(upright)
    lines += [_alone(run, "turned text") for run in runs if run.is_turned]
    return lines


def _is_on(page: Page, run: Run) -> bool:
    """It stands on the page and not beside it (marks of the printer's)."""
    middle = run.base if run.is_vertical else (run.lefts[0] + run.rights[-1]) / 2
    height = run.lefts[0] if run.is_vertical else run.base
    return -1 <= middle <= page.width + 1 and 0 <= height <= page.height + 1


def _once(runs: list[Run]) -> list[Run]:
    """Without what is printed twice on one place to look bold."""
    seen: dict[tuple[str, int], list[Run]] = {}
    kept = []
    for run in runs:
        key = ("".join(run.chars), round(run.size))
        others = seen.setdefault(key, [])
        if any(
            abs(o.lefts[0] - run.lefts[0]) < 0.12 * run.size
            and abs(o.base - run.base) < 0.12 * run.size
            for o in others
        ):
            continue
        others.append(run)
        kept.append(run)
    return kept


# A run, the base line that it belongs to, and what it is beside the text: a mark, ruby.
Placed = tuple[Run, float, str]


def _sizes(runs: list[Run]) -> tuple[list[Run], list[Run], list[Placed]]:
    """Tell what stands on the line from what is set small above or beside it."""
    by_base = sorted(runs, key=lambda run: run.base)
    bases = [run.base for run in by_base]
    main: list[Run] = []
    ruby: list[Run] = []
    beside: list[Placed] = []
    small: list[Run] = []
    largest = max((run.size for run in runs), default=0.0)
    for run in runs:
        limit = _RUBY if len(run.chars) > _LONGEST_MARK else _MARK
        if run.size > limit * largest or not (text := fold_text("".join(run.chars)).strip()):
            main.append(run)
            continue
        first = bisect_left(bases, run.base - 0.5 * largest)
        last = bisect_right(bases, run.base + 2.2 * largest)
        host = _host(run, by_base[first:last], _raised)
        if host is not None:
            is_mark = run.base < host.base and SIGNS.mark.fullmatch(text) is not None
            is_mark = is_mark and not SIGNS.power.search(fold_text("".join(host.chars)) + text)
            if is_mark or run.size <= _MARK * host.size:
                beside.append((run, host.base, "note mark" if is_mark else ""))
                continue
        if SIGNS.ruby.fullmatch(text) and _host(run, by_base[first:last], _behind) is not None:
            beside.append((run, run.base, "ruby"))  # set by a program that knows no ruby
            continue
        over = _host(run, by_base[first:last], _over)
        if over is not None and SIGNS.ruby.fullmatch(text):
            ruby.append(run)
        else:
            small.append(run)
    # Marks in a row: 1, 2, 3, of which only the first touches the word.
    marks = [item for item in beside if item[2] == "note mark"]
    while marks and small:
        base = {id(run): base for run in small if (base := _next_to(run, marks)) is not None}
        if not base:
            break
        marks = [(run, base[id(run)], "note mark") for run in small if id(run) in base]
        beside += marks
        small = [run for run in small if id(run) not in base]
    return main + small, ruby, beside


def _next_to(run: Run, marks: list[Placed]) -> float | None:
    """The base line of the mark that a run goes on from."""
    if not SIGNS.mark.fullmatch(fold_text("".join(run.chars)).strip()):
        return None
    for mark, base, _ in marks:
        level = abs(mark.base - run.base) < 0.1 * run.size
        gap = max(run.lefts[0] - mark.rights[-1], mark.lefts[0] - run.rights[-1])
        if level and gap < 0.6 * run.size:
            return base
    return None


def _host(run: Run, others: list[Run], fits: Callable[[Run, Run], bool]) -> Run | None:
    """The nearest run that another one belongs to."""
    best, least = None, 1e9
    for other in others:
        if other is not run and fits(run, other):
            far = abs(other.base - run.base) + max(
                0.0, other.lefts[0] - run.rights[-1], run.lefts[0] - other.rights[-1]
            )
            if far < least:
                best, least = other, far
    return best


def _raised(run: Run, other: Run) -> bool:
    """A number or sign set small and high, or low, at the side of a word."""
    size = other.size
    rise = (other.base - run.base) / size
    if not (0.1 < rise < 0.8 or -0.35 < rise < -0.05):
        return False
    if run.size > _MARK * size:
        # A mark that is set no smaller is told by its height, and by touching its word.
        gap = min(abs(run.lefts[0] - other.rights[-1]), abs(other.lefts[0] - run.rights[-1]))
        return run.size < 1.03 * size and rise > 0.25 and gap < 0.15 * size
    return (
        -0.3 * size <= run.lefts[0] - other.rights[-1] <= 0.6 * size
        or -0.3 * size <= other.lefts[0] - run.rights[-1] <= 0.6 * size
    )


def _behind(run: Run, other: Run) -> bool:
    """Small type right behind a word that ends in a Chinese character, on its base line."""
    size = other.size
    return (
        run.size <= _RUBY * size
        and abs(other.base - run.base) < 0.1 * size
        and abs(run.lefts[0] - other.rights[-1]) < 0.3 * size
        and "\u3400" <= other.chars[-1] <= "\u9fff"
    )


def _over(run: Run, other: Run) -> bool:
    """Small type above a word."""
    size = other.size
    rise = (other.base - run.base) / size
    if run.size > _RUBY * size or not 0.6 < rise < 1.9:
        return False
    middle = (run.lefts[0] + run.rights[-1]) / 2
    return other.lefts[0] - 0.5 * size <= middle <= other.rights[-1] + 0.5 * size


def _rows(placed: list[Placed], verticals: list[Box]) -> list[Line]:
    """Join what stands on one base line and is not kept apart."""
    rows: list[list[Placed]] = []
    heights: list[float] = []
    for item in sorted(placed, key=lambda item: (item[1], item[0].lefts[0])):
        run, base, _ = item
        if heights and base - heights[-1] <= 0.2 * run.size:
            rows[-1].append(item)
        else:
            rows.append([item])
            heights.append(base)
    lines: list[Line] = []
    for row in rows:
        row.sort(key=lambda item: item[0].lefts[0])
        piece: list[Placed] = []
        edge = 0.0
        for item in row:
            run = item[0]
            reach = 0.0
            if piece:
                ems = _WIDE_GAP if piece[-1][0].chars[-1] == " " else _GAP
                reach = ems * min(run.size, piece[-1][0].size)
            gap = run.lefts[0] - edge
            if piece and (gap > reach or (gap > 0.5 and _is_ruled(verticals, edge, run))):
                lines.append(_line(piece))
                piece = []
            piece.append(item)
            edge = max(edge, run.rights[-1]) if len(piece) > 1 else run.rights[-1]
        lines.append(_line(piece))
    return [line for line in lines if line.text or line.inserts]


def _is_ruled(verticals: list[Box], edge: float, run: Run) -> bool:
    """An upright rule stands between a right edge and a run."""
    height = run.base - 0.4 * run.size
    return any(
        edge - 1 <= rule.left <= run.lefts[0] + 1 and rule.top <= height <= rule.bottom
        for rule in verticals
    )


def _line(piece: list[Placed]) -> Line:
    fonts: Counter[tuple[str, float, bool]] = Counter()
    for run, _, kind in piece:
        if not kind:
            fonts[run.font, run.size, run.is_bold] += len(run.chars)
    if not fonts:
        run = piece[0][0]
        fonts[run.font, run.size, run.is_bold] = 1
    (font, size, bold), _ = max(fonts.items(), key=lambda item: (item[1], item[0]))
    line = Line([], [], [], piece[0][1], size, font, bold)
    alone = all(kind for _, _, kind in piece)
    edge = 0.0
    for run, base, kind in piece:
        if kind and not alone:
            words = "".join(run.chars).strip()
            line.inserts.append((len(line.chars), words, kind))
            edge = run.rights[-1]
            continue
        if not kind and abs(run.size - size) < 0.1:
            line.base = base
        _append(line, run, edge)
        edge = run.rights[-1]
    measure(line)
    return line


def _append(line: Line, run: Run, edge: float) -> None:
    """Put a run behind a line, with a space where Latin words stand apart."""
    if line.chars and line.chars[-1] != " ":
        gap = run.lefts[0] - edge
        latin = line.chars[-1].isascii() or run.chars[0].isascii()
        if gap > (_SPACE if latin else 0.5) * line.size:
            line.chars.append(" ")
            line.lefts.append(line.rights[-1])
            line.rights.append(run.lefts[0])
    if not _LATIN_PAIR.search("".join(run.chars)):
        line.chars += run.chars
        line.lefts += run.lefts
        line.rights += run.rights
        return
    for index, char in enumerate(run.chars):
        left = run.lefts[index]
        if index and char.isascii() and run.chars[index - 1].isascii():
            before = run.rights[index - 1]
            spaced = char != " " and run.chars[index - 1] != " "
            if char.isdigit() and run.chars[index - 1].isdigit():
                spaced = left - run.lefts[index - 1] > _FIGURES * run.size
            if spaced and left - before > _SPACE * run.size:
                line.chars.append(" ")
                line.lefts.append(before)
                line.rights.append(left)
        line.chars.append(char)
        line.lefts.append(left)
        line.rights.append(run.rights[index])


def _alone(run: Run, role: str) -> Line:
    """A line of its own that is no text."""
    line = Line([], [], [], run.base, run.size, run.font, run.is_bold, role=role)
    _append(line, run, 0.0)
    measure(line)
    return line


def _put_ruby(lines: list[Line], run: Run) -> None:
    """Put ruby behind the characters that it stands over."""
    middle = (run.lefts[0] + run.rights[-1]) / 2
    best: Line | None = None
    for line in lines:
        rise = (line.base - run.base) / line.size
        inside = line.left - line.size <= middle <= line.right + line.size
        if inside and 0.6 < rise < 1.9 and (best is None or line.base < best.base):
            best = line
    words = "".join(run.chars).strip()
    if best is None:
        lines.append(_alone(run, "ruby"))
        return
    at = sum(
        (left + right) / 2 <= run.rights[-1]
        for left, right in zip(best.lefts, best.rights, strict=True)
    )
    best.inserts.append((at, words, "ruby"))
    best.inserts.sort(key=lambda insert: insert[0])
