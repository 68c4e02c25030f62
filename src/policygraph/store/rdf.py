"""RDF between its files, the engine and us: terms, reading, writing.

Formats are known by their names (``turtle`` ``trig`` ``ntriples`` ``nquads`` ``rdfxml`` ``jsonld``) or by
the suffix of a file, which may be packed with gzip.

An engine keeps numbers and booleans by value: ``"1"^^xsd:boolean`` comes back as ``true`` and an
``xsd:nonNegativeInteger`` as an ``xsd:integer``. What is held against ``sh:datatype``, and shapes
themselves, must not pass through it: `read_statements` and `Statements` keep terms as they are written.
"""

from __future__ import annotations

import gzip
import io
import zlib
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from policygraph.core.errors import DataError, StoreError
from policygraph.core.namespaces import IRI
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import (
    BlankNode,
    Literal,
    Quad,
    Triple,
    Value,
    encode_quad,
    encode_term,
    encode_triple,
)
from policygraph.store.hostile import check_xml, kind_of_hostile, unpacked
from policygraph.store.protocol import Statement
from policygraph.store.rdfxml import KeepsReturns, fit_for_xml
from policygraph.store.turtle_writer import write_trig, write_turtle

FORMATS: dict[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
# A triple of these has no graph of its own.
OF_ONE_GRAPH = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
    ".xml": "rdfxml",
}
SUFFIXES = {**OF_ONE_GRAPH, ".trig": "trig", ".nq": "nquads", ".jsonld": "jsonld"}
_KEPT = 100_000  # engine terms that are kept at a time


# -- terms ----------------------------------------------------------------------------------------


def to_value(term: object) -> Value:
    """A pyoxigraph term as a value of ours.

    Raises:
        StoreError: it is a triple (RDF 1.2).
    """
    if isinstance(term, ox.NamedNode):
        return IRI(term.value)
    if isinstance(term, ox.Literal):
        return Literal(term.value, IRI(term.datatype.value), term.language or "")
    if isinstance(term, ox.BlankNode):
        return BlankNode(term.value)
    raise StoreError("triple-term", term=str(term))


def to_statement(triple: ox.Triple | ox.Quad) -> Statement:
    """A pyoxigraph triple, or that of a quad, as a statement of ours."""
    return to_value(triple.subject), IRI(triple.predicate.value), to_value(triple.object)


class EngineTerms:
    """Values of ours as pyoxigraph terms; an IRI that comes again is not made again."""

    def __init__(self) -> None:
        self._nodes: dict[IRI, ox.NamedNode] = {}

    def node(self, iri: IRI) -> ox.NamedNode:
        """A named node.

        Raises:
            ValueError: it is no IRI.
        """
        node = self._nodes.get(iri)
        if node is None:
            if len(self._nodes) == _KEPT:
                self._nodes.clear()
            node = self._nodes[iri] = ox.NamedNode(iri)
        return node

    def term(self, value: Value) -> ox.NamedNode | ox.Literal | ox.BlankNode:
        """A term; see `node`."""
        if isinstance(value, Literal):
            if value.language:
                return ox.Literal(value.value, language=value.language)
            return ox.Literal(value.value, datatype=self.node(value.datatype))
        return ox.BlankNode(value) if isinstance(value, BlankNode) else self.node(value)

    def triples(self, statements: Iterable[Statement]) -> Iterator[ox.Triple]:
        """Triples in their order."""
        for subject, same in groupby(statements, key=itemgetter(0)):
            node = self.term(subject)
            for _, predicate, value in same:
                yield ox.Triple(node, self.node(predicate), self.term(value))  # type: ignore[arg-type]

    def quads(self, quads: Iterable[Quad]) -> Iterator[ox.Quad]:
        """Quads in their order."""
        for graph, same in groupby(quads, key=itemgetter(3)):
            name = self.node(graph)
            for triple in self.triples(quad[:3] for quad in same):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, name)


# -- reading --------------------------------------------------------------------------------------


def is_packed(path: Path) -> bool:
    """Whether ``.gz`` stands behind the name."""
    return path.suffix.lower() == ".gz"


def rdf_suffix(path: Path) -> str:
    """The suffix that says the format, lower case and without ``.gz``."""
    return (path.with_suffix("") if is_packed(path) else path).suffix.lower()


def rdf_format(path: Path) -> ox.RdfFormat:
    """The format of a file, by its name.

    Raises:
        DataError: missing, a folder, or not an RDF file by its name.
    """
    if not path.exists():
        raise DataError("no-such-file", path=path)
    if path.is_dir():
        raise DataError("is-folder", path=path)
    found = SUFFIXES.get(rdf_suffix(path))
    if found is None:
        known = " ".join(sorted(SUFFIXES))
        raise DataError("not-rdf-by-name", path=path, known=known)
    return FORMATS[found]


@contextmanager
def reading(path: Path) -> Iterator[IO[bytes] | None]:
    """Open a file if it is packed or begins with a byte order mark, and say what is wrong with it.

    Yields:
        what to read; nothing where the engine reads the path itself.

    Raises:
        DataError: it cannot be read, is no gzip, has wrong syntax (file, line, column), or would become
            much larger than it is.
    """
    try:
        if SUFFIXES.get(rdf_suffix(path)) == "rdfxml":
            check_xml(path, is_packed=is_packed(path))
        if is_packed(path):
            with unpacked(path) as file:
                yield _behind_mark(file)
        else:
            with path.open("rb") as plain:
                marked = plain.read(len(BOM_UTF8)) == BOM_UTF8
                yield plain if marked else None
    except SyntaxError as error:
        place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else f"{path}"
        raise DataError(
            "not-in-format", place=place, format=rdf_format(path).name, reason=error.msg
        ) from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError("not-gzip", path=path, reason=str(error)) from None
    except OSError as error:
        if (hostile := kind_of_hostile(error)) is not None:
            raise DataError(hostile, path=path) from None
        raise DataError("cannot-read", path=path, reason=error.strerror or str(error)) from None


def is_marked(path: Path) -> bool:
    """Whether a file begins with a byte order mark, which engines take for a term."""
    with path.open("rb") as file:
        return file.read(len(BOM_UTF8)) == BOM_UTF8


def _behind_mark(file: IO[bytes]) -> IO[bytes]:
    """The file, behind the byte order mark that it may begin with."""
    if cast(io.BufferedReader, file).peek(len(BOM_UTF8)).startswith(BOM_UTF8):
        file.read(len(BOM_UTF8))
    return file


def parse(path: Path) -> Iterator[ox.Quad]:
    """The quads of a file, as a stream; what is relative in it stands for what is beside it.

    Raises:
        DataError: missing, not RDF, or see `reading`.
    """
    file_format, base = rdf_format(path), path.absolute().as_uri()
    with reading(path) as packed:
        unpacked = None if packed else str(path)
        yield from ox.parse(packed, path=unpacked, format=file_format, base_iri=base)


def read_statements(path: Path) -> Iterator[Statement]:
    """The triples of an RDF file, in whatever graph they stand, with their values as it writes them.

    A blank node has a name that no other file's has, unless the files name it alike themselves.

    Raises:
        DataError: not an RDF file, or wrong syntax (file, line, column).
    """
    return map(to_statement, parse(path))


def read_file_quads(path: Path) -> Iterator[Quad]:
    """The quads of an RDF file as a stream; those without a graph are in that of the file's IRI.

    Raises:
        DataError: see `read_statements`; or it has a blank node.
    """
    own = IRI(path.absolute().as_uri())
    for quad in parse(path):
        subject, predicate, value = to_statement(quad)
        if not isinstance(subject, IRI) or isinstance(value, BlankNode):
            blank = value if isinstance(subject, IRI) else subject
            raise DataError("blank-in-file", path=path, node=f"_:{blank}")
        graph = quad.graph_name
        name = IRI(graph.value) if isinstance(graph, ox.NamedNode) else own
        yield subject, predicate, value, name


def read_term(written: str) -> Value:
    """A term in N-Triples' notation.

    Raises:
        SyntaxError: it is none.
    """
    if written.startswith("<"):
        return IRI(written[1:-1])
    if written.startswith("_:"):
        return BlankNode(written[2:])
    (quad,) = ox.parse(f"<urn:s> <urn:p> {written} .", format=ox.RdfFormat.N_TRIPLES)
    return to_value(quad.object)


# -- triples in memory, as they are written ---------------------------------------------------------


def encode_statement(statement: Statement) -> str:
    """A statement as a line of N-Triples."""
    subject, predicate, value = statement
    return f"{encode_term(subject)} <{predicate}> {encode_term(value)} .\n"


class Statements:
    """A small graph in memory, indexed by subject, predicate and object; each triple once."""

    def __init__(self, statements: Iterable[Statement] = ()) -> None:
        self._all: dict[Statement, None] = {}
        self._by: tuple[dict[Value, dict[Statement, None]], ...] = (
            defaultdict(dict), defaultdict(dict), defaultdict(dict),
        )  # fmt: skip
        for statement in statements:
            self.add(statement)

    def add(self, statement: Statement) -> None:
        """Add a triple; one that is there already changes nothing."""
        self._all[statement] = None
        for index, term in zip(self._by, statement, strict=True):
            index[term][statement] = None

    def remove(self, statement: Statement) -> None:
        """Take a triple away, if it is there."""
        self._all.pop(statement, None)
        for index, term in zip(self._by, statement, strict=True):
            index[term].pop(statement, None)

    def match(
        self,
        subject: Value | None = None,
        predicate: IRI | None = None,
        value: Value | None = None,
    ) -> list[Statement]:
        """The triples with these terms, ``None`` standing for any, in the order they were added."""
        pattern = (subject, predicate, value)
        given = [(i, term) for i, term in enumerate(pattern) if term is not None]
        if not given:
            return list(self._all)
        found = min((self._by[i].get(term, {}) for i, term in given), key=len)
        return [s for s in found if all(s[i] == term for i, term in given)]

    def __iter__(self) -> Iterator[Statement]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


# -- writing --------------------------------------------------------------------------------------


@contextmanager
def _writing(format_: str) -> Iterator[ox.RdfFormat]:
    """The engine's name of a format, where a value that it cannot hold is an error of ours."""
    engine_format = FORMATS[format_]
    try:
        yield engine_format
    except (ValueError, RuntimeError) as error:
        raise DataError(
            "format-cannot-hold", format=engine_format.name, reason=str(error)
        ) from None


def _engine_triples(
    statements: Iterable[Statement], format_: str, prefixes: Mapping[str, str]
) -> Iterator[ox.Triple]:
    if format_ == "rdfxml":
        statements = fit_for_xml(statements, dict(prefixes))
    return EngineTerms().triples(statements)


def write_triples(
    triples: Iterable[Triple],
    out: IO[bytes],
    format_: str,
    *,
    prefixes: Mapping[str, str] = PREFIXES,
) -> None:
    """Write triples as ``turtle``, ``rdfxml`` or ``ntriples``.

    Args:
        triples: in their order; for Turtle see `policygraph.store.turtle_writer.write_turtle`.
        out: where they go.
        format_: its name.
        prefixes: for Turtle and RDF/XML.

    Raises:
        DataError: the format cannot hold a value (a control character in RDF/XML), or a property (one that ends
            in a slash there).
    """
    if format_ == "ntriples":
        out.writelines(encode_triple(triple).encode() for triple in triples)
        return
    if format_ == "turtle":
        write_turtle(triples, out, prefixes=prefixes)
        return
    with _writing(format_) as engine_format:
        engine_triples = _engine_triples(triples, format_, prefixes)
        file = KeepsReturns(out) if format_ == "rdfxml" else out
        ox.serialize(engine_triples, file, engine_format, prefixes=dict(prefixes))


def write_quads(quads: Iterable[Quad], out: IO[bytes], format_: str) -> None:
    """Write quads as ``trig`` or ``nquads``; see `policygraph.store.turtle_writer.write_trig`."""
    if format_ == "nquads":
        out.writelines(encode_quad(quad).encode() for quad in quads)
    else:
        write_trig(quads, out)


def statements_text(
    statements: Iterable[Statement],
    format_: str = "turtle",
    *,
    prefixes: Mapping[str, str] = PREFIXES,
) -> str:
    """Statements as text, in their order.

    Args:
        statements: with blank nodes or without.
        format_: ``turtle``, ``ntriples``, ``rdfxml`` or ``jsonld`` (in expanded form).
        prefixes: for Turtle and RDF/XML.

    Raises:
        DataError: a term is no RDF (an IRI with blanks), or the format cannot hold it.
    """
    with _writing(format_) as engine_format:
        shortened = dict(prefixes) if format_ in ("turtle", "rdfxml") else None
        triples = _engine_triples(statements, format_, shortened or {})
        out = io.BytesIO()
        file = KeepsReturns(out) if format_ == "rdfxml" else out
        ox.serialize(triples, file, engine_format, prefixes=shortened)
    return out.getvalue().decode()
