"""Coverage: what the characters of the text are, and which links the measures have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from policygraph.core.namespaces import IRI, POL
from policygraph.pictures.document_parts import DocumentPart, SourceNotice, read_parts, roll_up
from policygraph.pictures.draw.canvas import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
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
    say,
    titles_note,
)
from policygraph.pictures.draw.type import LEADING, fit
from policygraph.pictures.queries import links_of, read_numbers, run
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
_FILLS = {
    "titles": GREEN, "recognitions": ORANGE, "issues": PURPLE, "measures": BLUE, "targets": SKY,
    "rest": GREY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PartCharacters:
    """Characters of a part of the text, by what they are."""

    iri: IRI
    label: str
    characters: Mapping[str, int]

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
        things: to which they lead.
    """

    link: IRI
    label: str
    stated: int
    linked: int
    things: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the picture shows.

    Attributes:
        parts: in reading order.
        rest: characters of markers, tags and marks (再掲) between the units.
        links: most covered first.
        measures: how many there are.
    """

    parts: tuple[PartCharacters, ...]
    rest: int
    links: tuple[LinkCoverage, ...]
    measures: int


def read_coverage(store: Store, notice: SourceNotice, language: str, *, most: int = 20) -> Coverage:
    """Read what the text is made of and which links its measures have.

    Args:
        store: any store.
        notice: of the source, with the length of the text.
        language: ``ja`` or ``en``.
        most: parts that may be told apart; of more, chapters, documents or all are taken as one.
    """
    rows = list(run(store, "coverage-text", language, ()))
    found = read_parts(store, language)
    _, home = roll_up(found, {row.part for row in rows}, most, language)
    characters: dict[DocumentPart, Counter[str]] = {home[part.iri]: Counter() for part in found}
    for row in rows:
        characters[home[row.part]][_KINDS[row.kind]] += row.characters
    parts = tuple(
        PartCharacters(part.iri, part.label, counts)
        for part, counts in characters.items()
        if counts
    )
    links = [kind.predicate for kind in links_of(store)]
    answer = run(store, "coverage-links", language, link=links)
    rest = notice.characters - sum(part.total for part in parts)
    return Coverage(
        parts,
        max(0, rest),
        tuple(
            LinkCoverage(row.link, answer.label(row.link), row.stated, row.linked, row.things)
            for row in answer
        ),
        read_numbers(store)["measures"],
    )


def draw_coverage(coverage: Coverage, frame: Frame) -> Picture:
    """Draw two panels: the characters of each part, and the measures with each kind of link.

    Args:
        coverage: of `read_coverage`.
        frame: around it.
    """
    language = frame.language
    sheet = Sheet(frame, say("coverage-title", language), say("coverage-subtitle", language))
    kinds = {kind for part in coverage.parts for kind in part.characters} | {"rest"}
    fills = {f"coverage-{kind}": fill for kind, fill in _FILLS.items() if kind in kinds}
    y = _heading(sheet, sheet.top + 10, say("coverage-text", language))
    y = _text_bars(sheet, _legend(sheet, y, fills), coverage)
    y = _heading(sheet, y + 20, say("coverage-links", language, count=coverage.measures))
    fills = {"coverage-stated": BLUE, "coverage-added": SKY, "coverage-none": RULE}
    y = _link_bars(sheet, _legend(sheet, y, fills), coverage)
    return sheet.close(y, [say("coverage-note", language), titles_note(language)])


def _heading(sheet: Sheet, y: float, words: str) -> float:
    sheet.canvas.text(sheet.left, y, words, 12)
    sheet.canvas.line([(sheet.left, y + 5), (sheet.right, y + 5)], RULE, 0.7)
    return y + 22


def _legend(sheet: Sheet, y: float, fills: Mapping[str, str]) -> float:
    entries = (Swatch(say(key, sheet.frame.language), fill) for key, fill in fills.items())
    return sheet.swatches(y, entries, _SIZE, 16) + 12


def _text_bars(sheet: Sheet, y: float, coverage: Coverage) -> float:
    between = say("coverage-between", sheet.frame.language)
    parts = [*coverage.parts, PartCharacters(IRI(""), between, {"rest": coverage.rest})]
    start = sheet.left + _LABELS
    longest = max(part.total for part in parts) or 1
    scale = (sheet.right - start - 60) / longest
    for part in parts:
        lines = fit(part.label, _LABELS - 12, _SIZE, 2)
        height = max(_BAR, len(lines) * _SIZE * LEADING) + 6
        middle, url = y + height / 2, sheet.frame.link(part.iri) if part.iri else None
        sheet.canvas.text(start - 8, middle, lines, _SIZE, ha="right", va="center", url=url)
        counts = {fill: part.characters.get(kind, 0) for kind, fill in _FILLS.items()}
        segments = [BarSegment(count, fill) for fill, count in counts.items()]
        several = sum(map(bool, counts.values())) > 1
        x = sheet.bar(start, middle, _BAR, scale, segments, counted=several)
        sheet.canvas.text(x + 6, middle, f"{part.total:,}", _SIZE, va="center", colour=QUIET)
        y += height
    return y


def _link_bars(sheet: Sheet, y: float, coverage: Coverage) -> float:
    start, measures = sheet.left + _LABELS, coverage.measures
    scale = (sheet.right - start - 60) / max(1, measures)
    for link in coverage.links:
        middle = y + _BAR / 2 + 2
        sheet.canvas.text(start - 8, middle, link.label, _SIZE, ha="right", va="center")
        added, none = link.linked - link.stated, measures - link.linked
        counts = {BLUE: link.stated, SKY: added, RULE: none}
        segments = [BarSegment(count, fill) for fill, count in counts.items()]
        x = sheet.bar(start, middle, _BAR, scale, segments, counted=True)
        share = f"{100 * link.linked / max(1, measures):.0f}%"
        sheet.canvas.text(x + 6, middle, share, _SIZE, va="center", colour=QUIET)
        y += _BAR + 5
    return y
