"""Ask a question of a graph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from policygraph.core.errors import UsageError
from policygraph.core.messages import find_language
from policygraph.questions.answer import Answer, normalise
from policygraph.questions.catalogue import find_question
from policygraph.questions.labels import find_labels, tell_apart
from policygraph.questions.parameters import bind
from policygraph.questions.question import Question, parse_question, read_text_file
from policygraph.questions.syntax import calls_service, query_form
from policygraph.store import Store, open_store

_ID = re.compile(r"[\w-]+")


def as_question(query: str | Path | Question) -> Question:
    """A question from the catalogue, a file or a text.

    Args:
        query: the id of a saved question; a path of a file; or SPARQL, which has white space.

    Raises:
        UsageError: no such question.
        DataError: no such file, or its front matter is wrong.
    """
    if isinstance(query, Question):
        return query
    if isinstance(query, Path):
        return parse_question(read_text_file(query), name=query.name)
    if _ID.fullmatch(query):
        return find_question(query)
    return parse_question(query, name="the query")


def prepare(
    store: Store,
    question: Question,
    given: Mapping[str, object],
    *,
    language: str,
    allow_service: bool = False,
) -> str:
    """The SPARQL of a question with its values, checked.

    Raises:
        UsageError: a wrong value, an update, or ``SERVICE`` where it is not allowed.
    """
    sparql = bind(store, question, given, language)
    query_form(sparql)
    if calls_service(sparql) and not allow_service:
        raise UsageError("calls-service")
    return sparql


def ask(
    question: str | Path | Question,
    *,
    graph: str | Path | Store | None = None,
    lang: str | None = None,
    timeout: float | None = None,
    allow_service: bool = False,
    **params: object,
) -> Answer:
    """Ask a saved question or a SPARQL query; rows come back typed.

    >>> answer = policygraph.ask("measures-of-body", body="内閣官房", lang="en")
    >>> len(answer.rows)
    2
    >>> policygraph.ask("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s a ?c } }").rows[0].n
    7

    Args:
        question: the id of a saved question, the path of a file, or SPARQL.
        graph: a file, a folder, the URL of an endpoint, or an open store; the shipped graph
            where it is missing. The answer does not depend on the engine.
        lang: of the labels, ``ja`` or ``en``; see `policygraph.core.messages.find_language`.
        timeout: seconds after which the query is ended.
        allow_service: whether ``SERVICE`` may dial out.
        params: a value for each parameter: an IRI, a CURIE, a notation or a label.

    Raises:
        UsageError: no such question, a wrong value, an update, no such language.
        DataError: a file of a question that is wrong.
        StoreError: the graph cannot be opened, or the engine does not answer in time.
    """
    lang = find_language(lang)
    asked = as_question(question)
    with opened(graph, timeout=timeout) as store:
        sparql = prepare(store, asked, params, language=lang, allow_service=allow_service)
        result = normalise(store.query(sparql, timeout=timeout), asked.columns)
        answer = Answer(result, asked.columns, lang, sparql=sparql)
        things = answer.things()
        labels = find_labels(store, set().union(*things), lang)
    return replace(answer, labels=tell_apart(labels, things))


def opened(
    graph: str | Path | Store | None, *, timeout: float | None = None, may_be_empty: bool = False
) -> AbstractContextManager[Store]:
    """A graph by its place, open as long as the context; an open store stays open behind it.

    Args:
        graph, timeout, may_be_empty: see `policygraph.store.open_store`.
    """
    if graph is None or isinstance(graph, (str, Path)):
        return open_store(graph, timeout=timeout, may_be_empty=may_be_empty)
    return nullcontext(graph)
