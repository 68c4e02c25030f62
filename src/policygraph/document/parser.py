"""Read the outline of a policy text into a tree."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from policygraph.core.problems import Problem
from policygraph.document.bullets import Bullet, read_bullet
from policygraph.document.folding import as_printed, fold_for
from policygraph.document.outline import Outline
from policygraph.document.scanner import MarkedBlock, Scanner
from policygraph.document.sentences import split_sentences, strip
from policygraph.document.tree import (
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
from policygraph.sources import SourceText, folded_source, normalise


@dataclass(slots=True)
class _Open:
    """A part under construction."""

    part: Part
    rank: int
    sentences: list[Sentence] = field(default_factory=list)
    occurrences: list[Occurrence] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)
    bullets: int = 0  # those left out, too: they keep their number
    is_last_left_out: bool = False

    def extend_to(self, end: int) -> None:
        self.part = replace(self.part, span=Span(self.part.span.begin, end))

    def close(self) -> Part:
        occurrences = self.occurrences
        if any(child.kind == "group" for child in self.parts):
            occurrences = [_beside_groups(item) for item in occurrences]
        last = max([self.part.span.end, *(child.span.end for child in self.parts)])
        return replace(
            self.part,
            span=Span(self.part.span.begin, last),
            sentences=tuple(self.sentences),
            occurrences=tuple(occurrences),
            parts=tuple(self.parts),
        )


def _beside_groups(item: Occurrence) -> Occurrence:
    """A bullet that stands directly in a part with groups: b1, so that it is no group's path."""
    path = (*item.path[:-1], f"b{item.path[-1]}")
    components = tuple(
        replace(component, path=(*path, component.path[-1])) for component in item.components
    )
    return replace(item, path=path, components=components)


def parse(
    source: SourceText, outline: Outline, *, text_key: str = "", root: str = "document"
) -> Document:
    """Read the outline of a policy text.

    A marker opens a new block only where the previous one has ended (at 。, 】, a closed 再掲 mark
    or a heading) and the outline allows it under the open part, so that a line that happens to
    begin with ・ in the middle of a sentence stays in its sentence.

    Args:
        source: the normalised text; offsets are Unicode code points into `source.text`.
        outline: the markers of this series, outermost first.
        text_key: tells what stands before the first heading from that of another text.
        root: the part type that the whole text stands in, where its headings are left out.

    Returns:
        The tree of parts. Its leaves, in order, cover `source.text` but for white space. A fault of the
        text (a 【 without 】 before the next block) costs its bullet, which keeps its number, and stands
        with file and line in `Document.problems`; none is raised.
    """
    folded = fold_for(outline, source)
    document = _Builder(folded_source(source, folded), outline, text_key, root).build()
    return as_printed(document, source, folded)


def parse_excerpt(source: SourceText, outline: Outline) -> Document:
    """Read any text of a series: with its headings, or bullets or running text without them.

    Args:
        source: the text; the full stop that its last sentence lacks is added.
        outline: see `parse`.
    """
    signs = outline.signs
    text = fold_for(outline, source).text
    if not text.endswith((signs.sentence_end, signs.tag_close)):
        source = normalise(
            source.raw.rstrip() + signs.sentence_end,
            name=source.name,
            raw_sha256=source.raw_sha256,
            asides=source.asides,
            places=source.places,
            extractor=source.extractor,
        )
    document = parse(source, outline)
    if document.occurrences or not outline.item.marker.search(fold_for(outline, source).text):
        return document
    return parse(source, outline, root=next(iter(outline.item_kinds)))


class _Builder:
    def __init__(self, source: SourceText, outline: Outline, text_key: str, root: str) -> None:
        self.source = source
        self.outline = outline
        self.text_key = text_key
        self.scanner = Scanner(source, outline, root)
        self.leaves: list[Leaf] = []
        self.problems: list[Problem] = []
        self.components: defaultdict[UnitPath, list[Component]] = defaultdict(list)
        self.letters: Counter[UnitPath] = Counter()  # those left out, too
        self.stack = [_Open(Part((), root, "", 0, None, None, Span(0, 0)), -1)]

    def build(self) -> Document:
        preamble, blocks = self.scanner.scan()
        self._prose(preamble)
        for block in blocks:
            self._block(block)
        self._close_down_to(0)
        root = self._closed(self.stack[0])
        parts = root.parts if root.kind == "document" else (root,)
        return Document(self.source, parts, tuple(sorted(self.leaves)), tuple(self.problems))

    def _closed(self, opened: _Open) -> Part:
        opened.occurrences = [
            replace(item, components=tuple(self.components.pop(item.path)))
            if item.path in self.components
            else item
            for item in opened.occurrences
        ]
        return opened.close()

    def _close_down_to(self, rank: int) -> None:
        while self.stack[-1].rank >= rank:
            closed = self._closed(self.stack.pop())
            self.stack[-1].parts.append(closed)

    def _block(self, block: MarkedBlock) -> None:
        if block.part == "component":
            self._component(block)
            return
        self._close_down_to(block.level.rank)
        if block.part == "item":
            self._item(block)
            return
        self._heading(block)
        if block.level.prose_item:
            self._item(block)
        else:
            self._prose(block.content)

    def _heading(self, block: MarkedBlock) -> None:
        parent = self.stack[-1]
        parent.numbers[block.number] += 1
        again = parent.numbers[block.number]
        # A number printed twice keeps its part; its IRI says so.
        number = block.number if again == 1 else f"{block.number}.{again}"
        title = block.title if block.title and block.title.begin < block.title.end else None
        end = title.end if title else block.marker.end
        order = parent.numbers.total()
        part = Part(
            (*parent.part.path, number), block.part, block.number, order, block.marker, title,
            Span(block.marker.begin, end),
            title_from_outline=block.level.title in ("fixed", "marker"),
        )  # fmt: skip
        self.leaves.append(Leaf(*block.marker, "heading number"))
        if title:
            self.leaves.append(Leaf(*title, "heading title"))
            behind = strip(self.source.text, Span(title.end, block.content.begin))
            if behind.begin < behind.end:  # the 】 of 【目標】
                self.leaves.append(Leaf(*behind, "heading number"))
        self.stack.append(_Open(part, block.level.rank))

    def _prose(self, span: Span) -> None:
        """Sentences of the open part; where it has no sentences of its own, its introduction."""
        sentences, rest = split_sentences(self.scanner.folded, span, self.outline.signs)
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
        signs = self.outline.signs
        closed = self.source.text.find(signs.tag_close, *sentence)
        if not self.source.text.startswith(signs.tag_open, sentence.begin) or closed < 0:
            return sentence
        self.leaves.append(Leaf(sentence.begin, closed + 1, "unexplained"))
        return strip(self.source.text, Span(closed + 1, sentence.end))

    def _add_sentences(self, owner: _Open, spans: list[Span], role: SentenceRole) -> None:
        for span in spans:
            order = len(owner.sentences) + 1
            path = (*owner.part.path, f"s{order}")
            owner.sentences.append(Sentence(path, order, span, role))
            self.leaves.append(Leaf(*span, "sentence"))
        owner.extend_to(spans[-1].end)

    def _bullet(self, block: MarkedBlock) -> Bullet:
        if not block.level.prose_item:
            self.leaves.append(Leaf(*block.marker, "marker"))
        content = strip(self.source.text, block.content)
        bullet = read_bullet(self.scanner.text, content)
        self.leaves += bullet.leaves
        if bullet.torn is not None:
            self._fault(bullet.torn, "tag-open")
        self.stack[-1].extend_to(content.end)
        return bullet

    def _fault(self, offset: int, key: str, **values: object) -> None:
        place = self.source.where(offset)
        self.problems.append(Problem.at(place, key, is_fault=True, **values))

    def _item_kind(self) -> ItemKind:
        kinds = self.outline.item_kinds
        return next(kinds[held.part.kind] for held in self.stack[::-1] if held.part.kind in kinds)

    def _item(self, block: MarkedBlock) -> None:
        bullet = self._bullet(block)
        if block.level.prose_item and not bullet.leaves:
            return  # a heading without words of its own
        owner = self.stack[-1]
        owner.bullets += 1
        owner.is_last_left_out = bullet.torn is not None
        if owner.is_last_left_out:
            return
        order = owner.bullets
        owner.occurrences.append(
            Occurrence(
                path=(*owner.part.path, str(order)),
                order=order,
                kind=self._item_kind(),
                segments=bullet.segments,
                tags=bullet.tags,
                reprise_marks=bullet.reprise_marks,
                partial_reprise=bullet.partial_reprise,
                components=(),
            )
        )

    def _component(self, block: MarkedBlock) -> None:
        if self.stack[-1].is_last_left_out:
            content = strip(self.source.text, Span(block.marker.begin, block.content.end))
            self.leaves.append(Leaf(*content, "left out"))
            self._fault(content.begin, "tag-open-parent")
            return
        bullet = self._bullet(block)
        item = self.stack[-1].occurrences[-1]
        self.letters[item.path] += 1
        if bullet.torn is not None:
            return
        order = self.letters[item.path]
        self.components[item.path].append(
            Component((*item.path, _letter(order)), order, bullet.segments, bullet.tags)
        )


def _letter(order: int) -> str:
    """The letter of the ``order``-th component: a … z, aa, ab …"""
    letters = ""
    while order > 0:
        order, rest = divmod(order - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
