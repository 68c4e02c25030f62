"""A graph in shards: nothing lost, nothing doubled, the same bytes however they were made."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from pyarrow import parquet
from random_corpora import KEYS, random_corpus, write_document

from policygraph.core.errors import Errors, StoreError
from policygraph.core.namespaces import BASE, IRI, POL
from policygraph.core.terms import Literal, Quad, encode_quad
from policygraph.corpus.description import find_texts
from policygraph.corpus.reading import Reader
from policygraph.corpus.runners import Runner, run_processes, run_serially
from policygraph.graph import build_by_shares, build_graph
from policygraph.publish.link_tables import COLUMNS, table_name
from policygraph.publish.sharded import build_shards, document_of, export_shards, shard_of
from policygraph.store.shelf import Shelf
from policygraph.store.sorted_graph import SortedGraph

SHARDS = 3


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_corpus(random.Random(5), tmp_path_factory.mktemp("random") / "corpus")


@pytest.fixture(scope="module")
def quads(corpus: Path, reader: Reader) -> list[Quad]:
    return list(build_graph(find_texts([corpus]), reader=reader).dataset.quads())


@pytest.fixture(scope="module")
def shards(quads: list[Quad], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("shards") / "out"
    export_shards(quads, out, shards=SHARDS)
    return out


def _tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {
        table.name: [
            row
            for path in sorted(table.iterdir())
            for row in parquet.ParquetFile(path).read().to_pylist()
        ]
        for table in sorted((folder / "parquet").iterdir())
    }


def test_the_nquads_of_all_shards_are_the_graph(shards: Path, quads: list[Quad]) -> None:
    lines = [
        line
        for path in (shards / "nquads").iterdir()
        for line in gzip.decompress(path.read_bytes()).decode().splitlines(keepends=True)
    ]
    assert len(lines) == len(quads)
    assert set(lines) == set(map(encode_quad, quads))


def test_the_nquads_of_a_shard_stand_in_the_order_of_the_sorted_graph(
    shards: Path, quads: list[Quad]
) -> None:
    with SortedGraph(quads) as graph:
        in_order = {encode_quad(quad): place for place, quad in enumerate(graph.quads())}
    for path in (shards / "nquads").iterdir():
        lines = gzip.decompress(path.read_bytes()).decode().splitlines(keepends=True)
        places = [in_order[line] for line in lines]
        assert places == sorted(places)


def test_a_bulk_loader_takes_them(shards: Path, quads: list[Quad], tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path / "store"))
    for path in sorted((shards / "nquads").iterdir()):
        with gzip.open(path) as file:
            store.bulk_load(file, format=ox.RdfFormat.N_QUADS)
    assert len(store) == len(quads)


def test_the_tables_say_what_the_graph_says(shards: Path, quads: list[Quad]) -> None:
    properties = {
        table["name"]: IRI(table["property"])
        for table in json.loads((shards / "schema.json").read_text(encoding="utf-8"))["tables"]
    }
    said = [
        (
            IRI(row["subject"]),
            properties[table],
            IRI(row["object"])
            if row["object"] is not None
            else Literal(row["value"], IRI(row["datatype"]), row["language"] or ""),
            IRI(row["graph"]),
        )
        for table, rows in _tables(shards).items()
        for row in rows
    ]
    assert len(said) == len(quads)
    assert set(said) == set(quads)


def test_a_table_has_the_columns_that_the_schema_describes(shards: Path) -> None:
    described = json.loads((shards / "schema.json").read_text(encoding="utf-8"))
    assert [column["name"] for column in described["columns"]] == list(COLUMNS)
    for path in (shards / "parquet").rglob("*.parquet"):
        assert parquet.read_schema(path).names == list(COLUMNS)
    for column in described["columns"]:
        assert set(column["description"]) == {"ja", "en"}
    rows = {table["name"]: table["rows"] for table in described["tables"]}
    assert rows == {name: len(rows) for name, rows in _tables(shards).items()}


def test_a_kind_of_link_has_a_table_that_says_so(shards: Path) -> None:
    described = json.loads((shards / "schema.json").read_text(encoding="utf-8"))
    (theme,) = [table for table in described["tables"] if table["property"] == POL.hasTheme]
    assert (theme["name"], theme["link"]) == ("pol_hasTheme", "theme")
    assert theme["label"].keys() == {"ja", "en"}


def test_a_property_that_nothing_states_has_an_empty_table(shards: Path) -> None:
    assert _tables(shards)["pol_lawNumber"] == []


def test_a_document_stands_in_one_shard_which_its_key_decides(shards: Path) -> None:
    for path in (shards / "parquet").rglob("*.parquet"):
        found = set(parquet.ParquetFile(path).read(["document"]).column("document").to_pylist())
        assert {shard_of(key, SHARDS) for key in found} <= {path.stem}
        assert found <= {*KEYS, ""}


def test_what_others_say_of_a_documents_things_stands_with_the_document() -> None:
    link = (IRI(f"{BASE}measure/b/1-1-C-1"), POL.hasTheme, IRI(f"{BASE}concept/theme/x"))
    assert document_of((*link, IRI(f"{BASE}graph/a/curated"))) == "b"
    assert document_of((*link, IRI(f"{BASE}graph/lineage/inferred"))) == "b"
    assert document_of((*link, IRI(f"{BASE}graph/entailed"))) == "b"
    body = (IRI(f"{BASE}org/x"), POL.notInVocabulary, Literal("true"))
    assert document_of((*body, IRI(f"{BASE}graph/a/stated"))) == "a"
    assert document_of((*body, IRI(f"{BASE}graph/lineage/inferred"))) == ""
    assert document_of((*body, IRI(f"{BASE}graph/vocabulary"))) == ""
    change = IRI(f"{BASE}assertion/lineage/change/x"), POL.rule, IRI("urn:x")
    assert document_of((*change, IRI(f"{BASE}graph/lineage/inferred"))) == ""
    moved = "https://example.org/graph/p/"
    theirs = IRI(f"{moved}measure/b/1"), POL.hasTheme, IRI("urn:x"), IRI(f"{moved}graph/entailed")
    assert document_of(theirs) == "b"


def test_the_same_graph_gives_the_same_bytes_in_whatever_order_it_comes(
    shards: Path, quads: list[Quad], tmp_path: Path
) -> None:
    shuffled = list(quads)
    random.Random(1).shuffle(shuffled)
    export_shards(shuffled, tmp_path / "again", shards=SHARDS)
    assert _files(tmp_path / "again") == _files(shards)


def _build(corpus: Path, out: Path, reader: Reader, runner: Runner, jobs: int) -> dict[str, bytes]:
    cache = out.with_suffix(".cache")
    cache.mkdir()
    built = build_by_shares(
        find_texts([corpus]), Shelf(cache), cache, reader=reader, progress=lambda _: None,
        errors=Errors(),
    )  # fmt: skip
    build_shards(built.puts, out, shards=SHARDS, runner=runner, jobs=jobs)
    return _files(out)


def _untidy(read: Callable[[Any], Any], texts: Sequence[Any], jobs: int) -> Iterator[Any]:
    """Writes each shard twice, and leaves what a worker leaves that is lost while it writes."""
    for text in texts:
        read(text)
        (read.folder / "nquads" / ".policygraph-half").write_bytes(b"half")  # type: ignore[attr-defined]
        yield read(text)


@pytest.mark.parametrize("how", ["serial", "processes", "lost worker"])
def test_a_build_in_shards_makes_the_bytes_of_the_export(
    how: str, corpus: Path, shards: Path, reader: Reader, tmp_path: Path
) -> None:
    runners: dict[str, Runner] = {
        "serial": run_serially, "processes": run_processes, "lost worker": _untidy,
    }  # fmt: skip
    assert _build(corpus, tmp_path / "out", reader, runners[how], 2) == _files(shards)


def test_shards_that_are_not_to_be_seen_are_told(
    corpus: Path, reader: Reader, tmp_path: Path
) -> None:
    def elsewhere(read: Callable[[Any], Any], texts: Sequence[Any], jobs: int) -> Iterator[Any]:
        for shard in map(read, texts):
            for path in shard.sums:
                (read.folder / path).unlink()  # type: ignore[attr-defined]
            yield shard

    with pytest.raises(StoreError, match="say --out with a folder that all machines see"):
        _build(corpus, tmp_path / "out", reader, elsewhere, 1)
    assert not (tmp_path / "out").exists()


def test_a_new_document_changes_no_shard_but_its_own_and_the_shared_one(
    corpus: Path, shards: Path, reader: Reader, quads: list[Quad], tmp_path: Path
) -> None:
    (tmp_path / "more").mkdir()
    write_document(random.Random(9), tmp_path / "more", "z")
    (tmp_path / "more" / "z" / "curation.ttl").unlink(missing_ok=True)
    more = build_graph(find_texts([tmp_path / "more"]), reader=reader).dataset.quads()
    new = [quad for quad in more if document_of(quad) == "z"]
    export_shards([*quads, *new], tmp_path / "out", shards=SHARDS)
    before, after = _files(shards), _files(tmp_path / "out")
    changed = {
        Path(name).name.partition(".")[0]
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name) and "/" in name
    }
    assert changed == {shard_of("z", SHARDS)}


def test_a_folder_that_holds_other_things_is_left_alone(quads: list[Quad], tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(StoreError, match="holds"):
        export_shards(quads[:1], tmp_path)
    assert (tmp_path / "mine").read_text() == "mine"


def test_tables_of_two_properties_have_two_names() -> None:
    names = [POL.hasTheme, IRI("http://example.org/a#b"), IRI("http://example.org/c#b")]
    made = list(map(table_name, names))
    assert made[0] == "pol_hasTheme"
    assert len(set(made)) == 3
    assert all(name.isidentifier() for name in made)


def _run(*arguments: str, cwd: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    paths = [*([str(path)] if path else []), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.run(
        [sys.executable, "-m", "policygraph", *arguments, "--lang", "en"],
        cwd=cwd, env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True, text=True, encoding="utf-8", timeout=120,
    )  # fmt: skip


def test_the_commands_write_the_same_shards(trig: Path, tmp_path: Path) -> None:
    graph = str(trig)
    exported = _run(
        "export", "shards", "--graph", graph, "--out", "a", "--shards", "4", cwd=tmp_path
    )
    assert exported.returncode == 0, exported.stderr
    made = _run("build", "--shards", "4", "--out", "b", "--jobs", "1", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert exported.stdout.strip().removesuffix("a/") + "b/" in made.stdout
    assert _files(tmp_path / "a") == _files(tmp_path / "b")


def test_one_kind_of_file_can_be_written_alone(quads: list[Quad], tmp_path: Path) -> None:
    export_shards(quads, tmp_path / "n", kinds=("nquads",))
    assert {name.partition("/")[0] for name in _files(tmp_path / "n")} == {
        "SHA256SUMS", "nquads", "schema.json",
    }  # fmt: skip
    export_shards(quads, tmp_path / "p", kinds=("parquet",))
    assert not (tmp_path / "p" / "nquads").exists()


def test_without_pyarrow_one_line_says_what_to_install(trig: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'pyarrow' else find(name, *a)\n"
    )
    done = _run("export", "shards", "--graph", str(trig), "--out", "x", cwd=tmp_path, path=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        "policygraph export: tables need pyarrow: pip install 'policygraph[tables]'\n"
    )
    assert not (tmp_path / "x").exists()
