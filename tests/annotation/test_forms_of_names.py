"""Names by their form in running text and headings, laws with their numbers, short forms of a document."""

from __future__ import annotations

from pathlib import Path

import pytest
from annotation.test_matching import find
from annotation.test_names import _ORGANIZATIONS

from policygraph.api import annotate
from policygraph.core.namespaces import BASE
from policygraph.document import Outline


def _names(words: str, outline: Outline, tmp_path: Path) -> list[tuple[str, str]]:
    annotations = find(words, outline, tmp_path, _ORGANIZATIONS)
    text = annotations.document.source.text
    return [
        (text[m.begin : m.end], m.meanings[0].removeprefix(BASE))
        for m in annotations.mentions
        if m.kind == "name"
    ]


@pytest.mark.parametrize(
    ("words", "name", "iri"),
    [
        (
            "第３期月面資源基本計画に基づき行う",
            "第３期月面資源基本計画",
            "work/第3期月面資源基本計画",
        ),
        ("月面資源確保戦略により行う", "月面資源確保戦略", "work/月面資源確保戦略"),
        (
            "また、月面産業競争力強化法を改正する",
            "月面産業競争力強化法",
            "work/月面産業競争力強化法",
        ),
        (
            "国は月面における活動の促進に関する法律を施行する",
            "月面における活動の促進に関する法律",
            "work/月面における活動の促進に関する法律",
        ),
        (
            "国立研究開発法人月面資源機構が担う",
            "国立研究開発法人月面資源機構",
            "org/国立研究開発法人月面資源機構",
        ),
        ("静海工科大学に委ねる", "静海工科大学", "org/静海工科大学"),
        ("月面株式会社に委ねる", "月面株式会社", "org/月面株式会社"),
        ("株式会社静海に委ねる", "株式会社静海", "org/株式会社静海"),
        ("米国月面研究所に倣う", "米国月面研究所", "org/米国月面研究所"),
        ("内閣府月面研究所に倣う", "月面研究所", "org/月面研究所"),
        ("国立大学法人しずか大学に委ねる", "国立大学法人しずか大学", "org/国立大学法人しずか大学"),
        (
            "Beyond 3G月面輸送プロジェクトを進める",
            "Beyond 3G月面輸送プロジェクト",
            "programme/Beyond-3G月面輸送プロジェクト",
        ),
        (
            "科学技術基本計画推進交付金を配る",
            "科学技術基本計画推進交付金",
            "programme/科学技術基本計画推進交付金",
        ),
        (
            "地域中核大学人材育成促進事業を行う",
            "地域中核大学人材育成促進事業",
            "programme/地域中核大学人材育成促進事業",
        ),
        ("研究拠点整備事業（35億円）を行う", "研究拠点整備事業", "programme/研究拠点整備事業"),
        ("月面輸送プロジェクトを進める", "月面輸送プロジェクト", "programme/月面輸送プロジェクト"),
        ("観測網「静かの網」を敷く", "静かの網", "programme/静かの網"),
        ("「ルナ・ハッカー」を開催する", "ルナ・ハッカー", "programme/ルナ・ハッカー"),
    ],
    ids=lambda value: value if "/" in value else "",
)
def test_a_name_in_running_text_is_found_by_its_form(
    words: str, name: str, iri: str, outline: Outline, tmp_path: Path
) -> None:
    assert (name, iri) in _names(words, outline, tmp_path)


@pytest.mark.parametrize(
    "words",
    [
        "中期計画を定める",
        "「国際指針」を定める",
        "研究開発事業を行う",
        "国立大学に求める",
        "地方の研究所に求める",
        "関係省庁連絡会議を開く",
        "この方法による",
        "大学・研究機構に求める",
        "内閣府プロジェクトを行う",
        "産学官連携プログラムを行う",
        "「月の場」を開催する",
        "「ルナ・ハッカー」とは何かを問う",
    ],
)
def test_a_kind_is_no_name(words: str, outline: Outline, tmp_path: Path) -> None:
    made = [iri for _, iri in _names(words, outline, tmp_path) if iri != "org/cao"]
    assert made == []


def test_a_law_keeps_the_number_behind_its_name_in_ascii_digits(
    outline: Outline, tmp_path: Path
) -> None:
    for words in (
        "月面法（平成七年法律第百三十号）による",
        "「月面法」（平成７年法律第130号。以下「法」という。）による",
    ):
        (mention, *_) = find(words, outline, tmp_path, _ORGANIZATIONS).mentions
        assert mention.meanings == (f"{BASE}work/月面法",)
        assert mention.law_number == "平成7年法律第130号"


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("静海工科大学（以下「静大」という。）を置く。静大は教える", "静大"),
        ("静海工科大学（以下、静大）を置く。静大は教える", "静大"),
        ("静海工科大学（通称シズ大）を置く。シズ大は教える", "シズ大"),
        ("静海工科大学（ＳＵＴ）を置く。ＳＵＴは教える", "ＳＵＴ"),
        ("静海工科大学（Seikai University: SUT）を置く。SUTは教える", "SUT"),
        ("ＳＵＴ（静海工科大学）を置く。ＳＵＴは教える", "ＳＵＴ"),
    ],
    ids=["quoted", "bare", "called", "latin", "latin-in-full", "latin-first"],
)
def test_a_short_form_means_the_name_that_it_stands_for(
    words: str, short: str, outline: Outline, tmp_path: Path
) -> None:
    names = _names(words, outline, tmp_path)
    assert [iri for name, iri in names if name == short] == ["org/静海工科大学"] * 2
    assert {iri for _, iri in names} == {"org/静海工科大学"}


def test_a_short_form_counts_from_where_it_is_introduced_and_as_a_whole_word(
    outline: Outline, tmp_path: Path
) -> None:
    words = "静大が招く。静海工科大学（以下「静大」という。）を置く。安静大会と静大等を開く"
    assert [n for n, _ in _names(words, outline, tmp_path)] == ["静海工科大学", "静大", "静大"]


def test_a_name_hides_what_is_inside_it() -> None:
    found = annotate("・独立行政法人中小企業月面基金機構が「産学静海補助金」を配る。【文部科学省】")
    text = found.document.source.text
    names = {text[m.begin : m.end] for m in found.mentions if m.kind == "name"}
    assert names == {"独立行政法人中小企業月面基金機構", "産学静海補助金"}


def test_the_iri_of_a_name_with_brackets_in_it_stays_readable(
    outline: Outline, tmp_path: Path
) -> None:
    assert _names("「育成事業（ＡＢＣ）月面人材プログラム」を行う", outline, tmp_path) == [
        ("育成事業（ＡＢＣ）月面人材プログラム", "programme/育成事業-ABC-月面人材プログラム")
    ]


def test_the_first_cells_of_a_table_are_names_where_their_column_says_so(tmp_path: Path) -> None:
    row = "<tr><td>{}<td>大学を支援する。<td>研究開発局"
    names = [
        "月面人材育成基盤事業【新規】",
        "静海輸送技術開発費（ＡＢＣ）",
        "静かの海の観測の高度化",
    ]
    rows = "".join(map(row.format, names))
    table = f"<table><tr><th>事業名<th>概要<th>担当課{rows}</table>"
    path = tmp_path / "a.html"
    path.write_text(f"<h1>令和６年度主要事業</h1><h2>文部科学省</h2>{table}", encoding="utf-8")
    found = annotate(path)
    text = found.document.source.text
    made = [text[m.begin : m.end] for m in found.mentions if m.recogniser == "formed"]
    assert made == ["月面人材育成基盤事業", "静海輸送技術開発費", "静かの海の観測の高度化"]
