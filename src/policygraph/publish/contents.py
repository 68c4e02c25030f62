"""What lies in a portal directory: files, and the datasets they belong to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from policygraph.core.namespaces import BASE, IRI
from policygraph.core.terms import Literal, Term, text
from policygraph.publish.formats import PACKED

ONTOLOGY = IRI(f"{BASE}ontology")
_BLOCK = 1 << 20


class FileType(NamedTuple):
    """A type of file in the EU authority table, its name there, and the VoID feature of its syntax."""

    code: str
    name: str
    feature: str = ""


_FILE_TYPES = {
    "text/turtle": FileType("RDF_TURTLE", "Turtle", "Turtle"),
    "application/n-quads": FileType("RDF_N_QUADS", "N-Quads", "N-Quads"),
    "application/ld+json": FileType("JSON_LD", "JSON-LD", "JSON-LD"),
    "application/csvm+json": FileType("JSON", "JSON"),
    "application/json": FileType("JSON", "JSON"),
    "text/csv": FileType("CSV", "CSV"),
}


@dataclass(frozen=True, slots=True)
class PortalFile:
    """A file that is a distribution of a dataset.

    Attributes:
        path: within the directory, with ``/`` between its steps.
        dataset: whose distribution it is.
        titles, descriptions: in both languages.
        media_type: of the file, unpacked.
        size: in bytes, and ``sha256``: of the file as it lies there.
    """

    path: str
    dataset: IRI
    titles: Sequence[Term]
    descriptions: Sequence[Term]
    media_type: str
    size: int
    sha256: str

    @property
    def is_packed(self) -> bool:
        """Whether it is gzip."""
        return self.path.endswith(PACKED)

    @property
    def type(self) -> FileType:
        """Its type in the EU authority table."""
        return _FILE_TYPES[self.media_type]


@dataclass(frozen=True, slots=True)
class PortalPart:
    """A dataset of its own within the catalogue: the ontology or a scheme.

    Attributes:
        path: of the dataset below that of the whole (``ontology``, ``scheme/actor``).
        dataset: its IRI; ``thing`` is the ontology or scheme that it holds.
        licence: that it states of itself, if it does.
        attributions: what its source asks to be said.
    """

    path: str
    dataset: IRI
    thing: IRI
    titles: list[Term]
    descriptions: list[Term]
    licence: IRI | None
    attributions: list[Literal]

    @property
    def dataset_titles(self) -> list[Term]:
        """Of the dataset: with its path in ASCII, from which portals make its address."""
        called = self.path.rpartition("/")[2]
        opening = {"ja": "（{}）", "en": " ({})"}
        return [
            text(
                title.value + opening.get(title.language, " ({})").format(f"policygraph {called}"),
                title.language,
            )
            for title in self.titles
            if isinstance(title, Literal)
        ]

    @property
    def kind(self) -> str:
        """``ontology`` or ``scheme``."""
        return self.path.partition("/")[0]


@dataclass(slots=True)
class Contents:
    """A directory while it is written.

    Attributes:
        folder: where it is written.
        dataset: the graph as a whole.
        files: distributions, in the order in which they were written.
        parts: the ontology, then the schemes.
    """

    folder: Path
    dataset: IRI
    files: list[PortalFile] = field(default_factory=list)
    parts: list[PortalPart] = field(default_factory=list)

    def note(
        self,
        path: str,
        media_type: str,
        titles: Sequence[Term],
        descriptions: Sequence[Term] = (),
        dataset: IRI | None = None,
    ) -> None:
        """Note a file that lies there, of the whole graph if nothing else is said."""
        file = self.folder / path
        self.files.append(
            PortalFile(
                path, dataset or self.dataset, titles, descriptions or titles, media_type,
                file.stat().st_size, _sha256(file),
            )
        )  # fmt: skip

    def checksums(self) -> str:
        """``SHA256SUMS``: every file as ``sha256sum -c`` reads it, sorted by path."""
        paths = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return "".join(
            f"{_sha256(path)}  {path.relative_to(self.folder).as_posix()}\n"
            for path in paths
            if path.name != "SHA256SUMS"
        )


def _sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
