"""What follows by a named rule (``ontology/vocabulary/rules.ttl`` says each in words)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from policygraph.core.names import Names
from policygraph.core.namespaces import IRI, POL
from policygraph.corpus.reading import Reading
from policygraph.document import Part
from policygraph.graph.items import (
    MentionsByPath,
    item_iri,
    links_of,
)
from policygraph.graph.layers import LINKS, Layers, Withdrawals
from policygraph.graph.reprises import Resolution

_COPIED = tuple(link for link in LINKS if link != POL.commitment)
LinkIndex = dict[tuple[IRI, IRI], set[IRI]]


def index_links(layers: Iterable[Layers]) -> LinkIndex:
    """Values by subject and link property, over all documents: an item may be restated in another."""
    links = frozenset(LINKS)
    index: LinkIndex = defaultdict(set)
    for own in layers:
        for subject, predicate, value in chain(own.stated, own.curated):
            if predicate in links and isinstance(value, IRI):
                index[subject, predicate].add(value)
    return index


def infer(
    readings: list[Reading],
    resolution: Resolution,
    mentions: dict[int, MentionsByPath],
    layers: dict[str, Layers],
    withdrawn: Withdrawals,
    names: Names,
) -> None:
    """Apply the rules to a corpus; what a curator withdrew is not inferred either."""
    items = _items_by_occurrence(resolution, names)
    known = index_links(layers.values())
    inferences = [
        _Inference(
            reading, mentions[id(reading)], layers[reading.description.key], known, withdrawn,
            names, items,
        )
        for reading in readings
    ]  # fmt: skip
    # Rule by rule, so that what follows does not depend on the order of the texts.
    for inference in inferences:
        inference.components()
    for inference in inferences:
        inference.group_titles()
    for inference in inferences:
        inference.issues()


def _items_by_occurrence(resolution: Resolution, names: Names) -> dict[int, tuple[IRI, str]]:
    """The item of each bullet and the document whose layers hold it."""
    return {
        id(stated.occurrence): (item_iri(item, names), item.first.reading.description.key)
        for item in resolution.items
        for stated in item.occurrences
    }


class _Inference:
    def __init__(
        self,
        reading: Reading,
        mentions: MentionsByPath,
        layers: Layers,
        known: LinkIndex,
        withdrawn: Withdrawals,
        names: Names,
        items: dict[int, tuple[IRI, str]],
    ) -> None:
        self.reading = reading
        self.mentions = mentions
        self.layers = layers
        self.known = known
        self.withdrawn = withdrawn
        self.names = names
        self.items = items

    def _infer(self, rule: str, subject: IRI, predicate: IRI, value: IRI) -> None:
        if value in self.known[subject, predicate]:
            return
        if self.withdrawn.holds((subject, predicate, value)):
            return
        self.layers.infer(rule, subject, predicate, value)
        self.known[subject, predicate].add(value)

    def components(self) -> None:
        """What a sub-bullet links is linked to its item; the item's bodies answer for it."""
        for occurrence in self.reading.document.occurrences:
            item, _ = self.items[id(occurrence)]
            bodies = sorted(self.known[item, POL.responsibleBody])
            for component in occurrence.components:
                iri = self.reading.unit_iri(self.names, component.path)
                for link in _COPIED:
                    for value in sorted(self.known[iri, link]):
                        self._infer("component-to-item", item, link, value)
                for body in bodies:
                    self._infer("item-bodies-to-component", iri, POL.responsibleBody, body)

    def group_titles(self) -> None:
        """A theme named in a group's title is a theme of every item in the group."""
        for part in self.reading.document.walk():
            if part.kind != "group":
                continue
            themes = sorted(
                {v for link, v in links_of(self.mentions[part.path]) if link == POL.hasTheme}
            )
            for occurrence in part.occurrences:
                item, _ = self.items[id(occurrence)]
                for theme in themes:
                    self._infer("group-title-theme", item, POL.hasTheme, theme)

    def issues(self) -> None:
        """A measure addresses the issues of its section with which it shares a theme."""
        for section in self.reading.document.walk():
            issues = [s for p in section.parts for s in p.sentences if s.role == "issue"]
            if not issues:
                continue
            measures = sorted(
                {
                    self.items[id(occurrence)][0]
                    for part in _below(section)
                    for occurrence in part.occurrences
                    if occurrence.kind == "measure"
                }
            )
            for issue in issues:
                iri = self.reading.unit_iri(self.names, issue.path)
                themes = self.known[iri, POL.hasTheme]
                for measure in measures:
                    if themes & self.known[measure, POL.hasTheme]:
                        self._infer("shared-theme-in-section", measure, POL.addressesIssue, iri)


def _below(section: Part) -> Iterator[Part]:
    """The measures parts of a section itself and their groups, not those of its subsections."""
    for part in section.parts:
        if part.kind in ("measures", "group"):
            yield from part.walk()
