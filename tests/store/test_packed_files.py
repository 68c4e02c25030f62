"""RDF files behind ``.gz``, and graphs without triples."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest

from policygraph.core.errors import DataError
from policygraph.store import open_store, read_statements
from policygraph.store.rdf import FORMATS, SUFFIXES
from policygraph.store.sorted_graph import read_quads

_QUADS = [
    ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal(f"値{n}", language="ja"))
    for n in range(200)
]
_READERS = {
    "store": lambda path: sum(1 for _ in open_store(path).dump()),
    "export": lambda path: sum(1 for _ in read_quads(path)),
    "validation": lambda path: sum(1 for _ in read_statements(path)),
}


@pytest.mark.parametrize("reader", _READERS)
@pytest.mark.parametrize("suffix", [*SUFFIXES, ".TTL"])
def test_every_reader_takes_every_format_packed(tmp_path: Path, suffix: str, reader: str) -> None:
    path = tmp_path / f"graph{suffix}.gz"
    path.write_bytes(
        gzip.compress(ox.serialize(_QUADS, format=FORMATS[SUFFIXES[suffix.lower()]]) or b"")
    )
    assert _READERS[reader](path) == len(_QUADS)


def test_packed_triples_are_in_the_graph_of_their_file(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl.gz"
    path.write_bytes(gzip.compress(b"<urn:a> <urn:b> <urn:c> ."))
    assert open_store(path).graphs() == [path.as_uri()]
    assert [quad[3] for quad in read_quads(path)] == [path.as_uri()]


_PACKED = gzip.compress(b"".join(b"<urn:%d> <urn:b> <urn:c> .\n" % n for n in range(999)))


@pytest.mark.parametrize("reader", _READERS)
@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"<urn:a> <urn:b> <urn:c> .", "not gzip, or cut short"),
        (_PACKED[:-20], "not gzip, or cut short"),
        (_PACKED[:20] + b"\xff\xff\xff" + _PACKED[23:], "not gzip, or cut short"),
        (gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n<urn:a> zz"), r"gz:2:\d+: not Turtle"),
    ],
    ids=["not packed", "cut short", "damaged", "wrong syntax"],
)
def test_a_packed_file_that_is_broken_is_said_to_be_so(
    tmp_path: Path, reader: str, content: bytes, complaint: str
) -> None:
    path = tmp_path / "graph.ttl.gz"
    path.write_bytes(content)
    with pytest.raises(DataError, match=complaint):
        _READERS[reader](path)


@pytest.mark.parametrize("name", ["empty.ttl", "empty.trig", "empty.nq.gz"])
def test_a_graph_without_triples_is_neither_asked_nor_exported(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"") if name.endswith(".gz") else b"")
    for read in (open_store, lambda path: list(read_quads(path))):
        with pytest.raises(DataError, match=f"{name}: the graph is empty"):
            read(path)
    assert list(open_store(path, may_be_empty=True).dump()) == []
