"""What follows by a named rule (``ontology/vocabulary/rules.ttl`` says each in words)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from policygraph.core.namespaces import IRI, POL
from policygraph.corpus.reading import Reading
from policygraph.document import Part
from policygraph.graph.items import UnitKey
from policygraph.graph.layers import Draft


def infer(draft: Draft) -> None:
    """Apply the rules to a corpus; what a curator withdrew is not inferred either."""
    inference = _Inference(draft)
    # Rule by rule, so that what follows does not depend on the order of the texts.
    for apply in (inference.components, inference.group_titles, inference.issues):
        for reading in draft.readings:
            apply(reading)


class _Inference:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.items = {
            placed.key: item.iri(draft.names)
            for item in draft.resolution.items
            for placed in item.occurrences
        }
        # Values by subject and link, over all documents: an item may be restated in another.
        self.known: dict[tuple[IRI, IRI], set[IRI]] = defaultdict(set)
        for own in draft.layers.values():
            for subject, predicate, value in chain(own.stated, own.curated):
                if predicate in draft.links and isinstance(value, IRI):
                    self.known[subject, predicate].add(value)

    def _infer(self, reading: Reading, rule: str, subject: IRI, predicate: IRI, value: IRI) -> None:
        if value in self.known[subject, predicate]:
            return
        if self.draft.withdrawn.take({(subject, predicate, value)}):
            self.draft.of(reading).infer(rule, subject, predicate, value)
            self.known[subject, predicate].add(value)

    def components(self, reading: Reading) -> None:
        """What a sub-bullet links is linked to its item; the item's bodies answer for it."""
        for occurrence in reading.document.occurrences:
            item = self.items[UnitKey.of(reading, occurrence.path)]
            bodies = sorted(self.known[item, POL.responsibleBody])
            for component in occurrence.components:
                iri = self.draft.unit(reading, component.path)
                for link in self.draft.links - {POL.commitment}:
                    for value in sorted(self.known[iri, link]):
                        self._infer(reading, "component-to-item", item, link, value)
                for body in bodies:
                    self._infer(reading, "item-bodies-to-component", iri, POL.responsibleBody, body)

    def group_titles(self, reading: Reading) -> None:
        """A theme named in a group's title is a theme of every item in the group."""
        for part in reading.document.walk():
            if part.kind != "group":
                continue
            links = self.draft.stated_links(UnitKey.of(reading, part.path))
            themes = sorted(value for link, value in links if link == POL.hasTheme)
            for occurrence in part.occurrences:
                item = self.items[UnitKey.of(reading, occurrence.path)]
                for theme in themes:
                    self._infer(reading, "group-title-theme", item, POL.hasTheme, theme)

    def issues(self, reading: Reading) -> None:
        """A measure addresses the issues of its section with which it shares a theme."""
        for section in reading.document.walk():
            issues = [s for p in section.parts for s in p.sentences if s.role == "issue"]
            if not issues:
                continue
            measures = sorted(
                {
                    self.items[UnitKey.of(reading, occurrence.path)]
                    for part in _below(section)
                    for occurrence in part.occurrences
                    if occurrence.kind == "measure"
                }
            )
            for issue in issues:
                iri = self.draft.unit(reading, issue.path)
                themes = self.known[iri, POL.hasTheme]
                for measure in measures:
                    if themes & self.known[measure, POL.hasTheme]:
                        self._infer(
                            reading, "shared-theme-in-section", measure, POL.addressesIssue, iri
                        )


def _below(section: Part) -> Iterator[Part]:
    """The measures parts of a section itself and their groups, not those of its subsections."""
    for part in section.parts:
        if part.kind in ("measures", "group"):
            yield from part.walk()
