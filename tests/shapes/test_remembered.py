"""Validating again with what was remembered says what validating anew says, and asks less."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from shape_fixtures import FOLDER

from policygraph.core.namespaces import IRI, POL, RDF, SKOS
from policygraph.core.terms import Quad, read_turtle, text
from policygraph.shapes import Rules, validate
from policygraph.shapes.remembered import WHOLE, Remembered, seen_by
from policygraph.store import OxigraphStore, memory_store

_GRAPHS = tuple(
    IRI(f"https://w3id.org/policygraph/graph/{name}")
    for name in ("x/stated", "x/curated", "vocabulary")
)
_PROLOGUE = "PREFIX pol: <urn:p#>\nPREFIX rdfs: <urn:r#>\n"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


@cache
def _rules() -> Rules:
    return Rules.load()


@cache
def _pool() -> tuple[tuple[Quad, ...], ...]:
    """What the fixtures of the shapes say, each in a graph."""
    chance = random.Random(0)
    files = sorted(FOLDER.glob("*/*valid.ttl"))
    return tuple(
        tuple((*triple, chance.choice(_GRAPHS)) for triple in read_turtle(path)) for path in files
    )


def _store(quads: set[Quad]) -> OxigraphStore:
    store = memory_store(sorted(quads, key=str))
    assert isinstance(store, OxigraphStore)
    return store


@pytest.mark.parametrize("seed", range(3), ids=lambda seed: f"seed {seed}")
def test_after_any_change_the_report_is_that_of_a_validation_anew(
    seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    quads = {quad for said in chance.sample(_pool(), 40) for quad in said}
    for _ in range(5):
        anew = validate(_store(quads), _rules())
        again = validate(_store(quads), _rules(), kept=tmp_path)
        assert again.write("json", "en") == anew.write("json", "en")
        assert again.findings == anew.findings
        changed = chance.choice(("fixture", "triples", "graph"))
        if changed == "fixture":
            quads ^= set(chance.choice(_pool()))
        for quad in chance.sample(sorted(quads, key=str), chance.randint(1, 4)):
            if changed != "fixture":
                quads.discard(quad)
            if changed == "graph":
                quads.add((*quad[:3], chance.choice(_GRAPHS)))


def _asked(quads: set[Quad], folder: Path) -> int:
    """How many rules are asked of a graph."""
    counts: list[int] = []

    class Counting(Remembered):
        def keep(self) -> None:
            counts.append(self.asked)
            super().keep()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("policygraph.shapes.run.Remembered", Counting)
        validate(_store(quads), _rules(), kept=folder)
    return counts[0]


def test_only_rules_are_asked_again_that_see_what_changed(tmp_path: Path) -> None:
    quads = {quad for said in _pool()[::4] for quad in said}
    everything = _asked(quads, tmp_path)
    assert _asked(quads, tmp_path) == 0
    item = next(s for s, p, o, _ in sorted(quads, key=str) if p == RDF.type and o == POL.Measure)
    after = quads | {(item, SKOS.altLabel, text("別の名", "ja"), _GRAPHS[1])}
    assert 0 < _asked(after, tmp_path) < everything / 2


@pytest.mark.parametrize("damage", [b"", b"somebody else's", None], ids=["empty", "foreign", "cut"])
def test_what_was_remembered_and_is_damaged_is_asked_anew(
    damage: bytes | None, tmp_path: Path
) -> None:
    quads = {quad for said in _pool()[::8] for quad in said}
    everything = _asked(quads, tmp_path)
    file = tmp_path / "validation"
    file.write_bytes(file.read_bytes()[:-1] if damage is None else damage)
    assert _asked(quads, tmp_path) == everything


@pytest.mark.parametrize(
    ("pattern", "seen"),
    [
        ("$this pol:a ?x", ("<urn:p#a>",)),
        ("$this a pol:C ; pol:b ?x", (f"{_TYPE} <urn:p#C>", "<urn:p#C>", "<urn:p#b>")),
        ("$this a ?kind . ?kind rdfs:sub* pol:C", (_TYPE, "<urn:p#C>", "<urn:r#sub>")),
        ("$this a/rdfs:sub pol:C", (_TYPE, "<urn:p#C>", "<urn:r#sub>")),
        ("$this pol:a ?x FILTER NOT EXISTS { ?x pol:b ?y }", ("<urn:p#a>", "<urn:p#b>")),
        ("$this pol:a ?x FILTER (?x != ?this && !bound(?y))", ("<urn:p#a>",)),
        ("$this ?p ?x", WHOLE),
        ("$this pol:a ?x ; ?p ?y", WHOLE),
        ("$this pol:a ?x . OPTIONAL { ?x ?p ?y }", WHOLE),
        ("$this !pol:a ?x", WHOLE),
        ("$this pol:a [ ?p ?y ]", WHOLE),
        ("GRAPH ?g { $this pol:a ?x }", WHOLE),
        ("$this other:a ?x", WHOLE),
        ("{ SELECT ?this ?x WHERE { ?this pol:a ?x } }", WHOLE),
    ],
    ids=[
        "a property", "a path", "classes by a variable", "a path of classes", "what is not there",
        "an expression", "a variable property", "a variable behind a semicolon", "a variable within",
        "a negated property", "a blank node", "graphs", "an unknown prefix", "a query within",
    ],
)  # fmt: skip
def test_a_query_sees_the_properties_and_classes_that_it_names(
    pattern: str, seen: tuple[str, ...]
) -> None:
    query = f"{_PROLOGUE}SELECT $this ?x ?y WHERE {{ {pattern} }} ORDER BY ?x ?y"
    assert seen_by(query) == (seen if seen == WHOLE else tuple(sorted(seen)))
