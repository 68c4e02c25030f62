"""A report for programs: JSON, a SHACL report in Turtle, JUnit XML, and GitHub's workflow commands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pyoxigraph as ox

from policygraph.core.namespaces import BASE, RDF, XSD
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import BlankNode, Literal, Value
from policygraph.shapes.formats.people import cut, short, source_lines
from policygraph.shapes.report import Finding, Report
from policygraph.shapes.result import Severity, ValidationResult
from policygraph.shapes.shapes import SHAPES, TYPE, ShapesGraph, sh

# ---- JSON -------------------------------------------------------------------------------------


def write_json(report: Report, language: str) -> str:
    """The report as JSON; ``language`` is that of ``name`` and ``message``."""
    content = {
        "graph": report.location,
        "engine": report.engine,
        "conforms": report.conforms,
        "counts": {severity.name.lower(): n for severity, n in report.counts.items()},
        "results": [_finding(report, finding, language) for finding in report.findings],
        "completeness": [
            {"class": row.class_iri, "shape": row.shape, "have": row.have, "of": row.total}
            for row in report.completeness
        ],
        "shapesWithoutTarget": list(report.idle),
        "notes": list(report.notes),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _finding(report: Report, finding: Finding, language: str) -> dict[str, Any]:
    result, place = finding.result, finding.place
    rule = report.rule(result)
    return {
        "focusNode": _json_term(result.focus)["value"],
        "path": result.path,
        "value": None if result.value is None else _json_term(result.value)["value"],
        "valueTerm": None if result.value is None else _json_term(result.value),
        "severity": result.severity.name.lower(),
        "shape": rule.id,
        "component": result.component or None,
        "name": rule.name(language),
        "message": rule.message(language),
        "unit": None if place is None else place.unit,
        "heading": [] if place is None else list(place.heading),
        "lines": place.lines if place is not None and place.lines else None,
        "words": None if place is None else place.words,
        "label": finding.label or None,
    }


def _json_term(value: Value) -> dict[str, str]:
    """A term as SPARQL 1.1 Query Results JSON writes it."""
    if isinstance(value, Literal):
        written = {"type": "literal", "value": value.value}
        if value.language:
            written["xml:lang"] = value.language
        elif value.datatype not in (XSD.string, RDF.langString):
            written["datatype"] = value.datatype
        return written
    return {"type": "bnode" if isinstance(value, BlankNode) else "uri", "value": str(value)}


# ---- Turtle -----------------------------------------------------------------------------------

_SPARQL = sh("SPARQLConstraintComponent")
_STEP_LIMIT = 200


def write_turtle(report: Report, language: str) -> str:
    """The report as a ``sh:ValidationReport``, its messages in both languages, whatever ``language``."""
    prefixes = {**PREFIXES, "check": f"{BASE}check/"}
    text = ox.serialize(_report(report), format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return (text or b"").decode()


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
    rule = report.rule(result)
    yield ox.Triple(node, TYPE, sh("ValidationResult"))
    yield ox.Triple(node, sh("focusNode"), to_term(result.focus))
    yield ox.Triple(node, sh("resultSeverity"), ox.NamedNode(rule.severity_iri))
    component = ox.NamedNode(result.component) if result.component else _SPARQL
    yield ox.Triple(node, sh("sourceConstraintComponent"), component)
    yield ox.Triple(node, sh("sourceShape"), ox.NamedNode(rule.iri))
    if result.value is not None:
        yield ox.Triple(node, sh("value"), to_term(result.value))
    yield from _path(report.shapes, result, node)
    for tag in ("ja", "en"):
        message = rule.message(tag)
        if message:
            yield ox.Triple(node, sh("resultMessage"), ox.Literal(message, language=tag))


def to_term(value: Value) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """A value as a term of pyoxigraph's."""
    if isinstance(value, Literal):
        if value.language:
            return ox.Literal(value.value, language=value.language)
        return ox.Literal(value.value, datatype=ox.NamedNode(value.datatype))
    return ox.BlankNode(value) if isinstance(value, BlankNode) else ox.NamedNode(value)


def _path(shapes: ShapesGraph, result: ValidationResult, node: ox.BlankNode) -> Iterator[ox.Triple]:
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


# ---- continuous integration -------------------------------------------------------------------

_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_UNIT = re.compile(r"/doc/(?P<document>[^/]+)/(?P<text>[^/#]+)")
_SOURCES = Path("data", "source")  # where the texts stand in a checkout


def write_junit(report: Report, language: str) -> str:
    """The report as JUnit XML, with a test case for every shape and check.

    A rule with results fails where they make the command fail (``--fail-on``); with results that are
    less grave it is skipped, so that its message is seen and nothing turns red.
    """
    found = {rule.id: findings for rule, findings in report.problems()}
    suite = Xml.Element("testsuite", name="policygraph validate")
    failures = skipped = 0
    tested = {id_: rule for id_, rule in report.rules.items() if rule.messages}
    for id_, rule in sorted(tested.items()):
        case = Xml.SubElement(suite, "testcase", classname="policygraph", name=id_)
        findings = found.get(id_, [])
        if not findings:
            continue
        gravest = findings[0].result.severity
        if gravest < report.limit:
            skipped += 1
            outcome = Xml.SubElement(case, "skipped", message=rule.message(language))
        else:
            failures += 1
            outcome = Xml.SubElement(case, "failure", message=rule.message(language))
            outcome.set("type", gravest.name.lower())
        outcome.text = "\n".join(_line(finding, language) for finding in findings)
    suite.set("tests", str(len(tested)))
    suite.set("failures", str(failures))
    suite.set("skipped", str(skipped))
    Xml.indent(suite)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(suite, encoding="unicode") + "\n"
    )


def _line(finding: Finding, language: str) -> str:
    parts = [short(finding.result.focus)]
    if finding.result.value is not None:
        parts.append(short(finding.result.value))
    if finding.place is not None:
        parts += [source_lines(finding.place.lines, language), cut(finding.place.words)]
    return "  ".join(filter(None, parts))


def write_github(report: Report, language: str) -> str:
    """The report as workflow commands, which a pull request shows beside the lines of the text.

    A line a result; source lines are those of the text file where it is at hand.
    """
    return "".join(f"{line}\n" for line in _commands(report, language))


def _commands(report: Report, language: str) -> Iterator[str]:
    for finding in report.findings:
        result = finding.result
        rule = report.rule(result)
        about = [short(result.focus)]
        if result.value is not None and result.value != result.focus:
            about.append(short(result.value))
        words = f" 「{cut(finding.place.words)}」" if finding.place and finding.place.words else ""
        message = f"{rule.message(language)} ({' '.join(about)}){words}"
        properties = {**_file_and_lines(finding), "title": rule.id}
        listed = ",".join(f"{k}={_escape(v, property_=True)}" for k, v in properties.items())
        yield f"::{_COMMANDS[result.severity]} {listed}::{_escape(message)}"


def _file_and_lines(finding: Finding) -> dict[str, str]:
    place = finding.place
    match = _UNIT.search(place.unit) if place is not None and place.lines else None
    if place is None or match is None:
        return {}
    file = _SOURCES / match["document"] / f"{match['text']}.txt"
    if not file.is_file():
        return {}
    first, _, last = place.lines.partition("-")
    return {"file": file.as_posix(), "line": first, "endLine": last or first}


def _escape(text: str, *, property_: bool = False) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C") if property_ else escaped
