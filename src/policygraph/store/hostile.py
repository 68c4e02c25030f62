"""What an RDF file may not do to its reader: grow without end when it is unpacked or its entities are put in.

Engines of Turtle, N-Quads and JSON-LD bound what they nest and hold themselves. That of RDF/XML puts in
entities however large they become and takes ever longer the deeper elements stand in one another, so such a
file is first read by a parser that counts.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, cast
from xml.parsers import expat

MOST_DEPTH: Final = 1000  # elements in one another
_PACKED, _UNPACKED = 200, 2**30  # times the packed size, and bytes that are never too many
_EXPANDED, _SMALL = 20, 2**24  # times the size of the file, and characters that are never too many
_PIECE = 2**16
_KEYS = ("unpacks-too-large", "xml-entities", "xml-too-deep")


class HostileError(OSError):
    """A file that does; ``str()`` is a key of ``messages/errors.yaml``."""


class Unpacked(io.RawIOBase):
    """What is unpacked, as long as it is in proportion to the file.

    Args:
        file: unpacks while it is read.
        size: bytes of the packed file.
    """

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._left = max(size * _PACKED, _UNPACKED)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Unpack some.

        Raises:
            HostileError: it becomes too much.
        """
        data = self._file.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise HostileError("unpacks-too-large")
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def unpacked(path: Path) -> Iterator[IO[bytes]]:
    """A file that was packed by gzip, as long as what comes out of it is in proportion to it."""
    with gzip.open(path) as file:
        bounded = Unpacked(cast(IO[bytes], file), path.stat().st_size)
        yield cast(IO[bytes], io.BufferedReader(bounded, _PIECE))


def kind_of_hostile(error: OSError) -> str | None:
    """The key of what is said of a file, also where an engine passes the error on in words of its own."""
    words = str(error)
    return next((key for key in _KEYS if key in words), None)


def check_xml(path: Path, *, is_packed: bool) -> None:
    """Read an XML file without doing anything with it, see `_check`.

    Raises:
        HostileError: its elements stand too deep in one another, or its entities make too much of it.
    """
    with unpacked(path) if is_packed else path.open("rb") as file:
        _check(file, path.stat().st_size)


def _check(file: IO[bytes], size: int) -> None:
    """Read an XML file without doing anything with it.

    What is no XML is left for the engine to tell, unless there are entities in it.

    Args:
        file: from its beginning.
        size: bytes of the file.

    Raises:
        HostileError: its elements stand too deep in one another, or its entities make too much of it.
    """
    parser = expat.ParserCreate()
    depth, left = 0, max(size * _EXPANDED, _SMALL)
    has_entities = False

    def spend(count: int) -> None:
        nonlocal left
        left -= count
        if left < 0:
            raise HostileError("xml-entities")

    def start(_: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_DEPTH:
            raise HostileError("xml-too-deep")
        spend(sum(map(len, attributes.values())))

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        nonlocal has_entities
        has_entities = True

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda words: spend(len(words))
    parser.EntityDeclHandler = declared
    begin = b""
    try:
        while piece := file.read(_PIECE):
            begin = begin or piece
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        if has_entities or b"ENTITY" in begin.replace(b"\x00", b""):
            raise HostileError("xml-entities") from None
