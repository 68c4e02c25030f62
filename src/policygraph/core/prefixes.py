"""IRIs in short and back: the one shortener.

What `shorten` gives can be put into a query behind `PROLOGUE` and names the same thing again; without
its angle brackets it is what commands take as a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from policygraph.core.namespaces import BASE, IRI, NAMESPACES
from policygraph.core.terms import BlankNode, Literal, Value, encode_literal

# Prefixes written into Turtle and known to every CURIE a user may type.
PREFIXES: Final[dict[str, str]] = {
    **{namespace.prefix: namespace.iri for namespace in NAMESPACES},
    "eli": "http://data.europa.eu/eli/ontology#",
    "sh": "http://www.w3.org/ns/shacl#",
    "shapes": f"{BASE}shapes#",
    "actor": f"{BASE}concept/actor/",
    "theme": f"{BASE}concept/theme/",
    "instrument": f"{BASE}concept/instrument/",
    "commitment": f"{BASE}concept/commitment/",
    "cue": f"{BASE}concept/cue/",
    "role": f"{BASE}concept/role/",
    "unit": f"{BASE}concept/unit/",
    "qualifier": f"{BASE}concept/qualifier/",
    "actor-role": f"{BASE}concept/actor-role/",
    "part-type": f"{BASE}concept/part-type/",
    "stip2021": f"{BASE}concept/stip2021/",
}
PROLOGUE: Final = f"BASE <{BASE}>\n" + "".join(
    f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(PREFIXES.items())
)

_LONGEST_FIRST: Final = sorted(PREFIXES.items(), key=lambda entry: -len(entry[1]))
# The local names that every SPARQL parser tried takes without an escape (a part of PN_LOCAL).
_LOCAL: Final = re.compile(r"(?:\w(?:[\w-]*\w)?)?", re.ASCII)
_CURIE: Final = re.compile(r"([A-Za-z][\w-]*)?:(.*)", re.DOTALL)
# A relative reference that resolves to what was cut off: no scheme, no dots, no query in front, no parameters.
_RELATIVE: Final = re.compile(r"[\w-][^:;?<>\"{}|^`\\\x00-\x20]*")


class Shortener:
    """IRIs in short by some prefixes: a CURIE, a path below a base in angle brackets, or the whole.

    Args:
        prefixes: by name, with the namespaces they stand for.
        base: what relative IRIs are resolved against.
    """

    def __init__(self, prefixes: Mapping[str, str], base: str = BASE) -> None:
        # A local name has neither sign, so that a namespace that ends in one is all up to the last.
        signed = {ns: prefix for prefix, ns in prefixes.items() if ns.endswith(("#", "/"))}
        self._by_namespace = signed
        others = (entry for entry in prefixes.items() if entry[1] not in signed)
        self._longest_first = sorted(others, key=lambda entry: -len(entry[1]))
        self._base = base

    def __call__(self, iri: str) -> str:
        """The short form of an absolute IRI."""
        for prefix, namespace in self._longest_first:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        known = self._by_namespace.get(iri[:cut])
        if known is not None and _LOCAL.fullmatch(iri, cut):
            return f"{known}:{iri[cut:]}"
        path = iri.removeprefix(self._base)
        if path != iri and _RELATIVE.fullmatch(path) and "/." not in path and "//" not in path:
            return f"<{path}>"
        return f"<{iri}>"


_OURS: Final = Shortener(PREFIXES)


def shorten(iri: str) -> str:
    """An IRI in short: a CURIE, a path below our base in angle brackets, or the whole in them.

    Args:
        iri: an absolute IRI.

    Returns:
        ``actor:sme``, ``<org/mext>`` or ``<https://example.org/x>``.
    """
    return _OURS(iri)


def short_name(iri: str) -> str:
    """What a person types to name a thing: `shorten` without angle brackets."""
    return shorten(iri).removeprefix("<").removesuffix(">")


def print_term(value: Value, limit: int | None = None) -> str:
    """A term as people are shown it: a thing by its `short_name`, a literal as Turtle has it.

    Args:
        value: of a triple or an answer.
        limit: characters of a literal; a longer one ends in ``…``.
    """
    if isinstance(value, Literal):
        if limit is not None and len(value.value) > limit:
            value = value._replace(value=value.value[: limit - 1] + "…")
        quoted, mark, datatype = encode_literal(value).rpartition("^^<")
        return f"{quoted}^^{shorten(datatype[:-1])}" if mark else datatype
    return f"_:{value}" if isinstance(value, BlankNode) else short_name(value)


def expand(name: str) -> IRI | None:
    """The IRI that a short form stands for: what `shorten` and `short_name` print, read back.

    Returns:
        ``None`` where the words are no CURIE with a prefix of ours and stand in no angle brackets.
    """
    if name.startswith("<") and name.endswith(">"):
        inner = name[1:-1]
        return IRI(inner if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", inner) else BASE + inner)
    match = _CURIE.fullmatch(name)
    if match is not None and match[1] in PREFIXES:
        return IRI(PREFIXES[match[1]] + match[2])
    return None


def used_prefixes(iris: Iterable[str]) -> dict[str, str]:
    """The prefixes that some IRIs begin with, sorted by prefix: what a document has to declare."""
    found: dict[str, str] = {}
    for iri in iris:
        for prefix, namespace in _LONGEST_FIRST:
            if iri.startswith(namespace):
                found[prefix] = namespace
                break
    return dict(sorted(found.items()))
