"""What is the same content here and in a store that keeps numbers by value."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from policygraph.core.namespaces import XSD

# The datatypes that XML Schema 1.1 (part 2, section 3.4) derives from xsd:integer, and itself.
_INTEGERS = (
    "integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger",
    "long", "int", "short", "byte",
    "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
)  # fmt: skip
# At the end of a line of N-Triples. A quotation mark inside a literal has a backslash before it, so
# that the bracket and the blank before this one are the end of the predicate.
_INTEGER = re.compile(
    rf'(?<=> )"([+-]?[0-9]+)"\^\^<{re.escape(XSD.integer.removesuffix("integer"))}'
    rf"(?:{'|'.join(_INTEGERS)})> \.\n\Z"
)


def plain_integers(lines: Iterable[str]) -> set[str]:
    """Triples with every integer as an ``xsd:integer`` in canonical form.

    Stores such as Oxigraph keep an integer by its value: ``"07"^^xsd:nonNegativeInteger`` comes back
    as ``7``, an ``xsd:integer``. Both say the same number, so both are one content.

    Args:
        lines: as `policygraph.core.terms.encode_triple` writes them.
    """
    return {_INTEGER.sub(_canonical, line) for line in lines}


def _canonical(found: re.Match[str]) -> str:
    digits = found[1].lstrip("+-").lstrip("0") or "0"
    sign = "-" if found[1].startswith("-") and digits != "0" else ""
    return f'"{sign}{digits}"^^<{XSD.integer}> .\n'


def content_hash(lines: Iterable[str]) -> str:
    """SHA-256 of a graph without blank nodes: its N-Triples, each once, sorted.

    Integers count by their value: see `plain_integers`.

    Args:
        lines: as `policygraph.core.terms.encode_triple` writes them.
    """
    digest = hashlib.sha256()
    for line in sorted(plain_integers(lines)):
        digest.update(line.encode())
    return digest.hexdigest()
