from __future__ import annotations

import pytest

from policygraph.sources import read_text

_LINE = "国は、農業者と協力して研究開発を推進し、その成果を広く公開することとし、\n"


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ("1", "1 農林業センサスによる。"),
        ("１", "１　農林業センサスによる。"),
        ("¹", "¹農林業センサスによる。"),
        ("※1", "※1 農林業センサスによる。"),
        ("1", "1 農林業センサスによる。\n  その後の調査は\n  まだない。"),
    ],
)
@pytest.mark.parametrize("page", ["- 14 -\n", "14\n", "\f", "14\n\f"])
def test_a_footnote_is_taken_out_of_the_sentence_it_cuts(mark: str, note: str, page: str) -> None:
    before = _LINE + f"高齢化{mark}が進む中で、担い手\n"
    source = read_text(before + note + "\n" + page + "の確保を図る。\n" + _LINE)
    assert source.text.startswith(
        (_LINE + f"高齢化{mark}が進む中で、担い手の確保").replace("\n", "")
    )
    assert "footnote" in {name for _, _, name in source.asides}
    assert "センサス" not in source.text


def test_notes_are_numbered_through_the_pages() -> None:
    page = _LINE + "制度{}を設け\n{} 注である。\n{} 続く注である。\n- {} -\n"
    raw = page.format(1, 1, 2, 8) + page.format(3, 3, 4, 9) + "る。\n"
    names = [name for _, _, name in read_text(raw).asides]
    assert names == ["footnote", "footnote", "page number"] * 2


@pytest.mark.parametrize(
    "foot",
    [
        "担い手1の確保を\n1 割に高める。\n- 14 -\n",  # counts
        "担い手の確保を\n1 方向に進める。\n- 14 -\n",  # nothing refers to it
        "担い手1の確保を図る。\n1 方向に進める。【内閣府】\n- 14 -\n",  # a tag: a measure
        "担い手1の確保を図る。\n1 方向に進める。\n",  # no page ends here
        "担い手1の確保を図る。\n7 方向に進める。\n- 14 -\n",
    ],
)
def test_a_number_at_the_beginning_of_a_line_alone_is_no_footnote(foot: str) -> None:
    assert "footnote" not in {name for _, _, name in read_text(_LINE + foot).asides}
