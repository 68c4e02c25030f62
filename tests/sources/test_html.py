from __future__ import annotations

import pytest

from policygraph.core.errors import SourceError
from policygraph.sources import SourceText, find_reader


def read(body: str, encoding: str = "utf-8", codec: str = "utf-8") -> SourceText:
    data = body.encode(codec)
    return find_reader("a.html")(data, name="a.html", encoding=encoding)


def blocks(source: SourceText) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, source.text[b.begin : b.end]) for b in source.blocks]


def asides(source: SourceText) -> list[tuple[str, str]]:
    return [(source.raw[begin:end], kind) for begin, end, kind in source.asides]


def test_headings_paragraphs_and_lists_are_blocks() -> None:
    source = read(
        "<h1>港</h1><p>橋を\n  架ける。<br>次の行。<h3>駅</h3>"
        "<ul><li>道<ul><li>川</ul><li><p>丘</p><p>続き</p></ul>"
        "<ol start=3 type=i><li>森<li value=7>林</ol><div role=heading aria-level=2>空</div>"
    )
    assert blocks(source) == [
        ("heading", 1, "港"), ("paragraph", 0, "橋を架ける。次の行。"), ("heading", 3, "駅"), ("item", 1, "•道"),
        ("item", 2, "◦川"), ("item", 1, "•丘"), ("paragraph", 0, "続き"), ("item", 1, "iii.森"),
        ("item", 1, "vii.林"), ("heading", 2, "空"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("katakana", "ア、港イ、橋"), ("cjk-ideographic", "一、港二、橋"), ("upper-roman", "I.港II.橋"),
        ("none", "港橋"), ("square", "▪港▪橋"), ("decimal-leading-zero", "01.港02.橋"),
    ],
)  # fmt: skip
def test_the_signs_of_a_list_are_those_of_its_style(style: str, printed: str) -> None:
    own = f'<ol style="list-style-type: {style}"><li>港<li>橋</ol>'
    sheet = f"<style>ol.k > li {{ color: red }} .k {{ list-style: {style} inside }}</style><ol class=k><li>港<li>橋</ol>"
    assert read(own).text == read(sheet).text == printed


@pytest.mark.parametrize("sign", ["・", "（１）", "①", "○", "ア．", "第1章", "※", "a)"])
def test_an_item_that_begins_with_a_sign_of_its_own_gets_no_other(sign: str) -> None:
    assert read(f"<ul><li>{sign}港を整える。</ul>").text == f"{sign}港を整える。"


@pytest.mark.parametrize("words", ["3.11の復興", "AIの活用", "2030年", "アジア"])
def test_an_item_that_begins_with_a_number_or_letter_gets_its_sign(words: str) -> None:
    assert read(f"<ul><li>{words}</ul>").text.replace(" ", "") == f"•{words}"


def test_what_frames_a_page_is_no_text_where_it_says_what_is() -> None:
    source = read(
        "<title>題</title><header><a>省のロゴ</a></header><nav><ul><li>政策</ul></nav><ol class=topicPath><li>トップ</ol>"
        "<div id=side>関連</div><main><h1>港</h1><p>橋。</p><div class=pageTop>先頭へ</div></main><footer>著作権</footer>"
        "<script>var a;</script>"
    )  # fmt: skip
    assert source.text == "港橋。"
    assert {kind for _, kind in asides(source)} == {"navigation"}
    assert [words for words, _ in asides(source)] == [
        "省のロゴ", "• 政策", "1. トップ", "関連", "先頭へ", "著作権",
    ]  # fmt: skip


def test_a_page_without_a_main_part_is_read_but_for_its_frame() -> None:
    source = read(
        "<div id=header>ロゴ</div><ul class='breadcrumb'><li>トップ</ul><div class=wrap><h2>港</h2><p>橋。</div>"
        "<div class=footer>住所</div>"
    )  # fmt: skip
    assert source.text == "港橋。"


def test_links_to_the_top_of_the_page_are_no_text() -> None:
    source = read(
        "<div id=mainContents><p>港。<p><a href='#Page_Top'>先頭へ</a><p><a href='#a'>橋</a></div>"
    )
    assert source.text == "港。橋"


def test_the_header_of_an_article_is_text() -> None:
    assert (
        read("<main><article><header><h1>港</h1></header><p>橋。</article></main>").text == "港橋。"
    )


def test_a_list_of_links_into_the_page_is_its_table_of_contents() -> None:
    source = read(
        "<ul><li><a href='#a'>港</a><li><a href='#b'>橋</a></ul><h2 id=a>港</h2><h2 id=b>橋</h2>"
    )
    assert source.text == "港橋"
    assert {kind for _, kind in asides(source)} == {"table of contents"}


def test_ruby_hidden_and_deleted_words_are_asides() -> None:
    source = read(
        "<style>.x{display:none} @media print { p{display:none} }</style><p><ruby>港<rp>（<rt>みなと<rp>）</ruby>の"
        "<span hidden>一</span><span style='visibility:hidden'>二</span><i class=x>三</i><del>四</del>街&nbsp;&amp;橋"
    )  # fmt: skip
    assert source.text == "港の街&橋"
    assert asides(source) == [
        ("（みなと）", "ruby"), ("一二三", "hidden text"), ("四", "deleted text"),
    ]  # fmt: skip


def test_white_space_is_as_css_has_it() -> None:
    assert read("<p>港\n  湾 AI  and\n IT</p>").raw == "港 湾 AI and IT\n"
    assert read("<pre>一\n 二</pre>").raw == "一\n 二\n"
    assert (
        read("<style>.p{white-space:pre-line}</style><div class=p>一\n  二</div>").raw
        == "一\n 二\n"
    )


def test_marks_of_notes_are_no_text_and_notes_are_notes() -> None:
    source = read(
        "<p>高齢化<sup>1</sup>が進む<sup><a href='#n2'>[2]</a></sup>。10<sup>3</sup>倍</p><p>1 港の統計<p>次の文。"
        "<p>3 港の整備<p id=n2>[2] 橋の統計"
    )
    assert source.text == "高齢化が進む。103倍次の文。3港の整備"
    assert asides(source) == [
        ("1", "note mark"), ("[2]", "note mark"), ("1 港の統計", "footnote"), ("[2] 橋の統計", "footnote"),
    ]  # fmt: skip


def test_a_table_is_rows_with_cells_under_their_headings() -> None:
    source = read(
        "<table><caption>表１</caption><tr><th rowspan=2>施策<th colspan=2>年度<tr><th>2029<th>2030"
        "<tr><td rowspan=2>港<td>設計<td>建設<tr><td colspan=2>文部科学省<br>経済産業省</table>"
    )
    rows = [
        ([source.text[begin:end] for begin, end in block.cells], block.headings) for block in source.blocks
    ]  # fmt: skip
    assert rows[2:] == [
        (["港", "設計", "建設"], ("施策", "年度 2029", "年度 2030")),
        (["港", "文部科学省経済産業省"], ("施策", "年度 2029 2030")),
    ]
    assert asides(source) == [("表１", "caption")]


def test_row_headings_are_no_header_of_the_table() -> None:
    source = read("<table><tr><th>担当<td>内閣府<tr><th>時期<td>毎年</table>")
    assert [block.headings for block in source.blocks] == [(), ()]


def test_tables_that_set_a_page_are_no_rows() -> None:
    source = read(
        "<table><tr><td><h2>港</h2><p>橋。</p><td><table><tr><td>駅<td>道</table></table><table><tr><td>囲み</table>"
    )
    assert blocks(source) == [
        ("heading", 2, "港"), ("paragraph", 0, "橋。"), ("row", 0, "駅道"), ("paragraph", 0, "囲み"),
    ]  # fmt: skip


def test_definitions_are_paragraphs() -> None:
    assert blocks(read("<dl><dt>港<dd>船の場<dt>駅</dl>")) == [
        ("paragraph", 0, "港"), ("paragraph", 0, "船の場"), ("paragraph", 0, "駅"),
    ]  # fmt: skip


def test_every_paragraph_leads_to_its_element() -> None:
    source = read("<h1 id=ch5>港</h1><div id=b><p>橋<p>駅</div><section><p>道</section>")
    assert [str(source.place(offset)) for offset in range(4)] == [
        "#ch5", "#b > p:nth-of-type(1)", "#b > p:nth-of-type(2)", "body > section:nth-of-type(1) > p:nth-of-type(1)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("<meta charset=Shift_JIS>", "cp932"),
        ("<meta http-equiv=Content-Type content='text/html; charset=x-sjis'>", "cp932"),
        ("<meta charset='EUC-JP'>", "euc_jp"),
        ("<?xml version='1.0' encoding='Shift_JIS'?><html>", "cp932"),
        ("<meta charset=iso-2022-jp>", "iso2022_jp"),
        ("<meta charset=Shift_JIS>\ufeff", "utf-8-sig"),
        ("\ufeff", "utf-16-le"),
        ("", "utf-8"),
    ],
    ids=["sjis", "http-equiv", "euc", "xml", "jis", "a mark before the label", "utf-16", "nothing"],
)
def test_a_page_says_its_encoding(label: str, codec: str) -> None:
    assert read(f"{label}<p>港湾の整備", codec=codec).text.lstrip("\ufeff") == "港湾の整備"


def test_an_encoding_that_the_user_names_holds() -> None:
    page = "<meta charset=utf-8><p>港湾"
    assert read(page, encoding="cp932", codec="cp932").text == "港湾"
    with pytest.raises(SourceError, match=r"not UTF-8 at byte .*--encoding cp932"):
        read(page, codec="cp932")


def test_a_page_that_is_nested_badly_is_read() -> None:
    assert read("<b><p>" * 1000 + "<table><td>" * 50 + "港").text == "港"


@pytest.mark.parametrize("tag", ["<div>", "<table><td>", "<font>"])
def test_a_page_that_is_nested_without_end_is_refused(tag: str) -> None:
    with pytest.raises(SourceError, match="its tables or elements are nested too deep"):
        read(tag * 100_000 + "港")


def test_cells_that_claim_to_fill_the_world_do_not() -> None:
    page = (
        "<table><tr>"
        + "<td rowspan=65534 colspan=9999>港" * 1000
        + "<tr>" * 3000
        + "<td>橋</table>"
    )
    assert read(page).text.endswith("橋")


def test_a_page_without_words_is_said_to_be_empty() -> None:
    with pytest.raises(SourceError, match=r"a\.html: is empty"):
        read("<title>港</title><script>1</script>")
