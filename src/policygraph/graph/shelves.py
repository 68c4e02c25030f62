"""Where the parts of a graph are put when they are finished."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from policygraph.core.namespaces import IRI
from policygraph.core.terms import Described


class Kept(Protocol):
    """What has put something on a shelf.

    Attributes:
        put: what the shelf said of it.
    """

    @property
    def put(self) -> object: ...  # noqa: D102


class Shelf(Protocol):
    """Takes what a worker has finished, and says where it is."""

    def find(self, key: str) -> Kept | None:
        """What was kept under a key, if all that it has put is still there."""
        ...

    def put(self, key: str, graphs: Mapping[IRI, Described], core: Described) -> object:
        """Write subjects that nobody else writes.

        Args:
            key: of what makes them.
            graphs: what each named graph says of them.
            core: what the core says.

        Returns:
            Where they are; it can be pickled.
        """
        ...

    def drop(self, key: str) -> None:
        """Take away what was put there under a key."""
        ...

    def keep(self, key: str, share: Kept) -> None:
        """Keep a share, all of which has been put."""
        ...

    def holds(self, share: Kept) -> bool:
        """Whether all that a share has put is still there."""
        ...

    def said(self, put: object, subject: IRI) -> Described:
        """What is said of a subject that was put, unless it is in the core."""
        ...

    def subjects(self, put: object, graph: IRI) -> Iterator[IRI]:
        """The subjects of a named graph in what was put."""
        ...
