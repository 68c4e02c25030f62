"""What looks as if an outline should have opened it and did not: heading-like lines, columns side by side."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from policygraph.core.fold import fold
from policygraph.document.families import known_families
from policygraph.document.tree import Document
from policygraph.sources import Place, folded_source

_LONGEST = 40  # characters of a line that may be a heading
_NOUN_END = re.compile(r"[一-龥々ァ-ヶーA-Za-z0-9」』)）]$")
_ENDED = re.compile(r"[。．.？！?!][」』）)】\]]*$|】$")
_GOES_ON = re.compile(r"[、。，,をがはのにへとでやも]|など|等|から|まで")
_TWO_COLUMNS = re.compile(r"[^\s][ \u3000]{3,}[^\s]")
_WIDE = 30  # characters of a line that may hold two columns
_MANY, _SHARE = 8, 0.2  # lines with a gap inside, and their share of the wide lines
_OPENED = frozenset(("heading number", "heading title", "marker"))


def heading_like(document: Document) -> Iterator[tuple[Place, str]]:
    """The lines that look like headings and that nothing opened, with the places where they begin."""
    source = document.source
    folded = folded_source(source, fold(source.text))
    opened = [leaf for leaf in document.leaves if leaf.kind in _OPENED]
    begins = [leaf.begin for leaf in opened]
    known = known_families()
    patterns = [family.pattern for family in (*known.headings, *known.lines)]
    starts = source.line_starts
    pairs = zip(starts, [*starts[1:], len(source.text)], folded.line_starts, strict=False)
    for begin, end, at in pairs:
        words = source.text[begin:end].strip()
        if not 1 < len(words) <= _LONGEST or _NOUN_END.search(words) is None:
            continue
        index = bisect_right(begins, begin) - 1
        if index >= 0 and opened[index].begin <= begin < opened[index].end:
            continue
        before = source.text[max(0, begin - 40) : begin].rstrip()
        behind = source.text[end : end + 2]
        is_ended = not before or _ENDED.search(before) is not None
        if not is_ended or _GOES_ON.match(behind) or _ENDED.search(words):
            continue
        is_marked = any(pattern.match(folded.text, at) for pattern in patterns)
        following = bisect_right(starts, end)
        next_end = starts[following] if following < len(starts) else len(source.text)
        if is_marked or next_end - end > len(words) + 8:
            yield source.place(begin), words


def side_by_side(document: Document) -> list[Place]:
    """Where lines hold two columns side by side: words with a wide gap between them, again and again."""
    source = document.source
    inside = [(block.begin, block.end) for block in source.blocks if block.kind == "row"]
    wide: list[int] = []
    gaps: list[int] = []
    offset = 0
    for line in source.raw.splitlines(keepends=True):
        if len(line.strip()) >= _WIDE:
            wide.append(offset)
            if "\t" not in line and _TWO_COLUMNS.search(line.strip()):
                gaps.append(offset)
        offset += len(line)
    if inside or len(gaps) < _MANY or len(gaps) < _SHARE * len(wide):
        return []
    return [source.raw_place(at) for at in gaps]
