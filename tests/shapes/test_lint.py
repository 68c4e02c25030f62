"""Wrong shapes are an error, never "conforms"."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from policygraph.core.errors import DataError, SeveralErrors
from policygraph.core.resources import resource
from policygraph.shapes import Rules, validate
from policygraph.shapes.lint import Linter
from policygraph.shapes.rules import Profile
from policygraph.shapes.shapes_graph import read_shapes, shape_files
from policygraph.store import OxigraphStore

Turtle = Callable[..., Path]
_TOLD = """
    sh:severity sh:Violation ;
    sh:name "text"@en , "本文"@ja ;
    sh:message "No text."@en , "本文がない。"@ja"""
_GOOD = f"""
shapes:Own a sh:NodeShape ; sh:targetClass pol:Issue ; sh:property shapes:Own-text .
shapes:Own-text a sh:PropertyShape ; sh:path pol:text ; sh:minCount 1 ;{_TOLD} .
"""


def problems(file: Path, graph: OxigraphStore) -> list[str]:
    return [str(p) for p in Linter(read_shapes([file]), "own").problems(graph)]


def test_the_shipped_shapes_have_no_problem(chapter_graph: OxigraphStore) -> None:
    shapes = read_shapes(shape_files(resource("shapes")))
    assert Linter(shapes, "shapes").problems(chapter_graph) == []


def test_a_good_shape_has_no_problem(turtle: Turtle, chapter_graph: OxigraphStore) -> None:
    assert problems(turtle(_GOOD), chapter_graph) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sh:minCount 1", "sh:minCoutn 1", "SHACL has no sh:minCoutn"),
        ("sh:Violation", "sh:Error", "SHACL has no sh:Error"),
        ('"No text."@en , ', "", 'no sh:message in "en"'),
        (' , "本文がない。"@ja', "", 'no sh:message in "ja"'),
        ('"text"@en , ', "", 'no sh:name in "en"'),
        ("sh:path pol:text", "sh:path pol:texts", "the property pol:texts is neither"),
        ("sh:path pol:text", "sh:path ( pol:mentionedIn pol:texts )", "the property pol:texts"),
        ("sh:path pol:text", "sh:path [ sh:inversePath pol:texts ]", "the property pol:texts"),
        ("sh:targetClass pol:Issue", "sh:targetClass pol:Isue", "the class pol:Isue is neither"),
        ("sh:targetClass pol:Issue", "sh:targetSubjectsOf ex:size", "the property <http://example.org/size>"),
        ("sh:targetClass pol:Issue", "sh:targetNode ex:nobody", "is nowhere in the graph"),
        ("sh:minCount 1", "sh:class pol:Mesure", "the class pol:Mesure is neither"),
        ("sh:minCount 1", "sh:lessThan pol:ordre", "the property pol:ordre"),
    ],
)  # fmt: skip
def test_what_is_misspelt_or_missing_is_said(
    turtle: Turtle, chapter_graph: OxigraphStore, old: str, new: str, said: str
) -> None:
    assert old in _GOOD
    found = problems(turtle(_GOOD.replace(old, new)), chapter_graph)
    assert len(found) == 1
    assert said in found[0]
    assert "own.ttl" in found[0]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT $this WHERE { $this a pol:Issue MINUS { $this pol:text ?t } }", "uses MINUS"),
        ("SELECT $this WHERE { $this a pol:Issue . VALUES ?x { 1 } }", "uses VALUES"),
        ("SELECT ?x WHERE { ?x a pol:Issue }", "does not return $this"),
        ("SELECT $this WHERE { { SELECT ?x WHERE { ?x a pol:Issue } } }", "does not return $this"),
        ("ASK { $this a pol:Issue }", "is not a SELECT"),
    ],
)
def test_a_query_that_shacl_does_not_allow_is_said(
    turtle: Turtle, chapter_graph: OxigraphStore, query: str, said: str
) -> None:
    file = turtle(
        f'shapes:Own-q a sh:NodeShape ; sh:targetClass pol:Issue ;{_TOLD} ; sh:sparql [ sh:select """{query}""" ] .'
    )
    assert any(said in problem for problem in problems(file, chapter_graph))


def test_a_graph_without_a_shape_is_said(turtle: Turtle, chapter_graph: OxigraphStore) -> None:
    assert "no shapes" in problems(turtle("ex:a ex:b ex:c ."), chapter_graph)[0]


def test_a_property_that_only_the_graph_knows_is_known(turtle: Turtle) -> None:
    store = OxigraphStore()
    store.load_file(turtle("ex:a a pol:Issue ; ex:size 3 .", "data.ttl"))
    shape = _GOOD.replace("sh:path pol:text", "sh:path ex:size")
    assert problems(turtle(shape), store) == []


def test_problems_of_shapes_stop_the_validation(turtle: Turtle, graph: OxigraphStore) -> None:
    folder = turtle(_GOOD.replace("minCount", "minCoutn")).parent
    with pytest.raises(DataError, match=r"own\.ttl: Own-text: SHACL has no sh:minCoutn"):
        validate(graph, Rules.load(folder))


def test_all_problems_of_shapes_are_told_at_once_in_both_languages(
    turtle: Turtle, graph: OxigraphStore
) -> None:
    shape = _GOOD.replace("pol:text", "pol:texts").replace('"No text."@en , ', "")
    with pytest.raises(SeveralErrors) as raised:
        validate(graph, Rules.load(turtle(shape).parent))
    english, japanese = (raised.value.words(language).splitlines() for language in ("en", "ja"))
    assert [line.partition("Own-text: ")[2] for line in english] == [
        'no sh:message in "en"; write one',
        "the property pol:texts is neither in the ontology nor in the graph; is it misspelt?",
    ]
    assert [line.partition("Own-text: ")[2] for line in japanese] == [
        "言語「en」の sh:message がない。加える",
        "プロパティ pol:texts がオントロジーにもグラフにもない。綴りを確かめる",
    ]


def test_a_graph_of_another_ontology_is_an_error(turtle: Turtle) -> None:
    file = turtle("ex:a a ex:B ; skos:prefLabel 'a' .", "data.ttl")
    with pytest.raises(DataError, match=r"data\.ttl: .* is it a graph of policygraph"):
        validate(file)


def test_an_empty_graph_is_an_error() -> None:
    with pytest.raises(DataError, match="the graph is empty"):
        validate(OxigraphStore())


def test_shapes_of_a_user_alone_may_be_about_anything(turtle: Turtle) -> None:
    store = OxigraphStore()
    store.load_file(turtle("ex:a a ex:B .", "data.ttl"))
    shape = _GOOD.replace("pol:Issue", "ex:B").replace("sh:path pol:text", "sh:path rdfs:label")
    report = validate(store, Rules.load(turtle(shape).parent, Profile(shipped=False)))
    assert [f.result.focus for f in report.findings] == ["http://example.org/a"]


def test_a_shape_about_nothing_here_is_named_in_the_report(
    chapter_graph: OxigraphStore,
) -> None:
    report = validate(chapter_graph)
    # The chapter names no amount of money, no deadline and no quantity, has no part with targets, and is alone.
    assert report.idle == (
        "Change", "Edition", "Item-amount", "Item-deadline", "Lineage-asserted", "Lineage-dropped", "Lineage-introduced",
        "Lineage-later", "Lineage-order", "Lineage", "QuantityMention", "Target",
    )  # fmt: skip
