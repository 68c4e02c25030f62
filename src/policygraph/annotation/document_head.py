"""The lines above the first heading of a document: when it was decided, and for what year."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from policygraph.annotation.annotator import DocumentTime
from policygraph.annotation.dates import dates_in
from policygraph.annotation.measures import Measures
from policygraph.annotation.mentions import DateMention, TimeMention
from policygraph.annotation.spells import FIRST_MONTH
from policygraph.annotation.time_grammar import time_grammar
from policygraph.annotation.time_reading import read_times
from policygraph.core.fold import fold
from policygraph.core.names import role
from policygraph.core.namespaces import XSD
from policygraph.document import Document, Leaf, Span, TextUnit

_MOST_LINES: Final = 12  # of the head of a document


def times_at_head(document: Document, measures: Measures) -> Iterator[DateMention | TimeMention]:
    """The dates and times in the lines above the first heading: when the document was decided, or for what year.

    Args:
        document: in the offsets of its text as printed, which those of the mentions are.
    """
    lines = [Span(leaf.begin, leaf.end) for leaf in takewhile(_is_unread, document.leaves)]
    if not lines or len(lines) == len(document.leaves):
        return
    unit = TextUnit((), "title", tuple(lines))
    grammar = time_grammar(measures.time_labels, measures.quantity_labels)
    for line in lines[:_MOST_LINES]:
        folded = fold(document.source.text[line.begin : line.end])
        whole = Span(0, len(folded.text))
        found: list[tuple[Span, DateMention | TimeMention]] = [
            (at, DateMention(unit, *at, "dates", date)) for at, date in dates_in(folded.text, whole)
        ]
        taken = [Span(*at) for at, _ in found]
        for time in read_times(grammar, measures, folded.text, whole, DocumentTime())[0]:
            at = Span(time.begin, time.end)
            if time.point and not any(t.begin < at.end and at.begin < t.end for t in taken):
                mention = TimeMention(
                    unit, *at, "times", role("date"), time.value(about=False),
                    first_day=time.point.first, last_day=time.point.last,
                )  # fmt: skip
                found.append((at, mention))
        for at, head in sorted(found, key=lambda each: each[0]):
            begin, end = folded.span(*at)
            yield replace(head, begin=line.begin + begin, end=line.begin + end)


def _is_unread(leaf: Leaf) -> bool:
    return leaf.kind == "unexplained"


def document_time(
    day: datetime.date | None, head: Sequence[DateMention | TimeMention]
) -> DocumentTime:
    """When a document was decided.

    Args:
        day: as its description says; else it is the last that its head names, of a month its last day.
        head: the dates and times above its first heading.
    """
    fiscal = next((year for year in map(_fiscal_year, head) if year is not None), None)
    days = [
        each.date if isinstance(each, DateMention) else each.last_day
        for each in head
        if isinstance(each, DateMention)
        or (each.value is not None and each.value.datatype == XSD.gYearMonth)
    ]
    return DocumentTime(day or max((d for d in days if d is not None), default=None), fiscal)


def _fiscal_year(mention: DateMention | TimeMention) -> int | None:
    """The fiscal year that a time is; ``None`` of any other."""
    if isinstance(mention, DateMention) or not (mention.first_day and mention.last_day):
        return None
    first, last = mention.first_day, mention.last_day
    is_one = first.month == FIRST_MONTH and (last.year, last.month) == (first.year + 1, 3)
    return first.year if is_one else None
