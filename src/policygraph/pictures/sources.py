"""The source line that every picture and the report carry."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from policygraph.core.errors import UsageError
from policygraph.pictures.queries import run
from policygraph.pictures.words import say
from policygraph.store import Store, open_store
from policygraph.version import VERSION

_NAMED = 2  # documents of several that are named


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text is from.

    Attributes:
        documents: titles, in the order of their dates.
        lines: the notice that the terms ask for, and the date.
        characters: of all texts, layout apart.
        first, last: dates of the documents; ``None`` where none has one.
    """

    documents: tuple[str, ...]
    lines: tuple[str, ...]
    characters: int
    first: datetime.date | None
    last: datetime.date | None


def read_source(store: Store, language: str) -> Source:
    """Read the documents' titles, dates and notices."""
    answer = run(store, "documents", language)
    rows = sorted(answer, key=lambda r: (r.issued is None, str(r.issued or ""), r.document))
    titles = tuple(answer.label(row.document) for row in rows)
    dates = sorted(row.issued for row in rows if row.issued is not None)
    undated = len(rows) - len(dates)
    first, last = (dates[0], dates[-1]) if dates else (None, None)
    return Source(
        documents=titles,
        lines=(_notice(rows, titles, language), _dates(first, last, undated, language)),
        characters=sum(row.characters or 0 for row in rows),
        first=first,
        last=last,
    )


def _notice(rows: list[Any], titles: tuple[str, ...], language: str) -> str:
    if len(rows) == 1:
        notice = rows[0].noticeEn if language == "en" else rows[0].noticeJa
        if notice:
            return str(notice)
    named = say("and", language).join(titles[:_NAMED])
    if len(titles) > _NAMED:
        named += say("source-more", language)
    return say("source-several", language, titles=named, count=len(titles))


def _dates(
    first: datetime.date | None, last: datetime.date | None, undated: int, language: str
) -> str:
    if first is None or last is None:
        return say("undated", language, version=VERSION)
    dates = {"first": write_date(first, language), "last": write_date(last, language)}
    gap = say("undated-some", language, count=undated) if undated else ""
    key = "date" if first == last else "dates"
    return say(key, language, **dates, undated=gap, version=VERSION)


def open_documents(location: str | None) -> Store:
    """Open a graph that is to be drawn or counted.

    Args:
        location: as `policygraph.store.open_store` takes it.

    Raises:
        UsageError: there is no policy document in it.
    """
    store = open_store(location)
    if not len(list(run(store, "documents", "ja", ()))):
        raise UsageError(
            f"{location}: no policy document in this graph; give one that policygraph build wrote"
        )
    return store


def write_date(date: datetime.date, language: str) -> str:
    """A date for people: ``2017年6月2日``, ``2 June 2017``."""
    if language == "ja":
        return f"{date.year}年{date.month}月{date.day}日"
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return f"{date.day} {months[date.month - 1]} {date.year}"
