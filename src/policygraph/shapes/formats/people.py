"""A report for people, by problem: as text and as one page of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from policygraph.core.messages import Messages
from policygraph.core.namespaces import IRI
from policygraph.core.prefixes import print_term, short_name, shorten
from policygraph.core.terms import Value
from policygraph.questions.formats.table import pad, text_width
from policygraph.shapes.report import Completeness, Finding, Report
from policygraph.shapes.result import Rule, Severity

_SHOWN = 10  # places a problem
_WORDS = 60  # characters of a unit's words or of a term
_say = Messages("validation")


def source_lines(lines: str, language: str) -> str:
    """Lines of a source file ("312-316" or "312") in words; empty where there are none."""
    return _say("lines" if "-" in lines else "line", language, lines=lines) if lines else ""


def cut(text: str, limit: int = _WORDS) -> str:
    """A text of at most ``limit`` characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def short(value: Value) -> str:
    """A term, cut to a line's length."""
    return print_term(value, _WORDS)


def _severity(severity: Severity, language: str) -> str:
    return _say(f"severity-{severity.name.lower()}", language)


def _counts(report: Report, language: str) -> Iterator[str]:
    for severity, count in report.counts.items():
        yield f"{_severity(severity, language)} {count}"


def _path(path: str) -> str:
    """A path with CURIEs."""
    return re.sub(r"<([^<>]*)>", lambda match: shorten(match[1]), path)


def _where(finding: Finding, language: str) -> str:
    """Headings and source lines."""
    if finding.place is None:
        return ""
    lines = source_lines(finding.place.lines, language)
    return "  ".join(part for part in (" › ".join(finding.place.heading), lines) if part)


# ---- text -------------------------------------------------------------------------------------


def write_text(report: Report, language: str) -> str:
    """The report as text."""
    lines: list[str] = []
    for rule, findings in report.problems():
        lines += [*_problem(rule, findings, language), ""]
    if not report.findings:
        lines += [_say("none", language), ""]
    lines += [*_completeness(report, language), ""]
    if report.idle:
        lines.append(f"{_say('idle', language)}: {', '.join(report.idle)}")
    lines += report.notes
    engine = f"{_say('engine', language)}: {report.engine}"
    lines.append(f"{report.location}: {', '.join(_counts(report, language))} ({engine})")
    return "\n".join(lines) + "\n"


def _problem(rule: Rule, findings: list[Finding], language: str) -> Iterator[str]:
    severity = _severity(findings[0].result.severity, language)
    count = _say("times", language, number=len(findings))
    yield f"{severity}  {rule.id}  {count}  {rule.name(language)}"
    yield f"  {rule.message(language)}"
    if rule.path:
        yield f"  {_say('path', language)}: {_path(rule.path)}"
    for finding in findings[:_SHOWN]:
        yield from _finding(rule, finding, language)
    if len(findings) > _SHOWN:
        yield f"  … {_say('more', language, number=len(findings) - _SHOWN)}"


def _finding(rule: Rule, finding: Finding, language: str) -> Iterator[str]:
    result, place = finding.result, finding.place
    parts = [short(result.focus)]
    if finding.label and place is None:
        parts.append(finding.label)
    if result.path and result.path != rule.path:
        parts.append(f"{_say('path', language)}: {_path(result.path)}")
    if result.value is not None and result.value != result.focus:
        parts.append(f"{_say('value', language)}: {short(result.value)}")
    yield f"  - {'  '.join(parts)}"
    if place is not None:
        yield f"      {_where(finding, language)}"
        if place.words:
            yield f"      「{cut(place.words)}」"


def aligned(rows: list[tuple[str, ...]], left: int) -> Iterator[str]:
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


def _completeness(report: Report, language: str) -> Iterator[str]:
    if not report.completeness:
        return
    yield _say("completeness", language)
    head = (*(_say(key, language) for key in ("class", "property", "have", "of")), "")
    rows = [
        (short_name(row.class_iri), _counted(row, language), str(row.have), str(row.total), _share(row))
        for row in report.completeness
    ]  # fmt: skip
    yield from (f"  {line}" for line in aligned([head, *rows], left=2))


def _counted(row: Completeness, language: str) -> str:
    return row.names.get(language) or row.shape


def _share(row: Completeness) -> str:
    return "" if row.have == row.total else f"{100 * row.have / row.total:.1f}%"


# ---- HTML -------------------------------------------------------------------------------------

_STYLE = """
:root { color-scheme: light dark; --edge: #8886; --violation: #b3261e; --warning: #8a5a00; --info: #1f5fa8; }
@media (prefers-color-scheme: dark) { :root { --violation: #ff8a80; --warning: #ffcf70; --info: #90c2ff; } }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
section { border-top: 1px solid var(--edge); padding: .5rem 0; }
h2 { font-size: 1.1rem; margin: .5rem 0; }
.violation h2 span { color: var(--violation); } .warning h2 span { color: var(--warning); }
.info h2 span { color: var(--info); }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid var(--edge); padding: .25rem .5rem; text-align: left; vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
blockquote { margin: .25rem 0; padding-left: .75rem; border-left: .25rem solid var(--edge); }
code { overflow-wrap: anywhere; }
""".strip()


def write_html(report: Report, language: str) -> str:
    """The report as a page."""
    title = escape(f"{_say('title', language)}: {report.location}")
    counts = " · ".join(_counts(report, language))
    body = "".join(_section(rule, found, language) for rule, found in report.problems())
    if not report.findings:
        body = f"<p>{escape(_say('none', language))}</p>\n"
    notes = "".join(f"<p>{escape(note)}</p>\n" for note in report.notes)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n"
        f"<p>{escape(counts)} ({escape(_say('engine', language))}: {escape(report.engine)})</p>\n"
        f"{notes}{body}{_completeness_table(report, language)}</main>\n</body>\n</html>\n"
    )


def _section(rule: Rule, findings: list[Finding], language: str) -> str:
    severity = findings[0].result.severity
    rows = "".join(_row(finding, language) for finding in findings)
    path = f"<p><code>{escape(_path(rule.path))}</code></p>\n" if rule.path else ""
    head = "".join(f'<th scope="col">{escape(_say(k, language))}</th>' for k in ("where", "value"))
    return (
        f'<section class="{severity.name.lower()}" id="{escape(rule.id)}">\n'
        f"<h2><span>{escape(_severity(severity, language))}</span> {escape(rule.name(language))}"
        f" ({escape(_say('times', language, number=len(findings)))})</h2>\n"
        f"<p>{escape(rule.message(language))}</p>\n{path}"
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</section>\n"
    )


def _row(finding: Finding, language: str) -> str:
    result = finding.result
    value = "" if result.value is None or result.value == result.focus else _term(result.value)
    return f"<tr><td>{''.join(_place(finding, language))}</td><td>{value}</td></tr>\n"


def _place(finding: Finding, language: str) -> Iterator[str]:
    yield _term(finding.result.focus)
    if finding.place is None:
        if finding.label:
            yield f"<br>{escape(finding.label)}"
        return
    yield f"<br>{escape(_where(finding, language))}"
    if finding.place.words:
        yield f'<blockquote lang="ja">{escape(finding.place.words)}</blockquote>'


def _term(value: Value) -> str:
    written = escape(short(value))
    if isinstance(value, IRI) and value.startswith(("http://", "https://")):
        return f'<a href="{escape(value)}"><code>{written}</code></a>'
    return f"<code>{written}</code>"


def _completeness_table(report: Report, language: str) -> str:
    if not report.completeness:
        return ""
    head = "".join(
        f'<th scope="col">{escape(_say(key, language))}</th>'
        for key in ("class", "property", "have", "of")
    )
    rows = "".join(
        f"<tr><td><code>{escape(short_name(row.class_iri))}</code></td>"
        f"<td>{escape(_counted(row, language))}</td>"
        f'<td class="number">{row.have}</td><td class="number">{row.total}</td></tr>\n'
        for row in report.completeness
    )
    return (
        f"<section>\n<h2>{escape(_say('completeness', language))}</h2>\n"
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</section>\n"
    )
