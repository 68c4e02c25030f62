"""Find the title of a document or chapter that a PDF prints at the top or foot of every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]*\S")
_NUMBER = re.compile(r"[0-9０-９]+")
_SHORTEST = 4  # characters; a shorter line may come again by chance
_LEAST = 4  # pages that it has to stand on, and at least half of all
# A tag, a bullet, a lettered part may begin or end many a page; a head is none of these.
_OF_THE_TEXT = re.compile(r"\A[\[［【〔(（・•○〇①-⑳－-]|[。】]")
_NEAR = 600  # characters before a page's end in which its last line is looked for


def find_running_heads(
    raw: str, page_numbers: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Find running heads.

    Args:
        raw: the decoded file.
        page_numbers: the raw spans of its page numbers, in order.

    Returns:
        The raw spans of their words, in order.
    """
    breaks = _breaks(raw, page_numbers)
    if len(breaks) < _LEAST:
        return ()
    found: list[tuple[int, int]] = []
    for lines in (
        [_first(raw, end, following) for (_, end), (following, _) in
         zip(breaks, [*breaks[1:], (len(raw), 0)], strict=True)],
        [_last(raw, max(end, begin - _NEAR), begin) for (_, end), (begin, _) in
         zip([(0, 0), *breaks], breaks, strict=False)],
    ):  # fmt: skip
        spans = [span for span in lines if span is not None]
        counts = Counter(_words(raw, span) for span in spans)
        least = max(_LEAST, len(breaks) / 2)
        # Elsewhere it may stand once more, as the title that it repeats.
        heads = {
            words
            for words, count in counts.items()
            if count >= least and _lines_with(raw, words) <= count + 1
        }
        found += [span for span in spans if _words(raw, span) in heads]
    return tuple(sorted(set(found)))


def _breaks(raw: str, page_numbers: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where pages end: page numbers and form feeds, those with nothing between them joined."""
    feeds = [(match.start(), match.end()) for match in re.finditer("\f", raw)]
    breaks: list[tuple[int, int]] = []
    for begin, end in sorted([*page_numbers, *feeds]):
        if breaks and not raw[breaks[-1][1] : begin].strip():
            breaks[-1] = (breaks[-1][0], end)
        else:
            breaks.append((begin, end))
    return breaks


def _words(raw: str, span: tuple[int, int]) -> str:
    """What stands there, whatever the page is numbered."""
    return _NUMBER.sub("0", raw[slice(*span)])


def _lines_with(raw: str, words: str) -> int:
    """How many lines of the file say just that."""
    lines = (match.group().lstrip() for match in _LINE.finditer(raw))
    return sum(_NUMBER.sub("0", line) == words for line in lines)


def _span(raw: str, match: re.Match[str] | None) -> tuple[int, int] | None:
    if match is None:
        return None
    begin = match.end() - len(match.group().lstrip())
    if match.end() - begin < _SHORTEST or _OF_THE_TEXT.search(raw[begin : match.end()]):
        return None
    return begin, match.end()


def _first(raw: str, begin: int, end: int) -> tuple[int, int] | None:
    return _span(raw, _LINE.search(raw, begin, end))


def _last(raw: str, begin: int, end: int) -> tuple[int, int] | None:
    found = None
    for match in _LINE.finditer(raw, begin, end):
        found = match
    return _span(raw, found)
