"""Parts, items and sub-bullets while a text is being read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from policygraph.document.bullets import Bullet
from policygraph.document.tree import (
    Component,
    ItemKind,
    Occurrence,
    Part,
    Sentence,
    Span,
    UnitPath,
)


@dataclass(slots=True)
class UnitDraft:
    """An item or a sub-bullet under construction.

    Attributes:
        step: the last step of its path.
        units: those below it.
        count: how many stand below it, those left out, too: they keep their letter.
    """

    step: str
    order: int
    rank: tuple[int, int]
    bullet: Bullet
    kind: ItemKind = "measure"
    units: list[UnitDraft] = field(default_factory=list)
    count: int = 0
    may_report: bool = False

    def components(self, path: UnitPath) -> tuple[Component, ...]:
        """Its sub-bullets, under the path of what it is."""
        return tuple(
            Component(
                (*path, unit.step), unit.order, unit.bullet.segments, unit.bullet.tags,
                unit.bullet.candidates, unit.components((*path, unit.step)),
            )
            for unit in self.units
        )  # fmt: skip

    def close(self, path: UnitPath) -> Occurrence:
        """The item, at its path."""
        bullet = self.bullet
        return Occurrence(
            path=path,
            order=self.order,
            kind=self.kind,
            segments=bullet.segments,
            tags=bullet.tags,
            reprise_marks=bullet.reprise_marks,
            partial_reprise=bullet.partial_reprise,
            components=self.components(path),
            candidates=bullet.candidates,
            may_report=self.may_report,
        )


@dataclass(slots=True)
class PartDraft:
    """A part under construction."""

    part: Part
    rank: tuple[int, int]
    sentences: list[Sentence] = field(default_factory=list)
    units: list[UnitDraft] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)
    unnumbered: int = 0
    bullets: int = 0  # those left out, too: they keep their number

    def extend_to(self, end: int) -> None:
        """Let it reach to an offset."""
        self.part = replace(self.part, span=Span(self.part.span.begin, end))

    def close(self) -> Part:
        """The part with what stands in it."""
        # A bullet that stands directly in a part with parts is b1, so that it is no part's path.
        numbered = any(child.kind != "introduction" for child in self.parts)
        beside = "b" if numbered else ""
        path = self.part.path
        last = max([self.part.span.end, *(child.span.end for child in self.parts)])
        return replace(
            self.part,
            span=Span(self.part.span.begin, last),
            sentences=tuple(self.sentences),
            occurrences=tuple(unit.close((*path, beside + unit.step)) for unit in self.units),
            parts=tuple(self.parts),
        )


def letter_of(order: int) -> str:
    """The letter of the ``order``-th component: a … z, aa, ab …"""
    letters = ""
    while order > 0:
        order, rest = divmod(order - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
