"""The corpus as a steward judges it: its documents, their pages, and their curation files, saved."""

from __future__ import annotations

import datetime
import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from policygraph.core.errors import PolicygraphError, UsageError
from policygraph.core.names import Names
from policygraph.core.output import new_file, source_date
from policygraph.core.resources import Vocabulary
from policygraph.corpus.description import TextFile, curation_place, find_texts, whole_corpus
from policygraph.corpus.reading import Reader
from policygraph.graph import BuiltGraph, build_graph
from policygraph.graph.curation import Curation, read_curation
from policygraph.pages.review import Review


class ChangedError(UsageError):
    """A curation file that was changed since it was read."""


@dataclass(frozen=True, slots=True)
class ReviewedDocument:
    """A document on the desk.

    Attributes:
        title: by language.
        place: of its curation file, which need not be there.
        judgements: that the file holds.
    """

    key: str
    title: dict[str, str]
    place: Path
    judgements: int


class ReviewDesk:
    """A corpus, read once.

    Args:
        paths: of its texts.
        curator: for new files.
        vocabulary: that it is read with; the shipped one if missing.

    Raises:
        PolicygraphError: a text cannot be read.
    """

    def __init__(
        self, paths: Sequence[Path], curator: str, vocabulary: Vocabulary | None = None
    ) -> None:
        self._curator, self._vocabulary = curator, vocabulary
        self._texts: list[TextFile] = find_texts(whole_corpus(paths))
        self._reader = Reader(vocabulary)
        self._built: BuiltGraph = build_graph(self._texts, reader=self._reader)
        self._lock = Lock()

    def documents(self) -> list[ReviewedDocument]:
        """All documents, in the order of their keys."""
        found = {text.document.key: text for text in self._texts}
        return [
            ReviewedDocument(
                key, text.document.titles, self._place(key), self._count(self._place(key))
            )
            for key, text in sorted(found.items())
        ]

    def review(self, key: str) -> Review:
        """A document with its curation file as it is now.

        Raises:
            UsageError: there is no such document.
            DataError: the file is wrong.
        """
        place = self._place(key)
        written = place.read_text(encoding="utf-8-sig") if place.exists() else ""
        curation = self._read(place) if written else None
        return Review(
            self._built, key, self._reader.annotator.lexicon, self._vocabulary, written, curation,
            self._curator, source_date() or datetime.date.today(),
        )  # fmt: skip

    @staticmethod
    def version(written: str) -> str:
        """What a curation file is known by: another one where a sign of it is another."""
        return hashlib.sha256(written.encode()).hexdigest()[:32]

    def save(self, key: str, words: str, version: str) -> Path:
        """Write a curation file, if it is one that a build takes.

        Args:
            key: of the document.
            words: of the file.
            version: of the file that they were made from.

        Returns:
            Where it lies.

        Raises:
            UsageError: there is no such document.
            ChangedError: the file is another one by now.
            DataError: it is no curation file; nothing is written.
            StoreError: it cannot be written.
        """
        place = self._place(key)
        with self._lock:
            before = place.read_text(encoding="utf-8-sig") if place.exists() else ""
            if version != self.version(before):
                raise ChangedError("curation-changed", key=key)
            with tempfile.TemporaryDirectory() as folder:
                trial = Path(folder) / place.name
                trial.write_text(words, encoding="utf-8")
                self._read(trial)
            with new_file(place) as out:
                out.write(words.encode())
        return place

    def _place(self, key: str) -> Path:
        for text in self._texts:
            if text.document.key == key:
                return curation_place(text.path.parent, key)
        known = ", ".join(sorted({text.document.key for text in self._texts}))
        raise UsageError("no-text-of-key", key=key, known=known)

    def _read(self, place: Path) -> Curation:
        links = frozenset(kind.predicate for kind in self._reader.annotator.lexicon.kinds)
        return read_curation(place, Names(), links)

    def _count(self, place: Path) -> int:
        try:
            found = self._read(place) if place.exists() else None
        except PolicygraphError:
            return 0
        return len(found.added) + len(found.withdrawn) if found else 0
