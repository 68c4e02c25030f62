"""The kinds of marker that an outline can be drafted from: ``data/outlines/base/families.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Literal

from policygraph.core.resources import resource
from policygraph.sources import SourceText

_BEHIND_WORD = "の?"  # between the word and the number of a heading
_SYMBOLS = ("So", "Po", "Pd", "Sm")  # Unicode's categories of what else may be a bullet
_NO_BULLETS = frozenset("。、，．.,:;：；!?！？/\\%％&＆@#＃\"'’”“‥…〃々〆=＝<>＜＞|｜~〜～+＋±×÷")


@dataclass(frozen=True)
class Family:
    """One kind of marker.

    Attributes:
        place: in the order in which one commonly stands inside another.
        kind: a heading with a number, a heading that is all of its line, or a bullet.
        marker: at the beginning of a line, as in an outline.
        part: the part type that it opens, where that is sure.
        sure: one alone is enough.
        spaced: white space stands behind it in the file.
        doubtful: running text may hold it, too.
        by_word: each word before the number has a family of its own.
    """

    key: str
    place: int
    kind: Literal["heading", "line", "bullet"]
    marker: str
    part: str = ""
    sure: bool = False
    spaced: bool = False
    doubtful: bool = False
    by_word: bool = False

    def of(self, match: re.Match[str]) -> Family:
        """The family of what its marker met: itself, or that of the word before the number."""
        if not self.by_word:
            return self
        head, _, tail = self.marker.partition(")" + _BEHIND_WORD)
        word = match["word"]
        marker = f"{re.escape(word)}{_BEHIND_WORD}{tail}" if head else self.marker
        return replace(self, key=f"{self.key} {word}", marker=marker, by_word=False)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Its marker, compiled."""
        return re.compile(self.marker)


@dataclass(frozen=True, slots=True)
class Families:
    """All kinds of marker that are known by themselves.

    Attributes:
        bullets: the signs that are bullets; ``doubtful``: those of them that a sentence may hold.
        number: how the words of a heading begin that the file sets apart.
        markdown: signs of Markdown before a heading.
        label: a label in brackets before the words of a line; ``field``: one before a line of a sheet.
    """

    headings: tuple[Family, ...]
    lines: tuple[Family, ...]
    bullets: str
    doubtful: str
    number: str
    markdown: str
    label: Family
    field: re.Pattern[str]

    @cache  # noqa: B019 - there is one of it
    def bullet(self, sign: str) -> Family | None:
        """The family of a bullet; ``None`` where the sign is none."""
        known = sign in self.bullets
        if not known and (unicodedata.category(sign) not in _SYMBOLS or sign in _NO_BULLETS):
            return None
        # A minus or a star needs more behind it than a digit or another: -5, **.
        guard = "" if sign not in self.doubtful + "*-" else f"(?![0-9{re.escape(sign)}])"
        marker = f"{re.escape(sign)}{guard} ?"
        return Family(sign, 100, "bullet", marker, doubtful=sign in self.doubtful or not known)


@cache
def known_families() -> Families:
    """What the file says."""
    path = resource("data", "outlines", "base", "families.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    headings = tuple(
        Family(
            each["key"], place, "heading", each["marker"], each.get("part", ""),
            each.get("sure", False), each.get("spaced", False), by_word=each.get("by_word", False),
        )
        for place, each in enumerate(table["heading"])
    )  # fmt: skip
    lines = tuple(
        Family(each["key"], 60 + place, "line", each["marker"])
        for place, each in enumerate(table["line"])
    )
    bullet = table["bullet"]
    return Families(
        headings, lines, bullet["signs"], bullet["doubtful"], table["number"]["marker"],
        table["markdown"]["marker"],
        Family("label", 101, "bullet", table["label"]["marker"]),
        re.compile(table["field"]["marker"]),
    )  # fmt: skip


def kinds_of_heading(source: SourceText, level: int) -> list[Family | None]:
    """The kinds of number that the file's headings of a level have, outermost first.

    Headings in type of one size may be 第１章, 第１節 and １. ``None`` stands for those without a number,
    which are above all others.

    Args:
        source: the text, folded.
        level: of its headings.
    """
    kinds: set[Family] = set()
    markdown = re.compile(known_families().markdown)
    unnumbered = 0
    for block in source.blocks:
        if block.kind == "heading" and block.level == level:
            sign = markdown.match(source.text, block.begin)
            begin = sign.end() if sign else block.begin
            found = (f for f in known_families().headings if f.pattern.match(source.text, begin))
            family = next(found, None)
            unnumbered += family is None
            kinds |= {family} if family else set()
    ordered: list[Family | None] = [*sorted(kinds, key=lambda family: family.place)]
    return [None, *ordered] if unnumbered and len(ordered) > 1 else ordered
