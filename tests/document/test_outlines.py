"""The outlines of other series than the chapter's, on texts set as theirs are."""

from __future__ import annotations

import pytest

from policygraph.annotation import Annotator
from policygraph.core.errors import DataError
from policygraph.core.resources import resource
from policygraph.document import Document, Outline, account, find_outline, parse, read_outline
from policygraph.sources import read_text

_KEYS = sorted(path.stem for path in resource("data", "outlines").glob("*.toml"))
_PLAN = """第２章 政策
１．社会への変革
（１）価値の創出
（ａ）現状認識
遅れが顕在化した。
（ｂ）あるべき姿とその実現に向けた方向性
社会を目指す。
【目標】
・社会を実現する。
【政策において目指す主要な数値目標】（主要指標）
・実装数：100（2025年）
・割合：５割以上
（ｃ）具体的な取組
① 戦略、組織
○ 1.5 倍に拡大する。【科技、文】
・まず行う。
○ 次を行う。（再掲）【経】
２．研究力の強化
（１）環境の再構築
（ｃ）具体的な取組
○ 環境を整備する。【文】
"""
_AI = """Ⅱ 未来への基盤作り
Ⅱ－１ 教育改革
（１）リテラシー教育
＜具体目標１＞
全員が習得する。
（取組）
・外部人材の活用を促進（2020年度）【総・文】
・制度を構築【文】
＜具体目標２＞
半数が応用できる。
（取組）
・課程を導入【文】
Ⅲ 産業の基盤作り
Ⅲ－１ 実装
（取組）
・実証を行う。【農】
"""


def _read(text: str, key: str) -> Document:
    document = parse(read_text(text), find_outline(key))
    ledger = account(document)
    assert ledger.rebuild() == text
    assert ledger.unexplained == []
    return document


def _items(document: Document) -> dict[str, tuple[str, str]]:
    return {"/".join(i.path): (i.kind, document.words(*i.segments)) for i in document.occurrences}


def test_the_basic_plan_is_read_with_its_targets_and_tags() -> None:
    document = _read(_PLAN, "sti-basic-plan")
    assert _items(document) == {
        "2/1/1/targets/1": ("target", "社会を実現する。"),
        "2/1/1/targets.2/1": ("target", "実装数：100（2025年）"),
        "2/1/1/targets.2/2": ("target", "割合：５割以上"),
        "2/1/1/c/1/1": ("measure", "1.5倍に拡大する。"),
        "2/1/1/c/1/2": ("measure", "次を行う。"),
        "2/2/1/c/1": ("measure", "環境を整備する。"),
    }
    first = next(i for i in document.occurrences if i.kind == "measure")
    assert [document.words(b) for t in first.tags for b in t.bodies] == ["科技", "文"]
    assert [document.words(*c.segments) for c in first.components] == ["まず行う。"]
    assert {s.role for s in document.sentences} == {"recognition", "issue"}
    assert [i.is_reprise for i in document.occurrences][-2:] == [True, False]


def test_the_ai_strategy_is_read_with_its_targets_as_bullets() -> None:
    document = _read(_AI, "ai-strategy")
    assert _items(document) == {
        "II/1/1/targets/1": ("target", "全員が習得する。"),
        "II/1/1/targets.2/1": ("target", "半数が応用できる。"),
        "II/1/1/measures/1": ("measure", "外部人材の活用を促進（2020年度）"),
        "II/1/1/measures/2": ("measure", "制度を構築"),
        "II/1/1/measures.2/1": ("measure", "課程を導入"),
        "III/1/measures/1": ("measure", "実証を行う。"),
    }


@pytest.mark.parametrize("key", _KEYS)
def test_every_outline_can_be_read_and_speaks_of_known_parts(key: str) -> None:
    outline = find_outline(key)
    known = {part for level in outline.levels for part in level.parts} | {"document"}
    assert {part for level in outline.levels for part in level.under} <= known
    assert outline.holds_items or outline.sentences == "promises"


def test_an_abbreviation_counts_in_a_tag_alone(annotator: Annotator) -> None:
    outline: Outline = find_outline("sti-basic-plan")
    document = parse(read_text(_PLAN.replace("まず行う", "国の文を読む")), outline)
    found = annotator.annotate(document, outline.signs)
    tags = [m.meanings[0].rpartition("/")[2] for m in found.mentions if m.kind == "responsibility"]
    assert tags == ["cao", "mext", "meti", "mext"]
    assert not [m for m in found.mentions if m.kind == "name" and m.meanings[0].endswith("/mext")]


def test_words_like_those_of_an_unknown_outline_are_an_error() -> None:
    toml = '[words]\nlike = "nothing"\n[[level]]\nitem = true\nmarker = "●"\n'
    with pytest.raises(DataError, match='no outline is called "nothing"'):
        read_outline(toml, name="x.toml")


_FIRST = "［Ｃ］重きを置くべき取組\n"


def _bodies(text: str, annotator: Annotator, key: str = "sti-strategy") -> list[str]:
    outline = find_outline(key)
    found = annotator.annotate(parse(read_text(text), outline), outline.signs)
    return [m.meanings[0].rpartition("/")[2] for m in found.mentions if m.kind == "responsibility"]


@pytest.mark.parametrize(
    ("brackets", "bodies"),
    [
        ("（国土交通省、環境省）", ["mlit", "env"]),
        ("〔国交省〕", ["mlit"]),
        ("［METI、MLIT］", ["meti", "mlit"]),
        ("【国】【環】", ["mlit", "env"]),
        ("（国土交通省（港湾局））", ["mlit"]),
        ("（国土交通省）【拡充】", ["mlit"]),
        ("（国土交通省の港）", []),
        ("（国）", []),
        ("（令和９年度）", []),
        ("【新規】", []),
        ("【2031年度】", []),
        ("【再掲：環境省】", []),
        ("【継続、環境省】", ["env"]),
        ("【国土交通省→環境省】", ["mlit", "env"]),
        ("【国土交通省ほか】", ["mlit"]),
        ("【国土交通省（港湾課）・環境省】", ["mlit", "env"]),
        ("【環境省及び灯台機構】", ["env", "灯台機構"]),
    ],
)
def test_brackets_of_several_kinds_say_who_answers(
    brackets: str, bodies: list[str], annotator: Annotator
) -> None:
    assert _bodies(f"{_FIRST}・灯台を建てる。{brackets}\n・岸を直す。\n", annotator) == bodies


@pytest.mark.parametrize(
    "words",
    [
        "灯台を建てる（再掲）。【国土交通省】",
        "灯台を建てる。【国土交通省】《再掲》",
        "灯台を建てる。【国土交通省】≪再掲≫",
        "灯台を建てる。（再掲）【国土交通省】",
        "灯台を建てる。【再掲：第２章】【国土交通省】",
    ],
)
def test_a_mark_of_restating_may_stand_anywhere(words: str) -> None:
    document = parse(read_text(f"{_FIRST}・{words}\n"), find_outline("sti-strategy"))
    (item,) = document.occurrences
    assert item.is_reprise
    assert document.words(*item.segments) == "灯台を建てる。"


@pytest.mark.parametrize("stop", ["．", "？", "！", "！？"])
def test_a_sentence_may_end_in_another_sign(stop: str) -> None:
    text = f"［Ａ］基本的認識\n港は浅い{stop}岸は3.5mである{stop}次へ進む。\n{_FIRST}・直す。\n"
    document = parse(read_text(text), find_outline("sti-strategy"))
    assert len(document.sentences) == 3


def test_a_heading_followed_at_once_by_prose_opens_its_part() -> None:
    outline = read_outline(
        "[[level]]\npart = 'section'\nitems = 'measure'\nmarker = '(?P<number>[0-9]+)\\.'\n"
        "[[level]]\nitem = true\nmarker = '\\([0-9]+\\)'\nunder = ['section']\n",
        name="own.toml",
    )
    text = "3.港の取組\n港を直した。\n4.灯台の改修\n(1)岬の灯台を建てる。\n5.漁の体制\n網を編む者を育てた。\n"
    document = parse(read_text(text), outline)
    assert [part.number for part in document.walk()] == ["3", "4", "5"]


@pytest.mark.parametrize("bullet", list("●○■◆▪➢✓‧•"))
def test_any_bullet_sign_opens_a_measure(bullet: str) -> None:
    text = f"{_FIRST}{bullet}灯台を建てる。【国土交通省】\n{bullet}岸を直す。\n"
    document = parse(read_text(text), find_outline("sti-strategy"))
    assert [document.words(*i.segments) for i in document.occurrences] == [
        "灯台を建てる。",
        "岸を直す。",
    ]
