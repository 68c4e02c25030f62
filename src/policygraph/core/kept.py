"""What one run keeps for another: files that are there whole or not at all, and are believed only if they are."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import policygraph
from policygraph.core.output import new_file
from policygraph.core.resources import digest_of, digest_of_files, resource
from policygraph.version import VERSION

# What reads, and the data that it reads by.
_PACKAGES: Final = (
    "core",
    "sources",
    "document",
    "annotation",
    "corpus",
    "lineage",
    "graph",
    "store",
)
_DATA: Final = ("fold", "outlines", "calendar")
_HEAD: Final = b"policygraph keeps\n"
_DIGEST: Final = 32  # bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """What tells whether a file is the one that was written.

    Attributes:
        size: in bytes.
        changed: when it was written, in nanoseconds.
        digest: of its bytes.
    """

    size: int
    changed: int
    digest: bytes

    @classmethod
    def of(cls, path: Path, data: bytes) -> Seal:
        """That of a file that holds some bytes; of none where it is to be believed by its time alone."""
        stat = path.stat()
        return cls(stat.st_size, stat.st_mtime_ns, _digest(data) if data else b"")

    def holds(self, path: Path) -> bool:
        """Whether the file is as it was; one of another time is read to tell."""
        try:
            stat = path.stat()
            if stat.st_size != self.size:
                return False
            return stat.st_mtime_ns == self.changed or _digest(path.read_bytes()) == self.digest
        except OSError:
            return False


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def read_kept(path: Path) -> Any:
    """What `write_kept` wrote; ``None`` where nothing whole is there, or somebody else's."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    begin = len(_HEAD) + _DIGEST
    if len(data) < begin or not data.startswith(_HEAD):
        return None
    kept = memoryview(data)[begin:]
    if blake2b(kept, digest_size=_DIGEST).digest() != data[len(_HEAD) : begin]:
        return None
    try:
        return pickle.loads(kept)
    except Exception:  # of a program that had other classes, whatever that comes to
        return None


def write_kept(path: Path, thing: object) -> None:
    """Keep something for another build, whole or not at all."""
    kept = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
    with new_file(path) as out:
        out.write(_HEAD)
        out.write(blake2b(kept, digest_size=_DIGEST).digest())
        out.write(kept)


@cache
def program() -> str:
    """The digest of the program and its data; an installed one changes with its version as well."""
    home = Path(policygraph.__file__).parent
    files = [path for package in _PACKAGES for path in (home / package).rglob("*.*")]
    files += [path for name in _DATA for path in resource("data", name).rglob("*.*")]
    kept = (path for path in files if path.suffix != ".pyc" and path.is_file())
    return digest_of(VERSION, digest_of_files(sorted(kept)))
