"""The styles of a Word file, and the numbers that Word generates and does not write into the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from policygraph.sources.archive import Element
from policygraph.sources.counters import counted, font_sign

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Word's names of number formats (ECMA-376 part 1, 17.18.59) in ours; the others print digits.
_FORMATS = {
    "decimalFullWidth": "decimal-full", "decimalFullWidth2": "decimal-full", "decimalZero": "decimal-zero",
    "aiueo": "katakana-half", "aiueoFullWidth": "katakana", "iroha": "iroha-half", "irohaFullWidth": "iroha",
    "japaneseCounting": "kanji", "japaneseLegal": "formal-kanji", "chineseCounting": "kanji",
    "chineseCountingThousand": "kanji", "taiwaneseCounting": "kanji", "taiwaneseCountingThousand": "kanji",
    "japaneseDigitalTenThousand": "kanji-digits", "ideographDigital": "kanji-digits",
    "taiwaneseDigital": "kanji-digits", "ideographTraditional": "stems", "ideographZodiac": "branches",
    "upperRoman": "upper-roman", "lowerRoman": "lower-roman", "upperLetter": "upper-letter",
    "lowerLetter": "lower-letter", "decimalEnclosedCircle": "circled",
    "decimalEnclosedCircleChinese": "circled", "ideographEnclosedCircle": "circled-kanji",
    "decimalEnclosedFullstop": "stopped", "decimalEnclosedParen": "bracketed", "numberInDash": "dashed",
    "none": "none",
}  # fmt: skip
_SUFFIXES = {"tab": "\t", "space": " ", "nothing": ""}
_HEADING = re.compile(r"(?:heading|見出し) ?([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|表題", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目次|contents) ?(?:[1-9]|heading|の見出し)", re.IGNORECASE)
_CAPTION = re.compile(r"caption|図表番号", re.IGNORECASE)
_DEPTH = 50  # styles that a style may be based on, one on the other


def value(element: Element | None, attribute: str = "val") -> str:
    """An attribute of Word's namespace; empty where there is none."""
    return "" if element is None else str(element.get(W + attribute, ""))


def whole(element: Element | None, attribute: str = "val") -> int | None:
    """An attribute as a whole number; ``None`` where it is none."""
    words = value(element, attribute)
    return int(words) if re.fullmatch(r"-?[0-9]{1,9}", words) else None


def is_on(element: Element | None) -> bool:
    """A property that is on by being there, unless it says otherwise."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, its own and what it is based on."""

    name: str
    heading: int  # its level, from 1; 0 for none
    number: int | None  # numId
    level: int | None  # ilvl
    is_hidden: bool

    @property
    def aside(self) -> str:
        """The class of layout of its paragraphs, or nothing."""
        if _CONTENTS.fullmatch(self.name):
            return "table of contents"
        return "caption" if _CAPTION.fullmatch(self.name) else ""


_PLAIN = Style("", 0, None, None, False)


class Styles:
    """The styles of a file (``word/styles.xml``)."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self.default = ""
        self._found: dict[str, Style] = {}
        for element in root.iterfind(W + "style") if root is not None else ():
            key = value(element, "styleId")
            self._elements[key] = element
            if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true"):
                self.default = key

    def _chain(self, key: str) -> Iterator[Element]:
        for _ in range(_DEPTH):
            element = self._elements.get(key)
            if element is None:
                return
            yield element
            key = value(element.find(W + "basedOn"))

    def __getitem__(self, key: str) -> Style:
        if key not in self._found:
            self._found[key] = self._resolve(key or self.default)
        return self._found[key]

    def _resolve(self, key: str) -> Style:
        name, heading, number, level, hidden = "", None, None, None, None
        for element in self._chain(key):
            printed = unicodedata.normalize("NFKC", value(element.find(W + "name"))).strip()
            name = name or printed
            outline = whole(element.find(f"{W}pPr/{W}outlineLvl"))
            named = _HEADING.fullmatch(printed)
            if heading is None and (outline is not None or named or _TITLE.fullmatch(printed)):
                own = int(named.group(1)) if named else 1
                heading = own if outline is None else (outline + 1 if 0 <= outline < 9 else 0)
            numbering = element.find(f"{W}pPr/{W}numPr")
            if numbering is not None and number is None:
                number = whole(numbering.find(W + "numId"))
                level = whole(numbering.find(W + "ilvl"))
            if hidden is None and (vanish := element.find(f"{W}rPr/{W}vanish")) is not None:
                hidden = is_on(vanish)
        return Style(name, heading or 0, number, level, bool(hidden))

    def linked_number(self, key: str) -> int | None:
        """The numbering that a numbering style leads to."""
        element = self._elements.get(key)
        return None if element is None else whole(element.find(f"{W}pPr/{W}numPr/{W}numId"))


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    suffix: str
    restart: int | None
    legal: bool
    style: str
    font: str

    @classmethod
    def read(cls, element: Element) -> _Level:
        start = whole(element.find(W + "start"))
        fonts = element.find(f"{W}rPr/{W}rFonts")
        return cls(
            start=1 if start is None else start,
            format=value(element.find(W + "numFmt")) or "decimal",
            text=value(element.find(W + "lvlText")),
            suffix=_SUFFIXES.get(value(element.find(W + "suff")), "\t"),
            restart=whole(element.find(W + "lvlRestart")),
            legal=is_on(element.find(W + "isLgl")),
            style=value(element.find(W + "pStyle")),
            font=value(fonts, "ascii") or value(fonts, "hAnsi"),
        )


@dataclass(slots=True)
class _List:
    """An abstract numbering and how far it has counted; several numberings may share one."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Number:
    """A numbering: a list, levels of its own, numbers to begin anew with when it is first used."""

    list: _List
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """The numberings of a file (``word/numbering.xml``), which count as paragraphs ask for them."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._numbers: dict[int, _Number] = {}
        if root is None:
            return
        abstract = {whole(e, "abstractNumId"): e for e in root.iterfind(W + "abstractNum")}
        numbers = {whole(e, "numId"): e for e in root.iterfind(W + "num")}
        lists: dict[int | None, _List] = {}
        for number, element in numbers.items():
            if number is None:
                continue
            key = whole(element.find(W + "abstractNumId"))
            key = self._linked(key, abstract, numbers, styles)
            if key not in lists:
                lists[key] = _List(_levels(abstract.get(key)))
            own, starts = {}, {}
            for override in element.iterfind(W + "lvlOverride"):
                level = whole(override, "ilvl") or 0
                own.update(_levels(override))
                start = whole(override.find(W + "startOverride"))
                if start is not None:
                    starts[level] = start
            self._numbers[number] = _Number(lists[key], lists[key].levels | own, starts)

    @staticmethod
    def _linked(
        key: int | None,
        abstract: dict[int | None, Element],
        numbers: dict[int | None, Element],
        styles: Styles,
    ) -> int | None:
        """The abstract numbering that one only points to by a numbering style."""
        element = abstract.get(key)
        link = value(element.find(W + "numStyleLink")) if element is not None else ""
        target = numbers.get(styles.linked_number(link)) if link else None
        return key if target is None else whole(target.find(W + "abstractNumId"))

    def level_of_style(self, number: int, style: str) -> int | None:
        """The level of a numbering that is linked to a paragraph style."""
        found = self._numbers.get(number)
        levels = found.levels.items() if found else ()
        return next((index for index, level in levels if style and level.style == style), None)

    def count(self, number: int, level: int) -> str | None:
        """Count a paragraph, and give what Word prints before it; ``None`` for no such numbering."""
        numbering = self._numbers.get(number)
        if numbering is None or level not in numbering.levels:
            return None
        counts, levels = numbering.list.counts, numbering.levels
        own = levels[level]
        if level in numbering.starts:
            counts[level] = numbering.starts.pop(level)
        else:
            counts[level] = counts[level] + 1 if level in counts else own.start
        for deeper in [index for index in counts if index > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and level < restart):
                del counts[deeper]

        def printed(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            if index not in levels:
                return ""
            style = levels[index].format
            if own.legal and style != "none":
                style = "decimal"
            return counted(_FORMATS.get(style, style), counts.get(index, levels[index].start))

        if own.format == "bullet":
            words = "".join(font_sign(sign, own.font) for sign in own.text)
        else:
            words = re.sub("%([1-9])", printed, own.text)
        return words + own.suffix if words else ""


def _levels(element: Element | None) -> dict[int, _Level]:
    if element is None:
        return {}
    return {
        index: _Level.read(level)
        for level in element.iterfind(W + "lvl")
        if (index := whole(level, "ilvl")) is not None
    }
