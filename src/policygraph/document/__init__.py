"""Read a normalised text into a tree of parts, sentences, occurrences and tags."""

from policygraph.document.ledger import Ledger, account
from policygraph.document.model import (
    Component,
    Document,
    Leaf,
    Occurrence,
    Part,
    Sentence,
    Span,
    Tag,
    UnitPath,
)
from policygraph.document.outline import Outline, read_outline
from policygraph.document.parser import parse
from policygraph.document.units import Unit, units

__all__ = [
    "Component",
    "Document",
    "Leaf",
    "Ledger",
    "Occurrence",
    "Outline",
    "Part",
    "Sentence",
    "Span",
    "Tag",
    "Unit",
    "UnitPath",
    "account",
    "parse",
    "read_outline",
    "units",
]
