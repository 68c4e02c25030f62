"""Times that are no dates to the day: years, fiscal years, months, decades, periods, frequencies.

A fiscal year (年度) runs from April to March. What a time is to what is said (a deadline, a start) its
words tell, and those beside it: ``ontology/vocabulary/mention-roles.ttl``. The words of time are data,
too: ``data/calendar/times.toml`` and the units of time of ``units.ttl``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from policygraph.annotation.annotator import AnnotatedText, Segment
from policygraph.annotation.dates import TIME
from policygraph.annotation.measures import Measures
from policygraph.annotation.mentions import AnyMention, Mention, TimeMention
from policygraph.annotation.spells import Point
from policygraph.annotation.time_grammar import TimeGrammar, time_grammar
from policygraph.annotation.time_reading import FoundTime, read_times
from policygraph.core.names import role
from policygraph.core.namespaces import POL
from policygraph.core.numerals import amount_value
from policygraph.document import Span, UnitPath

# What every time has in it; most sentences have none.
_MAY_BE_TIME: Final = re.compile(
    r"[年月週]|[0-9] ?[日時]|四半|半世|今[夏秋春冬]|来[夏秋春]|昨[夏秋春]|FY"
)
# Signs that they begin with: looked for first, since a class of signs alone is found five times as fast.
_FIRST: Final = re.compile("[年月週0-9四半今来昨F]")
_QUOTED: Final = re.compile(r"[「『]([^「」『』]{2,60})[」』]")
# Words that a name does not have: 「2030年までに26％削減」 is a saying.
_SAYS: Final = re.compile(r"[をがは]|まで|に(?!関する|おける|向けた|係る|よる)")
_NAME_ENDS: Final = re.compile(r"[^ぁ-ん。、]\Z")
_AHEAD: Final = re.compile(r"(?:今後|向こう)(?:の)?、?\Z")


def indicator_lengths(
    measures: Measures, folded: str, span: Span
) -> Iterator[tuple[int, int, str, Decimal]]:
    """The lengths of time in a stretch that are measured and no times: 審査期間を10か月に, 延べ420時間.

    Returns:
        Begin, end, the label of the unit, and how many of it.
    """
    grammar = time_grammar(measures.time_labels, measures.quantity_labels)
    for match in grammar.length.finditer(folded, *span):
        if grammar.is_indicator(folded, span.begin, match.start()):
            yield *match.span(), match["unit"], amount_value(match["count"])


def find_times(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[TimeMention]:
    """Find times; those in names, and dates to the day, are left to others."""
    measures = text.lexicon.measures
    grammar = time_grammar(measures.time_labels, measures.quantity_labels)
    parent: UnitPath = ()
    before: Point | None = None  # the last year named in the part
    for segment, found in text.with_mentions(made):
        first = _FIRST.search(text.folded, *segment.span)
        if first is None or not _MAY_BE_TIME.search(text.folded, first.start(), segment.span.end):
            continue
        path = segment.unit.path[:-1] if segment.unit else ()
        before = before.without_month if before and path == parent else None
        parent = path
        times, before = read_times(grammar, measures, text.folded, segment.span, text.time, before)
        taken = taken_spans(text, segment, found)
        for time in times:
            if not overlaps(taken, time.begin, time.end) and not (
                time.length and grammar.is_indicator(text.folded, segment.span.begin, time.begin)
            ):
                yield _mention(grammar, text, segment, time)


def taken_spans(text: AnnotatedText, segment: Segment, found: Iterable[AnyMention]) -> list[Span]:
    """Where numbers are none of their own: in names, dates, laws by number, quoted names; by their begins."""
    concepts = text.lexicon.concept_links
    spans = [
        Span(m.begin, m.end)
        for m in found
        if not isinstance(m, Mention) or (m.kind == "name" and m.link not in concepts)
    ]
    measures = text.lexicon.measures
    for pattern in time_grammar(measures.time_labels, measures.quantity_labels).names:
        spans += [Span(*match.span()) for match in pattern.finditer(text.folded, *segment.span)]
    for match in _QUOTED.finditer(text.folded, *segment.span):
        if _NAME_ENDS.search(match[1]) and not _SAYS.search(match[1]) and len(match[1]) > 6:
            spans.append(Span(*match.span(1)))
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.begin < joined[-1].end:
            joined[-1] = Span(joined[-1].begin, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def overlaps(spans: Sequence[Span], begin: int, end: int) -> bool:
    """Whether a stretch has a character in common with one of some spans, apart and in order."""
    last = bisect_left(spans, (end,)) - 1
    return last >= 0 and spans[last].end > begin


def _mention(
    grammar: TimeGrammar, text: AnnotatedText, segment: Segment, time: FoundTime
) -> TimeMention:
    measures, folded = text.lexicon.measures, text.folded
    first, last = segment.span
    told = None
    if time.role != "frequency":
        told = measures.role(TIME, folded, time.begin, time.end, first, last)
        if time.length is not None and told == role("start"):
            told = None  # 3か月から半減させる
    said = told if told and (time.role != "period" or told != role("date")) else None
    if time.point is not None and time.role == "period" and said != role("base"):
        said = None  # from one year to another
    if time.by and told in (None, role("start")):
        said = role("deadline")
    column = text.columns.role(time.begin)
    if column is not None and time.length is None:
        said = role("deadline" if column == role("target") else "date")
    said = said or role(time.role or "date")
    begin, end, qualifiers = measures.qualified(
        POL.TimeMention, folded, time.begin, time.end, first, last
    )
    ahead = _AHEAD.search(folded, first, begin) if time.length is not None else None
    begin = ahead.start() if ahead else begin
    closing = grammar.closing.match(folded, end, last)
    if closing and said in (role("deadline"), role("start"), role("base")):
        end = closing.end()
    about = any(qualifier.endswith("/about") for qualifier in qualifiers)
    if time.point is not None and grammar.at_end.match(folded, end, last):
        time = replace(time, point=time.point.end)
    return TimeMention(
        segment.unit, begin, end, "times", said,
        value=time.value(about=about),
        upper=time.upper.literal() if time.upper else None,
        first_day=time.point.first if time.point else None,
        last_day=time.point.last if time.point else None,
        link=measures.links.get(said),
        qualifiers=qualifiers,
    )  # fmt: skip
