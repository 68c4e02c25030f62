"""What is better said as a query: every check finds its problem and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.core.errors import DataError
from policygraph.shapes.checks import Check, find_checks, read_check
from policygraph.shapes.result import Severity
from policygraph.store import OxigraphStore
from policygraph.store.syntax import tokens

BASE = "https://w3id.org/policygraph/"
_PREFIXES = f"""PREFIX : <{BASE}>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX pol: <{BASE}ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX void: <http://rdfs.org/ns/void#>
"""
CHECKS = {check.rule.id: check for check in find_checks()}
# What to add to the shipped chapter for a check to find exactly this node; by check, or check/variant.
PROBLEMS = {
    "triples-in-two-graphs": (
        "INSERT { GRAPH :graph/x/stated { :doc/sti-strategy-2017 a ?c } }"
        " WHERE { GRAPH ?g { :doc/sti-strategy-2017 a ?c } }",
        "doc/sti-strategy-2017",
    ),
    "inferred-without-assertion": (
        "INSERT DATA { GRAPH :graph/x/inferred { :measure/x/1 dcterms:isReplacedBy :measure/y/1 } }",
        "measure/x/1",
    ),
    "inferred-without-assertion/evidence": (
        "INSERT DATA { GRAPH :graph/x/inferred { :measure/x/2 pol:evidence :phrase/x } }",
        "measure/x/2",
    ),
    "curated-without-assertion": (
        "INSERT DATA { GRAPH :graph/x/curated { :measure/x/1 pol:hasTheme :concept/theme/funding } }",
        "measure/x/1",
    ),
    "curated-without-assertion/title": (
        "INSERT DATA { GRAPH :graph/y/curated { :measure/y/1 skos:prefLabel '題'@ja } }",
        "measure/y/1",
    ),
    "assertions-in-wrong-graph": (
        "INSERT DATA { GRAPH :graph/x/stated { :withdrawal/x a pol:Withdrawal } }",
        "withdrawal/x",
    ),
    "assertions-in-wrong-graph/rule": (
        "INSERT DATA { GRAPH :graph/x/curated { :assertion/y a pol:Assertion ; pol:rule :rule/r } }",
        "assertion/y",
    ),
    "stated-by-hand": (
        "INSERT DATA { GRAPH :graph/x/stated { :measure/x/1 a pol:Measure ; skos:prefLabel '題'@ja } }",
        "measure/x/1",
    ),
    "undeclared-terms": (
        "INSERT DATA { GRAPH :graph/x/stated { :measure/x/1 pol:hasTopic :concept/theme/funding } }",
        "ontology#hasTopic",
    ),
    "dataset-counts": (
        "INSERT DATA { GRAPH :graph/vocabulary { :concept/theme/x skos:prefLabel 'x' } }",
        "graph/vocabulary",
    ),
    "documents-without-layer": (
        "INSERT DATA { GRAPH :graph/x/inferred { :assertion/x a pol:Assertion } }",
        "graph/x/inferred",
    ),
    "unexplained-links": (
        "INSERT DATA { GRAPH :graph/x/stated { :measure/x/1 pol:hasTheme :concept/theme/funding } }",
        "measure/x/1",
    ),
    "unexplained-links/inferred": (
        "INSERT DATA { GRAPH :graph/x/inferred { :measure/x/3 pol:hasTheme :concept/theme/funding } }",
        "measure/x/3",
    ),
    "missing-entailments": (
        "INSERT DATA { GRAPH :graph/x/stated { :measure/x/4 a pol:Measure } }",
        "measure/x/4",
    ),
    "missing-entailments/links": (
        "INSERT DATA { GRAPH :graph/x/curated { :measure/x/5 pol:hasTheme :concept/theme/funding } }",
        "measure/x/5",
    ),
    "unfounded-entailments": (
        "INSERT DATA { GRAPH :x/graph/entailed { :measure/x/6 a pol:PolicyItem } }",
        "measure/x/6",
    ),
    "unfounded-entailments/links": (
        "INSERT DATA { GRAPH :x/graph/entailed { :measure/x/7 pol:links :concept/theme/funding } }",
        "measure/x/7",
    ),
}  # fmt: skip


def prefixed(update: str) -> str:
    """The update with ``:doc/x`` as an IRI; a prefixed name cannot hold a slash."""
    import re

    return _PREFIXES + re.sub(r"(?<![\w<]):([\w/-]+)", rf"<{BASE}\1>", update)


def check_id(problem: str) -> str:
    """The id of the check that finds a problem."""
    return problem.partition("/")[0]


def test_every_check_is_known_to_the_tests() -> None:
    assert set(CHECKS) == {check_id(problem) for problem in PROBLEMS}


# Which checks are about the graph as a whole; all others ask in which named graph a triple stands.
_OF_THE_WHOLE = {"undeclared-terms"}


def test_a_check_says_what_no_shape_can_say() -> None:
    """The rule of docs/validation.md: whatever is wrong with a node of the union is a shape."""
    naming = {
        id_
        for id_, check in CHECKS.items()
        if "GRAPH" in {t.text.upper() for t in tokens(check.sparql)}
    }
    assert set(CHECKS) - naming == _OF_THE_WHOLE


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.rule.id)
def test_the_shipped_chapter_has_no_such_problem(
    check: Check, chapter_graph: OxigraphStore
) -> None:
    assert check.run(chapter_graph) == []


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_check_finds_its_problem(problem: str, graph: OxigraphStore) -> None:
    update, node = PROBLEMS[problem]
    graph.update(prefixed(update))
    found = CHECKS[check_id(problem)].run(graph)
    assert {result.focus for result in found} == {f"{BASE}{node}"}


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.rule.id)
def test_a_check_says_its_problem_and_solution_in_both_languages(check: Check) -> None:
    for words in (check.rule.names, check.rule.messages, check.rule.solutions):
        assert set(words) == {"ja", "en"}
        assert words["ja"] != words["en"]


def test_a_check_without_a_solution_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "own.rq"
    file.write_text(
        "#+ title: {ja: 題, en: title}\n#+ problem: {ja: 問題, en: problem}\n"
        "#+ severity: warning\n#+ tags: []\n#+ columns: {node: iri}\nSELECT ?node WHERE {}\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match='lacks the key "solution"'):
        read_check(file)


def test_a_severity_that_there_is_none_of_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "own.rq"
    words = "{ja: あ, en: a}"
    file.write_text(
        f"#+ title: {words}\n#+ problem: {words}\n#+ solution: {words}\n#+ severity: grave\n"
        "#+ tags: []\n#+ columns: {node: iri}\nSELECT ?node WHERE {}\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match='no severity is called "grave"'):
        read_check(file)


def test_rows_without_the_columns_of_the_front_matter_are_an_error(
    tmp_path: Path, chapter_graph: OxigraphStore
) -> None:
    file = tmp_path / "own.rq"
    words = "{ja: あ, en: a}"
    file.write_text(
        f"#+ title: {words}\n#+ problem: {words}\n#+ solution: {words}\n#+ severity: info\n"
        "#+ tags: []\n#+ columns: {node: iri}\nSELECT ?thing WHERE { ?thing ?p ?o } LIMIT 1\n",
        encoding="utf-8",
    )
    check = read_check(file)
    assert check.rule.severity == Severity.INFO
    with pytest.raises(DataError, match="does not give the columns node"):
        check.run(chapter_graph)
