"""SPARQL as tokens: what has to be known of a text before an engine sees it.

Not a parser: the text is cut into comments, IRIs, strings, names and the rest (SPARQL 1.1, section
19.8), enough to tell a query from an update and to see which graphs it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policygraph.core.errors import StoreError

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


def unescape_code_points(sparql: str) -> str:
    """Replace ``\\uXXXX`` and ``\\UXXXXXXXX`` (SPARQL 1.1, section 19.2)."""

    def sign(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]

    return _CODE_POINT.sub(sign, sparql)


MOST_DEPTH: Final = 200  # brackets in one another
MOST_STEPS: Final = 2000  # signs and words by which patterns and expressions are put together
_OPEN, _CLOSED = frozenset("{(["), frozenset("})]")
_STEPS = frozenset("!+-*/|&^")
_STEP_WORDS = frozenset(
    ["BIND", "EXISTS", "FILTER", "GRAPH", "IN", "MINUS", "OPTIONAL", "SERVICE", "UNION", "VALUES"]
)


def check_depth(sparql: str) -> None:
    """Check that a parser that calls itself for each bracket and sign comes to an end of a text.

    An engine's does so on the stack of the process, which ends with it.

    Raises:
        StoreError: it is too deep or too long.
    """
    if len(sparql) < min(MOST_DEPTH, MOST_STEPS):
        return
    if sum(map(sparql.count, _OPEN)) < MOST_DEPTH and len(sparql) < MOST_STEPS:
        return
    depth = steps = 0
    for token in tokens(sparql):
        depth += (token.text in _OPEN) - (token.text in _CLOSED)
        steps += token.text in _STEPS or token.text.upper() in _STEP_WORDS
        if depth > MOST_DEPTH or steps > MOST_STEPS:
            raise StoreError("query-too-deep", depth=MOST_DEPTH, steps=f"{MOST_STEPS:,}")


_UPDATES = frozenset(
    ["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"]
)


def first_word(sparql: str) -> str:
    """The first word behind the prologue, as it stands there: what a text is (SPARQL 1.1, section 19.8).

    Empty where there is none.
    """
    found = tokens(unescape_code_points(sparql))
    for token in found:
        word = token.text.upper()
        if word not in ("BASE", "PREFIX"):
            return token.text
        # Behind BASE is an IRI; behind PREFIX a name and an IRI.
        for _ in range(1 if word == "BASE" else 2):
            next(found, None)
    return ""


def is_update(sparql: str) -> bool:
    """Whether a text is an update (SPARQL 1.1 Update, section 3)."""
    return first_word(sparql).upper() in _UPDATES


def makes_triples(sparql: str) -> bool:
    """Whether a query is a CONSTRUCT or DESCRIBE."""
    return first_word(sparql).upper() in ("CONSTRUCT", "DESCRIBE")


def has_dataset(sparql: str) -> bool:
    """Whether a query names the graphs it sees, with ``FROM`` or ``FROM NAMED``."""
    if "from" not in sparql.lower() and "\\" not in sparql:
        return False  # a page asks twenty queries; to look at each word of all would take a third of its time
    return any(map(_names_graphs, {sparql, unescape_code_points(sparql)}))


def _names_graphs(sparql: str) -> bool:
    before = ""
    prefixes = set()
    for token in tokens(sparql):
        # Oxigraph reads FROM:x as FROM :x, unless "from" is a prefix.
        word, colon, _ = token.text.partition(":")
        if before.upper() == "PREFIX":
            prefixes.add(word)
        elif (
            token.kind in ("word", "name")
            and word.upper() in ("FROM", "FROMNAMED")
            and not (colon and word in prefixes)
            and before != "@"  # of a language
        ):
            return True
        before = token.text
    return False
