"""Two graphs compared as streams: what only one of them says, and whether they say the same.

Both sides come sorted in the same way (`policygraph.store.sorted_graph`), so that no more than a
subject is held at a time. Where a server keeps numbers by value, triples are compared `by_value`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from policygraph.core.namespaces import IRI, XSD
from policygraph.core.reading_order import subject_key
from policygraph.core.terms import Literal, Quad, Triple, encode_triple
from policygraph.store.sorted_graph import SortedGraph, read_quad_record

_T = TypeVar("_T")
# The datatypes that XML Schema 1.1 (part 2, section 3.4) derives from xsd:integer, and itself.
_INTEGERS = frozenset(
    XSD.iri + name
    for name in (
        "integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger",
        "long", "int", "short", "byte",
        "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangedQuad:
    """A quad of just one of two graphs: of the new one, or of the old one."""

    quad: Quad
    is_new: bool


@dataclass(frozen=True, slots=True)
class ChangedSubject:
    """What two graphs say of a subject, sorted by predicate and object; nothing where it is not in one."""

    subject: IRI
    before: list[Triple]
    after: list[Triple]


def joined(
    old: Iterable[_T], new: Iterable[_T], key: Callable[[_T], Any] = lambda entry: entry
) -> Iterator[tuple[_T | None, _T | None]]:
    """Two series side by side: equal keys together, any other with ``None`` for the one it is not in.

    Args:
        old, new: sorted by their keys, no key twice.
        key: what entries are compared by.
    """
    before, after = iter(old), iter(new)
    left, right = next(before, None), next(after, None)
    while left is not None or right is not None:
        is_old = right is None or (left is not None and key(left) <= key(right))
        is_new = left is None or (right is not None and key(right) <= key(left))
        yield left if is_old else None, right if is_new else None
        if is_old:
            left = next(before, None)
        if is_new:
            right = next(after, None)


def changed_quads(old: SortedGraph, new: SortedGraph) -> Iterator[ChangedQuad]:
    """The quads that just one of two graphs has, sorted by graph, subject, predicate and object."""
    for before, after in joined(old.lines(), new.lines()):
        if before is None or after is None:
            yield ChangedQuad(read_quad_record(before or after or ""), is_new=before is None)


def changed_subjects(old: SortedGraph, new: SortedGraph) -> Iterator[ChangedSubject]:
    """The subjects of which two graphs say different things, whatever named graphs say it; sorted."""
    for before, after in joined(
        _by_subject(old), _by_subject(new), lambda said: subject_key(said[0])
    ):
        if before != after:
            subject = (before or after or (IRI(""), []))[0]
            yield ChangedSubject(subject, before[1] if before else [], after[1] if after else [])


def _by_subject(graph: SortedGraph) -> Iterator[tuple[IRI, list[Triple]]]:
    for subject, triples in groupby(graph.triples(), key=itemgetter(0)):
        yield subject, list(triples)


def by_value(triple: Triple) -> Triple:
    """A triple whose integer, if it has one, is an ``xsd:integer`` in canonical form.

    Stores such as Oxigraph keep an integer by its value: ``"07"^^xsd:nonNegativeInteger`` comes back
    as ``7``, an ``xsd:integer``. Both say the same number, so both are one content.
    """
    subject, predicate, value = triple
    if not isinstance(value, Literal) or value.datatype not in _INTEGERS:
        return triple
    digits = value.value.removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdigit()) or value.value.startswith("-+"):
        return triple
    digits = digits.lstrip("0") or "0"
    sign = "-" if value.value.startswith("-") and digits != "0" else ""
    return subject, predicate, Literal(sign + digits, XSD.integer)


def content_hash(triples: Iterable[Triple]) -> str:
    """SHA-256 of a graph without blank nodes, by value: its N-Triples, each once, sorted."""
    digest = hashlib.sha256()
    for line in sorted({encode_triple(by_value(triple)) for triple in triples}):
        digest.update(line.encode())
    return digest.hexdigest()
