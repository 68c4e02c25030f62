"""Set type: how wide words are, and where lines break."""

from __future__ import annotations

import re
import warnings
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

_MEASURE = 100.0  # points; widths grow with the size
# A short word in brackets; a word in katakana or in up to six kanji; a Latin word up to a hyphen or
# its end; white space; any other sign.
_ATOM = re.compile(
    r"[(（][^()（）\s]{1,8}[)）]|[ァ-ヺー]{2,}|[㐀-鿿々]{2,6}(?![㐀-鿿々])"
    r"|[!-,.-~\u00a0-\u024f\u2018-\u201f]*[-\u2010-\u2014]|[!-,.-~\u00a0-\u024f\u2018-\u201f]+"
    r"|\s+|.",
    re.DOTALL,
)
_NEVER_FIRST = frozenset(
    "、。，．・：；）」』】］〉》！？ーァィゥェォッャュョぁぃぅぇぉっゃゅょ々％"
)
_NEVER_LAST = frozenset("（「『【［〈《“‘")
LEADING = 1.35  # lines apart, in sizes


@cache
def font() -> FontProperties:
    """The Japanese font that matplotlib-fontja ships (IPAex Gothic), whatever the system has."""
    import matplotlib as mpl

    with mpl.rc_context():  # the import sets the font of every figure; ours alone shall have it
        from matplotlib.font_manager import FontProperties
        from matplotlib_fontja import get_font_ttf_path

        return FontProperties(fname=get_font_ttf_path())


@cache
def _layout() -> Any:
    from matplotlib.textpath import text_to_path

    return text_to_path


@lru_cache(maxsize=20_000)
def _width(words: str) -> float:
    sized = font().copy()
    sized.set_size(_MEASURE)
    with (
        warnings.catch_warnings()
    ):  # of a sign that the font lacks, said when the picture is written
        warnings.simplefilter("ignore")
        return float(_layout().get_text_width_height_descent(words, sized, False)[0])


def width(words: str, size: float) -> float:
    """The width of a line in points."""
    return _width(words) * size / _MEASURE if words else 0.0


def wrap(words: str, room: float, size: float) -> list[str]:
    """Break words into lines.

    Args:
        words: Latin words, words in katakana and short words in kanji stay whole where a line has room
            for them; no line begins with 、 or ends with （.
        room: points that a line may take.
        size: of the type, in points.
    """
    lines: list[str] = []
    line = ""
    for atom in _atoms(words, room, size):
        full = width(line + atom.rstrip(), size) > room
        if full and line and not atom.isspace():
            lines.append(line.rstrip())
            line = ""
        if line or not atom.isspace():
            line += atom
    return [*lines, line.rstrip()] if line.strip() else lines


def _atoms(words: str, room: float, size: float) -> list[str]:
    """Pieces that are not broken: Latin words, and signs with what must stay at their side."""
    pieces: list[str] = []
    for piece in _ATOM.findall(words):
        tied = pieces and (piece[0] in _NEVER_FIRST or pieces[-1][-1] in _NEVER_LAST)
        if tied and width(pieces[-1] + piece, size) <= room:
            pieces[-1] += piece
        elif width(piece, size) > room:
            pieces += list(piece)
        else:
            pieces.append(piece)
    return pieces


def balance(words: str, room: float, size: float) -> list[str]:
    """Break words into as few lines as `wrap` does, of about the same length."""
    lines = wrap(words, room, size)
    longest = max((width(piece.strip(), size) for piece in _atoms(words, room, size)), default=0.0)
    narrow, wide = max(longest, room / max(1, len(lines))), room
    for _ in range(8 if len(lines) > 1 else 0):
        middle = (narrow + wide) / 2
        if len(tried := wrap(words, middle, size)) <= len(lines):
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def shorten(words: str, room: float, size: float) -> str:
    """Cut words to a width, with … where something was cut."""
    if width(words, size) <= room:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if width(words[:middle] + "…", size) <= room:
            low = middle
        else:
            high = middle - 1
    return words[:low].rstrip() + "…"


def fit(words: str, room: float, size: float, lines: int) -> list[str]:
    """At most so many lines; the last one is cut with … where there is more."""
    wrapped = wrap(words, room, size)
    if len(wrapped) <= lines:
        return balance(words, room, size)
    begin = 0
    for line in wrapped[: lines - 1]:
        begin = words.index(line, begin) + len(line)
    return [*wrapped[: lines - 1], shorten(words[begin:].strip(), room, size)]
