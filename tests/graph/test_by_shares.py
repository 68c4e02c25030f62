"""A build document by document makes the bytes of a build at once; with a cache, after any change, too."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from random_corpora import KEYS, random_corpus, write_document

from policygraph.core.errors import Errors, PolicygraphError
from policygraph.corpus.description import find_texts
from policygraph.corpus.reading import Reader
from policygraph.corpus.runners import run_processes, run_serially
from policygraph.graph import BuildSummary, build_by_shares, build_graph
from policygraph.store import write_build
from policygraph.store.shelf import Shelf

_Built = tuple[dict[str, bytes], BuildSummary] | str


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _at_once(corpus: Path, out: Path, reader: Reader) -> _Built:
    """The files of a build in memory, or what is wrong."""
    try:
        built = build_graph(find_texts([corpus]), reader=reader)
    except PolicygraphError as error:
        return str(error)
    write_build(built.dataset.quads(), out, core=built.core())
    return _files(out), built.summary


def _by_shares(corpus: Path, cache: Path, out: Path, reader: Reader, jobs: int = 1) -> _Built:
    """The files of a build document by document, or what is wrong."""
    shelf = Shelf(cache)
    try:
        built = build_by_shares(
            find_texts([corpus]), shelf, cache, reader=reader, progress=lambda _: None,
            errors=Errors(), jobs=jobs, runner=run_processes if jobs > 1 else run_serially,
        )  # fmt: skip
    except PolicygraphError as error:
        return str(error)
    out.mkdir()
    shelf.write_files(built.puts, out)
    return _files(out), built.summary


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize("seed", range(8), ids=lambda seed: f"seed {seed}")
def test_document_by_document_makes_what_a_build_at_once_makes(
    seed: int, tmp_path: Path, reader: Reader
) -> None:
    corpus = random_corpus(random.Random(seed), tmp_path / "corpus")
    (tmp_path / "cache").mkdir()
    expected = _at_once(corpus, tmp_path / "at-once", reader)
    assert _by_shares(corpus, tmp_path / "cache", tmp_path / "shares", reader) == expected


@pytest.mark.parametrize("seed", range(100, 103), ids=lambda seed: f"seed {seed}")
def test_after_any_change_a_cache_gives_what_a_full_build_gives(
    seed: int, tmp_path: Path, reader: Reader
) -> None:
    chance = random.Random(seed)
    corpus, cache = random_corpus(chance, tmp_path / "corpus"), tmp_path / "cache"
    cache.mkdir()
    for step in range(4):
        expected = _at_once(corpus, tmp_path / f"at-once-{step}", reader)
        assert _by_shares(corpus, cache, tmp_path / f"shares-{step}", reader) == expected
        key = chance.choice(KEYS)
        if chance.random() < 0.2 and len(list(corpus.iterdir())) > 1:
            shutil.rmtree(corpus / key, ignore_errors=True)
        else:
            write_document(chance, corpus, key)


class _NoReader(Reader):
    """May not read anything."""

    def try_to_read(self, text: object) -> PolicygraphError:
        raise AssertionError(f"{text} was read")


def test_what_did_not_change_is_not_read_again(tmp_path: Path, reader: Reader) -> None:
    corpus = random_corpus(random.Random(3), tmp_path / "corpus")
    (tmp_path / "cache").mkdir()
    first = _by_shares(corpus, tmp_path / "cache", tmp_path / "1", reader)
    assert _by_shares(corpus, tmp_path / "cache", tmp_path / "2", _NoReader()) == first


def test_what_a_cache_lost_is_made_again(tmp_path: Path, reader: Reader) -> None:
    corpus, cache = random_corpus(random.Random(3), tmp_path / "corpus"), tmp_path / "cache"
    cache.mkdir()
    first = _by_shares(corpus, cache, tmp_path / "1", reader)
    for number, path in enumerate(sorted(p for p in cache.rglob("*") if p.is_file())):
        if number % 3 == 0:
            path.unlink()
        elif number % 3 == 1:
            path.write_bytes(path.read_bytes()[:-1])
    assert _by_shares(corpus, cache, tmp_path / "2", reader) == first


def test_processes_make_the_same_shares(tmp_path: Path, reader: Reader) -> None:
    corpus = random_corpus(random.Random(3), tmp_path / "corpus")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    alone = _by_shares(corpus, tmp_path / "one", tmp_path / "1", reader)
    assert _by_shares(corpus, tmp_path / "two", tmp_path / "2", reader, jobs=2) == alone
