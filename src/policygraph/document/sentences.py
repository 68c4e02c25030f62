"""Where sentences end, over the text after folding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from policygraph.document.outline import Signs
from policygraph.document.tree import Span

_DEEPEST = 12  # brackets open at once; what is deeper was never closed


@cache
def _bracket_signs(opening: str, closing: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """The pattern of all brackets, and the opening one of each closing one."""
    pairs = dict(zip(closing, opening, strict=True))
    return re.compile(f"[{re.escape(opening + closing)}]"), pairs


@cache
def _closed_behind_stop(stop: str, closing: str) -> re.Pattern[str]:
    """A full stop with nothing but closing brackets behind it."""
    return re.compile(rf"(?:{stop})[{re.escape(closing)}]+$")


def bracketed(text: str, begin: int, end: int, signs: Signs) -> list[Span]:
    """The outermost bracketed stretches of ``text[begin:end]``; a bracket never closed is none."""
    brackets, pairs = _bracket_signs(signs.opening, signs.closing)
    stack: list[tuple[str, int]] = []
    found: list[Span] = []
    for match in brackets.finditer(text, begin, end):
        sign = match.group()
        if sign not in pairs:
            stack.append((sign, match.start()))
            del stack[:-_DEEPEST]
        elif any(opening == pairs[sign] for opening, _ in stack):
            while stack[-1][0] != pairs[sign]:
                stack.pop()
            _, opened = stack.pop()
            while found and found[-1].begin >= opened:
                found.pop()
            found.append(Span(opened, match.end()))
    return found


def sentence_ends(text: str, begin: int, end: int, signs: Signs) -> Iterator[int]:
    """The offsets behind each full stop of ``text[begin:end]`` that no bracket encloses."""
    stops = list(signs.stop.finditer(text, begin, end))
    # No bracket encloses one that ends the stretch.
    brackets = bracketed(text, begin, end, signs) if stops and stops[0].end() < end else []
    at = 0
    for match in stops:
        stop = match.start()
        while at < len(brackets) and brackets[at].end <= stop:
            at += 1
        if at == len(brackets) or stop < brackets[at].begin:
            yield match.end()


def split_sentences(text: str, span: Span, signs: Signs) -> tuple[list[Span], Span | None]:
    """Split running text into sentences.

    A sentence ends at 。 (or what else the outline says) outside brackets. Matter in brackets behind the last one that ends in a
    full stop of its own （…である。） is a sentence too; elsewhere it begins the next sentence.

    Returns:
        The sentences, without white space around them, and the remainder that no full stop ends.
    """
    sentences: list[Span] = []
    position = span.begin
    for end in sentence_ends(text, span.begin, span.end, signs):
        sentences.append(strip(text, Span(position, end)))
        position = end
    rest = strip(text, Span(position, span.end))
    if rest.begin == rest.end:
        return sentences, None
    if _closed_behind_stop(signs.stop.pattern, signs.closing).search(text, *rest):
        return [*sentences, rest], None
    return sentences, rest


def strip(text: str, span: Span) -> Span:
    """The span without the spaces at its ends."""
    begin, end = span
    while begin < end and text[begin] == " ":
        begin += 1
    while end > begin and text[end - 1] == " ":
        end -= 1
    return Span(begin, end)
