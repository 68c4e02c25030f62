"""Plain text: its bytes decoded, or refused in one line that says what the file is."""

from __future__ import annotations

import hashlib

from policygraph.core.errors import SourceError, phrase
from policygraph.core.messages import Message
from policygraph.sources.kinds import check_kind
from policygraph.sources.normalise import normalise, without_layout
from policygraph.sources.tabbed import tabbed_rows
from policygraph.sources.text import SourceText

_WIDE = ("utf-16", "utf16", "utf-32", "utf32")
# Encodings that Japanese government texts come in, asked in this order for a hint.
_OTHERS = (("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("iso2022_jp", "ISO-2022-JP"))
# Names of the IANA, the WHATWG and Windows for codecs that Python calls otherwise; what is written as
# Shift_JIS is the code page of Windows, with ① and ㈱.
_CODECS = {
    "cp932": (
        "windows-31j", "cswindows31j", "windows-932", "ms-932", "shift-jis", "shiftjis", "sjis", "s-jis",
        "x-sjis", "csshiftjis", "sjis-win", "x-ms-cp932", "ibm943", "cp943",
    ),
    "euc_jp": ("x-euc-jp", "eucjp-win", "eucjp-ms", "euc-jp-ms", "cp51932", "cp20932"),
    "iso2022_jp": ("jis", "csiso2022jp", "iso-2022-jp-ms", "cp50220", "cp50221", "cp50222"),
    "utf-8": ("utf-8n", "utf8n", "utf-8-bom", "utf8-bom", "utf8mb4", "unicode-1-1-utf-8"),
    "utf-16": ("unicode",),
}  # fmt: skip
_BY_NAME = {name: codec for codec, names in _CODECS.items() for name in names}


def find_codec(encoding: str) -> str:
    """Python's codec for the name of an encoding, which may be one that only others use."""
    return _BY_NAME.get(encoding.strip().lower().replace("_", "-"), encoding)


def _can_decode(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _not_encoded(name: str, data: bytes, encoding: str, at: int) -> SourceError:
    byte = f"{data[at]:#04x}"
    return SourceError(
        name, "text-not-encoded", encoding=encoding.upper(), at=at, byte=byte, hint=_hint(data)
    )


def _hint(data: bytes) -> Message:
    if data[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return phrase("begins-like", name="UTF-32", codec="utf-32")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return phrase("begins-like", name="UTF-16", codec="utf-16")
    for codec, spoken in _OTHERS:
        if _can_decode(data, codec):
            return phrase("may-be-encoded", name=spoken, codec=codec)
    return phrase("name-encoding")


def _hint_for_nul(data: bytes) -> Message:
    for codec in ("utf-16-le", "utf-16-be"):
        # A Japanese text has more than one full stop in a thousand characters.
        if _can_decode(data, codec) and data.decode(codec).count("。") * 2000 > len(data):
            return phrase("may-be-utf16", codec=codec)
    return phrase("give-text")


def _check_text(data: bytes, name: str, encoding: str) -> None:
    """Refuse what is no text.

    Raises:
        SourceError: a file of another kind, or of an encoding that its first bytes give away.
    """
    check_kind(data, name)
    if encoding.lower().startswith(_WIDE):
        return
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _not_encoded(name, data, encoding, 0)
    if b"\x1b$B" in data and encoding.lower() in ("utf-8", "utf8"):
        raise SourceError(name, "text-is-iso2022")
    if b"\0" in data:
        raise SourceError(name, "text-holds-nul", byte=data.index(0), hint=_hint_for_nul(data))


def decode(data: bytes, *, name: str, encoding: str = "utf-8") -> str:
    """Decode the bytes of a source text.

    Args:
        data: the file's bytes.
        name: the file as the user named it, for messages.
        encoding: a codec of Python's, or one of the names that others have for it (Windows-31J).

    Returns:
        The raw text; a byte order mark in UTF-8 stays as U+FEFF.

    Raises:
        SourceError: empty, binary, an unknown encoding, or bytes that are not in it.
    """
    if not data.strip():
        raise SourceError(name, "text-empty")
    codec = find_codec(encoding)
    _check_text(data, name, codec)
    try:
        raw = data.decode(codec)
    except LookupError:
        raise SourceError(name, "no-encoding", encoding=encoding) from None
    except UnicodeDecodeError as error:
        raise _not_encoded(name, data, encoding, error.start) from None
    except UnicodeError:
        raise SourceError(name, "no-text-encoding", encoding=encoding) from None
    if not without_layout(raw):
        raise SourceError(name, "text-empty")
    return raw


def read_plain_text(data: bytes, *, name: str, encoding: str) -> SourceText:
    """Read a plain text: the `SourceReader` of ``.txt`` and of files that no other knows.

    Raises:
        SourceError: see `decode`.
    """
    raw = decode(data, name=name, encoding=encoding)
    digest = hashlib.sha256(data).hexdigest()
    return normalise(raw, name=name, raw_sha256=digest, blocks=tabbed_rows(raw))
