"""Set a text as the series sets it: lines of a fixed width, a blank line between them."""

from __future__ import annotations

import re

WIDTH = 40  # characters a line
# A wrap never falls inside a Latin word or a number, whatever its width.
_PIECE = re.compile(r"[!-~Ａ-Ｚａ-ｚ０-９]+|[^!-~Ａ-Ｚａ-ｚ０-９]")
_NEVER_FIRST = frozenset(
    "、。，．・：；）」』】］〉》!?！？ーァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょ々"
)


def wrap(text: str) -> list[str]:
    """Break a paragraph into lines; no line begins with a sign that may not stand there."""
    lines: list[str] = []
    line = ""
    for piece in _PIECE.findall(text):
        full = len(line) + len(piece) > WIDTH
        if full and line and not piece.startswith(tuple(_NEVER_FIRST)):
            lines.append(line.rstrip(" "))
            line = ""
        if line or piece != " ":
            line += piece
    return [*lines, line]


def set_bullet(text: str, tag: str) -> list[str]:
    """A bullet with its 【】 at the right edge, on a line of its own where there is no room."""
    lines = wrap(text)
    if not tag:
        return lines
    if len(lines[-1]) + len(tag) <= WIDTH:
        lines[-1] += tag.rjust(WIDTH - len(lines[-1]))
        return lines
    return [*lines, tag.rjust(WIDTH)]


def page(lines: list[str]) -> str:
    """The lines with a blank line between them, as the series' PDF files give them."""
    return "\n\n".join(lines) + "\n"
