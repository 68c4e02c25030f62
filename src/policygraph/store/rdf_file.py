"""RDF files as they are read: known by their names, packed or not."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from policygraph.core.errors import DataError

# Formats of one graph; a triple of these has no graph of its own.
TRIPLES = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
FORMATS: dict[str, ox.RdfFormat] = {
    **TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
}

# Formats by the names under which they are asked for.
WRITTEN: dict[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}


def is_packed(path: Path) -> bool:
    """Whether ``.gz`` stands behind the name."""
    return path.suffix.lower() == ".gz"


def rdf_suffix(path: Path) -> str:
    """The suffix that says the format, lower case and without ``.gz``."""
    return (path.with_suffix("") if is_packed(path) else path).suffix.lower()


def rdf_format(path: Path) -> ox.RdfFormat:
    """The format of a file, by its name.

    Raises:
        DataError: missing, a folder, or not an RDF file by its name.
    """
    if not path.exists():
        raise DataError(f"{path}: no such file")
    if path.is_dir():
        raise DataError(f"{path}: is a folder; name a file")
    found = FORMATS.get(rdf_suffix(path))
    if found is None:
        known = " ".join(sorted(FORMATS))
        raise DataError(
            f"{path}: not an RDF file by its name; known are {known}, each also with .gz"
        )
    return found


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Say of a file that is read in this context what is wrong with it.

    Raises:
        DataError: it cannot be read, is no gzip, or has wrong syntax (file, line, column).
    """
    try:
        yield
    except SyntaxError as error:
        place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else f"{path}"
        raise DataError(f"{place}: not {rdf_format(path).name}: {error.msg}") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError(f"{path}: not gzip, or cut short: {error}") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}") from None


def parse(path: Path, *, base: str | None = None) -> Iterator[ox.Quad]:
    """The quads of a file, as a stream.

    Raises:
        DataError: missing, not RDF, or see `reading`.
    """
    file_format = rdf_format(path)
    with reading(path):
        if is_packed(path):
            with gzip.open(path) as file:
                yield from ox.parse(cast(IO[bytes], file), format=file_format, base_iri=base)
        else:
            yield from ox.parse(path=str(path), format=file_format, base_iri=base)
