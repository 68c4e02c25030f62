"""What the ontology entails of `pol:` terms: superclasses, and the super-properties of links.

It stands in one graph of the corpus, so that ``a pol:PolicyItem``, ``a org:Organization`` and ``pol:links``
answer on engines that do not reason. Labels, domains and alignments to other vocabularies are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from policygraph.core.names import ONTOLOGY_GRAPH, VOCABULARY_GRAPH
from policygraph.core.namespaces import IRI, ORG, POL, RDF, RDFS
from policygraph.core.terms import Triple
from policygraph.graph.dataset import Dataset


def entail(dataset: Dataset) -> set[Triple]:
    """The types and links that follow from those in any graph of a dataset and stand in none.

    Args:
        dataset: ontology, vocabulary and documents.
    """
    terms = [
        triple
        for name in (ONTOLOGY_GRAPH, VOCABULARY_GRAPH)
        for triple in dataset.graphs.get(name, ())
    ]
    classes = ancestors(terms, RDFS.subClassOf)
    properties = ancestors(terms, RDFS.subPropertyOf)
    found: set[Triple] = set()
    for triples in dataset.graphs.values():
        for subject, predicate, value in triples:
            if predicate == RDF.type:
                if value in classes:
                    found.update((subject, RDF.type, wider) for wider in classes[value])
            elif predicate in properties:
                found.update((subject, wider, value) for wider in properties[predicate])
    for triples in dataset.graphs.values():
        found -= triples
    return found


def ancestors(terms: Iterable[Triple], relation: IRI) -> Mapping[object, frozenset[IRI]]:
    """What lies above each class or property of an ontology, as far as this graph says it.

    Args:
        terms: of the ontology.
        relation: ``rdfs:subClassOf`` or ``rdfs:subPropertyOf``.
    """
    direct: dict[IRI, set[IRI]] = defaultdict(set)
    for subject, predicate, value in terms:
        if predicate == relation and isinstance(value, IRI):
            direct[subject].add(value)
    found: dict[object, frozenset[IRI]] = {}
    for term in direct:
        reached: set[IRI] = set()
        todo = [term]
        while todo:
            new = direct.get(todo.pop(), set()) - reached
            reached |= new
            todo += new
        said = {iri for iri in reached - {term} if _is_said(iri)}
        if said:
            found[term] = frozenset(said)
    return found


def _is_said(iri: IRI) -> bool:
    return iri.startswith(POL.iri) or iri == ORG.Organization
