"""Figures in the cells of tables, whose unit stands in the heading of their column or above the table.

「7,236（6,910）」 below 予算額（百万円）, or below （単位：百万円。括弧内は前年度予算額）, is 7,236 million yen, and 6,910
million yen the year before. The words that tell a unit, and what a column holds, are data:
``data/calendar/figures.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from policygraph.annotation.annotator import AnnotatedText
from policygraph.annotation.column_roles import figure_words
from policygraph.annotation.measures import Measures, Unit
from policygraph.annotation.mentions import AnyMention, QuantityMention
from policygraph.core.fold import fold_text
from policygraph.core.names import role
from policygraph.core.numerals import SCALES, amount_value
from policygraph.document import Span, TextUnit

_NUMBER: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"


@dataclass(frozen=True, slots=True)
class _Told:
    """What a heading, or a line above a table, says of figures.

    Attributes:
        factor: how many of the unit one is (百万円: 1,000,000).
        note: the words that say it, for what they say of brackets.
    """

    unit: Unit
    factor: Decimal
    note: str


class _Grammar:
    """The words of ``data/calendar/figures.toml``, with the units of a vocabulary."""

    def __init__(self, words: Mapping[str, Any], measures: Measures) -> None:
        self.measures = measures
        unit = rf"(?P<scale>[{SCALES}]{{0,3}})(?P<unit>{measures.quantity_labels or '(?!)'})"
        self.above = re.compile(rf"単位 ?[::] ?{unit}(?P<note>[^()]{{0,60}})")
        self.heading = re.compile(rf"[(\[〔](?:単位[::])?{unit}[)\]〕]")
        self.money = re.compile("|".join(words["columns"]["money"]))
        self.other = re.compile("|".join(words["columns"]["other"]))
        self.before = re.compile("|".join(words["before"]))
        self.roles = [
            (re.compile("|".join(each)), role(name)) for name, each in words["roles"].items()
        ]
        behind = "|".join(map(re.escape, words["not_before"]))
        self.figure = re.compile(
            rf"(?P<bracket>[(\[〔])?(?<![0-9A-Za-z.,第])(?P<sign>[▲△-])? ?(?P<number>{_NUMBER})"
            rf"(?! ?(?:{behind}|[0-9.,]))"
        )

    def told(self, match: re.Match[str]) -> _Told:
        factor = amount_value("1" + match["scale"]) if match["scale"] else Decimal(1)
        unit = self.measures.units[match["unit"]]
        note = match["note"] if "note" in match.re.groupindex else ""
        return _Told(unit, factor * unit.factor, note)


def find_figures(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[QuantityMention]:
    """Find the figures of cells; those with a unit of their own are found before."""
    rows = [
        block for block in text.document.source.blocks if block.kind == "row" and block.headings
    ]
    if not rows:
        return
    grammar = _Grammar(figure_words(), text.lexicon.measures)
    above = [(match.end(), grammar.told(match)) for match in grammar.above.finditer(text.folded)]
    ends = [end for end, _ in above]
    taken = sorted((m.begin, m.end) for m in made)
    for row in rows:
        unit = _unit_of(text, row.begin, row.end)
        if unit is None:
            continue
        last = bisect_left(ends, row.begin) - 1
        for (begin, end), printed in zip(row.cells, row.headings, strict=False):
            heading = fold_text(printed)
            own = grammar.heading.search(heading)
            told = grammar.told(own) if own else above[last][1] if last >= 0 else None
            if told is None or begin < row.begin:
                continue
            if own is None:
                columns = grammar.money if told.unit.kind.endswith("/money") else grammar.other
                if not columns.search(heading):
                    continue
            for figure in _figures(grammar, text.folded, Span(begin, end), told, heading, unit):
                if not _overlaps(taken, figure.begin, figure.end):
                    yield figure


def _unit_of(text: AnnotatedText, begin: int, end: int) -> TextUnit | None:
    """The unit whose words stand in a row."""
    index = bisect_left(text.begins, begin)
    if index < len(text.segments) and text.segments[index].span.begin < end:
        return text.segments[index].unit
    return None


def _figures(
    grammar: _Grammar, folded: str, cell: Span, told: _Told, heading: str, unit: TextUnit
) -> Iterator[QuantityMention]:
    for match in grammar.figure.finditer(folded, *cell):
        value = amount_value(match["number"]) * told.factor
        if match["sign"]:
            value = -value
        said = next((name for words, name in grammar.roles if words.search(heading)), None)
        if said is None:
            said = role("budget" if told.unit.kind.endswith("/money") else "figure")
        if match["bracket"] and grammar.before.search(heading + told.note):
            said = role("base")
        link = told.unit.link if said != role("base") else None
        begin = match.start("sign") if match["sign"] else match.start("number")
        yield QuantityMention(
            unit,
            begin,
            match.end(),
            "figures",
            said,
            measured_in=told.unit.iri,
            value=value,
            link=link,
        )


def _overlaps(taken: Sequence[tuple[int, int]], begin: int, end: int) -> bool:
    last = bisect_left(taken, (end, 0)) - 1
    return any(b < end and begin < e for b, e in taken[max(0, last - 3) : last + 1])
