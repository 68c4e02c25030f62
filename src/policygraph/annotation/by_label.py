"""What the labels of the vocabulary find, and the words that none of them covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policygraph.annotation.annotator import AnnotatedText
from policygraph.annotation.matcher import Label, Match, longest
from policygraph.annotation.mentions import AnyMention, DateMention, Mention
from policygraph.core.names import cue
from policygraph.core.namespaces import IRI, POL
from policygraph.document import Span, TextUnit, split_sentences


def find_names(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[Mention]:
    """Find the proper names of the vocabulary: the longest of those that overlap."""
    for segment in text.segments:
        for begin, end, label in longest(segment.names, text.folded, *segment.span):
            yield _mention(segment.unit, begin, end, "names", label)


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
        by_scheme: dict[IRI, list[Match]] = {}
        for match in segment.concepts:
            if not names or not _inside(match[0], match[1], names):
                scheme = match[2].entry.scheme
                if scheme in by_scheme:
                    by_scheme[scheme].append(match)
                else:
                    by_scheme[scheme] = [match]
        done = [
            match
            for name in found
            if isinstance(name, Mention)
            for match in text.done_to(name, segment)
        ]
        for match in (*segment.compounds, *done):
            begin, end, label = match
            labelled = by_scheme.setdefault(label.entry.scheme, [])
            if not _meets(begin, end, names) and not any(
                b <= begin and end <= e and other.counts(text.folded, b, e, *segment.span)
                for b, e, other in labelled
            ):
                labelled.append(match)
                labelled.sort(key=_longest_of_a_place_first)
        unit, (first, last) = segment.unit, segment.span
        for matches in by_scheme.values():
            for begin, end, label in longest(matches, text.folded, first, last):
                if not decisions or not _inside(begin, end, decisions):
                    yield _mention(unit, begin, end, "concepts", label)


def _longest_of_a_place_first(match: Match) -> tuple[int, int]:
    return match[0], -match[1]


def _mention(unit: TextUnit, begin: int, end: int, recogniser: str, label: Label) -> Mention:
    entry = label.entry
    # By place alone: a text has very many.
    return Mention(
        unit, begin, end, recogniser, entry.meanings, entry.link, "name", 0, True, label.compound,
        (), None, "", "", None, None,
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
