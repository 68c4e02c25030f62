"""What stands on a page: runs of characters, ruling lines, boxes, pictures, with their places.

All measures are points from the upper left corner of the page as it is shown.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from policygraph.sources.pdf import engine

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
ASCENT, DESCENT = 0.88, 0.12  # of an em; of every Japanese font
_THIN = 2.2  # points; what is thinner is a ruling line
_CLIPPED = 20.0  # points; what is smaller is taken to be seen whole
_MOST_SEGMENTS = 80  # of a path that is looked at for ruling lines
_MOST_OBJECTS = 20_000  # of a page that are looked at; the rest of a map or chart is no rule


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def common(self, other: Box) -> Box:
        """What lies in both; of negative width or height where nothing does."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def joined(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


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


@dataclass(slots=True)
class Page:
    """A page.

    Attributes:
        number: from 1.
        runs: in the order of the file.
        horizontals, verticals: ruling lines.
        boxes: filled or framed rectangles.
        pictures: images, drawings.
        counts: of characters that are damaged, by kind, and of all (``all``).
    """

    number: int
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    horizontals: list[Box] = field(default_factory=list)
    verticals: list[Box] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


class _Style(NamedTuple):
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


class PageReader:
    """Takes a page apart.

    Args:
        page: of pypdfium2.
        number: of the page, from 1.
    """

    def __init__(self, page: Any, number: int) -> None:
        self._page = page
        self._handle = engine.address(page.raw)
        left, bottom, right, top = page.get_bbox()
        self._box = (left, bottom, right, top)
        self._rotation = page.get_rotation()
        self._number = number
        self._fonts: dict[int, tuple[str, bool]] = {}

    # ---- Coordinates ----

    def _point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self._box
        match self._rotation:
            case 0:
                return x - left, top - y
            case 90:
                return y - bottom, x - left
            case 180:
                return right - x, y - bottom
            case _:
                return top - y, right - x

    def _quadrant(self, a: float, b: float) -> int:
        """Which way text reads whose matrix begins with a, b."""
        match self._rotation:
            case 0:
                x, y = a, -b
            case 90:
                x, y = b, a
            case 180:
                x, y = -a, b
            case _:
                x, y = -b, -a
        if abs(y) <= 0.12 * abs(x):
            return 0 if x > 0 else 2
        if abs(x) <= 0.12 * abs(y):
            return 1 if y > 0 else 3
        return 4

    def read(self) -> Page:
        """The page; it stands upright where most of its text is turned by a right angle."""
        text_page = self._page.get_textpage()
        try:
            chars = _Chars.fetch(engine.address(text_page.raw))
            styles = self._styles(chars)
            ways = Counter(
                styles[chars.objects[k]].quadrant for k in range(len(chars)) if chars.objects[k]
            )
            turned, count = ways.most_common(1)[0] if ways else (0, 0)
            if turned in (1, 2, 3) and count > 0.6 * ways.total():
                self._rotation = (self._rotation - 90 * turned) % 360
                styles = self._styles(chars)
            left, bottom, right, top = self._box
            width, height = right - left, top - bottom
            if self._rotation in (90, 270):
                width, height = height, width
            page = Page(self._number, width, height)
            page.runs = list(self._runs(chars, styles, page))
        finally:
            text_page.close()
        self._drawings(page)
        return page

    # ---- Characters ----

    def _styles(self, chars: _Chars) -> dict[int | None, _Style]:
        """The style of every text object, told from its first character."""
        styles: dict[int | None, _Style] = {}
        for index, found in enumerate(chars.objects):
            if not found or found in styles:
                continue
            matrix = chars.matrix(index)
            a, b, c, d = matrix[:4]
            font = engine.font_of(found)
            if font not in self._fonts:
                self._fonts[font] = _font(font)
            size = engine.font_size(chars.handle, index) * (c * c + d * d) ** 0.5
            styles[found] = _Style(round(size, 2), self._quadrant(a, b), *self._fonts[font])
        return styles

    def _runs(
        self, chars: _Chars, styles: dict[int | None, _Style], page: Page
    ) -> Iterator[Run]:
        run: Run | None = None
        counts = page.counts
        turned = self._rotation != 0
        left, _, _, top = self._box
        for k, found in enumerate(chars.objects):
            if not found:
                continue
            char = chars.letters[k]
            style = styles[found]
            x, y, right = chars.xs[k], chars.ys[k], chars.rights[k]
            if turned:
                x, y, right = self._turned(k, chars, style)
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

    def _turned(self, k: int, chars: _Chars, style: _Style) -> tuple[float, float, float]:
        x, y = self._point(chars.xs[k], chars.ys[k])
        far, _ = self._point(*chars.far_corner(k, self._rotation))
        return x, y, max(far, x)

    # ---- Drawings ----

    def _drawings(self, page: Page) -> None:
        """Ruling lines, boxes and pictures."""
        budget = _MOST_OBJECTS
        numbers = (ctypes.c_float * 6)()
        start = ctypes.addressof(numbers)
        limit = page.width * page.height

        def walk(objects: Iterator[int], matrix: Matrix, depth: int, seen: Box) -> None:
            nonlocal budget
            for found in objects:
                budget -= 1
                if budget < 0:
                    return
                kind = engine.kind_of(found)
                if kind not in (engine.PATH, engine.IMAGE, engine.FORM):
                    continue
                if kind == engine.FORM and depth < 3:
                    engine.matrix_of(found, start)
                    count = engine.count_in_form(found)
                    inner = _product(tuple(numbers), matrix)  # type: ignore[arg-type]
                    held = (engine.object_in_form(found, i) for i in range(count))
                    walk(held, inner, depth + 1, self._clipped(found, seen, matrix))
                    continue
                if not engine.bounds_of(found, start, start + 4, start + 8, start + 12):
                    continue
                box = self._shown(tuple(numbers[:4]), matrix)
                self._sort_out(page, found, kind, box.common(seen), matrix, limit)

        handle, whole = self._handle, Box(0, 0, page.width, page.height)
        count = engine.count_objects(handle)
        walk((engine.page_object(handle, i) for i in range(count)), _IDENTITY, 0, whole)

    def _shown(self, bounds: tuple[float, ...], matrix: Matrix) -> Box:
        left, bottom, right, top = bounds
        points = [
            self._point(*_apply(matrix, x, y)) for x, y in ((left, bottom), (right, top))
        ]
        if matrix[1] or matrix[2]:
            points += [
                self._point(*_apply(matrix, x, y)) for x, y in ((left, top), (right, bottom))
            ]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def _sort_out(
        self, page: Page, found: int, kind: int, box: Box, matrix: Matrix, limit: float
    ) -> None:
        if box.width > _CLIPPED and box.height > _CLIPPED:
            box = self._clipped(found, box, matrix)
        if box.width < 0 or box.height < 0:
            return
        if kind == engine.IMAGE:
            page.pictures.append(box)
        elif box.height <= _THIN:
            if box.width >= 8:
                page.horizontals.append(box)
        elif box.width <= _THIN:
            if box.height >= 5:
                page.verticals.append(box)
        else:
            segments = engine.count_segments(found)
            filled, stroked = ctypes.c_int(), ctypes.c_int()
            engine.draw_mode(found, ctypes.addressof(filled), ctypes.addressof(stroked))
            if segments <= _MOST_SEGMENTS and stroked.value:
                for rule in self._edges(found, segments, matrix):
                    (page.horizontals if rule.height <= _THIN else page.verticals).append(rule)
            if segments <= 5:
                page.boxes.append(box)
            elif box.width * box.height < 0.5 * limit:
                page.pictures.append(box)

    def _clipped(self, found: int, box: Box, matrix: Matrix) -> Box:
        """What is seen of a box through the paths that clip it."""
        clip = engine.clip_of(found)
        x, y = ctypes.c_float(), ctypes.c_float()
        for path in range(max(engine.count_clips(clip), 0) if clip else 0):
            count = engine.count_clip_segments(clip, path)
            if not 0 < count <= _MOST_SEGMENTS:
                continue
            xs, ys = [], []
            for index in range(count):
                segment = engine.clip_segment(clip, path, index)
                engine.segment_point(segment, ctypes.addressof(x), ctypes.addressof(y))
                shown = self._point(*_apply(matrix, x.value, y.value))
                xs.append(shown[0])
                ys.append(shown[1])
            box = box.common(Box(min(xs), min(ys), max(xs), max(ys)))
        return box

    def _edges(self, found: int, segments: int, matrix: Matrix) -> Iterator[Box]:
        """The straight sides of a stroked path that stand upright or lie level."""
        x, y = ctypes.c_float(), ctypes.c_float()
        before: tuple[float, float] | None = None
        first: tuple[float, float] | None = None
        own = matrix_of_path(found)
        for index in range(segments):
            segment = engine.segment_at(found, index)
            engine.segment_point(segment, ctypes.addressof(x), ctypes.addressof(y))
            here = self._point(*_apply(matrix, *_apply(own, x.value, y.value)))
            if engine.segment_kind(segment) == engine.LINE_TO and before is not None:
                yield from _rule(before, here)
            else:
                first = here
            before = here
        if segments in (4, 5) and before is not None and first is not None:
            yield from _rule(before, first)


def matrix_of_path(found: int) -> Matrix:
    """The matrix of a path object."""
    numbers = (ctypes.c_float * 6)()
    engine.matrix_of(found, ctypes.addressof(numbers))
    return tuple(numbers)  # type: ignore[return-value]


def _rule(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
    box = Box(
        min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
    )
    level, upright = box.height <= 0.5, box.width <= 0.5
    if (level and box.width >= 8) or (upright and box.height >= 5):
        yield box


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    """First ``inner``, then ``outer``."""
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer  # noqa: N806
    return (
        a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D,
        e * A + f * C + E, e * B + f * D + F,
    )  # fmt: skip


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


def _goes_on(run: Run, style: _Style, x: float, y: float) -> bool:
    """The next character stands behind the last one of the run."""
    if run.is_vertical or style.quadrant or style.font != run.font:
        return False
    size = run.size
    if abs(y - run.base) > 0.06 * size or not 0.9 < style.size / size < 1.11:
        return False
    gap = x - run.rights[-1]
    return -0.65 * size <= gap <= 0.55 * size and x > run.lefts[-1]


_PITCH = (0.75, 1.45)  # ems from one character to the one below it


def _goes_down(run: Run, style: _Style, x: float, y: float) -> bool:
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
        count = engine.raw.FPDFText_CountChars(ctypes.cast(handle, engine.raw.FPDF_TEXTPAGE))
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
            left, right, _, _ = self._tight(k)
            xs[k], self.rights[k] = left, right

    def _tight(self, k: int) -> tuple[float, float, float, float]:
        numbers = (ctypes.c_double * 4)()
        start = ctypes.addressof(numbers)
        engine.char_box(self.handle, k, start, start + 8, start + 16, start + 24)
        return tuple(numbers)  # type: ignore[return-value]

    def far_corner(self, k: int, rotation: int) -> tuple[float, float]:
        """The corner of a character that is at the right where the page is turned."""
        left, right, bottom, top = self._tight(k)
        match rotation:
            case 90:
                return left, top
            case 180:
                return left, bottom
            case _:
                return left, bottom

    def matrix(self, k: int) -> Matrix:
        """The matrix of a character."""
        numbers = (ctypes.c_float * 6)()
        engine.matrix_of_char(self.handle, k, ctypes.addressof(numbers))
        return tuple(numbers)  # type: ignore[return-value]


def _letter(code: int) -> str:
    return chr(code) if code < 0x110000 else "\ufffd"
