"""The units of a document that carry words: titles, sentences, bullets and sub-bullets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from policygraph.document.model import Document, Span, Tag, UnitPath

UnitKind = Literal["title", "sentence", "occurrence", "component"]


@dataclass(frozen=True, slots=True)
class Unit:
    """Words with an address.

    Attributes:
        segments: the words; one span unless a tag stands between two sentences.
        tags: the 【】 that stand behind them.
    """

    path: UnitPath
    kind: UnitKind
    segments: tuple[Span, ...]
    tags: tuple[Tag, ...] = ()

    @property
    def begin(self) -> int:
        """Where offsets within the unit are counted from."""
        return min(span.begin for span in (*self.segments[:1], *(t.span for t in self.tags[:1])))


def units(document: Document) -> Iterator[Unit]:
    """The units of a document in reading order; their segments do not overlap.

    A title that is the outline's own (［Ｄ］成果目標) says nothing of this text and is left out.
    """
    for part in document.walk():
        if part.title is not None and not part.title_from_outline:
            yield Unit(part.path, "title", (part.title,))
        for sentence in part.sentences:
            yield Unit(sentence.path, "sentence", (sentence.span,))
        for item in part.occurrences:
            if item.segments or item.tags:
                yield Unit(item.path, "occurrence", item.segments, item.tags)
            for component in item.components:
                if component.segments or component.tags:
                    yield Unit(component.path, "component", component.segments, component.tags)
