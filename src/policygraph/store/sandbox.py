"""What a process that works on other people's queries may still do: use so much memory, and call nobody.

The second is asked of the system, since a query engine that can dial out (``SERVICE``) need only be
led to it once: on Linux a filter refuses the system calls that open a connection (seccomp(2)), for
the process and whatever it starts, for good. Other systems have no such filter, and there the
refusal of ``SERVICE`` where queries come in stands alone.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

_SET_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2  # of prctl(2)
# Of BPF: load a word, jump where equal, jump where greater or equal, return.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # EPERM
_NUMBER, _ARCHITECTURE = 0, 4  # where they lie in what the filter is given
# By machine: what the system calls its instruction set; the numbers of socket, socketpair and io_uring_setup.
_MACHINES = {
    "x86_64": (0xC000003E, (41, 53, 425)),
    "aarch64": (0xC00000B7, (198, 199, 425)),
}
_OTHER_NUMBERING = 0x40000000  # of x32, on the same instruction set


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a worker may use.

    Attributes:
        memory: bytes beyond what it begins with; no limit where it is missing.
        may_connect: whether it may open connections.
    """

    memory: int | None = None
    may_connect: bool = True


def confine(bounds: Bounds) -> None:
    """Bound this process, for good.

    Raises:
        OSError: the system refuses.
    """
    import resource

    if bounds.memory is not None and sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + bounds.memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold the graph and the query
    if not bounds.may_connect:
        _refuse_connections()


def _refuse_connections() -> None:
    known = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return
    architecture, numbers = known
    program = _filter(architecture, numbers)
    buffer = ctypes.create_string_buffer(program)
    length = len(program) // 8
    described = struct.pack("HxxxxxxP", length, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    for option, value, pointer in (
        (_SET_NO_NEW_PRIVILEGES, 1, None),
        (_SET_SECCOMP, _FILTER, described),
    ):
        if libc.prctl(option, ctypes.c_ulong(value), pointer, ctypes.c_ulong(0), ctypes.c_ulong(0)):
            raise OSError(ctypes.get_errno(), "prctl")


def _filter(architecture: int, numbers: tuple[int, ...]) -> bytes:
    """The program that refuses some system calls, and all that are numbered in another way."""
    refuse = len(numbers) + 1  # steps from the check of the numbering to the refusal
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 0, refuse + 2, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, refuse, 0, _OTHER_NUMBERING),
        *((_EQUAL, refuse - 1 - at, 0, number) for at, number in enumerate(numbers)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
