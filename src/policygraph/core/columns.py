"""Text in the columns of a terminal, in which Japanese lines up."""

from __future__ import annotations

import re
import unicodedata

_WIDE = re.compile(r"[^\x00-\u02ff]")
_CLOSING = "、。，．・：；？！」』）】］｝〉》〕…ー々"
_ATOM = re.compile(rf"\s+|(?:[\x21-\u02ff]+|.)[{_CLOSING}]*")


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
    """Break a line: Latin words between words, Japanese between any two characters.

    A sign that closes something (。 」 …) stays with what stands before it.
    """
    atoms = _ATOM.findall(words)
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
