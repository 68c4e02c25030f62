"""Times that are no dates to the day: years, fiscal years, months, decades, periods, frequencies.

A fiscal year (年度) runs from April to March. What a time is to what is said (a deadline, a start) its
words tell, and those beside it: ``ontology/vocabulary/mention-roles.ttl``. The words of time are data,
too: ``data/calendar/times.toml`` and the units of time of ``units.ttl``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from policygraph.annotation.annotator import AnnotatedText, Segment
from policygraph.annotation.dates import ANY_YEAR, DAY, OTHER, TIME, Calendar, calendar
from policygraph.annotation.measures import Measures
from policygraph.annotation.mentions import AnyMention, Mention, TimeMention
from policygraph.annotation.spells import Length, Point
from policygraph.core.names import role
from policygraph.core.namespaces import POL
from policygraph.core.numerals import KANJI_NUMERALS, amount_value, read_numeral
from policygraph.core.terms import Literal
from policygraph.document import Span

_KANJI: Final = f"[{KANJI_NUMERALS}]"
_YEAR: Final = r"[12][0-9]{3}(?![0-9])|[一二][〇零一二三四五六七八九]{3}|二千" + _KANJI + "{0,4}"
_COUNT: Final = rf"[0-9]+(?:\.[0-9]+)?|[十百]?数[十百]?|[0-9]+数|{_KANJI}{{1,3}}"
# What every time has in it; most sentences have none.
_MAY_BE_TIME: Final = re.compile(
    r"[年月週]|[0-9] ?[日時]|当[面分]|四半|半世|今[夏秋春冬]|来[夏秋春]|昨[夏秋春]|FY"
)
# Signs that they begin with: looked for first, since a class of signs alone is found five times as fast.
_FIRST: Final = re.compile("[年月週0-9当四半今来昨F]")
_QUOTED: Final = re.compile(r"[「『]([^「」『』]{2,60})[」』]")
# Words that a name does not have: 「2030年までに26％削減」 is a saying.
_SAYS: Final = re.compile(r"[をがは]|まで|に(?!関する|おける|向けた|係る|よる)")
_NAME_ENDS: Final = re.compile(r"[^ぁ-ん。、]\Z")
_BEHIND_PERIOD: Final = re.compile(
    r"(?:まで|にかけて)?(?:の(?:間|[0-9]+ ?(?:か|カ|ヶ|ヵ|ケ)?年(?:間|度間)?|[0-9]+(?:か|ヶ)月間))?"
)
_AHEAD: Final = re.compile(r"(?:今後|向こう)(?:の)?、?\Z")


@dataclass(frozen=True, slots=True)
class _Found:
    """A time in a text, with what it was read as."""

    begin: int
    end: int
    role: str = ""
    point: Point | None = None
    length: Length | None = None
    upper: Length | None = None
    by: bool = False  # a part of a year by whose end something can be due
    open: bool = False


class _Grammar:
    """The pattern of times, with the words of a calendar and the units of a vocabulary."""

    def __init__(self, known: Calendar, units: str) -> None:
        words = known.words
        said = words["words"]
        self.calendar = known
        self.units = units
        self.by = frozenset(said["by"])
        parts = _either([*words["parts"], *words["seasons"]], said["no_part"])
        days = _either(words["days"], said["no_part"])
        self.between = re.compile(rf" ?(?:{'|'.join(map(re.escape, said['between']))}) ?")
        self.closing = re.compile("|".join(map(re.escape, said["closing"])))
        self.names = tuple(map(re.compile, words["names"]["patterns"]))
        more = rf"(?= ?[~〜～・、,-] ?(?:(?:{known.era}|[{known.letter}]) ?)?[0-9]{{1,4}} ?年)"
        length = f"(?:{units})" if units else "(?!)"
        begins = "".join(
            {
                word[0]
                for word in (
                    *(era["name"] for era in words["era"]), *words["per"], *words["frequencies"],
                    *words["lengths"], *said["relative"], *said["open"],
                )
            }
        )  # fmt: skip
        self.pattern = re.compile(
            # What no time begins with is passed over at once.
            rf"(?=[0-9F{known.letter}数{KANJI_NUMERALS}{begins}])(?:"
            # A year, perhaps with a month or a part; without 年 where one follows that has it.
            rf"(?P<point>(?:(?P<era>{known.era}) ?(?P<era_year>{ANY_YEAR})"
            rf"|(?<![0-9A-Za-z.,第])(?P<letter>[{known.letter}])(?P<letter_year>元|[0-9]{{1,2}})"
            rf"|(?<![0-9.,第])(?P<year>{_YEAR}))"
            rf"(?:{OTHER} ?(?P<of>(?:会計)?年度|年代|年(?!間)){OTHER}|{more})"
            rf"(?: ?の?(?P<month>[0-9]{{1,2}}|{_KANJI}{{1,2}}) ?月(?!間)(?: ?(?P<day>{DAY}) ?日(?!間))?(?:の?(?P<days>{days}))?"
            rf"|の?(?P<part>{parts}))?)"
            rf"|(?<![A-Za-z])FY ?(?P<fiscal>20[0-9]{{2}})(?![0-9])"
            rf"|(?<![0-9第])(?P<bare>[0-9]{{1,2}}) ?年度(?:の?(?P<bare_part>{parts}))?"
            rf"|(?<![0-9.,第])(?P<every>{_COUNT}) ?(?P<every_unit>{length})(?:ごと|毎(?![年月日週])|に(?:1|一)(?:回|度))"
            rf"|(?<![0-9{KANJI_NUMERALS}第毎同本今来])(?P<per>{_either(words['per'])})(?:間)?に?(?:約|概ね)?"
            r"(?P<times>[0-9]{1,3}|[一二三四五六])(?:[~〜～-][0-9]+)? ?(?:回|度)(?![目線数])"
            rf"|(?<![0-9か月{KANJI_NUMERALS}])(?P<yearly>年間)(?=約?(?:最大)?[0-9{KANJI_NUMERALS}数])"
            rf"|(?P<often>{_either(words['frequencies'])})(?:に|、)?(?:(?P<often_times>[0-9]{{1,3}}|[一二三四]) ?(?:回|度)(?![目線数]))?"
            rf"|(?<![0-9.,第{KANJI_NUMERALS}])(?P<count>{_COUNT})(?:(?: ?{length})?(?:[~〜～-]|から|ないし|又は|または|、) ?(?P<upper>{_COUNT}))?"
            rf" ?(?P<unit>{length})(?P<later>後(?!半|期))?"
            rf"|(?<![0-9一-龥])(?P<length>{_either(words['lengths'])})"
            rf"|(?<![{''.join(said['not_before'])}])(?P<relative>{_relative(said['relative'])})(?![{''.join(said['not_behind'])}])(?:(?P<relative_month>[0-9]{{1,2}}) ?月(?!間)|の?(?P<relative_part>{parts}))?"
            rf"|(?P<open>{_either(said['open'])})(?![{''.join(said['open_not_behind'])}])"
            rf"|(?<![0-9年度第かカヶヵケ])(?P<lone>[0-9]{{1,2}}) ?月(?![間額刊給号例次面経曜])(?: ?(?P<lone_day>[0-9]{{1,2}}) ?日(?!間))?(?:の?(?P<lone_days>{days}))?)"
        )


def _either(words: Iterable[str], no_part: Mapping[str, str] | None = None) -> str:
    """Words as alternatives, the longest first, each not before some signs."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    behind = no_part or {}
    return "|".join(
        re.escape(word) + (f"(?![{behind[word]}])" if word in behind else "") for word in longest
    )


def _relative(words: Iterable[str]) -> str:
    """Times that their document's date tells; 年内 is none in 少年内."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(rf"(?<![0-9一-龥]){w}" if w[0] == "年" else re.escape(w) for w in longest)


@cache
def _grammar(units: str) -> _Grammar:
    return _Grammar(calendar(), units)


def find_times(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[TimeMention]:
    """Find times; those in names, and dates to the day, are left to others."""
    measures = text.lexicon.measures
    grammar = _grammar(measures.time_labels)
    for segment, found in text.with_mentions(made):
        first = _FIRST.search(text.folded, *segment.span)
        if first is None or not _MAY_BE_TIME.search(text.folded, first.start(), segment.span.end):
            continue
        times = _read(grammar, measures, text.folded, segment.span)
        taken = taken_spans(text, segment, found)
        for time in times:
            if not overlaps(taken, time.begin, time.end):
                yield _mention(grammar, text, segment, time)


def taken_spans(text: AnnotatedText, segment: Segment, found: Iterable[AnyMention]) -> list[Span]:
    """Where numbers are none of their own: in names, dates, laws by number, quoted names; by their begins."""
    concepts = text.lexicon.concept_links
    spans = [
        Span(m.begin, m.end)
        for m in found
        if not isinstance(m, Mention) or (m.kind == "name" and m.link not in concepts)
    ]
    for pattern in _grammar(text.lexicon.measures.time_labels).names:
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


def _read(grammar: _Grammar, measures: Measures, folded: str, span: Span) -> list[_Found]:
    """The times of a segment, ranges joined."""
    found: list[_Found] = []
    before: Point | None = None  # the last year named, for 28年度 behind 平成27年度
    for match in grammar.pattern.finditer(folded, *span):
        time = _of_match(grammar, measures, match, before)
        if match["day"]:  # a date, which others find; 同年 is its year
            before = _point(grammar.calendar, match, before) or before
        if time is None or (found and time.begin < found[-1].end):
            continue
        last = found[-1] if found else None
        joined = last and _joined(grammar, folded, last, time, match)
        if last is not None and joined:
            found[-1] = joined
        else:
            found.append(time)
        before = found[-1].point or before
    return found


def _joined(
    grammar: _Grammar, folded: str, first: _Found, second: _Found, match: re.Match[str]
) -> _Found | None:
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
    grammar: _Grammar, measures: Measures, match: re.Match[str], before: Point | None
) -> _Found | None:
    begin, end = match.span()
    words = grammar.calendar.words
    if match["point"] or match["fiscal"] or match["bare"]:
        point = _point(grammar.calendar, match, before)
        part = match["part"] or match["days"] or match["bare_part"] or ""
        if match["day"] or (point is None and not match["bare"]):
            return None
        return _Found(begin, end, point=point, by=part in grammar.by)
    if match["every"]:
        length = _length(measures, match["every"], match["every_unit"], match)
        return _Found(begin, end, "frequency", length=length) if length else None
    if match["per"]:
        months, times = words["per"][match["per"]], read_numeral(match["times"])
        each = Length(months=months) if months else Length(days=7)
        return _Found(begin, end, "frequency", length=each.divided(times))
    if match["yearly"]:
        return _Found(begin, end, "frequency", length=Length(months=12))
    if match["often"]:
        each = Length.parse(words["frequencies"][match["often"]])
        times = read_numeral(match["often_times"] or "1")
        end = end if match["often_times"] else match.end("often")
        return _Found(begin, end, "frequency", length=each.divided(times))
    if match["count"]:
        length = _length(measures, match["count"], match["unit"], match)
        if length is None:
            return None
        upper = _length(measures, match["upper"], match["unit"], match) if match["upper"] else None
        return _Found(
            begin, end, "date" if match["later"] else "period", length=length, upper=upper
        )
    if match["length"]:
        return _Found(begin, end, "period", length=Length.parse(words["lengths"][match["length"]]))
    if match["relative"]:
        part = match["relative_part"] or match["relative"]
        point = _relative_to(grammar.calendar, match, before) if before else None
        return _Found(begin, end, point=point, by=part.endswith(tuple(grammar.by)))
    if match["open"]:
        return _Found(begin, end, "period", open=True)
    return _lone_month(grammar, match, before)


def _point(known: Calendar, match: re.Match[str], before: Point | None) -> Point | None:
    """The year that a match names, with its month or part."""
    fiscal = (match["of"] or "").endswith("年度") or bool(match["fiscal"] or match["bare"])
    if match["bare"]:
        year = before.year_behind(int(match["bare"])) if before else None
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
        return Point.month(year, month, words["days"].get(match["days"] or ""), fiscal=fiscal)
    if part in words["seasons"]:
        return Point.season(year, *words["seasons"][part])
    return Point.of_year(year, words["parts"].get(part or ""), fiscal=fiscal)


def _relative_to(known: Calendar, match: re.Match[str], before: Point) -> Point | None:
    """The year that 同年, 同年10月 or 翌年度 is behind one that was named."""
    later = known.words["words"]["later"].get(match["relative"].removesuffix("度"))
    if later is None:
        return None
    year, fiscal = before.year + later, match["relative"].endswith("度")
    if match["relative_month"]:
        return Point.month(year, int(match["relative_month"]), None, fiscal=fiscal)
    return Point.of_year(
        year, known.words["parts"].get(match["relative_part"] or ""), fiscal=fiscal
    )


def _lone_month(grammar: _Grammar, match: re.Match[str], before: Point | None) -> _Found | None:
    """A month without its year; it is that of the month before it (2020年３月～９月)."""
    if match["lone_day"]:
        return _Found(*match.span())
    days = grammar.calendar.words["days"].get(match["lone_days"] or "")
    point = before.next_month(int(match["lone"]), days) if before else None
    return _Found(*match.span(), point=point, by=(match["lone_days"] or "") in grammar.by)


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
        and behind not in ("以内", "程度", "ごと", "以上")
    ):
        return None  # 一年, 千年
    number = amount_value(count)
    return Length(
        months=int(unit.months * number) if unit.months * number % 1 == 0 else 0,
        days=int(unit.days * number),
        hours=int(unit.hours * number),
    )


def _mention(grammar: _Grammar, text: AnnotatedText, segment: Segment, time: _Found) -> TimeMention:
    measures, folded = text.lexicon.measures, text.folded
    first, last = segment.span
    told = None
    if time.role != "frequency" and not time.open:
        told = measures.role(TIME, folded, time.begin, time.end, first, last)
        if time.length is not None and told == role("start"):
            told = None  # 3か月から半減させる
    said = told if told and (time.role != "period" or told != role("date")) else None
    if time.point is not None and time.role == "period" and said != role("base"):
        said = None  # from one year to another
    if time.by and told in (None, role("start")):
        said = role("deadline")
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
    return TimeMention(
        segment.unit, begin, end, "times", said,
        value=_value(time, about=about),
        upper=time.upper.literal() if time.upper else None,
        first_day=time.point.first if time.point else None,
        last_day=time.point.last if time.point else None,
        link=measures.links.get(said),
        qualifiers=qualifiers,
    )  # fmt: skip


def _value(time: _Found, *, about: bool) -> Literal | None:
    if time.point is not None:
        return time.point.literal(about=about)
    return time.length.literal() if time.length is not None else None
