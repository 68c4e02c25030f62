"""Tell a measure from its restatements (再掲).

A bullet marked as a reprise is one more occurrence of the item whose bullet has the same text, after
folding widths and white space; likeness is never enough. The original is looked for in the same
document first and then in the rest of the corpus. Where no bullet or more than one has the text,
the reprise stays unresolved, with the reason, and is an item of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from policygraph.corpus.reading import Reading, Stated


@dataclass(frozen=True, slots=True)
class Item:
    """A measure or target: its first occurrence and those that restate it."""

    first: Stated
    reprises: list[Stated] = field(default_factory=list)

    @property
    def occurrences(self) -> list[Stated]:
        """All occurrences, the first one first."""
        return [self.first, *self.reprises]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The items of a corpus.

    Attributes:
        items: in reading order.
        unresolved: reprises without an original, with the reason as (English, Japanese).
    """

    items: tuple[Item, ...]
    unresolved: dict[int, tuple[str, str]]

    def reason(self, stated: Stated) -> tuple[str, str] | None:
        """Why a reprise is unresolved, or ``None`` where it is not."""
        return self.unresolved.get(id(stated.occurrence))


_ABSENT = (
    "No bullet of the corpus has this text: its original stands in a text that is not loaded.",
    "この本文と同じ項目がコーパスにない。元の項目は、読み込まれていない文書にある。",
)
_PARTIAL = (
    "The mark says that only a part of the text stands elsewhere (一部再掲), so no original is named.",
    "「一部再掲」であり、元の項目と本文が同じではないため、元の項目を特定しない。",
)
_SEVERAL = (
    "More than one bullet has this text, and nothing says which one is restated.",
    "この本文と同じ項目が複数あり、どれの再掲かを特定できない。",
)


def stated_items(readings: list[Reading]) -> Iterator[Stated]:
    """All bullets of a corpus in reading order."""
    for reading in readings:
        for occurrence in reading.document.occurrences:
            yield Stated(reading, occurrence)


def resolve(readings: list[Reading]) -> Resolution:
    """Group the bullets of a corpus into items.

    Args:
        readings: the texts in the order of their documents and keys.
    """
    originals: dict[tuple[str, str], list[Item]] = defaultdict(list)
    items: list[Item] = []
    reprises: list[Stated] = []
    for stated in stated_items(readings):
        if stated.occurrence.is_reprise:
            reprises.append(stated)
            continue
        item = Item(stated)
        items.append(item)
        originals[stated.occurrence.kind, stated.repeated_text].append(item)
    unresolved: dict[int, tuple[str, str]] = {}
    for stated in reprises:
        candidates = originals[stated.occurrence.kind, stated.repeated_text]
        own = [item for item in candidates if _document(item.first) == _document(stated)]
        chosen = own or candidates
        if len(chosen) == 1 and not stated.occurrence.partial_reprise:
            chosen[0].reprises.append(stated)
            continue
        if stated.occurrence.partial_reprise:
            reason = _PARTIAL
        else:
            reason = _SEVERAL if chosen else _ABSENT
        unresolved[id(stated.occurrence)] = reason
        items.append(Item(stated))
    position = {id(s.occurrence): index for index, s in enumerate(stated_items(readings))}
    items.sort(key=lambda item: position[id(item.first.occurrence)])
    return Resolution(tuple(items), unresolved)


def _document(stated: Stated) -> str:
    return stated.reading.description.key
