"""The styles of an OpenDocument text, and the numbers that they have its program generate."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from policygraph.sources.archive import Element
from policygraph.sources.counters import counted, font_sign

NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TEXT, STYLE, TABLE, OFFICE = (NAMESPACE % name for name in ("text", "style", "table", "office"))
# The number formats of OpenDocument begin with their first sign (part 3, 19.500): アイウ as "ア, イ, ウ, ...".
_FORMATS = {
    "": "none", "1": "decimal", "１": "decimal-full", "A": "upper-letter", "a": "lower-letter",
    "I": "upper-roman", "i": "lower-roman", "ア": "katakana", "ｱ": "katakana-half", "イ": "iroha",
    "ｲ": "iroha-half", "一": "kanji", "壱": "formal-kanji", "①": "circled", "甲": "stems",
    "子": "branches", "あ": "hiragana",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NamedStyle:
    """What a style of paragraphs or words says.

    Attributes:
        heading: its level, from 1; 0 for none.
        list_style: of the list that its paragraphs stand in.
        name: as people see it.
    """

    heading: int = 0
    list_style: str = ""
    is_hidden: bool = False
    is_raised: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class ListLevel:
    """A level of a list style.

    Attributes:
        format: of its numbers, see `counted`; ``bullet`` for a sign, which is in ``before``.
        before, behind: what stands around the number.
        shown: how many levels are printed.
        pattern: newer files say it so: ``第%1%章``.
    """

    format: str
    before: str
    behind: str
    shown: int
    start: int
    pattern: str


class Styles:
    """The styles of content and styles part."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self.lists: dict[str, dict[int, ListLevel]] = {}
        self.outline: dict[int, ListLevel] = {}
        for root in roots:
            for element in root.iter(STYLE + "style"):
                key = (element.get(STYLE + "family", ""), element.get(STYLE + "name", ""))
                self._styles[key] = element
            for element in root.iter(TEXT + "list-style"):
                self.lists[element.get(STYLE + "name", "")] = _list_levels(element)
            for element in root.iter(TEXT + "outline-style"):
                self.outline = _list_levels(element)

    def find(self, family: str, name: str) -> NamedStyle:
        """What a style says, its own and what it is made from."""
        heading, lists, hidden, raised, first = "", "", "", "", ""
        for _ in range(50):
            element = self._styles.get((family, name))
            if element is None:
                break
            first = first or element.get(STYLE + "display-name") or name
            heading = heading or element.get(STYLE + "default-outline-level", "")
            lists = lists or element.get(STYLE + "list-style-name", "")
            properties = element.find(STYLE + "text-properties")
            if properties is not None:
                hidden = hidden or properties.get(TEXT + "display", "")
                raised = raised or properties.get(STYLE + "text-position", "")
            # An automatic style has no name that people see: that of its parent.
            name = element.get(STYLE + "parent-style-name", "")
            if re.fullmatch(r"[PT][0-9]+", first):
                first = ""
        is_raised = raised.startswith("super") or re.match("[1-9]", raised) is not None
        level = int(heading) if heading.isdecimal() else 0
        return NamedStyle(level, lists, hidden == "none", is_raised, first or name)


def _list_levels(element: Element) -> dict[int, ListLevel]:
    levels: dict[int, ListLevel] = {}
    for level in element:
        number = level.get(TEXT + "level", "")
        if not number.isdecimal():
            continue
        bullet = level.get(TEXT + "bullet-char", "")
        printed = level.get(STYLE + "num-format", "")
        pattern = next((v for k, v in level.attrib.items() if k.endswith("}num-list-format")), "")
        levels[int(number)] = ListLevel(
            format="bullet" if bullet else _FORMATS.get(printed[:1], "decimal"),
            # What stands around a number is written for signs, too, and not printed.
            before="".join(map(font_sign, bullet)) or level.get(STYLE + "num-prefix", ""),
            behind=level.get(STYLE + "num-suffix", ""),
            shown=whole(level.get(TEXT + "display-levels"), 1),
            start=whole(level.get(TEXT + "start-value"), 1),
            pattern=pattern,
        )
    return levels


def whole(words: str | None, default: int) -> int:
    """An attribute as a whole number, or what holds where it is none."""
    return int(words) if words and re.fullmatch("[0-9]{1,9}", words) else default


@dataclass(slots=True)
class Counter:
    """How far a list, or the headings, have counted."""

    levels: dict[int, ListLevel]
    counts: dict[int, int] = field(default_factory=dict)

    def count(self, level: int, start: int | None) -> str:
        """Count an item; what is printed before it."""
        own = self.levels.get(level)
        if own is None:
            return ""
        self.counts = {key: value for key, value in self.counts.items() if key <= level}
        following = self.counts[level] + 1 if level in self.counts else own.start
        self.counts[level] = following if start is None else start
        if own.format == "bullet":
            return f"{own.before}\t"
        if own.format == "none" and not own.pattern:
            return f"{own.before}{own.behind}\t" if own.before + own.behind else ""
        if own.pattern:
            words = re.sub("%([0-9]+)%", lambda match: self._number(int(match[1])), own.pattern)
        else:
            shown = range(max(1, level - own.shown + 1), level + 1)
            numbers = [number for number in map(self._number, shown) if number]
            words = f"{own.before}{'.'.join(numbers)}{own.behind}"
        return f"{words}\t" if words else ""

    def _number(self, level: int) -> str:
        own = self.levels.get(level)
        return counted(own.format, self.counts.get(level, own.start)) if own else ""
