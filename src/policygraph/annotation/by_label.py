"""What the labels of the vocabulary find, and the words that none of them covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from policygraph.annotation.annotator import AnnotatedText
from policygraph.annotation.matcher import Match, longest
from policygraph.annotation.mentions import AnyMention, DateMention, Mention
from policygraph.annotation.mentions import made as mention
from policygraph.annotation.predicates import Predicate
from policygraph.core.names import cue
from policygraph.core.namespaces import POL
from policygraph.document import Span, TextUnit

_KANA_END = re.compile("[ぁ-ん]$")
_HEADING_NUMBER: Final = re.compile(
    r"[\s■◆●○□(\[【]*(?:第?[0-9A-Za-zア-ン一二三四五六七八九十IVX①-⑳]{1,3}[章節部]?)?[\s.)\]】、:-]*"
)
_OF_BODY: Final = re.compile(
    r"(?:関係|所管|関連|分|の(?:取組|施策|事業))?[\s)\]】]*(?:\([^()]*\))?"
)


def find_names(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[Mention]:
    """Find the proper names of the vocabulary: the longest of those that overlap."""
    for segment in text.segments:
        for begin, end, label in longest(segment.names, text.folded, *segment.span):
            if label.entry.link == POL.involvesOrganization:
                begin, end = _with_legal_form(text, segment.span, begin, end)
                if segment.unit.kind == "title" and _is_all_of(text, segment.span, begin, end):
                    continue  # who answers for what stands below is no subject of the heading
            yield mention((segment.unit, begin, end, "names", *label.said))


def _is_all_of(text: AnnotatedText, unit: Span, begin: int, end: int) -> bool:
    """A heading holds a number and a body's name, and no more: １　環境省関係"""
    return (
        _HEADING_NUMBER.fullmatch(text.folded, unit.begin, begin) is not None
        and _OF_BODY.fullmatch(text.folded, end, unit.end) is not None
    )


def _with_legal_form(text: AnnotatedText, unit: Span, begin: int, end: int) -> tuple[int, int]:
    """Where a body's name begins and ends with the legal form that stands beside it (…公庫 in 株式会社…公庫)."""
    legal = text.lexicon.name_forms.legal_forms
    if not (
        text.folded.endswith(legal, unit.begin, begin)
        or text.folded.startswith(legal, end, unit.end)
    ):
        return begin, end
    before = next((w for w in legal if text.folded.endswith(w, unit.begin, begin)), "")
    behind = (
        "" if before else next((w for w in legal if text.folded.startswith(w, end, unit.end)), "")
    )
    return begin - len(before), end + len(behind)


def _inside(begin: int, end: int, spans: list[Span]) -> bool:
    return any(span.begin <= begin and end <= span.end for span in spans)


def _tells(name: Mention) -> bool:
    """The words of a name say what it is about: of a programme or work that no vocabulary knows."""
    return name.thing is not None and name.thing.rdf_class in (POL.Programme, POL.ReferencedWork)


def _meets(begin: int, end: int, spans: list[Span]) -> bool:
    return any(span.begin < end and begin < span.end for span in spans)


def find_concepts(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[Mention]:
    """Find the concepts of the vocabulary: of each scheme the longest label, outside names.

    Of a scheme that is seen in names (themes) a label counts in the name of a programme or work, too, that
    the vocabulary does not know. In （…策定） behind a work's name a word says how it came about, not what
    is to be done.
    """
    seen_in_names = text.lexicon.seen_in_names
    for segment, found in text.with_mentions(made):
        by_scheme = segment.concepts
        named = [m for m in found if isinstance(m, Mention)]
        decisions = [
            m.decision.span for m in found if isinstance(m, DateMention) and m.decision is not None
        ]
        names: list[Span] = []
        done: list[Match] = []
        if named:
            names = [Span(m.begin, m.end) for m in named]
            untold = [Span(m.begin, m.end) for m in named if not _tells(m)]
            by_scheme = {
                scheme: _outside(matches, untold if scheme in seen_in_names else names)
                for scheme, matches in by_scheme.items()
            }
            done = [match for name in named for match in text.done_to(name, segment)]
        if done or segment.compounds:
            by_scheme = {scheme: list(matches) for scheme, matches in by_scheme.items()}
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
                    yield mention((unit, begin, end, "concepts", *label.said))


def _outside(matches: list[Match], names: list[Span]) -> list[Match]:
    """The matches that lie in no name."""
    if not names:
        return matches
    return [match for match in matches if not _inside(match[0], match[1], names)]


def _longest_of_a_place_first(match: Match) -> tuple[int, int]:
    return match[0], -match[1]


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
        sentences, rest = text.split(segment)
        for begin, end in [*sentences, *([rest] if rest else [])]:
            words = text.folded[begin:end]
            found = text.lexicon.predicates.find(words)
            if found is None:
                continue
            is_name = at < last and (begin, end) == rest and signs.noun_end.search(words)
            if not is_name:
                yield found._replace(begin=begin + found.begin, end=begin + found.end)
