"""The form of a SPARQL query, its calls of ``SERVICE``, and the ``VALUES`` of its parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from policygraph.core.errors import DataError, UsageError
from policygraph.store.syntax import first_word, tokens, unescape_code_points

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
_FORMS: tuple[Form, ...] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def query_form(sparql: str) -> Form:
    """Tell what kind of answer a query asks for.

    Raises:
        UsageError: it is empty, or an update or something else that is not a query.
    """
    word = first_word(sparql)
    if not word:
        raise UsageError("empty-query")
    if word.upper() not in _FORMS:
        raise UsageError("no-query-form", word=word)
    return _FORMS[_FORMS.index(word.upper())]


def calls_service(sparql: str) -> bool:
    """Whether a query may dial out with ``SERVICE``.

    Engines disagree on where a keyword ends (``SERVICE:x``) and on ``\\u0053ERVICE``, so every word
    and prefix that holds it counts. An IRI, a string, a variable, a comment or the part of a name
    behind its colon does not.
    """
    if "service" not in sparql.lower() and "\\" not in sparql:
        return False
    return any(
        "service" in token.text.partition(":")[0].lower()
        for text in {sparql, unescape_code_points(sparql)}
        for token in tokens(text)
        if token.kind in ("word", "name")
    )


def sliced(sparql: str, limit: int | None, offset: int) -> str | None:
    """A SELECT that gives some of its rows.

    Args:
        sparql: the SELECT.
        limit, offset: of its rows.

    Returns:
        The query with ``LIMIT`` and ``OFFSET``; ``None`` where it ends in some already, or in ``VALUES``.
    """
    words = [token.text.upper() for token in tokens(sparql)]
    depth = 0
    behind: list[str] = []  # outside braces
    for word in words:
        depth += (word == "{") - (word == "}")
        if depth == 0:
            behind.append(word)
    if {"LIMIT", "OFFSET", "VALUES"} & set(behind):
        return None
    end = "" if limit is None else f"LIMIT {limit} "
    return f"{sparql}\n{end}OFFSET {offset}"


@dataclass(frozen=True, slots=True)
class ValuesBlock:
    """``VALUES ?name { … }``. ``begin`` and ``end`` are where the text within the braces lies."""

    name: str
    begin: int
    end: int


@lru_cache(maxsize=512)  # a page asks the same few queries for each thing that it is about
def values_blocks(sparql: str) -> tuple[ValuesBlock, ...]:
    """The ``VALUES`` with one variable, in the order of the text.

    Raises:
        DataError: one is never closed.
    """
    held = list(tokens(sparql))
    blocks = []
    for index, token in enumerate(held[:-2]):
        name, brace = held[index + 1], held[index + 2]
        if token.kind == "word" and token.text.upper() == "VALUES" and name.kind == "variable":
            if brace.text != "{":
                raise DataError("values-not-opened", variable=name.text)
            close = next((t for t in held[index + 3 :] if t.text == "}"), None)
            if close is None:
                raise DataError("values-not-closed", variable=name.text)
            blocks.append(ValuesBlock(name.text[1:], brace.end, close.begin))
    return tuple(blocks)


def replace_values(sparql: str, values: dict[str, str]) -> str:
    """Put other terms between the braces of ``VALUES ?name { … }``.

    Args:
        sparql: the query.
        values: encoded terms by variable.

    Raises:
        DataError: a variable has no such block.
    """
    blocks = [block for block in values_blocks(sparql) if block.name in values]
    missing = sorted(values.keys() - {block.name for block in blocks})
    if missing:
        raise DataError("no-values-block", parameter=missing[0])
    for block in reversed(blocks):
        sparql = f"{sparql[: block.begin]} {values[block.name]} {sparql[block.end :]}"
    return sparql
