"""A text that has been read and annotated, on its way into the graph."""

from __future__ import annotations

from dataclasses import dataclass

from policygraph.annotation import Annotations
from policygraph.core.fold import comparable
from policygraph.core.names import Names
from policygraph.core.namespaces import IRI
from policygraph.corpus.description import DocumentDescription
from policygraph.document import Document, Occurrence, Span


@dataclass(frozen=True, slots=True)
class Reading:
    """One text of a document, annotated.

    Attributes:
        key: the text's key (``5``).
    """

    description: DocumentDescription
    key: str
    document: Document
    annotations: Annotations

    def words(self, spans: tuple[Span, ...]) -> str:
        """The words of some spans, as printed."""
        return self.document.words(*spans)

    def unit_iri(self, names: Names, path: tuple[str, ...]) -> IRI:
        """The IRI of a unit."""
        return names.unit(self.description.key, path)

    def context(self, names: Names) -> IRI:
        """The IRI of the text."""
        return names.context(self.description.key, self.key)


@dataclass(frozen=True, slots=True)
class Stated:
    """A bullet and where it stands."""

    reading: Reading
    occurrence: Occurrence

    @property
    def repeated_text(self) -> str:
        """Its text after NFKC and without white space: what a reprise repeats."""
        return comparable(self.reading.words(self.occurrence.segments))
