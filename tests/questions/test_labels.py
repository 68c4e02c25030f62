"""What things are called: one rule, over a store and over an index."""

from __future__ import annotations

import pytest

from policygraph.core.index import Index
from policygraph.core.namespaces import BASE, DCTERMS, FOAF, IRI, POL, RDFS, SKOS
from policygraph.core.terms import Triple, text
from policygraph.questions.labels import find_given_labels, find_label, find_labels, tell_apart
from policygraph.store import OxigraphStore, Store

A = IRI("urn:a")
UNIT = IRI(f"{BASE}doc/strategy/5/1/C/2/1")


def both(triples: list[Triple]) -> tuple[Store, Index]:
    store = OxigraphStore()
    store.load((*triple, IRI("urn:g")) for triple in triples)
    return store, Index(triples)


@pytest.mark.parametrize(
    ("triples", "language", "label"),
    [
        ([(A, SKOS.prefLabel, text("題", "ja")), (A, SKOS.prefLabel, text("title", "en"))], "en", "title"),
        ([(A, SKOS.prefLabel, text("title", "en")), (A, RDFS.label, text("初め…", "ja"))], "ja", "初め…"),
        ([(A, SKOS.prefLabel, text("題", "ja")), (A, RDFS.label, text("札", "ja"))], "ja", "題"),
        ([(A, POL.reading, text("だい")), (A, RDFS.label, text("題", "ja"))], "ja", "題"),
        ([(A, FOAF.name, text("name")), (A, DCTERMS.title, text("title"))], "ja", "title"),
        ([(A, RDFS.label, text("plain")), (A, RDFS.label, text("fremd", "de"))], "ja", "plain"),
        ([(A, RDFS.label, text("b", "ja")), (A, RDFS.label, text("a", "ja"))], "ja", "a"),
        ([], "ja", "urn:a"),
    ],
    ids=["language", "language-first", "property-first", "no-reading", "title-before-name", "untagged", "smallest", "none"],
)  # fmt: skip
def test_the_first_label_of_the_rule_is_taken(
    triples: list[Triple], language: str, label: str
) -> None:
    for source in both(triples):
        assert find_labels(source, [A], language) == {A: label}


def test_a_unit_is_called_by_its_path_and_not_by_its_words() -> None:
    for source in both([(UNIT, POL.text, text("中小企業を支援する。", "ja"))]):
        assert find_labels(source, [UNIT], "en") == {UNIT: "doc/strategy/5/1/C/2/1"}
        assert find_given_labels(source, [UNIT], "en") == {}


def test_terms_and_graphs_of_ours_have_names_in_both_languages() -> None:
    graph = IRI(f"{BASE}graph/sti-strategy-2017/inferred")
    for source in both([]):
        assert find_labels(source, [SKOS.broader, graph], "en") == {
            SKOS.broader: "broader", graph: "a rule (sti-strategy-2017)"
        }  # fmt: skip
        assert find_labels(source, [graph], "ja") == {graph: "規則による推論 (sti-strategy-2017)"}


def test_a_thing_is_called_as_the_first_index_says_that_names_it() -> None:
    own = Index([(A, RDFS.label, text("own", "en"))])
    shared = Index([(A, RDFS.label, text("shared", "en"))])
    assert find_label(A, "ja", own, shared) == "own"
    assert find_label(A, "ja", Index(), shared) == "shared"
    assert find_label(UNIT, "ja", own, shared) == "doc/strategy/5/1/C/2/1"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_thing_of_the_chapter_is_called_the_same_over_a_store_and_an_index(
    oxigraph: Store, language: str
) -> None:
    index = Index(sorted(quad[:3] for quad in oxigraph.dump()))
    things = sorted({*index.subjects(), SKOS.broader, A})
    assert find_labels(oxigraph, things, language) == find_labels(index, things, language)


def test_things_of_a_column_with_one_label_are_told_apart_by_their_paths() -> None:
    one, other = IRI(f"{BASE}doc/a/5/1/A"), IRI(f"{BASE}doc/b/5/1/A")
    labels = {one: "基本的認識", other: "基本的認識", A: "基本的認識"}
    assert tell_apart(labels, [{one, other}, {A}]) == {
        one: "基本的認識 (a/5/1/A)", other: "基本的認識 (b/5/1/A)", A: "基本的認識"
    }  # fmt: skip
