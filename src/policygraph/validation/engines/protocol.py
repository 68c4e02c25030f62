"""What every engine does."""

from __future__ import annotations

from typing import Protocol

import pyoxigraph as ox

from policygraph.validation.result import Result


class Engine(Protocol):
    """A validator with its shapes compiled."""

    name: str

    def validate(self, data: ox.Store) -> list[Result]:
        """Validate the union of a store's named graphs.

        Returns:
            The results, in no particular order; severities as the shapes give them.

        Raises:
            DataError: the shapes are not SHACL (a query that is not SPARQL, a list that is none).
        """
