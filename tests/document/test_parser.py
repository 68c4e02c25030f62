"""The outline of texts that are small enough to read."""

from __future__ import annotations

import pytest

from policygraph.document import Document, Outline, account, parse
from policygraph.errors import UnclosedTag
from policygraph.text import read_text

_HEAD = "第２章 題\n（１）節\n［Ｃ］重きを置くべき取組\n① 体制の強化\n"


@pytest.fixture
def read(outline: Outline):  # type: ignore[no-untyped-def]
    def read_it(text: str) -> Document:
        document = parse(read_text(text), outline)
        assert account(document).rebuild() == text
        return document

    return read_it


def _texts(document: Document) -> list[str]:
    return [document.words(*item.segments) for item in document.occurrences]


def _paths(document: Document) -> list[str]:
    return ["/".join(item.path) for item in document.occurrences]


def _titles(document: Document) -> dict[str, str]:
    return {"/".join(p.path): document.words(p.title) for p in document.walk() if p.title}


def test_a_line_that_begins_with_a_bullet_mid_sentence_stays_in_its_sentence(read) -> None:  # type: ignore[no-untyped-def]
    document = read(_HEAD + "・中小\n・ベンチャー企業を支援する。【経済産業省】\n")
    assert _texts(document) == ["中小・ベンチャー企業を支援する。"]


def test_circled_numbers_in_running_text_are_no_headings(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        "第２章 題\n（１）節\n［Ｂ］重きを置くべき課題\n関係者は、\n①一つ目である。\n②二つ目である。\n"
    )
    assert [document.words(s.span) for s in document.sentences] == [
        "関係者は、①一つ目である。",
        "②二つ目である。",
    ]
    assert [part.kind for part in document.walk()] == ["chapter", "section", "issues"]


def test_latin_numerals_and_half_width_markers_are_read(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        "第2章 題\n(2)節\nI エネルギー\ni) 電力の確保\n[A] 基本的認識\n認識である。\n"
        "[D] 成果目標\n･2020年までに実現する。【内閣府】\nii) 熱の利用\n[D]成果目標\n"
        "①世界の市場\n・獲得する。\n"
    )
    assert _paths(document) == ["2/2/I/i/D/1", "2/2/I/ii/D/1/1"]
    assert {item.kind for item in document.occurrences} == {"target"}
    assert _titles(document)["2/2/I"] == "エネルギー"
    assert _titles(document)["2/2/I/ii"] == "熱の利用"


def test_levels_may_be_missing(read) -> None:  # type: ignore[no-untyped-def]
    document = read("（３）節の題\n［Ｃ］重きを置くべき取組\n・行う。【総務省】\n")
    assert _paths(document) == ["3/C/1"]


def test_a_title_may_wrap_at_a_middle_dot(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        _HEAD.replace("体制の強化", "大学発\n・国研発ベンチャーの創出促進")
        + "・起業前段階での検証などを行うことで、大学発\n・国研発ベンチャーの創出を促進する。【文部科学省】\n"
    )
    assert _titles(document)["2/1/C/1"] == "大学発・国研発ベンチャーの創出促進"
    assert len(document.occurrences) == 1


def test_fixed_titles_may_have_their_text_glued_on(read) -> None:  # type: ignore[no-untyped-def]
    document = read("第２章 題\n（１）節\n［Ａ］基本的認識2008年をピークに減少した。\n")
    assert _titles(document)["2/1/A"] == "基本的認識"
    assert [document.words(s.span) for s in document.sentences] == ["2008年をピークに減少した。"]


def test_a_tag_may_be_broken_over_lines_and_stand_alone(read) -> None:  # type: ignore[no-untyped-def]
    document = read(_HEAD + "・行う。\n   【文部\n科学省、経済\n産業省】\n・図る。【内閣府】\n")
    (first, second) = document.occurrences
    assert [document.words(body) for tag in first.tags for body in tag.bodies] == [
        "文部科学省",
        "経済産業省",
    ]
    assert document.words(*second.segments) == "図る。"


@pytest.mark.parametrize(
    "bullet",
    ["・図る。（再掲）【内閣府】", "・図る。【内閣府】（再掲）", "・図る。(再掲)\n【内閣府】"],
)
def test_a_reprise_mark_is_taken_off_the_words(read, bullet: str) -> None:  # type: ignore[no-untyped-def]
    (item,) = read(_HEAD + bullet).occurrences
    assert item.is_reprise
    document = read(_HEAD + bullet)
    assert _texts(document) == ["図る。"]


def test_sub_bullets_belong_to_their_bullet(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        _HEAD + "・次を行う。【内閣府】\n－水素を運ぶ。\n－雨を予測する。【総務省】\n・図る。\n"
    )
    first, second = document.occurrences
    assert ["/".join(c.path) for c in first.components] == ["2/1/C/1/1/a", "2/1/C/1/1/b"]
    assert [len(c.tags) for c in first.components] == [0, 1]
    assert second.components == ()


def test_an_introduction_is_a_part_of_its_own(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        "第２章 題\n導入である。次の文である。\n（１）節\n［Ａ］基本的認識\n認識である。\n"
    )
    assert ["/".join(s.path) for s in document.sentences] == [
        "2/intro/s1",
        "2/intro/s2",
        "2/1/A/s1",
    ]


def test_a_full_stop_in_quotation_marks_does_not_end_the_sentence(read) -> None:  # type: ignore[no-untyped-def]
    document = read("第２章 題\n（１）節\n［Ａ］基本的認識\n「急ぐ。必ずだ。」と述べた。次だ。\n")
    assert len(document.sentences) == 2


def test_what_nothing_explains_is_shown_with_its_line(read) -> None:  # type: ignore[no-untyped-def]
    document = read(_HEAD + "・行う。【内閣府】\n図１ 推進体制\n")
    (place,) = account(document).unexplained
    assert (place.line, place.words) == (6, "図１推進体制")


@pytest.mark.parametrize(
    ("bullets", "line", "next_line"),
    [
        ("・行う。【文部科学省\n・図る。【内閣府】\n", 5, "line 6"),
        ("・行う。\n【文部科学省\n② 次の育成\n・図る。\n", 6, "line 7"),
        ("・行う。【内閣府】\n・図る。【文部", 6, "the text ends"),
    ],
)
def test_a_tag_that_is_never_closed_is_an_error_with_its_line(
    read,
    bullets: str,
    line: int,
    next_line: str,  # type: ignore[no-untyped-def]
) -> None:
    with pytest.raises(UnclosedTag) as caught:
        read(_HEAD + bullets)
    assert caught.value.line == line
    assert next_line in str(caught.value)


def test_several_chapters_may_stand_in_one_text(read) -> None:  # type: ignore[no-untyped-def]
    body = "（１）節\n［Ｃ］重きを置くべき取組\n・行う。【内閣府】\n"
    document = read("第二章 題\n" + body + "第三章 次の題\n" + body)
    assert _paths(document) == ["2/1/C/1", "3/1/C/1"]
