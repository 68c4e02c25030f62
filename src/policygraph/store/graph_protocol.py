"""The named graphs of a remote store: SPARQL 1.1 Graph Store Protocol, Query and Update."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import pyoxigraph as ox

from policygraph.core.errors import StoreError
from policygraph.core.namespaces import IRI
from policygraph.store.http import Answer, Connection, Credentials, check_url

_NTRIPLES = "application/n-triples"
_DIGITS = 4  # of a hash by which a graph is taken in parts: 65,536 at most
_BATCH = 500  # triples an INSERT DATA; Virtuoso compiles each update and refuses long ones
# Where servers have their graph stores, by the last step of their query endpoints.
_SIBLINGS = {
    "sparql": ("sparql-graph-crud-auth", "data"),  # Virtuoso, Fuseki
    "query": ("store", "data"),  # Oxigraph, Fuseki
    "sparql-auth": ("sparql-graph-crud-auth",),
}
_UPDATES = {"sparql": ("sparql-auth", "update", "sparql"), "query": ("update",)}
# A server says one of these where it has no such service.
_NO_SERVICE = frozenset((404, 405, 410, 501))


def _beside(url: str, step: str) -> str:
    """The URL with another last step."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rpartition('/')[0]}/{step}", query=""))


class RemoteGraphs:
    """The graphs behind an endpoint.

    Args:
        endpoint: of SPARQL queries.
        graph_store: of the Graph Store Protocol; looked for beside the endpoint if not given.
        update: of SPARQL Update, where the server has no graph store; likewise.
        credentials: where the server asks for them.
        timeout: seconds an answer may take.

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
        timeout: float = 300,
    ) -> None:
        self.endpoint = check_url(endpoint, "--endpoint")
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
        self._connection = Connection(urls, credentials, timeout=timeout)

    def _ask(self, query: str, accept: str) -> Answer:
        answer = self._connection.request(
            "POST",
            self.endpoint,
            body=urlencode({"query": query}).encode(),
            headers={"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"},
        )
        if answer.status != 200:
            raise self._connection.refusal(self.endpoint, answer)
        return answer

    def _rows(self, query: str) -> list[dict[str, str]]:
        answer = self._ask(query, "application/sparql-results+json")
        try:
            bindings = json.loads(answer.body)["results"]["bindings"]
            return [{name: cell["value"] for name, cell in row.items()} for row in bindings]
        except (ValueError, KeyError, TypeError):
            raise StoreError(f"{self.endpoint}: does not answer in SPARQL JSON results") from None

    def names(self, prefix: str) -> list[IRI]:
        """The graphs whose names begin so, sorted."""
        rows = self._rows(
            "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?thing a ?class } "
            f'FILTER(STRSTARTS(STR(?graph), "{prefix}")) }}'
        )
        return sorted(IRI(row["graph"]) for row in rows)

    def count(self, graph: IRI) -> int:
        """How many triples a graph has; 0 where there is none of that name."""
        rows = self._rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        return int(rows[0]["n"]) if rows else 0

    def read(self, graph: IRI) -> set[str]:
        """The triples of a graph as lines of N-Triples, as we write them.

        Servers cut long answers short without a word (Virtuoso at 10,000 rows unless it is told
        otherwise): what is too short is fetched again in parts, by a hash of the subject. The first
        answer shows how many rows the server gives; parts of half as many leave room for chance.

        Raises:
            StoreError: the server does not answer in N-Triples or Turtle.
        """
        count = self.count(graph)
        lines = self._construct(graph, "") if count else set()
        most = max(len(lines) // 2, 1)
        for digits in range(1, _DIGITS + 1):
            if len(lines) < count and (count / 16**digits <= most or digits == _DIGITS):
                lines = set()
                for part in range(16**digits):
                    hexadecimal = f"{part:0{digits}x}"
                    lines |= self._construct(
                        graph, f'FILTER(STRSTARTS(LCASE(MD5(STR(?s))), "{hexadecimal}"))'
                    )
        return lines

    def _construct(self, graph: IRI, condition: str) -> set[str]:
        answer = self._ask(
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} {condition} }}",
            f"{_NTRIPLES}, text/turtle;q=0.5",
        )
        try:
            return set(_encoded(answer.body))
        except SyntaxError as error:
            raise StoreError(f"{self.endpoint}: answers in broken Turtle: {error.msg}") from None

    def replace(self, graph: IRI, lines: list[str]) -> str:
        """Put a graph in the place of the one of its name.

        Returns:
            How: ``graph store`` or ``update``.

        Raises:
            StoreError: the server refuses, or has neither service.
        """
        body = "".join(lines).encode()
        while self._stores:
            url = f"{self._stores[0]}?graph={quote(graph, safe='')}"
            answer = self._connection.request(
                "PUT", url, body=body, headers={"Content-Type": _NTRIPLES}
            )
            if answer.status in (200, 201, 204):
                return "graph store"
            if answer.status not in _NO_SERVICE:
                raise self._connection.refusal(self._stores[0], answer)
            self._stores.pop(0)
        self._update(f"DROP SILENT GRAPH <{graph}>")
        for begin in range(0, len(lines), _BATCH):
            batch = "".join(lines[begin : begin + _BATCH])
            self._update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{batch}}} }}")
        return "update"

    def remove(self, graph: IRI) -> None:
        """Remove a graph."""
        self._update(f"DROP SILENT GRAPH <{graph}>")

    def _update(self, update: str) -> None:
        """Run an update at the first URL that has the service.

        Raises:
            StoreError: the server refuses, or has no such service.
        """
        while True:
            url = self._updates[0]
            answer = self._connection.request(
                "POST",
                url,
                body=update.encode(),
                headers={"Content-Type": "application/sparql-update"},
            )
            if answer.status in (200, 204):
                return
            if answer.status not in _NO_SERVICE or len(self._updates) == 1:
                if answer.status in _NO_SERVICE:
                    raise StoreError(
                        f"{self.endpoint}: no graph store and no update service was found beside it;"
                        " say where with --graph-store or --update"
                    )
                raise self._connection.refusal(url, answer)
            self._updates.pop(0)


def _encoded(body: bytes) -> Iterator[str]:
    """Triples of a server as lines, whatever escapes it uses."""
    quads = ox.parse(body, format=ox.RdfFormat.TURTLE)
    packed = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    for line in (packed or b"").decode().split("\n"):
        if line:
            yield f"{line}\n"
