"""Words that the vocabulary may lack are found, ranked by use, and ready to be added."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from policygraph.annotation import Annotations, Annotator
from policygraph.annotation.candidate_terms import candidate_sheet, candidate_turtle
from policygraph.annotation.candidates import Candidate, find_candidates
from policygraph.annotation.term_files import read_term_file
from policygraph.cli.vocabulary import vocabulary
from policygraph.core.resources import find_vocabulary, vocabulary_files
from policygraph.core.terms import parse_turtle, text
from policygraph.corpus.reading import read_excerpt
from policygraph.sources import read_text


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator.load()


def annotated(annotator: Annotator, *sentences: str) -> Annotations:
    words = "［Ｃ］重きを置くべき取組\n" + "".join(f"・{sentence}\n" for sentence in sentences)
    document, series = read_excerpt(read_text(words, name="port.txt"), "")
    return annotator.annotate(document, series.signs)


def candidates(annotator: Annotator, *sentences: str, least: int = 1) -> dict[str, Candidate]:
    found = find_candidates([annotated(annotator, *sentences)], annotator.lexicon, least=least)
    return {candidate.words: candidate for candidate in found}


def test_a_name_that_its_form_gives_away_is_a_thing_to_add(annotator: Annotator) -> None:
    found = candidates(annotator, "「潮風みらいプログラム」により大学を支援する。")
    named = found["潮風みらいプログラム"]
    assert (named.kind, str(named.home).rpartition("#")[2]) == ("name", "Programme")
    assert named.places[0].place == "port.txt:2"


def test_a_compound_with_the_head_of_a_known_concept_is_kin_of_it(annotator: Annotator) -> None:
    found = candidates(annotator, "潮流博物館を設ける。", "潮流博物館を広げる。")
    assert found["潮流博物館"].kind == "kin"
    assert str(found["潮流博物館"].near).endswith("concept/actor/science-museum")
    assert found["潮流博物館"].count == 2


def test_a_compound_whose_head_decides_its_concept_is_known(annotator: Annotator) -> None:
    assert "潮流補助金" not in candidates(annotator, "潮流補助金を設ける。", "潮流補助金を広げる。")


def test_a_word_where_actors_stand_is_an_actor_by_its_context(annotator: Annotator) -> None:
    known = ["大学に対して支援する。", "企業に対して支援する。", "国研に対して支援する。"] * 4
    found = candidates(annotator, *known, "海女組に対して支援する。")
    assert found["海女組"].kind == "context"
    assert str(found["海女組"].home).endswith("concept/actor/")


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        pytest.param("自律的な港を造る。", "自律的", id="an adjective in -teki"),
        pytest.param("具体的に港を造る。", "具体的", id="an adverb in -teki"),
        pytest.param("波静かな港町整然な浜を造る。", "港町整然", id="an adjective"),
        pytest.param("港町迅速に浜を造る。", "港町迅速", id="an adverb"),
        pytest.param("各港湾の浜を造る。", "各港湾", id="each of something"),
        pytest.param("令和四年度以降の浜を造る。", "令和四年度以降", id="a time"),
        pytest.param("今後の浜を造る。", "今後", id="a word of every plan"),
    ],
)
def test_adjectives_adverbs_and_words_of_every_plan_are_passed_over(
    sentence: str, word: str, annotator: Annotator
) -> None:
    assert word not in candidates(annotator, sentence)


def test_the_most_used_come_first_and_those_that_nothing_speaks_for_last(
    annotator: Annotator,
) -> None:
    found = list(
        candidates(
            annotator, "浜風帳簿の海。", "浜風帳簿の海。", "浜風帳簿の海。",
            "「潮風みらいプログラム」を設ける。", "潮流博物館を設ける。", "潮流博物館を広げる。",
        ).values()
    )  # fmt: skip
    assert [candidate.words for candidate in found] == [
        "潮流博物館", "潮風みらいプログラム", "浜風帳簿",
    ]  # fmt: skip
    assert found[-1].kind == "other"


def test_texts_are_counted_together(annotator: Annotator) -> None:
    texts = [annotated(annotator, "潮流博物館を設ける。") for _ in range(2)]
    found = find_candidates(texts, annotator.lexicon, least=2)
    assert [(c.words, c.count) for c in found] == [("潮流博物館", 2)]


SENTENCES = (
    "「潮風みらいプログラム」により大学を支援する。", "潮流博物館を設ける。", "潮流博物館を広げる。",
    "「あの海」の歌。",
)  # fmt: skip


def test_the_turtle_can_be_put_behind_a_vocabulary_file(annotator: Annotator) -> None:
    found = find_candidates([annotated(annotator, *SENTENCES)], annotator.lexicon)
    for language in ("ja", "en"):
        triples = list(parse_turtle(candidate_turtle(found, language), name="candidates"))
        labels = {value for _, _, value in triples if not isinstance(value, str)}
        assert labels == {text("潮風みらいプログラム", "ja"), text("潮流博物館", "ja")}


def test_the_rows_are_imported_and_the_words_are_no_candidates_any_more(
    annotator: Annotator, tmp_path: Path
) -> None:
    folder = tmp_path / "terms"
    folder.mkdir()
    for path in vocabulary_files():
        shutil.copy(path, folder)
    found = find_candidates([annotated(annotator, *SENTENCES)], annotator.lexicon)
    sheet = tmp_path / "new.csv"
    sheet.write_text(
        candidate_sheet(found, [read_term_file(path) for path in sorted(folder.glob("*.ttl"))]),
        encoding="utf-8",
    )
    done = CliRunner().invoke(vocabulary, ["import", str(sheet), str(folder)])
    assert done.exit_code == 0, done.output
    own = Annotator.load(find_vocabulary(folder))
    assert own.lexicon.problems == ()
    left = find_candidates([annotated(own, *SENTENCES)], own.lexicon)
    assert [candidate.words for candidate in left] == ["あの海"]
    before = {entry.iri: set(entry.surfaces) for entry in annotator.lexicon.entries}
    after = {entry.iri: set(entry.surfaces) for entry in own.lexicon.entries}
    assert all(after[iri] >= surfaces for iri, surfaces in before.items())
