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
from policygraph.core.terms import Literal, Quad, Term, Triple, encode_literal

_WIDTH: Final = 100  # characters of a line, beyond which its values go on below
_KEPT: Final = 10_000  # short forms that are kept at a time
_BARE: Final = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.boolean: re.compile("true|false"),
}
_LANGUAGES: Final = {"": 0, "ja": 1, "en": 2}


class Blocks:
    """Writes subjects as blocks of text, and knows which prefixes they use.

    Args:
        prefixes: that may be used.

    Attributes:
        used: the names of those that were.
        is_relative: whether an IRI below our base was written as a path.
    """

    def __init__(self, prefixes: Mapping[str, str] = PREFIXES) -> None:
        self.prefixes = prefixes
        self.used: set[str] = set()
        self.is_relative = False
        self._shorten = Shortener(prefixes)
        self._short: dict[str, str] = {}

    def name(self, iri: str) -> str:
        """An IRI as it is written."""
        short = self._short.get(iri)
        if short is None:
            short = self._shorten(iri)
            if short[0] == "<":  # of a document, most of them seen once
                self.is_relative |= len(short) - 2 != len(iri)
            else:
                self.used.add(short.partition(":")[0])
                if len(self._short) >= _KEPT:
                    self._short.clear()
                self._short[iri] = short
        return short

    def _value(self, value: Term) -> str:
        if isinstance(value, IRI):
            return self.name(value)
        datatype = value.datatype
        if value.language or datatype == XSD.string:
            return encode_literal(value)
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(value.value):
            return value.value
        return f"{encode_literal(Literal(value.value))}^^{self.name(datatype)}"

    def block(self, subject: IRI, triples: Iterable[Triple | Quad]) -> str:
        """A subject with what is said of it, its properties in their order, and a blank line."""
        name = self.name(subject)
        said: list[str] = []
        for predicate, same in groupby(triples, key=itemgetter(1)):
            values = [triple[2] for triple in same]
            if len(values) > 1:
                values.sort(key=_value_order)
            verb = "a" if predicate == RDF.type else self.name(predicate)
            line = f"    {verb} {self._value(values[0])}"
            for value in values[1:]:
                words = self._value(value)
                if len(line) - line.rfind("\n") + len(words) > _WIDTH:
                    line += f" ,\n        {words}"
                else:
                    line += f" , {words}"
            said.append(line)
        lines = " ;\n".join(said)
        return f"{name}\n{lines} .\n\n"

    def add(self, other: Blocks) -> None:
        """Use what the blocks of another use, too."""
        self.used |= other.used
        self.is_relative |= other.is_relative

    def header(self) -> str:
        """The declarations that the blocks written so far need."""
        lines = [f"@base <{BASE}> .\n"] if self.is_relative else []
        lines += [f"@prefix {name}: <{self.prefixes[name]}> .\n" for name in sorted(self.used)]
        return "".join(lines) + "\n" if lines else ""


def _value_order(value: Term) -> tuple[bool, int, str]:
    """IRIs before literals, Japanese before English."""
    if isinstance(value, IRI):
        return False, 0, value
    return True, _LANGUAGES.get(value.language, 3), value.value


def write_turtle(
    triples: Iterable[Triple], out: IO[bytes], *, prefixes: Mapping[str, str] = PREFIXES
) -> None:
    """Write triples as Turtle.

    Args:
        triples: those of one subject together, those of one property of it together.
        out: where they go.
        prefixes: that may be used.
    """
    blocks = Blocks(prefixes)
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
