"""Words of which every match of a regular expression holds one.

A pattern need not be tried where none of them stands, and where they stand one pass of an automaton tells for
all patterns at once (what Russ Cox's "Regular Expression Matching with a Trigram Index" does for files).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, Final, NamedTuple

_MOST: Final = 2000  # ways in which a part of a pattern can match that are written out
_REPEATS: Final = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_NOTHING: Final = frozenset(("",))
_TAIL: Final = (3, 2, 1)  # characters at the end of a match that are looked at, where their ways are few


class _Words(NamedTuple):
    """What is known of the matches of a part of a pattern.

    Attributes:
        all: every match, where they are few; else ``None``.
        one_of: every match holds one of these; ``None`` where nothing is known.
    """

    all: frozenset[str] | None
    one_of: frozenset[str] | None


@lru_cache(maxsize=4096)
def required_words(pattern: str) -> frozenset[str] | None:
    """The words of which every match of a pattern holds one.

    Args:
        pattern: a regular expression of `re`, with no flag that changes letters.

    Returns:
        ``None`` where there are none: the pattern can match anywhere.
    """
    if "(?i" in pattern:
        return None
    known = _of_sequence(_parsed(pattern))
    words = _better((known.all, known.one_of))
    # What holds another of them need not be looked for.
    return words and frozenset(
        word
        for word in words
        if not any(
            word[begin:end] in words
            for begin in range(len(word))
            for end in range(begin + 1, len(word) + (begin > 0))
        )
    )


@lru_cache(maxsize=4096)
def every_match(pattern: str) -> frozenset[str] | None:
    """All texts that a pattern can match, and perhaps some that what it asserts around them rules out.

    Returns:
        ``None`` where they are many.
    """
    return None if "(?i" in pattern else _of_sequence(_parsed(pattern)).all


@lru_cache(maxsize=4096)
def leading_words(pattern: str) -> frozenset[str] | None:
    """Words with one of which every match of a pattern begins.

    Returns:
        ``None`` where they are many, or where it may begin with anything.
    """
    return None if "(?i" in pattern else _leading(_parsed(pattern))


def _leading(tree: Sequence[Any]) -> frozenset[str] | None:
    run: frozenset[str] = _NOTHING
    for operator, arguments in tree:
        name = str(operator)
        part = _of_part(name, arguments).all
        is_last = part is None
        if name == "SUBPATTERN" and is_last:
            part = _leading(arguments[-1])
        elif name == "BRANCH" and is_last:
            branches = [_leading(branch) for branch in arguments[1]]
            known = [words for words in branches if words is not None]
            part = frozenset[str]().union(*known) if len(known) == len(branches) else None
        if part is None or len(run) * len(part) > _MOST:
            break
        run = frozenset(before + word for before in run for word in part)
        if is_last:
            break
    return None if "" in run else run


@lru_cache(maxsize=4096)
def longest_match(pattern: str) -> int:
    """The most characters that a match of a pattern can have."""
    return int(_parsed(pattern).getwidth()[1])


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
        self._tails = tails and tuple(
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
    return pattern.flags & re.IGNORECASE != 0 or any(_begins(_parsed(pattern.pattern), sign))


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
    if name in _REPEATS:
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
    tree = _parsed(pattern)
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
    name, arguments = str(tree[-1][0]) if len(tree) else "", tree[-1][1] if len(tree) else None
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
    whole, cut = _NOTHING, frozenset[str]()
    for operator, arguments in reversed(tree):
        part = _tails_of_part(str(operator), arguments, size)
        joined = {before + tail for before in part.whole for tail in whole}
        cut |= {(before + tail)[-size:] for before in part.cut for tail in whole}
        cut |= {tail[-size:] for tail in joined if len(tail) >= size}
        whole = frozenset(tail for tail in joined if len(tail) < size)
        if len(cut) + len(whole) > _MOST:
            return _Tails(frozenset(), _NOTHING)
        if not whole:
            break
    return _Tails(whole, cut)


def _tails_of_part(name: str, arguments: Any, size: int) -> _Tails:
    if name == "LITERAL":
        return _Tails(frozenset(chr(arguments)), frozenset())
    if name == "IN":
        letters = _letters(arguments)
        return _Tails(letters, frozenset()) if letters else _Tails(frozenset(), _NOTHING)
    if name in ("AT", "ASSERT", "ASSERT_NOT"):
        return _Tails(_NOTHING, frozenset())
    if name in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _tails(arguments[-1] if name == "SUBPATTERN" else arguments, size)
    if name == "BRANCH":
        branches = [_tails(branch, size) for branch in arguments[1]]
        return _Tails(
            frozenset[str]().union(*(branch.whole for branch in branches)),
            frozenset[str]().union(*(branch.cut for branch in branches)),
        )
    if name in _REPEATS:
        least, most, body = arguments
        inner = _tails(body, size)
        whole = inner.whole if most == 1 else inner.whole & _NOTHING
        cut = inner.cut if most == 1 else inner.cut | inner.whole - _NOTHING
        return _Tails(whole | _NOTHING if least == 0 else whole, cut)
    return _Tails(frozenset(), _NOTHING)


def _parsed(pattern: str) -> Any:
    return import_module("re._parser").parse(pattern)


def _better(candidates: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """Of several sets the one whose words are rarest: the most common is rare, and they are few."""
    fit = [words for words in candidates if words and "" not in words]
    return max(fit, key=lambda words: (min(map(_rarity, words)), -len(words)), default=None)


def _rarity(word: str) -> int:
    """A word is the rarer the longer it is, in kanji and katakana more than in hiragana."""
    return sum(1 if "ぁ" <= letter <= "ん" else 2 for letter in word)


def _of_sequence(tree: Sequence[Any]) -> _Words:
    run: frozenset[str] = _NOTHING  # the ways in which the parts since the last open one can match
    candidates: list[frozenset[str] | None] = []
    is_exact = True
    for operator, arguments in tree:
        part = _of_part(str(operator), arguments)
        if part.all is not None and len(run) * len(part.all) <= _MOST:
            run = frozenset(before + word for before in run for word in part.all)
            continue
        is_exact = False
        candidates += [run, part.one_of]
        run = part.all if part.all is not None else _NOTHING
    return _Words(run if is_exact else None, _better([*candidates, run]))


def _of_part(name: str, arguments: Any) -> _Words:
    if name == "LITERAL":
        return _exactly(frozenset(chr(arguments)))
    if name == "IN":
        letters = _letters(arguments)
        return _exactly(letters) if letters else _Words(None, None)
    if name in ("AT", "ASSERT", "ASSERT_NOT"):  # no letter of the match
        return _Words(_NOTHING, None)
    if name in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _of_sequence(arguments[-1] if name == "SUBPATTERN" else arguments)
    if name == "BRANCH":
        return _of_branches([_of_sequence(branch) for branch in arguments[1]])
    if name in _REPEATS:
        least, most, body = arguments
        inner = _of_sequence(body)
        if (least, most) == (1, 1):
            return inner
        if (least, most) == (0, 1) and inner.all is not None:
            return _Words(inner.all | _NOTHING, None)
        return _Words(None, _better((inner.all, inner.one_of)) if least else None)
    return _Words(None, None)


def _exactly(words: frozenset[str]) -> _Words:
    return _Words(words, words)


def _of_branches(branches: Sequence[_Words]) -> _Words:
    every = [branch.all for branch in branches]
    together = frozenset().union(*(words for words in every if words is not None))
    is_exact = None not in every and len(together) <= _MOST
    best = [_better((branch.all, branch.one_of)) for branch in branches]
    one_of = None
    if None not in best:
        one_of = frozenset().union(*(words for words in best if words is not None))
    return _Words(together if is_exact else None, one_of)


def _letters(members: Sequence[Any]) -> frozenset[str]:
    """The letters of a class; none where they are many."""
    letters: set[str] = set()
    for operator, arguments in members:
        name = str(operator)
        if name == "LITERAL":
            letters.add(chr(arguments))
        elif name == "RANGE" and arguments[1] - arguments[0] < _MOST:
            letters.update(map(chr, range(arguments[0], arguments[1] + 1)))
        else:
            return frozenset()
    return frozenset(letters)
