"""Numbers as Japanese texts print them, after folding: 28, 二十八, 二八, 二〇一六, 元."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_DIGITS_READ: Final = 18  # Python refuses to read thousands
# The signs of a number in kanji, for a character class.
KANJI_NUMERALS: Final = "〇零一二三四五六七八九十百千"


def read_numeral(printed: str) -> int:
    """The number that some digits, or kanji, are; 元 is the first.

    Args:
        printed: folded; ASCII digits, signs of `KANJI_NUMERALS`, or 元.

    Raises:
        KeyError: any other sign.
    """
    if printed == "元":
        return 1
    if printed.isascii():
        return int(printed[:_DIGITS_READ])
    if not any(sign in _UNITS for sign in printed):
        return int("".join(str(_DIGITS[sign]) for sign in printed[:_DIGITS_READ]))
    total, count = 0, 0
    for sign in printed:
        if sign in _UNITS:
            total += (count or 1) * _UNITS[sign]
            count = 0
        else:
            count = count * 10 + _DIGITS[sign]
    return total + count
