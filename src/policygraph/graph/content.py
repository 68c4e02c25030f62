"""Digests of all that the reading of a document depends on, so that what did not change is not read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import policygraph
from policygraph.core.names import Names
from policygraph.core.resources import digest_of, digest_of_files, find_vocabulary, resource
from policygraph.corpus.description import TextFile
from policygraph.corpus.reading import Reader
from policygraph.graph.drafting import Facts
from policygraph.version import VERSION

# What reads, and the data that it reads by.
_PACKAGES: Final = (
    "core",
    "sources",
    "document",
    "annotation",
    "corpus",
    "lineage",
    "graph",
    "store",
)
_DATA: Final = ("fold", "outlines", "calendar")


@dataclass(frozen=True, slots=True)
class Content:
    """Digests documents.

    Attributes:
        common: of what all of them depend on: the program, the vocabulary, where they are published.
    """

    common: str

    @classmethod
    def of_build(cls, reader: Reader, facts: Facts) -> Content:
        """That of a build."""
        files = reader.vocabulary or find_vocabulary()
        vocabulary = digest_of_files((*files.ontology, *files.schemes))
        names: Names = facts.names
        return cls(digest_of(program(), vocabulary, reader.encoding, names.base))

    def of(self, texts: Sequence[TextFile]) -> str:
        """The digest of a document by its texts; one that cannot be read has one, too."""
        return digest_of(self.common, *(part for text in texts for part in _of_text(text)))


def _of_text(text: TextFile) -> Iterator[str]:
    outline = Path(text.document.outline or ".")
    yield repr((str(text.path), text.key, text.document))
    yield digest_of_files([text.path, *([outline] if outline.is_file() else [])])


@cache
def program() -> str:
    """The digest of the program and its data; an installed one changes with its version as well."""
    home = Path(policygraph.__file__).parent
    files = [path for package in _PACKAGES for path in (home / package).rglob("*.*")]
    files += [path for name in _DATA for path in resource("data", name).rglob("*.*")]
    kept = (path for path in files if path.suffix != ".pyc" and path.is_file())
    return digest_of(VERSION, digest_of_files(sorted(kept)))
