"""What things are called, in the language asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from policygraph.namespaces import DCTERMS, FOAF, IRI, RDFS, SKOS
from policygraph.query.names import is_iri, short
from policygraph.rdf import Literal
from policygraph.store import Solutions, Store

LANGUAGES = ("ja", "en")
_PROPERTIES = (SKOS.prefLabel, DCTERMS.title, RDFS.label, FOAF.name)  # the first one a thing has
_CHUNK = 200  # IRIs a query, so that a request stays of a size that endpoints take


def find_labels(store: Store, iris: Collection[IRI], language: str) -> dict[IRI, str]:
    """Labels of things.

    Args:
        store: where the labels are.
        iris: the things.
        language: ``ja`` or ``en``; the other one where a thing has none in it.

    Returns:
        A label for each; for a thing without any, its CURIE or its path under our base.
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
    return {iri: found[iri][1] if iri in found else short(iri) for iri in iris}


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
