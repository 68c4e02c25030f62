"""Whether a regular expression is slow: its time explodes with the text, however short that is.

Backtracking engines try every way in which nested or neighbouring repeats can share out the same letters
(Davis et al. 2018, "The impact of regular expression denial of service in practice"). A pattern that repeats
anything is tried on texts that its own repeats make up, one a little longer than the
other, up to the length that contexts are looked for in; the trial ends with the first that takes too long.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

_LONGEST: Final = 130  # characters that a context is looked for in: 60 on either side of a label
_SHORTEST, _STEP = 8, 3  # a text is so much longer than the one before that its time is still short
_LIMIT: Final = 0.05  # seconds of one search
_MANY: Final = 10  # times that something is repeated, to count as often
_OFTEN: Final = re.compile(r"[*+{]")
_NO_SIGN: Final = "\0"  # ends a text that the pattern would otherwise match


@lru_cache(maxsize=4096)
def is_slow(pattern: str) -> bool:
    """Whether a search for a pattern can take more than a twentieth of a second in a sentence.

    Args:
        pattern: a regular expression of `re`; one that is none is not slow.
    """
    if not _OFTEN.search(pattern):
        return False
    try:
        compiled = re.compile(pattern)
        repeats = list(_repeats(import_module("re._parser").parse(pattern), ""))
    except (re.error, RecursionError, OverflowError):
        return False
    return any(_explodes(compiled, before, body) for before, body in repeats if body)


def _explodes(compiled: re.Pattern[str], before: str, body: str) -> bool:
    for length in range(_SHORTEST, _LONGEST, _STEP):
        text = before + (body * length)[:length] + _NO_SIGN
        if min(_seconds(compiled, text, 1)) > _LIMIT and min(_seconds(compiled, text, 2)) > _LIMIT:
            return True
    return False


def _seconds(compiled: re.Pattern[str], text: str, times: int) -> Iterator[float]:
    for _ in range(times):
        begun = time.process_time()
        compiled.search(text)
        yield time.process_time() - begun


def _repeats(tree: Sequence[Any], before: str) -> Iterator[tuple[str, str]]:
    """Everything that a pattern repeats often: a text that leads to it, and one that it repeats."""
    for operator, arguments in tree:
        name = str(operator)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            _, most, body = arguments
            yield from _repeats(body, before)
            if int(most) >= _MANY:
                yield before, _sample(body)
        else:
            for inner in _inside(name, arguments):
                yield from _repeats(inner, before)
        before += _sample([(operator, arguments)])


def _inside(name: str, arguments: Any) -> list[Sequence[Any]]:
    """The patterns that a part of a pattern holds."""
    if name == "SUBPATTERN":
        return [arguments[-1]]
    if name == "BRANCH":
        return list(arguments[1])
    if name in ("ASSERT", "ASSERT_NOT"):
        return [arguments[1]]
    return [arguments] if name == "ATOMIC_GROUP" else []


def _sample(tree: Sequence[Any]) -> str:
    """A text that a pattern matches, its first branch and each repeat once."""
    return "".join(_sample_of(str(operator), arguments) for operator, arguments in tree)


def _sample_of(name: str, arguments: Any) -> str:
    if name == "LITERAL":
        return chr(arguments)
    if name == "IN":
        return _letter(arguments)
    if name in ("ANY", "NOT_LITERAL"):
        return "あ"
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        return _sample(arguments[2])
    inside = [] if name in ("ASSERT", "ASSERT_NOT") else _inside(name, arguments)
    return _sample(inside[0]) if inside else ""


_CATEGORIES: Final = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " "}


def _letter(members: Sequence[Any]) -> str:
    """A letter of a class."""
    name, arguments = str(members[0][0]), members[0][1]
    if name == "LITERAL":
        return chr(arguments)
    if name == "RANGE":
        return chr(arguments[0])
    return _CATEGORIES.get(str(arguments), "あ") if name == "CATEGORY" else "あ"
