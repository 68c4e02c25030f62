"""Lines that tell how far an item has come are parts of it, in whatever way they are set."""

from __future__ import annotations

import pytest

from policygraph.document import Document, find_outline, parse
from policygraph.sources import normalise

_ACTS = (
    ("古い橋を架け替える。", "橋二本の設計を終えた。"),
    ("渡し船を増やす。", "船三隻を買い入れた。"),
    ("桟橋を直す。", "杭を打ち直した。"),
)


def _read(*lines: str) -> Document:
    head = "第２章 川の道\n\n（１）渡し場\n\n［Ｃ］重きを置くべき取組\n① 渡し場の整備\n"
    source = normalise("\n".join((head.rstrip(), *lines, "")), name="kawa.txt", raw_sha256="")
    return parse(source, find_outline("sti-strategy"))


def _words(document: Document) -> list[tuple[str, list[str]]]:
    return [
        (document.words(*item.segments), [document.words(*c.segments) for c in item.components])
        for item in document.occurrences
    ]


@pytest.mark.parametrize(
    "line",
    [
        "・［進捗］{}", "［進捗状況］{}", "　進捗：{}", "・【令和５年度の実績】{}", "・（これまでの取組状況）{}", "　〈実施状況〉 {}",
    ],
    ids=["same-sign", "no-sign", "colon", "year", "so-far", "indented"],
)  # fmt: skip
def test_a_line_that_is_labelled_as_progress_is_a_part_of_the_item_before_it(line: str) -> None:
    lines = [part for act, told in _ACTS for part in (f"・{act}【国土交通省】", line.format(told))]
    document = _read(*lines)
    assert _words(document) == [(act, [told]) for act, told in _ACTS]
    assert [item.path[-1] for item in document.occurrences] == ["1", "2", "3"]
    read = sum(leaf.end - leaf.begin for leaf in document.leaves)
    assert read == len(document.source.text.replace(" ", ""))


def test_labels_of_which_none_stands_behind_an_act_open_items() -> None:
    told = [f"・［進捗］{words}" for _, words in _ACTS]
    assert len(_read(*told).occurrences) == len(_ACTS)


def test_words_about_progress_are_no_label() -> None:
    document = _read(
        "・橋を架け替える。【国土交通省】",
        "・進捗状況を年一回確かめる。【国土交通省】",
        "・実績を表にまとめる。【国土交通省】",
    )
    assert [parts for _, parts in _words(document)] == [[], [], []]
