"""The outline of a series of documents: which markers open which parts, read from a TOML file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any, Literal, cast

from policygraph.core.errors import DataError
from policygraph.core.resources import resource
from policygraph.document.model import ItemKind, SentenceRole

TitleRule = Literal["line", "open", "fixed", "marker", "none"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the parts that a marker with fixed titles can open ([A] 基本的認識 …)."""

    part: str
    number: str
    titles: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One marker of the outline.

    Attributes:
        rank: its place in the outline, outermost 0; opening it closes all of the same or a
            higher rank.
        parts: the part types it can open (one, unless it has choices).
        under: the part types it may stand under.
        number: what the unit is called in its IRI where the marker holds no number.
        prose_item: the words behind its title are a bullet without a marker.
    """

    rank: int
    parts: tuple[str, ...]
    marker: re.Pattern[str]
    under: frozenset[str]
    title: TitleRule
    consecutive: bool
    choices: tuple[Choice, ...]
    number: str = ""
    prose_item: bool = False

    @property
    def is_item(self) -> bool:
        """It opens a bullet."""
        return self.parts == ("item",)


@dataclass(frozen=True, slots=True)
class Words:
    """The signs that the series sets its text with. Patterns are over width-folded text."""

    sentence_end: str
    opening: str
    closing: str
    tag_open: str
    tag_close: str
    tag_separators: str
    reprise_mark: re.Pattern[str]
    partial_reprise_mark: re.Pattern[str]
    goes_on: re.Pattern[str]
    title_complete: re.Pattern[str]
    item_complete: re.Pattern[str]
    caption: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Outline:
    """The markers of a series, outermost first."""

    key: str
    levels: tuple[Level, ...]
    words: Words
    sentence_roles: dict[str, SentenceRole]
    item_kinds: dict[str, ItemKind]

    @property
    def item(self) -> Level:
        """The level of the bullets, the first where there are several."""
        return next(level for level in self.levels if level.is_item)

    @property
    def holds_items(self) -> frozenset[str]:
        """The part types that bullets stand under."""
        return frozenset().union(*(level.under for level in self.levels if level.is_item))


def _choices(table: dict[str, Any]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            part=choice["part"],
            number=choice["number"],
            # The longest first, so that a title is not taken for a shorter one that begins it.
            titles=tuple(re.compile(title) for title in sorted(choice["titles"], key=len)[::-1]),
        )
        for choice in table.get("choice", ())
    )


def _level(rank: int, table: dict[str, Any]) -> Level:
    choices = _choices(table)
    if table.get("item"):
        parts: tuple[str, ...] = ("item",)
    elif table.get("component"):
        parts = ("component",)
    else:
        parts = tuple(choice.part for choice in choices) or (table["part"],)
    return Level(
        rank=rank,
        parts=parts,
        marker=re.compile(table["marker"]),
        under=frozenset(table["under"]),
        title=cast(TitleRule, table["title"]),
        consecutive=bool(table.get("consecutive", False)),
        choices=choices,
        number=table.get("number", ""),
        prose_item=bool(table.get("prose_item", False)),
    )


def _levels(tables: list[dict[str, Any]]) -> tuple[Level, ...]:
    """The levels, outermost first; one that stands `beside` that before it has its rank."""
    levels: list[Level] = []
    for table in tables:
        beside = bool(levels) and bool(table.get("beside", False))
        levels.append(_level(levels[-1].rank + (not beside) if levels else 0, table))
    return tuple(levels)


def _words(table: dict[str, Any]) -> dict[str, Any]:
    """The words of an outline, on top of those of the one that they are like."""
    like = table.get("like")
    if like is None:
        return table
    path = resource("data", "outlines") / f"{like}.toml"
    if not path.exists():
        raise DataError(f'no outline is called "{like}", which the words are said to be like')
    return _words(tomllib.loads(path.read_text(encoding="utf-8"))["words"]) | table


def read_outline(toml: str, *, name: str) -> Outline:
    """Read an outline.

    Args:
        toml: the text of the file; `data/outlines/sti-strategy.toml` explains its keys.
        name: the file, for messages.

    Raises:
        DataError: not TOML, a key missing, or a pattern that is no regular expression.
    """
    try:
        table = tomllib.loads(toml)
        words = _words(table["words"])
        declared = [*table["level"], *(c for lv in table["level"] for c in lv.get("choice", ()))]
        return Outline(
            key=table["key"],
            levels=_levels(table["level"]),
            words=Words(
                sentence_end=words["sentence_end"],
                opening=words["opening"],
                closing=words["closing"],
                tag_open=words["tag"]["open"],
                tag_close=words["tag"]["close"],
                tag_separators=words["tag_separators"],
                reprise_mark=re.compile(words["reprise_mark"]),
                partial_reprise_mark=re.compile(words["partial_reprise_mark"]),
                goes_on=re.compile(words["goes_on"]),
                title_complete=re.compile(words["title_complete"]),
                item_complete=re.compile(words["item_complete"]),
                caption=re.compile(words["caption"]),
            ),
            sentence_roles={d["part"]: d["sentences"] for d in declared if "sentences" in d},
            item_kinds={d["part"]: d["items"] for d in declared if "items" in d},
        )
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name}: not TOML: {error}") from None
    except KeyError as error:
        raise DataError(f"{name}: the outline lacks the key {error}") from None
    except re.error as error:
        raise DataError(
            f"{name}: the pattern {error.pattern!r} is no regular expression: {error}"
        ) from None
