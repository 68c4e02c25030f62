"""``constraints``: how the parts of a validation grow, each SPARQL constraint by itself."""

from __future__ import annotations

from pathlib import Path

from benchmarks.corpora import synthetic
from benchmarks.process import Run, run_task
from benchmarks.report import duration, heading, memory, table, verdict

_TASKS = "benchmarks.tasks_of_shapes"
_GROWTH = 12  # times, for ten times the measures
_LITTLE = 0.1  # seconds; what takes less at the larger size is not said to grow


def run(work: Path, full: bool) -> None:
    """1e2 and 1e3 measures, or 1e3 and 1e4 with ``full``; seconds of the processor."""
    small, large = (synthetic(work, size) for size in ((1_000, 10_000) if full else (100, 1_000)))
    heading(f"constraints: {small.title}; {large.title}; seconds of the processor")
    loading, core, asking = (_pair(name, small.trig, large.trig)
                             for name in ("load", "check_core", "ask_constraints"))  # fmt: skip
    parts = {"loading": loading, "Core shapes": core, "SPARQL constraints": asking}
    table(
        ("part", "small", "large", "grown", "to loading", "peak memory"),
        [
            (name, duration(a.seconds), duration(b.seconds), f"{b.seconds / a.seconds:.1f}",
             f"{b.seconds / loading[1].seconds:.1f}", memory(b))
            for name, (a, b) in parts.items()
        ],
    )  # fmt: skip
    taken = [{str(step["id"]): float(step["seconds"]) for step in run.steps} for run in asking]
    grown = {id_: (taken[0][id_], after) for id_, after in taken[1].items() if after > _LITTLE}
    table(
        ("constraint", "small", "large", "grown"),
        [
            (id_, duration(a), duration(b), f"{b / a:.0f}")
            for id_, (a, b) in sorted(grown.items(), key=lambda item: -item[1][1] / item[1][0])
        ],
    )
    fast = [id_ for id_, (a, b) in grown.items() if b > _GROWTH * a]
    verdict(f"no constraint grows more than {_GROWTH} times", not fast, ", ".join(fast) or "none")
    whole = sum(b.seconds for _, b in parts.values())
    verdict("at most 3 times loading", whole <= 3 * loading[1].seconds,
            f"{whole / loading[1].seconds:.1f} times")  # fmt: skip


def _pair(name: str, small: Path, large: Path) -> tuple[Run, Run]:
    first, second = (run_task(name, path, module=_TASKS, limit=3600) for path in (small, large))
    return first, second
