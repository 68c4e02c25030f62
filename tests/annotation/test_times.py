"""Times and quantities: what each phrase of a list says, and what any printed year is."""

from __future__ import annotations

import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.annotation.annotator import Annotations, DocumentTime
from policygraph.annotation.column_roles import ColumnRoles
from policygraph.annotation.dates import find_dates
from policygraph.annotation.lexicon import Lexicon, read_lexicon
from policygraph.annotation.mentions import DateMention, QuantityMention, TimeMention
from policygraph.annotation.quantities import find_quantities
from policygraph.annotation.times import find_times
from policygraph.core.fold import fold
from policygraph.core.resources import find_vocabulary
from policygraph.corpus.description import DocumentDescription, TextFile
from policygraph.corpus.reading import Reader
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

    def __init__(self, sentence: str, day: datetime.date | None = None) -> None:
        self.folding = fold(sentence)
        self.folded = self.folding.text
        self.lexicon = lexicon()
        self.unit = None
        self.document = SimpleNamespace(source=SimpleNamespace(raw_offset=int))
        self.time = DocumentTime(day)
        self.columns = ColumnRoles(())
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


# ---- Times that their document tells ----


def annotate(text: str, folder: Path) -> Annotations:
    file = folder / "text.txt"
    file.write_text(text, encoding="utf-8")
    described = DocumentDescription(key="text", outline="")
    return Reader().read(TextFile(file, described, "text")).annotations


def _days(mention: AnyValue) -> tuple[datetime.date | None, datetime.date | None]:
    assert isinstance(mention, TimeMention)
    return mention.first_day, mention.last_day


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("今年度", (2024, 4, 1), (2025, 3, 31)),
        ("来年度", (2025, 4, 1), (2026, 3, 31)),
        ("年度内", (2024, 4, 1), (2025, 3, 31)),
        ("年内", (2025, 1, 1), (2025, 12, 31)),
        ("昨年12月", (2024, 12, 1), (2024, 12, 31)),
        ("本年夏", (2025, 6, 1), (2025, 8, 31)),
        ("来年度末", (2026, 3, 31), (2026, 3, 31)),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_relative_time_is_that_of_its_documents_day(
    words: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    text = OneSegment(f"{words}に結論を得る。", datetime.date(2025, 2, 14))
    (found,) = find_times(text, [])  # type: ignore[arg-type]
    assert _days(found) == (datetime.date(*first), datetime.date(*last))


def test_without_a_day_a_relative_time_has_no_value() -> None:
    (found,) = find_times(OneSegment("今年度に結論を得る。"), [])  # type: ignore[arg-type]
    assert isinstance(found, TimeMention)
    assert (found.value, found.first_day) == (None, None)


def test_the_head_of_a_document_tells_its_day_and_its_year(tmp_path: Path) -> None:
    text = (
        "令和６年度　港町計画の実施状況\n令和７年６月20日　港町会議決定\n"
        "１　施策\n・前年度の結果を来年度の案に用いる。【経済産業省】\n"
    )
    found = annotate(text, tmp_path)
    assert [(m.first_day, m.last_day) for m in found.times] == [
        (datetime.date(2023, 4, 1), datetime.date(2024, 3, 31)),  # the year before 令和６年度
        (datetime.date(2026, 4, 1), datetime.date(2027, 3, 31)),  # the year behind 20 June 2025
    ]
    printed = found.document.source.text
    assert [printed[m.begin : m.end] for m in found.head] == ["令和６年度", "令和７年６月20日"]


# ---- Figures in tables ----

_TABLE = """港町の事業
（単位：百万円。括弧内は前年度予算額）

１．経済産業省
事業名	概要	令和７年度予算案	担当課
灯台改修事業	灯台を改める。	1,234（987）	港湾課
浮桟橋の設計	設計を行う。	50（新規）	港湾課
"""


def test_a_figure_below_a_heading_has_the_unit_above_its_table(tmp_path: Path) -> None:
    found = annotate(_TABLE, tmp_path)
    source = found.document.source
    assert [
        (source.text[q.begin : q.end], q.role.rpartition("/")[2], q.value) for q in found.quantities
    ] == [("1,234", "budget", 1234000000), ("987", "base", 987000000), ("50", "budget", 50000000)]


def test_a_figure_has_the_unit_in_the_heading_of_its_column(tmp_path: Path) -> None:
    table = _TABLE.replace("（単位：百万円。括弧内は前年度予算額）\n", "").replace(
        "予算案", "予算額（千円）"
    )
    found = annotate(table, tmp_path)
    assert [q.value for q in found.quantities] == [1234000, 987000, 50000]
