"""The numbers of headings: 第５章, （１）, Ⅰ, ⅰ, Ａ, ①, ア, 甲."""

from __future__ import annotations

import re
import unicodedata

from policygraph.core.numerals import read_numeral

_NO_STEP = re.compile(r"[^\w.]+")  # what no step of an IRI can hold
_DIGITS = 18  # of a number; Python refuses to read one of thousands
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
# Signs that are counted by, in their order.
_SEQUENCES = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん",
    "イロハニホヘトチリヌルヲワカヨタレソ",
    "甲乙丙丁戊己庚辛壬癸",
)


def printed_number(printed: str) -> str:
    """The number as it stands in an IRI: half width, ① as 1, 五 as 5; Ⅰ stays I and ⅰ stays i."""
    folded = unicodedata.normalize("NFKC", printed).strip()
    if re.fullmatch("[〇一二三四五六七八九十]+", folded):
        return str(read_numeral(folded))
    bare = re.fullmatch(r"\((.+)\)|(.+?)[).．、]", folded)  # ⑴ and ⒈ are (1) and 1.
    if bare:
        folded = bare[1] or bare[2]
    if folded.isdecimal():
        return folded.lstrip("0") or "0"
    return _NO_STEP.sub("-", folded).strip("-")


def number_value(number: str) -> int:
    """The place of a printed number in its sequence: 3 for ``3``, ``III``, ``iii``, ``C`` and ウ.

    Of ``1-3`` and ``2.3`` it is that of the last number; of what is no number, 0.
    """
    if number.isdecimal():
        return int(number[:_DIGITS])
    last = re.search(r"[0-9]+$", number)
    if last is not None:
        return int(last.group()[:_DIGITS])
    if re.fullmatch("[IVXL]+|[ivxl]+", number):
        values = [_ROMAN[sign] for sign in number.upper()]
        return sum(
            -value if any(value < later for later in values[index:]) else value
            for index, value in enumerate(values)
        )
    if re.fullmatch("[A-Za-z]", number):
        return ord(number.upper()) - ord("A") + 1
    for sequence in _SEQUENCES:
        if len(number) == 1 and number in sequence:
            return sequence.index(number) + 1
    return 0
