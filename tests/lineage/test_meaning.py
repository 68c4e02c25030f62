"""Items by what their words mean: known words, words that stand for others, what is nearest."""

from __future__ import annotations

import numpy as np
import pytest

from policygraph.lineage.likeness import Comparison, Side
from policygraph.lineage.meaning import NEAREST, Meaning, words_of
from policygraph.lineage.senses import SQUARE, forms_in, read_senses
from policygraph.lineage.wording import terms_of


def _meaning(later: str, *earlier: str) -> Meaning:
    return Meaning([later], list(earlier), lambda _count: 1.0)


def _keys(content: str) -> set[int]:
    return {word.key for word in words_of(content)}


def test_the_longest_known_words_are_found_from_left_to_right() -> None:
    assert [form for form, *_ in forms_in("灯台の望遠鏡を磨く")] == ["灯台", "望遠鏡", "磨く"]


def test_a_verb_is_known_in_any_of_its_forms() -> None:
    assert {"磨く", "磨~"} >= {form for form, *_ in forms_in("磨いた")} != set()


def test_a_word_in_kana_is_not_cut() -> None:
    assert all(form != "カメ" for form, *_ in forms_in("カメラを置く"))


def test_vectors_are_of_about_one_length_and_whole_numbers_so_that_products_are_exact() -> None:
    vectors = read_senses().vectors
    assert (vectors == np.rint(vectors)).all()
    squares = (vectors * vectors).sum(axis=1)
    assert squares.min() > 0.75 * SQUARE
    assert squares.max() < 1.05 * SQUARE < 2**24  # what a float of 32 bits counts


@pytest.mark.parametrize(
    ("one", "other"),
    [("医師を呼ぶ", "医者を呼ぶ"), ("自動車を洗う", "車両を洗う")],
    ids=["doctor", "car"],
)
def test_words_of_one_meaning_have_one_key(one: str, other: str) -> None:
    assert _keys(one) & _keys(other)


def test_a_word_that_is_part_of_another_is_not_that_word() -> None:
    assert "=学校" in {term.key for term in terms_of("学校を塗る")}
    assert "=大学" not in {term.key for term in terms_of("大学院を塗る")}


def test_a_paraphrase_without_a_common_word_is_nearer_than_another_thing() -> None:
    meaning = _meaning("病気の牛に薬を与える", "家畜の疾病を治療する", "灯台の電球を取り替える")
    near, far = meaning.features(0, [0, 1])
    assert near["sense"] > far["sense"] + 0.2
    assert near["first"] > far["first"]
    assert near["above"] > far["above"]


def test_a_word_in_the_place_of_another_is_exchanged_and_an_added_one_is_not() -> None:
    assert _meaning("帆船の索具を直す", "鉄橋の索具を直す").exchanged(0, 0) > 0.5
    assert _meaning("帆船の索具を直す", "索具を直す").exchanged(0, 0) == 0.0


def test_nothing_answers_to_a_foreign_word() -> None:
    same, other = _meaning("珊瑚の写真を撮る", "写真を珊瑚から撮る", "隕石の写真を撮る").features(
        0, [0, 1]
    )
    assert same["foreign"] == 0.0
    assert other["foreign"] > 0.2


def test_two_parts_together_are_nearer_to_the_whole_than_one() -> None:
    meaning = _meaning(
        "灯台の電球と港の防波堤を点検する", "灯台の電球を点検する", "港の防波堤を点検する"
    )
    one = meaning.together(0, [0], of_later=True)
    assert meaning.together(0, [0, 1], of_later=True) > one


def test_an_item_without_a_known_word_has_nothing_in_common() -> None:
    (found,) = _meaning("", "灯台を塗る").features(0, [0])
    assert found["sense"] == found["same words"] == 0.0


def test_what_is_nearest_is_bounded_and_the_same_in_any_order_of_asking() -> None:
    many = [f"{word}を塗る" for word in ("灯台", "帆船", "鉄橋", "水門", "埠頭", "浮標") * 8]
    meaning = Meaning(many, many, lambda _count: 1.0)
    pairs = list(meaning.nearest())
    assert len(pairs) <= 2 * NEAREST * len(many)
    assert pairs == list(Meaning(many, many, lambda _count: 1.0).nearest())


def test_an_empty_edition_is_near_to_nothing() -> None:
    assert list(Comparison(Side([]), Side([])).pairs()) == []
