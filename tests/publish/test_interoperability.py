from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from publish.conftest import parse_with_rapper
from virtuoso import PASSWORD, USER, NoVirtuosoError, Virtuoso

from policygraph.cli.publish import publish
from policygraph.publish.formats import GRAPH_FORMATS
from policygraph.publish.publisher import Publisher
from policygraph.publish.views import view_ids, write_view
from policygraph.store import Store
from policygraph.store.http import Credentials
from policygraph.store.remote import RemoteStore
from policygraph.store.sorted_graph import SortedGraph

_COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """Virtuoso as Debian ships it: an answer has 10,000 rows and no more."""
    try:
        running = Virtuoso(tmp_path_factory.mktemp("virtuoso"), rows=10_000)
    except NoVirtuosoError as reason:
        pytest.skip(str(reason))
    yield running
    running.stop()


def remote(server: Virtuoso, **options: str) -> RemoteStore:
    credentials = Credentials(USER, PASSWORD)
    return RemoteStore(server.endpoint, credentials=credentials, **options)


def counts_in_virtuoso(server: Virtuoso) -> dict[str, int]:
    url = f"{server.endpoint}?query={quote(_COUNTS)}&format=application%2Fsparql-results%2Bjson"
    with urlopen(url, timeout=60) as answer:
        rows = json.load(answer)["results"]["bindings"]
    return {
        r["g"]["value"]: int(r["n"]["value"])
        for r in rows
        if "/policygraph/graph/" in r["g"]["value"]
    }


def test_the_portal_directory_has_the_same_counts_in_virtuoso_pyoxigraph_and_rdflib(
    portal: Path, server: Virtuoso
) -> None:
    packed = portal / "data" / "policygraph.nq.gz"
    with SortedGraph.read(packed) as graph:
        published = list(Publisher(graph, remote(server)).publish())
    assert all(p.is_right and p.how == "graph store" for p in published)
    plain = gzip.decompress(packed.read_bytes())
    by_rdflib = rdflib.Dataset()
    by_rdflib.parse(data=plain, format="nquads")
    in_rdflib = {str(g.identifier): len(g) for g in by_rdflib.graphs() if len(g)}
    store = ox.Store()
    store.bulk_load(plain, format=ox.RdfFormat.N_QUADS)
    in_pyoxigraph = {
        row["g"].value: int(row["n"].value)  # type: ignore[union-attr]
        for row in store.query(_COUNTS)  # type: ignore[union-attr]
    }
    assert counts_in_virtuoso(server) == in_pyoxigraph == in_rdflib
    assert len(in_rdflib) == 7


def test_virtuoso_gives_back_an_isomorphic_graph(trig: Path, server: Virtuoso) -> None:
    with SortedGraph.read(trig) as graph:
        publisher = Publisher(graph, remote(server))
        list(publisher.publish())
        # Without blank nodes, graphs are isomorphic exactly if their triples are the same.
        for name, triples in publisher.local():
            assert set(remote(server).triples(name)) == set(triples), name


def test_virtuoso_takes_updates_where_it_is_told_to(trig: Path, server: Virtuoso) -> None:
    with SortedGraph.read(trig) as graph:
        by_update = remote(server, update=f"{server.url}/sparql-auth")
        name, triples = next(iter(Publisher(graph, by_update).local()))
        by_update.replace(name, triples[:-1])
        assert by_update.count(name) == len(triples) - 1
        published = next(iter(Publisher(graph, by_update).publish()))
    assert (published.how, published.is_right, published.count) == ("update", True, len(triples))


def test_virtuoso_refuses_a_wrong_password_and_nobody_sees_it(
    trig: Path, server: Virtuoso, tmp_path: Path
) -> None:
    target = tmp_path / "changed.trig"
    target.write_text(
        trig.read_text(encoding="utf-8").replace("policygraph：", "別名："), encoding="utf-8"
    )
    secret = tmp_path / "password"
    secret.write_text("Falsch-31\n", encoding="utf-8")
    done = CliRunner().invoke(
        publish,
        ["--endpoint", server.endpoint, "--graph", str(target), "--user", USER,
         "--password-file", str(secret)],
    )  # fmt: skip
    assert "a user and password was refused (401)" in str(done.exception)
    assert "Falsch-31" not in f"{done.output}{done.exception!r}"


_RAPPER = {
    "turtle": "turtle",
    "trig": "trig",
    "ntriples": "ntriples",
    "nquads": "nquads",
    "rdfxml": "rdfxml",
}


@pytest.mark.parametrize("name", _RAPPER)
def test_rapper_parses_an_export_and_counts_what_is_there(
    name: str, graph: SortedGraph, rapper: str, tmp_path: Path
) -> None:
    found = GRAPH_FORMATS.find(name)
    path = tmp_path / f"graph{found.suffix}"
    with path.open("wb") as out:
        found.write(graph, out)
    assert parse_with_rapper(rapper, path, _RAPPER[name]) == sum(1 for _ in graph.triples())


@pytest.mark.parametrize("id_", view_ids())
def test_rapper_parses_every_view(id_: str, store: Store, rapper: str, tmp_path: Path) -> None:
    for format_, suffix in (("turtle", ".ttl"), ("rdfxml", ".rdf")):
        path = tmp_path / f"view{suffix}"
        with path.open("wb") as out:
            write_view(id_, store, out, format_)
        assert parse_with_rapper(rapper, path, _RAPPER[format_]) > 100
