"""Read a normalised text into a tree of parts, sentences, occurrences and tags."""

from policygraph.document.choice import DRAFT, choose_outline, outline_for
from policygraph.document.draft import draft_outline
from policygraph.document.excerpt import parse_excerpt
from policygraph.document.folding import as_folded
from policygraph.document.ledger import Ledger, Unexplained, account
from policygraph.document.outline import Outline, Signs
from policygraph.document.outline_file import find_outline, outline_names, read_outline
from policygraph.document.parser import parse
from policygraph.document.sentences import sentence_ends, split_sentences
from policygraph.document.tree import (
    Component,
    Document,
    ItemKind,
    Leaf,
    Occurrence,
    Part,
    Sentence,
    Span,
    Tag,
    TextUnit,
    UnitPath,
)
from policygraph.document.unopened import heading_like, side_by_side

__all__ = [
    "DRAFT",
    "Component",
    "Document",
    "ItemKind",
    "Leaf",
    "Ledger",
    "Occurrence",
    "Outline",
    "Part",
    "Sentence",
    "Signs",
    "Span",
    "Tag",
    "TextUnit",
    "Unexplained",
    "UnitPath",
    "account",
    "as_folded",
    "choose_outline",
    "draft_outline",
    "find_outline",
    "heading_like",
    "outline_for",
    "outline_names",
    "parse",
    "parse_excerpt",
    "read_outline",
    "sentence_ends",
    "side_by_side",
    "split_sentences",
]
