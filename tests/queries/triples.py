"""The triples of a build as dictionaries, to be counted in plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from policygraph.core.namespaces import IRI, SKOS
from policygraph.core.terms import Literal, Term
from policygraph.graph import Dataset


class Triples:
    """All named graphs of a build as one set of triples, indexed both ways."""

    def __init__(self, dataset: Dataset) -> None:
        self.graphs = dataset.graphs
        self._values: dict[tuple[IRI, IRI], list[Term]] = defaultdict(list)
        self._subjects: dict[tuple[IRI, Term], list[IRI]] = defaultdict(list)
        self.by_property: dict[IRI, list[tuple[IRI, Term]]] = defaultdict(list)
        for triples in dataset.graphs.values():
            for subject, predicate, value in triples:
                self._values[subject, predicate].append(value)
                self._subjects[predicate, value].append(subject)
                self.by_property[predicate].append((subject, value))

    def values(self, subject: IRI, predicate: IRI) -> list[IRI]:
        """The things a thing is linked to."""
        return sorted(v for v in self._values[subject, predicate] if isinstance(v, IRI))

    def literals(self, subject: IRI, predicate: IRI, *languages: str) -> list[str]:
        """The literals of a property, in some languages or in all."""
        found = [v for v in self._values[subject, predicate] if isinstance(v, Literal)]
        return sorted(v.value for v in found if not languages or v.language in languages)

    def text(self, subject: IRI, predicate: IRI) -> str:
        """The one literal of a property; empty where there is none."""
        return next(iter(self.literals(subject, predicate)), "")

    def number(self, subject: IRI, predicate: IRI) -> int:
        """The one number of a property."""
        return int(self.text(subject, predicate))

    def subjects(self, predicate: IRI, value: Term) -> list[IRI]:
        """The things that are linked to a thing."""
        return sorted(self._subjects[predicate, value])

    def upwards(self, thing: IRI, predicate: IRI) -> set[IRI]:
        """A thing and all that is above it."""
        found, ahead = {thing}, [thing]
        while ahead:
            above = [v for v in self.values(ahead.pop(), predicate) if v not in found]
            found.update(above)
            ahead += above
        return found

    def narrower(self, concept: IRI) -> set[IRI]:
        """A concept and all that is below it."""
        concepts = {subject for subject, _ in self.by_property[SKOS.broader]} | {concept}
        return {c for c in concepts if concept in self.upwards(c, SKOS.broader)}

    def named(self, things: Iterable[IRI]) -> Iterator[str]:
        """Things as a cell of several: sorted, one space between."""
        yield " ".join(sorted(set(things)))
