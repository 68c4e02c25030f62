"""A report as workflow commands, which a pull request shows beside the lines they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from policygraph.shapes.formats.text import cut, short
from policygraph.shapes.report import Finding, Report
from policygraph.shapes.result import Severity

_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_UNIT = re.compile(r"/doc/(?P<document>[^/]+)/(?P<text>[^/#]+)")
_SOURCES = Path("data", "source")  # where the texts stand in a checkout


def write(report: Report, language: str) -> str:
    """The report, a line a result; source lines are those of the text file where it is at hand."""
    return "".join(f"{line}\n" for line in _lines(report, language))


def _lines(report: Report, language: str) -> Iterator[str]:
    for finding in report.findings:
        source = report.source(finding.result)
        about = [short(finding.result.focus)]
        if finding.result.value is not None and finding.result.value != finding.result.focus:
            about.append(short(finding.result.value))
        words = f" 「{cut(finding.place.words)}」" if finding.place and finding.place.words else ""
        message = f"{source.message(language)} ({' '.join(about)}){words}"
        properties = {**_place(finding), "title": source.id}
        listed = ",".join(f"{k}={_escape(v, property_=True)}" for k, v in properties.items())
        yield f"::{_COMMANDS[finding.result.severity]} {listed}::{_escape(message)}"


def _place(finding: Finding) -> dict[str, str]:
    place = finding.place
    if place is None or not place.lines:
        return {}
    match = _UNIT.search(place.unit)
    if match is None:
        return {}
    file = _SOURCES / match["document"] / f"{match['text']}.txt"
    if not file.is_file():
        return {}
    first, _, last = place.lines.partition("-")
    return {"file": file.as_posix(), "line": first, "endLine": last or first}


def _escape(text: str, *, property_: bool = False) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C") if property_ else escaped
