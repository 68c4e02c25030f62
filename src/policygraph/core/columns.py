"""Text in the columns of a terminal, in which Japanese lines up, and which does nothing there but be read."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_WIDE = re.compile(r"[^\x00-\u02ff]")
_CLOSING = "、。，．・：；？！」』）】］｝〉》〕…ー々"
_ATOM = re.compile(rf"\s+|(?:[\x21-\u02ff]+|.)[{_CLOSING}]*")
# What moves a cursor, rings, or turns the order of what is read: C0 but tab and line feed, DEL, C1, separators
# of lines, and the signs of Unicode Annex 9 (section 2).
_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_CUT = "…"


def shown(words: str) -> str:
    """Words of whatever origin for a terminal: a character that would act there is named, ``<U+001B>``."""
    return _ACTS.sub(lambda found: f"<U+{ord(found[0]):04X}>", words)


def cut(words: str, width: int) -> str:
    """The beginning of a line with … behind it, where the line is wider than that.

    Only as much of it is looked at as fits.
    """
    begin = words[: width + 1]
    if len(begin) == len(words) and text_width(begin) <= width:
        return words
    left = width - 1
    for at, sign in enumerate(begin):
        left -= char_width(sign)
        if left < 0:
            return begin[:at] + _CUT
    return begin[:-1] + _CUT


@cache
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
    lines: list[str] = []
    line: list[str] = []
    held = 0  # columns of the line

    def end() -> None:
        nonlocal held
        whole = "".join(line).rstrip()
        if whole:
            lines.append(whole)
        line.clear()
        held = 0

    for atom in _ATOM.findall(words):
        if held and held + text_width(atom) > width:
            end()
        if not held:
            atom = atom.lstrip() if lines else atom
            *full, atom = _pieces(atom, width)
            lines += full
        line.append(atom)
        held += text_width(atom)
    end()
    return lines or [""]


def _pieces(atom: str, width: int) -> list[str]:
    """What cannot be broken between words, broken where a line is full."""
    if text_width(atom) <= width:
        return [atom]
    return [atom[begin : begin + width] for begin in range(0, len(atom), width)]
