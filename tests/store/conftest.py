"""The same small graph in every kind of store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from publish.graph_server import Behaviour, serve
from virtuoso import PASSWORD, USER, NoVirtuosoError, Virtuoso

from policygraph.core.namespaces import IRI, RDF
from policygraph.core.terms import Quad, encode_quad, integer, text
from policygraph.store import Store, memory_store, open_store
from policygraph.store.http import Credentials
from policygraph.store.remote import RemoteStore
from policygraph.store.worker import WorkerStore

ONE, TWO = IRI("https://example.org/graph/x/curated"), IRI("https://example.org/graph/x/stated")
QUADS: list[Quad] = [
    (IRI("urn:a"), IRI("urn:is"), IRI("urn:b"), ONE),
    (IRI("urn:a"), RDF.type, IRI("urn:C"), ONE),
    (IRI("urn:b"), RDF.type, IRI("urn:C"), TWO),
    (IRI("urn:b"), IRI("urn:name"), text("名前", "ja"), TWO),
    (IRI("urn:b"), IRI("urn:count"), integer(3), TWO),
]
WRITABLE = ["memory", "disk", "server", "virtuoso"]
KINDS = ["memory", "disk", "file", "worker", "worker-disk", "server", "virtuoso"]


@pytest.fixture(scope="session")
def small_virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    try:
        server = Virtuoso(tmp_path_factory.mktemp("virtuoso"))
    except NoVirtuosoError as error:
        pytest.skip(str(error))
    yield server
    server.stop()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.nq"
    path.write_text("".join(map(encode_quad, QUADS)), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "store"
    with open_store(path, read_only=False) as written:
        written.load(QUADS)
    return path


@pytest.fixture
def server() -> Iterator[str]:
    with serve(Behaviour()) as endpoint:
        yield endpoint


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store of the kind that the test names."""
    kind, use = request.param, request.getfixturevalue
    if kind == "memory":
        opened = memory_store(QUADS)
    elif kind == "disk":
        opened = open_store(use("folder"), read_only=False)
    elif kind == "file":
        opened = open_store(use("file"))
    elif kind == "worker":
        opened = open_store(use("file"), timeout=60)
    elif kind == "worker-disk":
        path = use("folder")
        opened = WorkerStore(lambda: nullcontext(path), is_folder=True)
    else:
        opened = _remote(use("server") if kind == "server" else use("small_virtuoso"))
        for graph in (ONE, TWO, IRI("https://elsewhere.example/graph/other")):
            opened.remove(graph)
        opened.load(QUADS)
        foreign: Quad = (
            IRI("urn:x"),
            IRI("urn:name"),
            text("x"),
            IRI("https://elsewhere.example/other"),
        )
        opened.load([foreign])
    with opened:
        yield opened


def _remote(server: str | Virtuoso) -> RemoteStore:
    if isinstance(server, str):
        return RemoteStore(server)
    return RemoteStore(server.endpoint, credentials=Credentials(USER, PASSWORD))


def every(*kinds: str) -> pytest.MarkDecorator:
    """Run a test on these kinds of store."""
    return pytest.mark.parametrize("store", kinds or KINDS, indirect=True)


@pytest.fixture(scope="session")
def virtuoso_store(virtuoso: Virtuoso) -> RemoteStore:
    """The build of the shipped chapter on Virtuoso."""
    return RemoteStore(virtuoso.endpoint)
