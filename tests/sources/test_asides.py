"""What stands beside the text is layout; what only looks like it is text."""

from __future__ import annotations

import pytest

from policygraph.sources import read_text

# ---- Tables of contents ----

_CHAPTERS = "第１章 農業\n（１）稲\n稲を育てる。\n第２章 漁業\n魚をとる。\n"
_READ_CHAPTERS = "第１章農業（１）稲稲を育てる。第２章漁業魚をとる。"


@pytest.mark.parametrize(
    "contents",
    [
        "目次\n第１章 農業 ........ 1\n（１）稲 ........ 2\n第２章 漁業 ....... 14\n",
        "目　次\n第１章 農業……………１\n（１）稲……………２\n第２章 漁業…………１４\n",
        "第１章 農業・・・・・・・・ 1\n（１）稲・・・・・・・・ 2\n第２章 漁業・・・・・ 14\n",
        "【目次】\n第１章 農業\t1\n（１）稲\t2\n第２章 漁業\t14\n",
        "目次\n第１章 農業\n（１）稲\n第２章 漁業\n",
        "目次\n\n第１章 農業 .... 1\n\n（１）稲という長い題で\nそれが続くもの .... 2\n\n\f",
    ],
)
def test_a_table_of_contents_is_layout(contents: str) -> None:
    source = read_text(contents + _CHAPTERS)
    assert source.text == _READ_CHAPTERS
    assert {name for _, _, name in source.asides} == {"table of contents"}


@pytest.mark.parametrize(
    "raw",
    [
        "目次を作る。\n第１章 農業\n",
        "値は…… 3\n",
        "目次\n第１章 農業\n稲を育てる。\n",
        "「……」と言う。\n「……」と答える。\n",
        "・" * 500 + "1",
    ],
)
def test_what_only_looks_like_a_table_of_contents_is_text(raw: str) -> None:
    assert read_text(raw).asides == ()


def test_a_line_of_a_million_dots_is_read_in_no_time() -> None:
    assert read_text("目" + "・" * 10**6).asides == ()


# ---- Page numbers ----

_WIDE = "一二三四五六七八九十一二三四五六七八九十\n"


@pytest.mark.parametrize(
    "page",
    ["53", "- 53 -", "－ 53 －", "　53　", "５３", "p. 53", "P53", "53 / 90", "53ページ", "５３頁"],
)
def test_a_number_on_a_line_of_its_own_is_a_page_number(page: str) -> None:
    source = read_text(_WIDE * 3 + "グローバ\n" + page + "\nルな次元\n" + _WIDE)
    assert "グローバルな次元" in source.text
    assert [name for _, _, name in source.asides] == ["page number"]


def test_a_fraction_above_one_is_no_page_of_pages() -> None:
    assert "90/53" in read_text(_WIDE * 3 + "グローバ\n90/53\nルな次元\n" + _WIDE).text


def test_a_year_on_a_line_of_its_own_is_no_page_number() -> None:
    assert "2008年" in read_text(_WIDE * 3 + "2008\n年をピーク\n").text


def test_a_day_that_a_wrap_cut_off_is_no_page_number() -> None:
    assert read_text(_WIDE * 3 + "平成\n28\n年３月").text.endswith("平成28年３月")


def test_a_count_that_a_wrap_cut_off_is_no_page_number() -> None:
    assert read_text(_WIDE * 3 + "５年から\n10\n年程度").text.endswith("５年から10年程度")


def test_in_a_narrow_text_a_lone_number_is_text() -> None:
    assert read_text("平成の\n10\nか所で\n行う。").text == "平成の10か所で行う。"


def test_in_a_narrow_text_numbers_that_count_up_are_page_numbers() -> None:
    assert read_text("一二三\n53\n四五六\n七八九\n54\n十。").text == "一二三四五六七八九十。"


def test_a_page_number_between_a_number_and_its_unit_is_seen() -> None:
    assert "16日" in read_text(_WIDE * 3 + "５月16\n131\n日\n" + _WIDE).text


def test_a_number_beside_a_form_feed_is_a_page_number() -> None:
    assert read_text("一\n7\n\f二").text == "一二"


def _pages(count: int, words: str = "国は農業の担い手を支える。") -> str:
    return "".join(f"{words}\n\n{number}\n\n\f" for number in range(1, count + 1))


def test_where_form_feeds_mark_the_pages_a_number_within_a_page_is_text() -> None:
    raw = _pages(8) + "今後３年から\n\n9\n\n年程度をかけて種を改良する。\n\n9\n\n\f" + _pages(3)
    source = read_text(raw)
    assert "今後３年から9年程度をかけて" in source.text
    assert [name for _, _, name in source.asides] == ["page number"] * 12


def test_a_number_that_dates_something_is_text_though_page_numbers_count_up_to_it() -> None:
    lines = "".join(f"{_WIDE * 2}{number}\n" for number in range(26, 30))
    source = read_text(lines + _WIDE + "この畑は昭和\n30\n年に開かれた。\n" + _WIDE)
    assert "昭和30年に開かれた" in source.text
    assert [name for _, _, name in source.asides] == ["page number"] * 4


def test_a_number_out_of_the_order_of_the_pages_is_text() -> None:
    pages = [f"{_WIDE * 2}{number}\n" for number in range(3, 9)]
    raw = "".join([*pages[:4], _WIDE + "種は\n4\n月にまく。\n", *pages[4:]])
    assert "種は4月にまく" in read_text(raw).text


def test_digits_that_a_narrow_setting_leaves_alone_are_one_number() -> None:
    source = read_text(_WIDE * 3 + "収穫を倍にし、２\n０\n３\n０\n年までに公開する。\n" + _WIDE)
    assert "倍にし、２０３０年までに" in source.text
    assert source.asides == ()


def test_a_number_between_a_head_of_many_pages_and_the_edge_is_a_page_number() -> None:
    raw = "".join(f"農業の振興を図る。\n{number}\n農業白書の要点\n\f" for number in range(7, 12))
    assert read_text(raw).text == "農業の振興を図る。" * 5


# ---- Running heads ----

_LINES = [
    "国は、農業者と協力して研究開発を推",
    "進し、その成果を広く公開することと",
    "し、担い手の確保を図る。",
]
_RUNNING = "".join(_LINES)


@pytest.mark.parametrize("head", ["総合戦略2016", "第２章 経済・社会的課題への対応"])
@pytest.mark.parametrize("page", ["- {} -\n", "{}\n", "\f", "{}\n\f", "\f\n"])
@pytest.mark.parametrize("place", ["top", "foot", "above the number"])
def test_a_line_that_stands_on_every_page_is_layout(head: str, page: str, place: str) -> None:
    raw = ""
    for number in range(8, 13):
        number_line = page.format(number)
        lines = "\n".join(_LINES[number % 3 :] + _LINES[: number % 3]) + "\n"
        if place == "top":
            raw += lines + number_line + head + "\n"
        else:
            raw += lines + head + "\n" + number_line
    source = read_text(raw)
    assert head.replace(" ", "") not in source.text
    assert len(source.text) == 5 * len(_RUNNING)
    assert [name for _, _, name in source.asides].count("running head") == 5


def test_a_chapter_that_is_named_where_a_sentence_goes_on_is_a_running_head() -> None:
    raw = "国は種を配る。そして、畑を\n12\n\f第２部 農業の振興\n広く開く。\n13\n\f第３部 水\n水を引く。\n"
    source = read_text(raw)
    assert source.text == "国は種を配る。そして、畑を広く開く。第３部水水を引く。"


def test_a_line_that_begins_two_pages_is_text() -> None:
    raw = (
        "総合戦略を定める。\n次に進む。\n- 1 -\n" * 2
    ) + "総合戦略の\n外に出る。\n- 3 -\n別の話。\n"
    assert "running head" not in {name for _, _, name in read_text(raw).asides}


def test_without_pages_nothing_is_a_running_head() -> None:
    assert read_text("総合戦略2016\n行う。\n" * 9).asides == ()


@pytest.mark.parametrize(
    "line", ["【文部科学省】", "（１）農業の振興", "・行う。", "農業の振興を図る。"]
)
def test_what_is_of_the_text_is_no_running_head(line: str) -> None:
    page = "\n".join([*_LINES, line, "- {} -", ""])
    source = read_text("".join(page.format(number) for number in range(1, 9)))
    assert source.text.count(line) == 8


def test_a_line_that_comes_within_pages_too_is_no_running_head() -> None:
    page = "\n".join(["農業の振興", *_LINES, "農業の振興", *_LINES, "- {} -", ""])
    source = read_text("".join(page.format(number) for number in range(1, 9)))
    assert source.text.count("農業の振興") == 16


# ---- Footnotes ----

_BODY = "国は、農業者と協力して研究開発を推進し、その成果を広く公開することとし、\n"


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ("1", "1 農林業センサスによる。"),
        ("１", "１　農林業センサスによる。"),
        ("¹", "¹農林業センサスによる。"),
        ("※1", "※1 農林業センサスによる。"),
        ("1", "1 農林業センサスによる。\n  その後の調査は\n  まだない。"),
    ],
)
@pytest.mark.parametrize("page", ["- 14 -\n", "14\n", "\f", "14\n\f"])
def test_a_footnote_is_taken_out_of_the_sentence_it_cuts(mark: str, note: str, page: str) -> None:
    before = _BODY + f"高齢化{mark}が進む中で、担い手\n"
    source = read_text(before + note + "\n" + page + "の確保を図る。\n" + _BODY)
    assert source.text.startswith(
        (_BODY + f"高齢化{mark}が進む中で、担い手の確保").replace("\n", "")
    )
    assert "footnote" in {name for _, _, name in source.asides}
    assert "センサス" not in source.text


def test_notes_are_numbered_through_the_pages() -> None:
    page = _BODY + "制度{}を設け\n{} 注である。\n{} 続く注である。\n- {} -\n"
    raw = page.format(1, 1, 2, 8) + page.format(3, 3, 4, 9) + "る。\n"
    names = [name for _, _, name in read_text(raw).asides]
    assert names == ["footnote", "footnote", "page number"] * 2


@pytest.mark.parametrize(
    "foot",
    [
        "担い手1の確保を\n1 割に高める。\n- 14 -\n",  # counts
        "担い手の確保を\n1 方向に進める。\n- 14 -\n",  # nothing refers to it
        "担い手1の確保を図る。\n1 方向に進める。【内閣府】\n- 14 -\n",  # a tag: a measure
        "担い手1の確保を図る。\n1 方向に進める。\n",  # no page ends here
        "担い手1の確保を図る。\n7 方向に進める。\n- 14 -\n",
    ],
)
def test_a_number_at_the_beginning_of_a_line_alone_is_no_footnote(foot: str) -> None:
    assert "footnote" not in {name for _, _, name in read_text(_BODY + foot).asides}


def test_what_follows_the_notes_of_a_column_is_text() -> None:
    raw = (
        _BODY + "畑は減っており1、策を講じる。その後、1980\n1 農林業調査による。\n"
        "2 農業会議「作付けの報告」\nhttps://farm.example/report.html\n"
        "年代に協同の畑が開かれた。さらに\n14\n\f種を改良した。\n" + _BODY + "15\n\f"
    )
    source = read_text(raw)
    assert "その後、1980年代に協同の畑が開かれた。さらに種を改良した。" in source.text
    notes = [source.raw[begin:end] for begin, end, name in source.asides if name == "footnote"]
    assert notes == [
        "1 農林業調査による。",
        "2 農業会議「作付けの報告」",
        "https://farm.example/report.html",
    ]


@pytest.mark.parametrize(
    "behind",
    ["・種を改良する。【農業会議】", "（２）水の確保", "その成果を公開する。", "①水の確保"],
)
def test_a_note_ends_with_its_sentence(behind: str) -> None:
    raw = _BODY + "担い手1を確保する。\n1 農林業調査に\nよる。\n" + behind + "\n- 14 -\n" + _BODY
    source = read_text(raw)
    assert f"担い手1を確保する。{behind}国は" in source.text


def test_a_line_that_a_caption_seems_to_refer_to_is_no_note() -> None:
    raw = _BODY + "図1に示すとおりである。\n1 水を引く。\n水は足りている。\n- 14 -\n"
    assert "1水を引く" in read_text(raw).text


def test_a_page_of_lines_that_might_all_be_notes_is_read_in_no_time() -> None:
    assert read_text("1 星を見て、そして\n" * 20_000 + "\f").asides == ()
