"""SPARQL 1.1 Query Results JSON, read row by row.

pyoxigraph reads it as well, and refuses what public endpoints give: IRIs with blanks, blank nodes
that are called ``nodeID://b1``.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from io import BufferedIOBase
from typing import Any

from policygraph.core.namespaces import IRI, RDF, XSD
from policygraph.core.terms import BlankNode, Literal, Value, boolean
from policygraph.store.protocol import Row

_CHUNK = 1 << 16  # bytes
_VARIABLES = re.compile(r'"vars"\s*:\s*(?=\[)')
_BINDINGS = re.compile(r'"bindings"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")
_decode = json.JSONDecoder(strict=False).raw_decode


def read_results(stream: BufferedIOBase) -> Iterator[Any]:
    """The head of an answer, then its rows.

    Args:
        stream: the body; its rows follow their variables, as in every server's answer.

    Yields:
        first the variables, a tuple of strings, or a boolean; then a `Row` each.

    Raises:
        ValueError: it is something else, or cut short.
    """
    # What has come by now, so that a row is not held up by those behind it.
    pieces = codecs.iterdecode(iter(lambda: stream.read1(_CHUNK), b""), "utf-8")
    held, begin = "", None
    while begin is None and (more := next(pieces, "")):
        held += more
        begin = _BINDINGS.search(held)
    head = _VARIABLES.search(held)
    if begin is None or head is None:
        answer = json.loads(held)
        if not isinstance(answer, dict) or not isinstance(answer.get("boolean"), bool):
            raise ValueError("neither rows nor a boolean")
        yield answer["boolean"]
        return
    variables = tuple(_decode(held, head.end())[0])
    yield variables
    for binding in _bindings(pieces, held[begin.end() :]):
        yield _row(binding, variables)


def _bindings(pieces: Iterator[str], held: str) -> Iterator[dict[str, dict[str, str]]]:
    place = 0
    while True:
        place = _BETWEEN.match(held, place).end()  # type: ignore[union-attr]
        if held.startswith("]", place):
            return
        try:
            binding, place = _decode(held, place)
        except ValueError:
            more = next(pieces, "")
            if not more:
                raise
            held, place = held[place:] + more, 0
        else:
            yield binding


def _row(binding: dict[str, dict[str, str]], variables: tuple[str, ...]) -> Row:
    return tuple(read_value(binding[name]) if name in binding else None for name in variables)


def read_value(cell: dict[str, str]) -> Value:
    """A term; ``typed-literal`` is Virtuoso's old spelling, and so is 1 for true."""
    if cell["type"] == "uri":
        return IRI(cell["value"])
    if cell["type"] == "bnode":
        return BlankNode(cell["value"])
    language = cell.get("xml:lang", "").lower()
    if language:
        return Literal(cell["value"], RDF.langString, language)
    datatype = IRI(cell.get("datatype", XSD.string))
    if datatype == XSD.boolean and cell["value"] in ("0", "1"):
        return boolean(cell["value"] == "1")
    return Literal(cell["value"], datatype)
