"""Plain text: its bytes decoded, or refused in one line that says what the file is."""

from __future__ import annotations

import hashlib
import re

from policygraph.core.errors import SourceError
from policygraph.sources.normalise import normalise, without_layout
from policygraph.sources.text import SourceText

_WIDE = ("utf-16", "utf16", "utf-32", "utf32")
# How files begin that people take for texts, and what to do with them.
_NO_TEXTS = (
    (b"%PDF", "a PDF", "take its text out first, with pdftotext or by copying"),
    (b"PK\x03\x04", "a Word file or archive", "save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old Word file", "save it as plain text"),
    (b"\x89PNG", "a picture", "give its text"),
    (b"\xff\xd8\xff", "a picture", "give its text"),
    (b"\x1f\x8b", "a compressed file", "unpack it"),
)
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE
)
# Encodings that Japanese government texts come in, asked in this order for a hint.
_OTHERS = (("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("iso2022_jp", "ISO-2022-JP"))


def _can_decode(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _hint(data: bytes) -> str:
    if data[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return ": it begins like UTF-32; say --encoding utf-32"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ": it begins like UTF-16; say --encoding utf-16"
    for codec, spoken in _OTHERS:
        if _can_decode(data, codec):
            return f": if it is {spoken}, say --encoding {codec}"
    return ": name its encoding with --encoding"


def _hint_for_nul(data: bytes) -> str:
    for codec in ("utf-16-le", "utf-16-be"):
        # A Japanese text has more than one full stop in a thousand characters.
        if _can_decode(data, codec) and data.decode(codec).count("。") * 2000 > len(data):
            return f"; if it is UTF-16 without a mark, say --encoding {codec}"
    return "; give a text file"


def _check_kind(data: bytes, name: str, encoding: str) -> None:
    """Refuse what is no text.

    Raises:
        SourceError: a file of another kind, or of an encoding that its first bytes give away.
    """
    for beginning, kind, advice in _NO_TEXTS:
        if data.startswith(beginning):
            raise SourceError(name, f"is {kind}, not a text; {advice}")
    if _HTML.match(data):
        raise SourceError(
            name, "is HTML, not a text; copy its words from a browser into a text file"
        )
    if encoding.lower().startswith(_WIDE):
        return
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise SourceError(name, f"not {encoding.upper()} at byte 0 ({data[0]:#04x}){_hint(data)}")
    if b"\x1b$B" in data and encoding.lower() in ("utf-8", "utf8"):
        raise SourceError(name, "not UTF-8: its escape sequences say --encoding iso2022_jp")
    if b"\0" in data:
        place = data.index(0)
        raise SourceError(
            name, f"is not a text: a NUL byte stands at byte {place}{_hint_for_nul(data)}"
        )


def decode(data: bytes, *, name: str, encoding: str = "utf-8") -> str:
    """Decode the bytes of a source text.

    Args:
        data: the file's bytes.
        name: the file as the user named it, for messages.
        encoding: a codec of Python's.

    Returns:
        The raw text; a byte order mark in UTF-8 stays as U+FEFF.

    Raises:
        SourceError: empty, binary, an unknown encoding, or bytes that are not in it.
    """
    if not data.strip():
        raise SourceError(name, "is empty")
    _check_kind(data, name, encoding)
    try:
        raw = data.decode(encoding)
    except LookupError:
        raise SourceError(
            name, f'no encoding is called "{encoding}"; use utf-8, cp932, euc_jp …'
        ) from None
    except UnicodeDecodeError as error:
        place = f"at byte {error.start} ({data[error.start]:#04x})"
        raise SourceError(name, f"not {encoding.upper()} {place}{_hint(data)}") from None
    except UnicodeError:
        raise SourceError(name, f'"{encoding}" is no encoding to read with') from None
    if not without_layout(raw):
        raise SourceError(name, "is empty")
    return raw


def read_plain_text(data: bytes, *, name: str, encoding: str) -> SourceText:
    """Read a plain text: the `SourceReader` of ``.txt`` and of files that no other knows.

    Raises:
        SourceError: see `decode`.
    """
    raw = decode(data, name=name, encoding=encoding)
    return normalise(raw, name=name, raw_sha256=hashlib.sha256(data).hexdigest())
