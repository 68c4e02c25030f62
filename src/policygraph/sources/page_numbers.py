"""Tell a page number on a line of its own from a number that a wrap left alone on its line.

Neither is marked in the file. What tells them apart: a page number may be set between dashes, be
called one (p. 53, 53ページ, 53 / 60) or stand beside a form feed; page numbers count up by one; and a wrap leaves a number alone only in a
narrow layout, or where the number is part of a date or count (平成 / 28 / 年３月).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from policygraph.core.fold import fold_width

_BLANK = r"[^\S\n\r\f\v\x85\u2028\u2029]*"
_DASH = r"[-－−–—―‐]"
_BREAK = r"[\n\r\f\v\x85\u2028\u2029]"
_ALONE = re.compile(
    rf"(?:(?<={_BREAK})|\A)\ufeff?{_BLANK}"
    rf"(?P<words>(?:(?P<dash>{_DASH}{_BLANK})|(?P<page>[PpＰｐ](?:age)?[.．]?{_BLANK}))?"
    rf"(?P<number>[0-9０-９]{{1,4}})"
    rf"(?:(?(dash){_BLANK}{_DASH})|{_BLANK}(?P<leaf>ページ|頁)|{_BLANK}[/／]{_BLANK}(?P<last>[0-9０-９]{{1,4}})))"
    rf"{_BLANK}(?={_BREAK}|\Z)"
)
# What a number must be followed and preceded by to be a date or count cut in three by wrapping.
_COUNTED = re.compile(r"年(?!次|俸|功)|月(?!面)|日(?!本)|社(?!会)|[%つ件億万兆円割]")
_COUNTING = re.compile(
    r"(?:明治|大正|昭和|平成|令和|年|月|第|約|計|の|は|、|から|より|まで|[にでとをがも(「~〜])$"
)
_LONGEST_PLAIN = 3  # digits; a bare 2017 on its line is a year
_NARROW = 12  # characters; below this width a wrap can leave a number alone anywhere


@dataclass(frozen=True, slots=True)
class _Alone:
    begin: int
    end: int
    number: int
    digits: int
    marked: bool


def _typical_width(raw: str) -> int:
    """The 90th percentile of the lengths, in characters, of the lines with words on them."""
    lengths = sorted(len(line) for line in map(str.strip, raw.splitlines()) if line)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _in_sequence(found: list[_Alone]) -> set[int]:
    """Indices of numbers that are one more or one less than a neighbour in the list."""
    chained: set[int] = set()
    last_seen: dict[int, int] = {}
    for index, alone in enumerate(found):
        before = last_seen.get(alone.number - 1)
        if before is not None:
            chained |= {before, index}
        last_seen[alone.number] = index
    return chained


def find_page_numbers(raw: str) -> tuple[tuple[int, int], ...]:
    """Find the page numbers of a raw text.

    Args:
        raw: the decoded file.

    Returns:
        The raw spans of their words (dashes included, white space around them not), in order.
    """
    found = [
        _Alone(*match.span("words"), int(fold_width(match["number"])), len(match["number"]),
               any(match[mark] is not None for mark in ("dash", "page", "leaf")))
        for match in _ALONE.finditer(raw)
        if match["last"] is None or int(match["number"]) <= int(match["last"])  # 25 / 60
    ]  # fmt: skip
    if not found:
        return ()
    narrow = _typical_width(raw) < _NARROW
    chained = _in_sequence(found)
    accepted = []
    for index, alone in enumerate(found):
        before = raw[max(0, alone.begin - 200) : alone.begin].rstrip(" \t\u3000\n\r")
        after = raw[alone.end : alone.end + 200].lstrip(" \t\u3000\n\r")
        beside_form_feed = before.endswith("\f") or after.startswith("\f")
        counted = (
            _COUNTED.match(after.lstrip()) is not None
            and _COUNTING.search(fold_width(before.rstrip())) is not None
        )
        if alone.marked or (
            alone.digits <= _LONGEST_PLAIN
            and (beside_form_feed or index in chained or not (counted or narrow))
        ):
            accepted.append((alone.begin, alone.end))
    return tuple(accepted)
