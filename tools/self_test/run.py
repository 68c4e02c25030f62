"""Run the self-test: every mutation is judged by the results that it adds.

A mutation is caught by a new result of severity Violation whose focus node or value is the subject
or the object of the mutated triple; a text that no longer has its hash does not count. The compiled validator checks the whole graph every time; a
SPARQL constraint is asked only about the nodes near the triple, which can miss a result but never
invent one, since a result counts as new only if the untouched graph as a whole does not have it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from policygraph.core.terms import Value
from policygraph.shapes.engines.constraints import SetConstraint
from policygraph.shapes.engines.fast import FastEngine
from policygraph.shapes.result import Severity, ValidationResult
from policygraph.shapes.shapes import SHAPES, TARGETS, TYPE, ShapesGraph, sh
from policygraph.store.oxigraph import to_value
from policygraph.store.triples import Data
from tools.self_test.mutations import Mutation

# A comparison with a checksum catches everything and says nothing of the shapes.
_CHECKSUMS = frozenset((f"{SHAPES}Context-digest",))
_NEAR = 150  # nodes around a triple that SPARQL constraints are asked about
_CROWD = 60  # a node with more incoming links is not walked backwards from
Key = tuple[Value, str | None, Value | None, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A mutation and the results that caught it; none if nothing did."""

    mutation: Mutation
    caught_by: tuple[ValidationResult, ...]


@dataclass(slots=True)
class Tally:
    """How many mutations of one kind and predicate were caught.

    Attributes:
        total: triples with this predicate in the stated and curated layers.
        missed: those not caught, for looking at.
    """

    total: int = 0
    tried: int = 0
    caught: int = 0
    missed: list[Mutation] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share caught; 1 where nothing was tried."""
        return self.caught / self.tried if self.tried else 1.0


def _key(result: ValidationResult) -> Key:
    return result.focus, result.path, result.value, result.source


class SelfTest:
    """Mutates a graph, triple by triple, and validates it every time.

    Args:
        data: the graph; it is left as it was.
        shapes: a shapes graph whose SPARQL constraints can all be asked at once.
    """

    def __init__(self, data: ox.Store, shapes: ShapesGraph) -> None:
        self._data = data
        self._engine = FastEngine(shapes)
        self._near = _Neighbourhood(data)
        self._targets = _Targets(shapes, self._engine.constraints)
        self._lines = _lines(data)
        self._known = {_key(result) for result in self._engine.validate(Data(data))}

    def run(
        self, mutations: Iterable[Mutation], progress: Callable[[str], None] = lambda _: None
    ) -> Iterator[Outcome]:
        """Judge mutations one by one.

        Args:
            mutations: of the graph.
            progress: told the predicate of each that has been judged.
        """
        for mutation in mutations:
            yield Outcome(mutation, tuple(self._judge(mutation)))
            progress(mutation.predicate)

    def _judge(self, mutation: Mutation) -> Iterator[ValidationResult]:
        wanted = {to_value(node) for node in mutation.nodes()}
        near = self._near.of(mutation)
        self._data.remove(mutation.removed)
        if mutation.added:
            self._data.add(mutation.added)
        try:
            found = [*self._core(mutation), *self._constraints(near)]
        finally:
            if mutation.added:
                self._data.remove(mutation.added)
            self._data.add(mutation.removed)
        for result in found:
            if (
                result.severity == Severity.VIOLATION
                and result.source not in _CHECKSUMS
                and (result.focus in wanted or result.value in wanted)
                and _key(result) not in self._known
            ):
                yield result

    def _core(self, mutation: Mutation) -> list[ValidationResult]:
        gone = _line(mutation.removed)
        lines = [line for line in self._lines if line != gone]
        if mutation.added:
            lines.append(_line(mutation.added))
        return self._engine.core("".join(lines))

    def _constraints(self, near: list[ox.NamedNode]) -> Iterator[ValidationResult]:
        marks = self._targets.marks(near, self._data)
        for constraint in self._engine.constraints:
            nodes = self._targets.among(constraint, marks)
            if nodes:
                yield from _about(constraint, nodes).ask(self._data, self._engine.shapes)


def _about(constraint: SetConstraint, nodes: list[ox.NamedNode]) -> SetConstraint:
    """The constraint, asked of some nodes only."""
    values = " ".join(str(node) for node in nodes)
    head, brace, rest = constraint.query.partition("{")
    query = f"{head}{brace} VALUES ?this {{ {values} }} {rest}"
    return SetConstraint(constraint.shape, constraint.triple, query)


def _line(quad: ox.Quad) -> str:
    return f"{quad.triple} .\n"


def _lines(data: ox.Store) -> list[str]:
    return [_line(quad) for quad in data]


class _Neighbourhood:
    """The nodes at most two links away from a triple."""

    def __init__(self, data: ox.Store) -> None:
        self._data = data

    def of(self, mutation: Mutation) -> list[ox.NamedNode]:
        """Subject and object first, all that leads to the subject, then what else is near them."""
        found: dict[ox.NamedNode, None] = {}
        ends = [
            node for node in sorted(mutation.nodes(), key=str) if isinstance(node, ox.NamedNode)
        ]
        found |= dict.fromkeys(ends)
        subject = mutation.removed.subject
        quads = self._data.quads_for_pattern(None, None, subject, None)
        found |= {quad.subject: None for quad in quads if isinstance(quad.subject, ox.NamedNode)}
        kept = len(found)
        for _ in range(2):
            for node in list(found):
                found |= dict.fromkeys(self._around(node))
        return list(found)[: max(_NEAR, kept)]

    def _around(self, node: ox.NamedNode) -> Iterator[ox.NamedNode]:
        for quad in self._data.quads_for_pattern(node, None, None, None):
            if isinstance(quad.object, ox.NamedNode) and quad.predicate != TYPE:
                yield quad.object
        incoming = list(_first(self._data.quads_for_pattern(None, None, node, None), _CROWD + 1))
        if len(incoming) <= _CROWD:
            for quad in incoming:
                if isinstance(quad.subject, ox.NamedNode):
                    yield quad.subject


def _first(quads: Iterable[ox.Quad], count: int) -> Iterator[ox.Quad]:
    for _, quad in zip(range(count), quads, strict=False):
        yield quad


Marks = set[tuple[str, object]]
_SUBCLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")


class _Targets:
    """Tells whether a node is a focus node of a shape without listing all that are.

    A node has marks (its classes, the predicates it is subject and object of), a shape targets
    some; they meet where the node is a focus node.
    """

    def __init__(self, shapes: ShapesGraph, constraints: list[SetConstraint]) -> None:
        self._of_shape: dict[object, Marks] = {
            constraint.shape: {
                (name, target)
                for name in TARGETS
                for target in shapes.values(constraint.shape, sh(name))
            }
            for constraint in constraints
        }
        self._wanted = {mark for marks in self._of_shape.values() for mark in marks}

    def marks(self, nodes: Iterable[ox.NamedNode], data: ox.Store) -> dict[ox.NamedNode, Marks]:
        """The marks of nodes."""
        return {node: self._marks(node, data) for node in nodes}

    def _marks(self, node: ox.NamedNode, data: ox.Store) -> Marks:
        marks: Marks = {("targetNode", node)}
        marks |= {("targetClass", class_) for class_ in _classes(data, node)}
        for quad in data.quads_for_pattern(node, None, None, None):
            marks.add(("targetSubjectsOf", quad.predicate))
        for name, predicate in self._wanted:
            if name == "targetObjectsOf" and _is_object(data, predicate, node):
                marks.add((name, predicate))
        return marks & self._wanted

    def among(
        self, constraint: SetConstraint, marks: dict[ox.NamedNode, Marks]
    ) -> list[ox.NamedNode]:
        """Those of the nodes that are focus nodes of the constraint's shape."""
        targets = self._of_shape[constraint.shape]
        return [node for node, own in marks.items() if not targets.isdisjoint(own)]


def _is_object(data: ox.Store, predicate: object, node: ox.NamedNode) -> bool:
    quads = data.quads_for_pattern(None, predicate, node, None)  # type: ignore[arg-type]
    return next(iter(quads), None) is not None


def _classes(data: ox.Store, node: ox.NamedNode) -> set[object]:
    reached: set[object] = set()
    waiting: list[object] = [q.object for q in data.quads_for_pattern(node, TYPE, None, None)]
    while waiting:
        class_ = waiting.pop()
        if class_ not in reached:
            reached.add(class_)
            quads = data.quads_for_pattern(class_, _SUBCLASS, None, None)  # type: ignore[arg-type]
            waiting += [q.object for q in quads]
    return reached


def tally(outcomes: Iterable[Outcome], quads: Iterable[ox.Quad]) -> dict[tuple[str, str], Tally]:
    """Count outcomes by kind of mutation and predicate."""
    tallies: dict[tuple[str, str], Tally] = {}
    for outcome in outcomes:
        own = tallies.setdefault((outcome.mutation.kind, outcome.mutation.predicate), Tally())
        own.tried += 1
        if outcome.caught_by:
            own.caught += 1
        else:
            own.missed.append(outcome.mutation)
    for quad in quads:
        for kind in ("deletion", "replacement"):
            own = tallies.setdefault((kind, quad.predicate.value), Tally())
            own.total += 1
    return tallies
