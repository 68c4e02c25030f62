"""Choose an outline for a text: the shipped one that reads it best, or else one drafted from the text itself."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Final

from policygraph.document.draft import drafted
from policygraph.document.outline import Outline
from policygraph.document.outline_file import find_outline, outline_names
from policygraph.document.parser import parse
from policygraph.document.tree import Document
from policygraph.sources import SourceText

DRAFT: Final = "draft"  # the name of an outline that is drafted from the text itself
_SAMPLE = 40_000  # characters of a text that are looked at
_STRUCTURE = frozenset(("heading number", "heading title", "marker", "bullet text", "tag"))
# A shipped outline is taken before a draft where it finds about as many items and as much structure: it
# knows what the parts of its series are.
_ITEMS, _SHARE = 0.8, 0.95
_PROSE_SHARE = 0.8  # the same where all is prose
_OWN_STRUCTURE = 0.95  # … and of structure
_OWN_ITEMS = (
    0.4  # the share of items that is enough where the titles of parts are those of the series
)


@dataclass(frozen=True, slots=True)
class Fitted:
    """How an outline reads a text.

    Attributes:
        items: bullets, rows and headings with prose that it finds, those that a fault costs as well.
        structure: characters of headings and items.
        loose: characters that stand under no part.
        promises: it reads prose for measures.
        own_titles: parts whose titles are the outline's own, which hardly another series has.
        parts: headings that it finds.
    """

    outline: Outline
    items: int
    structure: int
    loose: int
    promises: bool
    own_titles: int
    parts: int


def fit(source: SourceText, outline: Outline) -> Fitted:
    """How an outline reads a text."""
    document = parse(source, outline)
    structure = sum(x.end - x.begin for x in document.leaves if x.kind in _STRUCTURE)
    promises = any(sentence.item is not None for sentence in document.sentences)
    own = sum(part.title_from_outline for part in document.walk())
    # A bullet that a fault of the text costs is one, too.
    items = len(document.occurrences) + sum(problem.is_fault for problem in document.problems)
    parts = sum(part.title is not None for part in document.walk())
    return Fitted(outline, items, structure, _loose(document), promises, own, parts)


def _loose(document: Document) -> int:
    return sum(x.end - x.begin for x in document.leaves if x.kind in ("unexplained", "left out"))


def choose_outline(source: SourceText) -> Outline:
    """The outline that reads a text best; the same for the same text.

    Of the shipped ones that find about as many items as a draft, and as much structure, the one that
    finds most; where there is none, the draft. What takes all for prose comes behind one with titles of its
    own and items.
    """
    sample = _beginning(source)
    draft = fit(sample, drafted(sample))
    fitted = [fit(sample, find_outline(name)) for name in outline_names()]
    good = [each for each in fitted if _reads_as_well(each, draft)]
    if good:
        best = max(good, key=_merit)
        if not best.items:
            own = [each for each in good if each.own_titles and each.items]
            best = max(own or good, key=_merit)
        return best.outline
    return draft.outline if sample is source else drafted(source)


def _beginning(source: SourceText) -> SourceText:
    """The beginning of a long text, up to the end of a line: enough to tell its series by."""
    index = bisect_right(source.line_starts, _SAMPLE)
    if index >= len(source.line_starts):
        return source
    end = source.line_starts[index]
    return replace(
        source,
        text=source.text[:end],
        line_starts=source.line_starts[:index],
        blocks=tuple(block for block in source.blocks if block.end <= end),
    )


def _reads_as_well(fitted: Fitted, draft: Fitted) -> bool:
    if fitted.own_titles and fitted.items:
        has_structure = fitted.structure >= _OWN_STRUCTURE * draft.structure
        return has_structure and fitted.items >= _OWN_ITEMS * draft.items
    if any(level.heading for level in fitted.outline.levels):
        return False  # headings of the file fit any file: only titles of its own tell a series
    if fitted.promises and not fitted.items and not draft.items:
        has_headings = fitted.parts >= _PROSE_SHARE * draft.parts
        return has_headings and fitted.structure >= _PROSE_SHARE * draft.structure
    return (
        fitted.items >= _ITEMS * draft.items
        and fitted.structure >= _SHARE * draft.structure
        and (fitted.items > 0 or fitted.promises)
    )


def _merit(fitted: Fitted) -> tuple[int, int, int]:
    return fitted.structure - fitted.loose, fitted.items, len(fitted.outline.levels)


def outline_for(name: str, source: SourceText) -> Outline:
    """The outline of a name or file, one drafted from the text, or the one that reads it best.

    Args:
        name: of a shipped outline, a file that ends in ``.toml``, ``draft``, or empty for the best.
        source: the text that it is to read.

    Raises:
        DataError: there is none of that name, or it is wrong.
    """
    if not name:
        return choose_outline(source)
    return drafted(source) if name == DRAFT else find_outline(name)
