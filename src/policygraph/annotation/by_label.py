"""What the labels of the vocabulary find, and the words that none of them covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policygraph.annotation.annotator import AnnotatedText
from policygraph.annotation.matcher import Label, Match, longest
from policygraph.annotation.mentions import AnyMention, DateMention, Mention
from policygraph.annotation.predicates import Predicate
from policygraph.core.names import cue
from policygraph.core.namespaces import IRI, POL
from policygraph.document import Span, TextUnit, split_sentences

_KANA_END = re.compile("[ぁ-ん]$")


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

    That of the first sentence that commits says what the bullet commits to; the others make no link. One that
    only says what is needed or hoped for is none where another commits; the name before an item's words
    (高度化 in the first cell of a row) is none. A heading that ends in a verb says what is done, too (手続を速くする).
    """
    reports = {item.path for item in text.document.occurrences if item.kind == "reported"}
    for unit in text.units:
        if unit.kind == "sentence":
            continue
        found = list(_predicates(text, unit))
        if unit.kind == "title":
            found = [p for p in found if _KANA_END.search(text.folded[p.begin : p.end])]
        committing = [p for p in found if p.concept not in text.lexicon.no_promises]
        links = unit.kind == "occurrence" and unit.path not in reports
        for at, predicate in enumerate(committing or found):
            yield Mention(
                unit, predicate.begin, predicate.end, "predicates", (predicate.concept,),
                POL.commitment, kind="commitment",
                makes_link=links and at == 0 and not predicate.is_denied,
                cues=(cue("negated"),) if predicate.is_denied else (),
            )  # fmt: skip


def _predicates(text: AnnotatedText, unit: TextUnit) -> Iterator[Predicate]:
    """The final predicates of the sentences of a unit, in the offsets of the text."""
    signs, last = text.signs, len(unit.segments) - 1
    for at, segment in enumerate(unit.segments):
        sentences, rest = split_sentences(text.folded, segment, signs)
        for begin, end in [*sentences, *([rest] if rest else [])]:
            words = text.folded[begin:end]
            found = text.lexicon.predicates.find(words)
            if found is None:
                continue
            is_name = at < last and (begin, end) == rest and signs.noun_end.search(words)
            if not is_name:
                yield found._replace(begin=begin + found.begin, end=begin + found.end)
