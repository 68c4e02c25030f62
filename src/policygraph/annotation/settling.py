"""Settle what only a vocabulary can tell: which brackets hold bodies, and which sentences promise or report."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from policygraph.annotation.bodies import Bodies
from policygraph.annotation.lexicon import Lexicon
from policygraph.annotation.sentence_outcomes import SentencePredicates
from policygraph.core.fold import fold_text
from policygraph.core.namespaces import IRI
from policygraph.document import (
    Component,
    Document,
    Leaf,
    Occurrence,
    Part,
    Sentence,
    Signs,
    Span,
    Tag,
)

_PAST = re.compile(r"(?:た|だ)(?:\([^()]*\))?[。.．]?$")
# Brackets of a sort that hold several bodies, and the share of them that holds any.
_SEVERAL, _MOSTLY = 2, 0.6
_HEAD = 120  # characters at the beginning of a document that its title stands in


def settle(document: Document, lexicon: Lexicon, signs: Signs) -> Document:
    """A document with its open questions answered.

    Brackets that hold known bodies and nothing else become tags. A sentence of a part whose sentences may
    promise becomes a measure where its final predicate commits, a reported measure where it says what was
    done, with its own path; so does an item that says what was done, where the outline asks for that.

    Args:
        document: as it was parsed, in the offsets of its text as printed.
        lexicon: the vocabulary.
        signs: those of its series.
    """
    return _Settler(document, lexicon, signs).document()


@dataclass
class _Settler:
    source: Document
    lexicon: Lexicon
    signs: Signs

    def __post_init__(self) -> None:
        self.names: Mapping[str, IRI] = self.lexicon.names_in_brackets
        self.pairs = frozenset(self._pairs_of_bodies())
        self.tags: list[Span] = []
        self._bodies = tuple(name for name in self.names if len(name) > 1)
        head = fold_text(self.source.source.text[:_HEAD])
        is_report = self.signs.report_title.search(head) is not None
        self.predicates = SentencePredicates(self.lexicon, self.signs, is_report=is_report)

    def document(self) -> Document:
        parts = tuple(self._part(part, is_issue=False) for part in self.source.parts)
        if self._is_follow_up(parts):
            parts = tuple(map(self._reported, parts))
        leaves = tuple(sorted(_relabelled(self.source.leaves, self.tags)))
        return replace(self.source, parts=parts, leaves=leaves)

    def _is_follow_up(self, parts: Iterable[Part]) -> bool:
        """Most of the items that may report do."""
        items = [item for part in parts for own in part.walk() for item in own.occurrences]
        asked = [item.kind for item in items if item.may_report]
        return 2 * asked.count("reported") > len(asked)

    def _reported(self, part: Part) -> Part:
        """A part of a follow-up: its items in the past tense report, whatever their verb and subject."""
        occurrences = tuple(
            replace(own, kind="reported")
            if own.may_report and own.kind == "measure" and _PAST.search(self._words(own))
            else own
            for own in part.occurrences
        )
        return replace(part, occurrences=occurrences, parts=tuple(map(self._reported, part.parts)))

    def _part(self, part: Part, *, is_issue: bool) -> Part:
        is_target = False
        if part.title is not None:
            title = fold_text(self.source.words(part.title)).strip()
            is_issue = self.signs.issue_heading.search(title) is not None
            is_target = self.signs.target_heading.search(title) is not None
        occurrences: list[Occurrence] = []
        sentences: list[Sentence] = []
        for own in map(self._occurrence, part.occurrences):
            if is_target and own.may_report:
                own = replace(own, kind="target")
            if is_issue and self._is_statement(own):
                sentences += _as_issues(own, len(part.sentences) + len(sentences))
            else:
                occurrences.append(own)
        for sentence in part.sentences:
            item = sentence.item
            outcome = item and self.predicates.outcome(self._words(item))
            if outcome == "report" and is_issue and not self._names_doer(sentence):
                outcome = ""  # how things came to stand: …は半減した
            if item is None or not outcome:
                sentences.append(sentence)
                continue
            kind = item.kind
            if is_target:
                kind = "target"
            elif outcome == "report":
                kind = "reported"
            occurrences.append(replace(self._occurrence(item), kind=kind))
        named, tags = self._titled(part)
        return replace(
            part,
            title=named,
            tags=tags,
            candidates=(),
            sentences=tuple(sentences),
            occurrences=tuple(sorted(occurrences, key=_begin)),
            parts=tuple(self._part(child, is_issue=is_issue) for child in part.parts),
        )

    def _names_doer(self, sentence: Sentence) -> bool:
        """A sentence is about a body that a vocabulary knows."""
        words = fold_text(self.source.words(sentence.span))
        return any(
            words[: topic.start()].endswith(self._bodies)
            for topic in self.signs.topic.finditer(words)
        )

    def _titled(self, part: Part) -> tuple[Span | None, tuple[Tag, ...]]:
        """The title of a part without the brackets that say who answers for it, and those."""
        found = [tag for tag in part.candidates if self._holds_bodies(tag)]
        if not found or part.title is None:
            return part.title, part.tags
        self.tags += [tag.span for tag in found]
        begin, end = part.title
        end = min([end, *(tag.span.begin for tag in found if tag.span.begin > begin)])
        while end > begin and self.source.source.text[end - 1].isspace():
            end -= 1
        tags = sorted((*part.tags, *found), key=lambda tag: tag.span)
        return Span(begin, end), tuple(tags)

    def _is_statement(self, item: Occurrence) -> bool:
        """An item that promises nothing and names nobody, where the outline tells such apart."""
        if not item.may_report or item.tags or not item.segments:
            return False
        return self.predicates.outcome(self._words(item)) != "promise"

    def _words(self, item: Occurrence) -> str:
        """The words of an item without the brackets that hold bodies."""
        segments = self._settled(item)[0]
        return fold_text(self.source.words(*segments))

    def _occurrence(self, item: Occurrence) -> Occurrence:
        if not (item.candidates or item.may_report or item.components):
            return item
        segments, tags = self._settled(item)
        self.tags += [tag.span for tag in tags if tag not in item.tags]
        kind = item.kind
        if item.may_report and self.predicates.outcome(self._words(item)) == "report":
            kind = "reported"
        components = tuple(map(self._component, item.components))
        return replace(
            item, segments=segments, tags=tags, candidates=(), components=components, kind=kind
        )

    def _component(self, component: Component) -> Component:
        segments, tags = self._settled(component)
        self.tags += [tag.span for tag in tags if tag not in component.tags]
        below = tuple(map(self._component, component.components))
        return replace(component, segments=segments, tags=tags, candidates=(), components=below)

    def _settled(self, unit: Occurrence | Component) -> tuple[tuple[Span, ...], tuple[Tag, ...]]:
        """The words and tags of a unit."""
        found = [tag for tag in unit.candidates if self._holds_bodies(tag)]
        if not found:
            return unit.segments, unit.tags
        segments = [
            piece
            for segment in unit.segments
            for piece in _without(segment, [tag.span for tag in found])
            if self.source.source.text[piece.begin : piece.end].strip()
        ]
        return tuple(segments), tuple(sorted((*unit.tags, *found), key=lambda tag: tag.span))

    def _holds_bodies(self, tag: Tag) -> bool:
        words = [fold_text(self.source.words(body)) for body in tag.bodies]
        span = fold_text(self.source.words(tag.span))
        if words and self.signs.body_label.match(span):  # （所管課：ものづくり振興課）
            return True
        # … but beside others, behind a mark, or in brackets that hold bodies all over the text, it does:
        # （◎文、厚、内閣府）, 《国・経》.
        is_marked = any(
            mark.search(name)
            for name in words
            for mark in (self.signs.lead, self.signs.cooperating)
        )
        if is_marked and all(map(self.signs.plain_name.fullmatch, words)):
            return True  # ［◎知事公室、○県立大学］
        is_sure = is_marked or len(words) > 1 or span[:1] in self.pairs
        return self._all_bodies(words, self.lexicon.tag_names if is_sure else self.names)

    def _all_bodies(self, words: list[str], names: Mapping[str, IRI]) -> bool:
        bodies = (Bodies(name, names, self.signs) for name in words)
        return bool(words) and all(b.known(Span(0, len(b.folded)), by_form=True) for b in bodies)

    def _pairs_of_bodies(self) -> Iterator[str]:
        """The opening signs of the brackets in which bodies stand all over the text."""
        seen: Counter[str] = Counter()
        held: Counter[str] = Counter()
        several: Counter[str] = Counter()
        for tag in _candidates(self.source):
            opened = fold_text(self.source.words(tag.span))[:1]
            words = [fold_text(self.source.words(body)) for body in tag.bodies]
            seen[opened] += 1
            if self._all_bodies(words, self.lexicon.tag_names):
                held[opened] += 1
                several[opened] += len(words) > 1 or "・" in words[0]
        for opened, times in held.items():
            if several[opened] >= _SEVERAL and times >= _MOSTLY * seen[opened]:
                yield opened


def _candidates(document: Document) -> Iterator[Tag]:
    """All brackets of a document that may say who answers."""
    for part in document.walk():
        yield from part.candidates
        items = [*part.occurrences, *(s.item for s in part.sentences if s.item is not None)]
        for item in items:
            yield from item.candidates
            for component in item.walk():
                yield from component.candidates


def _as_issues(item: Occurrence, count: int) -> Iterator[Sentence]:
    """An item and its sub-bullets as sentences that state an issue, each with its own path."""
    units: list[Occurrence | Component] = [item, *item.walk()]
    for order, unit in enumerate(units, count + 1):
        if unit.segments:
            span = Span(unit.segments[0].begin, unit.segments[-1].end)
            yield Sentence(unit.path, order, span, "issue")


def _begin(item: Occurrence) -> tuple[int, int]:
    spans = [*item.segments, *(tag.span for tag in item.tags)]
    return (min(spans).begin if spans else -1), item.order


def _without(span: Span, cuts: Iterable[Span]) -> Iterator[Span]:
    """A span without some others, in order."""
    position = span.begin
    for cut in sorted(cuts):
        if cut.end <= span.begin or cut.begin >= span.end:
            continue
        if cut.begin > position:
            yield Span(position, cut.begin)
        position = max(position, cut.end)
    if position < span.end:
        yield Span(position, span.end)


def _relabelled(leaves: Iterable[Leaf], tags: list[Span]) -> Iterator[Leaf]:
    """The leaves with tags cut out of the words."""
    tags = sorted(tags)
    begins = [tag.begin for tag in tags]
    yield from (Leaf(*tag, "tag") for tag in tags)
    for leaf in leaves:
        # Tags do not overlap: none before this one reaches the leaf.
        first = max(0, bisect_left(begins, leaf.begin) - 1)
        own = tags[first : bisect_left(begins, leaf.end)]
        if own:
            yield from (
                Leaf(*piece, leaf.kind) for piece in _without(Span(leaf.begin, leaf.end), own)
            )
        else:
            yield leaf
