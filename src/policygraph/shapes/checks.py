"""Checks as queries: every row is a problem.

What depends on the named graph that a triple stands in, and what is about the graph as a whole, is
a query in ``queries/checks`` and not a shape. The first column is the node it is about; ``?path``
and ``?value`` are optional.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from policygraph.core.errors import DataError, UsageError, phrase
from policygraph.core.namespaces import BASE
from policygraph.core.resources import resource
from policygraph.questions.front_matter import check_keys, read_bilingual, read_front_matter
from policygraph.questions.question import read_text_file
from policygraph.shapes.result import Rule, Severity, ValidationResult
from policygraph.store import Solutions, Store

_REQUIRED = ("title", "problem", "solution", "severity", "tags", "columns")


@dataclass(frozen=True, slots=True)
class Check:
    """A check query.

    Attributes:
        rule: what people are told of it; its id is the stem of the file.
        columns: of its rows; the first is the node that a row is about.
    """

    rule: Rule
    columns: tuple[str, ...]
    sparql: str
    file: Path

    def run(self, store: Store) -> list[ValidationResult]:
        """Ask it of any store.

        Raises:
            StoreError: the engine does not answer.
            DataError: the rows do not have the columns that the front matter names.
        """
        answer = store.query(self.sparql)
        if not isinstance(answer, Solutions) or set(answer.variables) != set(self.columns):
            raise DataError("check-gives-other", file=self.file, columns=", ".join(self.columns))
        results = []
        for values in answer.rows:
            row = dict(zip(answer.variables, values, strict=True))
            focus = row[self.columns[0]]
            if focus is None:
                continue
            path = row.get("path")
            results.append(
                ValidationResult(
                    focus=focus,
                    path=f"<{path}>" if path is not None else None,
                    value=row.get("value"),
                    severity=self.rule.severity,
                    source=self.rule.id,
                )
            )
        return results


def read_check(path: Path) -> Check:
    """Read a check.

    Raises:
        DataError: a key of the front matter is missing, unknown or wrong.
    """
    found, sparql = read_front_matter(read_text_file(path), path.name)
    check_keys(found, _REQUIRED, (), path.name, phrase("a-check"))
    columns = found["columns"]
    if not isinstance(columns, dict) or not columns:
        raise DataError("check-columns", file=path.name)
    try:
        severity = Severity.named(str(found["severity"]))
    except UsageError as error:
        raise DataError("problem-of", name=path.name, problem=error) from None
    rule = Rule(
        iri=f"{BASE}check/{path.stem}",
        id=path.stem,
        names=read_bilingual(found["title"], path.name, "title"),
        messages=read_bilingual(found["problem"], path.name, "problem"),
        severity=severity,
        severity_iri=severity.iri,
        solutions=read_bilingual(found["solution"], path.name, "solution"),
    )
    return Check(rule, tuple(columns), sparql, path)


def find_checks(folder: Path | None = None) -> list[Check]:
    """The checks of a folder, sorted by id; those that ship with the package if it is missing."""
    return [read_check(p) for p in sorted((folder or resource("queries", "checks")).glob("*.rq"))]
