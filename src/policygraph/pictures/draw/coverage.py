"""Coverage: what the characters of the text are, and which links the measures have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from policygraph.core.namespaces import IRI, POL
from policygraph.pictures.draw.canvas import Box
from policygraph.pictures.draw.colours import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PAPER,
    PURPLE,
    QUIET,
    RULE,
    SKY,
    ink_on,
)
from policygraph.pictures.draw.sheet import Link, Picture, Sheet, no_link
from policygraph.pictures.draw.type import LEADING, fit, width
from policygraph.pictures.project import count_measures
from policygraph.pictures.queries import run
from policygraph.pictures.sources import Source
from policygraph.pictures.structure import Part, read_parts, roll_up
from policygraph.pictures.words import say
from policygraph.store import Store

_SIZE = 10.0
_BAR = 16.0
_LABELS = 250.0
# What a unit is, in the order in which the series prints it; a component is part of a measure.
_KINDS: dict[IRI, str] = {
    POL.DocumentPart: "titles",
    POL.Recognition: "recognitions",
    POL.Issue: "issues",
    POL.MeasureOccurrence: "measures",
    POL.MeasureComponent: "measures",
    POL.TargetOccurrence: "targets",
}
MOST_PARTS = 20  # with a bar of their own
_FILLS = {
    "titles": GREEN,
    "recognitions": ORANGE,
    "issues": PURPLE,
    "measures": BLUE,
    "targets": SKY,
    "rest": GREY,
}


@dataclass(frozen=True, slots=True)
class TextPart:
    """Characters of a part of the text, by what they are."""

    iri: IRI
    label: str
    characters: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.characters.values())


@dataclass(frozen=True, slots=True)
class LinkCoverage:
    """How many measures have a kind of link.

    Attributes:
        link: the property.
        label: its name.
        stated: measures that have one by the text itself.
        linked: measures that have one at all.
    """

    link: IRI
    label: str
    stated: int
    linked: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the picture shows.

    Attributes:
        parts: in reading order.
        rest: characters of markers, tags and marks (再掲) between the units.
        links: most covered first.
        measures: how many there are.
    """

    parts: tuple[TextPart, ...]
    rest: int
    links: tuple[LinkCoverage, ...]
    measures: int


def read_coverage(
    store: Store, source: Source, language: str, *, most: int = MOST_PARTS
) -> Coverage:
    """Read what the text is made of and which links its measures have.

    Args:
        store: any store.
        source: of the text.
        language: ``ja`` or ``en``.
        most: parts that may be told apart; of more, chapters, documents or all are taken as one.
    """
    rows = list(run(store, "coverage-text", language, ()))
    found = read_parts(store, language)
    _, home = roll_up(found, {row.part for row in rows}, most, language)
    characters: dict[Part, dict[str, int]] = {home[part.iri]: defaultdict(int) for part in found}
    for row in rows:
        characters[home[row.part]][_KINDS[row.kind]] += row.characters
    parts = tuple(
        TextPart(part.iri, part.label, dict(counts))
        for part, counts in characters.items()
        if counts
    )
    answer = run(store, "coverage-links", language)
    links = tuple(
        LinkCoverage(row.link, answer.label(row.link), row.stated, row.linked) for row in answer
    )
    rest = source.characters - sum(part.total for part in parts)
    return Coverage(parts, max(0, rest), links, count_measures(store))


def draw_coverage(
    coverage: Coverage, source: Source, language: str, *, link: Link = no_link
) -> Picture:
    """Draw two panels: the characters of each part, and the measures with each kind of link.

    Args:
        coverage: of `read_coverage`.
        source: of the text.
        language: ``ja`` or ``en``.
        link: where a part leads.
    """
    sheet = Sheet(say("coverage-title", language), say("coverage-subtitle", language))
    y = _heading(sheet, sheet.top + 10, say("coverage-text", language))
    y = _legend(sheet, y, list(_kinds(coverage)), language)
    y = _text_bars(sheet, y, coverage, language, link)
    y = _heading(sheet, y + 20, say("coverage-links", language, count=coverage.measures))
    y = _link_legend(sheet, y, language)
    for found in coverage.links:
        y = _link_bar(sheet, y, found, coverage.measures, language)
    notes = [say("coverage-note", language), say("quoted-titles", language)]
    return sheet.close(y, notes, source.lines)


def _heading(sheet: Sheet, y: float, words: str) -> float:
    sheet.canvas.text(sheet.left, y, words, 12)
    sheet.canvas.line([(sheet.left, y + 5), (sheet.right, y + 5)], RULE, 0.7)
    return y + 22


def _kinds(coverage: Coverage) -> Sequence[str]:
    found = {kind for part in coverage.parts for kind in part.characters}
    return [kind for kind in _FILLS if kind in found or kind == "rest"]


def _legend(sheet: Sheet, y: float, kinds: Sequence[str], language: str) -> float:
    x = sheet.left
    for kind in kinds:
        words = say(f"coverage-{kind}", language)
        room = 20 + width(words, _SIZE) + 16
        if x + room > sheet.right:
            x, y = sheet.left, y + _SIZE * LEADING + 4
        sheet.canvas.rect(Box(x, y - 9, 14, 10), _FILLS[kind])
        sheet.canvas.text(x + 20, y, words, _SIZE)
        x += room
    return y + 12


def _text_bars(sheet: Sheet, y: float, coverage: Coverage, language: str, link: Link) -> float:
    rest = TextPart(IRI(""), say("coverage-between", language), {"rest": coverage.rest})
    parts = coverage.parts
    start = sheet.left + _LABELS
    longest = max((part.total for part in (*parts, rest)), default=1) or 1
    scale = (sheet.right - start - 60) / longest
    for part in (*parts, rest):
        lines = fit(part.label, _LABELS - 12, _SIZE, 2)
        height = max(_BAR, len(lines) * _SIZE * LEADING) + 6
        middle, url = y + height / 2, link(part.iri) if part.iri else None
        sheet.canvas.text(start - 8, middle, lines, _SIZE, ha="right", va="center", url=url)
        x = start
        for kind, fill in _FILLS.items():
            if count := part.characters.get(kind, 0):
                x = _segment(sheet, x, middle, count, scale, fill, say_it=count < part.total)
        sheet.canvas.text(x + 6, middle, f"{part.total:,}", _SIZE, va="center", colour=QUIET)
        y += height
    return y


def _segment(
    sheet: Sheet,
    x: float,
    middle: float,
    count: int,
    scale: float,
    fill: str,
    *,
    say_it: bool = True,
) -> float:
    box = Box(x, middle - _BAR / 2, count * scale, _BAR)
    sheet.canvas.rect(box, fill, edge=PAPER)
    words = f"{count:,}"
    if say_it and width(words, 9) + 6 < box.width:
        sheet.canvas.text(
            x + box.width / 2, middle, words, 9, ha="center", va="center", colour=ink_on(fill)
        )
    return x + box.width


def _link_legend(sheet: Sheet, y: float, language: str) -> float:
    x = sheet.left
    for key, fill in (("coverage-stated", BLUE), ("coverage-added", SKY), ("coverage-none", RULE)):
        words = say(key, language)
        sheet.canvas.rect(Box(x, y - 9, 14, 10), fill)
        sheet.canvas.text(x + 20, y, words, _SIZE)
        x += 20 + width(words, _SIZE) + 16
    return y + 12


def _link_bar(sheet: Sheet, y: float, found: LinkCoverage, measures: int, language: str) -> float:
    start = sheet.left + _LABELS
    scale = (sheet.right - start - 60) / max(1, measures)
    middle = y + _BAR / 2 + 2
    sheet.canvas.text(start - 8, middle, found.label, _SIZE, ha="right", va="center")
    x = start
    for count, fill in (
        (found.stated, BLUE), (found.linked - found.stated, SKY), (measures - found.linked, RULE),
    ):  # fmt: skip
        if count:
            x = _segment(sheet, x, middle, count, scale, fill)
    share = f"{100 * found.linked / max(1, measures):.0f}%"
    sheet.canvas.text(x + 6, middle, share, _SIZE, va="center", colour=QUIET)
    return y + _BAR + 5
