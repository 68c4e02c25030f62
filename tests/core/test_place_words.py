from __future__ import annotations

import pytest

from policygraph.core.places import SourcePlace


@pytest.mark.parametrize(
    ("place", "ja", "en"),
    [
        (SourcePlace(12, 12), "12行", "line 12"),
        (SourcePlace(12, 14), "12-14行", "lines 12-14"),
        (SourcePlace(page=12, last_page=12), "12頁", "p. 12"),
        (SourcePlace(page=12, last_page=13), "12-13頁", "pp. 12-13"),
        (SourcePlace(paragraph=7), "第7段落", "paragraph 7"),
        (SourcePlace(element="#ch5"), "#ch5", "#ch5"),
        (SourcePlace(), "", ""),
    ],
    ids=["line", "lines", "page", "pages", "paragraph", "element", "nowhere"],
)
def test_a_place_is_said_in_words(place: SourcePlace, ja: str, en: str) -> None:
    assert (place.words("ja"), place.words("en")) == (ja, en)
    assert bool(place) is bool(en)


def test_lines_and_pages_are_numbers_where_the_file_has_them() -> None:
    assert (SourcePlace(3, 5).lines, SourcePlace(3, 5).pages) == ("3-5", "")
    assert (SourcePlace(page=3, last_page=3).lines, SourcePlace(page=3, last_page=3).pages) == (
        "",
        "3",
    )
