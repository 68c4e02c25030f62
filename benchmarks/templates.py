"""The shipped chapter taken apart: its sentences with slots for actors and years."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.annotation import Annotator
from policygraph.core.namespaces import IRI, POL, RDF, SKOS
from policygraph.core.resources import resource
from policygraph.core.terms import Literal, read_turtle
from policygraph.document import Document, Part, Span, find_outline, parse
from policygraph.document.tree import UnitPath
from policygraph.sources import read_file

_YEAR = re.compile(r"(?<![0-9])(?P<common>20[0-9]{2})(?![0-9])|平成(?P<era>[0-9]{1,2})年")
_PLAIN = re.compile(r"[一-龥々ぁ-んァ-ヶー・A-Za-z]+")  # a label that cannot upset a sentence
_KEPT = 0.5  # of the actors stay as printed
_BODIES = (POL.Ministry, POL.Agency, POL.MinistryGroup)


@dataclass(frozen=True, slots=True)
class Names:
    """What can stand in a slot, in the order of their IRIs."""

    actors: tuple[str, ...]
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """Words with slots: what stands between two slots, and what the slots hold as printed."""

    between: tuple[str, ...]
    actors: tuple[str, ...]

    def fill(self, chance: random.Random, names: Names, years: int) -> str:
        """The words with other actors, and with years moved by ``years``."""
        pieces = [self.between[0]]
        for printed, after in zip(self.actors, self.between[1:], strict=True):
            kept = chance.random() < _KEPT
            pieces += [printed if kept else chance.choice(names.actors), after]
        return _move_years("".join(pieces), years)


@dataclass(frozen=True, slots=True)
class Bullet:
    """A bullet: its words, how many bodies its tag names, its sub-bullets."""

    words: Template
    bodies: int
    components: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group under [C]."""

    title: str
    bullets: tuple[Bullet, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section: [A], [B] and the groups of [C]."""

    title: str
    recognitions: tuple[Template, ...]
    issues: tuple[Template, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The chapter as a stock of templates."""

    title: str
    introduction: tuple[Template, ...]
    sections: tuple[Section, ...]
    names: Names


def _move_years(text: str, years: int) -> str:
    return _YEAR.sub(
        lambda m: (
            str(int(m["common"]) + years) if m["common"] else f"平成{int(m['era']) + years}年"
        ),
        text,
    )


def _labels(file: str, classes: tuple[IRI, ...]) -> tuple[str, ...]:
    """The Japanese preferred labels of the instances of some classes."""
    typed: set[IRI] = set()
    labels: dict[IRI, str] = {}
    for subject, predicate, value in read_turtle(resource("ontology", "vocabulary", file)):
        if predicate == RDF.type and value in classes:
            typed.add(subject)
        if predicate == SKOS.prefLabel and isinstance(value, Literal) and value.language == "ja":
            labels[subject] = value.value
    return tuple(
        labels[subject]
        for subject in sorted(typed)
        if subject in labels and _PLAIN.fullmatch(labels[subject])
    )


class _Chapter:
    def __init__(self, document: Document, actors: dict[UnitPath, list[Span]]) -> None:
        self.document = document
        self.actors = actors

    def template(self, path: UnitPath, segments: tuple[Span, ...]) -> Template:
        between: list[str] = []
        held: list[str] = []
        words = ""
        for segment in segments:
            position = segment.begin
            for span in self.actors[path]:
                if segment.begin <= span.begin and span.end <= segment.end:
                    between.append(words + self.document.words(Span(position, span.begin)))
                    held.append(self.document.words(span))
                    words, position = "", span.end
            words += self.document.words(Span(position, segment.end))
        return Template((*between, words), tuple(held))

    def title(self, part: Part) -> str:
        return self.document.words(part.title) if part.title else ""

    def sentences(self, part: Part, kind: str) -> Iterator[Template]:
        for child in part.parts:
            if child.kind == kind:
                for sentence in child.sentences:
                    yield self.template(sentence.path, (sentence.span,))

    def groups(self, section: Part) -> Iterator[Group]:
        for measures in section.parts:
            for group in measures.parts:
                bullets = tuple(
                    Bullet(
                        self.template(item.path, item.segments),
                        sum(len(tag.bodies) for tag in item.tags),
                        tuple(self.template(c.path, c.segments) for c in item.components),
                    )
                    for item in group.occurrences
                    if not item.is_reprise
                )
                if bullets:
                    yield Group(self.title(group), bullets)


def read_grammar() -> Grammar:
    """Take the shipped chapter apart."""
    outline = find_outline("sti-strategy")
    path = resource("data", "source", "sti-strategy-2017", "5.txt")
    document = parse(read_file(path), outline)
    actors: dict[UnitPath, list[Span]] = defaultdict(list)
    for mention in Annotator.load().annotate(document, outline.signs).mentions:
        if mention.link == POL.involvesActor and len(mention.meanings) == 1:
            actors[mention.unit.path].append(Span(mention.begin, mention.end))
    chapter = _Chapter(document, actors)
    (root,) = document.parts
    return Grammar(
        title=chapter.title(root),
        introduction=tuple(chapter.sentences(root, "introduction")),
        sections=tuple(
            Section(
                chapter.title(part),
                tuple(chapter.sentences(part, "recognition")),
                tuple(chapter.sentences(part, "issues")),
                tuple(chapter.groups(part)),
            )
            for part in root.parts
            if part.kind == "section"
        ),
        names=Names(
            actors=_labels("actors.ttl", (SKOS.Concept,)),
            bodies=_labels("organizations.ttl", _BODIES),
        ),
    )
