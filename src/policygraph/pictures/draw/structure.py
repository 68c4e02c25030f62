"""The structure of a document: its parts as an indented tree, with bars of what stands in them."""

from __future__ import annotations

from collections.abc import Sequence

from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.canvas import Box
from policygraph.pictures.draw.colours import BLUE, INK, ORANGE, PAPER, QUIET, RULE
from policygraph.pictures.draw.sheet import Link, Picture, Sheet, no_link
from policygraph.pictures.draw.type import LEADING, fit, width
from policygraph.pictures.sources import Source
from policygraph.pictures.structure import Part
from policygraph.pictures.words import say

_SIZE = 10.0
_ROW = 18.0  # of a title in one line
_INDENT = 16.0
_LABELS = 440.0  # points for titles
_BAR = 11.0


def select_parts(parts: Sequence[Part], most: int) -> list[Part]:
    """The parts that are drawn: only the upper ones where there are too many.

    Args:
        parts: in reading order.
        most: how many may be drawn.

    Returns:
        All parts down to the deepest level that fits, each with what stands in it and below it
        where its own parts are not drawn.
    """
    depth = max((part.depth for part in parts), default=0)
    while depth > 1 and sum(part.depth <= depth for part in parts) > most:
        depth -= 1
    return sum_up(parts, depth)[:most]


def sum_up(parts: Sequence[Part], depth: int) -> list[Part]:
    """Parts down to a depth; those at it take over what stands below them."""
    drawn: list[Part] = []
    for part in parts:
        if part.depth <= depth:
            drawn.append(part)
            continue
        upper = drawn[-1]
        drawn[-1] = Part(
            upper.iri, upper.parent, upper.type, upper.label, upper.depth,
            upper.sentences + part.sentences,
            upper.bullets + part.bullets,
            upper.restated + part.restated,
        )  # fmt: skip
    return drawn


def draw_structure(
    parts: Sequence[Part], source: Source, language: str, *, top: int = 60, link: Link = no_link
) -> Picture:
    """Draw the parts in reading order.

    Args:
        parts: of `policygraph.pictures.structure.read_parts`.
        source: of the text.
        language: ``ja`` or ``en``.
        top: rows at most; below that, deeper levels are summed up.
        link: where a part leads.
    """
    shown = select_parts(parts, top)
    documents = sum(part.type == "document" for part in parts)
    title = "structure-title-several" if documents > 1 else "structure-title"
    sheet = Sheet(say(title, language), say("structure-subtitle", language))
    y = _legend(sheet, language) + 12
    start = sheet.left + _LABELS
    longest = max((part.sentences + part.bullets for part in shown), default=1) or 1
    scale = (sheet.right - start - 60) / longest
    rows: dict[IRI, float] = {}
    for part in shown:
        x = sheet.left + part.depth * _INDENT
        label = fit(part.label, _LABELS - part.depth * _INDENT - 14, _SIZE, 2)
        height = _ROW + (len(label) - 1) * _SIZE * LEADING
        middle = y + height / 2
        if part.parent in rows:
            stem = x - _INDENT + 5
            sheet.canvas.line(
                [(stem, rows[part.parent] + 7), (stem, middle), (x - 3, middle)], RULE, 1
            )
        rows[part.iri] = middle
        sheet.canvas.text(x, middle, label, _SIZE, va="center", url=link(part.iri))
        _bars(sheet, part, start, middle, scale, link)
        y += height
    notes = [say("structure-note", language), say("quoted-titles", language)]
    if len(shown) < len(parts):
        notes.append(say("structure-rest", language, shown=len(shown), total=len(parts)))
    return sheet.close(y, notes, source.lines)


def _legend(sheet: Sheet, language: str) -> float:
    x, y = sheet.left, sheet.top + 8
    for key, fill, hatch in (
        ("structure-sentences", ORANGE, None),
        ("structure-bullets", BLUE, None),
        ("structure-restated", PAPER, "/////"),
    ):
        words = say(key, language)
        edge = INK if hatch else None
        sheet.canvas.rect(Box(x, y - 9, 14, 10), fill, edge=edge, hatch=hatch)
        sheet.canvas.text(x + 20, y, words, _SIZE)
        x += 20 + width(words, _SIZE) + 18
    return y


def _bars(sheet: Sheet, part: Part, x: float, middle: float, scale: float, link: Link) -> None:
    url = link(part.iri)
    canvas, first = sheet.canvas, x
    plain = part.bullets - part.restated
    for count, fill, hatch in (
        (part.sentences, ORANGE, None), (plain, BLUE, None), (part.restated, PAPER, "/////"),
    ):  # fmt: skip
        if count:
            box = Box(x, middle - _BAR / 2, count * scale, _BAR)
            canvas.rect(box, fill, edge=INK if hatch else PAPER, hatch=hatch, url=url)
            x += box.width
    if x > first:
        words = f"{part.sentences + part.bullets:,}"
        canvas.text(x + 6, middle, words, _SIZE, va="center", colour=QUIET, url=url)
