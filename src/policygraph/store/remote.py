"""A SPARQL 1.1 endpoint over HTTP, through SPARQLWrapper."""

from __future__ import annotations

import ast
import contextlib
import http.client
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, TypeVar, overload
from typing import Literal as OneOf
from urllib.error import HTTPError

from policygraph.core.errors import StoreError
from policygraph.core.namespaces import DCAT, IRI, RDF, VOID, XSD
from policygraph.core.terms import BlankNode, Literal, Quad, Triple, Value, boolean, encode_term
from policygraph.store.protocol import (
    READ_ONLY,
    Boolean,
    Graph,
    Result,
    Solutions,
    SolutionStream,
    Statement,
    Store,
    StreamedResult,
)
from policygraph.store.syntax import has_dataset

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

_T = TypeVar("_T")
_CHUNK = 500  # quads an update
_HEADERS = 100_000  # of an answer
_PAUSE = 0.2  # seconds before a query is asked again; doubled each time
_BUSY = frozenset((429, 502, 503, 504))
# Our graphs as the metadata list them; where no metadata were loaded, as they are named.
_LISTED = f"""SELECT DISTINCT ?about ?graph WHERE {{
  GRAPH ?about {{ ?dataset a <{DCAT.Dataset}> ; <{VOID.subset}> ?graph }}
}}"""
_NAMED = """SELECT DISTINCT ?graph WHERE {
  GRAPH ?graph { ?thing a ?class }
  FILTER(REGEX(STR(?graph), "/graph/(ontology|vocabulary|metadata|[^/]+/(stated|inferred|curated))$"))
}"""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user and password; never printed."""

    user: str
    password: str

    def __repr__(self) -> str:
        return "Credentials(…)"


class RemoteStore(Store):
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
        timeout: float = 60,
        tries: int = 3,
        read_only: bool = False,
    ) -> None:
        self.read_only = read_only
        self.endpoint = endpoint
        self.update_endpoint = update_endpoint or endpoint
        self.timeout = timeout
        self.tries = tries
        self._credentials = credentials
        self._graphs: list[IRI] | None = None

    def _wrapper(self, sparql: str, graphs: Iterable[IRI] = ()) -> SPARQLWrapper:
        from SPARQLWrapper import DIGEST, JSON, POST, SPARQLWrapper

        wrapper = SPARQLWrapper(self.endpoint, updateEndpoint=self.update_endpoint)
        wrapper.setTimeout(int(self.timeout) or 1)
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(JSON)
        wrapper.setOnlyConneg(True)  # the media type is asked for by the header alone
        if self._credentials is not None:
            wrapper.setHTTPAuth(DIGEST)
            wrapper.setCredentials(self._credentials.user, self._credentials.password)
        wrapper.setQuery(sparql)
        for graph in graphs:
            wrapper.addDefaultGraph(graph)
            wrapper.addNamedGraph(graph)
        return wrapper

    def _ask(self, action: Callable[[], _T], *, repeat: bool) -> _T:
        """Run a request, again where the endpoint could not be reached or was busy.

        A query that ran out of time is not asked again: it would again.
        """
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        begun, pause = time.monotonic(), _PAUSE
        for attempt in range(1, self.tries + 1):
            try:
                return action()
            except SPARQLWrapperException as error:
                raise StoreError(f"{self.endpoint}: refuses: {_brief(error)}") from None
            except (OSError, HTTPException) as error:
                if _is_timeout(error):
                    raise StoreError(
                        f"{self.endpoint}: no answer within {self.timeout:g} s"
                    ) from None
                if isinstance(error, HTTPError) and error.code not in _BUSY:
                    raise StoreError(f"{self.endpoint}: refuses: {error}") from None
                late = time.monotonic() - begun + pause > self.timeout
                if attempt == self.tries or not repeat or late:
                    raise StoreError(f"{self.endpoint}: does not answer: {_brief(error)}") from None
                time.sleep(pause)
                pause *= 2
        raise AssertionError("unreachable")

    @overload
    def query(
        self, sparql: str, *, timeout: float | None = None, stream: OneOf[False] = False
    ) -> Result: ...
    @overload
    def query(
        self, sparql: str, *, timeout: float | None = None, stream: OneOf[True]
    ) -> StreamedResult: ...
    def query(
        self, sparql: str, *, timeout: float | None = None, stream: bool = False
    ) -> Result | StreamedResult:
        """See `Store.query`. The default graph is the union of our graphs, whatever else is there."""
        answer = self._query(sparql, () if has_dataset(sparql) else self.graphs())
        if stream and isinstance(answer, Solutions):
            return SolutionStream(answer.variables, iter(answer.rows))
        return answer

    def construct(self, sparql: str, *, timeout: float | None = None) -> Iterator[Statement]:
        """See `Store.construct`."""
        answer = self.query(sparql, timeout=timeout)
        if not isinstance(answer, Graph):
            raise StoreError("the query is no CONSTRUCT")
        yield from answer.triples

    def match(
        self,
        subject: Value | None = None,
        predicate: IRI | None = None,
        value: Value | None = None,
    ) -> Iterator[Statement]:
        """See `Store.match`."""
        given = zip("spo", (subject, predicate, value), strict=True)
        s, p, o = (f"?{name}" if term is None else encode_term(term) for name, term in given)
        yield from self.construct(f"CONSTRUCT {{ {s} {p} {o} }} WHERE {{ {s} {p} {o} }}")

    def is_empty(self) -> bool:
        """See `Store.is_empty`."""
        return self.query("ASK { ?s ?p ?o }") == Boolean(False)

    def _query(self, sparql: str, graphs: Iterable[IRI]) -> Result:
        from SPARQLWrapper import CONSTRUCT, DESCRIBE

        wrapper = self._wrapper(sparql, graphs)
        if wrapper.isSparqlUpdateRequest():
            raise StoreError("an update is no query")
        if wrapper.queryType in (CONSTRUCT, DESCRIBE):
            return self._construct(wrapper)
        body, headers = self._ask(lambda: _read(wrapper), repeat=True)
        try:
            answer = json.loads(body)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or "head" not in answer:
            raise StoreError(f"{self.endpoint}: does not answer in SPARQL JSON results")
        if "boolean" in answer:
            return Boolean(bool(answer["boolean"]))
        variables = tuple(answer["head"]["vars"])
        bindings = answer["results"]["bindings"]
        if variables == ("__ASK_RETVAL",):  # Virtuoso answers ASK as a SELECT
            return Boolean(bindings[0]["__ASK_RETVAL"]["value"] == "1" if bindings else False)
        self._check_whole(len(bindings), headers)
        return Solutions(
            variables,
            [
                tuple(_value(row[name]) if name in row else None for name in variables)
                for row in bindings
            ],
        )

    def _check_whole(self, rows: int, headers: Mapping[str, str]) -> None:
        """Virtuoso cuts long answers and says so in a header only."""
        limit = headers.get("x-sparql-maxrows", "")
        if limit.isdigit() and rows >= int(limit):
            raise StoreError(
                f"{self.endpoint}: cuts answers at {limit} rows; add a LIMIT and OFFSET, or raise"
                " ResultSetMaxRows there"
            )
        if headers.get("x-sql-state") == "S1TAT":
            raise StoreError(
                f"{self.endpoint}: gave up half-way: {headers.get('x-sql-message', '')}"
            )

    def _construct(self, wrapper: SPARQLWrapper) -> Graph:
        import pyoxigraph as ox
        from SPARQLWrapper import TURTLE

        from policygraph.store.oxigraph import to_value

        wrapper.setReturnFormat(TURTLE)
        wrapper.addCustomHttpHeader("Accept", "application/n-triples, text/turtle;q=0.8")
        body, _ = self._ask(lambda: _read(wrapper), repeat=True)
        try:
            return Graph([
                (to_value(q.subject), IRI(q.predicate.value), to_value(q.object))
                for q in ox.parse(input=body, format=ox.RdfFormat.TURTLE)
            ])  # fmt: skip
        except SyntaxError as error:
            raise StoreError(f"{self.endpoint}: answers in broken Turtle: {error.msg}") from None

    def update(self, sparql: str) -> None:
        """See `Store.update`. An update is not asked twice."""
        if self.read_only:
            raise StoreError(READ_ONLY)
        wrapper = self._wrapper(sparql)
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
        """See `Store.graphs`: those of ours, told by the metadata or else by their names."""
        if self._graphs is None:
            found: set[Value | None] = set()
            for listing in (_LISTED, _NAMED):
                answer = self._query(listing, ())
                found |= (
                    {cell for row in answer.rows for cell in row}
                    if isinstance(answer, Solutions)
                    else set()
                )
                if found:
                    break
            self._graphs = sorted(graph for graph in found if isinstance(graph, IRI))
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

    def close(self) -> None:
        """Nothing is held open between requests."""


def _read(wrapper: SPARQLWrapper) -> tuple[bytes, dict[str, str]]:
    """The body of an answer and its headers, names in lower case."""
    # Virtuoso names every graph it was asked of in a header; the library stops reading at 100.
    http.client._MAXHEADERS = _HEADERS  # type: ignore[attr-defined]
    response = wrapper.query().response
    headers = {name.lower(): value for name, value in response.getheaders()}
    body: bytes = response.read()
    return body, headers


def _value(binding: dict[str, str]) -> Value:
    """A term of SPARQL 1.1 Query Results JSON; ``typed-literal`` is Virtuoso's old spelling."""
    if binding["type"] == "uri":
        return IRI(binding["value"])
    if binding["type"] == "bnode":
        return BlankNode(binding["value"])
    language = binding.get("xml:lang", "").lower()
    if language:
        return Literal(binding["value"], RDF.langString, language)
    datatype = IRI(binding.get("datatype", XSD.string))
    if datatype == XSD.boolean and binding["value"] in ("0", "1"):  # Virtuoso's way
        return boolean(binding["value"] == "1")
    return Literal(binding["value"], datatype)


def _is_timeout(error: Exception) -> bool:
    return isinstance(error, TimeoutError) or isinstance(
        getattr(error, "reason", None), TimeoutError
    )


def _brief(error: Exception) -> str:
    """What the server said first, without the query that it quotes."""
    words, quoted, response = str(error).partition("Response:\n")
    if quoted:  # SPARQLWrapper puts the repr() of the bytes into its message
        with contextlib.suppress(ValueError, SyntaxError):
            words = ast.literal_eval(response).decode(errors="replace")
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return lines[0][:300] if lines else type(error).__name__
