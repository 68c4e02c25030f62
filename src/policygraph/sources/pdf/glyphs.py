"""Characters of a page, as runs on a base line or from top to bottom."""

from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from policygraph.sources.pdf import engine
from policygraph.sources.pdf.geometry import ASCENT, DESCENT, Frame, Matrix


@dataclass(slots=True)
class Run:
    """Characters on one base line in one font, with no wide gap between them.

    Attributes:
        chars, lefts, rights: each character and where it stands.
        base: of the line they stand on; of a vertical run the middle of it.
        size: of the font.
        font: its name without the prefix of a subset; empty where the file does not say.
        is_bold: the font says so.
        is_vertical: it runs from top to bottom; then ``lefts`` are tops and ``rights`` bottoms.
    """

    chars: list[str]
    lefts: list[float]
    rights: list[float]
    base: float
    size: float
    font: str
    is_bold: bool
    is_vertical: bool = False


_MAY_BE_RAISED = frozenset("0123456789")


class Style(NamedTuple):
    """How a text object is set."""

    size: float
    quadrant: int  # the way it reads: 0 right, 1 down, 2 left, 3 up, 4 aslant
    font: str
    is_bold: bool


@lru_cache(maxsize=8192)
def is_wide(char: str) -> bool:
    """The character is as wide as an em."""
    return unicodedata.east_asian_width(char) in "WFA" and not "\uff61" <= char <= "\uffdc"


@lru_cache(maxsize=8192)
def _damage(char: str) -> str:
    """What kind of damage a character is; empty of a sound one."""
    if char == "\ufffd":
        return "replaced"
    category = unicodedata.category(char)
    if category == "Co":
        return "private"
    if category in ("Cc", "Cn", "Cs") and not char.isspace():
        return "control"
    return ""


class Glyphs:
    """The characters of a page in the order of the file.

    Args:
        handle: address of the page's text in PDFium.
    """

    def __init__(self, handle: int) -> None:
        self._chars = _Chars.fetch(handle)
        self._fonts: dict[int, tuple[str, bool]] = {}
        self.counts: Counter[str] = Counter()

    def upright_frame(self, frame: Frame) -> Frame:
        """The page turned so that most of its text reads from left to right."""
        ways: Counter[int] = Counter()
        styles = self._styles(frame)
        for found in self._chars.objects:
            if found:
                ways[styles[found].quadrant] += 1
        turned, count = ways.most_common(1)[0] if ways else (0, 0)
        if turned in (1, 2, 3) and count > 0.6 * ways.total():
            return replace(frame, rotation=(frame.rotation - 90 * turned) % 360)
        return frame

    def _styles(self, frame: Frame) -> dict[int | None, Style]:
        """The style of every text object, told from its first character."""
        styles: dict[int | None, Style] = {}
        chars = self._chars
        for index, found in enumerate(chars.objects):
            if not found or found in styles:
                continue
            matrix = chars.matrix(index)
            a, b, c, d = matrix[:4]
            font = engine.font_of(found)
            if font not in self._fonts:
                self._fonts[font] = _font(font)
            size = engine.font_size(chars.handle, index) * (c * c + d * d) ** 0.5
            styles[found] = Style(round(size, 2), frame.quadrant(a, b), *self._fonts[font])
        return styles

    def runs(self, frame: Frame) -> Iterator[Run]:
        """The runs; what is damaged or aslant is counted."""
        run: Run | None = None
        chars, counts, styles = self._chars, self.counts, self._styles(frame)
        left, top = frame.left, frame.top
        for k, found in enumerate(chars.objects):
            if not found:
                continue
            char = chars.letters[k]
            style = styles[found]
            x, y, right = chars.xs[k], chars.ys[k], chars.rights[k]
            if frame.rotation:
                x, y, right = self._turned(k, frame)
            else:
                x, y, right = x - left, top - y, right - left
            if char.isspace() or char == "\u200b":
                if run is not None and run.chars[-1] != " " and not run.is_vertical:
                    run.chars.append(" ")
                    run.lefts.append(run.rights[-1])
                    run.rights.append(run.rights[-1])
                continue
            counts["all"] += 1
            damage = _damage(char)
            if damage:
                counts[damage] += 1
            size = style.size
            if style.quadrant == 0 and is_wide(char):
                right = x + size
            if (
                char in _MAY_BE_RAISED
                and style.quadrant == 0
                and self._is_raised(k, y, size, frame)
            ):
                # A superior figure of the font's own: set as any other, drawn small and high.
                y, size = y - 0.35 * size, 0.6 * size
                style = style._replace(size=size)
            if style.quadrant in (2, 3, 4) or size <= 0.5:
                if run is not None:
                    yield run
                    run = None
                counts["turned"] += 1
                continue
            if run is not None and _goes_on(run, style, x, y):
                run.chars.append(char)
                run.lefts.append(x)
                run.rights.append(right)
                continue
            if run is not None and _goes_down(run, style, x, y):
                _turn_down(run)
                run.chars.append(char)
                run.lefts.append(y - ASCENT * size if style.quadrant == 0 else y)
                run.rights.append(y + DESCENT * size if style.quadrant == 0 else y + size / 2)
                continue
            following = Run([char], [x], [right], y, size, style.font, style.is_bold)
            if run is not None and run.is_vertical and _ends_down(run, following):
                first = _pop(run)
                if _goes_on(first, style, x, y):
                    first.chars.append(char)
                    first.lefts.append(x)
                    first.rights.append(right)
                    following = first
            if run is not None:
                yield run
            run = following
        if run is not None:
            yield run

    def _is_raised(self, k: int, base: float, size: float, frame: Frame) -> bool:
        """Its shape is small and stands high."""
        if frame.rotation:
            return False
        _, _, bottom, top = self._chars.tight(k)
        return base - (frame.top - bottom) > 0.25 * size and 0 < top - bottom < 0.6 * size

    def _turned(self, k: int, frame: Frame) -> tuple[float, float, float]:
        chars = self._chars
        x, y = frame.point(chars.xs[k], chars.ys[k])
        far, _ = frame.point(*chars.far_corner(k, frame.rotation))
        return x, y, max(far, x)


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


def _goes_on(run: Run, style: Style, x: float, y: float) -> bool:
    """The next character stands behind the last one of the run."""
    if run.is_vertical or style.quadrant or style.font != run.font:
        return False
    size = run.size
    if abs(y - run.base) > 0.06 * size or not 0.9 < style.size / size < 1.11:
        return False
    gap = x - run.rights[-1]
    return -0.65 * size <= gap <= 0.3 * size and x > run.lefts[-1]


_PITCH = (0.75, 1.45)  # ems from one character to the one below it


def _goes_down(run: Run, style: Style, x: float, y: float) -> bool:
    """The next character stands below the last one of a vertical run, or of one character."""
    if not run.is_vertical and len(run.chars) != 1:
        return False
    if not 0.8 < style.size / run.size < 1.25:
        return False
    size = run.size
    if run.is_vertical:
        middle, bottom = run.base, run.rights[-1]
    else:
        middle, bottom = run.lefts[0] + size / 2, run.base + DESCENT * size
    if style.quadrant == 1:
        return (
            run.is_vertical and abs(x + 0.38 * size - middle) < 0.4 * size
            and -0.6 * size < y - bottom < size
        )  # fmt: skip
    step = (y + DESCENT * size - bottom) / size
    return abs(x + size / 2 - middle) < 0.3 * size and _PITCH[0] <= step <= _PITCH[1]


def _turn_down(run: Run) -> None:
    """Make a run of one character a vertical one."""
    if run.is_vertical:
        return
    size, base = run.size, run.base
    run.is_vertical = True
    run.base = run.lefts[0] + size / 2
    run.lefts[0], run.rights[0] = base - ASCENT * size, base + DESCENT * size


def _ends_down(run: Run, following: Run) -> bool:
    """The last character of a vertical run is the first of a level line."""
    size = run.size
    return (
        abs(following.base + DESCENT * size - run.rights[-1]) < 0.1 * size
        and 0 < following.lefts[0] - run.base < 1.3 * size
    )


def _pop(run: Run) -> Run:
    """Take the last character off a vertical run, as a level one."""
    size, bottom = run.size, run.rights.pop()
    run.lefts.pop()
    left = run.base - size / 2
    taken = Run([run.chars.pop()], [left], [left + size], bottom - DESCENT * size, size,
                run.font, run.is_bold)  # fmt: skip
    if len(run.chars) == 1:
        _lay_level(run)
    return taken


def _lay_level(run: Run) -> None:
    """Make a vertical run of one character a level one."""
    left, bottom = run.base - run.size / 2, run.rights[0]
    run.is_vertical = False
    run.base = bottom - DESCENT * run.size
    run.lefts, run.rights = [left], [left + run.size]


@dataclass(slots=True)
class _Chars:
    """The characters of a page, by index: letter, text object, origin, right edge."""

    handle: int
    letters: list[str]
    objects: list[int | None]
    xs: list[float]
    ys: list[float]
    rights: list[float]

    def __len__(self) -> int:
        return len(self.letters)

    @classmethod
    def fetch(cls, handle: int) -> _Chars:
        count = engine.count_chars(handle)
        count = max(count, 0)
        unicode_of, text_object = engine.unicode_of, engine.text_object
        letters = [_letter(unicode_of(handle, k)) for k in range(count)]
        objects = [text_object(handle, k) for k in range(count)]
        boxes = (ctypes.c_float * (4 * count))()
        places = (ctypes.c_double * (2 * count))()
        box, place = ctypes.addressof(boxes), ctypes.addressof(places)
        loose_box, origin = engine.loose_box, engine.origin
        for k in range(count):
            if objects[k]:
                loose_box(handle, k, box + 16 * k)
                origin(handle, k, place + 16 * k, place + 16 * k + 8)
        found = cls(handle, letters, objects, places[0::2], places[1::2], boxes[2::4])
        found._spread()
        return found

    def _spread(self) -> None:
        """Characters of an ActualText share one origin; their boxes tell them apart."""
        xs, ys, objects = self.xs, self.ys, self.objects
        same = {
            place
            for k in range(1, len(xs))
            if objects[k] and xs[k] == xs[k - 1] and ys[k] == ys[k - 1]
            and objects[k] == objects[k - 1]
            for place in (k - 1, k)
        }  # fmt: skip
        for k in sorted(same):
            left, right, _, _ = self.tight(k)
            xs[k], self.rights[k] = left, right

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

    def matrix(self, k: int) -> Matrix:
        """The matrix of a character."""
        numbers = (ctypes.c_float * 6)()
        engine.matrix_of_char(self.handle, k, ctypes.addressof(numbers))
        return tuple(numbers)


def _letter(code: int) -> str:
    if code == 2:  # what PDFium makes of a hyphen at the end of a line
        return "-"
    return chr(code) if code < 0x110000 else "\ufffd"
