"""A SPARQL 1.1 endpoint over HTTP, through SPARQLWrapper."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from policygraph.errors import StoreError
from policygraph.namespaces import IRI, RDF, XSD
from policygraph.rdf import (
    BlankNode,
    Literal,
    Quad,
    Triple,
    Value,
    encode_term,
)
from policygraph.store.protocol import Boolean, Graph, Result, Solutions

if TYPE_CHECKING:
    import rdflib
    from SPARQLWrapper import SPARQLWrapper

_T = TypeVar("_T")
_CHUNK = 500  # quads an update
_GRAPHS = """SELECT DISTINCT ?graph WHERE {
  GRAPH ?graph { ?thing a ?class }
  FILTER(CONTAINS(STR(?graph), "/graph/"))
} ORDER BY ?graph"""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user and password; never printed."""

    user: str
    password: str

    def __repr__(self) -> str:
        return "Credentials(…)"


class RemoteStore:
    """An endpoint. Every query names our graphs, since its default graph may hold other things.

    Args:
        endpoint: the URL that queries go to.
        update_endpoint: the URL that updates go to, where it is another.
        credentials: for HTTP Digest or Basic authentication.
        timeout: seconds an answer may take.
        tries: how often a query is asked when the endpoint does not answer.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        update_endpoint: str | None = None,
        credentials: Credentials | None = None,
        timeout: int = 60,
        tries: int = 3,
    ) -> None:
        self.endpoint = endpoint
        self.update_endpoint = update_endpoint or endpoint
        self.timeout = timeout
        self.tries = tries
        self._credentials = credentials
        self._graphs: list[IRI] | None = None

    def _wrapper(self, sparql: str, *, update: bool) -> SPARQLWrapper:
        from SPARQLWrapper import DIGEST, JSON, POST, SPARQLWrapper

        wrapper = SPARQLWrapper(self.endpoint, updateEndpoint=self.update_endpoint)
        wrapper.setTimeout(self.timeout)
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(JSON)
        if self._credentials is not None:
            wrapper.setHTTPAuth(DIGEST)
            wrapper.setCredentials(self._credentials.user, self._credentials.password)
        wrapper.setQuery(sparql)
        if not update and "/graph/" not in sparql.partition("FILTER(CONTAINS(STR(?graph)")[1]:
            for graph in self._our_graphs(sparql):
                wrapper.addDefaultGraph(graph)
                wrapper.addNamedGraph(graph)
        return wrapper

    def _our_graphs(self, sparql: str) -> list[IRI]:
        return [] if sparql == _GRAPHS else self.graphs()

    def _ask(self, action: Callable[[], _T], *, repeat: bool) -> _T:
        """Run a request, once more where the endpoint did not answer."""
        from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, SPARQLWrapperException

        wait = 0.2
        for attempt in range(1, self.tries + 1):
            try:
                return action()
            except (OSError, EndPointInternalError) as error:
                if attempt == self.tries or not repeat:
                    raise StoreError(f"{self.endpoint}: does not answer: {_brief(error)}") from None
                time.sleep(wait)
                wait *= 2
            except SPARQLWrapperException as error:
                raise StoreError(f"{self.endpoint}: refuses: {_brief(error)}") from None
        raise AssertionError("unreachable")

    def query(self, sparql: str) -> Result:
        """See `Store.query`."""
        from SPARQLWrapper import ASK, CONSTRUCT, DESCRIBE

        wrapper = self._wrapper(sparql, update=False)
        if wrapper.queryType in (CONSTRUCT, DESCRIBE):
            return self._construct(wrapper)
        answer: Any = self._ask(wrapper.queryAndConvert, repeat=True)
        if not isinstance(answer, dict) or "head" not in answer:
            raise StoreError(f"{self.endpoint}: does not answer in SPARQL JSON results")
        if wrapper.queryType == ASK or "boolean" in answer:
            return Boolean(bool(answer["boolean"]))
        variables = tuple(answer["head"]["vars"])
        return Solutions(
            variables,
            [
                tuple(_value(row[name]) if name in row else None for name in variables)
                for row in answer["results"]["bindings"]
            ],
        )

    def _construct(self, wrapper: SPARQLWrapper) -> Graph:
        import pyoxigraph as ox

        from policygraph.store.oxigraph import to_value

        wrapper.setReturnFormat("n3")
        wrapper.addCustomHttpHeader("Accept", "application/n-triples, text/turtle;q=0.8")
        answer: Any = self._ask(lambda: wrapper.query().response.read(), repeat=True)
        try:
            return Graph([
                (to_value(q.subject), IRI(q.predicate.value), to_value(q.object))
                for q in ox.parse(input=answer, format=ox.RdfFormat.TURTLE)
            ])  # fmt: skip
        except SyntaxError as error:
            raise StoreError(f"{self.endpoint}: answers in broken Turtle: {error.msg}") from None

    def update(self, sparql: str) -> None:
        """See `Store.update`. An update is not asked twice."""
        wrapper = self._wrapper(sparql, update=True)
        self._ask(wrapper.query, repeat=False)
        self._graphs = None

    def load(self, quads: Iterable[Quad]) -> None:
        """See `Store.load`: INSERT DATA, some hundred quads at a time."""
        lines: dict[IRI, list[str]] = {}
        count = 0
        for subject, predicate, value, graph in quads:
            line = f"<{subject}> <{predicate}> {encode_term(value)} ."
            lines.setdefault(graph, []).append(line)
            count += 1
            if count == _CHUNK:
                self._insert(lines)
                lines, count = {}, 0
        if lines:
            self._insert(lines)

    def _insert(self, lines: dict[IRI, list[str]]) -> None:
        blocks = [f"GRAPH <{graph}> {{ {' '.join(found)} }}" for graph, found in lines.items()]
        self.update(f"INSERT DATA {{ {' '.join(blocks)} }}")

    def graphs(self) -> list[IRI]:
        """See `Store.graphs`: those of ours, told by ``/graph/`` in their names."""
        if self._graphs is None:
            answer = self.query(_GRAPHS)
            if not isinstance(answer, Solutions):
                raise StoreError(f"{self.endpoint}: does not list its graphs")
            self._graphs = sorted(IRI(row[0]) for row in answer.rows if isinstance(row[0], IRI))
        return self._graphs

    def triples(self, graph: IRI) -> Iterator[Triple]:
        """See `Store.triples`."""
        answer = self.query(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        if isinstance(answer, Solutions):
            for subject, predicate, value in answer.rows:
                if not isinstance(subject, IRI) or not isinstance(predicate, IRI):
                    raise StoreError(f"{graph}: holds a blank node; our graphs have none")
                if not isinstance(value, (IRI, Literal)):
                    raise StoreError(f"{graph}: holds a blank node; our graphs have none")
                yield subject, predicate, value

    def dump(self) -> Iterator[Quad]:
        """See `Store.dump`."""
        for graph in self.graphs():
            for triple in self.triples(graph):
                yield *triple, graph

    def to_rdflib(self) -> rdflib.Dataset:
        """See `Store.to_rdflib`."""
        from policygraph.store.oxigraph import OxigraphStore

        copy = OxigraphStore()
        copy.load(self.dump())
        return copy.to_rdflib()

    def close(self) -> None:
        """Nothing is held open between requests."""


def _value(binding: dict[str, str]) -> Value:
    """A term of SPARQL 1.1 Query Results JSON; ``typed-literal`` is Virtuoso's old spelling."""
    if binding["type"] == "uri":
        return IRI(binding["value"])
    if binding["type"] == "bnode":
        return BlankNode(binding["value"])
    language = binding.get("xml:lang", "").lower()
    if language:
        return Literal(binding["value"], RDF.langString, language)
    return Literal(binding["value"], IRI(binding.get("datatype", XSD.string)))


def _brief(error: Exception) -> str:
    """The first line of an error, without the query that SPARQLWrapper quotes."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:200] if lines else type(error).__name__
