"""The pattern of times, with the words of a calendar and the units of a vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from policygraph.annotation.dates import ANY_YEAR, DAY, OTHER, Calendar, calendar
from policygraph.core.numerals import KANJI_NUMERALS

_KANJI: Final = f"[{KANJI_NUMERALS}]"
_YEAR: Final = r"[12][0-9]{3}(?![0-9])|[一二][〇零一二三四五六七八九]{3}|二千" + _KANJI + "{0,4}"
_COUNT: Final = rf"[0-9]+(?:\.[0-9]+)?|[十百]?数[十百]?|[0-9]+数|{_KANJI}{{1,3}}"
_BEFORE_INDICATOR: Final = 44  # characters


class TimeGrammar:
    """Ready to be looked for.

    Attributes:
        calendar: its words.
        by: parts of a year by whose end something can be due.
        between: what leads from the first time of a period to the last.
        closing: what stands behind a time, and one with it; ``at_end``: behind a year whose end is meant.
        names: what a time within is part of.
        length: a number of units of time; ``pattern``: any time.
    """

    def __init__(self, known: Calendar, units: str, quantities: str) -> None:
        words = known.words
        said = words["words"]
        self.calendar = known
        self.units = units
        self.by = frozenset(said["by"])
        parts = _either([*words["parts"], *words["seasons"]], said["no_part"])
        days = _either(words["days"], said["no_part"])
        self.between = re.compile(rf" ?(?:{'|'.join(map(re.escape, said['between']))}) ?")
        self.at_end = re.compile("|".join(map(re.escape, said["at_end"])))
        self.closing = re.compile("|".join(map(re.escape, said["closing"])))
        self._indicators = re.compile(
            rf"(?:{'|'.join(said['indicators'])})(?:[0-9.,]+ ?[^、。0-9]{{1,4}}から[^、。0-9]{{0,4}})?\Z"
        )
        self.names = tuple(map(re.compile, words["names"]["patterns"]))
        more = rf"(?= ?[~〜～・、,-] ?(?:(?:{known.era}|[{known.letter}]) ?)?[0-9]{{1,4}} ?年)"
        length = f"(?:{units})" if units else "(?!)"
        counted = rf"(?:約|最大|計)?[0-9][0-9,.]*[万億兆]{{0,2}}(?:{quantities or '(?!)'})"
        self.length = re.compile(
            rf"(?<![0-9.,第])(?P<count>[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<unit>{length})"
        )
        begins = "".join(
            {
                word[0]
                for word in (
                    *(era["name"] for era in words["era"]), *words["per"], *words["frequencies"],
                    *words["lengths"], *words["relative"],
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
            rf"(?:{OTHER} ?(?P<of>(?:会計|事業)?年度|年代|年(?!間)){OTHER}|{more})"
            rf"(?: ?の?(?:(?P<from_month>[0-9]{{1,2}})月?[~〜～・-])?(?P<month>[0-9]{{1,2}}|{_KANJI}{{1,2}}) ?月(?!間)(?: ?(?P<day>{DAY}) ?日(?!間))?(?:の?(?P<days>{days}))?"
            rf"|の?(?P<part>{parts}))?)"
            rf"|(?<![A-Za-z])FY ?(?P<fiscal>20[0-9]{{2}})(?![0-9])"
            rf"|(?<![0-9第])(?P<bare>[0-9]{{1,2}}) ?年度(?!目)(?:の?(?P<bare_part>{parts}))?"
            rf"|(?<![0-9.,第])(?P<every>{_COUNT}) ?(?P<every_unit>{length})(?:ごと|毎(?![年月日週])|に(?:1|一)(?:回|度))"
            rf"|(?<![0-9{KANJI_NUMERALS}第毎同本今来])(?P<per>{_either(words['per'])})(?!年?間)に?(?:約|概ね)?"
            r"(?P<times>[0-9]{1,3}|[一二三四五六])(?:[~〜～-][0-9]+)? ?(?:回|度)(?![目線数])"
            rf"|(?<![0-9か月{KANJI_NUMERALS}])(?P<yearly>年間(?=約?(?:最大)?[0-9{KANJI_NUMERALS}数])|(?<![毎同本今来昨翌前各学半])年(?={counted}))"
            rf"|(?P<often>{_either(words['frequencies'])})(?:に|、)?(?:(?P<often_times>[0-9]{{1,3}}|[一二三四]) ?(?:回|度)(?![目線数]))?"
            rf"|(?<![0-9.,第{KANJI_NUMERALS}])(?P<count>{_COUNT})(?:(?: ?{length})?(?:[~〜～-]|から|ないし|又は|または|、) ?(?P<upper>{_COUNT}))?"
            rf" ?(?P<unit>{length})(?P<later>後(?!半|期)|先(?![進端行生導般]))?"
            rf"|(?<![0-9一-龥])(?P<length>{_either(words['lengths'])})"
            rf"|(?<![{''.join(said['not_before'])}])(?P<relative>{_relative(words['relative'])})(?![{''.join(said['not_behind'])}])(?:の?(?P<relative_month>[0-9]{{1,2}}) ?月(?!間)(?:の?(?P<relative_days>{days}))?|の?(?P<relative_part>{parts}))?"
            rf"|(?<![0-9年度第かカヶヵケ])(?P<lone>[0-9]{{1,2}}) ?月(?![間額刊給号例次面経曜])(?: ?(?P<lone_day>[0-9]{{1,2}}) ?日(?!間))?(?:の?(?P<lone_days>{days}))?)"
        )

    def is_indicator(self, folded: str, first: int, begin: int) -> bool:
        """What is measured is a length of time: the words before it say so."""
        return (
            self._indicators.search(folded, max(first, begin - _BEFORE_INDICATOR), begin)
            is not None
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
def time_grammar(units: str, quantities: str) -> TimeGrammar:
    """The grammar with the units of time, and of quantities, of a vocabulary, as alternatives of a pattern."""
    return TimeGrammar(calendar(), units, quantities)
