"""Several chapters and documents in one build; curation beside a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.api import build
from policygraph.core.errors import PolicygraphError, SourceError, UsageError
from policygraph.core.namespaces import BASE, DCTERMS, IRI, POL, RDF
from policygraph.core.terms import Triple
from policygraph.graph import BuiltGraph

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


def test_likeness_is_not_enough_for_a_reprise(tmp_path: Path) -> None:
    bullets = "・大学を支援する。【内閣府】\n・大学を支援していく。（再掲）【内閣府】\n"
    built = build(_write(tmp_path, "a.txt", _chapter(2, bullets)), key="x")
    assert built.summary.unresolved_reprises == 1


def test_a_reprise_of_two_equal_bullets_stays_unresolved(tmp_path: Path) -> None:
    line = "・大学を支援する。{}【内閣府】\n"
    bullets = line.format("") * 2 + line.format("（再掲）")
    built = build(_write(tmp_path, "a.txt", _chapter(2, bullets)), key="x")
    assert (built.summary.measures, built.summary.unresolved_reprises) == (3, 1)


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


def test_a_text_without_measures_is_an_error(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.txt", "春はあけぼの。やうやう白くなりゆく山際。\n")
    with pytest.raises(SourceError, match="no measures found"):
        build(path, key="x")


def test_a_bare_text_needs_a_key(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.txt", _chapter(2, _ORIGINAL.format(mark="")))
    with pytest.raises(UsageError, match="--key"):
        build(path)


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
<assertion/x/curated/1> a pol:Assertion ; rdf:subject <measure/x/2-1-C-1-1> ;
  rdf:predicate pol:involvesActor ; rdf:object <concept/actor/university> ; pol:status "withdrawn" ;
  pol:reason "Not meant."@en ; prov:wasAttributedTo <agent/me> ; dcterms:date "2026-01-02"^^xsd:date .
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
    assert [t for t in triples if t[2] == university and "#" in t[0]]
    assert (
        IRI(f"{BASE}assertion/x/curated/1"),
        POL.status,
        next(o for s, p, o in triples if p == POL.status),
    ) in triples


def test_an_assertion_without_a_reason_is_an_error(tmp_path: Path) -> None:
    _write(tmp_path, "2.txt", _chapter(2, _ORIGINAL.format(mark="")))
    _write(tmp_path, "document.toml", 'key = "x"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n')
    _write(tmp_path, "curation.ttl", _CURATION.replace('  pol:reason "Not meant."@en ;', ""))
    with pytest.raises(PolicygraphError, match=r"curation\.ttl.*lacks reason"):
        build(tmp_path)


_COMPONENTS = "・以下を検討する。【内閣府】\n－水素を運ぶ大学を支援する（ＳＩＰ「水素の輸送」）。\n－雨を予測する。【気象庁】\n"


def test_what_a_sub_bullet_links_is_linked_to_its_measure_by_rule(tmp_path: Path) -> None:
    built = build(_write(tmp_path, "a.txt", _chapter(2, _COMPONENTS)), key="x")
    inferred = built.dataset.graphs[IRI(f"{BASE}graph/x/inferred")]
    measure = IRI(f"{BASE}measure/x/2-1-C-1-1")
    component = IRI(f"{BASE}doc/x/2/1/C/1/1/a")
    assert (measure, POL.involvesActor, IRI(f"{BASE}concept/actor/university")) in inferred
    assert (component, POL.responsibleBody, IRI(f"{BASE}org/cao")) in inferred
    assert (measure, POL.responsibleBody, IRI(f"{BASE}org/jma")) in inferred
    (programme,) = [o for s, p, o in inferred if s == measure and p == POL.underProgramme]
    assert programme == IRI(f"{BASE}programme/sip-水素の輸送")


def test_an_error_in_one_of_several_texts_comes_through_the_processes(tmp_path: Path) -> None:
    good = _write(tmp_path, "a.txt", _chapter(2, _ORIGINAL.format(mark="")))
    bad = _write(tmp_path, "b.txt", _chapter(3, _ORIGINAL.format(mark="").replace("】", "")))
    with pytest.raises(SourceError, match=r"b\.txt:5: the tag opened with 【 is never closed"):
        build(good, bad, key="x", jobs=2)


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
        (
            "concept/actor/university",
            "concept/actor/investor",
            "withdraws a link that nothing made",
        ),
        ('university> ; pol:status "withdrawn"', 'nobody> ; pol:status "added"', "is unknown"),
    ],
)
def test_a_correction_without_effect_is_a_warning(
    tmp_path: Path, before: str, after: str, warning: str
) -> None:
    _write(tmp_path, "2.txt", _chapter(2, _ORIGINAL.format(mark="")))
    _write(tmp_path, "document.toml", 'key = "x"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n')
    assert before in _CURATION
    _write(tmp_path, "curation.ttl", _CURATION.replace(before, after))
    assert any(warning in line for line in build(tmp_path).summary.warnings)


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
