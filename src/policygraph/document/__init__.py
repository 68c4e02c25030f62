"""Read a normalised text into a tree of parts, sentences, occurrences and tags."""

from policygraph.document.ledger import Ledger, account
from policygraph.document.model import (
    Component,
    Document,
    Leaf,
    Occurrence,
    Part,
    UnitPath,
    Sentence,
    Span,
    Tag,
)
from policygraph.document.outline import Outline, read_outline
from policygraph.document.parser import parse

__all__ = [
    "Component",
    "Document",
    "Leaf",
    "Ledger",
    "Occurrence",
    "Outline",
    "Part",
    "UnitPath",
    "Sentence",
    "Span",
    "Tag",
    "account",
    "parse",
    "read_outline",
]
