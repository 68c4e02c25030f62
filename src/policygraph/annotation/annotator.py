"""Annotate a document: recognisers find in its units what they speak of, one after the other."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Protocol, TypeGuard

from policygraph.annotation.column_roles import ColumnRoles
from policygraph.annotation.lexicon import Lexicon, read_lexicon
from policygraph.annotation.matcher import Match, Matcher
from policygraph.annotation.mentions import (
    AnyMention,
    DateMention,
    DiscoveredThing,
    Mention,
    MentionKind,
    QuantityMention,
    TimeMention,
)
from policygraph.core.fold import Folded, fold
from policygraph.core.namespaces import IRI
from policygraph.core.plugins import Socket
from policygraph.core.resources import Vocabulary, digest_of_files, find_vocabulary
from policygraph.document import (
    Document,
    Signs,
    Span,
    TextUnit,
    UnitPath,
    as_folded,
    split_sentences,
)

_KINDS: dict[MentionKind, int] = {"name": 0, "commitment": 1, "responsibility": 2, "role": 3}


@dataclass(frozen=True, slots=True)
class Annotations:
    """What a document speaks of, in reading order.

    Attributes:
        head: the dates and times in the lines above its first heading, which are no unit: of what day it is.
    """

    document: Document
    mentions: tuple[Mention, ...]
    dates: tuple[DateMention, ...]
    times: tuple[TimeMention, ...] = ()
    quantities: tuple[QuantityMention, ...] = ()
    head: tuple[DateMention | TimeMention, ...] = ()

    @property
    def in_order(self) -> Iterator[AnyMention]:
        """All mentions, by sort."""
        return chain(self.mentions, self.dates, self.times, self.quantities)

    @property
    def discovered(self) -> tuple[DiscoveredThing, ...]:
        """The things that no vocabulary knows, each once."""
        things = (mention.thing for mention in self.mentions)
        return tuple({thing.iri: thing for thing in things if thing is not None}.values())


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a unit without a break.

    Attributes:
        names: every proper name of the vocabulary in it, overlapping ones included, by their begins.
        concepts: every label of a concept, likewise, by its scheme.
        compounds: what the heads of compounds decide in it, by their begins.
    """

    unit: TextUnit
    span: Span
    names: list[Match]
    concepts: dict[IRI, list[Match]]
    compounds: list[Match]


@dataclass(frozen=True, slots=True)
class DocumentTime:
    """When a document was decided, and what year it is for.

    Attributes:
        day: what 今年 and 来年度 are told by.
        year: the fiscal year that its title names, which 前年度 is the one before.
    """

    day: datetime.date | None = None
    year: int | None = None


@dataclass(frozen=True)
class AnnotatedText:
    """A document as a recogniser sees it: in the offsets of its text after folding.

    Attributes:
        document: its units, and its source, in these offsets.
        folded: its text after the one fold (`policygraph.core.fold`).
        signs: those that its series is set with, to tell sentences.
        lexicon: the vocabulary.
        time: of the document: what 今年度 is told by.
    """

    document: Document
    folded: str
    signs: Signs
    lexicon: Lexicon
    _matcher: Matcher
    _folding: Folded
    time: DocumentTime = DocumentTime()
    _sentences: dict[Span, tuple[list[Span], Span | None]] = field(default_factory=dict)

    @cached_property
    def columns(self) -> ColumnRoles:
        """What the columns of its tables say of figures."""
        return ColumnRoles(self.document.source.blocks)

    @cached_property
    def units(self) -> tuple[TextUnit, ...]:
        """The units that carry words, in reading order."""
        return tuple(self.document.units())

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The unbroken segments of all units, by their begins."""
        occurrences = self._matcher.occurrences(self.folded)
        if not self._folding.is_aligned:  # 会社 is no word of ㍿
            is_whole = self._folding.is_whole
            occurrences = [found for found in occurrences if is_whole(found[1], found[2])]
        begins = [begin for _, begin, _ in occurrences]
        spans = sorted(span for unit in self.units for span in unit.segments)
        compounds = list(self._matcher.compounds(self.folded, spans))
        heads = [begin for begin, _, _ in compounds]
        found = []
        for unit in self.units:
            for span in unit.segments:
                first = bisect_left(begins, span.begin)
                last = bisect_left(begins, span.end, first)
                matches = self._matcher.matches(occurrences[first:last], span.end)
                first = bisect_left(heads, span.begin)
                decided = compounds[first : bisect_left(heads, span.end, first)]
                found.append(Segment(unit, span, *matches, decided))
        return tuple(sorted(found, key=lambda segment: segment.span))

    def done_to(self, name: Mention, segment: Segment) -> Iterator[Match]:
        """What the words behind a name say is done to what it names."""
        place = name.begin, name.end
        yield from self._matcher.done_to(self.folded, place, name.link, segment.span.end)

    @cached_property
    def begins(self) -> list[int]:
        """Where the segments begin."""
        return [segment.span.begin for segment in self.segments]

    def sentences(self, segment: Segment) -> tuple[Span, ...]:
        """The sentences of a segment, and what none ends, in order."""
        sentences, rest = self.split(segment.span)
        return (*sentences, *((rest,) if rest else ()))

    def split(self, span: Span) -> tuple[list[Span], Span | None]:
        """The sentences of a stretch, and what none ends."""
        known = self._sentences.get(span)
        if known is None:
            known = self._sentences[span] = split_sentences(self.folded, span, self.signs)
        return known

    def with_mentions(
        self, mentions: Iterable[AnyMention]
    ) -> Iterator[tuple[Segment, list[AnyMention]]]:
        """Each segment with those of some mentions that stand in it."""
        made = mentions if isinstance(mentions, _Made) else _Made(mentions)
        held = made.by_segment(self)
        for index, segment in enumerate(self.segments):
            yield segment, held.get(index, [])

    def unplaced(self, mentions: Iterable[AnyMention]) -> list[AnyMention]:
        """Those of some mentions that stand in no segment."""
        made = mentions if isinstance(mentions, _Made) else _Made(mentions)
        return made.by_segment(self).get(-1, [])


class _Made(list[AnyMention]):
    """The mentions of the recognisers before one, each of which is looked up in the text once."""

    def __init__(self, mentions: Iterable[AnyMention] = ()) -> None:
        super().__init__(mentions)
        self._held: dict[int, list[AnyMention]] = {}
        self._looked_up = 0

    def by_segment(self, text: AnnotatedText) -> dict[int, list[AnyMention]]:
        """The mentions by the place of their segment."""
        segments, begins, held = text.segments, text.begins, self._held
        at = end = begin = -1
        for mention in self[self._looked_up :] if self._looked_up else self:
            if (
                not begin <= mention.begin < end
            ):  # it stands in another segment than the one before it
                at = bisect_right(begins, mention.begin) - 1
                begin, end = segments[at].span if at >= 0 else (0, begins[0] if begins else 0)
            place = at if mention.end <= end else -1
            if place in held:
                held[place].append(mention)
            else:
                held[place] = [mention]
        self._looked_up = len(self)
        return self._held


class Recogniser(Protocol):
    """Finds one sort of mention.

    A package plugs one in by an entry point of the group ``policygraph.recognisers``; it runs behind
    ours. What it needs to load it loads when it is first called.
    """

    def __call__(self, text: AnnotatedText, made: Sequence[AnyMention]) -> Iterable[AnyMention]:
        """Find mentions, each of which says by its name which recogniser made it.

        Args:
            text: the document.
            made: the mentions of the recognisers before this one. A name that is found in addition
                takes away those names among them that lie inside it.
        """
        ...


# In the order in which they run: each sees what those before it have found.
RECOGNISERS: Socket[Recogniser] = Socket(
    "policygraph.recognisers",
    "recogniser",
    {
        "names": "policygraph.annotation.by_label:find_names",
        "quoted": "policygraph.annotation.proper_names:find_quoted",
        "formed": "policygraph.annotation.proper_names:find_formed",
        "short": "policygraph.annotation.short_names:find_short",
        "dates": "policygraph.annotation.dates:find_dates",
        "concepts": "policygraph.annotation.by_label:find_concepts",
        "predicates": "policygraph.annotation.by_label:find_predicates",
        "responsibility": "policygraph.annotation.responsibility:find_responsible",
        "times": "policygraph.annotation.times:find_times",
        "quantities": "policygraph.annotation.quantities:find_quantities",
        "figures": "policygraph.annotation.table_figures:find_figures",
    },
)


class Annotator:
    """Everything that annotating needs, loaded once.

    Args:
        lexicon: the vocabulary.

    Raises:
        UsageError: a recogniser of another package cannot be imported.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._concept_links = lexicon.concept_links
        self._matcher = Matcher(lexicon)
        self._recognisers = tuple(RECOGNISERS)
        self._lexicons: dict[datetime.date | None, Lexicon] = {}

    @classmethod
    def load(cls, vocabulary: Vocabulary | None = None) -> Annotator:
        """With a vocabulary, or the shipped one; what was read of files that say the same is used again.

        Raises:
            DataError: wrong Turtle (file, line, column), or a pattern that is no regular expression.
        """
        files = (vocabulary or find_vocabulary()).files
        loaded = copy(_loaded(files, digest_of_files(files)))
        loaded._recognisers = tuple(RECOGNISERS)
        return loaded

    def annotate(
        self, document: Document, signs: Signs, day: datetime.date | None = None
    ) -> Annotations:
        """Find the mentions of a document.

        Within a scheme the longest label wins; a proper name hides everything inside it, in all
        schemes; a context of the vocabulary can rule a label out.

        Args:
            document: the document read; what only a vocabulary can tell of it is settled first.
            signs: those of its series.
            day: when it was decided: a name in a tag that several bodies have had means the one of that day, and
                今年度 is its fiscal year. Without one the words above the first heading tell the fiscal year alone.
        """
        from policygraph.annotation.context import mentions_in_context
        from policygraph.annotation.document_head import document_time, times_at_head
        from policygraph.annotation.settling import settle
        from policygraph.annotation.short_names import with_law_numbers

        lexicon = self._at(day)
        document = settle(document, lexicon, signs)
        head = tuple(times_at_head(document, lexicon.measures))
        folded = fold(document.source.text)
        seen = document if folded.is_aligned else as_folded(document, folded)
        text = AnnotatedText(
            seen, folded.text, signs, lexicon, self._matcher, folded, document_time(day, head)
        )
        found = _Made()
        for recogniser in self._recognisers:
            new = list(recogniser(text, found))
            found = self._hide(found, new)
            found += new
        made = list(with_law_numbers(text, list(mentions_in_context(text, found))))
        if not folded.is_aligned:
            units = {(unit.path, unit.kind): unit for unit in document.units()}
            made = [_as_printed(m, units[m.unit.path, m.unit.kind], folded) for m in made]
        others = [m for m in made if not isinstance(m, Mention)]
        return Annotations(
            document,
            tuple(_in_order([m for m in made if isinstance(m, Mention)], text.units)),
            tuple(m for m in others if isinstance(m, DateMention)),
            tuple(m for m in others if isinstance(m, TimeMention)),
            tuple(m for m in others if isinstance(m, QuantityMention)),
            head,
        )

    def _at(self, day: datetime.date | None) -> Lexicon:
        if day not in self._lexicons:
            self._lexicons[day] = self.lexicon.at(day)
        return self._lexicons[day]

    def _hide(self, made: _Made, new: list[AnyMention]) -> _Made:
        """The mentions without the names and numbers that lie inside a proper name that was found after them."""
        hiding: dict[UnitPath, list[Mention]] = defaultdict(list)
        concepts = self._concept_links
        for name in new:
            if isinstance(name, Mention) and name.link not in concepts and name.kind == "name":
                hiding[name.unit.path].append(name)
        if not hiding:
            return made
        return _Made(
            mention
            for mention in made
            if not (
                (_is_name(mention) or isinstance(mention, (TimeMention, QuantityMention)))
                and any(
                    name.begin <= mention.begin
                    and mention.end <= name.end
                    and name.end - name.begin > mention.end - mention.begin
                    for name in hiding.get(mention.unit.path, ())
                )
            )
        )


@lru_cache(maxsize=2)  # the shipped vocabulary, and one's own
def _loaded(files: tuple[Path, ...], digest: str) -> Annotator:
    return Annotator(read_lexicon(files))


def _in_order(mentions: Iterable[Mention], units: Iterable[TextUnit]) -> list[Mention]:
    """Mentions by their units, kinds and places."""
    places = {(unit.path, unit.kind): len(_KINDS) * at for at, unit in enumerate(units)}
    unit, place = None, -1
    keyed: list[tuple[int, int, int, IRI, tuple[IRI, ...], int, Mention]] = []
    for number, mention in enumerate(mentions):
        if mention[0] is not unit:  # those of a unit come one after the other
            unit = mention.unit
            place = places[unit.path, unit.kind]
        kind = mention.kind
        rank = place if kind == "name" else place + _KINDS[kind]
        keyed.append(
            (rank, mention.begin, mention.end, mention.link, mention.meanings, number, mention)
        )
    keyed.sort()
    return [entry[6] for entry in keyed]


def _as_printed(mention: AnyMention, unit: TextUnit, folded: Folded) -> AnyMention:
    """A mention in the offsets of the text as printed."""
    begin, end = folded.span(mention.begin, mention.end)
    if isinstance(mention, Mention):
        return mention._replace(unit=unit, begin=begin, end=end)
    if isinstance(mention, DateMention) and mention.decision is not None:
        span = Span(*folded.span(*mention.decision.span))
        mention = replace(mention, decision=replace(mention.decision, span=span))
    if isinstance(mention, QuantityMention) and mention.compared_with is not None:
        base = Span(*folded.span(*mention.compared_with))
        mention = replace(mention, compared_with=base)
    return replace(mention, unit=unit, begin=begin, end=end)


def _is_name(mention: AnyMention) -> TypeGuard[Mention]:
    return isinstance(mention, Mention) and mention.kind == "name"
