"""The tables of tests/engines: a query, what SPARQL 1.1 says it gives, and where it says so."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "tests" / "engines"
DATA = FOLDER / "data.ttl"
_PROLOGUE = """\
PREFIX : <http://example.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A query and what it gives.

    Attributes:
        id: unique in its table.
        section: of SPARQL 1.1 Query Language, where no other document is named.
        query: whole, with its prologue.
        gives: rows, their values joined by `` | ``; ``-`` is an unbound value.
        allowed: further rows, each of which may stand for a row of `gives`.
        ordered: whether the order of the rows counts.
        beyond: the specification has no answer, and `gives` is what XPath would say.
    """

    id: str
    section: str
    query: str
    gives: tuple[str, ...]
    allowed: tuple[str, ...] = ()
    ordered: bool = False
    beyond: bool = False

    def is_met_by(self, rows: Sequence[str]) -> bool:
        """Whether these rows are an answer that is allowed."""
        found = list(rows) if self.ordered else sorted(rows)
        right = list(self.gives) if self.ordered else sorted(self.gives)
        return found == right or (len(found) == 1 and found[0] in self.allowed)


@dataclass(frozen=True, slots=True)
class Table:
    """The cases of one file."""

    title: str
    cases: tuple[Case, ...]


def read_tables(folder: Path = FOLDER) -> list[Table]:
    """The tables, by their file names.

    Raises:
        KeyError: a case lacks what it has to have.
    """
    tables = []
    for path in sorted(folder.glob("*.toml")):
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        tables.append(Table(read["title"], tuple(_case(entry) for entry in read["case"])))
    return tables


def _case(entry: dict[str, object]) -> Case:
    rows, allowed = entry["gives"], entry.get("or", [])
    expression = entry.get("x")
    if rows in (["true"], ["false"]):  # in words, since some engines write a boolean as 1 or 0
        expression = f'IF({expression}, "true", "false")'
    query = str(entry["query"]) if "query" in entry else f"SELECT ({expression} AS ?x) {{ }}"
    assert isinstance(rows, list)
    assert isinstance(allowed, list)
    prologue = f"{entry['prologue']}\n" if "prologue" in entry else ""
    return Case(
        str(entry["id"]),
        str(entry["section"]),
        f"{_PROLOGUE}{prologue}{query}",
        tuple(rows),
        tuple(allowed),
        bool(entry.get("ordered")),
        bool(entry.get("beyond")),
    )
