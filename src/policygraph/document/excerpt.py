"""Read any text of a series, also one that its headings were left out of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from policygraph.document.folding import fold_for
from policygraph.document.outline import Outline
from policygraph.document.parser import parse
from policygraph.document.tree import Document
from policygraph.sources import SourceText, normalise


def parse_excerpt(source: SourceText, outline: Outline) -> Document:
    """Read any text of a series: with its headings, or bullets or running text without them.

    Args:
        source: the text; the full stop that its last sentence lacks is added.
        outline: see `parse`.
    """
    signs = outline.signs
    ended = re.compile(f"(?:{signs.stop.pattern}|{re.escape(signs.tag_close)})$")
    ends_in_row = bool(source.blocks) and source.blocks[-1].kind == "row"
    if not ends_in_row and not ended.search(fold_for(outline, source).text):
        ended_source = normalise(
            source.raw.rstrip() + "。",
            name=source.name,
            raw_sha256=source.raw_sha256,
            asides=source.asides,
            places=source.places,
            extractor=source.extractor,
            problems=source.problems,
        )
        # What stands before the added full stop stands where it stood.
        source = replace(ended_source, blocks=source.blocks)
    document = parse(source, outline)
    if document.occurrences:
        return document
    # Bullets alone: where they may stand is not said, so any of these will do.
    for root in sorted(outline.holds_items - {"document"}, key=_by_level(outline)):
        excerpt = parse(source, outline, root=root)
        if excerpt.occurrences:
            return excerpt
    return document


def _by_level(outline: Outline) -> Callable[[str], int]:
    """The order of part types in the outline."""
    parts = [part for level in outline.levels for part in level.parts]
    return lambda part: parts.index(part) if part in parts else len(parts)
