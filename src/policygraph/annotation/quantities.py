"""Quantities: amounts of money, counts, shares, multiples and physical measures.

A number is a quantity where a unit of the vocabulary stands behind it (``ontology/vocabulary/units.ttl``):
第５期, Society 5.0, 別表１ and telephone numbers have none. Some words are one by themselves (倍増, 半数).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Final

from policygraph.annotation.annotator import AnnotatedText, Segment
from policygraph.annotation.measures import Measures, Unit
from policygraph.annotation.mentions import AnyMention, QuantityMention, TimeMention
from policygraph.annotation.times import indicator_lengths, overlaps, taken_spans
from policygraph.core.names import role
from policygraph.core.namespaces import IRI, POL
from policygraph.core.numerals import KANJI_NUMERALS, SCALES, amount_value
from policygraph.document import Span

_DIGITS: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_SCALE: Final = rf"[{SCALES}]{{1,2}}"
_NUMBER: Final = (
    rf"{_DIGITS}(?:{_SCALE}(?:{_DIGITS}{_SCALE}){{0,3}}(?:{_DIGITS})?)?"
    rf"|[一二三四五六七八九十百千〇][〇一二三四五六七八九{SCALES}]{{0,12}}"
)
# Of which only the size is told: 数百, 数千億, 十数; but 複数, 件数 and 関数 are words.
_SOME: Final = (
    rf"(?:[十百]|[0-9]{{1,3}})数[{SCALES}]{{0,3}}"
    rf"|(?<![複多少件人回個社名校点口台年月日度手指係関算実整対乗変画枚戸帯者業率総無])数[{SCALES}]{{0,3}}"
)
_TO: Final = r"[~〜～‐–—-]|から|ないし|又は|または"
_CURRENCY: Final = {"$": "ドル", "US$": "米ドル", "¥": "円", "€": "ユーロ", "£": "ポンド"}
# Signs that every quantity has; a class of signs alone is found five times as fast as anything else.
_FIRST: Final = re.compile(rf"[0-9数半倍割分{KANJI_NUMERALS}万億兆]")
_HUNDREDTHS: Final = re.compile(r"([0-9]|[一二三四五六七八九])分(?!の|野|析|類|担|散|割|配|岐|間)")
_COMPARED: Final = re.compile(r"[^、。0-9]{0,12}、?[^、。0-9]{0,12}")
_HEADING_NUMBER: Final = re.compile(r"[0-9]{1,2}(?![0-9])")
_AMOUNT_BEFORE: Final = re.compile(r"円(?:の内数)?\((?:前年度:?)?\Z")
_NAMED_AMOUNT: Final = re.compile(
    r"(?:の内数)?(?:\((?:[0-9][^()]{0,16}円(?:の内数)?|新規|[－-])\)|【新規】|の内数|\Z)"
)
_CLAUSE: Final = re.compile("[。、をがは]")
_NEAR: Final = 24  # characters before an amount
_BECOMES: Final = re.compile("[にへ]|と(?:な[りっる]|する|し[、た])|まで(?:増|拡|引)|増")
_FIGURES: Final = 4  # places of a fraction as per cent


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity in a text, with what it was read as."""

    begin: int
    end: int
    unit: Unit
    value: Decimal | None
    upper: Decimal | None = None


class _Grammar:
    """The pattern of quantities, with the units of a vocabulary."""

    def __init__(self, units: str, words: str) -> None:
        signs = "|".join(map(re.escape, sorted(_CURRENCY, key=len, reverse=True)))
        unit = f"(?:{units})" if units else "(?!)"
        self.may_be = re.compile(
            rf"[0-9数半倍割]|分の|[{KANJI_NUMERALS}万億兆]{{2}}|[二三四五六七八九十百千](?:{units or '(?!)'})"
        )
        self.pattern = re.compile(
            rf"(?=[0-9▲△数US$¥€£{SCALES}{KANJI_NUMERALS}{_begins(words)}])(?:"
            rf"(?<![0-9A-Za-z.,第])(?P<below>{_NUMBER}) ?分の ?(?P<above>{_NUMBER})"
            rf"|(?P<currency>{signs}) ?(?P<paid>{_NUMBER})"
            rf"|(?<![0-9A-Za-z.,第/-])(?P<sign>[▲△](?=[0-9]))?(?P<number>{_NUMBER}|{_SOME})(?: ?(?:{unit})?(?P<to>{_TO}) ?(?P<upper>{_NUMBER}))?"
            rf"(?: (?=[A-Za-z])|の(?=[一-龥]{{2}}))?(?P<unit>{unit})(?!(?<=[A-Za-z])[A-Za-z]|当たり|あたり|につき)"
            rf"|(?P<word>{words or '(?!)'}))"
        )


def _begins(words: str) -> str:
    return "".join(sorted({word[0] for word in words.split("|") if word}))


@cache
def _grammar(units: str, words: str) -> _Grammar:
    return _Grammar(units, words)


def find_quantities(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[QuantityMention]:
    """Find quantities; those in names, dates and times are left to others."""
    measures = text.lexicon.measures
    grammar = _grammar(measures.quantity_labels, measures.word_labels)
    for segment, found in text.with_mentions(made):
        first = _FIRST.search(text.folded, *segment.span)
        if first is None or not grammar.may_be.search(text.folded, first.start(), segment.span.end):
            continue
        quantities = list(read_quantities(measures, text.folded, segment.span))
        if quantities:
            taken = taken_spans(text, segment, found)
            bases = [m for m in found if isinstance(m, TimeMention) and m.role == role("base")]
            for quantity in quantities:
                if not (
                    overlaps(taken, quantity.begin, quantity.end)
                    or _is_heading_number(text, segment, quantity)
                ):
                    yield _mention(text, segment, quantity, bases)


def _is_heading_number(text: AnnotatedText, segment: Segment, found: FoundQuantity) -> bool:
    """The number of a heading, with white space behind it: １ 研究施設の整備."""
    number = _HEADING_NUMBER.match(text.folded, *segment.span)
    if number is None or found.begin != segment.span.begin:
        return False
    raw_offset = text.document.source.raw_offset
    return raw_offset(number.end()) > raw_offset(number.end() - 1) + 1


def read_quantities(measures: Measures, folded: str, span: Span) -> Iterator[FoundQuantity]:
    """The quantities in a stretch of folded text, with what they were read as."""
    grammar = _grammar(measures.quantity_labels, measures.word_labels)
    for begin, end, label, length in indicator_lengths(measures, folded, span):
        yield FoundQuantity(begin, end, measures.units[label], length)
    for match in grammar.pattern.finditer(folded, *span):
        begin, end = match.span()
        if match["below"]:
            percent = measures.units.get("%")
            below = amount_value(match["below"])
            if percent is not None and below:
                share = amount_value(match["above"]) / below
                yield FoundQuantity(begin, end, percent, round(100 * share, _FIGURES))
            continue
        if match["currency"]:
            unit = measures.units.get(_CURRENCY[match["currency"]])
            if unit is not None:
                yield FoundQuantity(begin, end, unit, amount_value(match["paid"]))
            continue
        label = match["unit"] or match["word"]
        unit = measures.units[label]
        if not unit.stands_at(folded, match.start("unit") if match["unit"] else begin, end):
            continue
        if match["word"]:
            yield FoundQuantity(begin, end, unit, unit.value)
            continue
        number = match["number"]
        if not number[0].isascii() and not _is_number(number, unit, label):
            continue
        upper = match["upper"]
        if match["to"] == "から" and _BECOMES.match(folded, end):
            # From 50名 to 100名: two quantities.
            yield FoundQuantity(begin, match.start("to"), unit, amount_value(number) * unit.factor)
            begin, number, upper = match.start("upper"), upper, None
        factor = -unit.factor if match["sign"] else unit.factor
        value = None if "数" in number else amount_value(number) * factor
        if value is not None and unit.factor == 10:
            hundredths = _HUNDREDTHS.match(folded, end, span.end)
            if hundredths:
                value, end = value + amount_value(hundredths[1]), hundredths.end()
        yield FoundQuantity(
            begin, end, unit, value, amount_value(upper) * unit.factor if upper else None
        )


def _is_number(kanji: str, unit: Unit, label: str) -> bool:
    """Numerals in kanji that are a number before a unit: 三割 and 十五件; but 一人, 一部 and 千円札 are words."""
    if "数" in kanji:
        return True
    if unit.factor != 1 or unit.iri.endswith("/percent"):
        return True
    if len(label) > 1 and kanji in "二三四五六七八九":  # 三課題; 一 is a word too often
        return True
    return len(kanji) > 1 or (kanji in "百千二三四五六七八九" and unit.iri.endswith("/times"))


def _of_line(folded: str, found: FoundQuantity, span: Span) -> IRI | None:
    """The role of an amount that a name alone has before it: …事業 12億円（9億円）; ``None`` of others."""
    if _AMOUNT_BEFORE.search(folded, span.begin, found.begin) and folded.startswith(")", found.end):
        return role("base")  # that of the year before
    if _NAMED_AMOUNT.match(folded, found.end, span.end) and not _CLAUSE.search(
        folded, max(span.begin, found.begin - _NEAR), found.begin
    ):
        return role("budget")
    return None


def _mention(
    text: AnnotatedText, segment: Segment, found: FoundQuantity, bases: Sequence[TimeMention]
) -> QuantityMention:
    measures, folded = text.lexicon.measures, text.folded
    first, last = segment.span
    begin, end, qualifiers = measures.qualified(
        POL.QuantityMention, folded, found.begin, found.end, first, last
    )
    kinds = frozenset((POL.QuantityMention, found.unit.kind))
    told = text.columns.role(found.begin) or measures.role(
        kinds, folded, found.begin, found.end, first, last
    )
    if told is None and found.unit.kind.endswith("/money"):
        told = _of_line(folded, found, segment.span)
    last_base = bisect_right(bases, begin, key=attrgetter("end")) - 1
    base = bases[last_base] if last_base >= 0 else None
    if base is not None and not _COMPARED.fullmatch(folded, base.end, begin):
        base = None
    said = told or role("target" if base else "figure")
    return QuantityMention(
        segment.unit, begin, end, "quantities", said,
        measured_in=found.unit.iri,
        value=found.value,
        upper=found.upper,
        compared_with=Span(base.begin, base.end) if base else None,
        link=found.unit.link if said != role("base") else None,
        qualifiers=qualifiers,
    )  # fmt: skip
