"""What the lexicon does not know yet: compound nouns and quoted names without a mention.

A compound noun is a run of kanji, katakana and Latin letters; what a mention covers is taken out
of it. How often it stands in the text says what is worth a steward's look.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from policygraph.annotation.annotator import Annotations
from policygraph.core.fold import fold_width

_QUOTED = re.compile(r"[「『]([^「」『』]{2,40})[」』]")
_COMPOUND = re.compile(r"[一-龥々〆ァ-ヶーA-Za-z0-9]+(?:・[ァ-ヶー]+)*")
_CONTEXT = 12  # characters on either side


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be a term.

    Attributes:
        kind: ``quoted`` or ``compound``.
        contexts: where they stand, as (raw line, words with their surroundings), at most three.
    """

    words: str
    kind: str
    count: int
    contexts: tuple[tuple[int, str], ...]


def find_candidates(
    annotations: Annotations, *, least: int = 2, shortest: int = 3
) -> list[Candidate]:
    """List the candidates of a document, the most frequent first.

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
    folded = fold_width(text)
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for unit in document.units():
        for segment in unit.segments:
            for kind, pattern, least_length in (
                ("quoted", _QUOTED, 2),
                ("compound", _COMPOUND, shortest),
            ):
                for match in pattern.finditer(folded, *segment):
                    begin, end = match.span(pattern.groups)
                    if end - begin >= least_length and not any(covered[begin:end]):
                        places[kind, folded[begin:end]].append(begin)
    found = [
        Candidate(
            words,
            kind,
            len(begins),
            tuple(
                (
                    document.source.line(begin),
                    text[max(0, begin - _CONTEXT) : begin + len(words) + _CONTEXT],
                )
                for begin in begins[:3]
            ),
        )
        for (kind, words), begins in places.items()
        if kind == "quoted" or (len(begins) >= least and not words.isdecimal())
    ]
    return sorted(found, key=lambda c: (c.kind != "quoted", -c.count, c.words))
