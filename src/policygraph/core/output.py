"""Where bytes go: a file that is there whole or not at all, gzip with the same bytes each time."""

from __future__ import annotations

import datetime
import fcntl
import gzip
import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from policygraph.core.errors import StoreError, UsageError
from policygraph.core.placing import (
    beside_file,
    beside_folder,
    changing_folder,
    place_file,
    place_folder,
)


@contextmanager
def compressed(out: IO[bytes]) -> Iterator[IO[bytes]]:
    """Gzip without a name or time in its header, so that the same input gives the same bytes."""
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as packed:
        yield cast(IO[bytes], packed)


def source_date() -> datetime.date | None:
    """The day (UTC) of ``SOURCE_DATE_EPOCH``, by which what is written can be the same each time.

    Raises:
        UsageError: it is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return None
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError("no-epoch", epoch=epoch) from None


def not_a_folder(path: Path) -> Path | None:
    """What stands where a folder above the path would have to be; ``None`` if nothing does."""
    for above in path.parents:
        try:
            above.stat()
        except (FileNotFoundError, NotADirectoryError):
            continue
        return None if above.is_dir() else above
    return None


def check_out(path: Path) -> None:
    """Check that a file can be written, before the work for it begins.

    Raises:
        UsageError: its folder is missing, closed or a file, or a folder has its name.
    """
    blocking = not_a_folder(path)
    if blocking is not None:
        raise UsageError("not-a-folder", path=path, blocking=blocking)
    folder = path.parent
    if not folder.is_dir():
        raise UsageError("no-folder", path=path, folder=folder)
    if path.is_dir():
        raise UsageError("is-folder", path=path)
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise UsageError("may-not-write", path=path)


@contextmanager
def _folder_of(path: Path) -> Iterator[None]:
    """Make the folder that a path lies in; where the work fails, what was made goes again."""
    blocking = not_a_folder(path)
    if blocking is not None:
        raise StoreError("not-a-folder", path=path, blocking=blocking)
    made = [above for above in path.parents if not above.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        with suppress(OSError):  # somebody else has put a file into it
            for above in made:
                above.rmdir()
        raise


@contextmanager
def _unwritten(path: Path) -> Iterator[None]:
    """Name the file in what the system complains of."""
    try:
        yield
    except BrokenPipeError:  # the reader of a pipe has enough
        raise
    except OSError as error:
        raise StoreError("cannot-write", path=path, reason=error.strerror or error) from None


def _is_special(path: Path) -> bool:
    """Whether it is a device, a pipe or a socket: what has no place to be moved to."""
    try:
        return not path.is_dir() and path.exists() and not path.is_file()
    except NotADirectoryError:
        return False


@contextmanager
def new_file(path: Path, *, gzipped: bool = False) -> Iterator[IO[bytes]]:
    """A file that is written beside its place and moved there when it is whole.

    A symbolic link stays and the file that it leads to is replaced; a device or a pipe is written to.

    Raises:
        StoreError: it cannot be written; what was there is untouched, and no folder is left behind.
    """
    with _unwritten(path):
        if path.is_dir():
            raise StoreError("is-folder", path=path)
        if path.exists() and not os.access(path, os.W_OK):
            raise StoreError("may-not-write", path=path)
        opened: AbstractContextManager[IO[bytes]] = (
            path.open("wb") if _is_special(path) else _moved(path)
        )
        with opened as out:
            if gzipped:
                with compressed(out) as packed:
                    yield packed
            else:
                yield out


@contextmanager
def _moved(path: Path) -> Iterator[IO[bytes]]:
    # Not `Path.resolve`: links are followed, and a path without any stays as the user wrote it.
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    with _folder_of(target):
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
        with beside_file(target) as (beside, handle):
            with os.fdopen(handle, "wb", closefd=False) as out:
                yield out
            beside.chmod(mode)
            place_file(beside, handle, target)


@contextmanager
def new_folder(path: Path, *, marker: str) -> Iterator[Path]:
    """A folder that is written beside its place and then takes the place of an earlier one.

    Args:
        path: where it goes; the folder that a symbolic link leads to.
        marker: a file of every such folder, by which an earlier one is known; a folder that holds
            other things is left alone.

    Raises:
        StoreError: it cannot be written, or holds what is not ours; what was there is untouched.
    """
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    with _unwritten(path), _folder_of(target):
        if target.exists() and not target.is_dir():
            raise StoreError("is-file", path=path)
        if target.is_dir() and any(target.iterdir()) and not (target / marker).exists():
            raise StoreError("holds-other-files", path=path)
        with beside_folder(target.parent) as beside:
            yield beside
            beside.chmod(0o755)
            place_folder(beside, target)


@contextmanager
def changed_folder(path: Path) -> Iterator[tuple[Path, set[str]]]:
    """A folder that gets new files all at once, while its other files stay; it is made where it is missing.

    Yields:
        A folder to write the files into, and a set for the names of those that have to go.

    Raises:
        StoreError: it cannot be written; what was there is untouched.
    """
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    with _unwritten(path), _folder_of(target):
        if target.exists() and not target.is_dir():
            raise StoreError("is-file", path=path)
        if target.exists() and not os.access(target, os.W_OK):
            raise StoreError("may-not-write", path=path)
        with changing_folder(target) as (beside, stale):
            yield beside, stale
            for made in beside.iterdir():
                if (target / made.name).is_dir():
                    raise StoreError("is-folder", path=path / made.name)


@contextmanager
def kept_folder(path: Path | None) -> Iterator[Path]:
    """A folder for what another run can use again; without a path one that goes when the work is done.

    Who uses it waits until nobody else does.

    Raises:
        StoreError: it cannot be written.
    """
    if path is None:
        with beside_folder(Path(tempfile.gettempdir())) as beside:
            yield beside
        return
    with _unwritten(path):
        path.mkdir(parents=True, exist_ok=True)
        lock = (path / "lock").open("wb")
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield path.absolute()
