"""Write a built graph to files: sorted, without blank nodes, whole or not at all."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from shutil import copyfile, copyfileobj

from policygraph.core.errors import DataError
from policygraph.core.kept import Seal, read_kept, write_kept
from policygraph.core.namespaces import IRI, VOID
from policygraph.core.output import changed_folder
from policygraph.core.resources import digest_of
from policygraph.core.terms import Quad, Triple, describe, read_turtle
from policygraph.store.pieces import (
    COPIED,
    Piece,
    Pieces,
    copy_together,
    join_blocks,
    write_pieces,
)
from policygraph.store.turtle_writer import CLOSING, Blocks, opening

TRIG = "policygraph.trig"
TURTLE = "policygraph.ttl"
CORE = "policygraph-core.ttl"
_NOTES, _BLOCKS = "notes", "blocks"  # beside files that are kept


def graph_file_name(graph: IRI) -> str:
    """The file of a named graph: ``graph/sti-strategy-2017/stated`` in ``sti-strategy-2017.stated.ttl``."""
    local = graph.rpartition("/graph/")[2] or graph.rpartition("/")[2]
    return local.replace("/", ".") + ".ttl"


def put_together(
    pieces: Sequence[Pieces], folder: Path, made: MadeFiles | None = None
) -> list[Path]:
    """Put the pieces of a build together into its files, in an existing folder.

    Args:
        pieces: each subject of a file stands in one of them.
        folder: where the files go.
        made: the files of named graphs that an earlier build made.

    Returns:
        The files: ``policygraph.trig``, ``policygraph.ttl`` (the union), ``policygraph-core.ttl`` where
        the pieces have a core, and one Turtle file a named graph.
    """
    graphs: dict[IRI, list[Piece]] = defaultdict(list)
    for each in pieces:
        for name, piece in each.graphs.items():
            graphs[name].append(piece)
    names = sorted(graphs)
    head = Blocks()
    for name in names:
        head.name(name)
        _declare(head, graphs[name])
    files = [folder / TRIG, folder / TURTLE]
    with files[0].open("wb") as trig:
        trig.write(head.header().encode())
        for name in names:
            own = Blocks()
            _declare(own, graphs[name])
            path = folder / graph_file_name(name)
            declared = own.header().encode()
            if made is None or not made.take(path, graphs[name]):
                with path.open("wb") as out:
                    out.write(declared)
                    copy_together(graphs[name], out, None if made is None else made.join)
                if made is not None:
                    made.keep(path, graphs[name])
            with path.open("rb") as out:
                out.seek(len(declared))
                trig.write(opening(head.name(name)).encode())
                copyfileobj(out, trig, COPIED)
                trig.write(CLOSING.encode())
            files.append(path)
    joined = None if made is None else made.join
    with files[1].open("wb") as out:
        out.write(head.header().encode())
        copy_together([each.union for each in pieces], out, joined)
    cores = [each.core for each in pieces if each.core is not None]
    if cores:
        files.insert(2, folder / CORE)
        core = Blocks()
        _declare(core, cores)
        with files[2].open("wb") as out:
            out.write(core.header().encode())
            copy_together(cores, out, joined)
    if made is not None:
        made.note()
    return files


class MadeFiles:
    """The files of named graphs of an earlier build: one whose pieces are the same is taken as it is.

    They are the same files (hard links) as those that the user has; one that somebody has changed is noticed.

    Args:
        folder: where they are kept; made where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        known = read_kept(folder / _NOTES)
        self._known: dict[str, tuple[str, Seal]] = known if isinstance(known, dict) else {}
        self._made: dict[str, tuple[str, Seal]] = {}
        blocks = read_kept(folder / _BLOCKS)
        self._known_blocks: dict[bytes, bytes] = blocks if isinstance(blocks, dict) else {}
        self._blocks: dict[bytes, bytes] = {}

    def join(self, blocks: list[bytes]) -> bytes:
        """See `join_blocks`; what an earlier build joined is not joined again."""
        key = blake2b(b"\0".join(blocks), digest_size=16).digest()
        block = self._known_blocks.get(key)
        if block is None:
            block = join_blocks(blocks)
        self._blocks[key] = block
        return block

    def take(self, path: Path, pieces: Sequence[Piece]) -> bool:
        """Put a file there if it was made of these pieces."""
        kept = self._folder / path.name
        made_of, seal = self._known.get(path.name, ("", None))
        if seal is None or made_of != _made_of(pieces) or not seal.holds(kept):
            return False
        _link(kept, path)
        self._made[path.name] = made_of, seal
        return True

    def keep(self, path: Path, pieces: Sequence[Piece]) -> None:
        """Keep a file that was made of these pieces."""
        kept = self._folder / path.name
        kept.unlink(missing_ok=True)
        _link(path, kept)
        self._made[path.name] = _made_of(pieces), Seal.of(kept, b"")

    def note(self) -> None:
        """Note what was made, and take away what no build makes any more."""
        for name in self._known.keys() - self._made.keys():
            (self._folder / name).unlink(missing_ok=True)
        if self._made != self._known:
            write_kept(self._folder / _NOTES, self._made)
        if self._blocks.keys() != self._known_blocks.keys():
            write_kept(self._folder / _BLOCKS, self._blocks)


def _made_of(pieces: Iterable[Piece]) -> str:
    return digest_of(*sorted(piece.text.digest.hex() for piece in pieces))


def _link(source: Path, target: Path) -> None:
    """Have a file at another place, too; as a copy where the system has no links between them."""
    try:
        target.hardlink_to(source)
    except OSError:
        copyfile(source, target)


def _declare(blocks: Blocks, pieces: Iterable[Piece]) -> None:
    """Use what the pieces use, too."""
    for piece in pieces:
        blocks.words.used |= piece.used
        blocks.words.is_relative |= piece.is_relative


def build_files(
    quads: Iterable[Quad], folder: Path, *, core: Iterable[Triple] | None = None
) -> list[Path]:
    """Write all files of a build into an existing folder.

    Args:
        quads: those of one graph together.
        folder: where the files go; see `put_together`.
        core: of the graph, where its file is wanted.
    """
    graphs = {
        name: describe(quad[:3] for quad in same)
        for name, same in groupby(quads, key=itemgetter(3))
    }
    with tempfile.TemporaryDirectory(prefix=".pieces-", dir=folder) as beside:
        held = None if core is None else describe(core)
        return put_together([write_pieces(graphs, held, Path(beside))], folder)


def write_build(
    quads: Iterable[Quad], out: Path, *, core: Iterable[Triple] | None = None
) -> list[Path]:
    """Write a build as `place_build` does.

    Args:
        quads, core: see `build_files`.
        out: the folder.
    """
    return place_build(partial(build_files, quads, core=core), out)


def place_build(write: Callable[[Path], list[Path]], out: Path) -> list[Path]:
    """Write a build beside its place and then put it there in one step, so that it is never half written.

    The file of a named graph that an earlier build made and this one does not is taken away; all
    other files stay.

    Args:
        write: writes the files into an existing folder.
        out: the folder.

    Returns:
        The files.

    Raises:
        StoreError: the folder cannot be written; what was there is untouched.
    """
    with changed_folder(out) as (beside, stale):
        written = write(beside)
        stale |= _earlier_files(out) - {path.name for path in written}
    return [out / path.name for path in written]


def _earlier_files(out: Path) -> set[str]:
    """The files of the named graphs that an earlier build's own metadata list."""
    metadata = out / "metadata.ttl"
    if not metadata.is_file():
        return set()
    try:
        return {
            graph_file_name(value)
            for _, predicate, value in read_turtle(metadata)
            if predicate == VOID.subset and isinstance(value, IRI)
        }
    except DataError:
        return set()
