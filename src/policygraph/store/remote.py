"""A store behind a SPARQL 1.1 endpoint: Query, Update and Graph Store Protocol over HTTP.

SPARQLWrapper holds what is sent. It does not tell what is asked, as it takes words of a comment for it
(`policygraph.store.syntax` does), and it does not send: its own transport
follows redirects with the password, repeats nothing, has no limit for the whole of an answer, installs
an opener for all of the process where a server asks for Digest authentication, and ends at the
hundredth header; and it is reached through a private method, so that it cannot be given another.
`policygraph.store.http` sends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from email.message import Message
from itertools import islice
from typing import IO, Any, cast
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import pyoxigraph as ox

from policygraph.core.errors import StoreError
from policygraph.core.namespaces import DCAT, IRI, VOID
from policygraph.core.terms import (
    BlankNode,
    Literal,
    Quad,
    Triple,
    encode_triple,
)
from policygraph.store.http import MOST_BYTES, Connection, Credentials, Response, check_url
from policygraph.store.json_results import read_results
from policygraph.store.protocol import (
    Boolean,
    Graph,
    Result,
    Solutions,
    SolutionStream,
    Statement,
    Store,
    StreamedResult,
)
from policygraph.store.rdf import to_statement
from policygraph.store.syntax import has_dataset, is_update, makes_triples

_NTRIPLES = "application/n-triples"
_RESULTS = "application/sparql-results+json"
_ROWS = frozenset((_RESULTS, "application/json"))
_TRIPLES = frozenset(  # a parser of Turtle reads all of them
    (_NTRIPLES, "text/turtle", "text/plain", "text/ntriples", "text/n3", "text/rdf+n3",
     "application/turtle", "application/x-turtle")
)  # fmt: skip
_STAGED = "/being-written"  # behind the name of a graph that is on its way to its place
_DIGITS = 4  # of a hash by which a graph is taken in parts: 65,536 at most
_BATCH = 500  # triples an INSERT DATA; Virtuoso compiles each update and refuses long ones
# Where servers have their graph stores and updates, by the last step of their query endpoints.
_SIBLINGS = {
    "sparql": ("sparql-graph-crud-auth", "data"),  # Virtuoso, Fuseki
    "query": ("store", "data"),  # Oxigraph, Fuseki
    "sparql-auth": ("sparql-graph-crud-auth",),
}
_UPDATES = {"sparql": ("sparql-auth", "update", "sparql"), "query": ("update",)}
# A server says one of these where it has no such service.
_NO_SERVICE = frozenset((404, 405, 410, 501))
# Our graphs as the metadata list them; where no metadata were loaded, as they are named.
_LISTED = f"""SELECT DISTINCT ?about ?graph WHERE {{
  GRAPH ?about {{ ?dataset a <{DCAT.Dataset}> ; <{VOID.subset}> ?graph }}
}}"""
_NAMED = """SELECT DISTINCT ?graph WHERE {
  GRAPH ?graph { ?thing a ?class }
  FILTER(REGEX(STR(?graph), "/graph/(ontology|vocabulary|metadata|[^/]+/(stated|inferred|curated))$"))
}"""


def _beside(url: str, step: str) -> str:
    """The URL with another last step."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rpartition('/')[0]}/{step}", query=""))


class RemoteStore(Store):
    """An endpoint. Its queries name our graphs, since its default graph may hold other things.

    Args:
        endpoint: of SPARQL queries.
        graph_store: of the Graph Store Protocol; looked for beside the endpoint if not given.
        update: of SPARQL Update; likewise.
        credentials: where the server asks for them.
        timeout: seconds that a request may take unless it is given its own limit.
        most: bytes that an answer may have.
        tries: how often a query is asked where the server is busy or not there.
        read_only: whether changes are refused.

    Raises:
        UsageError: a URL that cannot be asked.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        graph_store: str | None = None,
        update: str | None = None,
        credentials: Credentials | None = None,
        timeout: float | None = 60,
        most: int = MOST_BYTES,
        tries: int = 3,
        read_only: bool = False,
    ) -> None:
        self.endpoint = check_url(endpoint, "--endpoint")
        self.read_only = read_only
        last = urlsplit(endpoint).path.rstrip("/").rpartition("/")[2]
        self._stores = (
            [check_url(graph_store, "--graph-store")]
            if graph_store
            else []
            if update
            else [_beside(endpoint, step) for step in _SIBLINGS.get(last, ("data",))]
        )
        self._updates = (
            [check_url(update, "--update")]
            if update
            else [_beside(endpoint, step) for step in _UPDATES.get(last, ("update",))]
        )
        urls = [self.endpoint, *self._stores, *self._updates]
        self._connection = Connection(urls, credentials, timeout=timeout, most=most, tries=tries)
        self._graphs: list[IRI] | None = None
        self._dataset: tuple[tuple[IRI, ...], tuple[IRI, ...]] | None = None

    def allow(self, seconds: float, size: int) -> None:
        """Bound all requests from now on together.

        Args:
            seconds: that may be spent in waiting for them.
            size: bytes that all answers may have.
        """
        self._connection.allow(seconds, size)

    def seeing(self, default: tuple[IRI, ...], named: tuple[IRI, ...]) -> RemoteStore:
        """This endpoint, its queries seeing some graphs whatever they name themselves.

        Args:
            default: whose union is the default graph.
            named: those that GRAPH finds.
        """
        other = copy(self)
        other._dataset = (default, named)
        return other

    # -- queries -----------------------------------------------------------------------------------

    @contextmanager
    def _asked(
        self,
        sparql: str,
        accept: str,
        kinds: frozenset[str],
        *,
        of_ours: bool,
        timeout: float | None,
    ) -> Iterator[Response]:
        """Send a query.

        Args:
            sparql, timeout: see `Store.query`.
            accept: media types that are asked for.
            kinds: those that are taken.
            of_ours: whether it sees our graphs, unless it names others itself.
        """
        from SPARQLWrapper import SPARQLWrapper

        request = SPARQLWrapper(self.endpoint)
        request.queryString = sparql  # its setter guesses, and warns, what kind it is
        if is_update(sparql):
            raise StoreError("update-no-query")
        # What the protocol names overrides what the query names (SPARQL 1.1 Protocol, section 2.1.4).
        default, named = self._seen(sparql) if of_ours else ((), ())
        for graph in default:
            request.addParameter("default-graph-uri", graph)
        for graph in named:
            request.addParameter("named-graph-uri", graph)
        fields = {**request.parameters, "query": [request.queryString]}
        with self._connection.request(
            "POST",
            self.endpoint,
            body=urlencode(fields, doseq=True).encode(),
            headers={"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"},
            timeout=timeout,
            changes=False,
        ) as response:
            if response.status != 200:
                raise self._connection.refusal(self.endpoint, response)
            if response.media_type not in kinds:
                kind = response.media_type or "-"
                raise StoreError("other-type", endpoint=self.endpoint, type=kind, wanted=accept)
            yield response

    def _seen(self, sparql: str) -> tuple[Sequence[IRI], Sequence[IRI]]:
        if self._dataset is not None:
            return self._dataset
        graphs = () if has_dataset(sparql) else self.graphs()
        return graphs, graphs

    def _results(
        self, sparql: str, *, of_ours: bool = True, timeout: float | None = None
    ) -> Iterator[Any]:
        """The variables of a SELECT or the value of an ASK, then the rows."""
        with self._asked(sparql, _RESULTS, _ROWS, of_ours=of_ours, timeout=timeout) as response:
            count = -1  # the head is no row
            try:
                for piece in read_results(response.stream):
                    yield piece
                    count += 1
            except (ValueError, KeyError, TypeError, AttributeError):
                raise StoreError("not-in-json", endpoint=self.endpoint) from None
            self._check_whole(count, response.headers)

    def _check_whole(self, rows: int, headers: Message) -> None:
        """Virtuoso cuts long answers and says so in a header only."""
        limit = headers.get("X-SPARQL-MaxRows") or ""
        if limit.isdigit() and rows >= int(limit):
            raise StoreError("answer-cut", endpoint=self.endpoint, limit=limit)
        if headers.get("X-SQL-State") == "S1TAT":
            raise StoreError(
                "gave-up", endpoint=self.endpoint, reason=headers.get("X-SQL-Message") or ""
            )

    def _query(
        self, sparql: str, timeout: float | None, *, stream: bool
    ) -> Result | StreamedResult:
        if makes_triples(sparql):
            return Graph(list(self.construct(sparql, timeout=timeout)))
        answer = self._results(sparql, timeout=timeout)
        head = next(answer)
        if isinstance(head, bool):
            return Boolean(head)
        if head == ("__ASK_RETVAL",):  # Virtuoso answers ASK as a SELECT
            return Boolean(any(row[0].value == "1" for row in answer))
        return SolutionStream(head, answer) if stream else Solutions(head, list(answer))

    def construct(self, sparql: str, *, timeout: float | None = None) -> Iterator[Statement]:
        """See `Store.construct`."""
        if not makes_triples(sparql):
            raise StoreError("no-construct")
        return self._triples(sparql, of_ours=True, timeout=timeout)

    def _triples(
        self, sparql: str, *, of_ours: bool, timeout: float | None = None
    ) -> Iterator[Statement]:
        accept = f"{_NTRIPLES}, text/turtle;q=0.8"
        with self._asked(sparql, accept, _TRIPLES, of_ours=of_ours, timeout=timeout) as response:
            body = cast("IO[bytes]", response.stream)
            try:
                yield from map(to_statement, ox.parse(body, format=ox.RdfFormat.TURTLE))
            except SyntaxError as error:
                raise StoreError(
                    "broken-turtle", endpoint=self.endpoint, reason=error.msg
                ) from None

    # -- graphs ------------------------------------------------------------------------------------

    def graphs(self) -> list[IRI]:
        """See `Store.graphs`: those of ours, told by the metadata or else by their names."""
        if self._graphs is None:
            self._graphs = self._names(_LISTED) or self._names(_NAMED)
        return self._graphs

    def _names(self, listing: str) -> list[IRI]:
        rows = islice(self._results(listing, of_ours=False), 1, None)
        found = {cell for row in rows for cell in row if isinstance(cell, IRI)}
        return sorted(name for name in found if not name.endswith(_STAGED))

    def names(self, prefix: str) -> list[IRI]:
        """All graphs there whose names begin so, sorted."""
        return self._names(
            "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?thing a ?class } "
            f'FILTER(STRSTARTS(STR(?graph), "{prefix}")) }}'
        )

    def count(self, graph: IRI) -> int:
        """How many triples a graph has; 0 where there is none of that name."""
        query = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        rows = list(islice(self._results(query, of_ours=False), 1, None))
        number = rows[0][0] if rows else None
        return int(number.value) if isinstance(number, Literal) else 0

    def triples(self, graph: IRI) -> Iterator[Triple]:
        """See `Store.triples`.

        Servers cut long answers short without a word (Virtuoso at 10,000 rows unless it is told
        otherwise): what is too short is fetched again in parts, by a hash of the subject. The first
        answer shows how many rows the server gives; parts of half as many leave room for chance.
        """
        count = self.count(graph)
        found = set(self._part(graph)) if count else set()
        most = max(len(found) // 2, 1)
        for digits in range(1, _DIGITS + 1):
            if len(found) < count and (count / 16**digits <= most or digits == _DIGITS):
                found = set()
                for part in range(16**digits):
                    begins = f'STRSTARTS(LCASE(MD5(STR(?s))), "{part:0{digits}x}")'
                    found.update(self._part(graph, f"FILTER({begins})"))
        yield from found

    def _part(self, graph: IRI, condition: str = "") -> Iterator[Triple]:
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} {condition} }}"
        for subject, predicate, value in self._triples(query, of_ours=False):
            if not isinstance(subject, IRI) or isinstance(value, BlankNode):
                raise StoreError("blank-in-graph", graph=graph)
            yield subject, predicate, value

    # -- changes -----------------------------------------------------------------------------------

    def load(self, quads: Iterable[Quad]) -> None:
        """See `Store.load`: INSERT DATA, some hundred quads at a time."""
        waiting = iter(quads)
        while batch := list(islice(waiting, _BATCH)):
            by_graph: dict[IRI, list[str]] = {}
            for subject, predicate, value, graph in batch:
                line = encode_triple((subject, predicate, value))
                by_graph.setdefault(graph, []).append(line)
            blocks = (f"GRAPH <{graph}> {{\n{''.join(ls)}}}" for graph, ls in by_graph.items())
            self.update(f"INSERT DATA {{ {' '.join(blocks)} }}")

    def replace(self, graph: IRI, triples: Iterable[Triple]) -> str:
        """Put a graph in the place of the one of its name, so that a reader sees the old or the new.

        The Graph Store Protocol does it in one request. Where there is none, the triples go into a graph
        of another name beside it, which is then moved into the place (SPARQL 1.1 Update, section 3.2.4);
        what an earlier run left there goes first.

        Returns:
            How: ``graph store`` or ``update``.

        Raises:
            StoreError: the server refuses, or has neither service.
        """
        lines = list(map(encode_triple, triples))
        while self._stores:
            url = f"{self._stores[0]}?graph={quote(graph, safe='')}"
            status = self._change("PUT", url, "".join(lines), _NTRIPLES)
            if status not in _NO_SERVICE:
                return "graph store"
            self._stores.pop(0)
        staged = IRI(f"{graph}{_STAGED}")
        self.remove(staged)
        for begin in range(0, len(lines), _BATCH):
            batch = "".join(lines[begin : begin + _BATCH])
            self.update(f"INSERT DATA {{ GRAPH <{staged}> {{\n{batch}}} }}")
        if lines:
            self.update(f"MOVE GRAPH <{staged}> TO GRAPH <{graph}>")
        else:
            self.remove(graph)
        return "update"

    def remove(self, graph: IRI) -> None:
        """Remove a graph."""
        self.update(f"DROP SILENT GRAPH <{graph}>")

    def update(self, sparql: str) -> None:
        """See `Store.update`. It is sent once, to the first URL that has the service."""
        while self._updates:
            status = self._change("POST", self._updates[0], sparql, "application/sparql-update")
            if status not in _NO_SERVICE:
                return
            self._updates.pop(0)
        raise StoreError("no-update-service", endpoint=self.endpoint)

    def _change(self, method: str, url: str, body: str, kind: str) -> int:
        """Send a change; gives the status, of success or of a service that is not there."""
        if self.read_only:
            raise StoreError("read-only")
        self._graphs = None
        with self._connection.request(
            method, url, body=body.encode(), headers={"Content-Type": kind}
        ) as response:
            if response.status not in (200, 201, 204, *_NO_SERVICE):
                raise self._connection.refusal(url, response)
            return response.status

    def close(self) -> None:
        """Nothing is held open between requests."""
