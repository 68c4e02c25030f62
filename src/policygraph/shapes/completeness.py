"""How many have what they should have: the table at the end of the report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import Value
from policygraph.shapes.engines.constraints import Focus
from policygraph.shapes.report import Completeness
from policygraph.shapes.result import ValidationResult
from policygraph.shapes.shapes import ShapesGraph, key, sh
from policygraph.store.triples import Node

_GROUP = ox.NamedNode(PREFIXES["shapes"] + "completeness")


def count_completeness(focus: Focus, results: Iterable[ValidationResult]) -> Iterator[Completeness]:
    """Count, for each property shape in the group ``shapes:completeness``, who has the property.

    A node lacks it where the shape has a result for it, so the table and the report never differ.

    Args:
        focus: of shapes, with ``sh:group shapes:completeness`` on those that count, in a graph.
        results: of the graph's validation.
    """
    shapes = focus.shapes
    lacking: dict[str, set[Value]] = defaultdict(set)
    for result in results:
        lacking[result.source].add(result.focus)
    for shape in _in_file_order(shapes):
        if shapes.is_true(shape, "deactivated"):
            continue
        for owner in shapes.subjects(sh("property"), shape):
            nodes = focus.of(owner)
            if nodes:
                yield Completeness(
                    class_iri=_class(shapes, owner),
                    shape=shapes.described[key(shape)].id,
                    names=shapes.words(shape, "name"),
                    have=len(nodes - lacking[key(shape)]),
                    total=len(nodes),
                )


def _in_file_order(shapes: ShapesGraph) -> list[Node]:
    """The shapes of the group, those of one class together."""
    members = shapes.subjects(sh("group"), _GROUP)
    return sorted(members, key=lambda node: (str(shapes.files.get(key(node))), key(node)))


def _class(shapes: ShapesGraph, owner: Node) -> str:
    found = shapes.nodes(owner, sh("targetClass")) or [owner]
    return key(found[0])
