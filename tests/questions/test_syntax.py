"""What is seen in a SPARQL text before an engine sees it."""

from __future__ import annotations

import pytest

from policygraph.core.errors import DataError, UsageError
from policygraph.questions.syntax import (
    calls_service,
    query_form,
    replace_values,
    sliced,
    values_blocks,
)


@pytest.mark.parametrize(
    ("sparql", "form"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", "SELECT"),
        ("# INSERT\nPREFIX insert: <urn:insert:>\nBASE <urn:x>\nask { ?s ?p ?o }", "ASK"),
        ("PREFIX : <urn:a#b> construct where { ?s ?p ?o }", "CONSTRUCT"),
        ("DESCRIBE <urn:SELECT>", "DESCRIBE"),
    ],
)
def test_the_form_of_a_query_stands_behind_its_prologue(sparql: str, form: str) -> None:
    assert query_form(sparql) == form


@pytest.mark.parametrize(
    "sparql",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "PREFIX a: <urn:a> DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "define get:soft 'replace' SELECT * { ?s ?p ?o }",
        "",
        "# SELECT * { ?s ?p ?o }",
    ],
)
def test_an_update_or_nothing_at_all_is_no_query(sparql: str) -> None:
    with pytest.raises(UsageError):
        query_form(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o . service silent ?x { ?s ?p ?o } }",
        "PREFIX : <http://a.example/> SELECT * { SERVICE:sparql { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT<http://a.example/> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://a.example/> { ?s ?p ?o } }",
        'SELECT * { ?s ?p "a\\u0022 . SERVICE <http://a.example/> {} #" }',
        "SELECT * { FILTER(?a<?b)SERVICE?e{?x ?y ?z}FILTER(?c>?d) }",
        "SELECT * { ?s ?p trueSERVICE <http://a.example/> { } }",
    ],
)
def test_service_is_seen_however_it_is_written(sparql: str) -> None:
    assert calls_service(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT * { ?s ?p "SERVICE <http://a.example/> {}" }',
        'SELECT * { ?s ?p """a " SERVICE " b""" }',
        "SELECT * { ?s ?p <http://a.example/SERVICE> }",
        "SELECT ?service { ?service ?p ?o } # SERVICE",
        "PREFIX a: <urn:a> SELECT * { ?s a:service ?o }",
    ],
)
def test_the_word_service_in_a_string_iri_variable_or_comment_is_no_call(sparql: str) -> None:
    assert not calls_service(sparql)


def test_only_what_is_between_the_braces_of_values_is_replaced() -> None:
    sparql = 'SELECT * { VALUES ?a { "}" } # VALUES ?a { 1 }\n ?a ?b "VALUES ?a { 2 }" }'
    replaced = replace_values(sparql, {"a": '"x"'})
    assert replaced == 'SELECT * { VALUES ?a { "x" } # VALUES ?a { 1 }\n ?a ?b "VALUES ?a { 2 }" }'


def test_every_values_of_a_parameter_is_replaced_and_no_other() -> None:
    sparql = "SELECT * { { VALUES ?a { 1 } } UNION { VALUES ?b { 2 } VALUES ?a { 3 } } }"
    replaced = replace_values(sparql, {"a": "9"})
    assert replaced.count("VALUES ?a { 9 }") == 2
    assert "VALUES ?b { 2 }" in replaced


def test_a_parameter_without_its_values_is_an_error_of_the_file() -> None:
    with pytest.raises(DataError, match=r"VALUES \?a"):
        replace_values("SELECT * { ?a ?b ?c }", {"a": "1"})


def test_values_that_are_never_closed_are_an_error_of_the_file() -> None:
    with pytest.raises(DataError, match="never closed"):
        values_blocks("SELECT * { VALUES ?a { 1 ")


def test_rows_are_cut_by_the_engine_unless_the_query_ends_in_a_limit_of_its_own() -> None:
    inner = "SELECT ?s { { SELECT ?s { ?s ?p ?o } LIMIT 9 } } ORDER BY ?s # LIMIT"
    assert sliced(inner, 3, 2) == f"{inner}\nLIMIT 3 OFFSET 2"
    assert sliced("SELECT ?s { ?s ?p ?o }", None, 2) == "SELECT ?s { ?s ?p ?o }\nOFFSET 2"
    for end in ("limit 3", "OFFSET 1", "VALUES ?s { <urn:a> }"):
        assert sliced(f"SELECT ?s {{ ?s ?p ?o }} {end}", 3, 2) is None
