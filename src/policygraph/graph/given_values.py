"""Deadlines, periods and amounts that a curator gives an item: words of its text, whether found as such or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policygraph.annotation import AnyMention
from policygraph.annotation.given_words import given_as, read_given
from policygraph.annotation.measures import Measures
from policygraph.core.namespaces import IRI, POL
from policygraph.core.terms import Triple
from policygraph.corpus.reading import Reading
from policygraph.document import TextUnit
from policygraph.graph.curation import VALUES
from policygraph.graph.items import UnitKey
from policygraph.graph.layers import Draft
from policygraph.graph.stated import ReadingTriples

_PHRASE = re.compile("(.*)#([0-9]+)-([0-9]+)")


def given_value(draft: Draft, measures: Measures, link: Triple) -> list[Triple] | None:
    """What the words say that a curator gives an item.

    Words that the text states as another time (a mere date) are no longer that: a time is one thing.

    Args:
        draft: with what is stated.
        measures: units of the vocabulary.
        link: item, `pol:deadline` or such, and phrase.

    Returns:
        The phrase's description, and that it is the item's evidence; ``None`` where there are no such words, or
        they say no such thing.
    """
    item, predicate, phrase = link
    found = next(_words_of(draft, phrase), None) if isinstance(phrase, IRI) else None
    if found is None or not isinstance(phrase, IRI):
        return None
    reading, unit, begin, end = found
    stated = draft.of(reading).stated
    mention = _found(draft, reading, unit, begin, end)
    if mention is not None:
        mention = given_as(predicate, mention)
    else:
        words = reading.document.source.text[begin:end]
        day = reading.description.decided_on
        mention = read_given(predicate, words, (unit, begin, end), measures, day)
    if mention is None:
        return None
    told = list(ReadingTriples(reading, draft.names).phrases_of(unit, [mention]))
    (role,) = (triple for triple in told if triple[1] == POL.role)
    other = VALUES - {predicate}
    for triple in [
        t for t in stated if (t[:2] == role[:2] and t != role) or (t[2] == phrase and t[1] in other)
    ]:
        del stated[triple]
    return [*told, (item, POL.evidence, phrase)]


def _words_of(draft: Draft, phrase: IRI) -> Iterator[tuple[Reading, TextUnit, int, int]]:
    """Where the words of a phrase stand in the texts of a draft."""
    match = _PHRASE.fullmatch(phrase)
    for reading in draft.readings if match else ():
        for unit in reading.document.units():
            if match and draft.unit(reading, unit.path) == match[1]:
                begin, end = (unit.span.begin + int(offset) for offset in match.groups()[1:])
                if begin < end <= unit.span.end:
                    yield reading, unit, begin, end


def _found(
    draft: Draft, reading: Reading, unit: TextUnit, begin: int, end: int
) -> AnyMention | None:
    """What was found at a place."""
    mentions = draft.mentions.get(UnitKey.of(reading, unit.path), ())
    return next((m for m in mentions if (m.begin, m.end) == (begin, end)), None)
