"""Answers as the engine itself writes them, in bytes and within limits: for servers, which need no terms."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import IO, Final, cast

import pyoxigraph as ox

from policygraph.core.errors import StoreError
from policygraph.core.namespaces import BASE, IRI
from policygraph.core.prefixes import PREFIXES, used_prefixes
from policygraph.core.terms import Literal
from policygraph.store.oxigraph import OxigraphStore, one_line
from policygraph.store.protocol import Statement
from policygraph.store.rdf import statements_text, to_statement
from policygraph.store.syntax import check_depth, has_dataset

# By name: the engine's format, and what stands about once in what it writes for a row.
_ROWS: Final = {
    "json": (ox.QueryResultsFormat.JSON, b"}},{"),
    "xml": (ox.QueryResultsFormat.XML, b"<result>"),
    "csv": (ox.QueryResultsFormat.CSV, b"\n"),
    "tsv": (ox.QueryResultsFormat.TSV, b"\n"),
}
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_REPLACEMENT = "\ufffd".encode()


@dataclass(frozen=True, slots=True)
class NamedDataset:
    """The graphs that a query sees, where the protocol names them (SPARQL 1.1 Protocol, section 2.1.4).

    Attributes:
        default: whose union is the default graph.
        named: those that GRAPH finds.
    """

    default: tuple[IRI, ...] = ()
    named: tuple[IRI, ...] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """How large an answer may be.

    Attributes:
        rows: or triples; how many rows the engine has written is known to about one in a thousand.
        bytes: of all.
    """

    rows: int
    bytes: int


class TooLargeError(StoreError):
    """An answer that is larger than it may be."""


class Bounded(io.RawIOBase):
    """Bytes that become no more than they may.

    Args:
        size: what they may be.
        mark: what stands in them once a row.
    """

    def __init__(self, size: Size, mark: bytes) -> None:
        self._size, self._mark = size, mark
        self._rows = 0
        self._written = bytearray()

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Add some.

        Raises:
            TooLargeError: it is too much.
        """
        self._rows += bytes(data).count(self._mark)
        if self._rows > self._size.rows + 1:  # the heading of a table is a line, too
            raise too_many_rows(self._size)
        self._written += data
        if len(self._written) > self._size.bytes:
            raise too_many_bytes(self._size)
        return len(data)

    def getvalue(self) -> bytes:
        """All that was written."""
        return bytes(self._written)


def too_many_rows(size: Size) -> TooLargeError:
    """The error of an answer with more rows than there may be."""
    return TooLargeError("answer-too-many-rows", rows=f"{size.rows:,}")


def too_many_bytes(size: Size) -> TooLargeError:
    """The error of an answer that is longer than it may be."""
    return TooLargeError("answer-too-long", megabytes=f"{size.bytes / 2**20:g}")


def answer_bytes(
    store: OxigraphStore, sparql: str, format_: str, size: Size, dataset: NamedDataset | None = None
) -> bytes:
    """The answer of a query in a format.

    Args:
        store: which is asked. Our prefixes and our base IRI need not be declared.
        sparql: a query.
        format_: ``json`` ``xml`` ``csv`` ``tsv`` for SELECT and ASK; ``turtle`` ``ntriples`` ``rdfxml``
            ``jsonld`` for CONSTRUCT and DESCRIBE, whose triples are sorted and come once each.
        size: that it may have.
        dataset: overrides what the query says with FROM.

    Raises:
        StoreError: wrong syntax, or the format is of the other kind of query.
        TooLargeError: it becomes too large.
        DataError: the format cannot hold a value.
    """
    with one_line("query", sparql):
        answer = _ask(store, sparql, dataset)
        if isinstance(answer, ox.QueryTriples):
            if format_ in _ROWS:
                raise StoreError("no-rows-in-triples")
            statements = {to_statement(triple) for triple in islice(answer, size.rows + 1)}
            return triples_bytes(statements, format_, size)
        if format_ not in _ROWS:
            raise StoreError("no-construct")
        engine_format, mark = _ROWS[format_]
        out = Bounded(size, mark)
        answer.serialize(cast("IO[bytes]", out), engine_format)
    written = out.getvalue()
    if format_ == "xml":
        return _NOT_XML.sub(_REPLACEMENT, written)
    if isinstance(answer, ox.QueryBoolean) and format_ in ("csv", "tsv"):
        return written + b"\n"
    return written


def triples_bytes(
    statements: Iterable[Statement],
    format_: str,
    size: Size,
    *,
    prefixes: Mapping[str, str] | None = None,
) -> bytes:
    """Triples in a format, sorted.

    Args:
        statements: the triples.
        format_: see `answer_bytes`.
        size: that all may have.
        prefixes: for Turtle and RDF/XML; those of ours that are used where they are missing.

    Raises:
        TooLargeError, DataError: see `answer_bytes`.
    """
    triples = sorted(
        (found for found in statements if not isinstance(found[0], Literal)),
        key=lambda statement: tuple(map(str, statement)),
    )
    if len(triples) > size.rows:
        raise too_many_rows(size)
    if prefixes is None:
        prefixes = used_prefixes(
            {term for triple in triples for term in triple if isinstance(term, IRI)}
        )
    written = statements_text(triples, format_, prefixes=prefixes).encode()
    if len(written) > size.bytes:
        raise too_many_bytes(size)
    return written


def _ask(
    store: OxigraphStore, sparql: str, dataset: NamedDataset | None
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    check_depth(sparql)
    if dataset is None:
        union = not has_dataset(sparql)
        return store.engine.query(
            sparql, base_iri=BASE, prefixes=PREFIXES, use_default_graph_as_union=union
        )
    return store.engine.query(
        sparql,
        base_iri=BASE,
        prefixes=PREFIXES,
        default_graph=[ox.NamedNode(iri) for iri in dataset.default],
        named_graphs=[ox.NamedNode(iri) for iri in dataset.named],
    )
