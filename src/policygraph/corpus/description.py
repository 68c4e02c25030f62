"""The documents of a build: their descriptions (document.toml) and their text files."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policygraph.core.errors import DataError, SourceError, UsageError

DEFAULT_OUTLINE = "sti-strategy"
_KEY = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class DocumentDescription:
    """What is said of a document as a whole; all but the key may be missing.

    Attributes:
        key: the last step of its IRI, lower-case letters, digits and hyphens.
        titles: by language.
        decided_by, publisher: keys of organisations.
        notices: what the licence asks to be said, by language.
        texts: the file names of its texts, by key.
        curation: a ``curation.ttl`` beside the ``document.toml``, where there is one.
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
    curation: Path | None = None


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
        raise UsageError(
            f'"{key}" cannot be a document key: use lower-case letters, digits and hyphens,'
            " like sti-strategy-2017"
        )
    return key


def read_description(path: Path) -> DocumentDescription:
    """Read a ``document.toml``.

    Raises:
        DataError: not TOML, or a key missing or of the wrong kind.
    """
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: not TOML: {error}") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from None
    return _Table(path, table).description()


_IRI = re.compile(r'https?://[^\s<>"{}|\\^`\[\]]+')
_LANGUAGE = re.compile("[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_TEXT_KEY = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_ORGANIZATION = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_KNOWN = frozenset(
    ("key", "outline", "language", "title", "decided_on", "decided_by", "publisher",
     "source_page", "licence", "texts")
)  # fmt: skip


class _Table:
    """The values of a ``document.toml``, each checked when it is asked for."""

    def __init__(self, path: Path, table: dict[str, Any]) -> None:
        self.path = path
        self.table = table

    def _wrong(self, problem: str) -> DataError:
        return DataError(f"{self.path}: {problem}; see docs/adding-a-document.md")

    def description(self) -> DocumentDescription:
        unknown = sorted(self.table.keys() - _KNOWN)
        if unknown:
            raise self._wrong(f"knows no key {', '.join(unknown)}")
        licence = self.table.get("licence", {})
        if not isinstance(licence, dict):
            raise self._wrong("licence is a table with iri and notice")
        date = self.table.get("decided_on")
        if date is not None and type(date) is not datetime.date:
            raise self._wrong("decided_on is not a date such as 2017-06-02")
        titles = self._by_language("title", self.table.get("title"))
        texts = self.table.get("texts")
        if not titles:
            raise self._wrong('lacks a title; add [title] with a line such as ja = "…"')
        if not isinstance(texts, dict) or not texts:
            raise self._wrong('names no text; add [texts] with lines such as 5 = "5.txt"')
        for key, name in texts.items():
            if not _TEXT_KEY.fullmatch(key) or not isinstance(name, str):
                raise self._wrong(f'the text "{key}" needs a plain key and a file name')
        beside = self.path.with_name("curation.ttl")
        return DocumentDescription(
            key=check_key(self._string("key") or ""),
            outline=self._string("outline") or DEFAULT_OUTLINE,
            language=self._string("language", _LANGUAGE) or "ja",
            titles=titles,
            decided_on=date,
            decided_by=self._string("decided_by", _ORGANIZATION),
            publisher=self._string("publisher", _ORGANIZATION),
            source_page=self._string("source_page", _IRI),
            licence=self._string("iri", _IRI, licence),
            notices=self._by_language("licence.notice", licence.get("notice", {})),
            texts=texts,
            curation=beside if beside.exists() else None,
        )

    def _string(
        self, key: str, form: re.Pattern[str] | None = None, table: dict[str, Any] | None = None
    ) -> str | None:
        value = (self.table if table is None else table).get(key)
        if value is None:
            return None
        if not isinstance(value, str) or (form is not None and not form.fullmatch(value)):
            raise self._wrong(f"{key} cannot be {value!r}")
        return value

    def _by_language(self, key: str, value: object) -> dict[str, str]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._wrong(f'{key} is a table by language, such as ja = "…"')
        for language, words in value.items():
            if not _LANGUAGE.fullmatch(language) or not isinstance(words, str):
                raise self._wrong(f"{key} has no place for {language} = {words!r}")
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
) -> list[TextFile]:
    """The texts that the paths of a build stand for.

    Args:
        paths: text files; folders that hold a ``document.toml``; folders of such folders.
        key: the document key of text files that no ``document.toml`` beside them names.
        title: their document's title.
        fallback_key: their key where ``key`` is missing; without it a bare text needs ``key``.

    Raises:
        UsageError: a bare text without a key.
        SourceError: nothing at a path, or a folder without a document.
        DataError: a wrong ``document.toml``.
    """
    found: list[TextFile] = []
    for path in paths:
        if path.is_dir():
            found += _directory(path)
        elif not path.exists():
            raise SourceError(path, "no such file")
        else:
            found.append(_file(path, key, title, fallback_key))
    if title is not None and not any(t.document.titles.get("ja") == title for t in found):
        raise UsageError("--title is for text files without a document.toml; write it there")
    if key is not None and not any(text.document.key == key for text in found):
        raise UsageError(
            "--key is for text files without a document.toml; all that were given have one"
        )
    return found


def _directory(path: Path) -> list[TextFile]:
    if (path / "document.toml").exists():
        return list(_folder_texts(path))
    folders = sorted(child.parent for child in path.glob("*/document.toml"))
    if not folders:
        raise SourceError(
            path, "holds no document.toml; name its text files and say --key, or write one"
        )
    return [text for folder in folders for text in _folder_texts(folder)]


def _file(path: Path, key: str | None, title: str | None, fallback_key: str | None) -> TextFile:
    description_file = path.parent / "document.toml"
    if key is None and description_file.exists():
        description = read_description(description_file)
        for text_key, name in description.texts.items():
            if name == path.name:
                return TextFile(path, description, text_key)
    key = key or fallback_key
    if key is None:
        raise UsageError(
            f"{path}: no document.toml names this text; say --key KEY, like --key my-strategy-2018"
        )
    titles = {"ja": title} if title else {}
    return TextFile(path, DocumentDescription(check_key(key), titles=titles), None)
