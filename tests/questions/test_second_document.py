"""A later strategy beside the shipped chapter: every question goes on to answer what it did."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

import policygraph
from policygraph.api import build
from policygraph.core.namespaces import BASE, IRI
from policygraph.core.resources import resource
from policygraph.graph import BuiltGraph
from policygraph.questions import Question, ask, find_questions
from policygraph.questions.formats import write
from policygraph.shapes import Severity, validate
from policygraph.store import Store, memory_store

# In the manner of the strategies: a restatement of the shipped chapter, a new body, a programme.
LATER = """\
第７章 離島における実験の推進

離島では、大学と町が共に新しい技術を試す仕組みを作る必要がある。

（１）島の実験の場

［Ａ］基本的認識

島の中小企業は新しい技術を試す場を必要としている。

［Ｂ］重きを置くべき課題

大学と自治体が実験の場を用意し、中小企業の人材育成を進める必要がある。

［Ｃ］重きを置くべき取組

① 実験の場の整備

・島の港を実験の場として開放し、ベンチャー企業の研究開発を支援する。
【経済産業省、離島振興庁】

・オープンイノベーションの進展が研究現場にもたらす効果や影響を把握・分析・見える
化することで、効果的な戦略策定を支援する。（再掲）　　　　　【文部科学省】

② 人材の確保

・大学の学生の人材育成を「島の学校プログラム」により促進する。
【文部科学省、内閣府】
・国は島の標準化を検討する。【関係府省】
"""
_DESCRIPTION = """\
key = "sti-strategy-2019"
decided_on = 2019-06-21
decided_by = "cabinet"
publisher = "cao"
source_page = "https://example.org/2019.html"
[title]
ja = "離島戦略2019"
en = "Island Strategy 2019"
[licence]
iri = "https://example.org/terms"
[licence.notice]
ja = "出典：離島"
en = "Source: islands"
[texts]
7 = "7.txt"
"""
QUESTIONS = find_questions()
ASKED = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
_OLD, _NEW = f"{BASE}measure/sti-strategy-2017/", f"{BASE}measure/sti-strategy-2019/"


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> BuiltGraph:
    folder = tmp_path_factory.mktemp("corpus") / "sti-strategy-2019"
    folder.mkdir()
    (folder / "document.toml").write_text(_DESCRIPTION, encoding="utf-8")
    (folder / "7.txt").write_text(LATER, encoding="utf-8")
    return build(resource("data", "source", "sti-strategy-2017"), folder)


@pytest.fixture(scope="module")
def store(two: BuiltGraph) -> Store:
    return memory_store(two.dataset.quads())


def _examples(question: Question) -> dict[str, object]:
    return {parameter.name: parameter.example for parameter in question.params}


def _number(cell: object) -> bool:
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)


@ASKED
def test_a_question_answers_as_before_with_the_new_document_beside_it(
    question: Question, store: Store, oxigraph: Store
) -> None:
    before = ask(question, graph=oxigraph, **_examples(question))
    after = ask(question, graph=store, **_examples(question))
    assert after.columns == before.columns
    for format_ in ("table", "csv", "html", "md"):
        assert write(after, format_)
    if "nobody" in question.id or "without" in question.id or "not" in question.id.split("-"):
        return  # fewer may be without what the new document has
    if not before.rows:
        return
    things = [i for i, cell in enumerate(before.rows[0]) if not _number(cell)]
    numbers = [i for i, cell in enumerate(before.rows[0]) if _number(cell)]
    found = {tuple(map(str, (row[i] for i in things))): row for row in after.rows}
    kept = [tuple(map(str, (row[i] for i in things))) for row in before.rows]
    if not numbers:
        missing = Counter(kept) - Counter(
            tuple(map(str, (r[i] for i in things))) for r in after.rows
        )
        assert not missing
    elif things and len(set(kept)) == len(kept):
        assert set(kept) <= set(found)


def test_what_restates_a_measure_of_an_earlier_document_is_a_measure_of_its_own(
    two: BuiltGraph, store: Store, built: BuiltGraph
) -> None:
    assert two.summary.measures == built.summary.measures + 4
    assert two.summary.unresolved_reprises == built.summary.unresolved_reprises
    rows = [r for r in policygraph.ask("reprises", graph=store).rows if "2019" in str(r.reprise)]
    (row,) = rows
    assert row.reprise == f"{BASE}doc/sti-strategy-2019/7/1/C/1/2"
    assert row.original == f"{BASE}doc/sti-strategy-2017/5/1/C/1/4"
    assert row.measure == f"{_NEW}7-1-C-1-2"
    continued = policygraph.ask("SELECT ?a ?b { ?a pol:restatesUnchanged ?b }", graph=store).rows
    assert [tuple(pair) for pair in continued] == [(f"{_NEW}7-1-C-1-2", f"{_OLD}5-1-C-1-4")]


def test_bodies_answer_for_the_measures_of_both_documents(store: Store, oxigraph: Store) -> None:
    def counts(graph: Store) -> dict[str, int]:
        return {
            row.body.removeprefix(f"{BASE}org/"): row.measures
            for row in policygraph.ask("measures-per-body", graph=graph).rows
        }

    before, after = counts(oxigraph), counts(store)
    # 文部科学省 answers for what restates its measure of 2017 and for the pupils of ②.
    more = {"meti": 1, "離島振興庁": 1, "mext": 2, "cao": 1, "kankei-fusho": 1}
    assert after == Counter(before) + Counter(more)


def test_each_document_has_its_sections(store: Store) -> None:
    rows = policygraph.ask("outline", graph=store).rows
    documents = Counter(row.document.rpartition("/")[2] for row in rows)
    assert documents["sti-strategy-2019"] == 7  # an introduction has no number
    (chapter,) = [row for row in rows if row.part == f"{BASE}doc/sti-strategy-2019/7"]
    assert chapter.bullets == 4


def test_a_measure_of_one_document_is_not_searched_in_the_other(store: Store) -> None:
    def measures(words: str) -> set[str]:
        return {
            str(row[0]) for row in policygraph.ask("text-search", graph=store, words=words).rows
        }

    assert measures("島の港")
    assert all("2019" in unit for unit in measures("島の港"))
    assert not any("2019" in unit for unit in measures("ベストプラクティス"))


def test_nothing_but_titles_and_words_that_are_new_is_missed_by_the_shapes(store: Store) -> None:
    report = validate(store)
    grave = {
        (report.rule(finding.result).id, str(finding.result.focus).rpartition("/")[2])
        for finding in report.findings
        if finding.result.severity is Severity.VIOLATION
    }
    assert grave == set()
    new = {IRI(f"{_NEW}7-1-C-{number}") for number in ("1-1", "1-2", "2-1", "2-2")}
    untitled = {
        finding.result.focus
        for finding in report.findings
        if report.rule(finding.result).id.startswith("Measure-title")
    }
    assert untitled == new
