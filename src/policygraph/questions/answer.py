"""An answer: typed rows, the same whatever engine gave them."""

from __future__ import annotations

import datetime
from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from policygraph.core.errors import StoreError, UsageError, phrase
from policygraph.core.extras import require
from policygraph.core.messages import Messages, find_language
from policygraph.core.namespaces import IRI, XSD
from policygraph.core.terms import BlankNode, Literal, Value, boolean, integer, text
from policygraph.questions.question import ColumnType
from policygraph.store import Boolean, Graph, Result, Solutions

if TYPE_CHECKING:
    import pandas

Cell = IRI | BlankNode | str | int | Decimal | float | bool | datetime.date | tuple[IRI, ...] | None
_INTEGERS = frozenset(
    (XSD.integer, XSD.nonNegativeInteger, *(IRI(XSD.iri + name) for name in
     ("int", "long", "short", "byte", "unsignedInt", "unsignedLong", "positiveInteger")))
)  # fmt: skip
_say = Messages("questions")
_FLOATS = frozenset((XSD.double, IRI(XSD.iri + "float")))


def normalise(result: Result, columns: Mapping[str, ColumnType]) -> Result:
    """Give every cell the type its column declares.

    Engines differ in how they type what they compute: Virtuoso gives a boolean as the integer 1,
    and keeps xsd:nonNegativeInteger where pyoxigraph gives xsd:integer; an empty GROUP_CONCAT is
    unbound or an empty string, and joins its parts in any order. After this they agree:
    ``integer``, ``boolean``, ``date`` and ``decimal`` have that datatype in canonical form,
    ``string`` has neither language nor other datatype, and ``iris`` is the sorted IRIs with one
    space between them. ``iri`` and ``term`` stay as they are.

    Raises:
        StoreError: a cell is not of its column's type, or a declared column is missing.
    """
    if not isinstance(result, Solutions) or not columns:
        return result
    missing = [name for name in columns if name not in result.variables]
    if missing:
        raise StoreError("column-not-selected", column=missing[0])
    kinds = [columns.get(name, "term") for name in result.variables]
    return Solutions(
        result.variables,
        [
            tuple(
                _typed(cell, kind, name)
                for cell, kind, name in zip(row, kinds, result.variables, strict=True)
            )
            for row in result.rows
        ],
    )


def _typed(cell: Value | None, kind: ColumnType, name: str) -> Value | None:
    if kind == "iris":
        words = cell.value if isinstance(cell, Literal) else ""
        return text(" ".join(sorted(words.split())))
    if cell is None or kind == "term":
        return cell
    if kind == "iri":
        if isinstance(cell, Literal):
            raise StoreError("cell-of-other-type", column=name, cell=repr(cell.value), type="IRI")
        return cell
    if not isinstance(cell, Literal):
        raise StoreError("cell-of-other-type", column=name, cell=f"<{cell}>", type=kind)
    try:
        if kind == "integer":
            return integer(int(cell.value))
        if kind == "boolean":
            return boolean({"true": True, "1": True, "false": False, "0": False}[cell.value])
        if kind == "date":
            return Literal(datetime.date.fromisoformat(cell.value[:10]).isoformat(), XSD.date)
        if kind == "decimal":
            return Literal(format(Decimal(cell.value).normalize(), "f"), XSD.decimal)
    except (ValueError, KeyError, InvalidOperation):
        raise StoreError(
            "cell-of-other-type", column=name, cell=repr(cell.value), type=kind
        ) from None
    return text(cell.value)


def to_python(cell: Value | None, kind: ColumnType) -> Cell:
    """A cell as a Python value.

    Returns:
        `IRI` (a string) for an IRI, a tuple of them for a column of IRIs; `int`, `Decimal`,
        `float`, `bool`, `datetime.date` or `str` by the literal's datatype; ``None`` where unbound.
    """
    if kind == "iris":
        return tuple(map(IRI, cell.value.split())) if isinstance(cell, Literal) else ()
    if not isinstance(cell, Literal):
        return cell
    try:
        if cell.datatype in _INTEGERS:
            return int(cell.value)
        if cell.datatype == XSD.boolean:
            return cell.value in ("true", "1")
        if cell.datatype == XSD.date:
            return datetime.date.fromisoformat(cell.value)
        if cell.datatype == XSD.decimal:
            return Decimal(cell.value)
        if cell.datatype in _FLOATS:
            return float(cell.value)
    except (ValueError, InvalidOperation):
        return cell.value  # an ill-typed literal of the data, as it is printed
    return cell.value


@dataclass(frozen=True)
class Answer:
    """The answer of a query.

    >>> answer = policygraph.ask("measures-per-body", lang="en")
    >>> answer.rows[0].measures
    23
    >>> answer.label(answer.rows[0].body)
    'Ministry of Education, Culture, Sports, Science and Technology'

    Attributes:
        result: of the engine, normalised: rows of terms, a boolean, or triples.
        columns: the declared types.
        language: of the labels, ``ja`` or ``en``.
        labels: of every IRI in the rows.
        sparql: the query as it was asked.
        is_cut: whether there are rows behind these, which a limit left out.
    """

    result: Result
    columns: Mapping[str, ColumnType] = field(default_factory=dict)
    language: str = field(default_factory=find_language)
    labels: Mapping[IRI, str] = field(default_factory=dict)
    sparql: str = ""
    is_cut: bool = False

    @property
    def solutions(self) -> Solutions:
        """The rows as terms.

        Raises:
            UsageError: the query was no SELECT.
        """
        if isinstance(self.result, Solutions):
            return self.result
        kind = "gives-truth" if isinstance(self.result, Boolean) else "gives-triples"
        raise UsageError("answer-without-rows", given=phrase(kind))

    @property
    def kinds(self) -> list[ColumnType]:
        """The type of each column."""
        return [self.columns.get(name, "term") for name in self.solutions.variables]

    @property
    def rows(self) -> list[Any]:
        """The rows as named tuples of Python values (see `to_python`)."""
        row_type = namedtuple("Row", self.solutions.variables, rename=True)  # type: ignore[misc]
        kinds = self.kinds
        return [
            row_type(*(to_python(cell, kind) for cell, kind in zip(row, kinds, strict=True)))
            for row in self.solutions.rows
        ]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.solutions.rows)

    def __bool__(self) -> bool:
        if isinstance(self.result, Boolean):
            return self.result.value
        return bool(self.result.triples if isinstance(self.result, Graph) else self.result.rows)

    def things(self) -> list[set[IRI]]:
        """The things in each column; none where there are no rows."""
        columns = zip(*self.rows, strict=True) if isinstance(self.result, Solutions) else ()
        return [
            {
                iri
                for cell in column
                for iri in (cell if isinstance(cell, tuple) else (cell,))
                if isinstance(iri, IRI)
            }
            for column in columns
        ]

    def label(self, iri: str) -> str:
        """What a thing of the answer is called; the IRI itself where it is not in it."""
        return self.labels.get(IRI(iri), iri)

    def with_labels(self, labelled: Sequence[bool] | None = None) -> Answer:
        """The answer with a column of words ``bodyLabel`` behind each column of things.

        Args:
            labelled: for each column whether it is one of things; looked for where it is missing.
        """
        if labelled is None:
            labelled = self.columns_of_things

        def spread(cells: Iterable[Any], labels: Iterable[Any]) -> tuple[Any, ...]:
            pairs = zip(cells, labels, labelled, strict=True)
            return tuple(cell for pair in pairs for cell in (pair[:2] if pair[2] else pair[:1]))

        names = self.solutions.variables
        rows = []
        for row in self.solutions.rows:
            cells = map(to_python, row, self.kinds)
            labels = (None if cell is None else text(self.label_of(cell) or "") for cell in cells)
            rows.append(spread(row, labels))
        solutions = Solutions(spread(names, (f"{name}Label" for name in names)), rows)
        return replace(self, result=solutions)

    @property
    def columns_of_things(self) -> list[bool]:
        """For each column whether it holds IRIs."""
        return [self.holds_iris(index) for index in range(len(self.kinds))]

    def to_pandas(self, *, labels: bool = False) -> pandas.DataFrame:
        """The rows as a data frame, a column a variable.

        Args:
            labels: see `with_labels`.

        Raises:
            UsageError: pandas is not installed, or the query was no SELECT.
        """
        require("tables", "pandas")
        import pandas as pd

        answer = self.with_labels() if labels else self
        return pd.DataFrame(list(map(tuple, answer.rows)), columns=list(answer.solutions.variables))

    def holds_iris(self, index: int) -> bool:
        """Whether a column is one of IRIs, by its type or, where it has none, by its cells."""
        kind = self.kinds[index]
        if kind != "term":
            return kind in ("iri", "iris")
        return any(isinstance(row[index], IRI) for row in self.solutions.rows)

    def label_of(self, cell: Cell) -> str | None:
        """The label of an IRI, or those of several with 、 or a comma between them."""
        if isinstance(cell, tuple):
            return _say("between", self.language).join(map(self.label, cell))
        return self.label(cell) if isinstance(cell, IRI) else None if cell is None else str(cell)
