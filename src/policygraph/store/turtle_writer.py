"""Turtle and TriG as a person reads them: a subject's properties line by line, a blank line behind it.

What stands in the file, and in which order, is the caller's (`policygraph.core.reading_order`); only
prefixes that are used are declared. The same triples in the same order give the same bytes.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from shutil import copyfileobj
from typing import IO, Final

from policygraph.core.namespaces import BASE, IRI, RDF, XSD
from policygraph.core.prefixes import PREFIXES, Shortener
from policygraph.core.reading_order import predicate_key
from policygraph.core.terms import Literal, Quad, Term, Triple, encode_literal

_WIDTH: Final = 100  # characters of a line, beyond which its values go on below
_KEPT: Final = 500_000  # terms that are kept at a time
_BARE: Final = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.boolean: re.compile("true|false"),
}
_LANGUAGES: Final = {"": 0, "ja": 1, "en": 2}


class Words(dict[Term, str]):
    """Terms as they are written; one that comes again is not written anew.

    Args:
        prefixes: that may be used.

    Attributes:
        used: the names of those that were.
        is_relative: whether an IRI below our base was written as a path.
    """

    def __init__(self, prefixes: Mapping[str, str] = PREFIXES) -> None:
        super().__init__()
        self.prefixes = prefixes
        self.used: set[str] = set()
        self.is_relative = False
        self._shorten = Shortener(prefixes)

    def __missing__(self, term: Term) -> str:
        if len(self) >= _KEPT:
            self.clear()
        words = self[term] = self._iri(term) if isinstance(term, IRI) else self._literal(term)
        return words

    def _iri(self, iri: IRI) -> str:
        words = self._shorten(iri)
        if words[0] == "<":
            self.is_relative |= len(words) - 2 != len(iri)
        else:
            self.used.add(words.partition(":")[0])
        return words

    def _literal(self, value: Literal) -> str:
        datatype = value.datatype
        if value.language or datatype == XSD.string:
            return encode_literal(value)
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(value.value):
            return value.value
        return f"{encode_literal(Literal(value.value))}^^{self[datatype]}"


class Blocks:
    """Writes subjects as blocks of text.

    Args:
        words: writes the terms, and knows which prefixes they use.
    """

    def __init__(self, words: Words | None = None) -> None:
        self.words = Words() if words is None else words
        self._verbs: dict[IRI, str] = {}
        self._orders: dict[tuple[IRI, ...], list[tuple[IRI, str]]] = {}

    def name(self, iri: IRI) -> str:
        """An IRI as it is written."""
        return self.words[iri]

    def block(self, subject: IRI, triples: Iterable[Triple | Quad]) -> str:
        """A subject with what is said of it, its properties in their order, and a blank line."""
        lines = [
            self.line(predicate, [triple[2] for triple in same])
            for predicate, same in groupby(triples, key=itemgetter(1))
        ]
        return self.of_lines(subject, lines)

    def lines(self, said: Mapping[IRI, list[Term]]) -> list[str]:
        """What is said of a subject: its properties in reading order, each with its values."""
        shape = (*said,)
        order = self._orders.get(shape)
        if order is None:
            order = self._orders[shape] = [
                (predicate, self._verb(predicate)) for predicate in sorted(shape, key=predicate_key)
            ]
        words = self.words
        return [
            verb + words[values[0]]
            if len(values := said[predicate]) == 1
            else self.line(predicate, values)
            for predicate, verb in order
        ]

    def of_lines(self, subject: IRI, lines: Iterable[str]) -> str:
        """A subject with its lines, and a blank line."""
        said = " ;\n".join(lines)
        return f"{self.words[subject]}\n{said} .\n\n"

    def line(self, predicate: IRI, values: list[Term]) -> str:
        """A property with its values."""
        words = self.words
        line = self._verb(predicate)
        if len(values) == 1:
            return line + words[values[0]]
        _sort(values)
        begun = -1  # of the line feed before the last line
        line += words[values[0]]
        for value in values[1:]:
            written = words[value]
            if len(line) - begun + len(written) > _WIDTH:
                begun = len(line) + 2
                line += f" ,\n        {written}"
            else:
                line += f" , {written}"
        return line

    def _verb(self, predicate: IRI) -> str:
        verb = self._verbs.get(predicate)
        if verb is None:
            word = "a" if predicate == RDF.type else self.words[predicate]
            verb = self._verbs[predicate] = f"    {word} "
        return verb

    def header(self) -> str:
        """The declarations that the blocks written so far need."""
        words = self.words
        lines = [f"@base <{BASE}> .\n"] if words.is_relative else []
        lines += [f"@prefix {name}: <{words.prefixes[name]}> .\n" for name in sorted(words.used)]
        return "".join(lines) + "\n" if lines else ""


def _sort(values: list[Term]) -> None:
    """Put the values of a property in order."""
    if isinstance(values[0], IRI):
        try:
            values.sort()
        except TypeError:  # there are literals among them
            pass
        else:
            return
    values.sort(key=_value_order)


def _value_order(value: Term) -> tuple[bool, int, str, str, str]:
    """IRIs before literals, Japanese before English."""
    if isinstance(value, IRI):
        return False, 0, value, "", ""
    rank = _LANGUAGES.get(value.language, 3)
    return True, rank, value.value, value.datatype, value.language


def write_turtle(
    triples: Iterable[Triple], out: IO[bytes], *, prefixes: Mapping[str, str] = PREFIXES
) -> None:
    """Write triples as Turtle.

    Args:
        triples: those of one subject together, those of one property of it together.
        out: where they go.
        prefixes: that may be used.
    """
    blocks = Blocks(Words(prefixes))
    pieces = (blocks.block(subject, same) for subject, same in groupby(triples, itemgetter(0)))
    _write(pieces, blocks, out)


def write_trig(quads: Iterable[Quad], out: IO[bytes]) -> None:
    """Write quads as TriG; those of one graph together, within it as `write_turtle` wants them."""
    blocks = Blocks()
    _write(_graphs(quads, blocks), blocks, out)


def _graphs(quads: Iterable[Quad], blocks: Blocks) -> Iterator[str]:
    for graph, of_graph in groupby(quads, itemgetter(3)):
        yield opening(blocks.name(graph))
        for subject, same in groupby(of_graph, itemgetter(0)):
            yield blocks.block(subject, same)
        yield CLOSING


CLOSING: Final = "}\n\n"  # of a named graph in TriG


def opening(name: str) -> str:
    """How a named graph begins in TriG."""
    return f"{name} {{\n\n"


def _write(pieces: Iterable[str], blocks: Blocks, out: IO[bytes]) -> None:
    """Write pieces behind their prefixes, which are known when the last piece is made."""
    with tempfile.TemporaryFile() as body:
        for piece in pieces:
            body.write(piece.encode())
        out.write(blocks.header().encode())
        body.seek(0)
        copyfileobj(body, out)
