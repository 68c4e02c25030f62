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
from policygraph.pictures.ranking import Cut

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH: Final = 792.0  # points: 11 inches, 1056 pixels of a browser
MARGIN: Final = 26.0
TITLE, SUBTITLE, NOTE, SOURCE = 17.0, 10.5, 9.0, 8.5  # sizes
_COUNT: Final = 9.0  # size of counts within bars
# Sizes of sheets: width by height. A page is as tall as what is on it.
SIZES: Final[dict[str, float | None]] = {"page": None, "16:9": 16 / 9, "4:3": 4 / 3}
_SLIDE_PIXELS: Final = 1920
_SLIDE_MARGIN: Final = 12.0  # below the source
_SLIDE_FOOT: Final = NOTE + SOURCE + 1 + _SLIDE_MARGIN  # around the lines of notes and source
_SLACK: Final = 0.5  # points
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
        ratio: of width to height; a sheet is as tall as what is on it where it is missing.
    """

    language: str
    notice: SourceNotice
    link: LinkTo = _nowhere
    cell_link: CellLinkTo = _nowhere
    ratio: float | None = None

    @property
    def height(self) -> float | None:
        """Points that the sheet has from top to bottom, if that is given."""
        return WIDTH / self.ratio if self.ratio else None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is drawn.

    Attributes:
        figure: of matplotlib.
        title: as it stands on the picture.
        description: what it shows, for those who do not see it.
        fits: whether a sheet of a given shape had room for it; else it is drawn smaller.
        pixels: of its width as a bitmap; by its size in points where they are missing.
    """

    figure: Figure
    title: str
    description: str
    fits: bool = True
    pixels: int | None = None


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
        notes, ratio, height = list(filter(None, notes)), self.frame.ratio, self.frame.height
        description = " ".join([self.subtitle, *notes])
        if ratio is None or height is None:
            figure = self.canvas.finish(self._foot(y + 12 + NOTE, notes))
            return Picture(figure, self.title, description)
        # One paragraph at the foot of the slide, which leaves the most room above it.
        paragraph = "　".join(f"{_mark(note)}{note}" for note in notes)
        tall = NOTE * LEADING * len(wrap(paragraph, self.room, NOTE)) + SOURCE * LEADING * sum(
            len(wrap(line, self.room, SOURCE)) for line in self.frame.notice.lines
        )
        end = self._foot(max(y + 10, height - tall - _SLIDE_FOOT) + NOTE, [], paragraph)
        fits = end <= height + _SLACK
        tallest = height if fits else end
        figure = self.canvas.finish(tallest, tallest * ratio)
        return Picture(figure, self.title, description, fits, _SLIDE_PIXELS)

    def _foot(self, y: float, notes: Iterable[str], paragraph: str = "") -> float:
        """Write notes and source from a baseline on; returns the height of the sheet."""
        for note in notes:
            self.canvas.text(self.left, y, _mark(note), NOTE, colour=QUIET)
            y = self.lines(y, note, NOTE, indent=NOTE * 1.4) + 2
        y = self.lines(y, paragraph, NOTE) if paragraph else y
        self.canvas.line([(self.left, y - 4), (self.right, y - 4)], RULE, 0.7)
        y += SOURCE + 1
        for line in self.frame.notice.lines:
            y = self.lines(y, line, SOURCE)
        return y - SOURCE * LEADING + (MARGIN if self.frame.ratio is None else _SLIDE_MARGIN)


def draw_nothing(projection: Projection, frame: Frame) -> Picture:
    """A sheet that says that there is nothing to draw, and why."""
    sheet = Sheet(frame, projection.title, say("nothing", frame.language))
    return sheet.close(sheet.top, projection.notes)


def rest_note(counts: Sequence[int], cut: Cut, plural: str, language: str) -> str:
    """Say how many things are left out; empty where none is.

    Args:
        counts: measures of each thing, the most first.
        cut: of them, which says how many are shown.
        plural: what they are called.
        language: ``ja`` or ``en``.
    """
    rest = counts[cut.shown :]
    if not rest:
        return ""
    key = "rest-split" if cut.splits else "rest"
    return say(key, language, kind=plural, shown=cut.shown, rest=len(rest), most=rest[0])


def titles_note(language: str) -> str:
    """Say of what language quoted titles are, to those who may not know it."""
    return "" if language == "ja" else say("quoted-titles", language)


def _mark(note: str) -> str:
    return "※" if _japanese(note) else "*"


def _japanese(words: str) -> bool:
    return any("\u3040" <= sign <= "\u30ff" for sign in words)
