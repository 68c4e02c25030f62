"""Reports, tables and sheets: what their figures are, who answers, and what of them is a measure."""

from __future__ import annotations

import pytest

from policygraph.annotation import Annotations, Annotator
from policygraph.annotation.sentence_outcomes import SentencePredicates
from policygraph.core.fold import fold_text
from policygraph.core.namespaces import POL
from policygraph.document import find_outline, outline_for, parse
from policygraph.sources import SourceText, read_text
from policygraph.sources.html import read_html

_SHEETS = """<h1>海の施策</h1>
<table><tr><th>事業名<td>藻場再生支援事業<tr><th>所管<td>水産庁<tr><th>概要<td>漁業者に苗を配る。<tr><th>予算額<td>2億円
<tr><th>事業名<td>浜の学校プロジェクト<tr><th>所管<td>文部科学省<tr><th>概要<td>漁村の高校に教材を配布する。<tr><th>予算額<td>1億円</table>
<dl><dt>取組名<dd>灯台カード事業<dt>概要<dd>灯台の絵札を作成する。<dt>担当<dd>海上保安庁</dl>"""
_TARGETS = """<h1>数値目標</h1><table><tr><th>指標<th>現状（令和６年度）<th>目標（令和11年度）<th>所管課
<tr><td>灯台の見学者数<td>1,200人<td>2,000人<td>海上保安庁<tr><td>藻場の面積<td>30ha<td>45ha（令和10年度）<td>水産庁</table>"""


def _html(page: str) -> SourceText:
    return read_html(page.encode(), name="plan.html", encoding="utf-8")


def _read(annotator: Annotator, source: SourceText) -> Annotations:
    outline = outline_for("", source)
    return annotator.annotate(parse(source, outline), outline.signs)


def _words(annotations: Annotations, begin: int, end: int) -> str:
    return annotations.document.source.text[begin:end]


def _bodies(annotations: Annotations) -> list[str]:
    return [
        _words(annotations, m.begin, m.end)
        for m in annotations.mentions
        if m.link == POL.responsibleBody
    ]


def test_each_sheet_of_a_table_or_of_a_list_of_definitions_is_one_item(
    annotator: Annotator,
) -> None:
    annotations = _read(annotator, _html(_SHEETS))
    document = annotations.document
    found = [document.words(item.segments[0]) for item in document.occurrences]
    assert found == ["藻場再生支援事業", "浜の学校プロジェクト", "灯台カード事業"]
    assert _bodies(annotations) == ["水産庁", "文部科学省", "海上保安庁"]


def test_rows_of_a_table_of_indicators_are_targets(annotator: Annotator) -> None:
    annotations = _read(annotator, _html(_TARGETS))
    assert [item.kind for item in annotations.document.occurrences] == ["target", "target"]
    assert _bodies(annotations) == ["海上保安庁", "水産庁"]


def test_a_column_says_what_its_figures_and_times_are(annotator: Annotator) -> None:
    annotations = _read(annotator, _html(_TARGETS))
    roles = {
        _words(annotations, q.begin, q.end): q.role.rpartition("/")[2]
        for q in (*annotations.quantities, *annotations.times)
    }
    assert roles == {
        "1,200人": "base", "2,000人": "target", "30ha": "base", "45ha": "target",
        "令和10年度": "deadline",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "figure", "role"),
    [
        ("環境省は、干潟の調査に携わる学生40名を選び、船の費用を補助した。", "40名", "figure"),
        ("目標としていた深さ300メートルに達した。", "300メートル", "target"),
        ("漁業者30名を受け入れる。", "30名", "target"),
        ("乗組員の数を12人から８人に緩和する。", "12人", "base"),
        ("乗組員の数を12人から８人に緩和する。", "8人", "target"),
        ("魚の種が210種から260種となった。", "260種", "figure"),
    ],
    ids=["reported", "aimed at", "to be done", "from", "to", "became"],
)
def test_a_figure_is_one_of_what_was_done_or_of_what_is_to_be_reached(
    annotator: Annotator, words: str, figure: str, role: str
) -> None:
    annotations = _read(
        annotator, read_text(f"１．海\n・{words}【水産庁】\n・網を編む。【水産庁】")
    )
    found = {
        fold_text(_words(annotations, q.begin, q.end)): q.role.rpartition("/")[2]
        for q in annotations.quantities
    }
    assert found[figure] == role


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("（水産庁、（協力）環境省、国土交通省）", {"環境省", "国土交通省"}),
        ("（水産庁（協力：環境省）、国土交通省）", {"環境省"}),
        ("（水産庁（◎）、環境省）", set()),
    ],
    ids=["before several", "in brackets", "a mark alone"],
)
def test_a_word_of_cooperation_holds_of_the_bodies_behind_it(
    annotator: Annotator, tag: str, expected: set[str]
) -> None:
    text = f"１．海\n・網を編む。{tag}\n・苗を植える。（水産庁、環境省）"
    annotations = _read(annotator, read_text(text))
    found = {
        _words(annotations, m.begin, m.end)
        for m in annotations.mentions
        if m.link == POL.cooperatingBody
    }
    assert found == expected


def test_a_label_of_bodies_in_brackets_opens_no_heading(annotator: Annotator) -> None:
    text = "【今後の取組】\n・網を編む。\n・苗を植える。\n【担当】水産庁、環境省\n【課題】\n・網が古い。\n"
    annotations = _read(annotator, read_text(text))
    titles = [
        _words(annotations, *part.title) for part in annotations.document.walk() if part.title
    ]
    assert "担当" not in titles


def test_a_body_known_by_its_form_alone_answers_for_what_it_does(annotator: Annotator) -> None:
    text = "１　海の研究\n一般財団法人なぎさ海洋財団は、若手の研究者に船を貸し出す。\n２　網\n網を直す。\n"
    assert _bodies(_read(annotator, read_text(text))) == ["一般財団法人なぎさ海洋財団"]


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("水産庁は、網の講習会を年２回開催し、延べ90人が参加した。", "report"),
        ("このうち３隻については、港湾局が点検した。", "report"),
        ("漁村の人口は、前の年の水準を回復した。", ""),
        ("ノルウェーの沿岸では、漁業者が藻場を守る協定を結んでいる。", ""),
        ("ドイツの北の州では、港の再編を進めている。", ""),
        ("本計画は、海の基本条例に基づき策定する。", ""),
    ],
    ids=[
        "what came of it",
        "topic",
        "of itself",
        "abroad",
        "province abroad",
        "the document itself",
    ],
)
def test_prose_is_a_measure_where_somebody_here_acts(
    annotator: Annotator, sentence: str, outcome: str
) -> None:
    signs = outline_for("", read_text("１．海\n・網を編む。")).signs
    assert SentencePredicates(annotator.lexicon, signs).outcome(fold_text(sentence)) == outcome


@pytest.mark.parametrize(
    ("doer", "outcome"),
    [
        ("同社", ""),
        ("波音株式会社（ＷＡＶＥ）", ""),
        ("若い漁師が立てた海図企業", ""),
        ("水産庁", "report"),
    ],
    ids=["that firm", "with its letters", "founded by others", "an agency"],
)
def test_what_a_firm_has_done_in_the_middle_of_a_sentence_is_told_where_a_series_says_so(
    annotator: Annotator, doer: str, outcome: str
) -> None:
    signs = find_outline("sti-white-paper").signs
    sentence = fold_text(f"{doer}は、網の見本を開発して、昨年６月に売出しを発表しました。")
    assert SentencePredicates(annotator.lexicon, signs).outcome(sentence) == outcome


@pytest.mark.parametrize(
    ("clause", "bodies"),
    [
        ("静海国漁業センターが隣国の当局とともに作成した「藻場の手引」に署名し", ["水産庁"]),
        ("静海国漁業センターが、島国、岬国の当局と共同で定めた指針に署名し", ["水産庁"]),
        ("環境省が隣国の当局とともに「藻場の手引」を作成し", ["水産庁", "環境省"]),
    ],
    ids=["a quoted text", "a text by its kind", "another part of the sentence"],
)
def test_who_made_a_text_with_others_does_not_answer_for_what_is_done_with_it(
    annotator: Annotator, clause: str, bodies: list[str]
) -> None:
    text = f"１　藻場\n水産庁は、網を直すとともに、６月に、{clause}、文書を公開した。\n２　網\n網を直す。\n"
    assert _bodies(_read(annotator, read_text(text))) == bodies


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("潮位を示す「ＳＨＩＯ－ＭＡＰ」に観測点を加える。", "ＳＨＩＯ－ＭＡＰ"),
        ("「なぎさ計測棟」を港に開設する。", "なぎさ計測棟"),
        ("「磯守り応援パッケージ」を創設する。", "磯守り応援パッケージ"),
        ("「磯の経営評価書」を漁業者に無償で提供する。", "磯の経営評価書"),
    ],
    ids=["latin", "building", "package", "given"],
)
def test_a_quoted_name_is_a_programme_by_its_form_or_by_what_is_done(
    annotator: Annotator, words: str, name: str
) -> None:
    annotations = _read(
        annotator, read_text(f"１．海\n・{words}【水産庁】\n・網を編む。【水産庁】")
    )
    found = [
        _words(annotations, m.begin, m.end)
        for m in annotations.mentions
        if m.link == POL.underProgramme
    ]
    assert name in found


@pytest.mark.parametrize(
    ("words", "name", "role"),
    [
        ("水産庁は、漁業振興審議会において網の基準を検討する。", "漁業振興審議会", "place"),
        ("漁協や銀行と「浜の会」を組織する。", "銀行", "cooperates"),
        ("漁業者と折半で網の費用を負担する。", "漁業者", "cooperates"),
        ("漁業者約300人を訪ねる。", "漁業者", "addressed"),
    ],
    ids=["council", "founded with", "shared", "counted"],
)
def test_the_part_of_an_actor_is_told_by_particles_and_predicates(
    annotator: Annotator, words: str, name: str, role: str
) -> None:
    annotations = _read(annotator, read_text(f"１．海\n・{words}\n・網を編む。"))
    roles = {
        _words(annotations, m.begin, m.end): (m.role or "").rpartition("/")[2]
        for m in annotations.mentions
        if m.kind == "name" and m.role
    }
    assert roles.get(name) == role


def test_what_was_not_done_is_denied(annotator: Annotator) -> None:
    annotations = _read(
        annotator,
        read_text("１．海\n・網の規則の見直しは行わなかった。【水産庁】\n・網を編む。【水産庁】"),
    )
    denied = [m for m in annotations.mentions if m.kind == "commitment" and m.cues]
    assert [_words(annotations, m.begin, m.end) for m in denied] == ["行わなかった"]
