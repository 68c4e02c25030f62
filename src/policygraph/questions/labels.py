"""What things are called: the one rule, the same over a `Store` and over an `Index`.

A thing is called, in the language asked for, by the first of these that it has:

1. a label of the graph: one in the language, else without a language, else in another one; of several
   that of the first property of `LABELS`. A policy item without a title has how its text begins.
2. for a term of another vocabulary: its name in ``queries/questions/terms.yaml``; for a named graph
   of ours: what it holds, and of which document.
3. its short form, as `policygraph.core.prefixes.short_name` prints and commands read it. So sentences
   and bullets are called by their paths, as people cite them; their words stand beside that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from policygraph.core.index import Index
from policygraph.core.messages import Messages
from policygraph.core.namespaces import DCTERMS, FOAF, IRI, RDFS, SKOS
from policygraph.core.prefixes import short_name
from policygraph.core.terms import Literal
from policygraph.questions.catalogue import term_names
from policygraph.questions.select import select
from policygraph.store import Store

LABELS: Final = (SKOS.prefLabel, RDFS.label, DCTERMS.title, FOAF.name)
_GRAPH = re.compile(r"/graph/(?:([^/]+)/)?([a-z]+)$")
_LABELS_OF = f"""SELECT ?thing ?property ?label WHERE {{
  VALUES ?thing {{ }}
  ?thing ?property ?label .
  FILTER(?property IN ({", ".join(f"<{label}>" for label in LABELS)}))
}}"""
_TEXTS_OF = """SELECT ?thing ?text WHERE {
  VALUES ?thing { }
  { ?thing pol:text ?text ; nif:referenceContext ?context . }
  UNION
  { ?thing pol:role ?role ; nif:anchorOf ?text . }
}"""
_say = Messages("questions")


def find_labels(source: Store | Index, things: Collection[IRI], language: str) -> dict[IRI, str]:
    """What things are called, each by one label.

    Args:
        source: where their labels and texts are.
        things: in any order.
        language: ``ja`` or ``en``.

    Returns:
        A label for each; see the rule above.
    """
    labels = find_given_labels(source, things, language)
    missing = (thing for thing in things if thing not in labels)
    return labels | {thing: _other_name(thing, language) for thing in missing}


def find_given_labels(
    source: Store | Index, things: Collection[IRI], language: str
) -> dict[IRI, str]:
    """The labels that somebody gave (1. of the rule); a thing without any is left out.

    Args:
        source, things, language: see `find_labels`.
    """
    index = source if isinstance(source, Index) else _read_labels(source, things)
    labels = {thing: _given_label(index, thing, language) for thing in things}
    return {thing: label for thing, label in labels.items() if label is not None}


def find_label(thing: IRI, language: str, *indexes: Index) -> str:
    """What one thing is called, by the first index in which somebody gave it a label.

    Args:
        thing: to be named.
        language: ``ja`` or ``en``.
        indexes: a document's own, the vocabulary's ….
    """
    given = (_given_label(index, thing, language) for index in indexes)
    label = next((label for label in given if label is not None), None)
    return _other_name(thing, language) if label is None else label


def find_texts(store: Store, units: Iterable[IRI]) -> dict[IRI, str]:
    """The words of units (``pol:text``), times and quantities; what is none of these is left out."""
    return {
        unit: text.value
        for unit, text in select(store, _TEXTS_OF, units)
        if isinstance(unit, IRI) and isinstance(text, Literal)
    }


def tell_apart(labels: Mapping[IRI, str], columns: Iterable[Collection[IRI]]) -> dict[IRI, str]:
    """Labels, with the short form of the thing behind those that several things of a column share.

    Sections of two documents may have one title, and every section has its 基本的認識.
    """
    apart = dict(labels)
    for things in columns:
        count = Counter(labels[thing] for thing in things)
        for thing in things:
            if count[labels[thing]] > 1:
                apart[thing] = f"{labels[thing]} ({short_name(thing).removeprefix('doc/')})"
    return apart


def _given_label(index: Index, thing: IRI, language: str) -> str | None:
    distances = {language: 0, "": 1}
    ranked = [
        (distances.get(label.language, 2), order, label.value)
        for order, property_ in enumerate(LABELS)
        for label in index.values(thing, property_)
        if isinstance(label, Literal)
    ]
    return min(ranked)[2] if ranked else None


def _other_name(thing: IRI, language: str) -> str:
    """The name of a thing that nobody gave a label (2. and 3. of the rule)."""
    name = short_name(thing)
    term = term_names().get(name)
    if term is not None:
        return term[language]
    graph = _GRAPH.search(thing)
    if graph is None or f"graph-{graph[2]}" not in _say:
        return name
    content = _say(f"graph-{graph[2]}", language)
    return f"{content} ({graph[1]})" if graph[1] else content


def _read_labels(store: Store, things: Collection[IRI]) -> Index:
    return Index(
        (thing, property_, label)
        for thing, property_, label in select(store, _LABELS_OF, things)
        if isinstance(thing, IRI) and isinstance(property_, IRI) and isinstance(label, Literal)
    )
