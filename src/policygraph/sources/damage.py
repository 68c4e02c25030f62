"""What in a text says that its letters were not taken out of the file as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policygraph.core.problems import Problem
from policygraph.sources.text import SourceText

_SHOWN = 3  # examples of each kind
_MOST = 6  # characters of an example
# Each kind, what gives it away, and whether words are lost by it. The keys are those of the messages.
_KINDS: Final = (
    ("damaged-cid", re.compile(r"\(cid:[0-9]+\)"), True),
    ("damaged-replaced", re.compile("\ufffd+"), True),
    # Those of U+F000–U+F0FF are signs of the fonts Symbol and Wingdings: bullets, arrows.
    ("damaged-private", re.compile("[\ue000-\uefff\uf100-\uf8ff\U000f0000-\U0010fffd]"), True),
    ("damaged-symbols", re.compile("[\uf000-\uf0ff]"), False),
    ("damaged-radicals", re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5]"), False),
    # Letters printed twice for bold: four pairs in a row.
    ("damaged-doubled", re.compile(r"(?:([ぁ-んァ-ヶ一-龥Ａ-Ｚａ-ｚA-Za-z])\1){4,}"), False),
)
_MAY_BE_DAMAGED = re.compile(
    "[\u2e80-\u2fd5\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd]|\\(cid:|(.)\\1(?!\\1)(.)\\2(?!\\2)(.)\\3"
)


def find_damage(source: SourceText) -> Iterator[Problem]:
    """Say what is damaged in a text: of each kind how often, where first, and the likely cause.

    A problem is a fault where words are lost; radicals are read as the ideographs they look like.
    """
    raw = source.raw
    if _MAY_BE_DAMAGED.search(raw) is None:
        return
    for key, pattern, is_fault in _KINDS:
        found = [match for match in pattern.finditer(raw) if _is_damage(match)]
        if found:
            shown = " ".join(dict.fromkeys(_shown(match.group()) for match in found[:_SHOWN]))
            place = f"{source.name}:{source.raw_place(found[0].start())}"
            yield Problem.at(place, key, is_fault=is_fault, count=len(found), examples=shown)


def _is_damage(match: re.Match[str]) -> bool:
    """Not one letter over and over (ああああああああ)."""
    return match.re.groups == 0 or len(set(match.group())) > 2


def _shown(words: str) -> str:
    """An example that can be seen: of what no font has, its code."""
    if words.startswith("(cid:"):
        return words
    if "\ue000" <= words[0] <= "\uf8ff" or words[0] >= "\U000f0000":
        return f"U+{ord(words[0]):04X}"
    return words[:_MOST]
