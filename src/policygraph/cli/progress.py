"""Progress on stderr: shown on a terminal, and only for work that takes longer than a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_PATIENCE = 1.0  # seconds without a sign of life


@contextmanager
def steps(title: str, total: int) -> Iterator[Callable[[str], None]]:
    """A progress bar over ``total`` steps; yields the function to call after each."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    started = time.monotonic()
    progress = Progress(console=Console(stderr=True), transient=True)
    task = progress.add_task(title, total=total)
    shown = False

    def advance(step: str) -> None:
        nonlocal shown
        if not shown and time.monotonic() - started > _PATIENCE:
            progress.start()
            shown = True
        progress.update(task, advance=1, description=f"{title} {step[-40:]}")

    try:
        yield advance
    finally:
        if shown:
            progress.stop()
