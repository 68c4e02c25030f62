"""What the ontology entails of `pol:` terms: superclasses, and the super-properties of links and of lineage.

It stands in one graph of the corpus, so that ``a pol:PolicyItem``, ``a org:Organization`` and ``pol:links``
answer on engines that do not reason. Labels, domains and alignments to other vocabularies are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain

from policygraph.core.names import ONTOLOGY_GRAPH, VOCABULARY_GRAPH
from policygraph.core.namespaces import IRI, ORG, POL, PROV, RDF, RDFS
from policygraph.core.terms import Described, Triple, describe
from policygraph.graph.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Closure:
    """What lies above the classes and properties of an ontology.

    Attributes:
        classes, properties: by class or property.
    """

    classes: Mapping[object, frozenset[IRI]]
    properties: Mapping[object, frozenset[IRI]]

    @classmethod
    def of(cls, terms: Collection[Triple]) -> Closure:
        """That of an ontology and a vocabulary."""
        return cls(ancestors(terms, RDFS.subClassOf), ancestors(terms, RDFS.subPropertyOf))

    @property
    def digest(self) -> str:
        """The same for the same closure, in each run."""
        said = [
            sorted((str(term), sorted(above)) for term, above in each.items())
            for each in (self.classes, self.properties)
        ]
        return sha256(repr(said).encode()).hexdigest()

    def follows(self, graphs: Iterable[Described]) -> set[Triple]:
        """The types and links that follow from those in some graphs and stand in none of them.

        Args:
            graphs: all that is said of their subjects.
        """
        wider_classes = frozenset(chain.from_iterable(self.classes.values()))
        wider_properties = frozenset(chain.from_iterable(self.properties.values()))
        found: set[Triple] = set()
        there: set[Triple] = set()  # said somewhere, though it could be entailed
        telling = {p for p in (*self.properties, *wider_properties) if isinstance(p, IRI)}
        for graph in graphs:
            for subject, said in graph.items():
                for value in said.get(RDF.type, ()):
                    for wider in self.classes.get(value, ()):
                        found.add((subject, RDF.type, wider))
                    if value in wider_classes:
                        there.add((subject, RDF.type, value))
                for predicate in telling & said.keys():
                    for value in said[predicate]:
                        for wider in self.properties.get(predicate, ()):
                            found.add((subject, wider, value))
                        if predicate in wider_properties:
                            there.add((subject, predicate, value))
        return found - there


def entail(dataset: Dataset) -> set[Triple]:
    """The types and links that follow from those in any graph of a dataset and stand in none.

    Args:
        dataset: ontology, vocabulary and documents.
    """
    graphs = dataset.graphs
    terms = [t for name in (ONTOLOGY_GRAPH, VOCABULARY_GRAPH) for t in graphs.get(name, ())]
    return Closure.of(terms).follows(map(describe, graphs.values()))


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
