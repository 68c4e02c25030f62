"""What the tests of networks share: the shipped chapter, and two small documents made up here."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.api import build
from policygraph.graph import BuiltGraph
from policygraph.pictures.report import write_report
from policygraph.store import OxigraphStore, Store

# The second document restates a measure of the first, which is one of its own then, restates one that
# is in neither, and has a component with a tag of its own.
KOU = """\
第１章 甲の章
（１）第一の節
［Ａ］基本的認識
大学の役割は大きい。
［Ｂ］重きを置くべき課題
企業との連携が課題である。
［Ｃ］重きを置くべき取組
① 甲の取組
・大学と企業の共同研究を推進する。【文部科学省、経済産業省】
・中小企業の標準化を支援する。【経済産業省】
・地域の企業の人材育成を検討する。【内閣府、関係府省】
"""
OTSU = """\
第１章 乙の章
（１）別の節
［Ｃ］重きを置くべき取組
① 乙の取組
・大学と企業の共同研究を推進する。（再掲）【文部科学省、経済産業省】
・大学の国際標準化を進める。【文部科学省】
・以下の人材育成を進める。【内閣府】
－大学の人材育成を支援する。【文部科学省】
② 丙の取組
・研究者の人材育成を支援する。（再掲）【関係府省】
"""
DOCUMENTS = {
    "kou-2018": ("甲戦略2018", KOU, "decided_on = 2018-04-01\n"),
    "otsu-2019": ("乙戦略2019", OTSU, ""),
}


def write_documents(folder: Path) -> Path:
    """The two documents as folders that `policygraph build` reads."""
    for key, (title, text, more) in DOCUMENTS.items():
        (folder / key).mkdir(parents=True)
        (folder / key / "1.txt").write_text(text, encoding="utf-8")
        (folder / key / "document.toml").write_text(
            f'key = "{key}"\n{more}[title]\nja = "{title}"\n[texts]\n1 = "1.txt"\n',
            encoding="utf-8",
        )
    return folder


def loaded(graph: BuiltGraph) -> Store:
    """A store that holds a build."""
    store = OxigraphStore()
    store.load(graph.dataset.quads())
    return store


@pytest.fixture(scope="session")
def editions() -> Store:
    """Two editions of a plan and a report on them, which were read with eyes."""
    return loaded(build(Path(__file__).parents[1] / "fixtures" / "lineage"))


@pytest.fixture(scope="session")
def shipped(built: BuiltGraph) -> Store:
    """The shipped chapter."""
    return loaded(built)


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the two documents."""
    return write_documents(tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="session")
def two_built(documents: Path) -> BuiltGraph:
    """The two documents, built."""
    return build(documents)


@pytest.fixture(scope="session")
def two(two_built: BuiltGraph) -> Store:
    """The two documents in a store."""
    return loaded(two_built)


@pytest.fixture(scope="session")
def report_en(shipped: Store) -> str:
    """The report on the shipped chapter in English."""
    return write_report(shipped, "en")
