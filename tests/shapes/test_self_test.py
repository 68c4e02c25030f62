"""The self-test counts what it says it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest

from policygraph.core.namespaces import (
    IRI,
)
from policygraph.core.prefixes import PREFIXES, short_name
from policygraph.shapes import Rules, Severity, ValidationResult
from policygraph.shapes.fast import FastEngine
from policygraph.shapes.rules import Profile
from policygraph.store import OxigraphStore
from tools.self_test import Mutation, Mutator, Outcome, SelfTest, spoilable, tally
from tools.self_test.__main__ import main, run
from tools.self_test.text import (
    AIMS,
    FREE_FACTS,
    overall,
    reaches_aims,
    self_test_table,
    self_test_text,
)

pytestmark = pytest.mark.heavy  # all of the shipped graph, again and again

Turtle = Callable[..., Path]
BASE = "https://w3id.org/policygraph/"
POL = f"{BASE}ontology#"
_MEASURE = f"{BASE}measure/sti-strategy-2017/5-1-C-2-1"


@pytest.fixture
def data(graph: OxigraphStore) -> ox.Store:
    return graph.engine


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.load()


def _mutations(data: ox.Store, seed: int, *predicates: str, size: int = 3) -> list[Mutation]:
    return [m for m in Mutator(data, seed).sample(size) if m.predicate in predicates]


def _quad(data: ox.Store, subject: str, predicate: str) -> ox.Quad:
    quads = data.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
    return min(quads, key=str)


# ---- mutations --------------------------------------------------------------------------------


def test_every_triple_of_the_stated_and_curated_layers_is_spoilt(data: ox.Store) -> None:
    mutations = list(Mutator(data, 1).sample(None))
    layers = [g for g in data.named_graphs() if g.value.endswith(("/stated", "/curated"))]
    size = sum(len(list(data.quads_for_pattern(None, None, None, g))) for g in layers)
    for kind in AIMS:
        assert len({m.removed for m in mutations if m.kind == kind}) == size == len(spoilable(data))


def test_an_object_is_replaced_by_another_of_its_kind(data: ox.Store) -> None:
    for mutation in Mutator(data, 2).sample(8):
        if mutation.added is None:
            continue
        old, new = mutation.removed, mutation.added
        assert (old.subject, old.predicate, old.graph_name) == (
            new.subject, new.predicate, new.graph_name,
        )  # fmt: skip
        assert type(old.object) is type(new.object)
        assert not list(data.quads_for_pattern(new.subject, new.predicate, new.object, None))
        if isinstance(old.object, ox.Literal) and isinstance(new.object, ox.Literal):
            assert old.object.datatype == new.object.datatype
            assert old.object.language == new.object.language


def test_a_concept_is_replaced_by_a_concept_and_a_body_by_a_body(data: ox.Store) -> None:
    kind = ox.NamedNode(f"{PREFIXES['rdf']}type")
    mutations = _mutations(data, 3, f"{POL}hasTheme", f"{POL}responsibleBody", size=20)
    replaced = [m for m in mutations if m.added is not None]
    assert len(replaced) == 40
    for mutation in replaced:
        old, new = (
            {q.object for q in data.quads_for_pattern(quad.object, kind, None, None)}
            for quad in (mutation.removed, mutation.added)
        )
        assert old & new


def test_the_same_seed_spoils_the_same_triples(data: ox.Store) -> None:
    assert list(Mutator(data, 5).sample(2)) == list(Mutator(data, 5).sample(2))
    assert list(Mutator(data, 5).sample(2)) != list(Mutator(data, 6).sample(2))


def test_of_a_predicate_with_many_triples_a_share_is_spoilt(data: ox.Store) -> None:
    mutations = list(Mutator(data, 1).sample(2, 0.01))
    total = Counter(quad.predicate.value for quad in spoilable(data))
    tried = Counter(m.predicate for m in mutations if m.kind == "deletion")
    assert tried == {predicate: min(n, max(2, -(-n // 100))) for predicate, n in total.items()}
    assert max(tried.values()) > 10


# ---- what counts ------------------------------------------------------------------------------


def _judge(store: OxigraphStore, rules: Rules, mutation: Mutation) -> Outcome:
    (outcome,) = SelfTest(store, rules.shapes).run([mutation])
    return outcome


def test_a_missing_body_is_caught_by_the_shape_that_asks_for_it(
    graph: OxigraphStore, data: ox.Store, rules: Rules
) -> None:
    before = set(data)
    (quad,) = data.quads_for_pattern(
        ox.NamedNode(f"{BASE}measure/sti-strategy-2017/5-2-C-1-1"),
        ox.NamedNode(f"{POL}commitment"), None, None,
    )  # fmt: skip
    outcome = _judge(graph, rules, Mutation(quad))
    assert f"{BASE}shapes#Measure-commitment" in {r.source for r in outcome.caught_by}
    assert set(data) == before  # the graph is as it was


def test_a_reason_in_other_words_is_not_caught(
    graph: OxigraphStore, data: ox.Store, rules: Rules
) -> None:
    (mutation,) = _mutations(data, 1, f"{POL}reason", size=1)[1:]
    assert mutation.added is not None
    assert _judge(graph, rules, mutation).caught_by == ()


def test_a_checksum_does_not_count(graph: OxigraphStore, data: ox.Store, rules: Rules) -> None:
    """The hash of the text no longer fits, which a shape says; the self-test does not count it."""
    text = f"{BASE}doc/sti-strategy-2017/5/text"
    removed = _quad(data, text, f"{PREFIXES['schema']}sha256")
    added = ox.Quad(removed.subject, removed.predicate, ox.Literal("0" * 64), removed.graph_name)
    assert _judge(graph, rules, Mutation(removed, added)).caught_by == ()
    data.remove(removed)
    data.add(added)
    said = {result.source for result in FastEngine(rules.shapes).validate(graph)}
    assert f"{BASE}shapes#Context-digest" in said


def test_a_result_about_something_else_does_not_count(turtle: Turtle) -> None:
    """The shape speaks of the item, two links away from the triple that was spoilt."""
    store = OxigraphStore()
    store.engine.load(
        f"""
        <{BASE}i> a <{POL}Measure> .
        <{BASE}b> <{POL}occurrenceOf> <{BASE}i> ; <{POL}text> "支援する。" .
        """.encode(),
        format=ox.RdfFormat.TURTLE,
        to_graph=ox.NamedNode(f"{BASE}graph/x/stated"),
    )
    shapes = turtle(
        """
        shapes:Own a sh:NodeShape ; sh:targetClass pol:Measure ; sh:property shapes:Own-text .
        shapes:Own-text a sh:PropertyShape ;
            sh:path ( [ sh:inversePath pol:occurrenceOf ] pol:text ) ; sh:minCount 1 .
        """
    )
    own = Rules.load(shapes.parent, Profile(shipped=False))
    deletions = {
        m.predicate.removeprefix(POL): m
        for m in Mutator(store.engine, 1).sample(None)
        if m.kind == "deletion"
    }
    assert _judge(store, own, deletions["text"]).caught_by == ()
    (result,) = _judge(store, own, deletions["occurrenceOf"]).caught_by
    assert result.focus == f"{BASE}i"


def test_the_shapes_catch_what_they_are_to_catch(
    graph: OxigraphStore, data: ox.Store, rules: Rules
) -> None:
    """Some triples of the shipped chapter, each as likely as any other; docs/validation.md has all."""
    every = list(Mutator(data, 11).sample(None))
    some = Random(11).sample(every, 20)
    missed = [o.mutation for o in SelfTest(graph, rules.shapes).run(some) if not o.caught_by]
    # A part of an actor may be left unsaid: whether the words tell it only patterns say.
    free = [
        m
        for m in missed
        if (m.kind == "replacement" and short_name(m.predicate) in FREE_FACTS)
        or (m.kind == "deletion" and short_name(m.predicate) == "pol:role")
    ]
    assert [m for m in missed if m not in free] == []
    assert len(free) < 4


# ---- counting ---------------------------------------------------------------------------------

_A, _B = (f"{POL}{name}" for name in ("text", "reason"))


def _outcomes(predicate: str, caught: int, missed: int) -> list[Outcome]:
    quad = ox.Quad(
        ox.NamedNode(f"{BASE}s"), ox.NamedNode(predicate), ox.Literal("x"),
        ox.NamedNode(f"{BASE}graph/x/stated"),
    )  # fmt: skip
    result = ValidationResult(IRI(f"{BASE}s"), None, None, Severity.VIOLATION, "s")
    spoilt = Mutation(quad, ox.Quad(*quad.triple, quad.graph_name))
    hit, miss = Outcome(spoilt, (result,)), Outcome(spoilt, ())
    return [hit] * caught + [miss] * missed


def _quads(predicate: str, count: int) -> list[ox.Quad]:
    return [
        ox.Quad(ox.NamedNode(f"{BASE}s{i}"), ox.NamedNode(predicate), ox.Literal("x"))
        for i in range(count)
    ]


def test_a_predicate_weighs_as_many_as_its_triples() -> None:
    tallies = tally(
        [*_outcomes(_A, 4, 0), *_outcomes(_B, 1, 3)], [*_quads(_A, 90), *_quads(_B, 10)]
    )
    assert overall(tallies, "replacement") == pytest.approx(0.9 + 0.25 * 0.1)
    assert not reaches_aims(tallies)
    assert reaches_aims(tally(_outcomes(_A, 20, 1), _quads(_A, 90)))


def test_what_is_missed_is_told_with_its_reason() -> None:
    written = self_test_text(tally(_outcomes(_B, 0, 1), _quads(_B, 2)), 1)
    (row,) = (line for line in written.splitlines() if line.startswith("pol:reason"))
    assert row.split() == ["pol:reason", "2", "-", "0/1", "0.0%"]
    assert "[a reason is free text]" in written


def test_the_table_of_the_docs_counts_what_was_tried_and_weighs_by_triples() -> None:
    table = self_test_table(tally([*_outcomes(_A, 4, 0)], [*_quads(_A, 90), *_quads(_B, 10)]))
    assert table.splitlines() == [
        "| predicate | triples | deletions caught | replacements caught |",
        "|---|---:|---:|---:|",
        "| `pol:reason` | 10 | 0 of 0 | 0 of 0 |",
        "| `pol:text` | 90 | 0 of 0 | 4 of 4 |",
        "| all, weighed by their triples | 100 | 100.00% | 100.00% |",
    ]


def test_the_cost_is_said_before_and_shares_below_the_aims_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "graph.trig"
    file.write_text(
        f"""
        <{BASE}graph/x/stated> {{
          <{BASE}doc/d> a <{POL}StrategyDocument> ; <http://purl.org/dc/terms/rights> "所有"@ja .
        }}
        """,
        encoding="utf-8",
    )
    assert run([str(file), "--sample", "0"]) == 1
    captured = capsys.readouterr()
    assert "dcterms:rights" in captured.out
    assert "(aim: 95%)" in captured.out
    assert captured.err.startswith("4 mutations, the graph validated after each: about ")


def test_an_endpoint_is_not_spoilt(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["self_test", "http://127.0.0.1:9/sparql"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "give a file or a build, not an endpoint" in capsys.readouterr().err
