"""The workers of a server: how requests are shared out, so that none waits for a hostile one.

A request has a worker to itself while it runs (`policygraph.store.keeper`). What is brief is answered
at once, and its worker takes the next request. A query that is not brief becomes a long one: its process
goes on with the lowest priority, no more than a few of them at a time, and ends with it. Long ones that
find no place stand still until there is one or their time is up. So a place for what is brief is free
again after a tenth of a second, whatever those before it asked.

Everything here runs on one event loop and does not block it.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from policygraph.core.errors import StoreError
from policygraph.store.keeper import Plan, pack, unpack
from policygraph.store.worker import Keeper, Worker
from policygraph.web.limits import Limits

Gone = Callable[[], Coroutine[Any, Any, None]]  # returns when nobody wants the answer any more
_CHUNK = 1 << 18  # bytes
_LAST = 19  # the priority of long queries
_MEMORY = ("MemoryError", "memory allocation", "bad_alloc")


class BusyError(StoreError):
    """There is no answer now; perhaps later.

    Args:
        message, values: see `PolicygraphError`.
        later: seconds after which it may be tried again.
    """

    def __init__(self, message: str, /, *, later: int, **values: object) -> None:
        super().__init__(message, **values)
        self.later = later


class GoneError(Exception):
    """Nobody wants the answer any more."""


class Crew:
    """A keeper and its workers.

    Args:
        plan: what the keeper holds.
        limits: of the server.
        folder: where workers leave long answers.

    Attributes:
        queries: the lane of queries that others wrote.
        pages: the lane of what the program itself asks for.

    Raises:
        DataError, StoreError: the graph cannot be opened.
    """

    def __init__(self, plan: Plan, limits: Limits, folder: Path) -> None:
        self._plan, self._folder = plan, folder
        self._keeper = self._begin()
        self._forking = asyncio.Lock()
        self.queries = Lane(self, limits, may_be_long=True)
        self.pages = Lane(self, limits, may_be_long=False)

    def _begin(self) -> Keeper:
        return Keeper(lambda: nullcontext(self._plan))

    async def fork(self) -> Worker:
        """A new worker, of a new keeper where the system ended the one before.

        Raises:
            BusyError: there can be none.
        """
        async with self._forking:
            for _ in range(2):
                try:
                    worker = await asyncio.to_thread(self._keeper.fork)
                except (OSError, EOFError):
                    self._keeper.close()
                    self._keeper = await asyncio.to_thread(self._begin)
                else:
                    worker.socket.setblocking(False)
                    return worker
        raise BusyError("no-worker", later=10)

    def end(self, worker: Worker) -> None:
        """End a worker, whatever it does."""
        self._keeper.end(worker)
        for left in self._folder.glob(f"{worker.pid}-*"):
            left.unlink(missing_ok=True)

    def why_ended(self) -> BusyError:
        """Why a worker ended by itself."""
        words = self._keeper.last_words()
        if any(sign in str(words) for sign in _MEMORY):
            return BusyError("query-out-of-memory", later=60)
        return BusyError("query-process-ended", reason=words, later=10)

    def close(self) -> None:
        """End all processes."""
        self.queries.close()
        self.pages.close()
        self._keeper.close()


class Lane:
    """The workers for one kind of request.

    Args:
        crew: gives them.
        limits: of the server.
        may_be_long: whether a request may go on as a long one; if not it keeps its place to the end.
    """

    def __init__(self, crew: Crew, limits: Limits, *, may_be_long: bool) -> None:
        self._crew, self._limits, self._may_be_long = crew, limits, may_be_long
        self._idle: list[Worker] = []
        self._places = asyncio.Semaphore(limits.at_once)
        self._long_places = asyncio.Semaphore(limits.long_at_once)
        self._waiting = self._still = 0

    async def call(self, method: str, *arguments: object, gone: Gone | None = None) -> Any:
        """What a worker's method gives.

        Args:
            method, arguments: of what the plan serves.
            gone: see `Gone`.

        Raises:
            BusyError: no place, no time or no memory is left for it.
            GoneError: nobody waits for it.
            PolicygraphError: of the method itself.
        """
        await self._turn()
        has_place, is_done = True, False
        worker = None
        try:
            worker = await self._take()
            loop = asyncio.get_running_loop()
            async with asyncio.timeout(self._limits.seconds):
                await loop.sock_sendall(worker.socket, pack((method, arguments, {})))
                if not self._may_be_long:
                    answer = await self._answer(worker)
                    is_done = True
            if self._may_be_long:
                try:
                    async with asyncio.timeout(self._limits.brief):
                        answer = await self._answer(worker)
                    is_done = True
                except TimeoutError:
                    self._places.release()
                    has_place = False
                    answer = await self._long(worker, gone)
        except TimeoutError:
            seconds = f"{self._limits.seconds:g}"
            raise BusyError("server-query-too-long", seconds=seconds, later=30) from None
        except (EOFError, ConnectionError):
            raise self._crew.why_ended() from None
        finally:
            if has_place:
                self._places.release()
            if is_done and worker is not None:
                self._idle.append(worker)
            elif worker is not None:
                self._crew.end(worker)
        kind, value = answer
        if kind == "error":
            raise value
        return value

    async def _turn(self) -> None:
        """Wait for a place."""
        if not self._places.locked():
            await self._places.acquire()
            return
        with self._counted("_waiting", self._limits.queue, "too-many-wait"):
            try:
                async with asyncio.timeout(self._limits.seconds):
                    await self._places.acquire()
            except TimeoutError:
                raise BusyError("too-many-wait", later=5) from None

    @contextmanager
    def _counted(self, name: str, most: int, refusal: str) -> Iterator[None]:
        """Count who waits, and refuse who would be one too many."""
        if getattr(self, name) >= most:
            raise BusyError(refusal, later=5)
        setattr(self, name, getattr(self, name) + 1)
        try:
            yield
        finally:
            setattr(self, name, getattr(self, name) - 1)

    async def _take(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.is_open():
                return worker
            worker.socket.close()
        return await self._crew.fork()

    async def _answer(self, worker: Worker) -> tuple[str, Any]:
        """The answer that a worker is at; what has come of it stays with the worker if it is cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            for kind, payload in unpack(worker.held):
                if kind != "value":
                    return kind, worker.value if kind == "end" else payload
                worker.value = payload
            chunk = await loop.sock_recv(worker.socket, _CHUNK)
            if not chunk:
                raise EOFError
            worker.held += chunk

    async def _long(self, worker: Worker, gone: Gone | None) -> tuple[str, Any]:
        """The answer of a query that is not brief."""
        leaving = asyncio.ensure_future(gone()) if gone is not None else None
        answering = asyncio.ensure_future(self._in_long_place(worker))
        waited = [task for task in (answering, leaving) if task is not None]
        left = self._limits.seconds - self._limits.brief
        try:
            done, _ = await asyncio.wait(waited, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if answering in done:
                return answering.result()
            raise GoneError if done else TimeoutError
        finally:
            for task in waited:
                task.cancel()

    async def _in_long_place(self, worker: Worker) -> tuple[str, Any]:
        if self._long_places.locked():
            most = self._limits.long_at_once
            with self._counted("_still", most, "too-many-long"), _standing_still(worker.pid):
                await self._long_places.acquire()
        else:
            await self._long_places.acquire()
        try:
            with suppress(OSError):  # it has just ended
                os.setpriority(os.PRIO_PROCESS, worker.pid, _LAST)
            return await self._answer(worker)
        finally:
            self._long_places.release()

    def close(self) -> None:
        """Let go of the idle workers."""
        while self._idle:
            self._idle.pop().socket.close()


@contextmanager
def _standing_still(pid: int) -> Iterator[None]:
    """Stop a process for as long as the context; one that is to be killed does not mind."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
