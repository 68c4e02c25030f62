"""Outlines that are drafted from a text, the choice of one, and what coverage says of what nothing opened."""

from __future__ import annotations

import random

import pytest
from pdf_pages import PdfPages

from policygraph.annotation import Annotator
from policygraph.document import (
    Document,
    account,
    choose_outline,
    draft_outline,
    heading_like,
    outline_for,
    parse,
    read_outline,
    side_by_side,
)
from policygraph.sources import find_reader, read_text
from policygraph.sources.markdown import read_markdown

_PROSE = """第１章　基本的な方向
１　沿岸の活性化
沿岸では担い手が不足している。農林水産省は、漁師の研修制度を拡充する。
２　観測の推進
観測の値は使われていない。文部科学省は、観測機器の開発を支援する。前年度には実証試験を行った。
第２章　推進の体制
（１）会議
内閣府は、連絡会議を開催することとする。
（２）評価
施策の効果を毎年度検証する。
"""
_BULLETS = """Ⅰ．現状と課題
○ 記録の共有が進んでいない。
○ 医師の不足が深刻である。

Ⅱ．今後の取組
１．基盤の整備
◆ 記録の標準化
➢ 標準の規格を策定する。（厚生労働省、デジタル庁）
➢ 小さな病院への支援を実施する。（◎厚生労働省、○総務省）
　✓ 窓口の設置
◆ 遠隔診療の推進
➢ 離島で実証を行う。（総務省ほか）
２．人材の育成
➢ 専門の人材を育成する
➢ 教育課程を見直す（文部科学省）
"""
_PLAN = """第２章　施策の展開
基本方針１　地域の強みの活用
施策１－１　連携の推進
【現状と課題】
・研究費は全国の平均を下回っています。
【主な取組】
（ア）共同研究の支援
　研究に要する経費を補助します。（産業政策課）
（イ）相談員の配置
　相談員を配置し、企業を支援します。（産業政策課）
【数値目標】
・共同研究　年間120件
施策１－２　人材の育成
【主な取組】
（ア）理科の充実
　観察の授業を充実します。（教育委員会）
"""
_REPORT = """第１部　令和６年度に講じた施策
第１章　経営の安定
１．保証
経済産業省では、信用保証を実施した。
２．融資
財務省において、制度の見直しを行った。
第２部　令和７年度に講じる施策
第１章　経営の安定
１．保証
引き続き、信用保証を実施する。
"""
# By the path of an item: its kind, the bodies that answer for it.
_FOUND = {
    "prose": (_PROSE, {"1/1/s2": ("measure", ["maff"]), "1/2/s2": ("measure", ["mext"]),
                       "1/2/s3": ("reported", []), "2/1/s1": ("measure", ["cao"]),
                       "2/2/s1": ("measure", [])}),
    "bullets": (_BULLETS, {"II/1/h1/1": ("measure", ["mhlw", "digital"]),
                           "II/1/h1/2": ("measure", ["mhlw", "mic"]),
                           "II/1/h2/1": ("measure", ["mic"]), "II/2/1": ("measure", []),
                           "II/2/2": ("measure", ["mext"])}),
    "plan": (_PLAN, {"2/1/1/h2/ア/s1": ("measure", ["産業政策課"]),
                     "2/1/1/h2/イ/s1": ("measure", ["産業政策課"]),
                     "2/1/1/h3/1": ("target", []), "2/1/2/h1/ア/s1": ("measure", ["教育委員会"])}),
    "report": (_REPORT, {"1/1/1/s1": ("reported", ["meti"]), "1/1/2/s1": ("reported", ["mof"]),
                         "2/1/1/s1": ("measure", [])}),
}  # fmt: skip


@pytest.mark.parametrize("name", _FOUND)
@pytest.mark.parametrize("outline", ["draft", ""], ids=["drafted", "chosen"])
def test_a_text_of_an_unknown_series_is_read(name: str, outline: str, annotator: Annotator) -> None:
    text, expected = _FOUND[name]
    source = read_text(text)
    series = outline_for(outline, source)
    found = annotator.annotate(parse(source, series), series.signs)
    bodies: dict[tuple[str, ...], list[str]] = {}
    for mention in found.mentions:
        if mention.kind == "responsibility":
            body = mention.meanings[0].rpartition("/")[2]
            bodies.setdefault(mention.unit.path, []).append(body)
    read = {
        "/".join(item.path): (item.kind, bodies.get(item.path, []))
        for item in found.document.occurrences
    }
    assert read == expected
    assert account(found.document).rebuild() == text


def test_the_draft_is_a_file_that_a_steward_can_go_on_with() -> None:
    toml = draft_outline(read_text(_BULLETS), key="hospitals")
    outline = read_outline(toml, name="hospitals.toml")
    assert outline.key == "hospitals"
    assert "➢" in toml
    assert "# 2 lines" in toml  # how often each sign stands, with an example


def test_the_same_text_gives_the_same_draft_and_the_same_choice() -> None:
    assert draft_outline(read_text(_PLAN)) == draft_outline(read_text(_PLAN))
    assert choose_outline(read_text(_REPORT)) == choose_outline(read_text(_REPORT))


def test_a_text_of_a_shipped_series_is_read_by_its_outline() -> None:
    text = "第１章 港\n（１）岸\n［Ｃ］重きを置くべき取組\n● 灯台を建てる。【国土交通省】\n"
    assert choose_outline(read_text(text)).key == "sti-strategy"


@pytest.mark.parametrize("seed", range(12))
def test_any_text_has_a_draft_that_reads_it(seed: int) -> None:
    random_ = random.Random(seed)
    lines = "".join(_FOUND[name][0] for name in _FOUND).splitlines()
    signs = "・●（１）Ａ第章①-*＃ 。、【】〔\t\u3000―Ⅰア.1"
    mixed = [
        random_.choice(signs) * random_.randint(0, 2)
        + random_.choice(lines)[random_.randint(0, 4) :]
        for _ in range(40)
    ]
    text = "\n".join(mixed)
    source = read_text(text)
    document = parse(source, read_outline(draft_outline(source), name="draft.toml"))
    assert account(document).rebuild() == text
    list(heading_like(document))


def _loose(text: str) -> Document:
    outline = read_outline(
        "loose_limit = 10\n[[level]]\npart = 'section'\nmarker = '■'\n"
        "[[level]]\nitem = true\nmarker = '●'\n",
        name="own.toml",
    )
    return parse(read_text(text), outline)


def test_the_ledger_tells_what_stands_under_a_part_from_loose_sentences() -> None:
    ledger = account(_loose("港は浅い。\n■灯台\n●建てる。\n"))
    assert ledger.standing == {"part": 8, "loose": 5, "unread": 0}
    assert round(ledger.loose_share, 3) == round(5 / 13, 3)
    assert ledger.is_too_loose
    assert not account(_loose("■灯台\n●建てる。\n")).is_too_loose


def test_a_heading_that_nothing_opened_is_named() -> None:
    document = _loose(
        "■灯台\n●建てる。\n（２）岸壁の改修\n岸壁は古く、直すのに長い時間がかかる。\n"
    )
    assert [(str(place), words) for place, words in heading_like(document)] == [
        ("3", "（２）岸壁の改修")
    ]


def test_columns_side_by_side_are_named() -> None:
    line = "港の灯台を建てるために岸壁を直し　　　　　網を編むために糸を買い綿を植える\n"
    assert len(side_by_side(_loose("■灯台\n" + line * 9))) == 9
    assert side_by_side(_loose("■灯台\n" + line.replace("　", "") * 9)) == []


_LABELLED = """アクション１　綿の栽培
担当：農林水産省（主担当）、環境省
　綿を植える取組を推進する。試験を実施する。
アクション２　灯台の改修
担当：国土交通省
　灯台を整備する。
"""


def test_a_line_may_say_who_answers_for_the_prose_with_it(annotator: Annotator) -> None:
    source = read_text(_LABELLED)
    series = outline_for("draft", source)
    found = annotator.annotate(parse(source, series), series.signs)
    bodies: dict[str, list[str]] = {}
    for mention in found.mentions:
        if mention.kind == "responsibility":
            path = "/".join(mention.unit.path)
            bodies.setdefault(path, []).append(mention.meanings[0].rpartition("/")[2])
    assert bodies == {"1": ["maff", "env"], "2": ["mlit"]}  # of the headings above them
    assert len(found.document.occurrences) == 3
    assert account(found.document).rebuild() == _LABELLED


_HEADED = """１　綿の栽培
［農林水産省］
綿を植える取組を推進しました。
２　灯台の改修（国土交通省、環境省）
灯台を整備しました。
３　岸の話（その一）
岸を整備しました。
"""


def test_brackets_of_a_heading_answer_for_what_stands_below_it(annotator: Annotator) -> None:
    source = read_text(_HEADED)
    series = outline_for("draft", source)
    found = annotator.annotate(parse(source, series), series.signs)
    bodies: dict[str, list[str]] = {}
    for mention in found.mentions:
        if mention.kind == "responsibility":
            path = "/".join(mention.unit.path)
            bodies.setdefault(path, []).append(mention.meanings[0].rpartition("/")[2])
    assert bodies == {"1": ["maff"], "2": ["mlit", "env"]}
    titles = [found.document.words(part.title) for part in found.document.walk() if part.title]
    assert titles == ["綿の栽培", "灯台の改修", "岸の話（その一）"]
    assert account(found.document).rebuild() == _HEADED


def test_headings_of_one_size_nest_by_their_numbers() -> None:
    lines = ("# 港の計画", "# 第１章 港", "# 第１節 灯台", "# １．建設", "岬に灯台を建てる。",
             "# ２．点灯", "夜に点す。", "# 第２節 岸壁", "# １．補修", "岸壁を直す。")  # fmt: skip
    source = read_markdown("\n\n".join(lines).encode(), name="a.md", encoding="utf-8")
    paths = {"/".join(part.path) for part in parse(source, outline_for("draft", source)).walk()}
    assert paths == {"h1", "h1/1", "h1/1/1", "h1/1/1/1", "h1/1/1/2", "h1/1/2", "h1/1/2/1"}


_SETTINGS = {
    "sheets": (
        "１　灯台事業\n　所管：国土交通省\n　期間：３年\n　概要：灯台を建てる。\n\n"
        "２　漁網事業\n　所管：農林水産省\n　期間：２年\n　概要：網を編む。\n",
        ["期間：３年概要：灯台を建てる。", "期間：２年概要：網を編む。"],
    ),
    "labels": (
        "○灯台の整備（国土交通省）\n［進捗］三基を建てた。\n［今後の取組］二基を建てる。\n"
        "○漁網の改良（農林水産省）\n［進捗］糸を替えた。\n",
        ["灯台の整備", "漁網の改良"],
    ),
    "lines": (
        "Ⅰ　海\n\n取組１　灯台の整備\n担当：国土交通省\n岬に灯台を設置\n古い灯台を改修\n\n"
        "取組２　漁網の改良\n担当：農林水産省\n丈夫な糸を開発\n",
        ["岬に灯台を設置", "古い灯台を改修", "丈夫な糸を開発"],
    ),
    "headed": (
        "１　海\n● 灯台の整備\n　岬に灯台を建てる。《国・農》\n● 漁網の改良\n　丈夫な糸を開発《農・経》\n　古い網を回収《農》\n",
        ["岬に灯台を建てる。", "丈夫な糸を開発", "古い網を回収"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", _SETTINGS)
def test_items_are_found_however_a_plan_is_set(name: str, annotator: Annotator) -> None:
    text, expected = _SETTINGS[name]
    source = read_text(text)
    series = outline_for("", source)
    document = annotator.annotate(parse(source, series), series.signs).document
    assert [document.words(*item.segments) for item in document.occurrences] == expected
    assert account(document).rebuild() == text


def test_each_word_before_a_number_has_a_place_of_its_own() -> None:
    text = "基本方針１　海\n施策（１）　港\n① 港を直す。\n② 岸を守る。\n施策（２）　漁\n① 網を編む。\n基本方針２　山\n施策（１）　森\n① 苗を植える。\n"
    source = read_text(text)
    document = parse(source, read_outline(draft_outline(source), name="draft.toml"))
    paths = ["/".join(item.path) for item in document.occurrences]
    assert paths == ["1/1/1", "1/1/2", "1/2/1", "2/1/1"]


def test_an_opening_without_a_number_stands_beside_the_numbered_headings() -> None:
    text = "はじめに\n海は広い。\n第１節　港\n港を直す。\n第２節　漁\n網を編む。\n"
    source = read_text(text)
    document = parse(source, read_outline(draft_outline(source), name="draft.toml"))
    assert [part.path for part in document.parts] == [("h1",), ("1",), ("2",)]


def test_a_note_below_a_bullet_is_none_of_it() -> None:
    text = "○ 港を直す。（国土交通省）\n○ 網を編む。（農林水産省）\n※１　網とは、糸で編んだものをいう。\n"
    source = read_text(text)
    document = parse(source, read_outline(draft_outline(source), name="draft.toml"))
    assert "※" not in document.words(*document.occurrences[-1].segments)


def _drafted(text: str) -> Document:
    source = read_text(text)
    return parse(source, read_outline(draft_outline(source), name="draft.toml"))


def test_a_bracket_with_a_body_below_an_item_is_its_tag() -> None:
    text = (
        "第１章　海\n・ 港を直す。\n【国土交通省】\n・ 規格を作る。\n【経済産業省】\n"
        "第２章　山\n・ 苗を植える。\n【農林水産省】\n"
    )
    document = _drafted(text)
    assert [part.path for part in document.walk()] == [("1",), ("2",)]
    assert [document.words(*item.segments) for item in document.occurrences] == [
        "港を直す。", "規格を作る。", "苗を植える。",
    ]  # fmt: skip


def test_a_bracket_with_a_body_above_the_items_is_their_heading() -> None:
    text = (
        "第１章　海\n【国土交通省】\n・ 港を直す。\n・ 橋を調べる。\n【経済産業省】\n・ 規格を作る。\n"
        "第２章　山\n【農林水産省】\n・ 苗を植える。\n"
    )
    document = _drafted(text)
    titles = [document.words(part.title) for part in document.walk() if part.title]
    assert titles == ["海", "国土交通省", "経済産業省", "山", "農林水産省"]


@pytest.mark.parametrize("wrapped", range(4), ids=lambda number: f"bullet-{number}-wraps")
def test_bullets_of_a_pdf_are_of_one_level_whichever_wraps(wrapped: int) -> None:
    pages = PdfPages()
    base = pages.lines(["第１章　港の整備に関する取組"], 80, 100)
    for number, act in enumerate(("港を直す。", "規格を作る。", "網を編む。", "苗を植える。")):
        lines = [f"・ {act}"]
        if number == wrapped:
            lines = ["・ 海辺の市町村と漁業協同組合の求めに応じて国が古くなった", act]
        base = pages.lines(lines, 80, base)
    source = find_reader("a.pdf")(pages.finish(), name="a.pdf", encoding="utf-8")
    document = parse(source, read_outline(draft_outline(source), name="draft.toml"))
    assert [item.path for item in document.occurrences] == [("1", str(n)) for n in range(1, 5)]
    assert not any(item.components for item in document.occurrences)
