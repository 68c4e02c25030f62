"""Sort more lines than fit into memory: sorted runs on disk, then a merge."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

_RUN = 200_000  # lines held in memory at a time: about 100 MB of ours
_FAN_IN = 64  # runs merged at a time, each an open file


class SortedLines:
    """Distinct lines in order, on disk; they can be read any number of times.

    Lines that come in order are one run, however many they are: a graph that a build wrote is
    sorted already, and is only written through.

    Args:
        lines: each ends in a line feed and holds no other.
        folder: an existing folder for the runs, which stay until it goes.
        name: of the runs, different for each sort in one folder.
        run: lines sorted in memory at a time.
    """

    def __init__(self, lines: Iterable[str], folder: Path, name: str, *, run: int = _RUN) -> None:
        self._folder, self._name = folder, name
        self._count = 0
        self._runs = self._write_runs(lines, run)
        while len(self._runs) > _FAN_IN:
            self._runs = [
                self._merge_to_disk(self._runs[begin : begin + _FAN_IN])
                for begin in range(0, len(self._runs), _FAN_IN)
            ]

    def _new_run(self) -> Path:
        self._count += 1
        return self._folder / f"{self._name}.{self._count}"

    def _write_runs(self, lines: Iterable[str], size: int) -> list[Path]:
        runs: list[Path] = []
        held: list[str] = []
        last = ""

        def write() -> None:
            nonlocal last
            held.sort()
            follows = bool(runs) and held[0] >= last
            if not follows:
                runs.append(self._new_run())
            with runs[-1].open("a" if follows else "w", encoding="utf-8", newline="\n") as out:
                out.writelines(held)
            last = held[-1]
            held.clear()

        for line in lines:
            held.append(line)
            if len(held) == size:
                write()
        if held:
            write()
        return runs

    def _merge_to_disk(self, runs: list[Path]) -> Path:
        path = self._new_run()
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(_merged(runs))
        for run in runs:
            run.unlink()
        return path

    def __iter__(self) -> Iterator[str]:
        previous = ""
        for line in _merged(self._runs):
            if line != previous:
                yield line
                previous = line


def _merged(runs: list[Path]) -> Iterator[str]:
    with ExitStack() as files:
        opened = [files.enter_context(run.open(encoding="utf-8", newline="\n")) for run in runs]
        yield from heapq.merge(*opened) if len(opened) > 1 else iter(opened[0] if opened else ())
