"""The graph of the shipped chapter. Expected values were read in the text."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from policygraph.core.errors import DataError
from policygraph.core.namespaces import BASE, DCTERMS, IRI, ITSRDF, NIF, POL, RDF
from policygraph.core.terms import Literal, Triple, text
from policygraph.graph import BuiltGraph, Dataset

DOCUMENT = f"{BASE}doc/sti-strategy-2017/"
MEASURE = f"{BASE}measure/sti-strategy-2017/"
CHAPTER = Path(__file__).parents[2] / "data" / "source" / "sti-strategy-2017" / "5.txt"


@pytest.fixture(scope="module")
def triples(built: BuiltGraph) -> set[Triple]:
    return {quad[:3] for quad in built.dataset.quads()}


@pytest.fixture(scope="module")
def stated(built: BuiltGraph) -> set[Triple]:
    return built.dataset.graphs[IRI(f"{BASE}graph/sti-strategy-2017/stated")]


def _subjects(triples: set[Triple], rdf_class: IRI) -> set[IRI]:
    return {s for s, p, o in triples if p == RDF.type and o == rdf_class}


def test_there_are_54_measures_and_57_occurrences(triples: set[Triple]) -> None:
    assert len(_subjects(triples, POL.Measure)) == 54
    assert len(_subjects(triples, POL.MeasureOccurrence)) == 57
    assert len(_subjects(triples, POL.MeasureComponent)) == 3
    assert len(_subjects(triples, POL.Reprise)) == 7
    assert len(_subjects(triples, POL.Issue)) == 41
    assert len(_subjects(triples, POL.Recognition)) == 30


def test_three_reprises_lead_to_their_originals(triples: set[Triple]) -> None:
    found = {
        (s.removeprefix(DOCUMENT), o.removeprefix(DOCUMENT))
        for s, p, o in triples
        if p == POL.reprises and isinstance(o, IRI)
    }
    assert found == {
        ("5/1/C/3/2", "5/1/C/1/2"),
        ("5/2/C/3/6", "5/1/C/3/6"),
        ("5/4/C/1/3", "5/1/C/3/3"),
    }


def test_four_reprises_stay_unresolved_with_a_reason(triples: set[Triple]) -> None:
    unresolved = _subjects(triples, POL.UnresolvedReprise)
    assert {s.removeprefix(DOCUMENT) for s in unresolved} == {
        "5/2/C/2/4", "5/2/C/2/5", "5/3/C/4/1", "5/3/C/4/2",
    }  # fmt: skip
    for occurrence in unresolved:
        languages = {o.language for s, p, o in triples
                     if s == occurrence and p == POL.reason and isinstance(o, Literal)}  # fmt: skip
        assert languages == {"ja", "en"}


def test_every_name_in_a_tag_is_a_responsibility(stated: set[Triple]) -> None:
    raw = re.sub(r"\s", "", CHAPTER.read_text(encoding="utf-8"))
    printed = Counter(name for tag in re.findall("【(.*?)】", raw) for name in tag.split("、"))
    mentions = _subjects(stated, POL.ResponsibilityMention)
    anchors = Counter(
        o.value for s, p, o in stated
        if s in mentions and p == NIF.anchorOf and isinstance(o, Literal)
    )  # fmt: skip
    assert anchors == printed
    assert printed["関係府省"] == 14


def test_relevant_ministries_in_running_text_answer_for_nothing(stated: set[Triple]) -> None:
    group = IRI(f"{BASE}org/kankei-fusho")
    meant = {s for s, p, o in stated if p == ITSRDF.taIdentRef and o == group}
    tags = _subjects(stated, POL.ResponsibilityMention)
    assert len(meant & tags) == 14
    assert (
        len(meant - tags) == 7
    )  # two in [B] of section 4, five in bullets of [C], one of them a reprise
    measure = IRI(f"{MEASURE}5-1-C-3-6")
    assert (measure, POL.involvesOrganization, group) in stated
    assert (measure, POL.responsibleBody, group) in stated


def test_collective_names_are_ministry_groups_without_members(triples: set[Triple]) -> None:
    for key in ("kankei-fusho", "nri-ministries", "rda-ministries"):
        group = IRI(f"{BASE}org/{key}")
        assert (group, RDF.type, POL.MinistryGroup) in triples
        assert not [
            t for t in triples if t[2] == group and t[1] == IRI("http://www.w3.org/ns/org#memberOf")
        ]


def test_the_order_in_a_tag_is_kept(stated: set[Triple]) -> None:
    occurrence = IRI(f"{DOCUMENT}5/2/C/1/3")
    tags = _subjects(stated, POL.ResponsibilityMention)
    here = {s for s, p, o in stated if p == POL.mentionedIn and o == occurrence} & tags
    order = {s: int(o.value) for s, p, o in stated
             if s in here and p == POL.order and isinstance(o, Literal)}  # fmt: skip
    body = {s: o for s, p, o in stated if s in here and p == ITSRDF.taIdentRef}
    keys = [str(body[s]).removeprefix(f"{BASE}org/") for s in sorted(here, key=order.__getitem__)]
    assert keys == ["cao", "mic", "meti", "kankei-fusho"]


def test_every_phrase_is_the_slice_of_its_context(stated: set[Triple]) -> None:
    (context,) = [o.value for s, p, o in stated if p == NIF.isString and isinstance(o, Literal)]
    values: dict[IRI, dict[IRI, str]] = {}
    for s, p, o in stated:
        if p in (NIF.beginIndex, NIF.endIndex, NIF.anchorOf, POL.text) and isinstance(o, Literal):
            values.setdefault(s, {})[p] = o.value
    phrases = _subjects(stated, NIF.Phrase)
    assert len(phrases) > 500
    for subject, found in values.items():
        words = found.get(NIF.anchorOf, found.get(POL.text))
        if words is not None and NIF.beginIndex in found:
            begin, end = int(found[NIF.beginIndex]), int(found[NIF.endIndex])
            assert context[begin:end] == words, subject


def test_every_measure_has_a_body_a_theme_and_a_commitment(triples: set[Triple]) -> None:
    for link in (POL.responsibleBody, POL.hasTheme, POL.commitment):
        having = {s for s, p, o in triples if p == link}
        assert _subjects(triples, POL.Measure) - having == set(), link


def test_a_work_is_dated_by_the_brackets_behind_it(stated: set[Triple]) -> None:
    dated = {(s, o.value) for s, p, o in stated
             if p == DCTERMS.issued and isinstance(o, Literal) and "/work/" in s}  # fmt: skip
    assert sorted(value for _, value in dated) == ["2016-03-22", "2017-05-16"]
    deciders = {str(o).removeprefix(f"{BASE}org/") for s, p, o in stated
                if p == POL.decidedBy and "/work/" in s}  # fmt: skip
    assert len(deciders) == 2


def test_no_triple_may_stand_in_two_named_graphs() -> None:
    dataset = Dataset()
    triple: Triple = (IRI("urn:a"), IRI("urn:b"), text("c"))
    dataset.add(IRI("urn:one"), [triple])
    dataset.add(IRI("urn:two"), [triple])
    with pytest.raises(DataError, match="stands in two graphs, urn:one and urn:two"):
        dataset.check_disjoint()


def test_every_inferred_link_has_an_assertion_with_its_rule(built: BuiltGraph) -> None:
    inferred = built.dataset.graphs[IRI(f"{BASE}graph/sti-strategy-2017/inferred")]
    assertions = _subjects(inferred, POL.Assertion)
    parts: dict[IRI, dict[IRI, object]] = {}
    for s, p, o in inferred:
        if s in assertions:
            parts.setdefault(s, {})[p] = o
    asserted = {(a[RDF.subject], a[RDF.predicate], a[RDF.object]) for a in parts.values()}
    others = {t for t in inferred if t[0] not in assertions and t[1] != POL.evidence}
    assert others == asserted
    assert all(POL.rule in a for a in parts.values())
