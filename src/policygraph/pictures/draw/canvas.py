"""A sheet that is drawn on in points, from the top left corner, and grows downwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from policygraph.pictures.draw.colours import INK, PAPER, QUIET
from policygraph.pictures.draw.type import LEADING, font, width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Point = tuple[float, float]
POINTS = 72  # an inch
_KAPPA = 0.5  # of the way across, where a band's curve has its control points


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box, gap: float = 0.0) -> bool:
        """Whether two boxes share a place, or come closer than a gap."""
        return (
            self.x < other.x + other.width + gap
            and other.x < self.x + self.width + gap
            and self.y < other.y + other.height + gap
            and other.y < self.y + self.height + gap
        )


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
        self,
        x: float,
        y: float,
        words: str | Sequence[str],
        size: float = 10,
        *,
        colour: str = INK,
        ha: str = "left",
        va: str = "baseline",
        url: str | None = None,
        rotation: float = 0,
        halo: bool = False,
        above: int = 5,
    ) -> None:
        """Write one or several lines; ``va`` places them all."""
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
                zorder=above,
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

    def rect(
        self,
        box: Box,
        fill: str | None,
        *,
        edge: str | None = None,
        line: float = 0.8,
        hatch: str | None = None,
        url: str | None = None,
        above: int = 2,
    ) -> None:
        """Draw a rectangle."""
        from matplotlib.patches import Rectangle

        self._patch(
            Rectangle((box.x, box.y), box.width, box.height), fill, edge, line, hatch, url, above
        )

    def circle(
        self,
        centre: Point,
        radius: float,
        fill: str | None,
        *,
        edge: str | None = None,
        line: float = 0.8,
        hatch: str | None = None,
        url: str | None = None,
        above: int = 3,
    ) -> None:
        """Draw a circle."""
        from matplotlib.patches import Circle

        self._patch(Circle(centre, radius), fill, edge, line, hatch, url, above)

    def polygon(
        self,
        points: Sequence[Point],
        fill: str | None,
        *,
        edge: str | None = None,
        line: float = 0.8,
        hatch: str | None = None,
        url: str | None = None,
        above: int = 3,
    ) -> None:
        """Draw a closed polygon."""
        from matplotlib.patches import Polygon

        self._patch(Polygon(list(points), closed=True), fill, edge, line, hatch, url, above)

    def _patch(
        self,
        patch: Any,
        fill: str | None,
        edge: str | None,
        line: float,
        hatch: str | None,
        url: str | None,
        above: int,
    ) -> None:
        patch.set(
            facecolor=fill or "none",
            edgecolor=edge or "none",
            linewidth=line if edge else 0,
            zorder=above,
        )
        if hatch:
            patch.set_hatch(hatch)
        if url:
            patch.set_url(url)
        self.axes.add_patch(patch)

    def line(
        self,
        points: Sequence[Point],
        colour: str = INK,
        width: float = 0.8,
        *,
        dashed: bool = False,
        opacity: float = 1.0,
        above: int = 1,
    ) -> None:
        """Draw a line through points."""
        self.axes.plot(
            [x for x, _ in points],
            [y for _, y in points],
            color=colour,
            linewidth=width,
            linestyle=(0, (4, 2.5)) if dashed else "solid",
            alpha=opacity,
            solid_capstyle="butt",
            dash_capstyle="butt",
            zorder=above,
        )

    def curve(
        self,
        begin: Point,
        end: Point,
        colour: str,
        width: float,
        *,
        dashed: bool = False,
        opacity: float = 1.0,
        above: int = 1,
    ) -> None:
        """Draw an S-shaped line that leaves and arrives level."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        bend = (end[0] - begin[0]) * _KAPPA
        path = Path(
            [begin, (begin[0] + bend, begin[1]), (end[0] - bend, end[1]), end],
            [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
        )
        self.axes.add_patch(
            PathPatch(
                path,
                facecolor="none",
                edgecolor=colour,
                linewidth=width,
                linestyle=(0, (4, 2.5)) if dashed else "solid",
                alpha=opacity,
                capstyle="butt",
                zorder=above,
            )
        )

    def band(
        self,
        begin: Point,
        end: Point,
        thickness: float,
        colour: str,
        *,
        opacity: float = 0.55,
        hatch: str | None = None,
        url: str | None = None,
    ) -> None:
        """Draw a band from one upright edge to another; the points are its upper corners."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        (x0, y0), (x1, y1) = begin, end
        middle = x0 + (x1 - x0) * _KAPPA
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
        patch = PathPatch(path, facecolor=colour, edgecolor=QUIET, linewidth=0, alpha=opacity)
        patch.set_zorder(1)
        if hatch:
            patch.set_hatch(hatch)
        if url:
            patch.set_url(url)
        self.axes.add_patch(patch)

    def finish(self, height: float) -> Figure:
        """Cut the sheet to a height."""
        self.axes.set_xlim(0, self.width)
        self.axes.set_ylim(height, 0)
        self.figure.set_size_inches(self.width / POINTS, height / POINTS)
        self.figure.set_facecolor(PAPER)
        return self.figure
