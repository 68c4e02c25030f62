"""The ten examples of docs/outlines.md are what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policygraph.annotation import Annotations, Annotator
from policygraph.document import account, parse, read_outline
from policygraph.sources import read_text

_PAGE = (Path(__file__).parents[2] / "docs" / "outlines.md").read_text(encoding="utf-8")
_EXAMPLES = {
    int(number): (toml, text)
    for number, toml, text in re.findall(
        r"### (\d+) .*?```toml\n(.*?)```.*?```text\n(.*?)```", _PAGE, re.DOTALL
    )
}
# By the path of each item: what it is, its words, who answers, and the words of its sub-bullets.
_READ = {
    1: {"1/1": ("measure", "灯台を建てる。", ["mlit"], []),
        "2/1": ("measure", "網を編む。", ["maff"], [])},
    2: {"body/1": ("measure", "港を整える。", ["mlit"], ["a 岸壁を直す。", "a/a 杭を打つ。"]),
        "body/2": ("measure", "網を編む。", ["maff"], [])},
    3: {"body/1": ("measure", "港を整える。", [], ["a 岸壁を直す。", "a/a 杭を打つ。"]),
        "body/2": ("measure", "網を編む。", [], [])},
    4: {"1/1/1": ("measure", "岬に灯台を建てる。夜も点す。", ["mlit"], []),
        "1/2/1": ("measure", "丈夫な網を編む。", ["maff"], [])},
    5: {"1/B/1": ("target", "港を深くする。", [], [])},
    6: {"measures/1": ("measure", "灯台を建てる。", ["mlit"], []),
        "measures/2": ("measure", "網を編む。", ["maff"], [])},
    7: {"1/s2": ("measure", "国土交通省は、灯台を建てることとする。", ["mlit"], []),
        "1/s3": ("reported", "前年度には岸壁を整備した。", [], [])},
    8: {"1/1": ("reported", "岸壁を整備した。", ["mlit"], []),
        "1/2": ("measure", "灯台を整備する。", ["mlit"], [])},
    9: {"h1/1": ("measure", "灯台を建てる。", [], []),
        "h2/1": ("measure", "網を編む。", [], []),
        "h2/2": ("measure", "苗を植える。", ["env"], [])},
    10: {"body/1": ("measure", "灯台を建てる。", ["mlit", "maff"], []),
         "body/2": ("measure", "網を編む。", ["maff"], [])},
}  # fmt: skip


def _annotations(number: int, annotator: Annotator) -> Annotations:
    toml, text = _EXAMPLES[number]
    outline = read_outline(toml, name="example.toml")
    document = parse(read_text(text), outline)
    ledger = account(document)
    assert ledger.rebuild() == text
    assert ledger.unexplained == []
    return annotator.annotate(document, outline.signs)


def test_there_are_ten_examples() -> None:
    assert sorted(_EXAMPLES) == list(range(1, 11))


@pytest.mark.parametrize("number", _READ)
def test_an_example_reads_its_text_as_it_says(number: int, annotator: Annotator) -> None:
    found = _annotations(number, annotator)
    read = {}
    for item in found.document.occurrences:
        bodies = [
            m.meanings[0].rpartition("/")[2]
            for m in found.mentions
            if m.kind == "responsibility" and m.unit.path == item.path
        ]
        below = [
            f"{'/'.join(c.path[len(item.path) :])} {found.document.words(*c.segments)}"
            for c in item.walk()
        ]
        words = found.document.words(*item.segments)
        read["/".join(item.path)] = (item.kind, words, bodies, below)
    assert read == _READ[number]


def test_a_heading_that_is_a_body_answers_for_what_names_nobody(annotator: Annotator) -> None:
    found = _annotations(9, annotator)
    titles = {
        m.unit.path: m.meanings[0].rpartition("/")[2]
        for m in found.mentions
        if m.kind == "responsibility" and m.unit.kind == "title"
    }
    assert titles == {("h1",): "mlit", ("h2",): "maff"}


def test_roles_are_said_in_addition(annotator: Annotator) -> None:
    found = _annotations(10, annotator)
    roles = {
        (m.link.rpartition("#")[2], m.meanings[0].rpartition("/")[2])
        for m in found.mentions
        if m.kind == "role"
    }
    assert roles == {("leadBody", "mlit"), ("cooperatingBody", "maff")}
