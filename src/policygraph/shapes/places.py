"""Where a node stands: the unit, its headings, its lines and its words."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from policygraph.core.namespaces import DCTERMS, IRI, ITSRDF, NIF, POL, RDF, SKOS
from policygraph.core.terms import Value
from policygraph.shapes.result import ValidationResult

_DEPTH = 12  # no document is deeper; a circle of parts must not hold us


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a text.

    Attributes:
        unit: the title, sentence, bullet or sub-bullet; or a part without a title.
        heading: the titles of the parts around it, outermost first, each with its number.
        lines: in the source file, as "312-316"; empty where it has none.
        words: of the unit.
    """

    unit: IRI
    heading: tuple[str, ...]
    lines: str
    words: str


class Places:
    """Looks up where nodes of a graph stand."""

    def __init__(self, data: ox.Store) -> None:
        self._data = data
        self._found: dict[IRI, Place | None] = {}

    def of(self, result: ValidationResult) -> Place | None:
        """The place of a result: of its focus node or else of its value."""
        for node in (result.focus, result.value):
            if isinstance(node, IRI):
                place = self.at(node)
                if place is not None:
                    return place
        return None

    def at(self, node: IRI) -> Place | None:
        """The place of a node, ``None`` for one that stands in no text."""
        if node not in self._found:
            unit = self._unit(node, 3)
            self._found[node] = None if unit is None else self._place(unit)
        return self._found[node]

    def label(self, node: Value | None, language: str) -> str:
        """What a node is called; empty where it has no label."""
        if not isinstance(node, IRI):
            return ""
        labels: dict[str, str] = {}
        for predicate in (SKOS.prefLabel, DCTERMS.title):
            for value in self._values(node, predicate):
                if isinstance(value, ox.Literal):
                    labels.setdefault(value.language or "", value.value)
        return labels.get(language) or labels.get("ja") or next(iter(labels.values()), "")

    def _values(self, node: IRI, predicate: IRI) -> list[object]:
        quads = self._data.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(predicate), None)
        return sorted((quad.object for quad in quads), key=str)

    def _literal(self, node: IRI, predicate: IRI) -> str:
        found = self._values(node, predicate)
        return next((v.value for v in found if isinstance(v, ox.Literal)), "")

    def _iri(self, node: IRI, predicate: IRI) -> IRI | None:
        found = self._values(node, predicate)
        return next((IRI(v.value) for v in found if isinstance(v, ox.NamedNode)), None)

    def _unit(self, node: IRI, depth: int) -> IRI | None:
        if self._literal(node, POL.text) or self._iri(node, POL.partType):
            return node
        if depth == 0:
            return None
        for predicate in (POL.mentionedIn, RDF.subject):
            other = self._iri(node, predicate)
            if other is not None:
                return self._unit(other, depth - 1)
        # An item stands where it is first stated, a thing that no vocabulary has where it is first named.
        unknown = bool(self._values(node, POL.notInVocabulary))
        first = self._first(ITSRDF.taIdentRef if unknown else POL.occurrenceOf, node)
        return self._unit(first, depth - 1) if first else self._by_iri(node)

    def _first(self, predicate: IRI, value: IRI) -> IRI | None:
        """The first, in reading order, of those that a link leads from."""
        quads = self._data.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(value))
        units = [q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)]
        first = min(units, key=self._reading_order, default=None)
        return None if first is None else IRI(first)

    def _reading_order(self, unit: str) -> tuple[int, str]:
        begin = self._literal(IRI(unit), NIF.beginIndex)
        return int(begin) if begin.isdecimal() else 0, unit

    def _by_iri(self, node: IRI) -> IRI | None:
        """A mention whose link to its unit is gone still has the unit in its IRI."""
        unit, mark, _ = node.partition("#")
        return IRI(unit) if mark and self._literal(IRI(unit), POL.text) else None

    def _place(self, unit: IRI) -> Place:
        heading: list[str] = []
        part: IRI | None = unit
        for _ in range(_DEPTH):
            part = self._iri(part, DCTERMS.isPartOf) if part else None
            if part is None or not self._iri(part, POL.partType):
                break
            number, title = self._literal(part, POL.number), self._literal(part, DCTERMS.title)
            if number or title:
                heading.append(f"{number} {title}".strip())
        return Place(
            unit=unit,
            heading=tuple(reversed(heading)),
            lines=self._literal(unit, POL.sourceLines),
            words=self._literal(unit, POL.text) or self._literal(unit, DCTERMS.title),
        )
