"""Run a task in a process of its own; say how long it took and how much memory it held.

The process that starts the others stays small, because a child's peak counts what it was forked
from.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MEBIBYTE = 1 << 20
# ru_maxrss counts kibibytes on Linux, bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Run:
    """What one process did.

    Attributes:
        seconds: of the work itself, after imports, loading and a warm-up; of the whole process
            where the task says nothing of its own; the time limit where it was stopped.
        peak: resident memory at its highest, in MiB, of the whole process.
        stopped: the time limit ended it.
        said: what the task returned.
    """

    seconds: float
    peak: float
    stopped: bool
    said: dict[str, Any]


class TaskFailed(Exception):
    """A task ended with an error; the message is the last line it wrote."""


def run_command(arguments: list[str], *, limit: float) -> Run:
    """Run a command to its end, or to the time limit in seconds.

    Raises:
        TaskFailed: it ended with another exit code than 0.
    """
    begun = time.perf_counter()
    child = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    expired = threading.Event()

    def end() -> None:
        expired.set()
        child.kill()

    timer = threading.Timer(limit, end)
    timer.start()
    written: list[bytes] = []
    reader = threading.Thread(target=lambda: written.append(child.stderr.read()))  # type: ignore[union-attr]
    reader.start()
    assert child.stdout is not None
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    took = time.perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    timer.cancel()
    reader.join()
    child.stdout.close()
    if child.returncode and not expired.is_set():
        lines = written[0].decode(errors="replace").strip().splitlines()
        raise TaskFailed(lines[-1] if lines else f"exit code {child.returncode}")
    peak = usage.ru_maxrss * _RSS_UNIT / MEBIBYTE
    if expired.is_set():
        return Run(limit, peak, True, {})
    try:
        answer = json.loads(said.splitlines()[-1])
    except (ValueError, IndexError):
        answer = {}
    if not isinstance(answer, dict):
        answer = {}
    return Run(float(answer.get("seconds", took)), peak, False, answer)


def run_task(name: str, *arguments: object, limit: float = 600.0) -> Run:
    """Run a function of `benchmarks.tasks` in a process of its own."""
    return run_command(
        [sys.executable, "-m", "benchmarks.tasks", name, json.dumps([str(a) for a in arguments])],
        limit=limit,
    )


def median(times: int, run: Callable[[], Run]) -> Run:
    """Run several times; the run of median duration."""
    runs = sorted((run() for _ in range(times)), key=lambda r: r.seconds)
    middle = statistics.median_low(r.seconds for r in runs)
    return next(r for r in runs if r.seconds == middle)
