"""Run the saved queries of ``queries/projections``."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI
from policygraph.core.resources import resource
from policygraph.core.terms import is_iri
from policygraph.pictures.model import Layer
from policygraph.questions.answer import Answer, normalise
from policygraph.questions.asking import prepare
from policygraph.questions.labels import find_labels
from policygraph.questions.question import Question, read_question
from policygraph.questions.syntax import replace_values
from policygraph.store import Store

# What the name of a named graph holds, by layer (see the queries' parameter of that name).
LAYERS: dict[Layer, str] = {"all": "/graph/", "stated": "/stated"}
_CHUNK = 100  # things a query, so that a request stays of a size that endpoints take


@cache
def projection_query(name: str) -> Question:
    """A saved query of ``queries/projections`` by its stem."""
    return read_question(resource("queries", "projections", f"{name}.rq"))


def run(
    store: Store,
    name: str,
    language: str = "ja",
    labelled: Collection[str] | None = None,
    **params: object,
) -> Answer:
    """Ask a projection query.

    Args:
        store: any store.
        name: of the query.
        language: of the labels.
        labelled: the columns whose things get labels; all where it is missing.
        params: a value for each parameter of the query.
    """
    question = projection_query(name)
    sparql = prepare(store, question, params)
    answer = Answer(normalise(store.query(sparql), question.columns), question.columns, language)
    wanted = {
        cell
        for index, column in enumerate(answer.solutions.variables)
        if labelled is None or column in labelled
        for cell in (row[index] for row in answer.solutions.rows)
        if isinstance(cell, IRI)
    }
    return replace(answer, labels=find_labels(store, wanted, language), sparql=sparql)


def run_for(store: Store, name: str, parameter: str, things: Collection[IRI]) -> Iterator[Any]:
    """Ask a projection query for many things, some at a time.

    Args:
        store: any store.
        name: of a query with one parameter.
        parameter: its name.
        things: the values; each row tells which it is about.

    Yields:
        The rows as named tuples, sorted by thing.
    """
    question = projection_query(name)
    wanted = sorted(set(things))
    if not all(is_iri(thing) for thing in wanted):
        raise UsageError(f"{name}: a value is not an IRI")
    for begin in range(0, len(wanted), _CHUNK):
        values = " ".join(f"<{thing}>" for thing in wanted[begin : begin + _CHUNK])
        sparql = replace_values(question.sparql, {parameter: values})
        result = normalise(store.query(sparql), question.columns)
        yield from Answer(result, question.columns)
