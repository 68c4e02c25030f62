"""How the work of validators grows with a graph, counted in steps and not in seconds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery
from shape_fixtures import shipped

from policygraph.core.namespaces import IRI
from policygraph.core.terms import encode_term
from policygraph.shapes.fast import SetConstraint, set_constraints
from policygraph.shapes.focus import FocusNodes
from policygraph.shapes.nested_classes import looked_up_classes
from policygraph.shapes.shapes_graph import local_name, sh
from policygraph.store import OxigraphStore, triples_file

_NODES = 3  # focus nodes a constraint
_COPIES = 3  # of the section, in the larger graph
_SLACK = 200  # triples
_KEY = "sti-strategy-2017"


class _Counting(rdflib.Graph):
    """A graph that counts the triples that it hands out."""

    handed = 0

    def triples(self, pattern: Any) -> Iterator[Any]:
        for triple in super().triples(pattern):
            self.handed += 1
            yield triple


def _read(text: str, copies: int) -> _Counting:
    graph = _Counting()
    for number in range(copies):
        key = _KEY if number == 0 else f"copy-{number}-of-strategy"
        graph.parse(data=text.replace(_KEY, key), format="nt")
    return graph


@pytest.fixture(scope="module")
def graphs(section: OxigraphStore) -> tuple[_Counting, _Counting]:
    """A section, and a graph with several of the same beside each other."""
    with triples_file(section) as path:
        text = path.read_text(encoding="utf-8")
    return _read(text, 1), _read(text, _COPIES)


def _constraints() -> list[SetConstraint]:
    return set_constraints(shipped())


@pytest.mark.parametrize("constraint", _constraints(), ids=lambda c: local_name(c.shape))
def test_a_constraint_looks_at_no_more_of_a_larger_graph(
    constraint: SetConstraint, section: OxigraphStore, graphs: tuple[_Counting, _Counting]
) -> None:
    """A validator asks a constraint anew for each focus node: what it looks at there stands around that node."""
    nodes = sorted(
        (n for n in FocusNodes(shipped(), section).of(constraint.shape) if isinstance(n, IRI)),
        key=encode_term,
    )
    asked = list(islice(nodes, 0, None, max(1, len(nodes) // _NODES)))[:_NODES]
    prepared = prepareQuery(constraint.query)
    counts = []
    for graph in graphs:
        graph.handed = 0
        for node in asked:
            list(graph.query(prepared, initBindings={"this": rdflib.URIRef(node)}))
        counts.append(graph.handed)
    # A work or a body of the vocabulary is named in every copy.
    growth = 1.5 if all(_KEY in node for node in asked) else _COPIES
    assert counts[1] <= growth * counts[0] + _SLACK


def test_every_sparql_constraint_is_asked_once_for_all_nodes() -> None:
    asked = {constraint.triple for constraint in _constraints()}
    assert asked == set(shipped().store.match(None, sh("sparql")))


def test_the_compiled_validator_gathers_no_class_for_a_nested_shape() -> None:
    """It would do so for every node: see `policygraph.shapes.nested_classes`."""
    shapes = shipped()
    taken, added = looked_up_classes(shapes)
    reporting = set(shapes.targeted())
    reporting |= {v for shape in reporting for v in shapes.values(shape, sh("property"))}
    left = [s for s in shapes.store.match(None, sh("class")) if s not in taken]
    assert taken
    assert {shape for shape, _, _ in left} <= reporting
    assert {value for _, p, value in added if p == sh("hasValue")} == {v for _, _, v in taken}
