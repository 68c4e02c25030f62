"""What comparing editions gave, so that another run compares only those that changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from typing import Any, TypeVar

from policygraph.lineage.statements import Edition

T = TypeVar("T")
Key = bytes


class Memory:
    """Results of comparisons by all that they depend on.

    Args:
        known: of an earlier run, by key.
        common: a digest of what all comparisons depend on: the program, the model.

    Attributes:
        used: those that this run asked for, old and new: what is worth keeping.
    """

    def __init__(self, known: Mapping[Key, Any] | None = None, common: str = "") -> None:
        self._known = {} if known is None else known
        self._common = common
        self.used: dict[Key, Any] = {}

    def once(
        self, what: str, editions: Iterable[Edition], given: object, make: Callable[[], T]
    ) -> T:
        """A result that was made before, or else now.

        Args:
            what: is made.
            editions: that it is made of; of one without a digest nothing is remembered.
            given: what else it depends on, with the same ``repr`` in each run.
            make: makes it, of plain data.
        """
        digests = [edition.digest for edition in editions]
        if not all(digests):
            return make()
        said = repr((self._common, what, digests, given))
        key = blake2b(said.encode(), digest_size=20).digest()
        value: T
        if key in self.used:
            value = self.used[key]
        elif key in self._known:
            value = self._known[key]
        else:
            value = make()
        self.used[key] = value
        return value

    @property
    def is_new(self) -> bool:
        """Whether there is anything to be kept that was not there, or something that nobody asks for any more."""
        return self.used.keys() != self._known.keys()
