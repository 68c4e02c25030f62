"""Checks as queries: every row is a problem.

What depends on the named graph that a triple stands in, and what is about the graph as a whole, is
a query in ``queries/checks`` and not a shape. The first column is the node it is about; ``?path``
and ``?value`` are optional.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from policygraph.core.errors import DataError, UsageError
from policygraph.core.resources import resource
from policygraph.questions.front_matter import check_keys, read_bilingual, read_front_matter
from policygraph.questions.question import read_text_file
from policygraph.shapes.result import Result, Severity
from policygraph.store import Solutions, Store

_REQUIRED = ("title", "problem", "solution", "severity", "tags", "columns")


@dataclass(frozen=True, slots=True)
class Check:
    """A check query.

    Attributes:
        id: the stem of its file.
        title, problem, solution: by language.
        columns: of its rows; the first is the node that a row is about.
    """

    id: str
    title: dict[str, str]
    problem: dict[str, str]
    solution: dict[str, str]
    severity: Severity
    columns: tuple[str, ...]
    sparql: str
    file: Path

    def run(self, store: Store) -> list[Result]:
        """Ask it of any store.

        Raises:
            StoreError: the engine does not answer.
            DataError: the rows do not have the columns that the front matter names.
        """
        answer = store.query(self.sparql)
        if not isinstance(answer, Solutions) or set(answer.variables) != set(self.columns):
            raise DataError(f"{self.file}: does not give the columns {', '.join(self.columns)}")
        results = []
        for values in answer.rows:
            row = dict(zip(answer.variables, values, strict=True))
            focus = row[self.columns[0]]
            if focus is None:
                continue
            path = row.get("path")
            results.append(
                Result(
                    focus=focus,
                    path=f"<{path}>" if path is not None else None,
                    value=row.get("value"),
                    severity=self.severity,
                    source=self.id,
                )
            )
        return results


def read_check(path: Path) -> Check:
    """Read a check.

    Raises:
        DataError: a key of the front matter is missing, unknown or wrong.
    """
    found, sparql = read_front_matter(read_text_file(path), path.name)
    check_keys(found, _REQUIRED, (), path.name, "a check")
    columns = found["columns"]
    if not isinstance(columns, dict) or not columns:
        raise DataError(f"{path.name}: columns is a mapping of at least one column to its type")
    try:
        severity = Severity.named(str(found["severity"]))
    except UsageError as error:
        raise DataError(f"{path.name}: {error}") from None
    return Check(
        id=path.stem,
        title=read_bilingual(found["title"], path.name, "title"),
        problem=read_bilingual(found["problem"], path.name, "problem"),
        solution=read_bilingual(found["solution"], path.name, "solution"),
        severity=severity,
        columns=tuple(columns),
        sparql=sparql,
        file=path,
    )


def find_checks(folder: Path | None = None) -> list[Check]:
    """The checks of a folder, sorted by id; those that ship with the package if it is missing."""
    return [read_check(p) for p in sorted((folder or resource("queries", "checks")).glob("*.rq"))]


def run_checks(checks: Iterable[Check], store: Store) -> list[Result]:
    """The results of all checks."""
    return [result for check in checks for result in check.run(store)]
