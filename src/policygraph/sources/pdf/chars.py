"""Characters of a page as PDFium gives them: letter, style, place."""

from __future__ import annotations

import ctypes
import unicodedata
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import NamedTuple

from policygraph.sources.pdf import engine
from policygraph.sources.pdf.geometry import Frame


class Style(NamedTuple):
    """How a text object is set."""

    size: float
    quadrant: int  # the way it reads: 0 right, 1 down, 2 left, 3 up, 4 aslant
    font: str
    is_bold: bool


class Letter(NamedTuple):
    """What there is to know of a character.

    Attributes:
        kind: ``space``, ``figure``, empty of another sound one, or how it is damaged.
        is_wide: it is as wide as an em.
    """

    char: str
    kind: str
    is_wide: bool


class _Letters(dict[int, Letter]):
    """Letters by code, made when they are first seen."""

    def __missing__(self, code: int) -> Letter:
        char = chr(code) if code < 0x110000 else "\ufffd"
        if code in (2, 0xFFFE):  # what PDFium makes of a hyphen at the end of a line
            char = "-"
        narrow = "\uff61" <= char <= "\uffdc"
        wide = unicodedata.east_asian_width(char) in "WFA" and not narrow
        self[code] = Letter(char, _kind(char), wide)
        return self[code]


def _kind(char: str) -> str:
    if char.isspace() or char == "\u200b":
        return "space"
    if char == "\ufffd":
        return "replaced"
    category = unicodedata.category(char)
    if category == "Co":
        return "private"
    if category in ("Cc", "Cn", "Cs"):
        return "control"
    return "figure" if char in "0123456789" else ""


_LETTERS = _Letters()


_SAMPLE = 7  # every which character is asked about first; fonts with a mapping have it throughout


def _unmapped(handle: int, count: int) -> int:
    """How many characters the fonts give no meaning."""
    if not any(map(engine.map_error, repeat(handle), range(0, count, _SAMPLE))):
        return 0
    return sum(map(bool, map(engine.map_error, repeat(handle), range(count))))


def _codes(handle: int, count: int) -> Iterable[int]:
    """The code points of a page: in one go, or one by one where some are not given that way."""
    buffer = (ctypes.c_uint16 * (count + 1))()
    if engine.text_of(handle, 0, count, ctypes.addressof(buffer)) == count + 1:
        codes = buffer[:count]
        if not any(0xD800 <= code < 0xE000 or code == 0 for code in codes):
            return codes
    return map(engine.unicode_of, repeat(handle), range(count))


@dataclass(slots=True)
class Chars:
    """The characters of a page, by index.

    Attributes:
        letters: what they are.
        objects: the text object of each; ``None`` of one that the engine made up.
        xs, ys, rights: where each begins, its base line, and its right edge, in the file's measure.
        starts: where a text object begins.
        unmapped: how many have no mapping to Unicode in their font; their letters mean nothing.
    """

    handle: int
    letters: list[Letter]
    objects: list[int | None]
    xs: list[float]
    ys: list[float]
    rights: list[float]
    starts: list[int]
    unmapped: int = 0

    @classmethod
    def fetch(cls, handle: int) -> Chars:
        """All characters of a page, by the address of its text."""
        count = max(engine.count_chars(handle), 0)
        every = range(count)
        letters = [_LETTERS[code] for code in _codes(handle, count)]
        objects = list(map(engine.text_object, repeat(handle), every))
        places = (ctypes.c_double * (2 * count))()
        place = ctypes.addressof(places)
        firsts = range(place, place + 16 * count, 16)
        seconds = range(place + 8, place + 16 * count + 8, 16)
        deque(map(engine.origin, repeat(handle), every, firsts, seconds), maxlen=0)
        # The right edge of a wide character is an em from its left one.
        narrow = [k for k, letter in enumerate(letters) if not letter.is_wide]
        boxes = (ctypes.c_float * (4 * count))()
        box = ctypes.addressof(boxes)
        deque(
            map(engine.loose_box, repeat(handle), narrow, (box + 16 * k for k in narrow)), maxlen=0
        )
        starts = [
            k for k, (found, before) in enumerate(zip(objects, [None, *objects], strict=False))
            if found and found != before
        ]  # fmt: skip
        found = cls(handle, letters, objects, places[0::2], places[1::2], boxes[2::4], starts)
        found._spread()
        found.unmapped = _unmapped(handle, count)
        return found

    def _spread(self) -> None:
        """Characters of an ActualText share one origin; their boxes tell them apart."""
        xs, ys, objects = self.xs, self.ys, self.objects
        twins = [k for k, (x, before) in enumerate(pairwise(xs), 1) if x == before]
        same = {
            place
            for k in twins
            if objects[k] and ys[k] == ys[k - 1] and objects[k] == objects[k - 1]
            for place in (k - 1, k)
        }
        for k in sorted(same):
            left, right, _, _ = self.tight(k)
            xs[k], self.rights[k] = left, right

    def styles(self, frame: Frame) -> list[Style]:
        """The style of every text object, told from its first character."""
        sizes = map(engine.font_size, repeat(self.handle), self.starts)
        fonts = map(engine.font_of, (self.objects[k] for k in self.starts))
        count = len(self.starts)
        numbers = (ctypes.c_float * (6 * count))()
        place = ctypes.addressof(numbers)
        rows = range(place, place + 24 * count, 24)
        deque(map(engine.matrix_of_char, repeat(self.handle), self.starts, rows), maxlen=0)
        matrices = zip(numbers[0::6], numbers[1::6], numbers[2::6], numbers[3::6], strict=True)
        known: dict[tuple[object, ...], Style] = {}
        styles = []
        for key in zip(sizes, fonts, matrices, strict=True):
            style = known.get(key)
            if style is None:
                size, font, (a, b, c, d) = key
                size *= (c * c + d * d) ** 0.5
                style = Style(round(size, 2), frame.quadrant(a, b), *_font(font))
                known[key] = style
            styles.append(style)
        return styles

    def tight(self, k: int) -> tuple[float, float, float, float]:
        """Left, right, bottom, top of its shape."""
        numbers = (ctypes.c_double * 4)()
        start = ctypes.addressof(numbers)
        engine.char_box(self.handle, k, start, start + 8, start + 16, start + 24)
        return tuple(numbers)

    def far_corner(self, k: int, rotation: int) -> tuple[float, float]:
        """The corner of a character that is at the right where the page is turned."""
        left, _, bottom, top = self.tight(k)
        return (left, top) if rotation == 90 else (left, bottom)


def _font(handle: int) -> tuple[str, bool]:
    """The name of a font and whether it is bold."""
    if not handle:
        return "", False
    buffer = ctypes.create_string_buffer(128)
    engine.font_name(handle, ctypes.addressof(buffer), 128)
    name = buffer.value.decode("utf-8", "replace")
    if len(name) > 7 and name[6] == "+":
        name = name[7:]
    bold = engine.font_weight(handle) >= 600 or any(
        word in name for word in ("Bold", "bold", "Heavy", "Black")
    )
    return name, bold
