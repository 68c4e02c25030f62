"""The tree of a policy text. Every node is a span of the normalised text; nothing here knows RDF.

Offsets are Unicode code points into ``SourceText.text``, half open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from policygraph.core.problems import Problem
from policygraph.sources import SourceText

SentenceRole = Literal["recognition", "issue", "passage"]
ItemKind = Literal["measure", "target", "reported"]
UnitKind = Literal["title", "sentence", "occurrence", "component"]
LeafKind = Literal[
    "marker", "heading number", "heading title", "sentence", "bullet text", "tag",
    "reprise mark", "punctuation", "table", "unexplained", "left out",
]  # fmt: skip
UnitPath = tuple[str, ...]


class Span(NamedTuple):
    """A stretch of the normalised text."""

    begin: int
    end: int


class Leaf(NamedTuple):
    """What a stretch of the text is; the leaves of a document do not overlap."""

    begin: int
    end: int
    kind: LeafKind


@dataclass(frozen=True, slots=True)
class Tag:
    """A 【…】 behind a bullet: the bodies that answer for it.

    Attributes:
        span: the brackets included.
        bodies: the spans of the names in it, in order.
    """

    span: Span
    bodies: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of running text; its path is that of its part and ``s1``, ``s2`` …

    Attributes:
        item: what it is if its predicate promises, or reports, a measure, which a vocabulary decides.
    """

    path: UnitPath
    order: int
    span: Span
    role: SentenceRole
    item: Occurrence | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """A sub-bullet － of an occurrence; its path ends in a letter.

    Attributes:
        candidates: see `Occurrence.candidates`.
        components: the sub-bullets below it.
    """

    path: UnitPath
    order: int
    segments: tuple[Span, ...]
    tags: tuple[Tag, ...] = ()
    candidates: tuple[Tag, ...] = ()
    components: tuple[Component, ...] = ()

    def walk(self) -> Iterator[Component]:
        """This sub-bullet and all below it, in reading order."""
        yield self
        for component in self.components:
            yield from component.walk()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A bullet ・: one place where a measure or target is stated or restated.

    Attributes:
        segments: its words without marker, tags and reprise marks; one span unless a tag stands
            between two sentences.
        reprise_marks: （再掲） and its kin.
        partial_reprise: a mark says that only a part of the text stands elsewhere (一部再掲).
        candidates: brackets at the end of its words that say who answers if they hold known bodies and
            nothing else, which a vocabulary decides; their words stand in ``segments``, too.
        may_report: it is a reported measure if it says what was done, which a vocabulary decides.
    """

    path: UnitPath
    order: int
    kind: ItemKind
    segments: tuple[Span, ...]
    tags: tuple[Tag, ...]
    reprise_marks: tuple[Span, ...]
    partial_reprise: bool
    components: tuple[Component, ...]
    candidates: tuple[Tag, ...] = ()
    may_report: bool = False

    def walk(self) -> Iterator[Component]:
        """Its sub-bullets and all below them, in reading order."""
        for component in self.components:
            yield from component.walk()

    @property
    def is_reprise(self) -> bool:
        """The text marks it as stated elsewhere."""
        return bool(self.reprise_marks)


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter, section, lettered part, group or introduction.

    Attributes:
        kind: a notation of the part type scheme (``chapter``, ``measures``, ``group`` …).
        number: as in the text, folded to half width; empty for an introduction.
        marker, title: ``None`` for an introduction.
        span: from its marker to the end of its last unit.
        title_from_outline: the title is the outline's (成果目標), not this text's own words.
        tags: lines behind its title that say who answers for what stands in it (担当：国土交通省).
        candidates: brackets at the end of its title, or all of the line behind it, that do so if they hold
            known bodies and nothing else, which a vocabulary decides.
    """

    path: UnitPath
    kind: str
    number: str
    order: int
    marker: Span | None
    title: Span | None
    span: Span
    sentences: tuple[Sentence, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    parts: tuple[Part, ...] = ()
    title_from_outline: bool = False
    tags: tuple[Tag, ...] = ()
    candidates: tuple[Tag, ...] = ()

    def walk(self) -> Iterator[Part]:
        """This part and all below it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class TextUnit:
    """Words with an address: a title, sentence, bullet or sub-bullet (`pol:TextUnit`).

    Attributes:
        path: of a title, that of its part.
        segments: the words; one span unless a tag stands between two sentences.
        tags: the 【】 that stand behind them.
    """

    path: UnitPath
    kind: UnitKind
    segments: tuple[Span, ...]
    tags: tuple[Tag, ...] = ()

    @property
    def span(self) -> Span:
        """From its first character to its last, tags included; offsets in a unit count from there."""
        if len(self.segments) == 1 and not self.tags:
            return self.segments[0]
        spans = [*self.segments, *(tag.span for tag in self.tags)]
        return Span(min(spans).begin, max(span.end for span in spans))


@dataclass(frozen=True, slots=True)
class Document:
    """One text of a strategy, read.

    >>> document = policygraph.read("［Ｃ］重きを置くべき取組\\n・大学を支援する。【文部科学省】")
    >>> [part.kind for part in document.walk()], len(document.occurrences)
    (['measures'], 1)

    Attributes:
        parts: the outermost parts, in order.
        leaves: what every character of the text is, in order; white space between two leaves
            belongs to none.
        problems: its faults, each with file and line; what they cost is left out. Before
            them what the reader of the file could not read.
        outline: the key of the outline that it was read by.
        loose_limit: the share of its characters, in percent, that may stand under no part; see there.
    """

    source: SourceText
    parts: tuple[Part, ...]
    leaves: tuple[Leaf, ...]
    problems: tuple[Problem, ...] = ()
    outline: str = ""
    loose_limit: float | None = None

    def walk(self) -> Iterator[Part]:
        """All parts in reading order."""
        for part in self.parts:
            yield from part.walk()

    @property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """All bullets in reading order."""
        return tuple(item for part in self.walk() for item in part.occurrences)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences of running text in reading order."""
        return tuple(sentence for part in self.walk() for sentence in part.sentences)

    def units(self) -> Iterator[TextUnit]:
        """The units that carry words, in reading order; their segments do not overlap.

        A title that is the outline's own (［Ｄ］成果目標) says nothing of this text and is left out.
        """
        for part in self.walk():
            if part.title is not None and not part.title_from_outline:
                yield TextUnit(part.path, "title", (part.title,), part.tags)
            own = [
                *(TextUnit(s.path, "sentence", (s.span,)) for s in part.sentences),
                *(unit for item in part.occurrences for unit in _units_of(item)),
            ]
            # A sentence that is an item stands between others that are none.
            yield from sorted(own, key=_unit_begin)

    def words(self, *spans: Span) -> str:
        """The characters of the spans, joined."""
        return "".join(self.source.text[begin:end] for begin, end in spans)


def _units_of(item: Occurrence) -> Iterator[TextUnit]:
    """The units of an item that carry words."""
    if item.segments or item.tags:
        yield TextUnit(item.path, "occurrence", item.segments, item.tags)
    for component in item.walk():
        if component.segments or component.tags:
            yield TextUnit(component.path, "component", component.segments, component.tags)


def _unit_begin(unit: TextUnit) -> int:
    return unit.span.begin
