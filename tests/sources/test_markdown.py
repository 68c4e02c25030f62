from __future__ import annotations

import pytest

from policygraph.core.errors import SourceError
from policygraph.sources import Place, SourceText, find_reader, layout_runs


def read(text: str) -> SourceText:
    return find_reader("a.md")(text.encode(), name="a.md", encoding="utf-8")


def blocks(source: SourceText) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, source.text[b.begin : b.end]) for b in source.blocks]


def asides(source: SourceText) -> list[tuple[str, str]]:
    return [(source.raw[begin:end], kind) for begin, end, kind in source.asides]


def test_the_signs_of_headings_and_items_stay_for_an_outline_to_match() -> None:
    source = read(
        "# 港 #\n\n## 1) 橋\n* 駅\n    続く\n  - 道\n\n    段落\n1. 川\n+ 丘\n\n森\n===\n"
    )
    assert blocks(source) == [
        ("heading", 1, "#港"), ("heading", 2, "## 1)橋"), ("item", 1, "*駅続く"), ("item", 2, "-道"),
        ("paragraph", 0, "段落"), ("item", 1, "1.川"), ("item", 1, "+丘"), ("heading", 1, "森"),
    ]  # fmt: skip
    assert asides(source) == [("#", "markup"), ("===", "markup")]
    assert source.place(source.text.index("川")) == Place(line=9)


def test_emphasis_links_and_pictures_are_their_words() -> None:
    source = read(
        "大学を**支援**し、*強化*し、~~廃止~~する`code`。[白書](https://x.jp/a(1) \"白書\")と[表][t]を![図](a.png)見る。"
        "<https://x.jp>\\*&amp;&copy;*\n\n[t]: http://y.jp\n"
    )  # fmt: skip
    assert source.text == "大学を支援し、強化し、廃止するcode。白書と表を見る。https://x.jp*&©*"
    assert {kind for _, kind in asides(source)} == {"markup"}


def test_bold_between_a_bracket_and_a_kanji_is_bold() -> None:
    source = read("大学が**「支援」**を行い、**2030年まで（目標）**に進める。2**3は**である。")
    assert source.text == "大学が「支援」を行い、2030年まで（目標）に進める。23はである。"
    assert read("2**3である。").text == "2**3である。"


def test_a_link_whose_address_has_the_words_that_follow_does_not_take_them() -> None:
    source = read("[港](https://x.jp/橋)橋")
    assert source.text == "港橋"
    assert [source.raw_offset(offset) for offset in (0, 1)] == [1, 19]


def test_footnotes_front_matter_and_ruby_are_asides() -> None:
    source = read(
        "---\ntitle: 港\n---\n高齢化[^1]が<ruby>進<rt>すす</rt></ruby>む。\n\n[^1]: 注の文\n    続き\n\n次。\n"
    )
    assert source.text == "高齢化が進む。次。"
    assert [(words, kind) for words, kind in asides(source) if kind != "markup"] == [
        ("---", "front matter"), ("title: 港", "front matter"), ("---", "front matter"), ("[^1]", "note mark"),
        ("すす", "ruby"), ("[^1]:", "footnote"), ("注の文", "footnote"), ("続き", "footnote"),
    ]  # fmt: skip


def test_tables_are_rows_under_their_headings() -> None:
    source = read("| 施策 | 担当 |\n|:--|--|\n| 港 \\| 橋 | **国土交通省** |\n| 駅 | |\n")
    assert [
        ([source.text[begin:end] for begin, end in block.cells], block.headings) for block in source.blocks
    ] == [
        (["施策", "担当"], ()), (["港|橋", "国土交通省"], ("施策", "担当")), (["駅", ""], ("施策", "担当")),
    ]  # fmt: skip


def test_code_quotations_and_html_keep_their_words() -> None:
    source = read("> 引用\n> 続き\n\n```\n- 港\n```\n\n<div>橋<!-- 私 --></div>\n\n    駅\n")
    assert blocks(source) == [
        ("paragraph", 0, "引用続き"), ("paragraph", 0, "-港"), ("paragraph", 0, "橋"), ("paragraph", 0, "駅"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- " * 2000 + "港", "nested too deep"),
        (">" * 2000 + "港", "nested too deep"),
        ("---\n", "is empty"),
    ],
    ids=["lists", "quotations", "no words"],
)
def test_markdown_that_is_nested_without_end_or_has_no_words_is_refused(
    text: str, complaint: str
) -> None:
    with pytest.raises(SourceError, match=complaint):
        read(text)


def test_the_ledger_of_markdown_covers_the_file() -> None:
    text = "# **港**\r\n\r\n- [x] 橋 &amp;\r\n  [駅](a)\r\n\t\r\n"
    source = read(text)
    assert source.raw == text.replace("&amp;", "&")
    layout = sum(end - begin for begin, end, _ in layout_runs(source))
    assert layout + len(source.text) - source.text.count(" ") == len(source.raw)
