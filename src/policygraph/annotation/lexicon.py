"""The lexicon: the labels of the vocabulary, and where they do not count.

There are no word lists in code. An entry is a concept, a compound term, an organisation, a
programme, a work or a place of the Turtle files in ``ontology/vocabulary``; its surfaces are its
Japanese labels (``skos:prefLabel``, ``altLabel``, ``hiddenLabel``) and its English ones as whole
words. Readings (``ja-hrkt``) and schemes that ``pol:linkedBy`` says nothing of are not matched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from policygraph.annotation.predicates import Predicates
from policygraph.core.errors import DataError
from policygraph.core.fold import fold_width
from policygraph.core.namespaces import (
    IRI,
    POL,
    RDF,
    SKOS,
)
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import Literal, Triple, read_turtle

_LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
_PROPER_CLASSES = frozenset(
    (
        POL.Ministry, POL.Agency, POL.MinistryGroup, POL.PublicBody,
        POL.ReferencedWork, POL.Programme, POL.Place,
    )
)  # fmt: skip
_ORGANIZATION_CLASSES = frozenset((POL.Ministry, POL.Agency, POL.MinistryGroup, POL.PublicBody))
COMMITMENT_SCHEME = IRI(PREFIXES["commitment"])


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the lexicon.

    Attributes:
        iri: the concept, compound term or thing.
        scheme: its concept scheme, or its class where it is a thing.
        link: the property that its mentions make.
        meanings: itself, or what a compound term denotes.
        proper: a proper name; it hides everything inside it.
        surfaces: its labels in Japanese, folded to half width, longest first.
        words: its labels in English.
        tag_names: what it is called in a tag alone (文), folded.
        not_within, only_within: contexts, folded.
    """

    iri: IRI
    scheme: IRI
    link: IRI
    meanings: tuple[IRI, ...]
    proper: bool
    surfaces: tuple[str, ...]
    words: tuple[str, ...]
    tag_names: tuple[str, ...]
    not_within: tuple[str | re.Pattern[str], ...]
    only_within: tuple[str | re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries, in the order of their IRIs, and the predicates of the commitment scheme.

    Attributes:
        organizations: bodies by label.
        tag_names: bodies by label or by what they are called in a tag alone.
    """

    entries: tuple[Entry, ...]
    predicates: Predicates
    organizations: dict[str, IRI]
    tag_names: dict[str, IRI]
    programmes: dict[IRI, str]

    def entry(self, iri: IRI) -> Entry | None:
        """The entry of a concept or thing."""
        return next((entry for entry in self.entries if entry.iri == iri), None)


class _Descriptions:
    """The triples of the vocabulary by subject and predicate."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.by_subject: dict[IRI, dict[IRI, list[IRI | Literal]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for subject, predicate, value in triples:
            self.by_subject[subject][predicate].append(value)

    def iris(self, subject: IRI, predicate: IRI) -> list[IRI]:
        return sorted(v for v in self.by_subject[subject][predicate] if isinstance(v, IRI))

    def literals(self, subject: IRI, predicate: IRI) -> list[Literal]:
        return sorted(v for v in self.by_subject[subject][predicate] if isinstance(v, Literal))


def _contexts(literals: list[Literal], subject: IRI) -> tuple[str | re.Pattern[str], ...]:
    contexts: list[str | re.Pattern[str]] = []
    for literal in literals:
        folded = fold_width(literal.value)
        if literal.datatype != POL.Pattern:
            contexts.append(folded)
            continue
        try:
            contexts.append(re.compile(folded))
        except re.error as error:
            raise DataError(f"{subject}: the pattern {literal.value!r} is wrong: {error}") from None
    return tuple(contexts)


def _labels(described: _Descriptions, subject: IRI, language: str) -> tuple[str, ...]:
    labels = {
        fold_width(literal.value)
        for predicate in _LABELS
        for literal in described.literals(subject, predicate)
        if literal.language == language
    }
    return tuple(sorted(labels, key=lambda label: (-len(label), label)))


def read_lexicon(files: Iterable[Path]) -> Lexicon:
    """Read the lexicon.

    Args:
        files: the ontology (for its ``pol:linkedBy`` facts) and the vocabulary, in Turtle.

    Raises:
        DataError: wrong Turtle (file, line, column), or a pattern that is no regular expression.
    """
    described = _Descriptions(triple for path in files for triple in read_turtle(path))
    links = {
        subject: found[0]
        for subject in list(described.by_subject)
        if (found := described.iris(subject, POL.linkedBy))
    }
    entries = []
    for subject in sorted(described.by_subject):
        classes = described.iris(subject, RDF.type)
        proper = next((c for c in classes if c in _PROPER_CLASSES), None)
        schemes = [s for s in described.iris(subject, SKOS.inScheme) if s in links]
        scheme = proper or (schemes[0] if schemes else None)
        if scheme is None or scheme not in links or subject in links:
            continue
        entries.append(
            Entry(
                iri=subject,
                scheme=scheme,
                link=links[scheme],
                meanings=tuple(described.iris(subject, POL.denotes)) or (subject,),
                proper=proper is not None,
                surfaces=_labels(described, subject, "ja"),
                words=_labels(described, subject, "en"),
                tag_names=tuple(
                    fold_width(name.value) for name in described.literals(subject, POL.tagLabel)
                ),
                not_within=_contexts(described.literals(subject, POL.notWithin), subject),
                only_within=_contexts(described.literals(subject, POL.onlyWithin), subject),
            )
        )
    bodies = [entry for entry in entries if entry.scheme in _ORGANIZATION_CLASSES]
    organizations = {
        label: entry.iri for entry in bodies for label in (*entry.surfaces, *entry.words)
    }
    return Lexicon(
        entries=tuple(entry for entry in entries if entry.scheme != COMMITMENT_SCHEME),
        predicates=Predicates(
            {
                label: entry.iri
                for entry in entries
                if entry.scheme == COMMITMENT_SCHEME
                for label in entry.surfaces
            }
        ),
        organizations=organizations,
        tag_names={name: entry.iri for entry in bodies for name in entry.tag_names} | organizations,
        programmes={
            entry.iri: entry.iri.rpartition("/")[2]
            for entry in entries
            if entry.scheme == POL.Programme
        },
    )
