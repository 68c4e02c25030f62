"""Mentions go out to annotation tools, which read them, and come back as the same reading."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import cassis
import conllu
import pytest
from click.testing import CliRunner
from pybrat.parser import BratParser

from policygraph.cli.corpus import build
from policygraph.cli.import_ import import_
from policygraph.cli.publish import export
from policygraph.core.errors import PolicygraphError
from policygraph.corpus.gold import VALUES
from policygraph.publish.standoff import Offsets

# The first letter of 𠮷野 is two UTF-16 units; a Latin name, an overlap, a tag, a sub-bullet.
TEXT = """\
第１章 𠮷野の試み

（１）港の再生

［Ａ］基本的認識
𠮷野の大学と中小企業は、平成29年５月16日まで𠮷野港を使った。
［Ｂ］重きを置くべき課題
産学官の人材育成が必要である。
［Ｃ］重きを置くべき取組
① 試作
・𠮷野の大学が AI の研究開発税制を活用し、中小企業を支援する。【文部科学省、経済産業省】
－大学の共同研究を促進する。
・数百件の試作に2027年度までに３億円を投じる。【経済産業省】
"""
DOCUMENT = 'key = "yoshino"\n[title]\nja = "𠮷野の戦略"\n[texts]\n1 = "1.txt"\n'
FORMATS = ("brat", "conll", "doccano", "label-studio", "uima-cas")
_ONE_FILE = {"conll": "a.conllup", "doccano": "a.jsonl"}


def run(command: Any, *words: object) -> str:
    done = CliRunner().invoke(command, [str(word) for word in words], catch_exceptions=False,
                              standalone_mode=False)  # fmt: skip
    if done.exception is not None:
        raise done.exception
    return str(done.output)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("standoff") / "corpus"
    (folder / "yoshino").mkdir(parents=True)
    (folder / "yoshino" / "1.txt").write_text(TEXT, encoding="utf-8")
    (folder / "yoshino" / "document.toml").write_text(DOCUMENT, encoding="utf-8")
    run(build, folder, "--out", folder.parent / "build")
    return folder


def exported(corpus: Path, name: str, out: Path, *more: str) -> Path:
    """The file or folder of a format."""
    place = out / _ONE_FILE.get(name, name)
    run(export, name, "--graph", corpus.parent / "build", "--out", place, *more)
    return place


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "1.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def imported(corpus: Path, name: str, place: Path, out: Path, *more: str) -> list[dict[str, str]]:
    run(import_, name, place, "--document", "yoshino", corpus, "--out", out, *more)
    return rows(out)


@pytest.fixture(scope="module")
def by_brat(corpus: Path) -> list[dict[str, str]]:
    """The reading as it comes back from brat."""
    return imported(corpus, "brat", exported(corpus, "brat", corpus.parent), corpus.parent / "gold")


def said(found: list[dict[str, str]]) -> set[tuple[str, str, str]]:
    return {(row["unit"], row["quote"], row["scheme"]) for row in found}


EXPECTED = {
    ("1/1/A/s1", "大学", "actor"), ("1/1/A/s1", "中小企業", "actor"),
    ("1/1/A/s1", "平成29年５月16日", "date"), ("1/1/C/1/1", "大学", "actor"),
    ("1/1/C/1/1", "中小企業", "actor"), ("1/1/C/1/1", "文部科学省", "responsible"),
    ("1/1/C/1/1", "経済産業省", "responsible"), ("1/1/C/1/1", "支援する", "commitment"),
    ("1/1/C/1/2", "2027年度までに", "time"), ("1/1/C/1/2", "３億円", "quantity"),
    ("1/1/C/1/2", "数百件", "quantity"),
}  # fmt: skip


@pytest.mark.parametrize("offsets", ["code-points", "utf-16"])
@pytest.mark.parametrize("name", FORMATS)
def test_what_goes_out_comes_back_the_same(
    name: str, offsets: str, corpus: Path, by_brat: list[dict[str, str]], tmp_path: Path
) -> None:
    more = () if name == "uima-cas" else ("--offsets", offsets)
    place = exported(corpus, name, tmp_path, *more)
    first = imported(corpus, name, place, tmp_path / "gold", *more)
    assert first == by_brat
    assert said(first) >= EXPECTED


def test_web_annotations_come_back_the_same_but_for_dates(corpus: Path, tmp_path: Path) -> None:
    place = tmp_path / "a.jsonld"
    run(export, "view", "web-annotation", "--graph", corpus.parent / "build", "--format", "jsonld",
        "--out", place)  # fmt: skip
    found = imported(corpus, "web-annotation", place, tmp_path / "gold")
    assert said(found) >= {row for row in EXPECTED if row[2] not in VALUES}


def _brat(place: Path) -> Iterator[tuple[str, str, str]]:
    for example in BratParser(error="ignore").parse(str(place)):
        for entity in example.entities:
            (span,) = entity.spans
            assert example.text[span.start : span.end] == entity.mention
            yield entity.type, entity.mention, "".join(r.eid for r in entity.references)


def test_pybrat_reads_types_words_and_concepts(corpus: Path, tmp_path: Path) -> None:
    found = set(_brat(exported(corpus, "brat", tmp_path)))
    assert ("actor", "中小企業", "actor:sme") in found
    assert ("responsible", "文部科学省", "org/mext") in found


def test_a_line_of_brat_is_a_unit(corpus: Path, tmp_path: Path) -> None:
    lines = (exported(corpus, "brat", tmp_path) / "yoshino.1.txt").read_text("utf-8").split("\n")
    assert (
        "𠮷野の大学が AI の研究開発税制を活用し、中小企業を支援する。【文部科学省、経済産業省】".replace(
            " AI ", "AI"
        )
        in lines
    )
    assert "大学の共同研究を促進する。" in lines


def test_conllu_reads_the_columns_and_writes_what_is_read_back(
    corpus: Path, by_brat: list[dict[str, str]], tmp_path: Path
) -> None:
    place = exported(corpus, "conll", tmp_path)
    sentences = conllu.parse(place.read_text("utf-8"))
    bullet = next(s for s in sentences if s.metadata["unit"] == "1/1/C/1/1")
    words = [(token["form"], token["actor"]) for token in bullet if token["actor"] != "O"]
    assert words[-4:] == [
        ("中", "B-actor:sme"), ("小", "I-actor:sme"), ("企", "I-actor:sme"), ("業", "I-actor:sme"),
    ]  # fmt: skip
    again = tmp_path / "again.conllup"
    again.write_text("".join(s.serialize() for s in sentences), encoding="utf-8")
    assert imported(corpus, "conll", again, tmp_path / "again") == by_brat


def test_cassis_reads_entities_and_sentences_and_writes_what_is_read_back(
    corpus: Path, by_brat: list[dict[str, str]], tmp_path: Path
) -> None:
    place = exported(corpus, "uima-cas", tmp_path)
    with (place / "TypeSystem.xml").open("rb") as file:
        types = cassis.load_typesystem(file)
    with (place / "yoshino.1.xmi").open("rb") as file:
        cas = cassis.load_cas_from_xmi(file, typesystem=types)
    entities = {
        (e.value, e.get_covered_text(), e.identifier)
        for e in cas.select("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    }
    assert ("actor", "中小企業", "https://w3id.org/policygraph/concept/actor/sme") in entities
    assert ("date", "平成29年５月16日", "2017-05-16") in entities
    sentences = {
        s.id: s.get_covered_text()
        for s in cas.select("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence")
    }
    assert sentences["1/1/B/s1"] == "産学官の人材育成が必要である。"
    assert sentences["1/1/C/1/1"].endswith("経済産業省】")
    cas.to_xmi(tmp_path / "again.xmi")
    assert imported(corpus, "uima-cas", tmp_path / "again.xmi", tmp_path / "again") == by_brat


@pytest.mark.parametrize("offsets", ["code-points", "utf-16"])
def test_label_studio_and_doccano_get_offsets_of_the_unit(
    offsets: str, corpus: Path, tmp_path: Path
) -> None:
    def cut(text: str, begin: int, end: int) -> str:
        if offsets == "code-points":
            return text[begin:end]
        return text.encode("utf-16-le")[2 * begin : 2 * end].decode("utf-16-le")

    place = exported(corpus, "label-studio", tmp_path, "--offsets", offsets)
    tasks = json.loads((place / "tasks.json").read_text("utf-8"))
    values = [
        (task["data"]["text"], region["value"])
        for task in tasks
        for region in task["annotations"][0]["result"]
    ]
    assert values
    assert all(cut(text, v["start"], v["end"]) == v["text"] for text, v in values)
    labels = {label.get("value") for label in ElementTree.parse(place / "labels.xml").iter("Label")}
    assert {label for _, v in values for label in v["labels"]} == labels
    lines = exported(corpus, "doccano", tmp_path, "--offsets", offsets).read_text("utf-8")
    found = {
        (cut(record["text"], begin, end), label)
        for record in map(json.loads, lines.splitlines())
        for begin, end, label in record["label"]
    }
    assert ("中小企業", "actor actor:sme") in found
    assert ("平成29年５月16日", "date 2017-05-16") in found


def test_a_mention_without_a_concept_means_what_has_its_words_for_a_label(
    corpus: Path, tmp_path: Path
) -> None:
    record = {
        "text": "𠮷野の大学と中小企業は、平成29年５月16日まで𠮷野港を使った。",
        "label": [[3, 5, "actor"], [24, 27, "place"], [0, 2, "colour"]],
        "key": "1", "unit": "1/1/A/s1",
    }  # fmt: skip
    place = tmp_path / "a.jsonl"
    place.write_text(json.dumps(record), encoding="utf-8")
    found = imported(corpus, "doccano", place, tmp_path / "gold")
    assert [(row["quote"], row["scheme"], row["concept"]) for row in found] == [
        ("大学", "actor", "大学"), ("𠮷野港", "place", "𠮷野港"),
    ]  # fmt: skip


def test_the_words_of_another_text_are_refused_and_a_reading_is_never_overwritten(
    corpus: Path, tmp_path: Path
) -> None:
    place = exported(corpus, "brat", tmp_path)
    imported(corpus, "brat", place, tmp_path / "gold")
    with pytest.raises(PolicygraphError, match="is there already"):
        imported(corpus, "brat", place, tmp_path / "gold")
    text = place / "yoshino.1.txt"
    text.write_text(text.read_text("utf-8") + "港", encoding="utf-8")
    with pytest.raises(PolicygraphError, match="not a text of this document"):
        imported(corpus, "brat", place, tmp_path / "other")


def test_offsets_that_do_not_fit_are_told_with_file_and_line(corpus: Path, tmp_path: Path) -> None:
    place = exported(corpus, "brat", tmp_path, "--offsets", "utf-16")
    with pytest.raises(PolicygraphError, match=r"yoshino\.1\.ann:\d+: .*--offsets"):
        imported(corpus, "brat", place, tmp_path / "gold")


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        pytest.param("港町", [0, 1, 2], id="no letter beyond the first plane"),
        pytest.param("𠮷野𠮷", [0, 2, 3, 5], id="two"),
    ],
)
def test_utf_16_offsets_go_out_and_back(text: str, theirs: list[int]) -> None:
    offsets = Offsets(text, "utf-16")
    assert [offsets.out(at) for at in range(len(text) + 1)] == theirs
    assert [offsets.back(at) for at in theirs] == list(range(len(text) + 1))
