"""What follows by a named rule (``ontology/vocabulary/rules.ttl`` says each in words)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from policygraph.annotation.headings import nearest_headings
from policygraph.core.namespaces import IRI, POL
from policygraph.core.terms import Term, decimal
from policygraph.corpus.reading import Reading
from policygraph.document import Part, UnitPath
from policygraph.graph.items import UnitKey
from policygraph.graph.layers import Draft
from policygraph.graph.related import Meaning, Named, related_issues

_WITHIN_SECTION = ("issues", "measures", "group")


def infer(draft: Draft) -> None:
    """Apply the rules to a corpus; what a curator withdrew is not inferred either."""
    items = draft.items()
    for item, themes in draft.elsewhere.themes.items():
        draft.known[item, POL.hasTheme] |= themes
    # Rule by rule, so that what follows does not depend on the order of the texts.
    for reading in draft.readings:
        _group_titles(draft, reading, items)
    for reading in draft.readings:
        _heading_themes(draft, reading, items)
    for _, readings in groupby(draft.readings, key=lambda reading: reading.description.key):
        _related_issues(draft, list(readings), items)


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
                    layer.inferred.extend((item, POL.evidence, phrase) for phrase in phrases)
                    draft.learn([triple])


def _heading_themes(draft: Draft, reading: Reading, items: Mapping[UnitKey, IRI]) -> None:
    """An item that has no theme has those of the nearest heading above that names one.

    Only of one document: what several say of an item does not depend on the order in which they are read.
    """
    layer = draft.of(reading)
    documents: dict[IRI, set[str]] = defaultdict(set)
    for key, item in items.items():
        documents[item].add(key.document)
    themes: dict[UnitPath, list[tuple[IRI, list[IRI]]]] = {}
    for part in reading.document.walk():
        named = sorted(draft.phrases_by_link(reading, part.path).items())
        found = [(theme, list(phrases)) for (link, theme), phrases in named if link == POL.hasTheme]
        if found:
            themes[part.path] = found
    told: dict[IRI, bool] = {}
    for occurrence, heading in nearest_headings(reading.document, themes):
        item = items[UnitKey.of(reading, occurrence.path)]
        is_shared = len(documents[item]) > 1 or item in draft.elsewhere.themes
        if is_shared or told.setdefault(item, bool(draft.known[item, POL.hasTheme])):
            continue
        for theme, phrases in themes[heading]:
            triple = (item, POL.hasTheme, theme)
            if theme not in draft.known[item, POL.hasTheme] and draft.withdrawn.take({triple}):
                layer.infer("heading-theme", *triple)
                layer.inferred.extend((item, POL.evidence, phrase) for phrase in phrases)
                draft.learn([triple])


def _related_issues(
    draft: Draft, readings: Sequence[Reading], items: Mapping[UnitKey, IRI]
) -> None:
    """Guess which issues of its sections a measure has to do with.

    Args:
        readings: the texts of one document; what is rare is counted in all of them.
    """
    layer = draft.of(readings[0])
    measures = _measures(draft, readings, items)
    for related in related_issues(measures, list(_issues(draft, readings))):
        link = (related.measure, POL.relatedIssue, related.issue)
        if draft.withdrawn.take({link}):
            said: list[tuple[IRI, Term]] = [(POL.score, decimal(related.score, places=2))]
            said += [(POL.evidence, phrase) for phrase in related.evidence]
            layer.infer("related-issue", *link, said=said)


def _issues(draft: Draft, readings: Iterable[Reading]) -> Iterator[Named]:
    for reading in readings:
        for part, section in _with_section(reading.document.parts):
            place = frozenset({draft.unit(reading, section.path)})
            for sentence in part.sentences:
                if sentence.role == "issue":
                    phrases = _phrases(draft, reading, sentence.path)
                    yield Named(draft.unit(reading, sentence.path), place, phrases)


def _measures(
    draft: Draft, readings: Iterable[Reading], items: Mapping[UnitKey, IRI]
) -> list[Named]:
    """The measures with an occurrence in a document, and the phrases that make their links."""
    sections: dict[IRI, set[IRI]] = defaultdict(set)
    phrases: dict[IRI, dict[Meaning, IRI]] = defaultdict(dict)
    for reading in readings:
        for part, section in _with_section(reading.document.parts):
            for occurrence in part.occurrences:
                if occurrence.kind != "measure":
                    continue
                item = items[UnitKey.of(reading, occurrence.path)]
                sections[item].add(draft.unit(reading, section.path))
                units = [occurrence.path, *(component.path for component in occurrence.walk())]
                found = [_phrases(draft, reading, path, item) for path in units]
                if part.kind == "group":
                    found.append(_phrases(draft, reading, part.path, item, POL.hasTheme))
                for of_unit in found:
                    phrases[item] = of_unit | phrases[item]  # the first phrase of each stays
    return [Named(item, frozenset(sections[item]), phrases[item]) for item in sections]


def _phrases(
    draft: Draft,
    reading: Reading,
    path: UnitPath,
    item: IRI | None = None,
    link: IRI | None = None,
) -> dict[Meaning, IRI]:
    """What the phrases of a unit mean, and the first phrase of each meaning.

    Args:
        item: of an item, those phrases whose links were not all withdrawn.
        link: those that make this one, with all else that they mean.
    """
    meanings: dict[IRI, set[IRI]] = defaultdict(set)
    counting: set[IRI] = set()
    for mention, phrase in draft.linking(reading, path):
        if mention.kind == "name":
            meanings[phrase].update(mention.meanings)
            links = {(item, mention.link, thing) for thing in mention.meanings}
            if mention.link == (link or mention.link) and not links <= draft.withdrawn.links:
                counting.add(phrase)
    first: dict[Meaning, IRI] = {}
    for phrase, meaning in meanings.items():
        if phrase in counting:
            first.setdefault(frozenset(meaning), phrase)
    return first


def _with_section(
    parts: Iterable[Part], section: Part | None = None
) -> Iterator[tuple[Part, Part]]:
    """All parts, each with its section: the nearest part above its issues, measures and groups."""
    for part in parts:
        own = section if section is not None and part.kind in _WITHIN_SECTION else part
        yield part, own
        yield from _with_section(part.parts, own)
