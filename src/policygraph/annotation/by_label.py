"""What the labels of the vocabulary find, and the words that none of them covers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policygraph.annotation.annotator import (
    AnnotatedText,
    Annotations,
    AnyMention,
    DateMention,
    Mention,
)
from policygraph.annotation.lexicon import Entry
from policygraph.annotation.matcher import Match, longest
from policygraph.core.fold import fold
from policygraph.core.namespaces import IRI, POL
from policygraph.document import Span, TextUnit, split_sentences
from policygraph.sources import Place


def find_names(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[Mention]:
    """Find the proper names of the vocabulary: the longest of those that overlap."""
    for segment in text.segments:
        proper = [match for match in segment.matches if match[2].entry.proper]
        for begin, end, label in longest(proper, text.folded, *segment.span):
            yield _mention(segment.unit, begin, end, "names", label.entry)


def _inside(begin: int, end: int, spans: list[Span]) -> bool:
    return any(span.begin <= begin and end <= span.end for span in spans)


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
        for matches in by_scheme.values():
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
                    yield Mention(
                        unit, begin + found[0], begin + found[1], "predicates", (found[2],),
                        POL.commitment, kind="commitment",
                        makes_link=first and unit.kind == "occurrence" and unit.path not in reports,
                    )  # fmt: skip
                first = False


# ---- Candidates: what the vocabulary may lack ----

_QUOTED = re.compile(r"[「『]([^「」『』]{2,40})[」』]")
# A run of kanji, katakana and Latin letters.
_COMPOUND = re.compile(r"[一-龥々〆ァ-ヶーA-Za-z0-9]+(?:・[ァ-ヶー]+)*")
_CONTEXT = 12  # characters on either side
_SHOWN = 3  # places of a candidate


@dataclass(frozen=True, slots=True)
class CandidatePlace:
    """A place where a candidate stands, and its words with their surroundings."""

    place: Place
    words: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be a term.

    Attributes:
        kind: ``quoted`` or ``compound``.
        places: where they stand, at most three.
    """

    words: str
    kind: str
    count: int
    places: tuple[CandidatePlace, ...]


def find_candidates(
    annotations: Annotations, *, least: int = 2, shortest: int = 3
) -> list[Candidate]:
    """List quoted names and compound nouns without a mention, the most frequent first.

    Args:
        annotations: of one document.
        least: how often a compound noun must stand in it; a quoted name is always listed.
        shortest: the least number of characters of a compound noun.
    """
    document = annotations.document
    text = document.source.text
    covered = bytearray(len(text))
    for mention in annotations.mentions:
        covered[mention.begin : mention.end] = b"\1" * (mention.end - mention.begin)
    folded = fold(text)
    forms = (("quoted", _QUOTED, 2), ("compound", _COMPOUND, shortest))
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for unit in document.units():
        for segment in unit.segments:
            for kind, pattern, least_length in forms:
                for match in pattern.finditer(folded.text, *folded.folded_span(*segment)):
                    words = match[pattern.groups]
                    begin, end = folded.span(*match.span(pattern.groups))
                    if len(words) >= least_length and not any(covered[begin:end]):
                        places[kind, words].append(begin)
    found = []
    for (kind, words), begins in places.items():
        if kind == "quoted" or (len(begins) >= least and not words.isdecimal()):
            shown = tuple(
                CandidatePlace(
                    document.source.place(begin),
                    text[max(0, begin - _CONTEXT) : begin + len(words) + _CONTEXT],
                )
                for begin in begins[:_SHOWN]
            )
            found.append(Candidate(words, kind, len(begins), shown))
    return sorted(found, key=lambda c: (c.kind != "quoted", -c.count, c.words))
