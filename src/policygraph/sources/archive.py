"""Files that are a zip of XML parts (Word, OpenDocument), opened without trust in what they say."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Any

from lxml import etree

from policygraph.core.errors import SourceError, phrase
from policygraph.core.messages import Message
from policygraph.sources.kinds import check_kind, kind_of

_MEBIBYTE = 1 << 20
_PART = 48 * _MEBIBYTE  # a part when unpacked; that of a book of a thousand pages is some 15
_ENCRYPTED = 0x1  # flag bit of an entry

Element = Any  # lxml has no types


class Package:
    """A zip of XML parts.

    Args:
        data: the file's bytes.
        name: the file as the user named it.
        format: what it should be, for messages: ``Word``.

    Raises:
        SourceError: of another kind, no zip, or cut short.
    """

    def __init__(self, data: bytes, *, name: str, format: str) -> None:  # noqa: A002
        self.name, self.format = name, format
        if kind_of(data) is None:
            check_kind(data, name)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise self.damaged(phrase("no-zip")) from None
        self._members = {info.filename: info for info in self._zip.infolist()}

    def damaged(self, reason: Message) -> SourceError:
        """The error that says what is wrong with the file."""
        return SourceError(self.name, "file-damaged", format=self.format, reason=reason)

    def __contains__(self, part: str) -> bool:
        return part in self._members

    def read(self, part: str) -> bytes:
        """The bytes of a part.

        Raises:
            SourceError: missing, damaged, encrypted, or larger than any document is.
        """
        info = self._members.get(part)
        if info is None:
            raise self.damaged(phrase("part-missing", part=part))
        if info.flag_bits & _ENCRYPTED:
            raise SourceError(self.name, "file-encrypted")
        try:
            with self._zip.open(info) as file:
                data = file.read(_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
            raise self.damaged(phrase("part-damaged", part=part)) from None
        if len(data) > _PART:
            raise SourceError(self.name, "file-too-large", part=part, limit=_PART // _MEBIBYTE)
        return data

    def xml(self, part: str) -> Element:
        """The root element of a part.

        Raises:
            SourceError: see `read`; no XML, entities of its own, nested too deep.
        """
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(_transitional(self.read(part)), parser)
        except etree.XMLSyntaxError as error:
            reason = phrase("part-no-xml", part=part, reason=str(error.msg))
            raise self.damaged(reason) from None
        dtd = root.getroottree().docinfo.internalDTD
        if dtd is not None and any(True for _ in dtd.iterentities()):
            raise self.damaged(phrase("part-has-entities", part=part))
        return root

    def xml_or_none(self, part: str) -> Element | None:
        """The root element of a part that need not be there."""
        return self.xml(part) if part in self else None


_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main":
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships":
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}  # fmt: skip


def _transitional(data: bytes) -> bytes:
    """Word's "strict" files have the same elements under other namespaces."""
    if _STRICT in data:
        for strict, transitional in _TRANSITIONAL.items():
            data = data.replace(strict, transitional)
    return data


def local_name(element: Element) -> str:
    """The name of an element without its namespace; empty for what is none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
