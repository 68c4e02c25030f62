"""Names, instruments and themes as texts have them that the vocabulary was not made from."""

from __future__ import annotations

import pytest

from policygraph.annotation import Annotations, Annotator
from policygraph.annotation.headings import nearest_headings
from policygraph.core.namespaces import IRI, POL
from policygraph.corpus.reading import read_excerpt
from policygraph.document import DRAFT
from policygraph.sources import read_text

_INSTRUMENT = "https://w3id.org/policygraph/concept/instrument/"


def _annotate(annotator: Annotator, text: str) -> Annotations:
    document, series = read_excerpt(read_text(text), "")
    return annotator.annotate(document, series.signs)


def _found(annotator: Annotator, words: str, link: IRI) -> list[str]:
    """The words of the mentions that make a link, in a bullet."""
    annotations = _annotate(annotator, f"・{words}【文部科学省】")
    text = annotations.document.source.text
    return [text[m.begin : m.end] for m in annotations.mentions if m.link == link]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("月面牧草地造成事業を始める。", "月面牧草地造成事業"),
        ("静海町みらい農場プログラムに応募する。", "静海町みらい農場プログラム"),
        ("隊員を支えるため、農家お助け車両交付金を配る。", "農家お助け車両交付金"),
        ("観測網Tsuki-netを広げる。", "Tsuki-net"),
        ("「月の暮らし応援隊」に参加する。", "月の暮らし応援隊"),
    ],
    ids=["scheme", "hiragana", "kana-in-compound", "latin", "quoted"],
)
def test_a_programme_is_told_by_its_ending_where_much_stands_before_it(
    annotator: Annotator, words: str, name: str
) -> None:
    assert name in _found(annotator, words, POL.underProgramme)


@pytest.mark.parametrize(
    "words",
    [
        "中小企業支援事業を行う。",
        "健康増進事業を行う。",
        "社会保険制度を見直す。",
        "令和６年度主要事業を示す。",
    ],
    ids=["support", "short", "insurance", "year"],
)
def test_a_kind_of_scheme_is_no_programme(annotator: Annotator, words: str) -> None:
    assert _found(annotator, words, POL.underProgramme) == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("株式会社日本政策金融公庫が貸し付ける。", "株式会社日本政策金融公庫"),
        ("さくら月面株式会社に委ねる。", "さくら月面株式会社"),
        ("県水産試験場が調べる。", "水産試験場"),
        ("東京大学月面工学研究所に置く。", "東京大学月面工学研究所"),
        ("欧州月面医薬庁と話す。", "欧州月面医薬庁"),
        ("宇宙農業委員会に諮る。", "宇宙農業委員会"),
    ],
    ids=["known-company", "company", "of-a-prefecture", "of-a-university", "foreign", "committee"],
)
def test_a_body_is_named_with_its_legal_form_and_as_a_whole(
    annotator: Annotator, words: str, name: str
) -> None:
    assert _found(annotator, words, POL.involvesOrganization) == [name]


def test_what_a_legal_form_is_said_of_is_no_body(annotator: Annotator) -> None:
    assert _found(annotator, "独立行政法人育成の中核大学を選ぶ。", POL.involvesOrganization) == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("月面税法の改正を急ぐ。", "月面税法"),
        ("静海市月面交通基本条例に基づき進める。", "静海市月面交通基本条例"),
        ("月面橋梁定期点検要領を改める。", "月面橋梁定期点検要領"),
    ],
    ids=["law", "ordinance", "guide"],
)
def test_a_work_is_told_by_its_ending_and_by_what_is_done_to_it(
    annotator: Annotator, words: str, name: str
) -> None:
    assert _found(annotator, words, POL.refersTo) == [name]


@pytest.mark.parametrize(
    "line",
    ["所管：総務省", "【予算額】12億円", "予算額　12億円"],
    ids=["colon", "brackets", "space"],
)
def test_a_heading_with_the_lines_of_a_sheet_below_it_is_a_programme(
    annotator: Annotator, line: str
) -> None:
    text = f"令和６年度施策集\n\n１　月面光通信網の高度化\n{line}\n光の道を切り替える技術を開発する。\n"
    annotations = _annotate(annotator, text)
    words = annotations.document.source.text
    named = [words[m.begin : m.end] for m in annotations.mentions if m.link == POL.underProgramme]
    assert named == ["月面光通信網の高度化"]


@pytest.mark.parametrize(
    ("words", "concept"),
    [
        ("月面税法の改正を行う。", "legislation"),
        ("静海交通基本計画の改定を行う。", "strategy-and-plan"),
        ("静海車両運用ガイドラインの改定を行う。", "guideline"),
    ],
    ids=["law", "plan", "guideline"],
)
def test_what_is_done_to_a_work_is_told_by_what_its_name_ends_in(
    annotator: Annotator, words: str, concept: str
) -> None:
    found = _annotate(annotator, f"・{words}【文部科学省】").mentions
    meant = {m.meanings[0] for m in found if m.link == POL.usesInstrument}
    assert meant == {f"{_INSTRUMENT}{concept}"}


@pytest.mark.parametrize(
    ("words", "concept"),
    [
        ("改善計画の提出が命ぜられた。", "enforcement"),
        ("基準が新たに定められた。", "technical-standard"),
        ("農場に指導員３名を配置する。", "staffing"),
        ("月面車の規格原案を作成する。", "standardisation"),
        ("利用者の声を聴く対話集会を開く。", "co-creation-place"),
        ("掛金の一部を助成する。", "subsidy"),
        ("固定資産税を軽減する。", "tax-incentive"),
        ("装置を誰でも使えるよう開放する。", "research-infrastructure"),
        ("新しい農具を開発する。", "rd-programme"),
        ("関係国と覚書を結ぶ。", "international-agreement"),
    ],
    ids=lambda value: value if value.isascii() else "",
)
def test_an_act_of_policy_is_told_by_a_noun_and_what_is_done_to_it(
    annotator: Annotator, words: str, concept: str
) -> None:
    found = _annotate(annotator, f"・{words}【文部科学省】").mentions
    assert f"{_INSTRUMENT}{concept}" in {
        m.meanings[0] for m in found if m.link == POL.usesInstrument
    }


@pytest.mark.parametrize(
    "words",
    ["大型研究施設は古い。", "指針に従う。", "経営の仕組みを社会全体として構築する。"],
    ids=["facility", "guideline", "arrangement"],
)
def test_a_thing_to_which_nothing_is_done_is_no_instrument(
    annotator: Annotator, words: str
) -> None:
    assert _found(annotator, words, POL.usesInstrument) == []


def test_a_theme_is_seen_in_the_name_of_an_unknown_programme_but_an_actor_is_not(
    annotator: Annotator,
) -> None:
    words = "大学水稲種苗育成事業を始める。"
    assert _found(annotator, words, POL.hasTheme) == ["水稲", "種苗"]
    assert _found(annotator, words, POL.involvesActor) == []


def test_a_heading_that_is_a_body_and_no_more_has_no_subject(annotator: Annotator) -> None:
    text = "令和６年度施策集\n\n１　環境省関係\n\n・川を守る。\n・海を守る。\n"
    made = _annotate(annotator, text).mentions
    assert [m for m in made if m.link == POL.involvesOrganization] == []


def test_a_bullet_without_a_theme_is_told_by_the_nearest_heading_that_has_one(
    annotator: Annotator,
) -> None:
    text = "静海町計画\n\n１　水稲を増やす\n（１）進め方\n・町が力を尽くす。\n・町民と話す。\n"
    document, series = read_excerpt(read_text(text), DRAFT)
    annotations = annotator.annotate(document, series.signs)
    telling = {m.unit.path for m in annotations.mentions if m.link == POL.hasTheme}
    headings = dict(nearest_headings(annotations.document, telling))
    titles = {part.path: part.title for part in annotations.document.walk()}
    told = {annotations.document.words(titles[path]) for path in headings.values() if titles[path]}
    assert told == {"水稲を増やす"}
    assert len(headings) == 2
