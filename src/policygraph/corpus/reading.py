"""Read and annotate the texts of a corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from policygraph.annotation import Annotations, Annotator
from policygraph.core.errors import Errors, PolicygraphError, SourceError, UsageError
from policygraph.core.namespaces import iri_step
from policygraph.core.resources import Vocabulary
from policygraph.corpus.description import DEFAULT_OUTLINE, DocumentDescription, TextFile
from policygraph.corpus.runners import Runner
from policygraph.document import (
    Document,
    Outline,
    Signs,
    Span,
    find_outline,
    outline_for,
    parse,
    parse_excerpt,
)
from policygraph.sources import SourceText, find_damage, read_file

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """One text of a document, read and annotated: plain data that travels between machines.

    Attributes:
        key: the text's key (``5``).
    """

    description: DocumentDescription
    key: str
    document: Document
    annotations: Annotations

    def words(self, spans: Sequence[Span]) -> str:
        """The words of some spans, as printed."""
        return self.document.words(*spans)


@dataclass(frozen=True)
class Reader:
    """Reads texts. It is sent to other processes without what it has loaded, and loads it there.

    Attributes:
        vocabulary: the shipped one where it is missing.
        encoding: of plain texts whose document says none.
    """

    vocabulary: Vocabulary | None = None
    encoding: str = "utf-8"

    @cached_property
    def annotator(self) -> Annotator:
        """The vocabulary and its recognisers, loaded when the first text asks for them."""
        return Annotator.load(self.vocabulary)

    def __reduce__(self) -> tuple[type[Reader], tuple[Vocabulary | None, str]]:
        return Reader, (self.vocabulary, self.encoding)

    def read(self, text: TextFile) -> Reading:
        """Read, outline and annotate one text.

        Raises:
            SourceError: it cannot be read.
            DataError: the outline that its document names is not there or is wrong.
        """
        document, signs = _read(text, self.encoding)
        annotations = self.annotator.annotate(document, signs, text.document.decided_on)
        document = annotations.document  # what only the vocabulary can tell is settled
        return Reading(text.document, text.key or _own_key(text, document), document, annotations)

    def try_to_read(self, text: TextFile) -> Reading | PolicygraphError:
        """The reading of a text, or why there is none."""
        try:
            return self.read(text)
        except PolicygraphError as error:
            return error


def read_document(text: TextFile, encoding: str = "utf-8") -> Document:
    """Read and outline one text.

    Args:
        text: the text.
        encoding: of plain texts whose document says none.

    Raises:
        SourceError: it cannot be read.
        DataError: the outline that its document names is not there or is wrong.
    """
    return _read(text, encoding)[0]


def _read(text: TextFile, encoding: str) -> tuple[Document, Signs]:
    source = read_file(text.path, encoding=text.document.encoding or encoding)
    outline = outline_for(text.document.outline, source)
    document = parse(source, outline, text_key=text.key or iri_step(text.path.stem))
    return document, outline.signs


def read_excerpt(source: SourceText, outline: str) -> tuple[Document, Outline]:
    """Read any text: with its headings, or bullets or running text without them.

    Args:
        source: the text.
        outline: see `outline_for`. Where it is empty, bullets without headings are read as those of the
            strategies are.

    Raises:
        DataError: there is no such outline, or it is wrong.
    """
    if not outline:
        series = find_outline(DEFAULT_OUTLINE)
        document = parse_excerpt(source, series)
        if document.occurrences:
            return document, series
    series = outline_for(outline, source)
    return parse_excerpt(source, series), series


def read_corpus(
    texts: list[TextFile], reader: Reader, runner: Runner, jobs: int, progress: Progress
) -> list[Reading]:
    """Read and annotate the texts of a corpus.

    Args:
        texts: at least one.
        reader: reads each of them.
        runner: has them read; the result does not depend on it.
        jobs: texts that it may read at a time.
        progress: told the name of each text when it has been read.

    Returns:
        The readings, in the order of document key and text key.

    Raises:
        SourceError: a text that cannot be read, or a document without a measure or target.
        UsageError: the same document and chapter twice.
        SeveralErrors: several of these.
    """
    readings: list[Reading] = []
    errors = Errors()
    for text, outcome in zip(texts, runner(reader.try_to_read, texts, jobs), strict=True):
        if isinstance(outcome, Reading):
            readings.append(outcome)
        else:
            errors.note(outcome)
        progress(str(text.path))
    if errors:
        note_faults(errors, [reading.document for reading in readings])
        errors.check()
    readings.sort(key=lambda r: (r.description.key, _natural(r.key), r.document.source.name))
    _check_distinct(readings)
    _check_not_empty(readings)
    return readings


def _natural(key: str) -> tuple[int, str]:
    return (int(key), "") if key.isdecimal() else (1 << 30, key)


def _own_key(text: TextFile, document: Document) -> str:
    numbers = [part.number for part in document.parts if part.kind == "chapter"]
    return numbers[0] if numbers else iri_step(text.path.stem)


def _check_distinct(readings: list[Reading]) -> None:
    seen: dict[tuple[str, ...], Reading] = {}
    for reading in readings:
        claims = {(reading.description.key, "text", reading.key)} | {
            (reading.description.key, *part.path) for part in reading.document.walk()
        }
        for claim in sorted(claims):
            if claim in seen:
                first = seen[claim].document.source.name
                raise UsageError(
                    "part-in-two-texts", name=reading.document.source.name,
                    part="/".join(claim[1:]), document=claim[0], other=first,
                )  # fmt: skip
        seen |= dict.fromkeys(claims, reading)


def _check_not_empty(readings: list[Reading]) -> None:
    """A text may hold no measure, but a document holds parts or items."""
    filled = {r.description.key for r in readings if r.document.occurrences}
    errors = Errors()
    for reading in readings:
        if reading.description.key in filled:
            continue
        note_faults(errors, [reading.document])
        # A fault says where the bullets went.
        is_faulty = any(problem.is_fault for problem in reading.document.problems)
        if not is_faulty and not reading.document.parts:
            errors.note(
                SourceError(
                    reading.document.source.name,
                    "nothing-readable",
                    outline=reading.document.outline,
                )
            )
    errors.check()


def note_faults(errors: Errors, documents: Iterable[Document]) -> None:
    """Note the faults of texts as errors, where nothing can be made of them for other reasons."""
    for document in documents:
        for problem in (*find_damage(document.source), *document.problems):
            if problem.is_fault:
                errors.note(SourceError(problem.place, "text-problem", problem=problem))
