"""Find a table of contents: headings that are printed again further on.

Were it read, every part would stand twice in the document and its own chapter would be the second
of its number. What gives it away: leaders and a page number behind the words (題 …… 14), on two lines
at least; or the word 目次 above lines that end in a page number or come again later in the file.
"""

from __future__ import annotations

import re
from itertools import pairwise

from policygraph.core.fold import fold_width

_BREAK = r"[\n\r\f\v\x85\u2028\u2029]"
_LINE = re.compile(
    rf"[^\n\r\f\v\x85\u2028\u2029]*\S(?=[^\S\n\r\f\v\x85\u2028\u2029]*(?:{_BREAK}|\Z))"
)
_PAGE = r"\(?[-−–]?\s?[0-9]{1,3}\s?[-−–]?\)?$"
_LEADERS = re.compile(rf"\S\s*(?:(?:[.·・]\s?){{4,}}|(?:[…‥]\s?){{2,}})\s*{_PAGE}")
_NUMBERED = re.compile(rf"\S\s+{_PAGE}")
_BEHIND = re.compile(rf"\s*(?:[.·・…‥]\s?)*\s*{_PAGE}")
_HEADING = re.compile(r"(?:[<\[【(]\s*)?目\s*次(?:\s*[>\]】)])?")
_LONGEST = 200  # characters of leaders
# Most texts have none of these, and need no look at their lines.
_SIGNS = (
    "目次", "....", "．．．．", "・・・・", "····", "……", "‥‥", ". . ", "・ ・", "… …", "． ．",
)  # fmt: skip
_SPACED_HEADING = re.compile(r"目[ \t\u3000]+次")
_WRAPPED = 2  # lines that an entry may run over before its leaders


def find_contents(raw: str) -> tuple[tuple[int, int], ...]:
    """Find the lines of a table of contents.

    Args:
        raw: the decoded file.

    Returns:
        The raw spans of their words, a line each, in order.
    """
    if not (any(sign in raw for sign in _SIGNS) or _SPACED_HEADING.search(raw)):
        return ()
    lines = []
    for match in _LINE.finditer(raw):
        words = match.group().lstrip("\ufeff \t\u3000")
        lines.append((match.end() - len(words), match.end(), fold_width(words)))
    wanted = _headed(lines) | _with_leaders(lines)
    return tuple((begin, end) for i, (begin, end, _) in enumerate(lines) if i in wanted)


def _has(ending: re.Pattern[str], words: str) -> bool:
    """The line ends so; looked for near its end, since a text may be one line."""
    return ending.search(words, max(0, len(words) - _LONGEST)) is not None


def _with_leaders(lines: list[tuple[int, int, str]]) -> set[int]:
    """Lines with leaders, and those between them that an entry wraps over."""
    found = [index for index, line in enumerate(lines) if _has(_LEADERS, line[2])]
    if len(found) < 2:
        return set()
    wanted = set(found)
    for before, after in pairwise(found):
        between = range(before + 1, after)
        if len(between) <= _WRAPPED and not any(
            lines[i][2].endswith(("。", "】")) for i in between
        ):
            wanted.update(between)
    return wanted


def _headed(lines: list[tuple[int, int, str]]) -> set[int]:
    """The lines under 目次, and 目次 itself."""
    wanted: set[int] = set()
    last = {re.sub(r"\s", "", words): index for index, (_, _, words) in enumerate(lines)}
    for index, (_, _, heading) in enumerate(lines):
        if index in wanted or not _HEADING.fullmatch(heading):
            continue
        entries = []
        for following in range(index + 1, len(lines)):
            words = lines[following][2]
            bare = re.sub(r"\s", "", words[:-_LONGEST] + _BEHIND.sub("", words[-_LONGEST:]))
            if not (
                _has(_LEADERS, words) or _has(_NUMBERED, words) or last.get(bare, 0) > following
            ):
                break
            entries.append(following)
        if entries:
            wanted |= {index, *entries}
    return wanted
