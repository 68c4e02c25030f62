"""What every engine does."""

from __future__ import annotations

from typing import Protocol

from policygraph.shapes.result import Result
from policygraph.store.triples import Data


class Engine(Protocol):
    """A validator with its shapes compiled."""

    name: str

    def validate(self, data: Data) -> list[Result]:
        """Validate the union of the named graphs.

        Returns:
            The results, in no particular order; severities as the shapes give them.

        Raises:
            DataError: the shapes are not SHACL (a query that is not SPARQL, a list that is none).
        """
