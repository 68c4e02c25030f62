"""The answers of CONSTRUCT and DESCRIBE: Turtle, JSON-LD and N-Triples."""

from __future__ import annotations

import pyoxigraph as ox

from policygraph.core.errors import StoreError, UsageError
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import Literal, encode_term
from policygraph.questions.answer import Answer
from policygraph.questions.formats.layout import Layout
from policygraph.store import Graph


def _lines(answer: Answer) -> list[str]:
    if not isinstance(answer.result, Graph):
        raise UsageError("the query gives no triples")
    lines = {
        f"{encode_term(subject)} <{predicate}> {encode_term(value)} .\n"
        for subject, predicate, value in answer.result.triples
        if not isinstance(subject, Literal)
    }
    return sorted(lines)


def _used(lines: str) -> dict[str, str]:
    return {prefix: namespace for prefix, namespace in PREFIXES.items() if f"<{namespace}" in lines}


def _serialise(answer: Answer, file_format: ox.RdfFormat) -> str:
    lines = "".join(_lines(answer))
    try:
        quads = ox.parse(lines.encode(), format=ox.RdfFormat.N_TRIPLES)
        triples = (quad.triple for quad in quads)
        if file_format == ox.RdfFormat.TURTLE:
            data = ox.serialize(triples, format=file_format, prefixes=_used(lines))
        else:
            data = ox.serialize(triples, format=file_format)
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"the engine gave what is no RDF: {error}") from None
    words = (data or b"").decode()
    return words if words.endswith("\n") or not words else words + "\n"


def write_turtle(answer: Answer, layout: Layout) -> str:
    """Turtle, sorted."""
    return _serialise(answer, ox.RdfFormat.TURTLE)


def write_jsonld(answer: Answer, layout: Layout) -> str:
    """JSON-LD in expanded form, sorted."""
    return _serialise(answer, ox.RdfFormat.JSON_LD)


def write_ntriples(answer: Answer, layout: Layout) -> str:
    """N-Triples, sorted."""
    return "".join(_lines(answer))
