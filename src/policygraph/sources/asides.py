"""What stands in a file beside its text: a table of contents, page numbers, running heads, footnotes.

A plain text marks none of them; a reader that knows them from its file (`normalise`) does without
this module. Spans are raw offsets, without the white space around the words, in order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policygraph.core.fold import fold_text
from policygraph.sources.text import LayoutRun

RawSpan = tuple[int, int]

_BLANK = r"[^\S\n\r\f\v\x85\u2028\u2029]*"
_BREAK = r"[\n\r\f\v\x85\u2028\u2029]"
_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]*\S")
_INDENT = "\ufeff \t\u3000"


def find_asides(raw: str) -> list[LayoutRun]:
    """Find the asides of a plain text by the look of its lines; a run is a line of words."""
    numbers = find_page_numbers(raw)
    breaks = _page_breaks(raw, numbers)
    taken: dict[int, LayoutRun] = {}
    for name, spans in (
        ("table of contents", find_contents(raw)),
        ("running head", find_running_heads(raw, breaks)),
        ("footnote", find_footnotes(raw, breaks)),
        ("page number", numbers),
    ):
        for begin, end in spans:
            taken.setdefault(begin, LayoutRun(begin, end, name))
    return list(taken.values())


def _line_words(raw: str, begin: int = 0, end: int | None = None) -> list[RawSpan]:
    """The words of each line of a stretch that has some."""
    return [
        (match.end() - len(match.group().lstrip(_INDENT)), match.end())
        for match in _LINE.finditer(raw, begin, len(raw) if end is None else end)
    ]


# ---- Table of contents ----

_PAGE = r"\(?[-−–]?\s?[0-9]{1,3}\s?[-−–]?\)?$"
_LEADERS = re.compile(rf"\S\s*(?:(?:[.·・]\s?){{4,}}|(?:[…‥]\s?){{2,}})\s*{_PAGE}")
_NUMBERED = re.compile(rf"\S\s+{_PAGE}")
_BEHIND = re.compile(rf"\s*(?:[.·・…‥]\s?)*\s*{_PAGE}")
_HEADING = re.compile(r"(?:[<\[【(]\s*)?目\s*次(?:\s*[>\]】)])?")
_LEADERS_END = 200  # characters before a line's end in which leaders are looked for
# Most texts have none of these, and need no look at their lines.
_SIGNS = (
    "目次", "....", "．．．．", "・・・・", "····", "……", "‥‥", ". . ", "・ ・", "… …", "． ．",
)  # fmt: skip
_SPACED_HEADING = re.compile(r"目[ \t\u3000]+次")
_WRAPPED = 2  # lines that an entry may run over before its leaders


def find_contents(raw: str) -> tuple[RawSpan, ...]:
    """Find the lines of a table of contents: headings that are printed again further on.

    Were it read, every part would stand twice in the document and its own chapter would be the
    second of its number. What gives it away: leaders and a page number behind the words (題 …… 14),
    on two lines at least; or the word 目次 above lines that end in a page number or come again later.
    """
    if not (any(sign in raw for sign in _SIGNS) or _SPACED_HEADING.search(raw)):
        return ()
    lines = [(begin, end, fold_text(raw[begin:end])) for begin, end in _line_words(raw)]
    wanted = _headed(lines) | _with_leaders(lines)
    return tuple((begin, end) for i, (begin, end, _) in enumerate(lines) if i in wanted)


def _has(ending: re.Pattern[str], words: str) -> bool:
    """The line ends so; looked for near its end, since a text may be one line."""
    return ending.search(words, max(0, len(words) - _LEADERS_END)) is not None


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
            bare = re.sub(r"\s", "", words[:-_LEADERS_END] + _BEHIND.sub("", words[-_LEADERS_END:]))
            if not (
                _has(_LEADERS, words) or _has(_NUMBERED, words) or last.get(bare, 0) > following
            ):
                break
            entries.append(following)
        if entries:
            wanted |= {index, *entries}
    return wanted


# ---- Page numbers ----

_DASH = r"[-－−–—―‐]"
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


def find_page_numbers(raw: str) -> tuple[RawSpan, ...]:
    """Tell page numbers on a line of their own from numbers that a wrap left alone on their line.

    A page number may be set between dashes, be called one (p. 53, 53ページ, 53 / 60) or stand beside
    a form feed; page numbers count up by one; and a wrap leaves a number alone only in a narrow
    layout, or where the number is part of a date or count (平成 / 28 / 年３月).
    """
    found = [
        match
        for match in _ALONE.finditer(raw)
        if match["last"] is None or int(match["number"]) <= int(match["last"])  # 25 / 60
    ]
    if not found:
        return ()
    narrow = _typical_width(raw) < _NARROW
    chained = _in_sequence([int(fold_text(match["number"])) for match in found])
    return tuple(
        match.span("words")
        for index, match in enumerate(found)
        if match["dash"] or match["page"] or match["leaf"]
        or (
            len(match["number"]) <= _LONGEST_PLAIN
            and (index in chained or _is_set_apart(raw, *match.span("words"), narrow))
        )
    )  # fmt: skip


def _is_set_apart(raw: str, begin: int, end: int, narrow: bool) -> bool:
    """A number beside a form feed, or one that nothing around it counts or dates."""
    before = raw[max(0, begin - 200) : begin].rstrip(" \t\u3000\n\r")
    after = raw[end : end + 200].lstrip(" \t\u3000\n\r")
    if before.endswith("\f") or after.startswith("\f"):
        return True
    counted = _COUNTED.match(after.lstrip()) and _COUNTING.search(fold_text(before.rstrip()))
    return not (counted or narrow)


def _typical_width(raw: str) -> int:
    """The 90th percentile of the lengths, in characters, of the lines with words on them."""
    lengths = sorted(len(line) for line in map(str.strip, raw.splitlines()) if line)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _in_sequence(numbers: list[int]) -> set[int]:
    """Indices of numbers that are one more or one less than an earlier or later one."""
    chained: set[int] = set()
    last_seen: dict[int, int] = {}
    for index, number in enumerate(numbers):
        before = last_seen.get(number - 1)
        if before is not None:
            chained |= {before, index}
        last_seen[number] = index
    return chained


def _page_breaks(raw: str, page_numbers: Sequence[RawSpan]) -> list[RawSpan]:
    """Where pages end: page numbers and form feeds, those with nothing between them joined."""
    feeds = [match.span() for match in re.finditer("\f", raw)]
    breaks: list[RawSpan] = []
    for begin, end in sorted([*page_numbers, *feeds]):
        if breaks and not raw[breaks[-1][1] : begin].strip():
            breaks[-1] = (breaks[-1][0], end)
        else:
            breaks.append((begin, end))
    return breaks


# ---- Running heads ----

_NUMBER = re.compile(r"[0-9０-９]+")
_SHORTEST = 4  # characters; a shorter line may come again by chance
_LEAST = 4  # pages that it has to stand on, and at least half of all
# A tag, a bullet, a lettered part may begin or end many a page; a head is none of these.
_OF_THE_TEXT = re.compile(r"\A[\[［【〔(（・•○〇①-⑳－-]|[。】]")
_NEAR = 600  # characters before a page's end in which its last line is looked for


def find_running_heads(raw: str, breaks: Sequence[RawSpan]) -> tuple[RawSpan, ...]:
    """Find the title of a document or chapter that stands at the top or foot of every page."""
    if len(breaks) < _LEAST:
        return ()
    tops = [
        _head(raw, _LINE.search(raw, end, following))
        for (_, end), (following, _) in pairwise([*breaks, (len(raw), 0)])
    ]
    feet = [
        _head(raw, _last_line(raw, max(end, begin - _NEAR), begin))
        for (_, end), (begin, _) in pairwise([(0, 0), *breaks])
    ]
    least = max(_LEAST, len(breaks) / 2)
    found: set[RawSpan] = set()
    for candidates in (tops, feet):
        spans = [span for span in candidates if span is not None]
        counts = Counter(_unnumbered(raw[slice(*span)]) for span in spans)
        # Elsewhere it may stand once more, as the title that it repeats.
        heads = {
            words
            for words, count in counts.items()
            if count >= least and _lines_with(raw, words) <= count + 1
        }
        found |= {span for span in spans if _unnumbered(raw[slice(*span)]) in heads}
    return tuple(sorted(found))


def _unnumbered(words: str) -> str:
    """The words, whatever the page is numbered."""
    return _NUMBER.sub("0", words)


def _lines_with(raw: str, words: str) -> int:
    """How many lines of the file say just that."""
    return sum(_unnumbered(match.group().lstrip()) == words for match in _LINE.finditer(raw))


def _last_line(raw: str, begin: int, end: int) -> re.Match[str] | None:
    last = None
    for match in _LINE.finditer(raw, begin, end):
        last = match
    return last


def _head(raw: str, line: re.Match[str] | None) -> RawSpan | None:
    """The words of a line that may be a running head."""
    if line is None:
        return None
    begin = line.end() - len(line.group().lstrip())
    if line.end() - begin < _SHORTEST or _OF_THE_TEXT.search(raw[begin : line.end()]):
        return None
    return begin, line.end()


# ---- Footnotes ----

_TO_ASCII = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹０１２３４５６７８９", "01234567890123456789")
_NOTE = re.compile(
    r"[ \t\u3000]*(?:[※*＊]|\(?（?(?:脚)?注)?\s?(?P<number>[0-9０-９]{1,3}|[⁰¹²³⁴-⁹]{1,3})[)）.．]?[ \t\u3000]*"
    r"(?=[^\s0-9０-９])"
)
# Where a line may begin a note; most pages have none, and need no look at their lines.
_MAYBE = re.compile(rf"(?<={_BREAK})(?={_NOTE.pattern})")
# A number before one of these counts or dates something; it is no reference mark.
_COUNTS = (
    r"(?![0-9０-９.．,，%％年月日時分秒件社個人名校割倍歳種位度次期条項号章節部か兆億万千百円か所ヵヶカケ国以程つ回点台"
    r"県市町村都道府対字色層相価世代級階軸枚本軒基機隻両頭匹羽冊通局員課班例法行型類様周往])"
)
_NOTE_LINES = 15  # lines of notes on a page


@dataclass(slots=True)
class _Notes:
    """Footnotes, page after page: the first of a page has the next number, or starts anew at 1."""

    raw: str
    expected: int | None = None

    def of_page(self, begin: int, end: int) -> Iterator[RawSpan]:
        """The spans of the notes at the end of a page, a line each."""
        lines = _line_words(self.raw, begin, end)
        for index in range(max(1, len(lines) - _NOTE_LINES), len(lines)):
            number = self._number(lines[index])
            if number is None or number not in (1, self.expected or number):
                continue
            if not _is_referred_to(self.raw[begin : lines[index][0]], number):
                continue
            block = lines[index:]
            if "【" in self.raw[block[0][0] : block[-1][1]]:
                continue
            for line in block[1:]:
                number += self._number(line) == number + 1
            self.expected = number + 1
            yield from block
            return

    def _number(self, line: RawSpan) -> int | None:
        """The number that a line begins with, where it may be that of a note."""
        match = _NOTE.match(self.raw, *line)
        if match is None or not re.match(_COUNTS, self.raw[match.end("number") : line[1]].lstrip()):
            return None
        return int(match["number"].translate(_TO_ASCII))


def find_footnotes(raw: str, breaks: Sequence[RawSpan]) -> tuple[RawSpan, ...]:
    """Find the footnotes, which a PDF gives in the middle of a sentence; a span is a line.

    A note begins with a number at the beginning of a line, that number stands as a reference mark
    behind a word further up the page (高齢化1と), and nothing but notes follows up to the page's end.
    All three are asked for, since a wrap, too, may put a number at the beginning of a line.
    """
    places = [match.start() for match in _MAYBE.finditer(raw)] if breaks else []
    if not places:
        return ()
    notes = _Notes(raw)
    found: list[RawSpan] = []
    for (_, begin), (end, _) in pairwise([(0, 0), *breaks, (len(raw), 0)]):
        if bisect_left(places, begin) < bisect_left(places, end):
            found += notes.of_page(begin, end)
    return tuple(found)


def _is_referred_to(body: str, number: int) -> bool:
    mark = re.escape(str(number))
    superscript = str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    full_width = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    reference = rf"(?<=[ぁ-んァ-ヶー一-龥々)）」』】。、])(?:[※*＊]|\(?注)?(?:{mark}|{full_width}|{superscript})\)?{_COUNTS}"
    return re.search(reference, body) is not None
