"""The files of a portal directory and what is said of each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from policygraph.core.namespaces import IRI

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class PortalFile:
    """A file that is a distribution of a dataset.

    Attributes:
        path: within the directory, with ``/`` between its steps.
        dataset: whose distribution it is.
        title, description: by language.
        media_type: of the file, unpacked.
        file_type: its code in the EU authority table.
        size, sha256: of the file as it lies there.
    """

    path: str
    dataset: IRI
    title: dict[str, str]
    description: dict[str, str]
    media_type: str
    file_type: str
    size: int
    sha256: str

    @property
    def is_packed(self) -> bool:
        """Whether it is gzip."""
        return self.path.endswith(".gz")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def checksum_list(folder: Path) -> str:
    """``SHA256SUMS``: every file of a directory as ``sha256sum -c`` reads it, sorted by path."""
    paths = sorted(
        path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS"
    )
    return "".join(f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths)
