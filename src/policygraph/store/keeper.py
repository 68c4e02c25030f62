"""The processes of an embedded store whose queries can be ended: a keeper and its workers.

pyoxigraph cannot cancel a query and a thread cannot be ended from without, so a query that may take
too long needs a process, and a graph in memory should not be read anew for each. Three kinds of
process share the work:

- the caller's holds no graph, sends requests and waits no longer than the limit;
- the keeper reads the graph once, then does nothing but fork and end workers;
- a worker, forked from the keeper, has the graph at hand at the cost of a fork (1 ms; pages are
  copied only where they are written to) and answers one request at a time. One that runs out of
  time is killed; the next request forks another, and nothing is read again.

A store on disk is opened by the worker itself, for reading, since the engine's own threads do not
survive a fork. What answers the requests is the store, or something that is made of
it where the plan says so (`Plan.served`), once in the keeper where the store survives a fork. Processes talk in pickles with their length before them, over pairs of sockets that
have no name. The keeper ends when the caller's end of its socket is closed, however the caller
ended, and takes its workers with it. Ctrl-C reaches all of them and only the caller heeds it.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from policygraph.core.errors import PolicygraphError
from policygraph.store.oxigraph import OxigraphStore
from policygraph.store.protocol import Limit, SolutionStream, Store
from policygraph.store.sandbox import Bounds, confine

_LENGTH = struct.Struct(">Q")  # before each pickle
PID = struct.Struct(">Q")
FORK, END = b"f", b"e"  # what a keeper is asked for
_CHUNK = 1000  # rows, triples or quads sent at a time


@dataclass(frozen=True, slots=True)
class Plan:
    """What a keeper holds, and what its workers do.

    Attributes:
        kind, place: an RDF file that is read into memory, a store on disk, or the URL of an endpoint.
        served: ``module:function`` of what is given the store and makes what answers in its place;
            empty where the store itself does.
        options: named arguments of that function.
        bounds: of each worker.
    """

    kind: Literal["file", "folder", "endpoint"]
    place: str
    served: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    bounds: Bounds | None = None

    def open(self) -> Any:
        """What answers the requests.

        Raises:
            DataError, StoreError: see `OxigraphStore`.
        """
        store: Store
        if self.kind == "endpoint":
            from policygraph.store.http import find_credentials
            from policygraph.store.remote import RemoteStore

            credentials = find_credentials(self.place)
            store = RemoteStore(self.place, credentials=credentials, read_only=True)
        elif self.kind == "folder":
            store = OxigraphStore(Path(self.place), read_only=True)
        else:
            store = OxigraphStore(file=Path(self.place), read_only=True)
        return self._maker()(store, **self.options) if self.served else store

    def _maker(self) -> Any:
        module, _, name = self.served.partition(":")
        return getattr(import_module(module), name)

    def prepare(self) -> Any:
        """What workers need not do each for itself: it opens what survives a fork, and imports the rest."""
        if self.kind != "folder":
            return self.open()
        if self.served:
            self._maker()
        return None


def pack(*messages: object) -> bytes:
    """Messages as they go over a channel."""
    pickles = (pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL) for message in messages)
    return b"".join(_LENGTH.pack(len(packed)) + packed for packed in pickles)


def unpack(held: bytearray) -> Iterator[Any]:
    """The messages that have come in whole; they are taken away from what is held."""
    while len(held) >= _LENGTH.size:
        end = _LENGTH.size + _LENGTH.unpack_from(held)[0]
        if len(held) < end:
            return
        message = pickle.loads(memoryview(held)[_LENGTH.size : end])
        del held[:end]
        yield message


class Channel:
    """One end of a pair of sockets, over which pickles go."""

    def __init__(self, end: socket.socket) -> None:
        self.socket = end

    def send(self, *messages: object) -> None:
        """Send messages, however long the other end takes.

        Raises:
            OSError: the other end is closed.
        """
        self.socket.settimeout(None)
        self.socket.sendall(pack(*messages))

    def receive(self, limit: Limit | None = None) -> Any:
        """The next message.

        Raises:
            EOFError, OSError: the other end is closed.
            TimeoutError: the limit is spent.
        """
        limit = limit or Limit(None)
        (size,) = _LENGTH.unpack(self._read(_LENGTH.size, limit))
        return pickle.loads(self._read(size, limit))

    def _read(self, size: int, limit: Limit) -> bytes:
        held = memoryview(bytearray(size))
        have = 0
        while have < size:
            with limit.waiting() as left:
                self.socket.settimeout(left)
                count = self.socket.recv_into(held[have:])
            if count == 0:
                raise EOFError
            have += count
        return bytes(held)

    def is_open(self) -> bool:
        """Whether the other end is still there; nothing may be on its way."""
        self.socket.settimeout(0)
        try:
            return self.socket.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False


def keep(descriptor: int) -> None:
    """Read a graph, then fork and end workers until the caller closes its end of the socket."""
    control = socket.socket(fileno=descriptor)
    channel = Channel(control)
    _die_with_parent(signal.SIGKILL)  # while it reads, it cannot see that the caller is gone
    plan: Plan = channel.receive()
    try:
        held = plan.prepare()
    except PolicygraphError as error:
        channel.send(("error", error))
        return
    gc.freeze()  # a collection in a worker would write to, and so copy, every page
    _die_with_parent(0)  # from now on it does; and the caller's thread may end before the caller
    channel.send(("end", None))
    workers: set[int] = set()
    while True:
        asked, sockets, _, _ = socket.recv_fds(control, 1, 1)
        _reap(workers)
        if asked == FORK:
            end = socket.socket(fileno=sockets[0])
            pid = os.fork()
            if pid == 0:
                control.close()
                _work(end, held, plan)
            end.close()
            workers.add(pid)
        elif asked == END:
            (pid,) = PID.unpack(control.recv(PID.size, socket.MSG_WAITALL))
            _kill(workers & {pid})
            workers.discard(pid)
        else:
            _kill(workers)
            return


def _reap(workers: set[int]) -> None:
    """Forget the workers that ended by themselves."""
    for pid in list(workers):
        if os.waitpid(pid, os.WNOHANG) != (0, 0):
            workers.remove(pid)


def _kill(workers: Iterable[int]) -> None:
    for pid in workers:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _die_with_parent(sign: int) -> None:
    """Have the system send a signal when the parent ends (Linux, prctl(2)); 0 for none."""
    if sys.platform == "linux":
        parent_death_signal = 1
        ctypes.CDLL(None).prctl(parent_death_signal, sign)


def _work(end: socket.socket, held: Any, plan: Plan) -> None:
    """Answer requests until the caller closes its end; never returns."""
    try:
        _die_with_parent(signal.SIGKILL)
        channel = Channel(end)
        try:
            if plan.bounds is not None:
                confine(plan.bounds)
            answering = plan.open() if held is None else held
        except PolicygraphError as error:
            channel.send(("error", error))
            return
        channel.send(("end", os.getpid()))
        with suppress(EOFError, ConnectionError):
            while True:
                method, arguments, options = channel.receive()
                try:
                    _send_all(channel, getattr(answering, method)(*arguments, **options))
                except PolicygraphError as error:
                    channel.send(("error", error))
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _send_all(channel: Channel, result: object) -> None:
    """Send what a method gave, and that it is done."""
    if isinstance(result, SolutionStream):
        channel.send(("value", result.variables))
        result = result.rows
    if isinstance(result, Iterator):
        while chunk := list(islice(result, _CHUNK)):
            channel.send(("value", chunk))
        channel.send(("end", None))
    else:
        channel.send(("value", result), ("end", None))
