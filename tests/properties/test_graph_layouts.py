"""The graph, too, is independent of layout: only raw lines and the raw hash may differ."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from properties.relayout import Layout, paragraphs, relayout

from policygraph.api import build
from policygraph.core.namespaces import BASE, IRI, POL, SCHEMA
from policygraph.core.terms import Triple
from policygraph.document import Document

_MAY_DIFFER = (POL.firstLine, POL.lastLine, SCHEMA.sha256)
_LAYERS = ("stated", "inferred")


def _graph(raw: str) -> set[Triple]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "5.txt"
        path.write_bytes(raw.encode())
        built = build(path, key="sti-strategy-2017")
    return {
        triple
        for layer in _LAYERS
        for triple in built.dataset.graphs[IRI(f"{BASE}graph/sti-strategy-2017/{layer}")]
        if triple[1] not in _MAY_DIFFER
    }


@pytest.fixture(scope="module")
def as_set(chapter: Document) -> set[Triple]:
    return _graph(relayout(paragraphs(chapter), Layout()))


same_widths = st.builds(
    Layout,
    width=st.one_of(st.just(0), st.integers(10, 80), st.tuples(st.integers(4, 20), st.integers(21, 60))),
    blank_lines=st.integers(0, 1),
    newline=st.sampled_from(["\n", "\r\n"]),
    byte_order_mark=st.booleans(),
    page_number=st.sampled_from(["", "- {} -"]),
    indent=st.sampled_from(["", "　"]),
    tag_place=st.sampled_from(["same line", "own line", "broken"]),
    seed=st.integers(0, 2**16),
)  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(same_widths)
def test_the_same_widths_give_the_same_triples(
    chapter: Document, as_set: set[Triple], layout: Layout
) -> None:
    assert _graph(relayout(paragraphs(chapter), layout)) == as_set


def test_other_widths_give_the_same_links(chapter: Document, as_set: set[Triple]) -> None:
    def links(triples: set[Triple]) -> set[Triple]:
        return {t for t in triples if "#" not in t[0] and isinstance(t[2], IRI)}

    layout = Layout(width=33, half_width_digits=True, half_width_markers=True)
    assert links(_graph(relayout(paragraphs(chapter), layout))) == links(as_set)
