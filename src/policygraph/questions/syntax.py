"""What has to be known of a SPARQL text before an engine sees it.

Not a parser: the text is cut into comments, IRIs, strings, names and the rest (SPARQL 1.1, section
19.8), enough to tell a query from an update, to see ``SERVICE``, and to find the ``VALUES`` of a
parameter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from policygraph.core.errors import DataError, UsageError

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
_FORMS: tuple[Form, ...] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<space>\s+)
  | (?P<iri><[^\x00-\x20<>"{}|^`\\]*>)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)
      (?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.))?)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query. ``kind`` is the name of a group of the pattern above."""

    kind: str
    text: str
    begin: int
    end: int


def tokens(sparql: str) -> Iterator[Token]:
    """The pieces of a query, without comments and white space."""
    for match in _TOKEN.finditer(sparql):
        kind = match.lastgroup or "sign"
        if kind not in ("comment", "space"):
            yield Token(kind, match[0], match.start(), match.end())


def query_form(sparql: str) -> Form:
    """Tell what kind of answer a query asks for.

    Raises:
        UsageError: it is empty, or an update or something else that is not a query.
    """
    found = iter(tokens(sparql))
    for token in found:
        word = token.text.upper()
        if word == "BASE":
            next(found, None)
        elif word == "PREFIX":
            next(found, None)
            next(found, None)
        elif word in _FORMS:
            return _FORMS[_FORMS.index(word)]
        else:
            raise UsageError(
                f'the query begins with "{token.text}"; give a SELECT, ASK, CONSTRUCT or DESCRIBE'
                " (nothing else is run, so that a query changes nothing)"
            )
    raise UsageError("the query is empty")


def calls_service(sparql: str) -> bool:
    """Whether a query may dial out with ``SERVICE``.

    Engines disagree on where a keyword ends (``SERVICE:x``) and on ``\\u0053ERVICE``, so every word
    and prefix that holds it counts. An IRI, a string, a variable, a comment or the part of a name
    behind its colon does not.
    """
    return any(
        "service" in token.text.partition(":")[0].lower()
        for text in {sparql, unescape_code_points(sparql)}
        for token in tokens(text)
        if token.kind in ("word", "name")
    )


def unescape_code_points(sparql: str) -> str:
    """Replace ``\\uXXXX`` and ``\\UXXXXXXXX`` (SPARQL 1.1, section 19.2)."""

    def sign(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]

    return _CODE_POINT.sub(sign, sparql)


@dataclass(frozen=True, slots=True)
class ValuesBlock:
    """``VALUES ?name { … }``. ``begin`` and ``end`` are where the text within the braces lies."""

    name: str
    begin: int
    end: int


def values_blocks(sparql: str) -> list[ValuesBlock]:
    """The ``VALUES`` with one variable, in the order of the text.

    Raises:
        DataError: one is never closed.
    """
    held = list(tokens(sparql))
    blocks = []
    for index, token in enumerate(held[:-2]):
        name, brace = held[index + 1], held[index + 2]
        if token.kind == "word" and token.text.upper() == "VALUES" and name.kind == "variable":
            if brace.text != "{":
                raise DataError(f"VALUES {name.text} is not followed by {{")
            close = next((t for t in held[index + 3 :] if t.text == "}"), None)
            if close is None:
                raise DataError(f"VALUES {name.text} {{ is never closed with }}")
            blocks.append(ValuesBlock(name.text[1:], brace.end, close.begin))
    return blocks


def replace_values(sparql: str, values: dict[str, str]) -> str:
    """Put other terms between the braces of ``VALUES ?name { … }``.

    Args:
        sparql: the query.
        values: encoded terms by variable.

    Raises:
        DataError: a variable has no such block.
    """
    blocks = [block for block in values_blocks(sparql) if block.name in values]
    missing = sorted(values.keys() - {block.name for block in blocks})
    if missing:
        raise DataError(f"the query has no VALUES ?{missing[0]} {{ … }} for its parameter")
    for block in reversed(blocks):
        sparql = f"{sparql[: block.begin]} {values[block.name]} {sparql[block.end :]}"
    return sparql
