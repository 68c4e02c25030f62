"""Find the blocks of a text: what opens one, and where its title ends.

A marker opens a block only at the beginning of a line, where the previous one has ended (。, 】, a
closed 再掲 mark or a heading), and where the outline allows it under the open part. Headings and rows that
the file itself sets apart open one where the outline asks for them.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from operator import itemgetter

from policygraph.document.bullets import is_target
from policygraph.document.endings import Ending, Endings
from policygraph.document.numbers import number_value, printed_number
from policygraph.document.openings import TABLE, Opening, Openings
from policygraph.document.outline import Choice, Level, Outline
from policygraph.document.sentences import sentence_ends, strip
from policygraph.document.titles import Titles
from policygraph.document.tree import Span
from policygraph.sources import Block, SourceText

_WINDOW = 400  # characters looked at for the end of a title
_LIST_LEVEL = 1000  # how much deeper a level of a list of the file stands than any white space
_NEAR = 40  # markers among which the next heading is looked for
# Bullets that stand in running text, too: at the beginning of a line they need the end of what is before.
_IN_RUNNING_TEXT = frozenset("・･·‧-−–—―‐─ー0123456789(①②③④⑤⑥⑦⑧⑨⑩")


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A marker, a title where it has one, and what stands behind it up to the next block.

    Attributes:
        number: empty where nothing says it.
        depth: of an item, how many items of its level it stands inside.
        row: the row of a table that it is; without a level, rows that the outline does not ask for.
    """

    level: Level | None
    part: str
    number: str
    marker: Span
    title: Span | None
    content: Span
    depth: int = 0
    row: Block | None = None
    indent: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        """What it closes: all blocks of the same or a higher one."""
        return (self.level.rank if self.level else 1 << 30), self.depth


class Scanner:
    """One pass over a text.

    Args:
        source: the text, folded.
        outline: the markers of its series.
        root: the part type that the text stands in; ``document`` where it is a document's own.
    """

    def __init__(self, source: SourceText, outline: Outline, root: str) -> None:
        self.outline = outline
        self.root = root
        self.signs = outline.signs
        self.folded = source.text
        self._openings = Openings(source, outline)
        self._candidates = list(self._openings.candidates())
        self._offsets = [offset for offset, _ in self._candidates]
        self._has_lists = any(block.kind == "item" for block in source.blocks)
        self.text = Titles(source, self.folded, self.signs, tuple(self._offsets))
        self.endings = Endings(self.text)

    def scan(self) -> tuple[Span, list[MarkedBlock]]:
        """Scan the text.

        Returns:
            The span before the first block, and the blocks in order.
        """
        opened: list[MarkedBlock] = []
        stack: list[MarkedBlock] = []
        for offset, openings in self._candidates:
            if opened and offset < opened[-1].content.begin:
                continue
            block = self._first(openings, stack, opened)
            while block is not None:
                if block.level is not None:
                    stack = [held for held in stack if held.rank < block.rank] + [block]
                opened.append(block)
                # The text glued to a fixed title may begin with a marker.
                begin = block.content.begin
                is_fixed = block.level is not None and block.level.title == "fixed"
                glued = is_fixed and not self.text.starts_line(begin)
                block = self._first(self._openings.at(begin), stack, opened) if glued else None
        end = len(self.folded)
        ends = [*(block.marker.begin for block in opened), end][1:]
        blocks = [
            replace(block, content=Span(block.content.begin, following))
            for block, following in zip(opened, ends, strict=True)
        ]
        return Span(0, blocks[0].marker.begin if blocks else end), blocks

    def _first(
        self, openings: list[Opening], stack: list[MarkedBlock], before: list[MarkedBlock]
    ) -> MarkedBlock | None:
        """What the first of the openings that fits opens; its content is not yet ended."""
        last = before[-1] if before else None
        for opening in openings:
            block = self._open(opening, stack, last)
            if block is not None:
                return block
        return None

    def _open(
        self, opening: Opening, stack: list[MarkedBlock], last: MarkedBlock | None
    ) -> MarkedBlock | None:
        """What an opening opens, or ``None`` where it is part of the running text."""
        level, span = opening.level, opening.span
        if opening.block is not None and opening.block.kind == "row":
            headings = opening.block.headings
            wanted = level is not TABLE and (
                any(map(self.signs.words_column.search, headings))
                or is_target(headings, self.signs)
            )
            own = level if wanted and self._may_stand(level, stack) else None
            row = opening.block
            return MarkedBlock(own, "item" if own else "table", "", span, None,
                               Span(span.end, span.end), row=row)  # fmt: skip
        if not self._may_stand(level, stack):
            return None
        if opening.block is not None and opening.block.kind == "heading":
            return self._of_heading_block(opening)
        if opening.block is not None:
            return self._bullet(opening, stack)
        ending = self._end_before(opening, last)
        if ending == "open":
            return None
        if level.title == "none":
            return self._bullet(opening, stack)
        if level.title == "marker":
            title = opening.title or span
            marker = Span(span.begin, title.begin)
            return self._block(level, level.number, marker, title, span.end)
        return self._open_heading(opening, stack, ending)

    def _may_stand(self, level: Level, stack: list[MarkedBlock]) -> bool:
        above = [held.part for held in stack if held.level and held.level.rank < level.rank]
        return (above[-1] if above else self.root) in level.under

    @staticmethod
    def _block(
        level: Level, number: str, marker: Span, title: Span | None, end: int, part: str = ""
    ) -> MarkedBlock:
        return MarkedBlock(level, part or level.parts[0], number, marker, title, Span(end, end))

    def _of_heading_block(self, opening: Opening) -> MarkedBlock:
        """A heading that the file sets apart."""
        level = opening.level
        title = strip(self.text.source.text, opening.title or opening.span)
        number = printed_number(opening.number) if opening.number else level.number
        part = ""
        for choice in level.choices:
            words = self.folded[title.begin : title.end]
            if any(pattern.fullmatch(words) for pattern in choice.titles):
                part, number = choice.part, choice.number
                break
        end = opening.block.end if opening.block else title.end
        return self._block(level, number, opening.span, title, end, part)

    # ---- Bullets ----

    def _bullet(self, opening: Opening, stack: list[MarkedBlock]) -> MarkedBlock:
        """A bullet; one of a level that nests is a sub-bullet of that which it stands deeper than."""
        level = opening.level
        block = self._block(level, "", opening.span, None, opening.span.end)
        if not level.nested:
            return block
        indent = self._indent(opening.begin)
        above = [held for held in stack if held.level is level and held.indent < indent]
        depth = above[-1].depth + 1 if above else 0
        part = "component" if depth else block.part
        return replace(block, depth=depth, indent=indent, part=part)

    def _indent(self, offset: int) -> int:
        block = self.text.block_at(offset)
        if block is not None and block.kind == "item":
            return _LIST_LEVEL * block.level
        # A bullet that a file with lists does not set apart stands beside those of the first level.
        return self.text.indent(offset) + (_LIST_LEVEL if self._has_lists else 0)

    def _end_before(self, opening: Opening, last: MarkedBlock | None) -> Ending:
        """How what stands before a marker ended."""
        begin = last.content.begin if last else 0
        ending = self.endings.before(opening.span, begin, is_first=last is None)
        if ending != "open" or last is None:
            return ending
        offset = opening.begin
        is_list = last.level is not None and last.level.title == "none"
        if is_list and self.endings.without_stop(begin, offset, self._list_end(offset)):
            return "certain"
        if is_list and self.text.indent(offset) < self.text.indent(last.marker.begin):
            return "certain"  # further out than the bullet before it
        is_bullet = opening.level.title == "none"
        if is_bullet and not _IN_RUNNING_TEXT & set(self.folded[opening.begin : opening.span.end]):
            return "certain"
        return "sentence" if self._stands_alone(opening) else "open"

    def _list_end(self, offset: int) -> int:
        """Where the next heading may stand."""
        index = bisect_left(self._offsets, offset)
        return next(
            (
                following
                for following, openings in self._candidates[index : index + _NEAR]
                if any(opening.level.title != "none" for opening in openings)
            ),
            len(self.folded),
        )

    def _stands_alone(self, opening: Opening) -> bool:
        """A marker and its title from the outline are all of their line."""
        level, end = opening.level, opening.span.end
        if level.title == "marker":
            return not self.folded[end : self.text.line_end(end)].strip()
        if level.title != "fixed":
            return False
        begin = end + (self.folded[end : end + 1] == " ")
        words = self.folded[begin : self.text.line_end(begin)].strip()
        return any(t.fullmatch(words) for choice in level.choices for t in choice.titles)

    # ---- Headings ----

    def _open_heading(
        self, opening: Opening, stack: list[MarkedBlock], ending: Ending
    ) -> MarkedBlock | None:
        """A heading with a title of the text's own, or one that the outline fixes."""
        level, marker = opening.level, opening.span
        certain = ending == "certain"
        number = printed_number(opening.number) if opening.number else level.number
        siblings = [held for held in stack if held.level and held.level.rank == level.rank]
        previous = number_value(siblings[-1].number) if siblings else 0
        value = number_value(number) if opening.number else previous + 1
        # A Latin I or i) begins many a word; only the next number in sequence is believed.
        is_doubtful = level.consecutive and opening.number is not None
        if (
            is_doubtful
            and (not certain or (opening.number or "").isascii())
            and value != previous + 1
        ):
            return None
        if level.title == "fixed":
            return self._fixed(level, marker, number, certain=certain)
        begin = marker.end
        if not certain and self.signs.goes_on.match(self.folded, begin):
            return None
        block = self.text.block_at(marker.begin)
        if block is not None and block.kind == "heading" and marker.end < block.end:
            # The file says where its heading ends, on which line ever.
            end = block.end if self.text.could_be_title(begin, block.end) else None
        elif level.title == "line":
            line_end = self.text.line_end(begin)
            end = line_end if self.text.could_be_title(begin, line_end) else None
        else:
            end = self._title_end(level, begin, stack, certain=certain, ahead=value - previous)
        if end is None:
            return None
        starts = self.text.source.line_starts
        for start in starts[bisect_left(starts, begin + 1) : bisect_left(starts, end)]:
            if self.signs.caption.match(self.folded, start) or self.signs.body_label.match(
                self.folded, start
            ):
                end = start
                break
        title = strip(self.text.source.text, Span(begin, end))
        return self._block(level, number, marker, title, end)

    def _fixed(
        self, level: Level, marker: Span, number: str, *, certain: bool
    ) -> MarkedBlock | None:
        begin = marker.end + (self.folded[marker.end : marker.end + 1] == " ")
        by_title: list[tuple[int, Choice]] = [
            (match.end(), choice)
            for choice in level.choices
            for title in choice.titles
            if (match := title.match(self.folded, begin))
        ]
        if by_title:
            end, choice = max(by_title, key=itemgetter(0))
            goes_on = self.signs.goes_on.match(self.folded, end) is not None
            if goes_on and not certain and not self.text.starts_line(end):
                return None  # ［Ｃ］重きを置くべき取組に示すとおり
        else:
            named = [choice for choice in level.choices if choice.number == number]
            end = self.text.line_end(begin)
            if not named or not self.text.could_be_title(begin, end):
                return None
            choice = named[0]
        title = strip(self.text.source.text, Span(begin, end))
        return self._block(level, number or choice.number, marker, title, end, choice.part)

    def _title_end(
        self, level: Level, begin: int, stack: list[MarkedBlock], *, certain: bool, ahead: int
    ) -> int | None:
        """Where a title ends that may run over several lines; ``None`` where it is no title.

        Behind a mere full stop a marker may belong to the running text (（１）…、（２）… in one
        sentence): there it opens a heading only where a marker of a lower level follows, or, with
        the next number in sequence, running text.

        Args:
            ahead: by how much its number is ahead of the one before it.
        """
        window = min(len(self.folded), begin + _WINDOW)
        stop = next(sentence_ends(self.folded, begin, window, self.signs), len(self.folded))
        held = [
            (block.part, block.level.rank)
            for block in stack
            if block.level and block.level.rank < level.rank
        ]
        held.append((level.parts[0], level.rank))
        bullets: list[int] = []
        for index in range(bisect_left(self._offsets, begin + 1), len(self._candidates)):
            offset, openings = self._candidates[index]
            if offset >= stop:
                break
            allowed = [o.level for o in openings if self._may_follow(o, held)]
            headings = [lv for lv in allowed if lv.title != "none"]
            if headings and not bullets:
                is_listed = all(lv.rank <= level.rank for lv in headings)
                if not certain and is_listed and not self.text.ends_paragraph(offset):
                    return None
                return offset if self.text.could_be_title(begin, offset) else None
            if any(lv.title == "none" for lv in allowed):
                bullets.append(offset)
        if bullets:
            end = self.text.choose_title_end(bullets)
            return end if self.text.could_be_title(begin, end) else None
        # A group of bullets begins with running text only where nothing else can be meant.
        if not certain and (ahead < 1 or (ahead > 1 and self._holds_bullets(level))):
            return None
        # The next number with a space behind it is no number of running text.
        is_next = ahead == 1 and self.text.has_space_before(begin)
        return self.text.title_line_end(begin, certain=certain or is_next)

    def _holds_bullets(self, level: Level) -> bool:
        """Bullets stand directly under this level (a group)."""
        return any(part in self.outline.holds_items for part in level.parts)

    def _may_follow(self, opening: Opening, held: list[tuple[str, int]]) -> bool:
        if opening.block is not None and opening.block.kind == "row":
            return True
        above = [part for part, rank in held if rank < opening.level.rank]
        return (above[-1] if above else self.root) in opening.level.under
