"""A folder in which the parts of a graph are put as pieces, by workers of any number, and found again."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from policygraph.core.namespaces import IRI
from policygraph.core.terms import Described
from policygraph.graph.shards import Share, read_kept, write_kept
from policygraph.store.files import put_together
from policygraph.store.pieces import Pieces, said_in, subjects_of, write_pieces

_SHARE = "share"


@dataclass(frozen=True, slots=True)
class Shelf:
    """See `policygraph.graph.shards.Shelf`.

    Attributes:
        folder: an existing folder.
    """

    folder: Path

    def find(self, key: str) -> Share | None:
        """The share that was put there under a key, if one was and all of it is there."""
        share = read_kept(self.folder / key / _SHARE)
        return share if isinstance(share, Share) and self.holds(share) else None

    def holds(self, share: Share) -> bool:
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

    def keep(self, key: str, share: Share) -> None:
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
        return put_together([put for put in puts if isinstance(put, Pieces)], folder)
