"""Every question has its answer on the published chapter, and every engine gives it."""

from __future__ import annotations

from pathlib import Path

import pytest
from queries.counting import COUNTS
from queries.recount import as_csv, counted_by_hand
from queries.triples import Triples
from questions.reference import RdflibStore

from policygraph.graph import BuiltGraph
from policygraph.questions import Question, ask, find_question, find_questions
from policygraph.questions.answer import normalise
from policygraph.questions.formats import write
from policygraph.store import Solutions, Store
from policygraph.store.remote import RemoteStore

ANSWERS = Path(__file__).parents[1] / "queries"
QUESTIONS = find_questions()
ASKED = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
# Other values than the examples: ends of long paths, things that are no concepts, odd characters.
OTHERS = [
    ("everything-about", {"thing": "actor:enterprise"}),
    ("everything-about", {"thing": "文部科学省"}),
    ("measures-for-actor", {"actor": "企業"}),
    ("measures-for-one-actor-not-another", {"present": "大学", "absent": "企業"}),
    ("measures-in-place", {"place": "東京都"}),
    ("measures-of-body", {"body": "関係府省"}),
    ("measures-of-group", {"group": "5/3/C/3"}),
    ("measures-with-commitment", {"commitment": "promote"}),
    ("measures-with-several-bodies", {"atLeast": "2"}),
    ("evidence-of-link", {"item": "5-2-C-4-1", "thing": "actor:sme"}),
    ("evidence-of-link", {"item": "5-1-C-2-1", "thing": "doc/sti-strategy-2017/5/1/B/s15"}),
    ("evidence-of-measure", {"item": "5-2-C-1-3"}),
    ("text-search", {"words": "「場」"}),
    ("text-search", {"words": "PoC"}),
    ("vocabulary-search", {"words": "特許"}),
]
OTHERWISE = pytest.mark.parametrize(("id_", "given"), OTHERS, ids=lambda value: str(value))


def examples(question: Question) -> dict[str, object]:
    return {parameter.name: parameter.example for parameter in question.params}


def held(question: Question) -> str:
    return (ANSWERS / f"{question.id}.csv").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def triples(built: BuiltGraph) -> Triples:
    return Triples(built.dataset)


@ASKED
def test_a_question_gives_its_checked_answer(question: Question, oxigraph: Store) -> None:
    answer = ask(question, graph=oxigraph, lang="ja", **examples(question))
    assert write(answer, "csv") == held(question)


@pytest.mark.parametrize("id_", sorted(COUNTS))
def test_counting_in_plain_python_gives_the_same(id_: str, triples: Triples) -> None:
    question = find_question(id_)
    assert as_csv(question.columns, COUNTS[id_](triples)) == held(question), (
        "read what python tests/queries/recount.py prints, then --write"
    )


def test_every_answer_is_counted_by_hand_or_by_another_program() -> None:
    by_hand = counted_by_hand()
    assert len(by_hand) >= 15
    assert by_hand | set(COUNTS) == {question.id for question in QUESTIONS}
    assert {path.stem for path in ANSWERS.glob("*.csv")} == by_hand | set(COUNTS)


@ASKED
def test_an_answer_has_rows_or_the_question_says_why_not(question: Question) -> None:
    assert bool(question.empty) == (len(held(question).splitlines()) == 1)


def rows(store: Store | RdflibStore, question: Question, sparql: str) -> Solutions:
    result = normalise(store.query(sparql), question.columns)
    assert isinstance(result, Solutions)
    return result


@ASKED
def test_rdflib_gives_the_same_rows(
    question: Question, oxigraph: Store, rdflib_store: RdflibStore
) -> None:
    answer = ask(question, graph=oxigraph, **examples(question))
    assert rows(rdflib_store, question, answer.sparql) == answer.result


@ASKED
def test_virtuoso_gives_the_same_rows_and_labels(
    question: Question, oxigraph: Store, virtuoso_store: RemoteStore
) -> None:
    answer = ask(question, graph=oxigraph, **examples(question))
    remote = ask(question, graph=virtuoso_store, **examples(question))
    assert remote.result == answer.result
    assert remote.labels == answer.labels


@OTHERWISE
def test_the_engines_agree_on_other_values(
    id_: str,
    given: dict[str, object],
    oxigraph: Store,
    rdflib_store: RdflibStore,
    virtuoso_store: RemoteStore,
) -> None:
    question = find_question(id_)
    answer = ask(question, graph=oxigraph, **given)
    assert len(answer) > 0
    assert rows(rdflib_store, question, answer.sparql) == answer.result
    assert ask(question, graph=virtuoso_store, **given).result == answer.result
