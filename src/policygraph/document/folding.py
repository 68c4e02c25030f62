"""Move a document between the offsets of its text as printed and those of its text after folding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from policygraph.core.fold import Folded, fold, variants
from policygraph.document.outline import Outline
from policygraph.document.tree import Document, Leaf, Span
from policygraph.sources import SourceText, folded_source

_Move = Callable[[int, int], tuple[int, int]]


def fold_for(outline: Outline, source: SourceText) -> Folded:
    """The text folded, but for the signs that markers of the outline ask for as printed.

    An outline that knows ⑴ as (1) finds both; one that names ⑴ or ❶ tells it from (1) or ①.
    """
    kept = (variants(level.marker) for level in outline.levels if level.marker)
    return fold(source.text, keep=frozenset().union(*kept))


def as_printed(document: Document, source: SourceText, folded: Folded) -> Document:
    """A document that was read in a folded text, in the offsets of the text as printed."""
    if folded.is_aligned:
        return replace(document, source=source)
    return _moved(document, source, folded.span)


def as_folded(document: Document, folded: Folded) -> Document:
    """A document in the offsets of its text after folding."""
    return _moved(document, folded_source(document.source, folded), folded.folded_span)


def _moved(document: Document, source: SourceText, move: _Move) -> Document:
    leaves: list[Leaf] = []
    end = 0
    for leaf in document.leaves:
        begin, leaf_end = move(leaf.begin, leaf.end)
        begin = max(begin, end)  # two leaves that share one character: the first has it
        if begin < leaf_end:
            leaves.append(leaf._replace(begin=begin, end=leaf_end))
            end = leaf_end
    parts = _move_spans(document.parts, move)
    return replace(document, source=source, parts=parts, leaves=tuple(leaves))


def _move_spans(value: Any, move: _Move) -> Any:
    """A value with every span in it moved."""
    if isinstance(value, Span):
        return Span(*move(*value))
    if isinstance(value, tuple):
        return tuple(_move_spans(each, move) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **{name: _move_spans(each, move) for name, each in held.items()})
    return value
