"""How well each link is read, as the graph says it."""

from __future__ import annotations

from dataclasses import dataclass

from policygraph.core.index import Index
from policygraph.core.namespaces import DCTERMS, DQV, IRI, POL, PROV, SCHEMA, VOID
from policygraph.core.terms import Literal

Pair = dict[str, str]


@dataclass(frozen=True, slots=True)
class LinkQuality:
    """A link and how well it is read.

    Attributes:
        precision, recall: from 0 to 1, as the graph writes them; empty where it does not.
    """

    link: IRI
    precision: str
    recall: str


@dataclass(frozen=True, slots=True)
class ReadingQuality:
    """What a graph says of its own error.

    Attributes:
        note: on what it was measured, by language.
        version: of the software that was measured.
        links: in the order of their IRIs.
    """

    note: Pair
    version: str
    links: tuple[LinkQuality, ...]

    def of(self, link: IRI) -> ReadingQuality | None:
        """The same of one link alone; ``None`` where it was not measured."""
        own = tuple(found for found in self.links if found.link == link)
        return ReadingQuality(self.note, self.version, own) if own else None


def find_quality(index: Index) -> ReadingQuality | None:
    """What the metadata of a graph say; ``None`` where nothing was measured."""
    figures: dict[IRI, dict[IRI, str]] = {}
    activities: set[IRI] = set()
    for subject in index.subjects():
        if not index.is_a(subject, DQV.QualityMeasurement):
            continue
        activities |= set(index.iris(subject, PROV.wasGeneratedBy))
        for partition in index.iris(subject, DQV.computedOn):
            for link in index.iris(partition, VOID.property):
                for metric in index.iris(subject, DQV.isMeasurementOf):
                    figures.setdefault(link, {})[metric] = index.words(subject, DQV.value)
    if not figures:
        return None
    links = [
        LinkQuality(link, said.get(POL.linkPrecision, ""), said.get(POL.linkRecall, ""))
        for link, said in sorted(figures.items())
    ]
    note = {
        value.language: value.value
        for activity in sorted(activities)
        for value in index.values(activity, DCTERMS.description)
        if isinstance(value, Literal)
    }
    versions = [
        index.words(software, SCHEMA.softwareVersion)
        for activity in sorted(activities)
        for software in index.iris(activity, PROV.wasAssociatedWith)
    ]
    return ReadingQuality(note, ", ".join(versions), tuple(links))
