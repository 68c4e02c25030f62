"""Annotate a document: one pass of the automaton over its text, then unit by unit."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from policygraph.annotation.dates import find_dates
from policygraph.annotation.lexicon import Lexicon
from policygraph.annotation.matcher import Match, Matcher, longest
from policygraph.annotation.mention import DateMention, DiscoveredThing, Mention, WorkFact
from policygraph.annotation.quoted import QuotedName, find_quoted, read_decision
from policygraph.annotation.responsibility import responsibilities
from policygraph.core.fold import fold_width
from policygraph.core.namespaces import IRI, POL
from policygraph.document import Document, Signs, Span, TextUnit
from policygraph.document.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Annotations:
    """What a document speaks of, in reading order.

    Attributes:
        discovered: things named that no vocabulary knows, one entry a thing.
        facts: what the text says of works.
    """

    document: Document
    mentions: tuple[Mention, ...]
    dates: tuple[DateMention, ...]
    discovered: tuple[DiscoveredThing, ...]
    facts: tuple[WorkFact, ...]


def annotate(document: Document, lexicon: Lexicon, matcher: Matcher, signs: Signs) -> Annotations:
    """Find the mentions of a document.

    Within a scheme the longest label wins; a proper name hides everything inside it, in all
    schemes; a context of the vocabulary can rule a label out.

    Args:
        document: the document read.
        lexicon: the vocabulary.
        matcher: the automaton over it.
        signs: those of the series, to tell sentences.

    Returns:
        The mentions, of every unit that carries words.
    """
    return _Annotator(document, lexicon, matcher, signs).run()


_PLACE = attrgetter("begin", "end", "link", "meanings")


def _outside(hiding: list[tuple[int, int]], matches: list[Match]) -> list[Match]:
    """The matches that no proper name holds."""
    if not hiding:
        return matches
    return [
        match
        for match in matches
        if not any(begin <= match[0] and match[1] <= end for begin, end in hiding)
    ]


class _Annotator:
    def __init__(
        self, document: Document, lexicon: Lexicon, matcher: Matcher, signs: Signs
    ) -> None:
        self.document = document
        self.lexicon = lexicon
        self.matcher = matcher
        self.signs = signs
        self.text = document.source.text
        self.folded = fold_width(self.text)
        self.mentions: list[Mention] = []
        self.dates: list[DateMention] = []
        self.discovered: dict[IRI, DiscoveredThing] = {}
        self.facts: dict[WorkFact, None] = {}

    def run(self) -> Annotations:
        occurrences = self.matcher.occurrences(self.folded)
        begins = [begin for _, begin, _ in occurrences]
        for unit in self.document.units():
            for segment in unit.segments:
                first = bisect_left(begins, segment.begin)
                last = bisect_left(begins, segment.end, first)
                matches = self.matcher.matches(occurrences[first:last], segment.end)
                self._segment(unit, segment, matches)
            if unit.kind in ("occurrence", "component"):
                self.mentions += self._commitments(unit)
            for mention, unknown in responsibilities(
                self.document.source, self.folded, unit, self.lexicon.tag_names
            ):
                self.mentions.append(mention)
                if unknown is not None:
                    self.discovered.setdefault(unknown.iri, unknown)
        return Annotations(
            self.document,
            tuple(self.mentions),
            tuple(self.dates),
            tuple(self.discovered.values()),
            tuple(self.facts),
        )

    def _segment(self, unit: TextUnit, segment: Span, matches: list[Match]) -> None:
        by_scheme: dict[IRI, list[Match]] = defaultdict(list)
        proper: list[Match] = []
        for match in matches:
            entry = match[2].entry
            (proper if entry.proper else by_scheme[entry.scheme]).append(match)
        proper = longest(proper, self.folded, *segment)
        quoted = self._quoted(segment, proper)
        hiding = [(q.begin, q.end) for q in quoted]
        kept = _outside(hiding, proper)
        hiding += [(begin, end) for begin, end, _ in kept]
        for found in by_scheme.values():
            kept += longest(_outside(hiding, found), self.folded, *segment)
        mentions = [
            Mention(unit, begin, end, label.entry.meanings, label.entry.link)
            for begin, end, label in kept
        ]
        mentions += [
            Mention(unit, q.begin, q.end, (q.thing.iri,), _LINK_OF[q.thing.rdf_class])
            for q in quoted
        ]
        mentions.sort(key=_PLACE)
        self.mentions += mentions
        self._dates(unit, segment, mentions)

    def _quoted(self, segment: Span, proper: list[Match]) -> list[QuotedName]:
        """Quoted names that the vocabulary does not know: nothing proper is the whole of them."""
        programmes = {
            end: (begin, label.entry.iri)
            for begin, end, label in proper
            if label.entry.scheme == POL.Programme
        }
        found = []
        for name in find_quoted(self.text, self.folded, *segment, programmes):
            known = any(
                (begin <= name.begin and name.end <= end)
                or (end == name.end and begin >= name.begin
                    and end - begin >= name.end - name.begin - 2)
                for begin, end, _ in proper
            )  # fmt: skip
            if not known:
                self.discovered.setdefault(name.thing.iri, name.thing)
                found.append(name)
        return found

    def _dates(self, unit: TextUnit, segment: Span, mentions: list[Mention]) -> None:
        dated: dict[int, IRI] = {}
        for mention in mentions:
            if mention.link == POL.refersTo:
                decision = read_decision(
                    self.folded, mention.end, segment.end, mention.meanings[0],
                    self.lexicon.organizations,
                )  # fmt: skip
                if decision is not None:
                    self._drop_concepts(unit, Span(mention.end, decision.end))
                    dated[decision.date_span[0]] = mention.meanings[0]
                    self.facts.setdefault(decision.fact)
        for found in find_dates(self.folded, *segment):
            self.dates.append(
                DateMention(unit, found.begin, found.end, found.date, dated.get(found.begin))
            )

    def _drop_concepts(self, unit: TextUnit, inside: Span) -> None:
        """In （…策定） behind a work's name a word says how it came about, not what is to be done."""
        self.mentions = [
            mention
            for mention in self.mentions
            if mention.unit is not unit
            or not (inside.begin <= mention.begin and mention.end <= inside.end)
            or mention.link not in (POL.hasTheme, POL.usesInstrument, POL.involvesActor)
        ]

    def _commitments(self, unit: TextUnit) -> Iterator[Mention]:
        """The final predicate of every sentence of a bullet."""
        first = True
        for segment in unit.segments:
            sentences, rest = split_sentences(self.text, segment, self.signs)
            for sentence in [*sentences, *([rest] if rest else [])]:
                found = self.lexicon.predicates.find(self.folded[sentence.begin : sentence.end])
                if found is not None:
                    begin, end, concept = found
                    yield Mention(
                        unit, sentence.begin + begin, sentence.begin + end, (concept,),
                        POL.commitment, kind="commitment", first_sentence=first,
                    )  # fmt: skip
                first = False


_LINK_OF = {
    POL.ReferencedWork: POL.refersTo,
    POL.Programme: POL.underProgramme,
    POL.PublicBody: POL.involvesOrganization,
}
