"""``commands``: what a short command costs as a whole process."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from benchmarks.process import median, run_command
from benchmarks.report import heading, memory, ratio, seconds, table, verdict

_RUNS = 7


def run(work: Path, full: bool) -> None:
    """Time ``--version``, ``--help`` and a saved question beside importing rdflib."""
    python = sys.executable
    ours = {
        "policygraph --version": [python, "-m", "policygraph", "--version"],
        "policygraph --help": [python, "-m", "policygraph", "--help"],
    }
    question = {
        "policygraph query measures-per-body": [
            python, "-m", "policygraph", "query", "measures-per-body",
        ]
    }  # fmt: skip
    peers = {"python -c 'import rdflib'": [python, "-c", "import rdflib"]}
    commands = ours | question | peers
    for command in commands.values():
        run_command(command, limit=60)  # fills the caches of the disk
    heading(f"commands: whole processes, median of {_RUNS}")
    runs = {
        name: median(_RUNS, partial(run_command, command, limit=60))
        for name, command in commands.items()
    }
    (rdflib,) = (runs[name] for name in peers)
    table(
        ("command", "time", "to rdflib", "peak memory"),
        [(name, seconds(r), ratio(r, rdflib), memory(r)) for name, r in runs.items()],
    )
    slowest = max((runs[name] for name in ours), key=lambda r: r.seconds)
    verdict("no slower than importing rdflib", slowest.seconds <= rdflib.seconds,
            f"at most {ratio(slowest, rdflib)} of its time")  # fmt: skip
    (asked,) = (runs[name] for name in question)
    verdict("a saved question well under half a second", asked.seconds < 0.5, seconds(asked))
