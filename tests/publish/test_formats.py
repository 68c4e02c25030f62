from __future__ import annotations

import functools
import gzip
import io
import json
import random
import re
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from publish.triples import as_lines
from pyld import jsonld as pyld

from policygraph.cli.publish import export
from policygraph.core.errors import DataError
from policygraph.core.formats import Format
from policygraph.core.namespaces import IRI, POL, RDF
from policygraph.core.terms import Quad, text
from policygraph.graph import BuiltGraph
from policygraph.publish.formats import GRAPH_FORMATS, GraphWriter
from policygraph.store import OxigraphStore, rdf, sorted_graph, turtle_writer
from policygraph.store.sorted_graph import SortedGraph, read_quads

pytestmark = pytest.mark.heavy  # all of the shipped graph, again and again

_NAMES = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}
_QUADS = {"trig": "trig", "nquads": "nquads"}
PLAIN = [found for found in GRAPH_FORMATS if not found.suffix.endswith(".gz")]
_BASE = "https://w3id.org/policygraph/"


Written = Callable[[str], bytes]


def write(found: Format[GraphWriter], graph: SortedGraph) -> bytes:
    out = io.BytesIO()
    found.write(graph, out)
    return out.getvalue()


@pytest.fixture(scope="module")
def written(graph: SortedGraph) -> Written:
    """The shipped graph in a format, by its name."""
    return functools.cache(lambda name: write(GRAPH_FORMATS.find(name), graph))


@pytest.fixture(scope="module")
def named(trig: Path) -> set[tuple[Any, ...]]:
    """The quads as rdflib reads them."""
    dataset = rdflib.Dataset()
    dataset.parse(trig, format="trig")
    return set(dataset.quads())


@pytest.fixture(scope="module")
def union(named: set[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    return {quad[:3] for quad in named}


@pytest.mark.parametrize("name", _NAMES)
def test_a_format_of_triples_comes_back_as_the_union_of_the_graphs(
    name: str, written: Written, union: set[tuple[Any, ...]]
) -> None:
    back = rdflib.Graph().parse(data=written(name), format=_NAMES[name])
    # Without blank nodes two graphs are isomorphic exactly if they are equal.
    assert set(back) == union


@pytest.mark.parametrize("name", _QUADS)
def test_a_format_of_quads_comes_back_with_its_named_graphs(
    name: str, written: Written, named: set[tuple[Any, ...]]
) -> None:
    back = rdflib.Dataset()
    back.parse(data=written(name), format=_QUADS[name])
    assert set(back.quads()) == named


def test_trig_has_the_bytes_that_a_build_writes(written: Written, trig: Path) -> None:
    assert written("trig") == trig.read_bytes()


@pytest.mark.parametrize("found", PLAIN, ids=lambda found: found.name)
def test_the_bytes_do_not_depend_on_the_order_of_the_input(
    found: Format[GraphWriter], written: Written, built: BuiltGraph
) -> None:
    quads = list(built.dataset.quads())
    random.Random(7).shuffle(quads)
    with SortedGraph(quads, run=5_000) as shuffled:
        assert write(found, shuffled) == written(found.name)


@pytest.mark.parametrize("name", ["turtle", "trig", "ntriples", "nquads"])
def test_gzip_is_the_same_each_time_and_holds_the_plain_file(
    name: str, written: Written, trig: Path, tmp_path: Path
) -> None:
    packed = []
    for turn in ("one", "two"):
        out = tmp_path / f"{turn}.gz"
        arguments = [f"{name}.gz", "--graph", str(trig), "--out", str(out)]
        assert CliRunner().invoke(export, arguments).exit_code == 0
        packed.append(out.read_bytes())
    assert packed[0] == packed[1]
    assert packed[0][4:8] == bytes(4)  # the time in the header
    assert packed[0][3] == 0  # no name in it
    assert gzip.decompress(packed[0]) == written(name)


def test_what_was_exported_can_be_read_again_also_packed(trig: Path, tmp_path: Path) -> None:
    out = tmp_path / "again.nq.gz"
    assert (
        CliRunner().invoke(export, ["nquads", "--graph", str(trig), "--out", str(out)]).exit_code
        == 0
    )
    assert set(read_quads(out)) == set(read_quads(trig))


def test_a_store_on_disk_is_exported_like_a_file(
    trig: Path, tmp_path: Path, written: Written
) -> None:
    folder = tmp_path / "store"
    store = OxigraphStore(folder)
    store.load_file(trig)
    store.close()
    del store
    out = tmp_path / "out.nq"
    done = CliRunner().invoke(export, ["nquads", "--graph", str(folder), "--out", str(out)])
    assert done.exit_code == 0, done.exception
    assert out.read_bytes() == written("nquads")


@pytest.mark.parametrize(
    ("name", "format_"),
    [("turtle", ox.RdfFormat.TURTLE), ("rdfxml", ox.RdfFormat.RDF_XML), ("jsonld", ox.RdfFormat.JSON_LD)],
)  # fmt: skip
def test_pyoxigraph_reads_the_same_triples_from_every_format(
    name: str, format_: ox.RdfFormat, written: Written
) -> None:
    # rdflib reads N-Triples as the union of the graphs, as a test above shows.
    read = {str(quad.triple) for quad in ox.parse(written(name), format=format_)}
    assert read == as_lines(written("ntriples"))


def test_pyld_expands_our_jsonld_to_the_same_triples(written: Written) -> None:
    document = json.loads(written("jsonld"))
    expanded = pyld.to_rdf(document, {"format": "application/n-quads"})
    assert as_lines(expanded.encode()) == as_lines(written("ntriples"))


def test_jsonld_shows_a_measure_with_its_words_and_bodies(written: Written) -> None:
    nodes = json.loads(written("jsonld"))["@graph"]
    measure = next(n for n in nodes if n["id"].endswith("/measure/sti-strategy-2017/5-1-C-1-1"))
    assert measure["type"] == "Measure"
    assert [body["prefLabel"]["ja"] for body in measure["responsibleBody"]] == ["文部科学省"]
    (occurrence,) = measure["occurrences"]
    assert occurrence["text"]["ja"].startswith(
        "大学や国研において企業のオープンイノベーション活動の"
    )
    assert (occurrence["firstLine"], occurrence["lastLine"]) == (161, 165)
    assert {m["anchorOf"] for m in occurrence["phrases"]} >= {"大学", "国研", "文部科学省"}


def test_jsonld_has_no_full_iri_for_a_key_or_class_and_numbers_for_numbers(
    written: Written,
) -> None:
    def objects(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            yield value
            for inner in value.values():
                yield from objects(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from objects(inner)

    nodes = list(objects(json.loads(written("jsonld"))["@graph"]))
    assert not {key for node in nodes for key in node if "://" in key}
    assert not {kind for node in nodes for kind in [node.get("type")] if "://" in str(kind)}
    offsets = [node["beginIndex"] for node in nodes if "beginIndex" in node]
    assert len(offsets) > 1_000
    assert all(isinstance(offset, int) for offset in offsets)


def test_jsonld_holds_all_measures_first(written: Written) -> None:
    nodes = json.loads(written("jsonld"))["@graph"]
    assert [node["type"] for node in nodes[:54]] == ["Measure"] * 54
    assert "Measure" not in [node.get("type") for node in nodes[54:]]


def _copies(quads: list[Quad], number: int) -> Iterator[Quad]:
    """A corpus of copies of one document, made as it is read."""
    for copy in range(number):

        def moved(iri: IRI, copy: int = copy) -> IRI:
            return IRI(iri.replace("/sti-strategy-2017", f"/copy-{copy:04}"))

        for s, p, o, g in quads:
            yield moved(s), p, moved(o) if isinstance(o, IRI) else o, moved(g)


class _Sink(io.RawIOBase):
    """Takes bytes and keeps none."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return len(data)


def _peak(found: Format[GraphWriter], quads: list[Quad], number: int) -> int:
    tracemalloc.start()
    try:
        with SortedGraph(_copies(quads, number), run=1_000) as graph:
            found.write(graph, cast(IO[bytes], _Sink()))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["nquads", "turtle", "jsonld"])
def test_memory_does_not_grow_with_the_number_of_documents(
    name: str, built: BuiltGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A document of one section, and less taken at a time than one of them has: tracing is slow.
    monkeypatch.setattr(rdf, "_KEPT", 1_000)
    monkeypatch.setattr(turtle_writer, "_KEPT", 1_000)
    monkeypatch.setattr(sorted_graph, "_FAN_IN", 4)  # a few runs are merged at a time, as of many
    for name_, kept in vars(sorted_graph).copy().items():  # words, of which few are kept then
        if isinstance(kept, functools._lru_cache_wrapper):
            monkeypatch.setattr(sorted_graph, name_, functools.lru_cache(64)(kept.__wrapped__))
    others = re.compile("/5[-/][123]")
    quads = [
        q
        for q in built.dataset.quads()
        if "/graph/sti-strategy-2017/" in q[3] and not others.search(f"{q[0]} {q[2]}")
    ]
    found = GRAPH_FORMATS.find(name)
    assert _peak(found, quads, 5) < 1.25 * _peak(found, quads, 2)


def test_a_blank_node_in_the_input_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "blank.ttl"
    path.write_text("<http://x/a> <http://x/b> [] .", encoding="utf-8")
    with pytest.raises(DataError, match=r"blank\.ttl: holds the blank node"):
        list(read_quads(path))


def test_a_broken_file_is_an_error_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.nt"
    path.write_text("<http://x/a> <http://x/b> <http://x/c> .\nnonsense\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"broken\.nt:2:"):
        list(read_quads(path))


def test_a_union_without_named_graphs_cannot_be_framed_by_measure(tmp_path: Path) -> None:
    quad = (IRI("http://x/m"), RDF.type, POL.Measure, IRI("file:///x.ttl"))
    with SortedGraph([quad]) as graph, pytest.raises(DataError, match="no named graph"):
        write(GRAPH_FORMATS.find("jsonld"), graph)


def test_every_value_that_rdf_xml_can_hold_comes_back() -> None:
    words = 'quotes " and <tags> & line\nbreak\ttab é日本'
    quad = (IRI(f"{_BASE}a"), POL.text, text(words), IRI(f"{_BASE}graph/x"))
    with SortedGraph([quad]) as graph:
        (back,) = ox.parse(write(GRAPH_FORMATS.find("rdfxml"), graph), format=ox.RdfFormat.RDF_XML)
    assert isinstance(back.object, ox.Literal)
    assert back.object.value == words
