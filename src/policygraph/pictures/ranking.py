"""Cut a ranking where it may be cut: never between things that count the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_MORE = 1.25  # times as many things as wanted may be shown so that no tie is split
_LEAST = 2  # things to show; where a tie leaves fewer, it is split after all, and that is said


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a ranking is cut.

    Attributes:
        shown: how many things, from the first on, are shown.
        splits: whether things that count the same stand on both sides.
    """

    shown: int
    splits: bool = False


def most_shown(most: int) -> int:
    """How many things `cut_fairly` shows at most."""
    return int(most * _MORE)


def cut_fairly(counts: Sequence[int], most: int) -> Cut:
    """Find how many things of a ranking to show.

    A tie at the border is shown whole where that takes little more room, else left out whole.

    Args:
        counts: of the things, the largest first.
        most: about how many may be shown.
    """
    if len(counts) <= most:
        return Cut(len(counts))
    if counts[most] != counts[most - 1]:
        return Cut(most)
    tied = counts[most]
    begin = sum(count > tied for count in counts)
    end = begin + sum(count == tied for count in counts)
    if end <= most_shown(most):
        return Cut(end)
    return Cut(begin) if begin >= _LEAST else Cut(most, splits=True)
