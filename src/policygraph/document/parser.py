"""Read the outline of a policy text into a tree."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from policygraph.document.items import Bullet, read_bullet
from policygraph.document.model import (
    Component,
    Document,
    ItemKind,
    Leaf,
    Occurrence,
    Part,
    Sentence,
    SentenceRole,
    Span,
    UnitPath,
)
from policygraph.document.numbers import letter
from policygraph.document.outline import Outline
from policygraph.document.scanner import Scanner, Unit
from policygraph.document.sentences import split_sentences, strip
from policygraph.sources import SourceText


@dataclass(slots=True)
class _Open:
    """A part under construction."""

    part: Part
    rank: int
    sentences: list[Sentence] = field(default_factory=list)
    occurrences: list[Occurrence] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)

    def close(self) -> Part:
        parts = self.parts
        occurrences = self.occurrences
        if occurrences and any(child.kind == "group" for child in parts):
            occurrences = [_beside_groups(item) for item in occurrences]
        last = max(
            (self.part.span.end, *(child.span.end for child in parts)),
        )
        return replace(
            self.part,
            span=Span(self.part.span.begin, last),
            sentences=tuple(self.sentences),
            occurrences=tuple(occurrences),
            parts=tuple(parts),
        )


def _beside_groups(item: Occurrence) -> Occurrence:
    """A bullet that stands directly in a part with groups: b1, so that it is no group's path."""
    path = (*item.path[:-1], f"b{item.path[-1]}")
    components = tuple(
        replace(component, path=(*path, component.path[-1])) for component in item.components
    )
    return replace(item, path=path, components=components)


def parse(source: SourceText, outline: Outline, *, text_key: str = "") -> Document:
    """Read the outline of a policy text.

    A marker opens a new unit only where the previous unit has ended (at 。, 】, a closed 再掲 mark
    or a heading) and the outline allows it under the open part, so that a line that happens to
    begin with ・ in the middle of a sentence stays in its sentence.

    Args:
        source: the normalised text; offsets are Unicode code points into `source.text`.
        outline: the markers of this series, outermost first.
        text_key: tells what stands before the first heading from that of another text.

    Returns:
        The tree of parts. Its leaves, in order, cover `source.text` but for white space.

    Raises:
        UnclosedTag: a 【 without 】 before the next unit; carries file and line.
    """
    return _Builder(source, outline, text_key).build()


class _Builder:
    def __init__(self, source: SourceText, outline: Outline, text_key: str) -> None:
        self.source = source
        self.outline = outline
        self.text_key = text_key
        self.scanner = Scanner(source, outline)
        self.leaves: list[Leaf] = []
        self.components: defaultdict[UnitPath, list[Component]] = defaultdict(list)
        document = Part((), "document", "", 0, None, None, Span(0, 0))
        self.stack = [_Open(document, -1)]

    def build(self) -> Document:
        preamble, units = self.scanner.units()
        self._prose(preamble)
        for unit in units:
            self._unit(unit)
        while len(self.stack) > 1:
            self._close()
        root = self.stack[0]
        return Document(self.source, tuple(root.parts), tuple(sorted(self.leaves)))

    def _close(self) -> None:
        open_part = self.stack.pop()
        open_part.occurrences = [
            replace(item, components=tuple(self.components.pop(item.path)))
            if item.path in self.components
            else item
            for item in open_part.occurrences
        ]
        closed = open_part.close()
        self.stack[-1].parts.append(closed)

    def _unit(self, unit: Unit) -> None:
        if unit.part == "item":
            self._close_down_to(unit.level.rank)
            self._item(unit)
        elif unit.part == "component":
            self._component(unit)
        else:
            self._close_down_to(unit.level.rank)
            self._heading(unit)
            if unit.level.prose_item:
                self._item(unit)
            else:
                self._prose(unit.content)

    def _close_down_to(self, rank: int) -> None:
        while self.stack[-1].rank >= rank:
            self._close()

    def _heading(self, unit: Unit) -> None:
        parent = self.stack[-1]
        parent.numbers[unit.number] += 1
        again = parent.numbers[unit.number]
        # A number printed twice keeps its part; its IRI says so.
        number = unit.number if again == 1 else f"{unit.number}.{again}"
        title = unit.title if unit.title and unit.title.begin < unit.title.end else None
        end = title.end if title else unit.marker.end
        order = parent.numbers.total()
        part = Part(
            (*parent.part.path, number), unit.part, unit.number, order, unit.marker, title,
            Span(unit.marker.begin, end),
            title_from_outline=unit.level.title in ("fixed", "marker"),
        )  # fmt: skip
        self.leaves.append(Leaf(*unit.marker, "heading number"))
        if title:
            self.leaves.append(Leaf(*title, "heading title"))
            behind = strip(self.source.text, Span(title.end, unit.content.begin))
            if behind.begin < behind.end:  # the 】 of 【目標】
                self.leaves.append(Leaf(*behind, "heading number"))
        self.stack.append(_Open(part, unit.level.rank))

    def _prose(self, span: Span) -> None:
        """Sentences of the open part; where it has no sentences of its own, its introduction."""
        sentences, rest = split_sentences(self.scanner.folded, span, self.outline.words)
        sentences = [self._without_tag(sentence) for sentence in sentences]
        if sentences:
            owner = self.stack[-1]
            role = self.outline.sentence_roles.get(owner.part.kind)
            if role is None and owner.part.kind in ("group", *self.outline.item_kinds):
                role = "passage"
            if role is None:
                name = "intro" if owner.part.path or not self.text_key else f"intro-{self.text_key}"
                intro = Part(
                    (*owner.part.path, name), "introduction", "", 0, None, None,
                    Span(sentences[0].begin, sentences[-1].end),
                )  # fmt: skip
                opened = _Open(intro, owner.rank)
                self._add_sentences(opened, sentences, "recognition")
                owner.parts.append(opened.close())
            else:
                self._add_sentences(owner, sentences, role)
        if rest is not None:
            self.leaves.append(Leaf(*rest, "unexplained"))

    def _without_tag(self, sentence: Span) -> Span:
        """A sentence without the 【】 before it: a tag where the outline expects none."""
        words = self.outline.words
        closed = self.source.text.find(words.tag_close, *sentence)
        if not self.source.text.startswith(words.tag_open, sentence.begin) or closed < 0:
            return sentence
        self.leaves.append(Leaf(sentence.begin, closed + 1, "unexplained"))
        return strip(self.source.text, Span(closed + 1, sentence.end))

    def _add_sentences(self, owner: _Open, spans: list[Span], role: SentenceRole) -> None:
        for span in spans:
            order = len(owner.sentences) + 1
            path = (*owner.part.path, f"s{order}")
            owner.sentences.append(Sentence(path, order, span, role))
            self.leaves.append(Leaf(*span, "sentence"))
        owner.part = replace(owner.part, span=Span(owner.part.span.begin, spans[-1].end))

    def _bullet(self, unit: Unit) -> Bullet:
        if not unit.level.prose_item:
            self.leaves.append(Leaf(*unit.marker, "marker"))
        content = strip(self.source.text, unit.content)
        bullet = read_bullet(
            self.source,
            self.scanner.folded,
            content,
            self.outline.words,
            self.scanner.marker_offsets,
        )
        self.leaves += bullet.leaves
        owner = self.stack[-1]
        owner.part = replace(owner.part, span=Span(owner.part.span.begin, content.end))
        return bullet

    def _item_kind(self) -> ItemKind:
        kinds = self.outline.item_kinds
        return next(kinds[held.part.kind] for held in self.stack[::-1] if held.part.kind in kinds)

    def _item(self, unit: Unit) -> None:
        bullet = self._bullet(unit)
        if unit.level.prose_item and not bullet.leaves:
            return  # a heading without words of its own
        owner = self.stack[-1]
        order = len(owner.occurrences) + 1
        path: UnitPath = (*owner.part.path, str(order))
        owner.occurrences.append(
            Occurrence(
                path=path,
                order=order,
                kind=self._item_kind(),
                segments=bullet.segments,
                tags=bullet.tags,
                reprise_marks=bullet.reprise_marks,
                partial_reprise=bullet.partial_reprise,
                components=(),
            )
        )

    def _component(self, unit: Unit) -> None:
        bullet = self._bullet(unit)
        item = self.stack[-1].occurrences[-1]
        order = len(self.components[item.path]) + 1
        self.components[item.path].append(
            Component((*item.path, letter(order)), order, bullet.segments, bullet.tags)
        )
