"""A plain table for terminals, in which Japanese lines up."""

from __future__ import annotations

import re
import unicodedata

from policygraph.questions.answer import Answer
from policygraph.questions.formats.layout import Layout, is_number
from policygraph.store import Boolean

_GAP = "  "
_LEAST = 8  # columns that a cell is not squeezed below
_WIDE = re.compile(r"[^\x00-\u02ff]")


def char_width(sign: str) -> int:
    """Terminal columns of a character (Unicode Annex 11; ambiguous ones count as narrow)."""
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def text_width(words: str) -> int:
    """Terminal columns of a line."""
    return sum(map(char_width, words)) if _WIDE.search(words) else len(words)


def pad(words: str, width: int, *, right: bool = False) -> str:
    """Fill a line up with spaces."""
    space = " " * (width - text_width(words))
    return space + words if right else words + space


def wrap(words: str, width: int) -> list[str]:
    """Break a line: Latin words between words, Japanese between any two characters."""
    atoms = re.findall(r"[\x21-\u02ff]+|\s+|.", words)
    lines: list[str] = []
    line = ""
    for atom in atoms:
        if text_width(line) + text_width(atom) <= width:
            line += atom
            continue
        if line.strip():
            lines.append(line.rstrip())
            line = ""
        atom = atom.lstrip()
        while text_width(atom) > width:
            lines.append(atom[:width])
            atom = atom[width:]
        line = atom
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


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
        return "true\n" if answer.result.value else "false\n"
    names = answer.solutions.variables
    headings = [layout.heading(name, answer.language) for name in names]
    rows = [
        [layout.cell(answer, name, cell) for name, cell in zip(names, row, strict=True)]
        for row in answer.rows
    ]
    widths = [
        max(text_width(row[index]) for row in [headings, *rows]) for index in range(len(names))
    ]
    right = [is_number(answer, index) for index in range(len(names))]
    if layout.width is not None:
        widths = fit(widths, right, layout.width)
    lines = _lines(headings, widths, right)
    lines.append(_GAP.join("-" * width for width in widths))
    for row in rows:
        lines += _lines(row, widths, right)
    return "\n".join(lines) + "\n"


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
