"""The document of what engines answer: a table of marks, and below it each answer that is another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from tools.engines.cases import Case, Table

HEAD = """\
# What engines of SPARQL answer

<!-- Made by `make engines` from tests/engines/*.toml; do not edit above "Seen besides". -->

{cases} small queries of the kind that users of this graph write, with what SPARQL 1.1 says they give and the section
that says it (tests/engines/*.toml). ✓: that answer; ✗: another one, which stands below the table; ~: the
specification has no answer, and the engine's is not XPath's. The saved questions keep to what is ✓ in the
engines they are tested on (pyoxigraph, rdflib, Virtuoso).

"""
MARKS = {True: "✓", False: "✗"}
SEEN_BESIDES = "## Seen besides"


@dataclass(frozen=True, slots=True)
class Column:
    """The answers of an engine, a list of rows for each case of the tables in order."""

    engine: str
    answers: Sequence[Sequence[str]]


def mark(case: Case, rows: Sequence[str]) -> str:
    """The mark of an answer."""
    if case.is_met_by(rows):
        return "✓"
    return "~" if case.beyond else "✗"


def write_document(tables: Sequence[Table], columns: Sequence[Column], besides: str = "") -> str:
    """The text of docs/engines.md, which ends with `besides`, what was written by hand."""
    total = sum(len(table.cases) for table in tables)
    parts = [HEAD.format(cases=total), _sums(tables, columns)]
    answers = [iter(column.answers) for column in columns]
    for table in tables:
        rows = [list(islice(column, len(table.cases))) for column in answers]
        parts.append("\n".join(_section(table, columns, rows)))
    return "\n".join(parts).rstrip("\n") + "\n" + (f"\n{besides}" if besides else "")


def _sums(tables: Sequence[Table], columns: Sequence[Column]) -> str:
    cases = [case for table in tables for case in table.cases]
    met = [
        sum(mark(case, rows) == "✓" for case, rows in zip(cases, column.answers, strict=True))
        for column in columns
    ]
    lines = ["| engine | as the specification |", "|---|---|"]
    lines += [
        f"| {column.engine} | {count} of {len(cases)} |"
        for column, count in zip(columns, met, strict=True)
    ]
    return "\n".join(lines) + "\n"


def _section(
    table: Table, columns: Sequence[Column], rows: Sequence[Sequence[Sequence[str]]]
) -> Iterator[str]:
    yield f"## {table.title}\n"
    names = " | ".join(column.engine.split()[0] for column in columns)
    yield f"| case | section | gives | {names} |"
    yield "|---|---|---|" + "---|" * len(columns)
    for at, case in enumerate(table.cases):
        marks = " | ".join(mark(case, column[at]) for column in rows)
        yield f"| `{case.id}` | {case.section} | {_cell(case.gives)} | {marks} |"
    yield ""
    for at, case in enumerate(table.cases):
        others = [
            f"{column.engine.split()[0]} {_cell(answer[at])}"
            for column, answer in zip(columns, rows, strict=True)
            if not case.is_met_by(answer[at])
        ]
        if others:
            yield f"- `{case.id}`: {'; '.join(others)}"
    yield ""


def _cell(rows: Sequence[str]) -> str:
    shown = [
        row.replace("http://example.org/", ":").replace("|", "\\|").replace("\n", " ")
        for row in rows
    ]
    return "no row" if not shown else ", ".join(f"`{row}`" if row else '`""`' for row in shown)
