"""A store on disk that builds bring up to date while others read it.

An engine that writes must not be read by another process, so what is written is always a new generation: a copy
of the one before that shares its files with it (hard links), with those named graphs replaced that changed. A
link is then moved to it, at once. Who has opened a generation goes on reading it, whole and unchanged; who opens
the store next reads the new one. The generation before the last is kept for those readers, older ones go.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from policygraph.core.errors import StoreError
from policygraph.core.kept import read_kept, write_kept
from policygraph.core.namespaces import IRI
from policygraph.store.turtle_writer import CLOSING, opening

_NOW: Final = "now"  # the link to the generation that is read
_GRAPHS: Final = ".graphs"  # behind the number of a generation: the digests of its graphs
_LOCK: Final = "lock"
_UNFINISHED: Final = ".new-"
_KEPT: Final = 2  # generations


@dataclass(frozen=True, slots=True)
class BuiltGraphFile:
    """A named graph as a build has written it.

    Attributes:
        path: of its Turtle.
        digest: the same for the same triples.
    """

    name: IRI
    path: Path
    digest: str


def newest(folder: Path) -> Path:
    """The folder of the engine's own files: that of the newest generation, or the folder itself."""
    try:
        return folder / (folder / _NOW).readlink()
    except OSError:
        return folder


def is_generations(folder: Path) -> bool:
    """Whether builds keep a store there."""
    return (folder / _NOW).is_symlink()


def bring_up(folder: Path, graphs: Sequence[BuiltGraphFile]) -> list[IRI]:
    """Bring a store on disk to what a build has written; it is there whole, as it was or as it is to be.

    Args:
        folder: of the store; made where it is missing.
        graphs: all of the build.

    Returns:
        The named graphs that were replaced, added or taken away.

    Raises:
        StoreError: it cannot be written, or something else is there.
    """
    try:
        if folder.exists() and not is_generations(folder) and not _may_be_ours(folder):
            raise StoreError("not-a-built-store", folder=folder)
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            return _bring_up(folder, graphs)
    except OSError as error:
        raise StoreError("cannot-write", path=folder, reason=error.strerror or error) from None


def _may_be_ours(folder: Path) -> bool:
    """Whether nothing stands there but what a first build left that was ended."""
    return folder.is_dir() and all(
        path.name == _LOCK
        or path.name.startswith(_UNFINISHED)
        or path.name.removesuffix(_GRAPHS).isdigit()
        for path in folder.iterdir()
    )


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One build at a time."""
    with (folder / _LOCK).open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _bring_up(folder: Path, graphs: Sequence[BuiltGraphFile]) -> list[IRI]:
    now = newest(folder) if is_generations(folder) else None
    known = None if now is None else _graphs_of(now)
    wanted = {graph.name: graph.digest for graph in graphs}
    if now is not None and known == wanted:
        return []
    numbers = [int(path.name) for path in folder.iterdir() if path.name.isdigit()]
    new = folder / str(max(numbers, default=0) + 1)
    for path in folder.glob(f"{_UNFINISHED}*"):  # of a build that was ended
        shutil.rmtree(path, ignore_errors=True)
    beside = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder))
    try:
        if now is None or known is None:
            known = {}
        else:
            ox.Store.read_only(str(now)).backup(str(beside / "store"))
        engine = ox.Store(str(beside / "store"))
        changed = [graph for graph in graphs if known.get(graph.name) != graph.digest]
        gone = [name for name in known if name not in wanted]
        for name in (*gone, *(graph.name for graph in changed if graph.name in known)):
            engine.remove_graph(ox.NamedNode(name))
        _load(engine, changed, beside)
        engine.flush()
        del engine  # which closes it
        write_kept(folder / f"{new.name}{_GRAPHS}", wanted)
        (beside / "store").rename(new)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    _point(folder, new.name)
    _clear(folder, int(new.name))
    return sorted((*gone, *(graph.name for graph in changed)))


def _load(engine: ox.Store, graphs: Sequence[BuiltGraphFile], beside: Path) -> None:
    """Load graphs at once: the engine makes files of its own each time."""
    if not graphs:
        return
    with tempfile.TemporaryFile(dir=beside) as out:
        for graph in graphs:
            with graph.path.open("rb") as turtle:
                line = turtle.readline()
                while line.startswith(b"@"):  # TriG has its prefixes before a graph
                    out.write(line)
                    line = turtle.readline()
                out.write(opening(f"<{graph.name}>").encode())
                out.write(line)
                shutil.copyfileobj(turtle, out)
                out.write(CLOSING.encode())
        out.seek(0)
        try:
            engine.bulk_load(out, format=ox.RdfFormat.TRIG)
        except SyntaxError as error:
            raise StoreError("data-refused", reason=error.msg) from None


def _graphs_of(generation: Path) -> Mapping[IRI, str] | None:
    """The digests of the graphs of a generation; ``None`` where it is not whole."""
    known = read_kept(generation.with_name(generation.name + _GRAPHS))
    return known if isinstance(known, dict) and (generation / "CURRENT").exists() else None


def _point(folder: Path, name: str) -> None:
    """Have the store be another generation, at once."""
    link = folder / f"{_UNFINISHED}{_NOW}"
    link.unlink(missing_ok=True)
    link.symlink_to(name)
    link.replace(folder / _NOW)


def _clear(folder: Path, last: int) -> None:
    """Take away the generations that nobody opens any more."""
    for path in folder.iterdir():
        number = path.name.removesuffix(_GRAPHS)
        if number.isdigit() and int(number) <= last - _KEPT:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
