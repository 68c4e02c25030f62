"""Which of the forms that there are a client likes best (RFC 9110, section 12.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

_RANGE: Final = re.compile(r"([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)", re.ASCII)
_QUALITY: Final = re.compile(r"[01](?:\.[0-9]{0,3})?")
_LANGUAGE: Final = re.compile(r"([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9]{1,8})*")
_LONGEST: Final = 2000  # characters of a header that are read


@lru_cache(maxsize=256)
def media_ranges(header: str) -> tuple[tuple[str, float], ...]:
    """The ranges of an ``Accept``, lower case, with their qualities; what is malformed is passed over.

    Parameters of a type other than ``q`` are passed over, too: none of our types has any that tell
    two of them apart.
    """
    found = []
    for piece in header[:_LONGEST].split(","):
        words, *parameters = (part.strip() for part in piece.split(";"))
        match = _RANGE.fullmatch(words)
        if match is not None and (match[1] != "*" or match[2] == "*"):
            found.append((words.lower(), _quality(parameters)))
    return tuple(found)


def _quality(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return min(float(value), 1.0) if _QUALITY.fullmatch(value.strip()) else 0.0
    return 1.0


def choose(header: str, offered: Sequence[str]) -> str | None:
    """The media type that a client likes best.

    Args:
        header: its ``Accept``; without one, or without a range that can be read, it takes anything.
        offered: types without parameters, those first that are given where it has no preference.

    Returns:
        One of those offered; ``None`` where it takes none of them.
    """
    ranges = media_ranges(header)
    if not ranges:
        return offered[0]
    best, most = None, 0.0
    for media_type in offered:
        quality = _accepted(media_type, ranges)
        if quality > most:
            best, most = media_type, quality
    return best


def _accepted(media_type: str, ranges: Iterable[tuple[str, float]]) -> float:
    """The quality of a type: that of the most specific range that it is in."""
    whole = f"{media_type.partition('/')[0]}/*"
    exactness = {media_type: 3, whole: 2, "*/*": 1}
    fitting = [(exactness[name], quality) for name, quality in ranges if name in exactness]
    return max(fitting)[1] if fitting else 0.0


@lru_cache(maxsize=256)
def choose_language(header: str, offered: tuple[str, ...]) -> str:
    """The language of an ``Accept-Language`` that a client likes best; the first offered if none."""
    qualities: dict[str, float] = {}
    for piece in header[:_LONGEST].split(","):
        words, *parameters = (part.strip() for part in piece.split(";"))
        match = _LANGUAGE.fullmatch(words)
        if match is not None:
            name, quality = match[1].lower(), _quality(parameters)
            qualities[name] = max(quality, qualities.get(name, 0.0))
    liked = [qualities.get(language, qualities.get("*", 0.0)) for language in offered]
    return offered[liked.index(max(liked))]
