"""Progress on stderr: a bar on a terminal, now and then a line elsewhere, nothing for what is quickly done."""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread, Timer

import click

from policygraph.cli.help import language_of
from policygraph.core.columns import shown
from policygraph.core.errors import Notice
from policygraph.core.messages import Messages

_PATIENCE = 1.0  # seconds without a sign of life on a terminal
_INTERVAL = 30.0  # seconds between two lines elsewhere, as in the log of a job
_say = Messages("cli")


@contextmanager
def steps(work: str, total: int | None = None) -> Iterator[Callable[[str], None]]:
    """Show how far some work is.

    Args:
        work: the end of a key of ``messages/cli.yaml``: ``progress-<work>`` says what is done.
        total: of the steps, at most; none for work that is not counted.

    Yields:
        What to call after each step with its name.
    """
    context = click.get_current_context()
    title = _say(f"progress-{work}", language_of(context))
    shown = _bar if sys.stderr.isatty() else _lines
    with _notices(context), shown(title, total, context) as advance:
        yield advance


@contextmanager
def _notices(context: click.Context) -> Iterator[None]:
    """Print what a user should know as commands print it, once the work is done."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", Notice)
        yield
    for warning in caught:
        if issubclass(warning.category, Notice):
            click.echo(f"{context.command_path}: {warning.message}", err=True)
        else:
            warnings.showwarning(
                warning.message, warning.category, warning.filename, warning.lineno
            )


@contextmanager
def _bar(title: str, total: int | None, _: click.Context) -> Iterator[Callable[[str], None]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    counted = [MofNCompleteColumn(), TimeRemainingColumn()] if total is not None else []
    columns = [TextColumn("{task.description}"), BarColumn(), *counted, TimeElapsedColumn()]
    progress = Progress(*columns, console=Console(file=sys.__stderr__), transient=True)
    task = progress.add_task(title, total=total)
    timer = Timer(_PATIENCE, progress.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda step: progress.update(
            task, advance=1, description=f"{title} {shown(step[-40:])}"
        )
    finally:
        timer.cancel()
        timer.join()
        progress.stop()


@contextmanager
def _lines(
    title: str, total: int | None, context: click.Context
) -> Iterator[Callable[[str], None]]:
    begun, count, ended = time.monotonic(), 0, Event()
    language, command = language_of(context), context.command_path

    def tell() -> None:
        while not ended.wait(_INTERVAL):
            seconds = round(time.monotonic() - begun)
            key = "progress" if total is None else "progress-counted"
            line = _say(key, language, work=title, count=count, total=total, seconds=seconds)
            click.echo(f"{command}: {line}", err=True)

    def advance(_: str) -> None:
        nonlocal count
        count += 1

    Thread(target=tell, daemon=True).start()
    try:
        yield advance
    finally:
        ended.set()
