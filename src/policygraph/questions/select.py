"""SELECTs of our own, with terms bound behind ``VALUES``: nothing that a person types is pasted into them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policygraph.core.prefixes import PROLOGUE
from policygraph.core.terms import Literal, Value, encode_term, is_iri
from policygraph.questions.syntax import replace_values
from policygraph.store import Row, Solutions, Store

AT_ONCE = 200  # terms a query, so that a request stays of a size that endpoints take


def select(
    store: Store,
    sparql: str,
    terms: Iterable[Value],
    *,
    variable: str = "thing",
    at_once: int = AT_ONCE,
) -> list[Row]:
    """The rows of a query for each of some terms.

    Args:
        store: any store.
        sparql: a SELECT with ``VALUES ?thing { }``; our prefixes need no declaration. A second
            ``VALUES`` would make Oxigraph read all triples of its values: 70 times slower.
        terms: that the variable stands for, each once, in any order; an IRI that is none is left out.
        variable: of the ``VALUES``.
        at_once: terms a query; where there are more, they are asked for by turns.

    Raises:
        StoreError: the engine does not answer.
    """
    valid = {term for term in terms if isinstance(term, Literal) or is_iri(term)}
    encoded = sorted(map(encode, valid))
    rows: list[Row] = []
    for begin in range(0, len(encoded), at_once):
        values = {variable: " ".join(encoded[begin : begin + at_once])}
        answer = store.query(PROLOGUE + replace_values(sparql, values))
        assert isinstance(answer, Solutions), sparql
        rows += answer.rows
    return rows


def encode(term: Value) -> str:
    """A term in SPARQL. A backslash before ``u`` is kept from being read as ``\\uXXXX``.

    SPARQL 1.1, section 19.2, lets an engine replace code points before it reads strings, so that
    the text ``\\\\u0022``, an escaped backslash and ``u0022``, would become an escaped quote.
    """
    encoded = encode_term(term)
    if not isinstance(term, Literal):
        return encoded
    return re.sub(r"\\\\([uU])", lambda found: "\\\\" + f"\\u{ord(found[1]):04X}", encoded)
