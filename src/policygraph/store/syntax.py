"""SPARQL as tokens: what has to be known of a text before an engine sees it.

Not a parser: the text is cut into comments, IRIs, strings, names and the rest (SPARQL 1.1, section
19.8), enough to tell a query from an update and to see which graphs it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

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


_UPDATES = frozenset(
    ["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"]
)


def is_update(sparql: str) -> bool:
    """Whether a text is an update: by the first word behind its prologue (SPARQL 1.1 Update, section 3)."""
    held = list(tokens(unescape_code_points(sparql)))
    at = 0
    while at < len(held) and held[at].text.upper() in ("BASE", "PREFIX"):
        at += 2 if held[at].text.upper() == "BASE" else 3
    return at < len(held) and held[at].text.upper() in _UPDATES


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
