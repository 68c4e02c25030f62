"""A report for people, by problem: as text and as one page of HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from policygraph.core.columns import pad, text_width
from policygraph.core.html import opens, render
from policygraph.core.messages import Messages
from policygraph.core.namespaces import IRI
from policygraph.core.prefixes import print_term, short_name, shorten
from policygraph.core.terms import Value
from policygraph.shapes.report import Completeness, Finding, Report, View, is_told_each
from policygraph.shapes.result import Rule, Severity

_WORDS = 60  # characters of a unit's words or of a term
_say = Messages("validation")


def cut(text: str, limit: int | None = _WORDS) -> str:
    """A text of at most ``limit`` characters; the whole of it without one."""
    return text if limit is None or len(text) <= limit else text[: limit - 1] + "…"


def short(value: Value, limit: int | None = _WORDS) -> str:
    """A term, cut to a line's length."""
    return print_term(value, limit)


def _severity(severity: Severity, language: str) -> str:
    return _say(f"severity-{severity.name.lower()}", language)


def verdict(report: Report, language: str) -> str:
    """Whether the graph passes, and how many results there are."""
    counts = [f"{_severity(severity, language)} {n}" for severity, n in report.counts.items()]
    passes = "fails" if report.fails(report.limit) else "passes"
    return _say(passes, language, counts=", ".join(counts), engine=report.engine)


def is_folded(report: Report, rule: Rule) -> bool:
    """Whether the places of a problem are not shown: those of a known gap, where nobody asks for them."""
    return rule.severity == Severity.INFO < report.limit and not report.view.wide


def _path(path: str) -> str:
    """A path with CURIEs."""
    return re.sub(r"<([^<>]*)>", lambda match: shorten(match[1]), path)


def _where(finding: Finding, language: str) -> str:
    """Headings and the place in the source."""
    place = finding.unit.where(language) if finding.unit else ""
    return "  ".join(filter(None, (" › ".join(finding.heading(language)), place)))


def write_html(report: Report, language: str) -> str:
    """The report as a page."""

    def link(value: Value) -> str:
        return value if isinstance(value, IRI) and opens(value) else ""

    return render("validation.html", language=language, v=shown(report, language, link))


def shown(report: Report, language: str, link: Callable[[Value], str]) -> dict[str, object]:
    """What the template ``validation_report.html`` shows.

    Args:
        report: of a validation.
        language: of its words.
        link: where a term leads; nowhere where it is empty.
    """
    return {
        "report": report, "language": language, "link": link, "say": _say, "short": short,
        "path": _path, "severity": _severity, "where": _where, "told_each": is_told_each,
        "folded": partial(is_folded, report), "verdict": verdict(report, language),
    }  # fmt: skip


def write_text(report: Report, language: str) -> str:
    """The report as text: what comes out, the problems, known gaps in a line each, what is complete."""
    lines = [f"{report.location}: {verdict(report, language)}", ""]
    folded = []
    for rule, findings in report.problems():
        if is_folded(report, rule):
            folded.append(_head(rule, findings, language))
        elif len(findings) > report.view.offset:
            lines += [*_problem(rule, findings, report.view, language), ""]
    if folded:
        lines += [*folded, f"  {_say('folded', language)}", ""]
    if not report.findings:
        lines += [_say("none", language), ""]
    lines += _completeness(report, language)
    if report.idle:
        lines += ["", f"{_say('idle', language)}: {', '.join(report.idle)}"]
    lines += [note.words(language) for note in report.notes]
    return "\n".join(lines).rstrip() + "\n"


def _head(rule: Rule, findings: Sequence[Finding], language: str) -> str:
    severity = _severity(rule.severity, language)
    count = _say("times", language, number=len(findings))
    return f"{severity}  {rule.id}  {count}  {rule.name(language)}"


def _problem(rule: Rule, findings: Sequence[Finding], view: View, language: str) -> Iterator[str]:
    yield _head(rule, findings, language)
    told_each = is_told_each(rule, findings)
    if not told_each:
        yield f"  {rule.message(language)}"
    if rule.path:
        yield f"  {_say('path', language)}: {_path(rule.path)}"
    end = view.offset + view.limit
    for finding in findings[view.offset : end]:
        yield from _finding(rule, finding, view, language, told_each)
    if len(findings) > end:
        yield f"  … {_say('more', language, number=len(findings) - end, offset=end)}"


def _finding(rule: Rule, finding: Finding, view: View, language: str, told: bool) -> Iterator[str]:
    result, unit = finding.result, finding.unit
    limit = None if view.wide else _WORDS
    parts = [short(result.focus, limit)]
    if unit is None:
        parts.append(finding.label(language))
    if result.path and result.path != rule.path:
        parts.append(f"{_say('path', language)}: {_path(result.path)}")
    if finding.value is not None and not told:
        value = f"{short(finding.value, limit)} {finding.value_label(language)}".rstrip()
        parts.append(f"{_say('value', language)}: {value}")
    yield f"  - {'  '.join(filter(None, parts))}"
    if told:
        yield f"      {rule.message_of(finding.result, language)}"
    if unit is not None:
        where = _where(finding, language)
        if where:
            yield f"      {where}"
        if unit.text:
            yield f"      「{cut(unit.text, limit)}」"


def _completeness(report: Report, language: str) -> Iterator[str]:
    if not report.completeness:
        return
    yield _say("completeness", language)
    head = (*(_say(key, language) for key in ("class", "property", "have", "of")), "")
    rows = [
        (short_name(row.class_iri), row.name(language), str(row.have), str(row.total), _share(row))
        for row in report.completeness
    ]
    yield from (f"  {line}" for line in aligned([head, *rows], left=2))


def _share(row: Completeness) -> str:
    return "" if row.have == row.total else f"{100 * row.have / row.total:.1f}%"


def aligned(rows: Sequence[tuple[str, ...]], left: int) -> Iterator[str]:
    """Rows as lines in columns.

    Args:
        rows: all of the same length.
        left: the columns that are words; those after them are set to the right.
    """
    widths = [max(map(text_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widths, strict=True)
        padded = (pad(cell, width, right=i >= left) for i, (cell, width) in enumerate(cells))
        yield "  ".join(padded).rstrip()
