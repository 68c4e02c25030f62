"""The fixtures of shapes (tests/shapes/<id>), and a shapes graph cut down to one shape."""

from __future__ import annotations

import functools
from pathlib import Path

import pyoxigraph as ox

from policygraph.core.namespaces import IRI, POL, RDFS
from policygraph.core.resources import resource
from policygraph.shapes.lint import Linter
from policygraph.shapes.result import Severity, ValidationResult
from policygraph.shapes.shapes import (
    SHAPES,
    ShapesGraph,
    key,
    local_name,
    read_shapes,
    sh,
    shape_files,
)
from policygraph.store.oxigraph import to_value
from policygraph.store.triples import Data, Term, parse_file

FOLDER = Path(__file__).parents[1] / "shapes"
FILES = ("valid.ttl", "invalid.ttl", "expected.ttl")


@functools.cache
def shipped() -> ShapesGraph:
    """The shapes of the package; not to be changed."""
    return read_shapes(shape_files(resource("shapes")))


@functools.cache
def reporting_ids() -> list[str]:
    """The ids of the shapes that have results of their own."""
    return sorted(local_name(key(node)) for node in Linter(shipped(), "shapes").reporting())


def only(id_: str) -> ShapesGraph:
    """One shape of the package, with what it needs of the others: targets, prefixes, inner shapes."""
    whole = shipped()
    shape = ox.NamedNode(SHAPES + id_)
    owners = set(whole.subjects(sh("property"), shape)) or {shape}
    cut = ShapesGraph(files=whole.files)
    waiting: list[Term] = list(owners)
    reached: set[Term] = set()
    while waiting:
        node = waiting.pop()
        if node in reached or isinstance(node, ox.Literal):
            continue
        reached.add(node)
        for triple in whole.store.match(node, None, None):
            beside = triple.predicate == sh("property") and triple.object != shape
            if not (beside and node in owners and node != shape):
                cut.store.add(triple)
                waiting.append(triple.object)
    return cut


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


def expected(path: Path) -> set[ValidationResult]:
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
            ValidationResult(
                focus=to_value(report.value(node, sh("focusNode"))),
                path=None if path_node is None else report.path(path_node),
                value=None if value is None else to_value(value),
                severity=Severity.named(severity.value),
                source=report.value(node, sh("sourceShape")).value,
                component=report.value(node, sh("sourceConstraintComponent")).value,
            )
        )
    return results
