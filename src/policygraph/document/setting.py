"""How a text is set in lines: full and short ones, blank ones, indents, and what the file sets apart."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from policygraph.document.outline import Signs
from policygraph.sources import Block, SourceText

_SLACK = 4  # characters by which a full line may fall short: half-width letters, hanging marks
_ENOUGH = 8  # lines, to tell a layout by
_FIXED_SHARE = 0.8  # of the wrapped lines are full in a layout of fixed width
_NEAR = 30  # lines around one that tell how long lines are there
_DOUBLE_SPACED = (
    0.3  # of the lines that go on, with a blank one before them: blank lines tell nothing
)
_ENDS_UNIT = "。】）)．？！」』〕］"
_NEXT_WORD = re.compile(r"[A-Za-z0-9.]+|.", re.DOTALL)


@dataclass(frozen=True)
class SetText:
    """A text with its lines.

    Attributes:
        folded: the text of the source, which is folded.
        markers: the offsets at which lines begin with a marker, ascending.
    """

    source: SourceText
    folded: str
    signs: Signs
    markers: tuple[int, ...]

    @cached_property
    def _line_starts(self) -> frozenset[int]:
        return frozenset(self.source.line_starts)

    @cached_property
    def _marked(self) -> frozenset[int]:
        return frozenset(self.markers)

    @cached_property
    def _block_begins(self) -> dict[int, Block]:
        return {block.begin: block for block in self.source.blocks}

    def starts_line(self, offset: int) -> bool:
        """Whether a raw line begins there."""
        return offset in self._line_starts

    def line_end(self, offset: int) -> int:
        """Where the line that holds ``offset`` ends."""
        starts = self.source.line_starts
        index = bisect_left(starts, offset + 1)
        return starts[index] if index < len(starts) else len(self.folded)

    def line_begin(self, offset: int) -> int:
        """Where the line that holds ``offset`` begins."""
        starts = self.source.line_starts
        return starts[bisect_right(starts, offset) - 1] if starts else 0

    def _length(self, line_index: int) -> int:
        begin = self.source.line_starts[line_index]
        return self.line_end(begin) - begin

    # ---- What the file says, and what stands between lines ----

    def block_at(self, offset: int) -> Block | None:
        """The block of the file that begins there."""
        return self._block_begins.get(offset)

    def indent(self, offset: int) -> int:
        """The columns of white space before the line that begins there; a full-width space has two."""
        raw = self.source.raw
        at = self.source.raw_offset(offset)
        begin = raw.rfind("\n", 0, at) + 1
        before = raw[begin:at]
        return sum(2 if sign == "\u3000" else 4 if sign == "\t" else 1 for sign in before)

    @cached_property
    def _blank_before(self) -> frozenset[int]:
        """The line starts that a blank line stands before, and nothing else that is no text."""
        asides = [aside.begin for aside in self.source.asides]
        found = []
        for gap in self.source.gaps:
            between = self.source.raw[gap.begin : gap.end]
            if between.count("\n") < 2 or "\f" in between:
                continue
            if bisect_left(asides, gap.begin) == bisect_left(asides, gap.end):
                found.append(gap.end)
        return frozenset(found)

    @cached_property
    def _blank_tells(self) -> bool:
        """A blank line ends a paragraph: the text is not set with one behind every line."""
        text, starts = self.source.text, self.source.line_starts
        going_on = [
            start
            for start in starts[1:]
            if text[start - 1] not in _ENDS_UNIT and start not in self._marked
        ]
        blank = sum(self.has_blank_before(start) for start in going_on)
        return len(going_on) < _ENOUGH or blank <= _DOUBLE_SPACED * len(going_on)

    def has_blank_before(self, line_start: int) -> bool:
        """A blank line stands before this line."""
        return self.source.raw_offset(line_start) in self._blank_before

    def is_budget_line(self, begin: int, end: int) -> bool:
        """A line is the name of a scheme and its money."""
        return self.signs.budget_line.search(self.folded[begin:end].rstrip()) is not None

    def has_space_before(self, offset: int) -> bool:
        """White space stands before this character in the file."""
        raw = self.source.raw_offset(offset)
        return raw > 0 and self.source.raw[raw - 1] in " \t\u3000"

    # ---- The measure ----

    @cached_property
    def _wrapped(self) -> list[int]:
        """The lengths of the lines that go on in the next one, ascending."""
        text, starts = self.source.text, self.source.line_starts
        return sorted(
            self._length(index)
            for index in range(len(starts) - 1)
            if text[starts[index + 1] - 1] not in _ENDS_UNIT
            and starts[index + 1] not in self._marked  # a heading may end before it
        )

    @property
    def has_few_lines(self) -> bool:
        """Too few lines go on in the next one to tell a width by, kept or not."""
        return len(self._wrapped) < _ENOUGH

    @cached_property
    def width(self) -> int | None:
        """The number of characters a full line holds, or ``None`` where no width is kept."""
        wrapped = self._wrapped
        if self.has_few_lines:
            return None
        width = wrapped[len(wrapped) * 95 // 100]
        full = sum(length >= width - _SLACK for length in wrapped)
        return width if full >= _FIXED_SHARE * len(wrapped) else None

    @cached_property
    def is_unwrapped(self) -> bool:
        """Every paragraph is one line: the lines that no marker opens end in a full stop or tag."""
        text, starts = self.source.text, self.source.line_starts
        ends = [*starts[1:], len(text)]
        running = [
            text[end - 1] in _ENDS_UNIT
            for begin, end in zip(starts, ends, strict=True)
            if begin not in self._marked
        ]
        opened = len(starts) - len(running)
        return opened >= _ENOUGH and sum(running) >= 0.9 * len(running)

    def _room(self, line_start: int, width: int) -> bool:
        """The line before ``line_start`` could have taken its first word, in lines of a width."""
        index = bisect_left(self.source.line_starts, line_start)
        next_word = _NEXT_WORD.match(self.source.text, line_start)
        room = width - self._length(index - 1)
        return room > _SLACK + (len(next_word.group()) if next_word else 1)

    def breaks_early(self, line_start: int) -> bool:
        """The line before ``line_start`` had room for more: its end was meant."""
        return self.width is not None and self._room(line_start, self.width)

    def is_short(self, line_start: int) -> bool:
        """The line before ``line_start`` had room for more, as the lines around it are set."""
        index = bisect_left(self.source.line_starts, line_start)
        near = range(max(0, index - _NEAR), min(len(self.source.line_starts), index + _NEAR))
        return bool(near) and self._room(line_start, max(map(self._length, near)))

    def ends_paragraph(self, line_start: int) -> bool:
        """The setting alone says that a paragraph ends before ``line_start``."""
        return self.is_unwrapped or self.breaks_early(line_start) or self.is_set_apart(line_start)

    def is_set_apart(self, line_start: int) -> bool:
        """The file, or a blank line, says that something new begins there."""
        if line_start in self._block_begins:
            return True
        return self._blank_tells and self.has_blank_before(line_start)
