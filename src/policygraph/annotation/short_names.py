"""What stands in brackets behind a name: a short form that is used later on, the number of a law.

国立研究開発法人…機構（以下「機構」という。） makes 機構 a mention of that body from there on, in this document
alone; …プログラム（ABC） does so with its Latin name, and ABC（…プログラム） too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from policygraph.annotation.annotator import AnnotatedText
from policygraph.annotation.mentions import AnyMention, Mention
from policygraph.annotation.name_forms import STEPS
from policygraph.core.numerals import KANJI_NUMERALS, read_numeral
from policygraph.document import Span

_NUMBER: Final = rf"(?:[0-9]+|元|[{KANJI_NUMERALS}]+)"
LAW_NUMBER: Final = re.compile(
    rf"[」』]?\(((?:明治|大正|昭和|平成|令和) ?{_NUMBER} ?年 ?"
    rf"(?:法律|政令|条約|条例|[^ ()第]{{1,8}}令|[^ ()第]{{1,10}}告示) ?第 ?{_NUMBER} ?号)"
)
"""The brackets behind a law's name that give its number (group 1)."""
_DIGITS: Final = re.compile(rf"元(?=年)|[{KANJI_NUMERALS}]+(?=年|号)")
# 以下「…」という。, with or without quotation marks and what stands before it in the brackets.
_SHORT: Final = re.compile(
    r"\((?:[^()「」]*[。、;] ?)?(?:以下、?(?:単に)?、?|略称(?:は|:)?、?|通称(?:は|:)?、?)"
    r"(?:「(?P<quoted>[^「」()]{1,24})」[^()「」]{0,24}|"
    r"(?P<bare>[^「」()、。同この各]{2,16}?)(?:という|とする|と略す|と呼ぶ|と表記する)?。?)\)"
)
_INTRODUCES: Final = re.compile("以下|略称|通称")
# (Japan … Agency: JAXA), (JAXA)
_LATIN: Final = re.compile(
    r"\((?:[A-Za-z][A-Za-z&'’., -]{3,100}[:;,、] ?)?(?P<latin>[A-Z][A-Za-z0-9&+.-]{1,11})\)"
)
_LATIN_BEFORE: Final = re.compile(
    r"(?<![A-Za-z0-9])(?P<latin>[A-Z][A-Za-z0-9&+-]{1,11})\((?=[^()]{4,60}\))"
)
_SELF: Final = ("本", "同", "当")
_JAPANESE: Final = "一-龥々〆ヵヶァ-ヺー"
_MAY_FOLLOW: Final = "(?:等|内|側|自ら|及び|並びに|所管|職員|が|を|に|は|の|で|と|も)"


class ShortForm(NamedTuple):
    """A short form where a text introduces it.

    Attributes:
        at: where the brackets begin, which is where the name ends.
        words: the short form.
        span: where it stands in the brackets.
    """

    at: int
    words: str
    span: Span


def short_forms(folded: str) -> Iterator[ShortForm]:
    """The short forms that a text introduces in brackets, Latin ones not among them."""
    for match in _SHORT.finditer(folded) if _INTRODUCES.search(folded) else ():
        group = "quoted" if match["quoted"] else "bare"
        if not match[group].startswith(_SELF):
            at = _end_of_name(folded, match.start())
            yield ShortForm(at, match[group], Span(*match.span(group)))


_NICKNAME: Final = re.compile(
    r"[」』]\((?:愛称|通称|略称)?[:「]?(?P<words>(?!新規|継続|拡充|仮称|再掲|案\)|[0-9]|令和|平成|昭和|以下|別)"
    r"(?:[ぁ-んァ-ヶー一-龥A-Za-z]{2,10}))」?\)(?=[にはがをので、])"
)


def nicknames(folded: str) -> Iterator[ShortForm]:
    """The words in brackets alone right behind a quoted name: 「…情報システム」（なぎさ）."""
    for match in _NICKNAME.finditer(folded):
        yield ShortForm(match.start(), match["words"], Span(*match.span("words")))


def _end_of_name(folded: str, brackets: int) -> int:
    """Where a name ends behind which brackets begin, with or without its closing quotation mark."""
    return brackets - 1 if folded[max(0, brackets - 1) : brackets] in ("」", "』") else brackets


def with_law_numbers(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[AnyMention]:
    """Mentions, those of works with the number of the law that stands behind them."""
    works = text.lexicon.work_link
    for mention in made:
        if isinstance(mention, Mention) and mention.link == works:
            match = LAW_NUMBER.match(text.folded, mention.end)
            if match is not None:
                mention = mention._replace(law_number=_in_digits(match[1]))
        yield mention


def _in_digits(number: str) -> str:
    """平成七年法律第百三十号 as 平成7年法律第130号."""
    return _DIGITS.sub(lambda m: str(read_numeral(m.group())), number).replace(" ", "")


def find_short(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[Mention]:
    """Find the short forms of names that the document itself introduces."""
    names = [m for m in made if isinstance(m, Mention) and m.kind == "name"]
    covered = sorted((name.begin, name.end) for name in names)
    links = {text.lexicon.links.get(rdf_class) for rdf_class in STEPS}
    introduced = dict(_introduced(text.folded, [n for n in names if n.link in links]))
    if not introduced:
        return
    words = sorted(introduced, key=lambda word: (-len(word), word))
    pattern = re.compile("|".join(map(_whole, words)))
    inside = _Covered(covered)
    for segment in text.segments:
        for match in pattern.finditer(text.folded, *segment.span):
            name, since = introduced[match.group()]
            if match.start() >= since and not inside.holds(*match.span()):
                yield Mention(
                    segment.unit, *match.span(), "short", name.meanings, name.link,
                    compound=name.compound, thing=name.thing,
                    short_for=text.folded[name.begin : name.end],
                )  # fmt: skip


def _introduced(folded: str, names: Sequence[Mention]) -> Iterator[tuple[str, tuple[Mention, int]]]:
    """Each short form, with the name that it stands for and where it is introduced."""
    ends: Mapping[int, Mention] = {name.end: name for name in names}
    begins: Mapping[int, Mention] = {name.begin: name for name in names}
    for form in short_forms(folded):
        if form.at in ends:
            yield form.words, (ends[form.at], form.span.begin)
    for form in nicknames(folded):
        if form.at in ends:
            yield form.words, (ends[form.at], form.span.begin)
    for match in _LATIN.finditer(folded):
        name = ends.get(_end_of_name(folded, match.start()))
        if name is not None:
            yield match["latin"], (name, match.start("latin"))
    for match in _LATIN_BEFORE.finditer(folded):
        name = begins.get(match.end())
        if (
            name
            and folded[name.end : name.end + 1] == ")"
            and not folded[name.begin : name.end].isascii()
        ):
            yield match["latin"], (name, match.start("latin"))


def _whole(word: str) -> str:
    """A pattern for a short form that is no part of another word."""
    if word[0].isascii():
        before = "(?<![A-Za-z0-9])"
    else:
        before = (
            f"(?:(?<![{_JAPANESE}])|(?<=[通略]称)|(?<=以下))"
            if re.match(f"[{_JAPANESE}]", word)
            else ""
        )
    if word[-1].isascii():
        return f"{before}{re.escape(word)}(?![A-Za-z0-9])"
    return f"{before}{re.escape(word)}(?:(?![{_JAPANESE}])|(?={_MAY_FOLLOW}))"


class _Covered:
    """Where names stand."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._begins: list[int] = []
        self._ends: list[int] = []  # the furthest end of all that begin up to there
        furthest = -1
        for begin, end in spans:
            furthest = max(furthest, end)
            self._begins.append(begin)
            self._ends.append(furthest)

    def holds(self, begin: int, end: int) -> bool:
        """A name covers the stretch."""
        index = bisect_right(self._begins, begin) - 1
        return index >= 0 and self._ends[index] >= end
