"""What stands beside a mention in its sentence: cues, parts of actors, and words without which it is no link.

The cues are the concepts of ``ontology/vocabulary/cues.ttl``, with the words that stand before or behind
what they bear on. ``pol:linkedBefore`` says of a class what must stand behind a mention of its members,
where a mention is not enough for a link: 東京都 is a place where something is done before において.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from policygraph.annotation.annotator import AnnotatedText
from policygraph.annotation.cue_words import Standing
from policygraph.annotation.lexicon import Lexicon
from policygraph.annotation.mentions import (
    AnyMention,
    DateMention,
    Mention,
    QuantityMention,
    TimeMention,
)
from policygraph.core.names import actor_role, cue
from policygraph.core.namespaces import IRI, POL
from policygraph.document import Span

# A mention under one of these makes no link; the others are recorded with it.
_FOREIGN = cue("foreign")
NO_LINK = frozenset((cue("negated"), _FOREIGN, cue("replaced")))
# Whom a measure is for, or with, is no foreign example: 外国の捜査機関への働き掛け, EUとの共同研究.
_MET = frozenset((actor_role("addressed"), actor_role("cooperates")))
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
    lexicon, folded = text.lexicon, text.folded
    words = lexicon.cue_words.found_in(folded)
    needing = lexicon.linked_before.keys() | _WHO
    for segment, found in text.with_mentions(made):
        if not words.stand_in(*segment.span):
            # What needs nothing beside it stays as it is.
            yield from [m for m in found if isinstance(m, Mention) and m.link not in needing]
            found = [m for m in found if not isinstance(m, Mention) or m.link in needing]
        sentence, standing = Span(0, 0), list[Standing]()
        for mention in sorted(found, key=_begin):
            if isinstance(mention, DateMention) or (
                isinstance(mention, Mention) and mention.kind != "name"
            ):
                yield mention
                continue
            begin, end = mention.begin, mention.end
            if begin >= sentence.end:
                rest = Span(sentence.end or segment.span.begin, segment.span.end)
                sentence = next((s for s in text.sentences(segment) if begin < s.end), rest)
                standing = words.within(*sentence)
            here, may_stand = sentence, standing
            if end > sentence.end:
                here = Span(sentence.begin, end)
                may_stand = words.within(*here)
            cues: tuple[IRI, ...] = ()
            if may_stand:
                first = max(here.begin, begin - _REACH)
                cues = lexicon.cue_words.beside(folded, begin, end, first, here.end, may_stand)
            if cues or mention.link in needing:
                yield _in_context(mention, cues, folded, here, lexicon)
            else:
                yield mention
    yield from text.unplaced(made)


def _in_context(
    mention: Mention | TimeMention | QuantityMention,
    cues: tuple[IRI, ...],
    folded: str,
    sentence: Span,
    lexicon: Lexicon,
) -> AnyMention:
    first, end = max(sentence.begin, mention.begin - _REACH), sentence.end
    told = role_link = None
    if isinstance(mention, Mention) and mention.link in _WHO:
        told = lexicon.roles.of(mention.link, folded, mention.begin, mention.end, first, end)
        if told is not None and mention.link == POL.involvesActor:
            role_link = lexicon.roles.links.get(told)
        if told in _MET:
            cues = tuple(each for each in cues if each != _FOREIGN)
    needed = lexicon.linked_before.get(mention.link) if mention.link else None
    links = mention.makes_link and NO_LINK.isdisjoint(cues)
    if links and needed is not None:
        links = needed.match(folded, mention.end, end) is not None
    if not isinstance(mention, Mention):
        if cues or links != mention.makes_link:
            return replace(mention, cues=cues, makes_link=links)
        return mention
    if cues or told is not None or links != mention.makes_link:
        return mention.in_context(cues, told, role_link, makes_link=links)
    return mention


_begin = attrgetter("begin")
