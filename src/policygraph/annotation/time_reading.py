"""What the words of times say: points, lengths and frequencies, ranges joined."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from policygraph.annotation.annotator import DocumentTime
from policygraph.annotation.dates import Calendar
from policygraph.annotation.measures import Measures
from policygraph.annotation.spells import FIRST_MONTH, Length, Point, year_near
from policygraph.annotation.time_grammar import TimeGrammar
from policygraph.core.numerals import amount_value, read_numeral
from policygraph.core.terms import Literal
from policygraph.document import Span

_BEHIND_PERIOD: Final = re.compile(
    r"(?:まで|にかけて)?(?:の(?:間|[0-9]+ ?(?:か|カ|ヶ|ヵ|ケ)?年(?:間|度間)?|[0-9]+(?:か|ヶ)月間))?"
)


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time in a text, with what it was read as."""

    begin: int
    end: int
    role: str = ""
    point: Point | None = None
    length: Length | None = None
    upper: Length | None = None
    by: bool = False  # a part of a year by whose end something can be due

    def value(self, *, about: bool) -> Literal | None:
        """Its value; ``about`` says that a word beside it says 頃."""
        if self.point is not None:
            return self.point.literal(about=about)
        return self.length.literal() if self.length is not None else None


def read_times(
    grammar: TimeGrammar,
    measures: Measures,
    folded: str,
    span: Span,
    at: DocumentTime,
    before: Point | None = None,
) -> tuple[list[FoundTime], Point | None]:
    """The times of a segment, ranges joined.

    Args:
        at: when the document was decided.
        before: the last year named before the segment, for 同年.

    Returns:
        The times, and the last year named.
    """
    found: list[FoundTime] = []
    for match in grammar.pattern.finditer(folded, *span):
        time = _of_match(grammar, measures, match, before, at)
        if match["day"]:  # a date, which others find; 同年 is its year
            before = _point(grammar.calendar, match, before, at) or before
        if time is None or (found and time.begin < found[-1].end):
            continue
        last = found[-1] if found else None
        joined = last and _joined(grammar, folded, last, time, match)
        if last is not None and joined:
            found[-1] = joined
        else:
            found.append(time)
        before = found[-1].point or before
    return found, before


def _joined(
    grammar: TimeGrammar, folded: str, first: FoundTime, second: FoundTime, match: re.Match[str]
) -> FoundTime | None:
    """A period, where two times are its ends."""
    connects = grammar.between.fullmatch(folded, first.end, second.begin)
    if not connects or first.point is None:
        return None
    if second.point is not None:
        period = first.point.until(second.point)
    elif match["unit"] == "年" and (match["count"] or "").isdecimal() and not match["upper"]:
        # 平成28年から32年: the second year in short.
        ending = first.point.short_year(int(match["count"]))
        period = first.point.until(ending) if ending else None
    else:
        return None
    if period is None:
        return None
    behind = _BEHIND_PERIOD.match(folded, second.end)
    return replace(first, end=behind.end() if behind else second.end, role="period", point=period)


def _of_match(
    grammar: TimeGrammar,
    measures: Measures,
    match: re.Match[str],
    before: Point | None,
    at: DocumentTime,
) -> FoundTime | None:
    begin, end = match.span()
    words = grammar.calendar.words
    if match["point"] or match["fiscal"] or match["bare"]:
        point = _point(grammar.calendar, match, before, at)
        part = match["part"] or match["days"] or match["bare_part"] or ""
        if match["day"] or (point is None and not match["bare"]):
            return None
        period = "period" if match["from_month"] else ""
        return FoundTime(begin, end, period, point=point, by=part in grammar.by)
    if match["every"]:
        length = _length(measures, match["every"], match["every_unit"], match)
        return FoundTime(begin, end, "frequency", length=length) if length else None
    if match["per"]:
        months, times = words["per"][match["per"]], read_numeral(match["times"])
        each = Length(months=months) if months else Length(days=7)
        return FoundTime(begin, end, "frequency", length=each.divided(times))
    if match["yearly"]:
        return FoundTime(begin, end, "frequency", length=Length(months=12))
    if match["often"]:
        each = Length.parse(words["frequencies"][match["often"]])
        times = read_numeral(match["often_times"] or "1")
        end = end if match["often_times"] else match.end("often")
        return FoundTime(begin, end, "frequency", length=each.divided(times))
    if match["count"]:
        length = _length(measures, match["count"], match["unit"], match)
        if length is None:
            return None
        upper = _length(measures, match["upper"], match["unit"], match) if match["upper"] else None
        return FoundTime(
            begin, end, "date" if match["later"] else "period", length=length, upper=upper
        )
    if match["length"]:
        return FoundTime(
            begin, end, "period", length=Length.parse(words["lengths"][match["length"]])
        )
    if match["relative"]:
        part = match["relative_part"] or match["relative"]
        point = _relative_to(grammar.calendar, match, before, at)
        return FoundTime(begin, end, point=point, by=part.endswith(tuple(grammar.by)))
    return _lone_month(grammar, match, before)


def _point(
    known: Calendar, match: re.Match[str], before: Point | None, at: DocumentTime
) -> Point | None:
    """The year that a match names, with its month or part."""
    fiscal = (match["of"] or "").endswith("年度") or bool(match["fiscal"] or match["bare"])
    if match["bare"]:
        near = before.year if before else at.day.year if at.day else None
        year = year_near(near, int(match["bare"])) if near else None
        part = match["bare_part"]
    else:
        era = known.eras.get(match["era"] or match["letter"] or "")
        printed = match["era_year"] or match["letter_year"] or match["year"] or match["fiscal"]
        year = read_numeral(printed) + (era.before if era else 0)
        part = match["part"]
        if match["point"] and not known.agrees(year, match["point"].partition("月")[0]):
            return None
        if match["of"] is None and match["point"]:
            # 2021～2025年度: the unit stands behind the second year.
            fiscal = "年度" in match.string[match.end() : match.end() + 10]
    if year is None:
        return None
    words = known.words
    if match["of"] == "年代":
        return Point.decade(year, words["decades"].get(part or "", [0, 9]))
    if match["month"]:
        month = read_numeral(match["month"])
        ends = Point.month(year, month, words["days"].get(match["days"] or ""), fiscal=fiscal)
        if match["from_month"]:
            begins = Point.month(year, int(match["from_month"]), None, fiscal=fiscal)
            return begins.until(ends) if begins and ends else None
        return ends
    if part in words["seasons"]:
        return Point.season(year, *words["seasons"][part])
    return _part_of_year(words, year, part, fiscal=fiscal)


def _part_of_year(
    words: Mapping[str, Any], year: int, part: str | None, *, fiscal: bool
) -> Point | None:
    """A year, or a part of it; of its end the last day."""
    point = Point.of_year(year, words["parts"].get(part or ""), fiscal=fiscal)
    if point is not None and part in words["words"]["ends"]["parts"]:
        return replace(point, first=point.last)
    return point


def _relative_to(
    known: Calendar, match: re.Match[str], before: Point | None, at: DocumentTime
) -> Point | None:
    """What 今年度, 来年３月 or 年内 is in a document of a day, and 同年10月 behind a year that was named."""
    words = known.words
    told = words["relative"][match["relative"]]
    fiscal = told.get("fiscal", match["relative"].endswith("年度"))
    if told.get("from") == "before":
        if before is None:
            return None
        year = before.year
    elif told.get("from") == "title" and at.year is not None:
        year = at.year
    elif at.day is not None:
        year = at.day.year - (fiscal and at.day.month < FIRST_MONTH)
    else:
        return None
    year += told["years"]
    if match["relative_month"]:
        days = words["days"].get(match["relative_days"] or "")
        return Point.month(year, int(match["relative_month"]), days, fiscal=fiscal)
    part = match["relative_part"] or told.get("part")
    if part in words["seasons"]:
        return Point.season(year, *words["seasons"][part])
    return _part_of_year(words, year, part, fiscal=fiscal)


def _lone_month(
    grammar: TimeGrammar, match: re.Match[str], before: Point | None
) -> FoundTime | None:
    """A month without its year; it is that of the month before it (2020年３月～９月)."""
    if match["lone_day"]:
        date = before.next_day(int(match["lone"]), int(match["lone_day"])) if before else None
        return FoundTime(*match.span(), point=date)
    days = grammar.calendar.words["days"].get(match["lone_days"] or "")
    point = before.next_month(int(match["lone"]), days) if before else None
    return FoundTime(*match.span(), point=point, by=(match["lone_days"] or "") in grammar.by)


def _length(measures: Measures, count: str, label: str, match: re.Match[str]) -> Length | None:
    """A number of units of time; unknown where the number is (数年)."""
    unit = measures.units[label]
    begin = match.start("unit") if match["unit"] else match.start("every_unit")
    if not unit.stands_at(match.string, begin, begin + len(label)):
        return None
    if "数" in count:
        return Length()
    kanji = not count[0].isascii()
    behind = match.string[begin + len(label) : begin + len(label) + 2]
    if (
        kanji
        and label == "年"
        and len(count) < 2
        and behind not in ("以内", "程度", "ごと", "以上", "に一", "に1")
    ):
        return None  # 一年, 千年
    number = amount_value(count)
    return Length(
        months=int(unit.months * number) if unit.months * number % 1 == 0 else 0,
        days=int(unit.days * number),
        hours=int(unit.hours * number),
    )
