"""Tell a measure from its restatements (再掲).

A bullet marked as a reprise is one more occurrence of the item whose bullet has the same text, after
the one fold and without white space; likeness is never enough. The original is looked for in the same
document first and then in the rest of the corpus. Where no bullet or more than one has the text,
the reprise stays unresolved, with the reason, and is an item of its own. One that restates a document of
another day is an item of its own, too, since each edition commits for itself.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple, TypeVar

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
    def repeats(self) -> bytes:
        """Of its text as it is compared, without its full stop: a digest of what a reprise repeats."""
        words = comparable(self.reading.words(self.occurrence.segments)).rstrip("。.")
        return blake2b(words.encode(), digest_size=16).digest()

    @property
    def is_reprise(self) -> bool:
        """The text marks it as stated elsewhere."""
        return self.occurrence.is_reprise

    @property
    def is_partial(self) -> bool:
        """A mark says that only a part of the text stands elsewhere."""
        return self.occurrence.partial_reprise

    @property
    def day(self) -> datetime.date | None:
        """When its document was decided."""
        return self.reading.description.day

    def iri(self, names: Names) -> IRI:
        """Its own IRI."""
        return names.unit(self.document, self.occurrence.path)

    def item_iri(self, names: Names) -> IRI:
        """The IRI of the item whose first occurrence it is."""
        return names.item(self.kind, self.document, self.occurrence.path)


@dataclass(frozen=True, slots=True)
class Bullet:
    """What a corpus keeps of an occurrence when its text is no longer at hand.

    Attributes:
        repeats, is_reprise, is_partial, day: see `PlacedOccurrence`.
        links: of a reprise, the links (property, value) that its words make, each with a phrase.
        themes: the themes that its words name; where they stand in a group, its title's.
    """

    key: UnitKey
    kind: ItemKind
    repeats: bytes
    is_reprise: bool
    is_partial: bool
    day: datetime.date | None
    links: tuple[tuple[IRI, IRI, IRI], ...]
    themes: frozenset[IRI]
    group_themes: tuple[IRI, ...]

    @property
    def document(self) -> str:
        """The key of its document."""
        return self.key.document

    def iri(self, names: Names) -> IRI:
        """The IRI of the occurrence."""
        return names.unit(self.key.document, self.key.path)

    def item_iri(self, names: Names) -> IRI:
        """The IRI of the item whose first occurrence it is."""
        return names.item(self.kind, self.key.document, self.key.path)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What other documents of a corpus have to do with the bullets of one.

    Attributes:
        originals: what its reprises restate in other documents.
        apart: what its reprises restate in documents of another day.
        reasons: of reprises without an original anywhere, where it is not that there is none.
        restatements: of its first occurrences, the reprises in other documents.
        themes: of items with occurrences in other documents, too, the themes that are known when the
            titles of this one's groups are read.
    """

    originals: dict[UnitKey, Bullet] = field(default_factory=dict)
    apart: dict[UnitKey, Bullet] = field(default_factory=dict)
    reasons: dict[UnitKey, str] = field(default_factory=dict)
    restatements: dict[UnitKey, tuple[Bullet, ...]] = field(default_factory=dict)
    themes: dict[IRI, frozenset[IRI]] = field(default_factory=dict)


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
        apart: of reprises that restate a document of another day, what they restate.
    """

    items: tuple[Item, ...]
    unresolved: Mapping[UnitKey, str]
    apart: Mapping[UnitKey, PlacedOccurrence | Bullet] = field(default_factory=dict)


B = TypeVar("B", PlacedOccurrence, Bullet)


def group(
    bullets: Sequence[B], elsewhere: Elsewhere | None = None
) -> tuple[list[tuple[B, tuple[B, ...]]], dict[UnitKey, str], dict[UnitKey, B | Bullet]]:
    """Tell first occurrences from restatements.

    Args:
        bullets: in reading order.
        elsewhere: what the rest of the corpus has to do with them; a reprise of an item of another
            document is neither an item nor unresolved.

    Returns:
        Each first occurrence with its restatements; of the reprises that are unresolved the reasons; and
        of those that restate a document of another day, and are items of their own, the originals.
    """
    elsewhere = elsewhere or Elsewhere()
    originals: dict[tuple[ItemKind, bytes], list[B]] = defaultdict(list)
    for bullet in bullets:
        if not bullet.is_reprise:
            originals[bullet.kind, bullet.repeats].append(bullet)
    restated: dict[UnitKey, list[B]] = defaultdict(list)
    unresolved: dict[UnitKey, str] = {}
    apart: dict[UnitKey, B | Bullet] = {}
    for bullet in bullets:
        if not bullet.is_reprise or bullet.key in elsewhere.originals:
            continue
        candidates = originals.get((bullet.kind, bullet.repeats), [])
        own = [original for original in candidates if original.document == bullet.document]
        chosen = own or candidates
        if bullet.is_partial:
            unresolved[bullet.key] = "reprise-partial"
        elif not chosen and bullet.key in elsewhere.apart:
            apart[bullet.key] = elsewhere.apart[bullet.key]
        elif len(chosen) == 1 and _are_apart(bullet, chosen[0]):
            apart[bullet.key] = chosen[0]
        elif len(chosen) == 1:
            restated[chosen[0].key].append(bullet)
        else:
            absent = elsewhere.reasons.get(bullet.key, "reprise-absent")
            unresolved[bullet.key] = "reprise-several" if chosen else absent
    items = [
        (bullet, tuple(restated.get(bullet.key, ())))
        for bullet in bullets
        if not bullet.is_reprise or bullet.key in unresolved or bullet.key in apart
    ]
    return items, unresolved, apart


def _are_apart(bullet: B, original: B) -> bool:
    """Whether they stand in documents of different days."""
    if bullet.document == original.document or None in (bullet.day, original.day):
        return False
    return bullet.day != original.day


def resolve(readings: Sequence[Reading], elsewhere: Elsewhere | None = None) -> Resolution:
    """Group the bullets of some texts into items.

    Args:
        readings: the texts in the order of their documents and keys.
        elsewhere: see `group`.
    """
    placed = [
        PlacedOccurrence(reading, occurrence)
        for reading in readings
        for occurrence in reading.document.occurrences
    ]
    items, unresolved, apart = group(placed, elsewhere)
    return Resolution(tuple(Item(first, reprises) for first, reprises in items), unresolved, apart)
