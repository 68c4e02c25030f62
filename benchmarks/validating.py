"""``validation``: the shapes and checks beside pySHACL."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from benchmarks.corpora import synthetic
from benchmarks.process import Run, TaskFailed, median, run_command
from benchmarks.report import heading, memory, ratio, seconds, table, verdict

_ENGINES = ("fast", "pyshacl")
_FASTER = 20  # times, than pySHACL


def run(work: Path, full: bool) -> None:
    """The shipped graph; 1e3 and 1e4 measures beside pySHACL; 1e5 alone with ``full``."""
    if find_spec("policygraph.cli.validate") is None:
        heading("validation: this version has no policygraph validate")
        return
    shipped = median(3, lambda: _validate([], 60))
    heading("validation: the shipped graph, whole process, median of 3")
    verdict("well under two seconds", shipped.seconds < 2, seconds(shipped))
    for size in (1_000, 10_000):
        corpus = synthetic(work, size)
        heading(f"validation: {corpus.title}, whole processes")
        fast = _validate([str(corpus.graph), "--engine", "fast"], 3600)
        # Long enough to tell, for the smaller one, whether pySHACL takes that many times as long.
        limit = (
            3600.0 if full else (_FASTER + 1) * fast.seconds if size == 1_000 else 2 * fast.seconds
        )
        reference = _validate([str(corpus.graph), "--engine", "pyshacl"], limit)
        runs = dict(zip(_ENGINES, (fast, reference), strict=True))
        table(
            ("engine", "time", "to pySHACL", "peak memory"),
            [(name, seconds(r), ratio(r, reference), memory(r)) for name, r in runs.items()],
        )
        factor = reference.seconds / fast.seconds
        bound = " (pySHACL was stopped)" if reference.stopped else ""
        verdict(f"at least {_FASTER} times faster than pySHACL", factor >= _FASTER,
                f"{'>' if reference.stopped else ''}{factor:.0f} times{bound}",
                decided=not reference.stopped or factor >= _FASTER)  # fmt: skip
        verdict("memory below pySHACL's", fast.peak < reference.peak,
                f"{memory(fast)} to {memory(reference)}{bound}",
                decided=not reference.stopped)  # fmt: skip
    if full:
        corpus = synthetic(work, 100_000)
        alone = _validate([str(corpus.graph), "--engine", "fast"], 3600)
        heading(f"validation: {corpus.title}, {seconds(alone)}, {memory(alone)}")


def _validate(arguments: list[str], limit: float) -> Run:
    command = [sys.executable, "-m", "policygraph", "validate", *arguments, "--format", "json"]
    try:
        return run_command(command, limit=limit, fine=(0, 1))
    except TaskFailed as failure:
        raise TaskFailed(f"policygraph validate {' '.join(arguments)}: {failure}") from None
