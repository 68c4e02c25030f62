"""Dates printed to the day, in Japanese eras (和暦) or the common one, and what they date.

The brackets behind a work （平成28年３月22日まち・ひと・しごと創生本部決定） say when and by whom it was
decided. The words of dates (eras, parts of a year) are data: ``data/calendar/times.toml``.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from policygraph.annotation.annotator import AnnotatedText
from policygraph.annotation.mentions import AnyMention, DateMention, Decision, Mention
from policygraph.core.names import role
from policygraph.core.namespaces import POL
from policygraph.core.numerals import KANJI_NUMERALS, read_numeral
from policygraph.core.resources import resource
from policygraph.document import Span

_KANJI: Final = f"[{KANJI_NUMERALS}]"
ANY_YEAR: Final = rf"元|[0-9]{{1,2}}|{_KANJI}{{1,3}}"
_COMMON_YEAR: Final = (
    rf"[12][0-9]{{3}}|[一二][〇零一二三四五六七八九]{{3}}|[一二]?千{_KANJI}{{0,6}}"
)
DAY: Final = rf"[0-9]{{1,2}}|{_KANJI}{{1,3}}"
TIME: Final = frozenset((POL.TimeMention,))
# The same year in the other reckoning, in brackets before or behind 年: 令和４（2022）年, 2022年（令和４年）.
OTHER: Final = r"(?: ?[(\[〔][^()\[\]〔〕]{1,9}[)\]〕])?"
# What every date has in it; most segments have none.
_MAY_BE_DATE: Final = re.compile(r"日|[0-9][./-] ?[0-9]{1,2}[./-] ?[0-9]")
_FOUR_DIGITS: Final = re.compile(_COMMON_YEAR)


@dataclass(frozen=True, slots=True)
class Era:
    """A Japanese era: the year before its first one, its first and its last day."""

    before: int
    first: datetime.date
    last: datetime.date


class Calendar:
    """The grammar of years and days.

    Attributes:
        words: the words of time, as their file has them.
        eras: by name, and by their letter or first sign (H29.6.2, 平29.6.2).
        era: the names as alternatives of a pattern; ``letter``: the letters as a character class.
    """

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.words = words
        self.eras: dict[str, Era] = {}
        for each in words["era"]:
            era = Era(each["before"], each["first"], each.get("last", datetime.date.max))
            self.eras |= dict.fromkeys((each["name"], each["name"][0], each["letter"]), era)
        self.era = "|".join(each["name"] for each in words["era"])
        self.letter = "".join(each["letter"] for each in words["era"])
        short = self.letter + "".join(each["name"][0] for each in words["era"])
        self.date = re.compile(
            rf"(?P<years>(?:(?P<era>{self.era}) ?(?P<era_year>{ANY_YEAR})|"
            rf"(?<![0-9])(?P<year>{_COMMON_YEAR})){OTHER} ?年{OTHER}) ?(?P<month>{DAY}) ?月 ?(?P<day>{DAY}) ?日"
            rf"|(?<![A-Za-z0-9.])(?:(?:(?P<short>[{short}])|(?P<full>{self.era}))"
            r"(?P<short_year>元|[0-9]{1,2})|(?P<plain_year>[12][0-9]{3}))"
            r"(?:年(?P<m1>[0-9]{1,2})月(?P<d1>[0-9]{1,2})日|(?P<between>[./-]) ?(?P<m2>[0-9]{1,2})(?P=between) ?(?P<d2>[0-9]{1,2}))"
            r"(?![0-9./-][0-9])(?![0-9A-Za-z])"
        )
        self.decision = re.compile(
            rf"[」』]?\([^()]{{0,20}}?(?P<date>{self.date.pattern})"
            r"(?:(?P<body>[^()、。]*?)(?P<cabinet>閣議)?"
            r"(?:決定|了解|策定|公表|改定|改訂|とりまとめ|取りまとめ|了承|採択))?[^()]*\)"
        )
        self._era_year = re.compile(rf"({self.era}) ?({ANY_YEAR})")

    def read(self, match: re.Match[str]) -> datetime.date | None:
        """The date that a match of `date` found, or ``None`` where there was no such day.

        There is none of 平成40年２月30日, nor of 令和４（2021）年６月３日, which names two years.
        """
        month, day = (
            match[name] or match[f"{name[0]}1"] or match[f"{name[0]}2"] for name in ("month", "day")
        )
        era = self.eras.get(match["era"] or match["full"] or match["short"] or "")
        year = read_numeral(
            match["era_year"] or match["short_year"] or match["year"] or match["plain_year"]
        )
        if era:
            year += era.before
        if not self.agrees(year, match["years"] or ""):
            return None
        try:
            date = datetime.date(year, read_numeral(month), read_numeral(day))
        except ValueError:
            return None
        return date if era is None or era.first <= date <= era.last else None

    def agrees(self, year: int, printed: str) -> bool:
        """Whether every year that some words name is this one."""
        eras = {
            self.eras[era].before + read_numeral(of) for era, of in self._era_year.findall(printed)
        }
        return eras | set(map(read_numeral, _FOUR_DIGITS.findall(printed))) <= {year}


@cache
def calendar() -> Calendar:
    """The grammar with the words of ``data/calendar/times.toml``."""
    file = resource("data", "calendar", "times.toml")
    return Calendar(tomllib.loads(file.read_text(encoding="utf-8")))


def dates_in(folded: str, span: Span) -> Iterator[tuple[Span, datetime.date]]:
    """The dates in a stretch of folded text, in Japanese eras (和暦) or the common one."""
    for match in calendar().date.finditer(folded, *span):
        date = calendar().read(match)
        if date is not None:
            yield Span(*match.span()), date


def find_dates(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[DateMention]:
    """Find dates printed to the day, and what they date where it is a work."""
    work_link = text.lexicon.links.get(POL.ReferencedWork)
    measures = text.lexicon.measures
    for segment, found in text.with_mentions(made):
        if _MAY_BE_DATE.search(text.folded, *segment.span) is None:
            continue
        decisions: dict[int, Decision] = {}  # by where their date begins
        for name in found:
            if isinstance(name, Mention) and name.link == work_link:
                match = calendar().decision.match(text.folded, name.end, segment.span.end)
                if match is not None and calendar().read(match) is not None:
                    # The deciding body is stated only where the vocabulary knows it.
                    body = "閣議" if match["cabinet"] else (match["body"] or "").strip()
                    decided_by = text.lexicon.organizations.get(body)
                    span = Span(name.end, match.end())
                    decisions[match.start("date")] = Decision(name.meanings[0], decided_by, span)
        for (begin, end), date in dates_in(text.folded, segment.span):
            decision = decisions.get(begin)
            told = None
            if decision is None:
                told = measures.role(TIME, text.folded, begin, end, *segment.span)
            said = told or role("date")
            yield DateMention(
                segment.unit, begin, end, "dates", date, decision, said, measures.links.get(said)
            )
