"""Digests of all that the reading of a document depends on, so that what did not change is not read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from policygraph.annotation.bearing import Bearing, unknown_bodies, words_of
from policygraph.core.kept import program
from policygraph.core.names import Names
from policygraph.core.problems import Problem
from policygraph.core.resources import digest_of, digest_of_files, resource
from policygraph.corpus.description import TextFile
from policygraph.corpus.reading import Reader, Reading
from policygraph.graph.drafting import Facts
from policygraph.graph.entailed import Closure


@dataclass(frozen=True, slots=True)
class Words:
    """What is kept of the words of a document: by it a build tells what of a changed vocabulary bears on them.

    Attributes:
        text: see `policygraph.annotation.bearing.words_of`.
        unknown: of each reading of them, by what bore on it, the bodies that no vocabulary knew.
    """

    text: str
    unknown: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Known:
    """What a build leaves to the next one of a corpus.

    Attributes:
        vocabulary: the digest of its files.
        problems: what is wrong in it; ``None`` where nobody has looked.
        contents: by the digest of a document's files, that of all that its readings depend on.
    """

    vocabulary: str
    problems: tuple[Problem, ...] | None
    contents: Mapping[str, str]


def own_digest(texts: Sequence[TextFile], common: str) -> str:
    """The digest of a document by its files; one that cannot be read has one, too.

    Args:
        common: see `common_of`.
    """
    return digest_of(common, *(part for text in texts for part in _of_text(text)))


def common_of(encoding: str, facts: Facts, closure: Closure) -> str:
    """The digest of what all documents depend on, but for the vocabulary that is read in them."""
    names: Names = facts.names
    return digest_of(program(), encoding, names.base, closure.digest, *sorted(facts.links))


def vocabulary_of(reader: Reader) -> str:
    """The digest of the files of a vocabulary."""
    return digest_of_files(reader.files.files)


def content_of(own: str, bearing: Bearing, words: Words) -> str:
    """The digest of all that the readings of a document depend on; empty where it has to be read to tell.

    Args:
        own: of its files.
        bearing: of the vocabulary.
        words: what is known of them.
    """
    borne = bearing.on(words.text)
    unknown = words.unknown.get(borne)
    return "" if unknown is None else digest_of(own, borne, bearing.near(unknown))


def words_of_readings(readings: Sequence[Reading], bearing: Bearing, known: Words | None) -> Words:
    """What is kept of the words of a document that was read.

    Args:
        known: what was kept before.
    """
    text = "\n".join(words_of(reading.document.source.text) for reading in readings)
    unknown = frozenset(name for r in readings for name in unknown_bodies(r.annotations))
    earlier = known.unknown if known is not None and known.text == text else {}
    return Words(text, {**earlier, bearing.on(text): unknown})


def _of_text(text: TextFile) -> Iterator[str]:
    outline = Path(text.document.outline or ".")
    yield repr((str(text.path), text.key, text.document))
    yield digest_of_files([text.path, *([outline] if outline.is_file() else [])])


@cache
def tracer() -> str:
    """The digest of what compares editions: the program, its model and its words."""
    return digest_of(program(), digest_of_files(sorted(resource("data", "lineage").iterdir())))
