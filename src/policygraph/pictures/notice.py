"""The source that every picture and the report name: the notice its terms ask for, and its date."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from policygraph.core.errors import UsageError
from policygraph.core.messages import Messages
from policygraph.pictures.networks import say as say_of_networks
from policygraph.pictures.queries import run
from policygraph.store import Store, open_store
from policygraph.version import VERSION

_NAMED: Final = 2  # documents of several that are named
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_say = Messages("pictures")


@dataclass(frozen=True, slots=True)
class SourceNotice:
    """Where the text is from.

    Attributes:
        documents: titles, in the order of their dates.
        lines: the notice that the terms ask for, and the date.
        characters: of all texts, layout apart.
    """

    documents: tuple[str, ...]
    lines: tuple[str, ...]
    characters: int = 0


def read_notice(store: Store, language: str) -> SourceNotice:
    """Read the documents' titles, dates and notices."""
    answer = run(store, "documents", language)
    rows = sorted(answer, key=lambda r: (r.issued is None, str(r.issued or ""), r.document))
    titles = tuple(answer.label(row.document) for row in rows)
    return SourceNotice(
        documents=titles,
        lines=(_notice(rows, titles, language), _dates([row.issued for row in rows], language)),
        characters=sum(row.characters or 0 for row in rows),
    )


def _notice(rows: Sequence[Any], titles: Sequence[str], language: str) -> str:
    if len(rows) == 1:
        notice = rows[0].noticeEn if language == "en" else rows[0].noticeJa
        if notice:
            return str(notice)
    named = say_of_networks("and", language).join(titles[:_NAMED])
    if len(titles) > _NAMED:
        named += _say("source-more", language)
    return _say("source-several", language, titles=named, count=len(titles))


def _dates(issued: Sequence[datetime.date | None], language: str) -> str:
    """The dates of the documents, in their order; those without one come last."""
    dates = [date for date in issued if date is not None]
    if not dates:
        return _say("undated", language, version=VERSION)
    undated = len(issued) - len(dates)
    return _say(
        "date" if dates[0] == dates[-1] else "dates",
        language,
        first=write_date(dates[0], language),
        last=write_date(dates[-1], language),
        undated=_say("undated-some", language, count=undated) if undated else "",
        version=VERSION,
    )


def open_documents(location: str | Path | None) -> Store:
    """Open a graph that is to be drawn or counted.

    Args:
        location: as `policygraph.store.open_store` takes it.

    Raises:
        UsageError: there is no policy document in it.
    """
    store = open_store(location)
    if not run(store, "documents", "ja", ()):
        raise UsageError(
            f"{location}: no policy document in this graph; give one that policygraph build wrote"
        )
    return store


def write_date(date: datetime.date, language: str) -> str:
    """A date for people: ``2017年6月2日``, ``2 June 2017``."""
    if language == "ja":
        return f"{date.year}年{date.month}月{date.day}日"
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"
