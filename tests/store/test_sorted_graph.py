from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.core.namespaces import IRI, RDF, XSD
from policygraph.core.terms import Literal, Quad, Term, text
from policygraph.graph import Dataset
from policygraph.store.sorted_graph import (
    SortedLines,
    quad_record,
    read_quad_record,
    read_triple_record,
    triple_record,
)

_IRIS = st.text("abz09/#-日", min_size=1, max_size=6).map(lambda s: IRI(f"http://x/{s}"))
_LITERALS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8).map(text),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8).map(
        lambda words: Literal(words, RDF.langString, "ja")
    ),
    st.integers().map(lambda number: Literal(str(number), XSD.integer)),
)
_TERMS: st.SearchStrategy[Term] = st.one_of(_IRIS, _LITERALS)
_QUADS: st.SearchStrategy[Quad] = st.tuples(_IRIS, _IRIS, _TERMS, _IRIS)


@given(_QUADS)
def test_a_quad_comes_back_from_its_line_whatever_its_words_hold(quad: Quad) -> None:
    line = quad_record(quad)
    assert line.count("\n") == 1
    assert read_quad_record(line) == quad
    assert read_triple_record(triple_record(quad[:3])) == quad[:3]


@given(st.lists(_QUADS, max_size=30))
def test_lines_sort_as_a_build_sorts_its_quads(quads: list[Quad]) -> None:
    dataset = Dataset()
    for *triple, graph in quads:
        dataset.add(graph, [(triple[0], triple[1], triple[2])])
    assert [read_quad_record(line) for line in sorted(set(map(quad_record, quads)))] == list(
        dataset.quads()
    )


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_more_lines_than_fit_into_memory_come_out_sorted_and_once(
    tmp_path: Path, size: int
) -> None:
    numbers = [(7919 * n) % 401 for n in range(900)]
    lines = SortedLines((f"{n:04}\n" for n in numbers), tmp_path, "t", run=size)
    expected = [f"{n:04}\n" for n in sorted(set(numbers))]
    assert list(lines) == expected
    assert list(lines) == expected  # they can be read again


def test_lines_that_come_sorted_are_one_run_on_disk(tmp_path: Path) -> None:
    lines = SortedLines((f"{n:04}\n" for n in range(500)), tmp_path, "t", run=10)
    assert len(list(lines)) == 500
    assert len(list(tmp_path.iterdir())) == 1


def test_nothing_sorts_to_nothing(tmp_path: Path) -> None:
    assert list(SortedLines([], tmp_path, "t")) == []
