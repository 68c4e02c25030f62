"""The words of an item by what they tell."""

from __future__ import annotations

import pytest

from policygraph.core.fold import comparable
from policygraph.lineage.tracing import differences
from policygraph.lineage.wording import masked, names_in, terms_of


def _keys(words: str) -> set[str]:
    return {term.key for term in terms_of(comparable(words))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ドローンで薪を運ぶ", "無人航空機で薪を運ぶ"),
        ("高齢の人の家を訪ねる", "高齢者の住まいを訪ねる"),
        ("船を借りる", "漁船を借りる"),
    ],
    ids=["drone", "old people", "ship"],
)
def test_words_for_one_thing_are_one_term(one: str, other: str) -> None:
    assert {key for key in _keys(one) if key[0] == "="} & _keys(other)


def test_a_word_of_one_kanji_counts_only_by_itself() -> None:
    assert "=薬" in _keys("薬を配る")
    assert "=薬" not in _keys("農薬を配る")


def test_words_of_the_frame_weigh_little_in_any_form() -> None:
    weights = {term.key: term.weight for term in terms_of("灯台の整備を支える")}
    assert weights["灯台"] == 1.0
    assert weights["~整備"] == weights["~支え"] < 0.2


def test_what_is_acted_on_weighs_more_than_the_rest() -> None:
    weights = {term.key: term.weight for term in terms_of("帆船を、桟橋で公開する")}
    assert weights["帆船"] > weights["桟橋"]


def test_a_noun_in_hiragana_is_a_term_and_a_particle_is_none() -> None:
    assert {"うなぎ", "りん"} <= _keys("うなぎの群れと灰のりんを調べる")
    assert not {"ため", "こと"} & _keys("灯台のために学ぶことを勧める")


def test_what_is_masked_is_left_out_and_joins_nothing() -> None:
    assert masked("灯台を2020年度に塗る", [(3, 9)]) == "灯台を_に塗る"


def test_quoted_names_are_found() -> None:
    assert names_in("「灯台百選」と『海の日』を祝う") == {"灯台百選", "海の日"}


def test_the_words_that_differ_are_told_whole_and_once() -> None:
    later, earlier = differences("灯台の塗装を2021年に行う。", "灯台の塗装を2020年に検討する。")
    assert later == ("2021", "行う")
    assert earlier == ("2020", "検討する")


def test_equal_texts_differ_in_no_words() -> None:
    assert differences("灯台を塗る。", "灯台を塗る。") == ((), ())
