"""Ask a question of a graph."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from policygraph.core.errors import Notice, StoreError, UsageError
from policygraph.core.messages import Message, find_language
from policygraph.questions.answer import Answer, normalise
from policygraph.questions.catalogue import find_question
from policygraph.questions.labels import find_labels, tell_apart
from policygraph.questions.own_query import missing_prologue, unknown_terms
from policygraph.questions.parameters import bind
from policygraph.questions.question import Question, parse_question, read_text_file
from policygraph.questions.syntax import calls_service, query_form, sliced
from policygraph.store import Result, Solutions, SolutionStream, Store, open_store

OWN_LIMIT: Final = 60.0  # seconds for a query that nobody has checked
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
    """The SPARQL of a question with its values, checked; our prefixes are declared in one's own.

    Raises:
        UsageError: a wrong value, an update, or ``SERVICE`` where it is not allowed.
    """
    sparql = bind(store, question, given, language)
    query_form(sparql)
    if calls_service(sparql) and not allow_service:
        raise UsageError("calls-service")
    return _prologue(question) + sparql


def _prologue(question: Question) -> str:
    """What a query that is not of the catalogue need not declare."""
    return "" if question.id else missing_prologue(question.sparql)


class UnknownTermWarning(Notice):
    """A query names a term of our ontology or schemes that the graph does not have."""


def ask(
    question: str | Path | Question,
    *,
    graph: str | Path | Store | None = None,
    lang: str | None = None,
    timeout: float | None = None,
    allow_service: bool = False,
    limit: int | None = None,
    offset: int = 0,
    **params: object,
) -> Answer:
    """Ask a saved question or a SPARQL query; rows come back typed.

    >>> answer = policygraph.ask("measures-of-body", body="内閣官房", lang="en")
    >>> len(answer.rows)
    2
    >>> policygraph.ask("SELECT (COUNT(?m) AS ?n) { ?m a pol:Measure }").rows[0].n
    54

    Args:
        question: the id of a saved question, the path of a file, or SPARQL, in which our prefixes and
            our base IRI need no declaration.
        graph: a file, a folder, the URL of an endpoint, or an open store; the shipped graph
            where it is missing. The answer does not depend on the engine.
        lang: of the labels, ``ja`` or ``en``; see `policygraph.core.messages.find_language`.
        timeout: seconds after which the query is ended; without one, `OWN_LIMIT` for a query of one's
            own on a graph that is named by its place. ``math.inf`` for none.
        allow_service: whether ``SERVICE`` may dial out.
        limit, offset: how many rows are given, behind how many; `Answer.is_cut` says whether more follow.
        params: a value for each parameter: an IRI, a CURIE, a notation or a label.

    Raises:
        UsageError: no such question, a wrong value, an update, no such language.
        DataError: a file of a question that is wrong.
        StoreError: the graph cannot be opened, or the engine does not answer in time.

    Warns:
        UnknownTermWarning: the query is one's own and names a term of ours that does not exist.
    """
    lang = find_language(lang)
    asked = as_question(question)
    if timeout is None and not asked.id and (graph is None or isinstance(graph, (str, Path))):
        timeout = OWN_LIMIT
    seconds = None if timeout == math.inf else timeout
    with opened(graph, timeout=seconds) as store:
        (answer,) = _parts(
            store, asked, params, lang, allow_service, seconds, limit, offset, rows=None
        )
    return answer


def ask_in_parts(
    store: Store,
    question: Question,
    *,
    lang: str,
    allow_service: bool = False,
    limit: int | None = None,
    offset: int = 0,
    params: Mapping[str, object],
    rows: int = 10_000,
) -> Iterator[Answer]:
    """Ask a question whose answer may be larger than memory.

    Args:
        store: with a limit of time where the query is a stranger's.
        question, lang, allow_service, limit, offset, params: see `ask`.
        rows: of a part; things are told apart within it.

    Yields:
        Answers with some rows each, as they are found; one where there are none, and for what is no
        SELECT.

    Raises:
        UsageError, DataError, StoreError: see `ask`.
    """
    return _parts(store, question, params, lang, allow_service, None, limit, offset, rows)


def _parts(
    store: Store,
    asked: Question,
    params: Mapping[str, object],
    lang: str,
    allow_service: bool,
    timeout: float | None,
    limit: int | None,
    offset: int,
    rows: int | None,
) -> Iterator[Answer]:
    sparql = prepare(store, asked, params, language=lang, allow_service=allow_service)
    for note in () if asked.id else unknown_terms(store, sparql):
        warnings.warn(note.words(lang), UnknownTermWarning, stacklevel=3)
    try:
        for result, is_cut in _results(store, sparql, timeout, limit, offset, rows):
            found = normalise(result, asked.columns)
            answer = Answer(found, asked.columns, lang, sparql=sparql, is_cut=is_cut)
            things = answer.things()
            labels = find_labels(store, set().union(*things), lang)
            yield replace(answer, labels=tell_apart(labels, things))
    except StoreError as error:
        raise _in_own_lines(error, asked) from None


def _results(
    store: Store,
    sparql: str,
    timeout: float | None,
    limit: int | None,
    offset: int,
    rows: int | None,
) -> Iterator[tuple[Result, bool]]:
    """The result in parts, and with each whether there are rows behind all that are given."""
    is_page = limit is not None or offset > 0
    if is_page and query_form(sparql) != "SELECT":
        raise UsageError("limit-of-rows")
    page = sliced(sparql, None if limit is None else limit + 1, offset) if is_page else None
    try:
        found = store.query(page or sparql, timeout=timeout, stream=True)
    except StoreError as error:
        if page and error.message == "query-not-sparql":
            store.query(sparql, timeout=timeout)  # it says so of the words that the user wrote
        raise
    if not isinstance(found, SolutionStream):
        yield found, False
        return
    waiting = found.rows
    if is_page and not page:
        waiting = islice(waiting, offset, None if limit is None else offset + limit + 1)
    left = limit
    while True:
        held = list(islice(waiting, rows))
        given = held[:left]
        yield Solutions(found.variables, given), len(given) < len(held)
        if rows is None or len(held) < rows or len(given) < len(held):
            return
        left = None if left is None else left - len(given)


def _in_own_lines(error: StoreError, question: Question) -> StoreError:
    """An error with the line as the user counts it, without those that were put in front."""
    complaint = error.values.get("complaint")
    if isinstance(complaint, Message) and "line" in complaint.values:
        complaint.values["line"] -= _prologue(question).count("\n")
    return error


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
