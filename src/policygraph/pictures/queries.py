"""Ask the saved queries of ``queries/projections``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any, Final

from policygraph.core.errors import UsageError
from policygraph.core.index import Index
from policygraph.core.links import LinkKind, link_kinds, read_links
from policygraph.core.namespaces import IRI
from policygraph.core.resources import resource
from policygraph.core.terms import Literal, integer, is_iri, text
from policygraph.pictures.networks import Layer
from policygraph.questions.answer import Answer, normalise
from policygraph.questions.labels import find_labels
from policygraph.questions.question import Question, read_question
from policygraph.questions.select import encode
from policygraph.questions.syntax import replace_values
from policygraph.store import Store

# What the name of a named graph holds, by layer (see the queries' parameter of that name).
LAYERS: Final[dict[Layer, str]] = {"all": "/graph/", "stated": "/stated"}
_CHUNK: Final = 100  # things a query, so that a request stays of a size that endpoints take
_HASH_DIGITS: Final = 6  # hexadecimal, of the bound that a sample's hashes stay below


@cache
def projection_query(name: str) -> Question:
    """A saved query of ``queries/projections`` by its stem."""
    return read_question(resource("queries", "projections", f"{name}.rq"))


def run(
    store: Store,
    name: str,
    language: str,
    labelled: Collection[str] | None = None,
    **params: object,
) -> Answer:
    """Ask a projection query.

    Args:
        store: any store.
        name: of the query.
        language: of the labels.
        labelled: the columns whose things get labels; all where it is missing.
        params: for each parameter of the query a term, a text, a number, or several IRIs.
    """
    question = projection_query(name)
    sparql = _bound(question, params)
    answer = Answer(normalise(store.query(sparql), question.columns), question.columns, language)
    wanted = {
        cell
        for index, column in enumerate(answer.solutions.variables)
        if labelled is None or column in labelled
        for cell in (row[index] for row in answer.solutions.rows)
        if isinstance(cell, IRI)
    }
    return replace(answer, labels=find_labels(store, wanted, language), sparql=sparql)


def run_for(
    store: Store, name: str, parameter: str, things: Iterable[IRI], **params: object
) -> Iterator[Any]:
    """Ask a projection query for many things, some at a time.

    Args:
        store: any store.
        name: of the query.
        parameter: its parameter for things; each row tells which of them it is about.
        things: in any order.
        params: its other parameters; see `run`.

    Yields:
        The rows as named tuples, sorted by thing.
    """
    wanted = sorted(set(things))
    for begin in range(0, len(wanted), _CHUNK):
        yield from run(
            store, name, "ja", (), **params, **{parameter: wanted[begin : begin + _CHUNK]}
        )


def _bound(question: Question, params: dict[str, object]) -> str:
    missing = {parameter.name for parameter in question.params} - params.keys()
    if missing:
        raise UsageError("value-missing", question=question.id, names=", ".join(sorted(missing)))
    encoded = {name: " ".join(map(encode, _terms(value))) for name, value in params.items()}
    return replace_values(question.sparql, encoded) if encoded else question.sparql


def _terms(value: Any) -> Iterator[IRI | Literal]:
    if isinstance(value, IRI):
        if not is_iri(value):
            raise UsageError("no-iri", value=value)
        yield value
    elif isinstance(value, str):
        yield text(value)
    elif isinstance(value, int):
        yield integer(value)
    else:
        for part in value:
            yield from _terms(part)


def links_of(store: Store) -> tuple[LinkKind, ...]:
    """The kinds of link that a graph's ontology says; those of the shipped one if it has none."""
    rows = run(store, "kinds-of-link", "ja", ()).solutions.rows
    return read_links(Index(row for row in rows)) or link_kinds()  # type: ignore[misc]


def hash_bound(total: int, wanted: int) -> str:
    """The bound below which about ``wanted`` of ``total`` MD5 hashes lie, in hexadecimal.

    ``g``, which every hash is below, where all are wanted.
    """
    if total <= wanted:
        return "g"
    return format(wanted * 16**_HASH_DIGITS // total, f"0{_HASH_DIGITS}x")


def read_numbers(store: Store) -> dict[str, int]:
    """How many there are of what the query ``numbers`` counts, by its key."""
    return {row.key: row.count for row in run(store, "numbers", "ja", ())}
