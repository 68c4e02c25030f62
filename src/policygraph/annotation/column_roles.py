"""What the heading of a column says of the figures in its cells: 目標値, 現状, 実績 (``data/calendar/figures.toml``)."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from policygraph.core.fold import fold_text
from policygraph.core.names import role
from policygraph.core.namespaces import IRI
from policygraph.core.resources import resource
from policygraph.sources import Block

_LONGEST: Final = 40  # characters of a cell that holds a figure; a longer one has sentences


@cache
def figure_words() -> Mapping[str, Any]:
    """The words that tell what a figure in a cell is."""
    file = resource("data", "calendar", "figures.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _roles() -> Sequence[tuple[re.Pattern[str], IRI]]:
    roles = figure_words()["roles"]
    return [
        (re.compile("|".join(roles[name])), role(name)) for name in ("figure", "target", "base")
    ]


class ColumnRoles:
    """The cells of a text whose column says what their figures are.

    Args:
        blocks: of the text, in the offsets of its cells.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        cells = [
            (begin, end, said)
            for block in blocks
            for (begin, end), heading in zip(block.cells, block.headings, strict=False)
            if end - begin <= _LONGEST and (said := _role_of(heading)) is not None
        ]
        self._cells = sorted(cells)
        self._begins = [begin for begin, _, _ in self._cells]

    def role(self, offset: int) -> IRI | None:
        """The role of a figure that begins there; ``None`` where no column tells."""
        at = bisect_right(self._begins, offset) - 1
        return self._cells[at][2] if at >= 0 and offset < self._cells[at][1] else None


@cache
def _role_of(heading: str) -> IRI | None:
    folded = fold_text(heading)
    return next((said for words, said in _roles() if words.search(folded)), None)
