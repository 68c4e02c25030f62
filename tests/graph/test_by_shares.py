"""A build document by document makes the bytes of a build at once; with a cache, after any change, too."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from policygraph.core.errors import Errors, PolicygraphError
from policygraph.corpus.description import find_texts
from policygraph.corpus.reading import Reader
from policygraph.corpus.runners import run_processes, run_serially
from policygraph.graph import BuildSummary, build_by_shares, build_graph
from policygraph.store import write_build
from policygraph.store.shelf import Shelf

# Keys that sort otherwise than their numbers, and one that begins as another does.
_KEYS = ("a", "a-b", "b9", "b10")
_GROUPS = ("国際標準化の推進", "人材の育成", "その他の取組", "地域の大学の連携")
_BULLETS = (
    "大学の国際標準化の取組を推進する。",
    "中小企業の研究開発を支援する。",
    "2030年度までに拠点を10か所整備する。",
    "「みらい実験計画」に基づき人材を育成する。",
    "産学官の連携により実証を行う。",
    "地域の企業と大学との共同研究に100億円を措置する。",
    "関係機関と協力して制度の見直しを検討する。",
)
_TAGS = ("【経済産業省】", "【文部科学省、内閣府】", "【みらい機構】", "")
_ISSUES = ("国際標準化を担う人材の不足が課題である。", "中小企業の資金が足りない。")
_HEAD = """@base <https://w3id.org/policygraph/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix pol: <https://w3id.org/policygraph/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<curation/{key}> a prov:Entity ; prov:wasAttributedTo <agent/x> ; dcterms:date "2026-01-02"^^xsd:date .
<agent/x> a prov:Agent ; foaf:name "試験"@ja .
"""
_GROUNDS = (
    'pol:reason "理由"@ja ; prov:wasAttributedTo <agent/x> ; dcterms:date "2026-01-02"^^xsd:date .'
)
_THEMES = ("concept/theme/international-standards", "concept/theme/human-resources")


def _text(chance: random.Random, number: int) -> str:
    lines = [f"第{number}章 題", "（１）節", "［Ｂ］重きを置くべき課題"]
    lines += chance.sample(_ISSUES, chance.randint(0, 2))
    lines.append("［Ｃ］重きを置くべき取組")
    for place in range(chance.randint(1, 2)):
        lines.append(f"{'①②'[place]} {chance.choice(_GROUPS)}")
        for _ in range(chance.randint(1, 4)):
            mark = "（再掲）" if chance.random() < 0.4 else ""
            lines.append(f"・{chance.choice(_BULLETS)}{mark}{chance.choice(_TAGS)}")
            if chance.random() < 0.3:
                lines.append(f"－ {chance.choice(_BULLETS)}{chance.choice(_TAGS)}")
    return "\n".join(lines) + "\n"


def _curation(chance: random.Random, key: str) -> str:
    parts = [_HEAD.format(key=key)]
    for number in range(chance.randint(0, 4)):
        item = (
            f"<measure/{chance.choice(_KEYS)}/1-1-C-{chance.randint(1, 2)}-{chance.randint(1, 3)}>"
        )
        theme = f"<{chance.choice(_THEMES)}>"
        parts.append(
            chance.choice(
                (
                    f'{item} skos:prefLabel "題{number}"@ja .\n',
                    f"<assertion/{key}/curated/{number}> a pol:Assertion ; rdf:subject {item} ;"
                    f" rdf:predicate pol:hasTheme ; rdf:object {theme} ; {_GROUNDS}\n",
                    f"<withdrawal/{key}/{number}> a pol:Withdrawal ; pol:withdrawnSubject {item} ;"
                    " pol:withdrawnPredicate pol:hasTheme ;"
                    f" pol:withdrawnObject {theme} ; {_GROUNDS}\n",
                )
            )
        )
    return "".join(parts)


def _write_document(chance: random.Random, folder: Path, key: str) -> None:
    home = folder / key
    home.mkdir(exist_ok=True)
    numbers = range(1, chance.randint(2, 3))
    names = "".join(f'{number} = "{number}.txt"\n' for number in numbers)
    title = chance.choice(("題", "別の題"))
    (home / "document.toml").write_text(
        f'key = "{key}"\n[title]\nja = "{title}"\n[texts]\n{names}', encoding="utf-8"
    )
    for number in numbers:
        (home / f"{number}.txt").write_text(_text(chance, number), encoding="utf-8")
    if chance.random() < 0.5:
        (home / "curation.ttl").write_text(_curation(chance, key), encoding="utf-8")
    else:
        (home / "curation.ttl").unlink(missing_ok=True)


def _corpus(chance: random.Random, folder: Path) -> Path:
    folder.mkdir()
    for key in _KEYS:
        _write_document(chance, folder, key)
    return folder


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
    corpus = _corpus(random.Random(seed), tmp_path / "corpus")
    (tmp_path / "cache").mkdir()
    expected = _at_once(corpus, tmp_path / "at-once", reader)
    assert _by_shares(corpus, tmp_path / "cache", tmp_path / "shares", reader) == expected


@pytest.mark.parametrize("seed", range(100, 103), ids=lambda seed: f"seed {seed}")
def test_after_any_change_a_cache_gives_what_a_full_build_gives(
    seed: int, tmp_path: Path, reader: Reader
) -> None:
    chance = random.Random(seed)
    corpus, cache = _corpus(chance, tmp_path / "corpus"), tmp_path / "cache"
    cache.mkdir()
    for step in range(4):
        expected = _at_once(corpus, tmp_path / f"at-once-{step}", reader)
        assert _by_shares(corpus, cache, tmp_path / f"shares-{step}", reader) == expected
        key = chance.choice(_KEYS)
        if chance.random() < 0.2 and len(list(corpus.iterdir())) > 1:
            shutil.rmtree(corpus / key, ignore_errors=True)
        else:
            _write_document(chance, corpus, key)


class _NoReader(Reader):
    """May not read anything."""

    def try_to_read(self, text: object) -> PolicygraphError:
        raise AssertionError(f"{text} was read")


def test_what_did_not_change_is_not_read_again(tmp_path: Path, reader: Reader) -> None:
    corpus = _corpus(random.Random(3), tmp_path / "corpus")
    (tmp_path / "cache").mkdir()
    first = _by_shares(corpus, tmp_path / "cache", tmp_path / "1", reader)
    assert _by_shares(corpus, tmp_path / "cache", tmp_path / "2", _NoReader()) == first


def test_what_a_cache_lost_is_made_again(tmp_path: Path, reader: Reader) -> None:
    corpus, cache = _corpus(random.Random(3), tmp_path / "corpus"), tmp_path / "cache"
    cache.mkdir()
    first = _by_shares(corpus, cache, tmp_path / "1", reader)
    for number, path in enumerate(sorted(p for p in cache.rglob("*") if p.is_file())):
        if number % 3 == 0:
            path.unlink()
        elif number % 3 == 1:
            path.write_bytes(path.read_bytes()[:-1])
    assert _by_shares(corpus, cache, tmp_path / "2", reader) == first


def test_processes_make_the_same_shares(tmp_path: Path, reader: Reader) -> None:
    corpus = _corpus(random.Random(3), tmp_path / "corpus")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    alone = _by_shares(corpus, tmp_path / "one", tmp_path / "1", reader)
    assert _by_shares(corpus, tmp_path / "two", tmp_path / "2", reader, jobs=2) == alone
