"""The ontology, shapes, queries and data that ship with the package."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from policygraph.core.errors import DataError

_PACKAGED = Path(__file__).parents[1] / "_resources"
_CHECKOUT = Path(__file__).parents[3]


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
    raise DataError(f"the installation lacks {'/'.join(parts)}; install policygraph again")


def vocabulary_files() -> list[Path]:
    """The SKOS schemes and things, one Turtle file each, sorted by name."""
    return sorted(resource("ontology", "vocabulary").glob("*.ttl"))


def ontology_files() -> list[Path]:
    """The ontology and its alignments."""
    return [resource("ontology", "policygraph.ttl"), resource("ontology", "alignments.ttl")]


def corpus_folders() -> Iterator[Path]:
    """The folders of the shipped corpus, one a document, sorted by name."""
    for entry in sorted(os.scandir(resource("data", "source")), key=lambda entry: entry.name):
        if entry.is_dir():
            yield Path(entry.path)
