"""Where the texts of a corpus are read: in this process, in several, or on other machines."""

from __future__ import annotations

import inspect
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

from policygraph.core.errors import PolicygraphError, UsageError
from policygraph.core.plugins import Socket

T = TypeVar("T")
R = TypeVar("R")


class Runner(Protocol):
    """Has texts read.

    A package plugs one in by an entry point of the group ``policygraph.runners``. One that reads
    elsewhere has a keyword ``address`` besides, which users say behind its name (``dask:tcp://host:8786``).
    """

    def __call__(self, read: Callable[[T], R], texts: Sequence[T], jobs: int) -> Iterator[R]:
        """Read texts.

        Args:
            read: what reads one. It can be pickled; where it arrives it loads the vocabulary with
                the first text, so that it is best sent once to each process.
            texts: what is to be read; they and the readings can be pickled, too.
            jobs: how many may be read at a time.

        Returns:
            The readings, in the order of the texts.

        Raises:
            PolicygraphError: the first that ``read`` raises.
        """
        ...


def run_serially(read: Callable[[T], R], texts: Sequence[T], jobs: int = 1) -> Iterator[R]:
    """Read one text after the other in this process, each when it is asked for."""
    return map(read, texts)


def run_processes(read: Callable[[T], R], texts: Sequence[T], jobs: int) -> Iterator[R]:
    """Read in several processes of this machine.

    Raises:
        PolicygraphError: the processes could not be started or were ended.
    """
    pool = ProcessPoolExecutor(min(jobs, len(texts)), get_context("spawn"), _start_worker, (read,))
    try:
        yield from pool.map(_work, texts)
    except BrokenProcessPool:
        raise PolicygraphError("reading-processes") from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


_worker: list[Callable[..., Any]] = []  # what a worker process reads with


def _start_worker(read: Callable[..., Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    _worker.append(read)


def _work(text: Any) -> Any:
    return _worker[0](text)


RUNNERS: Socket[Runner] = Socket(
    "policygraph.runners",
    "runner",
    {
        "serial": "policygraph.corpus.runners:run_serially",
        "processes": "policygraph.corpus.runners:run_processes",
        "dask": "policygraph.corpus.dask_runner:run_dask [dask]",
    },
)


def find_runner(name: str | None, *, texts: int, jobs: int) -> Runner:
    """The runner of a name; without one, processes where there is something to share.

    Args:
        name: of the runner, and behind a colon the address of one that reads elsewhere.
        texts, jobs: how many there are, and how many may be read at a time.

    Raises:
        UsageError: there is no runner of that name, it cannot be imported, or it takes no address.
    """
    kind, _, address = (name or ("processes" if min(texts, jobs) > 1 else "serial")).partition(":")
    runner = RUNNERS.find(kind)
    if not address:
        return runner
    if "address" not in inspect.signature(runner).parameters:
        raise UsageError("no-address-of-runner", runner=kind, address=address)
    elsewhere: Callable[..., Iterator[Any]] = runner
    return partial(elsewhere, address=address)
