"""Focus nodes (SHACL, section 2.1.3): what shapes are about in some data, and how much of it is complete."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from policygraph.core.namespaces import IRI, RDFS
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import Value
from policygraph.shapes.report import Completeness
from policygraph.shapes.result import ValidationResult
from policygraph.shapes.shapes_graph import SHAPES, TARGETS, ShapesGraph, local_name, sh
from policygraph.store import Boolean, Solutions, Store

_COMPLETENESS = IRI(SHAPES + "completeness")
# What a target leads to.
_PATTERNS = {
    "targetClass": f"?node a/<{RDFS.subClassOf}>* <{{}}> .",
    "targetSubjectsOf": "?node <{}> ?value .",
    "targetObjectsOf": "?subject <{}> ?node .",
}
# A term of these namespaces matches graphs of any kind: it does not make a graph one of ours.
_ANYBODYS = tuple(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "skos", "dcterms", "prov"))


class FocusNodes:
    """The focus nodes of shapes in some data.

    Args:
        shapes: the shapes graph.
        data: a store that answers at once.
    """

    def __init__(self, shapes: ShapesGraph, data: Store) -> None:
        self.shapes = shapes
        self._data = data
        self._found: dict[tuple[str, Value], frozenset[Value]] = {}

    def of(self, shape: Value) -> frozenset[Value]:
        """The focus nodes of a shape."""
        nodes = [self._nodes(kind, target) for kind, target in self.shapes.targets(shape)]
        return frozenset().union(*nodes)

    def any_of(self, shape: Value) -> bool:
        """Whether a shape has any focus node."""
        return any(self._has(kind, target) for kind, target in self.shapes.targets(shape))

    def idle(self) -> list[str]:
        """The ids of targeted shapes that have no focus node."""
        return [local_name(str(node)) for node in self.shapes.targeted() if not self.any_of(node)]

    def are_any(self) -> bool:
        """Whether some target that is not a term of anybody's has a focus node."""
        own = False
        for kind in TARGETS:
            for _, _, target in self.shapes.store.match(None, sh(kind)):
                if isinstance(target, IRI) and not target.startswith(_ANYBODYS):
                    own = True
                    if self._has(kind, target):
                        return True
        return not own and any(self.any_of(node) for node in self.shapes.targeted())

    def _nodes(self, kind: str, target: Value) -> frozenset[Value]:
        """What a target leads to."""
        if (kind, target) not in self._found:
            nodes = frozenset((target,)) if kind == "targetNode" else self._select(kind, target)
            self._found[kind, target] = nodes
        return self._found[kind, target]

    def _select(self, kind: str, target: Value) -> frozenset[Value]:
        if not isinstance(target, IRI):
            return frozenset()
        answer = self._data.query(
            f"SELECT DISTINCT ?node WHERE {{ {_PATTERNS[kind].format(target)} }}"
        )
        rows = answer.rows if isinstance(answer, Solutions) else []
        return frozenset(node for (node,) in rows if node is not None)

    def _has(self, kind: str, target: Value) -> bool:
        """Whether a target leads to any node; one is looked for, not all."""
        if kind == "targetNode" or not isinstance(target, IRI):
            return kind == "targetNode"
        return self._data.query(f"ASK {{ {_PATTERNS[kind].format(target)} }}") == Boolean(True)


def count_completeness(
    focus: FocusNodes, results: Iterable[ValidationResult]
) -> Iterator[Completeness]:
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
    members = shapes.subjects(sh("group"), _COMPLETENESS)
    # In the order of the files, those of one class together.
    for shape in sorted(members, key=lambda node: (str(shapes.files.get(str(node))), str(node))):
        if shapes.is_true(shape, "deactivated"):
            continue
        for owner in shapes.subjects(sh("property"), shape):
            nodes = focus.of(owner)
            if nodes:
                yield Completeness(
                    class_iri=str((shapes.nodes(owner, sh("targetClass")) or [owner])[0]),
                    shape=local_name(str(shape)),
                    names=shapes.texts(shape, "name"),
                    have=len(nodes - lacking[str(shape)]),
                    total=len(nodes),
                )
