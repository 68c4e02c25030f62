from __future__ import annotations

import pytest

from policygraph.sources import read_text

_TEXT = "第１章 農業\n（１）稲\n稲を育てる。\n第２章 漁業\n魚をとる。\n"
_READ = "第１章農業（１）稲稲を育てる。第２章漁業魚をとる。"


@pytest.mark.parametrize(
    "contents",
    [
        "目次\n第１章 農業 ........ 1\n（１）稲 ........ 2\n第２章 漁業 ....... 14\n",
        "目　次\n第１章 農業……………１\n（１）稲……………２\n第２章 漁業…………１４\n",
        "第１章 農業・・・・・・・・ 1\n（１）稲・・・・・・・・ 2\n第２章 漁業・・・・・ 14\n",
        "【目次】\n第１章 農業\t1\n（１）稲\t2\n第２章 漁業\t14\n",
        "目次\n第１章 農業\n（１）稲\n第２章 漁業\n",
        "目次\n\n第１章 農業 .... 1\n\n（１）稲という長い題で\nそれが続くもの .... 2\n\n\f",
    ],
)
def test_a_table_of_contents_is_layout(contents: str) -> None:
    source = read_text(contents + _TEXT)
    assert source.text == _READ
    assert {name for _, _, name in source.asides} == {"table of contents"}


@pytest.mark.parametrize(
    "raw",
    [
        "目次を作る。\n第１章 農業\n",
        "値は…… 3\n",
        "目次\n第１章 農業\n稲を育てる。\n",
        "「……」と言う。\n「……」と答える。\n",
        "・" * 500 + "1",
    ],
)
def test_what_only_looks_like_a_table_of_contents_is_text(raw: str) -> None:
    assert read_text(raw).asides == ()


def test_a_line_of_a_million_dots_is_read_in_no_time() -> None:
    assert read_text("目" + "・" * 10**6).asides == ()
