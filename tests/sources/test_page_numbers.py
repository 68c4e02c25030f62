from __future__ import annotations

import pytest

from policygraph.sources import read_text

_WIDE = "一二三四五六七八九十一二三四五六七八九十\n"


@pytest.mark.parametrize(
    "page",
    ["53", "- 53 -", "－ 53 －", "　53　", "５３", "p. 53", "P53", "53 / 90", "53ページ", "５３頁"],
)
def test_a_number_on_a_line_of_its_own_is_a_page_number(page: str) -> None:
    source = read_text(_WIDE * 3 + "グローバ\n" + page + "\nルな次元\n" + _WIDE)
    assert "グローバルな次元" in source.text
    assert [name for _, _, name in source.asides] == ["page number"]


def test_a_fraction_above_one_is_no_page_of_pages() -> None:
    assert "90/53" in read_text(_WIDE * 3 + "グローバ\n90/53\nルな次元\n" + _WIDE).text


def test_a_year_on_a_line_of_its_own_is_no_page_number() -> None:
    assert "2008年" in read_text(_WIDE * 3 + "2008\n年をピーク\n").text


def test_a_day_that_a_wrap_cut_off_is_no_page_number() -> None:
    assert read_text(_WIDE * 3 + "平成\n28\n年３月").text.endswith("平成28年３月")


def test_a_count_that_a_wrap_cut_off_is_no_page_number() -> None:
    assert read_text(_WIDE * 3 + "５年から\n10\n年程度").text.endswith("５年から10年程度")


def test_in_a_narrow_text_a_lone_number_is_text() -> None:
    assert read_text("平成の\n10\nか所で\n行う。").text == "平成の10か所で行う。"


def test_in_a_narrow_text_numbers_that_count_up_are_page_numbers() -> None:
    assert read_text("一二三\n53\n四五六\n七八九\n54\n十。").text == "一二三四五六七八九十。"


def test_a_page_number_between_a_number_and_its_unit_is_seen() -> None:
    assert "16日" in read_text(_WIDE * 3 + "５月16\n131\n日\n" + _WIDE).text


def test_a_number_beside_a_form_feed_is_a_page_number() -> None:
    assert read_text("一\n7\n\f二").text == "一二"
