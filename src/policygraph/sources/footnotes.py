"""Find the footnotes at the foot of a page, which a PDF gives in the middle of a sentence.

A note begins with a number at the beginning of a line, that number stands as a reference mark behind
a word further up the page (高齢化1と), and nothing but notes follows up to the page's end. All three
are asked for, since a wrap, too, may put a number at the beginning of a line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹０１２３４５６７８９", "01234567890123456789")
_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]*\S")
_NOTE = re.compile(
    r"[ \t\u3000]*(?:[※*＊]|\(?（?(?:脚)?注)?\s?(?P<number>[0-9０-９]{1,3}|[⁰¹²³⁴-⁹]{1,3})[)）.．]?[ \t\u3000]*"
    r"(?=[^\s0-9０-９])"
)
# Where a line may begin a note; most pages have none, and need no look at their lines.
_MAYBE = re.compile(rf"(?<=[\n\r\f\v\x85\u2028\u2029])(?={_NOTE.pattern})")
# A number before one of these counts or dates something; it is no reference mark.
_COUNTS = (
    r"(?![0-9０-９.．,，%％年月日時分秒件社個人名校割倍歳種位度次期条項号章節部か兆億万千百円か所ヵヶカケ国以程つ回点台"
    r"県市町村都道府対字色層相価世代級階軸枚本軒基機隻両頭匹羽冊通局員課班例法行型類様周往])"
)
_LONGEST = 15  # lines of notes on a page


def find_footnotes(
    raw: str, page_numbers: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Find the footnotes of a raw text.

    Args:
        raw: the decoded file.
        page_numbers: the raw spans of its page numbers, in order.

    Returns:
        The raw spans of their words, a line each, in order.
    """
    notes = [match.start() for match in _MAYBE.finditer(raw)]
    if not notes:
        return ()
    stops = sorted({*(begin for begin, _ in page_numbers), *_form_feeds(raw)})
    if not stops:
        return ()
    starts = sorted({0, *(end for _, end in page_numbers), *(f + 1 for f in _form_feeds(raw))})
    found: list[tuple[int, int]] = []
    expected = None
    page_begin = 0
    for stop in [*stops, len(raw)]:
        page_begin = max((s for s in starts if page_begin <= s <= stop), default=page_begin)
        if bisect_left(notes, page_begin) == bisect_left(notes, stop):
            continue
        lines = [
            (m.start() + len(m.group()) - len(m.group().lstrip("\ufeff \t\u3000")), m.end())
            for m in _LINE.finditer(raw, page_begin, stop)
        ]
        block, expected = _block(raw, page_begin, lines, expected)
        found += block
    return tuple(found)


def _form_feeds(raw: str) -> list[int]:
    return [index for index, sign in enumerate(raw) if sign == "\f"] if "\f" in raw else []


def _block(
    raw: str, page_begin: int, lines: list[tuple[int, int]], expected: int | None
) -> tuple[list[tuple[int, int]], int | None]:
    """The lines of notes at a page's end, and the number that the next note has to bear."""
    for index in range(max(1, len(lines) - _LONGEST), len(lines)):
        number = _number(raw, lines[index])
        if number is None or (expected is not None and number not in (expected, 1)):
            continue
        if not _is_referred_to(raw[page_begin : lines[index][0]], number):
            continue
        block = lines[index:]
        if "【" in raw[block[0][0] : block[-1][1]]:
            continue
        for line in block[1:]:
            number += _number(raw, line) == number + 1
        return block, number + 1
    return [], expected


def _number(raw: str, line: tuple[int, int]) -> int | None:
    match = _NOTE.match(raw, *line)
    if match is None or re.match(_COUNTS, raw[match.end("number") : line[1]].lstrip()) is None:
        return None
    return int(match["number"].translate(_SUPERSCRIPT))


def _is_referred_to(body: str, number: int) -> bool:
    mark = re.escape(str(number))
    superscript = str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    full_width = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    reference = rf"(?<=[ぁ-んァ-ヶー一-龥々)）」』】。、])(?:[※*＊]|\(?注)?(?:{mark}|{full_width}|{superscript})\)?{_COUNTS}"
    return re.search(reference, body) is not None
