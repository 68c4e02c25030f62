"""The documents of a build: their descriptions (document.toml) and their text files."""

from __future__ import annotations

import datetime
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from policygraph.core.errors import DataError, Errors, SourceError, UsageError, phrase
from policygraph.core.resources import checkout
from policygraph.document import DRAFT, find_outline

DEFAULT_OUTLINE = "sti-strategy"
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_KEY = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class DocumentDescription:
    """What is said of a document as a whole; all but the key may be missing.

    Attributes:
        key: the last step of its IRI, lower-case letters, digits and hyphens.
        outline: the name or file of its outline, or ``draft``; empty for the one that reads a text best.
        titles: by language.
        decided_by, publisher: keys of organisations.
        notices: what the licence asks to be said, by language.
        texts: the file names of its texts, by key.
        encoding: of its texts, where they are no UTF-8.
        curation, gold: the ``curation.ttl`` and the folder ``gold`` beside the ``document.toml``, where
            there are any; else the shipped ones of this key count.
        series: what its editions have in common; empty where likeness decides.
        lineage: the ``lineage.ttl`` beside the ``document.toml``, where there is one.
    """

    key: str
    outline: str = DEFAULT_OUTLINE
    language: str = "ja"
    titles: dict[str, str] = field(default_factory=dict)
    decided_on: datetime.date | None = None
    decided_by: str | None = None
    publisher: str | None = None
    source_page: str | None = None
    licence: str | None = None
    notices: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    encoding: str | None = None
    curation: Path | None = None
    gold: Path | None = None
    series: str = ""
    lineage: Path | None = None

    @property
    def day(self) -> datetime.date | None:
        """When it was decided; where nothing says it, the first day of the year in its key or titles."""
        names = (self.key, *self.titles.values())
        found = next((match for name in names if (match := _YEAR.search(name))), None)
        year = None if found is None else datetime.date(int(found.group()), 1, 1)
        return self.decided_on or year


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text to be read and the document it belongs to.

    Attributes:
        key: what the text is called in IRIs (``5``); ``None`` for the number of its first chapter.
    """

    path: Path
    document: DocumentDescription
    key: str | None


def check_key(key: str) -> str:
    """The key itself.

    Raises:
        UsageError: it would not make a readable IRI.
    """
    if not _KEY.fullmatch(key):
        raise UsageError("no-document-key", key=key)
    return key


def read_description(path: Path) -> DocumentDescription:
    """Read a ``document.toml``.

    Raises:
        DataError: not TOML, or a key missing or of the wrong kind; `SeveralErrors` of all that are.
    """
    try:
        toml = path.read_text(encoding="utf-8-sig")
        table: dict[str, Any] = tomllib.loads(toml)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError("not-in-format", place=path, format="TOML", reason=str(error)) from None
    except OSError as error:
        raise DataError("cannot-read", path=path, reason=error.strerror) from None
    read = _Table(path, toml, table)
    description = read.description()
    read.errors.check()
    return description


def check_url(url: str) -> str:
    """The address itself, of a page or a licence.

    Raises:
        UsageError: it is none.
    """
    if not _IRI.fullmatch(url):
        raise UsageError("no-address", url=url)
    return url


_IRI = re.compile(r'https?://[^\s<>"{}|\\^`\[\]]+')
_LANGUAGE = re.compile("[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_TEXT_KEY = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_ORGANIZATION = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_KNOWN = frozenset(
    ("key", "outline", "language", "title", "decided_on", "decided_by", "publisher",
     "source_page", "licence", "texts", "encoding", "series")
)  # fmt: skip


class _Table:
    """The values of a ``document.toml``, each checked when it is asked for."""

    def __init__(self, path: Path, toml: str, table: dict[str, Any]) -> None:
        self.path = path
        self.toml = toml
        self.table = table
        self.errors = Errors()

    def _wrong(self, problem: str, key: str = "", /, **values: object) -> None:
        """Note what is wrong, with the line on which the key stands where it is found.

        Args:
            problem: a key of ``messages/errors.yaml``.
            key: of the table that it is about.
            values: for the places in braces of the message.
        """
        name = re.escape(key.rpartition(".")[2])
        found = re.search(rf'(?m)^\s*"?{name}"?\s*=', self.toml) if key else None
        line = f":{self.toml.count(chr(10), 0, found.end()) + 1}" if found else ""
        self.errors.note(
            DataError("description", place=f"{self.path}{line}", problem=phrase(problem, **values))
        )

    def description(self) -> DocumentDescription:
        for key in sorted(self.table.keys() - _KNOWN):
            self._wrong("description-unknown-key", key, key=key)
        licence = self.table.get("licence", {})
        if not isinstance(licence, dict):
            self._wrong("description-licence", "licence")
            licence = {}
        date = self.table.get("decided_on")
        if date is not None and type(date) is not datetime.date:
            self._wrong("description-date", "decided_on")
            date = None
        titles = self._by_language("title", self.table.get("title"))
        if not self.table.get("title"):
            self._wrong("description-title")
        curation, gold, lineage = (
            self.path.with_name(name) for name in ("curation.ttl", "gold", "lineage.ttl")
        )
        return DocumentDescription(
            key=self._key(),
            outline=self._outline(),
            language=self._string("language", _LANGUAGE) or "ja",
            titles=titles,
            decided_on=date,
            decided_by=self._string("decided_by", _ORGANIZATION),
            publisher=self._string("publisher", _ORGANIZATION),
            source_page=self._string("source_page", _IRI),
            licence=self._string("iri", _IRI, licence),
            notices=self._by_language("licence.notice", licence.get("notice", {})),
            texts=self._texts(),
            encoding=self._string("encoding"),
            curation=curation if curation.exists() else None,
            gold=gold if gold.is_dir() else None,
            series=self._string("series", _KEY) or "",
            lineage=lineage if lineage.exists() else None,
        )

    def _key(self) -> str:
        key = self._string("key")
        if key is None:
            self._wrong("description-no-key")
        elif not _KEY.fullmatch(key):
            self._wrong("description-key", "key", key=key)
        return key or ""

    def _outline(self) -> str:
        """The name of a shipped outline, or the path of a file that stands beside the document."""
        outline = self._string("outline") or DEFAULT_OUTLINE
        return str(self.path.parent / outline) if outline.endswith(".toml") else outline

    def _texts(self) -> dict[str, str]:
        texts = self.table.get("texts")
        if not isinstance(texts, dict) or not texts:
            self._wrong("description-texts", "texts")
            return {}
        for key, name in texts.items():
            if not _TEXT_KEY.fullmatch(key) or not isinstance(name, str):
                self._wrong("description-text-key", key, key=key)
            elif not (self.path.parent / name).exists():
                self._wrong("description-text-file", key, name=name)
        return texts

    def _string(
        self, key: str, form: re.Pattern[str] | None = None, table: dict[str, Any] | None = None
    ) -> str | None:
        value = (self.table if table is None else table).get(key)
        if value is None:
            return None
        if not isinstance(value, str) or (form is not None and not form.fullmatch(value)):
            self._wrong("description-value", key, key=key, value=repr(value))
            return None
        return value

    def _by_language(self, key: str, value: object) -> dict[str, str]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._wrong("description-by-language", key, key=key)
            return {}
        for language, words in value.items():
            if not _LANGUAGE.fullmatch(language) or not isinstance(words, str):
                self._wrong(
                    "description-language", language, key=key, language=language, value=repr(words)
                )
        return value


def _folder_texts(folder: Path) -> Iterator[TextFile]:
    description = read_description(folder / "document.toml")
    for key, name in description.texts.items():
        yield TextFile(folder / name, description, key)


def find_texts(
    paths: Iterable[Path],
    *,
    key: str | None = None,
    title: str | None = None,
    fallback_key: str | None = None,
    outline: str | None = None,
    errors: Errors | None = None,
) -> list[TextFile]:
    """The texts that the paths of a build stand for.

    Args:
        paths: text files; folders that hold a ``document.toml``; folders of such folders.
        key: the document key of text files that no ``document.toml`` beside them names.
        title: their document's title.
        fallback_key: their key where ``key`` is missing; without it that is made of the file's name.
        outline: the outline of all of them, whatever their documents say: a name, a file, or ``draft``.
        errors: takes what is wrong, and what is right is returned; without it all errors are raised.

    Raises:
        UsageError: a key that would not make a readable IRI, or that no text needs.
        SourceError: nothing at a path, or a folder without a document.
        DataError: a wrong ``document.toml``; `SeveralErrors` where several things are wrong.
    """
    found: list[TextFile] = []
    own = Errors() if errors is None else errors
    if outline:
        with own.caught():
            check_outline(outline)
    for path in paths:
        with own.caught():
            if path.is_dir():
                found += _directory(path, own)
            elif not path.exists():
                raise SourceError(path, "text-missing")
            else:
                found.append(_file(path, key, title, fallback_key))
    if outline:
        found = [replace(t, document=replace(t.document, outline=outline)) for t in found]
    if errors is None:
        own.check()
    if own:
        return found
    if title is not None and not any(t.document.titles.get("ja") == title for t in found):
        raise UsageError("title-of-described")
    if key is not None and not any(text.document.key == key for text in found):
        raise UsageError("key-of-described")
    return found


def check_outline(name: str) -> str:
    """The name itself, of a shipped outline, a file, or ``draft``.

    Raises:
        DataError: there is none, or it is wrong.
    """
    if name != DRAFT:
        find_outline(name)
    return name


def curation_place(folder: Path, key: str) -> Path:
    """Where the curation of a document stands or goes: beside it, or with that of the shipped texts.

    Args:
        folder: that of its ``document.toml``.
        key: its key.
    """
    own = checkout()
    if own is None or folder.resolve().parent != (own / "data" / "source").resolve():
        return folder / "curation.ttl"
    return own / "data" / "curation" / f"{key}.ttl"


def whole_corpus(paths: Iterable[Path]) -> list[Path]:
    """The paths with the documents that stand beside theirs: a restatement may have its original there.

    Args:
        paths: as `find_texts` takes them; a text that no ``document.toml`` stands beside is alone.
    """
    folders: dict[Path, Path] = {}  # by what they are, so that a linked one counts once
    for path in paths:
        own = path if path.is_dir() else path.parent
        if (own / "document.toml").exists():
            above = own.parent if own.name not in ("", "..") else own.resolve().parent
            for toml in sorted(above.glob("*/document.toml")):
                folders.setdefault(toml.parent.resolve(), toml.parent)
        else:
            folders.setdefault(path.resolve(), path)
    return list(folders.values())


def _directory(path: Path, errors: Errors) -> list[TextFile]:
    if (path / "document.toml").exists():
        return list(_folder_texts(path))
    folders = sorted(child.parent for child in path.glob("*/document.toml"))
    if not folders:
        raise SourceError(path, "folder-without-description")
    found: list[TextFile] = []
    for folder in folders:
        with errors.caught():
            found += _folder_texts(folder)
    return found


def _file(path: Path, key: str | None, title: str | None, fallback_key: str | None) -> TextFile:
    description_file = path.parent / "document.toml"
    if key is None and description_file.exists():
        description = read_description(description_file)
        for text_key, name in description.texts.items():
            if name == path.name:
                return TextFile(path, description, text_key)
    key = check_key(key or fallback_key or _key_of(path))
    titles = {"ja": title} if title else {}
    return TextFile(path, DocumentDescription(key, outline="", titles=titles), None)


def _key_of(path: Path) -> str:
    """A document key made of the Latin letters and digits of a file's name."""
    name = unicodedata.normalize("NFKC", path.stem).lower()
    return re.sub("[^a-z0-9]+", "-", name).strip("-") or "text"
