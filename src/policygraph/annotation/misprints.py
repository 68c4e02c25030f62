"""Whether the name of a body that no vocabulary knows is a misprint of one that it knows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policygraph.annotation.lexicon import Lexicon

_DIVISIONS = ("部", "局", "課", "室")
_SHORTEST = 3  # characters of a name of which another can be a misprint
_LONG = 7  # characters from which on two may be wrong
# 大阪市 is another body than 大阪府, and 第二部会 another than 第一部会.
_TELLING = re.compile("[都道府県市区町村0-9一二三四五六七八九十東西南北上下新旧前後]")


def near_body(name: str, lexicon: Lexicon) -> str:
    """The body that an unknown one may be a misprint of, a ministry sooner than any other."""
    if name in lexicon.all_names:  # of something that is no body
        return ""
    near = nearest_name(name, lexicon.ministries) or nearest_name(name, lexicon.tag_names)
    # 環境局, of a prefecture, is no slip of 環境省.
    return "" if name.endswith(_DIVISIONS) and near[-1:] != name[-1] else near


def nearest_name(name: str, known: Iterable[str]) -> str:
    """The known name that a name may be a misprint of: one character away, two in a long one.

    What is away by a character is one left out, put in or replaced, or two that have changed places. A
    name that differs by a number, a direction or the rank of a place is another name.

    Args:
        name: not among the known ones.
        known: names, folded as ``name`` is.

    Returns:
        The nearest, the first by code points where several are as near; empty where none is near.
    """
    near: list[tuple[int, str]] = []
    for other in known:
        if len(other) >= _SHORTEST:
            most = 2 if len(other) >= _LONG else 1
            if abs(len(other) - len(name)) <= most and not _tells_apart(name, other):
                away = distance(name, other, most)
                if away <= most:
                    near.append((away, other))
    return min(near, default=(0, ""))[1]


def _tells_apart(name: str, other: str) -> bool:
    """The two differ just in signs that tell names apart."""
    if len(name) != len(other):
        return False
    pairs = [pair for pair in zip(name, other, strict=True) if pair[0] != pair[1]]
    return all(_TELLING.fullmatch(a) and _TELLING.fullmatch(b) for a, b in pairs)


def distance(one: str, two: str, most: int) -> int:
    """How many characters two names are apart (optimal string alignment), or more than ``most``."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, start=1):
        before, last = row, before
        row = [i]
        for j, b in enumerate(two, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
