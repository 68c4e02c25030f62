"""The report in every format: whole, readable by the programs it is for, in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
import rdflib

from policygraph.core.namespaces import IRI
from policygraph.shapes import Report, Rules, Severity, validate
from policygraph.shapes.report import REPORT_FORMATS, View
from policygraph.store import OxigraphStore

Turtle = Callable[..., Path]
BASE = "https://w3id.org/policygraph/"
_SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
_GRAPH = """
<doc/d> a pol:StrategyDocument ; dcterms:identifier "d" ; dcterms:title "戦略"@ja , "Strategy"@en .
<doc/d/1> a pol:DocumentPart ; pol:partType <concept/part-type/chapter> ; pol:number "1" ;
    dcterms:title "はじめの章"@ja , "First chapter"@en ; dcterms:isPartOf <doc/d> ; pol:order 1 .
<doc/d/1/1> a pol:MeasureOccurrence ; dcterms:isPartOf <doc/d/1> ; pol:order 1 ;
    pol:occurrenceOf <measure/d/1-1> ; pol:firstLine 12 ; pol:lastLine 14 ; pol:text "<中小企業> & 大学を支援する。"@ja .
<measure/d/1-1> a pol:Measure .
<org/内閤府> a pol:PublicBody ; skos:prefLabel "内閤府"@ja ; pol:notInVocabulary true ; pol:nearName "内閣府" .
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Of a measure that lacks nearly everything."""
    from shapes.conftest import PREFIXES

    file = tmp_path_factory.mktemp("data") / "data.ttl"
    file.write_text(PREFIXES + _GRAPH, encoding="utf-8")
    return validate(file)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", REPORT_FORMATS.names)
def test_every_format_writes_something_in_both_languages(
    report: Report, name: str, language: str
) -> None:
    written = report.write(name, language)
    assert written.endswith("\n")
    message = report.rules["Measure-responsibleBody"].messages[language]
    if name == "html":
        message = message.replace("&", "&amp;")
    assert message in written.replace("&#x27;", "'")
    assert report.write(name, language) == written


def test_the_text_shows_problem_path_place_lines_and_words(report: Report) -> None:
    text = report.write("text", "en")
    (problem,) = (
        p for p in text.split("\n\n") if p.startswith("Violation  Measure-responsibleBody")
    )
    assert problem.splitlines() == [
        "Violation  Measure-responsibleBody  1×  responsible body",
        "  A measure names no responsible body: is the tag 【】 missing, or was it not read?",
        "  path: pol:responsibleBody",
        "  - measure/d/1-1",
        "      1 First chapter  lines 12-14",
        "      「<中小企業> & 大学を支援する。」",
    ]
    (row,) = (
        line for line in text.splitlines() if line.startswith("  pol:Measure  ") and "body" in line
    )
    assert row.split() == ["pol:Measure", "responsible", "body", "0", "1", "0.0%"]


def test_the_verdict_comes_first_and_counts(report: Report) -> None:
    counts = ", ".join(f"{s.name.capitalize()} {n}" for s, n in report.counts.items())
    for name in ("text", "html"):
        assert f"fails ({counts}; engine: fast)" in report.write(name, "en")
    first = report.write("text", "en").splitlines()[0]
    assert first == f"{report.location}: fails ({counts}; engine: fast)"
    assert "不合格" in report.write("text", "ja").splitlines()[0]


def test_known_gaps_are_folded_and_shown_in_full_where_one_asks(report: Report) -> None:
    folded = report.write("text", "en")
    assert "Info  Measure-actor  1×  actor type\n" in folded
    assert "--wide shows where" in folded
    assert "names no type of actor" not in folded
    for other in (replace(report, view=View(wide=True)), replace(report, limit=Severity.INFO)):
        shown = other.write("text", "en")
        assert "names no type of actor" in shown
        assert "--wide shows where" not in shown


def test_the_places_of_a_problem_are_shown_page_by_page(report: Report) -> None:
    (gap,) = (f for f in report.findings if report.rule(f.result).id == "Measure-theme")
    many = [
        replace(gap, result=replace(gap.result, focus=IRI(f"{BASE}measure/d/{n}")))
        for n in range(1, 6)
    ]
    paged = replace(report, findings=tuple(many))

    def shown(view: View) -> list[str]:
        lines = replace(paged, view=view).write("text", "en").splitlines()
        return [line.strip(" -…") for line in lines if line.startswith(("  - ", "  … "))]

    assert shown(View(limit=2)) == [
        "measure/d/1", "measure/d/2", "3 more (--offset 2 shows on, --format json has them all)",
    ]  # fmt: skip
    assert shown(View(limit=2, offset=4)) == ["measure/d/5"]
    assert shown(View(offset=5)) == []


def test_a_misprint_is_told_with_the_name_that_it_is_near(report: Report) -> None:
    text = report.write("text", "en")
    (problem,) = (p for p in text.split("\n\n") if p.startswith("Violation  Thing-near"))
    assert "(near: 内閣府)" in problem
    results = json.loads(report.write("json", "ja"))["results"]
    (near,) = (r for r in results if r["shape"] == "Thing-near")
    assert "近い名称: 内閣府" in near["message"]


def test_a_value_is_told_with_its_name(report: Report) -> None:
    (gap,) = (f for f in report.findings if report.rule(f.result).id == "Measure-theme")
    of_body = replace(
        gap,
        result=replace(gap.result, value=IRI(f"{BASE}org/cao")),
        value_labels={"ja": "内閣府", "en": "Cabinet Office"},
    )
    own = replace(report, findings=(of_body,))
    assert "value: org/cao Cabinet Office" in own.write("text", "en")
    assert json.loads(own.write("json", "ja"))["results"][0]["valueLabel"] == "内閣府"


def test_the_gravest_problems_come_first(report: Report) -> None:
    severities = [f.result.severity for f in report.findings]
    assert severities == sorted(severities, reverse=True)


def test_json_has_everything_of_every_result(report: Report) -> None:
    content = json.loads(report.write("json", "ja"))
    assert len(content["results"]) == len(report.findings)
    assert content["counts"]["violation"] == report.counts[Severity.VIOLATION]
    (body,) = (r for r in content["results"] if r["shape"] == "Measure-responsibleBody")
    assert body["focusNode"] == f"{BASE}measure/d/1-1"
    assert body["path"] == f"<{BASE}ontology#responsibleBody>"
    assert body["value"] is None
    assert body["severity"] == "violation"
    assert body["unit"] == f"{BASE}doc/d/1/1"
    assert body["heading"] == ["1 はじめの章"]
    in_english = json.loads(report.write("json", "en"))["results"]
    assert ["1 First chapter"] in [r["heading"] for r in in_english if r["shape"] == body["shape"]]
    assert body["lines"] == "12-14"
    assert body["words"] == "<中小企業> & 大学を支援する。"
    assert {"class": f"{BASE}ontology#Measure", "shape": "Measure-theme", "have": 0, "of": 1} in (
        content["completeness"]
    )


def test_turtle_is_a_validation_report_that_shacl_accepts(report: Report) -> None:
    graph = rdflib.Graph().parse(data=report.write("turtle", "en"), format="turtle")
    (whole,) = graph.subjects(rdflib.RDF.type, _SH.ValidationReport)
    assert graph.value(whole, _SH.conforms) == rdflib.Literal(False)
    results = list(graph.objects(whole, _SH.result))
    assert len(results) == len(report.findings)
    for result in results:
        assert (result, rdflib.RDF.type, _SH.ValidationResult) in graph
        for needed in ("focusNode", "resultSeverity", "sourceConstraintComponent", "sourceShape"):
            assert len(list(graph.objects(result, _SH[needed]))) == 1
        languages = {m.language for m in graph.objects(result, _SH.resultMessage)}
        assert languages == {"ja", "en"}
    (body,) = graph.subjects(
        _SH.sourceShape, rdflib.URIRef(f"{BASE}shapes#Measure-responsibleBody")
    )
    assert graph.value(body, _SH.resultPath) == rdflib.URIRef(f"{BASE}ontology#responsibleBody")


def test_a_complex_path_is_written_as_shacl_has_it() -> None:
    store = OxigraphStore()
    store.update(
        f"INSERT DATA {{ GRAPH <{BASE}g> {{ <{BASE}m> a <{BASE}ontology#DocumentPart> }} }}"
    )
    graph = rdflib.Graph().parse(data=validate(store).write("turtle", "en"), format="turtle")
    (result,) = graph.subjects(_SH.sourceShape, rdflib.URIRef(f"{BASE}shapes#Part-document"))
    path = graph.value(result, _SH.resultPath)
    assert graph.value(path, _SH.oneOrMorePath) == rdflib.DCTERMS.isPartOf


class _Balanced(HTMLParser):
    """Raises where a tag is closed that is not the last one opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_one_page_that_loads_nothing_and_escapes_the_words(report: Report) -> None:
    page = report.write("html", "ja")
    parser = _Balanced()
    parser.feed(page)
    assert parser.open == []
    assert all(link.startswith("https://w3id.org/") for link in parser.links)
    assert "<script" not in page
    assert "&lt;中小企業&gt; &amp; 大学を支援する。" in page
    assert '<html lang="ja">' in page


@pytest.mark.parametrize("limit", list(Severity))
def test_junit_fails_where_the_command_does(report: Report, limit: Severity) -> None:
    suite = Xml.fromstring(replace(report, limit=limit).write("junit", "en"))
    cases = {case.get("name"): case for case in suite.iter("testcase")}
    failed = {name for name, case in cases.items() if case.find("failure") is not None}
    skipped = {name for name, case in cases.items() if case.find("skipped") is not None}
    of_severity = {rule.id: found[0].result.severity for rule, found in report.problems()}
    assert failed == {id_ for id_, severity in of_severity.items() if severity >= limit}
    assert skipped == {id_ for id_, severity in of_severity.items() if severity < limit}
    assert suite.get("tests") == str(len(cases))
    assert suite.get("failures") == str(len(failed))


def test_github_commands_name_file_and_lines_where_the_text_is_at_hand(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def line() -> str:
        lines = report.write("github", "en").splitlines()
        (found,) = (text for text in lines if "title=Measure-responsibleBody" in text)
        return found

    monkeypatch.chdir(tmp_path)
    assert line().startswith("::error title=Measure-responsibleBody::A measure names no")
    source = tmp_path / "data" / "source" / "d" / "1.txt"
    source.parent.mkdir(parents=True)
    source.write_text("", encoding="utf-8")
    assert line().startswith("::error file=data/source/d/1.txt,line=12,endLine=14,title=")


def test_a_graph_without_a_problem_says_so(turtle: Turtle) -> None:
    store = OxigraphStore()
    store.load_file(turtle("ex:a a pol:Issue .", "data.ttl"))
    own = turtle(
        """shapes:Own a sh:NodeShape ; sh:targetClass pol:Issue ; sh:nodeKind sh:IRI ;
        sh:name "node"@en , "節点"@ja ; sh:message "No IRI."@en , "IRIではない。"@ja ."""
    )
    from policygraph.shapes.rules import Profile

    report = validate(store, Rules.load(own.parent, Profile(shipped=False)))
    assert report.write("text", "en").splitlines() == [
        "the graph: passes (Violation 0, Warning 0, Info 0; engine: fast)", "", "Nothing to report.",
    ]  # fmt: skip
    assert "問題は見つからなかった。" in report.write("text", "ja").splitlines()
    assert json.loads(report.write("json", "en"))["conforms"] is True
    assert "sh:conforms true" in report.write("turtle", "en")
    assert report.write("github", "en") == ""
