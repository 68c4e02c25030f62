"""A report for programs: JSON, a SHACL report in Turtle, JUnit XML, and GitHub's workflow commands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from policygraph.core.namespaces import BASE, IRI, RDF, XSD
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import BlankNode, Literal, Value, boolean, text
from policygraph.core.xml import show_odd
from policygraph.shapes.report import Finding, Report
from policygraph.shapes.report_text import cut, short
from policygraph.shapes.result import Severity, ValidationResult
from policygraph.shapes.shapes_graph import ShapesGraph, sh
from policygraph.store import Statement, encode_statement, statements_text

# ---- JSON -------------------------------------------------------------------------------------


def write_json(report: Report, language: str) -> str:
    """The report as JSON; ``language`` is that of names, messages, headings and labels."""
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
        "notes": [note.words(language) for note in report.notes],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _finding(report: Report, finding: Finding, language: str) -> dict[str, Any]:
    result, unit = finding.result, finding.unit
    rule = report.rule(result)
    return {
        "focusNode": _json_term(result.focus)["value"],
        "focusTerm": _json_term(result.focus),
        "path": result.path,
        "value": None if result.value is None else _json_term(result.value)["value"],
        "valueTerm": None if result.value is None else _json_term(result.value),
        "severity": result.severity.name.lower(),
        "shape": rule.id,
        "component": result.component or None,
        "name": rule.name(language),
        "message": rule.message_of(result, language),
        "unit": unit.iri if unit else None,
        "heading": list(finding.heading(language)),
        "lines": (unit.lines or None) if unit else None,
        "place": (unit.where(language) or None) if unit else None,
        "words": unit.text if unit else None,
        "label": finding.label(language) or None,
        "valueLabel": finding.value_label(language) or None,
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
    return statements_text(_report(report), prefixes={**PREFIXES, "check": f"{BASE}check/"})


def _report(report: Report) -> Iterator[Statement]:
    whole = BlankNode("report")
    yield whole, RDF.type, sh("ValidationReport")
    yield whole, sh("conforms"), boolean(report.conforms)
    for number, finding in enumerate(report.findings, 1):
        node = BlankNode(f"result{number}")
        yield whole, sh("result"), node
        yield from _result(report, finding.result, node)


def _result(report: Report, result: ValidationResult, node: BlankNode) -> Iterator[Statement]:
    rule = report.rule(result)
    yield node, RDF.type, sh("ValidationResult")
    yield node, sh("focusNode"), result.focus
    yield node, sh("resultSeverity"), IRI(rule.severity_iri)
    yield node, sh("sourceConstraintComponent"), IRI(result.component or _SPARQL)
    yield node, sh("sourceShape"), IRI(rule.iri)
    if result.value is not None:
        yield node, sh("value"), result.value
    yield from _path(report.shapes, result, node)
    for language in ("ja", "en"):
        message = rule.message_of(result, language)
        if message:
            yield node, sh("resultMessage"), text(message, language)


def _path(shapes: ShapesGraph, result: ValidationResult, node: BlankNode) -> Iterator[Statement]:
    if result.path is None:
        return
    if result.path.startswith("<") and result.path.count("<") == 1:
        yield node, sh("resultPath"), IRI(result.path[1:-1])
        return
    root = shapes.value(IRI(result.source), sh("path"))
    if root is not None:
        yield from _copy(shapes, node, sh("resultPath"), root, f"{node}path")


def _copy(
    shapes: ShapesGraph, subject: BlankNode, predicate: IRI, term: Value, label: str
) -> Iterator[Statement]:
    """Copy a path of blank nodes out of the shapes graph."""
    if not isinstance(term, BlankNode) or len(label) > _STEP_LIMIT:
        yield subject, predicate, term
        return
    copy = BlankNode(label)
    yield subject, predicate, copy
    for number, (_, step, value) in enumerate(
        sorted(shapes.store.match(term), key=encode_statement)
    ):
        yield from _copy(shapes, copy, step, value, f"{label}{number}")


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
    written = show_odd(Xml.tostring(suite, encoding="unicode"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'


def _line(finding: Finding, language: str) -> str:
    parts = [short(finding.result.focus)]
    if finding.result.value is not None:
        parts.append(short(finding.result.value))
    if finding.unit is not None:
        parts += [finding.unit.where(language), cut(finding.unit.text)]
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
        if finding.value is not None:
            about.append(short(finding.value))
        words = f" 「{cut(finding.unit.text)}」" if finding.unit and finding.unit.text else ""
        message = f"{rule.message_of(result, language)} ({' '.join(about)}){words}"
        properties = {**_file_and_lines(finding), "title": rule.id}
        listed = ",".join(f"{k}={_escape(v, property_=True)}" for k, v in properties.items())
        yield f"::{_COMMANDS[result.severity]} {listed}::{_escape(message)}"


def _file_and_lines(finding: Finding) -> dict[str, str]:
    unit = finding.unit
    match = _UNIT.search(unit.iri) if unit and unit.place else None
    if unit is None or unit.place is None or not unit.place.first_line or match is None:
        return {}
    file = _SOURCES / match["document"] / f"{match['text']}.txt"
    if not file.is_file():
        return {}
    first, last = unit.place.first_line, unit.place.last_line
    return {"file": file.as_posix(), "line": str(first), "endLine": str(last)}


def _escape(words: str, *, property_: bool = False) -> str:
    escaped = words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C") if property_ else escaped
