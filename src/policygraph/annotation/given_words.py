"""What words say that a person chose as a deadline, a period or an amount, whether or not they were found as one."""

from __future__ import annotations

import datetime
from dataclasses import replace

from policygraph.annotation.annotator import DocumentTime
from policygraph.annotation.dates import dates_in
from policygraph.annotation.measures import Measures
from policygraph.annotation.mentions import AnyMention, Mention, QuantityMention, TimeMention
from policygraph.annotation.quantities import read_quantities
from policygraph.annotation.time_grammar import time_grammar
from policygraph.annotation.time_reading import read_times
from policygraph.core.fold import fold_text
from policygraph.core.names import role
from policygraph.core.namespaces import IRI, POL, XSD
from policygraph.core.terms import Literal
from policygraph.document import Span, TextUnit

_GIVEN = "given"
ROLES = {POL.deadline: role("deadline"), POL.period: role("period"), POL.amount: role("figure")}
"""What words are to what is said that a person gives as the value of a link."""


def read_given(
    link: IRI,
    words: str,
    at: tuple[TextUnit, int, int],
    measures: Measures,
    day: datetime.date | None,
) -> AnyMention | None:
    """The words as a mention.

    Args:
        link: `pol:deadline`, `pol:period` or `pol:amount`.
        words: as printed.
        at: their unit, and where they stand in the text.
        measures: units of the vocabulary.
        day: when the document was decided, for 今年度.

    Returns:
        A deadline or a period without a value where the words alone tell none (当面の間); of an amount
        ``None``: it has a unit of money.
    """
    folded = fold_text(words)
    whole = Span(0, len(folded))
    if link != POL.amount:
        return _time(link, folded, whole, at, measures, day)
    amounts = (q for q in read_quantities(measures, folded, whole) if q.unit.link == POL.amount)
    found = next(amounts, None)
    if found is None:
        return None
    return QuantityMention(
        *at, _GIVEN, ROLES[link], found.unit.iri, found.value, found.upper, link=link
    )


def given_as(link: IRI, mention: AnyMention) -> AnyMention | None:
    """A mention that was found, as the value of a link; ``None`` where it is none of its kind."""
    if isinstance(mention, Mention):
        return None
    if isinstance(mention, QuantityMention) != (link == POL.amount):
        return None
    if isinstance(mention, QuantityMention):
        return mention  # its role is as good for an amount
    return replace(mention, role=ROLES[link], link=link)


def _time(
    link: IRI,
    folded: str,
    whole: Span,
    at: tuple[TextUnit, int, int],
    measures: Measures,
    day: datetime.date | None,
) -> TimeMention:
    mention = TimeMention(*at, _GIVEN, ROLES[link], link=link)
    dates = [date for _, date in dates_in(folded, whole)]
    if dates:
        value = Literal(dates[-1].isoformat(), XSD.date)
        return replace(mention, value=value, first_day=dates[-1], last_day=dates[-1])
    grammar = time_grammar(measures.time_labels, measures.quantity_labels)
    times, _ = read_times(grammar, measures, folded, whole, DocumentTime(day))
    if not times:
        return mention
    time = times[-1]
    if time.point is not None and grammar.at_end.match(folded, time.end):
        time = replace(time, point=time.point.end)
    return replace(
        mention,
        value=time.value(about=False),
        upper=time.upper.literal() if time.upper else None,
        first_day=time.point.first if time.point else None,
        last_day=time.point.last if time.point else None,
    )
