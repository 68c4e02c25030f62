"""Where bytes go: a file that is there whole or not at all, gzip with the same bytes each time."""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from policygraph.errors import StoreError


@contextmanager
def compressed(out: IO[bytes]) -> Iterator[IO[bytes]]:
    """Gzip without a name or time in its header, so that the same input gives the same bytes."""
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as packed:
        yield cast(IO[bytes], packed)


@contextmanager
def new_file(path: Path, *, gzipped: bool = False) -> Iterator[IO[bytes]]:
    """A file that is written beside its place and moved there when it is whole.

    Raises:
        StoreError: it cannot be written; what was there is untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise StoreError(f"{path}: is a folder; give the name of a file")
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as out:
            if gzipped:
                with compressed(out) as packed:
                    yield packed
            else:
                yield out
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from None
    finally:
        Path(beside).unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path, *, marker: str) -> Iterator[Path]:
    """A folder that is written beside its place and then takes the place of an earlier one.

    Args:
        path: where it goes.
        marker: a file of every such folder, by which an earlier one is known; a folder that holds
            other things is left alone.

    Raises:
        StoreError: it cannot be written, or holds what is not ours; what was there is untouched.
    """
    try:
        if path.exists() and not path.is_dir():
            raise StoreError(f"{path}: is a file; give a folder to --out")
        if path.is_dir() and any(path.iterdir()) and not (path / marker).exists():
            raise StoreError(f"{path}: holds other files; give a new folder to --out")
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from None
    try:
        yield beside
        beside.chmod(0o755)
        if path.exists():
            earlier = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
            path.replace(earlier)
            beside.replace(path)
            shutil.rmtree(earlier)
        else:
            beside.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
