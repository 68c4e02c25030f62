"""The numbers of headings: 第５章, （１）, Ⅰ, ⅰ, Ａ, ①."""

from __future__ import annotations

import re
import unicodedata

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


def letter(order: int) -> str:
    """The letter of the ``order``-th component: a … z, aa, ab …"""
    letters = ""
    while order > 0:
        order, rest = divmod(order - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
