"""A build document by document makes the bytes of a build at once; with a cache, after any change, too."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from random_corpora import KEYS, random_corpus, write_document

from policygraph.core.errors import Errors, PolicygraphError
from policygraph.core.resources import Vocabulary, find_vocabulary
from policygraph.corpus.description import TextFile, find_texts
from policygraph.corpus.reading import Reader, Reading
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


_THEMES = ("concept/theme/international-standards", "concept/theme/human-resources")
_LABELS = ("人材の不足", "制度の見直し", "共同研究", "拠点", "どこにもない言葉")
_BODIES = ("みらい機構", "みらい", "もしもし省", "どこにもない庁")
_OWN_TERMS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix pol: <https://w3id.org/policygraph/ontology#> .
@base <https://w3id.org/policygraph/> .
"""


def _write_vocabulary(chance: random.Random, folder: Path) -> Vocabulary:
    """The shipped vocabulary with labels of its own, others each time."""
    folder.mkdir(exist_ok=True)
    terms = [_OWN_TERMS]
    for theme in chance.sample(_THEMES, chance.randint(0, 2)):
        terms.append(f'<{theme}> skos:altLabel "{chance.choice(_LABELS)}"@ja .\n')
    for number in range(chance.randint(0, 2)):
        context = chance.choice(("", '; pol:notWithin "大学との共同研究"'))
        terms.append(
            f"<concept/theme/own-{number}> a skos:Concept ; skos:inScheme <concept/theme/> ;"
            f' skos:prefLabel "{_LABELS[chance.randint(0, 4)]}{number * "x"}"@ja {context} .\n'
        )
    if chance.random() < 0.7:
        terms.append(
            f'<org/own> a pol:PublicBody ; skos:prefLabel "{chance.choice(_BODIES)}"@ja .\n'
        )
    if chance.random() < 0.5:
        concept = chance.choice(("implement", "promote"))
        terms.append(f'<concept/commitment/{concept}> skos:altLabel "連携により実証を行う"@ja .\n')
    (folder / "own.ttl").write_text("".join(terms), encoding="utf-8")
    return find_vocabulary(folder)


class _CountingReader(Reader):
    """Notes the documents of the texts that it reads."""

    def try_to_read(self, text: TextFile) -> Reading | PolicygraphError:
        self.__dict__.setdefault("documents", set()).add(text.document.key)
        return super().try_to_read(text)


def _read_again(corpus: Path, cache: Path, out: Path, words: str) -> set[str]:
    """The documents that are read when the vocabulary has these words of its own."""
    folder = out.with_name(f"{out.name}-vocabulary")
    folder.mkdir()
    (folder / "own.ttl").write_text(_OWN_TERMS + words, encoding="utf-8")
    reader = _CountingReader(find_vocabulary(folder), kept=cache)
    by_shares = _by_shares(corpus, cache, out, reader)
    at_once = _at_once(corpus, out.with_name(f"{out.name}-at-once"), Reader(reader.vocabulary))
    assert by_shares == at_once
    read: set[str] = reader.__dict__.get("documents", set())
    return read


def test_a_changed_label_has_the_documents_read_again_that_hold_it_or_held_the_old_one(
    tmp_path: Path,
) -> None:
    corpus, cache = random_corpus(random.Random(1), tmp_path / "corpus"), tmp_path / "cache"
    cache.mkdir()
    for key, words in (("a", "甲計器の校正"), ("b9", "乙計器の校正"), ("b10", "丙計器の校正")):
        text = (
            f"第1章 題\n（１）節\n［Ｃ］取組\n① 大学の取組\n・{words}を実施する。【みらい機構】\n"
        )
        (corpus / key / "1.txt").write_text(text, encoding="utf-8")
    theme = '<concept/theme/own> a skos:Concept ; skos:inScheme <concept/theme/> ; skos:prefLabel "{}"@ja .'
    body = '<org/own> a pol:PublicBody ; skos:prefLabel "{}"@ja .'

    def read(step: str, words: str) -> set[str]:
        return _read_again(corpus, cache, tmp_path / step, words)

    assert read("first", theme.format("甲計器")) == set(KEYS)
    assert read("again", theme.format("甲計器")) == set()
    assert read("other", theme.format("乙計器")) == {"a", "b9"}
    # b9 is as it was under the first vocabulary, of which nothing bore on it, and that was kept.
    assert read("nowhere", theme.format("どこにもない言葉")) == set()
    assert read("both", theme.format("丙計器") + body.format("みらい庁")) == {"b10"}
    # みらい機構 could be a misprint of it: those who name that body are read again, without its label.
    near = {
        k for k in KEYS if any("みらい機構】" in p.read_text() for p in (corpus / k).glob("*.txt"))
    }
    assert read("near", theme.format("丙計器") + body.format("みらい機講")) == near


@pytest.mark.parametrize("seed", range(200, 203), ids=lambda seed: f"seed {seed}")
def test_after_any_change_of_words_and_documents_a_cache_gives_what_a_full_build_gives(
    seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    corpus, cache = random_corpus(chance, tmp_path / "corpus"), tmp_path / "cache"
    cache.mkdir()
    for step in range(4):
        vocabulary = _write_vocabulary(chance, tmp_path / "vocabulary")
        reader = Reader(vocabulary)
        expected = _at_once(corpus, tmp_path / f"at-once-{step}", reader)
        own = Reader(vocabulary, kept=cache)
        assert _by_shares(corpus, cache, tmp_path / f"shares-{step}", own) == expected
        if chance.random() < 0.5:
            write_document(chance, corpus, chance.choice(KEYS))


class _NoReader(Reader):
    """May not read anything."""

    def try_to_read(self, text: object) -> PolicygraphError:
        raise AssertionError(f"{text} was read")


def test_what_did_not_change_is_not_read_again(tmp_path: Path, reader: Reader) -> None:
    corpus = random_corpus(random.Random(3), tmp_path / "corpus")
    (tmp_path / "cache").mkdir()
    first = _by_shares(corpus, tmp_path / "cache", tmp_path / "1", reader)
    assert _by_shares(corpus, tmp_path / "cache", tmp_path / "2", _NoReader()) == first


def test_what_a_cache_lost_or_somebody_changed_in_it_is_made_again(
    tmp_path: Path, reader: Reader
) -> None:
    corpus, cache = random_corpus(random.Random(3), tmp_path / "corpus"), tmp_path / "cache"
    cache.mkdir()
    first = _by_shares(corpus, cache, tmp_path / "1", reader)
    for number, path in enumerate(sorted(p for p in cache.rglob("*") if p.is_file())):
        whole = path.read_bytes()
        if number % 4 == 0:
            path.unlink()
        elif number % 4 == 1:
            path.write_bytes(whole[:-1])
        elif number % 4 == 2:  # somebody else's, of the same length
            path.write_bytes(whole[::-1])
    assert _by_shares(corpus, cache, tmp_path / "2", reader) == first


def test_processes_make_the_same_shares(tmp_path: Path, reader: Reader) -> None:
    corpus = random_corpus(random.Random(3), tmp_path / "corpus")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    alone = _by_shares(corpus, tmp_path / "one", tmp_path / "1", reader)
    assert _by_shares(corpus, tmp_path / "two", tmp_path / "2", reader, jobs=2) == alone
