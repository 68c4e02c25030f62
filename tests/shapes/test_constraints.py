"""When a query of all nodes is a query of each."""

from __future__ import annotations

import pytest

from policygraph.shapes.fast import asks_for_all


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this WHERE { $this a ex:A }",
        "SELECT $this ?value WHERE { $this ex:p ?value . FILTER (?value > 3) }",
        "SELECT DISTINCT $this WHERE { $this ex:p/ex:q ?x . OPTIONAL { ?y ex:r $this } FILTER (!BOUND(?y)) }",
        "SELECT $this WHERE { ?x a ex:A . $this ex:p ?x FILTER (STR($this) != STR(?x)) }",
        "SELECT $this WHERE { $this ex:p ?x . OPTIONAL { $this ex:q ?y FILTER (?y != $this) } }",
        "SELECT * WHERE { ?this a ex:A }",
        "SELECT $this WHERE { FILTER (true) $this a ex:A }",
    ],
)
def test_a_query_that_binds_this_outermost_is_asked_once(query: str) -> None:
    assert asks_for_all(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this WHERE { FILTER ($this = ex:a) }",
        "SELECT $this WHERE { ?x ex:p $this }",
        "SELECT $this WHERE { { $this a ex:A } UNION { $this a ex:B } }",
        "SELECT $this WHERE { $this a ex:A . OPTIONAL { ?x ex:p ?y FILTER (?y = $this) } }",
        "SELECT $this WHERE { $this a ex:A . FILTER NOT EXISTS { ?x ex:p ?y FILTER (?y = $this) } }",
        "SELECT $this WHERE { $this a ex:A . { SELECT ?x WHERE { ?x a ex:B } } }",
        "SELECT $this (COUNT(?x) AS ?n) WHERE { $this ex:p ?x } GROUP BY $this",
        "SELECT $this WHERE { $this $PATH ?x }",
        "SELECT $this WHERE { $this a ex:A . GRAPH $shapesGraph { $currentShape ex:p ?x } }",
        "SELECT ?x WHERE { $this ex:p ?x }",
        "SELECT $this WHERE { $this a ex:A } LIMIT 3",
        "ASK { $this a ex:A }",
    ],
)
def test_any_other_query_is_left_to_the_compiled_validator(query: str) -> None:
    assert not asks_for_all(query)


def test_this_in_a_string_or_comment_binds_nothing() -> None:
    assert not asks_for_all('SELECT $this WHERE { ?x ex:p "{ $this a ex:A }" }')
    assert not asks_for_all("SELECT $this WHERE { ?x a ex:A\n# . $this a ex:A\n }")
