"""The formats of ``policygraph export core``: the core of the graph for who counts and draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from typing import IO

from policygraph.core.extras import require
from policygraph.core.formats import Format, Formats
from policygraph.core.index import Index
from policygraph.core.terms import Literal, Triple
from policygraph.publish.framing import our_context, write_jsonld
from policygraph.store.rdf import write_triples

CoreWriter = Callable[[Iterable[Triple], IO[bytes]], None]  # the file stays open

_COLUMNS = ("subject", "predicate", "object", "datatype", "language")
_ROWS = 100_000  # a row group


def write_core_jsonld(triples: Iterable[Triple], out: IO[bytes]) -> None:
    """Write triples as compact JSON-LD, one object a thing, in their order."""
    context = our_context()
    index = Index(triples)
    nodes = (context.node(subject, index.about(subject)) for subject in index.subjects())
    write_jsonld(nodes, context, out)


def write_parquet(triples: Iterable[Triple], out: IO[bytes]) -> None:
    """Write triples as a Parquet table, one row a triple, in their order.

    Its columns are ``subject``, ``predicate`` and ``object``, full IRIs or the words of a literal, and
    ``datatype`` and ``language``, empty where the object is an IRI or the literal has none.

    Raises:
        UsageError: pyarrow, of the extra ``tables``, is not installed.
    """
    require("tables", "pyarrow")
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([pa.field(name, pa.string(), nullable=False) for name in _COLUMNS])
    rest = iter(triples)
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while rows := [_row(triple) for triple in islice(rest, _ROWS)]:
            columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))


def _row(triple: Triple) -> tuple[str, ...]:
    subject, predicate, value = triple
    if isinstance(value, Literal):
        return str(subject), str(predicate), value.value, str(value.datatype), value.language
    return str(subject), str(predicate), str(value), "", ""


CORE_FORMATS = Formats[CoreWriter](
    "core",
    Format("core", "turtle", ".ttl", "text/turtle", partial(write_triples, format_="turtle"),
           "Turtle."),
    Format("core", "jsonld", ".jsonld", "application/ld+json", write_core_jsonld,
           "JSON-LD: one object a thing."),
    Format("core", "parquet", ".parquet", "application/vnd.apache.parquet", write_parquet,
           "Parquet: one row a triple.", extra="tables"),
)  # fmt: skip
