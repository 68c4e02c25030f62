"""The same words in other characters: what is found, and where it stands in the text as printed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest

from policygraph.annotation import Annotations, Annotator
from policygraph.core.fold import fold_text
from policygraph.core.namespaces import POL
from policygraph.document import Outline, account, parse
from policygraph.sources import read_text

_TEXT = """第３章 試みの章
（１）担い手の育成
［Ａ］基本的認識
大学とベンチャー企業の役割は大きい。平成28年４月１日に始まった。
［Ｃ］重きを置くべき取組
① 場づくりの推進
・国民の声を聞き、中長期の視点で大学を支援する。【文部科学省・経済産業省】
・ベンチャー企業のグローバルな活動を支援する。【内閣府、新設部会議】
"""
_TO_RADICALS = str.maketrans("文大民長支用小一", "⽂⼤⺠⻑⽀⽤⼩⼀")
_TO_OLD_FORMS = str.maketrans("学国経済声", "學國經濟聲")
_HALF_WIDTH = str.maketrans(
    {"ベ": "ﾍﾞ", "ン": "ﾝ", "チ": "ﾁ", "ャ": "ｬ", "ー": "ｰ", "グ": "ｸﾞ", "ロ": "ﾛ"}
)


def _annotate(text: str, outline: Outline, annotator: Annotator) -> Annotations:
    document = parse(read_text(text), outline)
    assert account(document).rebuild() == text
    return annotator.annotate(document, outline.signs)


def _found(annotations: Annotations) -> list[tuple[object, ...]]:
    """Every mention with its words, folded, and its date where it is one."""
    words = annotations.document.words
    mentions = [
        (m.unit.path, m.link, m.meanings, m.makes_link, fold_text(words((m.begin, m.end))))
        for m in annotations.mentions
    ]
    return mentions + [
        (d.unit.path, d.date, fold_text(words((d.begin, d.end)))) for d in annotations.dates
    ]


@pytest.mark.parametrize(
    "printed",
    [
        pytest.param(unicodedata.normalize("NFD", _TEXT), id="decomposed"),
        pytest.param(_TEXT.translate(_TO_RADICALS), id="radicals"),
        pytest.param(_TEXT.translate(_TO_OLD_FORMS), id="old-forms"),
        pytest.param(_TEXT.translate(_HALF_WIDTH), id="half-width"),
        pytest.param(_TEXT.replace("中", "中\U000e0101").replace("文", "文\ufe00"), id="variants"),
        pytest.param(_TEXT.replace("（１）", "⑴").replace("・", "‧").replace("①", "❶"), id="signs"),
        pytest.param(_TEXT.replace("平成", "㍻"), id="squared-era"),
        pytest.param(_TEXT.replace("。", "．").replace("、", "，"), id="other-stops"),
    ],
)
def test_the_same_text_in_other_characters_says_the_same(
    printed: str, outline: Outline, annotator: Annotator
) -> None:
    plain = _annotate(_TEXT, outline, annotator)
    other = _annotate(printed, outline, annotator)
    assert _found(other) == _found(plain)
    assert [part.path for part in other.document.walk()] == [
        part.path for part in plain.document.walk()
    ]


def test_what_is_found_stands_where_it_is_printed(outline: Outline, annotator: Annotator) -> None:
    text = "・㍿や大学発ヘ\u3099ンチャーを支援する。【⽂部科学省】\n"
    annotations = _annotate("［Ｃ］重きを置くべき取組\n" + text, outline, annotator)
    words = [annotations.document.words((m.begin, m.end)) for m in annotations.mentions]
    assert "大学発ヘ\u3099ンチャー" in words
    assert "⽂部科学省" in words
    assert "㍿" not in words  # 会社 is a part of one printed character


def test_two_spellings_of_an_unknown_body_are_one_body(
    outline: Outline, annotator: Annotator
) -> None:
    text = (
        "［Ｃ］重きを置くべき取組\n・一つ目を行う。【架空⽂書館】\n・二つ目を行う。【架空文書館】\n"
    )
    annotations = _annotate(text, outline, annotator)
    assert [thing.label for thing in annotations.discovered] == ["架空文書館"]
    named = [m.meanings for m in annotations.mentions if m.link == POL.responsibleBody]
    assert len(named) == 2
    assert len(set(named)) == 1


def test_an_outline_that_names_a_sign_tells_it_from_those_it_is_matched_with(
    outline: Outline,
) -> None:
    group = next(level for level in outline.levels if level.parts == ("group",))
    black = replace(group, marker=re.compile("(?P<number>[❶-❿])"))
    other = replace(outline, levels=tuple(black if lv is group else lv for lv in outline.levels))
    text = "［Ｃ］重きを置くべき取組\n❶ 体制の強化\n・行う。【内閣府】\n①は続きである。【内閣府】\n"
    parts = [part.kind for part in parse(read_text(text), other).walk()]
    assert parts == ["measures", "group"]
