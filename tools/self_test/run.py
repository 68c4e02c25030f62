"""Run the self-test: every mutation is judged by the results that it adds.

A mutation is caught by a new result of severity Violation whose focus node or value is the subject
or the object of the mutated triple; a text that no longer has its hash does not count. The compiled
validator checks the whole graph every time; a SPARQL constraint is asked only about the nodes near the
triple, which can miss a result but never invent one, since a result counts as new only if the untouched
graph as a whole does not have it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import pyoxigraph as ox

from policygraph.core.namespaces import IRI, RDF, RDFS
from policygraph.core.terms import Value
from policygraph.shapes import Severity, ValidationResult
from policygraph.shapes.fast import FastEngine, SetConstraint
from policygraph.shapes.shapes_graph import SHAPES, ShapesGraph
from policygraph.store import OxigraphStore, Store
from policygraph.store.rdf import to_value
from tools.self_test.mutations import Mutation

# A comparison with a checksum catches everything and says nothing of the shapes.
_CHECKSUMS = frozenset((f"{SHAPES}Context-digest",))
_NEAR = 150  # nodes around a triple that SPARQL constraints are asked about
_CROWD = 60  # a node with more incoming links is not walked backwards from


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
    missed: list[Mutation] = field(default_factory=list)

    @property
    def caught(self) -> int:
        """How many were caught."""
        return self.tried - len(self.missed)

    @property
    def share(self) -> float:
        """The share caught; 1 where nothing was tried."""
        return self.caught / self.tried if self.tried else 1.0


class SelfTest:
    """Mutates a graph, triple by triple, and validates it every time.

    Args:
        store: the graph; it is left as it was.
        shapes: a shapes graph whose SPARQL constraints can all be asked at once.
    """

    def __init__(self, store: OxigraphStore, shapes: ShapesGraph) -> None:
        self._store, self._data = store, store.engine
        self._engine = FastEngine(shapes)
        self._targets = _Targets(shapes, self._engine.constraints)
        self._lines = [_line(quad) for quad in self._data]
        self._known = set(self._engine.validate(store))

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
        near = _near(self._store, mutation)
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
            about_it = result.focus in wanted or result.value in wanted
            if result.severity == Severity.VIOLATION and about_it and self._is_new(result):
                yield result

    def _is_new(self, result: ValidationResult) -> bool:
        return result.source not in _CHECKSUMS and result not in self._known

    def _core(self, mutation: Mutation) -> list[ValidationResult]:
        gone = _line(mutation.removed)
        lines = [line for line in self._lines if line != gone]
        if mutation.added:
            lines.append(_line(mutation.added))
        return self._engine.core("".join(lines))

    def _constraints(self, near: Iterable[IRI]) -> Iterator[ValidationResult]:
        marks = {node: self._targets.marks(node, self._store) for node in near}
        for constraint in self._engine.constraints:
            nodes = self._targets.among(constraint, marks)
            if nodes:
                yield from _about(constraint, nodes).ask(self._store, self._engine.shapes)


def _about(constraint: SetConstraint, nodes: Iterable[IRI]) -> SetConstraint:
    """The constraint, asked of some nodes only."""
    values = " ".join(f"<{node}>" for node in nodes)
    head, brace, rest = constraint.query.partition("{")
    query = f"{head}{brace} VALUES ?this {{ {values} }} {rest}"
    return SetConstraint(constraint.shape, constraint.triple, query)


def _line(quad: ox.Quad) -> str:
    return f"{quad.triple} .\n"


def _near(store: Store, mutation: Mutation) -> list[IRI]:
    """The nodes at most two links away: subject and object, what leads to the subject, then the rest."""
    ends = sorted(node for node in map(to_value, mutation.nodes()) if isinstance(node, IRI))
    found = dict.fromkeys(ends)
    leading = store.match(value=to_value(mutation.removed.subject))
    found |= dict.fromkeys(subject for subject, _, _ in leading if isinstance(subject, IRI))
    kept = len(found)
    for _ in range(2):
        for node in list(found):
            found |= dict.fromkeys(_around(store, node))
    return list(found)[: max(_NEAR, kept)]


def _around(store: Store, node: IRI) -> Iterator[IRI]:
    for _, predicate, value in store.match(node):
        if isinstance(value, IRI) and predicate != RDF.type:
            yield value
    incoming = list(islice(store.match(value=node), _CROWD + 1))
    if len(incoming) <= _CROWD:
        yield from (subject for subject, _, _ in incoming if isinstance(subject, IRI))


Marks = set[tuple[str, Value]]


class _Targets:
    """Tells whether a node is a focus node of a shape without listing all that are.

    A node has marks (its classes, the predicates it is subject and object of), a shape targets
    some; they meet where the node is a focus node.
    """

    def __init__(self, shapes: ShapesGraph, constraints: Iterable[SetConstraint]) -> None:
        self._of_shape = {c.shape: set(shapes.targets(c.shape)) for c in constraints}
        self._wanted = {mark for marks in self._of_shape.values() for mark in marks}

    def marks(self, node: IRI, store: Store) -> Marks:
        """The marks of a node that some shape targets."""
        marks: Marks = {("targetNode", node)}
        marks |= {("targetClass", class_) for class_ in _classes(store, node)}
        marks |= {("targetSubjectsOf", predicate) for _, predicate, _ in store.match(node)}
        for name, predicate in self._wanted:
            if name == "targetObjectsOf" and any(store.match(None, IRI(str(predicate)), node)):
                marks.add((name, predicate))
        return marks & self._wanted

    def among(self, constraint: SetConstraint, marks: dict[IRI, Marks]) -> list[IRI]:
        """Those of the nodes that are focus nodes of the constraint's shape."""
        targets = self._of_shape[constraint.shape]
        return [node for node, own in marks.items() if not targets.isdisjoint(own)]


def _classes(store: Store, node: IRI) -> set[Value]:
    reached: set[Value] = set()
    waiting = [class_ for _, _, class_ in store.match(node, RDF.type)]
    while waiting:
        class_ = waiting.pop()
        if class_ not in reached:
            reached.add(class_)
            waiting += [above for _, _, above in store.match(class_, RDFS.subClassOf)]
    return reached


def tally(outcomes: Iterable[Outcome], quads: Iterable[ox.Quad]) -> dict[tuple[str, str], Tally]:
    """Count outcomes by kind of mutation and predicate."""
    tallies: dict[tuple[str, str], Tally] = {}
    for outcome in outcomes:
        own = tallies.setdefault((outcome.mutation.kind, outcome.mutation.predicate), Tally())
        own.tried += 1
        if not outcome.caught_by:
            own.missed.append(outcome.mutation)
    for quad in quads:
        for kind in ("deletion", "replacement"):
            tallies.setdefault((kind, quad.predicate.value), Tally()).total += 1
    return tallies
