"""A report as one page of HTML, with nothing to load."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from policygraph.core.namespaces import IRI
from policygraph.core.terms import Value
from policygraph.shapes.formats.text import short, short_path
from policygraph.shapes.formats.words import severity_name, source_lines, word
from policygraph.shapes.report import Count, Finding, Report, Source
from policygraph.shapes.result import compact

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


def write(report: Report, language: str) -> str:
    """The report as a page."""
    title = escape(f"{word('title', language)}: {report.location}")
    counts = " · ".join(
        f"{severity_name(severity, language)} {count}" for severity, count in report.counts.items()
    )
    body = "".join(_problem(source, found, language) for source, found in report.problems())
    if not report.findings:
        body = f"<p>{escape(word('none', language))}</p>\n"
    notes = "".join(f"<p>{escape(note)}</p>\n" for note in report.notes)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n"
        f"<p>{escape(counts)} ({escape(word('engine', language))}: {escape(report.engine)})</p>\n"
        f"{notes}{body}{_completeness(report, language)}</main>\n</body>\n</html>\n"
    )


def _problem(source: Source, findings: list[Finding], language: str) -> str:
    severity = findings[0].result.severity
    rows = "".join(_row(finding, language) for finding in findings)
    path = f"<p><code>{escape(short_path(source.path))}</code></p>\n" if source.path else ""
    head = "".join(f'<th scope="col">{escape(word(k, language))}</th>' for k in ("where", "value"))
    return (
        f'<section class="{severity.name.lower()}" id="{escape(source.id)}">\n'
        f"<h2><span>{escape(severity_name(severity, language))}</span> {escape(source.name(language))}"
        f" ({escape(word('times', language, len(findings)))})</h2>\n"
        f"<p>{escape(source.message(language))}</p>\n{path}"
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</section>\n"
    )


def _row(finding: Finding, language: str) -> str:
    result = finding.result
    value = "" if result.value is None or result.value == result.focus else _term(result.value)
    return f"<tr><td>{''.join(_where(finding, language))}</td><td>{value}</td></tr>\n"


def _where(finding: Finding, language: str) -> Iterator[str]:
    yield _term(finding.result.focus)
    place = finding.place
    if place is None:
        if finding.label:
            yield f"<br>{escape(finding.label)}"
        return
    lines = source_lines(place.lines, language)
    told = "  ".join(part for part in (" › ".join(place.heading), lines) if part)
    yield f"<br>{escape(told)}"
    if place.words:
        yield f'<blockquote lang="ja">{escape(place.words)}</blockquote>'


def _term(value: Value) -> str:
    written = escape(short(value))
    if isinstance(value, IRI) and value.startswith(("http://", "https://")):
        return f'<a href="{escape(value)}"><code>{written}</code></a>'
    return f"<code>{written}</code>"


def _completeness(report: Report, language: str) -> str:
    if not report.completeness:
        return ""
    head = "".join(
        f'<th scope="col">{escape(word(key, language))}</th>'
        for key in ("class", "property", "have", "of")
    )
    rows = "".join(_count(count, language) for count in report.completeness)
    return (
        f"<section>\n<h2>{escape(word('completeness', language))}</h2>\n"
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</section>\n"
    )


def _count(count: Count, language: str) -> str:
    name = escape(count.names.get(language) or count.shape)
    return (
        f"<tr><td><code>{escape(compact(count.class_iri))}</code></td><td>{name}</td>"
        f'<td class="number">{count.have}</td><td class="number">{count.total}</td></tr>\n'
    )
