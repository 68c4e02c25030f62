"""Annotate a document: one pass of the automaton over its text, then unit by unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.annotate.dates import find_dates
from policygraph.annotate.lexicon import Lexicon
from policygraph.annotate.matcher import Match, Matcher, longest
from policygraph.annotate.mention import DateMention, DiscoveredThing, Mention, WorkFact
from policygraph.annotate.quoted import QuotedName, find_quoted, read_decision
from policygraph.annotate.responsibility import responsibilities
from policygraph.document import Document, Span, Unit, units
from policygraph.document.outline import Words
from policygraph.document.sentences import split_sentences
from policygraph.namespaces import IRI, POL
from policygraph.text.widths import fold_width


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


def annotate(document: Document, lexicon: Lexicon, matcher: Matcher, words: Words) -> Annotations:
    """Find the mentions of a document.

    Within a scheme the longest label wins; a proper name hides everything inside it, in all
    schemes; a context of the vocabulary can rule a label out.

    Args:
        document: the document read.
        lexicon: the vocabulary.
        matcher: the automaton over it.
        words: the signs of the series, to tell sentences.

    Returns:
        The mentions, of every unit that carries words.
    """
    return _Annotator(document, lexicon, matcher, words).run()


class _Annotator:
    def __init__(
        self, document: Document, lexicon: Lexicon, matcher: Matcher, words: Words
    ) -> None:
        self.document = document
        self.lexicon = lexicon
        self.matcher = matcher
        self.words = words
        self.text = document.source.text
        self.folded = fold_width(self.text)
        self.mentions: list[Mention] = []
        self.dates: list[DateMention] = []
        self.discovered: dict[IRI, DiscoveredThing] = {}
        self.facts: dict[WorkFact, None] = {}

    def run(self) -> Annotations:
        occurrences = list(self.matcher.occurrences(self.folded))
        at = 0
        for unit in units(self.document):
            for segment in unit.segments:
                while at < len(occurrences) and occurrences[at][0] < segment.begin:
                    at += 1
                begin_at = at
                while at < len(occurrences) and occurrences[at][0] < segment.end:
                    at += 1
                matches = [
                    match
                    for begin, end, label in occurrences[begin_at:at]
                    if end <= segment.end
                    for match in self.matcher.accept(self.folded, begin, end, label, *segment)
                ]
                self._segment(unit, segment, matches)
            if unit.kind in ("occurrence", "component"):
                self.mentions += self._commitments(unit)
            for mention, unknown in responsibilities(self.text, self.folded, unit, self.lexicon):
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

    def _segment(self, unit: Unit, segment: Span, matches: list[Match]) -> None:
        proper = longest([match for match in matches if match.entry.proper])
        quoted = self._quoted(segment, proper)
        names = [
            match for match in proper
            if not any(q.begin <= match.begin and match.end <= q.end for q in quoted)
        ]  # fmt: skip
        hidden = [(match.begin, match.end) for match in names] + [(q.begin, q.end) for q in quoted]
        by_scheme: dict[IRI, list[Match]] = defaultdict(list)
        for match in matches:
            if not match.entry.proper and not any(
                begin <= match.begin and match.end <= end for begin, end in hidden
            ):
                by_scheme[match.entry.scheme].append(match)
        kept = names + [match for found in by_scheme.values() for match in longest(found)]
        mentions = [Mention(unit, m.begin, m.end, m.entry.meanings, m.entry.link) for m in kept] + [
            Mention(unit, q.begin, q.end, (q.thing.iri,), _link_of(q.thing)) for q in quoted
        ]
        mentions.sort(key=lambda m: (m.begin, m.end, m.link, m.meanings))
        self.mentions += mentions
        self._dates(unit, segment, mentions)

    def _quoted(self, segment: Span, proper: list[Match]) -> list[QuotedName]:
        """Quoted names that the vocabulary does not know: nothing proper is the whole of them."""
        programmes = {
            match.end: (match.begin, match.entry.iri)
            for match in proper
            if match.entry.scheme == POL.Programme
        }
        found = []
        for name in find_quoted(self.text, self.folded, *segment, programmes):
            known = any(
                (match.begin <= name.begin and name.end <= match.end)
                or (match.end == name.end and match.begin >= name.begin
                    and match.end - match.begin >= name.end - name.begin - 2)
                for match in proper
            )  # fmt: skip
            if not known:
                self.discovered.setdefault(name.thing.iri, name.thing)
                found.append(name)
        return found

    def _dates(self, unit: Unit, segment: Span, mentions: list[Mention]) -> None:
        dated: dict[int, IRI] = {}
        for mention in mentions:
            if mention.link == POL.refersTo:
                decision = read_decision(
                    self.folded, mention.end, segment.end, mention.meanings[0],
                    self.lexicon.organizations,
                )  # fmt: skip
                if decision is not None:
                    dated[decision.date_span[0]] = mention.meanings[0]
                    self.facts.setdefault(decision.fact)
        for found in find_dates(self.folded, *segment):
            self.dates.append(
                DateMention(unit, found.begin, found.end, found.date, dated.get(found.begin))
            )

    def _commitments(self, unit: Unit) -> Iterator[Mention]:
        """The final predicate of every sentence of a bullet."""
        first = True
        for segment in unit.segments:
            sentences, rest = split_sentences(self.text, segment, self.words)
            for sentence in [*sentences, *([rest] if rest else [])]:
                found = self.lexicon.predicates.find(self.folded[sentence.begin : sentence.end])
                if found is not None:
                    begin, end, concept = found
                    yield Mention(
                        unit, sentence.begin + begin, sentence.begin + end, (concept,),
                        POL.commitment, kind="commitment", first_sentence=first,
                    )  # fmt: skip
                first = False


def _link_of(thing: DiscoveredThing) -> IRI:
    return POL.underProgramme if thing.rdf_class == POL.Programme else POL.refersTo
