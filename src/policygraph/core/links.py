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
from typing import Final

from policygraph.core.index import Index
from policygraph.core.namespaces import IRI, OWL, POL, RDFS
from policygraph.core.resources import Vocabulary, find_vocabulary, ontology_files
from policygraph.core.terms import kept_turtle

_IS_LINK: Final = (RDFS.subPropertyOf, POL.links)
_TELLING: Final = re.compile(rb"linkedBy|subPropertyOf")


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


def read_links(described: Index) -> tuple[LinkKind, ...]:
    """Read the kinds of link from the triples of an ontology and its vocabulary.

    Args:
        described: of Turtle files, or of the graphs that hold them (``graph/ontology``, and
            ``graph/vocabulary`` for the kinds that a scheme of a user's own brings).

    Returns:
        In the order of the shipped ontology, in which people are shown them; others behind, by IRI.
    """
    links = [
        subject
        for subject in described.subjects()
        if POL.links in described.iris(subject, RDFS.subPropertyOf)
    ]
    linked: dict[IRI, list[IRI]] = {link: [] for link in links}
    for subject in described.subjects():
        for link in described.iris(subject, POL.linkedBy):
            if link in linked:
                linked[link].append(subject)
    schemes: dict[IRI, tuple[IRI, ...]] = {}
    ends: dict[IRI, IRI] = {}  # the scheme or class that gives a link its key
    for link in links:
        schemes[link] = tuple(sorted(s for s in linked[link] if not described.is_a(s, OWL.Class)))
        ends[link] = schemes[link][0] if schemes[link] else described.iri(link, RDFS.range) or link
    shared = Counter(ends.values())
    kinds = [
        LinkKind(
            predicate=link,
            key=_last_word(ends[link] if shared[ends[link]] == 1 else link),
            labels={lang: described.words(link, RDFS.label, lang) for lang in ("ja", "en")},
            schemes=schemes[link],
            classes=tuple(sorted(set(linked[link]) - set(schemes[link])))
            or tuple(() if schemes[link] else described.iris(link, RDFS.range)),
        )
        for link in links
    ]
    order = _shipped_order()
    return tuple(
        sorted(kinds, key=lambda kind: (order.get(kind.predicate, len(order)), kind.predicate))
    )


@cache
def _shipped_order() -> Mapping[IRI, int]:
    links = (s for s, p, o in kept_turtle(ontology_files()[0]) if (p, o) == _IS_LINK)
    return {link: place for place, link in enumerate(links)}


@cache
def link_kinds(vocabulary: Vocabulary | None = None) -> tuple[LinkKind, ...]:
    """The kinds of link of a vocabulary, or of the shipped one.

    Raises:
        DataError: wrong Turtle (file, line, column).
    """
    files = vocabulary or find_vocabulary()
    # Most files say nothing of links, and two megabytes are searched faster than parsed.
    telling = [path for path in files.schemes if _TELLING.search(path.read_bytes())]
    return read_links(
        Index(triple for path in (*files.ontology, *telling) for triple in kept_turtle(path))
    )


def link_properties(kinds: Iterable[LinkKind] | None = None) -> frozenset[IRI]:
    """The links themselves, of some kinds or of the shipped ones."""
    return frozenset(kind.predicate for kind in (link_kinds() if kinds is None else kinds))


def find_link(key: str, kinds: Iterable[LinkKind] | None = None) -> LinkKind | None:
    """The kind of link with a key, among some or among the shipped ones; or ``None``."""
    return next((k for k in (link_kinds() if kinds is None else kinds) if k.key == key), None)
