"""What things are called, in the language asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from policygraph.core.namespaces import DCTERMS, FOAF, IRI, POL, RDFS, SKOS
from policygraph.core.terms import Literal
from policygraph.questions.catalogue import term_names
from policygraph.questions.names import is_iri, short
from policygraph.store import Solutions, Store

LANGUAGES = ("ja", "en")
_PROPERTIES = (SKOS.prefLabel, DCTERMS.title, RDFS.label, FOAF.name)  # the first one a thing has
_GRAPH = re.compile(r"/graph/(?:([^/]+)/)?([a-z]+)$")
_GRAPHS = {
    "stated": {"ja": "本文の記述", "en": "the text"},
    "inferred": {"ja": "規則による推論", "en": "a rule"},
    "curated": {"ja": "人の判断", "en": "a person's judgement"},
    "vocabulary": {"ja": "語彙", "en": "the vocabulary"},
    "ontology": {"ja": "オントロジー", "en": "the ontology"},
    "metadata": {"ja": "メタデータ", "en": "the metadata"},
}
_BEGINNING = 24  # characters of a text that stand for a title
_CHUNK = 200  # IRIs a query, so that a request stays of a size that endpoints take


def find_given_labels(store: Store, iris: Collection[IRI], language: str) -> dict[IRI, str]:
    """The labels that somebody gave; a thing without any is left out.

    Args:
        store: where the labels are.
        iris: the things.
        language: ``ja`` or ``en``; the other one where a thing has none in it.
    """
    wanted = sorted(iri for iri in set(iris) if is_iri(iri))
    found: dict[IRI, tuple[tuple[bool, int, str], str]] = {}
    for begin in range(0, len(wanted), _CHUNK):
        for iri, rank, label in _read(store, wanted[begin : begin + _CHUNK]):
            if label.language == "ja-hrkt":
                continue
            better = (label.language != language and label.language != "", rank, label.value)
            if iri not in found or better < found[iri][0]:
                found[iri] = (better, label.value)
    return {iri: label for iri, (_, label) in found.items()}


def find_labels(store: Store, iris: Collection[IRI], language: str) -> dict[IRI, str]:
    """Labels of things, for each of them one.

    Args:
        store: where the labels are.
        iris: the things.
        language: ``ja`` or ``en``; the other one where a thing has none in it.

    Returns:
        A label for each. For a thing without any: for a measure or target how its text begins, with
        the end of its IRI; for a named graph of ours what it holds, and of which document; for any
        other its CURIE or its path under our base.
    """
    labels = find_given_labels(store, iris, language)
    missing = sorted(iri for iri in set(iris) if iri not in labels and is_iri(iri))
    for begin in range(0, len(missing), _CHUNK):
        labels |= _beginnings(store, missing[begin : begin + _CHUNK])
    terms = term_names() if missing else {}
    return {
        iri: labels[iri] if iri in labels else _unlabelled(iri, terms, language) for iri in iris
    }


def told_apart(labels: Mapping[IRI, str], columns: Iterable[Collection[IRI]]) -> dict[IRI, str]:
    """Labels, with the path of the thing behind those that several things of a column share.

    Sections of two documents may have one title, and every section has its 基本的認識.
    """
    told = dict(labels)
    for things in columns:
        count = Counter(labels[iri] for iri in things)
        for iri in things:
            if count[labels[iri]] > 1:
                told[iri] = f"{labels[iri]} ({short(iri).removeprefix('doc/')})"
    return told


def _beginnings(store: Store, iris: Iterable[IRI]) -> dict[IRI, str]:
    """How the texts of policy items begin that nobody has given a title yet."""
    things = " ".join(f"<{iri}>" for iri in iris)
    answer = store.query(
        f"SELECT ?thing ?text WHERE {{ VALUES ?thing {{ {things} }}"
        f" ?unit <{POL.occurrenceOf}> ?thing ; <{POL.text}> ?text }} ORDER BY ?thing ?unit"
    )
    found: dict[IRI, str] = {}
    for thing, words in answer.rows if isinstance(answer, Solutions) else []:
        if isinstance(thing, IRI) and isinstance(words, Literal) and thing not in found:
            mark = "…" if len(words.value) > _BEGINNING else ""
            place = "/".join(thing.split("/")[-2:])
            found[thing] = f"{words.value[:_BEGINNING]}{mark} ({place})"
    return found


def _unlabelled(iri: IRI, terms: Mapping[str, Mapping[str, str]], language: str) -> str:
    """A thing by its kind: a term of another vocabulary, a named graph of ours, any other."""
    name = short(iri)
    if name in terms:
        return terms[name][language]
    graph = _GRAPH.search(iri)
    if graph is None or graph[2] not in _GRAPHS:
        return name
    words = _GRAPHS[graph[2]][language]
    return f"{words} ({graph[1]})" if graph[1] else words


def _read(store: Store, iris: Iterable[IRI]) -> Iterable[tuple[IRI, int, Literal]]:
    things = " ".join(f"<{iri}>" for iri in iris)
    properties = ", ".join(f"<{iri}>" for iri in _PROPERTIES)
    # A second VALUES would make Oxigraph read all triples of these properties: 70 times slower.
    answer = store.query(
        f"SELECT ?thing ?property ?label WHERE {{ VALUES ?thing {{ {things} }}"
        f" ?thing ?property ?label . FILTER(?property IN ({properties})) }}"
    )
    for thing, kind, label in answer.rows if isinstance(answer, Solutions) else []:
        if isinstance(thing, IRI) and isinstance(kind, IRI) and isinstance(label, Literal):
            yield thing, _PROPERTIES.index(kind), label
