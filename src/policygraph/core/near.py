"""Which known words are near one that is not known."""

from __future__ import annotations

from collections.abc import Iterable

from policygraph.core.fold import fold_text


def nearest(word: str, known: Iterable[str], count: int = 5) -> list[str]:
    """The words most like another one: those it is a part of, then those spelt alike."""
    from difflib import get_close_matches

    word = fold_text(word)
    words: dict[str, str] = {}
    for other in known:
        words.setdefault(fold_text(other), other)
    holding = sorted((w for w in words if word and word in w), key=lambda w: (len(w), w))
    alike = get_close_matches(word, words, n=count, cutoff=0.6)
    return [words[w] for w in dict.fromkeys([*holding[:count], *alike])][:count]
