"""Measures and targets as the texts state them: their words and place, their links and the evidence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from policygraph.core.messages import LANGUAGES, Messages
from policygraph.core.namespaces import DCTERMS, IRI, POL, RDF, RDFS
from policygraph.core.terms import Triple, integer, text
from policygraph.document import Component, Occurrence, Part, UnitPath
from policygraph.graph.items import Bullet, Item, PlacedOccurrence
from policygraph.graph.layers import Draft
from policygraph.graph.stated import place_triples

_CLASS = {"measure": POL.Measure, "target": POL.Target, "reported": POL.ReportedMeasure}
_WHO = (POL.responsibleBody, POL.leadBody, POL.cooperatingBody)
_PARTS = (POL.actorActs, POL.addressesActor, POL.cooperatesWithActor, POL.takesPlaceAt)
_SAY = Messages("graph")
_LABEL = 40  # characters of a label that is the beginning of a text
_DIVISION = re.compile(r"^(?!.*[省庁府院]).*(?:局|課|室|部|参事官|企画官)$")
_CLAUSE = re.compile("[、。，．]")


def state_items(draft: Draft) -> None:
    """Write the items of a corpus, their links and evidence into the layers of their documents."""
    above = {
        (reading.description.key, path): parts
        for reading in draft.readings
        for path, parts in _parts_above(reading.document.parts, ())
    }
    order: Counter[str] = Counter()
    for item in draft.resolution.items:
        iri, first = item.iri(draft.names), item.first
        order[first.document] += 1
        stated = draft.of(first.reading).stated
        stated.add((first.iri(draft.names), POL.occurrenceOf, iri))
        stated.extend(_described(iri, first, draft, order[first.document]))
        document = draft.names.document(first.document)
        for part in above[first.document, first.occurrence.path]:
            stated.add((iri, DCTERMS.isPartOf, draft.names.unit(first.document, part)))
        stated.add((iri, DCTERMS.isPartOf, document))
        _state_links(item, iri, draft)
        _state_values(item, iri, draft)
        _state_reprises(item, iri, draft)
    for placed in draft.restating():
        original = draft.elsewhere.originals[placed.key]
        _infer_reprise(placed, original, draft)


def _parts_above(
    parts: tuple[Part, ...], above: tuple[UnitPath, ...]
) -> Iterator[tuple[UnitPath, tuple[UnitPath, ...]]]:
    """The path of each occurrence with those of the parts above it."""
    for part in parts:
        own = (*above, part.path)
        for occurrence in part.occurrences:
            yield occurrence.path, own
        yield from _parts_above(part.parts, own)


def _described(iri: IRI, first: PlacedOccurrence, draft: Draft, order: int) -> Iterator[Triple]:
    """What an item is, by its first occurrence."""
    reading, occurrence = first.reading, first.occurrence
    yield iri, RDF.type, _CLASS[first.kind]
    yield iri, DCTERMS.identifier, text("-".join(occurrence.path))
    yield iri, POL.order, integer(order)
    bullets = [occurrence.segments, *(c.segments for c in occurrence.walk())]
    segments = [span for bullet in bullets for span in bullet]
    if not segments:
        return
    language = reading.description.language
    words = " ".join(reading.words(bullet) for bullet in bullets if bullet)
    yield iri, POL.text, text(words, language)
    if (iri, language) not in draft.titled:
        yield iri, RDFS.label, text(beginning(words), language)
    at, end = reading.document.source.span_places(segments[0].begin, segments[-1].end)
    yield from place_triples(at.to(end), iri)


def beginning(words: str, limit: int = _LABEL) -> str:
    """The beginning of a text: cut behind a clause where one ends, and marked with … where it goes on."""
    if len(words) <= limit:
        return words
    ends = [match.start() for match in _CLAUSE.finditer(words, limit // 2, limit)]
    return f"{words[: ends[-1] if ends else limit - 1]}…"


def _state_links(item: Item, iri: IRI, draft: Draft) -> None:
    """The links that the words of an item make, of its sub-bullets and restatements too."""
    phrases: dict[Triple, set[IRI]] = defaultdict(set)
    for placed in item.occurrences:
        own = placed.occurrence
        for path in (own.path, *(component.path for component in own.walk())):
            for link, found in draft.phrases_by_link(placed.reading, path).items():
                phrases[(iri, *link)] |= found
    for bullet in draft.elsewhere.restatements.get(item.first.key, ()):
        for link_, value, phrase in bullet.links:
            phrases[iri, link_, value].add(phrase)
    # Whom a sentence is about does it; who answers for all below a heading answers for it, too.
    is_tagged = any(
        _names_more_than_divisions(unit, placed, draft)
        for placed in item.occurrences
        for unit in _units(placed.occurrence)
    ) or any(link == POL.responsibleBody for link in _restated(item, draft))
    if not is_tagged:
        for link, found in _of_heading(item, draft):
            phrases[(iri, *link)] |= found
    links = draft.withdrawn.take(set(phrases))
    # A part goes with the link that a curator took out.
    links -= {
        (iri, part, value)
        for _, part, value in links
        if part in _PARTS and (iri, POL.involvesActor, value) not in links
    }
    stated = draft.of(item.first.reading).stated
    stated.extend(links)
    stated.extend((iri, POL.evidence, phrase) for link in links for phrase in phrases[link])
    draft.learn(links)


def _units(occurrence: Occurrence) -> Iterator[Occurrence | Component]:
    yield occurrence
    yield from occurrence.walk()


def _names_more_than_divisions(
    unit: Occurrence | Component, placed: PlacedOccurrence, draft: Draft
) -> bool:
    """Its tags name a body that is no mere part of another (港湾局, 漁業振興課), whose ministry a heading says."""
    names = (placed.reading.words((body,)) for tag in unit.tags for body in tag.bodies)
    return any(not _DIVISION.search(name) for name in names)


def _restated(item: Item, draft: Draft) -> Iterator[IRI]:
    """The properties of the links that restatements in other documents make."""
    for bullet in draft.elsewhere.restatements.get(item.first.key, ()):
        yield from (link for link, _, _ in bullet.links)


def _state_values(item: Item, iri: IRI, draft: Draft) -> None:
    """The deadlines, periods and amounts that the first occurrence says; a restatement says the same."""
    reading, own = item.first.reading, item.first.occurrence
    paths = (own.path, *(component.path for component in own.walk()))
    said = {(iri, *value) for path in paths for value in draft.values(reading, path)}
    values = draft.withdrawn.take(set(said))
    stated = draft.of(reading).stated
    stated.extend(values)
    stated.extend((iri, POL.evidence, phrase) for _, _, phrase in values)


def _of_heading(item: Item, draft: Draft) -> Iterator[tuple[tuple[IRI, IRI], set[IRI]]]:
    """Who answers by the nearest heading that says so, for an item that does not say it itself."""
    path = item.first.occurrence.path
    for length in range(len(path) - 1, 0, -1):
        links = draft.phrases_by_link(item.first.reading, path[:length])
        found = [pair for pair in links.items() if pair[0][0] in _WHO]
        if found:
            yield from found
            return


def _state_reprises(item: Item, iri: IRI, draft: Draft) -> None:
    original = item.first.iri(draft.names)
    reason = draft.resolution.unresolved.get(item.first.key)
    if reason is not None:
        own = draft.of(item.first.reading).stated
        own.add((original, RDF.type, POL.UnresolvedReprise))
        own.extend((original, POL.reason, text(_SAY(reason, lang), lang)) for lang in LANGUAGES)
    apart = draft.resolution.apart.get(item.first.key)
    if apart is not None:
        restated = apart.iri(draft.names)
        draft.of(item.first.reading).infer("equal-text-reprise", original, POL.reprises, restated)
    for placed in item.reprises:
        _infer_reprise(placed, item.first, draft)


def _infer_reprise(
    placed: PlacedOccurrence, original: PlacedOccurrence | Bullet, draft: Draft
) -> None:
    """Which item a restatement is of, and which bullet it restates."""
    layers, names = draft.of(placed.reading), draft.names
    reprise, item = placed.iri(names), original.item_iri(names)
    layers.infer("equal-text-reprise", reprise, POL.occurrenceOf, item)
    layers.infer("equal-text-reprise", reprise, POL.reprises, original.iri(names))
    if placed.key[:2] != original.key[:2]:
        # Built without the original's text, the reprise was an item of its own: that IRI may
        # have been published, and leads on.
        layers.infer("equal-text-reprise", placed.item_iri(names), DCTERMS.isReplacedBy, item)
