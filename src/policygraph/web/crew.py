"""The workers of a server: how requests are shared out, so that none waits for a hostile one.

A request has a worker to itself while it runs (`policygraph.store.keeper`). What is brief is answered
at once, and its worker takes the next request. A query that is not brief becomes a long one: its process
goes on with a low priority, no more than a few of them at a time, and ends with it. Long ones that
find no place stand still until there is one or their time is up. So a place for what is brief is free
again after a tenth of a second, whatever those before it asked.

Everything here runs on one event loop and does not block it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, cast

from policygraph.core.errors import PolicygraphError, StoreError
from policygraph.store.keeper import Plan, pack, unpack
from policygraph.store.worker import NO_MEMORY, Keeper, Worker
from policygraph.web.limits import Limits

_log = logging.getLogger("policygraph.web")
Gone = Callable[[], Coroutine[Any, Any, None]]  # returns when nobody wants the answer any more
_LOWER = 10  # how far the priority of long queries lies below that of others
_PREPARING = 1.0  # seconds that a start waits for the first pages
_NEARLY = 0.9  # of a stretch of time, when a clock is asked at its end


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


class Line(asyncio.Protocol):
    """The line to a worker, which answers one request at a time.

    Args:
        pid: of its process.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._held, self._value = bytearray(), None
        self._transport: asyncio.WriteTransport | None = None
        self._answer: asyncio.Future[Any] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the worker is there."""
        return self._transport is not None

    @property
    def has_answered(self) -> bool:
        """Whether the last request was answered."""
        answer = self._answer
        return (
            answer is not None
            and answer.done()
            and not answer.cancelled()
            and not answer.exception()
        )

    def ask(self, method: str, arguments: tuple[object, ...]) -> asyncio.Future[Any]:
        """Send a request; gives what will be the answer, or `EOFError` where the worker ends."""
        self._answer = asyncio.get_running_loop().create_future()
        if self._transport is None:
            self._answer.set_exception(EOFError())
        else:
            self._transport.write(pack((method, arguments, {})))
        return self._answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The worker is there."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        """Read what the worker sends; the last message of an answer says that it is whole."""
        self._held += data
        for kind, payload in unpack(self._held):
            if kind == "value":
                self._value = payload
            elif self._answer is not None and not self._answer.done():
                if kind == "error":
                    self._answer.set_exception(payload)
                else:
                    self._answer.set_result(self._value)

    def connection_lost(self, exc: Exception | None) -> None:
        """The worker ended."""
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(EOFError())

    def close(self) -> None:
        """Let go of it."""
        if self._answer is not None:
            self._answer.cancel()
        if self._transport is not None:
            self._transport.abort()


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
        self._plan, self._limits, self._folder = plan, limits, folder
        self._preparing: asyncio.Future[None] | None = None
        self._keeper = self._begin()
        self._forking = asyncio.Lock()
        self.queries = Lane(self, limits, may_be_long=True)
        self.pages = Lane(self, limits, may_be_long=False)

    def _begin(self) -> Keeper:
        return Keeper(lambda: nullcontext(self._plan))

    async def start(self, *, prepare: bool) -> None:
        """Have workers ready.

        Args:
            prepare: whether each has to prepare itself; what takes the first one long is not waited for.

        Raises:
            DataError, StoreError: the graph cannot be opened.
        """
        await self.queries.add()
        if not prepare:
            await self.pages.add()
            return
        first = asyncio.ensure_future(self.pages.add("prepare"))
        await asyncio.wait((first,), timeout=_PREPARING)
        if first.done():
            first.result()
        self._preparing = asyncio.ensure_future(self._prepare_others(first))

    async def _prepare_others(self, first: asyncio.Future[None]) -> None:
        try:
            await first
            for _ in range(self._limits.at_once - 1):
                await self.pages.add("prepare")
        except (PolicygraphError, EOFError) as error:
            _log.error("pages are not ready: %s", error)

    async def fork(self) -> Line:
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
                    return await _connected(worker)
        raise BusyError("no-worker", later=10)

    def end(self, line: Line, *, has_answered: bool) -> None:
        """End a worker, whatever it does; of one that has not answered nothing is left."""
        line.close()
        self._keeper.kill(line.pid)
        for left in () if has_answered else self._folder.glob(f"{line.pid}-*"):
            left.unlink(missing_ok=True)

    def why_ended(self) -> PolicygraphError:
        """Why a worker ended by itself: it has not enough memory, or a fault that goes into the log."""
        words = self._keeper.said()
        if any(sign in words for sign in NO_MEMORY):
            return BusyError("query-out-of-memory", later=60)
        _log.error("a worker ended: %s", words)
        return StoreError("server-fault")

    def close(self) -> None:
        """End all processes."""
        if self._preparing is not None:
            self._preparing.cancel()
        self.queries.close()
        self.pages.close()
        self._keeper.close()


async def _connected(worker: Worker) -> Line:
    loop = asyncio.get_running_loop()
    _, line = await loop.create_unix_connection(lambda: Line(worker.pid), sock=worker.socket)
    return line


class Lane:
    """The workers for one kind of request.

    Args:
        crew: gives them.
        limits: of the server.
        may_be_long: whether a request may go on as a long one; if not it keeps its place to the end.
    """

    def __init__(self, crew: Crew, limits: Limits, *, may_be_long: bool) -> None:
        self._crew, self._limits = crew, limits
        self._brief = limits.brief if may_be_long else limits.seconds
        self._idle: list[Line] = []
        self._places = asyncio.Semaphore(limits.at_once)
        self._long_places = asyncio.Semaphore(limits.long_at_once)
        self._waiting = self._still = 0

    async def add(self, method: str = "") -> None:
        """Add a worker that has nothing to do, after a call of one of its methods if there is one."""
        line = await self._crew.fork()
        try:
            if method:
                await line.ask(method, ())
        except BaseException:
            self._crew.end(line, has_answered=False)
            raise
        self._idle.append(line)

    async def call(self, method: str, *arguments: object, gone: Gone | None = None) -> Any:
        """What a worker's method gives.

        Args:
            method, arguments: of what the plan serves.
            gone: see `Gone`.

        Raises:
            BusyError: no place, no time or no memory is left for it.
            GoneError: nobody waits for it.
            PolicygraphError: of the method itself, or it ended the worker.
        """
        await self._turn()
        has_place, is_brief = True, False
        loop, line = asyncio.get_running_loop(), None
        try:
            line = await self._take()
            end = loop.time() + self._limits.seconds
            answer = line.ask(method, arguments)
            worked: float | None = None
            while True:
                await asyncio.wait((answer,), timeout=self._brief)
                if answer.done():
                    is_brief = True
                    return answer.result()
                if loop.time() >= end:
                    raise self._too_long()
                # On a busy machine what is brief may have to wait long for the processor.
                now = _processor_time(line.pid)
                worked = now if worked is None else worked
                if now is None or worked is None or now - worked >= self._brief * _NEARLY:
                    break
            self._places.release()
            has_place = False
            return await self._long(line, answer, gone, end)
        except EOFError:
            raise self._crew.why_ended() from None
        finally:
            if has_place:
                self._places.release()
            if is_brief and line is not None and line.is_open:
                self._idle.append(line)
            elif line is not None:
                self._crew.end(line, has_answered=line.has_answered)

    def _too_long(self) -> BusyError:
        return BusyError("server-query-too-long", seconds=f"{self._limits.seconds:g}", later=30)

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

    async def _take(self) -> Line:
        while self._idle:
            line = self._idle.pop()
            if line.is_open:
                return line
        return await self._crew.fork()

    async def _long(
        self, line: Line, answer: asyncio.Future[Any], gone: Gone | None, end: float
    ) -> Any:
        """The answer of a query that is not brief."""
        leaving = asyncio.ensure_future(gone()) if gone is not None else None
        answering = asyncio.ensure_future(self._in_long_place(line, answer))
        waited = [task for task in (answering, leaving) if task is not None]
        left = end - asyncio.get_running_loop().time()
        try:
            done, _ = await asyncio.wait(waited, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if answering in done:
                return answering.result()
            raise GoneError if done else self._too_long()
        finally:
            for task in waited:
                task.cancel()

    async def _in_long_place(self, line: Line, answer: asyncio.Future[Any]) -> Any:
        if self._long_places.locked():
            most = self._limits.long_waiting
            with self._counted("_still", most, "too-many-long"), _standing_still(line.pid):
                await self._long_places.acquire()
        else:
            await self._long_places.acquire()
        try:
            with suppress(OSError):  # it has just ended
                os.setpriority(os.PRIO_PROCESS, line.pid, _LOWER)
            return await answer
        finally:
            self._long_places.release()

    def close(self) -> None:
        """Let go of the idle workers."""
        while self._idle:
            self._idle.pop().close()


def _processor_time(pid: int) -> float | None:
    """Seconds that a process has had of the processor, where the system tells."""
    try:
        words = Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()
    except OSError:
        return None
    return int(words[0]) / 1e9


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
