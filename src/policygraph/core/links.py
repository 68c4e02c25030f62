"""The kinds of link, as the ontology says them: nothing else lists them.

A link is a sub-property of ``pol:links``; ``pol:linkedBy`` says of a concept scheme or a class by which
link a mention of its members links. To add a kind is to add a property, and a scheme, to the Turtle files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from policygraph.core.index import Index
from policygraph.core.namespaces import IRI, POL, RDFS
from policygraph.core.resources import ontology_files, vocabulary_files
from policygraph.core.terms import read_turtle


@dataclass(frozen=True, slots=True)
class LinkKind:
    """A kind of link.

    Attributes:
        predicate: the link itself (``pol:usesInstrument``).
        key: its name in options, columns, files and messages (``instrument``).
        labels: what it is called, by language.
        schemes: the concept schemes whose concepts it leads to; empty where it leads to things.
        classes: the classes whose members it leads to.
    """

    predicate: IRI
    key: str
    labels: Mapping[str, str]
    schemes: tuple[IRI, ...]
    classes: tuple[IRI, ...]

    @property
    def leads_to_concepts(self) -> bool:
        """Whether its values are concepts of a scheme."""
        return bool(self.schemes)


def _last_word(iri: IRI) -> str:
    """``work`` of ``pol:ReferencedWork``, ``body`` of ``pol:responsibleBody``."""
    local = re.split(r"[#/]", iri.rstrip("/#"))[-1]
    words: list[str] = re.findall(r"[A-Z]?[a-z0-9-]+|[A-Z]+", local)
    return words[-1].lower()


def read_links(files: Iterable[Path]) -> tuple[LinkKind, ...]:
    """Read the kinds of link.

    Args:
        files: Turtle files of the ontology and the vocabulary.

    Returns:
        In the order of the files, which is the order in which people are shown them.

    Raises:
        DataError: wrong Turtle (file, line, column).
    """
    index = Index(triple for path in files for triple in read_turtle(path))
    properties = [
        subject
        for subject in index.subjects()
        if POL.links in index.iris(subject, RDFS.subPropertyOf)
    ]
    linked_by: dict[IRI, list[IRI]] = {link: [] for link in properties}
    for subject in index.subjects():
        for link in index.iris(subject, POL.linkedBy):
            linked_by.setdefault(link, []).append(subject)
    ends: dict[IRI, IRI] = {}  # the scheme or class that gives a link its key
    schemes: dict[IRI, tuple[IRI, ...]] = {}
    for link in properties:
        schemes[link] = tuple(s for s in linked_by[link] if s.endswith("/"))
        value = schemes[link][0] if schemes[link] else index.iri(link, RDFS.range)
        ends[link] = value or link
    shared = Counter(ends.values())
    return tuple(
        LinkKind(
            predicate=link,
            key=_last_word(ends[link] if shared[ends[link]] == 1 else link),
            labels={lang: index.words(link, RDFS.label, lang) for lang in ("ja", "en")},
            schemes=schemes[link],
            classes=tuple(c for c in linked_by[link] if not c.endswith("/"))
            or tuple(() if schemes[link] else index.iris(link, RDFS.range)),
        )
        for link in properties
    )


@cache
def link_kinds() -> tuple[LinkKind, ...]:
    """The kinds of link of the shipped ontology and vocabulary, in the ontology's order."""
    return read_links(link_files())


def link_files() -> list[Path]:
    """The files that can say of links: the ontology, and vocabulary files that name `pol:linkedBy`."""
    declaring = [
        path for path in vocabulary_files() if b"linkedBy" in path.read_bytes()
    ]  # two megabytes are searched faster than parsed
    return [*ontology_files()[:1], *declaring]


@cache
def link_properties() -> frozenset[IRI]:
    """The links themselves."""
    return frozenset(kind.predicate for kind in link_kinds())


def find_link(key: str) -> LinkKind | None:
    """The kind of link with a key, or ``None``."""
    return next((kind for kind in link_kinds() if kind.key == key), None)
