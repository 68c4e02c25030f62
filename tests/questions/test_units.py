"""A unit of a text, from a document at hand and from stores of three engines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from policygraph.core.index import Index
from policygraph.core.namespaces import BASE, DCTERMS, IRI, ITSRDF, NIF, POL, RDF, SKOS
from policygraph.core.places import SourcePlace
from policygraph.core.terms import Triple, integer, text
from policygraph.questions.documents import read_documents, read_shared
from policygraph.questions.unit_lookup import find_units, read_units
from policygraph.questions.units import Unit, UnitReader, reading_order, unit_of
from policygraph.store import Store
from policygraph.store.sorted_graph import SortedGraph

DOC = f"{BASE}doc/sti-strategy-2017"
BULLET = IRI(f"{DOC}/5/3/C/1/5")
MEASURE = IRI(f"{BASE}measure/sti-strategy-2017/5-3-C-1-5")
WORDS = (
    "技術情報流出の防止強化のため、大学・公的研究機関等において"
    "外国為替及び外国貿易法の遵守徹底など、安全保障貿易管理の取組を促進する。"
)


@pytest.fixture(scope="module", params=["pyoxigraph", "rdflib", "virtuoso"])
def engine(request: pytest.FixtureRequest) -> Store:
    fixture = {
        "pyoxigraph": "oxigraph",
        "rdflib": "rdflib_store",
        "virtuoso": "virtuoso_store",
    }[request.param]
    store: Store = request.getfixturevalue(fixture)
    return store


@pytest.fixture(scope="module")
def at_hand(graph_folder: Path) -> dict[IRI, Unit]:
    """All units of the shipped chapter, read without a store."""
    with SortedGraph.read(graph_folder) as graph:
        shared = read_shared(graph)
        (document,) = read_documents(graph)
    reader = UnitReader(document.index, "ja", names=shared.index)
    iris = [
        iri for iri in document.index.subjects() if document.index.iri(iri, NIF.referenceContext)
    ]
    return {iri: reader.read(iri) for iri in iris}


def test_a_bullet_has_its_place_its_words_and_its_tag(at_hand: dict[IRI, Unit]) -> None:
    unit = at_hand[BULLET]
    assert (unit.kind, unit.document, unit.item) == (POL.MeasureOccurrence, DOC, MEASURE)
    assert (unit.path, unit.identifier, unit.order) == ("5/3/C/1/5", "5-3-C-1-5", 5)
    assert [heading.label for heading in unit.heading] == [
        "5 イノベーション創出に向けた人材、知、資金の好循環システムの構築",
        "3 イノベーション創出に向けた知的財産・標準化戦略及び制度の見直しと整備",
        "C 重きを置くべき取組",
        "1 国際的な知的財産の戦略的展開",
    ]
    assert unit.place == SourcePlace(695, 697)
    assert unit.lines == "695-697"
    assert unit.text == WORDS
    assert unit.words == f"{WORDS}【文部科学省、経済産業省】"
    assert [mention.words for mention in unit.responsible] == ["文部科学省", "経済産業省"]


def test_mentions_say_where_they_are_what_they_mean_and_how_such_words_link(
    at_hand: dict[IRI, Unit],
) -> None:
    unit = at_hand[BULLET]
    assert all(unit.words[m.begin : m.end] == m.words for m in unit.mentions)
    university = next(m for m in unit.mentions if m.words == "大学")
    assert (university.begin, university.end, university.is_responsibility) == (15, 17, False)
    (meaning,) = university.meanings
    assert (meaning.iri, meaning.label) == (f"{BASE}concept/actor/university", "大学")
    assert (meaning.link, meaning.kind) == (POL.involvesActor, "actor")
    assert meaning.anchor == "actor.university"
    last = unit.mentions[-1]
    assert [(m.label, m.link) for m in last.meanings] == [("経済産業省", POL.responsibleBody)]


def test_runs_give_the_words_again_and_without_those_of_tags_the_text(
    at_hand: dict[IRI, Unit],
) -> None:
    assert len(at_hand) == 163  # 32 titles, 71 sentences, 57 bullets, 3 sub-bullets
    for unit in at_hand.values():
        assert "".join(run.words for run in unit.runs) == unit.words
        assert "".join(run.words for run in unit.runs if not run.is_tag) == unit.text


def test_a_reprise_tells_what_it_restates(at_hand: dict[IRI, Unit]) -> None:
    reprise = at_hand[IRI(f"{DOC}/5/1/C/3/2")]
    assert (reprise.is_reprise, reprise.is_unresolved) == (True, False)
    assert reprise.original == f"{DOC}/5/1/C/1/2"
    assert reprise.words.endswith("育成する。（再掲）【文部科学省】")
    unresolved = [unit for unit in at_hand.values() if unit.is_unresolved]
    assert len(unresolved) == 4
    assert all(unit.is_reprise and unit.original is None for unit in unresolved)


def test_a_unit_is_the_same_from_every_engine(engine: Store, at_hand: dict[IRI, Unit]) -> None:
    assert read_units(engine, list(at_hand), "ja") == at_hand


def test_labels_are_in_the_language_asked_for(oxigraph: Store) -> None:
    unit = read_units(oxigraph, [BULLET], "en")[BULLET]
    university = next(m for m in unit.mentions if m.words == "大学")
    assert [meaning.label for meaning in university.meanings] == ["universities"]
    assert unit.text == WORDS


def test_every_node_leads_to_the_units_it_stands_in(
    engine: Store, at_hand: dict[IRI, Unit]
) -> None:
    twice = IRI(f"{BASE}measure/sti-strategy-2017/5-1-C-1-2")
    mention = at_hand[BULLET].mentions[0].iri
    of_nobody = IRI(f"{BULLET}#1-3")  # no mention stands there, but its unit does
    found = find_units(engine, [BULLET, MEASURE, twice, mention, of_nobody, IRI(f"{BASE}org/mext")])
    assert found == {
        BULLET: [BULLET],
        MEASURE: [BULLET],
        twice: [IRI(f"{DOC}/5/1/C/1/2"), IRI(f"{DOC}/5/1/C/3/2")],
        mention: [BULLET],
        of_nobody: [BULLET],
    }


def test_what_has_no_words_or_no_lawful_iri_is_no_unit(oxigraph: Store) -> None:
    nobody, attack = IRI(f"{DOC}/9/9"), IRI("https://example.org/> ?p ?o } #")
    assert read_units(oxigraph, [MEASURE, nobody, attack], "ja") == {}
    assert find_units(oxigraph, [nobody, attack]) == {}


def small(printed: str, unit_text: str, *mentions: tuple[str, bool]) -> Index:
    """A unit that is cut from a text, with mentions at the places of some words."""
    unit, context = IRI(f"{BASE}doc/d/1/1"), IRI(f"{BASE}doc/d/text")
    begin, end = printed.index(unit_text[:3]), printed.index(unit_text[-3:]) + 3
    triples: list[Triple] = [
        (context, NIF.isString, text(printed)),
        (unit, RDF.type, POL.MeasureOccurrence),
        (unit, POL.text, text(unit_text)),
        (unit, NIF.referenceContext, context),
        (unit, NIF.beginIndex, integer(begin)),
        (unit, NIF.endIndex, integer(end)),
    ]
    for words, responsible in mentions:
        at = printed.index(words)
        mention = IRI(f"{unit}#{at - begin}-{at - begin + len(words)}")
        triples += [
            (mention, POL.mentionedIn, unit),
            (mention, NIF.beginIndex, integer(at)),
            (mention, NIF.endIndex, integer(at + len(words))),
            (mention, ITSRDF.taIdentRef, IRI(f"{BASE}org/{words}")),
        ]
        if responsible:
            triples.append((mention, RDF.type, POL.ResponsibilityMention))
    return Index(triples)


def read(index: Index) -> Unit:
    return UnitReader(index, "ja").read(IRI(f"{BASE}doc/d/1/1"))


def test_a_tag_between_two_sentences_is_in_the_words_and_not_in_the_text() -> None:
    printed = "・調べる。【甲省】次に進める。【乙省】・他を行う。【丙省】"
    unit = read(small(printed, "調べる。次に進める。", ("甲省", True), ("乙省", True)))
    assert unit.words == "調べる。【甲省】次に進める。【乙省】"
    assert unit.text == "調べる。次に進める。"
    assert [(run.words, run.is_tag) for run in unit.runs] == [
        ("調べる。", False), ("【", True), ("甲省", True), ("】", True),
        ("次に進める。", False), ("【", True), ("乙省", True), ("】", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("調べる。（甲省、乙省）・（他）", "調べる。（甲省、乙省）"),
        ("調べる。（再掲）【甲省、乙省】", "調べる。（再掲）【甲省、乙省】"),
        ("調べる。甲省、乙省。他。", "調べる。甲省、乙省"),
        ("調べる。【甲省、乙省。他。", "調べる。【甲省、乙省"),
        ("調べる。【甲省、乙省・他を行う。【丙省】", "調べる。【甲省、乙省"),
    ],
    ids=[
        "round brackets",
        "behind a mark of a reprise",
        "no brackets",
        "never closed",
        "the next one is closed",
    ],
)
def test_a_tag_ends_with_its_own_bracket(printed: str, words: str) -> None:
    assert read(small(printed, "調べる。", ("甲省", True), ("乙省", True))).words == words


def test_runs_are_cut_at_every_border_and_the_shortest_mention_comes_first() -> None:
    unit = read(small("大学改革を行う。", "大学改革を行う。", ("大学改革", False), ("大学", False)))
    assert [(run.words, [m.words for m in run.mentions]) for run in unit.runs] == [
        ("大学", ["大学", "大学改革"]),
        ("改革", ["大学改革"]),
        ("を行う。", []),
    ]
    assert [meaning.label for meaning in unit.runs[0].meanings] == ["org/大学", "org/大学改革"]


def test_a_unit_whose_text_is_gone_or_is_not_what_is_printed_still_shows_what_is_printed() -> None:
    whole = small("調べる。【甲省】", "調べる。", ("甲省", True))
    without = Index(
        (subject, predicate, value)
        for subject in whole.subjects()
        for predicate, values in whole.about(subject).items()
        for value in values
        if predicate != POL.text
    )
    assert read(without) == read(whole)
    other = replace(read(whole), text="別の文。")
    assert "".join(run.words for run in other.runs if not run.is_tag) == "調べる。【甲省】"


def test_a_unit_without_its_context_or_with_parts_in_a_circle_is_still_read() -> None:
    unit, part = IRI(f"{BASE}doc/d/1/1"), IRI(f"{BASE}doc/d/1")
    index = Index(
        [
            (unit, POL.text, text("調べる。")),
            (unit, POL.firstLine, text("nowhere")),
            (unit, DCTERMS.isPartOf, part),
            (part, POL.partType, IRI(f"{BASE}concept/part-type/group")),
            (part, DCTERMS.isPartOf, part),
        ]
    )
    found = UnitReader(index, "ja").read(unit)
    assert (found.words, found.text, found.place, found.document) == ("調べる。",) * 2 + (
        None,
        None,
    )
    assert len(found.heading) == 12
    assert found.path == "d/1/1"


def test_a_node_of_an_index_leads_to_its_unit() -> None:
    unit, item = IRI("urn:unit"), IRI("urn:item")
    assertion, withdrawal = IRI("urn:assertion"), IRI("urn:withdrawal")
    index = Index(
        [
            (unit, POL.text, text("調べる。")),
            (unit, POL.occurrenceOf, item),
            (item, POL.text, text("調べる。")),
            (item, DCTERMS.identifier, text("5-1")),
            (assertion, RDF.subject, item),
            (withdrawal, POL.withdrawnSubject, item),
            (IRI("urn:concept"), SKOS.notation, text("x")),
        ]
    )
    nodes = (unit, item, assertion, withdrawal)
    assert [unit_of(index, node) for node in nodes] == [unit] * 4
    assert unit_of(index, IRI("urn:concept")) is None


def test_lines_are_written_as_one_number_or_two() -> None:
    assert (SourcePlace(312, 312).lines, SourcePlace(312, 316).lines) == ("312", "312-316")


def test_a_compound_means_what_it_stands_for(at_hand: dict[IRI, Unit]) -> None:
    unit = at_hand[IRI(f"{DOC}/5/2/C/3/2")]
    (words,) = [mention for mention in unit.mentions if mention.words == "中小・ベンチャー企業"]
    assert [meaning.label for meaning in words.meanings] == ["中小企業", "ベンチャー企業"]
    assert {meaning.link for meaning in words.meanings} == {POL.involvesActor}


def test_reading_order_puts_2_before_10() -> None:
    iris = [IRI(f"{DOC}/5/1/C/{n}") for n in ("10", "2", "1/a", "1")]
    assert [iri.removeprefix(f"{DOC}/5/1/C/") for iri in sorted(iris, key=reading_order)] == [
        "1", "1/a", "2", "10",
    ]  # fmt: skip
