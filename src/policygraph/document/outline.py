"""The outline of a series of documents: which markers open which parts, read from a TOML file."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from policygraph.core.errors import DataError
from policygraph.core.resources import resource
from policygraph.document.tree import ItemKind, SentenceRole

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
class Signs:
    """The signs that the series sets its text with. Patterns are over folded text."""

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
    signs: Signs
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


def _level(rank: int, table: dict[str, Any]) -> Level:
    choices = tuple(
        Choice(
            part=choice["part"],
            number=choice["number"],
            # The longest first, so that a title is not taken for a shorter one that begins it.
            titles=tuple(re.compile(title) for title in sorted(choice["titles"], key=len)[::-1]),
        )
        for choice in table.get("choice", ())
    )
    kind = next((kind for kind in ("item", "component") if table.get(kind)), None)
    parts = (kind,) if kind else tuple(choice.part for choice in choices) or (table["part"],)
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


def _signs(table: dict[str, Any]) -> Signs:
    while "like" in table:  # on top of those of another outline
        path = _shipped(table["like"])
        if path is None:
            raise DataError("no-outline-like", name=table["like"])
        other = tomllib.loads(path.read_text(encoding="utf-8"))["words"]
        table = other | {key: value for key, value in table.items() if key != "like"}
    return Signs(
        sentence_end=table["sentence_end"],
        opening=table["opening"],
        closing=table["closing"],
        tag_open=table["tag"]["open"],
        tag_close=table["tag"]["close"],
        tag_separators=table["tag_separators"],
        reprise_mark=re.compile(table["reprise_mark"]),
        partial_reprise_mark=re.compile(table["partial_reprise_mark"]),
        goes_on=re.compile(table["goes_on"]),
        title_complete=re.compile(table["title_complete"]),
        item_complete=re.compile(table["item_complete"]),
        caption=re.compile(table["caption"]),
    )


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
        signs = _signs(table["words"])
        declared = [*table["level"], *(c for lv in table["level"] for c in lv.get("choice", ()))]
        return Outline(
            key=table["key"],
            levels=_levels(table["level"]),
            signs=signs,
            sentence_roles={d["part"]: d["sentences"] for d in declared if "sentences" in d},
            item_kinds={d["part"]: d["items"] for d in declared if "items" in d},
        )
    except tomllib.TOMLDecodeError as error:
        raise DataError("not-in-format", place=name, format="TOML", reason=str(error)) from None
    except KeyError as error:
        raise DataError("outline-lacks-key", name=name, key=str(error)) from None
    except re.error as error:
        raise DataError(
            "no-pattern", name=name, pattern=repr(error.pattern), reason=str(error)
        ) from None


def _shipped(key: str) -> Path | None:
    path = resource("data", "outlines") / f"{key}.toml"
    return path if path.exists() else None


@cache
def find_outline(key: str) -> Outline:
    """A shipped outline by its name, or one of a file whose path ends in ``.toml``.

    Raises:
        DataError: there is none of that name, or it is wrong.
    """
    path = Path(key) if key.endswith(".toml") else _shipped(key)
    if path is None:
        raise DataError("no-outline", name=key, known=", ".join(outline_names()))
    try:
        toml = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError("not-utf8", path=path, byte=error.start) from None
    except OSError as error:
        raise DataError("cannot-read", path=path, reason=error.strerror) from None
    return read_outline(toml, name=str(path))


def outline_names() -> list[str]:
    """The names of the shipped outlines, sorted."""
    return sorted(path.stem for path in resource("data", "outlines").glob("*.toml"))


# ---- The numbers of headings: 第５章, （１）, Ⅰ, ⅰ, Ａ, ① ----

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_KANJI = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}


def printed_number(printed: str) -> str:
    """The number as it stands in an IRI: half width, ① as 1, 五 as 5; Ⅰ stays I and ⅰ stays i."""
    folded = unicodedata.normalize("NFKC", printed)
    if re.fullmatch("[〇一二三四五六七八九十]+", folded):
        return str(_from_kanji(folded))
    return folded.lstrip("0") or "0" if folded.isdecimal() else folded


def _from_kanji(kanji: str) -> int:
    tens, has_ten, ones = kanji.rpartition("十")
    if not has_ten:
        return int("".join(str(_KANJI[sign]) for sign in kanji))
    return (_KANJI[tens] if tens else 1) * 10 + (_KANJI[ones] if ones else 0)


def number_value(number: str) -> int:
    """The place of a printed number in its sequence: 3 for ``3``, ``III``, ``iii`` and ``C``."""
    if number.isdecimal():
        return int(number)
    if re.fullmatch("[IVXL]+|[ivxl]+", number):
        values = [_ROMAN[sign] for sign in number.upper()]
        return sum(
            -value if any(value < later for later in values[index:]) else value
            for index, value in enumerate(values)
        )
    return ord(number[0].upper()) - ord("A") + 1
