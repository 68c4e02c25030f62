"""What a build keeps of a text when its words are no longer at hand: keys, counts and problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from policygraph.annotation import DiscoveredThing, Mention
from policygraph.core.namespaces import IRI, POL
from policygraph.core.problems import Problem
from policygraph.corpus.description import DocumentDescription
from policygraph.corpus.reading import Reading, TextRead
from policygraph.document import Document, Occurrence, Part, UnitPath
from policygraph.graph.items import Bullet, PlacedOccurrence, UnitKey
from policygraph.graph.layers import Draft
from policygraph.graph.statements import issues_of, statements_of
from policygraph.lineage.statements import Statement

_NUMBERED = ("chapter", "section", "subsection", "subsubsection", "group")
_SHOWN = 30  # characters of unexplained words


@dataclass(frozen=True, slots=True)
class ReadingDigest:
    """What is kept of a text.

    Attributes:
        text: what is known of it without a vocabulary.
        extractor: what took the words out of a file that is no plain text, with its version.
        sentences, components: how many.
        bullets: its occurrences.
        statements, issues: the words of its bullets, and of the sentences that state issues, as they are compared
            with those of other editions.
        stated: a digest of those words.
        discovered: the things that no vocabulary knows.
        oddities, misprints: what a steward should look at, besides what the text's own problems are.
    """

    text: TextRead
    extractor: str
    sentences: int
    components: int
    bullets: tuple[Bullet, ...]
    statements: tuple[Statement, ...]
    issues: tuple[Statement, ...]
    stated: str
    discovered: tuple[DiscoveredThing, ...]
    oddities: tuple[Problem, ...]
    misprints: tuple[Problem, ...]

    @property
    def description(self) -> DocumentDescription:
        """Of its document."""
        return self.text.description

    @property
    def key(self) -> str:
        """Its own key."""
        return self.text.key


def digest(reading: Reading, draft: Draft) -> ReadingDigest:
    """What is kept of a reading.

    Args:
        reading: the reading.
        draft: with its mentions.
    """
    document = reading.document
    parts = list(document.walk())
    statements, issues = tuple(statements_of(reading, draft)), tuple(issues_of(reading, draft))
    return ReadingDigest(
        text=TextRead.of(reading),
        extractor=document.source.extractor,
        sentences=sum(len(part.sentences) for part in parts),
        components=sum(len(list(o.walk())) for part in parts for o in part.occurrences),
        bullets=tuple(_bullets(reading, parts, draft)),
        statements=statements,
        issues=issues,
        stated=sha256(repr([_plain(s) for s in (*statements, None, *issues)]).encode()).hexdigest(),
        discovered=reading.annotations.discovered,
        oddities=tuple(_oddities(document)),
        misprints=tuple(_misprints(reading)),
    )


def _plain(statement: Statement | None) -> tuple[object, ...]:
    """A statement in a form that is written the same way each time."""
    if statement is None:
        return ()
    return (
        statement.iri, statement.document, statement.kind, statement.order, statement.printed,
        statement.words, statement.content, statement.headings, sorted(statement.concepts),
        sorted(statement.bodies),
    )  # fmt: skip


def _bullets(reading: Reading, parts: Iterable[Part], draft: Draft) -> Iterator[Bullet]:
    for part in parts:
        is_group = part.kind == "group" and part.occurrences
        group_themes = _themes(draft, reading, [part.path]) if is_group else frozenset[IRI]()
        for occurrence in part.occurrences:
            placed = PlacedOccurrence(reading, occurrence)
            paths = _paths(occurrence)
            yield Bullet(
                key=placed.key,
                kind=placed.kind,
                repeats=placed.repeats,
                is_reprise=placed.is_reprise,
                is_partial=placed.is_partial,
                day=placed.day,
                links=tuple(_links(draft, reading, paths)) if occurrence.is_reprise else (),
                themes=_themes(draft, reading, paths),
                group_themes=tuple(sorted(group_themes)),
            )


def _paths(occurrence: Occurrence) -> list[UnitPath]:
    return [occurrence.path, *(component.path for component in occurrence.walk())]


def _links(
    draft: Draft, reading: Reading, paths: Iterable[UnitPath]
) -> Iterator[tuple[IRI, IRI, IRI]]:
    for path in paths:
        for (link, value), phrases in sorted(draft.phrases_by_link(reading, path).items()):
            for phrase in sorted(phrases):
                yield link, value, phrase


def _themes(draft: Draft, reading: Reading, paths: Iterable[UnitPath]) -> frozenset[IRI]:
    return frozenset(
        meaning
        for path in paths
        for mention in draft.mentions.get(UnitKey.of(reading, path), ())
        if isinstance(mention, Mention) and mention.makes_link and mention.link == POL.hasTheme
        for meaning in mention.meanings
    )


def _oddities(document: Document) -> Iterator[Problem]:
    """What a text has twice or lacks, and the reading keeps as it is."""
    source = document.source
    for leaf in document.leaves:
        if leaf.kind == "unexplained":
            words = source.text[leaf.begin : leaf.end][:_SHOWN]
            yield Problem.at(source.where(leaf.begin), "unexplained", words=words)
    for part in document.walk():
        if part.kind in _NUMBERED and part.number and part.path[-1] != part.number:
            yield Problem.at(
                source.where(part.span.begin), "part-twice",
                kind=part.kind, number=part.number, path="/".join(part.path),
            )  # fmt: skip
    empty = ["-".join(item.path) for item in document.occurrences if not item.segments]
    if empty:
        yield Problem.at(source.name, "bullets-empty", count=len(empty), first=empty[0])


def _misprints(reading: Reading) -> Iterator[Problem]:
    """Bodies in tags that may be misprints, each where it stands first."""
    source = reading.document.source
    seen: set[str] = set()
    for mention in reading.annotations.mentions:
        thing = mention.thing
        if thing is not None and thing.near and thing.label not in seen:
            seen.add(thing.label)
            place = source.where(mention.begin)
            yield Problem.at(place, "body-misprinted", name=thing.label, near=thing.near)
