"""Two graphs compared as streams, and what counts as the same content."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.core.namespaces import IRI, XSD
from policygraph.core.terms import Literal, Quad, Triple, encode_triple, integer, text
from policygraph.store.compare import (
    ChangedQuad,
    ChangedSubject,
    by_value,
    changed_quads,
    changed_subjects,
    content_hash,
    joined,
)
from policygraph.store.sorted_graph import SortedGraph

_P = IRI("urn:p")


def _quad(subject: str, value: str, graph: str = "urn:g") -> Quad:
    return IRI(subject), _P, text(value), IRI(graph)


@given(st.lists(st.integers(0, 20), unique=True), st.lists(st.integers(0, 20), unique=True))
def test_series_are_joined_as_sets_are(one: list[int], other: list[int]) -> None:
    pairs = list(joined(sorted(one), sorted(other)))
    old, new = set(one), set(other)
    assert {left for left, right in pairs if right is None} == old - new
    assert {right for left, right in pairs if left is None} == new - old
    assert [left for left, right in pairs if left == right] == sorted(old & new)
    keys = [right if left is None else left for left, right in pairs]
    assert keys == sorted(old | new)


_QUADS = st.lists(
    st.builds(_quad, st.sampled_from("abc").map("urn:{}".format), st.sampled_from("xyz"),
              st.sampled_from(["urn:g", "urn:h"])),
    max_size=12,
)  # fmt: skip


@given(_QUADS, _QUADS)
def test_the_quads_of_just_one_graph_are_found_in_order(old: list[Quad], new: list[Quad]) -> None:
    with SortedGraph(old, run=3) as before, SortedGraph(new, run=3) as after:
        changes = list(changed_quads(before, after))
    assert {c.quad for c in changes if c.is_new} == set(new) - set(old)
    assert {c.quad for c in changes if not c.is_new} == set(old) - set(new)
    assert [c.quad for c in changes] == sorted(
        (c.quad for c in changes), key=lambda q: (q[3], *q[:3])
    )


@given(_QUADS, _QUADS)
def test_a_subject_counts_as_changed_where_its_triples_are_others(
    old: list[Quad], new: list[Quad]
) -> None:
    def said(quads: list[Quad], subject: IRI) -> list[Triple]:
        return sorted({quad[:3] for quad in quads if quad[0] == subject})

    with SortedGraph(old) as before, SortedGraph(new) as after:
        changes = list(changed_subjects(before, after))
    subjects = sorted({quad[0] for quad in (*old, *new)})
    assert changes == [
        ChangedSubject(subject, said(old, subject), said(new, subject))
        for subject in subjects
        if said(old, subject) != said(new, subject)
    ]


def test_a_triple_that_moves_to_another_graph_changes_quads_and_no_subject() -> None:
    one, other = _quad("urn:a", "x", "urn:g"), _quad("urn:a", "x", "urn:h")
    with SortedGraph([one]) as before, SortedGraph([other]) as after:
        assert list(changed_quads(before, after)) == [
            ChangedQuad(one, is_new=False), ChangedQuad(other, is_new=True)
        ]  # fmt: skip
        assert list(changed_subjects(before, after)) == []


def test_the_content_hash_knows_neither_order_nor_repetition() -> None:
    triples = [_quad(f"urn:{n}", "x")[:3] for n in range(9)]
    shuffled = random.Random(1).sample(triples, 9)
    assert content_hash(triples) == content_hash([*shuffled, *triples])


def test_the_content_hash_knows_every_triple() -> None:
    one, two = _quad("urn:1", "x")[:3], _quad("urn:2", "x")[:3]
    assert len({content_hash(triples) for triples in ([], [one], [two], [one, two])}) == 4


@pytest.mark.parametrize(
    ("datatype", "written", "kept"),
    [
        ("nonNegativeInteger", "07", "7"),
        ("int", "-0", "0"),
        ("integer", "+12", "12"),
        ("negativeInteger", "-12", "-12"),
        ("decimal", "7", None),
        ("int", "x", None),
        ("int", "-+7", None),
        ("int", "", None),
        ("int", "７", None),  # a digit, and no numeral of XML Schema
        ("string", "07", None),
    ],
)
def test_integers_alone_are_made_alike(datatype: str, written: str, kept: str | None) -> None:
    literal = Literal(written, IRI(XSD.iri + datatype))
    expected = literal if kept is None else Literal(kept, XSD.integer)
    assert by_value((IRI("urn:a"), _P, literal)) == (IRI("urn:a"), _P, expected)


@given(st.integers(-(2**63), 2**63 - 1), st.sampled_from(["", "0", "00"]))
def test_an_integer_is_made_alike_as_an_embedded_store_does(number: int, zeros: str) -> None:
    word = f"{'-' if number < 0 else ''}{zeros}{abs(number)}"
    triple: Triple = (IRI("urn:a"), _P, Literal(word, IRI(XSD.iri + "long")))
    store = ox.Store()
    store.load(encode_triple(triple).encode(), format=ox.RdfFormat.N_TRIPLES)
    kept = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert encode_triple(by_value(triple)) == (kept or b"").decode()
    assert by_value(triple)[2] == integer(number)
