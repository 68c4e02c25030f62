"""A source as it is matched: its text after folding, with the same way back to the file."""

from __future__ import annotations

from dataclasses import replace

from policygraph.core.fold import Folded
from policygraph.sources.text import SourceText


def folded_source(source: SourceText, folded: Folded) -> SourceText:
    """The source with its folded text for the printed one, and all offsets into that.

    Args:
        source: whose text was folded.
        folded: its text after folding.
    """
    if folded.is_aligned:
        return source if folded.text == source.text else replace(source, text=folded.text)
    at = folded.folded_begin
    starts = [
        (at(start), raw)
        for start, raw in zip(source._normalised_starts, source._raw_starts, strict=True)
        if folded.begin(at(start)) == start  # not within what became one character
    ]
    starts += [(at(seam), source.raw_offset(seam)) for seam in folded.seams]
    starts.sort()
    return replace(
        source,
        text=folded.text,
        line_starts=tuple(dict.fromkeys(map(at, source.line_starts))),
        blocks=tuple(
            replace(
                block,
                begin=at(block.begin),
                end=folded.folded_end(block.end),
                cells=tuple(folded.folded_span(*cell) for cell in block.cells),
            )
            for block in source.blocks
        ),
        _normalised_starts=tuple(start for start, _ in starts),
        _raw_starts=tuple(raw for _, raw in starts),
    )
