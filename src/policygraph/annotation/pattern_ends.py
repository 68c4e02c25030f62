"""Patterns that are tried only where the characters at their beginning or end allow it.

Most of what a pattern is held against it does not match, and a look at a character or two tells so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from policygraph.annotation.required_words import MOST, REPEATS, letters_of, longest_match, parsed

_TAIL: Final = (
    3,
    2,
    1,
)  # characters at the end of a match that are looked at, where their ways are few
_NO_CHARACTER: Final = frozenset(("",))


class AtEnd:
    """A pattern of what words end with: not tried where their last characters rule it out.

    Args:
        pattern: a regular expression; one that need not end where the words do is merely searched for.
    """

    __slots__ = ("_longest", "_search", "_tails")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._search = pattern.search
        self._longest = longest_match(pattern.pattern)
        tails = _tails_of(pattern.pattern)
        # By how many characters they have.
        self._tails: tuple[tuple[int, frozenset[str]], ...] | None = None
        if tails is not None:
            self._tails = tuple(
                (size, frozenset(tail for tail in tails if len(tail) == size))
                for size in sorted(set(map(len, tails)))
            )

    def search(self, words: str, end: int, first: int = 0) -> re.Match[str] | None:
        """The first match in the words before an offset, and behind another one."""
        if self._tails is None:
            return self._search(words, first, end)
        for size, tails in self._tails:
            if words[max(0, end - size) : end] in tails:
                break
        else:
            if words[end - 1 : end] != "\n":  # before which $ matches, too
                return None
        return self._search(words, max(first, end - self._longest - 1), end)


def at_end(pattern: re.Pattern[str]) -> AtEnd:
    """A pattern of what words end with, ready to be looked for."""
    return _at_end(pattern.pattern, pattern.flags)  # hashing a compiled pattern takes its time


@lru_cache(maxsize=4096)
def _at_end(pattern: str, flags: int) -> AtEnd:
    return AtEnd(re.compile(pattern, flags))


class AtBegin:
    """A pattern of what follows a place: not tried where the next character rules it out.

    Args:
        pattern: a regular expression.
    """

    __slots__ = ("_known", "_match", "_pattern")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._match = pattern.match
        self._pattern = pattern
        self._known: dict[str, bool] = {}

    def match(self, words: str, begin: int, end: int) -> re.Match[str] | None:
        """The match that begins at an offset, in the words before another one."""
        sign = words[begin] if begin < end and begin < len(words) else ""
        may = self._known.get(sign)
        if may is None:
            may = self._known[sign] = may_begin(self._pattern, sign)
        return self._match(words, begin, end) if may else None


def may_begin(pattern: re.Pattern[str], sign: str) -> bool:
    """Whether a pattern can match where a character follows.

    Args:
        sign: the character; empty at the end of the words.
    """
    return pattern.flags & re.IGNORECASE != 0 or any(_begins(parsed(pattern.pattern), sign))


def _begins(tree: Sequence[Any], sign: str) -> tuple[bool, bool]:
    """Whether a part of a pattern can begin with a character, and whether it can leave it to what follows."""
    may = False
    for operator, arguments in tree:
        begins, is_left = _part_begins(str(operator), arguments, sign)
        may = may or begins
        if not is_left:
            return may, False
    return may, True


def _part_begins(name: str, arguments: Any, sign: str) -> tuple[bool, bool]:
    if name == "LITERAL":
        return sign == chr(arguments), False
    if name == "IN":
        return _is_in(arguments, sign), False
    if name == "ASSERT_NOT":
        direction, body = arguments
        rules_out = direction > 0 and len(body) == 1 and str(body[0][0]) in ("LITERAL", "IN")
        return False, not (rules_out and _begins(body, sign)[0])
    if name in ("AT", "ASSERT"):
        return False, True
    if name in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _begins(arguments[-1] if name == "SUBPATTERN" else arguments, sign)
    if name == "BRANCH":
        each = [_begins(branch, sign) for branch in arguments[1]]
        return any(may for may, _ in each), any(is_left for _, is_left in each)
    if name in REPEATS:
        least, _, body = arguments
        may, is_left = _begins(body, sign)
        return may, is_left or least == 0
    return True, True


def _is_in(members: Sequence[Any], sign: str) -> bool:
    """Whether a class of characters may hold one."""
    if sign == "":
        return False
    is_negated, found = False, False
    for operator, arguments in members:
        name = str(operator)
        if name == "NEGATE":
            is_negated = True
        elif name == "LITERAL":
            found = found or sign == chr(arguments)
        elif name == "RANGE":
            found = found or arguments[0] <= ord(sign) <= arguments[1]
        else:
            return True
    return found != is_negated


def _tails_of(pattern: str) -> frozenset[str] | None:
    """The last characters of which every match has some; ``None`` where they are many, or it may end anywhere."""
    tree = parsed(pattern)
    if "(?i" in pattern or not _is_anchored(tree):
        return None
    for size in _TAIL:
        known = _tails(tree, size)
        tails = known.whole | known.cut
        if "" not in tails:
            return tails
    return None


def _is_anchored(tree: Sequence[Any]) -> bool:
    """Every match ends where the words do."""
    if not len(tree):
        return False
    operator, arguments = tree[-1]
    name = str(operator)
    if name == "SUBPATTERN":
        return _is_anchored(arguments[-1])
    if name == "BRANCH":
        return all(map(_is_anchored, arguments[1]))
    return name == "AT" and str(arguments) in ("AT_END", "AT_END_STRING")


class _Tails(NamedTuple):
    """How the matches of a part of a pattern can end.

    Attributes:
        whole: those that are shorter than what is looked at, whole.
        cut: the last characters of the others, as far as they are known.
    """

    whole: frozenset[str]
    cut: frozenset[str]


def _tails(tree: Sequence[Any], size: int) -> _Tails:
    """How the matches of a part can end; one that is empty but for its rest where the ways are many."""
    whole, cut = _NO_CHARACTER, frozenset[str]()
    for operator, arguments in reversed(tree):
        part = _tails_of_part(str(operator), arguments, size)
        joined = {before + tail for before in part.whole for tail in whole}
        cut |= {(before + tail)[-size:] for before in part.cut for tail in whole}
        cut |= {tail[-size:] for tail in joined if len(tail) >= size}
        whole = frozenset(tail for tail in joined if len(tail) < size)
        if len(cut) + len(whole) > MOST:
            return _Tails(frozenset(), _NO_CHARACTER)
        if not whole:
            break
    return _Tails(whole, cut)


def _tails_of_part(name: str, arguments: Any, size: int) -> _Tails:
    if name == "LITERAL":
        return _Tails(frozenset(chr(arguments)), frozenset())
    if name == "IN":
        letters = letters_of(arguments)
        return _Tails(letters, frozenset()) if letters else _Tails(frozenset(), _NO_CHARACTER)
    if name in ("AT", "ASSERT", "ASSERT_NOT"):
        return _Tails(_NO_CHARACTER, frozenset())
    if name in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _tails(arguments[-1] if name == "SUBPATTERN" else arguments, size)
    if name == "BRANCH":
        branches = [_tails(branch, size) for branch in arguments[1]]
        return _Tails(
            frozenset[str]().union(*(branch.whole for branch in branches)),
            frozenset[str]().union(*(branch.cut for branch in branches)),
        )
    if name in REPEATS:
        least, most, body = arguments
        inner = _tails(body, size)
        whole = inner.whole if most == 1 else inner.whole & _NO_CHARACTER
        cut = inner.cut if most == 1 else inner.cut | inner.whole - _NO_CHARACTER
        return _Tails(whole | _NO_CHARACTER if least == 0 else whole, cut)
    return _Tails(frozenset(), _NO_CHARACTER)
