from __future__ import annotations

import pytest
from office_files import word_file, words, zipped

from policygraph.core.errors import SourceError
from policygraph.sources import Place, SourceText, find_reader, layout_runs


def read(body: str, **parts: str) -> SourceText:
    data = word_file(body, **parts)
    return find_reader("a.docx", data=data)(data, name="a.docx", encoding="utf-8")


def lines(source: SourceText) -> list[str]:
    """The lines of the file that have text on them, without what is none."""
    ends = [*source.line_starts[1:], len(source.text)]
    return [source.text[begin:end] for begin, end in zip(source.line_starts, ends, strict=True)]


def asides(source: SourceText) -> list[tuple[str, str]]:
    return [(source.raw[begin:end], kind) for begin, end, kind in source.asides]


def blocks(source: SourceText) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, source.text[b.begin : b.end]) for b in source.blocks]


def level(index: int, format_: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def numbering(*levels: str, nums: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>' + nums
    )


def numbered(text: str, ilvl: int = 0, number: int = 1) -> str:
    return words(text, f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{number}"/></w:numPr>')


@pytest.mark.parametrize(
    ("format_", "text", "printed"),
    [
        ("decimal", "第%1章", ["第1章", "第2章", "第3章"]),
        ("decimalFullWidth", "（%1）", ["（１）", "（２）", "（３）"]),
        ("aiueoFullWidth", "%1", ["ア", "イ", "ウ"]),
        ("aiueo", "(%1)", ["(ｱ)", "(ｲ)", "(ｳ)"]),
        ("irohaFullWidth", "%1．", ["イ．", "ロ．", "ハ．"]),
        ("japaneseCounting", "第%1", ["第一", "第二", "第三"]),
        ("decimalEnclosedCircle", "%1", ["①", "②", "③"]),
        ("upperRoman", "%1", ["I", "II", "III"]),
        ("lowerRoman", "%1)", ["i)", "ii)", "iii)"]),
        ("upperLetter", "%1.", ["A.", "B.", "C."]),
        ("lowerLetter", "%1.", ["a.", "b.", "c."]),
        ("bullet", "・", ["・", "・", "・"]),
        ("bullet", "\uf0b7", ["•", "•", "•"]),
        ("none", "", ["", "", ""]),
    ],
    ids=lambda value: value.encode("unicode_escape").decode() if isinstance(value, str) else "",
)
def test_the_number_that_word_generates_stands_before_its_paragraph(
    format_: str, text: str, printed: list[str]
) -> None:
    body = "".join(numbered(word) for word in ("港", "橋", "駅"))
    source = read(body, numbering=numbering(level(0, format_, text)))
    assert lines(source) == [
        sign + word for sign, word in zip(printed, ("港", "橋", "駅"), strict=True)
    ]


@pytest.mark.parametrize(
    ("format_", "count", "printed"),
    [
        ("japaneseCounting", 12, "十二"), ("decimalEnclosedCircle", 21, "㉑"), ("lowerRoman", 9, "ix"),
        ("upperLetter", 27, "AA"), ("japaneseLegal", 11, "壱拾壱"), ("decimalZero", 3, "03"),
        ("aiueoFullWidth", 46, "ン"), ("ideographTraditional", 2, "乙"),
    ],
    ids=["twelve", "circled 21", "nine", "after Z", "formal eleven", "zero", "last kana", "stem"],
)  # fmt: skip
def test_numbers_beyond_the_first_few_are_printed_as_word_prints_them(
    format_: str, count: int, printed: str
) -> None:
    body = "".join(numbered("港") for _ in range(count))
    source = read(body, numbering=numbering(level(0, format_, "%1")))
    assert lines(source)[-1] == f"{printed}港"


def test_deeper_levels_hold_the_numbers_above_and_begin_anew_under_the_next() -> None:
    levels = level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")
    source = read(
        numbered("港") + numbered("橋", 1) + numbered("駅", 1) + numbered("道") + numbered("川", 1),
        numbering=numbering(*levels),
    )
    assert lines(source) == ["1.港", "1.1橋", "1.2駅", "2.道", "2.1川"]
    assert blocks(source)[1] == ("item", 2, "1.1橋")


def test_a_level_can_count_on_and_print_kanji_above_as_digits() -> None:
    levels = (
        level(0, "japaneseCounting", "%1、"),
        level(1, "decimal", "%1の%2", '<w:isLgl/><w:lvlRestart w:val="0"/>'),
    )
    source = read(
        numbered("港") + numbered("橋", 1) + numbered("駅") + numbered("道", 1),
        numbering=numbering(*levels),
    )
    assert lines(source) == ["一、港", "1の1橋", "二、駅", "2の2道"]


def test_a_number_can_start_anew_and_lists_that_share_a_numbering_count_on() -> None:
    nums = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    source = read(
        numbered("港")
        + numbered("橋", number=2)
        + numbered("駅", number=3)
        + numbered("道", number=3),
        numbering=numbering(level(0, "decimal", "%1)"), nums=nums),
    )
    assert lines(source) == ["1)港", "2)橋", "5)駅", "6)道"]


def test_a_style_brings_its_level_and_its_number() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="見出し 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="a2"><w:name w:val="自作"/><w:basedOn w:val="a1"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    source = read(
        words("港", '<w:pStyle w:val="a1"/>') + words("橋", '<w:pStyle w:val="a2"/>')
        + words("駅", '<w:pStyle w:val="a1"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        styles=styles,
        numbering=numbering(
            level(0, "decimal", "第%1章", '<w:pStyle w:val="a1"/>'),
            level(1, "decimal", "%1-%2", '<w:pStyle w:val="a2"/>'),
        ),
    )  # fmt: skip
    assert blocks(source) == [
        ("heading", 1, "第1章港"),
        ("heading", 2, "1-1橋"),
        ("heading", 1, "駅"),
    ]


def test_the_text_is_that_with_all_changes_accepted() -> None:
    source = read(
        "<w:p><w:r><w:t>大学を</w:t></w:r><w:del><w:r><w:delText>廃止</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>支援</w:t></w:r></w:ins><w:r><w:t>する。</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>続く</w:t></w:r></w:p>" + words("文。")
        + '<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>'
    )  # fmt: skip
    assert lines(source) == ["大学を支援する。", "続く文。"]


def test_a_paragraph_that_was_moved_stands_where_it_was_moved_to() -> None:
    moved = "<w:p><w:pPr><w:rPr><w:{0}/></w:rPr></w:pPr><w:{0}><w:r><w:t>動いた文。</w:t></w:r></w:{0}></w:p>"
    source = read(moved.format("moveFrom") + words("中。") + moved.format("moveTo"))
    assert lines(source) == ["中。", "動いた文。"]


def test_words_that_stand_in_several_ways_are_read_once() -> None:
    ways = (
        "<mc:AlternateContent><mc:Choice><w:r><w:t>港</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>港</w:t></w:r></mc:Fallback></mc:AlternateContent>"
    )
    assert read(f"<w:p>{ways}<w:r><w:t>。</w:t></w:r></w:p>").text == "港。"


def test_a_deleted_item_is_not_counted() -> None:
    deleted = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>橋</w:delText></w:r></w:del></w:p>"
    )
    source = read(
        numbered("港") + deleted + numbered("駅"), numbering=numbering(level(0, "decimal", "%1."))
    )
    assert lines(source) == ["1.港", "2.駅"]


def test_footnotes_stand_behind_their_paragraph_and_their_marks_are_no_text() -> None:
    note = '<w:{0} w:id="{1}"><w:p><w:r><w:{0}Ref/><w:t xml:space="preserve"> {2}</w:t></w:r></w:p></w:{0}>'
    mark = '<w:r><w:{}Reference w:id="{}"/></w:r>'
    source = read(
        f"<w:p><w:r><w:t>高齢化</w:t></w:r>{mark.format('footnote', 4)}<w:r><w:t>が進む。</w:t></w:r>"
        f"{mark.format('endnote', 2)}</w:p>" + words("次の文。"),
        footnotes='<w:footnote w:type="separator" w:id="0"/>'
        + note.format("footnote", 4, "港の統計"),
        endnotes=note.format("endnote", 2, "橋の統計"),
    )
    assert lines(source) == ["高齢化が進む。", "次の文。"]
    assert asides(source) == [("1 港の統計", "footnote"), ("1 橋の統計", "footnote")]
    assert source.raw.index("港の統計") < source.raw.index("次の文") < source.raw.index("橋の統計")


def test_the_ledger_of_a_word_file_covers_all_that_was_read() -> None:
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>みなと</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>港</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    source = read(f"<w:p>{ruby}<w:r><w:br/><w:tab/><w:t>の街</w:t></w:r></w:p>")
    assert source.text == "港の街"
    assert asides(source) == [("みなと", "ruby")]
    layout = sum(end - begin for begin, end, _ in layout_runs(source))
    assert layout + len(source.text) == len(source.raw)


def _cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{words(text)}</w:tc>"


def _row(*cells: str, heading: bool = False) -> str:
    mark = "<w:trPr><w:tblHeader/></w:trPr>" if heading else ""
    return f"<w:tr>{mark}{''.join(cells)}</w:tr>"


def test_a_table_is_rows_with_cells_under_their_headings_and_merged_cells_hold_for_all() -> None:
    source = read(
        "<w:tbl>"
        + _row(_cell("施策"), _cell("時期", '<w:gridSpan w:val="2"/>'), heading=True)
        + _row(_cell("港", '<w:vMerge w:val="restart"/>'), _cell("設計"), _cell("建設"))
        + _row(_cell("", "<w:vMerge/>"), _cell("2029年", '<w:gridSpan w:val="2"/>'))
        + "</w:tbl>"
    )
    rows = [
        ([source.text[begin:end] for begin, end in block.cells], block.headings)
        for block in source.blocks
    ]
    assert rows == [
        (["施策", "時期"], ()),
        (["港", "設計", "建設"], ("施策", "時期", "時期")),
        (["港", "2029年"], ("施策", "時期")),
    ]


def test_a_table_without_marked_headings_has_its_first_row_where_that_looks_so() -> None:
    body = _row(_cell("施策"), _cell("担当府省")), _row(_cell("港を整える。"), _cell("国土交通省"))
    source = read(f"<w:tbl>{''.join(body)}</w:tbl>")
    assert [block.headings for block in source.blocks] == [(), ("施策", "担当府省")]
    turned = read(f"<w:tbl>{body[1]}{body[0]}</w:tbl>")
    assert [block.headings for block in turned.blocks] == [(), ()]


def test_a_frame_of_one_cell_is_paragraphs_and_a_table_in_it_is_rows() -> None:
    inner = f"<w:tbl>{_row(_cell('港'), _cell('橋'))}</w:tbl>"
    source = read(f"<w:tbl><w:tr><w:tc>{words('囲み。')}{inner}</w:tc></w:tr></w:tbl>")
    assert blocks(source) == [("paragraph", 0, "囲み。"), ("row", 0, "港橋")]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{words('囲み。')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    source = read(f"<w:p><w:r><w:t>前。</w:t></w:r>{drawing}</w:p>{words('後。')}")
    assert lines(source) == ["前。", "囲み。", "後。"]


def _complex_field(instruction: str, result: str) -> str:
    kinds = (
        ("begin", f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"),
        ("separate", result),
        ("end", ""),
    )
    return "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{inner}' for kind, inner in kinds
    )


def test_headers_footers_and_tables_of_contents_are_no_text() -> None:
    page = _complex_field(" PAGE ", "<w:r><w:t>1</w:t></w:r>")
    contents = _complex_field(' TOC \\o "1-3" ', "<w:r><w:t>第１章</w:t></w:r>")
    source = read(
        f"<w:p>{contents}</w:p>" + words("第１章") + '<w:sectPr><w:headerReference r:id="header1"/>'
        '<w:footerReference r:id="footer1"/></w:sectPr><w:sectPr><w:headerReference r:id="header1"/></w:sectPr>',
        header1=words("港湾計画"),
        footer1=f"<w:p>{page}</w:p>",
    )  # fmt: skip
    assert lines(source) == ["第１章"]
    assert asides(source) == [
        ("第１章", "table of contents"),
        ("港湾計画", "running head"),
        ("1", "page number"),
    ]


def test_hidden_words_are_an_aside_and_signs_of_symbol_fonts_are_signs() -> None:
    source = read(
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>内緒</w:t></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F06C"/><w:t>港</w:t></w:r></w:p>'
    )
    assert source.text == "●港"
    assert asides(source) == [("内緒", "hidden text")]


def test_a_word_file_knows_its_paragraphs_and_what_read_it() -> None:
    source = read(words("港。") + words("橋。"))
    assert [source.place(offset) for offset in (0, 2)] == [Place(paragraph=1), Place(paragraph=2)]
    assert source.extractor.startswith("lxml ")


def test_the_strict_kind_of_word_file_is_read_the_same() -> None:
    data = word_file(words("港"))
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body>{words("港")}</w:body></w:document>'
    reader = find_reader("a.docx", data=data)
    again = reader(zipped({"word/document.xml": body}), name="a.docx", encoding="utf-8")
    assert again.text == reader(data, name="a.docx", encoding="utf-8").text == "港"


_ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
_EXTERNAL = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]><d>&a;</d>'


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ("<w:document", "word/document.xml is no XML"),
        (_ENTITIES, "word/document.xml defines entities"),
        (_EXTERNAL, "word/document.xml defines entities"),
        ("<d/>", "w:body is missing"),
        ("<a>" * 100_000, "word/document.xml is no XML"),
        (b" " * (49 << 20), r"word/document.xml is larger than 48 MB; save it in parts"),
    ],
    ids=["cut", "entities", "external", "no body", "deep", "bomb"],
)
def test_a_damaged_or_hostile_word_file_is_refused_in_one_line(
    document: str | bytes, complaint: str
) -> None:
    data = zipped({"word/document.xml": document})
    with pytest.raises(SourceError, match=complaint) as caught:
        find_reader("a.docx", data=data)(data, name="a.docx", encoding="utf-8")
    assert "\n" not in caught.value.words("ja") + caught.value.words("en")


def test_a_file_without_words_is_said_to_be_empty() -> None:
    with pytest.raises(SourceError, match=r"a\.docx: is empty"):
        read("<w:p/>")


def test_notes_that_were_typed_are_notes() -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'
    source = read(
        f"<w:p><w:r><w:t>高齢化</w:t></w:r>{raised.format('1')}<w:r><w:t>が進む。10</w:t></w:r>{raised.format('3')}</w:p>"
        + words("第3 港の整備") + words("１　港の統計")
    )  # fmt: skip
    assert lines(source) == ["高齢化が進む。103", "第3港の整備"]
    assert asides(source) == [("1", "note mark"), ("１　港の統計", "footnote")]
