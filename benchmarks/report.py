"""Print tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.process import Run


def heading(title: str) -> None:
    """A title with an empty line before it."""
    print(f"\n{title}", flush=True)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table: the first column to the left, the others to the right."""
    widths = [max(len(row[index]) for row in (columns, *rows)) for index in range(len(columns))]
    for row in (columns, *rows):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        print("  " + "  ".join(cells).rstrip(), flush=True)


def seconds(run: Run) -> str:
    """A duration; ``> 90 s`` where the time limit ended it."""
    if run.stopped:
        return f"> {run.seconds:.0f} s"
    return f"{run.seconds:.3f} s" if run.seconds < 10 else f"{run.seconds:.1f} s"


def duration(value: float) -> str:
    """A number of seconds, short."""
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def memory(run: Run) -> str:
    """Peak memory."""
    return f"{run.peak:.0f} MiB"


def ratio(run: Run, other: Run) -> str:
    """How often the other duration goes into this one; bounds where one was stopped."""
    if other.stopped and run.stopped:
        return "–"
    bound = ">" if run.stopped else "<" if other.stopped else ""
    return f"{bound}{run.seconds / other.seconds:.2f}"


def verdict(label: str, met: bool, said: str, *, decided: bool = True) -> None:
    """Whether an aim is met; undecided where a time limit ended a run before it could show."""
    word = "met" if met else "MISSED" if decided else "open"
    print(f"  {word:<6} {label}: {said}", flush=True)
