"""What `Store` promises, on every kind of store."""

from __future__ import annotations

from pathlib import Path

import pytest
from store.conftest import KINDS, ONE, QUADS, TWO, WRITABLE, every
from virtuoso import Virtuoso

from policygraph.core.errors import DataError, StoreError, UsageError
from policygraph.core.namespaces import IRI, RDF
from policygraph.core.terms import BlankNode, Literal, Quad, integer, text
from policygraph.store import (
    Boolean,
    Graph,
    Solutions,
    SolutionStream,
    Store,
    embedded,
    memory_store,
    open_store,
)
from policygraph.store.remote import RemoteStore
from policygraph.store.syntax import has_dataset, is_update

A, B, IS, NAME = IRI("urn:a"), IRI("urn:b"), IRI("urn:is"), IRI("urn:name")
READ_ONLY = [kind for kind in KINDS if kind not in WRITABLE]


# -- queries --------------------------------------------------------------------------------------


@every()
def test_a_query_sees_the_union_of_the_named_graphs_and_no_others(store: Store) -> None:
    answer = store.query("SELECT ?name WHERE { <urn:a> <urn:is>/<urn:name> ?name }")
    assert answer == Solutions(("name",), [(text("名前", "ja"),)])
    assert store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == Solutions(("n",), [(integer(5),)])


@every()
def test_values_keep_their_types(store: Store) -> None:
    answer = store.query("SELECT ?n ?none { ?s <urn:count> ?n OPTIONAL { ?s <urn:x> ?none } }")
    assert answer == Solutions(("n", "none"), [(integer(3), None)])


@pytest.mark.parametrize(
    ("store", "timeout"),
    # A store on disk that is open for writing has no limit: see test_worker.py.
    [
        (kind, seconds)
        for kind in KINDS
        for seconds in (None, 60)
        if (kind, seconds) != ("disk", 60)
    ],
    indirect=["store"],
)
def test_asking_and_constructing(store: Store, timeout: float | None) -> None:
    assert store.query("ASK { <urn:a> <urn:is> <urn:b> }", timeout=timeout) == Boolean(True)
    assert store.query("ASK { <urn:b> <urn:is> <urn:a> }", timeout=timeout) == Boolean(False)
    made = "CONSTRUCT { ?b <urn:of> ?a } WHERE { ?a <urn:is> ?b }"
    assert store.query(made, timeout=timeout) == Graph([(B, IRI("urn:of"), A)])
    assert list(store.construct(made, timeout=timeout)) == [(B, IRI("urn:of"), A)]
    assert (B, NAME, text("名前", "ja")) in store.construct("DESCRIBE <urn:b>", timeout=timeout)


@every()
def test_a_select_constructs_nothing(store: Store) -> None:
    with pytest.raises(StoreError, match="the query is no CONSTRUCT"):
        list(store.construct("SELECT * { ?s ?p ?o }"))


@every()
def test_rows_can_be_taken_as_a_stream(store: Store) -> None:
    query = "SELECT ?s ?o { ?s a ?o }"
    answer = store.query(query, stream=True)
    assert isinstance(answer, SolutionStream)
    assert answer.variables == ("s", "o")
    assert sorted(answer.rows) == [(A, IRI("urn:C")), (B, IRI("urn:C"))]
    assert store.query("ASK {}", stream=True) == Boolean(True)


@every()
def test_a_broken_query_is_one_line(store: Store) -> None:
    for broken in ("SELECT WHERE {", "SELECT * { ?s no:prefix ?o }"):
        with pytest.raises(StoreError) as caught:
            store.query(broken)
        assert "\n" not in str(caught.value)
        assert not isinstance(caught.value.__cause__, SyntaxError)


# -- FROM -----------------------------------------------------------------------------------------


_CLAUSES = {
    "one": (f"FROM <{ONE}>", "?s a ?c", ["urn:a"]),
    "two": (f"FROM <{ONE}> FROM <{TWO}>", "?s a ?c", ["urn:a", "urn:b"]),
    "only named": (f"FROM NAMED <{TWO}>", "?s a ?c", []),
    "named": (f"FROM NAMED <{TWO}>", "GRAPH ?g { ?s a ?c }", ["urn:b"]),
    "both": (
        f"FROM <{ONE}> FROM NAMED <{TWO}>", "?x <urn:is> ?s . GRAPH ?g { ?s a ?c }", ["urn:b"],
    ),
    "none named": (f"FROM <{ONE}>", "GRAPH ?g { ?s a ?c }", []),
    "unknown": ("FROM <https://elsewhere.example/nothing>", "?s a ?c", []),
    "no clause": ("", "GRAPH ?g { ?s a ?c }", ["urn:a", "urn:b"]),
}  # fmt: skip
_TAKES_ALL = pytest.mark.xfail(
    strict=True,
    reason="GRAPH sees all graphs on Virtuoso 7 where a query has FROM and no FROM NAMED",
)


@pytest.mark.parametrize(
    ("store", "case"),
    [
        pytest.param(
            kind, case,
            marks=_TAKES_ALL if kind == "virtuoso" and case == "none named" else (),
        )
        for kind in KINDS
        for case in _CLAUSES
    ],
    indirect=["store"],
)  # fmt: skip
def test_a_query_sees_just_the_graphs_that_it_names(store: Store, case: str) -> None:
    clause, pattern, found = _CLAUSES[case]
    answer = store.query(f"SELECT ?s {clause} WHERE {{ {pattern} }}")
    assert isinstance(answer, Solutions)
    assert sorted(row[0] for row in answer.rows if row[0]) == found
    made = store.construct(f"CONSTRUCT {{ ?s a <urn:X> }} {clause} WHERE {{ {pattern} }}")
    assert sorted({triple[0] for triple in made}) == found


@pytest.mark.parametrize("timeout", [None, 60], ids=["no limit", "a limit"])
def test_the_ontology_of_the_shipped_graph_can_be_counted_alone(timeout: float | None) -> None:
    count = (
        "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/policygraph/graph/ontology> { ?s ?p ?o }"
    )
    with open_store(timeout=timeout) as store:
        answer = store.query(count)
        (expected,) = (
            sum(1 for _ in store.triples(graph)) for graph in store.graphs() if "ontology" in graph
        )
    assert answer == Solutions(("n",), [(integer(expected),)])
    assert expected < 2000


def test_the_ontology_can_be_counted_alone_on_virtuoso(virtuoso: Virtuoso) -> None:
    graph = "https://w3id.org/policygraph/graph/ontology"
    with RemoteStore(virtuoso.endpoint) as store, open_store() as shipped:
        count = f"SELECT (COUNT(*) AS ?n) FROM <{graph}> {{ ?s ?p ?o }}"
        assert store.query(count) == shipped.query(count)


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("SELECT * FROM <urn:g> { ?s ?p ?o }", True),
        ("select * from named <urn:g> { graph ?g { ?s ?p ?o } }", True),
        ("PREFIX : <urn:> SELECT * FROM:g { ?s ?p ?o }", True),
        ("SELECT*FROM<urn:g>{?s ?p ?o}", True),
        ("SELECT * FROMNAMED<urn:g>{?s ?p ?o}", True),
        ("CONSTRUCT { ?s ?p ?o } FROM <urn:g> WHERE { ?s ?p ?o }", True),
        ("DESCRIBE <urn:a> FROM <urn:g>", True),
        ("SELECT * \\u0046ROM <urn:g> { ?s ?p ?o }", True),
        ("SELECT (EXISTS { ?s ?p ?o } AS ?x) FROM <urn:g> {}", True),
        ("SELECT ?from { ?from ?p ?o } # FROM <urn:g>", False),
        ('SELECT * { ?s ?p "FROM <urn:g>" , "x"@from , <urn:FROM> , \'from\' }', False),
        ("PREFIX from: <urn:from#> SELECT * { ?s from:x ?o }", False),
        ("PREFIX ex: <urn:> SELECT * { ?s ex:from ?o }", False),
        ("SELECT * { ?s ?p ?o } ORDER BY ?o", False),
        ("", False),
    ],
)
def test_a_dataset_is_seen_in_the_words_of_a_query(sparql: str, expected: bool) -> None:
    assert has_dataset(sparql) == expected


# -- triples and graphs ---------------------------------------------------------------------------


@every()
def test_everything_comes_out_again(store: Store) -> None:
    assert sorted(store.dump(), key=str) == sorted(QUADS, key=str)
    assert store.graphs() == [ONE, TWO]
    assert set(store.triples(TWO)) == {quad[:3] for quad in QUADS[2:]}
    assert list(store.triples(IRI("urn:none"))) == []
    assert not store.is_empty()


@every()
def test_triples_are_matched_by_their_terms(store: Store) -> None:
    assert set(store.match()) == {quad[:3] for quad in QUADS}
    assert set(store.match(A)) == {(A, IS, B), (A, RDF.type, IRI("urn:C"))}
    assert [triple[0] for triple in store.match(value=text("名前", "ja"))] == [B]
    assert {triple[0] for triple in store.match(predicate=RDF.type, value=IRI("urn:C"))} == {A, B}
    assert list(store.match(B, IS, A)) == []


@every()
def test_a_copy_for_rdflib_has_the_union_as_its_default_graph(store: Store) -> None:
    import rdflib

    dataset = store.to_rdflib()
    rows = list(dataset.query("SELECT ?n WHERE { <urn:a> <urn:is>/<urn:name> ?n }"))
    assert rows == [(rdflib.Literal("名前", lang="ja"),)]


@every()
def test_a_store_can_be_taken_into_this_process(store: Store) -> None:
    local = embedded(store)
    assert set(local.match()) == {quad[:3] for quad in QUADS}
    assert embedded(local) is local


# -- changes --------------------------------------------------------------------------------------


@every(*WRITABLE)
def test_an_update_changes_the_store(store: Store) -> None:
    assert not store.read_only
    store.update(f"DELETE WHERE {{ GRAPH <{TWO}> {{ <urn:b> <urn:count> ?n }} }}")
    assert store.query("ASK { ?s <urn:count> ?n }") == Boolean(False)
    more: Quad = (B, IRI("urn:count"), integer(4), TWO)
    store.load([more])
    assert store.query("SELECT ?n { ?s <urn:count> ?n }") == Solutions(("n",), [(integer(4),)])


@every(*READ_ONLY)
def test_a_store_that_is_opened_for_reading_is_not_changed(store: Store) -> None:
    assert store.read_only
    for change in (lambda: store.update("CLEAR ALL"), lambda: store.load(QUADS)):
        with pytest.raises(StoreError, match="opened for reading"):
            change()
    assert set(store.dump()) == set(QUADS)


def test_an_endpoint_that_is_opened_for_reading_is_not_changed(server: str) -> None:
    with open_store(server) as store:
        assert store.read_only
        with pytest.raises(StoreError, match="opened for reading"):
            store.update("CLEAR ALL")


@every()
def test_closing_twice_is_no_harm(store: Store) -> None:
    store.close()
    store.close()


def test_a_blank_node_is_matched_and_not_dumped() -> None:
    with memory_store() as store:
        store.update("INSERT DATA { GRAPH <urn:g> { [] <urn:is> <urn:b> } }")
        ((subject, _, _),) = store.match()
        assert isinstance(subject, BlankNode)
        with pytest.raises(StoreError, match="holds a blank node"):
            list(store.dump())


# -- opening --------------------------------------------------------------------------------------


def test_without_a_place_the_shipped_graph_is_opened() -> None:
    with open_store() as store:
        assert IRI("https://w3id.org/policygraph/graph/ontology") in store.graphs()
        assert store.read_only


def test_a_store_on_disk_opens_for_reading(folder: Path) -> None:
    with open_store(folder) as store:
        assert set(store.dump()) == set(QUADS)
        with pytest.raises(StoreError, match="opened for reading"):
            store.update("INSERT DATA { <urn:x> <urn:y> <urn:z> }")


def test_a_store_says_which_file_it_holds_until_it_is_changed(file: Path) -> None:
    with open_store(file) as read, open_store(file, read_only=False) as changed:
        assert read.file == changed.file == file
        changed.load([])
        assert changed.file is None
    with open_store(file, timeout=9) as limited, memory_store() as empty:
        assert limited.file == file
        assert empty.file is None


@pytest.mark.parametrize("timeout", [None, 60], ids=["no limit", "a limit"])
def test_an_empty_graph_is_opened_only_where_that_will_do(
    tmp_path: Path, timeout: float | None
) -> None:
    path = tmp_path / "empty.trig"
    path.write_text("")
    with pytest.raises(DataError, match=r"empty\.trig: the graph is empty"):
        open_store(path, timeout=timeout)
    with open_store(path, timeout=timeout, may_be_empty=True) as store:
        assert store.is_empty()
        assert store.graphs() == []


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.ttl", "<urn:a> <urn:b> .", r"a\.ttl:1:\d+: not Turtle"),
        ("a.txt", "x", "not an RDF file by its name"),
        ("a.trig", "<urn:g> { <urn:a> }", r"a\.trig:1:\d+: not TriG"),
    ],
    ids=["syntax", "name", "quads"],
)
def test_a_file_that_is_no_rdf_says_where(
    tmp_path: Path, name: str, content: str, problem: str
) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(DataError, match=problem):
        open_store(path)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        open_store(tmp_path / "none.ttl")
    with pytest.raises(StoreError, match=r"holds no policygraph\.trig and no store"):
        open_store(tmp_path)
    (tmp_path / "CURRENT").write_text("")
    with pytest.raises(StoreError, match="no store can be opened there"):
        open_store(tmp_path)


def test_a_url_with_a_password_is_refused() -> None:
    with pytest.raises(UsageError, match="holds a user or password") as caught:
        open_store("http://me:pw-secret@127.0.0.1:9/sparql")
    assert "pw-secret" not in str(caught.value)


def test_a_literal_of_a_type_that_no_engine_knows_is_kept() -> None:
    quad: Quad = (A, IS, Literal("x", IRI("urn:type")), ONE)
    with memory_store([quad]) as store:
        assert list(store.dump()) == [quad]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# insert nothing\nPREFIX add: <urn:load> SELECT * { ?s add:delete ?o }", False),
        ("SELECT ?x { ?x ?p ?o } # addressed, loaded, DROP", False),
        ("BASE <urn:x> PREFIX a: <b> INSERT DATA { a:b a:c a:d }", True),
        ("prefix clear: <urn:x>\nclear all", True),
        ("", False),
    ],
    ids=["comment and prefix", "comment behind", "insert", "clear", "nothing"],
)
def test_an_update_is_told_by_its_first_word_and_not_by_what_comments_say(
    text: str, expected: bool
) -> None:
    assert is_update(text) == expected


_DEEP = {
    "groups": "SELECT * " + "{" * 5000 + "?s ?p ?o" + "}" * 5000,
    "brackets": "SELECT * { ?s ?p ?o FILTER(" + "(" * 5000 + "?o" + ")" * 5000 + ") }",
    "negations": "SELECT * { ?s ?p ?o FILTER(" + "!" * 9000 + "?o) }",
    "sums": "SELECT * { ?s ?p ?o FILTER(?o" + "+?o" * 9000 + ") }",
    "choices": "SELECT * { ?s ?p ?o FILTER(?o" + "||?o" * 9000 + ") }",
    "unions": "SELECT * { { ?s ?p ?o }" + "UNION{ ?s ?p ?o }" * 9000 + "}",
    "options": "SELECT * { ?s ?p ?o " + "OPTIONAL{?s ?p ?o}" * 9000 + "}",
    "filters": "SELECT * { ?s ?p ?o " + "FILTER(?o)" * 9000 + "}",
    "blank-nodes": "SELECT * { ?s ?p " + "[?p " * 5000 + "1" + "]" * 5000 + "}",
    "functions": "SELECT * { ?s ?p ?o FILTER(" + "STR(" * 5000 + "?o" + ")" * 5000 + ") }",
    "paths": "SELECT * { ?s " + "(" * 5000 + "<http://e/p>" + ")*" * 5000 + " ?o }",
}


@pytest.mark.parametrize("kind", _DEEP)
def test_a_query_that_would_end_the_process_of_a_parser_is_refused(kind: str) -> None:
    with pytest.raises(StoreError, match="nested more than 200 deep"):
        memory_store().query(_DEEP[kind])


def test_a_query_as_deep_as_it_may_be_is_answered() -> None:
    deep = "SELECT ?s ?p ?o " + "{" * 199 + "?s ?p ?o" + "}" * 199
    assert memory_store().query(deep) == Solutions(("s", "p", "o"), [])


def test_signs_in_comments_strings_and_iris_are_not_counted() -> None:
    idle = (
        "# "
        + "{" * 5000
        + "\nSELECT ?s ?p { ?s ?p '"
        + "(" * 5000
        + "' , <http://e/"
        + "a/" * 5000
        + "> }"
    )
    assert memory_store().query(idle) == Solutions(("s", "p"), [])
