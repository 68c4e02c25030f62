"""Kill a piece of work at each of its steps on the file system, and look at what is left.

The steps are counted by the interpreter's own audit hooks, and by a shim before what they do not tell of
(bringing to the disk, the exchange of names, writes of open files).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_CALLS = frozenset(
    ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.chmod", "shutil.rmtree",
     "ctypes.call_function", "fcntl.flock")
)  # fmt: skip
_DONE, _FAILED = 0, 99


def killed_at_each_step(
    work: Callable[[], object], *, within: Path | None = None, steps: Callable[[int], bool] = bool
) -> Iterator[int]:
    """Run a piece of work in processes of their own, each killed one step later than the last.

    Args:
        work: what is done, from the same beginning each time.
        within: only steps that name something below it count; all where it is missing.
        steps: which are tried.

    Yields:
        The step at which it was killed, for the caller to look at what is left and put things back;
        in the end 0, when it ran to its end.
    """
    step = 1
    while True:
        if not steps(step):
            step += 1
            continue
        pid = os.fork()
        if pid == 0:
            _run(work, step, within)
        _, status = os.waitpid(pid, 0)
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == _DONE
            yield 0
            return
        assert os.WTERMSIG(status) == signal.SIGKILL
        yield step
        step += 1


def _run(work: Callable[[], object], step: int, within: Path | None) -> None:
    left = step

    def count(*named: object) -> None:
        nonlocal left
        if within is not None and named and not any(_is_below(name, within) for name in named):
            return
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and not isinstance(arguments[0], int):
            if isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR):
                count(arguments[0])
        elif event in _CALLS:
            names = [name for name in arguments if isinstance(name, (str, bytes, os.PathLike))]
            count(*names)

    settled, sync = os.fsync, os.sync

    def fsync(handle: int) -> None:
        count()
        settled(handle)

    def sync_all() -> None:
        count()
        sync()

    os.fsync, os.sync = fsync, sync_all
    sys.addaudithook(heard)
    try:
        work()
        os._exit(_DONE)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(_FAILED)


def _is_below(name: Any, folder: Path) -> bool:
    return os.fsdecode(name).startswith(str(folder))


def tree(folder: Path) -> dict[str, bytes]:
    """The files below a folder by their paths, those that stand beside their place left out."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".policygraph-" not in str(path.relative_to(folder))
    }


def left_behind(folder: Path) -> list[Path]:
    """What stands beside its place."""
    return list(folder.rglob(".policygraph-*"))
