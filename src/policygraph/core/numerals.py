"""Numbers as Japanese texts print them, after folding: 28, 二十八, 二八, 二〇一六, 元, 1,200万, 35億12百万."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_DIGITS: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_DIGITS_READ: Final = 18  # Python refuses to read thousands
# The signs of a number in kanji, for a character class.
KANJI_NUMERALS: Final = "〇零一二三四五六七八九十百千"
_LARGE: Final = {"万": 10**4, "億": 10**8, "兆": 10**12}
# The signs that make a number larger, for a character class.
SCALES: Final = "十百千万億兆"
_PART: Final = re.compile(
    rf"(?P<digits>[0-9][0-9,]*(?:\.[0-9]+)?)|(?P<kanji>[〇零一二三四五六七八九]+)|(?P<scale>[{SCALES}])"
)


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


def amount_value(printed: str) -> Decimal:
    """The number that digits, kanji and scales are: 1,200万, 35億12百万, 2.5兆, 三十, 3千億.

    Args:
        printed: folded; digits with or without commas and a decimal point, kanji numerals, and `SCALES`.

    Raises:
        ValueError: any other sign.
    """
    total = below = Decimal(0)  # what stands before the last large scale, and behind it
    count: Decimal | None = None
    position = 0
    for part in _PART.finditer(printed):
        if part.start() != position:
            break
        position = part.end()
        if part["digits"]:
            count = Decimal(part["digits"].replace(",", ""))
        elif part["kanji"]:
            count = Decimal("".join(str(_DIGITS[sign]) for sign in part["kanji"]))
        elif part["scale"] in _UNITS:
            below += (1 if count is None else count) * _UNITS[part["scale"]]
            count = None
        else:
            below += count or 0
            total += (below or 1) * _LARGE[part["scale"]]
            below, count = Decimal(0), None
    if position != len(printed):
        raise ValueError(printed)
    return total + below + (count or 0)
