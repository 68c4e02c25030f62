"""What follows by a named rule (``ontology/vocabulary/rules.ttl`` says each in words)."""

from __future__ import annotations

from collections.abc import Mapping

from policygraph.core.namespaces import IRI, POL
from policygraph.corpus.reading import Reading
from policygraph.graph.items import UnitKey
from policygraph.graph.layers import Draft


def infer(draft: Draft) -> None:
    """Apply the rules to a corpus; what a curator withdrew is not inferred either."""
    items = {
        placed.key: item.iri(draft.names)
        for item in draft.resolution.items
        for placed in item.occurrences
    }
    # Rule by rule, so that what follows does not depend on the order of the texts.
    for reading in draft.readings:
        _group_titles(draft, reading, items)


def _group_titles(draft: Draft, reading: Reading, items: Mapping[UnitKey, IRI]) -> None:
    """A theme named in a group's title is a theme of every item in the group."""
    layer = draft.of(reading)
    for part in reading.document.walk():
        if part.kind != "group":
            continue
        for (link, theme), phrases in sorted(draft.phrases_by_link(reading, part.path).items()):
            if link != POL.hasTheme:
                continue
            for occurrence in part.occurrences:
                item = items[UnitKey.of(reading, occurrence.path)]
                triple = (item, link, theme)
                if theme not in draft.known[item, link] and draft.withdrawn.take({triple}):
                    layer.infer("group-title-theme", *triple)
                    layer.inferred.update((item, POL.evidence, phrase) for phrase in phrases)
                    draft.learn([triple])
