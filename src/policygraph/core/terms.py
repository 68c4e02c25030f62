"""RDF terms as plain Python values, and the reading of Turtle files.

Terms are strings and named tuples so that a million of them sort and compare at the speed of the
interpreter's own types; no engine is needed to hold them.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from policygraph.core.errors import DataError
from policygraph.core.namespaces import IRI, RDF, XSD


class Literal(NamedTuple):
    """A literal (RDF 1.1 Concepts, section 3.3). ``language`` is lower case or empty."""

    value: str
    datatype: IRI = XSD.string
    language: str = ""


Term = IRI | Literal
Triple = tuple[IRI, IRI, Term]
Quad = tuple[IRI, IRI, Term, IRI]


# What is said of subjects: the values of their properties.
Described = dict[IRI, dict[IRI, list[Term]]]


def describe(triples: Iterable[Triple]) -> Described:
    """What some triples, each of them once, say of their subjects."""
    said: Described = {}
    last: IRI | None = None
    own: dict[IRI, list[Term]] = {}
    for subject, predicate, value in triples:
        if subject is not last:
            last = subject
            known = said.get(subject)
            if known is None:
                own = said[subject] = {}
            else:
                own = known
        if predicate in own:
            own[predicate].append(value)
        else:
            own[predicate] = [value]
    return said


def triples_of(said: Described) -> Iterator[Triple]:
    """The triples that say it."""
    for subject, own in said.items():
        for predicate, values in own.items():
            for value in values:
                yield subject, predicate, value


def count(said: Described) -> int:
    """How many triples say it."""
    return sum(len(values) for own in said.values() for values in own.values())


def text(value: str, language: str = "") -> Literal:
    """A string, or a language-tagged string."""
    return Literal(value, RDF.langString, language) if language else Literal(value)


def integer(value: int) -> Literal:
    """An ``xsd:integer``."""
    return Literal(str(value), XSD.integer)


def decimal(value: float, places: int) -> Literal:
    """An ``xsd:decimal``, rounded to so many places, in its canonical form (0.5, not 0.50)."""
    whole, _, fraction = f"{value:.{places}f}".partition(".")
    return Literal(f"{whole}.{fraction.rstrip('0') or '0'}", XSD.decimal)


def exact_decimal(value: Decimal) -> Literal:
    """An ``xsd:decimal`` of all places, as an engine prints it (0.5, 100)."""
    written = f"{value:f}"
    return Literal(written.rstrip("0").rstrip(".") if "." in written else written, XSD.decimal)


def boolean(value: bool) -> Literal:
    """An ``xsd:boolean``."""
    return Literal("true" if value else "false", XSD.boolean)


def read_turtle(path: Path, *, base: str | None = None) -> Iterator[Triple]:
    """Read a Turtle file without blank nodes.

    Raises:
        DataError: missing, not Turtle (file, line, column), or a blank node in it.
    """
    yield from parse_turtle(_data(path), name=path, base=base)


def kept_turtle(path: Path) -> tuple[Triple, ...]:
    """Read a Turtle file of a vocabulary, which is asked for again and again: parsed anew when it says something else.

    Raises:
        DataError: see `read_turtle`.
    """
    return _parsed(_data(path), str(path))


@lru_cache(maxsize=64)  # the shipped vocabulary twice
def _parsed(data: bytes, name: str) -> tuple[Triple, ...]:
    return tuple(parse_turtle(data, name=name))


def _data(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError("no-such-file", path=path) from None
    except OSError as error:
        raise DataError("cannot-read", path=path, reason=error.strerror) from None


def parse_turtle(
    data: str | bytes, *, name: str | Path, base: str | None = None
) -> Iterator[Triple]:
    """Read Turtle without blank nodes.

    Args:
        data: the Turtle.
        name: what it is called in messages.
        base: what relative IRIs are resolved against.

    Raises:
        DataError: not Turtle (file, line, column), or a blank node in it.
    """
    import pyoxigraph as ox

    data = data.removeprefix("\ufeff") if isinstance(data, str) else data.removeprefix(BOM_UTF8)
    try:
        for quad in ox.parse(input=data, format=ox.RdfFormat.TURTLE, base_iri=base):
            yield (
                _resource(quad.subject, name),
                IRI(quad.predicate.value),
                _term(quad.object, name),
            )
    except SyntaxError as error:
        place = f"{name}:{error.lineno}:{error.offset}" if error.lineno else f"{name}"
        raise DataError("not-in-format", place=place, format="Turtle", reason=error.msg) from None


def _resource(term: object, name: str | Path) -> IRI:
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return IRI(term.value)
    raise DataError("no-plain-iri", name=name, term=str(term))


def _term(term: object, name: str | Path) -> Term:
    import pyoxigraph as ox

    if isinstance(term, ox.Literal):
        return Literal(term.value, IRI(term.datatype.value), term.language or "")
    return _resource(term, name)


# RFC 3987 forbids these anywhere in an IRI; without them nothing can end the <…> around it.
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f-\xa0\ud800-\udfff]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")


def is_iri(words: str) -> bool:
    """Whether a string is an absolute IRI (RFC 3987), and so can stand between ``<`` and ``>``."""
    import pyoxigraph as ox

    if _SCHEME.match(words) is None or _FORBIDDEN.search(words) is not None:
        return False
    try:
        ox.NamedNode(words)
    except ValueError:
        return False
    return True


class BlankNode(str):
    """A blank node; our own graphs have none, the answers of a user's query may."""

    __slots__ = ()


Value = IRI | Literal | BlankNode

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_ESCAPED = re.compile(r'["\\\n\r]')


def encode_literal(literal: Literal) -> str:
    """A literal in N-Triples (RDF 1.1 N-Triples, section 2.4)."""
    value = literal.value
    quoted = f'"{value.translate(_ESCAPES) if _ESCAPED.search(value) else value}"'
    if literal.language:
        return f"{quoted}@{literal.language}"
    return quoted if literal.datatype == XSD.string else f"{quoted}^^<{literal.datatype}>"


def encode_term(term: Value) -> str:
    """A term in N-Triples."""
    if isinstance(term, Literal):
        return encode_literal(term)
    return f"_:{term}" if isinstance(term, BlankNode) else f"<{term}>"


def encode_triple(triple: Triple) -> str:
    """A triple as a line of N-Triples."""
    subject, predicate, value = triple
    return f"<{subject}> <{predicate}> {encode_term(value)} .\n"


def encode_quad(quad: Quad) -> str:
    """A quad as a line of N-Quads."""
    subject, predicate, value, graph = quad
    return f"<{subject}> <{predicate}> {encode_term(value)} <{graph}> .\n"
