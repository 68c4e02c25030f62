"""Networks against counts made by hand from the text, and against a count in plain Python."""

from __future__ import annotations

import pytest
from pictures.recount import Recount

from policygraph.core.namespaces import BASE, DCTERMS, IRI, POL, RDF
from policygraph.core.prefixes import PROLOGUE
from policygraph.graph import BuiltGraph
from policygraph.pictures.draw.bars import read_bodies
from policygraph.pictures.draw.flow import NONE, read_flow
from policygraph.pictures.networks import (
    MEASURES,
    STRUCTURE,
    Counting,
    Layer,
    Options,
    Projection,
    network_kinds,
    node_kinds,
)
from policygraph.pictures.project import project
from policygraph.pictures.queries import run
from policygraph.questions import ask
from policygraph.store import OxigraphStore, Store

CAO, CAS, METI, MEXT, MIC, MOD = "cao", "cas", "meti", "mext", "mic", "mod"
ALL, NRI, RDA = "kankei-fusho", "nri-ministries", "rda-ministries"
PAIRED = [kind for kind in network_kinds() if kind not in (MEASURES, STRUCTURE)]

# Counted by hand from the tags 【】 of the chapter, each restated bullet left out. 内閣府 and 関係府省
# stand together in (1)③6, (2)①3, (2)④1, (3)③1–3, (4)②1, (4)③1, (4)④1–2.
SHARED = {
    (CAO, ALL): 10, (METI, MEXT): 9, (METI, MIC): 4, (CAO, METI): 3, (CAO, MEXT): 3,
    (CAS, ALL): 2, (MEXT, MIC): 2, (MEXT, NRI): 2, (CAO, CAS): 1, (CAO, MIC): 1, (CAO, NRI): 1,
    (CAO, RDA): 1, (ALL, METI): 1, (ALL, MIC): 1, (METI, NRI): 1, (MOD, NRI): 1,
}  # fmt: skip
MEASURES_OF = {MEXT: 23, METI: 22, CAO: 16, ALL: 13, NRI: 5, MIC: 4, CAS: 2, RDA: 2, MOD: 1}
# Alone in their tag, beside named bodies only, beside a collective name, restated.
BARS = {
    MEXT: (12, 9, 2, 2), METI: (11, 9, 2, 0), CAO: (1, 3, 12, 1), MIC: (0, 3, 1, 0),
    CAS: (0, 0, 2, 0), MOD: (0, 0, 1, 0), ALL: (2, 11, 0, 1), NRI: (1, 4, 0, 0), RDA: (1, 1, 0, 0),
}  # fmt: skip
# Read by hand in the bullets of three bodies, links by rule or person left out: 総務省 is in the tags
# of (2)①1, (2)①3, (2)③2, (2)③3; 内閣官房 of (2)③4, (4)③1; 防衛省 of (1)①7. The ベンチャー企業 of
# (2)①1 are 海外の and do not count.
ACTORS = {
    MIC: {"startup": 3, "school": 1, "university": 1, "state": 1, "sme": 1, "venture-capitalist": 1},
    CAS: {"startup": 1, "state": 1, "industry": 1, "academia": 1, "region": 1},
    MOD: {"enterprise": 1, "university": 1, "public-research-institute": 1},
}  # fmt: skip


def _org(name: str) -> str:
    return f"{BASE}org/{name}"


def _edges(projection: Projection) -> dict[tuple[str, str], int]:
    return {(edge.source, edge.target): edge.weight for edge in projection.edges}


def test_bodies_share_as_many_measures_as_the_tags_say(shipped: Store) -> None:
    found = _edges(project(shipped, "body-body"))
    expected = {tuple(sorted((_org(a), _org(b)))): n for (a, b), n in SHARED.items()}
    assert {tuple(sorted(pair)): n for pair, n in found.items()} == expected


def test_as_printed_one_pair_stands_together_once_more(shipped: Store) -> None:
    """(2)③6 restates (1)③6; the other two restated bullets have one body each."""
    once = _edges(project(shipped, "body-body"))
    printed = _edges(project(shipped, "body-body", Options(counting="printed")))
    assert printed == once | {(_org(CAO), _org(ALL)): 11}


def test_bodies_have_as_many_measures_as_the_tags_say(shipped: Store) -> None:
    nodes = project(shipped, "body-body").nodes
    assert {node.iri: node.weight for node in nodes} == {
        _org(name): count for name, count in MEASURES_OF.items()
    }
    assert {node.iri for node in nodes if node.collective} == {_org(n) for n in (ALL, NRI, RDA)}


def test_bars_tell_apart_who_stands_beside_whom(shipped: Store) -> None:
    found = {
        body.iri: (body.alone, body.shared, body.with_collective, body.restated)
        for body in read_bodies(shipped, Options())
    }
    assert found == {_org(name): counts for name, counts in BARS.items()}


def test_actors_of_three_bodies_are_those_that_their_bullets_name(shipped: Store) -> None:
    projection = project(shipped, "body-actor", Options(layer="stated", language="en"))
    for body, actors in ACTORS.items():
        found = {
            edge.target.rpartition("/")[2]: edge.weight
            for edge in projection.edges
            if edge.source == _org(body)
        }
        assert found == actors


def test_the_measures_of_two_documents_are_as_the_texts_say(two: Store) -> None:
    """文部科学省 is in the tags of 甲1, 乙1, 乙2 and, in a component, 乙3; 乙1 restates 甲1 a year later."""
    once = project(two, "body-body")
    printed = project(two, "body-body", Options(counting="printed"))
    stated = project(two, "body-body", Options(layer="stated"))
    cao, meti, mext, every = (_org(name) for name in (CAO, METI, MEXT, ALL))
    assert {n.iri: n.weight for n in once.nodes} == {mext: 4, meti: 3, cao: 2, every: 2}
    assert {n.iri: n.weight for n in printed.nodes} == {mext: 4, meti: 3, cao: 2, every: 2}
    assert {n.iri: n.weight for n in stated.nodes} == {mext: 4, meti: 3, cao: 2, every: 2}
    assert _edges(once) == {(cao, every): 1, (meti, mext): 2, (cao, mext): 1}
    assert _edges(printed) == {(cao, every): 1, (meti, mext): 2, (cao, mext): 1}
    assert _edges(stated) == _edges(once)


@pytest.mark.parametrize("kind", PAIRED)
@pytest.mark.parametrize("layer", ["all", "stated"])
def test_a_network_is_what_a_count_in_plain_python_gives(
    kind: str, layer: Layer, shipped: Store, two: Store, built: BuiltGraph, two_built: BuiltGraph
) -> None:
    for store, graph in ((shipped, built), (two, two_built)):
        recount = Recount(graph.dataset.graphs, layer)
        countings: tuple[Counting, ...] = ("once", "printed")
        for counting in countings:
            projection = project(store, kind, Options(layer=layer, counting=counting))
            ends = (projection.kind.source.key, projection.kind.target.key)
            assert _edges(projection) == recount.pairs(*ends, counting)
            expected: dict[str, int] = {}
            for end in ends:
                expected |= recount.nodes(end, counting)
            assert {node.iri: node.weight for node in projection.nodes} == expected


def test_every_kind_of_node_is_counted(built: BuiltGraph) -> None:
    """The recount is no empty one: each kind has things, and pairs of every kind there are."""
    recount = Recount(built.dataset.graphs, "all")
    assert len(recount.measures) == 54
    assert all(recount.nodes(kind, "once") for kind in node_kinds())
    empty = {kind for kind in PAIRED if not recount.pairs(*kind.split("-"), "once")}  # type: ignore[call-arg]
    assert empty == {"commitment-commitment"}  # a measure binds in one degree


def test_measures_share_themes_and_actors(two: Store, two_built: BuiltGraph) -> None:
    recount = Recount(two_built.dataset.graphs, "all")
    things = {m: (recount.linked(m, "theme"), recount.linked(m, "actor")) for m in recount.measures}
    expected = {
        (one, other): (len(things[one][0] & things[other][0]), len(things[one][1] & things[other][1]))
        for one in things for other in things if str(one) < str(other)
    }  # fmt: skip
    found = project(two, MEASURES)
    assert {(e.source, e.target): (e.themes, e.actors) for e in found.edges} == {
        pair: shared for pair, shared in expected.items() if any(shared)
    }
    assert {node.iri for node in found.nodes} == recount.measures
    assert all(edge.weight == edge.themes + edge.actors for edge in found.edges)


def test_of_many_measures_a_sample_is_taken_and_said(shipped: Store) -> None:
    whole = project(shipped, MEASURES)
    sample = project(shipped, MEASURES, Options(most_measures=20, language="en"))
    assert 5 < len(sample.nodes) < 40
    inside = {node.iri for node in sample.nodes}
    assert _edges(sample) == {p: n for p, n in _edges(whole).items() if inside.issuperset(p)}
    assert f"A sample of {len(sample.nodes)} of 54 measures" in sample.notes[0]


def test_the_structure_is_in_reading_order_with_numbers_and_titles(shipped: Store) -> None:
    projection = project(shipped, STRUCTURE, Options(language="ja"))
    labels = [node.label for node in projection.nodes]
    assert labels[1].startswith("第5章")
    numbers = [label.partition(" ")[0] for label in labels if label.startswith("5/1/C/1/")]
    assert numbers == [f"5/1/C/1/{n}" for n in range(1, 11)]
    below = {node.label: node.weight for node in projection.nodes}
    assert below["科学技術イノベーション総合戦略2017"] == 54
    printed = project(shipped, STRUCTURE, Options(language="ja", counting="printed"))
    assert {n.label: n.weight for n in printed.nodes}["科学技術イノベーション総合戦略2017"] == 57
    assert len(printed.edges) == 33 + 57 + 3


def test_the_flow_carries_each_measure_once(shipped: Store, two: Store) -> None:
    # Of the two documents the later one restates a measure of the earlier: an item of its own edition.
    for store, measures, parts in ((shipped, 54, (16, 16, 13, 9)), (two, 7, (3, 4))):
        flow = read_flow(store, Options())
        assert flow.level == "section"
        assert tuple(stop.weight for stop in flow.parts) == parts
        for bands in (flow.first, flow.second):
            assert sum(bands.values()) == pytest.approx(measures)


def test_the_flow_starts_from_as_many_measures_a_section_as_the_plain_query_counts(
    shipped: Store, two: Store
) -> None:
    for store in (shipped, two):
        plain = ask(
            PROLOGUE
            + """SELECT ?section (COUNT(DISTINCT ?measure) AS ?measures) WHERE {
              ?measure a pol:Measure ; dcterms:isPartOf ?section .
              ?section pol:partType part-type:section .
            } GROUP BY ?section""",
            graph=store,
        )
        saved = ask("measures-per-section", graph=store)
        flow = {stop.iri: stop.weight for stop in read_flow(store, Options()).parts}
        assert flow == dict(plain.rows) == {row.section: row.measures for row in saved.rows}


def test_a_measure_without_a_body_flows_from_its_section_to_none() -> None:
    store = OxigraphStore()
    store.load(
        (IRI(subject), predicate, IRI(value), IRI("urn:x/graph/x/stated"))
        for subject, predicate, value in (
            ("urn:m1", RDF.type, POL.Measure), ("urn:m1", DCTERMS.isPartOf, "urn:section"),
            ("urn:m2", RDF.type, POL.Measure), ("urn:m2", DCTERMS.isPartOf, "urn:section"),
            ("urn:m2", DCTERMS.isPartOf, "urn:group"), ("urn:group", DCTERMS.isPartOf, "urn:section"),
            ("urn:m2", POL.responsibleBody, "urn:body"),
        )
    )  # fmt: skip
    rows = run(store, "part-body", language="ja", layer="/graph/")
    found = {(row.source, row.target, row.measures, float(row.weight)) for row in rows}
    assert found == {("urn:section", None, 1, 1.0), ("urn:group", "urn:body", 1, 1.0)}


def test_measures_that_name_no_actor_flow_to_none(shipped: Store, built: BuiltGraph) -> None:
    recount = Recount(built.dataset.graphs, "all")
    (none,) = (stop for stop in read_flow(shipped, Options()).actors if stop.iri == NONE)
    assert none.weight == sum(not recount.linked(m, "actor") for m in recount.measures) > 0


def test_too_many_sections_flow_from_chapters_or_documents(two: Store) -> None:
    flow = read_flow(two, Options(), parts=1)
    assert (flow.level, [stop.weight for stop in flow.parts]) == ("all", [7])
    assert [stop.label for stop in read_flow(two, Options()).parts] == [
        "甲戦略2018 （1）第一の節", "乙戦略2019 （1）別の節",
    ]  # fmt: skip
