"""An embedded store whose queries can be ended: see `policygraph.store.keeper` for the processes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import IO, Any, Final

import policygraph
from policygraph.core.errors import StoreError, phrase
from policygraph.core.messages import Message
from policygraph.core.namespaces import IRI
from policygraph.core.terms import Quad, Triple
from policygraph.store.keeper import END, FORK, PID, Channel, Plan
from policygraph.store.protocol import (
    MEMORY,
    Boolean,
    Graph,
    Limit,
    Result,
    SolutionStream,
    Statement,
    Store,
    StreamedResult,
    check_limit,
)
from policygraph.store.sandbox import Bounds

# What engine and interpreter say before a process ends that has not enough memory.
NO_MEMORY: Final = ("MemoryError", "memory allocation", "bad_alloc")
_CLOSING = 5  # seconds that a keeper has to end by itself


class Worker(Channel):
    """A worker and its process.

    Attributes:
        pid: of the process.

    Raises:
        PolicygraphError: it cannot open its store.
        EOFError, OSError: it ended.
    """

    def __init__(self, end: socket.socket) -> None:
        super().__init__(end)
        kind, self.pid = self.receive()
        if kind == "error":
            raise self.pid


class Keeper:
    """The process that holds the graph.

    Args:
        plan: what it holds, there as long as it is read.

    Raises:
        DataError, StoreError: the graph cannot be opened.
    """

    def __init__(self, plan: Callable[[], AbstractContextManager[Plan]]) -> None:
        ours, theirs = socket.socketpair()
        self.channel = Channel(ours)
        self.errors: IO[bytes] = tempfile.TemporaryFile("ab+")  # noqa: SIM115
        package_root = str(Path(policygraph.__file__).parents[1])
        paths = [package_root, *filter(None, [os.environ.get("PYTHONPATH")])]
        call = f"from policygraph.store.keeper import keep; keep({theirs.fileno()})"
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", call],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.errors,
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # Ctrl-C is for the caller
        )
        theirs.close()
        try:
            with plan() as planned:
                self.channel.send(planned)
                kind, error = self.channel.receive()
        except BaseException:
            self.process.kill()
            self.close()
            raise
        if kind == "error":
            self.close()
            raise error

    def fork(self) -> Worker:
        """A new worker; one call at a time.

        Raises:
            EOFError, OSError: the keeper is gone.
            StoreError: the worker ended at once, or cannot open its store.
        """
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self.channel.socket, [FORK], [theirs.fileno()])
            return Worker(ours)
        except BaseException as error:
            ours.close()
            if isinstance(error, EOFError) and self.process.poll() is None:
                raise StoreError("query-process-ended", reason=self.last_words()) from None
            raise

    def end(self, worker: Worker) -> None:
        """End a worker, whatever it does."""
        worker.socket.close()
        self.kill(worker.pid)

    def kill(self, pid: int) -> None:
        """End the worker that is a process."""
        with suppress(OSError):  # where the keeper is gone, its workers are
            self.channel.socket.sendall(END + PID.pack(pid))

    def said(self) -> str:
        """What processes wrote since this was last asked, before they ended."""
        self.errors.seek(0)
        words = self.errors.read().decode(errors="replace").strip()
        self.errors.truncate(0)  # it is opened for appending, by all processes
        return words

    def last_words(self) -> str | Message:
        """The last line that a process wrote before it ended."""
        lines = self.said().splitlines()
        return lines[-1] if lines else phrase("no-last-words")

    def close(self) -> None:
        """End the keeper and its workers."""
        self.channel.socket.close()
        try:
            self.process.wait(_CLOSING)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.errors.close()


def _close(keeper: Keeper, idle: list[Worker]) -> None:
    while idle:
        idle.pop().socket.close()
    keeper.close()


class WorkerStore(Store):
    """An embedded store, opened for reading, whose queries have a time limit.

    Streams and requests of other threads have a worker each.

    Args:
        source: gives the path of an RDF file or of a store on disk, each time it is read.
        is_folder: whether it is a store on disk.
        timeout: seconds that a query may take unless it is given its own limit.
        memory: bytes that a query may use beside the graph; no limit where it is missing, and on other
            systems than Linux.

    Attributes:
        loads: how often the graph was read: once, unless the system ended the process that holds it.

    Raises:
        DataError, StoreError: see `OxigraphStore`; or there are no such processes on this system.
    """

    read_only = True

    def __init__(
        self,
        source: Callable[[], AbstractContextManager[Path]],
        *,
        is_folder: bool = False,
        timeout: float | None = None,
        memory: int | None = MEMORY,
    ) -> None:
        if not hasattr(os, "fork"):
            raise StoreError("limit-needs-fork")
        self.timeout = check_limit(timeout)
        self.loads = 0
        self._source, self._is_folder = source, is_folder
        self._bounds = Bounds(memory)
        self._lock = RLock()  # an abandoned stream may be closed while it is held
        self._keeper: Keeper | None = None
        self._idle: list[Worker] = []
        self._closing: weakref.finalize[Any, WorkerStore] | None = None
        self._take_back(self._take())

    # -- workers -----------------------------------------------------------------------------------

    def _take(self) -> Worker:
        """A worker that has nothing to do."""
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.is_open():
                    return worker
                worker.socket.close()
            if self._keeper is not None:
                try:
                    return self._keeper.fork()
                except (OSError, EOFError):  # it is gone, and the graph with it
                    self._close()
            keeper = Keeper(self._plan)
            self._keeper = keeper
            self._closing = weakref.finalize(self, _close, keeper, self._idle)
            self.loads += 1
            return keeper.fork()

    @contextmanager
    def _plan(self) -> Iterator[Plan]:
        with self._source() as path:
            yield Plan("folder" if self._is_folder else "file", str(path), bounds=self._bounds)

    def _take_back(self, worker: Worker) -> None:
        with self._lock:
            self._idle.append(worker)

    def _end(self, worker: Worker) -> None:
        with self._lock:
            if self._keeper is not None:
                self._keeper.end(worker)

    def _close(self) -> None:
        if self._closing is not None:
            self._closing()
        self._keeper = None

    def _request(
        self, method: str, *arguments: object, seconds: float | None = None, **options: object
    ) -> Iterator[Any]:
        """What a worker gives for a call of a method; a worker that is not done is ended."""
        limit = Limit(seconds)
        worker = self._take()
        is_done = False
        try:
            worker.send((method, arguments, options))
            while True:
                kind, payload = worker.receive(limit)
                is_done = kind != "value"
                if kind == "error":
                    raise payload
                if is_done:
                    return
                yield payload
        except TimeoutError:
            raise StoreError("query-too-long", seconds=f"{seconds:g}") from None
        except (EOFError, OSError):
            raise self._ended() from None
        finally:
            if is_done:
                self._take_back(worker)
            else:
                self._end(worker)

    def _ended(self) -> StoreError:
        """Why a process ended by itself."""
        if self._keeper is None:
            return StoreError("query-process-ended", reason=phrase("store-closed"))
        said = self._keeper.said()
        if any(words in said for words in NO_MEMORY):
            return StoreError("query-out-of-memory")
        last = said.splitlines()[-1] if said else phrase("no-last-words")
        return StoreError("query-process-ended", reason=last)

    def _value(self, method: str, *arguments: object, seconds: float | None = None) -> Any:
        (value,) = self._request(method, *arguments, seconds=seconds)
        return value

    def _chunks(
        self, method: str, *arguments: object, seconds: float | None = None
    ) -> Iterator[Any]:
        for chunk in self._request(method, *arguments, seconds=seconds):
            yield from chunk

    # -- the store ---------------------------------------------------------------------------------

    def _query(
        self, sparql: str, timeout: float | None, *, stream: bool
    ) -> Result | StreamedResult:
        seconds = self.timeout if timeout is None else timeout
        if not stream:
            result: Result = self._value("query", sparql, seconds=seconds)
            return result
        answer = self._request("query", sparql, seconds=seconds, stream=True)
        first = next(answer)
        if isinstance(first, tuple):
            return SolutionStream(first, (row for chunk in answer for row in chunk))
        deque(answer, maxlen=0)
        whole: Boolean | Graph = first
        return whole

    def construct(self, sparql: str, *, timeout: float | None = None) -> Iterator[Statement]:
        """See `Store.construct`."""
        seconds = self.timeout if timeout is None else timeout
        return self._chunks("construct", sparql, seconds=seconds)

    def graphs(self) -> list[IRI]:
        """See `Store.graphs`."""
        found: list[IRI] = self._value("graphs")
        return found

    def triples(self, graph: IRI) -> Iterator[Triple]:
        """See `Store.triples`."""
        return self._chunks("triples", graph)

    def dump(self) -> Iterator[Quad]:
        """See `Store.dump`."""
        return self._chunks("dump")

    def load(self, quads: Iterable[Quad]) -> None:
        """Refused: see `Store.load`."""
        raise StoreError("read-only")

    def update(self, sparql: str) -> None:
        """Refused: see `Store.update`."""
        raise StoreError("read-only")

    def close(self) -> None:
        """See `Store.close`. All processes end; a later request starts them anew."""
        with self._lock:
            self._close()
