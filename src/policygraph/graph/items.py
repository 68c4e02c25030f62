"""Measures and targets: their occurrences, and the links that the text states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from policygraph.annotation import Mention
from policygraph.core.names import Names
from policygraph.core.namespaces import DCTERMS, IRI, POL, RDF
from policygraph.core.terms import Triple, text
from policygraph.corpus.reading import Reading, Stated
from policygraph.document import UnitPath
from policygraph.graph.layers import Layers, Withdrawals
from policygraph.graph.reprises import Item, Resolution

_CLASS = {"measure": POL.Measure, "target": POL.Target}
MentionsByPath = dict[UnitPath, list[Mention]]


def mentions_by_unit(reading: Reading) -> MentionsByPath:
    """The mentions of a reading by the path of their unit (titles under their part's path)."""
    found: MentionsByPath = defaultdict(list)
    for mention in reading.annotations.mentions:
        found[mention.unit.path].append(mention)
    return found


def links_of(mentions: list[Mention]) -> Iterator[tuple[IRI, IRI]]:
    """The links (property, value) that the mentions of one unit make.

    A commitment is that of the first sentence; later sentences give mentions only.
    """
    for mention in mentions:
        if mention.kind != "commitment" or mention.first_sentence:
            for meaning in mention.meanings:
                yield mention.link, meaning


def item_iri(item: Item, names: Names) -> IRI:
    """The IRI of a measure or target."""
    first = item.first
    return names.item(first.occurrence.kind, first.reading.description.key, first.occurrence.path)


def occurrence_iri(stated: Stated, names: Names) -> IRI:
    """The IRI of a bullet."""
    return stated.reading.unit_iri(names, stated.occurrence.path)


def state_items(
    resolution: Resolution,
    mentions: dict[int, MentionsByPath],
    layers: dict[str, Layers],
    withdrawn: Withdrawals,
    names: Names,
) -> None:
    """Write the items of a corpus into the layers of their documents.

    Args:
        resolution: the items and the unresolved reprises.
        mentions: the mentions of each reading by unit, under the reading's ``id``.
        layers: by document key.
        withdrawn: links that a curator took out; they are not stated.
        names: mints the IRIs.
    """
    for item in resolution.items:
        iri = item_iri(item, names)
        home = layers[item.first.reading.description.key]
        home.stated.add((iri, RDF.type, _CLASS[item.first.occurrence.kind]))
        home.stated.add((occurrence_iri(item.first, names), POL.occurrenceOf, iri))
        _state_reprises(item, iri, resolution, layers, names)
        links: set[Triple] = {
            (iri, *link)
            for stated in item.occurrences
            for link in links_of(mentions[id(stated.reading)][stated.occurrence.path])
        }
        home.stated |= withdrawn.take(links)


def _state_reprises(
    item: Item, iri: IRI, resolution: Resolution, layers: dict[str, Layers], names: Names
) -> None:
    reason = resolution.reason(item.first)
    if reason is not None:
        unresolved = occurrence_iri(item.first, names)
        own = layers[item.first.reading.description.key].stated
        own.add((unresolved, RDF.type, POL.UnresolvedReprise))
        for words, language in zip(reason, ("en", "ja"), strict=True):
            own.add((unresolved, POL.reason, text(words, language)))
    original = occurrence_iri(item.first, names)
    for stated in item.reprises:
        own_layers = layers[stated.reading.description.key]
        reprise = occurrence_iri(stated, names)
        own_layers.infer("equal-text-reprise", reprise, POL.occurrenceOf, iri)
        own_layers.infer("equal-text-reprise", reprise, POL.reprises, original)
        if stated.reading is not item.first.reading:
            # Built without the original's text, the reprise was an item of its own: that IRI may
            # have been published, and leads on.
            published = names.item(
                stated.occurrence.kind, stated.reading.description.key, stated.occurrence.path
            )
            own_layers.infer("equal-text-reprise", published, DCTERMS.isReplacedBy, iri)


def state_passages(
    reading: Reading,
    mentions: MentionsByPath,
    layers: Layers,
    withdrawn: Withdrawals,
    names: Names,
) -> None:
    """The links that issues, recognitions and components carry themselves."""
    paths = [sentence.path for sentence in reading.document.sentences]
    paths += [
        component.path
        for occurrence in reading.document.occurrences
        for component in occurrence.components
    ]
    for path in paths:
        iri = reading.unit_iri(names, path)
        layers.stated |= withdrawn.take({(iri, *link) for link in links_of(mentions[path])})
