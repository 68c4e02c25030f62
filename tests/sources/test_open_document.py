from __future__ import annotations

import pytest
from office_files import open_file, zipped

from policygraph.core.errors import SourceError
from policygraph.sources import Place, SourceText, find_reader


def read(body: str, styles: str = "", automatic: str = "") -> SourceText:
    data = open_file(body, styles, automatic)
    return find_reader("a.odt", data=data)(data, name="a.odt", encoding="utf-8")


def blocks(source: SourceText) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, source.text[b.begin : b.end]) for b in source.blocks]


def asides(source: SourceText) -> list[tuple[str, str]]:
    return [(source.raw[begin:end], kind) for begin, end, kind in source.asides]


_LIST = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="ア, イ, ウ, ..." style:num-prefix="（" style:num-suffix="）"/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2" style:num-suffix="."/>'
    '<text:list-level-style-bullet text:level="3" text:bullet-char="・"/>'
    "</text:list-style>"
)


def _item(*inner: str, more: str = "") -> str:
    return f"<text:list-item{more}>{''.join(inner)}</text:list-item>"


def _list(*items: str, more: str = "") -> str:
    return f'<text:list text:style-name="L1"{more}>{"".join(items)}</text:list>'


def test_the_numbers_of_lists_stand_before_their_items() -> None:
    source = read(
        _list(
            _item("<text:p>港</text:p>", _list(_item("<text:p>橋</text:p>", _list(_item("<text:p>駅</text:p>"))))),
            _item("<text:p>道</text:p>", "<text:p>続き</text:p>"),
        )
        + "<text:p>間</text:p>"
        + _list(_item("<text:p>川</text:p>"), more=' text:continue-numbering="true"')
        + _list(_item("<text:p>丘</text:p>"))
        + _list(_item("<text:p>森</text:p>", more=' text:start-value="9"')),
        automatic=_LIST,
    )  # fmt: skip
    assert blocks(source) == [
        ("item", 1, "（ア）港"), ("item", 2, "ア.1.橋"), ("item", 3, "・駅"), ("item", 1, "（イ）道"),
        ("paragraph", 0, "続き"), ("paragraph", 0, "間"), ("item", 1, "（ウ）川"), ("item", 1, "（ア）丘"),
        ("item", 1, "（ケ）森"),
    ]  # fmt: skip


def test_a_newer_file_says_the_pattern_of_its_numbers() -> None:
    level = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="１"'
        ' xmlns:l="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
        ' l:num-list-format="第%1%章"/></text:list-style>'
    )
    source = read(_list(_item("<text:p>港</text:p>")), automatic=level)
    assert source.text == "第１章港"


def test_headings_have_the_numbers_of_the_outline() -> None:
    outline = (
        "<text:outline-style>"
        '<text:outline-level-style text:level="1" style:num-format="一" style:num-prefix="第" style:num-suffix="章"/>'
        '<text:outline-level-style text:level="2" style:num-format="" /></text:outline-style>'
    )
    source = read(
        '<text:h text:outline-level="1">港</text:h><text:h text:outline-level="2">橋</text:h>'
        '<text:h text:outline-level="1">駅</text:h>',
        styles=outline,
    )
    assert blocks(source) == [
        ("heading", 1, "第一章港"),
        ("heading", 2, "橋"),
        ("heading", 1, "第二章駅"),
    ]


def test_notes_ruby_changes_comments_and_hidden_words_are_told_from_the_text() -> None:
    source = read(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>旧</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p><text:ruby><text:ruby-base>港</text:ruby-base><text:ruby-text>みなと</text:ruby-text></text:ruby>"
        '<text:note text:note-class="footnote"><text:note-citation>3</text:note-citation><text:note-body>'
        "<text:p>注の文</text:p></text:note-body></text:note>の<office:annotation><text:p>意見</text:p>"
        '</office:annotation>街<text:s text:c="2"/>を<text:span text:style-name="T1">内緒</text:span>'
        "歩く<text:line-break/>。</text:p><text:p>次</text:p>",
        automatic='<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/>'
        "</style:style>",
    )  # fmt: skip
    assert source.text == "港の街を歩く。次"
    assert asides(source) == [
        ("みなと", "ruby"), ("内緒", "hidden text"), ("3 注の文", "footnote"),
    ]  # fmt: skip


def test_a_title_is_a_heading_and_shapes_have_words() -> None:
    source = read(
        '<text:p text:style-name="Title">港湾計画</text:p><text:p>前<draw:ellipse><text:p>囲み</text:p></draw:ellipse>'
        "</text:p>"
    )
    assert blocks(source) == [
        ("heading", 1, "港湾計画"),
        ("paragraph", 0, "前"),
        ("paragraph", 0, "囲み"),
    ]


def test_tables_have_headings_and_merged_cells() -> None:
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    source = read(
        "<table:table><table:table-header-rows><table:table-row>"
        + cell.format("", "施策") + cell.format("", "担当")
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell.format(' table:number-rows-spanned="2"', "港") + cell.format("", "国土交通省")
        + "</table:table-row><table:table-row><table:covered-table-cell/>" + cell.format("", "環境省")
        + "</table:table-row></table:table>"
    )  # fmt: skip
    assert [
        ([source.text[begin:end] for begin, end in block.cells], block.headings) for block in source.blocks
    ] == [(["施策", "担当"], ()), (["港", "国土交通省"], ("施策", "担当")), (["港", "環境省"], ("施策", "担当"))]  # fmt: skip


def test_a_table_of_contents_a_header_and_text_boxes_stand_where_they_belong() -> None:
    source = read(
        "<text:table-of-content><text:index-body><text:p>港 1</text:p></text:index-body></text:table-of-content>"
        "<text:p>前<draw:frame><draw:text-box><text:p>囲み</text:p></draw:text-box></draw:frame></text:p>"
        "<text:p>後</text:p>",
        styles='<style:master-page><style:header><text:p>港湾計画</text:p></style:header><style:footer><text:p>'
        "<text:page-number>1</text:page-number></text:p></style:footer></style:master-page>",
    )  # fmt: skip
    assert blocks(source) == [
        ("paragraph", 0, "前"),
        ("paragraph", 0, "囲み"),
        ("paragraph", 0, "後"),
    ]
    assert asides(source) == [
        ("港 1", "table of contents"),
        ("港湾計画", "running head"),
        ("1", "page number"),
    ]
    assert source.place(0) == Place(paragraph=2)


@pytest.mark.parametrize(
    ("parts", "complaint"),
    [
        ({"content.xml": "<a"}, "content.xml is no XML"),
        ({"content.xml": "<a/>"}, "office:text is missing"),
        ({}, "content.xml is missing"),
        (
            {
                "META-INF/manifest.xml": '<m:m xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                "<m:encryption-data/></m:m>"
            },
            "is protected by a password",
        ),
    ],
    ids=["cut", "no text", "no content", "password"],
)
def test_a_damaged_open_document_is_refused_in_one_line(
    parts: dict[str, str | bytes], complaint: str
) -> None:
    data = zipped({"mimetype": "application/vnd.oasis.opendocument.text", **parts})
    with pytest.raises(SourceError, match=complaint):
        find_reader("a.odt", data=data)(data, name="a.odt", encoding="utf-8")


def test_rows_that_are_repeated_a_million_times_are_not() -> None:
    source = read(
        '<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell>'
        "<text:p>港</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert len(source.text) == 200
