"""RDF/XML that other readers read, where the engine would write what no XML parser takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, Any
from xml.parsers import expat

import pyoxigraph as ox

from policygraph.core.namespaces import IRI
from policygraph.core.terms import Literal
from policygraph.core.xml import find_odd
from policygraph.store.protocol import Statement

_RETURN = b"&#13;"  # a bare carriage return is read as a line feed (XML 1.0, section 2.11)


class KeepsReturns:
    """A binary file for XML in which the carriage returns of values stay what they are."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        """Write a piece of XML whose own line ends are line feeds."""
        self._out.write(bytes(data).replace(b"\r", _RETURN))
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._out, name)


def fit_for_xml(statements: Iterable[Statement], prefixes: dict[str, str]) -> Iterator[Statement]:
    """Statements that XML can hold.

    Args:
        statements: any.
        prefixes: by which the names of elements are written.

    Raises:
        ValueError: a value or a property is not for XML.
    """
    named: set[IRI] = set()
    for statement in statements:
        _, predicate, value = statement
        odd = find_odd(value.value) if isinstance(value, Literal) else ""
        if odd:
            raise ValueError(f"a value has the character {odd}")
        if predicate not in named:
            named.add(predicate)
            _check_element(predicate, prefixes)
        yield statement


def _check_element(predicate: IRI, prefixes: dict[str, str]) -> None:
    """See that a property can be the name of an element, by a parser that many readers stand on.

    Names are those of XML 1.0 up to its fourth edition: no ``５年``, ``・連携`` or ``々々``.
    """
    node = ox.NamedNode("urn:x")
    one = ox.Triple(node, ox.NamedNode(predicate), node)
    written = ox.serialize([one], format=ox.RdfFormat.RDF_XML, prefixes=prefixes)
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(written or b"", True)
    except expat.ExpatError:
        raise ValueError(f"the property <{predicate}> does not end in a name of XML") from None
