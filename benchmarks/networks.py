"""``network``: projections, metrics, pictures and the report of synthetic corpora."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from benchmarks.corpora import Corpus, synthetic
from benchmarks.process import TaskFailed, run_command
from benchmarks.report import heading, memory, seconds, table

_LIMIT = 120.0  # seconds a command
_COMMANDS = (
    ("network", "body-body"),
    ("network", "body-theme", "--metrics"),
    ("network", "actor-actor", "--metrics"),
    ("network", "measure-measure", "--minimum", "4"),
    ("plot", "network", "--of", "body-actor"),
    ("plot", "heatmap", "--of", "body-theme"),
    ("plot", "bars"),
    ("plot", "network", "--of", "measure-measure"),
    ("plot", "flow"),
    ("plot", "coverage"),
    ("report",),
)


def run(work: Path, full: bool) -> None:
    """1e3 measures; 1e4 and 1e5 with ``full``."""
    if find_spec("policygraph.cli.pictures") is None:
        heading("network: this version has no policygraph network")
        return
    for size in (1_000, 10_000, 100_000) if full else (1_000,):
        corpus = synthetic(work, size)
        heading(f"network: {corpus.title}, on disk; whole processes, {_LIMIT:.0f} s at most")
        table(("command", "time", "peak memory"), list(_rows(work, corpus)))


def _rows(work: Path, corpus: Corpus) -> Iterator[tuple[str, str, str]]:
    for command in _COMMANDS:
        name = " ".join(command)
        arguments = [*command, "--graph", str(corpus.store)]
        outputs = {"plot": ["--out", str(work / "picture.svg")],
                   "report": ["--out", str(work / "report.html")]}  # fmt: skip
        arguments += outputs.get(command[0], ["--format", "json"])
        try:
            done = run_command([sys.executable, "-m", "policygraph", *arguments], limit=_LIMIT)
        except TaskFailed as failure:
            yield name, "failed", str(failure)[:80]
        else:
            yield name, seconds(done), memory(done)
