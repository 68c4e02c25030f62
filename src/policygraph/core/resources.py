"""The ontology, shapes, queries and data that ship with the package."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from policygraph.core.errors import DataError

_PACKAGED = Path(__file__).parents[1] / "_resources"
_CHECKOUT = Path(__file__).parents[3]
# What an institute with a graph and texts of its own sets once.
GRAPH_VARIABLE: Final = "POLICYGRAPH_GRAPH"
CORPUS_VARIABLE: Final = "POLICYGRAPH_CORPUS"


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder: ``resource("ontology", "policygraph.ttl")``.

    In an installed package it lies in ``policygraph/_resources``, in a checkout at the top.

    Raises:
        DataError: the installation lacks it.
    """
    for root in (_PACKAGED, _CHECKOUT):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise DataError("installation-lacks", file="/".join(parts))


def checkout() -> Path | None:
    """The folder of this package's own files where a user may write to them: not in an installed package."""
    return None if _PACKAGED.exists() or not (_CHECKOUT / "data").is_dir() else _CHECKOUT


def vocabulary_files() -> list[Path]:
    """The SKOS schemes and things, one Turtle file each, sorted by name."""
    return sorted(resource("ontology", "vocabulary").glob("*.ttl"))


def ontology_files() -> list[Path]:
    """The ontology and its alignments."""
    return [resource("ontology", "policygraph.ttl"), resource("ontology", "alignments.ttl")]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The Turtle files that say what a text can speak of.

    Attributes:
        ontology: classes, properties and their alignments.
        schemes: concept schemes and named things, one file each.
    """

    ontology: tuple[Path, ...]
    schemes: tuple[Path, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them, the ontology first."""
        return (*self.ontology, *self.schemes)


def find_vocabulary(folder: Path | None = None) -> Vocabulary:
    """The shipped vocabulary, with a folder's files in the place of those of the same name.

    Args:
        folder: Turtle files, laid out as in the shipped ``ontology`` or without its subfolder.

    Raises:
        DataError: it is no folder, or holds no Turtle file.
    """
    ontology = {path.name: path for path in ontology_files()}
    schemes = {path.name: path for path in vocabulary_files()}
    if folder is not None:
        files = [*folder.glob("*.ttl"), *folder.glob("vocabulary/*.ttl")]
        if not files:
            raise DataError("no-turtle-files", folder=folder)
        for path in files:
            (ontology if path.name in ontology else schemes)[path.name] = path
    return Vocabulary(tuple(ontology.values()), tuple(path for _, path in sorted(schemes.items())))


def digest_of(*parts: str) -> str:
    """One digest of some texts."""
    from hashlib import sha256

    return sha256("\0".join(parts).encode()).hexdigest()


def digest_of_files(paths: Iterable[Path]) -> str:
    """One digest of the names and bytes of some files; one that cannot be read has one, too."""
    from hashlib import sha256

    parts: list[str] = []
    for path in paths:
        try:
            parts += [path.name, sha256(path.read_bytes()).hexdigest()]
        except OSError as error:
            parts += [path.name, str(error)]
    return digest_of(*parts)


def default_graph() -> str | Path:
    """The graph that is asked where none is named: that of ``POLICYGRAPH_GRAPH``, else the shipped one."""
    return os.environ.get(GRAPH_VARIABLE) or resource("data", "graph", "policygraph.trig")


def corpus_folders() -> Iterator[Path]:
    """The corpus that is read where none is named: that of ``POLICYGRAPH_CORPUS``, else the shipped one.

    Returns:
        That folder, or those of the shipped documents, sorted by name.
    """
    own = os.environ.get(CORPUS_VARIABLE)
    if own:
        yield Path(own)
        return
    for entry in sorted(os.scandir(resource("data", "source")), key=lambda entry: entry.name):
        if entry.is_dir():
            yield Path(entry.path)
