"""RDF files, packed or not; terms as they are written; triples as text."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from publish.graph_server import Behaviour, serve
from rdflib.compare import to_isomorphic

from policygraph.core.errors import DataError
from policygraph.core.namespaces import IRI, RDF, XSD
from policygraph.core.terms import BlankNode, Literal, Triple, Value, encode_term, integer, text
from policygraph.store import (
    Statement,
    Statements,
    Store,
    encode_statement,
    open_store,
    read_statements,
    read_term,
    statements_text,
    triples_file,
)
from policygraph.store.rdf import FORMATS, SUFFIXES, EngineTerms
from policygraph.store.remote import RemoteStore
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


# -- terms as they are written --------------------------------------------------------------------

A, P, Q = IRI("urn:a"), IRI("urn:p"), IRI("urn:q")
ONE = Literal("01", XSD.integer)
TRUE = Literal("1", XSD.boolean)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "odd.ttl"
    path.write_text(
        f'<urn:a> <urn:p> "01"^^<{XSD.integer}> , "1"^^<{XSD.boolean}> ; <urn:q> [ <urn:p> <here> ] .'
    )
    return path


def test_statements_are_read_as_a_file_writes_them(file: Path) -> None:
    statements = Statements(read_statements(file))
    assert [value for _, _, value in statements.match(A, P)] == [ONE, TRUE]
    ((_, _, blank),) = statements.match(A, Q)
    assert isinstance(blank, BlankNode)
    assert statements.match(blank) == [(blank, P, IRI(f"{file.parent.as_uri()}/here"))]


@given(st.lists(st.tuples(st.sampled_from([A, P, BlankNode("b")]), st.sampled_from([P, Q]),
                          st.sampled_from([A, ONE, BlankNode("b"), Literal("urn:a")]))),
       st.data())  # fmt: skip
def test_statements_are_matched_by_any_of_their_terms(
    triples: list[Statement], data: st.DataObject
) -> None:
    held = Statements(triples)
    if triples:
        gone = data.draw(st.sampled_from(triples))
        held.remove(gone)
        triples = [triple for triple in triples if triple != gone]
    assert set(held) == set(triples)
    assert len(held) == len(set(triples))
    for subject in (None, A, BlankNode("b")):
        for predicate in (None, P):
            for value in (None, A, ONE, Literal("urn:a")):
                assert set(held.match(subject, predicate, value)) == {
                    (s, p, o) for s, p, o in triples
                    if subject in (None, s) and predicate in (None, p) and value in (None, o)
                }  # fmt: skip


def _lines(store: Store) -> list[str]:
    with triples_file(store) as path:
        return sorted(encode_statement(statement) for statement in read_statements(path))


def test_a_validator_gets_the_terms_of_the_file_that_a_store_was_read_from(file: Path) -> None:
    with open_store(file) as store, open_store(file, timeout=60) as limited:
        written = [encode_statement((A, P, term)) for term in (ONE, TRUE)]
        for held in (store, limited):
            with triples_file(held) as path:
                assert path == file
            assert set(written) <= set(_lines(held))
    packed = file.with_suffix(".ttl.gz")
    packed.write_bytes(gzip.compress(file.read_bytes()))
    with open_store(packed) as store:
        assert set(written) <= set(_lines(store))


def test_a_validator_gets_all_graphs_of_a_store_that_was_changed(file: Path) -> None:
    with open_store(file, read_only=False) as store:
        store.load([(A, P, A, IRI("urn:g"))])
        lines = _lines(store)
    assert encode_statement((A, P, A)) in lines
    assert encode_statement((A, P, integer(1))) in lines  # as the engine keeps it
    assert len(lines) == 5


def test_a_validator_gets_the_triples_of_an_endpoint() -> None:
    with serve(Behaviour()) as endpoint, RemoteStore(endpoint) as store:
        store.load([(A, RDF.type, P, IRI("https://x/graph/x/stated"))])
        assert _lines(store) == [encode_statement((A, RDF.type, P))]


# -- text -----------------------------------------------------------------------------------------

_TERMS: st.SearchStrategy[Value] = st.one_of(
    st.sampled_from([A, BlankNode("b0"), BlankNode("b1")]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9).map(Literal),
    st.builds(Literal, st.just("題"), st.just(RDF.langString), st.sampled_from(["ja", "ja-hrkt"])),
)


@pytest.mark.parametrize("format_", ["turtle", "ntriples", "jsonld"])
@given(st.lists(st.tuples(st.sampled_from([A, BlankNode("b0")]), st.sampled_from([P, Q]), _TERMS)))
def test_statements_written_as_text_are_read_as_the_same_graph(
    format_: str, statements: list[Statement]
) -> None:
    text = statements_text(statements, format_, prefixes={"u": "urn:"})
    names = {"ntriples": "nt", "jsonld": "json-ld"}
    expected, found = rdflib.Graph(), rdflib.Graph()
    expected.parse(data="".join(map(encode_statement, statements)), format="nt")
    found.parse(data=text, format=names.get(format_, format_))
    assert to_isomorphic(found) == to_isomorphic(expected)


def test_what_a_format_cannot_hold_is_an_error() -> None:
    with pytest.raises(DataError, match="RDF/XML cannot hold the graph"):
        statements_text([(A, IRI("http://x/p"), Literal("\x01"))], "rdfxml")
    with pytest.raises(DataError, match=r"Turtle cannot hold the graph: .*Invalid IRI"):
        statements_text([(IRI("urn:a b"), P, A)])


@pytest.mark.parametrize("term", [A, BlankNode("b"), ONE, Literal('x\n"y"'), text("題", "ja")])
def test_a_term_is_read_from_its_notation(term: Value) -> None:
    assert read_term(encode_term(term)) == term


def test_an_iri_that_comes_again_costs_no_memory_without_end() -> None:
    def many() -> Iterator[Triple]:
        return ((IRI(f"urn:{n}"), P, IRI(f"urn:{n + 1}")) for n in range(250_000))

    terms = EngineTerms()
    assert sum(1 for _ in terms.triples(many())) == 250_000
    assert len(terms._nodes) <= 100_000


@pytest.mark.parametrize("name", ["", "５年", "・連携", "々々", "ー", "a・b", "Ⅳ"])
def test_a_property_that_is_no_name_of_xml_is_refused_where_readers_would_fail(name: str) -> None:
    with pytest.raises(DataError, match=f"<http://x/{name}> does not end in a name of XML"):
        statements_text([(A, IRI(f"http://x/{name}"), Literal("値"))], "rdfxml")


@pytest.mark.parametrize("name", ["連携", "5年", "年5", "連携-x", "-年"])
def test_a_property_with_a_japanese_name_is_read_back_by_another_reader(name: str) -> None:
    written = statements_text([(A, IRI(f"http://x/{name}"), Literal("値"))], "rdfxml")
    (predicate,) = rdflib.Graph().parse(data=written, format="xml").predicates()
    assert str(predicate) == f"http://x/{name}"


@given(st.text(st.sampled_from('a\r\n\t<&"値 '), max_size=12))
def test_line_ends_of_values_are_kept_by_rdf_xml(words: str) -> None:
    written = statements_text([(A, IRI("http://x/p"), Literal(words))], "rdfxml")
    (value,) = rdflib.Graph().parse(data=written, format="xml").objects()
    assert str(value) == words
