"""Times and quantities: what each phrase of a list says, and what any printed year is."""

from __future__ import annotations

import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.annotation.dates import find_dates
from policygraph.annotation.lexicon import Lexicon, read_lexicon
from policygraph.annotation.mentions import DateMention, QuantityMention, TimeMention
from policygraph.annotation.quantities import find_quantities
from policygraph.annotation.times import find_times
from policygraph.core.fold import fold
from policygraph.core.resources import find_vocabulary
from policygraph.document import Span

_PHRASES = Path(__file__).parent / "times_and_quantities.tsv"
_LINES = [
    line
    for line in _PHRASES.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
AnyValue = DateMention | TimeMention | QuantityMention


@cache
def lexicon() -> Lexicon:
    return read_lexicon(find_vocabulary().files)


class OneSegment:
    """A sentence as the recognisers see it, alone in its text."""

    def __init__(self, sentence: str) -> None:
        self.folding = fold(sentence)
        self.folded = self.folding.text
        self.lexicon = lexicon()
        self.unit = None
        self.span = Span(0, len(self.folded))

    def with_mentions(self, made: list[AnyValue]) -> list[tuple[OneSegment, list[AnyValue]]]:
        return [(self, made)]


def said_in(sentence: str) -> tuple[OneSegment, list[AnyValue]]:
    text = OneSegment(sentence)
    made: list[AnyValue] = []
    for find in (find_dates, find_times, find_quantities):
        made += list(find(text, list(made)))  # type: ignore[operator, arg-type]
    return text, made


def in_words(sentence: str) -> set[str]:
    """What a sentence says, as the list writes it."""
    text, made = said_in(sentence)
    return {_written(text, mention) for mention in made}


def _written(text: OneSegment, mention: AnyValue) -> str:
    begin, end = text.folding.span(mention.begin, mention.end)
    columns = [text.folding.printed[begin:end], mention.role.rpartition("/")[2]]
    if isinstance(mention, DateMention):
        return " | ".join([*columns, mention.date.isoformat()])
    values = [mention.value, mention.upper]
    if isinstance(mention, TimeMention):
        values = [value and value.value for value in values]  # type: ignore[misc]
    else:
        values = [None if v is None else f"{v.normalize():f}" for v in values]  # type: ignore[misc, union-attr]
    columns.append("..".join(str(value) for value in values if value is not None))
    if isinstance(mention, QuantityMention):
        columns.append(mention.measured_in.rpartition("/")[2])
    return " | ".join(columns)


@pytest.mark.parametrize("line", _LINES, ids=lambda line: line.partition("\t")[0])
def test_a_sentence_says_these_times_and_quantities(line: str) -> None:
    sentence, *expected = line.split("\t")
    assert in_words(sentence) == {words for words in expected if words != "-"}


def test_the_list_has_at_least_150_sentences_each_once() -> None:
    assert len({line.partition("\t")[0] for line in _LINES}) == len(_LINES) >= 150


# ---- Any year, in any printing ----

_ERAS = {
    "明治": (1867, 6, 45),
    "大正": (1911, 2, 15),
    "昭和": (1925, 2, 64),
    "平成": (1988, 1, 31),
    "令和": (2018, 1, 60),
}
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    ten = ("" if tens < 2 else digits[tens]) + "十" if tens else ""
    return ten + (digits[ones] if ones else "")


@st.composite
def printed_years(draw: st.DrawFn) -> tuple[str, int]:
    """A year as documents print it, without 年, and the year that it is."""
    era = draw(st.sampled_from(sorted(_ERAS)))
    before, first, last = _ERAS[era]
    number = draw(st.integers(first, last))
    year = before + number
    plain = "元" if number == 1 and draw(st.booleans()) else str(number)
    printed = draw(
        st.sampled_from(
            [
                f"{era}{plain}", f"{era}{plain.translate(_WIDE)}", f"{era}{_kanji(number)}",
                str(year), str(year).translate(_WIDE), f"{era}{number}（{year}）", f"{year}（{era}{number}）",
                "".join("〇一二三四五六七八九"[int(sign)] for sign in str(year)),
            ]
        )
    )  # fmt: skip
    return printed, year


@given(printed_years())
def test_any_printed_year_is_read(printed: tuple[str, int]) -> None:
    words, year = printed
    _, (mention,) = said_in(f"基準は{words}年までに改める。")
    assert isinstance(mention, TimeMention)
    assert (mention.value and mention.value.value) == str(year)
    assert mention.last_day == datetime.date(year, 12, 31)


@given(printed_years())
def test_any_printed_fiscal_year_runs_from_april_to_march(printed: tuple[str, int]) -> None:
    words, year = printed
    _, (mention,) = said_in(f"基準を{words}年度に改める。")
    assert isinstance(mention, TimeMention)
    assert mention.first_day == datetime.date(year, 4, 1)
    assert mention.last_day == datetime.date(year + 1, 3, 31)


@given(printed_years(), st.integers(1, 12), st.integers(1, 28), st.booleans())
def test_any_printed_day_is_read(
    printed: tuple[str, int], month: int, day: int, wide: bool
) -> None:
    words, year = printed
    date = datetime.date(year, month, day)
    behind = f"年{month}月{day}日"
    _, made = said_in(f"会議は{words}{behind.translate(_WIDE) if wide else behind}に開かれた。")
    inside_its_era = _exists(words, date)
    assert [mention.date for mention in made if isinstance(mention, DateMention)] == (
        [date] if inside_its_era else []
    )


def _exists(words: str, date: datetime.date) -> bool:
    ends = {
        "明治": (datetime.date(1868, 10, 23), datetime.date(1912, 7, 30)),
        "大正": (datetime.date(1912, 7, 30), datetime.date(1926, 12, 25)),
        "昭和": (datetime.date(1926, 12, 25), datetime.date(1989, 1, 7)),
        "平成": (datetime.date(1989, 1, 8), datetime.date(2019, 4, 30)),
        "令和": (datetime.date(2019, 5, 1), datetime.date.max),
    }
    return all(
        first <= date <= last for era, (first, last) in ends.items() if words.startswith(era)
    )


@given(st.integers(1, 99_999_999), st.sampled_from(["件", "人", "円", "か所", "社"]))
def test_any_number_of_a_unit_is_read(number: int, unit: str) -> None:
    _, made = said_in(f"合計は{number:,}{unit}である。")
    values = [mention.value for mention in made if isinstance(mention, QuantityMention)]
    assert values == [number] or (number == 1 and unit == "人")


@given(
    st.text(
        alphabet="0123456789年度月日から～、。千百万億円件％割令和平成毎約第まで（）", max_size=60
    )
)
def test_mentions_lie_in_the_text_and_do_not_overlap(words: str) -> None:
    text, made = said_in(words)
    spans = sorted((mention.begin, mention.end) for mention in made)
    assert all(0 <= begin < end <= len(text.folded) for begin, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
