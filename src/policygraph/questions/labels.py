"""What things are called: the one rule, the same over a `Store` and over an `Index`.

A thing is called, in the language asked for, by the first of these that it has:

1. a label that somebody gave: of `LABELS`, the first property that it has, in the language, else
   without a language, else in another one.
2. for a policy item without a title: how the text of its first occurrence begins, with its number.
3. for a term of another vocabulary: its name in ``queries/questions/terms.yaml``; for a named graph
   of ours: what it holds, and of which document.
4. its short form, as `policygraph.core.prefixes.short_name` prints and commands read it. So sentences
   and bullets are called by their paths, as people cite them; their words stand beside that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from policygraph.core.index import Index
from policygraph.core.messages import Messages
from policygraph.core.namespaces import DCTERMS, FOAF, IRI, POL, RDFS, SKOS
from policygraph.core.prefixes import short_name
from policygraph.core.terms import Literal, is_iri
from policygraph.questions.catalogue import term_names
from policygraph.store import Solutions, Store

LABELS: Final = (SKOS.prefLabel, RDFS.label, DCTERMS.title, FOAF.name)
_GRAPH = re.compile(r"/graph/(?:([^/]+)/)?([a-z]+)$")
_BEGINNING = 24  # characters of a text that stand for a title
_CHUNK = 200  # IRIs a query, so that a request stays of a size that endpoints take
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
    missing = [thing for thing in sorted(set(things)) if thing not in labels]
    texts = _first_texts(source, missing)
    terms = term_names() if missing else {}
    for thing in missing:
        if thing in texts:
            labels[thing] = _beginning(thing, texts[thing])
        else:
            labels[thing] = _name(thing, terms, language)
    return {thing: labels[thing] for thing in things}


def find_given_labels(
    source: Store | Index, things: Collection[IRI], language: str
) -> dict[IRI, str]:
    """The labels that somebody gave (1. of the rule); a thing without any is left out.

    Args:
        source, things, language: see `find_labels`.
    """
    best: dict[IRI, tuple[int, int, str]] = {}
    for thing, property_, label in _given(source, things):
        distance = 0 if label.language == language else 1 if not label.language else 2
        rank = (LABELS.index(property_), distance, label.value)
        best[thing] = min(rank, best.get(thing, rank))
    return {thing: rank[-1] for thing, rank in best.items()}


def find_label(thing: IRI, language: str, *indexes: Index) -> str:
    """What one thing is called, by the first index in which somebody gave it a label.

    Args:
        thing: to be named.
        language: ``ja`` or ``en``.
        indexes: a document's own, the vocabulary's …; the last one is read for the rest of the rule.
    """
    for index in indexes[:-1]:
        if found := find_given_labels(index, [thing], language):
            return found[thing]
    return find_labels(indexes[-1], [thing], language)[thing]


def find_texts(source: Store | Index, units: Collection[IRI]) -> dict[IRI, str]:
    """The words of units (``pol:text``); what has none is left out.

    Args:
        source: where they are.
        units: among other things.
    """
    if isinstance(source, Index):
        return {unit: text for unit in units if (text := source.words(unit, POL.text))}
    pattern = f"?thing <{POL.text}> ?value BIND(?thing AS ?via)"
    return {unit: text.value for unit, _, text in _select(source, units, pattern)}


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


def _beginning(item: IRI, text: str) -> str:
    mark = "…" if len(text) > _BEGINNING else ""
    return f"{text[:_BEGINNING]}{mark} ({'/'.join(item.split('/')[-2:])})"


def _name(thing: IRI, terms: Mapping[str, Mapping[str, str]], language: str) -> str:
    """The name of what has no label and is no policy item."""
    name = short_name(thing)
    if name in terms:
        return terms[name][language]
    graph = _GRAPH.search(thing)
    if graph is None or f"graph-{graph[2]}" not in _say:
        return name
    content = _say(f"graph-{graph[2]}", language)
    return f"{content} ({graph[1]})" if graph[1] else content


def _given(source: Store | Index, things: Collection[IRI]) -> Iterator[tuple[IRI, IRI, Literal]]:
    """The literals of `LABELS`: thing, property, literal."""
    if isinstance(source, Index):
        for thing in things:
            for property_ in LABELS:
                for label in source.values(thing, property_):
                    if isinstance(label, Literal):
                        yield thing, property_, label
        return
    properties = ", ".join(f"<{iri}>" for iri in LABELS)
    # A second VALUES would make Oxigraph read all triples of these properties: 70 times slower.
    pattern = f"?thing ?via ?value . FILTER(?via IN ({properties}))"
    yield from _select(source, things, pattern)


def _first_texts(source: Store | Index, things: Collection[IRI]) -> dict[IRI, str]:
    """The text of each policy item's first occurrence."""
    texts: dict[IRI, tuple[IRI, str]] = {}
    for item, unit, text in _texts(source, things):
        texts[item] = min((unit, text.value), texts.get(item, (unit, text.value)))
    return {item: words for item, (_, words) in texts.items()}


def _texts(source: Store | Index, things: Collection[IRI]) -> Iterator[tuple[IRI, IRI, Literal]]:
    """The texts of policy items: item, occurrence, text."""
    if isinstance(source, Index):
        for thing in things:
            for unit in source.held(thing, POL.occurrenceOf):
                for text in source.values(unit, POL.text):
                    if isinstance(text, Literal):
                        yield thing, unit, text
        return
    pattern = f"?via <{POL.occurrenceOf}> ?thing ; <{POL.text}> ?value"
    yield from _select(source, things, pattern)


def _select(
    store: Store, things: Collection[IRI], pattern: str
) -> Iterator[tuple[IRI, IRI, Literal]]:
    """What a pattern binds ``?via`` and ``?value`` to, for each ``?thing``."""
    wanted = sorted(thing for thing in set(things) if is_iri(thing))
    for begin in range(0, len(wanted), _CHUNK):
        values = " ".join(f"<{thing}>" for thing in wanted[begin : begin + _CHUNK])
        answer = store.query(
            f"SELECT ?thing ?via ?value WHERE {{ VALUES ?thing {{ {values} }} {pattern} }}"
        )
        for thing, via, value in answer.rows if isinstance(answer, Solutions) else []:
            if isinstance(thing, IRI) and isinstance(via, IRI) and isinstance(value, Literal):
                yield thing, via, value
