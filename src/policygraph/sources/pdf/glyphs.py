"""Characters of a page, as runs on a base line or from top to bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from policygraph.sources.pdf.chars import Chars, Style
from policygraph.sources.pdf.geometry import ASCENT, DESCENT, Frame


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
        is_turned: its characters are upside down, aslant or read upwards.
    """

    chars: list[str]
    lefts: list[float]
    rights: list[float]
    base: float
    size: float
    font: str
    is_bold: bool
    is_vertical: bool = False
    is_turned: bool = False


# A character goes on with its run where the gap to the one before is between these, in ems.
_BACK, _AHEAD, _LEVEL = -0.65, 0.3, 0.06


class Glyphs:
    """The characters of a page in the order of the file.

    Args:
        handle: address of the page's text in PDFium.
    """

    def __init__(self, handle: int) -> None:
        self._chars = Chars.fetch(handle)
        self._styles: list[Style] = []
        self.counts: Counter[str] = Counter()

    def upright_frame(self, frame: Frame) -> Frame:
        """The page turned so that most of its text reads from left to right."""
        ways: Counter[int] = Counter()
        starts = [*self._chars.starts, len(self._chars.letters)]
        self._styles = self._chars.styles(frame)
        for style, (begin, end) in zip(self._styles, pairwise(starts), strict=True):
            ways[style.quadrant] += end - begin
        turned, count = ways.most_common(1)[0] if ways else (0, 0)
        if turned in (1, 2, 3) and count > 0.6 * ways.total():
            frame = replace(frame, rotation=(frame.rotation - 90 * turned) % 360)
            self._styles = self._chars.styles(frame)
        return frame

    def runs(self, frame: Frame) -> Iterator[Run]:
        """The runs on a page that `upright_frame` gave; what is damaged or aslant is counted."""
        chars, counts = self._chars, self.counts
        run: Run | None = None
        if not chars.starts:
            return
        left, top, turned = frame.left, frame.top, frame.rotation != 0
        styles = zip([*chars.starts[1:], -1], self._styles, strict=True)
        following, style = next(styles, (-1, _NO_STYLE))
        size, last = style.size, style
        total, spaced = 0, False
        columns = zip(chars.objects, chars.letters, chars.xs, chars.ys, chars.rights, strict=True)
        for k, (found, letter, x, y, right) in enumerate(columns):
            if k == following:
                following, style = next(styles)
                size = style.size
            if not found:
                continue
            char, kind, is_wide = letter
            if turned:
                x, y, right = self._turned(k, frame)
            else:
                x -= left
                y = top - y
                right = x + size if is_wide else right - left
            if kind:
                if kind == "space":
                    spaced = True
                    if run is not None and run.chars[-1] != " " and not run.is_vertical:
                        run.chars.append(" ")
                        run.lefts.append(run.rights[-1])
                        run.rights.append(run.rights[-1])
                    continue
                if kind != "figure":
                    counts[kind] += 1
                elif style.quadrant == 0 and self._is_raised(k, y, size, frame):
                    # A superior figure of the font's own: set as any other, drawn small and high.
                    total += 1
                    if run is not None:
                        yield run
                    font, bold = style.font, style.is_bold
                    yield Run([char], [x], [right], y - 0.35 * size, 0.6 * size, font, bold)
                    run = None
                    continue
            total += 1
            if (
                run is not None
                and style is last
                and not run.is_vertical
                and not run.is_turned
                and _BACK * size <= x - run.rights[-1] <= _AHEAD * size
                and -_LEVEL * size <= y - run.base <= _LEVEL * size
                and x > run.lefts[-1]
                and style.quadrant == 0
            ):
                run.chars.append(char)
                run.lefts.append(x)
                run.rights.append(right)
                continue
            last = style
            if style.quadrant > 1 or size <= 0.5:
                counts["turned"] += 1
                if run is None or not run.is_turned or abs(y - run.base) > 40 * size:
                    if run is not None:
                        yield run
                    run = Run([], [], [], y, size, style.font, style.is_bold, is_turned=True)
                run.chars.append(char)
                run.lefts.append(x)
                run.rights.append(x + size)
                continue
            if run is not None and _goes_on(run, style, x, y):
                run.chars.append(char)
                run.lefts.append(x)
                run.rights.append(right)
                continue
            if run is not None and _goes_down(run, style, x, y):
                _turn_down(run)
                if spaced and char.isascii() and run.chars[-1].isascii():
                    run.chars.append(" ")
                    run.lefts.append(run.rights[-1])
                    run.rights.append(run.rights[-1])
                spaced = False
                run.chars.append(char)
                run.lefts.append(y - ASCENT * size if style.quadrant == 0 else y)
                run.rights.append(y + DESCENT * size if style.quadrant == 0 else y + size / 2)
                continue
            spaced = False
            new = Run([char], [x], [right], y, size, style.font, style.is_bold)
            if run is not None and run.is_vertical and _ends_down(run, new):
                first = _pop(run)
                if _goes_on(first, style, x, y):
                    first.chars.append(char)
                    first.lefts.append(x)
                    first.rights.append(right)
                    new = first
            if run is not None:
                yield run
            run = new
        counts["all"] += total
        counts["unmapped"] += chars.unmapped
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


_NO_STYLE = Style(0.0, 0, "", False)


def _goes_on(run: Run, style: Style, x: float, y: float) -> bool:
    """The next character stands behind the last one of the run."""
    if run.is_vertical or run.is_turned or style.quadrant or style.font != run.font:
        return False
    size = run.size
    if abs(y - run.base) > _LEVEL * size or not 0.9 < style.size / size < 1.11:
        return False
    gap = x - run.rights[-1]
    return _BACK * size <= gap <= _AHEAD * size and x > run.lefts[-1]


_PITCH = (0.75, 1.45)  # ems from one character to the one below it


def _goes_down(run: Run, style: Style, x: float, y: float) -> bool:
    """The next character stands below the last one of a vertical run, or of one character."""
    if run.is_turned or (not run.is_vertical and len(run.chars) != 1):
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
