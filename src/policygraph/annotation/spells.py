"""Points and lengths of time, and how XML Schema and EDTF write them."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policygraph.core.namespaces import EDTF, POL, XSD
from policygraph.core.terms import Literal

FIRST_MONTH = 4
"""The month in which a fiscal year begins."""


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time; none of its parts where it is not known (数年)."""

    months: int = 0
    days: int = 0
    hours: int = 0

    @classmethod
    def parse(cls, duration: str) -> Length:
        """Of a duration in years, months or days (``P1Y``, ``P3M``, ``P7D``)."""
        number, letter = int(duration[1:-1]), duration[-1]
        if letter == "D":
            return cls(days=number)
        return cls(months=12 * number if letter == "Y" else number)

    def divided(self, times: int) -> Length:
        """The length between so many times in this one; unknown where it is no whole number."""
        if times < 1 or self.months % times or self.days % times:
            return Length()
        return Length(self.months // times, self.days // times)

    def literal(self) -> Literal | None:
        """As `pol:Duration` in its canonical form, or ``None`` where it is not known."""
        years, months = divmod(self.months, 12)
        days, hours = divmod(24 * self.days + self.hours, 24)
        date = "".join(
            f"{n}{letter}" for n, letter in zip((years, months, days), "YMD", strict=True) if n
        )
        written = date + (f"T{hours}H" if hours else "")
        return Literal(f"P{written}", POL.Duration) if written else None


@dataclass(frozen=True, slots=True)
class Point:
    """A time with a place in the calendar.

    Attributes:
        first, last: its days.
        year: as named; of a fiscal year that in which it begins.
        begins, ends: its EDTF, and where that is an interval, both sides; equal where it is none.
        fiscal: the year is a fiscal one.
        has_month: it is a month, or a part of one.
    """

    first: datetime.date
    last: datetime.date
    year: int
    begins: str
    ends: str
    fiscal: bool = False
    has_month: bool = False

    @classmethod
    def of_year(cls, year: int, part: Sequence[int] | None, *, fiscal: bool) -> Point | None:
        """A year or fiscal year, or the months of it from the first to the last of a part."""
        if not 1 <= year < datetime.MAXYEAR:
            return None
        first, last = part or (1, 12)
        start = FIRST_MONTH - 1 if fiscal else 0
        begin, end = (_month(year, start + number) for number in (first, last))
        if (first, last) == (1, 12) and not fiscal:
            return cls(_day(*begin), _last_day(*end), year, f"{year:04}", f"{year:04}")
        months = first == last
        return cls(
            _day(*begin), _last_day(*end), year, _written(*begin), _written(*end), fiscal, months
        )

    @classmethod
    def month(
        cls, year: int, month: int, days: Sequence[int] | None, *, fiscal: bool = False
    ) -> Point | None:
        """A month; of a fiscal year January to March lie in the next one."""
        if not 1 <= month <= 12 or not 1 <= year < datetime.MAXYEAR:
            return None
        year += fiscal and month < FIRST_MONTH
        first, last = days or (1, 31)
        length = calendar.monthrange(year, month)[1]
        written = _written(year, month)
        return cls(
            datetime.date(year, month, min(first, length)),
            datetime.date(year, month, min(last, length)),
            year, written, written, has_month=True,
        )  # fmt: skip

    @classmethod
    def season(cls, year: int, number: int, first: int, months: int) -> Point:
        """A season, by the number that EDTF gives it."""
        begin, end = _month(year, first), _month(year, first + months - 1)
        written = f"{year:04}-{number}"
        return cls(_day(*begin), _last_day(*end), year, written, written)

    @classmethod
    def decade(cls, year: int, part: Sequence[int]) -> Point:
        """Ten years, or those from the first to the last of a part, counted from 0."""
        first, last = part
        begin, end = year + first, year + last
        whole = (first, last) == (0, 9) and year % 10 == 0
        written = (f"{year // 10:03}X",) * 2 if whole else (f"{begin:04}", f"{end:04}")
        return cls(datetime.date(begin, 1, 1), datetime.date(end, 12, 31), year, *written)

    def until(self, other: Point) -> Point | None:
        """The period from this one to another, or ``None`` where that lies before."""
        if other.last < self.first:
            return None
        return replace(self, last=other.last, ends=other.ends, has_month=False)

    def short_year(self, short: int) -> Point | None:
        """A year behind this one in short, with a number that is no length: larger than this one's."""
        year = year_near(self.year, short)
        if short < 10 or year is None or year <= self.year:
            return None
        return Point.of_year(year, None, fiscal=self.fiscal)

    @property
    def without_month(self) -> Point:
        """The year alone, for what is counted from it further on."""
        return replace(self, has_month=False)

    def next_day(self, month: int, day: int) -> Point | None:
        """A day that stands behind a month, or a day, without its year."""
        if not self.has_month:
            return None
        try:
            date = datetime.date(self.last.year + (month < self.last.month), month, day)
        except ValueError:
            return None
        written = date.isoformat()
        return Point(date, date, date.year, written, written, has_month=True)

    def next_month(self, month: int, days: Sequence[int] | None) -> Point | None:
        """A month that stands behind this one without its year."""
        if not self.has_month:
            return None
        return Point.month(self.last.year + (month < self.last.month), month, days)

    @property
    def end(self) -> Point:
        """Its last day."""
        written = self.last.isoformat()
        return replace(self, first=self.last, begins=written, ends=written, has_month=True)

    def literal(self, *, about: bool = False) -> Literal:
        """As ``xsd:gYear``, ``xsd:gYearMonth`` or ``xsd:date``, and as EDTF where these cannot say it."""
        sign = "~" if about else ""
        if self.begins != self.ends:
            return Literal(f"{self.begins}{sign}/{self.ends}{sign}", EDTF.EDTF)
        if about or self.begins.endswith("X") or self._is_season:
            return Literal(self.begins + sign, EDTF.EDTF)
        kinds = (XSD.gYear, XSD.gYearMonth, XSD.date)
        return Literal(self.begins, kinds[self.begins.count("-")])

    @property
    def _is_season(self) -> bool:
        return len(self.begins) == 7 and int(self.begins[5:]) > 12


def year_near(year: int, short: int) -> int | None:
    """The year that one in short is, near another: 28年度 behind 平成27年度, 14年度 in brackets behind 平成15年度."""
    years = [before + short for before in (2018, 1988, 1925, 2000, 1900)]
    nearest = min(years, key=lambda each: (abs(each - year), -each))
    return nearest if -5 <= nearest - year <= 12 else None


def _month(year: int, number: int) -> tuple[int, int]:
    """A month by its number from January of a year, which may lie in a later one."""
    return year + (number - 1) // 12, (number - 1) % 12 + 1


def _day(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, 1)


def _last_day(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def _written(year: int, month: int) -> str:
    return f"{year:04}-{month:02}"
