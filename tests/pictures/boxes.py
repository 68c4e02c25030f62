"""Where the words and dots of a picture are, as matplotlib would set them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.text import Text

Corners = tuple[tuple[float, float], ...]
_DPI = 288  # at 72 letters are hinted to whole points, and words grow by a tenth
_SLACK = 1.0  # points by which boxes may touch: letters do not fill them


@dataclass(frozen=True)
class Shape:
    """A convex shape on the sheet, in points from the lower left corner."""

    name: str
    corners: Corners


def sheet_size(figure: Figure) -> tuple[float, float]:
    """Width and height in points."""
    width, height = figure.get_size_inches()
    return float(width) * 72, float(height) * 72


def _points(pixels: float) -> float:
    return float(pixels) * 72 / _DPI


def texts_of(figure: Figure) -> list[Text]:
    """All that is written."""
    return [text for axes in figure.axes for text in axes.texts if text.get_text().strip()]


def words_of(figure: Figure) -> str:
    """All words, in the order in which they were written."""
    return "\n".join(text.get_text() for text in texts_of(figure))


def text_boxes(figure: Figure) -> list[Shape]:
    """The boxes of the words; a slanted word has a slanted box."""
    figure.set_dpi(_DPI)
    FigureCanvasAgg(figure)
    found = []
    for text in texts_of(figure):
        slant = math.radians(text.get_rotation())
        text.set_rotation(0)
        box = text.get_window_extent()
        text.set_rotation(math.degrees(slant))
        ax, ay = text.get_transform().transform(text.get_position())
        corners = ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1))
        cos, sin = math.cos(slant), math.sin(slant)
        turned = tuple(
            (
                _points(ax + (x - ax) * cos - (y - ay) * sin),
                _points(ay + (x - ax) * sin + (y - ay) * cos),
            )
            for x, y in corners
        )
        found.append(Shape(text.get_text(), turned))
    return found


def dots(figure: Figure) -> list[Shape]:
    """The circles, as eight-cornered shapes."""
    figure.set_dpi(_DPI)
    found = []
    for axes in figure.axes:
        for patch in axes.patches:
            if isinstance(patch, Circle):
                around = [
                    (
                        patch.center[0] + patch.radius * math.cos(turn),
                        patch.center[1] + patch.radius * math.sin(turn),
                    )
                    for turn in (math.pi / 4 * step for step in range(8))
                ]
                places = axes.transData.transform(np.array(around))
                found.append(Shape("dot", tuple((_points(x), _points(y)) for x, y in places)))
    return found


def overlap(one: Shape, other: Shape) -> bool:
    """Whether two convex shapes overlap by more than the slack (separating axes)."""
    for shape in (one, other):
        for (x0, y0), (x1, y1) in zip(
            shape.corners, shape.corners[1:] + shape.corners[:1], strict=True
        ):
            length = math.hypot(x1 - x0, y1 - y0) or 1.0
            nx, ny = (y1 - y0) / length, (x0 - x1) / length
            ours = [x * nx + y * ny for x, y in one.corners]
            theirs = [x * nx + y * ny for x, y in other.corners]
            if max(ours) - _SLACK <= min(theirs) or max(theirs) - _SLACK <= min(ours):
                return False
    return True


def overlaps(shapes: list[Shape]) -> Iterator[tuple[str, str]]:
    """The pairs that overlap."""
    for one, other in itertools.combinations(shapes, 2):
        if overlap(one, other):
            yield one.name, other.name
