"""Run a task in a process of its own; say how long it took and how much memory it held.

The process that starts the others stays small, because a child's peak counts what it was forked
from.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from typing import Any

MEBIBYTE = 1 << 20
# ru_maxrss counts kibibytes on Linux, bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Run:
    """What one process did.

    Attributes:
        seconds: what the task said of its work; else of the whole process, by the clock; of the
            processor's time where a task was stopped.
        peak: resident memory at its highest, in MiB, of the whole process.
        stopped: the time limit ended it.
        processor: seconds of the processor's time, of the whole process.
        said: what the task returned.
        steps: what it said on the way, one entry a step; all that is left of it where it was
            stopped.
    """

    seconds: float
    peak: float
    stopped: bool
    said: dict[str, Any]
    processor: float = 0.0
    steps: tuple[dict[str, Any], ...] = ()


class TaskFailed(Exception):
    """A task ended with an error; the message is the last line it wrote."""


def run_command(arguments: list[str], *, limit: float, fine: Container[int] = (0,)) -> Run:
    """Run a command to its end, or to the time limit in seconds.

    Args:
        arguments: the command line.
        limit: seconds.
        fine: the exit codes of a run that did its work.

    Raises:
        TaskFailed: it ended with another exit code.
    """
    run, _ = _run(arguments, limit, fine)
    return run


def run_task(
    name: str,
    *arguments: object,
    limit: float = 600.0,
    module: str = "benchmarks.tasks",
    fine: Container[int] = (0,),
) -> Run:
    """Run a function of a module of tasks in a process of its own."""
    given = json.dumps([str(argument) for argument in arguments])
    command = [sys.executable, "-m", "benchmarks.tasks", module, name, given]
    run, written = _run(command, limit, fine)
    # A task that is stopped may be in the middle of a line.
    said = [json.loads(line) for line in written.split(b"\n")[:-1] if line.startswith(b"{")]
    steps = tuple(step for step in said if "result" not in step)
    results = [step["result"] for step in said if "result" in step]
    if not results:
        return replace(run, seconds=run.processor if run.stopped else run.seconds, steps=steps)
    (result,) = results
    return replace(run, seconds=result.get("seconds", run.seconds), said=result, steps=steps)


def _run(arguments: list[str], limit: float, fine: Container[int]) -> tuple[Run, bytes]:
    begun = time.perf_counter()
    child = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    expired = threading.Event()

    def end() -> None:
        expired.set()
        os.killpg(child.pid, signal.SIGKILL)  # it may have forked

    timer = threading.Timer(limit, end)
    timer.start()
    complaints: list[bytes] = []
    assert child.stdout is not None
    assert child.stderr is not None
    reader = threading.Thread(target=lambda pipe=child.stderr: complaints.append(pipe.read()))
    reader.start()
    try:
        said = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
    except BaseException:
        end()
        raise
    finally:
        timer.cancel()
    took = time.perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    reader.join()
    child.stdout.close()
    child.stderr.close()
    if child.returncode not in fine and not expired.is_set():
        lines = complaints[0].decode(errors="replace").strip().splitlines()
        raise TaskFailed(lines[-1] if lines else f"exit code {child.returncode}")
    peak = usage.ru_maxrss * _RSS_UNIT / MEBIBYTE
    processor = usage.ru_utime + usage.ru_stime
    return Run(min(took, limit), peak, expired.is_set(), {}, processor), said


def median(times: int, run: Callable[[], Run]) -> Run:
    """Run several times; the run of median duration."""
    runs = sorted((run() for _ in range(times)), key=lambda r: r.seconds)
    middle = statistics.median_low(r.seconds for r in runs)
    return next(r for r in runs if r.seconds == middle)
