"""``policygraph.ask``, the function; time limits; the layering of the module."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

import policygraph
from policygraph.core.errors import DataError, StoreError, UsageError
from policygraph.core.namespaces import BASE
from policygraph.questions import asking
from policygraph.store import Store

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_a_saved_question_gives_typed_rows(oxigraph: Store) -> None:
    answer = policygraph.ask("measures-per-body", graph=oxigraph, lang="ja")
    first = answer.rows[0]
    assert (first.body, first.measures, first.asPrinted) == (f"{BASE}org/mext", 23, 25)
    assert answer.label(first.body) == "文部科学省"


def test_parameters_are_keywords_and_labels_are_in_the_language_asked_for(oxigraph: Store) -> None:
    answer = policygraph.ask("measures-of-body", graph=oxigraph, body="内閣官房", lang="en")
    assert len(answer) == 2
    assert answer.label(f"{BASE}measure/sti-strategy-2017/5-4-C-3-1").startswith(
        "Regular follow-up"
    )


def test_a_graph_is_a_file_a_folder_or_an_open_store(graph_folder: Path, oxigraph: Store) -> None:
    asked = "ASK { ?measure a <https://w3id.org/policygraph/ontology#Measure> }"
    for graph in (graph_folder, str(graph_folder / "policygraph.trig"), oxigraph):
        assert policygraph.ask(asked, graph=graph)


def test_a_query_of_ones_own_is_text_or_a_file(oxigraph: Store, tmp_path: Path) -> None:
    sparql = "SELECT ?n WHERE { VALUES ?n { 1 2 } } ORDER BY ?n"
    (tmp_path / "mine.rq").write_text(sparql, encoding="utf-8")
    for query in (sparql, tmp_path / "mine.rq"):
        assert [row.n for row in policygraph.ask(query, graph=oxigraph)] == [1, 2]
    with pytest.raises(DataError, match="no such file"):
        policygraph.ask(tmp_path / "yours.rq", graph=oxigraph)


def test_an_unknown_language_is_refused(oxigraph: Store) -> None:
    with pytest.raises(UsageError, match='no language "fr"; there are ja and en'):
        policygraph.ask("measures-per-body", graph=oxigraph, lang="fr")


def test_nothing_but_queries_runs(oxigraph: Store) -> None:
    before = len(list(oxigraph.dump()))
    with pytest.raises(UsageError, match='begins with "INSERT"'):
        policygraph.ask("INSERT DATA { <urn:a> <urn:b> <urn:c> }", graph=oxigraph)
    assert len(list(oxigraph.dump())) == before


def test_service_is_refused_unless_it_is_allowed(oxigraph: Store) -> None:
    calls = "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }"
    with pytest.raises(UsageError, match="--allow-service"):
        policygraph.ask(calls, graph=oxigraph)
    assert len(policygraph.ask(calls, graph=oxigraph, allow_service=True)) == 1  # SILENT


def test_a_runaway_query_is_ended(graph_folder: Path) -> None:
    with pytest.raises(StoreError, match="took longer than 2 s and was ended"):
        policygraph.ask(ENDLESS, graph=graph_folder, timeout=2)


def test_a_query_within_its_limit_gives_the_same_answer(
    graph_folder: Path, oxigraph: Store
) -> None:
    limited = policygraph.ask("measures-of-body", graph=graph_folder, timeout=120, body="cas")
    assert limited == policygraph.ask("measures-of-body", graph=oxigraph, body="cas")


def test_an_error_within_a_limit_is_the_same_error(graph_folder: Path) -> None:
    with pytest.raises(UsageError, match="body: nothing is called"):
        policygraph.ask("measures-of-body", graph=graph_folder, timeout=120, body="no such body")
    with pytest.raises(StoreError, match="not SPARQL"):
        policygraph.ask("SELECT * WHERE {", graph=graph_folder, timeout=120)


def test_a_limit_counts_for_an_open_store(oxigraph: Store) -> None:
    with pytest.raises(StoreError, match="took longer than 1 s and was ended"):
        policygraph.ask(ENDLESS, graph=oxigraph, timeout=1)


def test_a_limit_needs_some_time(graph_folder: Path) -> None:
    with pytest.raises(UsageError, match="leaves no time"):
        policygraph.ask("measures-per-body", graph=graph_folder, timeout=0)


def test_importing_the_package_imports_no_engine() -> None:
    code = "import sys, policygraph; print([m for m in ('pyoxigraph','rdflib','yaml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_function_is_there_however_the_package_was_imported() -> None:
    code = (
        "import policygraph.questions.catalogue, policygraph.questions.asking, policygraph\n"
        "from policygraph.questions import ask\n"
        "assert callable(ask) and policygraph.ask is ask\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_reasons_come_in_the_language_asked_for(oxigraph: Store) -> None:
    reasons = {
        lang: [row.reason for row in policygraph.ask("withdrawn-links", graph=oxigraph, lang=lang)]
        for lang in ("ja", "en")
    }
    assert len(reasons["ja"]) == len(reasons["en"]) == 14
    assert all(re.search(r"[a-z] [a-z]", reason) for reason in reasons["en"])
    assert not any(re.search(r"[a-z] [a-z]", reason) for reason in reasons["ja"])


def test_a_query_of_ones_own_keeps_its_values_of_language(oxigraph: Store) -> None:
    own = 'SELECT ?language { VALUES ?language { "fr" } }'
    assert [row.language for row in policygraph.ask(own, graph=oxigraph, lang="en")] == ["fr"]


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        ("#+ tags: []\nSELECT * {\n  ?s ?p\n}", 'line 4, column 2: it goes wrong near "}"'),
        ("SELECT * {", 'line 1, column 11: it goes wrong near "{"'),
        ("SELECT * { ?s no:prefix ?o }", "Prefix not found"),
        ("SELECT ?x (COUNT(*) AS ?n) { ?s ?p ?o }", "a variable that is unbound"),
    ],
)
def test_wrong_syntax_is_told_by_its_line_in_few_words(
    oxigraph: Store, sparql: str, said: str
) -> None:
    with pytest.raises(StoreError) as raised:
        policygraph.ask(sparql, graph=oxigraph)
    assert str(raised.value).startswith("the query is not SPARQL: line ")
    assert said in str(raised.value)
    assert len(str(raised.value)) < 140


def test_a_query_of_ones_own_has_a_limit_unless_it_is_given_none(
    graph_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "OWN_LIMIT", 1)
    with pytest.raises(StoreError, match="took longer than 1 s and was ended"):
        policygraph.ask(ENDLESS, graph=graph_folder)
    few = "SELECT ?s { ?s a pol:Ministry } LIMIT 1"
    assert len(policygraph.ask(few, graph=graph_folder, timeout=math.inf)) == 1


def test_a_query_that_is_too_deep_for_any_parser_is_refused(graph_folder: Path) -> None:
    deep = "SELECT * " + "{" * 5000 + "?s ?p ?o" + "}" * 5000
    with pytest.raises(StoreError, match="nested more than 200 deep"):
        policygraph.ask(deep, graph=graph_folder)


@pytest.mark.parametrize("size", [1, 7, 10_000], ids=lambda size: f"{size}-rows")
@pytest.mark.parametrize("limit", [None, 1, 7, 20], ids=lambda limit: f"limit-{limit}")
def test_an_answer_in_parts_has_the_rows_of_the_whole(
    oxigraph: Store, size: int, limit: int | None
) -> None:
    question = asking.as_question("SELECT ?s ?l { ?s skos:notation ?l } ORDER BY ?s ?l")
    whole = policygraph.ask(question, graph=oxigraph, limit=limit, offset=2)
    parts = list(
        asking.ask_in_parts(
            oxigraph, question, lang="en", limit=limit, offset=2, params={}, rows=size
        )
    )
    assert [row for part in parts for row in part.solutions.rows] == whole.solutions.rows
    assert parts[-1].is_cut == whole.is_cut
    assert all(len(part) <= size for part in parts)
