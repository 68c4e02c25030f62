"""Where the texts of a corpus are read: in this process, in several, or on other machines."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

from policygraph.core.errors import PolicygraphError
from policygraph.core.plugins import Socket

T = TypeVar("T")
R = TypeVar("R")


class Runner(Protocol):
    """Has texts read.

    A package plugs one in by an entry point of the group ``policygraph.runners`` that leads to what
    makes one: a class, or a function, that takes the number of jobs at a time.
    """

    def run(self, read: Callable[[T], R], texts: Sequence[T]) -> Iterator[R]:
        """Read texts.

        Args:
            read: what reads one. It can be pickled; where it arrives it loads the vocabulary with
                the first text, so that it is best sent once to each process.
            texts: what is to be read; they and the readings can be pickled, too.

        Returns:
            The readings, in the order of the texts.

        Raises:
            PolicygraphError: the first that ``read`` raises.
        """
        ...


class SerialRunner:
    """Reads one text after the other in this process."""

    def __init__(self, jobs: int) -> None:
        """Whatever the number of jobs, it is one."""

    def run(self, read: Callable[[T], R], texts: Sequence[T]) -> Iterator[R]:
        """Read texts, each when it is asked for."""
        return map(read, texts)


class ProcessRunner:
    """Reads in several processes of this machine."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    def run(self, read: Callable[[T], R], texts: Sequence[T]) -> Iterator[R]:
        """Read texts; a process takes the next one when it has done with one.

        Raises:
            PolicygraphError: the processes could not be started or were ended.
        """
        pool = ProcessPoolExecutor(
            min(self._jobs, len(texts)), get_context("spawn"), _start_worker, (read,)
        )
        try:
            yield from pool.map(_work, texts)
        except BrokenProcessPool:
            raise PolicygraphError(
                "the processes that read could not be started or were stopped; read with one job"
                " (in a script of your own, several need: if __name__ == '__main__')"
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_worker: list[Callable[..., Any]] = []  # what a worker process reads with


def _start_worker(read: Callable[..., Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    _worker.append(read)


def _work(text: Any) -> Any:
    return _worker[0](text)


RUNNERS: Socket[Callable[[int], Runner]] = Socket(
    "policygraph.runners",
    "runner",
    {
        "serial": "policygraph.corpus.runners:SerialRunner",
        "processes": "policygraph.corpus.runners:ProcessRunner",
    },
)


def choose_runner(texts: int, *, jobs: int = 1, name: str | None = None) -> Runner:
    """A runner.

    Args:
        texts: how many there are to be read.
        jobs: how many may be read at a time.
        name: of the runner; without it, processes where they are of use.

    Raises:
        UsageError: there is no runner of that name, or it cannot be imported.
    """
    several = jobs > 1 and texts > 1
    return RUNNERS.find(name or ("processes" if several else "serial"))(jobs)
