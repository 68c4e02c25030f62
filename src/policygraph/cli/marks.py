"""Show words with their mentions marked, in a terminal or a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import click

# One colour a property, told apart without red against green.
_COLOURS = {
    "involvesActor": "cyan",
    "hasTheme": "blue",
    "usesInstrument": "magenta",
    "commitment": "yellow",
    "responsibleBody": "bright_cyan",
    "involvesOrganization": "bright_cyan",
    "refersTo": "bright_magenta",
    "underProgramme": "bright_blue",
    "takesPlaceIn": "bright_yellow",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention to be shown. Offsets count from the beginning of the shown words."""

    begin: int
    end: int
    property: str
    meanings: tuple[str, ...]


def marked_text(words: str, marks: list[Mark]) -> str:
    """The words with a number behind each mention: ``[中小企業]3``, coloured on a terminal."""
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[int]] = {}
    for index, mark in enumerate(marks, start=1):
        opening.setdefault(mark.begin, []).append(mark)
        closing.setdefault(mark.end, []).append(index)
    out: list[str] = []
    depth: list[Mark] = []
    for position in range(len(words) + 1):
        for index in closing.get(position, ()):
            out.append(click.style(f"]{index}", dim=True))
            depth.remove(marks[index - 1])
        for mark in opening.get(position, ()):
            out.append(click.style("[", dim=True))
            depth.append(mark)
        if position < len(words):
            colour = _COLOURS.get(depth[-1].property) if depth else None
            out.append(click.style(words[position], fg=colour) if colour else words[position])
    return "".join(out)


def mark_lines(words: str, marks: list[Mark]) -> Iterator[str]:
    """A line a mention: its number, offsets, words, property and concepts."""
    for index, mark in enumerate(marks, start=1):
        meanings = "; ".join(mark.meanings)
        yield (
            f"  {index:>3}  {mark.begin:>4}-{mark.end:<4} {mark.property:<20} "
            f"{words[mark.begin : mark.end]}  →  {meanings}"
        )
