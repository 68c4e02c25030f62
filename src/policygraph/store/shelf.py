"""A folder in which the parts of a graph are put as pieces, by workers of any number, and found again."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from policygraph.core.kept import read_kept, write_kept
from policygraph.core.namespaces import IRI
from policygraph.core.resources import digest_of
from policygraph.core.terms import Described
from policygraph.graph.shelves import Kept
from policygraph.store.files import MadeFiles, graph_file_name, put_together
from policygraph.store.generations import BuiltGraphFile
from policygraph.store.pieces import Pieces, said_in, subjects_of, write_pieces

_SHARE = "share"


@dataclass(frozen=True, slots=True)
class Shelf:
    """See `policygraph.graph.shelves.Shelf`.

    Attributes:
        folder: an existing folder.
    """

    folder: Path

    def find(self, key: str) -> Kept | None:
        """The share that was put there under a key, if one was and all of it is there."""
        share: Kept | None = read_kept(self.folder / key / _SHARE)
        return share if share is not None and self.holds(share) else None

    def holds(self, share: Kept) -> bool:
        """Whether all that a share has put is still there."""
        return isinstance(share.put, Pieces) and share.put.are_whole

    def put(self, key: str, graphs: Mapping[IRI, Described], core: Described) -> Pieces:
        """Write what nobody else writes as pieces.

        Each time in a folder of its own: a worker that was given up may still be writing the same.
        """
        place = self.folder / key / uuid4().hex
        place.mkdir(parents=True)
        return write_pieces(graphs, core, place)

    def drop(self, key: str) -> None:
        """Take away what earlier builds put there under a key."""
        shutil.rmtree(self.folder / key, ignore_errors=True)

    def keep(self, key: str, share: Kept) -> None:
        """Keep a share, all of which has been put; it is there whole or not at all."""
        write_kept(self.folder / key / _SHARE, share)

    def said(self, put: object, subject: IRI) -> Described:
        """What is said of a subject that was put, unless it is in the core."""
        if not isinstance(put, Pieces) or (put.core and said_in(put.core, subject)):
            return {}
        return said_in(put.union, subject)

    def subjects(self, put: object, graph: IRI) -> Iterator[IRI]:
        """The subjects of a named graph in what was put."""
        if isinstance(put, Pieces) and graph in put.graphs:
            yield from subjects_of(put.graphs[graph])

    def write_files(self, puts: Iterable[object], folder: Path) -> list[Path]:
        """Write the files of a build into an existing folder; see `put_together`.

        Args:
            puts: all that was put of it.
            folder: where the files go.
        """
        pieces = [put for put in puts if isinstance(put, Pieces)]
        return put_together(pieces, folder, MadeFiles(self.folder / "files"))

    def graph_files(self, puts: Iterable[object], folder: Path) -> list[BuiltGraphFile]:
        """The named graphs of a build whose files were written into a folder."""
        digests: dict[IRI, list[str]] = defaultdict(list)
        for put in puts:
            if isinstance(put, Pieces):
                for name, piece in put.graphs.items():
                    digests[name].append(piece.text.digest.hex())
        return [
            BuiltGraphFile(name, folder / graph_file_name(name), digest_of(*sorted(digests[name])))
            for name in sorted(digests)
        ]
