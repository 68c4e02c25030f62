"""Read an outline from its TOML file, and say in sentences what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final, cast, get_args

from policygraph.core.errors import DataError, phrase
from policygraph.core.near import nearest
from policygraph.document.outline import (
    Choice,
    Level,
    Outline,
    Sentences,
    TitleRule,
)
from policygraph.document.outline_words import (
    Table,
    Words,
    shipped_outline,
    shipped_outlines,
    shown,
)
from policygraph.document.tree import ItemKind

_TOP = ("key", "label", "note", "words", "level", "sentences", "loose_limit", "by_report")
_LEVEL = (
    "part", "item", "component", "choice", "marker", "heading", "rows", "listed", "lines", "under", "title", "number",
    "beside", "consecutive", "spaced", "prose_item", "items", "sentences", "nested",
)  # fmt: skip
_CHOICE = ("part", "number", "titles", "items", "sentences")
_TITLES: Final = get_args(TitleRule)
_ITEMS: Final = get_args(ItemKind)
_SENTENCES: Final = get_args(Sentences)
_PART = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_OWN = ("document", "item", "component", "introduction")  # names of parts that no level may take
_STEP = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")  # what can be a step of an IRI


class _Levels(Words):
    """An outline being read."""

    def outline(self) -> Outline:
        """What could be read; it holds only where nothing was noted."""
        self.known("", self.table, _TOP)
        stem = Path(self.name).stem
        key = self.text("", self.table, "key", _STEP) or stem
        for name in ("label", "note"):
            self._by_language(name)
        limit = self.table.get("loose_limit")
        if limit is not None and (
            isinstance(limit, bool)
            or not isinstance(limit, int | float)
            or not 0 <= limit <= 100  # nan, too
        ):
            self.wrong("", "outline-percent", key="loose_limit", value=shown(limit))
            limit = None
        sentences = self.one_of("", self.table, "sentences", _SENTENCES)
        levels = self._levels()
        signs = self.signs(self.words(self.table.get("words", {}), "words"))
        return Outline(
            key=key,
            levels=levels,
            signs=signs,
            sentence_roles=cast("dict[str, Sentences]", self._said("sentences")),
            item_kinds=cast("dict[str, ItemKind]", self._said("items")),
            sentences=cast("Sentences | None", sentences or None),
            loose_limit=limit,
            by_report=self.flag("", self.table, "by_report"),
        )

    def _by_language(self, key: str) -> None:
        value = self.table.get(key, {})
        if isinstance(value, dict) and all(isinstance(words, str) for words in value.values()):
            return
        if not isinstance(value, str):
            self.wrong("", "outline-by-language", key=key)

    def _tables(self) -> list[Table]:
        tables = self.table.get("level", [])
        if isinstance(tables, dict):  # [level] for [[level]]
            tables = [tables]
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            self.wrong("", "outline-levels-no-tables")
            return []
        return tables

    def _choices(self, table: Table) -> list[Table]:
        choices = table.get("choice", [])
        return (
            [choice for choice in choices if isinstance(choice, dict)]
            if isinstance(choices, list)
            else []
        )

    def _said(self, key: str) -> dict[str, str]:
        """What the levels and their choices say of their parts by a key."""
        declared = [
            *(table for table in self._tables()),
            *(choice for table in self._tables() for choice in self._choices(table)),
        ]
        return {
            each["part"]: each[key]
            for each in declared
            if isinstance(each.get("part"), str) and isinstance(each.get(key), str)
        }

    def _levels(self) -> tuple[Level, ...]:
        tables = self._tables()
        named: list[tuple[str, ...]] = []
        for index, table in enumerate(tables, 1):
            named.append(self._parts(phrase("outline-level", number=index), table))
        levels: list[Level] = []
        for index, table in enumerate(tables):
            where = phrase("outline-level", number=index + 1)
            self.known(where, table, _LEVEL)
            beside = self.flag(where, table, "beside") and bool(levels)
            rank = levels[-1].rank + (not beside) if levels else 0
            before = {part for parts in named[:index] for part in parts}
            levels.append(self._level(where, table, rank, named[index], before, named))
        holds = any("item" in parts for parts in named) or any(lv.prose_item for lv in levels)
        promises = "promises" in [*self._said("sentences").values(), self.table.get("sentences")]
        if not holds and not promises:
            self.wrong("", "outline-no-items" if tables else "outline-no-levels")
        return tuple(levels)

    def _parts(self, where: object, table: Table) -> tuple[str, ...]:
        """The part types that a level opens."""
        kinds = [kind for kind in ("item", "component") if self.flag(where, table, kind)]
        choices = table.get("choice", [])
        if not isinstance(choices, list) or not all(isinstance(c, dict) for c in choices):
            self.wrong(where, "outline-choices-no-tables")
            choices = []
        ways = [*kinds, *(["part"] if "part" in table else []), *(["choice"] if choices else [])]
        if len(ways) != 1:
            self.wrong(where, "outline-opens-what", given=", ".join(ways))
            return ()
        if kinds:
            return tuple(kinds)
        tables = choices or [table]
        names = [self.text(where, each, "part", _PART) for each in tables]
        for name in names:
            if not name and "part" not in ways:
                self.wrong(where, "outline-choice-lacks", key="part")
            elif name in _OWN:
                self.wrong(where, "outline-part-taken", part=name)
        return tuple(name for name in names if name)

    def _level(
        self,
        where: object,
        table: Table,
        rank: int,
        parts: tuple[str, ...],
        before: set[str],
        named: list[tuple[str, ...]],
    ) -> Level:
        marker = self._marker(where, table)
        heading = self._heading(where, table)
        rows, listed, lines = (self.flag(where, table, key) for key in ("rows", "listed", "lines"))
        if "marker" not in table and not (heading or rows or listed or lines):
            self.wrong(where, "outline-opened-by-what")
        choices = self._read_choices(where, table)
        for key in ("items", "sentences"):
            self.one_of(where, table, key, _ITEMS if key == "items" else _SENTENCES)
        if (rows or listed or lines) and parts != ("item",):
            self.wrong(where, "outline-rows-are-items")
        title = self._title(where, table, parts, marker, choices)
        return Level(
            rank=rank,
            parts=parts or ("group",),
            marker=marker,
            under=self._under(where, table, parts, before, named),
            title=title,
            consecutive=self.flag(where, table, "consecutive"),
            spaced=self.flag(where, table, "spaced"),
            choices=choices,
            number=self.text(where, table, "number", _STEP),
            prose_item=self.flag(where, table, "prose_item"),
            heading=heading,
            rows=rows,
            listed=listed,
            lines=lines,
            nested=self.flag(where, table, "nested"),
        )

    def _marker(self, where: object, table: Table) -> re.Pattern[str] | None:
        if "marker" not in table:
            return None
        marker = self.pattern(where, "marker", _without_space(table["marker"]))
        if marker is not None and marker.match("") and "heading" not in table:
            self.wrong(where, "outline-matches-nothing", pattern=shown(marker.pattern))
        return marker

    def _heading(self, where: object, table: Table) -> int:
        heading = table.get("heading", 0)
        if isinstance(heading, bool) or not isinstance(heading, int) or not 0 <= heading <= 9:
            self.wrong(where, "outline-heading", value=shown(heading))
            return 0
        return heading

    def _read_choices(self, where: object, table: Table) -> tuple[Choice, ...]:
        choices = []
        for each in self._choices(table):
            self.known(where, each, _CHOICE)
            self.one_of(where, each, "items", _ITEMS)
            self.one_of(where, each, "sentences", _SENTENCES)
            titles = self.texts(where, each, "titles")
            if not titles:
                self.wrong(where, "outline-choice-lacks", key="titles")
            # The longest first, so that a title is not taken for a shorter one that begins it.
            patterns = [self.pattern(where, "titles", t) for t in sorted(titles, key=len)[::-1]]
            number = self.text(where, each, "number", _STEP)
            part = str(each.get("part", ""))
            choices.append(Choice(part, number or part, tuple(p for p in patterns if p)))
        return tuple(choices)

    def _title(
        self,
        where: object,
        table: Table,
        parts: tuple[str, ...],
        marker: re.Pattern[str] | None,
        choices: tuple[Choice, ...],
    ) -> TitleRule:
        """How the title ends; where nothing is said, what the rest of the level asks for."""
        groups = marker.groupindex if marker else {}
        is_unit = parts in (("item",), ("component",))
        title = self.one_of(where, table, "title", _TITLES)
        if not title:
            title = "none" if is_unit else "fixed" if choices else "open"
            if "title" in groups and not choices and not is_unit:
                title = "marker"
        if is_unit and title != "none":
            self.wrong(where, "outline-item-title", title=title)
        elif title == "none" and not is_unit:
            self.wrong(where, "outline-part-title")
        elif (title == "fixed") != bool(choices):
            self.wrong(where, "outline-fixed-title")
        elif title == "marker" and "title" not in groups and marker is not None:
            self.wrong(where, "outline-lacks-group", group="title")
        elif title == "fixed" and marker is None and "marker" in table:
            pass  # the pattern is wrong, and told
        return cast(TitleRule, title)

    def _under(
        self,
        where: object,
        table: Table,
        parts: tuple[str, ...],
        before: set[str],
        named: list[tuple[str, ...]],
    ) -> frozenset[str]:
        known = {part for each in named for part in each} - {""}
        holders = before - {"item", "component"}
        if "under" not in table:
            if parts == ("component",):
                return frozenset(("item", "component"))
            said = self._said("items").keys() & holders
            if parts == ("item",) and said:
                return frozenset(said | ({"group"} & holders))
            return frozenset(holders | {"document"})
        under = self.texts(where, table, "under")
        for name in under:
            if name not in known | {"document", "item", "component"}:
                self.wrong(
                    where, "outline-under-unknown", part=name, known=", ".join(sorted(known))
                )
        if parts == ("item",) and not set(under) - {"item", "component"}:
            self.wrong(where, "outline-item-holder")
        elif parts == ("component",) and not set(under) & {"item", "component"}:
            self.wrong(where, "outline-component-holder")
        elif parts and parts not in (("item",), ("component",)) and not under:
            self.wrong(where, "outline-part-holder")
        return frozenset(under)


def _without_space(marker: object) -> object:
    """A marker as it is met: white space between a sign and kanji is gone from the text."""
    if not isinstance(marker, str):
        return marker
    marker = re.sub(r"(?<!\\)\\s\+?(?![*?{+\]])", r"\\s*", marker)
    return f"{marker}?" if marker.endswith(" ") and not marker.endswith("\\ ") else marker


def read_outline(toml: str, *, name: str) -> Outline:
    """Read an outline.

    Args:
        toml: the text of the file; docs/outlines.md explains its keys.
        name: the file, for messages; its stem is the outline's key where the file says none.

    Raises:
        DataError: not TOML, or something in it cannot be; `SeveralErrors` of all that cannot.
    """
    toml = toml.removeprefix("\ufeff")
    try:
        table = tomllib.loads(toml)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        reason = str(error)
        raise DataError("not-in-format", place=name, format="TOML", reason=reason) from None
    reader = _Levels(toml, table, name)
    outline = reader.outline()
    reader.errors.check()
    return outline


def outline_names() -> list[str]:
    """The names of the shipped outlines, sorted."""
    return [path.stem for path in shipped_outlines()]


def find_outline(key: str) -> Outline:
    """A shipped outline by its name, or one of a file whose path ends in ``.toml``.

    Raises:
        DataError: there is none of that name, or it is wrong; `SeveralErrors` of all that is.
    """
    path = Path(key) if key.endswith(".toml") else shipped_outline(key)
    if path is None:
        near = ", ".join(nearest(key, outline_names(), count=1))
        problem = "no-outline-near" if near else "no-outline"
        raise DataError(problem, name=key, near=near, known=", ".join(outline_names()))
    return _read(path, _stamp(path))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError as error:
        raise DataError("cannot-read", path=path, reason=error.strerror) from None
    return stat.st_mtime_ns, stat.st_size


@cache
def _read(path: Path, _stamp: tuple[int, int]) -> Outline:
    try:
        toml = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError("not-utf8", path=path, byte=error.start) from None
    except OSError as error:
        raise DataError("cannot-read", path=path, reason=error.strerror) from None
    return read_outline(toml, name=str(path))
