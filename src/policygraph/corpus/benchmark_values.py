"""Times and quantities as values that can be compared: those written by hand, and those of the program.

A value is a stretch of days, a length of time, or a number.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_YEAR = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?~?")
_LENGTH = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_DECADE = re.compile(r"(\d{3})X")
_SEASONS: Final = {21: 3, 22: 6, 23: 9, 24: 12}  # EDTF: the month in which each begins
_ONE_END: Final = {"deadline": 1, "start": 0}  # which end of the days is meant
_DAYS_A_MONTH: Final = Decimal(365) / 12
_CLOSE: Final = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Value:
    """What words say.

    Attributes:
        days: the first and the last.
        length: in days, of which a month has 365/12; two where there is a range.
        number: of a quantity, in its unit; a share in per cent, money in yen.
    """

    days: tuple[datetime.date, datetime.date] | None = None
    length: tuple[Decimal, Decimal] | None = None
    number: Decimal | None = None

    def means(self, other: Value, role: str) -> bool:
        """Whether it is the same; of a deadline the last day decides, of a start the first."""
        if self.days and other.days:
            end = _ONE_END.get(role)
            return self.days == other.days if end is None else self.days[end] == other.days[end]
        if self.length and other.length:
            return all(map(_close, self.length, other.length))
        return (
            self.number is not None
            and other.number is not None
            and _close(self.number, other.number)
        )


NO_VALUE: Final = Value()


def _close(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _CLOSE * max(abs(one), abs(other))


def read_time(words: str) -> Value:
    """A time in ISO 8601 or EDTF (``2031-03-31``, ``P3Y/P5Y``); a frequency is times / period (``2/P1Y``)."""
    first, _, second = words.partition("/")
    if first.isdecimal() and len(first) < 4:
        length = _length(second)
        each = length / int(first) if length is not None else None
        return Value(length=(each, each)) if each is not None else Value()
    lengths = _length(first), _length(second or first)
    if lengths[0] is not None and lengths[1] is not None:
        return Value(length=(lengths[0], lengths[1]))
    begin, end = _days(first), _days(second or first)
    return Value(days=(begin[0], end[1])) if begin and end else Value()


def read_quantity(words: str) -> Value:
    """A number and its unit (``12 拠点``), or a fraction (``2/3``), which is a share."""
    number = words.partition(" ")[0]
    above, line, below = number.partition("/")
    return Value(number=100 * Decimal(above) / Decimal(below) if line else Decimal(above))


def _length(words: str) -> Decimal | None:
    match = _LENGTH.fullmatch(words)
    if match is None or words == "P":
        return None
    years, months, weeks, days = (int(n or 0) for n in match.groups())
    return (12 * years + months) * _DAYS_A_MONTH + 7 * weeks + days


def _days(words: str) -> tuple[datetime.date, datetime.date] | None:
    decade = _DECADE.fullmatch(words)
    if decade is not None:
        year = 10 * int(decade[1])
        return datetime.date(year, 1, 1), datetime.date(year + 9, 12, 31)
    match = _YEAR.fullmatch(words)
    if match is None:
        return None
    year = int(match[1])
    if match[2] is None:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    month = int(match[2])
    if match[3] is not None:
        date = datetime.date(year, month, int(match[3]))
        return date, date
    first = datetime.date(year, _SEASONS.get(month, month), 1)
    after = year * 12 + first.month - 1 + (3 if month in _SEASONS else 1)  # the month behind it
    return first, datetime.date(after // 12, after % 12 + 1, 1) - datetime.timedelta(days=1)
