"""The fixtures of shapes (tests/shapes/<id>), and a shapes graph cut down to one shape."""

from __future__ import annotations

import functools
from pathlib import Path

from policygraph.core.namespaces import IRI, POL, RDFS
from policygraph.core.resources import resource
from policygraph.core.terms import Literal, Quad, Value, read_turtle
from policygraph.shapes import Severity, ValidationResult
from policygraph.shapes.lint import Linter
from policygraph.shapes.shapes_graph import (
    SHAPES,
    ShapesGraph,
    local_name,
    read_shapes,
    sh,
    shape_files,
)
from policygraph.store import OxigraphStore, Statements, Store, read_statements

FOLDER = Path(__file__).parents[1] / "shapes"
FILES = ("valid.ttl", "invalid.ttl", "expected.ttl")


@functools.cache
def shipped() -> ShapesGraph:
    """The shapes of the package; not to be changed."""
    return read_shapes(shape_files(resource("shapes")))


@functools.cache
def reporting_ids() -> list[str]:
    """The ids of the shapes that have results of their own."""
    return sorted(local_name(str(node)) for node in Linter(shipped(), "shapes").reporting())


def only(id_: str) -> ShapesGraph:
    """One shape of the package, with what it needs of the others: targets, prefixes, inner shapes."""
    whole = shipped()
    shape = IRI(SHAPES + id_)
    owners = set(whole.subjects(sh("property"), shape)) or {shape}
    cut = ShapesGraph(files=whole.files)
    waiting: list[Value] = list(owners)
    reached: set[Value] = set()
    while waiting:
        node = waiting.pop()
        if node in reached or isinstance(node, Literal):
            continue
        reached.add(node)
        for statement in whole.store.match(node):
            _, predicate, value = statement
            beside = predicate == sh("property") and value != shape
            if not (beside and node in owners and node != shape):
                cut.store.add(statement)
                waiting.append(value)
    return cut


_HIERARCHY = (RDFS.subClassOf, IRI(f"{RDFS.iri}subPropertyOf"), POL.linkedBy)


@functools.cache
def hierarchy() -> tuple[Quad, ...]:
    """What of the ontology the shapes need of any data: subclasses, subproperties, linkedBy."""
    triples = read_turtle(resource("ontology", "policygraph.ttl"))
    graph = IRI("https://w3id.org/policygraph/graph/ontology")
    return tuple((*triple, graph) for triple in triples if triple[1] in _HIERARCHY)


def read(path: Path) -> Store:
    """A fixture with the class hierarchy of the ontology beside it."""
    store = OxigraphStore(file=path)
    store.load(hierarchy())
    return store


def expected(path: Path) -> set[ValidationResult]:
    """The results of an expected report."""
    report = ShapesGraph(Statements(read_statements(path)))
    results = set()
    for node in report.subjects(sh("focusNode")):
        path_node = report.value(node, sh("resultPath"))
        results.add(
            ValidationResult(
                focus=report.value(node, sh("focusNode")),
                path=None if path_node is None else report.path(path_node),
                value=report.value(node, sh("value")),
                severity=Severity.named(report.value(node, sh("resultSeverity"))),
                source=report.value(node, sh("sourceShape")),
                component=report.value(node, sh("sourceConstraintComponent")),
            )
        )
    return results
