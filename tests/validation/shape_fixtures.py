"""The fixtures of shapes (tests/shapes/<id>), and a shapes graph cut down to one shape."""

from __future__ import annotations

import functools
from pathlib import Path

import pyoxigraph as ox

from policygraph.namespaces import IRI, POL, RDFS
from policygraph.resources import resource
from policygraph.store.oxigraph import to_value
from policygraph.validation.lint import Linter
from policygraph.validation.result import Result, Severity
from policygraph.validation.shapes import (
    SHAPES,
    TARGETS,
    ShapesGraph,
    key,
    local_name,
    read_shapes,
    sh,
    shape_files,
)
from policygraph.validation.triples import Data, parse_file

FOLDER = Path(__file__).parents[1] / "shapes"
FILES = ("valid.ttl", "invalid.ttl", "expected.ttl")


def shipped() -> ShapesGraph:
    """The shapes of the package."""
    return read_shapes(shape_files(resource("shapes")))


def reporting_ids() -> list[str]:
    """The ids of the shapes that have results of their own."""
    return sorted(local_name(key(node)) for node in Linter(shipped(), "shapes").reporting())


def only(id_: str) -> ShapesGraph:
    """The shapes of the package without a target or property that leads to any but this one."""
    graph = shipped()
    shape = ox.NamedNode(SHAPES + id_)
    owners = set(graph.subjects(sh("property"), shape)) or {shape}
    for node in graph.targeted():
        if node not in owners:
            for name in TARGETS:
                for triple in graph.store.match(node, sh(name), None):
                    graph.store.remove(triple)
        elif node != shape:
            for triple in graph.store.match(node, sh("property"), None):
                if triple.object != shape:
                    graph.store.remove(triple)
    graph.__dict__.pop("nodes_of_shapes", None)
    return graph


_HIERARCHY = (RDFS.subClassOf, IRI(f"{RDFS.iri}subPropertyOf"), POL.linkedBy)


@functools.cache
def hierarchy() -> tuple[ox.Quad, ...]:
    """What of the ontology the shapes need of any data: subclasses, subproperties, linkedBy."""
    quads = ox.parse(path=str(resource("ontology", "policygraph.ttl")), format=ox.RdfFormat.TURTLE)
    return tuple(quad for quad in quads if quad.predicate.value in _HIERARCHY)


def read(path: Path) -> Data:
    """A fixture with the class hierarchy of the ontology beside it."""
    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    store.bulk_extend(hierarchy())
    return Data(store)


def expected(path: Path) -> set[Result]:
    """The results of an expected report."""
    report = ShapesGraph()
    for triple in parse_file(path):
        report.store.add(triple)
    results = set()
    for node in report.subjects(sh("focusNode")):
        path_node = report.value(node, sh("resultPath"))
        value = report.value(node, sh("value"))
        severity = report.value(node, sh("resultSeverity"))
        results.add(
            Result(
                focus=to_value(report.value(node, sh("focusNode"))),
                path=None if path_node is None else report.path(path_node),
                value=None if value is None else to_value(value),
                severity=Severity.named(severity.value),
                source=report.value(node, sh("sourceShape")).value,
                component=report.value(node, sh("sourceConstraintComponent")).value,
            )
        )
    return results
