"""What a time or a quantity says, in words: its part, its value, its unit."""

from __future__ import annotations

from collections.abc import Callable

from policygraph.core.index import Index
from policygraph.core.namespaces import IRI, POL, RDF

_OF_VALUES = (POL.TimeMention, POL.DateMention, POL.QuantityMention)


def value_said(index: Index, mention: IRI, label: Callable[[IRI], str]) -> str:
    """``期限 2028-03``, ``予算 1,200,000,000 日本円``; empty of a mention that is neither time nor quantity.

    Args:
        index: what is known of the mention.
        mention: a phrase.
        label: what a role or a unit is called.
    """
    if not any(index.is_a(mention, kind) for kind in _OF_VALUES):
        return ""
    role, unit = index.iri(mention, POL.role), index.iri(mention, POL.unit)
    values = [index.words(mention, predicate) for predicate in (RDF.value, POL.upperValue)]
    written = "–".join(_grouped(value) if unit else value for value in values if value)
    words = (label(role) if role else "", written, label(unit) if unit else "")
    return " ".join(filter(None, words))


def _grouped(number: str) -> str:
    """A decimal with commas between its thousands, and no zeros at its end."""
    whole, point, fraction = number.partition(".")
    fraction = fraction.rstrip("0")
    return f"{int(whole):,}{point if fraction else ''}{fraction}"
