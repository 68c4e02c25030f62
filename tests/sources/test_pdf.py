"""What the reader of PDF files makes of pages whose every line stands where a test put it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_pages import GOTHIC, HEIGHT, PdfPages

from policygraph.core.errors import SourceError
from policygraph.sources import SourceText, find_reader

LEFT, RIGHT = 80.0, 300.0  # the left edges of two columns of 18 characters
FULL = "研究の成果を社会に広く届ける仕組みを作る"[:18]


def read(pages: PdfPages, name: str = "a.pdf") -> SourceText:
    return find_reader(name)(pages.finish(), name=name, encoding="utf-8")


def asides(source: SourceText, kind: str) -> list[str]:
    return [source.raw[a.begin : a.end] for a in source.asides if a.layout_class == kind]


def blocks(source: SourceText, kind: str) -> list[str]:
    return [source.text[b.begin : b.end] for b in source.blocks if b.kind == kind]


def column(first: str, count: int = 6) -> list[str]:
    """Full lines, the first of which is told by its first character."""
    return [first + FULL[1:], *[FULL] * (count - 2), FULL[:9] + "。"]


def test_two_columns_are_read_one_after_the_other() -> None:
    pages = PdfPages()
    pages.lines(column("左"), LEFT, 100)
    pages.lines(column("右"), RIGHT, 100)
    text = read(pages).text
    assert text == "".join([*column("左"), *column("右")])


def test_a_line_across_both_columns_ends_those_above_it() -> None:
    pages = PdfPages()
    for first, left in (("い", LEFT), ("ろ", RIGHT)):
        pages.lines(column(first), left, 100)
    pages.line("両方の段にわたる見出しはここで上の段を終わらせて下の段を始める", LEFT, 230, 12)
    for first, left in (("は", LEFT), ("に", RIGHT)):
        pages.lines(column(first), left, 270)
    text = read(pages).text
    found = [text.index(sign) for sign in ("い究", "ろ究", "両方", "は究", "に究")]
    assert found == sorted(found)


def test_a_short_heading_below_both_columns_does_not_join_the_left_one() -> None:
    pages = PdfPages()
    pages.lines(column("左", 5), LEFT, 100)
    pages.lines(column("右", 5), RIGHT, 100)
    pages.line("［Ｂ］課題", LEFT, 220)
    pages.line("ここから先はまた一段で組まれた文章が続いている。", LEFT, 238)
    text = read(pages).text
    assert text.index("右") < text.index("［Ｂ］課題") < text.index("ここから")


def test_a_short_heading_between_three_columns_parts_those_above_from_those_below() -> None:
    pages = PdfPages()
    narrow = [60.0, 225.0, 390.0]
    for first, left in zip("いろは", narrow, strict=True):
        pages.lines([first + FULL[1:13], *[FULL[:13]] * 3, FULL[:6] + "。"], left, 100)
    pages.line("第２章　施策", narrow[0], 220, 13, GOTHIC)
    for first, left in zip("にほへ", narrow, strict=True):
        pages.lines([first + FULL[1:13], *[FULL[:13]] * 3, FULL[:6] + "。"], left, 250)
    text = read(pages).text
    found = [
        text.index(sign) for sign in ("い究", "ろ究", "は究", "第２章", "に究", "ほ究", "へ究")
    ]
    assert found == sorted(found)


def test_a_narrow_gutter_parts_columns() -> None:
    pages = PdfPages()
    pages.lines(column("左"), LEFT, 100)
    pages.lines(column("右"), LEFT + 18 * 10.5 + 8, 100)
    assert read(pages).text == "".join([*column("左"), *column("右")])


def test_a_paragraph_that_goes_on_in_the_next_column_and_page_is_one() -> None:
    pages = PdfPages()
    pages.lines(["初" + FULL[1:], *[FULL] * 5], LEFT, 100)
    pages.lines([FULL] * 6, RIGHT, 100)
    pages.turn()
    pages.lines([FULL, FULL[:7] + "。"], LEFT, 100)
    pages.lines(["　" + FULL[1:], FULL[:5] + "。"], LEFT, 136)
    source = read(pages)
    whole = "初" + FULL[1:] + FULL * 12 + FULL[:7] + "。"
    assert blocks(source, "paragraph")[0] == whole


def test_notes_at_the_foot_of_a_column_are_no_text_and_end_where_they_end() -> None:
    pages = PdfPages()
    edge = pages.line("地方の大学を支える", LEFT, 100)
    edge = pages.line("1", edge, 96, 6)
    pages.line("施策を講じて", edge, 100)
    pages.lines([FULL] * 3, LEFT, 118)
    pages.rule(LEFT, 176, LEFT + 70, 176)
    pages.lines(["1 総務局「試験調査」", "https://www.example.jp/a"], LEFT, 190, size=7, pitch=9)
    pages.lines(["いく必要がある。", "次の段落はここから始まる。"], LEFT, 230)
    source = read(pages)
    assert asides(source, "footnote") == ["1 総務局「試験調査」", "https://www.example.jp/a"]
    assert asides(source, "note mark") == ["1"]
    assert source.text == (
        f"地方の大学を支える施策を講じて{FULL * 3}いく必要がある。次の段落はここから始まる。"
    )


def test_a_power_is_no_mark_of_a_note() -> None:
    pages = PdfPages()
    edge = pages.line("面積は100m", LEFT, 100)
    edge = pages.line("2", edge, 96, 6)
    pages.line("である。", edge, 100)
    assert read(pages).text == "面積は100m2である。"


def test_ruby_stands_beside_the_text() -> None:
    pages = PdfPages()
    pages.line("つな", LEFT + 21, 91, 5)
    pages.line("手を繋いで進む。", LEFT, 100)
    pages.line("次の行の文章。", LEFT, 118)
    source = read(pages)
    assert source.text == "手を繋いで進む。次の行の文章。"
    assert asides(source, "ruby") == ["つな"]


def test_heads_and_numbers_of_pages_are_told_by_their_place() -> None:
    pages = PdfPages()
    for number in range(1, 4):
        pages.line("地域振興計画２０３０", 240, 40, 9)
        pages.lines(["研究を始めてから５年から", "10", "年程度で実用化を目指す。"], LEFT, 100)
        pages.line(f"- {number} -", 290, 810, 9)
        pages.turn()
    source = read(pages)
    assert source.text == "研究を始めてから５年から10年程度で実用化を目指す。" * 3
    assert asides(source, "running head") == ["地域振興計画２０３０"] * 3
    assert asides(source, "page number") == ["- 1 -", "- 2 -", "- 3 -"]


def test_a_table_becomes_rows_with_the_words_of_its_header() -> None:
    pages = PdfPages()
    for y in (100, 120, 140, 160):
        pages.rule(LEFT, y, LEFT + 300, y)
    for x in (0, 150, 300):
        pages.rule(LEFT + x, 100, LEFT + x, 160)
    for row, (one, two) in enumerate(
        (("施策", "担当府省"), ("拠点の整備", "文部科学省"), ("研修", "内閣府"))
    ):
        pages.line(one, LEFT + 4, 114 + 20 * row, 9)
        pages.line(two, LEFT + 154, 114 + 20 * row, 9)
    pages.line("表の後の文章がここから続いている。", LEFT, 200)
    source = read(pages)
    rows = [block for block in source.blocks if block.kind == "row"]
    cells = [[source.text[b:e] for b, e in row.cells] for row in rows]
    assert cells == [["施策", "担当府省"], ["拠点の整備", "文部科学省"], ["研修", "内閣府"]]
    assert [row.headings for row in rows] == [(), ("施策", "担当府省"), ("施策", "担当府省")]
    assert source.raw.startswith("施策\t担当府省\n拠点の整備\t文部科学省\n")


def test_a_cell_of_several_rows_belongs_to_each() -> None:
    pages = PdfPages()
    for y in (100, 120, 160):
        pages.rule(LEFT, y, LEFT + 300, y)
    pages.rule(LEFT, 140, LEFT + 150, 140)
    for x in (0, 150, 300):
        pages.rule(LEFT + x, 100, LEFT + x, 160)
    for text, x, y in (
        ("施策", 4, 114), ("担当", 154, 114), ("整備", 4, 134), ("育成", 4, 154), ("内閣府", 154, 144),
    ):  # fmt: skip
        pages.line(text, LEFT + x, y, 9)
    source = read(pages)
    rows = [block for block in source.blocks if block.kind == "row"]
    cells = [[source.text[b:e] for b, e in row.cells] for row in rows]
    assert cells == [["施策", "担当"], ["整備", "内閣府"], ["育成", "内閣府"]]


def test_vertical_text_is_read_from_the_right_and_never_torn() -> None:
    pages = PdfPages()
    pages.lines([FULL, FULL[:8] + "。"], LEFT, 100)
    for left, words in ((200.0, "囲みの記事を縦に"), (182.0, "組んで紹介する。")):
        for index, char in enumerate(words):
            pages.line(char, left, 200 + 10.6 * index)
    source = read(pages)
    assert source.text.endswith("囲みの記事を縦に組んで紹介する。")
    assert "囲みの記事を縦に\n組んで紹介する。" in source.raw


def test_the_tab_in_the_margin_is_no_text() -> None:
    pages = PdfPages()
    pages.lines([FULL] * 5 + [FULL[:4] + "。"], LEFT, 100)
    for index, char in enumerate("第２章"):
        pages.line(char, 570, 100 + 12 * index, 11, GOTHIC)
    source = read(pages)
    assert source.text == FULL * 5 + FULL[:4] + "。"
    assert asides(source, "marginal tab") == ["第２章"]


def test_a_table_of_contents_is_no_text() -> None:
    pages = PdfPages()
    pages.line("目次", LEFT, 80)
    pages.lines(["第１章　研究の推進 ………………… 3", "第２章　人材の育成 ………………… 9"], LEFT, 100)
    pages.line("第１章　研究の推進", LEFT, 200)
    pages.line("研究を推進する。", LEFT, 220)
    assert read(pages).text == "第１章研究の推進研究を推進する。"


def test_headings_are_ranked_by_their_type() -> None:
    pages = PdfPages()
    pages.line("第１章　計画", LEFT, 80, 16, GOTHIC)
    pages.line("第１節　方針", LEFT, 110, 13, GOTHIC)
    pages.lines([FULL, FULL, FULL[:6] + "。"], LEFT, 140)
    source = read(pages)
    found = [(source.text[b.begin : b.end], b.level) for b in source.blocks if b.kind == "heading"]
    assert found == [("第１章計画", 1), ("第１節方針", 2)]


def test_hanging_items_are_blocks_of_their_own() -> None:
    pages = PdfPages()
    pages.line("・" + FULL[1:], LEFT, 100)
    pages.line("支援する。", LEFT + 10.5, 118)
    pages.line("・" + FULL[1:9] + "。", LEFT, 136)
    assert blocks(read(pages), "item") == ["・" + FULL[1:] + "支援する。", "・" + FULL[1:9] + "。"]


def test_a_word_cut_by_a_hyphen_is_one_and_a_word_with_a_hyphen_keeps_it() -> None:
    pages = PdfPages()
    pages.lines(
        ["The plan supports research and innova-", "tion in e-learning for regions, and e-",
         "learning for schools in every region."], LEFT, 100,
    )  # fmt: skip
    assert read(pages).text == (
        "The plan supports research and innovation in e-learning for regions, and e-learning"
        " for schools in every region."
    )


def test_every_line_knows_its_page_and_region() -> None:
    pages = PdfPages()
    pages.line("一枚目の文章。", LEFT, 100)
    pages.turn()
    pages.line("二枚目の文章。", LEFT, 300)
    source = read(pages)
    place = source.place(source.text.index("二枚目"))
    assert place.page == 2
    assert place.region is not None
    assert (place.region.left, place.region.right) == (80.0, 153.5)
    assert place.region.top < 300 < place.region.bottom
    assert source.where(0) == "a.pdf:p. 1"
    assert source.extractor == "pypdfium2 5.15.2"


def test_a_page_that_is_turned_reads_as_one_that_stands_upright() -> None:
    upright, turned = PdfPages(), PdfPages()
    turned.canvas.setPageRotation(90)
    turned.canvas.rotate(90)
    turned.canvas.translate(0, -595)
    for pages in (upright, turned):
        pages.lines([FULL, FULL[:5] + "。"], LEFT, 400)
    assert read(turned).text == read(upright).text


def test_the_same_file_gives_the_same_text() -> None:
    pages = PdfPages()
    pages.lines(column("左"), LEFT, 100)
    data = pages.finish()
    reader = find_reader("a.pdf")
    assert reader(data, name="a", encoding="") == reader(data, name="a", encoding="")


def _no_pdf() -> bytes:
    return "・支援する。【内閣府】".encode()


def _damaged() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<<"


def _locked() -> bytes:
    pages = PdfPages(password="secret")
    pages.line("秘密の文章。", LEFT, 100)
    return pages.finish()


def _scanned() -> bytes:
    pages = PdfPages()
    pages.canvas.rect(100, 100, 300, 300, fill=1)
    return pages.finish()


def _mojibake() -> bytes:
    pages = PdfPages()
    pages.line("\ue001\ue002\ue003\ue004\ue005\ue006文章", LEFT, 100)
    return pages.finish()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_no_pdf, "is called a PDF and is none"),
        (_damaged, "is a damaged PDF"),
        (_locked, "needs a password"),
        (_scanned, "without text (scanned pictures)"),
        (_mojibake, "75% of the PDF's characters (6 of 8) are mojibake"),
    ],
    ids=["no-pdf", "damaged", "locked", "scanned", "mojibake"],
)
def test_a_file_without_words_is_refused_in_one_line(make: Callable[[], bytes], words: str) -> None:
    with pytest.raises(SourceError) as refused:
        find_reader("a.pdf")(make(), name="a.pdf", encoding="utf-8")
    for language in ("en", "ja"):
        assert refused.value.words(language).startswith("a.pdf: ")
        assert "\n" not in refused.value.words(language)
    assert words in refused.value.words("en")


def test_fonts_without_a_mapping_are_mojibake() -> None:
    typeset = Path(__file__).parents[1] / "fixtures" / "typeset" / "typst.pdf"
    without = typeset.read_bytes().replace(b"/ToUnicode", b"/ToNothing")
    with pytest.raises(SourceError, match="are mojibake: its fonts do not say"):
        find_reader("a.pdf")(without, name="a.pdf", encoding="utf-8")


def test_damage_in_places_is_told_with_counts() -> None:
    pages = PdfPages()
    pages.lines([FULL] * 4, LEFT, 100)
    pages.line("外字\ue001を含む文章。", LEFT, 172)
    problems = [problem.line("en") for problem in read(pages).problems]
    assert problems == [
        "a.pdf:p. 1: 1 character(s) on 1 page(s) cannot be read (without mapping 0, U+FFFD 0,"
        " private use 1, control 0): a font without a mapping, or signs of its own"
    ]


def test_a_page_without_text_among_others_is_named() -> None:
    pages = PdfPages()
    pages.line("一枚目の文章。", LEFT, 100)
    pages.turn()
    pages.picture(80, 100, 300, 300)
    source = read(pages)
    assert source.text == "一枚目の文章。"
    assert [problem.words("en") for problem in source.problems] == [
        "page(s) 2 hold pictures and no text (scanned?); what stands there is not read"
    ]


def test_text_that_is_turned_is_apart_and_told() -> None:
    pages = PdfPages()
    pages.lines([FULL, FULL[:6] + "。"], LEFT, 100)
    pages.canvas.saveState()
    pages.canvas.translate(400, 500)
    pages.canvas.rotate(90)
    pages.canvas.drawString(0, 0, "軸の名前")
    pages.canvas.restoreState()
    source = read(pages)
    assert source.text == FULL + FULL[:6] + "。"
    assert asides(source, "turned text") == ["軸の名前"]
    assert [problem.words("ja") for problem in source.problems] == [
        "1ページの回転した文字4字は、本文に入れていない"
    ]


def test_a_caption_and_the_words_in_a_figure_are_no_text() -> None:
    pages = PdfPages()
    pages.lines([FULL, FULL[:6] + "。"], LEFT, 100)
    pages.picture(LEFT, 150, LEFT + 200, 300)
    pages.line("予算", LEFT + 20, 200, 8, GOTHIC)
    pages.line("図１　予算の推移", LEFT, 316, 9, GOTHIC)
    pages.line("資料：試験調査を基に作成", LEFT, 330, 8)
    pages.lines([FULL, FULL[:7] + "。"], LEFT, 370)
    source = read(pages)
    assert source.text == FULL + FULL[:6] + "。" + FULL + FULL[:7] + "。"
    assert asides(source, "figure") == ["予算"]
    assert asides(source, "caption") == ["図１ 予算の推移", "資料：試験調査を基に作成"]


def test_several_marks_in_a_row_are_marks() -> None:
    pages = PdfPages()
    edge = pages.line("支援を進める", LEFT, 100)
    edge = pages.line("1、2", edge, 96, 6)
    pages.line("ことが必要である。", edge, 100)
    pages.lines([FULL, FULL[:6] + "。"], LEFT, 118)
    assert read(pages).text == "支援を進めることが必要である。" + FULL + FULL[:6] + "。"


def test_a_number_that_a_line_end_cuts_is_one() -> None:
    pages = PdfPages()
    pages.lines([FULL[:17] + "2", "030年までにＳ", "ＩＰの成果を広げる。"], LEFT, 100)
    assert read(pages).text == FULL[:17] + "2030年までにＳＩＰの成果を広げる。"


def test_latin_words_in_vertical_text_keep_their_space() -> None:
    pages = PdfPages()
    pages.lines([FULL, FULL[:6] + "。"], LEFT, 500)
    base = 100.0
    for char in "研究では":
        pages.line(char, 400, base)
        base += 10.6
    for word in ("Open ", "Data"):  # lying on their side, as vertical text has them
        pages.canvas.saveState()
        pages.canvas.translate(402, HEIGHT - base + 8)
        pages.canvas.rotate(-90)
        pages.line_here(word)
        pages.canvas.restoreState()
        base += 26.0
    pages.line("を", 400, base)
    assert read(pages).text.startswith("研究ではOpen Dataを")


def test_a_damaged_page_costs_the_page_and_not_the_file() -> None:
    pages = PdfPages()
    pages.line("一枚目の文章。", LEFT, 100)
    pages.turn()
    pages.line("二枚目の文章。", LEFT, 100)
    data = pages.finish()
    kids = re.search(rb"/Kids \[ \d+ 0 R (\d+) 0 R", data)
    assert kids is not None
    broken = data[: kids.start(1)] + b"0" * len(kids[1]) + data[kids.end(1) :]
    source = find_reader("a.pdf")(broken, name="a.pdf", encoding="utf-8")
    assert source.text == "一枚目の文章。"
    assert [(problem.is_fault, problem.line("en")) for problem in source.problems] == [
        (
            True,
            "a.pdf: page(s) 2 are damaged and cannot be opened; the rest is read."
            " Download the file again, or use another copy",
        )
    ]


def test_a_table_within_a_sentence_comes_behind_its_paragraph() -> None:
    pages = PdfPages()
    pages.lines([FULL] * 4, LEFT, 100)
    pages.turn()
    for y in (80, 100, 120):
        pages.rule(LEFT, y, LEFT + 190, y)
    for x in (0, 95, 190):
        pages.rule(LEFT + x, 80, LEFT + x, 120)
    for row, words in enumerate((("施策", "担当"), ("研修", "内閣府"))):
        for column_, word in enumerate(words):
            pages.line(word, LEFT + 4 + 95 * column_, 94 + 20 * row, 9)
    pages.lines([FULL, FULL[:6] + "。"], LEFT, 150)
    source = read(pages)
    assert source.text == FULL * 5 + FULL[:6] + "。" + "施策担当研修内閣府"
    assert blocks(source, "paragraph") == [FULL * 5 + FULL[:6] + "。"]


def test_numbered_paragraphs_in_smaller_type_are_text() -> None:
    pages = PdfPages()
    pages.lines([FULL] * 5 + [FULL[:6] + "。"], LEFT, 100)
    pages.lines(
        ["1 拠点は毎年度に評価する。", "2 評価の結果は公表する。"], LEFT, 230, size=9, pitch=15
    )
    source = read(pages)
    assert source.text.endswith("。1拠点は毎年度に評価する。2評価の結果は公表する。")
    assert not asides(source, "footnote")


def test_a_heading_on_a_picture_is_text() -> None:
    pages = PdfPages()
    pages.picture(LEFT, 80, LEFT + 300, 120)
    pages.line("第１章　計画の考え方", LEFT + 10, 105, 16, GOTHIC)
    pages.lines([FULL] * 3 + [FULL[:6] + "。"], LEFT, 150)
    source = read(pages)
    assert source.text.startswith("第１章計画の考え方")
    assert blocks(source, "heading") == ["第１章計画の考え方"]
