from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.sources import Block, layout_runs, normalise, read_text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("2008 年をピーク", "2008年をピーク"),
        ("Society 5.0 を巡る", "Society 5.0を巡る"),
        ("（ＰＯＣ: Proof of\n Concept）", "（ＰＯＣ: Proof of Concept）"),
        ("グローバ\n\n\nルな次元", "グローバルな次元"),
        ("新たな\r\n　知識", "新たな知識"),
        ("\ufeff第５章 題", "第５章題"),
        ("平成 29 年５月 16 日", "平成29年５月16日"),
        ("Ｓｏｃｉｅｔｙ　５.０", "Ｓｏｃｉｅｔｙ ５.０"),
        ("（\nＰＯＣ\n）", "（ＰＯＣ）"),
        ("標準化をＩ\nＳＯで", "標準化をＩＳＯで"),
        ("令和１\n２年度", "令和１２年度"),
        (
            "Ｏｐｅｎ　Ｄａｔａを開く。Ｏｐｅｎ\nＤａｔａを",
            "Ｏｐｅｎ Ｄａｔａを開く。Ｏｐｅｎ Ｄａｔａを",
        ),
        ("Ｓｏｃｉｅｔｙ\n５.０", "Ｓｏｃｉｅｔｙ ５.０"),
        ("Proof\nof", "Proof of"),
        ("A\u200bB", "AB"),
    ],
)
def test_white_space_stays_only_between_latin_words(raw: str, text: str) -> None:
    normalised = read_text(raw).text.replace("A B", "AB")
    assert normalised == text


def test_every_character_leads_back_to_its_raw_place() -> None:
    source = read_text("一\n 二三\r\nSociety\n 5.0 を\f四")
    for offset, character in enumerate(source.text):
        raw = source.raw[source.raw_offset(offset)]
        assert raw == character or (character == " " and raw.isspace())


def test_lines_are_counted_from_one_in_the_raw_file() -> None:
    source = read_text("一\r\n\r\n二\n三四")
    assert [source.line(offset) for offset in range(4)] == [1, 3, 4, 4]
    assert source.lines(0, 4) == (1, 4)
    assert source.lines(2, 4) == (4, 4)


def test_layout_is_named_by_its_place() -> None:
    source = read_text("\ufeff 一  \n\n　二 三\n- 53 -\n\f四")
    assert [(source.raw[run.begin : run.end], run.layout_class) for run in layout_runs(source)] == [
        ("\ufeff", "byte order mark"),
        (" ", "indent"),
        ("  ", "trailing space"),
        ("\n", "line break"),
        ("\n", "blank line"),
        ("　", "indent"),
        (" ", "space within a line"),
        ("\n", "line break"),
        ("- 53 -", "page number"),
        ("\n", "line break"),
        ("\f", "form feed"),
    ]


_LETTERS = st.text(alphabet="一二ア・－①（）AbI5 .\n\r\f\t　\ufeff。", max_size=60)


@given(_LETTERS)
def test_text_and_layout_together_are_the_raw_file(raw: str) -> None:
    source = read_text(raw)
    layout = {i for run in layout_runs(source) for i in range(run.begin, run.end)}
    kept = {source.raw_offset(offset) for offset in range(len(source.text))}
    assert layout | kept == set(range(len(raw)))
    # A space that stands for a gap is the only text that layout holds, too.
    assert all(raw[i].isspace() or raw[i] == "\ufeff" for i in layout & kept)


@given(_LETTERS)
def test_normalising_twice_changes_nothing_but_lines(raw: str) -> None:
    once = read_text(raw.replace("\n", "")).text
    assert read_text(once).text == once


def test_blocks_lead_to_the_same_words_without_their_layout() -> None:
    raw = "１ 題\n\n本文の\n 一段落。\n担当\t 期限\n"
    begin = raw.index("本文")
    row = Block(raw.index("担当"), len(raw), "row", cells=((raw.index("担当"), raw.index("\t")),))
    source = normalise(
        raw,
        name="x",
        raw_sha256="",
        blocks=[
            Block(0, begin, "heading", 1),
            Block(begin, row.begin, "paragraph"),
            row,
            Block(row.end, row.end, "paragraph"),
        ],
    )
    assert [source.text[block.begin : block.end] for block in source.blocks] == [
        "１題",
        "本文の一段落。",
        "担当期限",
    ]
    ((first, last),) = source.blocks[-1].cells
    assert source.text[first:last] == "担当"
