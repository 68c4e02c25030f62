"""The outline of texts that are small enough to read."""

from __future__ import annotations

import pytest

from policygraph.document import Document, Outline, account, parse
from policygraph.sources import Place, read_text

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
    (unexplained,) = account(document).unexplained
    assert (unexplained.place, unexplained.words) == (Place(line=6), "図１推進体制")


_KEPT = "・残す。【内閣府】\n"


@pytest.mark.parametrize(
    ("bullets", "line", "kept"),
    [
        ("・行う。【文部科学省\n" + _KEPT, 5, ["2/1/C/1/2"]),
        ("・行う。 【文部科学省、\n・残す。\n【内閣府】\n", 5, ["2/1/C/1/2"]),
        ("・行う。\n【文部科学省\n② 次の育成\n" + _KEPT, 6, ["2/1/C/2/1"]),
        (_KEPT + "・図る。【文部", 6, ["2/1/C/1/1"]),
        (_KEPT + "・行う【文部科学省\n・図る【内閣府】\n" + _KEPT, 6,
         ["2/1/C/1/1", "2/1/C/1/3", "2/1/C/1/4"]),
        ("・以下を行う。【文部科学省\n－行う。\n－図る。\n" + _KEPT, 5, ["2/1/C/1/2"]),
    ],
    ids=["bullet", "comma", "group", "end", "no-stop", "sub-bullets"],
)  # fmt: skip
def test_a_tag_that_is_never_closed_costs_its_bullet_and_no_number_of_another(
    read,
    bullets: str,
    line: int,
    kept: list[str],  # type: ignore[no-untyped-def]
) -> None:
    document = read(_HEAD + bullets)
    assert ["/".join(item.path) for item in document.occurrences] == kept
    assert document.problems[0].place.endswith(f":{line}")
    assert all(problem.is_fault for problem in document.problems)
    assert account(document).rebuild() == _HEAD + bullets
    assert account(document).unexplained


def test_all_faults_of_a_text_are_told_at_once(read) -> None:  # type: ignore[no-untyped-def]
    torn = "・行う。【文部科学省\n"
    document = read(
        _HEAD + torn + _KEPT + "・以下を行う。【内閣府】\n－図る。【内閣府\n－残す。\n" + torn
    )
    assert [problem.place.rpartition(":")[2] for problem in document.problems] == ["5", "8", "10"]
    (item,) = [item for item in document.occurrences if item.components]
    assert ["/".join(component.path) for component in item.components] == ["2/1/C/1/3/b"]


def test_a_name_in_a_tag_may_begin_with_a_dot_on_a_new_line(read) -> None:  # type: ignore[no-untyped-def]
    document = read(_HEAD + "・行う。【文部科学省\n・内閣府】\n・図る。【内閣府】\n")
    assert len(document.occurrences) == 2
    assert document.problems == ()


def test_several_chapters_may_stand_in_one_text(read) -> None:  # type: ignore[no-untyped-def]
    body = "（１）節\n［Ｃ］重きを置くべき取組\n・行う。【内閣府】\n"
    document = read("第二章 題\n" + body + "第三章 次の題\n" + body)
    assert _paths(document) == ["2/1/C/1", "3/1/C/1"]


_A = "第２章 題\n（１）強化\n［Ａ］基本的認識\n"
_C = "第２章 題\n（１）強化\n［Ｃ］重きを置くべき取組\n"


@pytest.mark.parametrize(
    "title", ["ものづくり・コトづくり", "がん医療の実用化", "にぎわいの創出", "はやぶさの活用"]
)
def test_a_title_may_begin_with_any_sound(read, title: str) -> None:  # type: ignore[no-untyped-def]
    assert (
        _titles(read(f"第２章 題\n（１）{title}\n［Ａ］基本的認識\n重要である。\n"))["2/1"] == title
    )


@pytest.mark.parametrize(
    "words",
    [
        "課題がある。\n（２）で述べた取組を進める。\n",
        "重い。\n（２）人材の育成\nが必要である。\n",
        "課題がある。\n（２）人材の不足、\n（３）資金の不足\nなどである。\n",
        "導入である。\n第３章の取組と連携する。\nまた進める。\n",
        "重い。\n［Ｃ］重きを置くべき取組に示すとおり進める。\n",
        "甲は、\n（１）人材、\n① 資金、\n・知識である。\n",
    ],
)
def test_a_marker_in_running_text_opens_nothing(read, words: str) -> None:  # type: ignore[no-untyped-def]
    assert [p.path for p in read(_A + words).walk()] == [("2",), ("2", "1"), ("2", "1", "A")]


def test_an_enumeration_within_a_bullet_stays_in_it(read) -> None:  # type: ignore[no-untyped-def]
    document = read(_C + "・次を行う。\n①人材の育成\n②資金の確保\nを進める。【内閣府】\n")
    assert _texts(document) == ["次を行う。①人材の育成②資金の確保を進める。"]


def test_a_section_may_have_an_introduction(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        "第２章 題\n（１）おもてなしシステム\n本節である。\n［Ａ］基本的認識\n重要である。\n"
    )
    assert ["/".join(s.path) for s in document.sentences] == ["2/1/intro/s1", "2/1/A/s1"]
    assert _titles(document)["2/1"] == "おもてなしシステム"


def test_a_caption_behind_a_tag_hides_no_bullet(read) -> None:  # type: ignore[no-untyped-def]
    document = read(_C + "・Ａ。【内閣府】\n図１ 全体像\n・Ｂ。【総務省】\n")
    assert _texts(document) == ["Ａ。", "Ｂ。"]
    assert [place.words for place in account(document).unexplained] == ["図１全体像"]


def test_targets_may_end_without_a_full_stop(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        _C.replace("［Ｃ］重きを置くべき取組", "［Ｄ］成果目標")
        + "・2020年までに水素の輸送を実現\n・2030年までに排出量を半減\n・市場の２割\n"
    )
    assert _texts(document) == [
        "2020年までに水素の輸送を実現",
        "2030年までに排出量を半減",
        "市場の２割",
    ]


def test_a_lettered_part_opens_even_where_a_full_stop_is_missing(read) -> None:  # type: ignore[no-untyped-def]
    document = read(_A + "重要である\n［Ｂ］重きを置くべき課題\n重い。\n")
    assert "2/1/B" in _titles(document)
    assert [place.words for place in account(document).unexplained] == ["重要である"]


def test_a_title_page_is_unexplained_and_hides_nothing(read) -> None:  # type: ignore[no-untyped-def]
    document = read("科学技術戦略2017\n閣議決定\n" + _A + "重要である。\n")
    assert "2/1/A" in _titles(document)
    assert len(account(document).unexplained) == 1


def test_a_number_printed_twice_keeps_both_parts(read) -> None:  # type: ignore[no-untyped-def]
    document = read(_C + "① 甲の支援\n・Ａ。【内閣府】\n① 乙の支援\n・Ｂ。【内閣府】\n")
    assert _paths(document) == ["2/1/C/1/1", "2/1/C/1.2/1"]


def test_a_missing_number_loses_no_part(read) -> None:  # type: ignore[no-untyped-def]
    text = "第２章 題\nⅠ 甲\n［Ｃ］重きを置くべき取組\n・Ａ。【内閣府】\nⅢ 乙\n［Ｃ］重きを置くべき取組\n・Ｂ。【内閣府】\n"
    assert _paths(read(text)) == ["2/I/C/1", "2/III/C/1"]


def test_a_separator_in_brackets_does_not_split_a_body(read) -> None:  # type: ignore[no-untyped-def]
    (item,) = read(_C + "・Ａ。【内閣府（科学技術、ＩＴ担当）、総務省】\n").occurrences
    document = read(_C + "・Ａ。【内閣府（科学技術、ＩＴ担当）、総務省】\n")
    assert [document.words(b) for b in item.tags[0].bodies] == [
        "内閣府（科学技術、ＩＴ担当）",
        "総務省",
    ]


@pytest.mark.parametrize(
    "mark",
    ["（再掲）", "（第２章より再掲）", "（再掲：第２章（１））", "［再掲］", "【再掲】", "※再掲"],
)
def test_every_form_of_the_reprise_mark_is_known(read, mark: str) -> None:  # type: ignore[no-untyped-def]
    (item,) = read(_C + f"・図る。{mark}【内閣府】\n").occurrences
    assert item.is_reprise
    assert not item.partial_reprise
    assert len(item.tags) == 1


@pytest.mark.parametrize("mark", ["（再掲）", "《再掲》", "〜再掲〜"])
@pytest.mark.parametrize(
    "bullet",
    [
        "・図る。【内閣府】{}", "・図る。{}【内閣府】", "・図る{}。【内閣府】", "・{}図る。【内閣府】",
    ],
)  # fmt: skip
def test_a_reprise_mark_may_stand_anywhere(read, bullet: str, mark: str) -> None:  # type: ignore[no-untyped-def]
    (item,) = read(_C + bullet.format(mark) + "\n").occurrences
    assert item.is_reprise
    assert len(item.tags) == 1


def test_a_partial_reprise_is_told_apart(read) -> None:  # type: ignore[no-untyped-def]
    (item,) = read(_C + "・図る。（一部再掲）【内閣府】\n").occurrences
    assert item.is_reprise
    assert item.partial_reprise


def test_a_stray_closing_bracket_is_unexplained(read) -> None:  # type: ignore[no-untyped-def]
    document = read(_C + "・Ａ。内閣府】\n・Ｂ。【総務省】\n")
    assert _texts(document) == ["Ａ。", "Ｂ。"]
    assert [place.words for place in account(document).unexplained] == ["内閣府】"]


def test_groups_and_bullets_may_be_glued_to_a_fixed_title(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        "第２章 題\n（１）節\n［Ｃ］重きを置くべき取組① 体制の強化\n・行う。【内閣府】\n"
    )
    assert _paths(document) == ["2/1/C/1/1"]


@pytest.mark.parametrize(
    "text",
    [
        "大学を\n支援する。【文部科学省】企業を支援する。\n",
        _C + "・大学を支援する。【文部科学省（再掲）】\n",
        _C + "・【新規】大学を支援する。【文部科学省】\n",
        _C + "★大学を支\n援する。【総務省】\n★企業を支援する。【総務省】\n",
    ],
)
def test_the_ledger_holds_for_tags_in_odd_places(read, text: str) -> None:  # type: ignore[no-untyped-def]
    document = read(text)  # checks that the ledger gives the text back
    for item in document.occurrences:
        assert [document.words(b)[:5] for t in item.tags for b in t.bodies] == ["文部科学省"]


def test_a_mark_beside_a_name_in_a_tag_drops_no_body(read) -> None:  # type: ignore[no-untyped-def]
    (item,) = read(_C + "・図る。【文部科学省：再掲】\n").occurrences
    assert len(item.tags) == 1


@pytest.mark.parametrize(
    ("mark", "partial"),
    [
        ("（（再掲））", False),
        ("〔再掲〕", False),
        ("＜再掲＞", False),
        ("（第２章（１）［Ｃ］①から再掲）", False),
        ("※再掲：第２章（１）", False),
        ("※一部再掲", True),
        ("再掲", False),
        ("《再掲》", False),
        ("≪再掲≫", False),
        ("｛再掲｝", False),
        ("～再掲～", False),
        ("―一部再掲―", True),
        ("「再掲」", False),
        ("＊再掲", False),
    ],
)
def test_a_reprise_mark_may_be_dressed_otherwise(read, mark: str, partial: bool) -> None:  # type: ignore[no-untyped-def]
    (item,) = read(_HEAD + f"・行う。{mark}【内閣府】\n").occurrences
    assert (item.is_reprise, item.partial_reprise) == (True, partial)
    assert len(item.segments) == 1


def test_the_word_for_reprise_in_a_sentence_is_no_mark(read) -> None:  # type: ignore[no-untyped-def]
    (item,) = read(_HEAD + "・一覧を再掲する。再掲に当たり見直す。【内閣府】\n").occurrences
    assert not item.is_reprise


def test_a_table_behind_a_title_or_a_bullet_belongs_to_neither(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        _HEAD
        + "表１ 目標値\n項目\t現状\n・一つ目を行う。\n図表２－１ 推移\n1970 年\n・二つ目を行う。\n"
    )
    assert _titles(document)["2/1/C/1"] == "体制の強化"
    assert _texts(document) == ["一つ目を行う。", "二つ目を行う。"]
    unexplained = [place.words for place in account(document).unexplained]
    assert unexplained == ["表１目標値項目現状", "図表２－１推移1970年"]


def test_a_table_named_in_a_sentence_stays_in_it(read) -> None:  # type: ignore[no-untyped-def]
    document = read(_HEAD + "・次の\n表１に示す値を得る。\n")
    assert _texts(document) == ["次の表１に示す値を得る。"]


def test_a_short_line_ends_a_target_though_the_next_has_a_full_stop(read) -> None:  # type: ignore[no-untyped-def]
    line = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九\n"
    document = read(
        "第２章 題\n（１）節\n［Ａ］基本的認識\n" + line * 9 + "である。\n"
        "［Ｄ］成果目標\n・排出を26％削減\n・七割とする。\n"
    )
    assert _texts(document) == ["排出を26％削減", "七割とする。"]
