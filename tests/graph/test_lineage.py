"""What becomes of items over editions: the graphs of lineage, restatements of another edition, judgements."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.api import build
from policygraph.core.namespaces import BASE, DCTERMS, IRI, POL, PROV, RDF, RDFS
from policygraph.core.terms import Literal, Triple
from policygraph.graph import BuiltGraph
from policygraph.lineage.scoring import read_lineage_gold

SAMPLE = Path(__file__).parents[1] / "fixtures" / "lineage"
LINKS = (POL.restatesUnchanged, POL.revises, POL.splitFrom, POL.mergedFrom, POL.reportsOn)
INFERRED = IRI(f"{BASE}graph/lineage/inferred")
CURATED = IRI(f"{BASE}graph/lineage/curated")


@pytest.fixture(scope="module")
def sample() -> BuiltGraph:
    return build(SAMPLE)


def _links(built: BuiltGraph) -> set[Triple]:
    return {t for t in built.dataset.graphs[INFERRED] if t[1] in (*LINKS, POL.takesUpIssue)}


def _iri(local: str) -> IRI:
    return IRI(BASE + local)


def test_every_link_of_the_sample_is_found_with_its_kind_and_no_trap(sample: BuiltGraph) -> None:
    gold = read_lineage_gold(SAMPLE)
    kinds = {
        "unchanged": POL.restatesUnchanged, "revised": POL.revises, "split": POL.splitFrom,
        "merged": POL.mergedFrom, "report": POL.reportsOn, "issue": POL.takesUpIssue,
    }  # fmt: skip
    assert _links(sample) == {
        (_iri(later), kinds[kind], _iri(earlier)) for (later, earlier), kind in gold.links.items()
    }


def test_every_link_answers_as_a_revision_of_prov(sample: BuiltGraph) -> None:
    entailed = sample.dataset.graphs[IRI(f"{BASE}graph/entailed")]
    revisions = {(s, o) for s, p, o in entailed if p == PROV.wasRevisionOf}
    assert revisions == {(s, o) for s, p, o in _links(sample) if p != POL.takesUpIssue}


def test_every_inferred_link_has_an_assertion_with_rule_and_score(sample: BuiltGraph) -> None:
    graph = sample.dataset.graphs[INFERRED]
    said = {
        (subject, predicate): value
        for subject, predicate, value in graph
        if predicate in (RDF.subject, RDF.predicate, RDF.object, POL.rule, POL.score)
    }
    asserted = {
        (value, said[node, RDF.predicate], said[node, RDF.object])
        for (node, predicate), value in said.items()
        if predicate == RDF.subject and (node, POL.rule) in said and (node, POL.score) in said
    }
    assert asserted == _links(sample)


def test_what_nothing_continues_was_dropped_and_what_continues_nothing_was_introduced(
    sample: BuiltGraph,
) -> None:
    graph = sample.dataset.graphs[INFERRED]
    dropped = {s for s, p, o in graph if p == POL.droppedIn}
    new = {s for s, p, o in graph if p == POL.introducedIn}
    assert dropped == {_iri(f"measure/akari-plan-2019/1-1-C-{n}") for n in ("1-2", "2-5")}
    assert new == {_iri(f"measure/akari-plan-2021/1-1-C-{n}") for n in ("1-2", "1-6")}


def test_a_report_follows_up_the_plan_before_it_and_is_no_edition(sample: BuiltGraph) -> None:
    graph = sample.dataset.graphs[INFERRED]
    documents = {(s, p, o) for s, p, o in graph if p in (POL.previousEdition, POL.followsUp)}
    assert documents == {
        (_iri("doc/akari-plan-2021"), POL.previousEdition, _iri("doc/akari-plan-2019")),
        (_iri("doc/akari-plan-2022-report"), POL.followsUp, _iri("doc/akari-plan-2021")),
    }
    assert (sample.summary.measures, sample.summary.reported) == (18, 3)


@pytest.mark.parametrize(
    ("link", "words", "difference"),
    [
        (POL.commitment, "約束の強さ：検討 → 実施（強まった）", "18"),
        (POL.deadline, "期限：2022年度までに → 2024年度までに（731日延びた）", "731"),
        (POL.amount, "金額：500万円 → 800万円", "3000000"),
        (POL.responsibleBody, "担当主体：環境省が加わった", None),
    ],
    ids=["commitment", "deadline", "amount", "bodies"],
)
def test_a_change_is_said_in_words_and_as_data(
    sample: BuiltGraph, link: IRI, words: str, difference: str | None
) -> None:
    graph = sample.dataset.graphs[INFERRED]
    (change,) = (s for s, p, o in graph if p == POL.changedProperty and o == link)
    assert (change, RDF.type, POL.Change) in graph
    labels = {
        o.value
        for s, p, o in graph
        if s == change and p == RDFS.label and isinstance(o, Literal) and o.language == "ja"
    }
    assert labels == {words}
    said = {
        o.value
        for s, p, o in graph
        if s == change and p == POL.difference and isinstance(o, Literal)
    }
    assert said == ({difference} if difference else set())


def test_one_document_has_no_lineage() -> None:
    built = build(SAMPLE / "akari-plan-2019")
    assert built.lineage is None
    assert INFERRED not in built.dataset.graphs


_PLAN = "第１章 題\n（１）節\n［Ｃ］重きを置くべき取組\n① 群\n"
_TOML = 'key = "{key}"\noutline = "sti-strategy"\ndecided_on = {day}\n[title]\nja = "灯台の計画"\n[texts]\n1 = "1.txt"\n'


def _write(folder: Path, key: str, day: str, bullets: str) -> Path:
    own = folder / key
    own.mkdir(parents=True)
    (own / "1.txt").write_text(_PLAN + bullets, encoding="utf-8")
    (own / "document.toml").write_text(_TOML.format(key=key, day=day), encoding="utf-8")
    return own


_LIGHT = "・灯台の電球を発光ダイオードに取り替える。{}【国土交通省】\n"
_OTHER = "・港の防波堤をかさ上げする。【国土交通省】\n"


def test_a_restatement_of_an_earlier_edition_is_an_item_of_its_own_edition(tmp_path: Path) -> None:
    _write(tmp_path, "toudai-2019", "2019-04-01", _LIGHT.format("") + _OTHER)
    _write(tmp_path, "toudai-2020", "2020-04-01", _OTHER + _LIGHT.format("（再掲）"))
    built = build(tmp_path)
    triples = {quad[:3] for quad in built.dataset.quads()}
    later, earlier = _iri("measure/toudai-2020/1-1-C-1-2"), _iri("measure/toudai-2019/1-1-C-1-1")
    assert (later, RDF.type, POL.Measure) in triples
    assert (_iri("doc/toudai-2020/1/1/C/1/2"), POL.occurrenceOf, later) in triples
    assert (
        _iri("doc/toudai-2020/1/1/C/1/2"),
        POL.reprises,
        _iri("doc/toudai-2019/1/1/C/1/1"),
    ) in triples
    assert (later, POL.restatesUnchanged, earlier) in triples
    assert not [t for t in triples if t[0] == later and t[1] == DCTERMS.isReplacedBy]
    assert (built.summary.measures, built.summary.unresolved_reprises) == (4, 0)


def test_what_is_published_of_a_restatement_stays_when_its_original_arrives(tmp_path: Path) -> None:
    later = _write(tmp_path, "toudai-2020", "2020-04-01", _OTHER + _LIGHT.format("（再掲）"))
    alone = build(later)
    item = _iri("measure/toudai-2020/1-1-C-1-2")
    assert alone.summary.unresolved_reprises == 1
    _write(tmp_path, "toudai-2019", "2019-04-01", _LIGHT.format("") + _OTHER)
    both = build(tmp_path)
    for built in (alone, both):
        assert (item, RDF.type, POL.Measure) in {quad[:3] for quad in built.dataset.quads()}
    assert both.summary.unresolved_reprises == 0


_JUDGED = """@base <https://w3id.org/policygraph/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix pol: <https://w3id.org/policygraph/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<curation/lineage> a prov:Entity ; prov:wasAttributedTo <agent/keeper> ; dcterms:date "2020-05-01"^^xsd:date .
<{judgement}> a pol:{kind} ; {about} ; prov:wasAttributedTo <agent/keeper> ; dcterms:date "2020-05-01"^^xsd:date ;
    pol:reason "灯台の番人が読んだ。"@ja , "Read by the keeper."@en .
"""
_ABOUT = {
    "Assertion": "rdf:subject <{0}> ; rdf:predicate pol:revises ; rdf:object <{1}>",
    "Withdrawal": "pol:withdrawnSubject <{0}> ; pol:withdrawnPredicate pol:revises ; pol:withdrawnObject <{1}>",
}


def _judge(folder: Path, kind: str, later: str, earlier: str) -> None:
    about = _ABOUT[kind].format(later, earlier)
    step = "assertion" if kind == "Assertion" else "withdrawal"
    words = _JUDGED.format(judgement=f"{step}/lineage/1", kind=kind, about=about)
    (folder / "lineage.ttl").write_text(words, encoding="utf-8")


def test_what_a_person_confirmed_stands_in_the_curated_graph_alone(tmp_path: Path) -> None:
    _write(tmp_path, "toudai-2019", "2019-04-01", _LIGHT.format("") + _OTHER)
    own = _write(tmp_path, "toudai-2020", "2020-04-01", _OTHER + "・霧笛を鳴らす。【国土交通省】\n")
    later, earlier = "measure/toudai-2020/1-1-C-1-2", "measure/toudai-2019/1-1-C-1-1"
    _judge(own, "Assertion", later, earlier)
    built = build(tmp_path)
    link = (_iri(later), POL.revises, _iri(earlier))
    assert link in built.dataset.graphs[CURATED]
    assert link not in built.dataset.graphs[INFERRED]
    inferred = {t[:2] for t in built.dataset.graphs[INFERRED]}
    assert (_iri(earlier), POL.droppedIn) not in inferred
    assert (_iri(later), POL.introducedIn) not in inferred


def test_what_a_person_refused_is_not_inferred(tmp_path: Path) -> None:
    words = "・灯台の電球を、省電力の発光ダイオードへと取り替える。【国土交通省】\n"
    _write(tmp_path, "toudai-2019", "2019-04-01", _LIGHT.format("") + _OTHER)
    own = _write(tmp_path, "toudai-2020", "2020-04-01", _OTHER + words)
    later, earlier = "measure/toudai-2020/1-1-C-1-2", "measure/toudai-2019/1-1-C-1-1"
    pair = (_iri(later), POL.revises, _iri(earlier))
    assert pair in build(tmp_path).dataset.graphs[INFERRED]
    _judge(own, "Withdrawal", later, earlier)
    graph = build(tmp_path).dataset.graphs[INFERRED]
    assert pair not in graph
    assert (_iri(earlier), POL.droppedIn, _iri("doc/toudai-2020")) in graph


def test_most_of_a_follow_up_reports_and_then_all_of_it_in_the_past_tense_does(
    tmp_path: Path,
) -> None:
    bullets = (
        "・灯台の電球を取り替えた。【国土交通省】\n"
        "・港の防波堤の工事を開始した。【国土交通省】\n"
        "・霧笛の音が沖まで届くようになった。【国土交通省】\n"
    )
    summary = build(_write(tmp_path, "toudai-2020", "2020-04-01", bullets)).summary
    assert (summary.measures, summary.reported) == (0, 3)


def test_a_plan_with_one_bullet_in_the_past_tense_stays_a_plan(tmp_path: Path) -> None:
    bullets = _OTHER + _LIGHT.format("") + "・霧笛の音が沖まで届くようになった。【国土交通省】\n"
    summary = build(_write(tmp_path, "toudai-2020", "2020-04-01", bullets)).summary
    assert (summary.measures, summary.reported) == (3, 0)
