"""What is counted in a graph, in one pass over its sorted triples."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby

from policygraph.core.namespaces import DCTERMS, IRI, POL, RDF, SKOS
from policygraph.core.terms import Literal
from policygraph.questions.documents import Shared
from policygraph.store.sorted_graph import SortedGraph

_ITEM = re.compile(r"/(?:measure|target)/[^/]+/[^/]+$")
MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)


@dataclass(slots=True)
class Statistics:
    """Counts of a graph.

    Attributes:
        triples: in all graphs together; ``graphs``: in each.
        subjects: distinct ones.
        classes: instances by class; ``properties``: triples by property.
        links: mappings by (scheme of the subject, scheme of the object, property).
        assertions: links that are not in the text, by their rule or curator.
        themes: items by theme.
        latest: the latest date of a judgement, else of a document.
        examples: the first measure of each document.
    """

    triples: int = 0
    subjects: int = 0
    graphs: dict[IRI, int] = field(default_factory=dict)
    classes: Counter[IRI] = field(default_factory=Counter)
    properties: Counter[IRI] = field(default_factory=Counter)
    links: Counter[tuple[IRI, IRI, IRI]] = field(default_factory=Counter)
    assertions: Counter[IRI] = field(default_factory=Counter)
    themes: Counter[IRI] = field(default_factory=Counter)
    latest: str | None = None
    examples: list[IRI] = field(default_factory=list)

    @property
    def measures(self) -> int:
        """How many measures there are."""
        return self.classes[POL.Measure]

    @property
    def targets(self) -> int:
        """How many targets there are."""
        return self.classes[POL.Target]

    def main_themes(self, most: int = 8) -> list[IRI]:
        """The themes of most items, the commonest first."""
        ranked = sorted(self.themes, key=lambda theme: (-self.themes[theme], theme))
        return ranked[:most]


def count(graph: SortedGraph, shared: Shared) -> Statistics:
    """Count."""
    found = Statistics()
    for name, triples in graph.graphs():
        found.graphs[name] = sum(1 for _ in triples)
    judged = issued = ""
    for subject, group in groupby(graph.triples(), key=lambda triple: triple[0]):
        found.subjects += 1
        of_item = _ITEM.search(subject) is not None
        for _, predicate, value in group:
            found.triples += 1
            found.properties[predicate] += 1
            if predicate == RDF.type and isinstance(value, IRI):
                found.classes[value] += 1
                if value == POL.Measure and len(found.examples) < 3:
                    found.examples.append(subject)
            elif predicate in MATCHES and isinstance(value, IRI):
                ends = [shared.index.iri(end, SKOS.inScheme) for end in (subject, value)]
                if ends[0] and ends[1]:
                    found.links[ends[0], ends[1], predicate] += 1
            elif predicate == POL.hasTheme and of_item and isinstance(value, IRI):
                found.themes[value] += 1
            elif predicate == POL.rule and isinstance(value, IRI):
                found.assertions[value] += 1
            elif isinstance(value, Literal) and predicate == DCTERMS.date:
                judged = max(judged, value.value)
            elif isinstance(value, Literal) and predicate == DCTERMS.issued:
                issued = max(issued, value.value)
    found.latest = judged or issued or None
    return found
