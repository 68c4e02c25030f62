"""Tell a measure from its restatements (再掲).

A bullet marked as a reprise is one more occurrence of the item whose bullet has the same text, after
the one fold and without white space; likeness is never enough. The original is looked for in the same
document first and then in the rest of the corpus. Where no bullet or more than one has the text,
the reprise stays unresolved, with the reason, and is an item of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from policygraph.core.fold import comparable
from policygraph.core.names import Names
from policygraph.core.namespaces import IRI
from policygraph.corpus.reading import Reading
from policygraph.document import ItemKind, Occurrence, UnitPath


class UnitKey(NamedTuple):
    """What a unit of a corpus is known by: document, text and path. A title has its part's path."""

    document: str
    text: str
    path: UnitPath

    @classmethod
    def of(cls, reading: Reading, path: UnitPath) -> UnitKey:
        """The key of a unit of a reading."""
        return cls(reading.description.key, reading.key, path)


@dataclass(frozen=True, slots=True)
class PlacedOccurrence:
    """A bullet and the reading that it stands in."""

    reading: Reading
    occurrence: Occurrence

    @property
    def key(self) -> UnitKey:
        """What it is known by."""
        return UnitKey.of(self.reading, self.occurrence.path)

    @property
    def kind(self) -> ItemKind:
        """Of the item that it states."""
        return self.occurrence.kind

    @property
    def document(self) -> str:
        """The key of its document."""
        return self.reading.description.key

    @property
    def repeated_text(self) -> str:
        """Its text as it is compared, without its full stop: what a reprise repeats."""
        return comparable(self.reading.words(self.occurrence.segments)).rstrip("。.")

    def iri(self, names: Names) -> IRI:
        """Its own IRI."""
        return names.unit(self.document, self.occurrence.path)

    def item_iri(self, names: Names) -> IRI:
        """The IRI of the item whose first occurrence it is."""
        return names.item(self.kind, self.document, self.occurrence.path)


@dataclass(frozen=True, slots=True)
class Item:
    """A measure or target: its first occurrence and those that restate it."""

    first: PlacedOccurrence
    reprises: tuple[PlacedOccurrence, ...] = ()

    @property
    def occurrences(self) -> tuple[PlacedOccurrence, ...]:
        """All occurrences, the first one first."""
        return (self.first, *self.reprises)

    def iri(self, names: Names) -> IRI:
        """The IRI of the measure or target."""
        return self.first.item_iri(names)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The items of a corpus.

    Attributes:
        items: in reading order.
        unresolved: reprises without an original, with the reason as a key of ``messages/graph.yaml``.
    """

    items: tuple[Item, ...]
    unresolved: Mapping[UnitKey, str]


def resolve(readings: Sequence[Reading]) -> Resolution:
    """Group the bullets of a corpus into items.

    Args:
        readings: the texts in the order of their documents and keys.
    """
    placed = [
        PlacedOccurrence(reading, occurrence)
        for reading in readings
        for occurrence in reading.document.occurrences
    ]
    originals: dict[tuple[ItemKind, str], list[PlacedOccurrence]] = defaultdict(list)
    for bullet in placed:
        if not bullet.occurrence.is_reprise:
            originals[bullet.kind, bullet.repeated_text].append(bullet)
    restated: dict[UnitKey, list[PlacedOccurrence]] = defaultdict(list)
    unresolved: dict[UnitKey, str] = {}
    for bullet in placed:
        if not bullet.occurrence.is_reprise:
            continue
        candidates = originals.get((bullet.kind, bullet.repeated_text), [])
        own = [original for original in candidates if original.document == bullet.document]
        chosen = own or candidates
        if bullet.occurrence.partial_reprise:
            unresolved[bullet.key] = "reprise-partial"
        elif len(chosen) == 1:
            restated[chosen[0].key].append(bullet)
        else:
            unresolved[bullet.key] = "reprise-several" if chosen else "reprise-absent"
    items = [
        Item(bullet, tuple(restated.get(bullet.key, ())))
        for bullet in placed
        if not bullet.occurrence.is_reprise or bullet.key in unresolved
    ]
    return Resolution(tuple(items), unresolved)
