"""The program's reading against the readings made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.annotation import Annotations, Annotator
from policygraph.core.errors import DataError
from policygraph.core.links import link_kinds
from policygraph.core.resources import resource
from policygraph.corpus.gold import (
    ConceptNames,
    SchemeNames,
    Score,
    concept_index,
    evaluate,
    read_concept_names,
    read_gold,
    scheme_names,
)
from policygraph.graph import BuiltGraph

FOLDER = resource("data", "gold", "sti-strategy-2017")


@pytest.fixture(scope="module")
def schemes() -> SchemeNames:
    return scheme_names(link_kinds())


@pytest.fixture(scope="module")
def concepts(annotator: Annotator) -> ConceptNames:
    return concept_index(annotator.lexicon) | read_concept_names(FOLDER / "concepts.csv")


@pytest.fixture(scope="module")
def annotations(built: BuiltGraph) -> Annotations:
    return built.readings[0].annotations


@pytest.fixture(scope="module")
def scores(
    annotations: Annotations, concepts: ConceptNames, schemes: SchemeNames
) -> dict[str, Score]:
    gold = read_gold(sorted(FOLDER.glob("5-*.csv")), schemes)
    return evaluate([annotations], gold, concepts, schemes)


def test_actors_are_read_as_by_hand(scores: dict[str, Score]) -> None:
    assert scores["actor"].f1 >= 0.98
    assert scores["actor"].right > 200


@pytest.mark.parametrize("scheme", ["responsible", "organization", "work", "place", "date"])
def test_names_and_dates_are_exact(scores: dict[str, Score], scheme: str) -> None:
    score = scores[scheme]
    assert score.right > 0
    assert (score.missed, score.false) == ([], [])


def test_instruments_and_commitments_reach_their_aims(scores: dict[str, Score]) -> None:
    assert scores["instrument"].recall >= 0.95
    assert scores["instrument"].precision >= 0.9
    assert scores["commitment"].recall >= 0.95


def test_a_miss_and_a_false_hit_are_counted(
    annotations: Annotations, concepts: ConceptNames, schemes: SchemeNames, tmp_path: Path
) -> None:
    path = tmp_path / "gold.csv"
    path.write_text(
        "unit,quote,nth,scheme,concept\n5/1/C/1/9,外部資金獲得,1,actor,大学\n", encoding="utf-8"
    )
    score = evaluate([annotations], read_gold([path], schemes), concepts, schemes)["actor"]
    assert [missed.words for missed in score.missed] == ["外部資金獲得"]
    assert (score.right, score.recall) == (0, 0.0)
    assert len(score.false) > 100  # everything that the rest of the section names


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("5/9/C/1,大学,1,actor,大学", "there is no unit 5/9/C/1"),
        ("5/1/C/1/1,大学院,1,actor,大学", "does not say"),
        ("5/1/C/1/1,大学,1,actors,大学", 'no scheme is called "actors"'),
        ("5/1/C/1/1,大学,x,actor,大学", "nth is"),
    ],
)
def test_a_wrong_row_says_where(
    annotations: Annotations,
    concepts: ConceptNames,
    schemes: SchemeNames,
    tmp_path: Path,
    row: str,
    problem: str,
) -> None:
    path = tmp_path / "gold.csv"
    path.write_text(f"unit,quote,nth,scheme,concept\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"gold\.csv:2: .*" + problem):
        evaluate([annotations], read_gold([path], schemes), concepts, schemes)
