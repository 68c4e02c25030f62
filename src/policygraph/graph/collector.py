"""Keep the garbage collector from walking a growing graph over and over."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """Pause the search for reference cycles.

    A build makes millions of tuples and no cycle; the collector would take a third of its time to
    find that out. What is no longer used is given back all the same, by its reference count.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
