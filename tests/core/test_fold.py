"""The one fold: what is equal after it, and the way back to the printed characters."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policygraph.core.fold import comparable, fold, fold_text, variants

# Letters, marks and signs that folding is about, beside any other.
_TELLING = "か゛は\u3099\u309aガﾊﾞﾟ⽂⼤⺠⻑學❶⑴①㍿㋿㌔Ⅱ〜～−－‧·・１ａ．，。る）(²…\u00a0\u3000中\ufe00\U000e0101\u200bé"
TEXTS = st.text(st.one_of(st.sampled_from(_TELLING), st.characters(exclude_categories=["Cs"])))


@pytest.mark.parametrize(
    ("printed", "matched"),
    [
        pytest.param("⽂部科学省", "文部科学省", id="kangxi-radical"),
        pytest.param("国⺠の中⻑期", "国民の中長期", id="cjk-radical"),
        pytest.param("⿊⼾", "黒戸", id="radical-of-an-old-form"),
        pytest.param("ヘ\u3099ンチャー", "ベンチャー", id="decomposed"),
        pytest.param("ﾍﾞﾝﾁｬｰ", "ベンチャー", id="half-width"),
        pytest.param("中\U000e0101小", "中小", id="ideographic-variant"),
        pytest.param("茶\ufe00", "茶", id="variation-selector"),
        pytest.param("\uf9d0別", "類別", id="compatibility-ideograph"),
        pytest.param("文部科學省", "文部科学省", id="old-form"),
        pytest.param("〜～", "~~", id="wave-dashes"),
        pytest.param("−－‐‑–—", "------", id="dashes"),
        pytest.param("‧·•･", "・・・・", id="middle-points"),
        pytest.param("❶➀⓵①", "①①①①", id="circled"),
        pytest.param("⑴⒈", "(1)1.", id="enclosed"),
        pytest.param("ＳＩＰ２", "SIP2", id="full-width"),
        pytest.param("㍿と㋿", "株式会社と令和", id="squared"),
        pytest.param("整備する．次に，進める．", "整備する。次に、進める。", id="stops-of-prose"),
        pytest.param("１．５とア．", "1.5とア.", id="points-of-numbers"),
    ],
)
def test_what_people_read_as_the_same_is_matched_as_the_same(printed: str, matched: str) -> None:
    assert fold_text(printed) == matched


@pytest.mark.parametrize("text", ["Ⅱ", "①", "10²", "゛", "…", "科学技術・イノベーション。"])
def test_signs_that_tell_something_of_their_own_stay(text: str) -> None:
    assert fold_text(text) == text


def test_a_number_in_a_circle_is_not_one_in_brackets_but_equals_it_in_a_restatement_of_its_number() -> (
    None
):
    assert fold_text("①") != fold_text("⑴") == fold_text("（１）")
    assert comparable("①の Ⅱ") == comparable("1のII")


def test_a_stretch_that_holds_a_part_of_a_character_is_widened_to_all_of_it() -> None:
    folded = fold("この㍿です")
    begin = folded.text.index("会社")
    assert folded.span(begin, begin + 2) == (2, 3)
    assert not folded.is_whole(begin, begin + 2)
    assert folded.is_whole(2, 6)


def test_signs_that_are_asked_for_as_printed_stay() -> None:
    import re

    kept = variants(re.compile("[❶-❿]"))
    assert fold("❶⑴", keep=kept).text == "❶(1)"
    assert variants(re.compile("[①-⑳]")) == frozenset()


@given(TEXTS)
def test_the_way_back_never_goes_backwards(text: str) -> None:
    folded = fold(text)
    begins = [folded.begin(offset) for offset in range(len(folded.text) + 1)]
    ends = [folded.end(offset) for offset in range(len(folded.text) + 1)]
    assert begins == sorted(begins)
    assert ends == sorted(ends)
    forth = [folded.folded_begin(offset) for offset in range(len(text) + 1)]
    assert forth == sorted(forth)
    if folded.text:
        assert (begins[0], ends[-1]) == (0, len(text))


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold_text(text)
    assert fold_text(once) == once
    assert comparable(comparable(text)) == comparable(text)


@given(TEXTS)
def test_canonical_equivalents_are_equal_after_folding(text: str) -> None:
    assert fold_text(unicodedata.normalize("NFD", text)) == fold_text(text)
    assert fold_text(unicodedata.normalize("NFC", text)) == fold_text(text)


@given(TEXTS, st.data())
def test_a_span_of_whole_characters_comes_back_as_it_went(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    begin = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(begin, len(folded.text)))
    printed = folded.span(begin, end)
    assert 0 <= printed[0] <= printed[1] <= len(text)
    back = folded.folded_span(*printed)
    if end > begin:
        assert back[0] <= begin
        assert end <= back[1]
        if folded.is_whole(begin, end):
            assert back == (begin, end)


@given(TEXTS)
def test_an_aligned_text_keeps_every_offset(text: str) -> None:
    folded = fold(text)
    if folded.is_aligned:
        assert len(folded.text) == len(text)
        assert folded.span(0, len(text)) == (0, len(text))


@settings(max_examples=3, deadline=None)
@given(st.sampled_from(["か\u3099㍿", "１２ａ", "大学の研究を"]))
def test_ten_times_the_text_takes_some_ten_times_as_long(text: str) -> None:
    def seconds(count: int) -> float:
        long = text * count
        best = min(_timed(long) for _ in range(3))
        return best

    assert seconds(20_000) < 40 * seconds(2_000) + 0.05


def _timed(text: str) -> float:
    begin = time.perf_counter()
    fold(text)
    return time.perf_counter() - begin
