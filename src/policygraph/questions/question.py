"""A saved question: a SPARQL file that says in its front matter what it asks and answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from policygraph.core.errors import DataError
from policygraph.core.namespaces import BASE, IRI
from policygraph.core.prefixes import expand
from policygraph.core.terms import is_iri
from policygraph.questions.front_matter import check_keys, read_bilingual, read_front_matter

ParameterType = Literal["iri", "string", "words", "integer", "date"]
ColumnType = Literal["iri", "iris", "string", "integer", "decimal", "boolean", "date", "term"]
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_NAME = re.compile(r"[a-z][A-Za-z0-9]*")
# What `policygraph.questions` takes for itself beside the parameters of a question.
RESERVED = frozenset(("question", "graph", "lang", "language", "timeout", "allow_service"))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question; it goes in as ``VALUES ?name { … }``.

    Attributes:
        name: of the variable.
        type: ``words`` is a string that is searched for with its synonyms and in all widths.
        of: for an IRI, the concept schemes and classes it must come from; none for any thing.
        example: as a user would write it; the file itself holds the same value.
    """

    name: str
    type: ParameterType
    of: tuple[IRI, ...]
    example: str


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


def read_question(path: Path) -> Question:
    """Read a file of the catalogue, whose front matter must be whole.

    Raises:
        DataError: not a file, not UTF-8, or the front matter is wrong (the key that is).
    """
    found, _ = read_front_matter(text := read_text_file(path), path.name)
    if not _ID.fullmatch(path.stem):
        raise DataError(f"{path.name}: name it in lower case with hyphens; the stem is the id")
    check_keys(
        found,
        ("title", "question", "tags", "params", "columns"),
        ("empty",),
        path.name,
        "a question",
    )
    return parse_question(text, name=path.name, id_=path.stem, topic=path.parent.name)


def parse_question(text: str, *, name: str, id_: str = "", topic: str = "") -> Question:
    """Read a query with or without front matter.

    Args:
        text: of the whole file.
        name: of the file, for messages.
        id_, topic: of a question of the catalogue.

    Raises:
        DataError: the front matter is wrong.
    """
    found, sparql = read_front_matter(text, name)
    keys = ("title", "question", "tags", "params", "columns", "empty")
    check_keys(found, (), keys, name, "a question")
    return Question(
        id=id_,
        topic=topic,
        sparql=sparql,
        title=_bilingual(found, "title", name),
        question=_bilingual(found, "question", name),
        tags=_tags(found.get("tags", []), name),
        params=tuple(
            _parameter(key, value, name) for key, value in _mapping(found, "params", name).items()
        ),
        columns={
            _variable(key, name): _column(key, value, name)
            for key, value in _mapping(found, "columns", name).items()
        },
        empty=_bilingual(found, "empty", name),
    )


def read_text_file(path: Path) -> str:
    """Read a file of UTF-8.

    Raises:
        DataError: missing, unreadable or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DataError(f"{path}: no such file") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 at byte {error.start}") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from None


def _bilingual(found: dict[str, Any], key: str, name: str) -> dict[str, str]:
    return read_bilingual(found[key], name, key) if key in found else {}


def _mapping(found: dict[str, Any], key: str, name: str) -> dict[Any, Any]:
    value = found.get(key, {})
    if not isinstance(value, dict):
        raise DataError(f"{name}: {key} is not a mapping; write {key}: {{}} where there are none")
    return value


def _tags(value: Any, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(tag, str) and tag for tag in value):
        raise DataError(f"{name}: tags is not a list of words")
    return tuple(value)


def _variable(key: Any, name: str) -> str:
    if not isinstance(key, str) or not _NAME.fullmatch(key):
        raise DataError(f'{name}: "{key}" cannot name a column or parameter; write it likeThis')
    return key


def _column(key: str, value: Any, name: str) -> ColumnType:
    for known in get_args(ColumnType):
        if value == known:
            return known  # type: ignore[no-any-return]
    known_types = ", ".join(get_args(ColumnType))
    raise DataError(f'{name}: the column "{key}" has no type "{value}"; known are {known_types}')


def _parameter(key: Any, value: Any, name: str) -> Parameter:
    variable = _variable(key, name)
    if variable in RESERVED:
        raise DataError(f'{name}: a parameter cannot be called "{variable}"')
    if not isinstance(value, dict):
        raise DataError(f'{name}: the parameter "{key}" needs a type and an example')
    check_keys(value, ("type", "example"), ("of",), name, f'the parameter "{key}"')
    kinds = get_args(ParameterType)
    if value["type"] not in kinds:
        raise DataError(
            f'{name}: the parameter "{key}" has no type "{value["type"]}"; known are {", ".join(kinds)}'
        )
    of = value.get("of", [])
    return Parameter(
        name=variable,
        type=value["type"],
        of=tuple(_scope(entry, name) for entry in (of if isinstance(of, list) else [of])),
        example=str(value["example"]),
    )


def _scope(entry: Any, name: str) -> IRI:
    """A scheme by its name (``actor``) or a class by its CURIE (``pol:Measure``)."""
    is_scheme = re.fullmatch("[a-z-]+", str(entry)) is not None
    iri = IRI(f"{BASE}concept/{entry}/") if is_scheme else expand(str(entry))
    if iri is None or not is_iri(iri):
        raise DataError(
            f'{name}: "{entry}" is neither a concept scheme (actor) nor a class (pol:Measure)'
        )
    return iri
