"""Bars: the measures of each body, alone, beside others, restated; and the parts of a document."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policygraph.core.namespaces import IRI, POL
from policygraph.pictures.document_parts import DocumentPart
from policygraph.pictures.draw.canvas import (
    BLUE,
    HATCH,
    ORANGE,
    PAPER,
    QUIET,
    RULE,
    SKY,
)
from policygraph.pictures.draw.sheet import (
    BarSegment,
    Frame,
    Picture,
    Sheet,
    Swatch,
    rest_note,
    say,
    titles_note,
)
from policygraph.pictures.draw.type import LEADING, fit
from policygraph.pictures.networks import BODY, NodeKind, Options
from policygraph.pictures.networks import say as say_of_networks
from policygraph.pictures.project import collective_mark
from policygraph.pictures.queries import LAYERS, run
from policygraph.pictures.ranking import cut_fairly
from policygraph.store import Store

_SIZE = 10.5
_BAR = 17.0
_GAP = 9.0
_LABEL = 210.0  # points for the names
_FILLS = {"alone": BLUE, "shared": SKY, "collective": ORANGE}
_PART_SIZE = 10.0
_PART_ROW = 18.0  # of a title in one line
_PART_BAR = 11.0
_INDENT = 16.0
_TITLES = 440.0  # points


@dataclass(frozen=True, slots=True)
class BodyMeasures:
    """A body's measures, by who stands beside it in their tags.

    Attributes:
        alone, shared, with_collective: alone, beside named bodies only, beside a collective name.
        restated: bullets besides.
    """

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


def read_bodies(store: Store, options: Options) -> list[BodyMeasures]:
    """The bodies, named ones before collective ones, each group by its measures."""
    language, layer = options.language, LAYERS[options.layer]
    answer = run(store, "bodies-beside", language, layer=layer)
    printed = run(store, "things-printed", language, (), link=POL.responsibleBody, layer=layer)
    bullets = {row.node: row.weight for row in printed}
    found = [
        BodyMeasures(
            iri=row.node,
            label=answer.label(row.node) + collective_mark(row.collective, language),
            collective=row.collective,
            alone=row.measures - row.shared,
            shared=row.shared - row.besideCollective,
            with_collective=row.besideCollective,
            restated=max(0, bullets.get(row.node, 0) - row.measures),
        )
        for row in answer
    ]
    return sorted(found, key=lambda body: (body.collective, -body.measures, body.iri))


def draw_bars(bodies: Sequence[BodyMeasures], frame: Frame, *, top: int = 25) -> Picture:
    """Draw the measures of bodies.

    Args:
        bodies: in the order in which they are drawn.
        frame: around it.
        top: bodies that are shown, of the named and of the collective ones; no tie is split.
    """
    language = frame.language
    sheet = Sheet(frame, say("bars-title", language), say("bars-subtitle", language))
    entries = [Swatch(say(f"bars-{name}", language), fill) for name, fill in _FILLS.items()]
    entries.append(Swatch(say("bars-restated", language), PAPER, HATCH))
    canvas, y = sheet.canvas, sheet.swatches(sheet.top + 8, entries, _SIZE, 18) + 8
    notes = [say("bars-note", language), say_of_networks("note-collective", language)]
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
        counts = [body.measures for body in group]
        cut = cut_fairly(counts, top)
        for body in group[: cut.shown]:
            y = _bar(sheet, body, y, start, scale)
        plural = NodeKind(BODY).plural(language)
        notes.append(rest_note(counts, cut, plural, language))
    return sheet.close(y, notes)


def _bar(sheet: Sheet, body: BodyMeasures, y: float, start: float, scale: float) -> float:
    canvas = sheet.canvas
    lines = fit(body.label, _LABEL - 12, _SIZE, 3)
    height = max(_BAR, len(lines) * _SIZE * LEADING)
    middle, url = y + height / 2, sheet.frame.link(body.iri)
    canvas.text(start - 8, middle, lines, _SIZE, ha="right", va="center", url=url)
    counts = zip((body.alone, body.shared, body.with_collective), _FILLS.values(), strict=True)
    segments = [*itertools.starmap(BarSegment, counts), BarSegment(body.restated, PAPER, HATCH)]
    x = sheet.bar(start, middle, _BAR, scale, segments, counted=True, url=url)
    total = f"{body.measures:,}" + (f" ＋{body.restated:,}" if body.restated else "")
    canvas.text(x + 7, middle, total, _SIZE + 1, va="center", url=url)
    return y + height + _GAP


def draw_structure(parts: Sequence[DocumentPart], frame: Frame, *, top: int = 60) -> Picture:
    """Draw the parts in reading order as an indented tree, with bars of what stands in them.

    Args:
        parts: of `policygraph.pictures.document_parts.read_parts`.
        frame: around it.
        top: rows at most; below that, deeper levels are summed up.
    """
    language, shown = frame.language, select_parts(parts, top)
    documents = sum(part.type == "document" for part in parts)
    title = "structure-title-several" if documents > 1 else "structure-title"
    sheet = Sheet(frame, say(title, language), say("structure-subtitle", language))
    entries = [
        Swatch(say("structure-sentences", language), ORANGE),
        Swatch(say("structure-bullets", language), BLUE),
        Swatch(say("structure-restated", language), PAPER, HATCH),
    ]
    y = sheet.swatches(sheet.top + 8, entries, _PART_SIZE, 18) + 12
    start = sheet.left + _TITLES
    longest = max((part.sentences + part.bullets for part in shown), default=1) or 1
    scale = (sheet.right - start - 60) / longest
    rows: dict[IRI, float] = {}
    for part in shown:
        x = sheet.left + part.depth * _INDENT
        label = fit(part.label, _TITLES - part.depth * _INDENT - 14, _PART_SIZE, 2)
        height = _PART_ROW + (len(label) - 1) * _PART_SIZE * LEADING
        middle = y + height / 2
        if part.parent in rows:
            stem = x - _INDENT + 5
            corner = [(stem, rows[part.parent] + 7), (stem, middle), (x - 3, middle)]
            sheet.canvas.line(corner, RULE, 1)
        rows[part.iri], url = middle, frame.link(part.iri)
        sheet.canvas.text(x, middle, label, _PART_SIZE, va="center", url=url)
        segments = (
            BarSegment(part.sentences, ORANGE),
            BarSegment(part.bullets - part.restated, BLUE),
            BarSegment(part.restated, PAPER, HATCH),
        )
        end = sheet.bar(start, middle, _PART_BAR, scale, segments, url=url)
        if end > start:
            words = f"{part.sentences + part.bullets:,}"
            sheet.canvas.text(
                end + 6, middle, words, _PART_SIZE, va="center", colour=QUIET, url=url
            )
        y += height
    notes = [say("structure-note", language), titles_note(language)]
    if len(shown) < len(parts):
        notes.append(say("structure-rest", language, shown=len(shown), total=len(parts)))
    return sheet.close(y, notes)


def select_parts(parts: Sequence[DocumentPart], most: int) -> list[DocumentPart]:
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
    drawn: list[DocumentPart] = []
    for part in parts:
        if part.depth <= depth:
            drawn.append(part)
        else:
            upper = drawn[-1]
            drawn[-1] = replace(
                upper,
                sentences=upper.sentences + part.sentences,
                bullets=upper.bullets + part.bullets,
                restated=upper.restated + part.restated,
            )
    return drawn[:most]
