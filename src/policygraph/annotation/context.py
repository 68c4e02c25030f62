"""What stands beside a mention in its sentence: cues, parts of actors, and words without which it is no link.

The cues are the concepts of ``ontology/vocabulary/cues.ttl``, with the words that stand before or behind
what they bear on. ``pol:linkedBefore`` says of a class what must stand behind a mention of its members,
where a mention is not enough for a link: 東京都 is a place where something is done before において.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from policygraph.annotation.annotator import AnnotatedText
from policygraph.annotation.lexicon import Lexicon
from policygraph.annotation.mentions import (
    AnyMention,
    DateMention,
    Mention,
    QuantityMention,
    TimeMention,
)
from policygraph.core.names import cue
from policygraph.core.namespaces import IRI, POL
from policygraph.document import Span, split_sentences

# A mention under one of these makes no link; the others are recorded with it.
NO_LINK = frozenset((cue("negated"), cue("foreign"), cue("replaced")))
_WHO = frozenset((POL.involvesActor, POL.involvesOrganization))
_REACH = 80  # characters before a mention in which a cue can begin


def mentions_in_context(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[AnyMention]:
    """The mentions of a document, with their cues, the parts of actors, and whether each makes a link.

    Args:
        text: the document.
        made: what all recognisers have found.

    Returns:
        All of them, in no particular order.
    """
    cued = [m for m in made if _can_stand_under_cue(m)]
    yield from (m for m in made if not _can_stand_under_cue(m))
    for segment, found in text.with_mentions(cued):
        if not found:
            continue
        sentences, rest = split_sentences(text.folded, segment.span, text.signs)
        spans = iter([*sentences, *([rest] if rest else [])])
        sentence = next(spans, segment.span)
        for mention in sorted(found, key=lambda m: m.begin):
            while mention.begin >= sentence.end:
                sentence = next(spans, Span(sentence.end, segment.span.end))
            yield _in_context(mention, text.folded, sentence, text.lexicon)


def _can_stand_under_cue(mention: AnyMention) -> bool:
    if isinstance(mention, Mention):
        return mention.kind == "name"
    return not isinstance(mention, DateMention)


def _in_context(mention: AnyMention, folded: str, sentence: Span, lexicon: Lexicon) -> AnyMention:
    if isinstance(mention, DateMention):
        return mention
    end = max(sentence.end, mention.end)
    cues = _cues(mention, folded, Span(sentence.begin, end), lexicon)
    needed = lexicon.linked_before.get(mention.link) if mention.link else None
    links = mention.makes_link and NO_LINK.isdisjoint(cues)
    if links and needed is not None:
        links = needed.match(folded, mention.end, end) is not None
    if cues or links != mention.makes_link:
        mention = replace(mention, cues=cues, makes_link=links)
    if isinstance(mention, Mention) and mention.link in _WHO:
        return _with_part(mention, folded, Span(sentence.begin, end), lexicon)
    return mention


def _with_part(mention: Mention, folded: str, sentence: Span, lexicon: Lexicon) -> Mention:
    first, last = max(sentence.begin, mention.begin - _REACH), sentence.end
    role = lexicon.roles.of(mention.link, folded, mention.begin, mention.end, first, last)
    if role is None:
        return mention
    link = lexicon.roles.links.get(role) if mention.link == POL.involvesActor else None
    return replace(mention, role=role, role_link=link)


def _cues(
    mention: Mention | TimeMention | QuantityMention, folded: str, sentence: Span, lexicon: Lexicon
) -> tuple[IRI, ...]:
    first = max(sentence.begin, mention.begin - _REACH)
    return tuple(
        each.iri
        for each in lexicon.cues
        if each.stands(folded, mention.begin, mention.end, first, sentence.end)
    )
