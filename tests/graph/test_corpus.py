"""Several chapters and documents in one build; curation beside a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.annotation.context import NO_LINK
from policygraph.api import build
from policygraph.core.errors import PolicygraphError, SourceError, UsageError
from policygraph.core.links import link_kinds
from policygraph.core.namespaces import BASE, DCTERMS, IRI, ITSRDF, NIF, ORG, POL, RDF, RDFS
from policygraph.core.terms import Triple, integer, text
from policygraph.graph import BuiltGraph
from policygraph.graph.policy_items import beginning

_ORIGINAL = "・大学と中小企業の共同研究を促進する。{mark}【文部科学省、宇宙省】\n"


def _chapter(number: int, bullets: str) -> str:
    return f"第{number}章 題\n（１）節\n［Ｃ］重きを置くべき取組\n① 共同研究の促進\n{bullets}"


def _write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _triples(built: BuiltGraph) -> set[Triple]:
    return {quad[:3] for quad in built.dataset.quads()}


def test_a_reprise_finds_its_original_in_another_chapter(tmp_path: Path) -> None:
    two = _write(tmp_path, "a.txt", _chapter(2, _ORIGINAL.format(mark="")))
    five = _write(tmp_path, "b.txt", _chapter(5, _ORIGINAL.format(mark="（再掲）")))
    alone = build(five, key="x-2018")
    assert alone.summary.unresolved_reprises == 1
    published = IRI(f"{BASE}measure/x-2018/5-1-C-1-1")
    assert (published, RDF.type, POL.Measure) in _triples(alone)
    both = build(five, two, key="x-2018")
    assert (both.summary.measures, both.summary.unresolved_reprises) == (1, 0)
    original = IRI(f"{BASE}measure/x-2018/2-1-C-1-1")
    assert (published, DCTERMS.isReplacedBy, original) in _triples(both)
    assert (published, RDF.type, POL.Measure) not in _triples(both)


@pytest.mark.parametrize(
    ("words", "again"),
    [
        ("・2001〜2010年に種を配る。【内閣府】", "・2001～2010年に種を配る。【内閣府】（再掲）"),
        ("・種を配る。【内閣府】", "・種を配る（再掲）。【内閣府】"),
        ("・田畑に水を引く。【内閣府】", "・⽥畑に⽔を引く。【内閣府】（再掲）"),
        ("・農学の場を開く。【内閣府】", "・農學の場を開く．【內閣府】《再掲》"),
        ("・ベリーを植える。【内閣府】", "・ﾍﾞﾘｰを植える。【内閣府】（再掲）"),
        ("・⑴と①の種を配る。【内閣府】", "・（１）と❶の種を配る。【内閣府】（再掲）"),
    ],
)
def test_a_reprise_is_resolved_whatever_characters_it_is_printed_in(
    words: str, again: str, tmp_path: Path
) -> None:
    built = build(_write(tmp_path, "a.txt", _chapter(2, f"{words}\n{again}\n")), key="x")
    assert (built.summary.measures, built.summary.unresolved_reprises) == (1, 0)


def test_likeness_is_not_enough_for_a_reprise(tmp_path: Path) -> None:
    bullets = "・大学を支援する。【内閣府】\n・大学を支援していく。（再掲）【内閣府】\n"
    built = build(_write(tmp_path, "a.txt", _chapter(2, bullets)), key="x")
    assert built.summary.unresolved_reprises == 1


def test_a_reprise_of_two_equal_bullets_stays_unresolved(tmp_path: Path) -> None:
    line = "・大学を支援する。{}【内閣府】\n"
    bullets = line.format("") * 2 + line.format("（再掲）")
    built = build(_write(tmp_path, "a.txt", _chapter(2, bullets)), key="x")
    assert (built.summary.measures, built.summary.unresolved_reprises) == (3, 1)


def test_a_body_that_may_be_a_misprint_is_a_warning_that_names_what_it_is_near(
    tmp_path: Path,
) -> None:
    bullet = "・大学を支援する。【内閤府、宇宙省】\n"
    built = build(_write(tmp_path, "a.txt", _chapter(2, bullet)), key="x")
    (problem,) = built.summary.problems
    assert "a.txt:5: no body 内閤府 is known; near: 内閣府" in str(problem)
    near = {(s, o) for s, p, o in _triples(built) if p == POL.nearName}
    assert near == {(IRI(f"{BASE}org/内閤府"), text("内閣府"))}


def test_an_unknown_body_is_kept_and_reported(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.txt", _chapter(2, _ORIGINAL.format(mark="")))
    built = build(path, key="x")
    assert [thing.label for thing in built.summary.unknown] == ["宇宙省"]
    measure = IRI(f"{BASE}measure/x/2-1-C-1-1")
    unknown = IRI(f"{BASE}org/宇宙省")
    assert (measure, POL.responsibleBody, unknown) in _triples(built)
    assert (unknown, RDF.type, POL.PublicBody) in _triples(built)


def test_two_documents_may_name_the_same_unknown_body(tmp_path: Path) -> None:
    for name in ("one", "two"):
        folder = tmp_path / name
        _write(folder, "2.txt", _chapter(2, _ORIGINAL.format(mark="")))
        _write(
            folder, "document.toml", f'key = "{name}"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n'
        )
    built = build(tmp_path)
    assert built.summary.documents == ("one", "two")
    assert built.summary.measures == 2


def test_the_same_chapter_twice_is_an_error_that_names_both(tmp_path: Path) -> None:
    one = _write(tmp_path, "a.txt", _chapter(2, _ORIGINAL.format(mark="")))
    two = _write(tmp_path, "b.txt", _chapter(2, _ORIGINAL.format(mark="")))
    with pytest.raises(UsageError, match=r"b\.txt.*a\.txt"):
        build(one, two, key="x")


def test_a_text_without_measures_has_a_graph_of_its_sentences(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.txt", "春はあけぼの。やうやう白くなりゆく山際。\n")
    summary = build(path, key="x").summary
    assert (summary.sentences, summary.occurrences, summary.measures) == (2, 0, 0)
    assert [problem.key for problem in summary.problems] == ["no-items"]
    assert summary.faults == ()


def test_a_text_with_nothing_readable_is_an_error(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.txt", "---\n\n***\n")
    with pytest.raises(SourceError, match="nothing to read"):
        build(path, key="x")


def test_a_bare_text_without_a_key_is_called_after_its_file(tmp_path: Path) -> None:
    path = _write(tmp_path, "Plan 2019案.txt", _chapter(2, _ORIGINAL.format(mark="")))
    assert IRI(f"{BASE}doc/plan-2019") in {quad[0] for quad in build(path).dataset.quads()}


@pytest.mark.parametrize("key", ["Ａ", "a b", "a/b", "", "-a"])
def test_a_key_that_is_no_step_of_an_iri_is_refused(tmp_path: Path, key: str) -> None:
    path = _write(tmp_path, "a.txt", _chapter(2, _ORIGINAL.format(mark="")))
    with pytest.raises(UsageError):
        build(path, key=key)


def test_a_publisher_moves_documents_and_measures_but_no_concepts(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.txt", _chapter(2, _ORIGINAL.format(mark="")))
    base = "https://example.org/policy/"
    moved = {s for s, _, _ in _triples(build(path, key="x", base_iri=base))}
    at_home = {s for s, _, _ in _triples(build(path, key="x"))}
    assert IRI(f"{base}measure/x/2-1-C-1-1") in moved
    assert {s.removeprefix(base) for s in moved if s.startswith(base)} == {
        s.removeprefix(BASE) for s in at_home - moved
    }
    assert IRI(f"{BASE}concept/actor/sme") in moved


_CURATION = """@base <https://w3id.org/policygraph/> .
@prefix pol: <https://w3id.org/policygraph/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<curation/x> a prov:Entity ; prov:wasAttributedTo <agent/me> ; dcterms:date "2026-01-02"^^xsd:date .
<withdrawal/x/1> a pol:Withdrawal ; pol:withdrawnSubject <measure/x/2-1-C-1-1> ;
  pol:withdrawnPredicate pol:involvesActor ; pol:withdrawnObject <concept/actor/university> ;
  pol:reason "Not meant."@en ; prov:wasAttributedTo <agent/me> ; dcterms:date "2026-01-02"^^xsd:date .
"""
_ADDITION = """<assertion/x/curated/1> a pol:Assertion ; rdf:subject <measure/x/2-1-C-1-1> ;
  rdf:predicate pol:involvesActor ; rdf:object <concept/actor/investor> ;
  pol:reason "Meant."@en ; prov:wasAttributedTo <agent/me> ; dcterms:date "2026-01-02"^^xsd:date .
"""


def test_a_withdrawn_link_is_not_stated_but_its_mention_stays(tmp_path: Path) -> None:
    _write(tmp_path, "2.txt", _chapter(2, _ORIGINAL.format(mark="")))
    _write(tmp_path, "document.toml", 'key = "x"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n')
    university = IRI(f"{BASE}concept/actor/university")
    link = (IRI(f"{BASE}measure/x/2-1-C-1-1"), POL.involvesActor, university)
    assert link in _triples(build(tmp_path))
    _write(tmp_path, "curation.ttl", _CURATION)
    triples = _triples(build(tmp_path))
    assert link not in triples
    (phrase,) = [t[0] for t in triples if t[1:] == (ITSRDF.taIdentRef, university)]
    assert (IRI(f"{BASE}doc/x/2/1/C/1/1"), POL.mentions, university) in triples
    assert not [t for t in triples if t[1] == POL.evidence and t[2] == phrase]
    withdrawal = IRI(f"{BASE}withdrawal/x/1")
    assert (withdrawal, RDF.type, POL.Withdrawal) in triples
    assert (withdrawal, POL.withdrawnObject, university) in triples
    assert not [t for t in triples if t[0] == withdrawal and t[1] == RDF.subject]


def test_the_words_of_a_deadline_can_be_withdrawn(tmp_path: Path) -> None:
    bullet = "・2030年度までに港を整備する。【国土交通省】\n"
    _write(tmp_path, "2.txt", _chapter(2, bullet))
    _write(tmp_path, "document.toml", 'key = "x"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n')
    measure = IRI(f"{BASE}measure/x/2-1-C-1-1")
    (phrase,) = [t[2] for t in _triples(build(tmp_path)) if t[:2] == (measure, POL.deadline)]
    assert isinstance(phrase, IRI)
    words = phrase.removeprefix(BASE)
    withdrawn = _CURATION.replace("pol:involvesActor", "pol:deadline")
    _write(tmp_path, "curation.ttl", withdrawn.replace("concept/actor/university", words))
    triples = _triples(build(tmp_path))
    assert not [t for t in triples if t[:2] == (measure, POL.deadline)]
    assert (phrase, RDF.type, POL.TimeMention) in triples


@pytest.mark.parametrize(
    ("link", "words", "said"),
    [
        # Found as no more than a date, in words that tell no day, found as a period; and an amount as it was found.
        ("deadline", "2030年度", {(POL.lastDay, "2031-03-31"), (POL.role, f"{BASE}concept/role/deadline")}),
        ("deadline", "次の国勢調査", {(POL.role, f"{BASE}concept/role/deadline")}),
        ("deadline", "5年", {(POL.role, f"{BASE}concept/role/deadline"), (RDF.value, "P5Y")}),
        ("period", "2030年度", {(POL.role, f"{BASE}concept/role/period")}),
        ("amount", "3億円", {(RDF.value, "300000000")}),
    ],
    ids=["a-date", "no-day", "a-length", "a-year-long", "an-amount"],
)  # fmt: skip
def test_words_are_added_as_a_deadline_a_period_or_an_amount(
    tmp_path: Path, link: str, words: str, said: set[tuple[IRI, str]]
) -> None:
    bullet = "2030年度を見据え、次の国勢調査に合わせ5年かけて3億円の港を整備する。"
    _write(tmp_path, "2.txt", _chapter(2, f"・{bullet}【国土交通省】\n"))
    _write(tmp_path, "document.toml", 'key = "x"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n')
    at = bullet.index(words)
    phrase = IRI(f"{BASE}doc/x/2/1/C/1/1#{at}-{at + len(words)}")
    measure = IRI(f"{BASE}measure/x/2-1-C-1-1")
    added = _CURATION.split("<withdrawal")[0] + _ADDITION.replace("involvesActor", link).replace(
        "<concept/actor/investor>", f"<{phrase}>"
    )
    _write(tmp_path, "curation.ttl", added)
    built = build(tmp_path)
    triples = _triples(built)
    assert (measure, getattr(POL, link), phrase) in triples
    assert (measure, POL.evidence, phrase) in triples
    own = {(p, str(getattr(o, "value", o))) for s, p, o in triples if s == phrase}
    assert said <= own
    assert (NIF.anchorOf, words) in own
    assert len([p for p, _ in own if p == POL.role]) == 1
    built.dataset.check_disjoint()


@pytest.mark.parametrize("place", ["0-2", "900-903", "x"], ids=["no-amount", "behind", "no-place"])
def test_words_that_are_no_amount_are_not_added_and_said(tmp_path: Path, place: str) -> None:
    _write(tmp_path, "2.txt", _chapter(2, "・港湾を整備する。【国土交通省】\n"))
    _write(tmp_path, "document.toml", 'key = "x"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n')
    added = _CURATION.split("<withdrawal")[0] + _ADDITION.replace(
        "involvesActor", "amount"
    ).replace("concept/actor/investor", f"doc/x/2/1/C/1/1#{place}")
    _write(tmp_path, "curation.ttl", added)
    built = build(tmp_path)
    assert [p.key for p in built.summary.problems] == ["added-no-value"]
    assert not [t for t in _triples(built) if t[1] == POL.amount]


def test_a_bureau_in_a_tag_is_a_part_of_its_ministry_and_not_of_a_collective_name(
    tmp_path: Path,
) -> None:
    bullets = "・港を直す。【国土交通省港湾局海洋課】\n・灯台を直す。【関係府省担当課】\n"
    _write(tmp_path, "2.txt", _chapter(2, bullets))
    _write(tmp_path, "document.toml", 'key = "x"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n')
    stated = build(tmp_path).dataset.graphs[IRI(f"{BASE}graph/x/stated")]
    above = {(s, o) for s, p, o in stated if p == ORG.subOrganizationOf}
    assert above == {(IRI(f"{BASE}org/国土交通省港湾局海洋課"), IRI(f"{BASE}org/mlit"))}


def test_a_link_that_a_person_added_counts_like_any_other(tmp_path: Path) -> None:
    _write(tmp_path, "2.txt", _chapter(2, _ORIGINAL.format(mark="")))
    _write(tmp_path, "document.toml", 'key = "x"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n')
    _write(tmp_path, "curation.ttl", _CURATION + _ADDITION)
    graphs = build(tmp_path).dataset.graphs
    measure, investor = IRI(f"{BASE}measure/x/2-1-C-1-1"), IRI(f"{BASE}concept/actor/investor")
    assert (measure, POL.involvesActor, investor) in graphs[IRI(f"{BASE}graph/x/curated")]
    assert (measure, POL.links, investor) in graphs[IRI(f"{BASE}graph/entailed")]


def test_a_curation_file_of_version_1_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    _write(tmp_path, "2.txt", _chapter(2, _ORIGINAL.format(mark="")))
    _write(tmp_path, "document.toml", 'key = "x"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n')
    old = _ADDITION.replace("pol:reason", 'pol:status "withdrawn" ; pol:reason')
    _write(tmp_path, "curation.ttl", _CURATION + old)
    with pytest.raises(PolicygraphError, match=r"a link taken out is a pol:Withdrawal now"):
        build(tmp_path)


def test_a_title_is_the_label_of_its_measure_and_needs_no_assertion(tmp_path: Path) -> None:
    _write(tmp_path, "2.txt", _chapter(2, _ORIGINAL.format(mark="")))
    _write(tmp_path, "document.toml", 'key = "x"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n')
    measure = IRI(f"{BASE}measure/x/2-1-C-1-1")
    begins = text("大学と中小企業の共同研究を促進する。", "ja")
    assert (measure, RDFS.label, begins) in _triples(build(tmp_path))
    title = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n" + (
        '<measure/x/2-1-C-1-1> skos:prefLabel "共同研究"@ja , "Joint research"@en .\n'
    )
    _write(tmp_path, "curation.ttl", _CURATION + title)
    triples = _triples(build(tmp_path))
    labels = {o for s, p, o in triples if s == measure and p == RDFS.label}
    assert labels == {text("共同研究", "ja"), text("Joint research", "en")}
    assert not [t for t in triples if t[1:] == (RDF.subject, measure)]


def test_a_part_may_have_an_english_title_by_curation(tmp_path: Path) -> None:
    _write(tmp_path, "2.txt", _chapter(2, _ORIGINAL.format(mark="")))
    _write(tmp_path, "document.toml", 'key = "x"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n')
    titles = '<doc/x/2/1> dcterms:title "Section"@en .\n<doc/x/9> dcterms:title "None"@en .\n'
    _write(tmp_path, "curation.ttl", _CURATION + titles)
    built = build(tmp_path)
    section = IRI(f"{BASE}doc/x/2/1")
    found = {o for s, p, o in _triples(built) if (s, p) == (section, DCTERMS.title)}
    assert found == {text("節", "ja"), text("Section", "en")}
    assert any("doc/x/9, which is no part" in str(p) for p in built.summary.problems)


def test_a_withdrawal_without_a_reason_is_an_error(tmp_path: Path) -> None:
    _write(tmp_path, "2.txt", _chapter(2, _ORIGINAL.format(mark="")))
    _write(tmp_path, "document.toml", 'key = "x"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n')
    _write(tmp_path, "curation.ttl", _CURATION.replace('  pol:reason "Not meant."@en ;', ""))
    with pytest.raises(PolicygraphError, match=r"curation\.ttl.*lacks pol:reason"):
        build(tmp_path)


_COMPONENTS = "・以下を検討する。【内閣府】\n－水素を運ぶ大学を支援する（ＳＩＰ「水素の輸送」）。\n－雨を予測する。【気象庁】\n"


def test_what_a_sub_bullet_names_counts_for_its_measure_and_for_nothing_else(
    tmp_path: Path,
) -> None:
    built = build(_write(tmp_path, "a.txt", _chapter(2, _COMPONENTS)), key="x")
    stated = built.dataset.graphs[IRI(f"{BASE}graph/x/stated")]
    measure = IRI(f"{BASE}measure/x/2-1-C-1-1")
    component = IRI(f"{BASE}doc/x/2/1/C/1/1/a")
    university = IRI(f"{BASE}concept/actor/university")
    assert (measure, POL.involvesActor, university) in stated
    assert (measure, POL.responsibleBody, IRI(f"{BASE}org/jma")) in stated
    (programme,) = [o for s, p, o in stated if s == measure and p == POL.underProgramme]
    assert programme == IRI(f"{BASE}programme/sip-水素の輸送")
    assert (component, POL.mentions, university) in stated
    links = {kind.predicate for kind in link_kinds()}
    assert {s for s, p, _ in _triples(built) if p in links} == {measure}
    (phrase,) = [s for s, p, o in stated if p == ITSRDF.taIdentRef and o == university]
    assert phrase.startswith(f"{component}#")
    assert (measure, POL.evidence, phrase) in stated


def test_a_measure_has_the_words_of_its_bullet_and_its_sub_bullets(tmp_path: Path) -> None:
    triples = _triples(build(_write(tmp_path, "a.txt", _chapter(2, _COMPONENTS)), key="x"))
    about = {p: o for s, p, o in triples if s == IRI(f"{BASE}measure/x/2-1-C-1-1")}
    words = "以下を検討する。 水素を運ぶ大学を支援する（ＳＩＰ「水素の輸送」）。 雨を予測する。"
    assert about[POL.text] == text(words, "ja")
    assert (about[POL.firstLine], about[POL.lastLine]) == (integer(5), integer(7))
    assert about[RDFS.label] == text(
        "以下を検討する。 水素を運ぶ大学を支援する（ＳＩＰ「水素の輸送」）…", "ja"
    )


@pytest.mark.parametrize(
    ("words", "label"),
    [
        pytest.param("大学を支援する。", "大学を支援する。", id="short"),
        pytest.param(
            "あ" * 30 + "を支援し、" + "い" * 30, "あ" * 30 + "を支援し…", id="at-a-clause"
        ),
        pytest.param(
            "あ" * 10 + "、" + "い" * 60, "あ" * 10 + "、" + "い" * 28 + "…", id="no-clause"
        ),
    ],
)
def test_a_label_is_the_beginning_of_the_text(words: str, label: str) -> None:
    assert beginning(words) == label
    assert len(label) <= 40


def test_measures_are_numbered_through_a_document_and_know_all_parts_above(
    tmp_path: Path,
) -> None:
    two = _write(tmp_path, "a.txt", _chapter(2, _ORIGINAL.format(mark="") * 2))
    ten = _write(tmp_path, "b.txt", _chapter(10, _ORIGINAL.format(mark="").replace("大学", "企業")))
    triples = _triples(build(ten, two, key="x"))
    order = {s.rpartition("/")[2]: o for s, p, o in triples if p == POL.order and "/measure/" in s}
    assert order == {
        "2-1-C-1-1": integer(1),
        "2-1-C-1-2": integer(2),
        "10-1-C-1-1": integer(3),
    }
    measure = IRI(f"{BASE}measure/x/10-1-C-1-1")
    assert {str(o) for s, p, o in triples if s == measure and p == DCTERMS.isPartOf} == {
        f"{BASE}doc/x", f"{BASE}doc/x/10", f"{BASE}doc/x/10/1", f"{BASE}doc/x/10/1/C",
        f"{BASE}doc/x/10/1/C/1",
    }  # fmt: skip
    assert (measure, DCTERMS.identifier, text("10-1-C-1-1")) in triples


@pytest.mark.parametrize(
    ("bullet", "makes_link"),
    [
        ("大学が共同研究を行う。", True),
        ("大学に頼らず進める。", False),
        ("米国の大学を調査する。", False),
        ("例えば大学を支援する。", True),
        ("米国の大学を調査し、我が国の大学を支援する。", True),
    ],
)
def test_a_negated_or_foreign_mention_makes_no_link_and_is_no_evidence(
    tmp_path: Path, bullet: str, makes_link: bool
) -> None:
    built = build(_write(tmp_path, "a.txt", _chapter(2, f"・{bullet}【内閣府】\n")), key="x")
    triples = _triples(built)
    university = IRI(f"{BASE}concept/actor/university")
    measure = IRI(f"{BASE}measure/x/2-1-C-1-1")
    assert ((measure, POL.involvesActor, university) in triples) == makes_link
    assert (IRI(f"{BASE}doc/x/2/1/C/1/1"), POL.mentions, university) in triples
    meant = {s for s, p, o in triples if (p, o) == (ITSRDF.taIdentRef, university)}
    blocked = {s for s, p, o in triples if p == POL.cue and o in NO_LINK}
    evidence = {o for s, p, o in triples if p == POL.evidence}
    assert meant & evidence == meant - blocked


@pytest.mark.parametrize(
    ("bullet", "makes_link"),
    [
        ("東京都において大学の実証実験を行う。", True),
        ("東京都や秋田県、大阪府等において大学の実証実験を行う。", True),
        ("起業家をシリコンバレーに派遣する。", True),
        ("東京都の大学を支援する。", False),
        ("東京都と連携して大学を支援する。", False),
    ],
)
def test_a_measure_takes_place_where_it_is_carried_out_and_not_where_a_place_is_named(
    tmp_path: Path, bullet: str, makes_link: bool
) -> None:
    built = build(_write(tmp_path, "a.txt", _chapter(2, f"・{bullet}【内閣府】\n")), key="x")
    places = {o for s, p, o in _triples(built) if p == POL.takesPlaceIn}
    assert bool(places) == makes_link
    assert [t for t in _triples(built) if t[1] == POL.mentions and "/place/" in str(t[2])]


def test_a_compound_term_is_what_its_words_mean_and_its_concepts_are_what_is_linked(
    tmp_path: Path,
) -> None:
    bullet = "・中小・ベンチャー企業を支援する。【内閣府】\n"
    triples = _triples(build(_write(tmp_path, "a.txt", _chapter(2, bullet)), key="x"))
    unit, measure = IRI(f"{BASE}doc/x/2/1/C/1/1"), IRI(f"{BASE}measure/x/2-1-C-1-1")
    concepts = {IRI(f"{BASE}concept/actor/{key}") for key in ("sme", "startup")}
    assert {o for s, p, o in triples if s == measure and p == POL.involvesActor} == concepts
    assert concepts <= {o for s, p, o in triples if s == unit and p == POL.mentions}
    meant = {o for s, p, o in triples if p == ITSRDF.taIdentRef and s.endswith("#0-10")}
    (compound,) = meant
    assert {o for s, p, o in triples if s == compound and p == POL.denotes} == concepts


def test_a_fault_of_one_of_several_texts_comes_through_the_processes(tmp_path: Path) -> None:
    good = _write(tmp_path, "a.txt", _chapter(2, _ORIGINAL.format(mark="")))
    torn = _ORIGINAL.format(mark="").replace("】", "") + "・行う。【内閣府】\n"
    bad = _write(tmp_path, "b.txt", _chapter(3, torn))
    summary = build(good, bad, key="x", jobs=2).summary
    (fault,) = summary.faults
    assert str(fault).startswith(f"{bad}:5: the tag opened with 【 is never closed; the bullet is")
    assert summary.measures == 2


def test_a_file_name_that_is_no_step_of_an_iri_is_made_one(tmp_path: Path) -> None:
    text = _chapter(2, _ORIGINAL.format(mark="")).partition("\n")[2]  # no chapter heading
    built = build(_write(tmp_path, "第２章 案#1.txt", text), key="x")
    contexts = {s for s, _, _ in _triples(built) if s.endswith("/text")}
    assert contexts == {IRI(f"{BASE}doc/x/第2章-案%231/text")}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('source_page = "no page"', "source_page cannot be 'no page'"),
        ("decided_on = 2017-06-02T00:00:00", "decided_on is not a date"),
        ('decided_by = "nobody-at-all"', "is no key of"),
        ('licence = "x"', "licence is a table"),
        ('colour = "red"', "knows no key colour"),
        ('language = "zz zz"', "language cannot be"),
    ],
)
def test_a_wrong_value_of_a_description_is_named(tmp_path: Path, line: str, problem: str) -> None:
    _write(tmp_path, "2.txt", _chapter(2, _ORIGINAL.format(mark="")))
    toml = f'key = "x"\n{line}\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n'
    _write(tmp_path, "document.toml", toml)
    with pytest.raises(PolicygraphError, match=problem):
        build(tmp_path)


@pytest.mark.parametrize(
    "base", ["example.org", "https://[x", "https://x/%zz", "https://x/ y", "ftp://x/"]
)
def test_a_base_that_is_no_iri_is_refused(tmp_path: Path, base: str) -> None:
    path = _write(tmp_path, "a.txt", _chapter(2, _ORIGINAL.format(mark="")))
    with pytest.raises(UsageError, match="cannot be a base IRI"):
        build(path, key="x", base_iri=base)


@pytest.mark.parametrize(
    ("before", "after", "warning"),
    [
        ("concept/actor/university", "concept/actor/farmer", "withdraws a link that nothing made"),
        ("concept/actor/investor", "concept/actor/nobody", "nobody, which is unknown"),
        (
            "rdf:subject <measure/x/2-1-C-1-1>",
            "rdf:subject <doc/x/2/1/C/1/1>",
            "1/1, which is no measure or target",
        ),
    ],
)
def test_a_correction_without_effect_is_a_warning(
    tmp_path: Path, before: str, after: str, warning: str
) -> None:
    _write(tmp_path, "2.txt", _chapter(2, _ORIGINAL.format(mark="")))
    _write(tmp_path, "document.toml", 'key = "x"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n')
    curation = _CURATION + _ADDITION
    assert before in curation
    _write(tmp_path, "curation.ttl", curation.replace(before, after))
    assert any(warning in str(problem) for problem in build(tmp_path).summary.problems)


def test_a_link_without_an_assertion_is_an_error(tmp_path: Path) -> None:
    _write(tmp_path, "2.txt", _chapter(2, _ORIGINAL.format(mark="")))
    _write(tmp_path, "document.toml", 'key = "x"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n')
    bare = "<measure/x/2-1-C-1-1> pol:involvesActor <concept/actor/investor> .\n"
    _write(tmp_path, "curation.ttl", _CURATION + bare)
    with pytest.raises(PolicygraphError, match="stands without an assertion"):
        build(tmp_path)


def test_what_stands_in_the_brackets_behind_a_work_is_no_instrument(tmp_path: Path) -> None:
    bullet = "・「みらい戦略」（2019年５月１日策定）を踏まえ大学を支援する。【内閣府】\n"
    built = build(_write(tmp_path, "a.txt", _chapter(2, bullet)), key="x")
    assert not [t for t in _triples(built) if t[1] == POL.usesInstrument]
