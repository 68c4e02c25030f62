"""A saved question: a SPARQL file that says in its front matter what it asks and answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from policygraph.core.errors import DataError, phrase
from policygraph.core.messages import Message
from policygraph.core.namespaces import BASE, IRI
from policygraph.core.prefixes import expand
from policygraph.core.terms import is_iri
from policygraph.questions.front_matter import check_keys, read_bilingual, read_front_matter

ParameterType = Literal["iri", "string", "spelling", "words", "integer", "date"]
ColumnType = Literal["iri", "iris", "string", "integer", "decimal", "boolean", "date", "term"]
ChartKind = Literal["bars", "grid"]
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_KEYS = ("title", "question", "tags", "params", "columns")  # of a question of the catalogue
_CHART_COLUMNS = {"bars": 1, "grid": 2}  # of things
_NAME = re.compile(r"[a-z][A-Za-z0-9]*")
# What `policygraph.ask` takes for itself beside the parameters of a question.
RESERVED = frozenset(
    ("question", "graph", "lang", "language", "timeout", "allow_service", "limit", "offset")
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question; it goes in as ``VALUES ?name { … }``.

    Attributes:
        name: of the variable.
        type: ``spelling`` is a string that is searched for however it is typed (half width, decomposed,
            with radicals), ``words`` one that is searched for with its synonyms, too.
        of: for an IRI, the concept schemes and classes it must come from; none for any thing.
        example: as a user would write it; the file itself holds the same value.
    """

    name: str
    type: ParameterType
    of: tuple[IRI, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Chart:
    """How the rows of an answer are drawn.

    Attributes:
        kind: ``bars`` of one thing a row, or a ``grid`` of two.
        of: the columns of the things: one, or rows and columns of the grid.
        count: the column of what is drawn.
    """

    kind: ChartKind
    of: tuple[str, ...]
    count: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question.

    >>> question = policygraph.Question("own", "", "ASK { ?subject ?property ?value }")
    >>> policygraph.ask(question).result
    Boolean(value=True)

    Attributes:
        id: the stem of its file.
        topic: the folder of its file.
        title, question: by language, ``ja`` and ``en``; empty for a query without front matter.
        tags: under which the catalogue lists it.
        params: in the order of the file.
        columns: the types of the answer's columns, in order.
        empty: why the answer may have no rows, by language; else empty.
        chart: how its rows are drawn, if they are.
        sparql: valid as it stands, with the examples as values.
    """

    id: str
    topic: str
    sparql: str
    title: dict[str, str] = field(default_factory=dict)
    question: dict[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    params: tuple[Parameter, ...] = ()
    columns: dict[str, ColumnType] = field(default_factory=dict)
    empty: dict[str, str] = field(default_factory=dict)
    chart: Chart | None = None


def read_question(path: Path) -> Question:
    """Read a file of the catalogue, whose front matter must be whole.

    Raises:
        DataError: not a file, not UTF-8, or the front matter is wrong (the key that is).
    """
    if not _ID.fullmatch(path.stem):
        raise DataError("question-file-name", file=path.name)
    text = read_text_file(path)
    return parse_question(text, name=path.name, id_=path.stem, topic=path.parent.name)


def parse_question(text: str, *, name: str, id_: str = "", topic: str = "") -> Question:
    """Read a query with or without front matter.

    Args:
        text: of the whole file.
        name: of the file, for messages.
        id_, topic: of a question of the catalogue, which lacks no key.

    Raises:
        DataError: the front matter is wrong.
    """
    found, sparql = read_front_matter(text, name)
    check_keys(found, _KEYS if id_ else (), (*_KEYS, "empty", "chart"), name, phrase("a-question"))
    bilingual = {
        key: read_bilingual(found[key], name, key) if key in found else {}
        for key in ("title", "question", "empty")
    }
    tags = found.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) and tag for tag in tags):
        raise DataError("tags-no-list", name=name)
    columns: dict[str, ColumnType] = {
        key: _type(value, ColumnType, name, phrase("a-column", column=key))
        for key, value in _variables(found, "columns", name).items()
    }
    return Question(
        id=id_,
        topic=topic,
        sparql=sparql,
        tags=tuple(tags),
        params=tuple(
            _parameter(key, value, name) for key, value in _variables(found, "params", name).items()
        ),
        columns=columns,
        chart=_chart(found["chart"], columns, name) if "chart" in found else None,
        **bilingual,
    )


def read_text_file(path: Path) -> str:
    """Read a file of UTF-8.

    Raises:
        DataError: missing, unreadable or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DataError("no-such-file", path=path) from None
    except UnicodeDecodeError as error:
        raise DataError("not-utf8", path=path, byte=error.start) from None
    except OSError as error:
        raise DataError("cannot-read", path=path, reason=error.strerror) from None


def _variables(found: dict[str, Any], key: str, name: str) -> dict[str, Any]:
    """A mapping whose keys name columns or parameters."""
    values = found.get(key, {})
    if not isinstance(values, dict):
        raise DataError("key-no-mapping", name=name, key=key)
    for variable in values:
        if not isinstance(variable, str) or not _NAME.fullmatch(variable):
            raise DataError("no-variable-name", name=name, variable=variable)
    return values


def _type(value: Any, kinds: Any, name: str, what: Message) -> Any:
    """One of the words of a literal type."""
    known = get_args(kinds)
    if value not in known:
        raise DataError("no-type", name=name, what=what, type=value, known=", ".join(known))
    return value


def _parameter(variable: str, value: Any, name: str) -> Parameter:
    what = phrase("a-parameter", parameter=variable)
    if variable in RESERVED:
        raise DataError("reserved-parameter", name=name, parameter=variable)
    if not isinstance(value, dict):
        raise DataError("needs-type-and-example", name=name, what=what)
    check_keys(value, ("type", "example"), ("of",), name, what)
    of = value.get("of", [])
    return Parameter(
        name=variable,
        type=_type(value["type"], ParameterType, name, what),
        of=tuple(_scope(entry, name) for entry in (of if isinstance(of, list) else [of])),
        example=str(value["example"]),
    )


def _chart(value: Any, columns: dict[str, ColumnType], name: str) -> Chart:
    what = phrase("a-chart")
    if not isinstance(value, dict):
        raise DataError("key-no-mapping", name=name, key="chart")
    check_keys(value, ("kind", "of", "count"), (), name, what)
    kind = _type(value["kind"], ChartKind, name, what)
    of = value["of"] if isinstance(value["of"], list) else [value["of"]]
    wanted = [(column, None) for column in of] + [(value["count"], ("integer", "decimal"))]
    for column, kinds in wanted:
        if column not in columns or (kinds and columns[column] not in kinds):
            raise DataError("chart-of-no-column", name=name, column=column)
    if len(of) != _CHART_COLUMNS[kind]:
        raise DataError("chart-of-columns", name=name, kind=kind, count=_CHART_COLUMNS[kind])
    return Chart(kind, tuple(of), value["count"])


def _scope(entry: Any, name: str) -> IRI:
    """A scheme by its name (``actor``) or a class by its CURIE (``pol:Measure``)."""
    is_scheme = re.fullmatch("[a-z-]+", str(entry)) is not None
    iri = IRI(f"{BASE}concept/{entry}/") if is_scheme else expand(str(entry))
    if iri is None or not is_iri(iri):
        raise DataError("no-scheme-or-class", name=name, entry=entry)
    return iri
