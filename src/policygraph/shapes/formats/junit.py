"""A report as JUnit XML: a test case for every shape and check."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from policygraph.shapes.formats.text import cut, short
from policygraph.shapes.formats.words import source_lines
from policygraph.shapes.report import Finding, Report


def write(report: Report, language: str) -> str:
    """The report as XML.

    A shape or check with results fails where they make the command fail (``--fail-on``); with results
    that are less grave it is skipped, so that its message is seen and nothing turns red.
    """
    found = {source.id: findings for source, findings in report.problems()}
    suite = Xml.Element("testsuite", name="policygraph validate")
    failures = skipped = 0
    told = {id_: source for id_, source in report.sources.items() if source.messages}
    for id_, source in sorted(told.items()):
        case = Xml.SubElement(suite, "testcase", classname="policygraph", name=id_)
        findings = found.get(id_, [])
        if not findings:
            continue
        gravest = findings[0].result.severity
        if gravest < report.limit:
            skipped += 1
            told_of = Xml.SubElement(case, "skipped", message=source.message(language))
        else:
            failures += 1
            told_of = Xml.SubElement(case, "failure", message=source.message(language))
            told_of.set("type", gravest.name.lower())
        told_of.text = "\n".join(_line(finding, language) for finding in findings)
    suite.set("tests", str(len(told)))
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
        if finding.place.lines:
            parts.append(source_lines(finding.place.lines, language))
        parts.append(cut(finding.place.words))
    return "  ".join(part for part in parts if part)
