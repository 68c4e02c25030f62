"""The generator of synthetic corpora: what it makes goes through the real build."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.generator import CHAPTERS, Corpus, generate
from benchmarks.layout import WIDTH, set_bullet, wrap
from policygraph.api import build, coverage
from policygraph.core.namespaces import POL
from policygraph.corpus.description import read_description
from policygraph.graph import BuiltGraph
from policygraph.sources import read_text

MEASURES = 260  # more than one document, and no whole number of groups


def _files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.*"))}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpus")


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Corpus:
    return generate(folder, MEASURES, seed=7)


@pytest.fixture(scope="module")
def built_corpus(corpus: Corpus, folder: Path) -> BuiltGraph:
    return build(folder)


def test_the_build_finds_as_many_measures_as_were_asked_for(
    corpus: Corpus, built_corpus: BuiltGraph
) -> None:
    summary = built_corpus.summary
    assert summary.measures == corpus.measures == MEASURES
    assert summary.occurrences == corpus.occurrences
    assert len(summary.documents) == corpus.documents == 2
    assert summary.parts["chapter"] == corpus.chapters


def test_some_reprises_find_their_original_and_some_do_not(built_corpus: BuiltGraph) -> None:
    summary = built_corpus.summary
    resolved = summary.reprises - summary.unresolved_reprises
    assert resolved == summary.occurrences - summary.measures
    assert resolved > 0
    assert summary.unresolved_reprises > 0


def test_every_character_of_a_generated_text_is_explained(corpus: Corpus, folder: Path) -> None:
    ledgers = coverage(folder)
    assert len(ledgers) == corpus.chapters
    assert [ledger.unexplained for ledger in ledgers] == [[]] * corpus.chapters
    assert sum(ledger.raw_length for ledger in ledgers) == corpus.characters


def test_every_body_in_a_tag_is_known_to_the_vocabulary(built_corpus: BuiltGraph) -> None:
    answering = {quad[2] for quad in built_corpus.dataset.quads() if quad[1] == POL.responsibleBody}
    assert answering
    assert answering.isdisjoint(thing.iri for thing in built_corpus.summary.unknown)


def test_ministries_actors_and_years_are_other_ones_than_in_the_chapter(folder: Path) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*/*.txt"))
    words = read_text(text).text
    named = {name for tag in re.findall("【(.*?)】", words) for name in tag.split("、")}
    assert {"厚生労働省", "環境省"} <= named  # not in the chapter
    years = set(re.findall("「ベンチャー・チャレンジ([0-9]{4})」", words))
    assert years - {"2020"} != set()


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(
    corpus: Corpus, folder: Path, tmp_path: Path
) -> None:
    assert generate(tmp_path / "again", MEASURES, seed=7) == corpus
    assert _files(tmp_path / "again") == _files(folder)
    generate(tmp_path / "other", MEASURES, seed=8)
    assert _files(tmp_path / "other") != _files(folder)


def test_a_larger_corpus_begins_with_the_documents_of_a_smaller_one(
    corpus: Corpus, folder: Path, tmp_path: Path
) -> None:
    generate(tmp_path, MEASURES + 200, seed=7)
    first = "synthetic-00001"
    assert _files(tmp_path / first) == _files(folder / first)


def test_a_document_has_a_few_chapters_that_its_description_names(
    corpus: Corpus, folder: Path
) -> None:
    description = read_description(folder / "synthetic-00001" / "document.toml")
    assert description.key == "synthetic-00001"
    assert list(description.texts) == [str(number) for number in range(1, CHAPTERS + 1)]


def test_a_corpus_without_a_measure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one measure"):
        generate(tmp_path, 0)


def test_a_line_never_breaks_inside_a_latin_word_or_a_number() -> None:
    words = "Proof of Concept"
    for length in range(WIDTH):
        text = "あ" * length + words + "２０１８年"
        lines = wrap(text)
        assert read_text("\n".join(lines)).text == read_text(text).text
        assert sum("２０１８" in line for line in lines) == 1


def test_no_line_begins_with_a_full_stop_or_a_closing_bracket() -> None:
    for length in range(WIDTH + 2):
        assert all(line[0] not in "。」）" for line in wrap("あ" * length + "い」）。"))


def test_a_tag_that_does_not_fit_behind_the_words_gets_a_line_of_its_own() -> None:
    assert set_bullet("・支援する。", "【内閣府】") == ["・支援する。" + " " * 29 + "【内閣府】"]
    long = "あ" * (WIDTH - 2)
    assert set_bullet(long, "【内閣府】") == [long, "【内閣府】".rjust(WIDTH)]
