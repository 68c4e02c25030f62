"""A query that a user wrote: our prefixes need no declaration, and a wrong term is named."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from command_line import run_text
from questions.reference import RdflibStore

import policygraph
from policygraph.core.errors import StoreError
from policygraph.core.namespaces import BASE
from policygraph.core.terms import Literal
from policygraph.questions.asking import UnknownTermWarning
from policygraph.questions.own_query import missing_prologue, unknown_terms
from policygraph.store import OxigraphStore, Solutions, Store
from policygraph.store.remote import RemoteStore

COUNT = "SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m a pol:Measure ; pol:responsibleBody <org/mext> }"


def told(store: Store, sparql: str) -> list[str]:
    return [note.words("en") for note in unknown_terms(store, sparql)]


def test_our_prefixes_and_base_need_no_declaration(
    oxigraph: Store, rdflib_store: RdflibStore
) -> None:
    assert policygraph.ask(COUNT, graph=oxigraph).rows[0].n == 23
    answer = rdflib_store.query(missing_prologue(COUNT) + COUNT)
    assert isinstance(answer, Solutions)
    assert [cell.value for row in answer.rows for cell in row if isinstance(cell, Literal)] == [
        "23"
    ]


def test_our_prefixes_need_no_declaration_on_an_endpoint(virtuoso_store: RemoteStore) -> None:
    assert policygraph.ask(COUNT, graph=virtuoso_store).rows[0].n == 23


def test_only_what_is_used_and_missing_is_declared() -> None:
    assert missing_prologue("SELECT * { ?s ?p ?o }") == ""
    assert missing_prologue("SELECT * { ?s a skos:Concept }") == (
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    )
    assert missing_prologue("SELECT * { <org/mext> ?p <urn:x> }") == f"BASE <{BASE}>\n"
    assert missing_prologue("# pol:x\nSELECT * { ?s ?p 'pol:y', <urn:pol:z>, _:pol }") == ""


def test_what_a_query_declares_itself_counts(oxigraph: Store) -> None:
    own = "BASE <urn:> PREFIX pol: <urn:x#> ASK { FILTER(pol:a = <urn:x#a> && <b> = <urn:b>) }"
    assert missing_prologue(own) == ""
    assert policygraph.ask(own, graph=oxigraph)


def test_a_query_that_names_its_graphs_may_use_our_prefixes(oxigraph: Store) -> None:
    asked = policygraph.ask(
        "SELECT (COUNT(?m) AS ?n) FROM <graph/sti-strategy-2017/stated> { ?m a pol:Measure }",
        graph=oxigraph,
    )
    assert asked.rows[0].n == 54


def test_the_line_of_an_error_is_that_of_the_user(oxigraph: Store) -> None:
    with pytest.raises(StoreError, match=r'line 2, column 26: it goes wrong near "}"'):
        policygraph.ask("SELECT * {\n  ?s a pol:Measure . ?s }", graph=oxigraph)


@pytest.mark.parametrize(
    ("sparql", "notes"),
    [
        ("ASK { ?m a pol:Measur }", ["no term pol:Measur; near: pol:Measure, "]),
        ("ASK { ?m pol:involvesActor actor:smee }", ["no term actor:smee; near: actor:sme"]),
        ("ASK { ?m pol:hasTheme <concept/theme/standardization> }", ["no term theme:standardization; near: "]),
        ("ASK { ?m a <https://w3id.org/policygraph/ontology#measure> }", ["no term pol:measure; near: "]),
        ("PREFIX p: <https://w3id.org/policygraph/ontology#> ASK { ?m p:zzzz ?o }", ["no term pol:zzzz"]),
        ("ASK { ?m a pol:Measure ; pol:involvesActor actor:sme }", []),
        ("PREFIX pol: <urn:x#> ASK { ?m a pol:Measur }", []),
        ("ASK { ?m a <org/nobody> ; rdf:nothing skos:Nothing }", []),
    ],
    ids=["class", "concept", "relative", "whole", "own prefix", "right", "another's", "others"],
)  # fmt: skip
def test_a_term_that_does_not_exist_is_named_with_what_is_near(
    oxigraph: Store, sparql: str, notes: list[str]
) -> None:
    found = told(oxigraph, sparql)
    assert len(found) == len(notes)
    for said, wanted in zip(found, notes, strict=True):
        assert said.startswith(wanted)


def test_a_concept_is_near_by_its_label_too(oxigraph: Store) -> None:
    assert told(oxigraph, "ASK { ?m ?p actor:中小企業 }") == [
        "no term concept/actor/中小企業; near: actor:sme"
    ]


def test_a_graph_without_ontology_and_schemes_knows_no_wrong_term() -> None:
    store = OxigraphStore()
    store.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> <urn:c> } }")
    assert told(store, "ASK { ?m a pol:Measur ; pol:involvesActor actor:smee }") == []


def test_python_is_warned_and_still_answered(oxigraph: Store) -> None:
    with pytest.warns(UnknownTermWarning, match="no term pol:Measur; near: pol:Measure"):
        answer = policygraph.ask("SELECT ?m { ?m a pol:Measur }", graph=oxigraph)
    assert len(answer) == 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        policygraph.ask("measures-per-body", graph=oxigraph)


def test_the_command_says_a_wrong_term_before_the_answer_and_asks_all_the_same(
    graph_folder: Path,
) -> None:
    words = ("query", "--file", "-", "--graph", graph_folder)
    done = run_text(*words, stdin="SELECT ?m { ?m a pol:Measur }")
    assert done.returncode == 0
    first, second = done.stderr.splitlines()
    assert first.startswith("policygraph query: no term pol:Measur; near: pol:Measure, ")
    assert second == "policygraph query: no rows."


def test_a_limit_of_rows_does_not_hide_where_a_query_is_wrong(oxigraph: Store) -> None:
    with pytest.raises(StoreError, match="line 1, column 15"):
        policygraph.ask("SELECT WHERE {", graph=oxigraph, limit=3)
