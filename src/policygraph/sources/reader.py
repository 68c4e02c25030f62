"""Read files of any format: a reader is chosen by the file's suffix or media type."""

from __future__ import annotations

import hashlib
from mimetypes import guess_extension
from pathlib import Path
from typing import Protocol

from policygraph.core.errors import SourceError
from policygraph.core.plugins import Socket
from policygraph.sources.kinds import kind_of
from policygraph.sources.normalise import normalise
from policygraph.sources.text import SourceText


class SourceReader(Protocol):
    """Reads the files of one format.

    A package plugs one in by an entry point of the group ``policygraph.source_readers`` that is
    called as the suffix (``pdf``) or the media type; an extra that it needs stands behind it in
    brackets. It takes the words out of a file and hands them, with their places, to `normalise`.
    """

    def __call__(self, data: bytes, *, name: str, encoding: str) -> SourceText:
        """Read a file.

        Args:
            data: the file's bytes.
            name: the file as the user named it, for messages.
            encoding: of formats that do not say theirs; a codec of Python's.

        Raises:
            SourceError: no text can be taken out of it; in one line, why and what to do.
        """
        ...


_HERE = "policygraph.sources"
_WORD = f"{_HERE}.word:read_word [documents]"
_HTML = f"{_HERE}.html:read_html [documents]"
_MARKDOWN = f"{_HERE}.markdown:read_markdown [documents]"
_OURS = {
    "txt": f"{_HERE}.plain_text:read_plain_text",
    "docx": _WORD,
    "docm": _WORD,
    "odt": f"{_HERE}.open_document:read_open_document [documents]",
    "html": _HTML,
    "htm": _HTML,
    "xhtml": _HTML,
    "md": _MARKDOWN,
    "markdown": _MARKDOWN,
    "pdf": f"{_HERE}.pdf.reader:read_pdf [documents]",
}
READERS: Socket[SourceReader] = Socket("policygraph.source_readers", "reader of files", _OURS)


def find_reader(name: str | Path, media_type: str = "", data: bytes = b"") -> SourceReader:
    """The reader of a file.

    Args:
        name: of the file; only its suffix is looked at.
        media_type: where the suffix says nothing, as of what comes over HTTP.
        data: its bytes: a Word file that is called ``.txt`` is read as what it is.

    Returns:
        Another package's where it claims the suffix; else that of what the bytes are; else that of the
        suffix, of the media type, of plain text.

    Raises:
        UsageError: it needs an extra that is not installed, or cannot be imported.
    """
    suffix = (Path(name).suffix or guess_extension(media_type) or "").removeprefix(".").lower()
    claimed = suffix not in _OURS and suffix in READERS.names
    for wanted in (suffix if claimed else kind_of(data) or "", suffix, media_type):
        reader = READERS.get(wanted) if wanted else None
        if reader is not None:
            return reader
    return READERS.find("txt")


def read_text(text: str, *, name: str = "text") -> SourceText:
    """Normalise a text that is already decoded; its raw hash is that of its UTF-8 bytes."""
    return normalise(text, name=name, raw_sha256=hashlib.sha256(text.encode()).hexdigest())


def read_file(path: Path, *, encoding: str = "utf-8") -> SourceText:
    """Read and normalise a source file.

    Args:
        path: a file of a format that there is a reader of; plain text without one.
        encoding: a codec of Python's, of formats that do not say theirs.

    Raises:
        SourceError: missing, unreadable, empty, binary or wrongly encoded.
        UsageError: see `find_reader`.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(path, "text-missing") from None
    except IsADirectoryError:
        raise SourceError(path, "text-is-folder") from None
    except OSError as error:
        raise SourceError(path, "text-unreadable", reason=error.strerror) from None
    return find_reader(path, data=data)(data, name=str(path), encoding=encoding)
