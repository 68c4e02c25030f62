"""Quads as lines of text that sort as a build sorts its quads, so that they can be sorted on disk."""

from __future__ import annotations

import re

from policygraph.core.namespaces import IRI
from policygraph.core.terms import Literal, Quad, Term, Triple

# Separators and escapes lie below every character an IRI may have, so that they never disturb
# the order: a tab between terms, \x01 between the parts of a literal, \x02 before an escape.
_ESCAPES = {"\x01": "\x02a", "\x02": "\x02b", "\t": "\x02t", "\n": "\x02n", "\r": "\x02r"}
_UNESCAPES = {escaped[1]: plain for plain, escaped in _ESCAPES.items()}
_SPECIAL = re.compile("[\x01\x02\t\n\r]")
_ESCAPED = re.compile("\x02(.)")


def _encode(term: Term) -> str:
    if isinstance(term, IRI):
        return f"0{term}"
    value = term.value
    if _SPECIAL.search(value):
        value = _SPECIAL.sub(lambda found: _ESCAPES[found[0]], value)
    return f"1{value}\x01{term.datatype}\x01{term.language}"


def _decode(words: str) -> Term:
    if words[0] == "0":
        return IRI(words[1:])
    value, datatype, language = words[1:].split("\x01")
    if "\x02" in value:
        value = _ESCAPED.sub(lambda found: _UNESCAPES[found[1]], value)
    return Literal(value, IRI(datatype), language)


def quad_record(quad: Quad) -> str:
    """A quad as a line that sorts by graph, subject, predicate and object."""
    subject, predicate, value, graph = quad
    return f"{graph}\t{subject}\t{predicate}\t{_encode(value)}\n"


def triple_record(triple: Triple) -> str:
    """A triple as a line that sorts by subject, predicate and object."""
    subject, predicate, value = triple
    return f"{subject}\t{predicate}\t{_encode(value)}\n"


def read_quad_record(line: str) -> Quad:
    """The quad of a line."""
    graph, subject, predicate, value = line[:-1].split("\t")
    return IRI(subject), IRI(predicate), _decode(value), IRI(graph)


def read_triple_record(line: str) -> Triple:
    """The triple of a line."""
    subject, predicate, value = line[:-1].split("\t")
    return IRI(subject), IRI(predicate), _decode(value)
