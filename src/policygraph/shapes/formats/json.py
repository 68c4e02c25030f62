"""A report as JSON, with every result whole."""

from __future__ import annotations

import json
from typing import Any

from policygraph.core.namespaces import RDF, XSD
from policygraph.core.terms import BlankNode, Literal, Value
from policygraph.shapes.report import Finding, Report


def write(report: Report, language: str) -> str:
    """The report as JSON; ``language`` is that of ``name`` and ``message``."""
    content = {
        "graph": report.location,
        "engine": report.engine,
        "conforms": report.conforms,
        "counts": {severity.name.lower(): n for severity, n in report.counts.items()},
        "results": [_finding(report, finding, language) for finding in report.findings],
        "completeness": [
            {"class": c.class_iri, "shape": c.shape, "have": c.have, "of": c.total}
            for c in report.completeness
        ],
        "shapesWithoutTarget": list(report.idle),
        "notes": list(report.notes),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _finding(report: Report, finding: Finding, language: str) -> dict[str, Any]:
    result, place = finding.result, finding.place
    source = report.source(result)
    return {
        "focusNode": term(result.focus)["value"],
        "path": result.path,
        "value": None if result.value is None else term(result.value)["value"],
        "valueTerm": None if result.value is None else term(result.value),
        "severity": result.severity.name.lower(),
        "shape": source.id,
        "component": result.component or None,
        "name": source.name(language),
        "message": source.message(language),
        "unit": None if place is None else place.unit,
        "heading": [] if place is None else list(place.heading),
        "lines": place.lines if place is not None and place.lines else None,
        "words": None if place is None else place.words,
        "label": finding.label or None,
    }


def term(value: Value) -> dict[str, str]:
    """A term as SPARQL 1.1 Query Results JSON writes it."""
    if isinstance(value, Literal):
        written = {"type": "literal", "value": value.value}
        if value.language:
            written["xml:lang"] = value.language
        elif value.datatype not in (XSD.string, RDF.langString):
            written["datatype"] = value.datatype
        return written
    return {"type": "bnode" if isinstance(value, BlankNode) else "uri", "value": str(value)}
