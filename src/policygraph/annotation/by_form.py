"""Dates, and what they date.

The brackets behind a work （平成28年３月22日まち・ひと・しごと創生本部決定） say when and by whom
it was decided.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import Final

from policygraph.annotation.annotator import (
    AnnotatedText,
    AnyMention,
    DateMention,
    Decision,
    Mention,
)
from policygraph.core.namespaces import POL
from policygraph.core.numerals import KANJI_NUMERALS, read_numeral
from policygraph.document import Span

# The year before the first of each era, and the era's first and last day.
_ERAS: Final = {
    "明治": (1867, datetime.date(1868, 10, 23), datetime.date(1912, 7, 30)),
    "大正": (1911, datetime.date(1912, 7, 30), datetime.date(1926, 12, 25)),
    "昭和": (1925, datetime.date(1926, 12, 25), datetime.date(1989, 1, 7)),
    "平成": (1988, datetime.date(1989, 1, 8), datetime.date(2019, 4, 30)),
    "令和": (2018, datetime.date(2019, 5, 1), datetime.date.max),
}
# 平29.6.2, H29.6.2: an era in one letter.
_SHORT_ERAS: Final = {
    short: era for era, latin in zip(_ERAS, "MTSHR", strict=True) for short in (era[0], latin)
}
_KANJI: Final = f"[{KANJI_NUMERALS}]"
_ANY_YEAR: Final = rf"元|[0-9]{{1,2}}|{_KANJI}{{1,3}}"
_COMMON_YEAR: Final = (
    rf"[12][0-9]{{3}}|[一二][〇零一二三四五六七八九]{{3}}|[一二]?千{_KANJI}{{0,6}}"
)
_DAY: Final = rf"[0-9]{{1,2}}|{_KANJI}{{1,3}}"
# The same year in the other reckoning, in brackets before or behind 年: 令和４（2022）年, 2022年（令和４年）.
_OTHER: Final = r"(?: ?[(\[〔][^()\[\]〔〕]{1,9}[)\]〕])?"
_DATE: Final = re.compile(
    rf"(?P<years>(?:(?P<era>{'|'.join(_ERAS)}) ?(?P<era_year>{_ANY_YEAR})|"
    rf"(?<![0-9])(?P<year>{_COMMON_YEAR})){_OTHER} ?年{_OTHER}) ?(?P<month>{_DAY}) ?月 ?(?P<day>{_DAY}) ?日"
    rf"|(?<![A-Za-z0-9.])(?:(?:(?P<short>[{''.join(_SHORT_ERAS)}])|(?P<full>{'|'.join(_ERAS)}))"
    r"(?P<short_year>元|[0-9]{1,2})|(?P<plain_year>[12][0-9]{3}))"
    r"(?:年(?P<m1>[0-9]{1,2})月(?P<d1>[0-9]{1,2})日|(?P<between>[./-]) ?(?P<m2>[0-9]{1,2})(?P=between) ?(?P<d2>[0-9]{1,2}))"
    r"(?![0-9./-][0-9])(?![0-9A-Za-z])"
)
# What every date has in it; most segments have none.
_MAY_BE_DATE: Final = re.compile(r"日|[0-9][./-] ?[0-9]{1,2}[./-] ?[0-9]")
_FOUR_DIGITS: Final = re.compile(rf"{_COMMON_YEAR}")
_ERA_YEAR: Final = re.compile(rf"({'|'.join(_ERAS)}) ?({_ANY_YEAR})")
_DECISION: Final = re.compile(
    rf"[」』]?\([^()]{{0,20}}?(?P<date>{_DATE.pattern})"
    r"(?:(?P<body>[^()、。]*?)(?P<cabinet>閣議)?"
    r"(?:決定|了解|策定|公表|改定|改訂|とりまとめ|取りまとめ|了承|採択))?[^()]*\)"
)


def read_date(match: re.Match[str]) -> datetime.date | None:
    """The date that a match found, or ``None`` where there was no such day.

    There is none of 平成40年２月30日, nor of 令和４（2021）年６月３日, which names two years.
    """
    month, day = (
        match[name] or match[f"{name[0]}1"] or match[f"{name[0]}2"] for name in ("month", "day")
    )
    era = match["era"] or match["full"] or _SHORT_ERAS.get(match["short"] or "")
    first, last = datetime.date.min, datetime.date.max
    year = read_numeral(
        match["era_year"] or match["short_year"] or match["year"] or match["plain_year"]
    )
    if era:
        offset, first, last = _ERAS[era]
        year += offset
    if not _agrees(year, match["years"] or ""):
        return None
    try:
        date = datetime.date(year, read_numeral(month), read_numeral(day))
    except ValueError:
        return None
    return date if first <= date <= last else None


def _agrees(year: int, printed: str) -> bool:
    """Every year that some words name is this one."""
    eras = {_ERAS[era][0] + read_numeral(of) for era, of in _ERA_YEAR.findall(printed)}
    return eras | set(map(read_numeral, _FOUR_DIGITS.findall(printed))) <= {year}


def dates_in(folded: str, span: Span) -> Iterator[tuple[Span, datetime.date]]:
    """The dates in a stretch of folded text, in Japanese eras (和暦) or the common one."""
    for match in _DATE.finditer(folded, *span):
        date = read_date(match)
        if date is not None:
            yield Span(*match.span()), date


def find_dates(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[DateMention]:
    """Find dates printed to the day, and what they date where it is a work."""
    work_link = text.lexicon.links.get(POL.ReferencedWork)
    for segment, found in text.with_mentions(made):
        if _MAY_BE_DATE.search(text.folded, *segment.span) is None:
            continue
        decisions: dict[int, Decision] = {}  # by where their date begins
        for name in found:
            if isinstance(name, Mention) and name.link == work_link:
                match = _DECISION.match(text.folded, name.end, segment.span.end)
                if match is not None and read_date(match) is not None:
                    # The deciding body is stated only where the vocabulary knows it.
                    body = "閣議" if match["cabinet"] else (match["body"] or "").strip()
                    decided_by = text.lexicon.organizations.get(body)
                    span = Span(name.end, match.end())
                    decisions[match.start("date")] = Decision(name.meanings[0], decided_by, span)
        for (begin, end), date in dates_in(text.folded, segment.span):
            yield DateMention(segment.unit, begin, end, "dates", date, decisions.get(begin))
