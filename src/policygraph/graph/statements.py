"""What is kept of the items of a text to compare them with those of other editions: words, names, place."""

from __future__ import annotations

from collections.abc import Iterator

from policygraph.annotation import AnyMention, Mention
from policygraph.core.fold import comparable
from policygraph.core.namespaces import POL
from policygraph.corpus.reading import Reading
from policygraph.document import Part, Span, UnitPath
from policygraph.graph.items import PlacedOccurrence, UnitKey
from policygraph.graph.layers import Draft
from policygraph.lineage.statements import Statement
from policygraph.lineage.wording import masked

_NEUTRAL = frozenset((POL.involvesOrganization, POL.takesPlaceIn))
_STOP = "。.．"


def statements_of(reading: Reading, draft: Draft) -> Iterator[Statement]:
    """The bullets of a text, in the order of its occurrences.

    Args:
        draft: with its mentions.
    """
    titles = {path: own for part in reading.document.parts for path, own in _titled(reading, part)}
    for order, occurrence in enumerate(reading.document.occurrences):
        placed = PlacedOccurrence(reading, occurrence)
        mentions = [
            mention
            for path in _paths(placed)
            for mention in draft.mentions.get(UnitKey.of(reading, path), ())
        ]
        names = [mention for mention in mentions if isinstance(mention, Mention)]
        spans = [span for unit in _segments(placed) for span in unit]
        printed = "".join(reading.words((span,)) for span in spans)
        yield Statement(
            iri=placed.item_iri(draft.names),
            document=placed.document,
            kind=placed.kind,
            order=order,
            printed="".join(printed.split()),
            words=comparable(printed).rstrip(_STOP),
            content=comparable(_content(reading, spans, mentions)).rstrip(_STOP),
            headings=titles.get(occurrence.path, ()),
            concepts=frozenset(
                meaning
                for mention in names
                if mention.kind == "name" and mention.link not in _NEUTRAL
                for meaning in mention.meanings
            ),
            bodies=frozenset(
                body
                for mention in names
                if mention.kind == "responsibility"
                for body in mention.meanings
            ),
        )


def issues_of(reading: Reading, draft: Draft) -> Iterator[Statement]:
    """The sentences of a text that state issues."""
    issues = (sentence for sentence in reading.document.sentences if sentence.role == "issue")
    for order, sentence in enumerate(issues):
        words = reading.words((sentence.span,))
        folded = comparable(words).rstrip(_STOP)
        yield Statement(
            iri=draft.unit(reading, sentence.path),
            document=reading.description.key,
            kind="measure",
            order=order,
            printed="".join(words.split()),
            words=folded,
            content=folded,
        )


def _titled(
    reading: Reading, part: Part, above: tuple[str, ...] = ()
) -> Iterator[tuple[UnitPath, tuple[str, ...]]]:
    """By occurrence the titles above it, without those that the outline sets."""
    own = above
    if part.title is not None and not part.title_from_outline:
        own = (*above, comparable(reading.words((part.title,))))
    for occurrence in part.occurrences:
        yield occurrence.path, own
    for child in part.parts:
        yield from _titled(reading, child, own)


def _segments(placed: PlacedOccurrence) -> Iterator[tuple[Span, ...]]:
    yield placed.occurrence.segments
    for component in placed.occurrence.walk():
        yield component.segments


def _paths(placed: PlacedOccurrence) -> Iterator[UnitPath]:
    yield placed.occurrence.path
    for component in placed.occurrence.walk():
        yield component.path


def _content(reading: Reading, spans: list[Span], mentions: list[AnyMention]) -> str:
    """The words of an item without dates, amounts, bodies and places."""
    neutral = [
        (mention.begin, mention.end)
        for mention in mentions
        if not isinstance(mention, Mention) or mention.link in _NEUTRAL
    ]
    pieces = []
    for begin, end in spans:
        words = reading.document.source.text[begin:end]
        cuts = [
            (max(b, begin) - begin, min(e, end) - begin)
            for b, e in neutral
            if b < end and e > begin
        ]
        pieces.append(masked(words, cuts))
    return "、".join(pieces)
