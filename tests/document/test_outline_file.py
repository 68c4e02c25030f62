"""Outlines as stewards write them: what is wrong is said in sentences, in both languages, and all at once."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from policygraph.core.errors import DataError, PolicygraphError, SeveralErrors
from policygraph.core.resources import resource
from policygraph.document import account, find_outline, outline_names, parse, read_outline
from policygraph.sources import read_text

_ITEM = "[[level]]\nitem = true\nmarker = '●'\n"
_TEXT = "第１章 港\n1.岸壁の改修\n(1)工事\n岸壁を直す。\n・灯台を建てる。【国土交通省】\n●網を編む。\n－糸を買う。\n"


def _complaints(toml: str) -> list[str]:
    with pytest.raises((DataError, SeveralErrors)) as caught:
        read_outline(toml, name="own.toml")
    return caught.value.words("en").splitlines()


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ("", "has no level"),
        ("key = 3\n" + _ITEM, "key cannot be 3"),
        ("colour = 3\n" + _ITEM, "knows no key colour"),
        ("[[level]]\nmarker = '●'\n", "level 1: say one thing that it opens"),
        ("[[level]]\nitem = true\npart = 'group'\nmarker = '●'\n", "(given: item, part)"),
        ("[[level]]\nitem = true\n", "level 1: lacks what opens it"),
        ("[[level]]\nitem = true\nmarker = '('\n", 'marker: "(" is no regular expression'),
        ("[[level]]\nitem = true\nmarker = '●?'\n", "matches the empty text"),
        ("[[level]]\nitem = true\nmarker = 3\n", "marker cannot be 3"),
        ("[[level]]\nitem = 1\nmarker = '●'\n", "item is true or false, not 1"),
        ("[[level]]\npart = 'section'\nmarker = '■'\n" + _ITEM + "under = ['items']\n",
         'level 2: no level opens "items"'),
        (_ITEM + "under = []\n", "level 1: an item needs a part that holds items"),
        (_ITEM + "title = 'open'\n", "level 1: an item has no title"),
        (_ITEM + "titel = 'none'\n", "knows no key titel; near: title"),
        (_ITEM + "[[level]]\ncomponent = true\nmarker = '－'\nunder = ['document']\n",
         "level 2: a component stands under an item"),
        ("[[level]]\npart = 'section'\nmarker = '■'\n", "opens no item anywhere"),
        ("[[level]]\npart = 'section'\nmarker = '■'\ntitle = 'marker'\n" + _ITEM,
         'level 1: title = "marker" needs (?P<title>…)'),
        ("[[level]]\npart = 'item'\nmarker = '■'\n" + _ITEM, 'a part cannot be called "item"'),
        (_ITEM + "[[level.choice]]\npart = 'issues'\n", "level 1: say one thing that it opens"),
        ("[[level]]\nmarker = '■'\n[[level.choice]]\npart = 'issues'\n" + _ITEM,
         "a choice lacks titles"),
        ("[[level]]\npart = 'section'\nheading = 12\n" + _ITEM, "heading is a number from 1 to 9"),
        ("level = 4\n", "levels are tables"),
        ("words = 4\n" + _ITEM, "words is a table"),
        ("[words]\nlike = 'sti'\n" + _ITEM, 'no outline is called "sti"'),
        ("[words]\nopening = '（'\nclosing = '）」'\n" + _ITEM, "same number of brackets"),
        ("[words]\nbrackets = ['（']\n" + _ITEM, "brackets are pairs of two signs"),
        ("[words]\ntag = '【】'\n" + _ITEM, "tag is a pair of signs"),
        ("[words]\nways = ['guess']\n" + _ITEM, 'ways cannot be "guess"'),
        ("loose_limit = 101\n" + _ITEM, "a number from 0 to 100"),
        ("sentences = 'vows'\n" + _ITEM, 'sentences cannot be "vows"'),
        ("key = [", "not TOML"),
    ],
    ids=["empty", "key", "unknown", "nothing-opened", "two-things", "no-marker", "no-pattern",
         "empty-pattern", "marker-number", "flag", "under", "no-holder", "item-title", "near",
         "component", "no-items", "title-group", "taken", "item-and-choice", "choice", "heading",
         "levels", "words", "like", "pairs", "brackets", "tag", "ways", "limit", "sentences",
         "toml"],
)  # fmt: skip
def test_what_is_wrong_in_an_outline_is_said_in_a_sentence(toml: str, complaint: str) -> None:
    lines = _complaints(toml)
    assert any(line.startswith("own.toml: ") and complaint in line for line in lines)


def test_all_that_is_wrong_is_said_at_once_and_in_japanese_too() -> None:
    with pytest.raises(SeveralErrors) as caught:
        read_outline("key = 3\n[[level]]\nitem = true\nmarker = '('\ncolour = 1\n", name="own.toml")
    assert len(caught.value.errors) == 3
    assert "1番目の level" in caught.value.words("ja")


def test_an_outline_of_one_line_a_level_is_enough() -> None:
    outline = read_outline(
        "[[level]]\npart = 'section'\nmarker = '■'\n" + _ITEM + "[[level]]\ncomponent = true\n"
        "marker = '－'\n",
        name="folder/own.toml",
    )
    assert outline.key == "own"
    document = parse(
        read_text("■港の整備\n●灯台を建てる。\n－基礎を打つ。\n■漁の支援\n●網を編む。\n"), outline
    )
    assert [part.path for part in document.walk()] == [("h1",), ("h2",)]
    assert [document.words(*item.segments) for item in document.occurrences] == [
        "灯台を建てる。",
        "網を編む。",
    ]
    assert len(document.occurrences[0].components) == 1


def test_an_outline_is_read_anew_when_its_file_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("key = 'a'\n" + _ITEM, encoding="utf-8")
    assert find_outline(str(path)).key == "a"
    path.write_text("key = 'other'\n" + _ITEM, encoding="utf-8-sig")
    assert find_outline(str(path)).key == "other"


_VALUES = ("3", "-1", "true", '""', "[]", "[1]", "{}", '"("', "'[あ'", "1979-05-27", "nan", "0.5",
           "'x'", "['x']", "'a{99999999999}'", "'(?P<number>.)'", "'(?P<title>.)?'")  # fmt: skip


def _mutants(toml: str, random_: random.Random, count: int) -> list[str]:
    """The file with something in it taken out, put twice, moved or given another value."""
    lines = toml.splitlines()
    found = []
    for _ in range(count):
        mutant = list(lines)
        for _ in range(random_.randint(1, 3)):
            at = random_.randrange(len(mutant))
            choice = random_.randrange(5)
            if choice == 0:
                del mutant[at]
            elif choice == 1:
                mutant.insert(random_.randrange(len(mutant)), mutant[at])
            elif choice == 2:
                mutant[at] = re.sub(r"=.*", f"= {random_.choice(_VALUES)}", mutant[at])
            elif choice == 3:
                mutant[at] = mutant[at].replace("[[", "[").replace("]]", "]")
            else:
                letter = random_.randrange(len(mutant[at]) + 1)
                mutant[at] = mutant[at][:letter] + mutant[at][letter + 1 :]
        found.append("\n".join(mutant))
    return found


@pytest.mark.parametrize("key", outline_names())
def test_no_change_of_an_outline_gives_more_than_a_sentence(key: str) -> None:
    toml = (resource("data", "outlines") / f"{key}.toml").read_text(encoding="utf-8")
    source = read_text(_TEXT)
    read = 0
    for mutant in _mutants(toml, random.Random(key), 150):
        complaint = None
        try:
            outline = read_outline(mutant, name="own.toml")
        except PolicygraphError as error:
            complaint = error
        if complaint is not None:
            assert complaint.words("ja")
            lines = complaint.words("en").splitlines()
            assert all(line.startswith("own.toml: ") for line in lines)
            continue
        read += 1
        document = parse(source, outline)
        assert account(document).rebuild() == _TEXT
        list(document.units())
    assert read
