"""Look over a vocabulary as it is read: labels that no text can hold, that mean two things, slow patterns.

What would break the reading is a fault: an empty label, a pattern whose time explodes. What only never is
found, or is found twice, is to be looked at. Each is told with its file and line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

from policygraph.annotation.slow_patterns import is_slow
from policygraph.annotation.term_files import find_line
from policygraph.core.fold import fold_text
from policygraph.core.namespaces import IRI, POL, SKOS
from policygraph.core.prefixes import short_name
from policygraph.core.problems import Problem
from policygraph.core.terms import Literal, Triple

_LABELS: Final = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
# What else is looked for in a text, or beside what was found.
_WORDS: Final = (
    POL.tagLabel, POL.notWithin, POL.onlyWithin, POL.cueBefore, POL.cueAfter, POL.cueAfterBody, POL.linkedBefore,
)  # fmt: skip
_MATCHED: Final = ("ja", "en")
_MISSPELT: Final = re.compile(r"(?:ja|jp|jpn|jap|en|eng|us|uk)(?:-.*)?")
_JAPANESE: Final = re.compile("[ぁ-ヶ一-龥々]")
_LATIN: Final = re.compile("[A-Za-z]")
# Of white space a text keeps one space between two signs of ASCII (`policygraph.sources.normalise`).
_NO_SUCH_SPACE: Final = re.compile(r"(?<![!-~]) |(?: )(?![!-~])|\s{2}|[^\S ]")


class Matched(Protocol):
    """What of an entry of the lexicon decides whether two of the same label are told apart."""

    @property
    def iri(self) -> IRI: ...  # noqa: D102
    @property
    def scheme(self) -> IRI: ...  # noqa: D102
    @property
    def proper(self) -> bool: ...  # noqa: D102
    @property
    def surfaces(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def only_within(self) -> Sequence[object]: ...  # noqa: D102


def lint_terms(files: Mapping[Path, Sequence[Triple]], entries: Iterable[Matched]) -> list[Problem]:
    """What is wrong or odd in the terms of a vocabulary.

    Args:
        files: the triples of each file.
        entries: what of them is looked for in texts.

    Returns:
        By file and line; a fault (`Problem.is_fault`) is one with which no text can be read.
    """
    listed = list(entries)
    matched = {entry.iri for entry in listed}
    shared = dict(_shared(listed))
    found = [
        (path, triple, key, values, is_fault)
        for path, triples in files.items()
        for triple in triples
        for key, values, is_fault in _of_triple(triple, matched, shared)
    ]
    problems = []
    for path, (subject, _, value), key, values, is_fault in found:
        assert isinstance(value, Literal)
        line = find_line(path, subject, value)
        place = path if line is None else f"{path}:{line}"
        told = values | {"term": short_name(subject), "label": _shown(value)}
        problems.append((str(path), line or 0, Problem.at(place, key, is_fault=is_fault, **told)))
    return [problem for _, _, problem in sorted(problems, key=lambda found: found[:2])]


def _shown(value: Literal) -> str:
    quoted = '"' + value.value.replace("\n", "\\n").replace("\t", "\\t") + '"'
    return f"{quoted}@{value.language}" if value.language else quoted


_Found = tuple[str, dict[str, str], bool]


def _of_triple(
    triple: Triple, matched: set[IRI], shared: Mapping[tuple[IRI, str], str]
) -> Iterator[_Found]:
    subject, predicate, value = triple
    if not isinstance(value, Literal) or predicate not in (*_LABELS, *_WORDS):
        return
    if not fold_text(value.value).strip():  # what no reader sees counts as nothing
        yield "label-empty", {}, True
    elif value.datatype == POL.Pattern:
        if is_slow(fold_text(value.value)):
            yield "pattern-slow", {}, True
    elif value.value != value.value.strip():
        yield "label-padded", {}, False
    elif predicate in _LABELS and subject in matched:
        yield from _of_label(subject, value, shared)


def _of_label(
    subject: IRI, value: Literal, shared: Mapping[tuple[IRI, str], str]
) -> Iterator[_Found]:
    folded = fold_text(value.value)
    if not value.language:
        yield "label-untagged", {}, False
    elif value.language not in _MATCHED:
        if _MISSPELT.fullmatch(value.language):
            yield "label-wrong-tag", {"tag": value.language}, False
    elif value.language == "en" and _JAPANESE.search(folded) and not _LATIN.search(folded):
        yield "label-wrong-tag", {"tag": value.language}, False
    elif _NO_SUCH_SPACE.search(folded):
        yield "label-space", {}, False
    elif value.language == "ja" and (subject, folded) in shared:
        yield "label-shared", {"other": short_name(shared[subject, folded])}, False


def _shared(entries: Iterable[Matched]) -> Iterator[tuple[tuple[IRI, str], str]]:
    """Labels that two entries have where only one can be meant, by entry and label, with the other.

    An entry that counts in some contexts only is told apart by these.
    """
    held: dict[tuple[IRI | None, str], list[IRI]] = defaultdict(list)
    for entry in entries:
        if not entry.only_within:
            for surface in entry.surfaces:
                held[None if entry.proper else entry.scheme, surface].append(entry.iri)
    for (_, surface), iris in held.items():
        for iri in iris[1:]:
            yield (iri, surface), iris[0]
