"""How what was written beside its place takes it: on the disk first, in one step, and nothing is left behind.

What is being written is called ``.policygraph-…`` and stands beside its place, locked by the process that
writes it. A process that is killed loses its lock, by which the next run in that folder knows what is left
of a dead one and takes it away. So whoever reads finds the old or the new, and after any kill the next run
tidies up.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

PREFIX: Final = ".policygraph-"
_COMPLETE = ".complete"  # in a folder whose files only have to be moved: the names that have to go
_AT_ONCE = (
    64  # files that are brought to the disk one by one; where there are more, all that waits is
)
_AT_CWD, _EXCHANGE, _SWAP = -100, 2, 2  # of renameat2(2) on Linux, of renamex_np(2) on macOS
_placed: ContextVar[list[Path] | None] = ContextVar("placed", default=None)


@contextmanager
def noting_places() -> Iterator[list[Path]]:
    """What takes its place in this context, in order: to be told to who stops the work."""
    placed: list[Path] = []
    token = _placed.set(placed)
    try:
        yield placed
    finally:
        _placed.reset(token)


def _note(path: Path) -> None:
    placed = _placed.get()
    if placed is not None and not _is_beside(path):
        placed.append(path)


def _is_beside(path: Path) -> bool:
    """Whether a path lies in what is being written itself."""
    return any(part.startswith(PREFIX) for part in path.parts)


# -- what is being written, and what dead runs left ------------------------------------------------


@contextmanager
def beside_file(target: Path) -> Iterator[tuple[Path, int]]:
    """A new file beside a place, locked; gone at the end unless it has taken its place.

    Yields:
        Its path and descriptor.
    """
    tidy(target.parent)
    while True:
        handle, name = tempfile.mkstemp(prefix=PREFIX, dir=target.parent)
        if _lock(handle):
            break
        os.close(handle)  # another run took it for what a dead one left
    try:
        yield Path(name), handle
    finally:
        with suppress(OSError):
            Path(name).unlink(missing_ok=True)
        os.close(handle)


@contextmanager
def beside_folder(parent: Path) -> Iterator[Path]:
    """A new folder in another, locked; gone at the end unless it has taken a place."""
    tidy(parent)
    while True:
        name = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        handle = os.open(name, os.O_RDONLY)
        if _lock(handle):
            break
        os.close(handle)
    try:
        yield name
    finally:
        shutil.rmtree(name, ignore_errors=True)
        os.close(handle)


def _lock(handle: int) -> bool:
    """Lock what was just made; whether it is still there."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: then nothing is tidied there either
        return True
    return os.fstat(handle).st_nlink > 0


def tidy(folder: Path) -> None:
    """Take away what runs that are dead left in a folder; what they only had to move is moved."""
    if _is_beside(folder):
        return
    try:
        found = [Path(entry) for entry in os.scandir(folder) if entry.name.startswith(PREFIX)]
    except OSError:
        return
    for left in found:
        with suppress(OSError), _of_the_dead(left):
            if (left / _COMPLETE).is_file():
                _move_all(left, folder)
            elif left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            else:
                left.unlink()


@contextmanager
def _of_the_dead(left: Path) -> Iterator[None]:
    """Holds what nobody else holds.

    Raises:
        OSError: somebody does, or nobody can tell.
    """
    handle = os.open(left, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


# -- taking a place --------------------------------------------------------------------------------


def place_file(beside: Path, handle: int, target: Path) -> None:
    """Put a file that is whole in its place.

    Args:
        beside: the file.
        handle: of it; its content is on the disk before it has the name.
        target: its place.
    """
    if not _is_beside(target):
        os.fsync(handle)
    beside.replace(target)
    _note(target)


def place_folder(beside: Path, target: Path) -> None:
    """Put a folder that is whole in its place, in the stead of an earlier one.

    Where the system can exchange two names, the place is never empty.
    """
    _settle(beside)
    if not target.exists():
        beside.replace(target)
    elif _exchange(beside, target):
        pass  # what is called as the new one was is the earlier one now, and goes
    else:
        earlier = Path(tempfile.mkdtemp(prefix=PREFIX, dir=target.parent))
        target.replace(earlier)
        try:
            beside.replace(target)
        except BaseException:
            earlier.replace(target)
            raise
        shutil.rmtree(earlier)
    _note(target)


@contextmanager
def changing_folder(folder: Path) -> Iterator[tuple[Path, set[str]]]:
    """Give a folder new files all at once; its other files and folders stay.

    The folder is exchanged for a copy that shares what stays. One that cannot be exchanged (a mount point,
    the folder one is in, one in a folder that may not be written to) has its files moved one by one; a kill
    between two of them leaves them mixed until the next run, which moves the rest.

    Yields:
        A folder to write the files into, and a set for the names of those that have to go.
    """
    stale: set[str] = set()
    if _may_exchange(folder):
        with beside_folder(folder.parent) as beside:
            yield beside, stale
            if folder.is_dir():
                beside.chmod(folder.stat().st_mode & 0o7777)
                _share(folder, beside, leave={path.name for path in beside.iterdir()} | stale)
            else:
                beside.chmod(0o755)
            place_folder(beside, folder)
        return
    with beside_folder(folder) as beside:
        yield beside, stale
        _settle(beside)
        (beside / _COMPLETE).write_text("\n".join(stale), encoding="utf-8")
        _settle(beside)
        _move_all(beside, folder)
        _note(folder)


def _may_exchange(folder: Path) -> bool:
    if not os.access(folder.parent, os.W_OK):
        return False
    if not folder.exists():
        return True
    here = Path.cwd()
    is_around = folder.resolve() in (here, *here.parents)
    return _renames() is not None and not is_around and not folder.is_mount()


def _share(folder: Path, beside: Path, *, leave: Set[str]) -> None:
    """Have a new folder hold what an earlier one does: the same files, by further names."""
    for entry in os.scandir(folder):
        place = beside / entry.name
        if entry.name in leave or entry.name.startswith(PREFIX):
            continue
        if entry.is_dir(follow_symlinks=False):
            place.mkdir()
            _share(Path(entry), place, leave=frozenset())
            shutil.copystat(entry, place)
        else:
            try:
                os.link(entry, place, follow_symlinks=False)
            except OSError:  # a file system without further names
                shutil.copy2(entry, place, follow_symlinks=False)


def _move_all(beside: Path, folder: Path) -> None:
    stale = (beside / _COMPLETE).read_text(encoding="utf-8").split("\n")
    for path in sorted(beside.iterdir()):
        if path.name != _COMPLETE:
            path.replace(folder / path.name)
    for name in filter(None, stale):
        (folder / Path(name).name).unlink(missing_ok=True)
    shutil.rmtree(beside)


def _settle(folder: Path) -> None:
    """Bring a folder and all in it to the disk, so that after a power cut no name leads to half a file."""
    if _is_beside(folder.parent):
        return
    places = [folder, *folder.rglob("*")]
    if len(places) > _AT_ONCE:
        os.sync()
        return
    for place in places:
        if place.is_symlink() or not (place.is_dir() or place.is_file()):
            continue
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@cache
def _renames() -> Callable[..., int] | None:
    """The call of the system that exchanges two names; ``None`` where it has none."""
    name = {"linux": "renameat2", "darwin": "renamex_np"}.get(sys.platform)
    return getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; whether the system and the file system can."""
    call = _renames()
    if call is None:
        return False
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux":
        failed = call(_AT_CWD, first, _AT_CWD, second, _EXCHANGE)  #
    else:
        failed = call(first, second, _SWAP)  #
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP):
        return False
    raise OSError(number, os.strerror(number), str(other))
