"""Bars: how many measures each body answers for, alone, beside others, restated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.canvas import Box, Canvas
from policygraph.pictures.draw.colours import BLUE, INK, ORANGE, PAPER, QUIET, RULE, SKY, ink_on
from policygraph.pictures.draw.notes import collective_label, rest_note
from policygraph.pictures.draw.sheet import Link, Picture, Sheet, no_link
from policygraph.pictures.draw.type import LEADING, fit, width
from policygraph.pictures.model import Options
from policygraph.pictures.queries import LAYERS, run
from policygraph.pictures.sources import Source
from policygraph.pictures.words import say
from policygraph.store import Store

_SIZE = 10.5
_BAR = 17.0
_GAP = 9.0
_LABEL = 210.0  # points for the names
_SEGMENTS = ("alone", "shared", "collective")
_FILLS = {"alone": BLUE, "shared": SKY, "collective": ORANGE}


@dataclass(frozen=True, slots=True)
class Body:
    """A body's measures: alone in their tag, beside others, and restated bullets besides."""

    iri: IRI
    label: str
    collective: bool
    alone: int
    shared: int
    with_collective: int
    restated: int

    @property
    def measures(self) -> int:
        """Measures, each counted once."""
        return self.alone + self.shared + self.with_collective


def read_bodies(store: Store, options: Options) -> list[Body]:
    """The bodies, named ones before collective ones, each group by its measures."""
    language, layer = options.language, LAYERS[options.layer]
    answer = run(store, "bodies-beside", language, layer=layer)
    tags = {
        row.node: row.bullets for row in run(store, "bodies-printed", language, (), layer=layer)
    }
    found = [
        Body(
            iri=row.node,
            label=collective_label(answer.label(row.node), row.collective, language),
            collective=row.collective,
            alone=row.measures - row.shared,
            shared=row.shared - row.besideCollective,
            with_collective=row.besideCollective,
            restated=max(0, tags.get(row.node, 0) - row.measures),
        )
        for row in answer
    ]
    return sorted(found, key=lambda body: (body.collective, -body.measures, body.iri))


def draw_bars(
    bodies: Sequence[Body], source: Source, language: str, *, top: int = 25, link: Link = no_link
) -> Picture:
    """Draw the bars.

    Args:
        bodies: in the order in which they are drawn.
        source: of the text.
        language: ``ja`` or ``en``.
        top: bodies that are shown at most, of the named and of the collective ones.
        link: where a bar leads.
    """
    sheet = Sheet(say("bars-title", language), say("bars-subtitle", language))
    canvas, y = sheet.canvas, _legend(sheet, language)
    notes = [say("bars-note", language), say("note-collective", language)]
    longest = max((body.measures + body.restated for body in bodies), default=1)
    start = sheet.left + _LABEL
    scale = (sheet.right - start - 60) / longest
    for collective, heading in ((False, "group-named"), (True, "group-collective")):
        group = [body for body in bodies if body.collective is collective]
        if not group:
            continue
        y += 6
        canvas.text(sheet.left, y + _SIZE, say(heading, language), _SIZE, colour=QUIET)
        canvas.line([(sheet.left, y + _SIZE + 5), (sheet.right, y + _SIZE + 5)], RULE, 0.7)
        y += _SIZE + 13
        for body in group[:top]:
            y = _bar(sheet, body, y, start, scale, link)
        notes.append(
            rest_note(len(group), top, [b.measures for b in group], "kinds-body", language)
        )
    return sheet.close(y, notes, source.lines)


def _legend(sheet: Sheet, language: str) -> float:
    x, y = sheet.left, sheet.top + 8
    for name in (*_SEGMENTS, "restated"):
        words = say(f"bars-{name}", language)
        room = 20 + width(words, _SIZE) + 18
        if x + room > sheet.right:
            x, y = sheet.left, y + _SIZE * LEADING + 4
        swatch = Box(x, y - 9, 14, 10)
        if name == "restated":
            sheet.canvas.rect(swatch, PAPER, edge=INK, hatch="/////")
        else:
            sheet.canvas.rect(swatch, _FILLS[name])
        sheet.canvas.text(x + 20, y, words, _SIZE)
        x += room
    return y + 8


def _bar(sheet: Sheet, body: Body, y: float, start: float, scale: float, link: Link) -> float:
    canvas = sheet.canvas
    lines = fit(body.label, _LABEL - 12, _SIZE, 3)
    height = max(_BAR, len(lines) * _SIZE * LEADING)
    middle = y + height / 2
    url = link(body.iri)
    canvas.text(start - 8, middle, lines, _SIZE, ha="right", va="center", url=url)
    x = start
    for name, count in zip(_SEGMENTS, (body.alone, body.shared, body.with_collective), strict=True):
        if count:
            box = Box(x, middle - _BAR / 2, count * scale, _BAR)
            canvas.rect(box, _FILLS[name], edge=PAPER, line=0.8, url=url)
            _count(canvas, box, count, _FILLS[name])
            x += count * scale
    if body.restated:
        box = Box(x, middle - _BAR / 2, body.restated * scale, _BAR)
        canvas.rect(box, PAPER, edge=INK, hatch="/////", url=url)
        x += box.width
    total = f"{body.measures:,}" + (f" ＋{body.restated:,}" if body.restated else "")
    canvas.text(x + 7, middle, total, _SIZE + 1, va="center", url=url)
    return y + height + _GAP


def _count(canvas: Canvas, box: Box, count: int, fill: str) -> None:
    """Write a count into its segment where there is room."""
    words = f"{count:,}"
    if width(words, 9) + 4 <= box.width:
        x, y = box.x + box.width / 2, box.y + box.height / 2
        canvas.text(x, y, words, 9, ha="center", va="center", colour=ink_on(fill))
