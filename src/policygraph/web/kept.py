"""Answers that are held ready: the graph does not change while it is served."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Hashable
from typing import Final

from policygraph.web.reply import Reply

_SHARE: Final = 16  # one answer takes no more than this part of the room
_OVERHEAD: Final = 500  # bytes of an answer beside its body and its question
# What is another each time it is asked.
_CHANGING: Final = re.compile(r"(?i)\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b|\\u")


class Kept:
    """The answers that were wanted last, as many as there is room for.

    Args:
        room: bytes of all of them.
    """

    def __init__(self, room: int) -> None:
        self._room, self._size = room, 0
        self._held: OrderedDict[Hashable, tuple[Reply, int]] = OrderedDict()

    def find(self, asked: Hashable) -> Reply | None:
        """The answer to what is asked, if it is held."""
        found = self._held.get(asked)
        if found is None:
            return None
        self._held.move_to_end(asked)
        return found[0]

    def keep(self, asked: Hashable, reply: Reply, length: int) -> None:
        """Hold an answer, and let go of those that were not wanted for longest.

        Args:
            asked: what it answers.
            reply: only one that is whole and right is held.
            length: of what is asked, in characters.
        """
        size = len(reply.body) + length + _OVERHEAD
        if reply.status != 200 or reply.file or size > self._room // _SHARE:
            return
        if asked not in self._held:
            self._held[asked] = (reply, size)
            self._size += size
        while self._size > self._room:
            _, (_, dropped) = self._held.popitem(last=False)
            self._size -= dropped


def is_lasting(sparql: str) -> bool:
    """Whether a query has the same answer each time."""
    return _CHANGING.search(sparql) is None
