"""Networks counted again in plain Python over the triples of a build: no query, no engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from policygraph.core.namespaces import DCTERMS, IRI, ITSRDF, POL, RDF
from policygraph.core.terms import Term, Triple

PROPERTIES = {
    "body": POL.responsibleBody,
    "theme": POL.hasTheme,
    "actor": POL.involvesActor,
    "instrument": POL.usesInstrument,
    "commitment": POL.commitment,
}
Counts = dict[tuple[str, str], int]


class Recount:
    """The measures of a build with their links and bullets.

    Args:
        graphs: triples by named graph.
        layer: ``all``, or ``stated`` for the links of graphs named so alone.
    """

    def __init__(self, graphs: Mapping[IRI, Iterable[Triple]], layer: str) -> None:
        links: dict[tuple[IRI, IRI], set[Term]] = defaultdict(set)
        self._triples: dict[IRI, list[tuple[IRI, Term]]] = defaultdict(list)
        wanted = set(PROPERTIES.values())
        for name, triples in graphs.items():
            counts = layer == "all" or name.endswith("/stated")
            for subject, predicate, value in triples:
                self._triples[predicate].append((subject, value))
                if predicate in wanted and counts:
                    links[subject, predicate].add(value)
        self._links = links
        self.measures = {s for s, v in self._triples[RDF.type] if v == POL.Measure}
        part_of = dict(self._triples[DCTERMS.isPartOf])
        self.bullets: dict[IRI, set[IRI]] = defaultdict(set)
        for bullet, measure in self._triples[POL.occurrenceOf]:
            self.bullets[IRI(str(measure))].add(bullet)
        all_bullets = set().union(*self.bullets.values())
        meant = dict(self._triples[ITSRDF.taIdentRef])
        mentioned = dict(self._triples[POL.mentionedIn])
        self._tags: dict[Term, set[Term]] = defaultdict(set)
        for tag in (s for s, v in self._triples[RDF.type] if v == POL.ResponsibilityMention):
            unit = mentioned[tag]
            home = unit if unit in all_bullets else part_of[IRI(str(unit))]
            self._tags[home].add(meant[tag])

    def linked(self, measure: IRI, kind: str) -> set[Term]:
        """The things of a kind that a measure is linked to."""
        return self._links.get((measure, PROPERTIES[kind]), set())

    def _printed(self, bullet: IRI, measure: IRI, kind: str) -> set[Term]:
        found = self.linked(measure, kind)
        return found & self._tags[bullet] if kind == "body" else found

    def _units(self, kinds: tuple[str, ...], counting: str) -> Iterator[list[set[Term]]]:
        for measure in self.measures:
            if counting == "once":
                yield [self.linked(measure, kind) for kind in kinds]
            else:
                for bullet in self.bullets[measure]:
                    yield [self._printed(bullet, measure, kind) for kind in kinds]

    def pairs(self, source: str, target: str, counting: str) -> Counts:
        """How many measures, or bullets, name both ends of each pair."""
        counts: Counts = defaultdict(int)
        for sources, targets in self._units((source, target), counting):
            for one, other in product(sources, targets):
                if source != target or str(one) < str(other):
                    counts[str(one), str(other)] += 1
        return dict(counts)

    def nodes(self, kind: str, counting: str) -> dict[str, int]:
        """How many measures, or bullets, name each thing."""
        counts: dict[str, int] = defaultdict(int)
        for (things,) in self._units((kind,), counting):
            for thing in things:
                counts[str(thing)] += 1
        return dict(counts)
