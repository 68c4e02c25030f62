"""What the documents of a corpus have to do with each other, by what is kept of their bullets alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from policygraph.core.namespaces import IRI, POL
from policygraph.graph.digest import ReadingDigest
from policygraph.graph.drafting import Facts, SettledCuration, settle_curations
from policygraph.graph.items import Bullet, Elsewhere, UnitKey, group


@dataclass(frozen=True, slots=True)
class CorpusItems:
    """The items of a corpus.

    Attributes:
        items: each first occurrence with its restatements, in reading order.
        unresolved: reprises without an original, with the reason.
        apart: what those reprises restate that restate a document of another day.
    """

    items: Sequence[tuple[Bullet, tuple[Bullet, ...]]]
    unresolved: Mapping[UnitKey, str]
    apart: Mapping[UnitKey, Bullet]

    @classmethod
    def of(cls, digests: Iterable[ReadingDigest]) -> CorpusItems:
        """The items of some texts, in reading order."""
        return cls(*group([bullet for each in digests for bullet in each.bullets]))

    @property
    def kinds(self) -> Counter[str]:
        """How many there are of each kind."""
        return Counter(first.kind for first, _ in self.items)

    def settle(self, facts: Facts, digests: Iterable[ReadingDigest]) -> dict[str, SettledCuration]:
        """Hold the curations against the items and parts of the corpus."""
        names = facts.names
        if not facts.curations:
            return {}
        return settle_curations(
            facts.curations,
            items=(first.item_iri(names) for first, _ in self.items),
            restated={
                reprise.item_iri(names): first.item_iri(names)
                for first, reprises in self.items
                for reprise in reprises
            },
            parts=(names.unit(d.description.key, path) for d in digests for path in d.text.paths),
        )

    def across(self) -> Iterator[tuple[Bullet, tuple[Bullet, ...]]]:
        """The items with occurrences in more than one document."""
        for first, reprises in self.items:
            if any(reprise.document != first.document for reprise in reprises):
                yield first, reprises

    def elsewhere(self, facts: Facts) -> dict[str, Elsewhere]:
        """By document, what others have to do with it; nothing of those that stand alone."""
        found: dict[str, Elsewhere] = defaultdict(Elsewhere)
        for first, reprises in self.across():
            foreign = [reprise for reprise in reprises if reprise.document != first.document]
            found[first.document].restatements[first.key] = tuple(foreign)
            for reprise in foreign:
                found[reprise.document].originals[reprise.key] = first
            item = first.item_iri(facts.names)
            for document, themes in _known_themes(item, [first, *reprises], facts):
                found[document].themes[item] = themes
        for key, original in self.apart.items():
            found[key.document].apart[key] = original
        for key, reason in self.unresolved.items():
            if reason == "reprise-several":
                found[key.document].reasons[key] = reason
        return dict(found)


def _known_themes(
    item: IRI, bullets: Sequence[Bullet], facts: Facts
) -> Iterator[tuple[str, frozenset[IRI]]]:
    """The themes of an item that are known when each document's titles of groups are read.

    Titles make themes known in the order of the documents; see `policygraph.graph.inference`.
    """
    curations = facts.curations.values()
    of_item = (item, POL.hasTheme)
    withdrawn = {link[2] for each in curations for link in each.withdrawn if link[:2] == of_item}
    known = {theme for bullet in bullets for theme in bullet.themes} - withdrawn
    known |= {
        value
        for each in curations
        for link in each.added
        if link[:2] == of_item and isinstance(value := link[2], IRI)
    }
    for document in sorted({bullet.document for bullet in bullets}):
        yield document, frozenset(known)
        own = (bullet for bullet in bullets if bullet.document == document)
        known |= {theme for bullet in own for theme in bullet.group_themes} - withdrawn
