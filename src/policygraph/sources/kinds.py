"""What kind of file it is by its first bytes, whatever its name says."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from policygraph.core.errors import SourceError

_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODT = b"application/vnd.oasis.opendocument.text"
_BEGINNING = 4096  # bytes in which a page has to begin
# How files begin that people take for documents, and what they are told.
_NO_DOCUMENTS = (
    (b"%PDF", "text-is-pdf"),
    (b"\x89PNG", "text-is-picture"),
    (b"\xff\xd8\xff", "text-is-picture"),
    (b"\x1f\x8b", "text-is-packed"),
    (b"{\\rtf", "text-is-rtf"),
)


def kind_of(data: bytes) -> str | None:
    """The suffix of the files that it is one of: ``pdf``, ``docx``, ``odt``, ``html``; or ``None``."""
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(_ZIP):
        return _kind_of_zip(data)
    return "html" if _HTML.match(data[:_BEGINNING]) else None


def _members(data: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            return set(file.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return set()


def _kind_of_zip(data: bytes) -> str | None:
    # An OpenDocument says what it is in its first entry, which is not packed.
    if _ODT in data[:200]:
        return "odt"
    names = _members(data)
    if any(name.startswith("word/document") and name.endswith(".xml") for name in names):
        return "docx"
    return "odt" if {"content.xml", "META-INF/manifest.xml"} <= names else None


def check_kind(data: bytes, name: str) -> None:
    """Refuse what no reader of ours reads.

    Args:
        data: the file's bytes.
        name: the file as the user named it.

    Raises:
        SourceError: what it is, and what to do.
    """
    for beginning, message in _NO_DOCUMENTS:
        if data.startswith(beginning):
            raise SourceError(name, message)
    if data.startswith(_OLE):
        protected = "EncryptedPackage".encode("utf-16-le") in data
        raise SourceError(name, "file-encrypted" if protected else "text-is-old-word")
    if data.startswith(_ZIP):
        names = _members(data)
        if {"xl/workbook.xml", "ppt/presentation.xml"} & names:
            raise SourceError(name, "text-is-sheet")
        if names:
            raise SourceError(name, "text-is-archive")
