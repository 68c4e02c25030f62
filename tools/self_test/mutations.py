"""Spoilt triples: one taken away, or its object replaced by another of the same kind."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from policygraph.core.prefixes import PREFIXES

MutationKind = Literal["deletion", "replacement"]
_LAYERS = ("/stated", "/curated")
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_XSD = PREFIXES["xsd"]


@dataclass(frozen=True, slots=True)
class Mutation:
    """A change of one triple.

    Attributes:
        removed: the quad that goes.
        added: the quad that takes its place; ``None`` for a deletion.
    """

    removed: ox.Quad
    added: ox.Quad | None = None

    @property
    def kind(self) -> MutationKind:
        """What it is."""
        return "replacement" if self.added else "deletion"

    @property
    def predicate(self) -> str:
        """Of the triple."""
        return self.removed.predicate.value

    def nodes(self) -> set[object]:
        """Subject and object of the mutated triple, before and after."""
        found: set[object] = {self.removed.subject, self.removed.object}
        return found | {self.added.object} if self.added else found


def spoilable(data: ox.Store) -> list[ox.Quad]:
    """The quads of the stated and curated layers, in a fixed order."""
    graphs = sorted((g for g in data.named_graphs() if g.value.endswith(_LAYERS)), key=str)
    return [q for g in graphs for q in sorted(data.quads_for_pattern(None, None, None, g), key=str)]


def sample_size(total: int, size: int, share: float) -> int:
    """How many of so many triples are spoilt; see `Mutator.sample`."""
    return min(total, max(size, math.ceil(share * total)))


class Mutator:
    """Makes mutations of a graph.

    Args:
        data: the graph as it is.
        seed: the same seed makes the same mutations.
    """

    def __init__(self, data: ox.Store, seed: int) -> None:
        self._data = data
        self._random = random.Random(seed)
        self._quads = spoilable(data)
        # By predicate and kind; dictionaries, since they keep their order and hold nothing twice.
        self._objects: dict[object, dict[object, dict[object, None]]] = defaultdict(dict)
        for quad in self._quads:
            of_kind = self._objects[quad.predicate].setdefault(self._kind(quad.object), {})
            of_kind[quad.object] = None

    def sample(self, size: int | None, share: float = 0.0) -> Iterator[Mutation]:
        """Mutations of each kind, predicate by predicate.

        Args:
            size: triples a predicate; all of them if missing.
            share: of a predicate with many triples, at least so many of them, so that what counts
                most is not told by a few.
        """
        by_predicate: dict[str, list[ox.Quad]] = defaultdict(list)
        for quad in self._quads:
            by_predicate[quad.predicate.value].append(quad)
        for predicate in sorted(by_predicate):
            quads = by_predicate[predicate]
            if size is not None:
                quads = self._random.sample(quads, sample_size(len(quads), size, share))
            for quad in quads:
                yield Mutation(quad)
                other = self.other(quad)
                if other is not None:
                    added = ox.Quad(quad.subject, quad.predicate, other, quad.graph_name)  # type: ignore[arg-type]
                    yield Mutation(quad, added)

    def other(self, quad: ox.Quad) -> object | None:
        """Another object of the same kind: one that the predicate has elsewhere, else one made."""
        quads = self._data.quads_for_pattern(quad.subject, quad.predicate, None, None)
        there = {other.object for other in quads}
        kind = self._kind(quad.object)
        others = [
            value
            for other_kind, values in self._objects[quad.predicate].items()
            if _is_same(kind, other_kind)
            for value in values
            if value not in there
        ]
        if others:
            return self._random.choice(others)
        if isinstance(quad.object, ox.Literal):
            return _altered(quad.object)
        return self._another_node(quad, there)

    def _kind(self, value: object) -> object:
        if isinstance(value, ox.Literal):
            return value.datatype.value, value.language
        return self._classes(value)

    def _classes(self, node: object) -> frozenset[object]:
        found = self._data.quads_for_pattern(node, TYPE, None, None)  # type: ignore[arg-type]
        return frozenset(quad.object for quad in found)

    def _another_node(self, quad: ox.Quad, there: set[object]) -> object:
        """Another member of a class of the object; else its IRI with a letter more."""
        for class_ in sorted(self._classes(quad.object), key=str):
            quads = self._data.quads_for_pattern(None, TYPE, class_, None)  # type: ignore[arg-type]
            members = {typed.subject for typed in quads} - there
            if members:
                return self._random.choice(sorted(members, key=str))
        return ox.NamedNode(f"{str(quad.object)[1:-1]}x")


def _is_same(one: object, other: object) -> bool:
    """Whether two kinds are the same: of literals by datatype and language, of nodes by a class."""
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return bool(one & other) or one == other
    return one == other


def _altered(literal: ox.Literal) -> ox.Literal | None:
    """A literal that differs a little: a number by one, a date by a day, a text by a letter."""
    value, datatype = literal.value, literal.datatype.value
    if datatype in (_XSD + "integer", _XSD + "nonNegativeInteger"):
        return ox.Literal(str(int(value) + 1), datatype=literal.datatype)
    if datatype == _XSD + "boolean":
        return ox.Literal("false" if value == "true" else "true", datatype=literal.datatype)
    if datatype == _XSD + "date":
        day = int(value[-2:])
        return ox.Literal(f"{value[:-2]}{day % 28 + 1:02}", datatype=literal.datatype)
    if not value:
        return None
    middle = len(value) // 2
    signs = "01" if value[middle].isascii() else "二三"
    changed = value[:middle] + signs[value[middle] == signs[0]] + value[middle + 1 :]
    if literal.language:
        return ox.Literal(changed, language=literal.language)
    return ox.Literal(changed, datatype=literal.datatype)
