"""Words of which every match of a regular expression holds one.

A pattern need not be tried where none of them stands, and where they stand one pass of an automaton tells for
all patterns at once (what Russ Cox's "Regular Expression Matching with a Trigram Index" does for files).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, Final, NamedTuple

MOST: Final = 2000  # ways in which a part of a pattern can match that are written out
REPEATS: Final = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_NOTHING: Final = frozenset(("",))
_TAIL: Final = (
    3,
    2,
    1,
)  # characters at the end of a match that are looked at, where their ways are few


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
    known = _of_sequence(parsed(pattern))
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
    return None if "(?i" in pattern else _of_sequence(parsed(pattern)).all


@lru_cache(maxsize=4096)
def leading_words(pattern: str) -> frozenset[str] | None:
    """Words with one of which every match of a pattern begins.

    Returns:
        ``None`` where they are many, or where it may begin with anything.
    """
    return None if "(?i" in pattern else _leading(parsed(pattern))


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
        if part is None or len(run) * len(part) > MOST:
            break
        run = frozenset(before + word for before in run for word in part)
        if is_last:
            break
    return None if "" in run else run


@lru_cache(maxsize=4096)
def longest_match(pattern: str) -> int:
    """The most characters that a match of a pattern can have."""
    return int(parsed(pattern).getwidth()[1])


def parsed(pattern: str) -> Any:
    """A pattern taken apart, as `re` does."""
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
        if part.all is not None and len(run) * len(part.all) <= MOST:
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
        letters = letters_of(arguments)
        return _exactly(letters) if letters else _Words(None, None)
    if name in ("AT", "ASSERT", "ASSERT_NOT"):  # no letter of the match
        return _Words(_NOTHING, None)
    if name in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _of_sequence(arguments[-1] if name == "SUBPATTERN" else arguments)
    if name == "BRANCH":
        return _of_branches([_of_sequence(branch) for branch in arguments[1]])
    if name in REPEATS:
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
    is_exact = None not in every and len(together) <= MOST
    best = [_better((branch.all, branch.one_of)) for branch in branches]
    one_of = None
    if None not in best:
        one_of = frozenset().union(*(words for words in best if words is not None))
    return _Words(together if is_exact else None, one_of)


def letters_of(members: Sequence[Any]) -> frozenset[str]:
    """The letters of a class; none where they are many."""
    letters: set[str] = set()
    for operator, arguments in members:
        name = str(operator)
        if name == "LITERAL":
            letters.add(chr(arguments))
        elif name == "RANGE" and arguments[1] - arguments[0] < MOST:
            letters.update(map(chr, range(arguments[0], arguments[1] + 1)))
        else:
            return frozenset()
    return frozenset(letters)
