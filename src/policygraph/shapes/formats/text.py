"""A report for people: by problem, each place with its headings, lines and words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policygraph.core.namespaces import BASE, IRI
from policygraph.core.terms import Value
from policygraph.shapes.formats.words import aligned, severity_name, source_lines, word
from policygraph.shapes.report import Finding, Report, Source
from policygraph.shapes.result import compact, display

_SHOWN = 10  # places a problem
_WORDS = 60  # characters of a unit's words


def write(report: Report, language: str) -> str:
    """The report as text."""
    lines: list[str] = []
    for source, findings in report.problems():
        lines += [*_problem(source, findings, language), ""]
    if not report.findings:
        lines += [word("none", language), ""]
    lines += [*_completeness(report, language), ""]
    if report.idle:
        lines.append(f"{word('idle', language)}: {', '.join(report.idle)}")
    lines += report.notes
    counts = ", ".join(
        f"{severity_name(severity, language)} {count}" for severity, count in report.counts.items()
    )
    engine = f"{word('engine', language)}: {report.engine}"
    lines.append(f"{report.location}: {counts} ({engine})")
    return "\n".join(lines) + "\n"


def _problem(source: Source, findings: list[Finding], language: str) -> Iterator[str]:
    severity = severity_name(findings[0].result.severity, language)
    count = word("times", language, len(findings))
    yield f"{severity}  {source.id}  {count}  {source.name(language)}"
    yield f"  {source.message(language)}"
    if source.path:
        yield f"  {word('path', language)}: {short_path(source.path)}"
    for finding in findings[:_SHOWN]:
        yield from _finding(source, finding, language)
    if len(findings) > _SHOWN:
        yield f"  … {word('more', language, len(findings) - _SHOWN)}"


def _finding(source: Source, finding: Finding, language: str) -> Iterator[str]:
    result, place = finding.result, finding.place
    told = [short(result.focus)]
    if finding.label and place is None:
        told.append(finding.label)
    if result.path and result.path != source.path:
        told.append(f"{word('path', language)}: {short_path(result.path)}")
    if result.value is not None and result.value != result.focus:
        told.append(f"{word('value', language)}: {short(result.value)}")
    yield f"  - {'  '.join(told)}"
    if place is not None:
        lines = source_lines(place.lines, language)
        yield f"      {'  '.join(p for p in (' › '.join(place.heading), lines) if p)}"
        if place.words:
            yield f"      「{cut(place.words)}」"


def cut(text: str, limit: int = _WORDS) -> str:
    """A text of at most ``limit`` characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def short(value: Value) -> str:
    """A term; our own things without the base."""
    written = display(value)
    if isinstance(value, IRI) and value.startswith(BASE) and written.startswith("<"):
        return value.removeprefix(BASE)
    return written


def short_path(path: str) -> str:
    """A path with CURIEs."""
    return re.sub(r"<([^<>]*)>", lambda match: compact(match[1]), path)


def _completeness(report: Report, language: str) -> Iterator[str]:
    rows = [
        (
            compact(count.class_iri),
            count.names.get(language) or count.shape,
            str(count.have),
            str(count.total),
            _share(count.have, count.total),
        )
        for count in report.completeness
    ]
    if not rows:
        return
    yield word("completeness", language)
    head = (word("class", language), word("property", language), word("have", language),
            word("of", language), "")  # fmt: skip
    yield from (f"  {line}" for line in aligned([head, *rows], left=2))


def _share(have: int, total: int) -> str:
    return "" if have == total else f"{100 * have / total:.1f}%"
