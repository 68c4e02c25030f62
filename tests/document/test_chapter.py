"""What the shipped chapter holds. The numbers were counted in the text, not taken from a run."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

from policygraph.document import Document, account

CHAPTER = Path(__file__).parents[2] / "data" / "source" / "sti-strategy-2017" / "5.txt"


def test_the_parts_are_those_of_the_table_of_contents(chapter: Document) -> None:
    assert Counter(part.kind for part in chapter.walk()) == {
        "chapter": 1,
        "introduction": 1,
        "section": 4,
        "recognition": 4,
        "issues": 4,
        "measures": 4,
        "group": 15,
    }


def test_there_are_57_bullets_3_sub_bullets_and_7_reprises(chapter: Document) -> None:
    assert len(chapter.occurrences) == 57
    assert [len(i.components) for i in chapter.occurrences if i.components] == [3]
    assert ["/".join(i.path) for i in chapter.occurrences if i.is_reprise] == [
        "5/1/C/3/2",
        "5/2/C/2/4",
        "5/2/C/2/5",
        "5/2/C/3/6",
        "5/3/C/4/1",
        "5/3/C/4/2",
        "5/4/C/1/3",
    ]


def test_bullets_per_group_are_as_counted(chapter: Document) -> None:
    counts = [len(p.occurrences) for p in chapter.walk() if p.kind == "group"]
    assert counts == [10, 1, 6, 5, 5, 6, 1, 5, 3, 3, 2, 3, 4, 1, 2]


def test_every_tag_of_the_raw_text_is_split(chapter: Document) -> None:
    raw = re.sub(r"\s", "", CHAPTER.read_text(encoding="utf-8"))
    expected = [found.split("、") for found in re.findall("【(.*?)】", raw)]
    read = [[chapter.words(b) for t in i.tags for b in t.bodies] for i in chapter.occurrences]
    assert read == expected


def test_titles_with_latin_words_keep_their_spaces(chapter: Document) -> None:
    titles = [chapter.words(p.title) for p in chapter.walk() if p.title]
    assert "Society 5.0の実現に向けた規制・制度改革の推進と社会的受容の醸成" in titles


def test_the_ledger_explains_everything_and_gives_the_file_back(chapter: Document) -> None:
    ledger = account(chapter)
    assert ledger.unexplained == []
    assert ledger.explained == ledger.raw_length == 17914
    assert ledger.rebuild() == CHAPTER.read_bytes().decode("utf-8")


def test_the_leaves_in_order_cover_the_text_but_for_white_space(chapter: Document) -> None:
    text, position = chapter.source.text, 0
    for leaf in chapter.leaves:
        assert text[position : leaf.begin].strip() == ""
        assert leaf.begin >= position
        position = leaf.end
    assert text[position:].strip() == ""


def test_texts_are_as_printed(chapter: Document) -> None:
    text = unicodedata.normalize("NFKC", chapter.words(*chapter.occurrences[33].segments))
    assert text.startswith("開発調達や研究開発を要する各省庁・機関の技術ニーズを解決するために、")
