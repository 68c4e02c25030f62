"""Read and annotate the texts of a corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from policygraph.annotation import Annotations, Annotator
from policygraph.annotation.bearing import Bearing
from policygraph.annotation.lexicon import read_lexicon_once
from policygraph.core.errors import Errors, PolicygraphError, SourceError, UsageError
from policygraph.core.namespaces import iri_step
from policygraph.core.problems import Problem
from policygraph.core.resources import Vocabulary, find_vocabulary
from policygraph.corpus.description import DEFAULT_OUTLINE, DocumentDescription, TextFile
from policygraph.corpus.runners import Runner
from policygraph.document import (
    Document,
    Outline,
    Signs,
    Span,
    UnitPath,
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
        kept: an existing folder for what was made of the vocabulary.
    """

    vocabulary: Vocabulary | None = None
    encoding: str = "utf-8"
    kept: Path | None = None

    @cached_property
    def annotator(self) -> Annotator:
        """The vocabulary and its recognisers, loaded when the first text asks for them."""
        return Annotator(read_lexicon_once(self.files.files, self.kept))

    @property
    def files(self) -> Vocabulary:
        """Of the vocabulary."""
        return self.vocabulary or find_vocabulary()

    @cached_property
    def bearing(self) -> Bearing:
        """Tells what of the vocabulary bears on a text."""
        return Bearing(self.annotator.lexicon)

    def __reduce__(self) -> tuple[type[Reader], tuple[Vocabulary | None, str, Path | None]]:
        return Reader, (self.vocabulary, self.encoding, self.kept)

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
    readings.sort(key=in_corpus_order)
    check_texts([TextRead.of(reading) for reading in readings])
    return readings


def in_corpus_order(reading: Reading) -> tuple[str, tuple[int, str], str]:
    """What readings are sorted by: document key, text key, file."""
    return reading.description.key, _natural(reading.key), reading.document.source.name


def _natural(key: str) -> tuple[int, str]:
    return (int(key), "") if key.isdecimal() else (1 << 30, key)


def _own_key(text: TextFile, document: Document) -> str:
    numbers = [part.number for part in document.parts if part.kind == "chapter"]
    return numbers[0] if numbers else iri_step(text.path.stem)


@dataclass(frozen=True, slots=True)
class TextRead:
    """What is known of a text that was read, without its words.

    Attributes:
        description, key: of its document, and its own key.
        name: of its file.
        outline: the key of the outline that it was read by.
        kinds, paths: of its parts.
        items: how many bullets it has.
        damage, problems: of its file, and of its outline.
    """

    description: DocumentDescription
    key: str
    name: str
    outline: str
    kinds: tuple[str, ...]
    paths: tuple[UnitPath, ...]
    items: int
    damage: tuple[Problem, ...]
    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, reading: Reading) -> TextRead:
        """What is known of a reading."""
        document = reading.document
        parts = list(document.walk())
        return cls(
            description=reading.description,
            key=reading.key,
            name=document.source.name,
            outline=document.outline,
            kinds=tuple(part.kind for part in parts),
            paths=tuple(part.path for part in parts),
            items=sum(len(part.occurrences) for part in parts),
            damage=tuple(find_damage(document.source)),
            problems=document.problems,
        )


def check_texts(texts: Sequence[TextRead]) -> None:
    """Check that the texts of a corpus go together.

    Raises:
        UsageError: the same document and chapter twice.
        SeveralErrors: documents without parts and items.
    """
    _check_distinct(texts)
    _check_not_empty(texts)


def _check_distinct(texts: Iterable[TextRead]) -> None:
    seen: dict[tuple[str, ...], str] = {}
    for text in texts:
        key = text.description.key
        claims = {(key, "text", text.key)} | {(key, *path) for path in text.paths}
        for claim in sorted(claims):
            if claim in seen:
                raise UsageError(
                    "part-in-two-texts", name=text.name,
                    part="/".join(claim[1:]), document=claim[0], other=seen[claim],
                )  # fmt: skip
        seen |= dict.fromkeys(claims, text.name)


def _check_not_empty(texts: Sequence[TextRead]) -> None:
    """A text may hold no measure, but a document holds parts or items."""
    filled = {text.description.key for text in texts if text.items}
    errors = Errors()
    for text in texts:
        if text.description.key in filled:
            continue
        note_faults_of(errors, (*text.damage, *text.problems))
        # A fault says where the bullets went.
        is_faulty = any(problem.is_fault for problem in text.problems)
        if not is_faulty and not text.kinds:
            errors.note(SourceError(text.name, "nothing-readable", outline=text.outline))
    errors.check()


def note_faults(errors: Errors, documents: Iterable[Document]) -> None:
    """Note the faults of texts as errors, where nothing can be made of them for other reasons."""
    for document in documents:
        note_faults_of(errors, (*find_damage(document.source), *document.problems))


def note_faults_of(errors: Errors, problems: Iterable[Problem]) -> None:
    """Note those problems that are faults as errors."""
    for problem in problems:
        if problem.is_fault:
            errors.note(SourceError(problem.place, "text-problem", problem=problem))
