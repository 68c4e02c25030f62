"""Texts read on a cluster of Dask: one of this machine that ends with the work, or one that runs elsewhere.

Dask sends a task again whose worker was lost. What makes the readings is itself a task, so that it is
made anew with the worker that held it, and a reading is handed back once, whoever else has made it.
"""

from __future__ import annotations

import logging
import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

from distributed import Client, Future, KilledWorker, LocalCluster, Security

from policygraph.core.errors import PolicygraphError, UsageError
from policygraph.version import VERSION

T = TypeVar("T")
R = TypeVar("R")

_HERE = "127.0.0.1"
_PATIENCE = 30  # seconds for a scheduler to answer, and for its first worker to be there
_AHEAD = (
    8  # texts a worker that are sent before the first is back: a long one holds up none behind it
)


def run_dask(
    read: Callable[[T], R], texts: Sequence[T], jobs: int, *, address: str = ""
) -> Iterator[R]:
    """Read on a cluster of Dask; see `policygraph.corpus.runners.Runner`.

    Args:
        address: of its scheduler (``tcp://host:8786``, ``tls://…``); without one, a cluster of as many
            workers as ``jobs`` is begun on this machine and ended with the work. The workers of another
            are all used, whatever ``jobs`` is.

    Raises:
        UsageError: nothing answers there, or it has no worker.
        PolicygraphError: workers were lost time and again, have no policygraph or another version of
            it; or the first that ``read`` raises.
    """
    with _cluster(min(jobs, len(texts)), address) as client:
        workers = sum(client.nthreads().values())
        waiting: deque[Future[R]] = deque()
        with _lost_workers(address):
            reader = client.submit(_unpack, pickle.dumps((VERSION, read)), pure=False)
            for text in texts:
                waiting.append(client.submit(_work, reader, text, pure=False))
                if len(waiting) >= _AHEAD * max(workers, 1):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()


_turn = (
    Lock()
)  # of the texts in one process: threads would only take turns anyway, and share what it loads


def _unpack(data: bytes) -> Callable[..., Any]:
    """What reads, on a worker.

    Raises:
        PolicygraphError: the worker has another version of the program.
    """
    version, read = pickle.loads(data)
    if version != VERSION:
        raise PolicygraphError("other-version-on-worker", here=version, there=VERSION)
    return read  # type: ignore[no-any-return]


def _work(read: Callable[[Any], Any], text: Any) -> Any:
    with _turn:
        return read(text)


@contextmanager
def _cluster(workers: int, address: str) -> Iterator[Client]:
    """A client of the cluster with an address, or of one that ends with the context."""
    if address:
        with _client(address) as client:
            yield client
        return
    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, host=_HERE,
            dashboard_address=f"{_HERE}:0", memory_limit=None, silence_logs=logging.CRITICAL,
            security=Security.temporary(),  # or others on this machine could have our workers run theirs
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):  # fmt: skip
        yield client


@contextmanager
def _client(address: str) -> Iterator[Client]:
    """A client of the scheduler with an address."""
    log = logging.getLogger("distributed")
    level = log.level
    log.setLevel(logging.CRITICAL)  # what is to be said stands in the one line of the error
    try:
        try:
            client = Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            reason = str(error).partition("\n")[0]
            raise UsageError("no-cluster", address=address, reason=reason) from error
        with client:
            try:
                client.wait_for_workers(1, timeout=_PATIENCE)
            except TimeoutError as error:
                raise UsageError("no-cluster-worker", address=address) from error
            yield client
    finally:
        log.setLevel(level)


@contextmanager
def _lost_workers(address: str) -> Iterator[None]:
    """Say in one line what became of the workers."""
    where = address or _HERE
    try:
        yield
    except PolicygraphError:
        raise
    except KilledWorker as error:
        times = error.allowed_failures + 1
        raise PolicygraphError("cluster-killed", address=where, times=times) from error
    except ImportError as error:
        raise PolicygraphError("cluster-import", address=where, reason=error) from error
    except (CancelledError, OSError) as error:
        raise PolicygraphError("cluster-lost", address=where) from error
