"""Lines that tell how far an item has come (［進捗］…): parts of the item before them, whatever opens them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policygraph.document.outline import Signs
from policygraph.document.scanner import MarkedBlock
from policygraph.document.sentences import strip
from policygraph.document.tree import Span

_ENDED = (
    "。",
    ".",
    "!",
    "?",
    ")",
    "]",
    "〕",
    "〉",
    "》",
    ">",
)  # a line before one that begins anew


def with_progress(
    blocks: Sequence[MarkedBlock], folded: str, line_starts: Sequence[int], signs: Signs
) -> Iterator[MarkedBlock]:
    """The blocks of a text, those of the part ``progress`` that tell how far the item before them has come.

    A label can be the marker of a block, stand before the words of an item, be a line of its own where most items
    have one behind them, or begin a line within an item. Where no item stands before it in its part, or one
    that is labelled so itself, it opens an item.

    Args:
        blocks: in order.
        folded: the text.
        line_starts: of the text.
        signs: of its series: what labels such lines.
    """
    split = [part for block in blocks for part in _parts(block, folded, line_starts, signs)]
    told = [_told(block, folded, signs.progress_label) for block in split]
    pairs = list(zip(split, told, strict=True))
    items = sum(block.part == "item" and progress is None for block, progress in pairs)
    lines = sum(block.part != "item" and progress is not None for block, progress in pairs)
    follows = False
    for block, progress in pairs:
        if progress is not None and follows and (block.part == "item" or 2 * lines > items):
            yield replace(progress, part="progress")
            continue
        if block.part not in ("component", "table"):
            follows = block.part == "item" and progress is None
        yield block


def _parts(
    block: MarkedBlock, folded: str, line_starts: Sequence[int], signs: Signs
) -> Iterator[MarkedBlock]:
    """An item, and what stands in it behind a label at the beginning of a line."""
    begin, end = block.content
    first, last = bisect_right(line_starts, begin), bisect_left(line_starts, end)
    for start in line_starts[first:last] if block.part == "item" and block.row is None else ():
        at = strip(folded, Span(start, end)).begin
        label = signs.progress_label.match(folded, at, end)
        if label and folded[begin:at].rstrip().endswith((*_ENDED, signs.tag_close)):
            yield replace(block, content=Span(begin, at))
            yield replace(block, marker=Span(at, label.end()), content=Span(label.end(), end))
            return
    yield block


def _told(block: MarkedBlock, folded: str, label: re.Pattern[str]) -> MarkedBlock | None:
    begin, words = block.marker.begin, block.content
    if block.part not in ("item", "component") and block.title is not None:
        line = folded[begin : words.begin].rstrip()
        is_label = label.fullmatch(line) and folded[words.begin : words.end].strip()
        return replace(block, marker=Span(begin, begin + len(line))) if is_label else None
    if block.part != "item" or block.row is not None:
        return None
    if label.fullmatch(folded, *block.marker):
        return block
    found = label.match(folded, *words)
    if found is None:
        return None
    return replace(block, marker=Span(begin, found.end()), content=Span(found.end(), words.end))
