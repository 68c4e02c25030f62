"""What the steward is told of the shipped chapter, and of a chapter that lacks something."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from policygraph.api import build
from policygraph.core.errors import DataError, UsageError
from policygraph.core.namespaces import IRI, RDFS, SKOS
from policygraph.core.resources import resource
from policygraph.shapes import Report, Rules, Severity, validate
from policygraph.shapes.rules import Profile, read_profile
from policygraph.store import OxigraphStore

pytestmark = pytest.mark.heavy  # all of the shipped graph, again and again

Turtle = Callable[..., Path]
BASE = "https://w3id.org/policygraph/"
POL = f"{BASE}ontology#"
_MEASURE = f"{BASE}measure/sti-strategy-2017/5-1-C-2-1"
_BULLET = f"{BASE}doc/sti-strategy-2017/5/1/C/2/1"
# A document of a later year: a measure with a misprint and a body that nobody knows, and a restatement.
_SECOND = """\
第６章 連携の推進

（１）研究の場

［Ａ］基本的認識

大学は企業との連携を求めている。

［Ｂ］重きを置くべき課題

大学と企業の連携を深めることが必要である。

［Ｃ］重きを置くべき取組

① 連携の強化

・大学と企業の産学連携を推進する。【内閤府、地域未来省】
・外部資金獲得を国研の評価軸の一つとする等により、外部資金獲得を促進する。（再掲）【国研所管府省】
"""
_SECOND_DESCRIBED = """\
key = "trial-2018"
outline = "sti-strategy"
decided_on = 2018-06-15
decided_by = "cabinet"
publisher = "cao"
source_page = "https://example.org/2018.html"
[title]
ja = "試行戦略2018"
en = "Trial Strategy 2018"
[licence]
iri = "https://creativecommons.org/licenses/by/4.0/"
[licence.notice]
ja = "出典：試行"
en = "Source: trial"
[texts]
6 = "6.txt"
"""


@pytest.fixture(scope="module")
def report(chapter_graph: OxigraphStore) -> Report:
    return validate(chapter_graph)


def remove(graph: OxigraphStore, subject: str, predicate: str) -> int:
    """Take away what a subject says with a predicate; returns how many triples."""
    pattern = (ox.NamedNode(subject), ox.NamedNode(predicate), None)
    quads = list(graph.engine.quads_for_pattern(*pattern))
    for quad in quads:
        graph.engine.remove(quad)
    return len(quads)


def found(report: Report, source: str) -> list[object]:
    return [f.result.focus for f in report.findings if report.rule(f.result).id == source]


def test_the_shipped_chapter_can_be_published(report: Report) -> None:
    assert report.counts[Severity.VIOLATION] == 0
    assert not report.fails(Severity.VIOLATION)


def test_known_gaps_are_told_and_do_not_hinder(report: Report) -> None:
    # Four of the seven （再掲） of the chapter repeat bullets of other chapters.
    assert len(found(report, "UnresolvedReprise-known")) == 4
    assert report.fails(Severity.INFO)


def test_the_fast_engine_is_taken_for_the_shipped_shapes(report: Report) -> None:
    assert report.engine == "fast"
    assert report.notes == ()


def test_the_completeness_table_counts_the_54_measures(report: Report) -> None:
    counts = {count.shape: (count.have, count.total) for count in report.completeness}
    assert counts["Measure-responsibleBody"] == (54, 54)
    assert counts["Measure-text"] == (54, 54)
    assert counts["Document-title"] == (1, 1)


def test_a_missing_body_is_told_with_headings_lines_and_words(graph: OxigraphStore) -> None:
    assert remove(graph, _MEASURE, f"{POL}responsibleBody") > 0
    report = validate(graph)
    (finding,) = (
        f for f in report.findings if report.rule(f.result).id == "Measure-responsibleBody"
    )
    assert finding.result.focus == _MEASURE
    assert finding.result.severity == Severity.VIOLATION
    assert finding.unit is not None
    assert finding.unit.iri == _BULLET
    assert finding.unit.text.startswith("イノベーション創出に不可欠な組織の新陳代謝")
    assert finding.unit.lines.startswith("225-")
    assert [h.split()[0] for h in finding.heading("ja")] == ["5", "1", "C", "2"]
    assert report.fails(Severity.VIOLATION)
    counts = {count.shape: (count.have, count.total) for count in report.completeness}
    assert counts["Measure-responsibleBody"] == (53, 54)


def test_a_missing_title_is_a_warning(graph: OxigraphStore) -> None:
    for title in (SKOS.prefLabel, RDFS.label):
        assert remove(graph, _MEASURE, title) == 2
    graph.update(
        f"INSERT DATA {{ GRAPH <{BASE}graph/sti-strategy-2017/stated> {{"
        f" <{_MEASURE}> <{RDFS.label}> 'イノベーション創出に不可欠な…'@ja }} }}"
    )
    report = validate(graph)
    assert found(report, "Measure-title-ja") == [_MEASURE]
    assert found(report, "Measure-title-en") == [_MEASURE]
    violations = {
        report.rule(f.result).id for f in report.findings if f.result.severity == Severity.VIOLATION
    }
    assert violations == {"dataset-counts"}


def test_a_second_document_has_only_problems_of_its_own(tmp_path: Path) -> None:
    """It restates a measure of the shipped chapter of another day: an item of its own, without a title yet."""
    folder = tmp_path / "corpus" / "trial-2018"
    folder.mkdir(parents=True)
    (folder / "6.txt").write_text(_SECOND, encoding="utf-8")
    (folder / "document.toml").write_text(_SECOND_DESCRIBED, encoding="utf-8")
    built = build(resource("data", "source"), tmp_path / "corpus")
    store = OxigraphStore()
    store.load(built.dataset.quads())
    report = validate(store)
    problems = {
        (report.rule(f.result).id, str(f.result.focus))
        for f in report.findings
        if f.result.severity > Severity.INFO
    }
    assert problems == {
        ("Thing-near", f"{BASE}org/内閤府"),
        ("Thing-known", f"{BASE}org/地域未来省"),
        ("Measure-title-ja", f"{BASE}measure/trial-2018/6-1-C-1-1"),
        ("Measure-title-en", f"{BASE}measure/trial-2018/6-1-C-1-1"),
        ("Measure-title-ja", f"{BASE}measure/trial-2018/6-1-C-1-2"),
        ("Measure-title-en", f"{BASE}measure/trial-2018/6-1-C-1-2"),
    }


def test_both_engines_give_the_same_report_of_a_small_graph(turtle: Turtle) -> None:
    file = turtle(
        """
        <doc/d> a pol:StrategyDocument ; dcterms:identifier "d" .
        <measure/d/1> a pol:Measure .
        <doc/d/1> a pol:MeasureOccurrence ; pol:occurrenceOf <measure/d/1> ; pol:text "支援する。" .
        """,
        "data.ttl",
    )
    fast, reference = (validate(file, engine=name) for name in ("fast", "pyshacl"))
    assert fast.findings
    assert fast.findings == reference.findings
    assert fast.completeness == reference.completeness


# ---- messages of constraints -------------------------------------------------------------------

_OWN_MESSAGE = """
shapes:Text-short a sh:NodeShape ; sh:targetClass pol:Issue ; sh:severity sh:Warning ;
    sh:name "short"@en , "短文"@ja ; sh:message "The text is long."@en , "本文が長い。"@ja ;
    sh:sparql [ sh:message "{?value} has {$length} characters."@en , "「{?value}」は{?length}字。"@ja ;
        sh:select "SELECT $this ?value ?length { WHERE }" ] ,
      [ sh:select "SELECT $this ?value { $this <https://w3id.org/policygraph/ontology#text> ?value FILTER(STRSTARTS(?value, '課')) }" ] .
"""
_WHERE = """$this <https://w3id.org/policygraph/ontology#text> ?value BIND(STRLEN(?value) AS ?length) FILTER(?length > 2)"""


@pytest.mark.parametrize("engine", ["fast", "pyshacl"])
@pytest.mark.parametrize(
    "where",
    [
        pytest.param(_WHERE, id="asked-once"),
        pytest.param(f"{_WHERE} FILTER NOT EXISTS {{ $this a ?none FILTER(?none = $this) }}", id="asked-of-each"),
    ],
)  # fmt: skip
def test_a_constraint_with_a_message_of_its_own_says_that_with_its_values(
    turtle: Turtle, engine: str, where: str
) -> None:
    file = turtle(_OWN_MESSAGE.replace("WHERE", where))
    report = validate(
        _small(turtle), Rules.load(file.parent, Profile(shipped=False)), engine=engine
    )
    said = {
        lang: {report.message(finding.result, lang) for finding in report.findings}
        for lang in ("ja", "en")
    }
    assert said == {
        "en": {"課題。 has 3 characters.", "The text is long."},
        "ja": {"「課題。」は3字。", "本文が長い。"},
    }
    assert "課題。 has 3 characters." in report.write("text", "en")
    assert '"「課題。」は3字。"@ja' in report.write("turtle")


# ---- engines ----------------------------------------------------------------------------------

_LOOKAHEAD = """
shapes:Text-start a sh:NodeShape ; sh:targetClass pol:Issue ; sh:property shapes:Text-start-text .
shapes:Text-start-text a sh:PropertyShape ; sh:path pol:text ; sh:pattern "^(?!課題)" ; sh:severity sh:Info ;
    sh:name "start"@en , "始まり"@ja ; sh:message "No task."@en , "課題でない。"@ja .
"""
_NUMBER = """
shapes:Order-number a sh:NodeShape ; sh:targetClass pol:Issue ; sh:property shapes:Order-number-order .
shapes:Order-number-order a sh:PropertyShape ; sh:path pol:order ; sh:datatype xsd:integer ; sh:severity sh:Info ;
    sh:name "number"@en , "番号"@ja ; sh:message "No number."@en , "番号でない。"@ja .
"""


def test_pyshacl_takes_over_for_a_pattern_that_the_fast_engine_does_not_know(
    turtle: Turtle,
) -> None:
    report = validate(_small(turtle), Rules.load(turtle(_LOOKAHEAD).parent, Profile(shipped=False)))
    assert (report.engine, len(report.findings)) == ("pyshacl", 1)
    assert "^(?!課題)" in str(report.notes[0])


@pytest.mark.parametrize("engine", ["fast", "pyshacl"])
def test_a_literal_that_is_not_of_its_datatype_is_a_result_and_nothing_else(
    turtle: Turtle, engine: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = OxigraphStore()
    store.load_file(turtle('<doc/d/s1> a pol:Issue ; pol:order "three"^^xsd:integer .', "data.ttl"))
    rules = Rules.load(turtle(_NUMBER).parent, Profile(shipped=False))
    assert len(validate(store, rules, engine=engine).findings) == 1
    assert not caplog.records


_ADVANCED = """
shapes:Own-rule a sh:NodeShape ; sh:targetClass pol:Issue ;
    sh:expression [ sh:path pol:text ] ; sh:severity sh:Info ;
    sh:name "text"@en , "本文"@ja ; sh:message "No text."@en , "本文がない。"@ja .
"""


def _small(turtle: Turtle) -> OxigraphStore:
    store = OxigraphStore()
    store.load_file(turtle('<doc/d/s1> a pol:Issue ; pol:text "課題。" .', "data.ttl"))
    return store


def test_pyshacl_takes_over_where_the_fast_engine_is_not_proved_and_says_so(turtle: Turtle) -> None:
    rules = Rules.load(turtle(_ADVANCED).parent, Profile(shipped=False))
    report = validate(_small(turtle), rules)
    assert report.engine == "pyshacl"
    assert "sh:expression" in str(report.notes[0])


def test_the_fast_engine_refuses_what_it_is_not_proved_for(turtle: Turtle) -> None:
    rules = Rules.load(turtle(_ADVANCED).parent, Profile(shipped=False))
    with pytest.raises(UsageError, match=r"sh:expression.*--engine pyshacl"):
        validate(_small(turtle), rules, engine="fast")


def test_without_the_compiled_validator_pyshacl_takes_over(
    turtle: Turtle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "policygraph.shapes.run.find_spec",
        lambda name: None if name == "shacl" else 1,
    )
    report = validate(_small(turtle))
    assert report.engine == "pyshacl"
    assert "not installed" in str(report.notes[0])


def test_pyshacl_is_not_imported_for_the_fast_engine(report: Report) -> None:
    assert report.engine == "fast"
    import subprocess

    code = (
        "import sys\nfrom policygraph.shapes import validate\n"
        "validate()\n"
        "print('pyshacl' in sys.modules, 'rdflib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["False", "False"]


def test_datatypes_are_checked_as_the_file_writes_them(turtle: Turtle) -> None:
    shape = turtle(
        """
        shapes:Own-size a sh:NodeShape ; sh:targetClass pol:Issue ; sh:property shapes:Own-n .
        shapes:Own-n a sh:PropertyShape ; sh:path pol:order ; sh:datatype xsd:nonNegativeInteger ;
            sh:name "n"@en , "数"@ja ; sh:message "Not so."@en , "型が違う。"@ja .
        """
    )
    file = turtle('<doc/d/s1> a pol:Issue ; pol:order "1"^^xsd:nonNegativeInteger .', "data.ttl")
    rules = Rules.load(shape.parent, Profile(shipped=False))
    for engine in ("fast", "pyshacl"):
        assert validate(file, rules, engine=engine).conforms


# ---- profiles -----------------------------------------------------------------------------------


def test_a_shape_of_the_user_is_added_to_those_of_the_package(
    turtle: Turtle, chapter_graph: OxigraphStore
) -> None:
    folder = turtle(
        """
        shapes:Own a sh:NodeShape ; sh:targetClass pol:Measure ; sh:property shapes:Own-place .
        shapes:Own-place a sh:PropertyShape ; sh:path pol:takesPlaceIn ; sh:maxCount 0 ;
            sh:severity sh:Warning ; sh:name "place"@en , "場所"@ja ;
            sh:message "It has a place."@en , "場所がある。"@ja .
        """
    ).parent
    report = validate(chapter_graph, Rules.load(folder))
    assert {report.rule(f.result).id for f in report.findings} >= {
        "Own-place", "UnresolvedReprise-known",
    }  # fmt: skip


def test_a_disabled_shape_is_silent(chapter_graph: OxigraphStore) -> None:
    rules = Rules.load(profile=Profile().disabling(["UnresolvedReprise-known"]))
    assert found(validate(chapter_graph, rules), "UnresolvedReprise-known") == []


def test_a_disabled_check_is_not_run(graph: OxigraphStore) -> None:
    graph.update(
        f"INSERT DATA {{ GRAPH <{BASE}graph/x/inferred> {{ <{BASE}a> <{POL}text> 'x' }} }}"
    )
    assert found(validate(graph), "inferred-without-assertion") == [f"{BASE}a"]
    rules = Rules.load(profile=Profile().disabling(["inferred-without-assertion"]))
    assert found(validate(graph, rules), "inferred-without-assertion") == []


def test_an_unknown_id_is_an_error_that_names_what_is_near() -> None:
    with pytest.raises(UsageError, match="Measure-theme"):
        Rules.load(profile=Profile().disabling(["Measure-themes"]))


def test_a_profile_gives_a_shape_another_severity(
    tmp_path: Path, chapter_graph: OxigraphStore
) -> None:
    file = tmp_path / "profile.toml"
    file.write_text('[severity]\n"UnresolvedReprise-known" = "warning"\n', encoding="utf-8")
    report = validate(chapter_graph, Rules.load(profile=read_profile(file)))
    assert report.counts[Severity.WARNING] == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("disable = [", r"profile\.toml: not TOML"),
        ("disable = 'a'", "disable is a list"),
        ("severity = 3", "severity is a table"),
        ("[severity]\na = 'grave'", 'no severity is called "grave"'),
        ("shiped = true", 'unknown key "shiped"; known are shipped'),
        ("shipped = 1", "shipped is true or false"),
    ],
)
def test_a_wrong_profile_is_an_error_that_says_what(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "profile.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_profile(file)


def test_a_mention_whose_unit_is_gone_is_still_placed_by_its_iri(graph: OxigraphStore) -> None:
    quads = graph.engine.quads_for_pattern(
        None, ox.NamedNode(f"{POL}mentionedIn"), ox.NamedNode(_BULLET)
    )
    mention = min(quad.subject.value for quad in quads)
    assert remove(graph, mention, f"{POL}mentionedIn") == 1
    report = validate(graph)
    (finding,) = (f for f in report.findings if report.rule(f.result).id == "Phrase-unit")
    assert finding.unit is not None
    assert finding.unit.iri == IRI(_BULLET)
