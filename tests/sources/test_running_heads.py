from __future__ import annotations

import pytest

from policygraph.sources import read_text

_PAGE = [
    "国は、農業者と協力して研究開発を推",
    "進し、その成果を広く公開することと",
    "し、担い手の確保を図る。",
]
_TEXT = "".join(_PAGE)


@pytest.mark.parametrize("head", ["総合戦略2016", "第２章 経済・社会的課題への対応"])
@pytest.mark.parametrize("page", ["- {} -\n", "{}\n", "\f", "{}\n\f", "\f\n"])
@pytest.mark.parametrize("place", ["top", "foot", "above the number"])
def test_a_line_that_stands_on_every_page_is_layout(head: str, page: str, place: str) -> None:
    raw = ""
    for number in range(8, 13):
        number_line = page.format(number)
        lines = "\n".join(_PAGE[number % 3 :] + _PAGE[: number % 3]) + "\n"
        if place == "top":
            raw += lines + number_line + head + "\n"
        else:
            raw += lines + head + "\n" + number_line
    source = read_text(raw)
    assert head.replace(" ", "") not in source.text
    assert len(source.text) == 5 * len(_TEXT)
    assert [name for _, _, name in source.asides].count("running head") == 5


def test_a_line_that_begins_two_pages_is_text() -> None:
    raw = (
        "総合戦略を定める。\n次に進む。\n- 1 -\n" * 2
    ) + "総合戦略の\n外に出る。\n- 3 -\n別の話。\n"
    assert "running head" not in {name for _, _, name in read_text(raw).asides}


def test_without_pages_nothing_is_a_running_head() -> None:
    assert read_text("総合戦略2016\n行う。\n" * 9).asides == ()


@pytest.mark.parametrize(
    "line", ["【文部科学省】", "（１）農業の振興", "・行う。", "農業の振興を図る。"]
)
def test_what_is_of_the_text_is_no_running_head(line: str) -> None:
    page = "\n".join([*_PAGE, line, "- {} -", ""])
    source = read_text("".join(page.format(number) for number in range(1, 9)))
    assert source.text.count(line) == 8


def test_a_line_that_comes_within_pages_too_is_no_running_head() -> None:
    page = "\n".join(["農業の振興", *_PAGE, "農業の振興", *_PAGE, "- {} -", ""])
    source = read_text("".join(page.format(number) for number in range(1, 9)))
    assert source.text.count("農業の振興") == 16
