"""A sheet that is drawn on in points, from the top left corner, and grows downwards; its colours.

The colours are told apart with any kind of colour vision, and by their lightness in print: the hues are
those of M. Okabe and K. Ito, "Color Universal Design" (2008); the ramp goes from light to dark in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypedDict, Unpack

from policygraph.pictures.draw.type import LEADING, font, width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Point = tuple[float, float]
INK, PAPER, RULE = "#222222", "#FFFFFF", "#D0D0D0"
QUIET: Final = "#595959"  # 7:1 on white
ORANGE, SKY, GREEN, YELLOW = "#E69F00", "#56B4E9", "#009E73", "#F0E442"
BLUE, VERMILION, PURPLE, GREY = "#0072B2", "#D55E00", "#CC79A7", "#999999"
# For things without an order; the eighth and later share grey.
HUES: Final = (BLUE, ORANGE, GREEN, PURPLE, VERMILION, SKY, YELLOW)
HATCH: Final = "/////"
_LIGHT, _DARK = (0xE6, 0xF1, 0xF8), (0x00, 0x3F, 0x66)
_INCH: Final = 72  # points
_BEND: Final = 0.5  # of the way across, where a curve has its control points


def hue(index: int) -> str:
    """The hue of the n-th of several things; grey behind the last hue."""
    return HUES[index] if index < len(HUES) else GREY


def ramp(share: float) -> str:
    """A blue between light (0) and dark (1)."""
    channels = (round(a + (b - a) * share) for a, b in zip(_LIGHT, _DARK, strict=True))
    return "#" + "".join(f"{channel:02X}" for channel in channels)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2): 0 black, 1 white."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2), 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(colour: str) -> str:
    """Black or white, whichever is read more easily on a colour."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, colour))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; y grows downwards."""

    x: float
    y: float
    width: float
    height: float


class Paint(TypedDict, total=False):
    """How a shape is drawn: the colour and width of its edge, hatching, where it leads, what it covers."""

    edge: str | None
    line: float
    hatch: str | None
    url: str | None
    above: int


class Canvas:
    """A sheet of a fixed width. One unit is one point, so that a size of type is a length.

    Args:
        width: in points.
    """

    def __init__(self, width: float) -> None:
        from matplotlib.figure import Figure

        self.width = width
        self.figure: Figure = Figure(figsize=(1, 1))
        self.axes = self.figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self.axes.set_axis_off()

    def text(
        self, x: float, y: float, words: str | Sequence[str], size: float = 10, *,
        colour: str = INK, ha: str = "left", va: str = "baseline", url: str | None = None,
        rotation: float = 0, halo: bool = False,
    ) -> None:  # fmt: skip
        """Write one or several lines; ``va`` places them all. A halo lets lines pass below."""
        lines = [words] if isinstance(words, str) else list(words)
        step = size * LEADING
        if va == "center":
            y -= step * (len(lines) - 1) / 2
        elif va == "bottom":
            y -= step * (len(lines) - 1)
        for number, line in enumerate(lines):
            artist = self.axes.text(
                x,
                y + number * step,
                line,
                fontproperties=font(),
                fontsize=size,
                color=colour,
                ha=ha,
                va="center_baseline" if va == "center" else va,
                rotation=rotation,
                rotation_mode="anchor",
                parse_math=False,
                zorder=5,
            )
            if url:
                artist.set_url(url)
            if halo:
                self._ground(x, y + number * step, line, size, ha)

    def _ground(self, x: float, baseline: float, words: str, size: float, ha: str) -> None:
        """Lay thin paper behind a line, so that it is read over lines that pass."""
        from matplotlib.patches import Rectangle

        room = width(words, size)
        left = x - {"left": 0.0, "center": room / 2, "right": room}[ha]
        ground = Rectangle((left - 1, baseline - size * 0.92), room + 2, size * 1.18)
        ground.set(facecolor=PAPER, edgecolor="none", linewidth=0, alpha=0.78, zorder=4)
        self.axes.add_patch(ground)

    def rect(self, box: Box, fill: str | None, **paint: Unpack[Paint]) -> None:
        """Draw a rectangle."""
        from matplotlib.patches import Rectangle

        self._shape(Rectangle((box.x, box.y), box.width, box.height), fill, 2, paint)

    def circle(
        self, centre: Point, radius: float, fill: str | None, **paint: Unpack[Paint]
    ) -> None:
        """Draw a circle."""
        from matplotlib.patches import Circle

        self._shape(Circle(centre, radius), fill, 3, paint)

    def polygon(self, points: Sequence[Point], fill: str | None, **paint: Unpack[Paint]) -> None:
        """Draw a closed polygon."""
        from matplotlib.patches import Polygon

        self._shape(Polygon(list(points), closed=True), fill, 3, paint)

    def _shape(self, patch: Any, fill: str | None, above: int, paint: Paint) -> None:
        edge = paint.get("edge")
        patch.set(
            facecolor=fill or "none",
            edgecolor=edge or "none",
            linewidth=paint.get("line", 0.8) if edge else 0,
            zorder=paint.get("above", above),
        )
        self._add(patch, paint.get("hatch"), paint.get("url"))

    def _add(self, patch: Any, hatch: str | None, url: str | None) -> None:
        if hatch:
            patch.set_hatch(hatch)
        if url:
            patch.set_url(url)
        self.axes.add_patch(patch)

    def line(
        self, points: Sequence[Point], colour: str = INK, width: float = 0.8, *,
        dashed: bool = False, opacity: float = 1.0,
    ) -> None:  # fmt: skip
        """Draw a line through points."""
        self.axes.plot(
            [x for x, _ in points],
            [y for _, y in points],
            color=colour,
            linewidth=width,
            linestyle=_dashes(dashed),
            alpha=opacity,
            solid_capstyle="butt",
            dash_capstyle="butt",
            zorder=1,
        )

    def curve(
        self, begin: Point, end: Point, colour: str, width: float, *,
        dashed: bool = False, opacity: float = 1.0,
    ) -> None:  # fmt: skip
        """Draw an S-shaped line that leaves and arrives level."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        bend = (end[0] - begin[0]) * _BEND
        path = Path(
            [begin, (begin[0] + bend, begin[1]), (end[0] - bend, end[1]), end],
            [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
        )
        patch = PathPatch(
            path,
            facecolor="none",
            edgecolor=colour,
            linewidth=width,
            linestyle=_dashes(dashed),
            alpha=opacity,
            capstyle="butt",
            zorder=1,
        )
        self._add(patch, None, None)

    def band(
        self, begin: Point, end: Point, thickness: float, colour: str, *,
        opacity: float = 0.55, hatch: str | None = None,
    ) -> None:  # fmt: skip
        """Draw a band from one upright edge to another; the points are its upper corners."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        (x0, y0), (x1, y1) = begin, end
        middle = x0 + (x1 - x0) * _BEND
        path = Path(
            [
                (x0, y0), (middle, y0), (middle, y1), (x1, y1),
                (x1, y1 + thickness), (middle, y1 + thickness), (middle, y0 + thickness),
                (x0, y0 + thickness), (x0, y0),
            ],
            [
                Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4,
                Path.LINETO, Path.CURVE4, Path.CURVE4, Path.CURVE4, Path.CLOSEPOLY,
            ],
        )  # fmt: skip
        # Hatching takes the colour of the edge, which itself is not drawn.
        patch = PathPatch(
            path, facecolor=colour, edgecolor=QUIET, linewidth=0, alpha=opacity, zorder=1
        )
        self._add(patch, hatch, None)

    def finish(self, height: float, width: float | None = None) -> Figure:
        """Cut the sheet to a height; a wider one has paper on both sides."""
        wide = width or self.width
        aside = (wide - self.width) / 2
        self.axes.set_xlim(-aside, self.width + aside)
        self.axes.set_ylim(height, 0)
        self.figure.set_size_inches(wide / _INCH, height / _INCH)
        self.figure.set_facecolor(PAPER)
        return self.figure


def _dashes(dashed: bool) -> Any:
    return (0, (4, 2.5)) if dashed else "solid"
