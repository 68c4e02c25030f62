"""What stands in a file beside its text: a table of contents, page numbers, running heads, footnotes.

A plain text marks none of them; a reader that knows them from its file (`normalise`) does without
this module. Spans are raw offsets, without the white space around the words, in order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from policygraph.core.fold import fold_text
from policygraph.sources.footnotes import find_footnotes
from policygraph.sources.raw_lines import BLANK, BREAK, LINE, RawSpan, line_words, typical_width
from policygraph.sources.text import LayoutRun


def find_asides(raw: str) -> list[LayoutRun]:
    """Find the asides of a plain text by the look of its lines; a run is a line of words."""
    numbers = find_page_numbers(raw)
    breaks = _page_breaks(raw, numbers)
    taken: dict[int, LayoutRun] = {}
    for name, spans in (
        ("table of contents", find_contents(raw)),
        ("running head", find_running_heads(raw, breaks)),
        ("running head", _heads_within_sentences(raw, breaks)),
        ("footnote", find_footnotes(raw, breaks)),
        ("page number", numbers),
    ):
        for begin, end in spans:
            taken.setdefault(begin, LayoutRun(begin, end, name))
    return list(taken.values())


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
    lines = [(begin, end, fold_text(raw[begin:end])) for begin, end in line_words(raw)]
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
    rf"(?:(?<={BREAK})|\A)\ufeff?{BLANK}"
    rf"(?P<words>(?:(?P<dash>{_DASH}{BLANK})|(?P<page>[PpＰｐ](?:age)?[.．]?{BLANK}))?"
    rf"(?P<number>[0-9０-９]{{1,4}})"
    rf"(?:(?(dash){BLANK}{_DASH})|{BLANK}(?P<leaf>ページ|頁)|{BLANK}[/／]{BLANK}(?P<last>[0-9０-９]{{1,4}})))"
    rf"{BLANK}(?={BREAK}|\Z)"
)
# What a number must be followed and preceded by to be a date or count cut in three by wrapping.
_COUNTED = re.compile(
    r"年(?!次|俸|功|齢|代|金)|月(?!面)|日(?!本|常)|社(?!会|内|員)|円(?!滑)|割(?!合|り?当)|件(?!数|名)|[%つ億万兆]|か所"
)
_COUNTING = re.compile(
    r"(?:明治|大正|昭和|平成|令和|年|月|第|約|計|の|は|、|から|より|まで|[にでとをがも(「~〜])$"
)
# … and beyond doubt, though it counts on from the page numbers around it.
_SURELY_COUNTING = re.compile(
    r"(?:明治|大正|昭和|平成|令和|第|約|[0-9](?:年|か?月)(?:から|より|[~-]))$"
)
_FULL_WIDTH_END = re.compile("[０-９]$")
_LONGEST_PLAIN = 3  # digits; a bare 2017 on its line is a year
_NARROW = 12  # characters; below this width a wrap can leave a number alone anywhere
_STRAY = 2  # a number that a wrap left alone may stand between two page numbers
_LOOK = 200  # characters on either side of a number
_BLANKS = " \t\u3000\n\r"


def find_page_numbers(raw: str) -> tuple[RawSpan, ...]:
    """Tell page numbers on a line of their own from numbers that a wrap left alone on their line.

    A page number may be set between dashes, be called one (p. 53, 53ページ, 53 / 60) or stand at the edge
    of a page; page numbers count up by one; and a wrap leaves a number alone only in a narrow layout, or
    where the number is part of a date or count (平成 / 28 / 年３月). Where form feeds mark the pages, a
    bare number away from their edges is text.
    """
    found = [
        match
        for match in _ALONE.finditer(raw)
        if match["last"] is None or int(match["number"]) <= int(match["last"])  # 25 / 60
    ]
    if not found:
        return ()
    places = [_Place(raw, *match.span("words")) for match in found]
    narrow = typical_width(raw) < _NARROW
    chained = _in_sequence([int(fold_text(match["number"])) for match in found])
    plain = [index for index, match in enumerate(found) if _is_plain(match)]
    at_edge = {index for index in plain if places[index].is_at_edge}
    feeds_mark_pages = raw.count("\f") > 1 and 2 * len(at_edge) > len(plain)

    def is_page_number(index: int) -> bool:
        match, place = found[index], places[index]
        if not _is_plain(match):
            return bool(match["dash"] or match["page"] or match["leaf"])
        if index in at_edge:
            return True
        if feeds_mark_pages or place.goes_on:
            return False
        return (
            not place.is_counted(surely=True)
            if index in chained
            else not (narrow or place.is_counted(surely=False))
        )

    return tuple(match.span("words") for i, match in enumerate(found) if is_page_number(i))


def _is_plain(match: re.Match[str]) -> bool:
    """A number, or one of so many, that nothing calls a page number."""
    marked = match["dash"] or match["page"] or match["leaf"]
    return not marked and len(match["number"]) <= _LONGEST_PLAIN


class _Place:
    """Where a number stands alone on its line."""

    def __init__(self, raw: str, begin: int, end: int) -> None:
        self._raw, self._span = raw, (begin, end)
        self._before = raw[max(0, begin - _LOOK) : begin]
        self._after = raw[end : end + _LOOK]

    @property
    def is_at_edge(self) -> bool:
        """A form feed stands beside it, or beyond a line that other pages have there, too."""
        before, after = self._before.rstrip(_BLANKS), self._after.lstrip(_BLANKS)
        if before.endswith("\f") or after.startswith("\f") or (not after and "\f" in self._raw):
            return True
        head = before.rpartition("\f")[2] if "\f" in before else ""
        foot = after.partition("\f")[0] if "\f" in after else ""
        lines = (words.strip(_BLANKS) for words in (head, foot))
        return any(line and "\n" not in line and self._raw.count(line) > 1 for line in lines)

    @property
    def goes_on(self) -> bool:
        """It is a piece of a number: digits stand alone on the next line or the one before, or end that."""
        digits = re.compile(rf"{BLANK}[0-9０-９]{{1,2}}{BLANK}$", re.MULTILINE)
        lines_before, lines_after = self._before.splitlines(), self._after.splitlines()
        beside = [*lines_before[-1:], *lines_after[1:2]]
        if any(digits.fullmatch(line) for line in beside):
            return True
        number = self._raw[slice(*self._span)]
        wrapped = _FULL_WIDTH_END.search(self._before.rstrip(_BLANKS))
        return bool(
            wrapped
            and _FULL_WIDTH_END.fullmatch(number)
            and _COUNTED.match(self._after.lstrip(_BLANKS))
        )

    def is_counted(self, *, surely: bool) -> bool:
        """What stands around it says that it counts or dates something."""
        counting = _SURELY_COUNTING if surely else _COUNTING
        before = fold_text(self._before.rstrip(_BLANKS))
        return bool(_COUNTED.match(self._after.lstrip(_BLANKS)) and counting.search(before))


def _in_sequence(numbers: list[int]) -> set[int]:
    """Indices of numbers that are one more, or one less, than one of the two before, or behind."""
    return {
        index
        for index, number in enumerate(numbers)
        if number - 1 in numbers[max(0, index - _STRAY) : index]
        or number + 1 in numbers[index + 1 : index + 1 + _STRAY]
    }


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
        _head(raw, LINE.search(raw, end, following))
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


# A chapter that begins where a sentence of prose goes on over the page is named, not begun.
_CHAPTER = re.compile(
    r"第\s?[0-9０-９一二三四五六七八九十]{1,3}\s?[部章節編][\s\u3000]+[^。、]{1,40}\Z"
)
_OPEN_PROSE = re.compile(r"[。、].*[ぁ-ん、]\Z")


def _heads_within_sentences(raw: str, breaks: Sequence[RawSpan]) -> Iterator[RawSpan]:
    """Find the titles of chapters at the top of pages to which a sentence runs on."""
    for (end, begin), (following, _) in pairwise([*breaks, (len(raw), 0)]):
        line = LINE.search(raw, begin, following)
        head = _head(raw, line)
        if head is None or _CHAPTER.match(raw[slice(*head)]) is None:
            continue
        before = _last_line(raw, max(0, end - _NEAR), end)
        goes_on = LINE.search(raw, head[1], following) is not None
        if goes_on and before and _OPEN_PROSE.search(before.group().strip()):
            yield head


def _unnumbered(words: str) -> str:
    """The words, whatever the page is numbered."""
    return _NUMBER.sub("0", words)


def _lines_with(raw: str, words: str) -> int:
    """How many lines of the file say just that."""
    return sum(_unnumbered(match.group().lstrip()) == words for match in LINE.finditer(raw))


def _last_line(raw: str, begin: int, end: int) -> re.Match[str] | None:
    last = None
    for match in LINE.finditer(raw, begin, end):
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
