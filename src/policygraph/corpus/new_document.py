"""A document that is added to a corpus: its description, its texts, and files that are there whole or not at all."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from policygraph.annotation import Lexicon
from policygraph.annotation.dates import dates_in
from policygraph.core.errors import Errors, SourceError, UsageError
from policygraph.core.fold import fold_text
from policygraph.core.namespaces import BASE
from policygraph.core.near import nearest
from policygraph.core.output import new_file, new_folder
from policygraph.corpus.description import (
    DEFAULT_OUTLINE,
    DocumentDescription,
    TextFile,
    curation_place,
)
from policygraph.document import (
    DRAFT,
    Span,
    account,
    choose_outline,
    draft_outline,
    find_outline,
    outline_for,
    outline_names,
    parse,
)
from policygraph.sources import SourceText, read_file

_HEAD = "# What the graph says of the document itself. The keys are explained in docs/adding-a-document.md.\n"


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that is to be added.

    Attributes:
        description: what will stand in its ``document.toml``.
        files: where its texts are now, by key.
        folder: where it will stand.
    """

    description: DocumentDescription
    files: Mapping[str, Path]
    folder: Path

    @property
    def texts(self) -> list[TextFile]:
        """The texts where they are now, to be read before anything is written."""
        return [TextFile(path, self.description, key) for key, path in self.files.items()]

    @property
    def curation(self) -> Path:
        """Where its curation will stand."""
        return curation_place(self.folder, self.description.key)

    def moved(self, words: str) -> str:
        """A message about the texts as they are now, with the names that they will have."""
        for key, path in self.files.items():
            words = words.replace(str(path), str(self.folder / self.description.texts[key]))
        return words


@dataclass(frozen=True, slots=True)
class Fit:
    """How an outline reads some texts.

    Attributes:
        outline: its name.
        items: bullets that it finds.
        share: of the characters, that it explains.
    """

    outline: str
    items: int
    share: float


def read_new_texts(files: Sequence[Path], encoding: str | None) -> list[SourceText]:
    """Read the files of a document.

    Raises:
        SourceError: what cannot be read; `SeveralErrors` of all that cannot.
    """
    errors = Errors()
    sources = []
    for path in files:
        with errors.caught():
            sources.append(read_file(path, encoding=encoding or "utf-8"))
    errors.check()
    return sources


def fit_outlines(sources: Sequence[SourceText]) -> list[Fit]:
    """How each shipped outline reads some texts, the best first."""
    fits = []
    for name in outline_names():
        documents = [parse(source, find_outline(name)) for source in sources]
        ledgers = [account(document) for document in documents]
        length = sum(ledger.raw_length for ledger in ledgers)
        explained = sum(ledger.explained for ledger in ledgers)
        items = sum(len(document.occurrences) for document in documents)
        fits.append(Fit(name, items, explained / length))
    # Within a hundredth of all characters the outline that finds more bullets reads more.
    return sorted(
        fits,
        key=lambda fit: (
            not fit.items,
            -round(fit.share, 2),
            -fit.items,
            fit.outline != DEFAULT_OUTLINE,
        ),
    )


def chosen_outline(sources: Sequence[SourceText]) -> str:
    """The name of the outline that reads the longest of some texts best; ``draft`` where none of ours does."""
    return choose_outline(max(sources, key=lambda source: len(source.text))).key


def name_texts(
    files: Sequence[Path], sources: Sequence[SourceText], outline: str
) -> dict[str, Path]:
    """What each text is called in IRIs: the number of its first chapter, or else after its file.

    Raises:
        UsageError: two would have one name.
        DataError: the outline is not there or is wrong.
    """
    named: dict[str, Path] = {}
    for path, source in zip(files, sources, strict=True):
        parts = parse(source, outline_for(outline, source)).parts
        numbers = [part.number for part in parts if part.kind == "chapter" and part.number]
        stem = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", path.stem)).strip("-")
        key = numbers[0] if numbers else stem or "text"
        if key in named:
            raise UsageError("text-twice", path=path, key=key, other=named[key])
        named[key] = path
    return named


def read_day(words: str) -> datetime.date:
    """A day as people write it: ``2018-06-15`` or 平成30年６月15日.

    Raises:
        UsageError: it is none.
    """
    with suppress(ValueError):
        return datetime.date.fromisoformat(words.strip())
    folded = fold_text(words)
    for _, day in dates_in(folded, Span(0, len(folded))):
        return day
    raise UsageError("no-day", words=words)


def find_body(name: str, lexicon: Lexicon) -> str:
    """The key of a body by its key or by what it is called (``cao``, 内閣府, Cabinet Office).

    Raises:
        UsageError: the vocabulary has none; says which are near.
    """
    prefix = f"{BASE}org/"
    keys = {iri.removeprefix(prefix): iri for iri in lexicon.organizations.values()}
    if name in keys:
        return name
    folded = fold_text(name)
    found = lexicon.tag_names.get(folded)
    if found is not None:
        return found.removeprefix(prefix)
    near = nearest(folded, [*keys, *lexicon.organizations], count=3)
    if near:
        raise UsageError("no-body-near", name=name, near=", ".join(near))
    raise UsageError("no-body", name=name)


def describe(description: DocumentDescription) -> str:
    """The text of a ``document.toml``."""
    day = description.decided_on
    lines = [_HEAD]
    for key, value in (
        ("key", description.key),
        ("outline", description.outline),
        ("language", description.language),
        ("encoding", description.encoding),
        ("decided_on", day),
        ("decided_by", description.decided_by),
        ("publisher", description.publisher),
        ("source_page", description.source_page),
    ):
        if value is not None:
            written = value.isoformat() if isinstance(value, datetime.date) else _string(value)
            lines.append(f"{key} = {written}\n")
    lines += _table("title", description.titles)
    if description.licence is not None:
        lines += _table("licence", {"iri": description.licence})
    if description.notices:
        lines += _table("licence.notice", description.notices)
    lines.append("\n# One text a chapter or part: its key in IRIs and its file.")
    lines += _table("texts", description.texts)
    return "".join(lines)


def _table(name: str, values: Mapping[str, str]) -> list[str]:
    lines = [
        f"{key if key.isascii() else _string(key)} = {_string(v)}\n" for key, v in values.items()
    ]
    return [f"\n[{name}]\n", *lines]


def _string(value: str) -> str:
    """A basic string of TOML 1.0: JSON's, but for the one control character that JSON lets stand."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def check_new(document: NewDocument, others: Sequence[TextFile]) -> None:
    """Check that nothing would be overwritten and no key is taken.

    Args:
        others: the texts of the corpus.

    Raises:
        UsageError: something is there already; `SeveralErrors` of all that is.
    """
    errors = Errors()
    key = document.description.key
    for place in (document.folder, document.curation):
        if place.parent == document.folder:  # the folder itself is named
            continue
        if place.exists() or place.is_symlink():
            errors.note(UsageError("place-taken", place=place))
    taken = next((text.path for text in others if text.document.key == key), None)
    if taken is not None and not document.folder.exists():
        errors.note(UsageError("key-taken", key=key, folder=taken.parent))
    errors.check()


def write_document(document: NewDocument, curation: str) -> list[Path]:
    """Write the folder of a new document and its curation; both are there at the end, or none.

    Args:
        curation: the skeleton.

    Returns:
        What was written.

    Raises:
        StoreError: it cannot be written.
        SourceError: a text cannot be read any more.
    """
    description = document.description
    beside = document.curation.parent == document.folder
    outline = description.outline
    drafted = b""
    if outline.endswith(".toml"):  # an outline of the user's own goes with the document
        description = replace(description, outline=Path(outline).name)
    elif outline == DRAFT:  # from now on a file, so that mending a text changes no outline
        drafted = _draft(document)
        description = replace(description, outline="outline.toml")
    if not beside:
        with new_file(document.curation) as out:
            out.write(curation.encode())
    try:
        with new_folder(document.folder, marker="document.toml") as folder:
            files = {"document.toml": describe(description).encode()}
            if outline.endswith(".toml"):
                files[Path(outline).name] = _read(Path(outline))
            if drafted:
                files["outline.toml"] = drafted
            files |= {description.texts[key]: _read(path) for key, path in document.files.items()}
            if beside:
                files["curation.ttl"] = curation.encode()
            for name, data in files.items():
                (folder / name).write_bytes(data)
    except BaseException:
        if not beside:
            document.curation.unlink(missing_ok=True)
        raise
    return [*(document.folder / name for name in files), *(() if beside else (document.curation,))]


def _draft(document: NewDocument) -> bytes:
    """An outline that is drafted from the longest of a document's texts."""
    encoding = document.description.encoding or "utf-8"
    sources = [read_file(path, encoding=encoding) for path in document.files.values()]
    longest = max(sources, key=lambda source: len(source.text))
    return draft_outline(longest, key=document.description.key).encode()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(path, "text-unreadable", reason=error.strerror) from None
