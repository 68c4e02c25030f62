"""What several pictures say below themselves."""

from __future__ import annotations

from collections.abc import Sequence

from policygraph.pictures.words import say


def rest_note(total: int, shown: int, counts: Sequence[int], kind: str, language: str) -> str:
    """Say how many things are left out; empty where none is.

    Args:
        total: things there are.
        shown: how many are shown.
        counts: measures of each, in the order in which they are shown.
        kind: the key of what they are called.
        language: ``ja`` or ``en``.
    """
    if total <= shown:
        return ""
    return say(
        "rest",
        language,
        kind=say(kind, language),
        shown=shown,
        rest=total - shown,
        most=max(counts[shown:]),
    )


def collective_label(label: str, collective: bool, language: str) -> str:
    """A body's name, marked where it is a collective one."""
    return label + say("collective-mark", language) if collective else label
