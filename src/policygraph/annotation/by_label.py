"""What the labels of the vocabulary find, and the words that none of them covers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from policygraph.annotation.annotator import AnnotatedText
from policygraph.annotation.lexicon import Entry
from policygraph.annotation.matcher import Match, longest
from policygraph.annotation.mentions import AnyMention, DateMention, Mention
from policygraph.core.names import cue
from policygraph.core.namespaces import IRI, POL
from policygraph.document import Span, TextUnit, split_sentences


def find_names(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[Mention]:
    """Find the proper names of the vocabulary: the longest of those that overlap."""
    for segment in text.segments:
        proper = [match for match in segment.matches if match[2].entry.proper]
        for begin, end, label in longest(proper, text.folded, *segment.span):
            yield _mention(segment.unit, begin, end, "names", label.entry)


def _inside(begin: int, end: int, spans: list[Span]) -> bool:
    return any(span.begin <= begin and end <= span.end for span in spans)


def _meets(begin: int, end: int, spans: list[Span]) -> bool:
    return any(span.begin < end and begin < span.end for span in spans)


def find_concepts(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[Mention]:
    """Find the concepts of the vocabulary: of each scheme the longest label, outside names.

    In （…策定） behind a work's name a word says how it came about, not what is to be done.
    """
    for segment, found in text.with_mentions(made):
        names = [Span(m.begin, m.end) for m in found if isinstance(m, Mention)]
        dates = (m for m in found if isinstance(m, DateMention))
        decisions = [date.decision.span for date in dates if date.decision is not None]
        by_scheme: dict[IRI, list[Match]] = defaultdict(list)
        for match in segment.matches:
            entry = match[2].entry
            if not entry.proper and not _inside(match[0], match[1], names):
                by_scheme[entry.scheme].append(match)
        done = [
            match
            for name in found
            if isinstance(name, Mention)
            for match in text.done_to(name, segment)
        ]
        for match in (*segment.compounds, *done):
            begin, end, label = match
            labelled = by_scheme[label.entry.scheme]
            if not _meets(begin, end, names) and not any(
                b <= begin and end <= e and other.counts(text.folded, b, e, *segment.span)
                for b, e, other in labelled
            ):
                labelled.append(match)
        for matches in by_scheme.values():
            matches.sort(key=lambda match: (match[0], -match[1]))
            for begin, end, label in longest(matches, text.folded, *segment.span):
                if not _inside(begin, end, decisions):
                    yield _mention(segment.unit, begin, end, "concepts", label.entry)


def _mention(unit: TextUnit, begin: int, end: int, recogniser: str, entry: Entry) -> Mention:
    compound = None if entry.iri in entry.meanings else entry.iri
    return Mention(
        unit, begin, end, recogniser, entry.meanings, entry.link, compound=compound
    )  # fmt: skip


def find_predicates(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[Mention]:
    """Find the final predicate of every sentence of a bullet.

    That of the first sentence says what the bullet commits to; the others make no link.
    """
    reports = {item.path for item in text.document.occurrences if item.kind == "reported"}
    for unit in text.units:
        if unit.kind not in ("occurrence", "component"):
            continue
        first = True
        for segment in unit.segments:
            sentences, rest = split_sentences(text.folded, segment, text.signs)
            for begin, end in [*sentences, *([rest] if rest else [])]:
                found = text.lexicon.predicates.find(text.folded[begin:end])
                if found is not None:
                    commits = first and unit.kind == "occurrence" and unit.path not in reports
                    yield Mention(
                        unit, begin + found.begin, begin + found.end, "predicates",
                        (found.concept,), POL.commitment, kind="commitment",
                        makes_link=commits and not found.is_denied,
                        cues=(cue("negated"),) if found.is_denied else (),
                    )  # fmt: skip
                first = False
