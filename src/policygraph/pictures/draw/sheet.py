"""What every picture has around it: title, what is counted, a legend, notes, source and date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from policygraph.core.messages import Messages
from policygraph.pictures.document_parts import SourceNotice
from policygraph.pictures.draw.canvas import INK, PAPER, QUIET, RULE, Box, Canvas, ink_on
from policygraph.pictures.draw.type import LEADING, width, wrap
from policygraph.pictures.networks import Projection

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH: Final = 792.0  # points: 11 inches, 1056 pixels of a browser
MARGIN: Final = 26.0
TITLE, SUBTITLE, NOTE, SOURCE = 17.0, 10.5, 9.0, 8.5  # sizes
_COUNT: Final = 9.0  # size of counts within bars
say: Final = Messages("pictures")
# What leads from a thing of a picture to its quotations, by its IRI; none where it stands alone.
LinkTo = Callable[[str], str | None]
# What leads from a cell, by the IRIs of its body and of what that is set against.
CellLinkTo = Callable[[str, str], str | None]


def _nowhere(*_: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Frame:
    """What pictures of one graph have in common.

    Attributes:
        language: ``ja`` or ``en``.
        notice: of the source.
        link, cell_link: where things and cells lead; nowhere if the picture stands alone.
    """

    language: str
    notice: SourceNotice
    link: LinkTo = _nowhere
    cell_link: CellLinkTo = _nowhere


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


@dataclass(frozen=True, slots=True)
class Swatch:
    """An entry of a legend: words behind a filled box, or a hatched one."""

    words: str
    fill: str
    hatch: str | None = None


@dataclass(frozen=True, slots=True)
class BarSegment:
    """A part of a bar: a count, and how it is filled."""

    count: int
    fill: str
    hatch: str | None = None


class Sheet:
    """A canvas with its title set; draw below ``top``, then `close` it.

    Args:
        frame: language and source.
        title: in one or two lines.
        subtitle: what is counted and how it is drawn.
    """

    def __init__(self, frame: Frame, title: str, subtitle: str) -> None:
        self.frame, self.title, self.subtitle = frame, title, subtitle
        self.canvas = Canvas(WIDTH)
        self.left, self.right = MARGIN, WIDTH - MARGIN
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

    def swatches(self, y: float, entries: Iterable[Swatch], size: float, gap: float) -> float:
        """Write a legend from a baseline on, in as many lines as it takes; returns the last one's."""
        x = self.left
        for entry in entries:
            room = 20 + width(entry.words, size) + gap
            if x + room > self.right:
                x, y = self.left, y + size * LEADING + 4
            edge = INK if entry.hatch else None
            self.canvas.rect(Box(x, y - 9, 14, 10), entry.fill, edge=edge, hatch=entry.hatch)
            self.canvas.text(x + 20, y, entry.words, size)
            x += room
        return y

    def bar(
        self, x: float, middle: float, height: float, scale: float, segments: Iterable[BarSegment],
        *, counted: bool = False, url: str | None = None,
    ) -> float:  # fmt: skip
        """Draw segments one behind the other, ``scale`` points a count; returns where they end.

        Where they are counted, each has its count in it if there is room.
        """
        for segment in segments:
            if segment.count:
                box = Box(x, middle - height / 2, segment.count * scale, height)
                edge = INK if segment.hatch else PAPER
                self.canvas.rect(box, segment.fill, edge=edge, hatch=segment.hatch, url=url)
                words, centre = f"{segment.count:,}", x + box.width / 2
                if counted and not segment.hatch and width(words, _COUNT) + 4 <= box.width:
                    self.canvas.text(centre, middle, words, _COUNT, ha="center", va="center",
                                     colour=ink_on(segment.fill))  # fmt: skip
                x += box.width
        return x

    def close(self, y: float, notes: Iterable[str]) -> Picture:
        """Write the notes and the source below the drawing.

        Args:
            y: where the drawing ends.
            notes: what a reader must know; empty ones are left out.
        """
        notes = list(filter(None, notes))
        y += 12 + NOTE
        for note in notes:
            self.canvas.text(self.left, y, "※" if _japanese(note) else "*", NOTE, colour=QUIET)
            y = self.lines(y, note, NOTE, indent=NOTE * 1.4) + 2
        self.canvas.line([(self.left, y - 4), (self.right, y - 4)], RULE, 0.7)
        y += SOURCE + 1
        for line in self.frame.notice.lines:
            y = self.lines(y, line, SOURCE)
        figure = self.canvas.finish(y - SOURCE * LEADING + MARGIN)
        return Picture(figure, self.title, " ".join([self.subtitle, *notes]))


def draw_nothing(projection: Projection, frame: Frame) -> Picture:
    """A sheet that says that there is nothing to draw, and why."""
    sheet = Sheet(frame, projection.title, say("nothing", frame.language))
    return sheet.close(sheet.top, projection.notes)


def rest_note(counts: Sequence[int], shown: int, plural: str, language: str) -> str:
    """Say how many things are left out; empty where none is.

    Args:
        counts: measures of each thing, in the order in which they are shown.
        shown: how many are shown.
        plural: what they are called.
        language: ``ja`` or ``en``.
    """
    rest = counts[shown:]
    if not rest:
        return ""
    return say("rest", language, kind=plural, shown=shown, rest=len(rest), most=max(rest))


def titles_note(language: str) -> str:
    """Say of what language quoted titles are, to those who may not know it."""
    return "" if language == "ja" else say("quoted-titles", language)


def _japanese(words: str) -> bool:
    return any("\u3040" <= sign <= "\u30ff" for sign in words)
