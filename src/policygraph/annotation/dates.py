"""Dates printed to the day, in Japanese eras (和暦) or the common one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

# The year before the first of each era, and the era's first and last day.
_ERAS: Final = {
    "明治": (1867, datetime.date(1868, 10, 23), datetime.date(1912, 7, 30)),
    "大正": (1911, datetime.date(1912, 7, 30), datetime.date(1926, 12, 25)),
    "昭和": (1925, datetime.date(1926, 12, 25), datetime.date(1989, 1, 7)),
    "平成": (1988, datetime.date(1989, 1, 8), datetime.date(2019, 4, 30)),
    "令和": (2018, datetime.date(2019, 5, 1), datetime.date.max),
}
DATE: Final = re.compile(
    r"(?:(?P<era>明治|大正|昭和|平成|令和)(?P<era_year>元|[0-9]{1,2})|(?P<year>[12][0-9]{3})(?:\([^()]{1,6}\))?)年"
    r"(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日"
)


class FoundDate(NamedTuple):
    """A date and where it stands."""

    begin: int
    end: int
    date: datetime.date


def read_date(match: re.Match[str]) -> datetime.date | None:
    """The date of a match of `DATE`, or ``None`` where there was no such day (平成40年２月30日)."""
    if match["era"]:
        offset, first, last = _ERAS[match["era"]]
        year = offset + (1 if match["era_year"] == "元" else int(match["era_year"]))
    else:
        first, last = datetime.date.min, datetime.date.max
        year = int(match["year"])
    try:
        date = datetime.date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    return date if first <= date <= last else None


def find_dates(folded: str, begin: int, end: int) -> Iterator[FoundDate]:
    """The dates in a stretch of width-folded text."""
    if folded.find("日", begin, end) < 0:  # most stretches; a date ends in it
        return
    for match in DATE.finditer(folded, begin, end):
        date = read_date(match)
        if date is not None:
            yield FoundDate(*match.span(), date)
