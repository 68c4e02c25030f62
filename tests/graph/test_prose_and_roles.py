"""Prose that promises and reports, roles, headings that answer, and deep sub-bullets, as they stand in the graph."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.api import build
from policygraph.core.names import PART_TYPES
from policygraph.core.namespaces import BASE, DCTERMS, IRI, POL, RDF, SKOS
from policygraph.core.resources import resource
from policygraph.core.terms import read_turtle
from policygraph.graph import BuiltGraph

_REPORT = """第１章 港
第１節 灯台
港は暗い。国土交通省及び環境省は、灯台の整備を推進する。前年度には、岸壁の整備を実施した。
第２節 漁
農林水産省では、網の改良を支援しています。農林水産省は、若い漁師の育成を図った。
"""
_TAGGED = """■漁の支援
●網の改良を支援する。【◎農林水産省、○環境省】
　－糸を開発する。
　　＊綿を活用する。
■国土交通省
●灯台を整備する。
"""
_OUTLINE = """[[level]]
part = "section"
marker = '■'
[[level]]
item = true
marker = '●'
[[level]]
component = true
marker = '－'
[[level]]
component = true
marker = '\\*'
"""


def _built(folder: Path, text: str, outline: str | None = None) -> BuiltGraph:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return build(path, key="port", outline=outline)


def _said(built: BuiltGraph, layer: str = "stated") -> set[tuple[str, str, str]]:
    def short(term: object) -> str:
        return str(term).removeprefix(BASE).removeprefix("ontology#")

    triples = built.dataset.graphs[IRI(f"{BASE}graph/port/{layer}")]
    return {(short(s), short(p), short(o)) for s, p, o in triples}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> BuiltGraph:
    return _built(tmp_path_factory.mktemp("report"), _REPORT, "sti-white-paper")


def test_what_was_done_is_told_apart_from_what_will_be(report: BuiltGraph) -> None:
    assert (report.summary.measures, report.summary.reported) == (1, 3)
    said = _said(report)
    type_ = str(RDF.type)
    assert ("measure/port/1-1-s2", type_, "Measure") in said
    assert ("reported/port/1-1-s3", type_, "ReportedMeasure") in said
    assert ("doc/port/1/1/s3", type_, "ReportedMeasureOccurrence") in said
    assert ("doc/port/1/1/s3", "occurrenceOf", "reported/port/1-1-s3") in said
    assert not [s for s, p, o in said if p == type_ and o == "Measure" and "/1-2-" in s]


def test_the_subject_of_a_sentence_answers_for_it(report: BuiltGraph) -> None:
    bodies = {(s, o) for s, p, o in _said(report) if p == "responsibleBody"}
    assert bodies == {
        ("measure/port/1-1-s2", "org/mlit"),
        ("measure/port/1-1-s2", "org/env"),
        ("reported/port/1-2-s1", "org/maff"),
        ("reported/port/1-2-s2", "org/maff"),
    }


def test_what_was_done_commits_to_nothing(report: BuiltGraph) -> None:
    committed = {s for s, p, _ in _said(report) if p == "commitment"}
    assert committed == {"measure/port/1-1-s2"}


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> BuiltGraph:
    folder = tmp_path_factory.mktemp("tagged")
    (folder / "own.toml").write_text(_OUTLINE, encoding="utf-8")
    return _built(folder, _TAGGED, str(folder / "own.toml"))


def test_a_role_is_said_in_addition_to_the_responsible_body(tagged: BuiltGraph) -> None:
    item = "measure/port/h1-1"
    said = {(p, o) for s, p, o in _said(tagged) if s == item and o.startswith("org/")}
    assert said == {
        ("responsibleBody", "org/maff"),
        ("responsibleBody", "org/env"),
        ("leadBody", "org/maff"),
        ("cooperatingBody", "org/env"),
    }


def test_a_heading_answers_for_an_item_that_names_nobody(tagged: BuiltGraph) -> None:
    said = _said(tagged)
    assert ("measure/port/h2-1", "responsibleBody", "org/mlit") in said
    evidence = {o for s, p, o in said if (s, p) == ("measure/port/h2-1", "evidence")}
    assert "doc/port/h2#0-5" in evidence


def test_sub_bullets_hang_together_to_any_depth(tagged: BuiltGraph) -> None:
    said = _said(tagged)
    part_of = str(DCTERMS.isPartOf)
    assert ("doc/port/h1/1/a", part_of, "doc/port/h1/1") in said
    assert ("doc/port/h1/1/a/a", part_of, "doc/port/h1/1/a") in said


def test_the_part_types_of_the_program_are_those_of_the_vocabulary() -> None:
    scheme = read_turtle(resource("ontology", "vocabulary", "part-types.ttl"))
    notations = {value.value for _, p, value in scheme if p == SKOS.notation}  # type: ignore[union-attr]
    assert notations == PART_TYPES


def test_a_part_by_another_name_is_a_group_in_the_graph(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(_OUTLINE.replace('"section"', '"pillar"'), encoding="utf-8")
    built = _built(tmp_path, _TAGGED, str(tmp_path / "own.toml"))
    types = {o for _, p, o in _said(built) if p == str(POL.partType).removeprefix(BASE)[9:]}
    assert types == {"concept/part-type/group"}
