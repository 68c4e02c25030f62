"""What the ontology entails of `pol:` terms: superclasses, and the super-properties of links and of lineage.

It stands in one graph of the corpus, so that ``a pol:PolicyItem``, ``a org:Organization`` and ``pol:links``
answer on engines that do not reason. Labels, domains and alignments to other vocabularies are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from policygraph.core.names import ONTOLOGY_GRAPH, VOCABULARY_GRAPH
from policygraph.core.namespaces import IRI, ORG, POL, PROV, RDF, RDFS
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
    wider_classes = frozenset(chain.from_iterable(classes.values()))
    wider_properties = frozenset(chain.from_iterable(properties.values()))
    found: set[Triple] = set()
    there: set[Triple] = set()  # said somewhere, though it could be entailed
    for triples in dataset.graphs.values():
        for triple in triples:
            subject, predicate, value = triple
            if predicate == RDF.type:
                if value in classes:
                    found.update((subject, RDF.type, wider) for wider in classes[value])
                if value in wider_classes:
                    there.add(triple)
                continue
            if predicate in properties:
                found.update((subject, wider, value) for wider in properties[predicate])
            if predicate in wider_properties:
                there.add(triple)
    return found - there


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
    return iri.startswith(POL.iri) or iri in (ORG.Organization, PROV.wasRevisionOf)
