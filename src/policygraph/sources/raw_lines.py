"""The lines of a raw text, as asides are looked for in them. Spans are raw offsets."""

from __future__ import annotations

import re

RawSpan = tuple[int, int]

BLANK = r"[^\S\n\r\f\v\x85\u2028\u2029]*"
BREAK = r"[\n\r\f\v\x85\u2028\u2029]"
LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]*\S")
INDENT = "\ufeff \t\u3000"


def line_words(raw: str, begin: int = 0, end: int | None = None) -> list[RawSpan]:
    """The words of each line of a stretch that has some."""
    return [
        (match.end() - len(match.group().lstrip(INDENT)), match.end())
        for match in LINE.finditer(raw, begin, len(raw) if end is None else end)
    ]


def typical_width(raw: str) -> int:
    """The 90th percentile of the lengths, in characters, of the lines with words on them."""
    lengths = sorted(len(line) for line in map(str.strip, raw.splitlines()) if line)
    return lengths[len(lengths) * 9 // 10] if lengths else 0
