"""What every picture has around it: title, what is counted, notes, source and date."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from policygraph.core.errors import UsageError
from policygraph.core.output import new_file
from policygraph.pictures.draw.canvas import Canvas
from policygraph.pictures.draw.colours import QUIET, RULE
from policygraph.pictures.draw.type import LEADING, wrap
from policygraph.pictures.words import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from policygraph.pictures.model import Projection
    from policygraph.pictures.sources import Source

WIDTH = 792.0  # points: 11 inches, 1056 pixels of a browser
MARGIN = 26.0
TITLE, SUBTITLE, NOTE, SOURCE = 17.0, 10.5, 9.0, 8.5  # sizes
_DPI = 144
_SALT = "policygraph"
# What leads from a thing of a picture to its quotations; none where it stands alone.
Link = Callable[[str], str | None]


def no_link(_: str) -> str | None:
    """A picture that stands alone leads nowhere."""
    return None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is drawn.

    Attributes:
        figure: of matplotlib.
        title: as it stands on the picture.
        description: what it shows, for those who do not see it.
    """

    figure: Figure
    title: str
    description: str


class Sheet:
    """A canvas with its title set; draw below ``top``, then `close` it.

    Args:
        title: in one or two lines.
        subtitle: what is counted and how it is drawn.
        width: of the sheet in points.
    """

    def __init__(self, title: str, subtitle: str, *, width: float = WIDTH) -> None:
        self.title, self.subtitle = title, subtitle
        self.canvas = Canvas(width)
        self.left, self.right = MARGIN, width - MARGIN
        y = MARGIN + TITLE
        for line in wrap(title, self.room, TITLE):
            self.canvas.text(self.left, y, line, TITLE)
            y += TITLE * LEADING
        y -= TITLE * LEADING - SUBTITLE - 10
        y = self.lines(y, subtitle, SUBTITLE)
        self.top = y + 4

    @property
    def room(self) -> float:
        """Points between the margins."""
        return self.right - self.left

    def lines(self, y: float, words: str, size: float, *, indent: float = 0.0) -> float:
        """Write wrapped quiet lines from a baseline on; returns the next one's."""
        for line in wrap(words, self.room - indent, size):
            self.canvas.text(self.left + indent, y, line, size, colour=QUIET)
            y += size * LEADING
        return y

    def close(self, y: float, notes: Iterable[str], source: Sequence[str]) -> Picture:
        """Write the notes and the source below the drawing.

        Args:
            y: where the drawing ends.
            notes: what a reader must know; empty ones are left out.
            source: the lines of the source, the date among them.
        """
        y += 12 + NOTE
        for note in filter(None, notes):
            self.canvas.text(self.left, y, "※" if _japanese(note) else "*", NOTE, colour=QUIET)
            y = self.lines(y, note, NOTE, indent=NOTE * 1.4) + 2
        self.canvas.line([(self.left, y - 4), (self.right, y - 4)], RULE, 0.7)
        y += SOURCE + 1
        for line in source:
            y = self.lines(y, line, SOURCE)
        figure = self.canvas.finish(y - SOURCE * LEADING + MARGIN)
        return Picture(figure, self.title, " ".join([self.subtitle, *filter(None, notes)]))


def draw_nothing(projection: Projection, source: Source) -> Picture:
    """A sheet that says that there is nothing to draw, and why."""
    language = projection.options.language
    sheet = Sheet(projection.title, say("nothing", language))
    return sheet.close(sheet.top, projection.notes, source.lines)


def _japanese(words: str) -> bool:
    return any("\u3040" <= sign <= "\u30ff" for sign in words)


def svg(picture: Picture) -> str:
    """The picture as SVG, its words as paths, with title and description for screen readers."""
    return _svg(picture, "path")


def svg_words(picture: Picture) -> str:
    """The picture as SVG whose words stay words; a page that shows it has to bring the font."""
    return _svg(picture, "none")


def _svg(picture: Picture, words: str) -> str:
    out = io.BytesIO()
    metadata = {"Date": None, "Creator": None, "Title": picture.title}
    _save(picture, out, "svg", metadata, words)
    head, mark, rest = out.getvalue().decode("utf-8").partition("<svg ")
    attributes, end, body = rest.partition(">")
    named = (
        f"\n <title>{escape(picture.title)}</title>\n <desc>{escape(picture.description)}</desc>"
    )
    return f'{head}{mark}role="img" {attributes}{end}{named}{body}'


def save(picture: Picture, path: Path) -> None:
    """Write the picture; the same graph gives the same bytes.

    Args:
        picture: what was drawn.
        path: its suffix says how: ``.svg``, ``.png`` or ``.pdf``.

    Raises:
        UsageError: another suffix.
        StoreError: it cannot be written; what was there is untouched.
    """
    suffix = path.suffix.lower()
    check_suffix(path)
    if suffix == ".svg":
        _write(path, svg(picture).encode())
        return
    out = io.BytesIO()
    if suffix == ".png":
        _save(picture, out, "png", {"Software": None, "Title": picture.title})
    else:
        _save(picture, out, "pdf", {"CreationDate": None, "Creator": None, "Title": picture.title})
    _write(path, out.getvalue())


def _write(path: Path, data: bytes) -> None:
    with new_file(path) as file:
        file.write(data)


def check_suffix(path: Path) -> None:
    """Check that a picture can be written so.

    Raises:
        UsageError: another suffix than ``.svg``, ``.png`` or ``.pdf``.
    """
    if path.suffix.lower() not in (".svg", ".png", ".pdf"):
        raise UsageError(f"{path}: a picture is .svg, .png or .pdf; name the file so")


def _save(
    picture: Picture,
    out: io.BytesIO,
    format_: str,
    metadata: dict[str, str | None],
    words: str = "path",
) -> None:
    import matplotlib as mpl

    settings: Any = {
        "svg.hashsalt": _SALT,
        "svg.fonttype": words,
        "pdf.fonttype": 42,
        "hatch.linewidth": 0.7,
    }
    with mpl.rc_context(settings):
        picture.figure.savefig(out, format=format_, dpi=_DPI, metadata=metadata)
