"""The embedded store: pyoxigraph, in memory or on disk."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from policygraph.core.errors import DataError, StoreError
from policygraph.core.namespaces import IRI, NIF, XSD
from policygraph.core.terms import BlankNode, Literal, Quad, Triple, Value, encode_quad
from policygraph.store.protocol import Boolean, Graph, Result, Solutions
from policygraph.store.rdf_file import TRIPLES, is_packed, rdf_format, rdf_suffix, reading

if TYPE_CHECKING:
    import rdflib

# The engine keeps every integer as xsd:integer; what NIF types otherwise is typed so again.
_OFFSETS = frozenset((NIF.beginIndex, NIF.endIndex))
_CHUNK = 50_000  # quads handed over at a time


def _place(message: str, sparql: str) -> str:
    """The engine's complaint on one line, without the list of all that it would have taken."""
    words = " ".join(message.split())
    found = re.match(r"error at (\d+):(\d+): (.*)", words)
    if found is None:
        return words
    line, column, complaint = int(found[1]), int(found[2]), found[3]
    if complaint.startswith("expected "):
        # Among the tokens there may be a reason in words: "Prefix not found".
        reason = re.search(r"(?<!['\"\w])[A-Z][A-Za-z]* [a-zA-Z][a-zA-Z ]+", complaint)
        lines = sparql.split("\n")[line - 1 : line]
        before = lines[0][: column - 1].split() if lines else []
        complaint = f'it goes wrong near "{before[-1]}"' if before else "it goes wrong"
        if reason is not None:
            complaint = reason[0]
    return f"line {line}, column {column}: {complaint}"


def to_value(term: object) -> Value:
    """A pyoxigraph term as a value of ours."""
    if isinstance(term, ox.NamedNode):
        return IRI(term.value)
    if isinstance(term, ox.Literal):
        return Literal(term.value, IRI(term.datatype.value), term.language or "")
    if isinstance(term, ox.BlankNode):
        return BlankNode(term.value)
    raise StoreError(f"{term} is a triple; policygraph reads RDF 1.1")


def _triple(quad: ox.Quad) -> Triple:
    subject, value = to_value(quad.subject), to_value(quad.object)
    if not isinstance(subject, IRI) or isinstance(value, BlankNode):
        raise StoreError(f"{quad.graph_name}: holds a blank node; our graphs have none")
    predicate = IRI(quad.predicate.value)
    if isinstance(value, Literal) and predicate in _OFFSETS:
        value = Literal(value.value, XSD.nonNegativeInteger)
    return subject, predicate, value


class OxigraphStore:
    """A store of pyoxigraph's. Without a folder it is in memory."""

    def __init__(self, folder: Path | None = None, *, read_only: bool = False) -> None:
        self._writable = not read_only
        try:
            if folder is None:
                self.engine = ox.Store()
            elif read_only:
                self.engine = ox.Store.read_only(str(folder))
            else:
                self.engine = ox.Store(str(folder))
        except OSError as error:
            raise StoreError(f"{folder}: no store can be opened there: {error}") from None

    def query(self, sparql: str) -> Result:
        """See `Store.query`. ``SERVICE`` is not refused here but where queries come in."""
        try:
            answer = self.engine.query(sparql, use_default_graph_as_union=True)
            if isinstance(answer, ox.QueryBoolean):
                return Boolean(bool(answer))
            if isinstance(answer, ox.QueryTriples):
                return Graph([
                    (to_value(t.subject), IRI(t.predicate.value), to_value(t.object))
                    for t in answer
                ])  # fmt: skip
            variables = tuple(variable.value for variable in answer.variables)
            rows = [
                tuple(None if term is None else to_value(term) for term in solution)
                for solution in answer
            ]
        except SyntaxError as error:
            raise StoreError(f"the query is not SPARQL: {_place(error.msg, sparql)}") from None
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"the query failed: {error}") from None
        return Solutions(variables, rows)

    def construct(self, sparql: str) -> Iterator[tuple[Value, IRI, Value]]:
        """The triples of a CONSTRUCT as they are found, perhaps more than once.

        Raises:
            StoreError: wrong syntax, another kind of query, or the engine does not answer.
        """
        try:
            answer = self.engine.query(sparql, use_default_graph_as_union=True)
            if not isinstance(answer, ox.QueryTriples):
                raise StoreError("the query is no CONSTRUCT")
            for triple in answer:
                subject, value = to_value(triple.subject), to_value(triple.object)
                yield subject, IRI(triple.predicate.value), value
        except SyntaxError as error:
            raise StoreError(f"the query is not SPARQL: {_place(error.msg, sparql)}") from None
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"the query failed: {error}") from None

    def update(self, sparql: str) -> None:
        """See `Store.update`."""
        try:
            self.engine.update(sparql)
        except SyntaxError as error:
            raise StoreError(f"the update is not SPARQL: {_place(error.msg, sparql)}") from None
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"the update failed: {error}") from None

    def load(self, quads: Iterable[Quad]) -> None:
        """See `Store.load`."""
        lines: list[str] = []
        for quad in quads:
            lines.append(encode_quad(quad))
            if len(lines) == _CHUNK:
                self._load_lines(lines)
                lines.clear()
        self._load_lines(lines)

    def _load_lines(self, lines: list[str]) -> None:
        try:
            self.engine.bulk_load("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
        except (OSError, SyntaxError) as error:
            raise StoreError(f"the store does not take the data: {error}") from None

    def load_file(self, path: Path, *, graph: IRI | None = None) -> None:
        """Add an RDF file, packed or not; triples without a graph go into ``graph``.

        Raises:
            DataError: missing, not RDF, not gzip, or wrong syntax (file, line, column).
        """
        file_format = rdf_format(path)
        to_graph = ox.NamedNode(graph) if graph and rdf_suffix(path) in TRIPLES else None
        try:
            with reading(path):
                if is_packed(path):
                    with gzip.open(path) as file:
                        packed = cast(IO[bytes], file)
                        self.engine.bulk_load(packed, format=file_format, to_graph=to_graph)
                else:
                    self.engine.bulk_load(path=str(path), format=file_format, to_graph=to_graph)
        except ValueError as error:
            raise DataError(f"{path}: cannot be read: {error}") from None

    def is_empty(self) -> bool:
        """Whether there is no triple in it."""
        return next(iter(self.engine), None) is None

    def dump(self) -> Iterator[Quad]:
        """See `Store.dump`. Triples of the default graph are in the graph ``urn:x-default``."""
        for quad in self.engine:
            graph = quad.graph_name
            name = IRI(graph.value) if isinstance(graph, ox.NamedNode) else IRI("urn:x-default")
            yield *_triple(quad), name

    def graphs(self) -> list[IRI]:
        """See `Store.graphs`."""
        return sorted(
            IRI(graph.value)
            for graph in self.engine.named_graphs()
            if isinstance(graph, ox.NamedNode)
        )

    def triples(self, graph: IRI) -> Iterator[Triple]:
        """See `Store.triples`."""
        for quad in self.engine.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            yield _triple(quad)

    def to_rdflib(self) -> rdflib.Dataset:
        """See `Store.to_rdflib`."""
        import rdflib

        dataset = rdflib.Dataset(default_union=True)
        data = "".join(map(encode_quad, self.dump()))
        dataset.parse(data=data, format="nquads")
        return dataset

    def close(self) -> None:
        """Write what is buffered; there is nothing to write where it was opened for reading."""
        if self._writable:
            self.engine.flush()
