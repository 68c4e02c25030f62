"""Where texts are read changes nothing of what is read."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from third_party import Site

from policygraph.api import build
from policygraph.core.errors import SeveralErrors, SourceError, UsageError
from policygraph.core.resources import corpus_folders
from policygraph.corpus.description import find_texts
from policygraph.corpus.reading import Reader
from policygraph.corpus.runners import find_runner
from policygraph.graph import build_graph

T = TypeVar("T")
R = TypeVar("R")
_THREADS = """
import sys
from concurrent.futures import ThreadPoolExecutor


def run(read, texts, jobs):
    print(f"{len(texts)} texts in {jobs} threads", file=sys.stderr)
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(read, texts)
"""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Two chapters, the second of which restates a measure of the first."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, mark in ((2, ""), (3, "（再掲）")):
        (folder / f"{number}.txt").write_text(
            f"第{number}章 題\n（１）節\n［Ｃ］重きを置くべき取組\n"
            f"・大学を支援する。{mark}【内閣府】\n－ 中小企業を支援する。\n",
            encoding="utf-8",
        )
    (folder / "document.toml").write_text(
        'key = "x"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n3 = "3.txt"\n', encoding="utf-8"
    )
    return folder


def travelling(read: Callable[[T], R], texts: Sequence[T], jobs: int) -> Iterator[R]:
    """Sends what reads and what was read through bytes, as a cluster would."""
    sent = pickle.dumps(read)
    for text in texts:
        yield pickle.loads(pickle.dumps(pickle.loads(sent)(text)))


def test_readings_that_travelled_make_the_same_graph(texts: Path) -> None:
    here = build_graph(find_texts([texts]))
    travelled = build_graph(find_texts([texts]), runner=travelling)
    assert list(travelled.dataset.quads()) == list(here.dataset.quads())
    assert travelled.summary == here.summary
    assert here.summary.unresolved_reprises == 0


def test_a_reading_is_the_same_after_a_journey() -> None:
    (text,) = find_texts(corpus_folders())
    reading = Reader().read(text)
    assert pickle.loads(pickle.dumps(reading)) == reading


def test_what_reads_travels_without_what_it_has_loaded() -> None:
    reader = Reader()
    before = pickle.dumps(reader.read)
    assert reader.annotator is reader.annotator
    assert pickle.dumps(reader.read) == before
    assert len(before) < 1000


def test_processes_read_what_one_process_reads(texts: Path) -> None:
    alone, together = build(texts), build(texts, jobs=2, runner="processes")
    assert list(together.dataset.quads()) == list(alone.dataset.quads())


def test_errors_in_other_processes_are_the_same_errors(texts: Path) -> None:
    (texts / "3.txt").write_text("大学である。【", encoding="utf-8")
    (texts / "2.txt").write_bytes("大学".encode("cp932"))
    with pytest.raises(SourceError, match=r"2\.txt: not UTF-8 at byte 0"):
        build(texts, jobs=2)
    (texts / "3.txt").write_bytes(b"")
    with pytest.raises(SeveralErrors) as caught:
        build(texts, jobs=2)
    assert [str(error).rpartition("/")[2] for error in caught.value.errors] == [
        "2.txt: not UTF-8 at byte 0 (0x91): if it is Shift_JIS, say --encoding cp932",
        "3.txt: is empty",
    ]


def test_a_runner_of_another_package_is_used_when_it_is_named(texts: Path, tmp_path: Path) -> None:
    site = Site(tmp_path / "site-packages")
    site.install("thread-runner", _THREADS, "policygraph.runners", "threads = thread_runner:run")
    ours = site.run("build", "texts", "--out", "ours", cwd=tmp_path)
    assert ours.stderr == ""
    theirs = site.run(
        "build", "texts", "--out", "theirs", "--runner", "threads", "--jobs", "2", cwd=tmp_path
    )
    assert theirs.stderr == "2 texts in 2 threads\n"
    assert (tmp_path / "theirs" / "policygraph.trig").read_bytes() == (
        tmp_path / "ours" / "policygraph.trig"
    ).read_bytes()


def test_an_unknown_runner_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match='no runner "cluster"; there are serial, processes'):
        find_runner("cluster", texts=2, jobs=2)
