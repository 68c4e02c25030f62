"""Files that the processes of a test run share."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MadeOnce:
    """Files that are written by the first process that needs them; the others wait for it and read.

    Attributes:
        folder: where they are, one for a run of the tests.
    """

    folder: Path

    def __call__(self, name: str, make: Callable[[Path], object]) -> Path:
        """A file or folder, which no test may change.

        Args:
            name: what it is called.
            make: writes it to the place that it is given.
        """
        self.folder.mkdir(exist_ok=True)
        place = self.folder / name
        with (self.folder / f"{name}.lock").open("w") as lock:
            flock(lock, LOCK_EX)
            if not place.exists():
                unfinished = self.folder / f"unfinished-{os.getpid()}" / name
                unfinished.parent.mkdir(exist_ok=True)
                make(unfinished)
                unfinished.rename(place)
        return place
