"""A report as RDF: a ``sh:ValidationReport``."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from policygraph.core.namespaces import (
    BASE,
)
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import BlankNode, Literal, Value
from policygraph.shapes.report import Finding, Report
from policygraph.shapes.result import Result
from policygraph.shapes.shapes import SHAPES, TYPE, ShapesGraph, sh

_SPARQL = sh("SPARQLConstraintComponent")
_STEP_LIMIT = 200


def write(report: Report, language: str) -> str:
    """The report in Turtle. Messages are in both languages, so ``language`` changes nothing."""
    text = ox.serialize(_report(report), format=ox.RdfFormat.TURTLE, prefixes=_prefixes())
    return (text or b"").decode()


def _prefixes() -> dict[str, str]:
    return {**PREFIXES, "check": f"{BASE}check/"}


def _report(report: Report) -> Iterator[ox.Triple]:
    whole = ox.BlankNode("report")
    boolean = ox.NamedNode(PREFIXES["xsd"] + "boolean")
    yield ox.Triple(whole, TYPE, sh("ValidationReport"))
    conforms = ox.Literal("true" if report.conforms else "false", datatype=boolean)
    yield ox.Triple(whole, sh("conforms"), conforms)
    for number, finding in enumerate(report.findings, 1):
        node = ox.BlankNode(f"result{number}")
        yield ox.Triple(whole, sh("result"), node)
        yield from _result(report, finding, node)


def _result(report: Report, finding: Finding, node: ox.BlankNode) -> Iterator[ox.Triple]:
    result = finding.result
    source = report.source(result)
    yield ox.Triple(node, TYPE, sh("ValidationResult"))
    yield ox.Triple(node, sh("focusNode"), to_term(result.focus))
    yield ox.Triple(node, sh("resultSeverity"), ox.NamedNode(source.severity_iri))
    component = ox.NamedNode(result.component) if result.component else _SPARQL
    yield ox.Triple(node, sh("sourceConstraintComponent"), component)
    yield ox.Triple(node, sh("sourceShape"), ox.NamedNode(source.iri))
    if result.value is not None:
        yield ox.Triple(node, sh("value"), to_term(result.value))
    yield from _path(report.shapes, result, node)
    for tag in ("ja", "en"):
        message = source.message(tag)
        if message:
            yield ox.Triple(node, sh("resultMessage"), ox.Literal(message, language=tag))


def to_term(value: Value) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """A value as a term of pyoxigraph's."""
    if isinstance(value, Literal):
        if value.language:
            return ox.Literal(value.value, language=value.language)
        return ox.Literal(value.value, datatype=ox.NamedNode(value.datatype))
    return ox.BlankNode(value) if isinstance(value, BlankNode) else ox.NamedNode(value)


def _path(shapes: ShapesGraph, result: Result, node: ox.BlankNode) -> Iterator[ox.Triple]:
    if result.path is None:
        return
    if result.path.startswith("<") and result.path.count("<") == 1:
        yield ox.Triple(node, sh("resultPath"), ox.NamedNode(result.path[1:-1]))
        return
    shape = ox.NamedNode(result.source if ":" in result.source else SHAPES + result.source)
    root = shapes.value(shape, sh("path"))
    if root is not None:
        yield from _copy(shapes, node, sh("resultPath"), root, f"{node.value}path")


def _copy(
    shapes: ShapesGraph, subject: ox.BlankNode, predicate: ox.NamedNode, term: object, label: str
) -> Iterator[ox.Triple]:
    """Copy a path of blank nodes out of the shapes graph."""
    if not isinstance(term, ox.BlankNode) or len(label) > _STEP_LIMIT:
        yield ox.Triple(subject, predicate, term)  # type: ignore[arg-type]
        return
    copy = ox.BlankNode(label)
    yield ox.Triple(subject, predicate, copy)
    steps = sorted(shapes.store.match(term, None, None), key=str)
    for number, step in enumerate(steps):
        yield from _copy(shapes, copy, step.predicate, step.object, f"{label}{number}")
