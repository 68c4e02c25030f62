"""What is drawn on a page beside characters: ruling lines, boxes, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat

from policygraph.sources.pdf import engine
from policygraph.sources.pdf.geometry import IDENTITY, Box, Frame, Matrix, apply, product

_THIN = 2.2  # points; what is thinner is a ruling line
_CLIPPED = 20.0  # points; what is smaller is taken to be seen whole
_MOST_SEGMENTS = 80  # of a path that is looked at for ruling lines
_MOST_OBJECTS = 20_000  # of a page that are looked at; the rest of a map or chart is no rule


@dataclass(slots=True)
class Drawings:
    """What is drawn.

    Attributes:
        horizontals, verticals: ruling lines.
        boxes: filled or framed rectangles.
        pictures: images and other shapes.
    """

    horizontals: list[Box] = field(default_factory=list)
    verticals: list[Box] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)


class DrawingReader:
    """Looks at the objects of a page.

    Args:
        handle: address of the page in PDFium.
        frame: how it is shown.
    """

    def __init__(self, handle: int, frame: Frame) -> None:
        self._handle, self._frame = handle, frame
        self._found = Drawings()

    def read(self) -> Drawings:
        """All of it."""
        budget = _MOST_OBJECTS
        numbers = (ctypes.c_float * 6)()
        start = ctypes.addressof(numbers)
        width, height = self._frame.size

        def walk(objects: list[int], matrix: Matrix, depth: int, seen: Box) -> None:
            nonlocal budget
            for found, kind in zip(objects, map(engine.kind_of, objects), strict=True):
                if kind not in (engine.PATH, engine.IMAGE, engine.FORM):
                    continue
                budget -= 1
                if budget < 0:
                    return
                if kind == engine.FORM and depth < 3:
                    engine.matrix_of(found, start)
                    count = engine.count_in_form(found)
                    inner = product(tuple(numbers), matrix)
                    held = list(map(engine.object_in_form, repeat(found), range(count)))
                    walk(held, inner, depth + 1, self._clipped(found, seen, matrix))
                    continue
                if not engine.bounds_of(found, start, start + 4, start + 8, start + 12):
                    continue
                box = self._shown(tuple(numbers[:4]), matrix)
                self._sort_out(found, kind, box.common(seen), matrix)

        handle, whole = self._handle, Box(0, 0, width, height)
        count = engine.count_objects(handle)
        objects = list(map(engine.page_object, repeat(handle), range(count)))
        walk(objects, IDENTITY, 0, whole)
        return self._found

    def _shown(self, bounds: tuple[float, ...], matrix: Matrix) -> Box:
        left, bottom, right, top = bounds
        points = [
            self._frame.point(*apply(matrix, x, y)) for x, y in ((left, bottom), (right, top))
        ]
        if matrix[1] or matrix[2]:
            points += [
                self._frame.point(*apply(matrix, x, y)) for x, y in ((left, top), (right, bottom))
            ]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def _sort_out(self, found: int, kind: int, box: Box, matrix: Matrix) -> None:
        drawn = self._found
        if box.width > _CLIPPED and box.height > _CLIPPED:
            box = self._clipped(found, box, matrix)
        if box.width < 0 or box.height < 0:
            return
        if kind == engine.IMAGE:
            drawn.pictures.append(box)
        elif box.height <= _THIN:
            if box.width >= 8:
                drawn.horizontals.append(box)
        elif box.width <= _THIN:
            if box.height >= 5:
                drawn.verticals.append(box)
        else:
            segments = engine.count_segments(found)
            filled, stroked = ctypes.c_int(), ctypes.c_int()
            engine.draw_mode(found, ctypes.addressof(filled), ctypes.addressof(stroked))
            if segments <= _MOST_SEGMENTS and stroked.value:
                for rule in self._edges(found, segments, matrix):
                    (drawn.horizontals if rule.height <= _THIN else drawn.verticals).append(rule)
            if not (filled.value or stroked.value):
                return
            (drawn.boxes if segments <= 5 else drawn.pictures).append(box)

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
                shown = self._frame.point(*apply(matrix, x.value, y.value))
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
            here = self._frame.point(*apply(matrix, *apply(own, x.value, y.value)))
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
    return tuple(numbers)


def _rule(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
    box = Box(
        min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
    )
    level, upright = box.height <= 0.5, box.width <= 0.5
    if (level and box.width >= 8) or (upright and box.height >= 5):
        yield box
