"""The order in which a person reads a graph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.core.namespaces import BASE, IRI, NIF, POL, RDF, RDFS, SKOS
from policygraph.core.reading_order import (
    by_number,
    predicate_key,
    predicate_of,
    subject_key,
    subject_of,
)

_STEPS = st.sampled_from(
    ["doc", "measure", "graph", "x-2017", "5", "12", "007", "intro", "I", "IV", "ii", "xx", "C", "a",
     "s10", "introI", "主体", "%20", "1234567890123", "MCMX", "IIII", ""]
)  # fmt: skip


@pytest.mark.parametrize(
    "steps",
    [
        ["dataset", "doc/d", "measure/d/1-1", "agent/a", "org/mext", "assertion/d/x"],
        [
            "doc/d/2",
            "doc/d/2/intro",
            "doc/d/2/intro/s1",
            "doc/d/2/1",
            "doc/d/2/1/A",
            "doc/d/2/text",
        ],
        ["doc/d/5/1/C/2/1", "doc/d/5/1/C/2/1#4-7", "doc/d/5/1/C/2/1#12-16", "doc/d/5/1/C/2/1/a"],
        ["doc/d/5/1/B/s2", "doc/d/5/1/B/s10", "doc/d/5/1/C"],
        ["doc/d/2/1/I", "doc/d/2/1/IV", "doc/d/2/1/V", "doc/d/2/1/IX", "doc/d/2/1/X"],
        ["doc/d/2/1/I/ii", "doc/d/2/1/I/ii/A", "doc/d/2/1/I/ix", "doc/d/2/1/II"],
        ["doc/d/2/1/C/1/1/h", "doc/d/2/1/C/1/1/i", "doc/d/2/1/C/1/1/j", "doc/d/2/1/C/1/1/v"],
        ["measure/d/5-1-C-2-1", "measure/d/5-1-C-10-1", "measure/d/10-1-C-1-1"],
        ["concept/part-type/", "concept/part-type/group", "concept/part-type/introduction"],
    ],
    ids=[
        "kinds",
        "introduction",
        "phrases",
        "sentences",
        "roman",
        "small-roman",
        "letters",
        "items",
        "scheme",
    ],
)
def test_subjects_come_as_they_are_read(steps: list[str]) -> None:
    for end in ("", "\t"):  # behind a subject in a sorted line
        assert sorted(steps, key=lambda step: subject_key(f"{BASE}{step}") + end) == steps


@given(st.lists(_STEPS, max_size=8), st.sampled_from(["", "#4-17", "#a"]))
def test_a_subject_is_read_back_from_its_key(steps: list[str], fragment: str) -> None:
    iri = IRI(f"{BASE}{'/'.join(steps)}{fragment}")
    assert subject_of(subject_key(iri)) == iri


def test_of_a_subject_the_class_comes_first_and_the_evidence_last() -> None:
    said = [
        RDF.type,
        SKOS.prefLabel,
        RDFS.label,
        POL.text,
        NIF.beginIndex,
        POL.hasTheme,
        POL.evidence,
    ]
    assert sorted(said, key=predicate_key) == said
    for predicate in (*said, IRI("urn:x")):
        assert predicate_of(predicate_key(predicate)) == predicate


def test_codes_are_sorted_by_their_numbers() -> None:
    codes = ["TH10", "TH9", "TH100", "TH91", "A2B10", "A2B9", "TH"]
    assert sorted(codes, key=by_number) == ["A2B9", "A2B10", "TH", "TH9", "TH10", "TH91", "TH100"]
