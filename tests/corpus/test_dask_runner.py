"""A cluster of Dask reads what one process reads, also when a worker is lost half way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from policygraph.core.errors import Errors, PolicygraphError, SourceError, UsageError
from policygraph.corpus import dask_runner
from policygraph.corpus.dask_runner import run_dask
from policygraph.corpus.description import find_texts
from policygraph.corpus.reading import Reader
from policygraph.corpus.runners import Runner, find_runner, run_serially
from policygraph.graph import build_by_shares
from policygraph.store.shelf import Shelf

_DOCUMENTS = 5


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Two workers of this machine; one that is lost is begun anew."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1",
        dashboard_address="127.0.0.1:0", memory_limit=None, silence_logs=60,
    ) as cluster:  # fmt: skip
        yield cluster


@pytest.fixture(scope="module")
def address(cluster: LocalCluster) -> str:
    return str(cluster.scheduler_address)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents of which each restates a measure of the one before it."""
    folder = tmp_path_factory.mktemp("corpus")
    for number in range(_DOCUMENTS):
        home = folder / f"d{number}"
        home.mkdir()
        restated = f"・第{number - 1}の大学を支援する。（再掲）【内閣府】\n" if number else ""
        (home / "1.txt").write_text(
            f"第1章 題\n（１）節\n［Ｃ］重きを置くべき取組\n・第{number}の大学を支援する。【内閣府】\n"
            f"{restated}・中小企業と{number}件の実証を行う。【経済産業省】\n",
            encoding="utf-8",
        )
        (home / "document.toml").write_text(
            f'key = "d{number}"\n[title]\nja = "題{number}"\n[texts]\n1 = "1.txt"\n',
            encoding="utf-8",
        )
    return folder


def _build(corpus: Path, cache: Path, runner: Runner) -> dict[str, bytes]:
    """The files of a build with two jobs."""
    out = cache / "out"
    out.mkdir(parents=True)
    shelf = Shelf(cache)
    built = build_by_shares(
        find_texts([corpus]), shelf, cache, reader=Reader(), runner=runner, jobs=2,
        progress=lambda _: None, errors=Errors(),
    )  # fmt: skip
    shelf.write_files(built.puts, out)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.fixture(scope="module")
def alone(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process makes."""
    return _build(corpus, tmp_path_factory.mktemp("alone"), run_serially)


@dataclass(frozen=True)
class _Dying:
    """Reads; and before one text and behind another, the first time, ends its process without a word."""

    read: Callable[[Any], Any]
    before: Any
    behind: Any
    dead: Path

    def __call__(self, text: Any) -> Any:
        if text == self.before:
            self._die_once("before")
        result = self.read(text)
        if text == self.behind:
            self._die_once("behind")
        return result

    def _die_once(self, when: str) -> None:
        if not (self.dead / when).exists():
            (self.dead / when).write_text(str(os.getpid()))
            os.kill(os.getpid(), signal.SIGKILL)


def _always_dying(text: str) -> str:
    if text == "d":
        os.kill(os.getpid(), signal.SIGKILL)
    return text


def _twice(text: str) -> str:
    return text + text


def _failing(text: str) -> str:
    if text == "b":
        raise SourceError("b.txt", "text-empty")
    return text


def test_readings_come_in_the_order_of_the_texts(address: str) -> None:
    texts = [str(number) for number in range(100)]
    run = find_runner(f"dask:{address}", texts=100, jobs=2)
    assert list(run(_twice, texts, 2)) == list(map(_twice, texts))


def test_workers_that_are_lost_half_way_change_nothing(
    corpus: Path, alone: dict[str, bytes], tmp_path: Path, address: str
) -> None:
    def runner(read: Callable[[Any], Any], texts: Sequence[Any], jobs: int) -> Iterator[Any]:
        dying = _Dying(read, texts[1], texts[len(texts) // 2], tmp_path)
        yield from run_dask(dying, texts, jobs, address=address)

    assert _build(corpus, tmp_path / "cache", runner) == alone
    dead = {(tmp_path / when).read_text() for when in ("before", "behind")}
    assert len(dead - {str(os.getpid())}) == 2


def test_a_text_that_ends_every_worker_is_told_in_one_line(address: str) -> None:
    with pytest.raises(PolicygraphError, match=r"were lost 4 times over the same text; give"):
        list(run_dask(_always_dying, ["a", "d"], 2, address=address))


def test_what_reading_raises_is_raised(address: str) -> None:
    with pytest.raises(SourceError, match=r"b\.txt: is empty"):
        list(run_dask(_failing, ["a", "b"], 2, address=address))


def test_workers_of_another_version_are_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_runner, "VERSION", "0.0.1")
    with pytest.raises(PolicygraphError, match=r"this is 0\.0\.1; install the same version"):
        list(run_dask(_twice, ["a"], 1, address=address))


def test_a_cluster_that_is_not_there_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_runner, "_PATIENCE", 0.5)
    with pytest.raises(UsageError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1 "):
        list(run_dask(_twice, ["a"], 1, address="tcp://127.0.0.1:1"))


def test_an_address_is_refused_by_a_runner_that_reads_here() -> None:
    with pytest.raises(UsageError, match="--runner serial takes no address"):
        find_runner("serial:tcp://127.0.0.1:1", texts=2, jobs=2)


def _run(*arguments: str, cwd: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    paths = [*([str(path)] if path else []), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.run(
        [sys.executable, "-m", "policygraph", *arguments],
        cwd=cwd, env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True, text=True, encoding="utf-8", timeout=200,
    )  # fmt: skip


def test_the_command_begins_a_cluster_of_its_own(
    corpus: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    done = _run(
        "build", str(corpus), "--out", "out", "--runner", "dask", "--jobs", "2", cwd=tmp_path
    )
    said = [line for line in done.stderr.splitlines() if ": reading texts" not in line]
    assert (done.returncode, said) == (0, [])
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == alone


def test_without_the_extra_one_line_says_what_to_install(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "distributed.py").write_text("raise ImportError('not installed')\n")
    done = _run(
        "build", str(corpus), "--out", "x", "--runner", "dask", cwd=tmp_path, path=tmp_path / "site"
    )
    assert done.returncode == 2
    assert done.stderr == (
        'policygraph build: dask needs what is not installed: pip install "policygraph[dask]"\n'
    )
    assert not (tmp_path / "x").exists()
