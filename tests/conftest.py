"""What all tests share: the shipped chapter, read and built once."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from made_once import MadeOnce
from pluggy import Result as HookResult
from virtuoso import NoVirtuosoError, Virtuoso

from policygraph.annotation import Annotator
from policygraph.api import build
from policygraph.core.resources import CORPUS_VARIABLE, GRAPH_VARIABLE, resource
from policygraph.core.terms import encode_quad
from policygraph.document import Document, Outline, parse, read_outline
from policygraph.graph import BuiltGraph
from policygraph.sources import read_file
from policygraph.store import write_build
from policygraph.store.sorted_graph import SortedGraph

# A run that a script began in the background ignores Ctrl-C, and so would every command that a test interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Tests read one language, whatever the locale of the machine is; commands that they run inherit it.
os.environ["POLICYGRAPH_LANG"] = "en"

CHECKOUT = Path(__file__).parents[1]
CHAPTER = CHECKOUT / "data" / "source" / "sti-strategy-2017" / "5.txt"
# Where commands are run on the graph that is asked if none is named.
_ASKING = ("cli", "pages", "pictures", "publish", "questions", "shapes", "store", "web")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, HookResult[pytest.TestReport], None]:
    """In CI everything that tests need is there, so a skip there is a failure."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where nothing may be: {report.longrepr}"


# What begins a server or a browser, and the folders of tests that do so or set and install whole files.
_OF_SERVERS = frozenset(
    (
        "virtuoso",
        "browser",
        "browser_page",
        "chromium",
        "edited",
        "server",
        "servers",
        "served",
        "served_tab",
    )
)
_OF_WHOLE_RUNS = ("web", "end_to_end")
# A whole site or portal, and what rdflib, which takes a hundred times as long, makes of the whole graph.
_OF_WHOLE_GRAPHS = frozenset(("portal", "rdflib_editions", "rdflib_store", "site"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what ``make test-fast`` leaves out, and let what takes long begin before what takes little."""
    for item in items:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        names = frozenset(getattr(item, "fixturenames", ()))
        if folder in _OF_WHOLE_RUNS or names & (_OF_SERVERS | _OF_WHOLE_GRAPHS):
            item.add_marker("heavy")
    long = {item.path for item in items if item.get_closest_marker("heavy")}
    items.sort(key=lambda item: item.path not in long)


_LONGEST_ID = 40  # characters of a text in the id of a test


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a parameter the same in every process.

    Workers refuse to begin where they collected different ids, so bytes, which may hold a time stamp,
    need an id of their own. Long texts are cut: what they say stands in the test.
    """
    if isinstance(val, bytes):
        raise pytest.UsageError(f"the bytes of {argname} need an id: pytest.param(…, id=…)")
    if isinstance(val, str):
        line = " ".join("".join(c if c.isprintable() else " " for c in val).split())
        return line[:_LONGEST_ID] or "blank"
    return None


@pytest.fixture(scope="session")
def outline() -> Outline:
    path = resource("data", "outlines", "sti-strategy.toml")
    return read_outline(path.read_text(encoding="utf-8"), name=str(path))


@pytest.fixture(scope="session")
def chapter(outline: Outline) -> Document:
    return parse(read_file(CHAPTER), outline)


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    return Annotator.load()


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """What is costly to write, and read by many tests."""
    base = tmp_path_factory.getbasetemp()
    return MadeOnce((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "made-once")


@pytest.fixture(scope="session")
def built() -> BuiltGraph:
    """The one chapter that answers are saved of, whatever else the corpus holds."""
    return build(CHAPTER.parent)


@pytest.fixture(scope="module", autouse=True)
def frozen(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let corpus and graph be those of that chapter where a test names none, in processes as well."""
    first = request.path.relative_to(Path(__file__).parent).parts[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CORPUS_VARIABLE, str(CHAPTER.parent))
        if first in _ASKING or first.endswith(".py"):
            patch.setenv(GRAPH_VARIABLE, str(request.getfixturevalue("trig")))
        yield


@pytest.fixture(scope="session")
def built_folder(request: pytest.FixtureRequest, made_once: MadeOnce) -> Path:
    """A folder as ``policygraph build`` writes it."""

    def write(folder: Path) -> None:
        built: BuiltGraph = request.getfixturevalue("built")
        write_build(built.dataset.quads(), folder)

    return made_once("built", write)


@pytest.fixture(scope="session")
def trig(built_folder: Path) -> Path:
    return built_folder / "policygraph.trig"


@pytest.fixture(scope="session")
def graph(trig: Path) -> Iterator[SortedGraph]:
    with SortedGraph.read(trig) as held:
        yield held


@pytest.fixture(scope="session")
def small(graph: SortedGraph, made_once: MadeOnce) -> Path:
    """The graph without vocabulary and mentions: it is written ten times as fast."""

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8") as out:
            for quad in graph.quads():
                if not quad[3].endswith("/graph/vocabulary") and "#" not in quad[0]:
                    out.write(encode_quad(quad))

    return made_once("small.nq", write)


@pytest.fixture(scope="session")
def virtuoso(built: BuiltGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """A Virtuoso that holds the build beside its own system graphs."""
    try:
        server = Virtuoso(tmp_path_factory.mktemp("virtuoso"))
    except NoVirtuosoError as error:
        pytest.skip(str(error))
    try:
        server.load(built.dataset.graphs)
        yield server
    finally:
        server.stop()
