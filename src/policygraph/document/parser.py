"""Read the outline of a policy text into a tree."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from policygraph.core.problems import Problem
from policygraph.document.bullets import (
    Bullet,
    aside_begin,
    bracket_candidates,
    cut_at_lines,
    is_target,
    labelled_bodies,
    own_line_brackets,
    read_bullet,
    read_row,
    take_brackets,
)
from policygraph.document.folding import as_printed, fold_for
from policygraph.document.outline import Outline, Sentences, role_of
from policygraph.document.progress import with_progress
from policygraph.document.scanner import MarkedBlock, Scanner
from policygraph.document.sentences import split_sentences, strip
from policygraph.document.tree import (
    Document,
    Leaf,
    Occurrence,
    Part,
    Sentence,
    Span,
    UnitPath,
)
from policygraph.document.under_construction import PartDraft, UnitDraft, letter_of
from policygraph.sources import Block, SourceText, folded_source

_STOPS = tuple("。.!?")  # that a paragraph ends in, after folding
_CLOSED = tuple(")]〕〉》>")  # … or else, before a blank line


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


class _Builder:
    def __init__(self, source: SourceText, outline: Outline, text_key: str, root: str) -> None:
        self.source = source
        self.outline = outline
        self.text_key = text_key
        self.scanner = Scanner(source, outline, root)
        self.leaves: list[Leaf] = []
        self.problems = list(source.problems)
        self.body: PartDraft | None = None  # what holds the items that stand under no heading
        self._sets_apart = any(block.kind != "row" for block in source.blocks)
        self.units: list[UnitDraft] = []  # the item that is open, and the sub-bullets in it
        self.stack = [PartDraft(Part((), root, "", 0, None, None, Span(0, 0)), (-1, 0))]

    def build(self) -> Document:
        preamble, blocks = self.scanner.scan()
        self._prose(preamble)
        text, signs = self.scanner, self.outline.signs
        for block in with_progress(blocks, text.folded, self.source.line_starts, signs):
            self._block(block)
        self._close_down_to((0, 0))
        root = self.stack[0].close()
        parts = root.parts if root.kind == "document" else (root,)
        if self.body is not None:
            parts = tuple(sorted((*parts, self.body.close()), key=lambda part: part.span))
        leaves = tuple(sorted(self.leaves))
        return Document(
            self.source, parts, leaves, tuple(self.problems), self.outline.key,
            self.outline.loose_limit,
        )  # fmt: skip

    def _close_down_to(self, rank: tuple[int, int]) -> None:
        while self.stack[-1].rank >= rank:
            closed = self.stack.pop().close()
            self.stack[-1].parts.append(closed)

    def _block(self, block: MarkedBlock) -> None:
        if block.part == "table":
            self.leaves.append(Leaf(*block.marker, "table"))
            self._prose(block.content)
        elif block.part in ("component", "progress") and self.units:
            self._component(block)
        elif block.part in ("component", "item", "progress"):
            if block.depth == 0:
                self._close_down_to(block.rank)
            self._item(block)
        else:
            self._close_down_to(block.rank)
            self._heading(block)
            if block.level is not None and block.level.prose_item:
                self._item(block)
            else:
                self._prose(block.content)

    def _heading(self, block: MarkedBlock) -> None:
        self.units, parent = [], self.stack[-1]
        name = block.number
        if not name:
            parent.unnumbered += 1
            name = f"h{parent.unnumbered}"
        parent.numbers[name] += 1
        again = parent.numbers[name]
        # A number printed twice keeps its part; its IRI says so.
        step = name if again == 1 else f"{name}.{again}"
        title = block.title if block.title and block.title.begin < block.title.end else None
        end = title.end if title else block.marker.end
        order = parent.numbers.total()
        level = block.level
        is_own = level is None or not (
            level.title == "fixed" or (level.title == "marker" and level.number)
        )
        part = Part(
            (*parent.part.path, step), block.part, block.number, order, block.marker, title,
            Span(block.marker.begin, end),
            title_from_outline=not is_own,
            candidates=tuple(bracket_candidates(self.scanner.text, title) if title else ()),
        )  # fmt: skip
        if block.marker.begin < block.marker.end:
            self.leaves.append(Leaf(*block.marker, "heading number"))
        if title:
            self.leaves.append(Leaf(*title, "heading title"))
            behind = strip(self.source.text, Span(title.end, block.content.begin))
            if behind.begin < behind.end:  # the 】 of 【目標】
                self.leaves.append(Leaf(*behind, "heading number"))
        self.stack.append(PartDraft(part, block.rank))

    def _prose(self, span: Span) -> None:
        """Sentences of the open part; where it has no sentences of its own, its introduction."""
        promises = self.outline.sentences_of(self.stack[-1].part.kind) == "promises"
        part = self.stack[-1].part
        is_titled = part.title is not None and not part.title_from_outline
        labelled = labelled_bodies(self.scanner.text, span) if promises and is_titled else []
        position = span.begin
        for tag in labelled:  # they speak for all that stands in the part
            part = self.stack[-1].part
            self.stack[-1].part = replace(part, tags=(*part.tags, tag))
            self.leaves.append(Leaf(*tag.span, "tag"))
            self._sentences(Span(position, tag.span.begin), promises=promises)
            position = tag.span.end
        self._sentences(Span(position, span.end), promises=promises)

    def _sentences(self, span: Span, *, promises: bool) -> None:
        column = aside_begin(self.scanner.text, span) if promises else None
        if column is not None:
            self._sentences(Span(span.begin, column), promises=True)
            span = Span(column, span.end)
        if promises:
            span = self._without_titles(self._without_brackets(span))
        sentences, rest = split_sentences(self.scanner.folded, span, self.outline.signs)
        if promises:
            sentences, rest = take_brackets(self.scanner.text, sentences, rest)
            sentences, rest = cut_at_lines(self.scanner.text, sentences, rest)
        sentences = [self._without_tag(sentence) for sentence in sentences]
        sentences = [sentence for sentence in sentences if sentence.begin < sentence.end]
        if sentences:
            owner = self.stack[-1]
            kind = owner.part.kind
            said = self.outline.sentences_of(kind)
            if said is None or kind == "document":
                name = "intro" if owner.part.path or not self.text_key else f"intro-{self.text_key}"
                known = next((p for p in owner.parts if p.path[-1] == name), None)
                intro = known or Part(
                    (*owner.part.path, name), "introduction", "", 0, None, None,
                    Span(sentences[0].begin, sentences[-1].end),
                )  # fmt: skip
                opened = PartDraft(intro, owner.rank, list(intro.sentences))
                self._add_sentences(opened, sentences, said or "recognition")
                if known is not None:
                    owner.parts.remove(known)
                owner.parts.append(opened.close())
            else:
                self._add_sentences(owner, sentences, said if column is None else "passage")
        if rest is not None:
            self.leaves.append(Leaf(*rest, "unexplained"))

    def _without_brackets(self, span: Span) -> Span:
        """The prose of a heading without a first line that is a bracket alone."""
        owner = self.stack[-1]
        span = strip(self.source.text, span)
        if owner.part.title is None or owner.part.title_from_outline or owner.sentences:
            return span
        tag = own_line_brackets(self.scanner.text, span) if span.begin < span.end else None
        if tag is None:
            return span
        owner.part = replace(owner.part, candidates=(*owner.part.candidates, tag))
        self.leaves.append(Leaf(*tag.span, "unexplained"))
        return strip(self.source.text, Span(tag.span.end, span.end))

    def _without_titles(self, span: Span) -> Span:
        """Prose without the lines before it that look like titles and that no level opens."""
        text, starts = self.scanner.text, self.source.line_starts
        span = strip(self.source.text, span)
        index = bisect_left(starts, span.begin + 1)
        while index < len(starts) and starts[index] < span.end:
            # Where the file says what it sets apart, a line within a paragraph is no title.
            goes_on = self._sets_apart and text.block_at(starts[index]) is None
            if goes_on or not text.stands_as_title(span.begin, starts[index]):
                break
            self.leaves.append(
                Leaf(*strip(self.source.text, Span(span.begin, starts[index])), "unexplained")
            )
            span = strip(self.source.text, Span(starts[index], span.end))
            index += 1
        return span

    def _without_tag(self, sentence: Span) -> Span:
        """A sentence without the 【】 before it: a tag where the outline expects none."""
        signs, printed = self.outline.signs, self.source.text
        closed = printed.find(signs.tag_close, *sentence)
        if not printed.startswith(signs.tag_open, sentence.begin) or closed < 0:
            return sentence
        self.leaves.append(Leaf(sentence.begin, closed + 1, "unexplained"))
        return strip(self.source.text, Span(closed + 1, sentence.end))

    def _add_sentences(self, owner: PartDraft, spans: list[Span], said: Sentences) -> None:
        for span in spans:
            order = len(owner.sentences) + 1
            path = (*owner.part.path, f"s{order}")
            item = self._promise(path, order, span) if said == "promises" else None
            owner.sentences.append(Sentence(path, order, span, role_of(said), item))
            self.leaves.append(Leaf(*span, "sentence"))
        owner.extend_to(spans[-1].end)

    def _promise(self, path: UnitPath, order: int, span: Span) -> Occurrence | None:
        """What a sentence is if it promises a measure."""
        bullet = read_bullet(self.scanner.text, span)
        if bullet.torn is not None or self.outline.signs.note.match(self.scanner.folded, *span):
            return None
        return UnitDraft("", order, (0, 0), bullet).close(path)

    def _bullet(self, block: MarkedBlock) -> tuple[Bullet, Span]:
        """What a bullet holds, and the prose behind it that is none of it."""
        if block.row is not None:
            return self._row(block.row), block.content
        is_marked = block.level is None or not block.level.prose_item
        if is_marked and block.marker.begin < block.marker.end:
            self.leaves.append(Leaf(*block.marker, "marker"))
        end = self._paragraph_end(block)
        content = strip(self.source.text, Span(block.content.begin, end))
        bullet = read_bullet(self.scanner.text, content)
        self.leaves += bullet.leaves
        if bullet.torn is not None:
            self._fault(bullet.torn, "tag-open")
        elif is_marked:
            bullet = self._with_title(bullet)
        self.stack[-1].extend_to(content.end)
        return bullet, Span(end, block.content.end)

    def _with_title(self, bullet: Bullet) -> Bullet:
        """A bullet whose first line is a title of its own: no name goes over its end."""
        if not bullet.segments:
            return bullet
        text, first = self.scanner.text, bullet.segments[0]
        end = text.line_end(first.begin)
        is_title = text.is_item_title(first.begin, end) or text.is_budget_line(first.begin, end)
        if end >= first.end or not is_title:
            return bullet
        pieces = strip(self.source.text, Span(first.begin, end)), Span(end, first.end)
        return replace(bullet, segments=(*pieces, *bullet.segments[1:]))

    def _row(self, row: Block) -> Bullet:
        self.stack[-1].extend_to(row.end)
        bullet = read_row(self.scanner.text, row)
        self.leaves += bullet.leaves
        return bullet

    def _paragraph_end(self, block: MarkedBlock) -> int:
        """Where a bullet ends: with its text, or where something new begins and is set apart."""
        text, starts = self.scanner.text, self.source.line_starts
        if block.level is None or block.level.prose_item:
            return block.content.end
        own = text.indent(block.marker.begin)
        first = bisect_left(starts, block.content.begin + 1)
        if text.is_budget_line(block.content.begin, text.line_end(block.content.begin)):
            first += 1  # what the scheme is stands in the paragraph behind its name
        for start in starts[first : bisect_left(starts, block.content.end)]:
            held = text.block_at(start)
            is_new = held is not None and held.kind in ("paragraph", "heading")
            is_note = text.signs.note.match(self.scanner.folded, start) is not None
            if is_new or is_note or (text.is_set_apart(start) and text.indent(start) <= own):
                before = self.scanner.folded[block.content.begin : start].rstrip()
                if is_new or before.endswith((*_STOPS, self.outline.signs.tag_close)):
                    return start
                if before.endswith(_CLOSED) and (is_note or text.is_set_apart(start)):
                    return start
        return block.content.end

    def _fault(self, offset: int, key: str, **values: object) -> None:
        place = self.source.where(offset)
        self.problems.append(Problem.at(place, key, is_fault=True, **values))

    def _item(self, block: MarkedBlock) -> None:
        owner = self._item_owner(block)
        bullet, rest = self._bullet(block)
        if self.body is not None and owner is self.body:
            owner.extend_to(rest.begin)
        if bullet.leaves or block.level is None or not block.level.prose_item:
            owner.bullets += 1
            kind = self.outline.item_kind(tuple(held.part.kind for held in self.stack))
            if block.row is not None and is_target(block.row.headings, self.outline.signs):
                kind = "target"
            unit = UnitDraft(str(owner.bullets), owner.bullets, block.rank, bullet, kind)
            unit.may_report = self.outline.by_report and kind == "measure"
            self.units = [unit]
            if bullet.torn is None:
                owner.units.append(unit)
        self._prose(rest)

    def _item_owner(self, block: MarkedBlock) -> PartDraft:
        """The part that an item stands in; items under no heading have one of their own."""
        owner = self.stack[-1]
        if owner.part.kind != "document":
            return owner
        if self.body is None:
            name = f"body-{self.text_key}" if self.text_key else "body"
            begin = block.marker.begin
            part = Part((name,), "group", "", len(owner.parts) + 1, None, None, Span(begin, begin))
            self.body = PartDraft(part, owner.rank)
        return self.body

    def _component(self, block: MarkedBlock) -> None:
        if block.part == "progress":  # of the item, or the label of the lines below it
            self.units = self.units[:1]
            if not self.scanner.folded[block.content.begin : block.content.end].strip():
                self.leaves.append(Leaf(*block.marker, "marker"))
                return
        while len(self.units) > 1 and self.units[-1].rank >= block.rank:
            self.units.pop()
        parent = self.units[-1]
        if parent.bullet.torn is not None:
            content = strip(self.source.text, Span(block.marker.begin, block.content.end))
            self.leaves.append(Leaf(*content, "left out"))
            self._fault(content.begin, "tag-open-parent")
            return
        bullet, rest = self._bullet(block)
        parent.count += 1
        unit = UnitDraft(letter_of(parent.count), parent.count, block.rank, bullet)
        self.units.append(unit)
        if bullet.torn is None:
            parent.units.append(unit)
        self._prose(rest)
