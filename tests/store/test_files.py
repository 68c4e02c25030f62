from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from policygraph.api import build
from policygraph.core.errors import StoreError
from policygraph.core.namespaces import IRI
from policygraph.core.resources import resource
from policygraph.core.terms import Literal, Quad, text
from policygraph.graph import BuiltGraph
from policygraph.store import memory_store, open_store, write_build


@pytest.fixture(scope="module")
def files(built: BuiltGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("build") / "out"
    write_build(built.dataset.quads(), out, core=built.core())
    return out


def test_a_build_is_a_trig_its_union_their_core_and_one_file_a_named_graph(files: Path) -> None:
    assert sorted(path.name for path in files.iterdir()) == [
        "entailed.ttl",
        "metadata.ttl",
        "ontology.ttl",
        "policygraph-core.ttl",
        "policygraph.trig",
        "policygraph.ttl",
        "sti-strategy-2017.curated.ttl",
        "sti-strategy-2017.inferred.ttl",
        "sti-strategy-2017.stated.ttl",
        "vocabulary.ttl",
    ]


def test_the_published_graph_is_that_of_the_shipped_texts(tmp_path: Path) -> None:
    published = resource("data", "graph", "policygraph.trig")
    write_build(build(resource("data", "source")).dataset.quads(), tmp_path)
    assert (tmp_path / "policygraph.trig").read_bytes() == published.read_bytes(), (
        "data/graph/policygraph.trig is stale: run make graph and commit it"
    )


def test_the_files_hold_what_was_built_without_blank_nodes(built: BuiltGraph, files: Path) -> None:
    quads = list(ox.parse(path=str(files / "policygraph.trig")))
    assert len(quads) == len(built.dataset)
    terms = {type(term) for quad in quads for term in (quad.subject, quad.object)}
    assert terms == {ox.NamedNode, ox.Literal}
    union = list(ox.parse(path=str(files / "policygraph.ttl")))
    assert {q.triple for q in quads} == {q.triple for q in union}
    assert len(union) == len(quads)


def test_rdflib_reads_the_same_graph(built: BuiltGraph, files: Path) -> None:
    import rdflib

    dataset = rdflib.Dataset()
    dataset.parse(files / "policygraph.trig", format="trig")
    assert sum(len(graph) for graph in dataset.graphs()) == len(built.dataset)


@pytest.mark.parametrize(("seed", "locale", "jobs"), [("1", "C", "1"), ("2", "C.UTF-8", "2")])
def test_the_bytes_do_not_depend_on_hash_seed_locale_or_jobs(
    files: Path, tmp_path: Path, seed: str, locale: str, jobs: str
) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "0"}
    subprocess.run(
        [sys.executable, "-m", "policygraph", "build", "--out", str(tmp_path / "b"), "--jobs", jobs],
        check=True, capture_output=True, env=environment,
    )  # fmt: skip
    for path in files.iterdir():
        assert (tmp_path / "b" / path.name).read_bytes() == path.read_bytes()


def test_an_output_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    quad: Quad = (IRI("urn:a"), IRI("urn:b"), text("c"), IRI("urn:x/graph/g"))
    out = tmp_path / "out"
    write_build([quad], out)
    before = (out / "policygraph.trig").read_bytes()

    def failing() -> object:
        yield quad
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="No space left"):
        write_build(failing(), out)  # type: ignore[arg-type]
    assert (out / "policygraph.trig").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(StoreError, match="is a file"):
        write_build([], tmp_path / "out")


@pytest.mark.parametrize(
    "value", ['quote " and \\ back', "line\nbreak\r", "tab\t", "😀 日本", "'''", ""]
)
def test_every_string_survives_writing_and_reading(tmp_path: Path, value: str) -> None:
    quad: Quad = (IRI("urn:a"), IRI("urn:b"), Literal(value), IRI("urn:x/graph/g"))
    write_build([quad], tmp_path / "out")
    assert list(open_store(tmp_path / "out").dump()) == [quad]


def test_only_files_of_an_earlier_build_are_taken_away(tmp_path: Path) -> None:
    def metadata(*graphs: str) -> list[Quad]:
        about = IRI("urn:x/graph/metadata")
        subset = IRI("http://rdfs.org/ns/void#subset")
        listed: list[Quad] = [(IRI("urn:d"), subset, IRI(g), about) for g in graphs]
        return [*listed, *((IRI("urn:a"), IRI("urn:b"), text(g), IRI(g)) for g in graphs)]

    out = tmp_path / "out"
    write_build(sorted(metadata("urn:x/graph/one/stated"), key=lambda q: q[3]), out)
    (out / "mine.stated.ttl").write_text("")
    write_build(sorted(metadata("urn:x/graph/two/stated"), key=lambda q: q[3]), out)
    names = {path.name for path in out.iterdir()}
    assert "one.stated.ttl" not in names
    assert {"two.stated.ttl", "mine.stated.ttl"} <= names


def test_what_was_loaded_comes_out_with_its_types(built: BuiltGraph) -> None:
    store = memory_store(built.dataset.quads())
    assert set(store.dump()) == set(built.dataset.quads())
