"""Show words with their mentions marked, in a terminal or a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policygraph.cli.terminal import style
from policygraph.core.links import link_kinds

# Told apart without red against green; a kind of link each, in their order.
_COLOURS = (
    "bright_cyan", "bright_green", "cyan", "blue", "magenta", "yellow", "bright_magenta",
    "bright_blue", "bright_yellow",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention to be shown. Offsets count from the beginning of the shown words."""

    begin: int
    end: int
    property: str
    meanings: tuple[str, ...]


def _colours() -> dict[str, str]:
    links = [kind.predicate.rpartition("#")[2] for kind in link_kinds()]
    return {link: _COLOURS[index % len(_COLOURS)] for index, link in enumerate(links)}


def marked_text(words: str, marks: Sequence[Mark]) -> str:
    """The words with a number behind each mention: ``[中小企業]3``, coloured on a terminal."""
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[int]] = {}
    for index, mark in enumerate(marks, start=1):
        opening.setdefault(mark.begin, []).append(mark)
        closing.setdefault(mark.end, []).append(index)
    colours = _colours()
    out: list[str] = []
    depth: list[Mark] = []
    for position in range(len(words) + 1):
        for index in closing.get(position, ()):
            out.append(style(f"]{index}", dim=True))
            depth.remove(marks[index - 1])
        for mark in opening.get(position, ()):
            out.append(style("[", dim=True))
            depth.append(mark)
        if position < len(words):
            colour = colours.get(depth[-1].property) if depth else None
            out.append(style(words[position], fg=colour) if colour else words[position])
    return "".join(out)


def mark_lines(words: str, marks: Sequence[Mark]) -> Iterator[str]:
    """A line a mention: its number, offsets, words, property and concepts."""
    for index, mark in enumerate(marks, start=1):
        meanings = "; ".join(mark.meanings)
        yield (
            f"  {index:>3}  {mark.begin:>4}-{mark.end:<4} {mark.property:<20} "
            f"{words[mark.begin : mark.end]}  →  {meanings}"
        )
