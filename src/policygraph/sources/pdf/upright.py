"""Text that is set from top to bottom: its lines, joined, with their ruby."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from policygraph.sources.pdf.geometry import DESCENT
from policygraph.sources.pdf.glyphs import Run
from policygraph.sources.pdf.line import Line, measure

_RUBY = 0.67  # of the size of what it stands beside
_SHORT = 2  # characters of a level run that may belong to a vertical line (12 in one square)


def told_apart(runs: Iterable[Run]) -> tuple[list[Run], list[Run]]:
    """Level and vertical runs; what only happens to stand one below the other is level.

    A list of signs or digits, one a row, reads down in the file and is no vertical text; a
    character that the file sets apart from its vertical line belongs to it.
    """
    level: list[Run] = []
    upright: list[Run] = []
    for run in runs:
        if not run.is_vertical:
            level.append(run)
        elif _is_script(run):
            upright.append(run)
        else:
            level += _singles(run)
    if upright:
        taken = {id(run) for run in level if _belongs(run, upright)}
        upright += [_turned(run) for run in level if id(run) in taken]
        level = [run for run in level if id(run) not in taken]
    return level, upright


def _is_script(run: Run) -> bool:
    """Letters of a script that is set from top to bottom, and not only signs and figures."""
    letters = sum(unicodedata.category(char) == "Lo" for char in run.chars)
    return letters > 0 and 2 * letters >= sum(not char.isascii() for char in run.chars)


def _singles(run: Run) -> Iterable[Run]:
    left = run.base - run.size / 2
    for char, bottom in zip(run.chars, run.rights, strict=True):
        base = bottom - DESCENT * run.size
        yield Run([char], [left], [left + run.size], base, run.size, run.font, run.is_bold)


def _belongs(run: Run, upright: list[Run]) -> bool:
    """A short run that stands in the column of a vertical one and touches it, or is its ruby."""
    if len(run.chars) > _SHORT:
        return False
    middle = (run.lefts[0] + run.rights[-1]) / 2
    top, bottom = run.base - 0.88 * run.size, run.base + DESCENT * run.size
    for other in upright:
        size = other.size
        near = top < other.rights[-1] + 1.6 * size and bottom > other.lefts[0] - 1.6 * size
        if not near:
            continue
        if abs(middle - other.base) < 0.35 * size:
            return True
        beside = 0.5 < (middle - other.base) / size < 1.6 and run.size <= _RUBY * size
        if beside and len(run.chars) == 1:
            return True
    return False


def _turned(run: Run) -> Run:
    """A short level run as a vertical one."""
    top, bottom = run.base - 0.88 * run.size, run.base + DESCENT * run.size
    count = len(run.chars)
    return Run(
        run.chars, [top] * count, [bottom] * count, (run.lefts[0] + run.rights[-1]) / 2,
        run.size, run.font, run.is_bold, is_vertical=True,
    )  # fmt: skip


def vertical_lines(upright: Iterable[Run]) -> list[Line]:
    """Vertical lines, from the right, the pieces of one joined, and their ruby with them."""
    runs = list(upright)
    ruby = [run for run in runs if any(_is_ruby(run, other) for other in runs)]
    main = [run for run in runs if not any(run is other for other in ruby)]
    lines: list[Line] = []
    for run in sorted(main, key=lambda run: (-round(run.base), run.lefts[0])):
        line = next((line for line in lines if _continues(line, run)), None)
        if line is not None:
            line.chars += run.chars
            line.lefts += run.lefts
            line.rights += run.rights
        else:
            lines.append(
                Line(
                    list(run.chars), list(run.lefts), list(run.rights), run.base, run.size,
                    run.font, run.is_bold, is_vertical=True,
                )
            )  # fmt: skip
    for line in lines:
        measure(line)
    for run in sorted(ruby, key=lambda run: run.lefts[0]):
        _put_ruby(lines, run)
    return lines


def _is_ruby(run: Run, other: Run) -> bool:
    size = other.size
    return (
        run.size <= _RUBY * size
        and 0.5 < (run.base - other.base) / size < 1.6
        and run.lefts[0] < other.rights[-1] + size
        and other.lefts[0] - size < run.rights[-1]
    )


def _continues(line: Line, run: Run) -> bool:
    return (
        abs(line.base - run.base) < 0.3 * run.size
        and -0.6 * run.size < run.lefts[0] - line.rights[-1] < 1.6 * run.size
    )


def _put_ruby(lines: list[Line], run: Run) -> None:
    middle = (run.lefts[0] + run.rights[-1]) / 2
    for line in lines:
        size = line.size
        if (
            0.5 < (run.base - line.base) / size < 1.6
            and line.top - size < middle < line.bottom + size
        ):
            at = sum(
                (top + bottom) / 2 <= run.rights[-1]
                for top, bottom in zip(line.lefts, line.rights, strict=True)
            )
            line.inserts.append((at, "".join(run.chars), "ruby"))
            line.inserts.sort(key=lambda insert: insert[0])
            return
